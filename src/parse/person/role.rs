//! Roles: what the article says that somebody is, before the name or between commas after it.

use std::ops::Range;

use crate::parse::document::Document;
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CALENDAR, CONJUNCTION, CUE, CUE_CALL, CUE_NOUN, DETERMINER, FUNCTION,
    HONORIFIC, ORGANISATION, PERSON_NOUN, PREPOSITION, ROLE, SUBORDINATOR, TITLE, VERB,
};
use crate::parse::token::Kind;

/// What the article says that somebody is. `fore` is the description before the name and its comma.
pub(super) fn role(
    document: &Document,
    name: &Range<usize>,
    fore: Option<&Range<usize>>,
) -> Option<Range<usize>> {
    let before = premodifier(document, name);
    if before.as_ref().is_some_and(|role| role.len() >= 2) {
        return before;
    }
    let fore = fore
        .map(|fore| bare(document, fore))
        .filter(|role| !role.is_empty());
    let after = apposition(document, name);
    // `his wife, Maria Kewa`: whose, only where no post is told.
    let kin = fore.as_ref().is_some_and(|role| {
        role.clone()
            .take_while(|i| !document.has(*i, PREPOSITION))
            .any(|i| document.is(i, KIN))
    });
    if kin && (after.is_some() || before.is_some()) {
        return after.or(before);
    }
    fore.or(after)
        .or(before)
        .or_else(|| belongs_to(document, name))
}

/// What somebody is to another person and not by themselves.
const KIN: &[&str] = &[
    "neighbour",
    "neighbor",
    "friend",
    "colleague",
    "partner",
    "counterpart",
    "wife",
    "husband",
    "widow",
    "mother",
    "father",
    "son",
    "daughter",
    "brother",
    "sister",
    "cousin",
    "uncle",
    "aunt",
    "niece",
    "nephew",
    "rival",
    "opponent",
];

/// A description without its determiner or possessive.
fn bare(document: &Document, fore: &Range<usize>) -> Range<usize> {
    let mut start = fore.start;
    while start < fore.end
        && document.is(
            start,
            &["a", "an", "the", "his", "her", "its", "their", "our", "my"],
        )
    {
        start += 1;
    }
    start..fore.end
}

/// How far a description before a name is followed back.
const FORE: usize = 14;

/// `Russia's deputy ambassador, ` or `A spokesman, ` before a name whose titles begin at `start`; with its determiner.
///
/// It ends in a noun for what somebody is, or in such a noun with what it is of ("the leader of the Coastal Party"), and
/// it has a determiner or an owner: without one it may be a list.
pub(super) fn before_comma(document: &Document, start: usize, end: usize) -> Option<Range<usize>> {
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
    if document.kind(comma) != Kind::Comma
        || !matches!(
            document.kind(end),
            Kind::Comma | Kind::Stop | Kind::Dash | Kind::OpenBracket | Kind::Semicolon
        )
    {
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

/// `of Eastgate Capital` after a name: what somebody speaks for where no post is given.
pub(super) fn belongs_to(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
    if !document.is(name.end, &["of"]) {
        return None;
    }
    let the = document.is(name.end + 1, &["the"]);
    let start = name.end + 1 + usize::from(the);
    let mut end = start;
    while end < document.tokens.len()
        && end < start + 6
        && document.tokens[end].is_word()
        && document.tokens[end].capital()
        && !document.has(end, CALENDAR)
    {
        end += 1;
    }
    let noun = the
        && end > start
        && document.has(end, ORGANISATION)
        && document.tokens.get(end).is_some_and(|t| t.is_word());
    (end > start).then_some(name.end..end + usize::from(noun))
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
        && document.kind(role.start + 1) != Kind::Possessive
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
    // `The Bishop of Wenbury, the Right Reverend …`: a place's comma is not its own.
    if name.len() == 1
        && name.start >= 2
        && document.is(name.start - 1, &["of", "for", "in", "at"])
        && document.has(name.start - 2, ROLE | TITLE)
    {
        return None;
    }
    // `in Oakland, California, mayor …`: neither is a place.
    let before = name.start.wrapping_sub(1);
    let listed = name.len() == 1
        && document.kind(before) == Kind::Comma
        && document.tokens[before - 1].capital();
    if listed
        || document.is(
            before,
            &["in", "at", "from", "near", "on", "across", "into"],
        )
    {
        return None;
    }
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
    // `, who is the mayor of Doab,` and `, who works as a midwife,`
    if document.is(at, &["who"]) {
        at += 1;
        if document.is(at, &["is", "was"]) {
            at += 1;
        } else if document.is(at + 1, &["as"])
            && document.is(
                at,
                &[
                    "works", "worked", "serves", "served", "acts", "acted", "sits", "sat",
                ],
            )
        {
            at += 2;
        } else {
            return None;
        }
        if document.is(at, &["also", "now"]) {
            at += 1;
        }
        if !document.has(at, DETERMINER) {
            return None;
        }
    }
    if document.has(at, CONJUNCTION) {
        return None;
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
                // `, noting the Republican nominee`, `, billionaire Paul Singer changed …`: a clause.
                let lower = !document.tokens[at].capital();
                let word = document.word(at);
                let verb = lower
                    && document.has(at, VERB | CUE_CALL)
                    && !document.has(at, CUE_NOUN | ROLE)
                    && !document.has(at + 1, PREPOSITION);
                let participle = lower
                    && has_role.is_none()
                    && document.tokens[at].space_before()
                    && (word.ends_with("ing") || word.ends_with("ed"))
                    && !document.is(at, PARTICIPLES)
                    && !document.has(at, ROLE);
                if verb || participle || document.has(at, PREPOSITION) && has_role.is_none() {
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
    if document.is(start, &["a", "an", "the", "its", "his", "her", "their"]) {
        start += 1;
    }
    (at > start).then_some(start..at)
}

/// Participles and the like that stand in a role.
const PARTICIPLES: &[&str] = &[
    "retired",
    "elected",
    "appointed",
    "renowned",
    "disgraced",
    "convicted",
    "ousted",
    "exiled",
    "red",
    "acclaimed",
    "celebrated",
    "respected",
    "acting",
    "leading",
    "managing",
    "founding",
    "incoming",
    "outgoing",
    "sitting",
    "visiting",
    "reigning",
    "ruling",
    "marketing",
    "engineering",
    "nursing",
    "housing",
    "banking",
    "planning",
    "training",
    "boxing",
    "racing",
    "cycling",
    "swimming",
    "mining",
    "shipping",
    "farming",
    "fishing",
    "building",
    "trading",
    "advertising",
    "accounting",
    "publishing",
    "opening",
    "operating",
];

/// Small words that stand before a role in capitals.
const BEFORE_CAPITALS: &[&str] = &[
    "former",
    "then",
    "ex",
    "late",
    "current",
    "longtime",
    "senior",
    "junior",
    "top",
    "prominent",
    "fellow",
    "outspoken",
    "conservative",
    "liberal",
    "interim",
    "deputy",
    "vice",
    "assistant",
    "and",
    "of",
    "for",
    "influential",
    "powerful",
];

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
                let lower = !token.capital() && !glued;
                let verb = lower
                    && (document.word(at).ends_with("ed") || document.word(at).ends_with("ing"))
                    && !document.is(at, PARTICIPLES);
                // `see Ohio Governor Kasich`, but `former Ohio Governor Kasich`.
                let outside = lower
                    && start < name.start
                    && next_spaced
                    && document.tokens[start].is_word()
                    && document.tokens[start].capital()
                    && !document.has(at, ROLE)
                    && !document.is(at, BEFORE_CAPITALS)
                    && !document.is(at, PARTICIPLES);
                let joins = |at: usize| {
                    document.is(at, &["and", "of", "for"])
                        && at > 0
                        && document.has(at - 1, ROLE | TITLE)
                };
                // `Leader of the Opposition`
                let the = document.is(at, &["the"]) && at > 1 && joins(at - 1);
                let minor = start < name.start
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
            || !document.tokens[at].is_word()
    };
    while start < end && courtesy(start) {
        start += 1;
    }
    while start < end && courtesy(end - 1) {
        end -= 1;
    }
    (has_role && start < end && (start..end).any(|i| document.has(i, ROLE | TITLE)))
        .then_some(start..end)
}
