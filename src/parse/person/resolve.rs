//! From a mention to a person: by surname, by pronoun, by description.
//!
//! Each way has its own certainty, which the quote's confidence is multiplied by.

use std::ops::Range;

use super::name::{ends, last_name, words};
use super::{Gender, People, REACH, Who};
use crate::article::PersonKind;
use crate::parse::document::Document;
use crate::parse::lexicon::ROLE;
use crate::parse::token::Kind;

impl People {
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
}
