//! Cutting a sentence into clauses, at its marks and (see [`super::conjunction`]) at its words. Dates are never cut.

use std::ops::Range;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::act::{settled, settled_word};
use super::clause::Clause;
use super::verb::{finite, like_present};
use super::when::When;
use super::words::{self, BE, BEGUN, DENY, END, EVENT, HAS, PAST, PLAN, VERB, WILL};

/// A regular past after a noun: "the jury retired on Friday".
fn told(document: &Document, at: usize) -> bool {
    let word = document.word(at);
    let small = |at: usize| !document.tokens[at].capital();
    word.len() > 4
        && word.ends_with("ed")
        && document.kind(at) == Kind::Word
        && small(at)
        && document.kind(at - 1) == Kind::Word
        && !words::is(document, at, PLAN)
        && !words::is(
            document,
            at - 1,
            BE | HAS | PAST | WILL | words::GLUE | words::NOT,
        )
        && !document.is(
            at - 1,
            &["be", "been", "a", "an", "its", "his", "her", "their", "and"],
        )
        && (words::is(document, at + 1, words::GLUE)
            // "The dockers walked out"
            || document.is(at + 1, &["out", "off", "up", "down", "away", "back"]))
}

pub(super) fn any(
    document: &Document,
    mut tokens: Range<usize>,
    test: impl Fn(&Document, usize) -> bool,
) -> bool {
    tokens.any(|at| test(document, at))
}

/// Cuts a sentence. Dates are never cut.
pub(in crate::parse) fn clauses(
    document: &Document,
    sentence: Range<usize>,
    whens: &[When],
) -> Vec<Clause> {
    let mut cutter = Cutter {
        document,
        whens,
        out: Vec::new(),
        start: sentence.start,
        next: Next::default(),
    };
    let mut at = sentence.start;
    while at < sentence.end {
        if let Some(stretch) = document.stretch_of(at)
            && stretch.tokens.start == at
            && stretch.tokens.len() <= 12
            && !whens
                .iter()
                .any(|when| stretch.tokens.contains(&when.tokens.start))
        {
            at = stretch.tokens.end;
            continue;
        }
        // `"The hearing will begin on 12 May," said the clerk`: the speaker is no part of it.
        if let Some(stretch) = document.stretch_of(at)
            && stretch.tokens.end == at + 1
            && (at + 1..sentence.end.min(at + 7)).any(|i| words::reports(document, i))
            && cutter.has_verb(at)
        {
            cutter.cut(stretch.inner.end.max(cutter.start), at + 1);
        }
        if let Some(when) = whens.iter().find(|when| when.tokens.contains(&at)) {
            at = cutter.report(when.tokens.clone());
            continue;
        }
        at = cutter.step(at, sentence.end);
    }
    cutter.cut(sentence.end, sentence.end);
    cutter.out
}

/// What the next clause has from the text before it.
#[derive(Default)]
pub(super) struct Next {
    pub(super) subject: Option<Range<usize>>,
    pub(super) aside: Option<Range<usize>>,
    pub(super) denied: bool,
    pub(super) relative: bool,
    pub(super) shared: bool,
    pub(super) attached: bool,
    pub(super) reporter: Option<Range<usize>>,
}

pub(super) struct Cutter<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) whens: &'a [When],
    pub(super) out: Vec<Clause>,
    pub(super) start: usize,
    pub(super) next: Next,
}

impl Cutter<'_> {
    /// Ends the clause at `end`; the next one starts at `start`.
    pub(super) fn cut(&mut self, end: usize, start: usize) {
        let next = std::mem::take(&mut self.next);
        if end > self.start {
            self.out.push(Clause {
                subject: next.subject,
                aside: next.aside,
                body: self.start..end,
                denied: next.denied,
                relative: next.relative,
                shared: next.shared,
                attached: next.attached,
                reporter: next.reporter,
            });
        }
        self.start = start;
    }

    pub(super) fn seen(&self, at: usize) -> Range<usize> {
        self.start..at
    }

    /// Whether nothing but a date stands before a mark.
    fn only_date(&self, at: usize) -> bool {
        self.whens
            .iter()
            .any(|when| !when.clock_only && when.tokens == self.seen(at))
    }

    /// "Open evening for parents: Thursday, 20 November": a name before the mark, a date behind it.
    fn names_date(&self, at: usize) -> bool {
        self.whens
            .iter()
            .any(|when| when.tokens.start == at + 1 && !when.clock_only)
            && at > self.start
            && !self.has_verb(at)
    }

    pub(super) fn has_verb(&self, at: usize) -> bool {
        self.next.subject.is_some() && !self.next.relative
            || self.next.attached
            || any(self.document, self.seen(at), finite)
            || any(self.document, self.start + 1..at, told)
    }

    /// The subject that a clause beginning at `at` takes over: the words before the first verb.
    pub(super) fn subject(&self, at: usize) -> Option<Range<usize>> {
        if let Some(subject) = self.next.subject.clone() {
            return Some(subject);
        }
        let end = self.seen(at).find(|i| {
            finite(self.document, *i)
                || words::reports(self.document, *i)
                || *i > self.start && told(self.document, *i)
                || *i > self.start
                    && self.document.word(*i).ends_with("ed")
                    && !self.document.tokens[*i].capital()
                    && words::is(self.document, i + 1, words::GLUE)
        });
        let end = end.or_else(|| {
            let mut rest = self.start + 1..at;
            rest.find(|i| like_present(self.document, *i))
        })?;
        (end > self.start).then_some(self.start..end)
    }

    /// After a date: when a verb of speech stands just before it, it is the day of the saying.
    pub(super) fn report(&mut self, when: Range<usize>) -> usize {
        let from = when.start.saturating_sub(4).max(self.start);
        let said = (from..when.start).rev().find(|at| {
            // "will be announced on Friday" is a plan.
            let before = at.wrapping_sub(1);
            words::reports(self.document, *at)
                && !self.document.is(before, &["be", "to"])
                && !words::is(self.document, before, WILL)
                || self.document.has(*at, lexicon::CUE_ING)
                || words::is(self.document, *at, DENY)
        });
        if let Some(said) = said
            && !any(self.document, said + 1..when.start, |d, i| {
                words::is(d, i, EVENT | WILL | PLAN | VERB) || d.is(i, &["to", "that"])
            })
        {
            let denied = words::is(self.document, said, DENY);
            let reporter = (said > self.start).then_some(self.start..said);
            // "denied the charges on Monday and is due in court on 11 November": the second verb is the speaker's own.
            let and = when.end;
            if self.document.is(and, &["and", "but"]) && finite(self.document, and + 1) {
                self.cut(and, and + 1);
                self.next.subject = reporter;
                self.next.shared = true;
                return and + 1;
            }
            self.cut(when.end, when.end);
            self.next.denied = denied;
            // "agreed on Friday to meet on Monday"
            if settled_word(self.document, said) && self.document.is(when.end, &["to"]) {
                self.next.subject.clone_from(&reporter);
            }
            self.next.reporter = reporter;
        }
        when.end
    }

    pub(super) fn step(&mut self, at: usize, end: usize) -> usize {
        let document = self.document;
        match document.kind(at) {
            // "9 May: meeting of shareholders" is one entry of a calendar.
            Kind::Colon | Kind::Dash if self.only_date(at) || self.names_date(at) => {}
            Kind::Semicolon | Kind::Dash => self.cut(at, at + 1),
            Kind::Colon
                if document
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.space_before()) =>
            {
                self.cut(at, at + 1)
            }
            Kind::Comma => return self.comma(at, end),
            Kind::Word => return self.word(at, end),
            _ => {}
        }
        at + 1
    }

    pub(super) fn comma(&mut self, at: usize, end: usize) -> usize {
        let document = self.document;
        if self.next.denied && document.is(self.start, &["if", "asked"]) {
            self.cut(at, at + 1);
            return at + 1;
        }
        let close = (at + 1..end).find(|i| {
            document.kind(*i) == Kind::Comma && i + 1 < end && {
                let next = i + 1;
                // "postponed its debut, which had been due on Tuesday, to October"
                // "put its meeting, which was to be on Monday, back to Friday"
                let to = document.is(next, &["to", "until", "back", "off"])
                    && any(document, self.seen(at), |d, i| {
                        words::is(d, i, words::PUTOFF)
                    });
                to || finite(document, next)
                    || words::is(document, next, VERB | END) && !document.tokens[next].capital()
            }
        });
        if document.is(at + 1, &["which", "who", "whose"]) {
            let subject = self.noun_before(at);
            // "Mr Holm, who will appear on 3 March, denies the charge"
            let says = || {
                (at + 1..end).find(|i| {
                    document.kind(*i) == Kind::Comma
                        && i + 1 < end
                        && (words::reports(document, i + 1) || words::is(document, i + 1, DENY))
                })
            };
            if let Some(close) = close.or_else(says).filter(|close| close - at < 30) {
                let main = self.start..at;
                self.cut(at, at + 2);
                self.next.subject = Some(subject.clone());
                self.next.relative = true;
                self.inner(close);
                self.next.subject = Some(main);
                self.next.shared = true;
                self.start = close + 1;
                return close + 1;
            }
            self.cut(at, at + 2);
            self.next.subject = Some(subject);
            self.next.relative = true;
            return at + 2;
        }
        // ", saying it would reopen on Monday"
        if document.has(at + 1, lexicon::CUE_ING) && self.has_verb(at) && self.speaks(at + 1, end) {
            let reporter = self.subject(at);
            self.cut(at, at + 2);
            self.next.reporter = reporter;
            return at + 2;
        }
        // ", provided that three more states ratify it"
        if document.is(at + 1, &["provided"]) && document.is(at + 2, &["that"]) {
            self.cut(at, at + 2);
            return at + 2;
        }
        // ", then flies on to Dace"
        if document.is(at + 1, &["then"])
            && self.has_verb(at)
            && (finite(document, at + 2) || words::is(document, at + 2, VERB))
        {
            let subject = self.subject(at);
            self.cut(at, at + 2);
            self.next.subject = subject;
            self.next.shared = true;
            return at + 2;
        }
        if document.is(at + 1, &["when", "where"]) {
            self.cut(at, at + 2);
            return at + 2;
        }
        if let Some(start) = self.attached(at, end) {
            let planned = any(document, self.seen(at), |d, i| {
                words::is(d, i, WILL | BE | PLAN) || finite(d, i)
            }) && !any(document, self.seen(at), |d, i| {
                words::is(d, i, PAST | HAS | BEGUN)
            }) || any(document, self.seen(at), settled);
            self.cut(at, start);
            self.next.attached = planned;
            return start;
        }
        if let Some(close) = close.filter(|close| close - at < 16)
            && !self.has_verb(at)
            && self.start < at
            && !any(document, at + 1..close, |d, i| {
                words::is(d, i, WILL | BE | PAST)
            })
        {
            let subject = self.start..at;
            self.next.subject = Some(subject);
            self.next.aside = Some(at + 1..close);
            self.start = close + 1;
            return close + 1;
        }
        // ", the minister said on Friday": who says so is no part of what is said.
        let stop = (at + 1..end.min(at + 24))
            .find(|i| document.kind(*i) == Kind::Comma)
            .unwrap_or(end);
        let cue = (at + 1..stop).find(|i| words::reports(document, *i));
        if let Some(cue) = cue
            && self.has_verb(at)
            && !any(document, at + 1..cue, |d, i| {
                words::is(d, i, WILL | BE | PAST)
            })
        {
            self.cut(at, at + 1);
        } else if document.is(at + 1, &["and", "but"]) && self.has_verb(at) {
            return at + 1;
        }
        at + 1
    }

    /// Where a statement without a verb of its own begins after a comma: ", with opening statements likely the week
    /// after", ", followed by a news conference at noon".
    pub(super) fn attached(&self, at: usize, end: usize) -> Option<usize> {
        let document = self.document;
        let followed =
            at + 1 + 2 * usize::from(document.is(at + 1, &["to"]) && document.is(at + 2, &["be"]));
        if document.is(followed, &["followed"]) && document.is(followed + 1, &["by"]) {
            return Some(followed + 2);
        }
        if !document.is(at + 1, &["with"]) {
            return None;
        }
        let stop = (at + 2..end.min(at + 16))
            .find(|i| matches!(document.kind(*i), Kind::Comma | Kind::Semicolon))
            .unwrap_or(end.min(at + 16));
        let planned = any(document, at + 3..stop, |d, i| {
            words::is(d, i, PLAN)
                || d.is(i, &["likely", "needed", "required"])
                || d.is(i, &["to"]) && words::is(d, i + 1, VERB)
        });
        // ", with a runoff on 10 May"
        let dated = self.whens.iter().any(|when| {
            (at + 3..stop).contains(&when.tokens.start)
                && any(document, at + 2..when.tokens.start, |d, i| {
                    words::is(d, i, EVENT)
                })
        });
        (planned || dated).then_some(at + 2)
    }

    /// The noun phrase that a relative clause hangs on: the words since the last verb or mark.
    pub(super) fn noun_before(&self, at: usize) -> Range<usize> {
        let mut start = at;
        while start > self.start
            && !finite(self.document, start - 1)
            && self.document.kind(start - 1) != Kind::Comma
        {
            start -= 1;
        }
        if start == at {
            return self.start..at;
        }
        // "names for the audit chamber, which sits": the chamber; "a debate on the bill, which": the debate.
        let document = self.document;
        let dated = self
            .whens
            .iter()
            .map(|when| when.tokens.end)
            .rfind(|end| (start..at).contains(end));
        let start = dated.unwrap_or(start);
        let ties = (start..at).rfind(|i| {
            document.is(*i, &["for", "with", "from", "by", "at", "on", "in", "to"])
                && !any(document, start..*i, |d, i| {
                    // "are gathering in Lund for a summit, which": the summit.
                    words::is(d, i, EVENT) && !words::is(d, i.wrapping_sub(1), BE)
                })
        });
        match ties.filter(|ties| ties + 1 < at) {
            Some(ties) => ties + 1..at,
            None => start..at,
        }
    }

    /// Cuts the inside of a relative clause that ends at `close`.
    pub(super) fn inner(&mut self, close: usize) {
        let document = self.document;
        let mut at = self.start;
        while at < close {
            if document.is(at, &["and"]) && finite(document, at + 1) {
                let subject = self.next.subject.clone();
                self.cut(at, at + 1);
                self.next.subject = subject;
                self.next.relative = true;
                self.next.shared = true;
            }
            at += 1;
        }
        self.cut(close, close + 1);
    }
}
