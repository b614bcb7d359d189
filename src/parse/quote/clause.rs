//! On which side of its cue a reported clause stands, and whether what stands there is a clause at all.

use super::extent::end;
use crate::parse::cue::{Frame, Side};
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CONJUNCTION, CUE, CUE_ING, DETERMINER, PREPOSITION, PRONOUN, SUBORDINATOR,
    VERB,
};
use crate::parse::person::before_comma;
use crate::parse::view::{ItemKind, Run, View};

/// Whether the clause stands on both sides: `The bridge, she said, is safe.`
pub(super) fn split(view: &View, frame: &Frame) -> bool {
    let start = match &frame.subject {
        Some(run) if !frame.according => run.start,
        _ => frame.group,
    };
    view.kind(frame.content) == ItemKind::Comma
        && start
            .checked_sub(1)
            .is_some_and(|at| view.kind(at) == ItemKind::Comma)
}

/// Whether the items only lead to a clause: `In May`, `Since the vote last year`.
fn leads(view: &View, start: usize, end: usize) -> bool {
    view.has(start, PREPOSITION) && !(start + 1..end).any(|i| view.finite_verb(i))
}

/// The clause after the cue.
pub(super) fn right(view: &View, frames: &[Frame], number: usize) -> Option<Run> {
    let frame = &frames[number];
    let mut start = frame.content;
    if frame.according {
        // `According to X, …`: only where it opens its clause.
        let opens = frame.cue == 0
            || view.kind(frame.cue - 1) == ItemKind::Semicolon
            || frame.cue <= 2 && view.has(frame.cue - 1, CONJUNCTION | ADVERB)
            || view.is(frame.cue - 1, &["that"]);
        if split(view, frame) && !opens {
            // `The fire, according to the coroner, began …`, `In May, according to the coroner, it began …`
            let start = start + 1;
            let end = end(view, frames, number, start);
            let goes_on = view.finite_verb(start)
                || leads(view, 0, frame.cue)
                    && view.begins_phrase(start)
                    && (start..end).any(|i| view.finite_verb(i));
            return (goes_on && end > start).then_some(start..end);
        }
        if !opens {
            return None;
        }
        // Without its comma, the clause begins behind the source.
        let comma = (start..view.len())
            .find(|i| view.kind(*i) == ItemKind::Comma)
            .unwrap_or(view.len());
        let opens = view.begins_phrase(start) || view.kind(start + 1) == ItemKind::Number;
        let bare = opens && (start + 1..comma).any(|i| view.finite_verb(i));
        start = if bare { start } else { comma + 1 };
    } else if frame.as_clause {
        // `As the Gazette reported, …`
        let opener = match (&frame.subject, frame.side) {
            (Some(run), Side::Before) => run.start,
            _ => frame.group,
        };
        if opener > 3 {
            return None;
        }
        while start < view.len() && view.kind(start) != ItemKind::Comma {
            start += 1;
        }
        start += 1;
    } else if frame.that && view.kind(start) == ItemKind::Comma {
        // `that, while …, the rest`
        start += 1;
    } else if matches!(view.kind(start), ItemKind::Comma | ItemKind::Colon) {
        let opens = split(view, frame) || frame.say && first_of_sentence(view, frame);
        let colon = view.kind(start) == ItemKind::Colon;
        if !opens && !colon {
            return None;
        }
        start += 1;
        // "The pier will shut, the port said on Friday, after divers found a crack": what follows is the reporter's.
        if !colon && start > 1 && view.is(start, &["after", "amid", "despite"]) {
            return None;
        }
    }
    if start >= view.len() {
        return None;
    }
    let end = end(view, frames, number, start);
    if start >= end {
        return None;
    }
    if !frame.according
        && !frame.that
        && !frame.as_clause
        && !split(view, frame)
        && !clause(view, frame, start, end)
    {
        return None;
    }
    Some(start..end)
}

/// The clause before `, X said`.
pub(super) fn left(view: &View, frames: &[Frame], number: usize) -> Option<Run> {
    let frame = &frames[number];
    let head = if frame.according || frame.side == Side::After {
        frame.cue
    } else {
        let subject = frame.subject.as_ref()?;
        described(view, subject).unwrap_or(subject.start)
    };
    if frame.side == Side::Shared || head == 0 {
        return None;
    }
    let mut comma = head - 1;
    while comma > 0 && view.adverb(comma) {
        comma -= 1;
    }
    if view.kind(comma) != ItemKind::Comma && !frame.according {
        return None;
    }
    let end = if view.kind(comma) == ItemKind::Comma {
        comma
    } else {
        comma + 1
    };
    // What follows the cue must be nothing but time and place.
    let mut start = 0;
    for earlier in frames[..number].iter().rev() {
        if earlier.cue < end && !earlier.call && earlier.subject.is_some() && !earlier.weak {
            if earlier.according || view.has(earlier.cue, CUE | CUE_ING) {
                // The clause belongs to the earlier cue.
                return None;
            }
            start = start.max(earlier.cue + 1);
        }
    }
    for at in (start..end).rev() {
        if view.kind(at) == ItemKind::Semicolon {
            start = at + 1;
            break;
        }
    }
    while start < end && (view.has(start, CONJUNCTION) || view.kind(start) == ItemKind::Comma) {
        start += 1;
    }
    let split = split(view, frame);
    let marks_follow =
        view.quote(frame.content).is_some() || view.quote(frame.content + 1).is_some();
    if frame.that || marks_follow && !frame.according {
        return None;
    }
    let opener = view.has(start, PREPOSITION | SUBORDINATOR)
        && !view.has(start, DETERMINER)
        && !(start..end).any(|i| view.kind(i) == ItemKind::Comma);
    let clause = (start + 1..end).any(|i| view.finite_verb(i));
    if split && frame.according && leads(view, start, end) && !view.finite_verb(frame.content + 1) {
        return None;
    }
    let last = matches!(view.kind(frame.content), ItemKind::Stop)
        || frame.side == Side::After && view.kind(frame.content) == ItemKind::Comma;
    let opener = opener && !(last && clause);
    // `Haas trails Lind by four points, according to a poll`: the verb need not be a listed one.
    let free = frame.according
        && (frame.content..view.len()).all(|i| !view.finite_verb(i) && view.quote(i).is_none());
    if !split && (!clause && !free || opener) {
        return None;
    }
    if frame.as_clause && start < end && view.is(end - 1, &["as"]) {
        return None;
    }
    (end > start).then_some(start..end)
}

/// Where what describes a subject begins: `The pier is safe, a spokesman, Latif Karimi, said`.
fn described(view: &View, subject: &Run) -> Option<usize> {
    if view.kind(subject.start.checked_sub(1)?) != ItemKind::Comma || !view.capital(subject.start) {
        return None;
    }
    let name = view.tokens(subject);
    let first = before_comma(view.document, name.start, name.end)?.start;
    view.items[..subject.start]
        .iter()
        .rposition(|item| item.first == first)
        .filter(|at| *at > 0)
}

fn first_of_sentence(view: &View, frame: &Frame) -> bool {
    frame.subject.as_ref().is_some_and(|run| {
        run.start == 0 || run.start <= 3 && !(0..run.start).any(|i| view.kind(i) == ItemKind::Comma)
    })
}

/// Whether what follows a cue without `that` is a clause and no object.
fn clause(view: &View, frame: &Frame, start: usize, end: usize) -> bool {
    if view.has(start, PREPOSITION) && !frame.say && !view.has(start, DETERMINER | PRONOUN) {
        // `estimated by June, prices would fall`: an opener before the clause.
        let comma = (start..end.min(start + 6)).find(|i| view.kind(*i) == ItemKind::Comma);
        return comma.is_some_and(|comma| (comma + 1..end).any(|i| view.has(i, AUXILIARY)));
    }
    if view.has(start, SUBORDINATOR)
        && view.is(
            start,
            &[
                "how", "what", "why", "who", "whether", "which", "whom", "when", "where",
            ],
        )
    {
        return end > start + 4 || (start + 1..end).any(|i| view.finite_verb(i));
    }
    // `he'll run again`: the verb is in the pronoun.
    let short = view.has(start, PRONOUN) && view.text(start).contains(['\'', '’']);
    if short || view.is(start, &["there", "if"]) {
        return true;
    }
    let verb = (start..end.min(start + 25)).find(|i| {
        (view.has(*i, AUXILIARY | VERB | CUE) || view.finite_verb(*i) && *i > start)
            && !(*i > start && view.is(*i - 1, &["to"]))
    });
    match verb {
        // `said to be`, `said no`: too little.
        None => frame.say && (end > start + 5 || view.begins_phrase(start)),
        // `Everything he says is wrong` brings nothing; `which he says is wrong` does.
        Some(verb) if frame.say && verb == start && view.has(start, AUXILIARY | VERB) => frame
            .subject
            .as_ref()
            .and_then(|run| run.start.checked_sub(1))
            .is_some_and(|at| view.is(at, &["which", "that", "who"])),
        Some(verb) if frame.say => verb > start || view.begins_phrase(start),
        // Another cue needs its clause's verb soon after a subject.
        Some(verb) => {
            let mut start = start;
            while start < verb && view.adverb(start) {
                start += 1;
            }
            verb > start
                && match view.phrase(start) {
                    Some(run) if view.begins_phrase(start) => {
                        let mut at = run.end;
                        while view.adverb(at) {
                            at += 1;
                        }
                        at == verb
                            || view.has(at, PREPOSITION) && verb < start + 12
                            || view.has(run.start, PRONOUN)
                    }
                    _ => false,
                }
        }
    }
}
