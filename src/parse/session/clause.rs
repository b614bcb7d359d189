//! Clauses: a sentence cut where one statement ends and the next begins, each with its subject.
//!
//! "Early voting starts on Monday and polls close at 8 p.m." has two, and so has "The talks, which began on Tuesday, run
//! until Friday", whose second one has the first words as its subject. What a minister "said on Friday" is cut off, since
//! that Friday is no plan; what follows "denied that" is marked.

use std::ops::Range;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::when::When;
use super::words::{self, BE, BEGUN, CANCEL, DENY, END, EVENT, HAS, JOINT, PAST, PLAN, VERB, WILL};

/// One statement.
#[derive(Clone, Debug)]
pub(in crate::parse) struct Clause {
    /// What it speaks of, where that stands apart from its body.
    pub(in crate::parse) subject: Option<Range<usize>>,
    /// Words between subject and body, between commas.
    pub(in crate::parse) aside: Option<Range<usize>>,
    pub(in crate::parse) body: Range<usize>,
    /// Somebody said that it is not so.
    pub(in crate::parse) denied: bool,
    /// It hangs on another: which, who, that.
    pub(in crate::parse) relative: bool,
    /// It shares the subject of the clause before it.
    pub(in crate::parse) shared: bool,
    /// It hangs on a plan with "with" or "followed by", without a verb of its own, and is as planned.
    pub(in crate::parse) attached: bool,
    /// Who says so, where that stands right before it.
    pub(in crate::parse) reporter: Option<Range<usize>>,
}

impl Clause {
    /// Whether the token stands in it.
    pub(in crate::parse) fn holds(&self, token: usize) -> bool {
        self.body.contains(&token)
            || self
                .aside
                .as_ref()
                .is_some_and(|aside| aside.contains(&token))
    }

    /// Its own tokens: aside and body.
    pub(in crate::parse) fn tokens(&self) -> impl Iterator<Item = usize> + '_ {
        self.aside
            .clone()
            .into_iter()
            .flatten()
            .chain(self.body.clone())
    }
}

/// Whether the token is a verb with a tense, as far as lists tell.
pub(in crate::parse) fn finite(document: &Document, at: usize) -> bool {
    let parts = words::parts(document, at);
    if parts & (WILL | BE | PAST | HAS) != 0 {
        return true;
    }
    parts & (VERB | END | BEGUN) != 0 && is_verb(document, at)
}

/// Whether a word that may be a verb or a noun stands where a verb does.
pub(in crate::parse) fn is_verb(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    if token.capital() || at == 0 {
        return false;
    }
    let noun = document.is(
        at - 1,
        &[
            "the", "a", "an", "his", "her", "their", "its", "this", "that", "of", "for", "in",
            "on", "at", "from", "by", "after", "before", "with", "no", "any", "each", "next",
            "last", "first", "new", "early", "s", "final", "trade", "public", "live",
        ],
    ) || matches!(
        document.kind(at - 1),
        Kind::Possessive | Kind::Hyphen | Kind::Number | Kind::OpenMark | Kind::StraightMark
    ) || document.kind(at + 1) == Kind::Hyphen;
    if noun || before_to(document, at) {
        return false;
    }
    if words::is(document, at, BEGUN) {
        return true;
    }
    let before = &document.tokens[at - 1];
    if before.kind != Kind::Word
        || words::is(document, at - 1, WILL)
        || document.is(
            at - 1,
            &[
                "and", "or", "they", "who", "which", "we", "you", "it", "he", "she",
            ],
        )
    {
        return true;
    }
    // "The talks open", "Parliament opens", but "a rocky start": a plural takes the bare form, a singular the s.
    let ends_s = |at: usize| document.word(at).ends_with('s');
    let plural = (ends_s(at - 1) && !document.word(at - 1).ends_with("ss"))
        || document.is(
            at - 1,
            &["people", "police", "both", "men", "women", "children"],
        );
    let singular_form = ends_s(at) && !document.word(at).ends_with("ss");
    if words::is(document, at - 1, words::GLUE | PLAN) || document.word(at - 1).ends_with("ly") {
        return words::parts(document, at) & EVENT == 0;
    }
    if participle_like(document, at) {
        return false;
    }
    // "Nurses at the hospital end a walkout", "the ministers of the bloc meet in Riga": what follows tells a bare form.
    let many = (at.saturating_sub(8)..at - 1).any(|i| {
        ends_s(i) && document.is(i + 1, &["of", "at", "in", "from", "for", "on", "with"])
    });
    let bare = many && !ends_s(at) && words::parts(document, at) & EVENT == 0;
    if bare && words::is(document, at + 1, words::GLUE)
        || many && !ends_s(at) && document.is(at + 1, &["a", "an", "their", "its"])
    {
        return !words::is(document, at - 1, BE | HAS | PAST | VERB)
            && !words::reports(document, at - 1);
    }
    let noun_too = words::parts(document, at) & EVENT != 0;
    if singular_form {
        !noun_too || !plural || before.capital()
    } else {
        plural
    }
}

/// Whether "to" stands before a verb, which then has no tense.
fn before_to(document: &Document, at: usize) -> bool {
    document.is(at - 1, &["to"])
}

/// Forms that are no present: "held", "laid", "televised".
pub(in crate::parse) fn participle_like(document: &Document, at: usize) -> bool {
    document.word(at).ends_with("ed")
        || document.is(at, &["held", "laid", "heard", "sworn", "buried", "tried"])
}

fn any(
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
struct Next {
    subject: Option<Range<usize>>,
    aside: Option<Range<usize>>,
    denied: bool,
    relative: bool,
    shared: bool,
    attached: bool,
    reporter: Option<Range<usize>>,
}

struct Cutter<'a> {
    document: &'a Document<'a>,
    whens: &'a [When],
    out: Vec<Clause>,
    start: usize,
    next: Next,
}

impl Cutter<'_> {
    /// Ends the clause at `end`; the next one starts at `start`.
    fn cut(&mut self, end: usize, start: usize) {
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

    fn seen(&self, at: usize) -> Range<usize> {
        self.start..at
    }

    fn has_verb(&self, at: usize) -> bool {
        self.next.subject.is_some() && !self.next.relative
            || any(self.document, self.seen(at), finite)
    }

    /// The subject that a clause beginning at `at` takes over: the words before the first verb.
    fn subject(&self, at: usize) -> Option<Range<usize>> {
        if let Some(subject) = self.next.subject.clone() {
            return Some(subject);
        }
        let end = self
            .seen(at)
            .find(|i| {
                finite(self.document, *i)
                    || words::reports(self.document, *i)
                    || *i > self.start
                        && self.document.word(*i).ends_with("ed")
                        && !self.document.tokens[*i].capital()
                        && words::is(self.document, i + 1, words::GLUE)
            })?;
        (end > self.start).then_some(self.start..end)
    }

    /// After a date: when a verb of speech stands just before it, it is the day of the saying.
    fn report(&mut self, when: Range<usize>) -> usize {
        let from = when.start.saturating_sub(4).max(self.start);
        let said = (from..when.start).rev().find(|at| {
            // "will be announced on Friday" is a plan.
            words::reports(self.document, *at) && !self.document.is(at.wrapping_sub(1), &["be"])
                || self.document.has(*at, lexicon::CUE_ING)
                || words::is(self.document, *at, DENY)
        });
        if let Some(said) = said
            && !any(self.document, said + 1..when.start, |d, i| {
                words::is(d, i, EVENT | WILL | PLAN | VERB) || d.is(i, &["to", "that"])
            })
        {
            let denied = words::is(self.document, said, DENY);
            self.cut(when.end, when.end);
            self.next.denied = denied;
        }
        when.end
    }

    fn step(&mut self, at: usize, end: usize) -> usize {
        let document = self.document;
        match document.kind(at) {
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

    fn comma(&mut self, at: usize, end: usize) -> usize {
        let document = self.document;
        if self.next.denied && document.is(self.start, &["if", "asked"]) {
            self.cut(at, at + 1);
            return at + 1;
        }
        let close = (at + 1..end).find(|i| {
            document.kind(*i) == Kind::Comma && i + 1 < end && {
                let next = i + 1;
                finite(document, next)
                    || words::is(document, next, VERB | END) && !document.tokens[next].capital()
            }
        });
        if document.is(at + 1, &["which", "who", "whose"]) {
            let subject = self.noun_before(at);
            if let Some(close) = close.filter(|close| close - at < 30) {
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
        if document.is(at + 1, &["when", "where"]) {
            self.cut(at, at + 2);
            return at + 2;
        }
        if let Some(start) = self.attached(at, end) {
            let planned = any(document, self.seen(at), |d, i| {
                words::is(d, i, WILL | BE | PLAN) || finite(d, i)
            }) && !any(document, self.seen(at), |d, i| {
                words::is(d, i, PAST | HAS | BEGUN)
            });
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
    fn attached(&self, at: usize, end: usize) -> Option<usize> {
        let document = self.document;
        if document.is(at + 1, &["followed"]) && document.is(at + 2, &["by"]) {
            return Some(at + 3);
        }
        if !document.is(at + 1, &["with"]) {
            return None;
        }
        let stop = (at + 2..end.min(at + 16))
            .find(|i| matches!(document.kind(*i), Kind::Comma | Kind::Semicolon))
            .unwrap_or(end.min(at + 16));
        any(document, at + 3..stop, |d, i| {
            words::is(d, i, PLAN) || d.is(i, &["likely"]) || d.is(i, &["to"]) && words::is(d, i + 1, VERB)
        })
        .then_some(at + 2)
    }

    /// The noun phrase that a relative clause hangs on: the words since the last verb or mark.
    fn noun_before(&self, at: usize) -> Range<usize> {
        let mut start = at;
        while start > self.start
            && !finite(self.document, start - 1)
            && self.document.kind(start - 1) != Kind::Comma
        {
            start -= 1;
        }
        if start == at {
            self.start..at
        } else {
            start..at
        }
    }

    /// Cuts the inside of a relative clause that ends at `close`.
    fn inner(&mut self, close: usize) {
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

    fn word(&mut self, at: usize, end: usize) -> usize {
        let document = self.document;
        if at > self.start && words::reports(document, at) && self.speaks(at, end) {
            let reporter = self.start..at;
            self.cut(at + 1, at + 1);
            self.next.reporter = Some(reporter);
            return at + 1;
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
            if inside && at > self.start {
                // "talks that her aides said could last until Thursday"
                let subject = self.noun_before(at);
                self.cut(at, at + 1);
                self.next.subject = Some(subject);
                self.next.relative = true;
            } else if said || after_report {
                let denied =
                    self.next.denied || any(document, self.seen(at), |d, i| words::is(d, i, DENY));
                self.cut(at, at + 1);
                self.next.denied = denied;
            } else if at > self.start + 1
                && any(document, at + 1..end.min(at + 8), |d, i| {
                    words::is(d, i, WILL | BE | PAST | HAS)
                })
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
            let verb = finite(document, next)
                || words::is(document, next, CANCEL | VERB)
                    && !words::is(document, next, EVENT)
                    && !document.tokens.get(next).is_some_and(|t| t.capital());
            if verb && self.has_verb(at) {
                let subject = self.subject(at);
                let denied = self.next.denied;
                self.cut(at, next);
                self.next.subject = subject;
                self.next.shared = true;
                self.next.denied = denied;
                return next;
            }
            let stop = (next..end.min(next + 12))
                .find(|i| {
                    matches!(
                        document.kind(*i),
                        Kind::Comma | Kind::Semicolon | Kind::Stop
                    )
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
        // "Asked whether he would go": nobody says that he will.
        let asked = document.is(at, &["asked"]) && document.is(at + 1, &["whether", "if", "about"]);
        if at == self.start && (document.is(at, &["if"]) || asked) {
            self.next.denied = true;
        }
        if at > self.start
            && words::is(document, at, JOINT)
            && !document.is(at, &["until"])
            && (!document.is(at, &["before", "after"]) || self.opens_statement(at, end))
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
    fn speaks(&self, at: usize, end: usize) -> bool {
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
        let stop = (next..end.min(next + 10))
            .find(|i| {
                matches!(
                    document.kind(*i),
                    Kind::Comma | Kind::Semicolon | Kind::Stop
                )
            })
            .unwrap_or(end.min(next + 10));
        opens
            && any(document, next..stop, |d, i| {
                words::is(d, i, WILL | BE | PAST | HAS)
            })
    }

    /// Whether "before" or "after" begins a clause with a verb.
    fn opens_statement(&self, at: usize, end: usize) -> bool {
        let stop = (at + 1..end.min(at + 9))
            .find(|i| {
                matches!(
                    self.document.kind(*i),
                    Kind::Comma | Kind::Semicolon | Kind::Stop
                )
            })
            .unwrap_or(end.min(at + 9));
        any(self.document, at + 1..stop, |d, i| {
            words::is(d, i, WILL | BE | PAST | HAS)
        })
    }
}
