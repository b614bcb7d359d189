//! The table of people as it is filled: full names first, then what stands for them (surnames, acronyms, accounts).

use std::ops::Range;

use super::before::before_comma;
use super::kind::{first_name_gender, kind_of, role_gender};
use super::name::{Name, acronym, ends, name_at, words};
use super::role::{apposition, role};
use super::{Entity, Gender, Mention, People, REACH};
use crate::article::PersonKind;
use crate::parse::block::BlockKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{FEMALE, MALE, ORGANISATION, PREPOSITION};
use crate::parse::quote::signer;
use crate::parse::token::Kind;

/// The most places of names that are kept, which bounds the memory.
const MENTIONS: usize = 200_000;

/// How many words of a long name are known each for itself.
const PARTS: usize = 8;

impl People {
    /// Collects the names of a document.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let mut people = Self::default();
        let mut singles = Vec::new();
        for sentence in &document.sentences {
            let block = &document.blocks[sentence.block];
            let kind = block.kind;
            if matches!(
                kind,
                BlockKind::Title | BlockKind::Heading | BlockKind::Byline
            ) {
                continue;
            }
            if kind == BlockKind::Signature {
                // An account is called as it is signed.
                if sentence.tokens.start == block.tokens.start
                    && let Some(tokens) = signer(document, &block.tokens)
                    && document.tokens[tokens.start].is_word()
                {
                    let words = words(document, &tokens);
                    let name = Name {
                        start: tokens.start,
                        tokens: tokens.clone(),
                        titled: false,
                        gender: Gender::Unknown,
                    };
                    let entity = people.enter(document, &name, words);
                    people.describe(tokens, entity);
                }
                continue;
            }
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let Some(name) = name_at(document, at, sentence.tokens.clone()) else {
                    at += 1;
                    continue;
                };
                let end = name.tokens.end;
                let words = words(document, &name.tokens);
                let inside = at > sentence.tokens.start
                    && matches!(document.kind(at - 1), Kind::Word | Kind::Comma);
                let proper = if inside { at } else { at + 1 };
                people
                    .proper
                    .extend((proper..end).map(|i| document.tokens[i].hash));
                // `Ede Omokri (Delta Central)`: a constituency is nobody.
                let bracketed = at > 0
                    && document.kind(at - 1) == Kind::OpenBracket
                    && document.kind(end) == Kind::CloseBracket;
                if bracketed {
                } else if words >= 2 {
                    let entity = people.enter(document, &name, words);
                    people.note(document, &name.tokens, entity);
                } else if singles.len() < MENTIONS {
                    singles.push(name);
                }
                at = end;
            }
        }
        people.add_singles(document, &singles);
        people.mentions.sort_by_key(|mention| mention.at);
        people.described.sort_by_key(|(tokens, _)| tokens.start);
        people
    }

    fn describe(&mut self, tokens: Range<usize>, entity: usize) {
        if self.described.len() < MENTIONS {
            self.described.push((tokens, entity));
        }
    }

    fn note(&mut self, document: &Document, tokens: &Range<usize>, entity: usize) {
        let at = tokens.start;
        if self.mentions.len() < MENTIONS && document.stretch_of(at).is_none() {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.mentions.push(Mention {
                at: number(at),
                entity: number(entity),
                owner: document.kind(tokens.end) == Kind::Possessive,
            });
        }
    }

    fn enter(&mut self, document: &Document, name: &Name, words: usize) -> usize {
        let (first, last) = ends(document, &name.tokens);
        let fore = before_comma(document, name.start, name.tokens.end);
        let (kind, sure) = kind_of(document, name, words, fore.is_some());
        let found = self.by_last.get(&last).and_then(|list| {
            list.iter().rev().take(REACH).copied().find(|number| {
                let entity = &self.list[*number];
                (entity.first == first
                    || words > 1 && self.holds(document, *number, first)
                    || words > 2 && ends_in(document, &name.tokens, entity))
                    && same_middle(document, &name.tokens, entity)
                    && (entity.kind == kind || !entity.sure || !sure)
                    && (words > 1) == (entity.words > 1)
            })
        });
        // `a spokesman for the contractor, Delmar Works, said`: the works are the contractor.
        let tells = |fore: &Range<usize>| {
            kind == PersonKind::Person || !fore.clone().any(|i| document.has(i, PREPOSITION))
        };
        let role = role(document, &name.tokens, fore.as_ref());
        let told = role
            .as_ref()
            .map_or(Gender::Unknown, |role| role_gender(document, role));
        let told = if name.gender == Gender::Unknown {
            told
        } else {
            name.gender
        };
        if let Some(number) = found {
            let entity = &mut self.list[number];
            let person = |at: usize| document.has(at, MALE | FEMALE);
            // `Democrat Hillary Clinton` is no fuller name than `Hillary Clinton`, whichever stands first.
            let shorter = entity.first != first
                && words < entity.words
                && person(name.tokens.start)
                && !person(entity.name.start);
            if shorter || entity.first == first && words > entity.words {
                entity.name = name.tokens.clone();
                entity.words = words;
                entity.first = first;
            }
            let better = role.as_ref().map_or(0, Range::len)
                > entity.role.as_ref().map_or(0, Range::len)
                && entity.role.as_ref().is_none_or(|old| old.len() < 3);
            if better {
                entity.role = role;
            }
            if entity.gender == Gender::Unknown {
                entity.gender = told;
            }
            if sure && !entity.sure {
                entity.kind = kind;
                entity.sure = true;
            }
            if entity.kind == PersonKind::Person && entity.gender == Gender::Unknown {
                entity.gender = first_name_gender(document, name.tokens.start);
            }
            if let Some(fore) = fore.filter(tells) {
                self.describe(fore, number);
            }
            return number;
        }
        let number = self.list.len();
        let gender = match (kind, told) {
            (PersonKind::Group, _) => Gender::Unknown,
            (_, Gender::Unknown) => first_name_gender(document, name.tokens.start),
            (_, gender) => gender,
        };
        let acronym = acronym(document, &name.tokens);
        self.list.push(Entity {
            name: name.tokens.clone(),
            kind,
            gender,
            role,
            acronym,
            first,
            last,
            words,
            sure,
        });
        self.by_last.entry(last).or_default().push(number);
        self.by_first.entry(first).or_insert(number);
        if words > 2 && kind == PersonKind::Person {
            for at in name
                .tokens
                .clone()
                .filter(|i| document.tokens[*i].is_word())
                .take(PARTS)
            {
                self.by_part
                    .entry(document.tokens[at].hash)
                    .or_insert(number);
            }
        }
        if let Some(fore) = fore.filter(tells) {
            self.describe(fore, number);
        }
        if let Some(acronym) = acronym {
            self.by_acronym
                .entry(document.tokens[acronym].hash)
                .or_insert(number);
        }
        number
    }

    /// Whether a word is one of the name's: `Fuentes Arriagada` is Rosario Fuentes Arriagada.
    pub(super) fn holds(&self, document: &Document, entity: usize, hash: u32) -> bool {
        let entity = &self.list[entity];
        entity.words > 2
            && entity
                .name
                .clone()
                .take(2 * PARTS)
                .any(|i| document.tokens[i].hash == hash)
    }

    /// Surnames and acronyms alone: to their full names, else entries of their own.
    fn add_singles(&mut self, document: &Document, singles: &[Name]) {
        for name in singles {
            let at = name.tokens.start;
            let (_, hash) = ends(document, &name.tokens);
            if let Some(number) = self.single(hash, at) {
                self.note(document, &name.tokens, number);
                let fore = before_comma(document, name.start, name.tokens.end);
                if let Some(fore) = &fore {
                    self.describe(fore.clone(), number);
                }
                let entity = &mut self.list[number];
                // `Zarina Mahmud`, later `Mahmud`: a surname. `North Wales`, later `Wales`: a place.
                let place = document.is(
                    entity.name.start,
                    &[
                        "north", "south", "east", "west", "new", "big", "great", "central",
                        "upper", "lower", "northern", "southern", "eastern", "western", "united",
                        "el", "san", "los", "las",
                    ],
                );
                let organised = entity
                    .name
                    .clone()
                    .any(|i| document.has(i, ORGANISATION) || document.is(i, &["of", "for"]));
                if !entity.sure
                    && (entity.name.len() == 2 || name.titled)
                    && entity.last == hash
                    && !place
                    && !organised
                {
                    entity.kind = PersonKind::Person;
                    entity.sure = true;
                }
                if entity.gender == Gender::Unknown && entity.kind == PersonKind::Person {
                    entity.gender = name.gender;
                }
                // `said Ishikawa, the founder of …`, where the full name stood bare.
                if entity.role.is_none() && entity.kind == PersonKind::Person {
                    entity.role = role(document, &name.tokens, fore.as_ref());
                }
                continue;
            }
            let introduced =
                || document.tokens[at].word == 0 && apposition(document, &name.tokens).is_some();
            if !name.titled && !self.is_proper(document, name.tokens.end - 1) && !introduced() {
                continue;
            }
            let entity = self.enter(document, name, 1);
            self.note(document, &name.tokens, entity);
        }
    }

    /// Whether a word that may have its capital from the sentence's beginning is a name.
    pub(super) fn is_proper(&self, document: &Document, at: usize) -> bool {
        document.tokens[at].upper()
            || document.has(at, MALE | FEMALE)
            || self.by_last.contains_key(&document.tokens[at].hash)
            || self
                .by_first
                .get(&document.tokens[at].hash)
                .is_some_and(|entity| self.list[*entity].kind == PersonKind::Person)
            || self.proper.contains(&document.tokens[at].hash)
    }

    /// The entity that one word stands for: a surname, an acronym, a first name.
    pub(super) fn single(&self, hash: u32, at: usize) -> Option<usize> {
        if let Some(list) = self.by_last.get(&hash) {
            // The last one that was introduced before; else the first one at all.
            return list
                .iter()
                .rev()
                .take(REACH)
                .copied()
                .find(|entity| self.list[*entity].name.start <= at)
                .or_else(|| list.first().copied());
        }
        self.by_acronym
            .get(&hash)
            .or_else(|| {
                self.by_first
                    .get(&hash)
                    .filter(|entity| self.list[**entity].kind == PersonKind::Person)
            })
            .or_else(|| self.by_part.get(&hash))
            .copied()
    }
}

/// Whether a longer run of capitals ends in the person's name: `Iron Mike Tyson`.
fn ends_in(document: &Document, tokens: &Range<usize>, entity: &Entity) -> bool {
    let start = tokens.end.saturating_sub(entity.name.len());
    entity.words >= 2
        && start > tokens.start
        && document.has(start, MALE | FEMALE)
        && !document.has(tokens.start, MALE | FEMALE)
        && document.tokens[start].hash == entity.first
}

/// Whether two names of three words or more do not contradict each other between first and last: Abdul Mannan Sikder is
/// not Abdul Hannan Sikder.
pub(super) fn same_middle(document: &Document, tokens: &Range<usize>, entity: &Entity) -> bool {
    let inner = |tokens: &Range<usize>| {
        (tokens.start + 1..tokens.end.saturating_sub(1))
            .filter(|i| document.tokens[*i].is_word() && !document.tokens[*i].abbreviation())
            .take(PARTS)
    };
    let mut middle = inner(tokens).peekable();
    middle.peek().is_none()
        || inner(&entity.name).next().is_none()
        || middle.any(|i| {
            inner(&entity.name).any(|of| document.tokens[of].hash == document.tokens[i].hash)
        })
        || entity.first != ends(document, tokens).0
}
