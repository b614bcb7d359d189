//! Wording: the tokens of a title as text, without its dates, without what hangs loose at its ends, not too long.

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::when::When;
use super::words::{self, BE, EVENT, FORMER, GLUE, HAS, MAKER, NOT, PAST, PLAN, WILL};

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

/// Leaves out dates with the words that tie them to the rest, bracketed clock times, and "local time".
pub(super) fn without_dates(
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
            // "have ten days to appeal"
            if when.counted && document.is(skip_to, &["to"]) {
                while let Some(last) = out.last()
                    && words::is(document, *last, HAS)
                {
                    out.pop();
                }
            }
            while document.is(skip_to, &["local", "time"])
                || document.kind(skip_to) == Kind::CloseBracket
            {
                skip_to += 1;
            }
            // "tickets for Saturday's concert" are for the concert.
            let owner = document.kind(skip_to) == Kind::Possessive;
            while let Some(last) = out.last()
                && !owner
                && (words::is(document, *last, GLUE) || document.kind(*last) == Kind::OpenBracket)
                && !particle(document, *last)
            {
                out.pop();
            }
            // "in the second week of November"
            if let [.., nth, part] = out[..]
                && document.is(part + 1, &["of", "in"])
                && document.is(part, &["week", "half", "days", "weeks"])
                && (words::is(document, nth, MAKER) || document.kind(nth) == Kind::Ordinal)
            {
                out.truncate(out.len() - 2);
                while let Some(last) = out.last()
                    && words::is(document, *last, GLUE)
                {
                    out.pop();
                }
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

/// A word that belongs to the verb before it: "is sworn in", "takes over".
fn particle(document: &Document, at: usize) -> bool {
    document.is(at, &["in", "over"])
        && document.is(
            at.wrapping_sub(1),
            &[
                "sworn", "swear", "swears", "take", "takes", "taken", "hand", "hands", "handed",
            ],
        )
}

/// Leaves out marks, articles and joining words at the head, marks and empty words at the tail.
pub(super) fn trimmed(document: &Document, tokens: &[usize]) -> Vec<usize> {
    let empty_head = |at: &usize| {
        // "by-election" is one word.
        if document.kind(*at) == Kind::Word && document.kind(at + 1) == Kind::Hyphen {
            return false;
        }
        document.kind(*at) != Kind::Word
            && !matches!(
                document.kind(*at),
                Kind::Number | Kind::Ordinal | Kind::OpenMark | Kind::StraightMark
            )
            || document.has(*at, lexicon::CONNECTIVE) && !document.is(*at, &["another"])
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
                    "sees",
                    "brings",
                    "see",
                    "bring",
                    "is",
                    "will",
                    "be",
                ],
            )
            // "No hearing will be held" names the hearing, but "No trains will run" needs its "no".
            || words::is(document, *at, NOT)
                && (at + 1..at + 4).any(|i| words::is(document, i, EVENT))
    };
    let empty_tail = |at: &usize| {
        if particle(document, *at) {
            return false;
        }
        matches!(
            document.kind(*at),
            Kind::Comma
                | Kind::Stop
                | Kind::Dash
                | Kind::Colon
                | Kind::Semicolon
                | Kind::Newline
                | Kind::OpenBracket
        )
            // "A hearing first set for Friday" is a hearing.
            || words::is(document, *at, GLUE | WILL | BE | HAS | FORMER)
                && !document.is(*at, &["again", "late"])
            || document.is(
                *at,
                &[
                    "and",
                    "but",
                    "or",
                    "a",
                    "an",
                    "with",
                    "before",
                    "after",
                    "he",
                    "she",
                    "it",
                    "they",
                    "rather",
                    "officially",
                    "formally",
                    "finally",
                    "now",
                    "that",
                    "instead",
                ],
            )
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
pub(super) fn render(document: &Document, tokens: &[usize]) -> String {
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
