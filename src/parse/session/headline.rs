//! Headlines: a clause about what is to come, as a headline says it.
//!
//! "The finance committee is expected to meet to review the allocations" is a sentence; on a calendar one reads "Finance
//! committee to meet to review the allocations". The words stay the article's own, but for the "to" that headlines say
//! for "will". A plan that is denied or uncertain keeps its verb.

use super::super::document::Document;
use super::super::token::Kind;
use super::act::{participle, plans, settled};
use super::wording::{finished, text};
use super::words::{self, BE, GLUE, PLAN};

/// The headline of a clause without its dates.
pub(super) fn of(document: &Document, tokens: &[usize]) -> String {
    let tokens = before_source(document, &unbracketed(document, tokens));
    let tokens = without_comparison(document, tokens);
    // "Vigil is planned outside the hall"
    let planned = tokens.windows(3).position(|run| {
        (words::is(document, run[0], BE) || document.is(run[0], &["be", "been"]))
            && words::is(document, run[1], PLAN)
            && !document.is(run[2], &["up", "down", "aside", "off", "out"])
            && !document.is(run[2], &["to", "for", "in", "at", "back"])
    });
    let tokens = match planned.filter(|at| *at > 0) {
        Some(at) => [&tokens[..at], &tokens[at + 2..]].concat(),
        None => tokens,
    };
    match plan(document, &tokens) {
        Some((subject, to, verb)) => finished(&format!(
            "{} {to} {}",
            text(document, &tokens[..subject]),
            text(document, without_aside(document, &tokens[verb..]))
        )),
        None => finished(&text(document, &tokens)),
    }
}

/// Where the subject ends and where the verb begins of "X will meet", "X is due to meet", "X are to meet", "X have agreed
/// to meet", "X is sworn in", and what stands between them in a headline.
fn plan(document: &Document, tokens: &[usize]) -> Option<(usize, &'static str, usize)> {
    let subject = tokens.iter().position(|at| {
        words::is(document, *at, BE)
            || document.is(*at, &["was", "were", "will", "shall", "would"])
            || (plans(document, *at) || settled(document, *at)) && document.is(at + 1, &["to"])
            || words::is(document, *at, words::HAS) && settled(document, at + 1)
    })?;
    // "told the paper that he planned to": no headline has the pronoun.
    let pronoun =
        |place: usize| document.is(tokens[place], &["he", "she", "it", "they", "we", "i"]);
    if subject == 0 || subject > 1 && pronoun(subject - 1) {
        return None;
    }
    let passive = words::is(document, tokens[subject], BE)
        && tokens.get(subject + 1).is_some_and(|at| {
            participle(document.word(*at))
                && words::of_verb(document, *at, words::VERB)
                && !words::is(document, *at, PLAN | words::PUTOFF | words::CANCEL)
                && !document.is(*at, &["headed"])
        });
    if passive {
        return Some((subject, "to be", subject + 1));
    }
    let adverb = |at: usize| {
        document.is(
            at,
            &[
                "also", "now", "then", "still", "both", "all", "next", "first", "again",
            ],
        ) || document.word(at).ends_with("ly") && !words::is(document, at, PLAN | words::VERB)
    };
    let skip = |mut place: usize| {
        while tokens.get(place).is_some_and(|at| adverb(*at)) {
            place += 1;
        }
        place
    };
    let mut verb = skip(subject + 1);
    if words::is(document, tokens[subject], words::HAS) {
        verb = skip(verb + 2);
    } else if plans(document, tokens[subject]) || settled(document, tokens[subject]) {
        verb = skip(verb + 1);
    } else if words::is(document, tokens[subject], BE)
        || document.is(tokens[subject], &["was", "were"])
    {
        let planned = |at: &usize| {
            words::is(document, *at, PLAN) || document.is(*at, &["about", "likely", "supposed"])
        };
        if tokens.get(verb).is_some_and(planned) {
            verb = skip(verb + 1);
        }
        if !document.is(*tokens.get(verb)?, &["to"]) {
            return None;
        }
        verb = skip(verb + 1);
    }
    let first = *tokens.get(verb)?;
    let bare = document.kind(first) == Kind::Word
        && !words::is(document, first, words::NOT | GLUE)
        && !document.is(
            first,
            &[
                "have", "a", "an", "the", "new", "another", "more", "further",
            ],
        );
    bare.then_some((subject, "to", verb))
}

/// Without what is only added: "in Geneva, a month later than planned". The items of a list stay.
fn without_aside<'a>(document: &Document, tokens: &'a [usize]) -> &'a [usize] {
    let added = |pair: &[usize]| {
        document.kind(pair[0]) == Kind::Comma
            && (words::is(document, pair[1], words::JOINT)
                || document.is(
                    pair[1],
                    &[
                        "a", "an", "the", "where", "which", "who", "as", "with", "despite",
                    ],
                ))
    };
    let end = tokens
        .windows(2)
        .position(added)
        .filter(|comma| *comma > 0)
        .unwrap_or(tokens.len());
    &tokens[..end]
}

/// Without how early or late it is: ", two weeks ahead of schedule", ", later than planned".
fn without_comparison(document: &Document, tokens: Vec<usize>) -> Vec<usize> {
    /// The longest that compares.
    const LONGEST: usize = 9;
    let comma = |at: &usize| document.kind(*at) == Kind::Comma;
    let Some(compares) = tokens.windows(2).position(|pair| {
        document.is(pair[0], &["later", "earlier", "sooner"]) && document.is(pair[1], &["than"])
            || document.is(pair[0], &["ahead", "behind"])
                && (document.is(pair[1], &["schedule"])
                    || document.is(pair[1], &["of"]) && document.is(pair[1] + 1, &["schedule"]))
    }) else {
        return tokens;
    };
    let from = tokens[..compares].iter().rposition(comma);
    let Some(from) = from.filter(|from| *from > 0 && compares - from <= LONGEST) else {
        return tokens;
    };
    let to = tokens[compares..]
        .iter()
        .position(comma)
        .map_or(tokens.len(), |to| compares + to + 1);
    tokens[..from]
        .iter()
        .chain(&tokens[to..])
        .copied()
        .collect()
}

/// Without what stands in brackets: a short form, an aside.
fn unbracketed(document: &Document, tokens: &[usize]) -> Vec<usize> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut open = false;
    for at in tokens {
        match document.kind(*at) {
            Kind::OpenBracket => open = true,
            Kind::CloseBracket => open = false,
            _ if !open => out.push(*at),
            _ => {}
        }
    }
    out
}

/// Without what leads in to the subject: "Under the draft, a secretariat …".
pub(super) fn led_in<'a>(document: &Document, tokens: &'a [usize]) -> &'a [usize] {
    /// The longest that leads in.
    const LONGEST: usize = 10;
    let marks = tokens
        .iter()
        .take_while(|at| document.kind(**at) == Kind::Comma)
        .count();
    let tokens = &tokens[marks..];
    // "A year to the day after the avalanche, a monument …"
    let apart = tokens
        .iter()
        .take(LONGEST)
        .any(|at| document.is(*at, &["after", "before", "since"]))
        && tokens.iter().take(3).any(|at| {
            document.is(
                *at,
                &[
                    "year", "years", "week", "weeks", "day", "days", "month", "months",
                ],
            )
        });
    let leads = apart
        || tokens.first().is_some_and(|at| {
            document.is(
                *at,
                &[
                    "under", "after", "before", "as", "with", "despite", "amid", "for",
                ],
            )
        });
    let comma = tokens
        .iter()
        .take(LONGEST)
        .position(|at| document.kind(*at) == Kind::Comma);
    match comma {
        Some(comma) if leads && tokens.len() > comma + 3 => &tokens[comma + 1..],
        _ => tokens,
    }
}

/// Without what tells the source: ", according to two diplomats".
fn before_source(document: &Document, tokens: &[usize]) -> Vec<usize> {
    let end = tokens
        .iter()
        .position(|at| document.is(*at, &["according"]))
        .filter(|end| *end > 1)
        .unwrap_or(tokens.len());
    tokens[..end].to_vec()
}
