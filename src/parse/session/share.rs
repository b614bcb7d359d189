//! Shares: which words of a statement belong to which of its dates.
//!
//! "Travels to Kosta on Monday and to Medal two days later" tells of two journeys, "will hear the minister at noon, the
//! mayor at two and the clerk on Friday" of three hearings. Each takes the beginning that they have in common, with its own
//! end in the place of the first one's.

use std::ops::Range;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::act::plans;
use super::verb::finite;
use super::when::When;
use super::words::{self, BE, GLUE, HAS, VERB, WILL};

/// The tokens of a statement that belong to one of its dates; none when they all do.
pub(super) fn of(
    document: &Document,
    body: &Range<usize>,
    whens: &[When],
    when: &When,
) -> Option<Vec<usize>> {
    let dates: Vec<&Range<usize>> = whens
        .iter()
        .map(|when| &when.tokens)
        .filter(|tokens| body.contains(&tokens.start))
        .collect();
    let at = dates.iter().position(|tokens| **tokens == when.tokens)?;
    let part = |at: usize| part(document, &dates, at);
    let end = part(at + 1).map_or(body.end, |_| when.tokens.end);
    let Some(own) = part(at) else {
        return (end < body.end).then(|| (body.start..end).collect());
    };
    // "… and still lose": what follows "and" may be a verb that no list has.
    let article = document.is(own.start, &["the", "a", "an", "its", "his", "her", "their"]);
    let noun = article || document.tokens[own.start].capital() || joins(document, own.start);
    if !noun {
        return None;
    }
    // "… and the president to sign it by May": it has a verb of its own.
    let own_verb = own
        .clone()
        .skip(1)
        .any(|at| document.is(at, &["to"]) && words::is(document, at + 1, VERB));
    if own_verb && !joins(document, own.start) {
        return Some((own.start..end).collect());
    }
    let mut bare = own.clone();
    while bare.end > bare.start && words::is(document, bare.end - 1, GLUE) {
        bare.end -= 1;
    }
    let first = (0..at).rev().find(|at| part(*at).is_none())?;
    let verb = body
        .clone()
        .take_while(|at| *at < dates[first].start)
        .find(|at| finite(document, *at) || plans(document, *at))?;
    let shared = verb + 1..dates[first].start;
    let ties = |at: usize| {
        joins(document, at) && (at + 1..dates[first].start).any(|at| !words::is(document, at, GLUE))
    };
    // "The tax bill comes up on Wednesday and the asylum law on Thursday": another subject.
    let idle = shared.clone().all(|at| {
        words::is(document, at, GLUE)
            || document.is(at, &["up", "out", "down", "off", "back", "again"])
    });
    if article && idle {
        let verbs = verb..dates[first].start;
        return Some(bare.chain(verbs).chain(when.tokens.end..end).collect());
    }
    if article
        && shared
            .clone()
            .any(|at| ties(at) && !document.is(at, &["to"]))
    {
        // "are to be exchanged at the bridge on Monday and the wounded on Tuesday": done to them, too.
        let done = (verb..dates[first].start).find(|at| {
            !words::is(document, *at, WILL | BE | HAS) && !document.is(*at, &["to", "be"])
        })?;
        let tokens = bare.chain(verb..done + 1).chain(when.tokens.end..end);
        return Some(tokens.collect());
    }
    let from = if joins(document, own.start) {
        // "to Medal" stands in the place of "to Kosta".
        let word = [document.word(own.start)];
        shared
            .rev()
            .find(|at| document.is(*at, &word) && ties(*at))?
    } else {
        last_noun(document, shared)?
    };
    Some((body.start..from).chain(own.start..end).collect())
}

/// What a date has for itself, behind the "and" or the comma of a list that ends in an "and".
fn part(document: &Document, dates: &[&Range<usize>], at: usize) -> Option<Range<usize>> {
    let gap = dates.get(at.checked_sub(1)?)?.end..dates.get(at)?.start;
    let and = gap.clone().take(2).find(|at| document.is(*at, &["and"]));
    let joint = match and {
        Some(and) => and,
        None => {
            let comma = document.kind(gap.start) == Kind::Comma;
            gap.clone()
                .next()
                .filter(|_| comma && part(document, dates, at + 1).is_some())?
        }
    };
    let own = joint + 1..gap.end;
    let says = own
        .clone()
        .find(|at| !words::is(document, *at, GLUE) && document.kind(*at) == Kind::Word)
        // "on Monday and Tuesday nights from 30 March"
        .is_some_and(|at| !document.has(at, lexicon::DATE_WORD));
    let statement = own.clone().any(|at| finite(document, at));
    (says && !statement).then_some(own)
}

/// A word that ties a noun to what stands before it.
fn joins(document: &Document, at: usize) -> bool {
    document.is(
        at,
        &[
            "to", "in", "on", "at", "for", "of", "from", "by", "with", "against", "over", "into",
        ],
    )
}

/// Where the last noun phrase begins: "the interior minister", "Admiral Sir Hugh Tallis".
fn last_noun(document: &Document, tokens: Range<usize>) -> Option<usize> {
    let end = tokens
        .clone()
        .rev()
        .find(|at| !words::is(document, *at, GLUE) && document.kind(*at) == Kind::Word)?;
    let name = document.tokens[end].capital();
    let mut start = end;
    while start > tokens.start {
        let before = start - 1;
        let word = matches!(
            document.kind(before),
            Kind::Word | Kind::Hyphen | Kind::Possessive
        ) && !joins(document, before)
            && !words::is(document, before, VERB | WILL | BE | HAS);
        if !word || name && !document.tokens[before].capital() {
            break;
        }
        start = before;
        if document.is(start, &["the", "a", "an", "its", "his", "her", "their"]) {
            break;
        }
    }
    Some(start)
}
