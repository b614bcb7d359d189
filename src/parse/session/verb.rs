//! Verbs without a tagger: whether a word that may be a verb or a noun stands where a verb does.

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::words::{self, BE, BEGUN, END, EVENT, HAS, PAST, PLAN, VERB, WILL};

/// Whether the token is a verb with a tense, as far as lists tell.
pub(in crate::parse) fn finite(document: &Document, at: usize) -> bool {
    let parts = words::parts(document, at);
    if parts & (WILL | BE | PAST | HAS) != 0 {
        return true;
    }
    parts & (VERB | END | BEGUN) != 0 && is_verb(document, at)
}

/// Whether a word that may be a verb or a noun stands where a verb does.
pub(in crate::parse) fn is_verb(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    if token.capital() || at == 0 {
        return false;
    }
    let closes = document
        .stretch_of(at - 1)
        .is_some_and(|stretch| stretch.tokens.end == at);
    let noun = document.is(
        at - 1,
        &[
            "the", "a", "an", "his", "her", "their", "its", "this", "that", "of", "for", "in",
            "on", "at", "from", "by", "after", "before", "with", "no", "any", "each", "next",
            "last", "first", "new", "early", "s", "final", "trade", "public", "live",
        ],
    ) || matches!(
        document.kind(at - 1),
        Kind::Possessive | Kind::Hyphen | Kind::Number | Kind::OpenMark
    ) || document.kind(at - 1) == Kind::StraightMark && !closes
        || document.kind(at + 1) == Kind::Hyphen;
    // "The board next meets on 4 May"
    let next = document.is(at - 1, &["next"])
        && words::parts(document, at) & (VERB | EVENT) == VERB
        && words::is(document, at + 1, words::GLUE);
    if noun && !next || before_to(document, at) {
        return false;
    }
    if next {
        return true;
    }
    if words::is(document, at, BEGUN) {
        return true;
    }
    let before = &document.tokens[at - 1];
    if before.kind != Kind::Word
        || words::is(document, at - 1, WILL)
        || document.is(
            at - 1,
            &[
                "and", "or", "they", "who", "which", "we", "you", "it", "he", "she",
            ],
        )
    {
        return true;
    }
    // "The talks open", "Parliament opens", but "a rocky start": a plural takes the bare form, a singular the s.
    let ends_s = |at: usize| document.word(at).ends_with('s');
    let plural = (ends_s(at - 1) && !document.word(at - 1).ends_with("ss"))
        || document.is(
            at - 1,
            &[
                "people",
                "police",
                "both",
                "men",
                "women",
                "children",
                "staff",
                "crew",
                "clergy",
                "personnel",
            ],
        );
    let singular_form = ends_s(at) && !document.word(at).ends_with("ss");
    if words::is(document, at - 1, words::GLUE | PLAN) || document.word(at - 1).ends_with("ly") {
        return words::parts(document, at) & EVENT == 0;
    }
    if participle_like(document, at) {
        return false;
    }
    // "The growers and the ministry meet on Friday": two are many.
    let two = || (at.saturating_sub(4)..at).any(|i| document.is(i, &["and"]));
    if words::parts(document, at) & (VERB | EVENT) == VERB
        && words::is(document, at + 1, words::GLUE)
        && !ends_s(at)
        && two()
    {
        return true;
    }
    // "Ardley face Poole on Sunday": a team is many.
    let next = document.tokens.get(at + 1);
    if before.capital()
        && next.is_some_and(|next| next.capital())
        && words::parts(document, at) & (VERB | EVENT) == VERB
    {
        return true;
    }
    // "Nurses at the hospital end a walkout", "the ministers of the bloc meet in Riga": what follows tells a bare form.
    // Behind a plural, what ends in s is a noun too: "ministers of the five states meet".
    let many = (at.saturating_sub(8)..at - 1)
        .any(|i| ends_s(i) && document.has(i + 1, lexicon::PREPOSITION));
    let bare = many && !ends_s(at) && words::parts(document, at) & EVENT == 0;
    // "Members of the union start voting", "ministers of the five begin two days of talks"
    let object = || {
        document.word(at + 1).ends_with("ing")
            || document.is(
                at + 1,
                &[
                    "a", "an", "their", "its", "the", "two", "three", "four", "five",
                ],
            )
    };
    if bare && words::is(document, at + 1, words::GLUE) || many && !ends_s(at) && object() {
        return !words::is(document, at - 1, BE | HAS | PAST | VERB)
            // "the asylum decree open": a bare form after a noun is one too.
            && (ends_s(at - 1)
                || !words::reports(document, at - 1)
                || !participle_like(document, at - 1) && !document.is(at - 1, &["said", "told"]));
    }
    let noun_too = words::parts(document, at) & EVENT != 0;
    if singular_form {
        !noun_too || !plural || before.capital()
    } else {
        plural
    }
}

/// A verb in the present, as far as its ending tells: "sings in", "pits the".
pub(in crate::parse) fn like_present(document: &Document, at: usize) -> bool {
    let word = document.word(at);
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && document.kind(at) == Kind::Word
        && !document.tokens[at].capital()
        && document.kind(at - 1) == Kind::Word
        && !document.has(at - 1, lexicon::DETERMINER | lexicon::PREPOSITION)
        && document.tokens.get(at + 1).is_some_and(|next| {
            next.capital() || document.has(at + 1, lexicon::DETERMINER | lexicon::PREPOSITION)
        })
}

/// Whether "to" stands before a verb, which then has no tense.
fn before_to(document: &Document, at: usize) -> bool {
    document.is(at - 1, &["to"])
}

/// Forms that are no present: "held", "laid", "televised".
pub(in crate::parse) fn participle_like(document: &Document, at: usize) -> bool {
    document.word(at).ends_with("ed")
        || document.is(at, &["held", "laid", "heard", "sworn", "buried", "tried"])
}
