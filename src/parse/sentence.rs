//! Sentences: where one ends and the next begins.
//!
//! A stop ends a sentence unless it belongs to an abbreviation, an initial or a number, or stands within quotation
//! marks: `"I came. I saw," she said.` is one sentence. After a closing mark the next word decides.

use std::ops::Range;

use super::block::BlockKind;
use super::document::Document;
use super::lexicon;
use super::token::Kind;

/// The most tokens outside marks of one sentence. Real ones stay far below; the cap keeps the work on a text without
/// stops in proportion to its length.
const LONGEST: usize = 300;

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, closing marks and brackets included, a date line left out.
    pub tokens: Range<usize>,
    /// The number of its block.
    pub block: usize,
}

/// Cuts a document whose blocks and marks are known into sentences.
#[must_use]
pub fn sentences(document: &Document) -> Vec<Sentence> {
    let mut out = Vec::with_capacity(document.blocks.len() * 2);
    let mut stretch = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        let end = block.tokens.end;
        let mut start = block.dateline.end.max(block.tokens.start);
        let mut at = start;
        if block.kind == BlockKind::Signature {
            out.push(Sentence {
                tokens: start..end,
                block: number,
            });
            continue;
        }
        while at < end {
            while document
                .stretches
                .get(stretch)
                .is_some_and(|s| s.tokens.end <= at)
            {
                stretch += 1;
            }
            let quoted = document
                .stretches
                .get(stretch)
                .filter(|s| s.tokens.start <= at && at < s.tokens.end);
            let long = at - start >= LONGEST
                && quoted.is_none()
                && matches!(
                    document.kind(at),
                    Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Dash | Kind::Newline
                )
                || at - start >= 2 * LONGEST;
            let next = match quoted {
                Some(s) if long && start < s.tokens.start => Some(s.tokens.start),
                None if long => {
                    at += 1;
                    Some(at)
                }
                Some(s) => {
                    at = s.tokens.end;
                    let last = s.inner.end.max(s.inner.start + 1) - 1;
                    ends_after_marks(document, last, at, end).then_some(at)
                }
                None => {
                    at += 1;
                    ends_at(document, at - 1, end)
                }
            };
            if let Some(next) = next {
                out.push(Sentence {
                    tokens: start..next,
                    block: number,
                });
                start = next;
                at = next;
            }
        }
        if start < end {
            out.push(Sentence {
                tokens: start..end,
                block: number,
            });
        }
    }
    out
}

/// Whether a sentence ends with the stretch whose last inner token is `last`; `next` follows its closing mark.
fn ends_after_marks(document: &Document, last: usize, next: usize, end: usize) -> bool {
    if next >= end || document.kind(last) != Kind::Stop {
        return false;
    }
    let token = &document.tokens[next];
    let begins = matches!(
        token.kind,
        Kind::OpenMark | Kind::StraightMark | Kind::Number | Kind::SingleOpen
    ) || token.kind == Kind::Word && token.capital();
    if !begins {
        return false;
    }
    // `"Why now?" Wardak asked.` goes on, `"Not now." Wardak left.` does not.
    if document.word(last).ends_with(['!', '?']) {
        return !(next..end.min(next + 6))
            .take_while(|i| document.kind(*i) != Kind::Stop)
            .any(|i| document.has(i, lexicon::CUE));
    }
    true
}

/// Where the next sentence begins if one ends with the token `at`.
fn ends_at(document: &Document, at: usize, end: usize) -> Option<usize> {
    let token = &document.tokens[at];
    let mut next = at + 1;
    if token.kind == Kind::Word && token.abbreviation() {
        // `… in the U.S. The …`: an abbreviation ends a sentence only before a usual opener.
        let opener = document.tokens.get(next)?;
        let ends = next < end
            && opener.capital()
            && opener.space_before()
            && document.has(next, lexicon::FUNCTION)
            && !document.has(at, lexicon::TITLE)
            && opener.word != 0;
        // "… at 10 p.m. Results …", but "10 p.m. Eastern time", "10 a.m. GMT", "10 a.m. Friday".
        if next < end
            && document.is(at, &["a.m.", "p.m."])
            && opener.capital()
            && opener.space_before()
            && !opener.upper()
            && !document.has(next, lexicon::DATE_WORD)
            && !document.is(next + 1, &["time", "Standard", "Daylight"])
            && !document.is(
                next,
                &["Eastern", "Central", "Mountain", "Pacific", "Greenwich"],
            )
        {
            return Some(next);
        }
        let letters = document.word(at).len();
        return (ends && letters > 2).then_some(next);
    }
    if token.kind != Kind::Stop {
        return None;
    }
    while next < end
        && matches!(document.kind(next), Kind::CloseBracket | Kind::SingleClose)
        && !document.tokens[next].space_before()
    {
        next += 1;
    }
    if next >= end {
        return None;
    }
    let follower = &document.tokens[next];
    if !follower.space_before() && document.kind(next) != Kind::Newline {
        // A missing blank: `… the law.The …`.
        let glued = follower.capital() && document.tokens[at - usize::from(at > 0)].is_word();
        return glued.then_some(next);
    }
    let mut look = next;
    while look < end && document.kind(look) == Kind::Newline {
        look += 1;
    }
    let follower = document.tokens.get(look)?;
    if follower.kind == Kind::Word && !follower.capital() {
        // `…` and `...` within a sentence; other stops before a small letter are misprints or names like `iPhone`.
        return None;
    }
    Some(look)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let document = Document::new(text, None);
        let got: Vec<&str> = document
            .sentences
            .iter()
            .map(|s| document.slice(s.tokens.clone()))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn stops_of_abbreviations_and_decimals_end_nothing() {
        check(
            "Sen. J. Okafor paid $3.5 million in the U.S. last year. The U.S. Army agreed.",
            &[
                "Sen. J. Okafor paid $3.5 million in the U.S. last year.",
                "The U.S. Army agreed.",
            ],
        );
    }

    #[test]
    fn an_abbreviation_before_an_opener_ends_a_sentence() {
        check(
            "They live in the U.S. The rest stayed.",
            &["They live in the U.S.", "The rest stayed."],
        );
    }

    #[test]
    fn marks_hold_a_sentence_together() {
        check(
            "“We came. We saw,” Ms. Adeyemi said. “Why now?” Wardak asked. “Not now.” They left.",
            &[
                "“We came. We saw,” Ms. Adeyemi said.",
                "“Why now?” Wardak asked.",
                "“Not now.”",
                "They left.",
            ],
        );
    }

    #[test]
    fn a_date_line_is_no_part_of_the_sentence() {
        check("KABUL (Desk) — Rain fell.", &["Rain fell."]);
    }
}
