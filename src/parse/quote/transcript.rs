//! Transcripts and interviews: paragraphs that begin with their speaker and a colon, `MAYOR BRANDT: I have not decided.`
//!
//! One such paragraph may be a date line or a list; where half of an article's paragraphs have a label, they are speech.

use std::ops::Range;

use super::{Found, trim};
use crate::article::QuoteKind;
use crate::parse::block::{Block, BlockKind};
use crate::parse::document::Document;
use crate::parse::token::Kind;

/// The fewest labelled paragraphs of a transcript.
const FEWEST: usize = 3;

/// Whether the article is a transcript.
pub(super) fn is_transcript(document: &Document) -> bool {
    let paragraphs = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph);
    let (mut all, mut labelled) = (0, 0);
    for block in paragraphs {
        all += 1;
        labelled += usize::from(label(document, block).is_some());
    }
    labelled >= FEWEST && labelled * 2 >= all
}

/// Adds the words of a labelled paragraph; whether it has a label.
pub(super) fn labelled(document: &Document, block: &Block, out: &mut Vec<Found>) -> bool {
    let Some(label) = label(document, block) else {
        return false;
    };
    let tokens = trim(document, label.end + 1..block.tokens.end);
    // `Q:` and `A:` say nothing of who speaks.
    let named = !document.is(label.start, &["q", "a", "question", "answer"]);
    if !tokens.is_empty() && named {
        out.push(Found {
            tokens,
            kind: QuoteKind::Direct,
            mention: Some(label),
            confidence: 0.9,
            said: None,
        });
    }
    true
}

/// Up to four capitalised words before a colon at the start of the paragraph.
fn label(document: &Document, block: &Block) -> Option<Range<usize>> {
    let start = block.tokens.start;
    let colon =
        (start + 1..block.tokens.end.min(start + 5)).find(|i| document.kind(*i) == Kind::Colon)?;
    let words =
        (start..colon).all(|i| document.kind(i) == Kind::Word && document.tokens[i].capital());
    (words && colon + 1 < block.tokens.end).then_some(start..colon)
}
