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

/// Cuts the sentences that have dates, in order; what is too long for prose is left out.
pub(in crate::parse) fn sentences(
    document: &Document,
    mentions: &[DateMention],
    published: Option<NaiveDate>,
) -> Vec<Dated> {
    let today = today(mentions, published);
    let mut out = Vec::new();
    for mentions in mentions.chunk_by(|a, b| a.sentence == b.sentence) {
        let Some(number) = mentions[0].sentence else {
            continue;
        };
        let sentence = &document.sentences[number];
        let kind = document.blocks[sentence.block].kind;
        if !matches!(
            kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Post
        ) || sentence.tokens.len() > LONGEST
        {
            continue;
        }
        let (mut whens, mut lengths) = when::whens(document, mentions, today);
        let mut clauses = cut::clauses(document, sentence.tokens.clone(), &whens);
        // A long text has many, and all are kept until they are read.
        whens.shrink_to_fit();
        lengths.shrink_to_fit();
        clauses.shrink_to_fit();
        out.push(Dated {
            sentence: number,
            whens,
            lengths,
            clauses,
        });
    }
    out
}
