//! Sessions: meetings, hearings, votes, talks, deadlines and launches that an article puts on the calendar.
//!
//! A date that is not past is no session yet: without more, two in three such dates are right. So each sentence is cut into
//! clauses (`clause.rs`), its dates are put together (`when.rs`), and the clause's frame (`frame.rs`) says of each whether it
//! is planned, under way, moved, called off or denied. Only then is a session made, with a title in the article's words
//! (`title.rs`) and a place (`place.rs`). Afterwards what the article tells twice becomes one.
//!
//! Worked example, published on 2 March 2026: "The forum's closing day, set for March 4th, features a Joint Harbour Session
//! on …" has one clause, its date in an aside, a plan, and a programme that gives the title: "Joint Harbour Session",
//! 2026-03-04, scheduled.

pub(in crate::parse) mod clause;
mod draft;
pub(in crate::parse) mod frame;
mod place;
mod title;
pub(in crate::parse) mod when;
pub(in crate::parse) mod words;

use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::block::BlockKind;
use super::date::DateMention;
use super::document::Document;
use crate::article::{Precision, Session, SessionStatus};
use clause::Clause;
use draft::Draft;
use frame::Frame;
use place::Place;
use when::{Length, Point, When};

/// Finds the sessions of an article that was published on a known day. Without that day nothing can be ahead of it.
#[must_use]
pub fn read(
    document: &Document,
    mentions: &[DateMention],
    published: Option<NaiveDate>,
) -> Vec<Session> {
    let Some(published) = published else {
        return Vec::new();
    };
    let mut reader = Reader {
        document,
        published,
        dateline: place::of_dateline(document),
        drafts: Vec::new(),
        lengths: Vec::new(),
    };
    let mut at = 0;
    while at < mentions.len() {
        let sentence = mentions[at].sentence;
        let end = mentions[at..]
            .iter()
            .position(|mention| mention.sentence != sentence)
            .map_or(mentions.len(), |more| at + more);
        if let Some(sentence) = sentence {
            reader.sentence(sentence, &mentions[at..end]);
        }
        at = end;
    }
    draft::sessions(reader.drafts)
}

struct Reader<'a> {
    document: &'a Document<'a>,
    published: NaiveDate,
    dateline: Option<Place>,
    drafts: Vec<Draft>,
    /// Lengths such as "two-day" with their sentences.
    lengths: Vec<(usize, Length)>,
}

impl Reader<'_> {
    fn sentence(&mut self, number: usize, mentions: &[DateMention]) {
        let sentence = &self.document.sentences[number];
        let kind = self.document.blocks[sentence.block].kind;
        if !matches!(kind, BlockKind::Paragraph | BlockKind::Item) {
            return;
        }
        let (mut whens, lengths) = when::whens(self.document, mentions, self.published);
        self.lengths
            .extend(lengths.iter().map(|length| (number, length.clone())));
        let clauses = clause::clauses(self.document, sentence.tokens.clone(), &whens);
        let before = self.drafts.len();
        let mut started: Option<(Point, usize)> = None;
        for at in 0..whens.len() {
            let start = whens[at].tokens.start;
            let Some(inside) = clauses.iter().position(|clause| clause.holds(start)) else {
                continue;
            };
            let clause = &clauses[inside];
            let frame = frame::frame(self.document, clause, &whens[at], &whens);
            if frame.begun
                && whens[at].start.first <= self.published
                && !frame.future
                && !frame.until
            {
                started = Some((whens[at].start.clone(), inside));
                continue;
            }
            self.date(
                number,
                &clauses,
                inside,
                &mut whens,
                at,
                frame,
                &lengths,
                before,
                started.as_ref(),
            );
        }
        if let Some((start, inside)) = started {
            self.under_way(number, &clauses[inside], &whens, &start, before);
        }
    }

    /// Judges one date.
    #[expect(clippy::too_many_arguments, reason = "one sentence's state, used once")]
    fn date(
        &mut self,
        number: usize,
        clauses: &[Clause],
        inside: usize,
        whens: &mut [When],
        at: usize,
        frame: Frame,
        lengths: &[Length],
        before: usize,
        started: Option<&(Point, usize)>,
    ) {
        let clause = &clauses[inside];
        let since = self
            .document
            .is(whens[at].tokens.start.wrapping_sub(1), &["since"]);
        if clause.denied
            || frame.told
            || since
            || self.document.is(whens[at].tokens.end, &["than"])
            || frame.nothing
            || self.logged(&whens[at])
            || self.own_voice(clause)
        {
            return;
        }
        let aside = clause
            .aside
            .as_ref()
            .is_some_and(|aside| aside.contains(&whens[at].tokens.start));
        let earlier = frame.former
            || frame.moved
                && (self.moved_from(clause, whens, at)
                    || aside && self.moved_after(clause, whens, at));
        if !earlier && (frame.ahead_of_now() || frame.old && frame.until) {
            whens[at].forward(self.published, frame.future || frame.plan);
        }
        let when = whens[at].clone();
        // The end of what this sentence has already put on the calendar.
        let closing = frame.until || frame.ends && (clause.shared || clause.relative);
        if closing && self.close(&when, frame, clause, before) {
            return;
        }
        if closing && self.runs_until(number, clause, whens, &when, frame, lengths, started) {
            return;
        }
        if frame.until && self.given_until(number, clause, &when) {
            return;
        }
        if earlier {
            self.drafts
                .push(Draft::former(number, clause, &when, lengths));
            return;
        }
        if when.last() < self.published && !(frame.old || frame.moved) {
            return;
        }
        let rest = &clauses[inside + 1..];
        if self.refine(&when, before) {
            return;
        }
        let Some(status) = self.judge(number, clause, rest, &when, frame) else {
            return;
        };
        let taken = self.drafts[before..]
            .iter()
            .any(|draft| draft.clause == clause.body && draft.former.is_none());
        if taken && !frame.near && !self.listed(&whens[..at], &when) {
            return;
        }
        let named = frame
            .noun
            .and_then(|noun| title::qualified(self.document, clause, &when, noun))
            .or_else(|| self.put_off_name(clause, &when, status))
            .or_else(|| {
                // The clause tells something else: what lies ahead is the event before the date alone.
                if let Some(noun) = frame.noun.filter(|_| !frame.leads) {
                    let event = title::event(self.document, when.tokens.end..noun + 1)?;
                    return Some(title::of_parts(self.document, event, 0..0));
                }
                let certain = frame.future && !frame.inert && !frame.supposed;
                let plain = frame.plan || frame.moved || frame.present || certain;
                let noun = frame.near_at.filter(|_| !plain)?;
                let event = title::event(self.document, clause.body.start..noun + 1)?;
                Some(title::of_parts(self.document, event, 0..0))
            });
        let title = named.unwrap_or_else(|| {
            title::title(
                self.document,
                clause,
                whens,
                &when,
                self.antecedent(number, clause),
            )
        });
        if title.is_empty() {
            return;
        }
        let place = self.place(clause);
        let mut draft = Draft::new(self.document, number, clause, &when, status, title, place);
        draft.session.tentative = frame.maybe || unless(self.document, rest);
        self.zone(&mut draft, &when);
        draft.old_plan = frame.old && !frame.future && !frame.until;
        if !frame.ends
            && let Some(last) = self.lasting(clause, &when, lengths)
        {
            draft.end(&last);
        }
        if status == SessionStatus::Postponed {
            draft.move_by(&when, lengths, frame.until, self.document);
        }
        if frame.ends
            && when.start.clock.is_some()
            && when.end.is_none()
            && !frame::begins(self.document, clause)
            && !clause.shared
            && clause
                .tokens()
                .any(|at| self.document.is(at, &["polls", "polling", "voting"]))
        {
            // "Polls close at 8 p.m. on 7 October": the clock time is the end's.
            draft.session.ends = Some(draft.session.starts.clone());
            draft.session.starts = when.start.value.clone();
        }
        self.drafts.push(draft);
    }

    /// What was moved or called off, where it is the verb's object: "has postponed the hearing" gives the hearing.
    fn put_off_name(&self, clause: &Clause, when: &When, status: SessionStatus) -> Option<String> {
        if !matches!(status, SessionStatus::Postponed | SessionStatus::Cancelled) {
            return None;
        }
        let from = if clause.relative {
            clause.subject.as_ref()?.start
        } else {
            clause.body.start
        };
        let verb = (from..when.tokens.start).find(|at| {
            words::is(self.document, *at, words::PUTOFF | words::CANCEL)
                || self.document.is(*at, &["called"])
        })?;
        let event = title::event(self.document, verb + 1..when.tokens.start)?;
        Some(title::of_parts(self.document, event, 0..0))
    }

    /// The last day of what takes several: "a two-day summit on Monday".
    fn lasting(&self, clause: &Clause, when: &When, lengths: &[Length]) -> Option<Point> {
        if when.end.is_some() || when.start.first != when.start.last || when.start.clock.is_some() {
            return None;
        }
        let length = lengths.iter().find(|length| {
            length.days > 1 && clause.holds(length.tokens.start) && self.counts_days(length)
        })?;
        let days = Days::new(length.days - 1);
        when.start.first.checked_add_days(days).map(Point::of)
    }

    /// What the clause makes of its date; none when it puts nothing on the calendar.
    fn judge(
        &self,
        number: usize,
        clause: &Clause,
        rest: &[Clause],
        when: &When,
        frame: Frame,
    ) -> Option<SessionStatus> {
        if frame.dead && !frame.future {
            return None;
        }
        let ahead = when.last() >= self.published;
        let precision = when.start.timex().precision()?;
        let off = ahead
            && precision <= Precision::Month
            && self.noun(clause)
            && (frame.cancelled && !frame.future || frame.negated);
        if frame.old && !frame.future && !frame.until {
            let before = self.document.sentences[number].tokens.start..clause.body.start;
            let head_off = clause.relative && before.into_iter().any(|at| self.undone(at));
            let own_off = clause
                .tokens()
                .any(|at| at >= when.tokens.end && self.undone(at));
            if self.called_off(number, rest) || off || head_off || own_off {
                return frame.event.then_some(SessionStatus::Cancelled);
            }
            // "A hearing was scheduled for Friday" is a plan, as long as nobody says more; on that day it is none.
            let ahead = when.start.first > self.published || when.start.clock.is_some();
            return (frame.event && ahead && when.start.first >= self.published)
                .then_some(SessionStatus::Scheduled);
        }
        let moved = frame.moved && self.noun(clause);
        if off || moved && self.indefinitely(clause) {
            return Some(SessionStatus::Cancelled);
        }
        if frame.negated || !ahead {
            return None;
        }
        let strong = frame.future || frame.plan || frame.present || moved;
        let today = when.start.first <= self.published && when.last() >= self.published;
        if today && frame.past && !strong {
            return None;
        }
        // "would win in November" is supposed; "the trial would start in January" is what was said of it.
        let certain = !frame.supposed || self.noun(clause) && self.happens(clause);
        let to = self.document.is(
            when.tokens.start.wrapping_sub(1),
            &["to", "for", "until", "till"],
        );
        if moved && precision > Precision::Week && when.end.is_none() && !to {
            return None;
        }
        // In somebody's own words only a plain plan counts.
        let quoted = self.document.stretch_of(when.tokens.start).is_some();
        if quoted && !(self.noun(clause) && (frame.future || frame.plan)) {
            return None;
        }
        let accepted = match precision {
            Precision::Minute | Precision::Day => {
                strong
                    && (!today
                        || frame.future
                        || frame.plan
                        || frame.present
                        || moved
                        || when.start.clock.is_some()
                        || self.noun(clause))
                    && (frame.event && (!frame.inert || frame.near || frame.plan)
                        || !frame.inert && frame.future && !today)
                    || frame.near && !today
            }
            Precision::Week | Precision::Month => {
                strong && frame.event && !frame.inert && certain
                    || frame.near && !frame.past && !today
            }
            Precision::Quarter | Precision::Season => {
                strong && frame.event && !frame.inert && certain
            }
            Precision::Year => {
                moved && !today || strong
                    && frame.noun.is_none()
                    && self.noun(clause)
                    && !frame.inert
                    && !today
                    && (frame.future || self.happens(clause))
            }
        };
        // "expects sales of … this year": what covers today is a stretch, no appointment.
        let vague = today && when.start.first < self.published && when.end.is_none();
        let soon = precision == Precision::Week && frame.future;
        if !accepted || vague && !frame.plan && !soon {
            return None;
        }
        let under_way = when.end.is_some()
            && when.start.first <= self.published
            && when.last() > when.start.first;
        Some(if moved {
            SessionStatus::Postponed
        } else if under_way && when.start.first < self.published {
            SessionStatus::Ongoing
        } else {
            SessionStatus::Scheduled
        })
    }

    /// Whether the clause says that its subject takes place.
    fn happens(&self, clause: &Clause) -> bool {
        clause
            .tokens()
            .any(|at| words::is(self.document, at, words::PLAIN | words::PLAN))
    }

    /// "moved to 14 April from 3 March": the old day, where the new one stands beside it.
    fn moved_from(&self, clause: &Clause, whens: &[When], at: usize) -> bool {
        let lead = |when: &When, words: &[&str]| {
            self.document.is(when.tokens.start.wrapping_sub(1), words)
        };
        whens[at].end.is_none()
            && lead(&whens[at], &["from"])
            && whens.iter().enumerate().any(|(other, when)| {
                other != at && clause.holds(when.tokens.start) && lead(when, &["to", "until"])
            })
    }

    /// "The launch, planned for 1 December, has slipped to early 2026": the new day follows.
    fn moved_after(&self, clause: &Clause, whens: &[When], at: usize) -> bool {
        whens[at + 1..].iter().any(|when| {
            let before = when.tokens.start.saturating_sub(3)..when.tokens.start;
            clause.body.contains(&when.tokens.start)
                && before
                    .into_iter()
                    .any(|at| self.document.is(at, &["to", "until", "till", "for"]))
        })
    }

    /// "8.23pm: …" in a live report.
    fn logged(&self, when: &When) -> bool {
        when.clock_only && self.document.kind(when.tokens.end) == super::token::Kind::Colon
    }

    /// "I start on Friday": what a speaker tells of himself is on nobody's calendar.
    fn own_voice(&self, clause: &Clause) -> bool {
        clause.subject.is_none()
            && clause
                .body
                .clone()
                .find(|at| self.document.kind(*at) == super::token::Kind::Word)
                .is_some_and(|at| {
                // "US President …" is nobody's "us".
                self.document.has(at, super::lexicon::SELF)
                    && (!self.document.tokens[at].upper() || self.document.is(at, &["i"]))
            })
    }

    /// "on Monday and on Thursday": one of several days of one statement.
    fn listed(&self, before: &[When], when: &When) -> bool {
        before.last().is_some_and(|last| {
            let gap = last.tokens.end..when.tokens.start;
            // "on Monday and on Thursday", "the admiral on Tuesday, and the chief of the air staff on Thursday"
            let joined = gap.clone().take(2).any(|at| self.document.is(at, &["and"]));
            let verb = gap.clone().any(|at| clause::finite(self.document, at));
            gap.len() <= 3 && gap.clone().any(|at| self.document.is(at, &["and", ","]))
                || joined && gap.len() <= 9 && !verb && last.last() < when.start.first
        })
    }

    fn noun(&self, clause: &Clause) -> bool {
        clause
            .subject
            .clone()
            .into_iter()
            .flatten()
            .chain(clause.tokens())
            .any(|at| words::is(self.document, at, words::EVENT))
    }

    fn indefinitely(&self, clause: &Clause) -> bool {
        clause
            .tokens()
            .any(|at| self.document.is(at, &["indefinitely", "indefinite"]))
    }

    /// Whether the rest of the sentence or the next one says that it came to nothing.
    fn called_off(&self, number: usize, rest: &[Clause]) -> bool {
        let next = self
            .document
            .sentences
            .get(number + 1)
            .map_or(0..0, |sentence| sentence.tokens.clone());
        rest.iter()
            .flat_map(|clause| clause.tokens())
            .chain(next)
            .any(|at| self.undone(at))
    }

    /// Whether a word says that a plan came to nothing.
    fn undone(&self, at: usize) -> bool {
        words::is(self.document, at, words::UNDONE)
            || self.document.is(at, &["called"]) && self.document.is(at + 1, &["off"])
            || self.document.is(at, &["indefinitely"])
    }

    /// Sets the end of the sentence's last session, if this date can be it.
    fn close(&mut self, when: &When, frame: Frame, clause: &Clause, before: usize) -> bool {
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
        draft.end(&end);
        draft.session.tentative |= frame.maybe;
        true
    }

    /// "which opened in September, runs until 18 January": under way until this date.
    #[expect(clippy::too_many_arguments, reason = "one sentence's state, used once")]
    fn runs_until(
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
        let title = self.name(number, clause, whens, when);
        let place = self.place(clause);
        let mut draft = Draft::new(
            self.document,
            number,
            clause,
            &spanning,
            SessionStatus::Ongoing,
            title,
            place,
        );
        self.zone(&mut draft, when);
        self.drafts.push(draft);
        true
    }

    /// The first day of what is "in its third day" today.
    fn nth_day(&self, number: usize, when: &When) -> Option<Point> {
        const DAYS: [&str; 6] = ["second", "third", "fourth", "fifth", "sixth", "seventh"];
        let from = self.document.sentences[number].tokens.start;
        let ordinal = (from..when.tokens.start).find(|at| {
            self.document.is(*at, &DAYS)
                && self.document.is(*at + 1, &["day"])
                && self.document.is(at.wrapping_sub(1), &["its", "a", "the", "their"])
        })?;
        let gone = DAYS
            .iter()
            .position(|day| self.document.is(ordinal, &[day]))?;
        let days = Days::new(u64::try_from(gone + 1).ok()?);
        self.published.checked_sub_days(days).map(Point::of)
    }

    /// "gave the bank until 30 April to raise capital": a deadline, named after who has to do what.
    fn given_until(&mut self, number: usize, clause: &Clause, when: &When) -> bool {
        let document = self.document;
        let until = when.tokens.start - 1;
        let verb = (clause.body.start..until).rev().find(|at| {
            document.is(
                *at,
                &["have", "has", "had", "gave", "gives", "give", "given", "granted"],
            )
        });
        let Some(verb) = verb.filter(|verb| until - verb <= 8) else {
            return false;
        };
        if !document.is(when.tokens.end, &["to"])
            || when.last() < self.published
            || when
                .start
                .timex()
                .precision()
                .is_none_or(|precision| precision > Precision::Month)
        {
            return false;
        }
        let who = if document.is(verb, &["have", "has", "had"]) || verb + 1 == until {
            clause.subject.clone().unwrap_or(clause.body.start..verb)
        } else {
            verb + 1..until
        };
        let title = title::of_parts(document, who, when.tokens.end..clause.body.end);
        if title.is_empty() {
            return false;
        }
        let place = self.place(clause);
        let status = SessionStatus::Scheduled;
        let mut draft = Draft::new(document, number, clause, when, status, title, place);
        self.zone(&mut draft, when);
        self.drafts.push(draft);
        true
    }

    /// "The two-day summit … began on Monday": under way while its days last.
    fn under_way(
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
        let spanning = When {
            tokens: clause.body.clone(),
            start: start.clone(),
            end: Some(Point::of(last)),
            zone: None,
            letters: None,
            clock_only: false,
            counted: false,
        };
        let title = self.name(number, clause, whens, &spanning);
        let place = self.place(clause);
        let mut draft = Draft::new(
            self.document,
            number,
            clause,
            &spanning,
            SessionStatus::Ongoing,
            title,
            place,
        );
        self.zone(&mut draft, &spanning);
        self.drafts.push(draft);
    }

    /// The title of what is under way: its name alone, where the clause's subject is one.
    fn name(&self, number: usize, clause: &Clause, whens: &[When], when: &When) -> String {
        let mut named = clause.clone();
        let event = clause.subject.as_ref().is_some_and(|subject| {
            subject
                .clone()
                .any(|at| words::is(self.document, at, words::EVENT))
        });
        if event {
            named.body = clause.body.start..clause.body.start;
        }
        title::title(
            self.document,
            &named,
            whens,
            when,
            self.antecedent(number, clause),
        )
    }

    /// Whether a length is how long an event takes: "two-day summit".
    fn counts_days(&self, length: &Length) -> bool {
        (length.tokens.end..length.tokens.end + 4)
            .take_while(|at| self.document.kind(*at) == super::token::Kind::Word)
            .any(|at| words::is(self.document, at, words::EVENT))
    }

    /// A clock time given later in the sentence belongs to the session of that day.
    fn refine(&mut self, when: &When, before: usize) -> bool {
        let (true, Some(_)) = (when.clock_only, when.start.clock) else {
            return false;
        };
        // "people must be indoors by 9 p.m." is another hour.
        if self
            .document
            .is(when.tokens.start.wrapping_sub(1), &["by", "until", "till", "before"])
        {
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

    fn place(&self, clause: &Clause) -> Option<Place> {
        place::named(self.document, clause.body.clone())
            .or_else(|| place::named(self.document, clause.aside.clone()?))
            .or_else(|| place::named(self.document, clause.subject.clone()?))
            .or_else(|| self.dateline.clone())
    }

    fn zone(&self, draft: &mut Draft, when: &When) {
        let near = draft
            .session
            .zone
            .or(self.dateline.as_ref().and_then(|place| place.zone));
        let said = when
            .letters
            .as_deref()
            .and_then(|letters| place::letters(letters, near, when.zone, draft.first))
            .or(when.zone);
        let same_day = self
            .drafts
            .last()
            .filter(|last| last.said_zone.is_some() && last.first == draft.first);
        // "2 p.m. (0200 GMT)" in Wellington: the place's own zone, where its clocks say the same.
        let said = said.map(|zone| place::own(zone, near, draft.first));
        draft.said_zone = said.or_else(|| same_day.and_then(|last| last.said_zone));
        draft.session.zone = draft.said_zone.or(draft.session.zone);
    }

    /// What a pronoun at a clause's head stands for: the subject of the sentence before.
    fn antecedent(&self, number: usize, clause: &Clause) -> Option<Range<usize>> {
        let pronoun = title::pronoun(self.document, &clause.body)?;
        if let Some(reporter) = &clause.reporter {
            return Some(reporter.clone());
        }
        // "has postponed the hearing; it is now set for Monday": what is set is the event.
        let own = &self.document.sentences[number].tokens;
        let set = (pronoun + 1..clause.body.end.min(pronoun + 6))
            .find(|at| {
                words::is(self.document, *at, words::PLAN | words::PLAIN | words::PUTOFF)
                    && !self.document.is(*at, &["be", "been", "go", "goes", "run", "runs"])
            });
        if set.is_some() && self.document.is(pronoun, &["it", "they"]) {
            let before = number
                .checked_sub(1)
                .map(|before| self.document.sentences[before].tokens.clone());
            let event = title::event(self.document, own.start..clause.body.start)
                .or_else(|| title::event(self.document, before?));
            if event.is_some() {
                return event;
            }
        }
        let before = &self.document.sentences[number.checked_sub(1)?];
        let end = before.tokens.clone().find(|at| {
            clause::finite(self.document, *at)
                || self.document.has(*at, super::lexicon::CUE)
                || words::is(self.document, *at, words::BEGUN)
                || *at > before.tokens.start + 1
                    && self.document.word(*at).ends_with("ed")
                    && !self.document.tokens[*at].capital()
        })?;
        (end > before.tokens.start && end - before.tokens.start <= 14)
            .then_some(before.tokens.start..end)
    }
}

/// Whether one of the words stands in the sentence.
fn clause_says(document: &Document, sentence: usize, words: &[&str]) -> bool {
    document
        .sentences
        .get(sentence)
        .is_some_and(|sentence| sentence.tokens.clone().any(|at| document.is(at, words)))
}

/// Whether the sentence goes on with "unless" or "if".
fn unless(document: &Document, rest: &[Clause]) -> bool {
    rest.iter().any(|clause| {
        clause.body.start > 0 && document.is(clause.body.start - 1, &["unless", "if", "provided"])
    })
}
