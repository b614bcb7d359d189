//! Acts: what is done, where one word does not say it: `plans to`, `agreed to`, `put back`, `moved to Tuesday`.

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::words::{self, EVENT};

/// "agreed to", "voted to", "decided to": what follows is settled.
pub(super) fn settled(document: &Document, at: usize) -> bool {
    let new = document.is(at + 2, &["new", "further", "more", "fresh"])
        && (at + 3..at + 5).any(|i| words::is(document, i, EVENT));
    settled_word(document, at)
        && !document.is(at.wrapping_sub(1), &["been", "be", "was", "were"])
        && document.is(at + 1, &["to"])
        && (new
            || !document.has(at + 2, lexicon::DETERMINER)
                && document
                    .tokens
                    .get(at + 2)
                    .is_some_and(|next| !next.capital()))
}

/// A word that settles what "to" leads in.
pub(super) fn settled_word(document: &Document, at: usize) -> bool {
    document.is(
        at,
        &[
            "agreed", "agree", "voted", "decided", "pledged", "promised", "resolved", "arranged",
            "opted",
        ],
    )
}

/// Whether a word is the verb "plan": not in "its plan to …", "a previously announced plan to …".
pub(super) fn plans(document: &Document, at: usize) -> bool {
    let small = document
        .tokens
        .get(at)
        .is_some_and(|token| !token.capital());
    let noun = |at: usize| {
        document.kind(at) == Kind::Word
            && !document.has(at, lexicon::DETERMINER | lexicon::PREPOSITION)
            && !document.is(at, &["his", "her", "its", "their", "this"])
    };
    let plural = |at: usize| noun(at) && document.word(at).ends_with('s');
    let before = at.wrapping_sub(1);
    small
        && (document.is(at, &["plan", "intend", "expect", "aim", "hope"])
            && (plural(before)
                || document.is(before, &["also", "still", "now", "there"])
                    && plural(before.wrapping_sub(1)))
            || document.is(at, &["plans", "intends", "expects", "aims", "hopes"]) && noun(before))
}

pub(super) fn participle(word: &str) -> bool {
    /// The irregular ones that no ending tells.
    const IRREGULAR: [&str; 23] = [
        "read", "put", "set", "cut", "shut", "sent", "spent", "built", "met", "kept", "taught",
        "brought", "bought", "fought", "lost", "won", "made", "heard", "led", "run", "begun",
        "sung", "sworn",
    ];
    IRREGULAR.contains(&word)
        || word.ends_with("ed")
        || word.ends_with("id")
        || word.ends_with("en")
        || word.ends_with("ld")
        || word.ends_with("wn")
}

/// A regular past: a small word in -ed after a subject.
pub(super) fn past_form(document: &Document, at: usize) -> bool {
    let word = document.word(at);
    word.len() > 4
        && word.ends_with("ed")
        && document.kind(at) == Kind::Word
        && !document.tokens[at].capital()
        && !document.is(at + 1, &["for", "to", "by"])
}

/// Whether a word that may say "moved" does: put back, pushed off, postponed.
pub(super) fn moves(document: &Document, at: usize) -> bool {
    if document.is(at, &["put", "pushed"]) {
        return (at + 1..at + 5).any(|i| document.is(i, &["back", "off"]));
    }
    if document.is(at, &["brought", "bring", "brings"]) {
        return (at + 1..at + 6).any(|i| document.is(i, &["forward"]));
    }
    if document.is(at, &["moved", "shifted", "switched", "slipped", "slips"]) {
        return (at + 1..at + 12)
            .any(|i| document.is(i, &["to", "until", "from", "forward", "back"]));
    }
    !document.is(at, &["adjourned"])
}

/// "moved to a larger room": to another place, not to another day.
pub(super) fn elsewhere(document: &Document, at: usize, dated: impl Fn(usize) -> bool) -> bool {
    if !document.is(at, &["moved", "shifted", "switched"]) {
        return false;
    }
    let to = (at + 1..at + 12).find(|i| document.is(*i, &["to"]));
    let between = |i: usize| {
        words::is(document, i, words::GLUE | words::MAKER) || document.is(i, &["week", "half"])
    };
    let back = (at + 1..at + 12)
        .any(|i| document.is(i, &["from", "until", "forward", "back"]) || dated(i));
    !back
        || to.is_some_and(|to| {
            let day = (to + 1..to + 8).find(|i| !between(*i) || dated(*i));
            !day.is_some_and(&dated) && !document.is(at + 1, &["from", "forward", "back"])
        })
}
