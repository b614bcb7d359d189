//! Whom a description means: "the minister" by the role table, "the 34-year-old" by who was spoken of last.

use std::ops::Range;

use super::{Gender, People, Spoke, Who};
use crate::article::PersonKind;
use crate::parse::document::Document;
use crate::parse::lexicon::{HE, LAWMAKER, ORGANISATION, PERSON_NOUN, ROLE, SHE};
use crate::parse::token::Kind;

impl People {
    /// `the minister`, `the company`, `organisers`: by the role table, else the phrase itself.
    pub(super) fn description(
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
            let doctor = document.is(head, &["doctor"]);
            let lawmaker = document.is(head, &["lawmaker", "legislator", "parliamentarian"]);
            let holds = |entity: usize| {
                human
                    && self.list[entity].role.as_ref().is_some_and(|role| {
                        role.clone().any(|i| {
                            document.tokens[i].hash == hash
                                || lawmaker && document.value(i, ROLE) == Some(LAWMAKER)
                        })
                    })
                    || self.list[entity].words >= 2 && self.list[entity].last == hash
                    || doctor
                        && document.is(self.list[entity].name.start.wrapping_sub(1), &["dr", "dr."])
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
            // "Drivers of Coast Trams will stay away, their union said": the union is another than the trams.
            let owned = document.is(mention.start, &["his", "her", "their"]);
            let company = !owned
                && document.is(
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
pub(super) fn anybody(document: &Document, mention: &Range<usize>) -> Option<Gender> {
    let the = document.is(mention.start, &["the"]);
    if !the || mention.len() < 2 || mention.len() > 7 {
        return None;
    }
    let last = mention.end - 1;
    let word = document.word(last);
    // `the 34-year-old`, `the 19-year-old forward`
    let aged = document.kind(mention.start + 1) == Kind::Number
        && document.is(mention.start + 3, &["year"])
        && document.is(mention.start + 5, &["old"])
        && (last == mention.start + 5
            || last == mention.start + 6 && !document.tokens[last].capital());
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
