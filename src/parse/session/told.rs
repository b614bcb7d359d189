//! Days told from another session: "two days after the vote", once the vote's day is known; the hour of what the sentence
//! before told.

use chrono::{Datelike, Days, NaiveDate};

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::clause::Clause;
use super::frame::Frame;
use super::when::{Length, Point, When};
use super::words::{self, EVENT};
use super::{Reader, verb};
use crate::article::{Precision, SessionStatus};

impl Reader<'_> {
    /// Remembers an anniversary's day: "It is a year on Tuesday since the flood. Bells will be rung at noon."
    pub(super) fn mark(&mut self, number: usize, when: &When, frame: Frame) {
        if when.start.weekday.is_none() {
            return;
        }
        let ago = when.tokens.start.wrapping_sub(2);
        if frame.dead || frame.nothing || self.document.is(ago, &["ago"]) {
            let mut day = when.start.clone();
            day.forward(self.published, false);
            self.marked = Some((number, day.first));
        }
    }

    /// "The islands vote on Sunday. Polls open at 8 a.m.": an hour by itself is of the day told right before.
    pub(super) fn hours(&mut self, number: usize, whens: &mut Vec<When>, clauses: &[Clause]) {
        if !whens.iter().all(|when| when.clock_only) {
            return;
        }
        let told = self.drafts.last_mut().filter(|draft| {
            draft.sentence + 1 == number
                && draft.first == draft.last
                && draft.first > self.published
                && draft.session.status == SessionStatus::Scheduled
                && draft.session.starts.time().is_none()
        });
        let marked = self.marked.filter(|(at, _)| at + 1 == number);
        let day = told.as_ref().map(|draft| draft.first);
        let Some(day) = day.or(marked.map(|(_, day)| day)) else {
            return;
        };
        for when in whens.iter_mut() {
            let begins = clauses.iter().any(|clause| {
                clause.holds(when.tokens.start)
                    && clause.tokens().any(|at| {
                        words::is(self.document, at, words::BEGIN | words::END)
                            && verb::is_verb(self.document, at)
                    })
            });
            if begins || told.is_none() || is_at(self.document, when) {
                when.start.set_day(day);
                if let Some(end) = &mut when.end {
                    end.set_day(day);
                }
            }
        }
        // "Kick-off is at 5 p.m." is the hour of the match.
        if let (Some(draft), [when]) = (told, whens.as_slice())
            && is_at(self.document, when)
        {
            draft.session.starts = when.start.timex();
            draft.session.precision = Precision::Minute;
            draft.session.zone = when.zone.or(draft.session.zone);
            whens.clear();
        }
    }

    /// Adds the days that the sentence counts from a session of the sentences before it.
    pub(super) fn told_from(&self, whens: &mut Vec<When>, lengths: &[Length]) {
        let before = whens.len();
        for length in lengths {
            let Some((noun, back)) = told_noun(self.document, length) else {
                continue;
            };
            let day = self.day_of(noun).and_then(|day| match back {
                true => day.checked_sub_days(Days::new(length.days)),
                false => day.checked_add_days(Days::new(length.days)),
            });
            let Some(day) = day.filter(|day| *day >= self.published) else {
                continue;
            };
            let tokens = length.tokens.start..noun + 1;
            whens.push(When::of(tokens, Point::of(day), None));
        }
        if whens.len() > before {
            whens.sort_by_key(|when| when.tokens.start);
        }
    }

    /// "had been planned for 3 March but will now be held a week later": on the 10th, where dates alone give a week.
    pub(super) fn weeks_later(&self, whens: &mut [When], at: usize) {
        let document = self.document;
        let end = whens[at].tokens.end;
        let weeks = document.is(end.wrapping_sub(1), &["later"])
            && document.is(end.wrapping_sub(2), &["week", "weeks", "fortnight"]);
        let base = whens[..at]
            .iter()
            .rev()
            .map(|when| &when.start)
            .find(|start| start.first == start.last)
            .map(|start| start.first);
        let Some(base) = base.filter(|_| weeks && whens[at].weeks()) else {
            return;
        };
        let into = u64::from(base.weekday().num_days_from_monday());
        if let Some(day) = whens[at].start.first.checked_add_days(Days::new(into)) {
            whens[at].start.set_day(day);
        }
    }

    /// The day of the last session told so far that the noun names.
    fn day_of(&self, noun: usize) -> Option<NaiveDate> {
        let word = self.document.word(noun);
        self.drafts
            .iter()
            .rev()
            .find(|draft| {
                let stands = matches!(
                    draft.session.status,
                    SessionStatus::Scheduled | SessionStatus::Postponed
                );
                let mut words = draft.session.title.split(|c: char| !c.is_alphanumeric());
                stands
                    && draft.session.precision <= Precision::Day
                    && words.any(|named| named.eq_ignore_ascii_case(word))
            })
            .map(|draft| draft.last)
    }
}

/// The noun of the calendar that a length is counted from, and whether backwards.
fn told_noun(document: &Document, length: &Length) -> Option<(usize, bool)> {
    let way = length.tokens.end;
    let back = document.is(way, &["before"]);
    if !back && !document.is(way, &["after"]) || !document.has(way + 1, lexicon::DETERMINER) {
        return None;
    }
    let noun = (way + 2..way + 6)
        .take_while(|at| document.kind(*at) == Kind::Word)
        .find(|at| words::is(document, *at, EVENT))?;
    Some((noun, back))
}

/// Whether "is" stands before an hour.
fn is_at(document: &Document, when: &When) -> bool {
    let at = when.tokens.start;
    let lead = usize::from(document.is(at.wrapping_sub(1), &["at"]));
    document.is(at.wrapping_sub(1 + lead), &["is"])
}
