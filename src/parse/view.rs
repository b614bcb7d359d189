//! A sentence as the grammar rules see it: words and signs, with each stretch in marks as one item.
//!
//! Short brackets such as `(R-Ohio)` are left out, so that a subject and its verb stand side by side. Noun phrases are
//! found by what they cannot contain (verbs, prepositions, conjunctions), since nothing here knows parts of speech.

use std::ops::Range;

use super::document::Document;
use super::lexicon::{self, CUE, Classes};
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
                Kind::SingleClose if plural_possessive(document, at) => ItemKind::Possessive,
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
}

/// `the teachers' union`: a closing mark that closes nothing, glued to a plural.
fn plural_possessive(document: &Document, at: usize) -> bool {
    let before = at.checked_sub(1);
    before.is_some_and(|i| document.kind(i) == Kind::Word && document.word(i).ends_with('s'))
        && !document.tokens[at].space_before()
        && document.kind(at + 1) == Kind::Word
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
