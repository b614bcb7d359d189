//! Reported speech: clauses without marks, such as "X said that …", "…, X said" and "according to X, …".

use super::{Found, trim};
use crate::article::QuoteKind;
use crate::parse::cue::{Frame, Side};
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CONJUNCTION, CUE, CUE_ASK, CUE_CALL_ING, CUE_ING, DETERMINER, PREPOSITION,
    PRONOUN, SUBORDINATOR, VERB,
};
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

/// `but did not say when`, `but declined to comment`: the reporter speaks again.
fn silent(view: &View, at: usize) -> bool {
    (at..at + 5).any(|i| {
        view.has(i, CUE | CUE_ASK)
            || view.is(
                i,
                &[
                    "elaborate",
                    "declined",
                    "refused",
                    "specify",
                    "comment",
                    "respond",
                    "decline",
                    "offered",
                    "gave",
                    "provide",
                    "provided",
                    "give",
                ],
            )
    })
}

/// Whether the clause stands on both sides: `The bridge, she said, is safe.`
fn split(view: &View, frame: &Frame) -> bool {
    let start = frame.subject.as_ref().map_or(frame.group, |run| run.start);
    view.kind(frame.content) == ItemKind::Comma
        && start
            .checked_sub(1)
            .is_some_and(|at| view.kind(at) == ItemKind::Comma)
}

/// The clause after the cue.
fn right(view: &View, frames: &[Frame], number: usize) -> Option<Run> {
    let frame = &frames[number];
    let mut start = frame.content;
    if frame.according {
        // `According to X, …`: only where it opens its clause.
        let opens = frame.cue == 0
            || view.kind(frame.cue - 1) == ItemKind::Semicolon
            || frame.cue <= 2 && view.has(frame.cue - 1, CONJUNCTION | ADVERB)
            || view.is(frame.cue - 1, &["that"]);
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
    if view.is(start, &["there", "if"]) {
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

/// Where a clause that begins at `start` ends.
fn end(view: &View, frames: &[Frame], number: usize, start: usize) -> usize {
    let mut end = view.len();
    for frame in &frames[number + 1..] {
        if frame.cue <= start {
            continue;
        }
        // `…, adding that …`, `… and said …`, `…, according to …`
        let begins = if frame.according {
            frame.cue
        } else if frame.side == Side::Shared
            && !frame.weak
            && (frame.reports
                || frame.group > 1
                    && view.has(frame.group - 1, CONJUNCTION)
                    && view.kind(frame.group - 2) == ItemKind::Comma
                || (frame.cue..view.len().min(frame.cue + 5)).any(|i| view.quote(i).is_some()))
        {
            frame.group
        } else {
            continue;
        };
        if begins <= start {
            continue;
        }
        let mut cut = begins;
        while cut > start
            && (matches!(view.kind(cut - 1), ItemKind::Comma | ItemKind::Dash)
                || view.has(cut - 1, CONJUNCTION)
                || view.adverb(cut - 1))
        {
            cut -= 1;
        }
        let after_comma = view.kind(cut) == ItemKind::Comma;
        let joined = view.has(begins - 1, CONJUNCTION)
            || after_comma && (frame.say || view.has(frame.cue, CUE_ING | CUE_CALL_ING));
        if joined || frame.according {
            end = end.min(cut);
            break;
        }
    }
    if let Some(semicolon) = (start..end).find(|i| view.kind(*i) == ItemKind::Semicolon) {
        end = semicolon;
    }
    // `…, but another said`: a new subject with its own cue.
    for later in &frames[number + 1..] {
        let Some(subject) = &later.subject else {
            continue;
        };
        if later.side != Side::Before || !later.reports || later.weak || subject.start < start + 3 {
            continue;
        }
        let mut at = subject.start;
        while at > start && view.adverb(at - 1) {
            at -= 1;
        }
        let joined = view.has(at - 1, CONJUNCTION)
            || view.is(at - 1, &["although", "though", "while", "whereas"]);
        let cut = if joined { at - 2 } else { at - 1 };
        let sign = matches!(view.kind(cut), ItemKind::Comma | ItemKind::Dash);
        if sign
            && (joined
                || later.say
                    && later.content < view.len()
                    && view.kind(later.content) == ItemKind::Word)
            && cut > start + 1
        {
            end = end.min(cut);
            break;
        }
    }
    // `… but would not say when`: the reporter's clause goes on.
    for at in start + 2..end.saturating_sub(1) {
        let but = view.is(at, &["but"]) && view.finite_verb(at + 1) && silent(view, at + 1);
        let even = view.is(at, &["even"])
            && view.is(at + 1, &["as", "though"])
            && view.kind(at - 1) == ItemKind::Comma;
        if but || even {
            end = at;
            break;
        }
    }
    let frame = &frames[number];
    // `…, but she has doubts` and a last `…, who …` are the reporter's.
    let last = (start..end).rfind(|i| matches!(view.kind(*i), ItemKind::Comma | ItemKind::Dash));
    let aside = (start + 3..end.saturating_sub(1)).find(|at| {
        let next = at + 1;
        matches!(view.kind(*at), ItemKind::Comma | ItemKind::Dash)
            && (last == Some(*at) && view.is(next, &["who", "whose"])
                || view.is(next, &["but"]) && view.has(next + 1, PRONOUN))
    });
    end = aside.unwrap_or(end);
    if frame.dependent && !frame.as_clause {
        let comma =
            (start..end).find(|i| matches!(view.kind(*i), ItemKind::Comma | ItemKind::Dash));
        end = comma.unwrap_or(end);
    }
    while end > start
        && matches!(
            view.kind(end - 1),
            ItemKind::Stop | ItemKind::Comma | ItemKind::Bracket
        )
    {
        end -= 1;
    }
    end
}

/// The clause before `, X said`.
fn left(view: &View, frames: &[Frame], number: usize) -> Option<Run> {
    let frame = &frames[number];
    let head = if frame.according || frame.side == Side::After {
        frame.cue
    } else {
        frame.subject.as_ref()?.start
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
