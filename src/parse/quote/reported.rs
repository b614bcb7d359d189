//! Reported speech: clauses without marks, such as "X said that …", "…, X said" and "according to X, …".

use super::clause::{left, right, split};
use super::{Found, trim};
use crate::article::QuoteKind;
use crate::parse::cue::{Frame, Side};
use crate::parse::lexicon::{CONJUNCTION, CUE, CUE_ING};
use crate::parse::view::{ItemKind, Run, View};

/// The fewest words of a reported clause.
const WORDS: usize = 3;

/// Adds every reported clause of a sentence.
pub(super) fn reported(view: &View, frames: &[Frame], out: &mut Vec<Found>) {
    for (number, frame) in frames.iter().enumerate() {
        if !frame.reports || frame.weak || frame.subject.is_none() {
            continue;
        }
        // `“…,” said Koofi, who …`: what follows belongs to the speaker, unless a `that` brings more.
        let answered = !frame.according && follows_marks(view, frames, frame);
        if frame.side == Side::After && !frame.according && !frame.as_clause
            || answered && !frame.that
        {
            if !answered && let Some(run) = left(view, frames, number) {
                push(view, frames, frame, run, out);
            }
            continue;
        }
        // `a gunman claiming allegiance`: no reporting without a comma or `that`.
        let bare = view.has(frame.cue, CUE_ING)
            && !view.has(frame.cue, CUE)
            && frame.group == frame.cue
            && !frame.that
            && frame.cue > 0
            && !matches!(
                view.kind(frame.cue - 1),
                ItemKind::Comma | ItemKind::Dash | ItemKind::Quote(_)
            )
            && !view.has(frame.cue - 1, CONJUNCTION)
            && !view.is(frame.cue - 1, &["by", "after", "before", "in"])
            && !(frame.say
                && frame.side == Side::Shared
                && frame
                    .subject
                    .as_ref()
                    .is_some_and(|run| run.end == frame.cue));
        if bare {
            continue;
        }
        let right = right(view, frames, number);
        if let Some(run) = &right {
            push(view, frames, frame, run.clone(), out);
        }
        if (right.is_none() || split(view, frame))
            && let Some(run) = left(view, frames, number)
        {
            push(view, frames, frame, run, out);
        }
    }
}

fn push(view: &View, frames: &[Frame], frame: &Frame, mut run: Run, out: &mut Vec<Found>) {
    if let Some(quote) = run.clone().find(|i| view.quote(*i).is_some())
        && let Some(other) = frames.iter().rev().find(|other| {
            other.cue < quote
                && other.cue > run.start
                && other.side == Side::Before
                && other
                    .subject
                    .as_ref()
                    .is_some_and(|subject| subject.start > run.start)
        })
        && let Some(comma) = (run.start..other.group)
            .rev()
            .find(|i| matches!(view.kind(*i), ItemKind::Comma | ItemKind::Dash))
    {
        // `he backed the law, which he called “sound”`
        run.end = comma;
    }
    let words = run
        .clone()
        .filter(|i| matches!(view.kind(*i), ItemKind::Word | ItemKind::Number))
        .count();
    // Where words stand in marks, they are the quote.
    let marked = run.clone().any(|i| view.quote(i).is_some());
    if words < WORDS || marked {
        return;
    }
    let tokens = trim(view.document, view.tokens(&run));
    if tokens.is_empty() {
        return;
    }
    out.push(Found {
        tokens,
        kind: QuoteKind::Reported,
        mention: frame.subject.as_ref().map(|run| view.tokens(run)),
        confidence: match frame.side {
            Side::Before | Side::After => 0.9,
            Side::Shared => 0.75,
        },
        said: None,
    });
}

/// Whether another cue before the marks brings them.
fn taken(view: &View, frames: &[Frame], frame: &Frame, quote: usize) -> bool {
    frames.iter().any(|other| {
        other.cue < quote
            && other.cue != frame.cue
            && other.subject.is_some()
            && other.content <= quote
            && !(other.content..quote).any(|i| view.kind(i) == ItemKind::Comma)
    })
}

/// Whether the cue and its subject follow marks: `“…,” Koofi said`.
fn follows_marks(view: &View, frames: &[Frame], frame: &Frame) -> bool {
    let start = match (&frame.subject, frame.side) {
        (Some(run), Side::Before) => run.start,
        _ => frame.group,
    };
    let Some(before) = start.checked_sub(1) else {
        return false;
    };
    let at = if view.kind(before) == ItemKind::Comma && before > 0 {
        before - 1
    } else {
        before
    };
    // `Though he called it “odd,” the envoy said …`: those words are another's.
    view.quote(at).is_some() && !taken(view, frames, frame, at)
}
