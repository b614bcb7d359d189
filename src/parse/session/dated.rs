//! Sentences with dates, cut into clauses once: timeline and sessions read the same cut.

use chrono::NaiveDate;

use super::super::block::BlockKind;
use super::super::date::DateMention;
use super::super::document::Document;
use super::clause::Clause;
use super::when::{self, Length, When};
use super::{LONGEST, cut};

/// A sentence of running text, a list or a post that has a date.
#[derive(Debug)]
pub(in crate::parse) struct Dated {
    /// Its number in the document.
    pub(in crate::parse) sentence: usize,
    /// Its dates, as the text gives them: no clause has sent one forward yet.
    pub(in crate::parse) whens: Vec<When>,
    pub(in crate::parse) lengths: Vec<Length>,
    pub(in crate::parse) clauses: Vec<Clause>,
}

/// The day that a text counts from: its publication's, else the last one that it names.
pub(in crate::parse) fn today(mentions: &[DateMention], published: Option<NaiveDate>) -> NaiveDate {
    published
        .or_else(|| {
            mentions
                .iter()
                .rev()
                .find_map(|mention| mention.days)
                .map(|days| days.0)
        })
        .unwrap_or_default()
}

/// Goes over the document's sentences in order: to each its number, the dates in it, and its cut if it is one to cut (it has
/// dates, is running text, a list or a post, and is not too long for prose). A long text has many, so none is kept.
pub(in crate::parse) fn each(
    document: &Document,
    mentions: &[DateMention],
    today: NaiveDate,
    mut visit: impl FnMut(usize, &[DateMention], Option<Dated>),
) {
    let mut rest = mentions;
    for number in 0..document.sentences.len() {
        let here = rest
            .iter()
            .take_while(|mention| mention.sentence.is_none_or(|at| at <= number))
            .count();
        let (mentions, after) = rest.split_at(here);
        rest = after;
        // A date outside all sentences stands in front of those of the next.
        let outside = mentions
            .iter()
            .take_while(|mention| mention.sentence != Some(number))
            .count();
        visit(
            number,
            mentions,
            cut(document, number, &mentions[outside..], today),
        );
    }
}

fn cut(
    document: &Document,
    number: usize,
    mentions: &[DateMention],
    today: NaiveDate,
) -> Option<Dated> {
    let sentence = &document.sentences[number];
    let kind = document.blocks[sentence.block].kind;
    if mentions.is_empty()
        || sentence.tokens.len() > LONGEST
        || !matches!(
            kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Post
        )
    {
        return None;
    }
    let (whens, lengths) = when::whens(document, mentions, today);
    let clauses = cut::clauses(document, sentence.tokens.clone(), &whens);
    Some(Dated {
        sentence: number,
        whens,
        lengths,
        clauses,
    })
}
