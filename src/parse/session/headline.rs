//! Headlines: a clause about what is to come, as a headline says it.
//!
//! "The finance committee is expected to meet to review the allocations" is a sentence; on a calendar one reads "Finance
//! committee to meet to review the allocations". The words stay the article's own, but for the "to" that headlines say
//! for "will". A plan that is denied or uncertain keeps its verb.

use super::super::document::Document;
use super::super::token::Kind;
use super::title::{finished, text};
use super::words::{self, BE, GLUE, PLAN};

/// The headline of a clause without its dates.
pub(super) fn of(document: &Document, tokens: &[usize]) -> String {
    let tokens = before_source(document, led_in(document, &unbracketed(document, tokens)));
    match plan(document, &tokens) {
        Some((subject, verb)) => finished(&format!(
            "{} to {}",
            text(document, &tokens[..subject]),
            text(document, without_aside(document, &tokens[verb..]))
        )),
        None => finished(&text(document, &tokens)),
    }
}

/// Where the subject ends and where the verb begins of "X will meet", "X is due to meet", "X are to meet".
fn plan(document: &Document, tokens: &[usize]) -> Option<(usize, usize)> {
    let subject = tokens.iter().position(|at| {
        words::is(document, *at, BE) || document.is(*at, &["was", "were", "will", "shall", "would"])
    })?;
    if subject == 0 {
        return None;
    }
    let adverb = |at: usize| {
        document.is(
            at,
            &[
                "also", "now", "then", "still", "both", "all", "next", "first", "again",
            ],
        ) || document.word(at).ends_with("ly") && !words::is(document, at, PLAN)
    };
    let skip = |mut place: usize| {
        while tokens.get(place).is_some_and(|at| adverb(*at)) {
            place += 1;
        }
        place
    };
    let mut verb = skip(subject + 1);
    if words::is(document, tokens[subject], BE) || document.is(tokens[subject], &["was", "were"]) {
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
        && !document.is(first, &["have"]);
    bare.then_some((subject, verb))
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
        .filter(|comma| *comma > 1)
        .unwrap_or(tokens.len());
    &tokens[..end]
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
fn led_in<'a>(document: &Document, tokens: &'a [usize]) -> &'a [usize] {
    /// The longest that leads in.
    const LONGEST: usize = 8;
    let leads = tokens.first().is_some_and(|at| {
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
        Some(comma) if leads && tokens.len() > comma + 3 => {
            let rest = &tokens[comma + 1..];
            let article = rest
                .first()
                .is_some_and(|at| document.is(*at, &["the", "a", "an"]));
            &rest[usize::from(article)..]
        }
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
