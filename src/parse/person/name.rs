//! Names: runs of capitalised words, their titles taken off.

use std::ops::Range;

use super::Gender;
use crate::parse::document::Document;
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CALENDAR, CUE, DETERMINER, FEMALE, FUNCTION, HE, HONORIFIC, MALE,
    ORGANISATION, PARTICLE, PREPOSITION, ROLE, SHE, SURNAME_FIRST, TITLE, VERB,
};
use crate::parse::token::Kind;

/// A run of capitalised words, taken apart.
pub(super) struct Name {
    /// The name without titles.
    pub(super) tokens: Range<usize>,
    /// Where its titles begin.
    pub(super) start: usize,
    pub(super) titled: bool,
    pub(super) gender: Gender,
}

/// How many small words may follow each other inside a name: `van de la`.
const PARTICLES: usize = 3;

pub(super) fn is_suffix(document: &Document, at: usize) -> bool {
    document.is(at, &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
}

/// The words of a name that count: no suffix, no particle, and `Otis-Clarke` is one.
pub(super) fn words(document: &Document, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .filter(|i| {
            let joined = *i > tokens.start && document.kind(i - 1) == Kind::Hyphen;
            matches!(document.kind(*i), Kind::Word | Kind::Number | Kind::Ordinal)
                && !is_suffix(document, *i)
                && !is_particle(document, *i)
                && (!joined || *i >= tokens.start + 2 && is_particle(document, i - 2))
        })
        .count()
}

/// The hashes of a name's first and last word.
pub(super) fn ends(document: &Document, tokens: &Range<usize>) -> (u32, u32) {
    let word = |i: &usize| document.kind(*i) == Kind::Word;
    let first = tokens
        .clone()
        .find(|i| word(i) && !is_particle(document, *i))
        .unwrap_or(tokens.start);
    let last = tokens
        .clone()
        .rfind(|i| word(i) && !is_suffix(document, *i))
        .unwrap_or(first);
    (document.tokens[first].hash, document.tokens[last].hash)
}

/// What a full name is shortened to: `al-Marri`, `van der Meer`, `Mbeki-Lowe`, `Kim` of `Kim Tae-jun`.
pub(super) fn surname(document: &Document, name: &Range<usize>) -> Range<usize> {
    let hyphen = name.end >= 2 && document.kind(name.end - 2) == Kind::Hyphen;
    let eastern = document.has(name.start, SURNAME_FIRST)
        && (hyphen || !document.has(name.start, MALE | FEMALE))
        && !document.has(name.end - 1, SURNAME_FIRST);
    if eastern {
        return name.start..name.start + 1;
    }
    let last = name
        .clone()
        .rfind(|i| document.kind(*i) == Kind::Word && !is_suffix(document, *i))
        .unwrap_or(name.start);
    let mut start = last;
    while start > name.start + 1
        && (document.kind(start - 1) == Kind::Hyphen
            || document.kind(start) == Kind::Hyphen
            || is_particle(document, start - 1))
    {
        start -= 1;
    }
    start..last + 1
}

pub(super) fn name_word(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    token.kind == Kind::Word
        // A listed word begins with no elided one.
        && (token.capital() || token.word == 0 && elided(document.word(at)))
        && !document.has(at, CALENDAR)
        && !the_month_of_may(document, at)
        && !(document.has(at, FUNCTION)
            && !token.abbreviation()
            && !document.has(at, MALE | FEMALE))
}

/// `on 19 May`, `since May`: of the months, only this one is as often a name.
fn the_month_of_may(document: &Document, at: usize) -> bool {
    let number = |at| matches!(document.kind(at), Kind::Number | Kind::Ordinal);
    document.is(at, &["may"])
        && (number(at.wrapping_sub(1))
            || number(at + 1)
            || document.is(
                at.wrapping_sub(1),
                &[
                    "in", "since", "until", "till", "by", "from", "through", "during", "last",
                    "next", "this", "early", "late", "mid", "of",
                ],
            ))
}

/// `d’Ávila`
fn elided(word: &str) -> bool {
    let rest = word
        .strip_prefix(['d', 'l'])
        .and_then(|rest| rest.strip_prefix(['\'', '’']));
    rest.and_then(|rest| rest.chars().next())
        .is_some_and(char::is_uppercase)
}

/// A small word inside a name, as written in small letters.
fn is_particle(document: &Document, at: usize) -> bool {
    // Those with a value are English words too (`as`) and count only before a hyphen: `as-Sabah`.
    document.has(at, PARTICLE)
        && !document.tokens[at].capital()
        && (document.kind(at + 1) == Kind::Hyphen || document.value(at, PARTICLE).is_none())
}

/// One past the capitalised word that particles from `at` on lead to.
fn behind_particles(document: &Document, at: usize, end: usize) -> Option<usize> {
    let mut next = at;
    while next < end && next < at + 2 * PARTICLES && is_particle(document, next) {
        next += 1;
        if next < end
            && document.kind(next) == Kind::Hyphen
            && !document.tokens[next].space_before()
        {
            next += 1;
        }
    }
    (next > at && next < end && name_word(document, next)).then_some(next + 1)
}

/// The name that begins at `at`, its titles taken off.
pub(super) fn name_at(document: &Document, at: usize, within: Range<usize>) -> Option<Name> {
    let mut end = if name_word(document, at) {
        at + 1
    } else if is_particle(document, at) && document.tokens[at].space_before() {
        // `al-Marri`, `van der Meer`
        behind_particles(document, at, within.end)?
    } else {
        return None;
    };
    if at == within.start
        && document.has(
            at,
            ADVERB | PREPOSITION | AUXILIARY | CUE | VERB | DETERMINER,
        )
        && !document.has(at, MALE | FEMALE | PARTICLE)
    {
        return None;
    }
    // `R-Vt.` after a senator's name is a party and a state.
    if document.word(at).len() == 1 && document.kind(at + 1) == Kind::Hyphen {
        return None;
    }
    while end < within.end {
        let token = &document.tokens[end];
        let joined = !token.space_before();
        let next = |i: usize| i < within.end && name_word(document, i);
        match token.kind {
            Kind::Word if name_word(document, end) => end += 1,
            // `Park So-yeon`, `Mr Sunday Etim`: a common word or a day within a name.
            Kind::Word
                if token.capital()
                    && (document.kind(end + 1) == Kind::Hyphen
                        && !document.tokens[end + 1].space_before()
                        || document.has(end, CALENDAR)
                            && document.has(end - 1, HONORIFIC)
                            && next(end + 1)) =>
            {
                end += 1;
            }
            Kind::Word
                if is_particle(document, end)
                    && let Some(behind) = behind_particles(document, end, within.end) =>
            {
                end = behind;
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
            // `Brig Gen (retd) Sakhawat Karim`
            Kind::OpenBracket
                if document.is(end + 1, &["retd", "rtd", "retired"])
                    && document.kind(end + 2) == Kind::CloseBracket
                    && document.has(end - 1, TITLE)
                    && next(end + 3) =>
            {
                end += 4;
            }
            Kind::Comma if end + 1 < within.end && is_suffix(document, end + 1) => end += 2,
            _ => break,
        }
    }
    let end = end.min(within.end);
    let (start, gender) = behind_titles(document, at, end);
    // `Prime Minister` alone is a title and no name.
    let title_only = document.has(end - 1, TITLE | ROLE)
        && !document.has(end - 1, MALE | FEMALE)
        && !(document.has(start, MALE | FEMALE) && end - start > 1);
    if start >= end || document.kind(start) != Kind::Word || title_only {
        return None;
    }
    Some(Name {
        tokens: start..end,
        start: at,
        titled: start > at,
        gender,
    })
}

/// Where the name itself begins in a run of capitals, and the gender that its titles tell.
///
/// All that stands before the last title belongs to it: `South Korean Labour Minister Kim`. A word that is a first name
/// or a surname as well (`Dean`, `King`) is a title only at the head of the run or behind another title.
fn behind_titles(document: &Document, at: usize, end: usize) -> (usize, Gender) {
    let person = |i: usize| document.has(i, MALE | FEMALE | SURNAME_FIRST);
    let mut start = at;
    let mut gender = Gender::Unknown;
    // `Secretary of State Anna Lind`, `Leader of the Opposition Rana Khan`: the office goes on behind its "of".
    let of = if at >= 3 && document.is(at - 1, &["the"]) {
        at - 2
    } else {
        at.wrapping_sub(1)
    };
    if at >= 2
        && document.is(of, &["of", "to", "for"])
        && of > 0
        && document.has(of - 1, TITLE | ROLE)
        && end - at >= 3
        && !person(at)
        && !document.has(end - 1, ORGANISATION)
    {
        start = (at + 1..end - 1)
            .find(|i| {
                person(*i) && !document.is(i - 1, &["san", "santa", "st", "st.", "saint", "new"])
            })
            .or_else(|| {
                // `Superintendent of Police Farhana Khan`
                let rest = (at + 1..end).all(|i| document.tokens[i].word == 0 || person(i));
                let named = (at + 1..end).any(person);
                (rest && named && document.tokens[at].word != 0).then_some(at + 1)
            })
            .unwrap_or(at);
    }
    let mut at = start;
    while at + 1 < end {
        let title = document.has(at, TITLE | ROLE | HONORIFIC)
            || document.is(at, &["former", "ex", "then", "acting"]);
        let name = person(at) && !document.tokens[at].abbreviation();
        let whole = document.has(end - 1, ORGANISATION)
            && !document.has(end - 1, MALE | FEMALE)
            && !person(at + 1);
        let counts = if at == start {
            !name || document.has(at, TITLE | HONORIFIC)
        } else {
            !name && document.has(at, TITLE | HONORIFIC)
        };
        // `Head Start` is no Mr Start.
        let noun = at + 2 == end
            && document.has(at, ROLE)
            && !document.has(at, TITLE | HONORIFIC)
            && document.tokens[at + 1].word != 0
            && !person(at + 1);
        if title && counts && !whole && !noun {
            if document.has(at, HE) {
                gender = Gender::Male;
            } else if document.has(at, SHE) {
                gender = Gender::Female;
            }
            start = at + 1;
            while start + 1 < end && !document.tokens[start].is_word() {
                start += 1;
            }
            if document.is(start, &["retd", "rtd", "retired"]) {
                start += 2;
            }
            at = start;
        } else {
            at += 1;
        }
    }
    (start, gender)
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
                    // The name after a description wins: `Tunisia coach Nabil Maaloul`, `Harbour Authority Chairman Arif Mostafa`.
                    if let Some((old, _)) = &found
                        && words(document, &name.tokens) >= 2
                        && (words(document, old) < 2
                            || name.titled
                                && document.has(old.end - 1, ORGANISATION)
                                && !document.has(name.tokens.end - 1, ORGANISATION))
                    {
                        found = Some((name.tokens.clone(), name.titled));
                    }
                }
            }
            None => at += 1,
        }
    }
    // `officials in Cleveland`, `Economists at Norvik Bank`: a name behind a preposition does not speak.
    let (name, titled) = found?;
    let behind = (mention.start..name.start).rfind(|i| document.has(*i, PREPOSITION));
    let Some(behind) = behind.filter(|at| *at > mention.start) else {
        return Some(name);
    };
    let common = |i: usize| {
        document.tokens[i].is_word()
            && (!document.tokens[i].capital() || i == mention.start)
            && !document.has(i, PREPOSITION | DETERMINER)
    };
    let short = words(document, &name) < 2 && (mention.start..name.start).any(common);
    // Straight behind the preposition and at the end: nothing of the phrase but its place.
    let place = common(behind - 1)
        && !titled
        && name.end >= mention.end
        && (behind + 1..name.start).all(|i| document.has(i, DETERMINER))
        && !document.has(name.start, MALE | FEMALE);
    (!short && !place).then_some(name)
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
