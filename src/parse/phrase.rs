//! Noun phrases: found by what they cannot contain (verbs, prepositions, conjunctions), since nothing here knows parts of
//! speech.

use crate::parse::lexicon::{
    self, ADVERB, AUXILIARY, CALENDAR, CONJUNCTION, CUE, CUE_NOUN, CUE_THAT, DETERMINER,
    PREPOSITION, PRONOUN, SUBORDINATOR, VERB,
};
use crate::parse::view::{ItemKind, Run, View};

impl View<'_> {
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
                // `Connolly said`: before a verb of speech a capital is a name's.
                && !(self.capital(at) && self.has(at + 1, CUE | lexicon::CUE_CALL))
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
            || self.has(at, CUE | CUE_THAT | lexicon::CUE_CALL) && !self.has(at, CUE_NOUN)
            || self.text(at).len() > 4 && self.text(at).ends_with("ed")
            || self.has(at, PRONOUN)
                && self.text(at).len() > 3
                && self.text(at).contains(['\'', '’'])
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
                ItemKind::Other if !first && (self.is_slash(at) || self.is_percent(at)) => {}
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
                        if item.classes & (CALENDAR | PRONOUN) != 0
                            && !first
                            && !(after_determiner && item.classes & CALENDAR != 0)
                        {
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
                    } else if item.classes & (CUE | VERB | lexicon::CUE_CALL | CUE_THAT) != 0 {
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

    /// `47%`
    #[must_use]
    pub fn is_percent(&self, at: usize) -> bool {
        self.text(at) == "%" && at > 0 && self.kind(at - 1) == ItemKind::Number
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
                ItemKind::Other if self.is_slash(at - 1) || self.is_percent(at - 1) => {}
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
                            | CUE_THAT
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
