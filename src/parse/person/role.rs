//! Roles: what the article says that somebody is, before the name or between commas after it.

use std::ops::Range;

use super::before::premodifier;
use crate::parse::document::Document;
use crate::parse::lexicon::{
    ADVERB, AUXILIARY, CALENDAR, CONJUNCTION, CUE, CUE_CALL, CUE_NOUN, DETERMINER, FUNCTION,
    HONORIFIC, ORGANISATION, PREPOSITION, ROLE, ROLE_MODIFIER, TITLE, TO_ANOTHER, VERB,
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
            .any(|i| document.value(i, ROLE) == Some(TO_ANOTHER))
    });
    if kin && (after.is_some() || before.is_some()) {
        return after.or(before);
    }
    fore.or(after)
        .or(before)
        .or_else(|| belongs_to(document, name))
}

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
///
/// `proper` says that the article writes its first word with a capital elsewhere too.
pub(super) fn role_text(document: &Document, role: Range<usize>, proper: bool) -> String {
    let initial = document
        .sentence_of(role.start)
        .is_some_and(|s| document.sentences[s].tokens.start == role.start);
    let text = document.slice(role.clone());
    let alone = role.len() == 1;
    let lower = initial
        && !proper
        && !document.tokens[role.start].upper()
        && document.kind(role.start + 1) != Kind::Possessive
        && ![
            "ish", "ian", "ican", "ese", "cratic", "rench", "utch", "erman",
        ]
        .iter()
        .any(|end| document.word(role.start).ends_with(end))
        && if alone {
            !document.has(role.start, TITLE)
        } else {
            document.is(role.start, &["former", "then"])
                || !document.tokens[role.start + 1].capital()
        };
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
        && name.start >= 2
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
    // `The Minister of Water, Mr Osho, …`: another name and no role.
    if document.is(at, &["mr", "mrs", "ms", "miss"]) {
        return None;
    }
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
    let clause = document.has(at, CONJUNCTION)
        || document.has(at, FUNCTION) && !document.has(at, DETERMINER | ROLE);
    if clause && !document.is(at, &["then", "now", "currently"]) {
        return None;
    }
    let start = at;
    let mut has_role = None;
    while at < document.tokens.len() && at < start + 18 {
        match document.kind(at) {
            Kind::Word => {
                if document.has(at, ROLE | TITLE)
                    && !(document.has(at, HONORIFIC) && document.tokens[at].capital())
                    && has_role.is_none()
                    && at < start + 9
                {
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
                    && !document.has(at, ROLE_MODIFIER)
                    && !document.has(at, ROLE);
                let ended = verb
                    && word.ends_with("ed")
                    && has_role.is_some()
                    && !document.tokens[at - 1].capital()
                    && !document.has(at - 1, ADVERB)
                    && !document.word(at - 1).ends_with("ly");
                if ended {
                    // `talk radio host considered …`
                    break;
                }
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
