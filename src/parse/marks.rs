//! Quotation marks: which opens, which closes, and what stands between.
//!
//! Marks are paired paragraph by paragraph in one pass. An open mark at the end of a paragraph is carried on when the
//! next paragraph begins with a mark again, as newspapers do; otherwise the stretch ends with the paragraph. A closing
//! mark without its opening one starts at the sentence's beginning. No mark makes the reader give up.

use std::ops::Range;

use super::block::BlockKind;
use super::document::Document;
use super::token::Kind;

/// The most stretches that are read.
const LIMIT: usize = 200_000;

/// A stretch in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The tokens with the marks.
    pub tokens: Range<usize>,
    /// The tokens between the marks.
    pub inner: Range<usize>,
    /// The number of its block.
    pub block: usize,
    /// It has an opening mark (false where only the closing one was found).
    pub opened: bool,
    /// It has a closing mark (false where the paragraph or the text ends first).
    pub closed: bool,
    /// It goes on with the quotation that the paragraph before left open.
    pub continues: bool,
    /// Single marks: `‘…’`.
    pub single: bool,
}

/// Finds every stretch in a document whose tokens and blocks are known.
#[must_use]
pub fn stretches(document: &Document) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut carried = false;
    let mut unmarked = false;
    for (number, block) in document.blocks.iter().enumerate() {
        if out.len() >= LIMIT {
            break;
        }
        let before = out.len();
        if unmarked {
            // The paragraph before left its mark open, and a later one closes it.
            let close = first_mark(document, number);
            let tokens = &block.tokens;
            let (end, inner) = close.map_or((tokens.end, tokens.end), |at| (at + 1, at));
            push(
                &mut out,
                number,
                tokens.start..end,
                tokens.start..inner,
                false,
                close.is_some(),
                true,
            );
            if let Some(close) = close {
                unmarked = false;
                pair(document, number, close + 1, false, &mut out);
            } else {
                continue;
            }
        } else {
            pair(document, number, block.tokens.start, carried, &mut out);
        }
        if block.kind == BlockKind::Signature {
            continue;
        }
        let open_end = out.len() > before && out.last().is_some_and(|s: &Stretch| !s.closed);
        let next_opens = document
            .blocks
            .get(number + 1)
            .is_some_and(|next| opens(document, next.tokens.start));
        carried = open_end && next_opens;
        unmarked = open_end && !next_opens && closes_later(document, number + 1);
    }
    out
}

/// Whether the token can open a quotation at the start of a paragraph.
fn opens(document: &Document, at: usize) -> bool {
    matches!(document.kind(at), Kind::OpenMark | Kind::StraightMark)
        || document.kind(at) == Kind::CloseMark && document.word(at) != "''"
}

fn glued_after(document: &Document, at: usize) -> bool {
    document
        .tokens
        .get(at + 1)
        .is_some_and(|next| !next.space_before() && next.kind != Kind::Newline)
}

/// The block's first double mark.
fn first_mark(document: &Document, block: usize) -> Option<usize> {
    document.blocks[block].tokens.clone().find(|i| {
        matches!(
            document.kind(*i),
            Kind::OpenMark | Kind::CloseMark | Kind::StraightMark
        )
    })
}

/// Whether the first mark within the next few paragraphs is a closing one.
fn closes_later(document: &Document, block: usize) -> bool {
    for number in block..document.blocks.len().min(block + 4) {
        if document.blocks[number].kind != BlockKind::Paragraph {
            return false;
        }
        if let Some(at) = first_mark(document, number) {
            return match document.kind(at) {
                Kind::CloseMark => !document.tokens[at].space_before(),
                Kind::StraightMark => {
                    !document.tokens[at].space_before()
                        && matches!(document.kind(at - 1), Kind::Stop | Kind::Comma)
                }
                _ => false,
            };
        }
    }
    false
}

fn pair(document: &Document, number: usize, start: usize, carried: bool, out: &mut Vec<Stretch>) {
    let block = &document.blocks[number];
    let end = block.tokens.end;
    if start >= end {
        return;
    }
    let mut open: Option<usize> = None;
    let mut single: Option<usize> = None;
    let mut free_from = start;
    let mut at = start;
    while at < end && out.len() < LIMIT {
        let kind = document.kind(at);
        let space = document.tokens[at].space_before();
        let glued = glued_after(document, at);
        // `<post date="…">`: what stands in marks after an equals sign is markup.
        if kind == Kind::StraightMark
            && open.is_none()
            && at > start
            && document.word(at - 1) == "="
        {
            match (at + 1..end.min(at + 40)).find(|i| document.kind(*i) == Kind::StraightMark) {
                Some(close) => {
                    at = close + 1;
                    continue;
                }
                None => {
                    at += 1;
                    continue;
                }
            }
        }
        let role = match kind {
            Kind::OpenMark => Role::Opens,
            Kind::CloseMark if open.is_none() && space && glued => Role::Opens,
            Kind::CloseMark => Role::Closes,
            Kind::StraightMark if open.is_none() => {
                let closing = !space
                    && at > start
                    && (!glued || matches!(document.kind(at - 1), Kind::Comma | Kind::Stop));
                if closing { Role::Closes } else { Role::Opens }
            }
            Kind::StraightMark => {
                let opening = space && glued && at + 1 < end && document.tokens[at + 1].is_word();
                let after_end = matches!(
                    document.kind(at - 1),
                    Kind::Comma | Kind::Colon | Kind::Stop | Kind::Word
                );
                if opening && after_end && open.is_some_and(|o| has_stop(document, o + 1..at)) {
                    Role::Reopens
                } else {
                    Role::Closes
                }
            }
            Kind::SingleOpen
                if open.is_none()
                    && single
                        .is_none_or(|first| out.last().is_some_and(|s| s.tokens.start > first)) =>
            {
                single = Some(at);
                Role::None
            }
            Kind::SingleClose if open.is_none() => {
                let within = |s: &Stretch, first: usize| s.tokens.start > first;
                let nested = single.is_some_and(|f| out.last().is_some_and(|s| within(s, f)));
                if let Some(first) = single
                    && closes_single(document, first, at)
                    && (!nested || holds_marks(document, first, at))
                {
                    // `‘He said “not today”,’ she recalled`: the double marks are the inner ones.
                    while out.last().is_some_and(|s| within(s, first)) {
                        out.pop();
                    }
                    out.push(Stretch {
                        tokens: first..at + 1,
                        inner: first + 1..at,
                        block: number,
                        opened: true,
                        closed: true,
                        continues: false,
                        single: true,
                    });
                    single = None;
                    free_from = at + 1;
                }
                Role::None
            }
            _ => Role::None,
        };
        match role {
            Role::None => {}
            Role::Opens if open.is_none() => {
                open = Some(at);
            }
            Role::Opens => {}
            Role::Reopens => {
                if let Some(first) = open {
                    let cut = last_stop(document, first + 1..at) + 1;
                    push(
                        out,
                        number,
                        first..cut,
                        first + 1..cut,
                        true,
                        false,
                        carried && first == start,
                    );
                    free_from = cut;
                }
                open = Some(at);
            }
            Role::Closes => {
                if let Some(first) = open.take() {
                    push(
                        out,
                        number,
                        first..at + 1,
                        first + 1..at,
                        true,
                        true,
                        carried && first == start,
                    );
                } else {
                    let from = sentence_start(document, free_from, at);
                    if at > from {
                        push(out, number, from..at + 1, from..at, false, true, false);
                    }
                }
                free_from = at + 1;
            }
        }
        at += 1;
    }
    if let Some(first) = open
        && first + 1 < end
    {
        // `"The road is gone, said Amina Yusuf.`: the closing mark is missing before the cue.
        let end = (first + 4..end.saturating_sub(2))
            .rfind(|i| {
                document.kind(*i) == Kind::Comma
                    && document.is(i + 1, &["said", "says", "added"])
                    && document.tokens[i + 2].capital()
            })
            .unwrap_or(end);
        push(
            out,
            number,
            first..end,
            first + 1..end,
            true,
            false,
            carried && first == start,
        );
    }
}

#[derive(Clone, Copy)]
enum Role {
    None,
    Opens,
    Closes,
    /// Opens while the one before was never closed.
    Reopens,
}

fn push(
    out: &mut Vec<Stretch>,
    block: usize,
    tokens: Range<usize>,
    inner: Range<usize>,
    opened: bool,
    closed: bool,
    continues: bool,
) {
    out.push(Stretch {
        tokens,
        inner,
        block,
        opened,
        closed,
        continues,
        single: false,
    });
}

fn has_stop(document: &Document, tokens: Range<usize>) -> bool {
    tokens
        .clone()
        .any(|i| matches!(document.kind(i), Kind::Stop | Kind::Comma))
}

fn last_stop(document: &Document, tokens: Range<usize>) -> usize {
    tokens
        .clone()
        .rfind(|i| matches!(document.kind(*i), Kind::Stop | Kind::Comma))
        .unwrap_or(tokens.start)
}

/// Whether single marks can hold double ones: a sentence's beginning, and an end as speech has it.
fn holds_marks(document: &Document, first: usize, at: usize) -> bool {
    document.tokens[first + 1].capital()
        && matches!(
            document.kind(at - 1),
            Kind::Comma | Kind::Stop | Kind::CloseMark | Kind::StraightMark
        )
        && !matches!(document.kind(at + 1), Kind::Number)
}

/// A single mark closes unless it is the plural's possessive: after an s it wants a stop, a comma or the block's end.
fn closes_single(document: &Document, first: usize, at: usize) -> bool {
    if at == first + 1 {
        return false;
    }
    let before = document.kind(at - 1);
    if matches!(before, Kind::Comma | Kind::Stop) {
        return true;
    }
    let plural = document.word(at - 1).ends_with('s');
    !plural || !matches!(document.kind(at + 1), Kind::Word | Kind::Number)
}

fn sentence_start(document: &Document, from: usize, at: usize) -> usize {
    let inside = from..at.saturating_sub(1).max(from);
    match inside
        .clone()
        .rfind(|i| document.kind(*i) == Kind::Stop && document.kind(i + 1) == Kind::Word)
    {
        Some(stop) => stop + 1,
        None => from,
    }
}
