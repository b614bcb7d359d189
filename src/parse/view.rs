//! A sentence as the grammar rules see it: words and signs, with each stretch in marks as one item.
//!
//! Short brackets such as `(R-Ohio)` are left out, so that a subject and its verb stand side by side. Noun phrases are
//! found by what they cannot contain (verbs, prepositions, conjunctions), since nothing here knows parts of speech.

use std::ops::Range;

use super::document::Document;
use super::lexicon::{
    self, ADVERB, AUXILIARY, CALENDAR, CONJUNCTION, CUE, CUE_NOUN, Classes, DETERMINER,
    PREPOSITION, PRONOUN, SUBORDINATOR, VERB,
};
use super::token::Kind;
use super::work;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A word.
    Word,
    /// A number, also `25th`.
    Number,
    /// `'s`
    Possessive,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// A dash.
    Dash,
    /// A hyphen within a word.
    Hyphen,
    /// The end of a sentence.
    Stop,
    /// A stretch in marks, by its number in [`Document::stretches`].
    Quote(usize),
    /// A bracket that was not left out.
    Bracket,
    /// Anything else.
    Other,
}

/// One item: a token, or a stretch of several.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// Its classes in the word lists, for a word.
    pub classes: Classes,
    /// Whether it is a word with a capital.
    pub capital: bool,
}

/// A sentence's items.
#[derive(Debug)]
pub struct View<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// The items.
    pub items: Vec<Item>,
}

/// A run of items, by number.
pub type Run = Range<usize>;

/// Brackets of at most this many tokens are left out.
const BRACKET: usize = 20;

impl<'a> View<'a> {
    /// The view of the sentence that covers `tokens`. `stretch` is the first stretch that may lie in it, or any before.
    #[must_use]
    pub fn new(document: &'a Document<'a>, tokens: Range<usize>, mut stretch: usize) -> Self {
        let mut items = Vec::with_capacity(tokens.len());
        let mut at = tokens.start;
        while at < tokens.end {
            while document
                .stretches
                .get(stretch)
                .is_some_and(|s| s.tokens.end <= at)
            {
                stretch += 1;
            }
            if let Some(s) = document.stretches.get(stretch)
                && s.tokens.start <= at
            {
                let end = s.tokens.end.min(tokens.end);
                items.push(Item {
                    kind: ItemKind::Quote(stretch),
                    first: at,
                    end,
                    classes: 0,
                    capital: false,
                });
                at = end;
                continue;
            }
            let token = &document.tokens[at];
            let kind = match token.kind {
                Kind::Word => ItemKind::Word,
                Kind::Number | Kind::Ordinal => ItemKind::Number,
                Kind::Possessive => ItemKind::Possessive,
                Kind::Comma => ItemKind::Comma,
                Kind::Colon => ItemKind::Colon,
                Kind::Semicolon => ItemKind::Semicolon,
                Kind::Dash => ItemKind::Dash,
                Kind::Hyphen => ItemKind::Hyphen,
                Kind::Stop => ItemKind::Stop,
                Kind::OpenBracket => {
                    if let Some(close) = short_bracket(document, at, tokens.end) {
                        at = close + 1;
                        continue;
                    }
                    ItemKind::Bracket
                }
                Kind::CloseBracket => ItemKind::Bracket,
                Kind::Newline => {
                    at += 1;
                    continue;
                }
                _ => ItemKind::Other,
            };
            items.push(Item {
                kind,
                first: at,
                end: at + 1,
                classes: if kind == ItemKind::Word {
                    let classes = document.classes(at);
                    // `Will Moy`: before another capital, a first name is no auxiliary.
                    let name = token.capital()
                        && classes & (lexicon::MALE | lexicon::FEMALE) != 0
                        && document
                            .tokens
                            .get(at + 1)
                            .is_some_and(|next| next.kind == Kind::Word && next.capital());
                    if name {
                        classes & (lexicon::MALE | lexicon::FEMALE | lexicon::TITLE)
                    } else {
                        classes
                    }
                } else {
                    0
                },
                capital: token.capital(),
            });
            at += 1;
        }
        Self { document, items }
    }

    /// The number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the sentence has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The item's kind; [`ItemKind::Stop`] outside the sentence.
    #[must_use]
    pub fn kind(&self, at: usize) -> ItemKind {
        work::step();
        self.items.get(at).map_or(ItemKind::Stop, |item| item.kind)
    }

    /// Whether the item is a word of one of the classes.
    #[must_use]
    pub fn has(&self, at: usize, classes: Classes) -> bool {
        work::step();
        self.items
            .get(at)
            .is_some_and(|item| item.classes & classes != 0)
    }

    /// Whether the item is a capitalised word.
    #[must_use]
    pub fn capital(&self, at: usize) -> bool {
        work::step();
        self.items.get(at).is_some_and(|item| item.capital)
    }

    /// The item's text.
    #[must_use]
    pub fn text(&self, at: usize) -> &'a str {
        self.items
            .get(at)
            .map_or("", |item| self.document.slice(item.first..item.end))
    }

    /// Whether the item is one of these lower-cased words.
    #[must_use]
    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        match self.items.get(at) {
            Some(item) if item.kind == ItemKind::Word => self.document.is(item.first, words),
            _ => false,
        }
    }

    /// Whether the item is a stretch in marks.
    #[must_use]
    pub fn quote(&self, at: usize) -> Option<usize> {
        match self.kind(at) {
            ItemKind::Quote(stretch) => Some(stretch),
            _ => None,
        }
    }

    /// The tokens that a run of items covers.
    #[must_use]
    pub fn tokens(&self, run: &Run) -> Range<usize> {
        if run.is_empty() {
            let at = self.items.get(run.start).map_or(0, |item| item.first);
            return at..at;
        }
        self.items[run.start].first..self.items[run.end - 1].end
    }

    /// Whether the item is an adverb by list or by its ending.
    #[must_use]
    pub fn adverb(&self, at: usize) -> bool {
        if self.kind(at) != ItemKind::Word {
            return false;
        }
        self.has(at, ADVERB) && (!self.capital(at) || at == 0)
            || self.items[at].classes & (lexicon::ROLE | DETERMINER | VERB) == 0
                && (!self.capital(at) || at == 0)
                && self.text(at).len() > 4
                && self.text(at).ends_with("ly")
    }

    /// Whether the item ends like a past form or a participle and is no known noun.
    fn verbal_ending(&self, at: usize) -> bool {
        let text = self.text(at);
        !self.capital(at) && text.len() > 4 && (text.ends_with("ed") || text.ends_with("ing"))
    }

    /// Whether a finite verb stands here, as far as lists and endings tell.
    #[must_use]
    pub fn finite_verb(&self, at: usize) -> bool {
        if self.kind(at) != ItemKind::Word || self.capital(at) && at > 0 {
            return false;
        }
        self.has(at, AUXILIARY | VERB)
            || self.has(at, CUE | lexicon::CUE_CALL) && !self.has(at, CUE_NOUN)
            || self.text(at).len() > 4 && self.text(at).ends_with("ed")
    }

    /// Whether a noun phrase may begin with the item.
    #[must_use]
    pub fn begins_phrase(&self, at: usize) -> bool {
        match self.kind(at) {
            ItemKind::Number => true,
            ItemKind::Word => {
                self.has(at, PRONOUN | DETERMINER)
                    || !self.has(
                        at,
                        PREPOSITION | AUXILIARY | CONJUNCTION | SUBORDINATOR | VERB,
                    ) && !self.adverb(at)
                        && (!self.has(at, CUE) || self.has(at, CUE_NOUN))
            }
            _ => false,
        }
    }

    /// The noun phrase that begins at `start`: its determiner, modifiers and head, without what follows after a
    /// preposition, a comma or a verb.
    #[must_use]
    pub fn phrase(&self, start: usize) -> Option<Run> {
        if self.has(start, PRONOUN) || self.is(start, &["him", "them", "us", "me"]) {
            return Some(start..start + 1);
        }
        let mut at = start;
        let mut seen = false;
        while at < self.len() {
            let first = at == start;
            let item = self.items[at];
            match item.kind {
                ItemKind::Number => {}
                ItemKind::Possessive | ItemKind::Hyphen if !first => {}
                ItemKind::Other if !first && self.is_slash(at) => {}
                ItemKind::Quote(_)
                    if !first
                        && item.end - item.first <= 5
                        && self.kind(at + 1) == ItemKind::Word
                        && !self.finite_verb(at + 1) => {}
                ItemKind::Word => {
                    let after_determiner = !first
                        && (self.has(at - 1, DETERMINER)
                            || self.kind(at - 1) == ItemKind::Possessive);
                    let glued = !first && self.kind(at - 1) == ItemKind::Hyphen;
                    if glued {
                        seen = true;
                    } else if item.capital && (!first || item.classes & lexicon::FUNCTION == 0) {
                        if item.classes & (CALENDAR | PRONOUN) != 0 && !first {
                            break;
                        }
                        seen = true;
                    } else if item.classes & DETERMINER != 0 {
                        if seen {
                            break;
                        }
                    } else if self.is(at, &["of"]) {
                        // `University of Texas`, `one of the men`.
                        let name = seen && self.capital(at - 1) && self.capital(at + 1);
                        let part = !seen && !first;
                        if !name && !part {
                            break;
                        }
                    } else if self.is(at, &["and", "&"])
                        && seen
                        && self.capital(at - 1)
                        && self.capital(at + 1)
                        && !self.has(at + 1, lexicon::FUNCTION)
                        && !self.has(at - 1, lexicon::MALE | lexicon::FEMALE)
                    {
                    } else if item.classes & (PREPOSITION | CONJUNCTION | SUBORDINATOR | PRONOUN)
                        != 0
                        || self.adverb(at) && !after_determiner
                    {
                        if self.has(at, DETERMINER) && first {
                        } else {
                            break;
                        }
                    } else if item.classes & AUXILIARY != 0 {
                        break;
                    } else if item.classes & (CUE | VERB | lexicon::CUE_CALL) != 0 {
                        let noun = after_determiner
                            || item.classes & CUE_NOUN != 0
                                && (self.finite_verb(at + 1)
                                    || self.has(at + 1, PREPOSITION) && first
                                    || self.has(start, DETERMINER)
                                        && (self.has(at + 1, PREPOSITION)
                                            || matches!(
                                                self.kind(at + 1),
                                                ItemKind::Stop | ItemKind::Comma
                                            )));
                        if !noun {
                            break;
                        }
                        seen = true;
                    } else if self.verbal_ending(at) && !after_determiner && !first {
                        // `the people gathered in …`, but `the newly elected president`.
                        if !self.adverb(at - 1) && seen {
                            break;
                        }
                        seen = true;
                    } else {
                        seen = true;
                    }
                }
                _ => break,
            }
            at += 1;
        }
        while at > start
            && (matches!(self.kind(at - 1), ItemKind::Hyphen | ItemKind::Possessive)
                || self.is(at - 1, &["of", "and", "&"]))
        {
            at -= 1;
        }
        (at > start).then_some(start..at)
    }

    /// `Reuters/Ipsos`
    fn is_slash(&self, at: usize) -> bool {
        self.text(at) == "/" && self.kind(at + 1) == ItemKind::Word
    }

    /// The noun phrase that ends before `end`, not reaching before `bound`.
    #[must_use]
    pub fn phrase_before(&self, end: usize, bound: usize) -> Option<Run> {
        let mut at = end;
        let mut capital = false;
        while at > bound {
            let item = self.items[at - 1];
            let glued = at < end && self.kind(at) == ItemKind::Hyphen;
            match item.kind {
                ItemKind::Number | ItemKind::Hyphen
                    if at < end || item.kind != ItemKind::Hyphen => {}
                ItemKind::Possessive => {}
                ItemKind::Other if self.is_slash(at - 1) => {}
                ItemKind::Word if glued => {}
                ItemKind::Word => {
                    if item.classes & PRONOUN != 0 && (!item.capital || at == 1) {
                        if at == end {
                            at -= 1;
                        }
                        break;
                    }
                    if item.capital && item.classes & lexicon::FUNCTION == 0 {
                        capital = true;
                    } else if item.classes & DETERMINER != 0 {
                        at -= 1;
                        break;
                    } else if self.is(at - 1, &["of"]) {
                        if !(capital && at >= 2 && self.capital(at - 2)) {
                            break;
                        }
                    } else if self.is(at - 1, &["and", "&"]) {
                        let names = at < end
                            && self.capital(at)
                            && at >= 2
                            && self.capital(at - 2)
                            && !self.has(at - 2, lexicon::FUNCTION);
                        if !names {
                            break;
                        }
                    } else if item.classes
                        & (PREPOSITION
                            | CONJUNCTION
                            | SUBORDINATOR
                            | AUXILIARY
                            | CUE
                            | lexicon::CUE_ING)
                        != 0
                        && item.classes & CUE_NOUN == 0
                        || item.classes & VERB != 0
                        || self.adverb(at - 1)
                    {
                        break;
                    }
                }
                _ => break,
            }
            at -= 1;
        }
        while at < end && matches!(self.kind(at), ItemKind::Possessive | ItemKind::Hyphen) {
            at += 1;
        }
        (at < end).then_some(at..end)
    }
}

fn short_bracket(document: &Document, open: usize, end: usize) -> Option<usize> {
    let last = end.min(open + BRACKET);
    for at in open + 1..last {
        match document.kind(at) {
            Kind::CloseBracket => {
                let speech = at > open + 9 && (open..at).any(|i| document.has(i, CUE));
                return (!speech).then_some(at);
            }
            Kind::OpenBracket | Kind::OpenMark | Kind::StraightMark | Kind::CloseMark => {
                return None;
            }
            _ => {}
        }
    }
    None
}
