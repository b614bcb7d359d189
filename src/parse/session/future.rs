//! Futures: what `will`, `must` and `is to` make of a clause's date, by the verb that follows.

use super::super::document::Document;
use super::super::token::Kind;
use super::act::{attends, makes, participle};
use super::clause::Clause;
use super::frame::Frame;
use super::when::When;
use super::words::{self, BE, EVENT, INERT, NOT, PLAIN, PLAN, VERB};

/// What may stand between `will` and its verb.
const BETWEEN: [&str; 9] = [
    "also",
    "now",
    "then",
    "still",
    "soon",
    "be",
    "again",
    "formally",
    "officially",
];

impl Frame {
    /// A future at `at`: will, shall, would, must.
    pub(super) fn will(&mut self, document: &Document, clause: &Clause, when: &When, at: usize) {
        let weak = document.is(at, &["would", "could", "might"]);
        self.supposed = weak && (self.supposed || !self.future);
        // "will rule whether the broadcaster may keep its licence": the first verb counts.
        let first = !self.future;
        self.future = true;
        let by = document.is(at, &["must"]) && must_by(document, at, when);
        self.plan |= by;
        self.event |= by;
        self.negated |= document.is(at, &["won't"]) || words::is(document, at + 1, NOT);
        let main = (at + 1..clause.body.end.min(at + 5)).find(|i| {
            document.kind(*i) == Kind::Word
                && !words::is(document, *i, NOT)
                && !document.is(*i, &BETWEEN)
        });
        let Some(main) = main else {
            return;
        };
        let passive = document.is(main - 1, &["be"]);
        // "will be reviewed in autumn": something is done then.
        let done = match document.kind(main + 1) {
            // "will be re-run"
            Kind::Hyphen => main + 2,
            _ => main,
        };
        self.event |= passive && participle(document.word(done));
        let makes = makes(document, main)
            || stays_shut(document, main, when)
            || falls_on(document, main, when);
        self.event |= makes;
        let idle = words::is(document, main, INERT) && !passive && !makes
            || passive
                && !makes
                && !words::is(document, main, VERB | PLAIN | PLAN | EVENT)
                && !participle(document.word(done));
        // "There will be a minute's silence at noon", but not rain.
        let there = document.is(at - usize::from(at > 0), &["there"])
            && document.is(at + 1, &["be"])
            && !document.is(when.tokens.start.wrapping_sub(1), &["until", "till"])
            && !(at + 2..at + 5).any(|i| words::is(document, i, INERT | NOT));
        let present = attends(document, at + 1);
        // "From 1 October motorists will pay a charge": what changes on a day.
        let from = when.tokens.start <= clause.body.start + 1
            && document.is(when.tokens.start.wrapping_sub(1), &["from"]);
        self.event |= there || present || from;
        self.inert |= first && idle && !there && !present && !from;
    }

    /// "is to", "are now to", "was to"; not "is needed to". `to` stands at `at`.
    pub(super) fn is_to(&mut self, document: &Document, at: usize) {
        let direct = if document.is(
            at - usize::from(at > 0),
            &["now", "also", "then", "not", "likely", "certain", "sure"],
        ) {
            2
        } else {
            1
        };
        let be = at.saturating_sub(direct);
        self.old |= document.is(be, &["was", "were", "had"]);
        if words::is(document, be, BE) {
            self.future = true;
            let passive = document.is(at + 1, &["be"]) && participle(document.word(at + 2));
            self.event |= !words::is(document, at + 1, INERT) || passive || makes(document, at + 1);
            self.negated |= document.is(at - 1, &["not"]);
        }
    }
}

/// "The holidays will be from 6 to 17 October": nothing but the date is said of them. What follows `be` stands at `at`.
fn falls_on(document: &Document, at: usize, when: &When) -> bool {
    document.is(at - 1, &["be"])
        && document.is(at, &["on", "from", "between"])
        && at + 1 == when.tokens.start
}

/// "The libraries will stay shut on Monday" tells of that day; shut "until Monday" they are from no known one.
fn stays_shut(document: &Document, at: usize, when: &When) -> bool {
    document.is(at, &["stay", "remain"])
        && document.is(at + 1, &["shut", "closed"])
        && !document.is(
            when.tokens.start.wrapping_sub(1),
            &["until", "till", "through"],
        )
}

/// "must reach the office by 5 p.m. on 22 May", "must be in by close of business on Thursday"
fn must_by(document: &Document, at: usize, when: &When) -> bool {
    let before = (at + 1..when.tokens.start).rev().take(6).find(|i| {
        !document.is(
            *i,
            &["on", "close", "the", "end", "of", "business", "play", "day"],
        )
    });
    before.is_some_and(|i| document.is(i, &["by", "before"]))
}
