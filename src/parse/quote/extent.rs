//! Where a reported clause ends: before the next cue's clause, a new subject with its own cue, the reporter's own words.

use crate::parse::cue::{Frame, Side};
use crate::parse::lexicon::{CONJUNCTION, CUE, CUE_ASK, CUE_CALL_ING, CUE_ING, PRONOUN};
use crate::parse::view::{ItemKind, View};

/// Where a clause that begins at `start` ends.
pub(super) fn end(view: &View, frames: &[Frame], number: usize, start: usize) -> usize {
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
        while cut > start && (view.has(cut - 1, CONJUNCTION) || view.adverb(cut - 1)) {
            cut -= 1;
        }
        while cut > start && matches!(view.kind(cut - 1), ItemKind::Comma | ItemKind::Dash) {
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
