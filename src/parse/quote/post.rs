//! Embedded posts: the text of a post, signed `— Name (@handle) March 4, 2025` in the block that follows.

use std::ops::Range;

use super::{Found, trim};
use crate::article::QuoteKind;
use crate::parse::document::Document;
use crate::parse::token::Kind;
use crate::timex::Timex;

/// The months' names as signatures have them.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Adds the post in `block`.
pub(super) fn post(document: &Document, block: usize, out: &mut Vec<Found>) {
    let Some(signature) = document.blocks.get(block + 1) else {
        return;
    };
    let mut tokens = document.blocks[block].tokens.clone();
    while tokens.start < tokens.end && document.kind(tokens.end - 1) == Kind::Link {
        tokens.end -= 1;
    }
    let tokens = trim(document, tokens);
    if tokens.is_empty() {
        return;
    }
    let signature = signature.tokens.clone();
    out.push(Found {
        tokens,
        kind: QuoteKind::Post,
        mention: name(document, &signature),
        confidence: 0.98,
        said: day(document, &signature),
    });
}

/// The name between the dash and the bracket with the handle in a signature's tokens.
#[must_use]
pub fn name(document: &Document, signature: &Range<usize>) -> Option<Range<usize>> {
    let handle = signature
        .clone()
        .find(|i| document.kind(*i) == Kind::Handle)?;
    let first = signature.clone().find(|i| {
        matches!(document.kind(*i), Kind::Word | Kind::Number | Kind::Ordinal)
            && !document.is(*i, &["mdash"])
    })?;
    if first >= handle {
        return Some(handle..handle + 1);
    }
    let end = (first..handle).rfind(|i| document.kind(*i) != Kind::OpenBracket)? + 1;
    Some(first..end)
}

/// The day at the end of a signature.
fn day(document: &Document, signature: &Range<usize>) -> Option<Timex> {
    let at = signature.clone().find(|i| {
        document.tokens[*i].capital()
            && MONTHS.iter().any(|month| {
                month.eq_ignore_ascii_case(document.word(*i))
                    || month[..3].eq_ignore_ascii_case(document.word(*i).trim_end_matches('.'))
            })
    })?;
    let word = document.word(at).to_lowercase();
    let month = 1 + MONTHS.iter().position(|m| m.starts_with(&word[..3]))?;
    let number = |at: usize| document.word(at).parse::<u32>().ok();
    let mut numbers = (at + 1..signature.end).filter_map(number);
    let first = numbers.next()?;
    let (day, year) = match numbers.next() {
        Some(year) => (first, year),
        // `4 March 2025`
        None => (number(at.checked_sub(1)?)?, first),
    };
    Timex::new(format!("{year:04}-{month:02}-{day:02}")).ok()
}
