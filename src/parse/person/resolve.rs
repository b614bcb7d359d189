//! From a mention to a person: by surname, by pronoun, by description.
//!
//! Each way has its own certainty, which the quote's confidence is multiplied by.

use std::ops::Range;

use super::description::anybody;
use super::name::{ends, last_name, words};
use super::table::same_middle;
use super::{Gender, People, REACH, Who};
use crate::article::PersonKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{CONJUNCTION, PREPOSITION};
use crate::parse::token::Kind;

/// Who spoke last, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoke {
    /// The speaker in [`People::list`].
    pub entity: usize,
    /// A token of what they said.
    pub at: usize,
}

/// How well a person fits what a pronoun or a description tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    /// Perhaps a person at all.
    Maybe,
    /// A person whose gender is not known.
    Open,
    Right,
}

/// How many sentences a pronoun looks back.
const BACK: usize = 6;

impl People {
    /// Whom a mention means. `speaker` is the last speaker, if one is near.
    #[must_use]
    pub fn resolve(
        &mut self,
        document: &Document,
        mention: &Range<usize>,
        speaker: Option<Spoke>,
    ) -> Option<(Who, f32)> {
        let first = mention.start;
        if let Some(entity) = self.described_at(mention) {
            return Some((Who::Known(entity), 1.0));
        }
        if mention.len() == 1 {
            let word = document.word(first);
            let gender = match word.to_ascii_lowercase().as_str() {
                "he" | "him" | "his" => Some(Gender::Male),
                "she" | "her" => Some(Gender::Female),
                "they" | "it" | "them" | "its" | "their" => {
                    return self.group_before(first, speaker);
                }
                "who" | "which" | "that" => {
                    return self.before(first).map(|entity| (Who::Known(entity), 0.9));
                }
                "i" | "we" | "you" | "one" | "some" | "many" | "others" => return None,
                _ => None,
            };
            if let Some(gender) = gender {
                return self
                    .latest(document, first, gender, speaker)
                    .map(|(entity, sure)| (Who::Known(entity), sure));
            }
        }
        if let Some(gender) = anybody(document, mention) {
            return Some(match self.latest(document, first, gender, speaker) {
                Some((entity, sure)) => (Who::Known(entity), sure * 0.9),
                None => (Who::Phrase(mention.clone()), 0.9),
            });
        }
        let name = last_name(document, mention).filter(|name| {
            name.len() > 1 || name.start > mention.start || self.is_proper(document, name.start)
        });
        if let Some(name) = name {
            let words = words(document, &name);
            let (head, last) = ends(document, &name);
            let found = if words >= 2 {
                self.by_last.get(&last).and_then(|list| {
                    let mut near = list.iter().rev().take(REACH).copied();
                    near.clone()
                        .find(|number| {
                            let entity = &self.list[*number];
                            entity.first == head && same_middle(document, &name, entity)
                        })
                        .or_else(|| near.find(|entity| self.holds(document, *entity, head)))
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

    /// Whom a description means that stands before its name and a comma, or that signs an account.
    fn described_at(&self, mention: &Range<usize>) -> Option<usize> {
        let end = self
            .described
            .partition_point(|(tokens, _)| tokens.start <= mention.start);
        let (tokens, entity) = self.described[..end].last()?;
        (mention.start < tokens.end).then_some(*entity)
    }

    /// The name that stands last before `at`, within reach.
    fn before(&self, at: usize) -> Option<usize> {
        let end = self.mentions.partition_point(|mention| mention.at() < at);
        self.mentions[..end]
            .last()
            .filter(|mention| at - mention.at() < 30)
            .map(|mention| mention.entity())
    }

    fn fit(&self, document: &Document, entity: usize, gender: Gender) -> Fit {
        let entity = &self.list[entity];
        if entity.kind == PersonKind::Group {
            // A name of two or three words that nothing makes a group may be a person's.
            let maybe = !entity.sure
                && (2..=3).contains(&entity.words)
                && !entity
                    .name
                    .clone()
                    .any(|i| document.tokens[i].word != 0 || document.tokens[i].upper())
                && !document.is(entity.name.start.wrapping_sub(1), &["the"])
                && (document.kind(entity.name.end) == Kind::Comma
                    || document.kind(entity.name.end) == Kind::Word
                        && !document.tokens[entity.name.end].capital()
                        && !document.has(entity.name.end, PREPOSITION | CONJUNCTION));
            return if maybe { Fit::Maybe } else { Fit::No };
        }
        match entity.gender {
            Gender::Unknown => Fit::Open,
            _ if gender == Gender::Unknown || entity.gender == gender => Fit::Right,
            _ => Fit::No,
        }
    }

    /// The person of a sentence (up to `end`) that fits: the first one, which is its subject as a rule. Who merely may
    /// be a person must be the sentence's first name.
    fn subject(
        &self,
        document: &Document,
        tokens: Range<usize>,
        gender: Gender,
    ) -> Option<(usize, Fit)> {
        let from = self.mentions.partition_point(|m| m.at() < tokens.start);
        let mut best: Option<(usize, Fit)> = None;
        for (number, mention) in self.mentions[from..]
            .iter()
            .take_while(|m| m.at() < tokens.end)
            .enumerate()
        {
            let fit = self.fit(document, mention.entity(), gender);
            let leads = fit == Fit::Maybe
                && number == 0
                && (mention.at() <= tokens.start + 2
                    || matches!(
                        document.kind(mention.at() - 1),
                        Kind::Comma | Kind::CloseMark | Kind::StraightMark
                    ));
            // `Sikder's brother, Abdul Hannan Sikder, denied it`: the brother is spoken of.
            let owner = mention.owner
                && self
                    .described_at(&(mention.at()..mention.at() + 1))
                    .is_some_and(|entity| entity != mention.entity());
            if (fit > Fit::Maybe || leads) && !owner && best.is_none_or(|(_, old)| fit > old) {
                best = Some((mention.entity(), fit));
            }
        }
        best
    }

    /// The person last spoken of whom a pronoun or a description of anybody can mean: in the sentence itself, then in
    /// the sentences before of the paragraph, then the last speaker, then in the paragraphs before.
    pub(super) fn latest(
        &mut self,
        document: &Document,
        at: usize,
        gender: Gender,
        speaker: Option<Spoke>,
    ) -> Option<(usize, f32)> {
        let sentence = document.sentence_of(at)?;
        let start = document.sentences[sentence].tokens.start;
        let block = document.sentences[sentence].block;
        let spoke = speaker.filter(|s| self.fit(document, s.entity, gender) >= Fit::Open);
        let before = |from: usize, within: bool| {
            let mut number = from;
            for _ in 0..BACK {
                number = number.checked_sub(1)?;
                let sentence = &document.sentences[number];
                if within && sentence.block != block {
                    return None;
                }
                if let Some(spoke) = spoke.filter(|s| sentence.tokens.contains(&s.at)) {
                    let fit = self.fit(document, spoke.entity, gender);
                    return Some((spoke.entity, fit, number));
                }
                let found = self.subject(document, sentence.tokens.clone(), gender);
                if let Some((entity, fit)) = found {
                    return Some((entity, fit, number));
                }
            }
            None
        };
        let (entity, fit, sure) = self
            .subject(document, start..at, gender)
            .map(|(entity, fit)| (entity, fit, 0.9))
            .or_else(|| before(sentence, true).map(|(entity, fit, _)| (entity, fit, 0.9)))
            .or_else(|| spoke.map(|s| (s.entity, self.fit(document, s.entity, gender), 0.85)))
            .or_else(|| before(sentence, false).map(|(entity, fit, _)| (entity, fit, 0.75)))?;
        let found = &mut self.list[entity];
        if fit == Fit::Maybe {
            found.kind = PersonKind::Person;
            found.sure = true;
        }
        if found.gender == Gender::Unknown && found.sure {
            found.gender = gender;
        }
        Some((
            entity,
            match fit {
                Fit::Right => sure,
                _ => sure - 0.1,
            },
        ))
    }

    fn group_before(&self, at: usize, speaker: Option<Spoke>) -> Option<(Who, f32)> {
        let speaker = speaker.map(|s| s.entity);
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
}
