//! Quotes: who said what, in marks and without.
//!
//! The rules run as sieves, the most precise first (Muzny et al. 2017): a cue beside the marks, a cue elsewhere in the
//! sentence, the paragraph's speaker, the paragraph before. Each sentence is looked at once; what a later sentence needs
//! of an earlier one is kept in `Memory`.

mod clause;
mod extent;
mod marked;
mod post;
mod reported;
mod speaker;
mod title;
mod transcript;

pub use post::name as signer;
pub use speaker::read;

use marked::marked;

use std::ops::Range;

use super::block::BlockKind;
use super::cue::{self, Frame, Side, clause_subject};
use super::document::Document;
use super::token::Kind;
use super::view::{ItemKind, Run, View};
use crate::article::QuoteKind;
use crate::timex::Timex;

/// A quote as the rules found it, before its speaker is resolved to a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The words' tokens, without outer marks.
    pub tokens: Range<usize>,
    /// How the words are given.
    pub kind: QuoteKind,
    /// The tokens that point at the speaker.
    pub mention: Option<Range<usize>>,
    /// How sure the speaker is, from 0 to 1.
    pub confidence: f32,
    /// The day, for a post.
    pub said: Option<Timex>,
}

/// What one sentence leaves for the next.
#[derive(Debug, Default)]
struct Memory {
    /// The last speaker's mention, and the block in which it spoke.
    speaker: Option<(Range<usize>, usize)>,
    /// A sentence that ended in a colon: its speaker.
    colon: Option<(Range<usize>, usize)>,
    /// The subject of the last sentence, with its block.
    subject: Option<(Range<usize>, usize)>,
    /// Single marks hold more speech than double ones.
    british: bool,
    /// Quotes of an unclosed stretch that still wait for their speaker.
    waiting: Vec<usize>,
}

/// The most quotes that are given; an article has a few hundred at most.
const LIMIT: usize = 50_000;

/// Finds every quote of a document.
#[must_use]
pub fn quotes(document: &Document) -> Vec<Found> {
    let mut out = Vec::new();
    let single = document.stretches.iter().filter(|s| s.single).count();
    let mut memory = Memory {
        british: single * 2 > document.stretches.len(),
        ..Memory::default()
    };
    let mut stretch = 0;
    // The last paragraph of a transcript that is given whole.
    let mut whole = usize::MAX;
    let transcript = transcript::is_transcript(document);
    for sentence in &document.sentences {
        if out.len() >= LIMIT {
            break;
        }
        let block = &document.blocks[sentence.block];
        while document
            .stretches
            .get(stretch)
            .is_some_and(|s| s.tokens.end <= sentence.tokens.start)
        {
            stretch += 1;
        }
        match block.kind {
            BlockKind::Post => {
                if sentence.tokens.start == block.tokens.start {
                    post::post(document, sentence.block, &mut out);
                }
                continue;
            }
            BlockKind::Signature | BlockKind::Byline => continue,
            BlockKind::Paragraph if transcript => {
                let first = sentence.tokens.start == block.tokens.start;
                if first && transcript::labelled(document, block, &mut out) {
                    whole = sentence.block;
                }
                if whole == sentence.block {
                    continue;
                }
            }
            _ => {}
        }
        let view = View::new(document, sentence.tokens.clone(), stretch);
        let frames = cue::frames(&view);
        let before = out.len();
        answered(&view, &frames, sentence.block, &mut out);
        marked(&view, &frames, sentence.block, &mut memory, &mut out);
        if !matches!(block.kind, BlockKind::Title | BlockKind::Caption) {
            reported::reported(&view, &frames, &mut out);
        }
        remember(&view, &frames, sentence.block, &out[before..], &mut memory);
    }
    out.sort_by_key(|quote| (quote.tokens.start, quote.tokens.end));
    out.dedup_by(|b, a| a.tokens.start < b.tokens.end && b.tokens.start < a.tokens.end);
    out
}

/// `“…” Koofi said.`, where a full stop stands in the marks: the short sentence names the speaker of the one before.
fn answered(view: &View, frames: &[Frame], block: usize, out: &mut [Found]) {
    let [frame] = frames else { return };
    let short = view.len() <= 9 && frame.reports && !frame.weak && !frame.according;
    let empty = matches!(view.kind(frame.content), ItemKind::Stop) && frame.side == Side::Before;
    let (Some(subject), true, Some(last)) = (&frame.subject, short && empty, out.last_mut()) else {
        return;
    };
    let document = view.document;
    let first = view.items[0].first;
    let touches = last.kind == QuoteKind::Direct
        && last.tokens.end + 2 >= first
        && document.block_of(last.tokens.start) == Some(block);
    if touches && subject.start <= 1 {
        last.mention = Some(view.tokens(subject));
        last.confidence = 0.9;
    }
}

fn remember(view: &View, frames: &[Frame], block: usize, found: &[Found], memory: &mut Memory) {
    let last = found
        .iter()
        .rev()
        .find(|quote| {
            quote.confidence >= 0.5
                && quote.mention.as_ref().is_some_and(|mention| {
                    !view.document.is(mention.start, &["who", "which", "that"])
                })
        })
        .and_then(|quote| quote.mention.clone());
    let who = |run: &Run| view.is(run.start, &["who", "which", "that"]);
    let by_frame = frames
        .iter()
        .rev()
        .filter(|frame| !frame.weak)
        .find_map(|frame| frame.subject.as_ref().filter(|run| !who(run)))
        .map(|run| view.tokens(run));
    if let Some(mention) = last.or_else(|| by_frame.clone()) {
        memory.speaker = Some((mention, block));
    }
    let subject = clause_subject(view, 0, view.len()).map(|run| view.tokens(&run));
    let ends_in_colon = view.kind(view.len().saturating_sub(1)) == ItemKind::Colon;
    memory.colon = ends_in_colon
        .then(|| by_frame.or_else(|| subject.clone()))
        .flatten()
        .map(|mention| (mention, block));
    memory.subject = subject.map(|mention| (mention, block));
}

/// The run without commas, blanks and stray marks at its ends.
fn trim(document: &Document, mut tokens: Range<usize>) -> Range<usize> {
    while tokens.start < tokens.end
        && matches!(
            document.kind(tokens.start),
            Kind::Newline | Kind::Comma | Kind::OpenMark | Kind::StraightMark
        )
    {
        tokens.start += 1;
    }
    while tokens.start < tokens.end
        && matches!(
            document.kind(tokens.end - 1),
            Kind::Newline | Kind::Comma | Kind::CloseMark | Kind::StraightMark | Kind::Semicolon
        )
    {
        tokens.end -= 1;
    }
    tokens
}
