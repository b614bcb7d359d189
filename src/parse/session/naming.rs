//! Naming: what a session is called where its clause alone does not say it, where it is and by whose clocks.

use std::ops::Range;

use super::super::lexicon;
use super::super::token::Kind;
use super::clause::Clause;
use super::draft::Draft;
use super::place::{self, Place};
use super::when::When;
use super::{Reader, share, title, verb, words};
use crate::article::SessionStatus;

impl Reader<'_> {
    /// What somebody called or fixed: "has called a snap election for 23 November", "fixed 15 May for the trial".
    pub(super) fn called_name(&self, clause: &Clause, when: &When) -> Option<String> {
        let document = self.document;
        let date = &when.tokens;
        let verb = clause
            .body
            .clone()
            .take_while(|at| *at < date.start)
            .find(|at| {
                document.is(
                    *at,
                    &[
                        "called", "calls", "fixed", "fixes", "set", "sets", "named", "names",
                        "chose", "picked",
                    ],
                ) && !words::is(document, at.wrapping_sub(1), words::BE | words::PAST)
                    && !document.is(at.wrapping_sub(1), &["been", "be"])
            })?;
        let tokens = if document.is(date.start - 1, &["for", "on"]) && verb + 2 < date.start {
            verb + 1..date.start - 1
        } else if document.is(date.end, &["for", "as"]) {
            date.end + 1..clause.body.end.min(date.end + 8)
        } else {
            return None;
        };
        let fixed = tokens.start > date.end;
        let event = title::event(document, tokens)?;
        // "has called a rally" says more than "rally".
        (fixed || event.len() > 1).then(|| title::of_parts(document, event, 0..0))
    }

    /// What was moved, extended or called off, where it is the verb's object: "has postponed the hearing" gives the
    /// hearing, "adjourned the case against the brothers" the case.
    pub(super) fn put_off_name(
        &self,
        clause: &Clause,
        whens: &[When],
        when: &When,
        status: SessionStatus,
    ) -> Option<String> {
        let document = self.document;
        let off = matches!(status, SessionStatus::Postponed | SessionStatus::Cancelled);
        let from = if clause.relative || clause.shared {
            clause.subject.as_ref().unwrap_or(&clause.body).start
        } else {
            clause.body.start
        };
        let verb = (from..when.tokens.start).find(|at| {
            words::is(document, *at, words::EXTEND)
                || off
                    && (words::is(document, *at, words::PUTOFF | words::CANCEL | words::UNDONE)
                        || document.is(*at, &["called", "putting"]))
        })?;
        // "adjourned on Thursday until Monday"
        let mut end = whens
            .iter()
            .filter(|when| document.kind(when.tokens.end) != Kind::Possessive)
            .map(|when| when.tokens.start)
            .find(|start| *start > verb)
            .unwrap_or(when.tokens.start);
        while end > verb + 1 && words::is(document, end - 1, words::GLUE) {
            end -= 1;
        }
        if let Some(event) = title::event(document, verb + 1..end) {
            return Some(title::of_parts(document, event, 0..0));
        }
        // "has put off until 15 January its decision on the takeover"
        if document.is(
            when.tokens.end,
            &["the", "its", "his", "her", "their", "a", "an"],
        ) {
            return Some(title::of_parts(
                document,
                when.tokens.end + 1..clause.body.end,
                0..0,
            ));
        }
        // Whatever is adjourned is a sitting of some kind.
        let object = words::is(document, verb, words::EXTEND)
            && (verb + 1..end).any(|at| document.kind(at) == Kind::Word);
        object.then(|| title::of_parts(document, verb + 1..end, 0..0))
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

    pub(super) fn place(&self, clause: &Clause, whens: &[When], when: &When) -> Option<Place> {
        // "to Leeds on Thursday and to York on Saturday": each has its own.
        let shared = share::of(self.document, &clause.body, whens, when);
        let here = match shared {
            Some(tokens) => tokens
                .chunk_by(|a, b| a + 1 == *b)
                .rev()
                .find_map(|run| place::named(self.document, run[0]..run[0] + run.len())),
            None => place::named(self.document, clause.body.clone()),
        };
        // "The film, shown in Venice in May, comes to cinemas on 26 December": Venice is May's.
        let aside = clause.aside.clone().filter(|aside| {
            let dates = || {
                whens
                    .iter()
                    .filter(|when| aside.contains(&when.tokens.start))
            };
            dates().all(|dated| dated.tokens == when.tokens)
        });
        here.or_else(|| place::named(self.document, aside?))
            .or_else(|| place::named(self.document, clause.subject.clone()?))
            .or_else(|| {
                self.dateline
                    .clone()
                    .filter(|_| !self.named_subject(clause))
            })
    }

    /// Whether the clause speaks of somebody by name: "The Orient Bank will vote" need not be where the article was written,
    /// but "the council will vote" is.
    fn named_subject(&self, clause: &Clause) -> bool {
        let subject = clause.subject.clone().unwrap_or_else(|| {
            let body = clause.body.clone();
            let verb = body.clone().find(|at| {
                verb::finite(self.document, *at) || words::is(self.document, *at, words::WILL)
            });
            body.start..verb.unwrap_or(body.end)
        });
        let name = |at: &usize| {
            let token = &self.document.tokens[*at];
            token.is_word() && token.capital() && !self.document.has(*at, lexicon::CALENDAR)
        };
        // A sentence's first word is no name for its capital; the name of an event is nobody's.
        let mut names = subject.skip(1).filter(name).peekable();
        names.peek().is_some() && !names.any(|at| words::is(self.document, at, words::EVENT))
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
        // "The agency ruled that he must leave": an organisation is no "he".
        let he = self.document.is(pronoun, &["he", "she"]);
        let reporter = clause.reporter.clone().map(|reporter| {
            // "In a letter to the king, Holm said he …"
            let comma = reporter
                .clone()
                .rev()
                .find(|at| self.document.kind(*at) == Kind::Comma);
            match comma.filter(|comma| comma + 1 < reporter.end) {
                Some(comma) => comma + 1..reporter.end,
                None => reporter,
            }
        });
        let reporter = reporter.filter(|reporter| {
            let mut reporter = reporter.clone();
            !he || !reporter.any(|at| self.document.has(at, lexicon::ORGANISATION))
        });
        if reporter.is_some() {
            return reporter;
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
        // "… and it will now restart on 1 September"
        let now = (pronoun + 1..clause.body.end.min(pronoun + 5))
            .any(|at| self.document.is(at, &["now"]));
        if (set.is_some() || now) && self.document.is(pronoun, &["it", "they"]) {
            let before = number
                .checked_sub(1)
                .map(|before| self.document.sentences[before].tokens.clone());
            let event = title::event(self.document, own.start..clause.body.start)
                .or_else(|| title::event(self.document, before?));
            if event.is_some() {
                return event;
            }
        }
        // "Mr Dunn was to have spoken on Monday, but he will now speak on Friday"
        let here = self.subject_of(own.start..clause.body.start);
        let other = here
            .clone()
            .is_some_and(|here| here.len() > 1 && title::pronoun(self.document, &here).is_none());
        if other && self.document.is(pronoun, &["he", "she", "they"]) {
            return here;
        }
        let before = &self.document.sentences[number.checked_sub(1)?];
        let subject = self.subject_of(before.tokens.clone());
        if !he {
            return subject;
        }
        let (own, other) = match self.document.is(pronoun, &["he"]) {
            true => (lexicon::MALE, lexicon::FEMALE),
            false => (lexicon::FEMALE, lexicon::MALE),
        };
        let wrong = |range: &Range<usize>| {
            let gender = |classes| range.clone().any(|at| self.document.has(at, classes));
            gender(other) && !gender(own)
        };
        let subject = subject.filter(|subject| !wrong(subject));
        // "The board will choose a successor to Hugh Pallan. He leaves in July": he is somebody with a name.
        let capital =
            |at: usize| self.document.kind(at) == Kind::Word && self.document.tokens[at].capital();
        let named = subject.clone().is_some_and(|mut subject| {
            // "Holm is …": one word alone at the head is a name.
            subject.len() == 1 && capital(subject.start)
                || subject.any(|at| at > before.tokens.start && capital(at))
        });
        if named {
            return subject;
        }
        let mut names: Vec<Range<usize>> = Vec::new();
        for at in before.tokens.clone().skip(1).filter(|at| capital(*at)) {
            match names.last_mut().filter(|name| name.end == at) {
                Some(name) => name.end = at + 1,
                None => names.push(at..at + 1),
            }
        }
        let person = |name: &Range<usize>| {
            let gender = |classes| name.clone().any(|at| self.document.has(at, classes));
            let role = self
                .document
                .has(name.start - 1, lexicon::ROLE | lexicon::TITLE)
                || self
                    .document
                    .has(name.start, lexicon::ROLE | lexicon::TITLE);
            name.len() > 1 && (gender(own) || role && !gender(other))
        };
        // "The minister … He will": the subject, if it is anybody.
        let anybody = subject.filter(|subject| {
            subject.clone().any(|at| {
                self.document
                    .has(at, lexicon::ROLE | lexicon::PERSON_NOUN | lexicon::TITLE)
            })
        });
        names.into_iter().rev().find(person).or(anybody)
    }

    /// The subject of a sentence: the words before its verb.
    fn subject_of(&self, sentence: Range<usize>) -> Option<Range<usize>> {
        let end = sentence.clone().find(|at| {
            verb::finite(self.document, *at)
                || self.document.has(*at, lexicon::CUE)
                || words::is(self.document, *at, words::BEGUN)
                || *at > sentence.start
                    && self.document.word(*at).ends_with("ed")
                    && !self.document.tokens[*at].capital()
        })?;
        (end > sentence.start && end - sentence.start <= 14).then_some(sentence.start..end)
    }
}
