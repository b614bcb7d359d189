//! Quotes in marks: speech or not, and whose.

use std::ops::Range;

use super::title::{is_title, repeated};
use super::{Found, Memory, trim};
use crate::article::QuoteKind;
use crate::parse::block::BlockKind;
use crate::parse::cue::{Frame, Side, clause_subject};
use crate::parse::document::Document;
use crate::parse::lexicon::{self, PRONOUN};
use crate::parse::token::Kind;
use crate::parse::view::{ItemKind, Run, View};

/// Quotes in marks.
pub(super) fn marked(
    view: &View,
    frames: &[Frame],
    block: usize,
    memory: &mut Memory,
    out: &mut Vec<Found>,
) {
    let document = view.document;
    let pure = is_pure(view);
    let mut sentence_speaker: Option<(Range<usize>, f32)> = None;
    for at in 0..view.len() {
        let Some(number) = view.quote(at) else {
            continue;
        };
        let stretch = &document.stretches[number];
        let mut inner = trim(document, stretch.inner.clone());
        // `“HOST: Let us begin.`: a transcript names its speakers.
        let label = label(document, &inner);
        if let Some(label) = &label {
            inner.start = label.end + 1;
        }
        let words = inner
            .clone()
            .filter(|i| matches!(document.kind(*i), Kind::Word | Kind::Number | Kind::Ordinal))
            .count();
        if words == 0 {
            continue;
        }
        let governing = govern(view, frames, at);
        let (adjacent, frame) = match governing {
            Some((adjacent, frame)) => (adjacent, Some(frame)),
            None => (false, None),
        };
        let mention = frame
            .and_then(|frame| frame.subject.as_ref())
            .map(|run| view.tokens(run));
        // `“…,” Haas went on`, `“…,” groaned Haas`: the comma in the marks tells that somebody speaks.
        let tag = tagged(view, at).filter(|_| frame.is_none());
        let adjacent = adjacent || tag.is_some();
        let mention = mention.or(tag.map(|run| view.tokens(&run)));
        let unsure_title = is_title(view, at, &inner, words);
        let (mention, mut confidence) = match (mention, frame) {
            _ if label.is_some() => (label, 0.9),
            (Some(mention), Some(frame)) => {
                let confidence = if adjacent { 0.95 } else { 0.8 };
                let shared = if frame.side == Side::Shared {
                    0.05
                } else {
                    0.0
                };
                (Some(mention), confidence - shared)
            }
            (Some(mention), None) => (Some(mention), 0.85),
            _ => {
                let inherited = inherit(view, at, pure, block, memory, &sentence_speaker);
                match inherited {
                    Some((mention, confidence)) => (Some(mention), confidence),
                    None => (None, 0.3),
                }
            }
        };
        // Titles, names of things and scare quotes are no speech.
        let introduced = at == 0 || matches!(view.kind(at - 1), ItemKind::Comma | ItemKind::Colon);
        let speech = if adjacent || pure && words > 1 {
            !unsure_title || adjacent && (introduced || words < 2)
        } else if frame.is_some() {
            !unsure_title
        } else {
            words >= 3 && !unsure_title && !stretch.single && !repeated(document, number, words)
        };
        let heading = matches!(
            document.blocks[block].kind,
            BlockKind::Title | BlockKind::Heading
        );
        // `'There is so much anger.'` on a line of its own is a heading where others speak in double marks.
        let headed = stretch.single && pure && frame.is_none() && !memory.british && words < 12;
        if !speech || headed || heading && !adjacent {
            continue;
        }
        if stretch.single {
            confidence = confidence.min(0.8);
        }
        let capital = document.tokens[inner.start].capital() || introduced && at > 0;
        let kind = if adjacent && capital || pure || sentence_like(document, &inner, words) {
            QuoteKind::Direct
        } else {
            QuoteKind::Partial
        };
        if let Some(mention) = &mention {
            sentence_speaker = Some((mention.clone(), confidence));
        }
        // The paragraphs before of the same quotation wait for this cue.
        if stretch.continues {
            if frame.is_some() && mention.is_some() {
                for waiting in memory.waiting.drain(..) {
                    let quote: &mut Found = &mut out[waiting];
                    quote.mention.clone_from(&mention);
                    quote.confidence = 0.85;
                }
            }
        } else {
            memory.waiting.clear();
        }
        if frame.is_none() && !stretch.closed {
            memory.waiting.push(out.len());
        }
        out.push(Found {
            tokens: inner,
            kind,
            mention,
            confidence,
            said: None,
        });
    }
}

/// The cue that governs the stretch at `at`, and whether it stands right beside it.
pub(super) fn govern<'f>(view: &View, frames: &'f [Frame], at: usize) -> Option<(bool, &'f Frame)> {
    let comma_after = view.kind(at + 1) == ItemKind::Comma;
    let next = if comma_after { at + 2 } else { at + 1 };
    let last_inside = view
        .quote(at)
        .map(|number| &view.document.stretches[number].inner)
        .filter(|inner| !inner.is_empty())
        .map(|inner| view.document.kind(inner.end - 1));
    let closed = comma_after || matches!(last_inside, Some(Kind::Comma | Kind::Stop | Kind::Dash));
    let after = frames.iter().find(|frame| {
        frame.subject.is_some()
            && !frame.weak
            && match (&frame.subject, frame.side) {
                (Some(_), Side::After) => frame.group == next || frame.cue == next,
                (Some(run), Side::Before) => {
                    let start = if view.adverb(next) { next + 1 } else { next };
                    run.start == start || run.start == next
                }
                _ => false,
            }
    });
    // `He claimed that “…,” the clerk said the files were gone`: the clerk says something else.
    let taken = after.is_some_and(|after| {
        after.side == Side::Before
            && view.kind(after.content) == ItemKind::Word
            && after.content > after.cue
            && frames.iter().any(|frame| {
                frame.content == at && frame.cue < at && frame.subject.is_some() && !frame.weak
            })
    });
    let after = after.filter(|_| !taken);
    if closed && let Some(frame) = after {
        return Some((true, frame));
    }
    let left = frames
        .iter()
        .rev()
        .find(|frame| frame.cue < at && frame.subject.is_some() && !frame.weak)
        .filter(|frame| !(frame.cue..at).any(|i| view.kind(i) == ItemKind::Semicolon))
        .map(|frame| outer(view, frames, frame));
    if let Some(frame) = left {
        let beside = frame.content == at
            || frame.content + 1 == at
                && matches!(view.kind(frame.content), ItemKind::Comma | ItemKind::Colon);
        // `wrote the authors of “Growth”` has no comma: what follows is part of the name.
        let beside = beside
            && (frame.side != Side::After
                || matches!(view.kind(at - 1), ItemKind::Comma | ItemKind::Colon));
        if beside {
            return Some((true, frame));
        }
    }
    if let Some(frame) = after.filter(|frame| frame.according || left.is_none()) {
        return Some((frame.according, frame));
    }
    if let Some(frame) = left {
        return Some((false, frame));
    }
    let right = frames
        .iter()
        .find(|frame| frame.cue > at && frame.subject.is_some() && !frame.weak && !frame.call)?;
    Some((false, right))
}

/// The cue of speech whose clause holds this one: in `Koofi said she feared “…”` that is *said*.
pub(super) fn outer<'f>(view: &View, frames: &'f [Frame], inner: &'f Frame) -> &'f Frame {
    if inner.side != Side::Before {
        return inner;
    }
    let start = inner.subject.as_ref().map_or(inner.group, |run| run.start);
    frames
        .iter()
        .rev()
        .find(|frame| {
            frame.cue < start
                && frame.reports
                && !frame.weak
                && !frame.dependent
                && frame.subject.is_some()
                && frame.content <= start
                && (frame.that || frame.content == start || frame.say && start < frame.content + 30)
                && !(frame.content..start).any(|i| {
                    view.kind(i) == ItemKind::Semicolon
                        || view.quote(i).is_some()
                        || view.is(i, &["but", "while", "whereas"])
                        || view.is(i, &["and"]) && view.kind(i - 1) == ItemKind::Comma
                })
        })
        .unwrap_or(inner)
}

/// A speaker for a stretch without a cue.
pub(super) fn inherit(
    view: &View,
    at: usize,
    pure: bool,
    block: usize,
    memory: &Memory,
    sentence: &Option<(Range<usize>, f32)>,
) -> Option<(Range<usize>, f32)> {
    if let Some((mention, confidence)) = sentence {
        return Some((mention.clone(), confidence.min(0.85)));
    }
    // `“…” – Matthew Ingram`
    if let Some(run) = signed(view, at) {
        return Some((view.tokens(&run), 0.85));
    }
    // `He was blunt: “…”`
    if view.kind(at.wrapping_sub(1)) == ItemKind::Colon
        && view.capital(0)
        && at <= 12
        && !(0..at).any(|i| view.finite_verb(i))
    {
        return Some((view.tokens(&(0..at - 1)), 0.8));
    }
    // `The timing does not surprise the pollster Ada Haas: “…”`
    if view.kind(at.wrapping_sub(1)) == ItemKind::Colon
        && at >= 3
        && let Some(run) = view.phrase_before(at - 1, 0)
        && view.capital(at - 2)
        && (view.capital(at - 3) && run.len() >= 2)
        && (run.start == 0
            || !view.has(run.start - 1, lexicon::PREPOSITION)
            || view.is(run.start - 1, &["by"]))
    {
        return Some((view.tokens(&run), 0.75));
    }
    if view.kind(at.wrapping_sub(1)) == ItemKind::Colon
        && let Some(run) = clause_subject(view, 0, at)
    {
        return Some((view.tokens(&run), 0.7));
    }
    if let Some((mention, of)) = &memory.colon
        && of + 1 >= block
        && at == 0
    {
        return Some((mention.clone(), 0.8));
    }
    if pure {
        let (mention, of) = memory.speaker.as_ref()?;
        return Some((mention.clone(), if *of == block { 0.9 } else { 0.65 }));
    }
    if let Some(run) = clause_subject(view, 0, at)
        && at > 0
    {
        let named = run
            .clone()
            .any(|i| view.capital(i) && i > 0 || view.has(i, PRONOUN))
            || run.len() == 1
                && view.capital(run.start)
                && !view.has(run.start, lexicon::FUNCTION | lexicon::ROLE);
        // `The second day will feature “…”`: things and days do not speak.
        let human = named || view.has(run.end - 1, lexicon::ROLE);
        return human.then(|| (view.tokens(&run), if named { 0.6 } else { 0.45 }));
    }
    let (mention, of) = memory.speaker.as_ref()?;
    Some((mention.clone(), if *of == block { 0.7 } else { 0.5 }))
}

/// Who stands with an unlisted verb right behind marks that end in a comma.
fn tagged(view: &View, at: usize) -> Option<Run> {
    let stretch = &view.document.stretches[view.quote(at)?];
    let comma = !stretch.inner.is_empty()
        && matches!(view.document.kind(stretch.inner.end - 1), Kind::Comma);
    let outside = view.kind(at + 1) == ItemKind::Comma && stretch.inner.len() > 3;
    if !comma && !outside || stretch.inner.len() < 4 {
        return None;
    }
    let next = if comma { at + 1 } else { at + 2 };
    let verb = |i: usize| view.kind(i) == ItemKind::Word && !view.capital(i) && view.finite_verb(i);
    if verb(next) {
        // `groaned Haas`
        let plain = !view.has(next, lexicon::AUXILIARY) && view.text(next).ends_with("ed");
        let run = view
            .phrase(next + 1)
            .filter(|_| plain && view.begins_phrase(next + 1))?;
        return (view.capital(run.end - 1) || view.has(run.end - 1, lexicon::ROLE | PRONOUN))
            .then_some(run);
    }
    let run = view.phrase(next).filter(|_| view.begins_phrase(next))?;
    let after = if view.adverb(run.end) {
        run.end + 1
    } else {
        run.end
    };
    let named = view.capital(run.end - 1) || view.has(run.end - 1, lexicon::ROLE | PRONOUN);
    (named && verb(after) && !view.has(after, lexicon::AUXILIARY)).then_some(run)
}

/// The name after a dash that signs the stretch at `at`.
pub(super) fn signed(view: &View, at: usize) -> Option<Run> {
    let dash = at + 1;
    let signs = view.kind(dash) == ItemKind::Dash || view.text(dash) == "-";
    if !signs || !view.capital(dash + 1) {
        return None;
    }
    let run = view.phrase(dash + 1)?;
    matches!(view.kind(run.end), ItemKind::Stop | ItemKind::Comma).then_some(run)
}

/// Whether the sentence is nothing but marks (and stops).
pub(super) fn is_pure(view: &View) -> bool {
    let mut quotes = 0;
    for at in 0..view.len() {
        match view.kind(at) {
            ItemKind::Quote(_) => quotes += 1,
            ItemKind::Stop | ItemKind::Comma | ItemKind::Other | ItemKind::Dash => {}
            _ => return false,
        }
    }
    quotes > 0
}

/// Whether the words read as a sentence of their own: a capital and a stop.
pub(super) fn sentence_like(document: &Document, inner: &Range<usize>, words: usize) -> bool {
    words >= 4
        && document.tokens[inner.start].capital()
        && matches!(document.kind(inner.end - 1), Kind::Stop)
}

/// One to three words in capitals before a colon at the start of a stretch.
pub(super) fn label(document: &Document, inner: &Range<usize>) -> Option<Range<usize>> {
    let colon =
        (inner.start..inner.end.min(inner.start + 4)).find(|i| document.kind(*i) == Kind::Colon)?;
    let upper = inner.start < colon
        && colon + 1 < inner.end
        && (inner.start..colon)
            .all(|i| document.tokens[i].upper() || document.tokens[i].abbreviation());
    upper.then_some(inner.start..colon)
}
