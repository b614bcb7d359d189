//! Titles: what a session is called, in the article's own words.
//!
//! The clause without its date, and without a verb that says only that the thing happens: "A preliminary hearing on 9
//! January will settle …" gives "Preliminary hearing will settle …", "The trial of X would start in January" gives "Trial of
//! X"; [what more it says](super::headline) is told as a headline tells it. Where the clause says what is on the programme ("will feature a Joint Session focusing on …"), that is the title.

use std::ops::Range;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::clause::Clause;
use super::verb::{finite, is_verb};
use super::when::When;
use super::wording::{finished, render, text, trimmed, without_dates};
use super::words::{
    self, BE, CANCEL, EVENT, EXTEND, FEATURE, GLUE, HAS, MAYBE, NOT, PART, PAST, PLAIN, PLAN,
    PUTOFF, WILL,
};
use super::{act, headline, share, verb};

/// The title of what a clause puts on the calendar. `instead` stands for a subject that is a pronoun.
pub(super) fn title(
    document: &Document,
    clause: &Clause,
    whens: &[When],
    when: &When,
    instead: Option<Range<usize>>,
) -> String {
    if let Some(programme) = programme(document, clause) {
        return render(document, &programme);
    }
    let mut kept: Vec<usize> = Vec::new();
    let mut body = clause.body.clone();
    if let Some(subject) = &clause.subject {
        kept.extend(subject.clone());
    } else if let Some(pronoun) = pronoun(document, &body)
        && let Some(name) = instead
    {
        kept.extend(name);
        // "He's expected to meet the minister"
        let short = document.kind(pronoun + 1) == Kind::Possessive;
        body.start = pronoun + 1 + usize::from(short);
    }
    // "At its session in Brink on Friday the league voted": what leads in ends with its date.
    if clause.subject.is_none() && document.has(body.start, lexicon::PREPOSITION) {
        let lead = whens.iter().map(|when| when.tokens.clone()).find(|tokens| {
            body.contains(&tokens.start)
                && document.has(tokens.end, lexicon::DETERMINER)
                && !(body.start..tokens.start).any(|at| finite(document, at))
                && (tokens.end..body.end)
                    .any(|at| finite(document, at) || act::settled(document, at))
        });
        body.start = lead.map_or(body.start, |tokens| tokens.end);
    }
    match share::of(document, &body, whens, when) {
        Some(part) => kept.extend(part),
        None => kept.extend(body),
    }
    // "will not be published until 3 March" is published then.
    if document.is(when.tokens.start.wrapping_sub(1), &["until", "till"]) {
        kept.retain(|at| !document.is(*at, &["not"]));
    }
    let kept = without_dates(document, &kept, whens, when);
    let mut kept = trimmed(document, headline::led_in(document, &kept));
    // "There will be a minute's silence" names the silence.
    if let [there, _, be, _, ..] = kept[..]
        && document.is(there, &["there"])
        && document.is(be, &["be"])
    {
        kept = trimmed(document, &kept[3..]);
    }
    let marks = |at: &usize| matches!(document.kind(*at), Kind::OpenMark | Kind::StraightMark);
    let closed = kept
        .iter()
        .skip(1)
        .any(|at| matches!(document.kind(*at), Kind::CloseMark | Kind::StraightMark));
    if kept.first().is_some_and(marks) && !closed {
        kept.remove(0);
        kept = trimmed(document, &kept);
    }
    // "…, kick-off 12.30 p.m." tells of the hour.
    let tail = kept.len().saturating_sub(4);
    if let [comma, kick, ..] = kept[tail..]
        && tail > 0
        && document.kind(comma) == Kind::Comma
        && document.is(kick, &["kick", "tip"])
    {
        kept.truncate(tail);
    }
    let verb = kept
        .iter()
        .position(|at| {
            finite(document, *at)
                || words::is(document, *at, PLAN)
                || act::plans(document, *at)
                || act::settled(document, *at)
        })
        .unwrap_or(kept.len());
    let (phrase, rest) = kept.split_at(verb);
    let words = content(document, phrase);
    let event = phrase
        .iter()
        .any(|at| words::is(document, *at, EVENT | PART));
    let plain = rest.iter().take(5).find_map(|at| {
        let plan = words::is(document, *at, PLAN) && is_verb(document, *at);
        // "is expected to take evidence": what is planned is the verb after "to".
        if plan && document.is(at + 1, &["to"]) {
            return Some(words::is(document, at + 2, PLAIN) && !does(document, at + 2));
        }
        let happens = words::is(document, *at, PLAIN) && is_verb(document, *at);
        (plan || happens).then(|| plan || !does(document, *at))
    });
    let plain = plain.unwrap_or(false);
    if let Some(verb) = shared_verb(document, clause, &kept) {
        let (subject, rest) = kept.split_at(verb);
        return finished(&format!(
            "{} to {}",
            text(document, subject),
            text(document, rest)
        ));
    }
    if let Some(moved) = moved(document, &kept) {
        return render(document, &trimmed(document, moved));
    }
    if words >= 1 && (!says_more(document, rest) || event && plain && words >= 2) {
        return render(document, &trimmed(document, phrase));
    }
    headline::of(document, &kept)
}

/// Whether a verb that may say only that its subject happens has an object: "takes evidence", "begins a strike".
fn does(document: &Document, at: usize) -> bool {
    let takes = document.is(at, &["take", "takes"]);
    takes && !document.is(at + 1, &["place", "effect"])
        || document.is(at + 1, &["a", "an", "its", "their", "his", "her"])
            && (at + 2..at + 8)
                .take_while(|i| {
                    matches!(document.kind(*i), Kind::Word | Kind::Number | Kind::Hyphen)
                })
                .any(|i| words::is(document, i, EVENT))
}

/// Whether words say more of their subject than that it takes place, is planned, moved or called off.
fn says_more(document: &Document, rest: &[usize]) -> bool {
    rest.iter().any(|at| {
        // "takes over", not "takes place"
        if document.is(*at, &["take", "takes"]) && !document.is(at + 1, &["place"]) {
            return true;
        }
        !words::is(
            document,
            *at,
            WILL | BE | PAST | HAS | PLAN | PLAIN | MAYBE | GLUE | NOT | CANCEL | PUTOFF,
        ) && document.kind(*at) == Kind::Word
            && !document.is(
                *at,
                &[
                    "be",
                    "place",
                    "to",
                    "again",
                    "also",
                    "now",
                    "called",
                    "off",
                    "postponed",
                    "indefinitely",
                    "back",
                    "forward",
                    "have",
                    "taken",
                ],
            )
    })
}

/// Where the bare verb of a clause that shares its subject stands: "would discuss the bid on Monday and [inform]
/// shareholders on Friday".
fn shared_verb(document: &Document, clause: &Clause, tokens: &[usize]) -> Option<usize> {
    clause.subject.as_ref().filter(|_| clause.shared)?;
    let verb = tokens.iter().position(|at| *at == clause.body.start)?;
    let word = document.word(tokens[verb]);
    let bare = words::is(document, tokens[verb], words::VERB)
        && !word.ends_with('s')
        && !word.ends_with("ing")
        && !verb::participle_like(document, tokens[verb]);
    (verb > 0 && bare).then_some(verb)
}

/// What stands before "was moved", "has been extended": the session, whatever the clause says of the reasons.
fn moved<'a>(document: &Document, tokens: &'a [usize]) -> Option<&'a [usize]> {
    let act = tokens.iter().position(|at| {
        words::is(document, *at, CANCEL | PUTOFF | EXTEND) && act::moves(document, *at)
    })?;
    let verb = |at: &usize| words::is(document, *at, BE | HAS | PAST | WILL);
    let end = tokens[..act].iter().position(verb)?;
    if tokens[end..act]
        .iter()
        .any(|at| words::is(document, *at, NOT))
    {
        return None;
    }
    let named = tokens[..end]
        .iter()
        .any(|at| words::is(document, *at, EVENT | PART | words::TERM));
    named.then(|| &tokens[..end])
}

/// The title of a noun that the date qualifies: "the 8 August Rajya Sabha polls" gives "Rajya Sabha polls".
pub(super) fn qualified(
    document: &Document,
    clause: &Clause,
    when: &When,
    noun: usize,
) -> Option<String> {
    let from = when.tokens.end + usize::from(document.kind(when.tokens.end) == Kind::Possessive);
    let mut tokens: Vec<usize> = (from..noun + 1).collect();
    if content(document, &tokens) < 2 {
        // "the July 31 deadline to complete the assessment"
        let end = (noun + 1..clause.body.end.min(noun + 9))
            .find(|at| {
                document.kind(*at) != Kind::Word
                    || finite(document, *at)
                    || words::reports(document, *at)
            })
            .unwrap_or(clause.body.end.min(noun + 9));
        let more = document.is(
            noun + 1,
            &[
                "to", "on", "for", "of", "in", "with", "between", "over", "at", "against",
                "before", "into", "about",
            ],
        );
        if end <= noun + 1 || !more {
            return None;
        }
        tokens = (from..end).collect();
    }
    Some(render(document, &trimmed(document, &tokens)))
}

/// The last noun of the calendar in a stretch, with the words that belong to it: "Tuesday's confirmation hearing".
pub(super) fn event(document: &Document, tokens: Range<usize>) -> Option<Range<usize>> {
    let noun = tokens.clone().rev().find(|at| {
        let verb = words::is(document, *at, words::VERB) && is_verb(document, *at);
        words::is(document, *at, EVENT) && !verb
    })?;
    let mut start = noun;
    while start > tokens.start
        && (document.kind(start - 1) == Kind::Word
            // "a 48-hour walkout"
            || document.kind(start - 1) == Kind::Hyphen
            || document.kind(start - 1) == Kind::Number && document.kind(start) == Kind::Hyphen)
        && !words::is(document, start - 1, WILL | BE | PAST | HAS | GLUE)
        && !words::reports(document, start - 1)
        && !document.has(start - 1, lexicon::CONNECTIVE)
        && !document.is(
            start - 1,
            &[
                "a", "an", "its", "his", "her", "their", "that", "this", "and", "or", "of", "off",
                "before", "after", "until", "whose", "which", "who",
            ],
        )
        && !document.word(start - 1).ends_with("ed")
    {
        start -= 1;
    }
    // What it is about: "hearing for Dr. Voss", "talks with the union".
    let mut end = noun + 1;
    // "a run-off"
    if document.kind(end) == Kind::Hyphen && document.kind(end + 1) == Kind::Word {
        end += 2;
    }
    if document.is(
        end,
        &[
            "for", "on", "with", "of", "over", "into", "in", "between", "against",
        ],
    ) {
        let more = (end + 1..tokens.end)
            .find(|at| {
                document.kind(*at) != Kind::Word
                    || finite(document, *at)
                    || words::is(document, *at, PLAN)
            })
            .unwrap_or(tokens.end);
        if more - end <= 6 {
            end = more;
        }
    }
    Some(start..end)
}

/// A title of two stretches, trimmed.
pub(super) fn of_parts(document: &Document, who: Range<usize>, what: Range<usize>) -> String {
    let tokens: Vec<usize> = who.chain(what).collect();
    render(document, &trimmed(document, &tokens))
}

/// The pronoun that a clause begins with.
pub(super) fn pronoun(document: &Document, body: &Range<usize>) -> Option<usize> {
    let first = body.clone().find(|at| document.kind(*at) == Kind::Word)?;
    document
        .is(first, &["it", "he", "she", "they"])
        .then_some(first)
}

fn content(document: &Document, tokens: &[usize]) -> usize {
    tokens
        .iter()
        .filter(|at| document.kind(**at) == Kind::Word && !document.has(**at, lexicon::COMMON))
        .count()
}

/// What follows "will feature": from the verb to the next mark, verb or "-ing"; of a name, only the name.
fn programme(document: &Document, clause: &Clause) -> Option<Vec<usize>> {
    let verb = clause
        .body
        .clone()
        .find(|at| words::is(document, *at, FEATURE))?;
    let end = (verb + 1..clause.body.end)
        .find(|at| {
            matches!(
                document.kind(*at),
                Kind::Comma | Kind::OpenMark | Kind::StraightMark | Kind::Dash
            ) || document.word(*at).ends_with("ing")
                && !document.tokens[*at].capital()
                && !words::is(document, *at, EVENT)
                || finite(document, *at)
        })
        .unwrap_or(clause.body.end);
    let event = (verb + 1..end).find(|at| words::is(document, *at, EVENT))?;
    let mut start = verb + 1;
    if document.tokens[event].capital() {
        start = event;
        while start > verb + 1
            && (document.tokens[start - 1].capital()
                || matches!(
                    document.kind(start - 1),
                    Kind::Hyphen | Kind::Possessive | Kind::SingleClose
                ))
        {
            start -= 1;
        }
    }
    Some(trimmed(document, &(start..end).collect::<Vec<_>>()))
}
