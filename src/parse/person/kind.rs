//! Person or group, he or she: what a name itself and the words around it tell.

use std::ops::Range;

use super::Gender;
use super::name::Name;
use super::role::{apposition, belongs_to};
use crate::article::PersonKind;
use crate::parse::block::BlockKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{
    FEMALE, HE, MALE, ORGANISATION, PREPOSITION, ROLE, SHE, SURNAME_FIRST,
};
use crate::parse::token::Kind;

/// Person or group, and whether that is sure. `fore` says that a description stands before the name: `A spokesman, X,`.
pub(super) fn kind_of(
    document: &Document,
    name: &Name,
    words: usize,
    fore: bool,
) -> (PersonKind, bool) {
    let tokens = &name.tokens;
    let first = document.has(tokens.start, MALE | FEMALE);
    if document.blocks[document.block_of(tokens.start).unwrap_or(0)].kind == BlockKind::Signature {
        // An account is a person's where its words are a person's name.
        let plain = tokens
            .clone()
            .skip(1)
            .all(|i| document.tokens[i].word == 0 || document.has(i, MALE | FEMALE));
        return if first && words >= 2 && plain {
            (PersonKind::Person, true)
        } else {
            (PersonKind::Group, false)
        };
    }
    let before = tokens.start.checked_sub(1);
    let article = before.is_some_and(|at| document.is(at, &["the"]));
    // `Park So-yeon`: the family name stands first, whatever else it means.
    let eastern = document.has(tokens.start, SURNAME_FIRST)
        && (2..=3).contains(&words)
        && !article
        && tokens.clone().skip(1).all(|i| {
            let plain = document.tokens[i].word == 0 || document.has(i, SURNAME_FIRST);
            let joined = document.kind(i) == Kind::Hyphen
                || document.kind(i - 1) == Kind::Hyphen
                || document.kind(i + 1) == Kind::Hyphen;
            plain && document.kind(i) == Kind::Word || joined
        });
    let organisation = !eastern
        && (tokens
            .clone()
            .any(|i| document.has(i, ORGANISATION) && !document.has(i, MALE | FEMALE))
            || document.has(tokens.end - 1, ORGANISATION));
    if name.titled && !organisation {
        return (PersonKind::Person, true);
    }
    let upper = document.tokens[tokens.start].upper() && words == 1;
    let of = tokens
        .clone()
        .any(|i| document.is(i, &["of", "for", "and", "&"]));
    if organisation || upper || of {
        return (PersonKind::Group, true);
    }
    let described =
        before.is_some_and(|at| document.has(at, ROLE) && !document.tokens[at].capital());
    let aged = document.kind(tokens.end) == Kind::Comma
        && document.kind(tokens.end + 1) == Kind::Number
        && document.word(tokens.end + 1).len() == 2;
    // `Ioanna Zervou, whose father …`, but `Norvik Bank, whose branches …`.
    let plain = words >= 2 && tokens.clone().all(|i| document.tokens[i].word == 0);
    let relative = document.is(tokens.end, &["who"])
        || document.kind(tokens.end) == Kind::Comma
            && (document.is(tokens.end + 1, &["who"])
                || plain && document.is(tokens.end + 1, &["whose"]));
    let appositive = apposition(document, tokens).is_some();
    if described || aged || (appositive || relative || fore) && !article {
        return (PersonKind::Person, true);
    }
    if first && (2..=4).contains(&words) && !article || eastern {
        return (PersonKind::Person, true);
    }
    let initial = (tokens.start + 1..tokens.end).any(|i| document.tokens[i].abbreviation());
    // `Priya Nair of Eastgate Capital`
    let member = (2..=3).contains(&words) && belongs_to(document, tokens).is_some();
    if (initial || member) && !article {
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

/// The gender that a role tells by its first noun that tells one: `spokeswoman`, `his wife`.
pub(super) fn role_gender(document: &Document, role: &Range<usize>) -> Gender {
    for at in role.clone() {
        if document.has(at, PREPOSITION) {
            break;
        }
        if document.kind(at + 1) == Kind::Possessive {
            continue;
        }
        if document.has(at, HE) {
            return Gender::Male;
        }
        if document.has(at, SHE) {
            return Gender::Female;
        }
    }
    Gender::Unknown
}
