//! Names: runs of capitalised words, their titles taken off.

use std::ops::Range;

use super::Gender;
use crate::parse::document::Document;
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CALENDAR, CUE, DETERMINER, FEMALE, FUNCTION, MALE, ORGANISATION,
    PREPOSITION, ROLE, TITLE, VERB,
};
use crate::parse::token::Kind;

/// A run of capitalised words, taken apart.
pub(super) struct Name {
    /// The name without titles.
    pub(super) tokens: Range<usize>,
    pub(super) titled: bool,
    pub(super) gender: Gender,
}

pub(super) fn is_suffix(document: &Document, at: usize) -> bool {
    document.is(at, &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
}

pub(super) fn words(document: &Document, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .filter(|i| {
            matches!(document.kind(*i), Kind::Word | Kind::Number | Kind::Ordinal)
                && !is_suffix(document, *i)
        })
        .count()
}

/// The hashes of a name's first and last word.
pub(super) fn ends(document: &Document, tokens: &Range<usize>) -> (u32, u32) {
    let word = |i: &usize| document.kind(*i) == Kind::Word;
    let first = tokens.clone().find(word).unwrap_or(tokens.start);
    let last = tokens
        .clone()
        .rfind(|i| word(i) && !is_suffix(document, *i))
        .unwrap_or(first);
    (document.tokens[first].hash, document.tokens[last].hash)
}

pub(super) fn name_word(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    token.kind == Kind::Word
        && token.capital()
        && !document.has(at, CALENDAR)
        && !(document.has(at, FUNCTION)
            && !token.abbreviation()
            && !document.has(at, MALE | FEMALE))
}

/// The name that begins at `at`, its titles taken off.
pub(super) fn name_at(document: &Document, at: usize, within: Range<usize>) -> Option<Name> {
    if !name_word(document, at) {
        return None;
    }
    if at == within.start
        && document.has(
            at,
            ADVERB | PREPOSITION | AUXILIARY | CUE | VERB | DETERMINER,
        )
        && !document.has(at, MALE | FEMALE)
    {
        return None;
    }
    // `R-Vt.` after a senator's name is a party and a state.
    if document.word(at).len() == 1 && document.kind(at + 1) == Kind::Hyphen {
        return None;
    }
    let mut end = at + 1;
    while end < within.end {
        let token = &document.tokens[end];
        let joined = !token.space_before();
        let next = |i: usize| i < within.end && name_word(document, i);
        match token.kind {
            Kind::Word if name_word(document, end) => end += 1,
            Kind::Word
                if document.is(
                    end,
                    &[
                        "de", "la", "al", "bin", "van", "von", "der", "den", "el", "ibn", "di",
                        "da", "du", "le", "dos", "ul",
                    ],
                ) && (next(end + 1)
                    || document.is(end + 1, &["la", "der", "den"]) && next(end + 2)) =>
            {
                end += 2;
            }
            Kind::Hyphen
                if joined
                    && end + 1 < within.end
                    && document.tokens[end + 1].is_word()
                    && !document.tokens[end + 1].space_before() =>
            {
                end += 2;
            }
            Kind::Word
                if document.is(end, &["of", "for", "on"])
                    && (next(end + 1) || document.is(end + 1, &["the"]) && next(end + 2))
                    && (document.has(end - 1, ORGANISATION)
                        || document.is(end, &["for"])
                            && document.kind(at.wrapping_sub(1)) != Kind::Comma
                            && !document.has(at, MALE | FEMALE | TITLE | ROLE)) =>
            {
                end += 2;
            }
            Kind::Word
                if document.is(end, &["and", "&"])
                    && next(end + 1)
                    && document.has(end + 1, ORGANISATION)
                    && !document.has(at, MALE | FEMALE) =>
            {
                end += 2;
            }
            Kind::Sign if document.is(end, &["&"]) && next(end + 1) => end += 2,
            Kind::Comma if end + 1 < within.end && is_suffix(document, end + 1) => end += 2,
            _ => break,
        }
    }
    let mut start = at;
    let mut gender = Gender::Unknown;
    let mut titled = false;
    // `ambassador to Britain Liu Xian`: the country is no part of the name.
    if end - at == 3
        && at > within.start + 1
        && document.has(at - 1, PREPOSITION)
        && document.has(at - 2, ROLE)
        && !document.has(at, MALE | FEMALE)
    {
        start += 1;
    }
    while start + 1 < end {
        let title = document.has(start, TITLE | ROLE)
            || document.is(
                start,
                &[
                    "former",
                    "prime",
                    "foreign",
                    "vice",
                    "deputy",
                    "chief",
                    "acting",
                    "press",
                    "attorney",
                    "us",
                    "u.s.",
                    "white",
                    "republican",
                    "democratic",
                    "then",
                ],
            ) && (start + 1..end).any(|i| document.has(i, TITLE | ROLE) && i + 1 < end);
        let title = title || document.is(start, &["former", "ex", "then"]);
        let name = document.has(start, MALE | FEMALE)
            && !document.is(
                start,
                &[
                    "prince", "major", "king", "judge", "deacon", "dean", "royal", "bishop",
                    "pope", "general", "sergeant", "captain",
                ],
            )
            && !document.tokens[start].abbreviation();
        let all = document.has(end - 1, ORGANISATION);
        if !title || name || all {
            break;
        }
        if document.is(
            start,
            &[
                "mr",
                "mr.",
                "sir",
                "lord",
                "king",
                "prince",
                "father",
                "brother",
                "spokesman",
                "chairman",
                "congressman",
            ],
        ) {
            gender = Gender::Male;
        }
        if document.is(
            start,
            &[
                "mrs",
                "mrs.",
                "ms",
                "ms.",
                "miss",
                "lady",
                "dame",
                "queen",
                "princess",
                "sister",
                "spokeswoman",
                "chairwoman",
                "congresswoman",
            ],
        ) {
            gender = Gender::Female;
        }
        titled = true;
        start += 1;
        if document.kind(start) == Kind::Hyphen {
            start += 1;
        }
    }
    // `Prime Minister` alone is a title and no name.
    let title_only = document.has(end - 1, TITLE | ROLE)
        && !document.has(end - 1, MALE | FEMALE)
        && !(document.has(start, MALE | FEMALE) && end - start > 1);
    if start >= end || document.kind(start) != Kind::Word || title_only {
        return None;
    }
    Some(Name {
        tokens: start..end,
        titled,
        gender,
    })
}

/// The last name within a mention.
pub(super) fn last_name(document: &Document, mention: &Range<usize>) -> Option<Range<usize>> {
    let mut found = None;
    let mut at = mention.start;
    while at < mention.end {
        let sentence_start = document
            .sentence_of(at)
            .map_or(at, |s| document.sentences[s].tokens.start);
        let skip = at == sentence_start
            && document.has(at, FUNCTION | ADVERB)
            && !document.has(at, MALE | FEMALE);
        match name_at(document, at, at..mention.end).filter(|_| !skip) {
            // `Trump's campaign`: the owner is not the speaker.
            Some(name)
                if document.kind(name.tokens.end) == Kind::Possessive
                    && name.tokens.end + 1 < mention.end =>
            {
                at = name.tokens.end + 1;
            }
            Some(name) => {
                let adjective = document.tokens.get(name.tokens.end).is_some_and(|t| {
                    t.kind == Kind::Word && !t.capital() && name.tokens.end < mention.end
                }) && !document.has(name.tokens.end, PREPOSITION);
                at = name.tokens.end;
                if !adjective {
                    found = found.or(Some((name.tokens.clone(), name.titled)));
                    // The name after a description wins: `Tunisia coach Nabil Maaloul`.
                    if let Some((old, _)) = &found
                        && words(document, &name.tokens) >= 2
                        && words(document, old) < 2
                    {
                        found = Some((name.tokens.clone(), name.titled));
                    }
                }
            }
            None => at += 1,
        }
    }
    // `officials in Cleveland`: a name behind a preposition does not speak.
    let (name, _) = found?;
    let owned = (mention.start..name.start).any(|i| document.has(i, PREPOSITION))
        && (mention.start..name.start).any(|i| {
            document.tokens[i].is_word()
                && !document.tokens[i].capital()
                && !document.has(i, PREPOSITION | DETERMINER)
        })
        && words(document, &name) < 2;
    (!owned).then_some(name)
}

/// `(WFA)` right after a name.
pub(super) fn acronym(document: &Document, name: &Range<usize>) -> Option<usize> {
    let at = name.end + 1;
    (document.kind(name.end) == Kind::OpenBracket
        && document.kind(at + 1) == Kind::CloseBracket
        && (document.tokens.get(at).is_some_and(|t| t.upper())
            || document.kind(at) == Kind::Handle))
        .then_some(at)
}
