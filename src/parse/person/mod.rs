//! People: the article's own table of names, with roles, and from a mention back to a person.
//!
//! One pass collects runs of capitalised words. A full name makes an entry; surnames, acronyms and handles are aliases of
//! it. [`People::resolve`] answers for a mention: a name by its surname, a pronoun by who was spoken of last, a
//! description by the role table. Nothing is guessed from outside the article but a first name's likely gender.

mod before;
mod description;
mod kind;
mod name;
mod resolve;
mod role;
mod table;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::article::{Person, PersonKind};
use crate::parse::document::Document;
use crate::parse::lexicon::{ABBREVIATION, HONORIFIC, TITLE};
pub(super) use before::before_comma;
use before::premodifier;
use name::{last_name, surname};
pub use resolve::Spoke;
use role::role_text;

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
    /// It is somebody's: `Sikder's brother`.
    owner: bool,
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
    /// Words inside a person's name: `Quiroga` of `Álvaro Quiroga Silva`.
    by_part: HashMap<u32, usize>,
    /// Descriptions before a name and its comma, and accounts, in order: `A spokesman, Latif Karimi,`.
    described: Vec<(Range<usize>, usize)>,
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
    /// An entity's name as text. A lone name keeps its honorific: `Haji Rahim`, `Pope Leo`.
    #[must_use]
    pub fn name<'d>(&self, document: &Document<'d>, entity: usize) -> &'d str {
        let entity = &self.list[entity];
        let mut tokens = entity.name.clone();
        if entity.words == 1
            && entity.kind == PersonKind::Person
            && let Some(before) = tokens.start.checked_sub(1)
            && document.tokens[before].capital()
            && (document.has(before, HONORIFIC) && !document.has(before, ABBREVIATION)
                || document.has(before, TITLE)
                    && document.is(
                        before,
                        &[
                            "pope", "king", "queen", "prince", "princess", "emperor", "sultan",
                        ],
                    ))
            && !document.is(before, &["miss"])
        {
            tokens.start = before;
        }
        document.slice(tokens)
    }

    /// An entity's role as text; `mention` is preferred where it gives one itself.
    #[must_use]
    pub fn role(
        &self,
        document: &Document,
        entity: usize,
        mention: Option<&Range<usize>>,
    ) -> Option<String> {
        if self.list[entity].kind == PersonKind::Group {
            return None;
        }
        let here = mention
            .and_then(|mention| last_name(document, mention))
            .and_then(|name| premodifier(document, &name))
            .filter(|role| {
                // `Det Sgt Rourke` says less than what stood before her name at first.
                role.len() > 1
                    && role
                        .clone()
                        .any(|i| document.tokens[i].word == 0 || !document.has(i, ABBREVIATION))
            });
        let role = here.or_else(|| self.list[entity].role.clone())?;
        let proper = self.proper.contains(&document.tokens[role.start].hash);
        Some(role_text(document, role, proper))
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
            aliases.push(document.slice(surname(document, &entry.name)).to_owned());
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
    pub fn certain(&self, document: &Document, number: usize) -> bool {
        let entity = &self.list[number];
        entity.sure
            && entity.kind == PersonKind::Person
            && (entity.words >= 2
                || entity.role.as_ref().is_some_and(|role| role.len() > 1)
                || self.name(document, number).contains(' '))
    }
}
