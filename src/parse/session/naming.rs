//! Naming: what a session is called where its clause alone does not say it, where it is and by whose clocks.

use std::ops::Range;

use super::super::lexicon;
use super::clause::Clause;
use super::draft::Draft;
use super::place::{self, Place};
use super::when::When;
use super::{Reader, title, verb, words};
use crate::article::SessionStatus;

impl Reader<'_> {
    /// What was moved or called off, where it is the verb's object: "has postponed the hearing" gives the hearing.
    pub(super) fn put_off_name(
        &self,
        clause: &Clause,
        when: &When,
        status: SessionStatus,
    ) -> Option<String> {
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

    /// The title of what is under way: its name alone, where the clause's subject is one.
    pub(super) fn name(
        &self,
        number: usize,
        clause: &Clause,
        whens: &[When],
        when: &When,
    ) -> String {
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

    pub(super) fn place(&self, clause: &Clause) -> Option<Place> {
        place::named(self.document, clause.body.clone())
            .or_else(|| place::named(self.document, clause.aside.clone()?))
            .or_else(|| place::named(self.document, clause.subject.clone()?))
            .or_else(|| self.dateline.clone())
    }

    pub(super) fn zone(&self, draft: &mut Draft, when: &When) {
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
    pub(super) fn antecedent(&self, number: usize, clause: &Clause) -> Option<Range<usize>> {
        let pronoun = title::pronoun(self.document, &clause.body)?;
        if let Some(reporter) = &clause.reporter {
            return Some(reporter.clone());
        }
        // "has postponed the hearing; it is now set for Monday": what is set is the event.
        let own = &self.document.sentences[number].tokens;
        let set = (pronoun + 1..clause.body.end.min(pronoun + 6)).find(|at| {
            words::is(
                self.document,
                *at,
                words::PLAN | words::PLAIN | words::PUTOFF,
            ) && !self
                .document
                .is(*at, &["be", "been", "go", "goes", "run", "runs"])
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
            verb::finite(self.document, *at)
                || self.document.has(*at, lexicon::CUE)
                || words::is(self.document, *at, words::BEGUN)
                || *at > before.tokens.start + 1
                    && self.document.word(*at).ends_with("ed")
                    && !self.document.tokens[*at].capital()
        })?;
        (end > before.tokens.start && end - before.tokens.start <= 14)
            .then_some(before.tokens.start..end)
    }
}
