//! Blocks: the headline, headings, paragraphs, captions, embedded posts and their signatures.
//!
//! A line is a block, since news text has one paragraph a line with or without an empty line between. Only where a text
//! is hard-wrapped (most lines break in the middle of a sentence) do empty lines alone cut it.

use std::ops::Range;

use super::document::Document;
use super::lexicon::{ROLE, TITLE};
use super::token::Kind;

/// The most blocks. In a text with more of them the rest is one block.
const LIMIT: usize = 200_000;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The article's headline.
    Title,
    /// A heading within the text: a short line without a final stop.
    Heading,
    /// `By Jane Doe`.
    Byline,
    /// A picture's caption.
    Caption,
    /// An item of a list.
    Item,
    /// The text of an embedded post. The next block is its signature.
    Post,
    /// `— Name (@handle) March 4, 2025`.
    Signature,
    /// Anything else.
    Paragraph,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its tokens, without the line breaks around it.
    pub tokens: Range<usize>,
    /// The tokens of a date line at its start, such as `KABUL (Reuters) —`; empty for most.
    pub dateline: Range<usize>,
}

/// Cuts a document's tokens into blocks.
#[must_use]
pub fn blocks(document: &Document, title: Option<&str>) -> Vec<Block> {
    let tokens = &document.tokens;
    let wrapped = is_wrapped(document);
    let mut out: Vec<Block> = Vec::new();
    let mut start = 0;
    for at in 0..=tokens.len() {
        let cuts = match tokens.get(at) {
            None => true,
            Some(token) => {
                token.kind == Kind::Newline
                    && out.len() < LIMIT
                    && (!wrapped || token.blank_line() || line_stands_alone(document, at + 1))
            }
        };
        if !cuts {
            continue;
        }
        let first = (start..at).find(|i| tokens[*i].kind != Kind::Newline);
        if let Some(first) = first {
            let last = (first..at)
                .rfind(|i| tokens[*i].kind != Kind::Newline)
                .unwrap_or(first);
            let range = first..last + 1;
            match inline_signature(document, &range) {
                Some(cut) if cut > range.start => {
                    push(document, &mut out, range.start..cut);
                    push(document, &mut out, cut..range.end);
                }
                _ => push(document, &mut out, range),
            }
        }
        start = at + 1;
    }
    classify_by_place(document, title, &mut out);
    out
}

fn push(document: &Document, out: &mut Vec<Block>, tokens: Range<usize>) {
    let kind = if is_signature(document, &tokens) {
        BlockKind::Signature
    } else if is_byline(document, &tokens) {
        BlockKind::Byline
    } else if is_item(document, &tokens) {
        BlockKind::Item
    } else if is_caption(document, &tokens) {
        BlockKind::Caption
    } else {
        BlockKind::Paragraph
    };
    let start = tokens.start;
    out.push(Block {
        kind,
        tokens,
        dateline: start..start,
    });
}

/// Whether line breaks fall within sentences: three lines in ten or more go on with a small letter.
fn is_wrapped(document: &Document) -> bool {
    let tokens = &document.tokens;
    let mut breaks = 0;
    let mut soft = 0;
    for at in 1..tokens.len().saturating_sub(1) {
        if tokens[at].kind != Kind::Newline || tokens[at].blank_line() {
            continue;
        }
        breaks += 1;
        let before = matches!(tokens[at - 1].kind, Kind::Word | Kind::Comma | Kind::Number);
        let after = &tokens[at + 1];
        if before && after.kind == Kind::Word && !after.capital() {
            soft += 1;
        }
    }
    soft >= 2 && soft * 10 >= breaks * 3
}

/// In a wrapped text, a post's signature still has its own line.
fn line_stands_alone(document: &Document, first: usize) -> bool {
    document.kind(first) == Kind::Dash && line_has_handle(document, first)
}

fn line_has_handle(document: &Document, first: usize) -> bool {
    (first..first + 14)
        .take_while(|i| document.kind(*i) != Kind::Newline)
        .any(|i| document.kind(i) == Kind::Handle)
}

/// `— Name (@handle) March 4, 2025`: a dash, at most ten tokens, a handle in brackets.
fn is_signature(document: &Document, tokens: &Range<usize>) -> bool {
    let dash = document.kind(tokens.start) == Kind::Dash
        || document.word(tokens.start) == "-"
        || document.word(tokens.start) == "&"
            && document.slice(tokens.start..(tokens.start + 3).min(tokens.end)) == "&mdash;";
    dash && tokens.len() < 30
        && (tokens.start + 1..(tokens.start + 12).min(tokens.end))
            .any(|i| document.kind(i) == Kind::Handle && document.kind(i - 1) == Kind::OpenBracket)
}

/// The token at which a signature begins at the end of a post's own line.
fn inline_signature(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let from = tokens.end.saturating_sub(26).max(tokens.start + 1);
    let handle = (from..tokens.end).rfind(|i| {
        document.kind(*i) == Kind::Handle
            && document.kind(i - 1) == Kind::OpenBracket
            && document.kind(i + 1) == Kind::CloseBracket
    })?;
    let dash = (handle.saturating_sub(10).max(tokens.start)..handle)
        .rfind(|i| document.kind(*i) == Kind::Dash)?;
    // After the handle only a date may follow.
    let rest = handle + 2..tokens.end;
    let dated = rest.clone().any(|i| document.kind(i) == Kind::Number);
    (dated && rest.len() <= 8).then_some(dash)
}

/// `By Jane Doe`, `From Jane Doe, Warri`, `(Reporting by Jane Doe; editing by …)`.
fn is_byline(document: &Document, tokens: &Range<usize>) -> bool {
    let named = |at: usize| {
        document
            .tokens
            .get(at)
            .is_some_and(|t| t.capital() && t.is_word())
    };
    let short = tokens.len() <= 14
        && document.is(tokens.start, &["by", "from"])
        && document.tokens[tokens.start].capital()
        && named(tokens.start + 1)
        && document.kind(tokens.end - 1) != Kind::Stop;
    short || is_credit(document, tokens)
}

/// Who wrote and edited an article, as agencies put it at the end.
fn is_credit(document: &Document, tokens: &Range<usize>) -> bool {
    let mut at = tokens.start;
    while at < tokens.end && !document.tokens[at].is_word() && at < tokens.start + 2 {
        at += 1;
    }
    if document.is(at, &["additional"]) {
        at += 1;
    }
    tokens.len() <= 60
        && document.is(
            at,
            &[
                "reporting",
                "editing",
                "writing",
                "written",
                "edited",
                "compiled",
                "reported",
                "translated",
                "photography",
                "photographs",
                "graphics",
                "research",
            ],
        )
        && document.is(at + 1, &["by", "from", "and"])
        && (at + 2..tokens.end.min(at + 6))
            .any(|i| document.tokens[i].is_word() && document.tokens[i].capital())
}

fn is_item(document: &Document, tokens: &Range<usize>) -> bool {
    tokens.len() > 1
        && (document.is(tokens.start, &["•", "*", "·", "▪", "◦", "●", "■"])
            || document.is(tokens.start, &["-"])
                && document.tokens[tokens.start + 1].space_before())
}

fn is_caption(document: &Document, tokens: &Range<usize>) -> bool {
    document.is(
        tokens.start,
        &["photo", "image", "caption", "picture", "video"],
    ) && matches!(document.kind(tokens.start + 1), Kind::Colon)
        || tokens.len() < 80
            && document.kind(tokens.end - 1) == Kind::CloseBracket
            && (tokens.end.saturating_sub(10)..tokens.end)
                .any(|i| document.is(i, &["photo", "image", "picture"]))
}

/// What only neighbours tell: the headline, headings, posts before their signatures, date lines.
fn classify_by_place(document: &Document, title: Option<&str>, blocks: &mut [Block]) {
    let title = title.map(str::trim).filter(|t| !t.is_empty());
    for at in 0..blocks.len() {
        let tokens = blocks[at].tokens.clone();
        if blocks[at].kind == BlockKind::Signature && at > 0 {
            let before = &mut blocks[at - 1];
            if before.kind == BlockKind::Paragraph {
                before.kind = BlockKind::Post;
            }
            continue;
        }
        if blocks[at].kind != BlockKind::Paragraph {
            continue;
        }
        if at < 3 && title == Some(document.slice(tokens.clone()).trim()) {
            blocks[at].kind = BlockKind::Title;
        } else if blocks.len() > 1 && is_heading(document, &tokens) {
            blocks[at].kind = if at == 0 {
                BlockKind::Title
            } else {
                BlockKind::Heading
            };
        } else if let Some(end) = dateline(document, &tokens)
            && at < 8
        {
            blocks[at].dateline = tokens.start..end;
        }
    }
}

/// A short line that begins with a capital and has no end of a sentence.
fn is_heading(document: &Document, tokens: &Range<usize>) -> bool {
    tokens.len() <= 16
        && document.tokens[tokens.start].capital()
        && !matches!(
            document.kind(tokens.end - 1),
            Kind::Stop
                | Kind::Colon
                | Kind::Comma
                | Kind::CloseMark
                | Kind::StraightMark
                | Kind::SingleClose
        )
        && !tokens
            .clone()
            .any(|i| matches!(document.kind(i), Kind::Handle | Kind::Link))
}

/// The end of a date line: a place in capitals or capitalised, perhaps an agency or a date, and a dash.
fn dateline(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let mut words = 0;
    for at in tokens.start..tokens.end.min(tokens.start + 16) {
        let token = &document.tokens[at];
        match token.kind {
            Kind::Word if token.capital() => words += 1,
            Kind::Word if document.is(at, &["and", "of", "the", "al"]) && at > tokens.start => {}
            Kind::Number
            | Kind::Comma
            | Kind::OpenBracket
            | Kind::CloseBracket
            | Kind::Ordinal
            | Kind::Sign
            | Kind::Hyphen
                if at > tokens.start => {}
            Kind::Stop if at > tokens.start && words <= 2 => {}
            // `NEW DELHI: The cabinet …`
            Kind::Colon
                if words > 0
                    && words <= 3
                    && at + 1 < tokens.end
                    && document.tokens[at + 1].capital()
                    && (tokens.start..at).all(|i| {
                        document.kind(i) != Kind::Word
                            || document.tokens[i].upper() && !document.has(i, TITLE | ROLE)
                    }) =>
            {
                return Some(at + 1);
            }
            Kind::Dash if words > 0 && at + 1 < tokens.end => {
                let upper = document.tokens[tokens.start].upper();
                let agency = (tokens.start..at).any(|i| document.kind(i) == Kind::OpenBracket);
                let capital = document.tokens[at + 1].capital()
                    || matches!(document.kind(at + 1), Kind::OpenMark | Kind::StraightMark);
                return (upper || agency || words <= 3 && capital && token.space_before())
                    .then_some(at + 1);
            }
            _ => return None,
        }
    }
    None
}
