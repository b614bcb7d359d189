//! People: the article's own table of names, with roles, and from a mention back to a person.
//!
//! One pass collects runs of capitalised words. A full name makes an entry; surnames, acronyms and handles are aliases of
//! it. [`People::resolve`] answers for a mention: a name by its surname, a pronoun by who was spoken of last, a
//! description by the role table. Nothing is guessed from outside the article but a first name's likely gender.

mod kind;
mod name;
mod resolve;
mod role;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::article::{Person, PersonKind};
use crate::parse::block::BlockKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{FEMALE, MALE};
use crate::parse::token::Kind;
use kind::{first_name_gender, kind_of};
use name::{Name, acronym, ends, is_suffix, last_name, name_at, words};
use role::{premodifier, role, role_text};

/// How many people of the same surname are looked at, newest first.
const REACH: usize = 32;

/// The most places of names that are kept, which bounds the memory.
const MENTIONS: usize = 200_000;

/// What a pronoun tells of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
    /// Not known.
    Unknown,
}

/// A person or group of the article.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The fullest form of the name, without title.
    pub name: Range<usize>,
    /// Person or group.
    pub kind: PersonKind,
    /// He or she.
    pub gender: Gender,
    /// The tokens of the role, where the text gives one.
    pub role: Option<Range<usize>>,
    /// The acronym or handle given in brackets.
    pub acronym: Option<usize>,
    first: u32,
    last: u32,
    words: usize,
    sure: bool,
}

/// One place where a name stands.
#[derive(Clone, Copy, Debug)]
struct Mention {
    at: u32,
    entity: u32,
}

impl Mention {
    fn at(self) -> usize {
        self.at as usize
    }
    fn entity(self) -> usize {
        self.entity as usize
    }
}

/// Everybody whom an article names.
#[derive(Debug, Default)]
pub struct People {
    /// In the order of their first full mention.
    pub list: Vec<Entity>,
    /// Mentions outside marks, in order.
    mentions: Vec<Mention>,
    by_last: HashMap<u32, Vec<usize>>,
    by_first: HashMap<u32, usize>,
    by_acronym: HashMap<u32, usize>,
    /// Hashes of words that have a capital within a sentence.
    proper: HashSet<u32>,
}

/// What a mention was resolved to.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// A person or group of the table.
    Known(usize),
    /// A name or description that stays as the text has it.
    Phrase(Range<usize>),
}

impl People {
    /// Collects the names of a document.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let mut people = Self::default();
        let mut singles = Vec::new();
        for sentence in &document.sentences {
            let kind = document.blocks[sentence.block].kind;
            if matches!(kind, BlockKind::Title | BlockKind::Heading) {
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
                if at > sentence.tokens.start && document.kind(at - 1) == Kind::Word {
                    people
                        .proper
                        .extend(name.tokens.clone().map(|i| document.tokens[i].hash));
                }
                if words >= 2 || kind == BlockKind::Signature {
                    let entity = people.enter(document, &name, words);
                    people.note(document, name.tokens.start, entity);
                } else if singles.len() < MENTIONS {
                    let at = u32::try_from(name.tokens.start).unwrap_or(u32::MAX);
                    singles.push((at, name.titled, name.gender));
                }
                at = end;
            }
        }
        people.add_singles(document, &singles);
        people.mentions.sort_by_key(|mention| mention.at);
        people
    }

    fn note(&mut self, document: &Document, at: usize, entity: usize) {
        if self.mentions.len() < MENTIONS && document.stretch_of(at).is_none() {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.mentions.push(Mention {
                at: number(at),
                entity: number(entity),
            });
        }
    }

    fn enter(&mut self, document: &Document, name: &Name, words: usize) -> usize {
        let (first, last) = ends(document, &name.tokens);
        let (kind, sure) = kind_of(document, name, words);
        let found = self.by_last.get(&last).and_then(|list| {
            list.iter().rev().take(REACH).copied().find(|entity| {
                let entity = &self.list[*entity];
                entity.first == first
                    && (entity.kind == kind || !entity.sure || !sure)
                    && (words > 1) == (entity.words > 1)
            })
        });
        let role = role(document, &name.tokens);
        if let Some(number) = found {
            let entity = &mut self.list[number];
            if words > entity.words {
                entity.name = name.tokens.clone();
                entity.words = words;
            }
            let better = role.as_ref().map_or(0, Range::len)
                > entity.role.as_ref().map_or(0, Range::len)
                && entity.role.as_ref().is_none_or(|old| old.len() < 3);
            if better {
                entity.role = role;
            }
            if entity.gender == Gender::Unknown {
                entity.gender = name.gender;
            }
            if sure && !entity.sure {
                entity.kind = kind;
                entity.sure = true;
            }
            if entity.kind == PersonKind::Person && entity.gender == Gender::Unknown {
                entity.gender = first_name_gender(document, name.tokens.start);
            }
            return number;
        }
        let number = self.list.len();
        let gender = match (kind, name.gender) {
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
        if let Some(acronym) = acronym {
            self.by_acronym
                .entry(document.tokens[acronym].hash)
                .or_insert(number);
        }
        number
    }

    /// Surnames and acronyms alone: to their full names, else entries of their own.
    fn add_singles(&mut self, document: &Document, singles: &[(u32, bool, Gender)]) {
        for (at, titled, gender) in singles {
            let at = &(*at as usize);
            let hash = document.tokens[*at].hash;
            if let Some(entity) = self.single(hash, *at) {
                self.note(document, *at, entity);
                let entity = &mut self.list[entity];
                // `Zarina Mahmud`, later `Mahmud`: a surname. `North Wales`, later `Wales`: a place.
                let place = document.is(
                    entity.name.start,
                    &[
                        "north", "south", "east", "west", "new", "big", "great", "central",
                        "upper", "lower", "northern", "southern", "eastern", "western", "united",
                        "el", "san", "los", "las",
                    ],
                );
                if !entity.sure && entity.name.len() == 2 && entity.last == hash && !place {
                    entity.kind = PersonKind::Person;
                    entity.sure = true;
                }
                if entity.gender == Gender::Unknown && entity.kind == PersonKind::Person {
                    entity.gender = *gender;
                }
                continue;
            }
            if !titled && !self.is_proper(document, *at) {
                continue;
            }
            let name = Name {
                tokens: *at..*at + 1,
                titled: *titled,
                gender: *gender,
            };
            let entity = self.enter(document, &name, 1);
            self.note(document, *at, entity);
        }
    }

    /// Whether a word that may have its capital from the sentence's beginning is a name.
    fn is_proper(&self, document: &Document, at: usize) -> bool {
        document.tokens[at].upper()
            || document.has(at, MALE | FEMALE)
            || self.by_last.contains_key(&document.tokens[at].hash)
            || self.proper.contains(&document.tokens[at].hash)
    }

    /// The entity that one word stands for: a surname, an acronym, a first name.
    fn single(&self, hash: u32, at: usize) -> Option<usize> {
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
            .copied()
    }

    /// An entity's name as text.
    #[must_use]
    pub fn name<'d>(&self, document: &Document<'d>, entity: usize) -> &'d str {
        document.slice(self.list[entity].name.clone())
    }

    /// An entity's role as text; `mention` is preferred where it gives one itself.
    #[must_use]
    pub fn role(
        &self,
        document: &Document,
        entity: usize,
        mention: Option<&Range<usize>>,
    ) -> Option<String> {
        let here = mention
            .and_then(|mention| last_name(document, mention))
            .and_then(|name| premodifier(document, &name))
            .filter(|role| role.len() > 1);
        let role = here.or_else(|| self.list[entity].role.clone())?;
        Some(role_text(document, role))
    }

    /// The entity as the article has it; `speaks` for those who say something.
    #[must_use]
    pub fn person(&self, document: &Document, entity: usize) -> Person {
        let entry = &self.list[entity];
        let name = self.name(document, entity);
        let mut aliases = Vec::new();
        if let Some(acronym) = entry.acronym {
            aliases.push(document.word(acronym).to_owned());
        }
        if entry.kind == PersonKind::Person && entry.words >= 2 {
            let last = entry
                .name
                .clone()
                .rfind(|i| document.kind(*i) == Kind::Word && !is_suffix(document, *i));
            if let Some(last) = last {
                aliases.push(document.word(last).to_owned());
            }
        }
        aliases.retain(|alias| alias != name);
        Person {
            name: name.to_owned(),
            aliases,
            role: self.role(document, entity, None),
            kind: entry.kind,
        }
    }

    /// Whether an entity is a person beyond doubt.
    #[must_use]
    pub fn certain(&self, entity: usize) -> bool {
        let entity = &self.list[entity];
        entity.sure && entity.kind == PersonKind::Person && entity.words >= 2
    }
}
