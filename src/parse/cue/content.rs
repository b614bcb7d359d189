//! Where what is said begins after a cue: behind the hearer, the time, the place and `that`.

use crate::parse::lexicon::{self, CUE_TELL, DETERMINER, PREPOSITION, PRONOUN, TIME};
use crate::parse::view::{ItemKind, View};

/// Where what is said begins after a cue: behind the hearer, the time, the place and `that`.
pub(super) fn content(view: &View, after: usize, cue: usize) -> (usize, bool) {
    let mut at = after;
    if (view.has(cue, CUE_TELL)
        || view.is(
            cue,
            &[
                "telling",
                "reminding",
                "assuring",
                "informing",
                "asked",
                "asking",
            ],
        ))
        && let Some(run) = view
            .phrase(at)
            // `warned that the road …` has no hearer.
            .filter(|_| !(view.is(at, &["that"]) && view.begins_phrase(at + 1)))
            .filter(|_| view.begins_phrase(at) || view.is(at, &["him", "them", "us", "me", "her"]))
    {
        let mut end = run.end;
        // `told a crowd of supporters in Ohio (that)`: only if the content still has its `that` or marks.
        let mut look = end;
        while view.has(look, PREPOSITION) && !view.is(look, &["that"]) {
            match view.phrase(look + 1) {
                Some(run) => look = run.end,
                None => break,
            }
        }
        if look > end && opens_content(view, look) {
            end = look;
        }
        at = end;
    }
    let mut look = at;
    let mut steps = 0;
    loop {
        steps += 1;
        if steps > 8 {
            break;
        }
        if opens_content(view, look) {
            at = look;
            break;
        }
        if view.has(look, TIME)
            && !view.has(look, PRONOUN)
            && !view.is(look, &["may", "this", "last", "next"])
            || view.adverb(look)
        {
            look += 1;
            if view.kind(look) == ItemKind::Number && view.has(look - 1, lexicon::CALENDAR) {
                look += 1;
            }
            if view.begins_phrase(look) && !view.has(look, TIME) {
                at = look;
            }
            continue;
        }
        if view.is(look, &["this", "last", "next"]) && view.has(look + 1, TIME) {
            look += 2;
            if view.begins_phrase(look) {
                at = look;
            }
            continue;
        }
        if view.has(look, PREPOSITION)
            && !view.is(look, &["that", "than", "as", "because", "since"])
        {
            match view.phrase(look + 1) {
                Some(run) => {
                    look = run.end;
                    if view.kind(look) == ItemKind::Possessive {
                        break;
                    }
                    if view.begins_phrase(look) && (view.has(look, PRONOUN | DETERMINER)) {
                        at = look;
                        break;
                    }
                }
                None => break,
            }
            continue;
        }
        break;
    }
    // `saying, for the first time, that …`
    if view.kind(at) == ItemKind::Comma {
        let that = (at + 1..view.len().min(at + 12))
            .find(|i| view.is(*i, &["that"]) && view.kind(i - 1) == ItemKind::Comma);
        if let Some(that) = that {
            return (that + 1, true);
        }
    }
    if matches!(view.kind(at), ItemKind::Comma | ItemKind::Colon) && view.quote(at + 1).is_some() {
        return (at + 1, false);
    }
    if view.is(at, &["that"]) {
        return (at + 1, true);
    }
    (at, false)
}

pub(super) fn opens_content(view: &View, at: usize) -> bool {
    matches!(
        view.kind(at),
        ItemKind::Quote(_) | ItemKind::Colon | ItemKind::Comma | ItemKind::Stop
    ) || view.is(at, &["that"])
}
