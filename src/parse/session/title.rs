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
use super::headline;
use super::verb::{finite, is_verb};
use super::when::When;
use super::words::{
    self, BE, CANCEL, EVENT, FEATURE, GLUE, HAS, MAYBE, NOT, PART, PAST, PLAIN, PLAN, PUTOFF, WILL,
};

/// The most characters of a title.
const LONGEST: usize = 90;

/// Words that a cut title must not end with.
const HANGING: [&str; 24] = [
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "with", "by", "and", "or", "from",
    "whether", "that", "which", "who", "as", "into", "its", "his", "her", "their",
];

/// Words that begin a phrase of a title.
const PHRASES: [&str; 16] = [
    " by ",
    " with ",
    " for ",
    " on ",
    " in ",
    " at ",
    " from ",
    " after ",
    " before ",
    " over ",
    " into ",
    " between ",
    " to ",
    " whether ",
    " that ",
    " as ",
];

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
        body.start = pronoun + 1;
    }
    kept.extend(body);
    let kept = without_dates(document, &kept, whens, when);
    let mut kept = trimmed(document, &kept);
    let marks = |at: &usize| matches!(document.kind(*at), Kind::OpenMark | Kind::StraightMark);
    let closed = kept
        .iter()
        .skip(1)
        .any(|at| matches!(document.kind(*at), Kind::CloseMark | Kind::StraightMark));
    if kept.first().is_some_and(marks) && !closed {
        kept.remove(0);
        kept = trimmed(document, &kept);
    }
    let verb = kept
        .iter()
        .position(|at| finite(document, *at) || words::is(document, *at, PLAN))
        .unwrap_or(kept.len());
    let (phrase, rest) = kept.split_at(verb);
    let says_more = rest.iter().any(|at| {
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
    });
    let words = content(document, phrase);
    let event = phrase
        .iter()
        .any(|at| words::is(document, *at, EVENT | PART));
    let plain = rest
        .iter()
        .take(5)
        .any(|at| words::is(document, *at, PLAIN | PLAN) && is_verb(document, *at));
    if words >= 1 && (!says_more || event && plain && words >= 2) {
        return render(document, &trimmed(document, phrase));
    }
    headline::of(document, &kept)
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
    let noun = tokens
        .clone()
        .rev()
        .find(|at| words::is(document, *at, EVENT) && !is_verb(document, *at))?;
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
                "a", "an", "its", "his", "her", "their", "that", "this", "and", "or", "of",
            ],
        )
        && !document.word(start - 1).ends_with("ed")
    {
        start -= 1;
    }
    // What it is about: "hearing for Dr. Voss", "talks with the union".
    let mut end = noun + 1;
    if document.is(end, &["for", "on", "with", "of", "over", "into", "in"]) {
        let more = (end + 1..tokens.end)
            .find(|at| document.kind(*at) != Kind::Word || finite(document, *at))
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

/// Leaves out dates with the words that tie them to the rest, bracketed clock times, and "local time".
fn without_dates(
    document: &Document,
    tokens: &[usize],
    whens: &[When],
    judged: &When,
) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(tokens.len());
    let mut skip_to = 0;
    for at in tokens {
        if *at < skip_to {
            continue;
        }
        if let Some(when) = whens.iter().find(|when| when.tokens.contains(at))
            && (when.start.first == when.start.last || when.tokens == judged.tokens)
        {
            skip_to = when.tokens.end;
            while document.is(skip_to, &["local", "time"])
                || document.kind(skip_to) == Kind::CloseBracket
            {
                skip_to += 1;
            }
            while let Some(last) = out.last()
                && (words::is(document, *last, GLUE) || document.kind(*last) == Kind::OpenBracket)
            {
                out.pop();
            }
            // "A strike set for Monday": the plan goes with its date, unless it is the clause's verb.
            if let [.., before, last] = out[..]
                && words::is(document, last, PLAN)
                && !words::is(document, before, BE | HAS | PAST | WILL)
                && !document.is(before, &["been", "to"])
            {
                out.pop();
            }
            // A possessive date: "Friday's vote".
            if document.kind(skip_to) == Kind::Possessive {
                skip_to += 1;
            }
            continue;
        }
        out.push(*at);
    }
    out
}

/// Leaves out marks, articles and joining words at the head, marks and empty words at the tail.
fn trimmed(document: &Document, tokens: &[usize]) -> Vec<usize> {
    let empty_head = |at: &usize| {
        document.kind(*at) != Kind::Word
            && !matches!(
                document.kind(*at),
                Kind::Number | Kind::Ordinal | Kind::OpenMark | Kind::StraightMark
            )
            || document.has(*at, lexicon::CONNECTIVE)
            || document.is(
                *at,
                &[
                    "the",
                    "a",
                    "an",
                    "that",
                    "of",
                    "in",
                    "on",
                    "at",
                    "for",
                    "by",
                    "as",
                    "to",
                    "where",
                    "who",
                    "which",
                    "including",
                    "said",
                    "says",
                ],
            )
            || words::is(document, *at, NOT)
    };
    let empty_tail = |at: &usize| {
        matches!(
            document.kind(*at),
            Kind::Comma
                | Kind::Stop
                | Kind::Dash
                | Kind::Colon
                | Kind::Semicolon
                | Kind::Newline
                | Kind::OpenBracket
        ) || words::is(document, *at, GLUE | WILL | BE | HAS)
            && !document.is(*at, &["again", "late"])
            || document.is(*at, &["and", "but", "or", "a", "an", "with"])
    };
    let start = tokens
        .iter()
        .position(|at| !empty_head(at))
        .unwrap_or(tokens.len());
    let end = tokens
        .iter()
        .rposition(|at| !empty_tail(at))
        .map_or(start, |last| last + 1);
    tokens[start..end.max(start)].to_vec()
}

/// The tokens as a title.
fn render(document: &Document, tokens: &[usize]) -> String {
    finished(&text(document, tokens))
}

/// The tokens as text: as in the article where they stand together, one blank where something was left out.
pub(super) fn text(document: &Document, tokens: &[usize]) -> String {
    let mut out = String::new();
    let mut from = 0;
    while from < tokens.len() {
        let mut to = from + 1;
        while to < tokens.len() && tokens[to] == tokens[to - 1] + 1 {
            to += 1;
        }
        let piece = document.slice(tokens[from]..tokens[to - 1] + 1).trim();
        let marks = piece.starts_with([',', '.', ';', ':', ')', '\'', '’']);
        if !out.is_empty() && !piece.is_empty() && !marks {
            out.push(' ');
        }
        out.push_str(piece);
        from = to;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as a title: not too long, without marks at its ends, with a capital.
pub(super) fn finished(text: &str) -> String {
    let mut out = text.to_owned();
    if out.chars().count() > LONGEST {
        let cut = out
            .char_indices()
            .nth(LONGEST)
            .map_or(out.len(), |(at, _)| at);
        let cut = out[..cut].rfind([',', ' ']).unwrap_or(cut);
        out.truncate(cut);
        // The phrase that was cut goes whole: "on the truce by the special …".
        if let Some(phrase) = PHRASES.iter().filter_map(|word| out.rfind(word)).max()
            && phrase > out.len() / 2
        {
            out.truncate(phrase);
        }
        // No title ends in the middle of "to decide whether …".
        while let Some((head, last)) = out.rsplit_once(' ')
            && HANGING.contains(&last.to_lowercase().as_str())
        {
            out.truncate(head.len());
        }
    }
    let out = out.trim_matches(|c: char| {
        matches!(c, ',' | ';' | ':' | '.' | '-' | '–' | '—') || c.is_whitespace()
    });
    let mut chars = out.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
