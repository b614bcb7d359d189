//! Conjunctions: the words at which one clause may end and the next begin, for [`super::cut`].
//!
//! `that`, `which`, `and`, `but`, `because`, and a verb of speech with a statement after it.

use super::super::lexicon;
use super::super::token::Kind;
use super::act::planned;
use super::cut::{Cutter, any};
use super::verb::{finite, like_present};
use super::words::{self, BE, CANCEL, DENY, EVENT, HAS, JOINT, PAST, PLAN, TURN, VERB, WILL};

impl Cutter<'_> {
    pub(super) fn word(&mut self, at: usize, end: usize) -> usize {
        let document = self.document;
        let reports = words::reports(document, at);
        // Most words are neither, and no question below is about them.
        if !reports && !words::is(document, at, TURN | JOINT) {
            return at + 1;
        }
        if at > self.start && reports && self.speaks(at, end) {
            let reporter = self.start..at;
            self.cut(at + 1, at + 1);
            // "denied reports that it would", "denied it would"
            let question = document.word(at).starts_with("ask")
                && (at + 1..end.min(at + 6))
                    .any(|i| document.is(i, &["how", "whether", "what", "why", "if", "when"]));
            self.next.denied = words::is(document, at, DENY) || question;
            self.next.reporter = Some(reporter);
            // "told reporters that he would", "told parliament it would": the hearer is no part of it.
            let statement = (at + 2..end.min(at + 5))
                .take_while(|i| document.kind(*i) == Kind::Word && !finite(document, *i))
                .find(|i| document.is(*i, &["that", "he", "she", "it", "they"]));
            if let Some(statement) = statement.filter(|_| document.has(at, lexicon::CUE_TELL)) {
                self.start = statement + usize::from(document.is(statement, &["that"]));
                return self.start.max(at + 1);
            }
            return at + 1;
        }
        if let Some(close) = self.resumes(at, end) {
            let main = self.start..at;
            let subject = self.noun_before(at);
            self.cut(at, at + 1);
            self.next.subject = Some(subject);
            self.next.relative = true;
            self.inner(close);
            self.next.subject = Some(main);
            self.next.shared = true;
            self.start = close;
            return close;
        }
        if document.is(at, &["that"]) {
            let from = at.saturating_sub(6).max(self.start);
            let said = (from..at).any(|i| {
                words::reports(document, i)
                    || document.has(i, lexicon::CUE_ING)
                    || words::is(document, i, DENY)
            });
            let after_report = at == self.start && !self.out.is_empty();
            let inside = (at + 1..end.min(at + 5)).any(|i| words::reports(document, i));
            // "will be decided by a ballot that closes on 4 May"
            let event = at > self.start
                && words::is(document, at - 1, EVENT)
                && words::is(document, at + 1, VERB | words::END | words::BEGUN)
                && document.word(at + 1).ends_with('s');
            if event || inside && at > self.start {
                // "talks that her aides said could last until Thursday"
                let subject = self.noun_before(at);
                self.cut(at, at + 1);
                self.next.subject = Some(subject);
                self.next.relative = true;
            } else if said || after_report {
                let denied =
                    self.next.denied || any(document, self.seen(at), |d, i| words::is(d, i, DENY));
                let cue = (from..at).find(|i| words::reports(document, *i));
                let reporter = match self.next.reporter.take().filter(|_| at == self.start) {
                    None => cue
                        .filter(|cue| *cue > self.start)
                        .map(|cue| self.start..cue),
                    reporter => reporter,
                };
                self.cut(at, at + 1);
                self.next.denied = denied;
                self.next.reporter = reporter;
            } else if at > self.start + 1
                && (words::is(document, at - 1, EVENT)
                    && words::is(document, at + 1, VERB | words::END | words::BEGUN)
                    || any(document, at + 1..end.min(at + 8), |d, i| {
                        words::is(d, i, WILL | BE | PAST | HAS)
                    }))
            {
                let subject = self.noun_before(at);
                let denied = self.next.denied;
                self.cut(at, at + 1);
                self.next.subject = Some(subject);
                self.next.relative = true;
                self.next.denied = denied;
            }
            return at + 1;
        }
        if at > self.start
            && document.is(at, &["who", "which", "whose"])
            && document.kind(at - 1) == Kind::Word
            && !document.is(at - 1, &["in", "of", "at", "to", "for", "on", "and"])
        {
            let subject = self.noun_before(at);
            self.cut(at, at + 1);
            self.next.subject = Some(subject);
            self.next.relative = true;
            return at + 1;
        }
        if document.is(at, &["and", "but", "or"]) && at > self.start {
            let next = at + 1;
            if document.is(next, &["that"]) {
                let denied = self.next.denied;
                self.cut(at, next + 1);
                self.next.denied = denied;
                return next + 1;
            }
            // "gave both sides a week and said she would rule on Friday"
            if words::reports(document, next) && self.has_verb(at) && self.speaks(next, end) {
                let reporter = self.subject(at);
                self.cut(at, next + 1);
                self.next.reporter = reporter;
                return next + 1;
            }
            let verb = finite(document, next)
                || words::is(document, next, CANCEL | VERB)
                    && !words::is(document, next, EVENT)
                    && !document.tokens.get(next).is_some_and(|t| t.capital());
            // "The house rises on 4 May and sits again on 9 June": "rises" is a verb, too.
            let present = || any(document, self.start + 1..at, like_present);
            if verb && (self.has_verb(at) || present()) {
                let subject = self.subject(at);
                let denied = self.next.denied;
                self.cut(at, next);
                self.next.subject = subject;
                self.next.shared = true;
                self.next.denied = denied;
                return next;
            }
            // "between Osk and Lund to 29 March after three players fell ill": the verb is another clause's.
            let stop = (next..end.min(next + 12))
                .find(|i| {
                    matches!(
                        document.kind(*i),
                        Kind::Comma | Kind::Semicolon | Kind::Stop
                    ) || *i > next && words::is(document, *i, JOINT)
                })
                .unwrap_or(end.min(next + 12));
            if self.has_verb(at) && any(document, next..stop, finite) {
                self.cut(at, next);
                return next;
            }
            if document.is(at, &["but"]) {
                self.cut(at, next);
            }
            return next;
        }
        // "before travelling on to Lund on Monday"
        let ing = document.word(at + 1).ends_with("ing")
            && words::of_verb(document, at + 1, VERB)
            && document.kind(at + 1) == Kind::Word;
        if document.is(at, &["before"]) && ing && at > self.start && self.has_verb(at) {
            let subject = self.subject(at);
            let planned = !any(document, self.seen(at), |d, i| {
                words::is(d, i, PAST | HAS) || super::act::past_form(d, i)
            });
            self.cut(at, at + 1);
            self.next.subject = subject;
            self.next.shared = true;
            self.next.attached = planned;
            return at + 1;
        }
        // "It is not clear whether the meeting will go ahead"
        let open = document.is(at, &["whether"])
            && document.is(
                at.wrapping_sub(1),
                &[
                    "clear",
                    "unclear",
                    "certain",
                    "uncertain",
                    "known",
                    "decided",
                    "doubtful",
                ],
            );
        if open && at > self.start {
            self.cut(at, at + 1);
            return at + 1;
        }
        // "Asked whether he would go": nobody says that he will.
        let asked = document.is(at, &["asked"]) && document.is(at + 1, &["whether", "if", "about"]);
        if at == self.start && (document.is(at, &["if"]) || asked) {
            self.next.denied = true;
        }
        if at > self.start
            && words::is(document, at, JOINT)
            && !document.is(at, &["until"])
            && (!document.is(at, &["before", "after"])
                || !self.names(at) && self.opens_statement(at, end))
        {
            // "was moved because of the cold but will still begin": the cause has no verb, the subject goes on.
            let cause = document.is(at, &["because"]) && document.is(at + 1, &["of"]);
            let subject = self.subject(at).filter(|_| cause);
            self.cut(at, at + 1);
            self.next.subject = subject;
            // What would be "if" is on no calendar.
            self.next.denied = document.is(at, &["if"]);
        }
        at + 1
    }

    /// Whether a verb of speech has a statement after it without "that": "said it would hear the case".
    pub(super) fn speaks(&self, at: usize, end: usize) -> bool {
        let document = self.document;
        let next = at + 1;
        // "announced Friday that …": the day of the saying comes first.
        if self.whens.iter().any(|when| when.tokens.contains(&next)) {
            return false;
        }
        let opens = document
            .tokens
            .get(next)
            .is_some_and(|t| t.kind == Kind::Word)
            && !document.is(
                next,
                &[
                    "to", "that", "on", "in", "by", "at", "for", "of", "and", "but", "with", "as",
                ],
            )
            && !words::is(document, next, WILL | BE | PAST | HAS | PLAN);
        // "denied the charges on Monday and is due back in court": the verb behind "and" is the speaker's own.
        let stop = (next..end.min(next + 10))
            .find(|i| {
                matches!(
                    document.kind(*i),
                    Kind::Comma | Kind::Semicolon | Kind::Stop
                ) || document.is(*i, &["and"]) && finite(document, *i + 1)
            })
            .unwrap_or(end.min(next + 10));
        opens
            && any(document, next..stop, |d, i| {
                words::is(d, i, WILL | BE | PAST | HAS) || planned(d, i)
            })
    }

    /// Where the sentence goes on after a clause that hangs on its subject without commas and ends with a date: "Exams that
    /// were to be held on Friday | have been moved to Monday".
    fn resumes(&self, at: usize, end: usize) -> Option<usize> {
        let document = self.document;
        let hangs = at > self.start
            && document.is(at, &["that", "which", "who"])
            && !self.has_verb(at)
            && any(document, self.start..at, |d, i| words::is(d, i, EVENT));
        let close = self
            .whens
            .iter()
            .filter(|_| hangs)
            .map(|when| when.tokens.end)
            .find(|close| (at + 2..end.min(at + 16)).contains(close))?;
        let plain = (at..close).all(|i| document.kind(i) != Kind::Comma);
        (plain
            && words::is(document, close, WILL | BE | PAST | HAS)
            && any(document, at + 1..close, |d, i| {
                words::is(d, i, WILL | BE | PAST | HAS)
            }))
        .then_some(close)
    }

    /// Whether only a session's name stands before it: "the hearing before the tribunal has been moved".
    fn names(&self, at: usize) -> bool {
        !self.has_verb(at) && any(self.document, self.start..at, |d, i| words::is(d, i, EVENT))
    }

    /// Whether "before" or "after" begins a clause with a verb.
    pub(super) fn opens_statement(&self, at: usize, end: usize) -> bool {
        let stop = (at + 1..end.min(at + 9))
            .find(|i| {
                matches!(
                    self.document.kind(*i),
                    Kind::Comma | Kind::Semicolon | Kind::Stop
                ) || self.document.is(*i, &["and", "but"]) && finite(self.document, i + 1)
            })
            .unwrap_or(end.min(at + 9));
        any(self.document, at + 1..stop, |d, i| {
            words::is(d, i, WILL | BE | PAST | HAS)
        })
    }
}
