//! Spans: sessions of several days, those under way, and deadlines.
//!
//! "opened in September, runs until 18 January", "now in its third day", "a two-day summit on Monday", "have until Friday
//! to agree": the sentence gives one end, its other words the other.

use std::ops::Range;

use chrono::Days;

use super::super::document::Document;
use super::super::token::Kind;
use super::clause::Clause;
use super::draft::Draft;
use super::frame::Frame;
use super::when::{Length, Point, When};
use super::{Reader, act, title, verb, words};
use crate::article::{Precision, SessionStatus};
use crate::timex::Timex;

impl Reader<'_> {
    /// The last day of what takes several: "a two-day summit on Monday".
    pub(super) fn lasting(
        &self,
        clause: &Clause,
        when: &When,
        lengths: &[Length],
    ) -> Option<Point> {
        if when.end.is_some() || when.start.first != when.start.last || when.start.clock.is_some() {
            return None;
        }
        let length = lengths.iter().find(|length| {
            let held = clause.holds(length.tokens.start)
                || clause
                    .subject
                    .as_ref()
                    .is_some_and(|subject| subject.contains(&length.tokens.start));
            // "ending an eleven-day closure" is over by then.
            let first = length.tokens.start;
            let over = (first.saturating_sub(2)..first).any(|at| {
                self.document
                    .is(at, &["ending", "after", "ends", "ended", "following"])
            });
            let own = !when.tokens.contains(&first) && !over;
            length.days > 1 && held && own && self.counts_days(length)
        })?;
        let days = Days::new(length.days - 1);
        when.start.first.checked_add_days(days).map(Point::of)
    }

    /// Sets the end of the sentence's last session, if this date can be it.
    pub(super) fn close(
        &mut self,
        when: &When,
        frame: Frame,
        clause: &Clause,
        before: usize,
    ) -> bool {
        let Some(draft) = self.drafts[before..].last_mut() else {
            return false;
        };
        if draft.former.is_some()
            || draft.session.ends.is_some()
            || !(clause.shared || clause.relative || draft.clause == clause.body)
        {
            return false;
        }
        let mut end = when.start.clone();
        end.forward(draft.last, true);
        if end.last < draft.first {
            return false;
        }
        // "put off a hearing that was to begin on 3 November until 10 January"
        if draft.session.status == SessionStatus::Cancelled {
            draft.session.was = Some(std::mem::replace(&mut draft.session.starts, end.timex()));
            draft.session.status = SessionStatus::Postponed;
            (draft.first, draft.last) = (end.first, end.last);
            return true;
        }
        draft.end(&end);
        draft.session.tentative |= frame.maybe;
        true
    }

    /// "Talks open in Lund on Friday. They are expected to last until Sunday": the end of what the sentence before told.
    pub(super) fn lasts_until(
        &mut self,
        number: usize,
        clause: &Clause,
        when: &When,
        frame: Frame,
    ) -> bool {
        let document = self.document;
        let lasts = |at: usize| {
            document.is(
                at,
                &["last", "lasts", "run", "runs", "continue", "continues"],
            ) && (verb::is_verb(document, at)
                || document.is(at.wrapping_sub(1), &["to"])
                || words::is(document, at.wrapping_sub(1), words::WILL))
        };
        let Some(verb) = clause.body.clone().find(|at| lasts(*at)) else {
            return false;
        };
        let from = clause.subject.clone().unwrap_or(clause.body.clone()).start;
        let it = document.is(from, &["it", "they"]);
        let Some(draft) = self.drafts.last_mut().filter(|draft| {
            draft.sentence + 1 == number
                && draft.former.is_none()
                && draft.session.ends.is_none()
                && draft.session.precision <= Precision::Day
                && draft.session.starts.time().is_none()
                && matches!(
                    draft.session.status,
                    SessionStatus::Scheduled | SessionStatus::Postponed
                )
        }) else {
            return false;
        };
        // "Testimony in the trial goes on": that is not the trial itself.
        let title = draft.session.title.to_lowercase();
        let head: Vec<&str> = title
            .split(' ')
            .take_while(|word| {
                !["in", "of", "on", "at", "between", "with", "before"].contains(word)
            })
            .collect();
        let named = document.is(from, &["the", "this", "that"])
            && (from + 1..verb)
                .filter(|at| words::is(document, *at, words::EVENT))
                .any(|at| head.contains(&document.word(at)));
        let mut end = when.start.clone();
        end.forward(draft.first, true);
        if !(it || named) || frame.negated || end.last < draft.first {
            return false;
        }
        draft.end(&end);
        // "could last until Sunday"; what is "expected to" is as good as said.
        draft.session.tentative |= frame.maybe && frame.supposed;
        true
    }

    /// "which opened in September, runs until 18 January": under way until this date.
    #[expect(clippy::too_many_arguments, reason = "one sentence's state, used once")]
    pub(super) fn runs_until(
        &mut self,
        number: usize,
        clause: &Clause,
        whens: &[When],
        when: &When,
        frame: Frame,
        lengths: &[Length],
        started: Option<&(Point, usize)>,
    ) -> bool {
        let mut end = when.start.clone();
        let counted = self.nth_day(number, when);
        let Some(start) = counted.as_ref().or(started.map(|(start, _)| start)) else {
            return false;
        };
        end.forward(self.published, true);
        let extended = clause_says(self.document, number, &["extended", "prolonged"]);
        let by = lengths.last().map_or(
            u64::from(clause_says(self.document, number, &["day"])),
            |length| length.days,
        );
        if extended && let Some(last) = end.last.checked_add_days(Days::new(by)) {
            end = Point::of(last);
        }
        if end.last < self.published || frame.negated {
            return false;
        }
        let mut spanning = when.clone();
        spanning.start = start.clone();
        spanning.end = Some(end);
        self.ongoing(number, clause, whens, when, &spanning);
        true
    }

    /// "had been due on Thursday; the session has been put back a week": the move stands in a clause without a date.
    pub(super) fn put_back(
        &mut self,
        clauses: &[Clause],
        whens: &[When],
        lengths: &[Length],
        before: usize,
    ) {
        let document = self.document;
        let length = clauses
            .iter()
            .filter(|clause| {
                // "postponed it by a week on Tuesday", the day of the act
                !whens.iter().any(|when| {
                    clause.holds(when.tokens.start) && when.start.first > self.published
                })
            })
            .filter(|clause| {
                clause
                    .tokens()
                    .any(|at| words::is(document, at, words::PUTOFF) && act::moves(document, at))
            })
            .find_map(|clause| {
                lengths
                    .iter()
                    .find(|length| clause.holds(length.tokens.start))
            });
        let (Some(length), Some(draft)) = (length, self.drafts[before..].last_mut()) else {
            return;
        };
        let day = draft.first.checked_add_days(Days::new(length.days));
        if let Some(day) = day.filter(|_| draft.old_plan && draft.first == draft.last) {
            draft.session.was = Some(std::mem::replace(
                &mut draft.session.starts,
                Timex::day(day),
            ));
            draft.session.status = SessionStatus::Postponed;
            (draft.first, draft.last) = (day, day);
        }
    }

    /// The first day of what is "in its third day" today.
    pub(super) fn nth_day(&self, number: usize, when: &When) -> Option<Point> {
        const DAYS: [&str; 6] = ["second", "third", "fourth", "fifth", "sixth", "seventh"];
        let from = self.document.sentences[number].tokens.start;
        let ordinal = (from..when.tokens.start).find(|at| {
            self.document.is(*at, &DAYS)
                && self.document.is(*at + 1, &["day"])
                && self
                    .document
                    .is(at.wrapping_sub(1), &["its", "a", "the", "their"])
        })?;
        let gone = DAYS
            .iter()
            .position(|day| self.document.is(ordinal, &[day]))?;
        let days = Days::new(u64::try_from(gone + 1).ok()?);
        self.published.checked_sub_days(days).map(Point::of)
    }

    /// "gave the bank until 30 April to raise capital": a deadline, named after who has to do what.
    pub(super) fn given_until(&mut self, number: usize, clause: &Clause, when: &When) -> bool {
        let document = self.document;
        let until = when.tokens.start - usize::from(!when.counted);
        let verb = (clause.body.start..until).rev().find(|at| {
            document.is(
                *at,
                &[
                    "have", "has", "had", "gave", "gives", "give", "given", "granted",
                ],
            )
        });
        let Some(verb) = verb.filter(|verb| until - verb <= 8) else {
            return false;
        };
        if !document.is(when.tokens.end, &["to"]) {
            return false;
        }
        let who = if document.is(verb, &["have", "has", "had"]) || verb + 1 == until {
            clause.subject.clone().unwrap_or(clause.body.start..verb)
        } else {
            verb + 1..until
        };
        let what = when.tokens.end..clause.body.end;
        self.deadline(number, clause, when, who, what)
    }

    /// "told the waterworks to fix the leak by 1 March", "was ordered to pay by Friday": a deadline too.
    pub(super) fn told_to(&mut self, number: usize, clause: &Clause, when: &When) -> bool {
        let document = self.document;
        let date = when.tokens.start;
        if !document.is(date.wrapping_sub(1), &["by", "before"]) {
            return false;
        }
        let verb = (clause.body.start..date).rev().find(|at| {
            document.is(
                *at,
                &["told", "ordered", "instructed", "required", "directed"],
            )
        });
        let Some(verb) = verb.filter(|verb| *verb > clause.body.start) else {
            return false;
        };
        let to = (verb + 1..date)
            .take(10)
            .find(|at| document.is(*at, &["to"]));
        // "told reporters he wanted to sign it by Friday" orders nobody.
        let Some(to) = to.filter(|to| {
            !(verb + 1..*to).any(|at| {
                document.is(at, &["he", "she", "it", "they", "we", "i"])
                    || verb::finite(document, at)
            })
        }) else {
            return false;
        };
        let mut when = when.clone();
        when.forward(self.published, true);
        let passive = words::is(document, verb - 1, words::BE | words::PAST | words::HAS)
            || document.is(verb - 1, &["been", "be"]);
        let who = match passive {
            true => clause.subject.clone().unwrap_or(clause.body.start..verb),
            false => verb + 1..to,
        };
        self.deadline(number, clause, &when, who, to..date - 1)
    }

    /// Notes what somebody has to do until a day.
    fn deadline(
        &mut self,
        number: usize,
        clause: &Clause,
        when: &When,
        who: Range<usize>,
        what: Range<usize>,
    ) -> bool {
        let document = self.document;
        let coarse = when
            .start
            .timex()
            .precision()
            .is_none_or(|precision| precision > Precision::Month);
        if coarse || when.last() < self.published {
            return false;
        }
        let mut who = who;
        while who.end > who.start
            && (words::is(document, who.end - 1, words::BE | words::HAS | words::PAST)
                || document.is(who.end - 1, &["been"]))
        {
            who.end -= 1;
        }
        let title = title::of_parts(document, who, what);
        if title.is_empty() {
            return false;
        }
        let place = self.place(clause, &[], when);
        let status = SessionStatus::Scheduled;
        let mut draft = Draft::new(document, number, clause, when, status, title, place);
        self.zone(&mut draft, when);
        self.drafts.push(draft);
        true
    }

    /// "The two-day summit … began on Monday": under way while its days last.
    pub(super) fn under_way(
        &mut self,
        number: usize,
        clause: &Clause,
        whens: &[When],
        start: &Point,
        before: usize,
    ) {
        if self.drafts.len() > before || !self.noun(clause) || start.first != start.last {
            return;
        }
        let Some((_, length)) = self
            .lengths
            .iter()
            .rev()
            .find(|(sentence, length)| sentence + 2 >= number && self.counts_days(length))
        else {
            return;
        };
        let Some(last) = start
            .first
            .checked_add_days(Days::new(length.days.saturating_sub(1)))
        else {
            return;
        };
        if last < self.published || length.days < 2 {
            return;
        }
        let spanning = When::of(clause.body.clone(), start.clone(), Some(Point::of(last)));
        self.ongoing(number, clause, whens, &spanning, &spanning);
    }

    /// Whether a length is how long an event takes: "two-day summit".
    pub(super) fn counts_days(&self, length: &Length) -> bool {
        let from = length.tokens.start;
        let lasts = (from.saturating_sub(3)..from)
            .any(|at| self.document.is(at, &["last", "lasts", "run", "runs"]));
        lasts
            || (length.tokens.end..length.tokens.end + 4)
                .take_while(|at| self.document.kind(*at) == Kind::Word)
                .any(|at| words::is(self.document, at, words::EVENT))
    }

    /// A clock time given later in the sentence belongs to the session of that day.
    pub(super) fn refine(&mut self, when: &When, before: usize) -> bool {
        let (true, Some(_)) = (when.clock_only, when.start.clock) else {
            return false;
        };
        // "people must be indoors by 9 p.m." is another hour.
        if self.document.is(
            when.tokens.start.wrapping_sub(1),
            &["by", "until", "till", "before"],
        ) {
            return false;
        }
        let Some(draft) = self.drafts[before..].last_mut() else {
            return false;
        };
        if draft.first != when.start.first || draft.session.starts.time().is_some() {
            return false;
        }
        draft.session.starts = when.start.timex();
        draft.session.precision = Precision::Minute;
        if let Some(end) = &when.end {
            draft.end(end);
        }
        draft.session.zone = when.zone.or(draft.session.zone);
        true
    }

    /// Notes what is under way as `spanning` says; its date as the article writes it, `written`, gives title and zone.
    fn ongoing(
        &mut self,
        number: usize,
        clause: &Clause,
        whens: &[When],
        written: &When,
        spanning: &When,
    ) {
        let title = self.name(number, clause, whens, written);
        let place = self.place(clause, whens, written);
        let mut draft = Draft::new(
            self.document,
            number,
            clause,
            spanning,
            SessionStatus::Ongoing,
            title,
            place,
        );
        self.zone(&mut draft, written);
        self.drafts.push(draft);
    }
}

/// Whether one of the words stands in the sentence.
fn clause_says(document: &Document, sentence: usize, words: &[&str]) -> bool {
    document
        .sentences
        .get(sentence)
        .is_some_and(|sentence| sentence.tokens.clone().any(|at| document.is(at, words)))
}
