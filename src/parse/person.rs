//! People: the article's own table of names, with roles, and from a mention back to a person.
//!
//! One pass collects runs of capitalised words. A full name makes an entry; surnames, acronyms and handles are aliases of
//! it. [`People::resolve`] answers for a mention: a name by its surname, a pronoun by who was spoken of last, a
//! description by the role table. Nothing is guessed from outside the article but a first name's likely gender.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::block::BlockKind;
use super::document::Document;
use super::lexicon::{
    ADVERB, AUXILIARY, CALENDAR, CUE, CUE_NOUN, DETERMINER, FEMALE, FUNCTION, MALE, ORGANISATION,
    PREPOSITION, ROLE, TITLE, VERB,
};
use super::token::Kind;
use crate::article::{Person, PersonKind};

/// How many people of the same surname are looked at, newest first.
const REACH: usize = 32;

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

/// A run of capitalised words, taken apart.
struct Name {
    /// The name without titles.
    tokens: Range<usize>,
    titled: bool,
    gender: Gender,
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
                } else {
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
        if document.stretch_of(at).is_none() {
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

    /// Whom a mention means. `speaker` is the last speaker, if one is near.
    #[must_use]
    pub fn resolve(
        &mut self,
        document: &Document,
        mention: &Range<usize>,
        speaker: Option<usize>,
    ) -> Option<(Who, f32)> {
        let first = mention.start;
        if mention.len() == 1 {
            let word = document.word(first);
            let gender = match word.to_ascii_lowercase().as_str() {
                "he" | "him" | "his" => Some(Gender::Male),
                "she" | "her" => Some(Gender::Female),
                "they" | "it" | "them" => return self.group_before(first, speaker),
                "who" | "which" | "that" => {
                    return self.before(first).map(|entity| (Who::Known(entity), 0.9));
                }
                "i" | "we" | "you" | "one" | "some" | "many" | "others" => return None,
                _ => None,
            };
            if let Some(gender) = gender {
                return self
                    .pronoun(document, first, gender, speaker)
                    .map(|(entity, sure)| (Who::Known(entity), sure));
            }
        }
        let name = last_name(document, mention).filter(|name| {
            name.len() > 1 || name.start > mention.start || self.is_proper(document, name.start)
        });
        if let Some(name) = name {
            let words = words(document, &name);
            let (head, last) = ends(document, &name);
            let found = if words >= 2 {
                self.by_last.get(&last).and_then(|list| {
                    list.iter()
                        .rev()
                        .take(REACH)
                        .copied()
                        .find(|entity| self.list[*entity].first == head)
                        .or_else(|| {
                            (list.len() == 1).then(|| list[0]).filter(|e| {
                                self.list[*e].kind == PersonKind::Person && self.list[*e].words == 1
                            })
                        })
                })
            } else {
                self.single(last, first)
            };
            return Some(match found {
                Some(entity) => (Who::Known(entity), 1.0),
                None => (Who::Phrase(name), 0.95),
            });
        }
        self.description(document, mention, speaker)
    }

    /// The name that stands last before `at`, within reach.
    fn before(&self, at: usize) -> Option<usize> {
        let end = self.mentions.partition_point(|mention| mention.at() < at);
        self.mentions[..end]
            .last()
            .filter(|mention| at - mention.at() < 30)
            .map(|mention| mention.entity())
    }

    fn fits(&self, entity: usize, gender: Gender) -> bool {
        let entity = &self.list[entity];
        entity.kind == PersonKind::Person
            && (entity.gender == gender || entity.gender == Gender::Unknown)
    }

    fn pronoun(
        &mut self,
        document: &Document,
        at: usize,
        gender: Gender,
        speaker: Option<usize>,
    ) -> Option<(usize, f32)> {
        let sentence = document.sentence_of(at)?;
        let start = document.sentences[sentence].tokens.start;
        let end = self.mentions.partition_point(|mention| mention.at() < at);
        // In the sentence itself, then the first person of each sentence before, then the speaker.
        let here = self.mentions[..end]
            .iter()
            .rev()
            .take_while(|mention| mention.at() >= start)
            .filter(|mention| self.fits(mention.entity(), gender))
            .last()
            .map(|mention| (mention.entity(), 0.75));
        let speaker = speaker
            .filter(|entity| self.fits(*entity, gender))
            .map(|entity| (entity, 0.85));
        let before = || {
            let mut number = sentence;
            for _ in 0..6 {
                number = number.checked_sub(1)?;
                let tokens = &document.sentences[number].tokens;
                let from = self.mentions.partition_point(|m| m.at() < tokens.start);
                let found = self.mentions[from..]
                    .iter()
                    .take_while(|m| m.at() < tokens.end)
                    .find(|m| {
                        self.fits(m.entity(), gender)
                            && (self.list[m.entity()].sure
                                || self.list[m.entity()].gender == gender)
                    });
                if let Some(found) = found {
                    return Some((found.entity(), 0.75));
                }
            }
            None
        };
        let found = here.or(speaker).or_else(before)?;
        if self.list[found.0].gender == Gender::Unknown && self.list[found.0].sure {
            self.list[found.0].gender = gender;
        }
        Some(found)
    }

    fn group_before(&self, at: usize, speaker: Option<usize>) -> Option<(Who, f32)> {
        if let Some(entity) = speaker.filter(|entity| self.list[*entity].kind == PersonKind::Group)
        {
            return Some((Who::Known(entity), 0.75));
        }
        let end = self.mentions.partition_point(|mention| mention.at() < at);
        self.mentions[..end]
            .iter()
            .rev()
            .take(8)
            .find(|mention| self.list[mention.entity()].kind == PersonKind::Group)
            .map(|mention| (Who::Known(mention.entity()), 0.5))
    }

    /// `the minister`, `the company`, `organisers`: by the role table, else the phrase itself.
    fn description(
        &self,
        document: &Document,
        mention: &Range<usize>,
        speaker: Option<usize>,
    ) -> Option<(Who, f32)> {
        let head = mention.clone().rfind(|i| document.kind(*i) == Kind::Word)?;
        let hash = document.tokens[head].hash;
        let definite = document.is(
            mention.start,
            &["the", "this", "that", "his", "her", "their"],
        );
        if definite && mention.len() <= 4 {
            let human = document.has(head, ROLE);
            let holds = |entity: usize| {
                human
                    && self.list[entity]
                        .role
                        .as_ref()
                        .is_some_and(|role| role.clone().any(|i| document.tokens[i].hash == hash))
                    || self.list[entity].words >= 2 && self.list[entity].last == hash
            };
            let end = self.mentions.partition_point(|m| m.at() < mention.start);
            let found = self.mentions[..end]
                .iter()
                .rev()
                .take(40)
                .map(|m| m.entity())
                .find(|entity| holds(*entity));
            if let Some(entity) = found {
                return Some((Who::Known(entity), 0.7));
            }
            let company = document.is(
                head,
                &[
                    "company",
                    "firm",
                    "label",
                    "agency",
                    "group",
                    "organisation",
                    "organization",
                    "party",
                    "ministry",
                    "network",
                    "department",
                    "university",
                    "union",
                ],
            );
            if company {
                let group = speaker
                    .filter(|entity| self.list[*entity].kind == PersonKind::Group)
                    .or_else(|| {
                        self.mentions[..end]
                            .iter()
                            .rev()
                            .take(10)
                            .map(|m| m.entity())
                            .find(|entity| self.list[*entity].kind == PersonKind::Group)
                    });
                if let Some(group) = group {
                    return Some((Who::Known(group), 0.65));
                }
            }
        }
        Some((Who::Phrase(mention.clone()), 0.9))
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

fn is_suffix(document: &Document, at: usize) -> bool {
    document.is(at, &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
}

fn words(document: &Document, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .filter(|i| {
            matches!(document.kind(*i), Kind::Word | Kind::Number | Kind::Ordinal)
                && !is_suffix(document, *i)
        })
        .count()
}

/// The hashes of a name's first and last word.
fn ends(document: &Document, tokens: &Range<usize>) -> (u32, u32) {
    let word = |i: &usize| document.kind(*i) == Kind::Word;
    let first = tokens.clone().find(word).unwrap_or(tokens.start);
    let last = tokens
        .clone()
        .rfind(|i| word(i) && !is_suffix(document, *i))
        .unwrap_or(first);
    (document.tokens[first].hash, document.tokens[last].hash)
}

fn name_word(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    token.kind == Kind::Word
        && token.capital()
        && !document.has(at, CALENDAR)
        && !(document.has(at, FUNCTION)
            && !token.abbreviation()
            && !document.has(at, MALE | FEMALE))
}

/// The name that begins at `at`, its titles taken off.
fn name_at(document: &Document, at: usize, within: Range<usize>) -> Option<Name> {
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
fn last_name(document: &Document, mention: &Range<usize>) -> Option<Range<usize>> {
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

/// Person or group, and whether that is sure.
fn kind_of(document: &Document, name: &Name, words: usize) -> (PersonKind, bool) {
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

fn first_name_gender(document: &Document, at: usize) -> Gender {
    let male = document.value(at, MALE).unwrap_or(0);
    let female = document.value(at, FEMALE).unwrap_or(0);
    match (male, female) {
        (0, 0) => Gender::Unknown,
        (m, f) if m > 3 * f => Gender::Male,
        (m, f) if f > 3 * m => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// `(WFA)` right after a name.
fn acronym(document: &Document, name: &Range<usize>) -> Option<usize> {
    let at = name.end + 1;
    (document.kind(name.end) == Kind::OpenBracket
        && document.kind(at + 1) == Kind::CloseBracket
        && (document.tokens.get(at).is_some_and(|t| t.upper())
            || document.kind(at) == Kind::Handle))
        .then_some(at)
}

/// What the article says that somebody is.
fn role(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
    let after = apposition(document, name);
    let before = premodifier(document, name);
    match (before, after) {
        (Some(before), Some(after)) => Some(if before.len() >= 2 { before } else { after }),
        (before, after) => before.or(after),
    }
}

/// A role as text, without the capital that only the sentence's beginning gave it.
fn role_text(document: &Document, role: Range<usize>) -> String {
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
fn apposition(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
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
fn premodifier(document: &Document, name: &Range<usize>) -> Option<Range<usize>> {
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
