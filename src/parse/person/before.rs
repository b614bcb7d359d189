//! What stands before a name: its role (`White House press secretary`), and a description with a comma (`A spokesman, X,`).

use std::ops::Range;

use crate::parse::document::Document;
use crate::parse::lexicon::{
    ABBREVIATION, ADVERB, AUXILIARY, CALENDAR, CONJUNCTION, CUE, CUE_NOUN, DETERMINER, FUNCTION,
    HONORIFIC, PERSON_NOUN, PREPOSITION, ROLE, ROLE_MODIFIER, SUBORDINATOR, TITLE, VERB,
};
use crate::parse::token::Kind;

/// Whether an article or a possessive stands before the small words that end at `at`.
fn determined(document: &Document, at: usize) -> bool {
    let mut before = at;
    while before > 0 && before + 3 > at {
        before -= 1;
        if document.has(before, DETERMINER) || document.kind(before) == Kind::Possessive {
            return true;
        }
        if document.tokens[before].capital() || !document.tokens[before].is_word() {
            return false;
        }
    }
    false
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
            // `Brig Gen (retd) Sakhawat Karim`
            Kind::CloseBracket
                if at > 2
                    && document.is(at - 1, &["retd", "rtd", "retired"])
                    && document.kind(at - 2) == Kind::OpenBracket =>
            {
                start = at - 2;
                continue;
            }
            Kind::Word => {
                let glued = !next_spaced && start < name.start;
                let stop = document.has(
                    at,
                    DETERMINER | PREPOSITION | AUXILIARY | FUNCTION | CUE | VERB,
                ) && (!token.capital() || document.has(at, FUNCTION))
                    || !token.capital() && !glued && document.has(at, ADVERB)
                    || token.capital() && document.has(at, CALENDAR);
                let lower = !token.capital() && !glued;
                let verb = lower
                    && (document.word(at).ends_with("ed") || document.word(at).ends_with("ing"))
                    && !document.has(at, ROLE_MODIFIER)
                    && document.kind(at.wrapping_sub(1)) != Kind::Hyphen
                    && !document.has(at.wrapping_sub(1), DETERMINER);
                // `see Ohio Governor Kasich`, but `the presumptive Republican nominee` and `former Governor`.
                let outside = lower
                    && start < name.start
                    && next_spaced
                    && document.tokens[start].is_word()
                    && document.tokens[start].capital()
                    && !document.has(at, ROLE)
                    && document.value(at, ROLE_MODIFIER) != Some(1)
                    && !determined(document, at);
                let joins = |at: usize| {
                    document.is(at, &["and", "of", "for"])
                        && at > 0
                        && document.has(at - 1, ROLE | TITLE)
                };
                // `Leader of the Opposition`
                let the = document.is(at, &["the"]) && at > 1 && joins(at - 1);
                // `a strategist for Mr. Clinton` is no role of Clinton's.
                let minor = start < name.start
                    && (document.is(at, &["and"]) || !document.has(start, TITLE | HONORIFIC))
                    && (document.tokens[start].capital() || document.is(start, &["the"]))
                    && (joins(at) || the);
                if (stop || verb || outside) && !minor && !document.is(at, &["former", "then"]) {
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
    let mut end = name.start;
    let courtesy = |at: usize| {
        document.has(at, HONORIFIC) && document.tokens[at].capital()
            || document.is(at, &["retd", "rtd"])
            || !document.tokens[at].is_word()
    };
    while start < end && courtesy(start) {
        start += 1;
    }
    // `civil protection chief Gen. Conti`
    let rank = |at: usize| {
        at > start
            && document.has(at, ABBREVIATION)
            && document.tokens[at].capital()
            && document.has(at - 1, ROLE)
            && !document.tokens[at - 1].capital()
    };
    while start < end
        && (courtesy(end - 1) || rank(end - 1) || document.is(end - 1, &["and", "of", "for"]))
    {
        end -= 1;
    }
    (has_role && start < end && (start..end).any(|i| document.has(i, ROLE | TITLE)))
        .then_some(start..end)
}

/// How far a description before a name is followed back.
const FORE: usize = 14;

/// `Russia's deputy ambassador, ` or `A spokesman, ` before a name whose titles begin at `start`; with its determiner.
///
/// It ends in a noun for what somebody is, or in such a noun with what it is of ("the leader of the Coastal Party"), and
/// it has a determiner or an owner: without one it may be a list.
pub(in crate::parse) fn before_comma(
    document: &Document,
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    if !matches!(
        document.kind(end),
        Kind::Comma | Kind::Stop | Kind::Dash | Kind::OpenBracket | Kind::Semicolon
    ) {
        return None;
    }
    // `her partner, paramedic Josh Neale`, `the Dean, the Very Rev Simon Achebe`
    let mut start = premodifier(document, &(start..end)).map_or(start, |role| role.start);
    while start > 0 && document.has(start - 1, HONORIFIC) && document.tokens[start - 1].capital() {
        start -= 1;
    }
    let comma = if document.is(start.checked_sub(1)?, &["the"]) {
        start.checked_sub(2)?
    } else {
        start - 1
    };
    if document.kind(comma) != Kind::Comma {
        return None;
    }
    let mut at = comma;
    if document.is(at.wrapping_sub(1), &["himself", "herself"]) {
        at -= 1;
    }
    let head = at;
    let mut role = false;
    let mut owned = false;
    while at > 0 && comma - at < FORE {
        let before = at - 1;
        let token = &document.tokens[before];
        match token.kind {
            Kind::Possessive => owned = true,
            Kind::Hyphen | Kind::Ordinal if at < comma => {}
            Kind::Word => {
                let lower = !token.capital();
                if document.is(before, &["a", "an", "the", "his", "her", "its", "their"]) {
                    if role {
                        return Some(before..head);
                    }
                } else if document.has(before, PREPOSITION) {
                    if role {
                        break;
                    }
                } else if document.has(before, CALENDAR)
                    || !role && document.is(before, &["who", "which", "that"])
                {
                    return None;
                } else if (document.has(before, AUXILIARY | VERB | CUE)
                    && !document.has(before, ROLE | CUE_NOUN)
                    || document.has(before, CONJUNCTION | SUBORDINATOR) && role
                    || document.has(before, ADVERB) && role && at < head)
                    && (lower || document.has(before, FUNCTION))
                {
                    break;
                } else if document.has(before, ROLE | TITLE | PERSON_NOUN) {
                    role |= at == head || document.has(at, PREPOSITION);
                }
            }
            _ => break,
        }
        at = before;
    }
    (role && owned && at < head).then_some(at..head)
}
