//! Person or group, he or she: what a name itself and the words around it tell.

use super::Gender;
use super::name::Name;
use super::role::apposition;
use crate::article::PersonKind;
use crate::parse::block::BlockKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{FEMALE, MALE, ORGANISATION, ROLE};
use crate::parse::token::Kind;

/// Person or group, and whether that is sure.
pub(super) fn kind_of(document: &Document, name: &Name, words: usize) -> (PersonKind, bool) {
    let tokens = &name.tokens;
    if document.blocks[document.block_of(tokens.start).unwrap_or(0)].kind == BlockKind::Signature {
        return if document.has(tokens.end - 1, ORGANISATION) {
            (PersonKind::Group, true)
        } else {
            (PersonKind::Person, false)
        };
    }
    let organisation = tokens
        .clone()
        .any(|i| document.has(i, ORGANISATION) && !document.has(i, MALE | FEMALE))
        || document.has(tokens.end - 1, ORGANISATION);
    if name.titled && !organisation {
        return (PersonKind::Person, true);
    }
    let first = document.has(tokens.start, MALE | FEMALE);
    let upper = document.tokens[tokens.start].upper() && words == 1;
    let of = tokens
        .clone()
        .any(|i| document.is(i, &["of", "for", "and", "&"]));
    if organisation || upper || of {
        return (PersonKind::Group, true);
    }
    let before = tokens.start.checked_sub(1);
    let described =
        before.is_some_and(|at| document.has(at, ROLE) && !document.tokens[at].capital());
    let aged = document.kind(tokens.end) == Kind::Comma
        && document.kind(tokens.end + 1) == Kind::Number
        && document.word(tokens.end + 1).len() == 2;
    let article = before.is_some_and(|at| document.is(at, &["the"]));
    let relative = document.is(tokens.end, &["who"])
        || document.kind(tokens.end) == Kind::Comma && document.is(tokens.end + 1, &["who"]);
    let appositive = apposition(document, tokens).is_some();
    if described || aged || (appositive || relative) && !article {
        return (PersonKind::Person, true);
    }
    if first && (2..=4).contains(&words) && !article {
        return (PersonKind::Person, true);
    }
    let initial = (tokens.start + 1..tokens.end).any(|i| document.tokens[i].abbreviation());
    if initial && !article {
        return (PersonKind::Person, true);
    }
    (PersonKind::Group, false)
}

pub(super) fn first_name_gender(document: &Document, at: usize) -> Gender {
    let male = document.value(at, MALE).unwrap_or(0);
    let female = document.value(at, FEMALE).unwrap_or(0);
    match (male, female) {
        (0, 0) => Gender::Unknown,
        (m, f) if m > 3 * f => Gender::Male,
        (m, f) if f > 3 * m => Gender::Female,
        _ => Gender::Unknown,
    }
}
