//! Roles: what the article says that somebody is, before the name or between commas after it.

use std::ops::Range;

use crate::parse::document::Document;
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CALENDAR, CUE, CUE_NOUN, DETERMINER, FUNCTION, PREPOSITION, ROLE, TITLE,
    VERB,
};
use crate::parse::token::Kind;

/// What the article says that somebody is.
pub(super) fn role(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
    let after = apposition(document, name);
    let before = premodifier(document, name);
    match (before, after) {
        (Some(before), Some(after)) => Some(if before.len() >= 2 { before } else { after }),
        (before, after) => before.or(after),
    }
}

/// A role as text, without the capital that only the sentence's beginning gave it.
pub(super) fn role_text(document: &Document, role: Range<usize>) -> String {
    let initial = document
        .sentence_of(role.start)
        .is_some_and(|s| document.sentences[s].tokens.start == role.start);
    let text = document.slice(role.clone());
    let lower = initial
        && role.len() > 1
        && !document.tokens[role.start].upper()
        && (document.is(role.start, &["former", "then"])
            || !document.tokens[role.start + 1].capital());
    match text.chars().next() {
        Some(first) if lower => {
            first.to_lowercase().collect::<String>() + &text[first.len_utf8()..]
        }
        _ => text.to_owned(),
    }
}

/// `, the former envoy to Kabul,` after a name.
pub(super) fn apposition(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
    let mut at = name.end;
    if document.kind(at) == Kind::OpenBracket {
        at = (at..at + 6).find(|i| document.kind(*i) == Kind::CloseBracket)? + 1;
    }
    if document.kind(at) != Kind::Comma {
        return None;
    }
    at += 1;
    if document.kind(at) == Kind::Number && document.kind(at + 1) == Kind::Comma {
        at += 2;
    }
    let start = at;
    let mut has_role = None;
    while at < document.tokens.len() && at < start + 18 {
        match document.kind(at) {
            Kind::Word => {
                if document.has(at, ROLE | TITLE) && has_role.is_none() && at < start + 9 {
                    has_role = Some(at);
                }
                let cut = document.is(at, &["who", "which", "whose", "that"])
                    || document.has(at, AUXILIARY)
                    || document.has(at, CUE)
                        && !document.has(at, ROLE | CUE_NOUN)
                        && has_role.is_some();
                if cut {
                    if document.has(at, AUXILIARY | CUE) && !document.has(at, CUE_NOUN) {
                        // No apposition but the clause's verb: `…, the minister said`.
                        return None;
                    }
                    break;
                }
                if document.has(at, PREPOSITION) && has_role.is_none() {
                    return None;
                }
            }
            Kind::Hyphen | Kind::Possessive | Kind::Number | Kind::Ordinal => {}
            Kind::Sign if document.is(at, &["&", "/"]) => {}
            _ => break,
        }
        at += 1;
    }
    has_role?;
    let mut start = start;
    if document.is(start, &["a", "an", "the"]) {
        start += 1;
    }
    (at > start).then_some(start..at)
}

/// `human rights defender` or `White House press secretary` before a name.
pub(super) fn premodifier(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
    let mut start = name.start;
    let mut has_role = false;
    while start > 0 && name.start - start < 10 {
        let at = start - 1;
        let token = &document.tokens[at];
        let next_spaced = document.tokens[start].space_before();
        match token.kind {
            Kind::Hyphen if !next_spaced => {}
            Kind::Possessive if start < name.start => {}
            Kind::Word => {
                let glued = !next_spaced && start < name.start;
                let stop = document.has(
                    at,
                    DETERMINER | PREPOSITION | AUXILIARY | FUNCTION | CUE | VERB,
                ) && (!token.capital() || document.has(at, FUNCTION))
                    || !token.capital() && !glued && document.has(at, ADVERB)
                    || token.capital() && document.has(at, CALENDAR);
                let verb = !token.capital()
                    && document.word(at).ends_with("ed")
                    && !document.is(
                        at,
                        &[
                            "retired",
                            "elected",
                            "appointed",
                            "renowned",
                            "disgraced",
                            "convicted",
                            "ousted",
                            "exiled",
                            "retired",
                            "red",
                        ],
                    );
                let minor = document.is(at, &["and", "of", "for"])
                    && start < name.start
                    && document.tokens[start].capital()
                    && at > 0
                    && document.has(at - 1, ROLE | TITLE);
                if (stop || verb) && !minor && !document.is(at, &["former", "then"]) {
                    break;
                }
                if document.has(at, ROLE | TITLE) {
                    has_role = true;
                }
            }
            _ => break,
        }
        start = at;
    }
    while start < name.start && !document.tokens[start].is_word() {
        start += 1;
    }
    let range = start..name.start;
    let courtesy = range.clone().all(|i| {
        document.is(
            i,
            &[
                "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir",
            ],
        )
    });
    (has_role && !courtesy && !range.is_empty()).then_some(range)
}
