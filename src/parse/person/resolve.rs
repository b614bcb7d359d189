//! From a mention to a person: by surname, by pronoun, by description.
//!
//! Each way has its own certainty, which the quote's confidence is multiplied by.

use std::ops::Range;

use super::name::{ends, last_name, words};
use super::{Gender, People, REACH, Who};
use crate::article::PersonKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{AUXILIARY, CUE, HE, ORGANISATION, PERSON_NOUN, ROLE, SHE, VERB};
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
                        .find(|entity| self.list[*entity].first == head)
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
                && (document.has(entity.name.end, CUE | VERB | AUXILIARY)
                    || document.kind(entity.name.end) == Kind::Comma);
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
            let leads = fit == Fit::Maybe && number == 0 && mention.at() <= tokens.start + 2;
            if (fit > Fit::Maybe || leads) && best.is_none_or(|(_, old)| fit > old) {
                best = Some((mention.entity(), fit));
            }
        }
        best
    }

    /// The person last spoken of whom a pronoun or a description of anybody can mean: in the sentence itself, then in
    /// the sentences before of the paragraph, then the last speaker, then in the paragraphs before.
    fn latest(
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

    /// `the minister`, `the company`, `organisers`: by the role table, else the phrase itself.
    fn description(
        &mut self,
        document: &Document,
        mention: &Range<usize>,
        speaker: Option<Spoke>,
    ) -> Option<(Who, f32)> {
        let head = mention.clone().rfind(|i| document.kind(*i) == Kind::Word)?;
        let hash = document.tokens[head].hash;
        let definite = document.is(
            mention.start,
            &["the", "this", "that", "his", "her", "their"],
        );
        if definite && mention.len() <= 4 {
            let human = document.has(head, ROLE);
            let lawmaker = document.is(head, &["lawmaker", "legislator", "parliamentarian"]);
            let holds = |entity: usize| {
                human
                    && self.list[entity].role.as_ref().is_some_and(|role| {
                        role.clone().any(|i| {
                            document.tokens[i].hash == hash || lawmaker && document.is(i, LAWMAKERS)
                        })
                    })
                    || self.list[entity].words >= 2 && self.list[entity].last == hash
            };
            let end = self.mentions.partition_point(|m| m.at() < mention.start);
            let mut found = self.mentions[..end]
                .iter()
                .rev()
                .take(40)
                .map(|m| m.entity())
                .filter(|entity| holds(*entity));
            if let Some(entity) = found.next() {
                // Where only one person has such a post, it is theirs.
                let alone = found.all(|other| other == entity);
                return Some((Who::Known(entity), if alone { 0.85 } else { 0.7 }));
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
                    .map(|s| s.entity)
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
            // `the trader said`, of somebody whose post the article has not given: the last one in the paragraph.
            if human
                && document.is(mention.start, &["the"])
                && !document.tokens[head].capital()
                && let Some((entity, sure)) =
                    self.latest(document, mention.start, gender_of(document, head), speaker)
                && self.unposted(document, entity, mention.start)
            {
                return Some((Who::Known(entity), sure * 0.8));
            }
        }
        Some((Who::Phrase(mention.clone()), 0.9))
    }

    /// Whether a person of the same paragraph has no post of their own.
    fn unposted(&self, document: &Document, entity: usize, at: usize) -> bool {
        let near = self.mentions[..self.mentions.partition_point(|m| m.at() < at)]
            .iter()
            .rev()
            .take(12)
            .find(|m| m.entity() == entity)
            .is_some_and(|m| document.block_of(m.at()) == document.block_of(at));
        near && self.list[entity]
            .role
            .as_ref()
            .is_none_or(|role| document.is(role.start, &["of"]))
    }
}

/// Posts of those whom "the lawmaker" means.
const LAWMAKERS: &[&str] = &[
    "senator",
    "sen",
    "sen.",
    "representative",
    "rep",
    "rep.",
    "lawmaker",
    "mp",
    "mp.",
    "mep",
    "mna",
    "mla",
    "congressman",
    "congresswoman",
    "deputy",
    "parliamentarian",
    "legislator",
];

fn gender_of(document: &Document, at: usize) -> Gender {
    if document.has(at, HE) {
        Gender::Male
    } else if document.has(at, SHE) {
        Gender::Female
    } else {
        Gender::Unknown
    }
}

/// `the 34-year-old`, `the old man`, `the Italian`, `the Ghana international`: whatever somebody's post is, this may be
/// them; with the gender that it tells.
fn anybody(document: &Document, mention: &Range<usize>) -> Option<Gender> {
    let the = document.is(mention.start, &["the"]);
    if !the || mention.len() < 2 || mention.len() > 7 {
        return None;
    }
    let last = mention.end - 1;
    let word = document.word(last);
    let aged = document.is(last, &["old"])
        && document.kind(mention.start + 1) == Kind::Number
        && document.is(last - 2, &["year"]);
    let noun = document.has(last, PERSON_NOUN) && mention.len() <= 3;
    let nation = mention.len() == 2
        && document.tokens[last].capital()
        && !document.tokens[last].upper()
        && !document.has(last, ORGANISATION)
        && word.len() > 5
        && ["ian", "ean", "ese", "can"]
            .iter()
            .any(|end| word.ends_with(end));
    let cap = document.is(last, &["international"])
        && mention.len() == 3
        && document.tokens[last - 1].capital();
    (aged || noun || nation || cap).then(|| gender_of(document, last))
}
