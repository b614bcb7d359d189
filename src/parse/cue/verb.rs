//! The verb group of a cue: where it begins, whether it is denied or passive, and whether the form is a verb at all.

use crate::parse::lexicon::{
    self, AUXILIARY, CONJUNCTION, DETERMINER, PREPOSITION, PRONOUN, SUBORDINATOR, TIME,
};
use crate::parse::view::{ItemKind, View};

/// The start of the verb group that ends with the cue, and whether it is passive, denied or an infinitive.
pub(super) fn group(view: &View, cue: usize) -> (usize, bool, bool, bool) {
    let mut at = cue;
    let (mut be, mut not, mut to) = (false, false, false);
    let mut auxiliary = false;
    while at > 0 {
        let before = at - 1;
        if view.has(before, AUXILIARY) {
            let text = view.text(before);
            if !auxiliary {
                be = view.is(
                    before,
                    &[
                        "is", "are", "was", "were", "be", "been", "being", "isn't", "wasn't",
                        "weren't", "aren't",
                    ],
                );
            }
            auxiliary = true;
            not |= text.ends_with("n't") || text.ends_with("n’t") || view.is(before, &["cannot"]);
        } else if view.adverb(before) && !(before == 0 && view.capital(0)) {
            not |= view.is(before, &["not", "never"]);
        } else if before > 0
            && (view.has(before, lexicon::CALENDAR)
                || view.is(
                    before,
                    &[
                        "week",
                        "month",
                        "year",
                        "morning",
                        "night",
                        "afternoon",
                        "evening",
                    ],
                ) && view.is(
                    before - 1,
                    &[
                        "this",
                        "last",
                        "saturday",
                        "sunday",
                        "monday",
                        "tuesday",
                        "wednesday",
                        "thursday",
                        "friday",
                    ],
                )
                || view.is(before, &["this", "last", "on"]) && at < cue && view.has(at, TIME))
        {
            // `Koofi on Tuesday said`
        } else if view.is(before, &["to"]) {
            to = true;
        } else if view.kind(before) == ItemKind::Possessive && view.text(cue).ends_with("ing") {
            // `Koofi's saying`: a short form of "is".
        } else {
            break;
        }
        at = before;
    }
    (at, be, not, to)
}

/// Whether a form such as `reports` is a verb here: a subject of the right number before it, content after it.
pub(super) fn noun_is_verb(view: &View, cue: usize, group: usize) -> bool {
    if group < cue {
        return view.has(cue - 1, AUXILIARY) || view.adverb(cue - 1) || view.is(cue - 1, &["to"]);
    }
    let Some(at) = cue.checked_sub(1) else {
        return false;
    };
    let subject = match view.kind(at) {
        ItemKind::Comma | ItemKind::Quote(_) => true,
        ItemKind::Word => {
            view.has(at, PRONOUN | CONJUNCTION)
                || !view.has(
                    at,
                    DETERMINER | PREPOSITION | AUXILIARY | SUBORDINATOR | lexicon::VERB,
                ) && (view.capital(at)
                    || view.text(at).ends_with('s') != view.text(cue).ends_with('s'))
        }
        _ => false,
    };
    let next = cue + 1;
    subject
        && match view.kind(next) {
            ItemKind::Quote(_) | ItemKind::Colon => true,
            ItemKind::Comma => view.quote(next + 1).is_some(),
            ItemKind::Word => {
                view.has(next, DETERMINER | PRONOUN | TIME)
                    || view.capital(next)
                    || view.is(next, &["it", "there"])
            }
            _ => false,
        }
}

/// Whether the form is an adjective: `her reported income`, `all reported cases`.
pub(super) fn adjective(view: &View, cue: usize) -> bool {
    let Some(before) = cue.checked_sub(1) else {
        return false;
    };
    let plain = view.begins_phrase(cue + 1) && !view.has(cue + 1, DETERMINER | PRONOUN);
    let owned = view.kind(before) == ItemKind::Possessive && plain;
    let counted = view.is(before, &["all", "most", "some", "many"])
        && (!view.begins_phrase(cue + 1) || plain && view.text(cue + 1).ends_with('s'));
    view.text(cue).ends_with("ed") && (owned || counted)
}

/// `went on to explain`, `continues to insist`: said, after all.
pub(super) fn continues(view: &View, group: usize, cue: usize) -> bool {
    let Some(to) = (group..cue).find(|i| view.is(*i, &["to"])) else {
        return false;
    };
    to >= 1 && view.is(to - 1, &["continued", "continues", "continue"])
        || to >= 2 && view.is(to - 1, &["on"]) && view.is(to - 2, &["went", "goes", "going"])
}
