//! What stands in marks and is no speech: titles, names of things, slogans.

use std::ops::Range;

use crate::parse::document::Document;
use crate::parse::lexicon::{self};
use crate::parse::token::Kind;
use crate::parse::view::{ItemKind, View};

/// Whether the stretch is a title or a name: every longer word has a capital, or it is introduced as one.
pub(super) fn is_title(view: &View, at: usize, inner: &Range<usize>, words: usize) -> bool {
    let document = view.document;
    let introduced = (1..=2).any(|back| {
        at >= back
            && view.is(
                at - back,
                &[
                    "titled",
                    "entitled",
                    "named",
                    "nicknamed",
                    "headlined",
                    "song",
                    "album",
                    "film",
                    "movie",
                    "book",
                    "novel",
                    "show",
                    "series",
                    "episode",
                    "themed",
                    "theme",
                    "slogan",
                    "campaign",
                    "initiative",
                    "program",
                    "programme",
                    "project",
                    "tagline",
                    "motto",
                    "headline",
                    "hashtag",
                ],
            )
    });
    if introduced {
        return true;
    }
    let comma = at == 0 || matches!(view.kind(at - 1), ItemKind::Comma | ItemKind::Colon);
    if comma && document.kind(inner.end - 1) == Kind::Stop {
        return false;
    }
    let mut capitals = 0;
    let mut long = 0;
    for i in inner.clone() {
        let token = &document.tokens[i];
        if token.kind == Kind::Number {
            capitals += 1;
        }
        if token.kind != Kind::Word {
            continue;
        }
        if token.capital() {
            capitals += 1;
        }
        if !token.capital() && !document.has(i, lexicon::FUNCTION | lexicon::PREPOSITION) {
            long += 1;
        }
    }
    words >= 2 && long == 0 && capitals >= 2 && capitals * 2 >= words
}

/// Whether a short stretch stands in marks more than once: a slogan.
pub(super) fn repeated(document: &Document, number: usize, words: usize) -> bool {
    let key = |number: usize| {
        document.stretches[number]
            .inner
            .clone()
            .filter(|i| document.kind(*i) == Kind::Word)
            .map(|i| document.tokens[i].hash)
    };
    // Neighbours are enough, and keep the work in proportion to the text.
    let from = number.saturating_sub(12);
    let to = document.stretches.len().min(number + 13);
    words <= 7 && (from..to).any(|other| other != number && key(other).eq(key(number)))
}
