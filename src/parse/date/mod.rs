//! Dates: every expression of time in a text, resolved against the day of publication.
//!
//! [`read`] goes over the text once. [`cell`] cuts it, the matchers (`reader` and the files by subject) find the
//! expressions, [`resolve`] gives each its TIMEX3 value with the [`anchor`]s that the text has set so far. Rules and
//! shares were measured on annotated newswire; the word list is `lexicon/dates.txt`. Example: in an article of Monday
//! 29 September 2025, "The second day, scheduled for September 30th" gives 2025-09-30 with [`DateMention::forward`].
//!
//! Other readers (timeline, sessions) take [`Dates`]; the article takes [`expressions`].

mod anchor;
mod calendar;
mod cell;
mod clock;
mod frame;
mod holiday;
mod length;
mod lexicon;
mod mentions;
mod number;
mod numeric;
mod often;
mod ordinal;
mod period;
mod published;
mod reader;
mod relative;
mod report;
mod resolve;
mod scan;
mod season;
mod sense;
mod settle;
#[cfg(test)]
mod tests;
mod the;
mod week;
mod year;

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::document::Document;
use crate::article::{DateExpression, TimexType};
use crate::timex::Timex;

/// An expression of time and what it means; see the [module](self).
#[derive(Clone, Debug)]
pub struct DateMention {
    /// Its tokens. A token may reach beyond the expression (`Sept.` at a sentence's end): [`DateMention::bytes`] is exact.
    pub tokens: Range<usize>,
    /// Its place in the text in bytes.
    pub bytes: Range<usize>,
    /// The number of its sentence; none in a block that has no sentences.
    pub sentence: Option<usize>,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: Timex,
    /// The first and the last day that it covers; none for lengths, sets and vague values.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The clock time, where it names one; the day is in [`DateMention::days`].
    pub clock: Option<NaiveTime>,
    /// The zone as written after the clock time, such as `ET` or `GMT`.
    pub zone: Option<String>,
    /// The zone's IANA name where the letters have one meaning; `IST`, `CST` and `BST` need the dateline's country.
    pub tz: Option<Tz>,
    /// The words before it send it forward: planned, due or set for it, until it.
    pub forward: bool,
    /// A future verb or plan stands in its sentence near it.
    pub future: bool,
    /// It lies wholly before the day of publication.
    pub past: bool,
    /// Its part in a range or list such as `25–26 August` or `August 25th and 26th`.
    pub range: Option<RangeEnd>,
}

/// Which end of a range a mention is; both ends are next to each other in the list of mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeEnd {
    /// The first day.
    First,
    /// The last day.
    Last,
}

/// What [`read`] gives.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// The expressions in the text's order.
    pub mentions: Vec<DateMention>,
    /// The day of publication: as given, else as the text shows it.
    pub published: Option<NaiveDate>,
    /// Whether the text showed it.
    pub from_text: bool,
}

/// Finds and resolves every expression of time. `given` is the day of publication where it is known from outside.
#[must_use]
pub fn read(document: &Document, given: Option<NaiveDate>) -> Dates {
    let scan = scan::scan(document.text);
    let published = given.or_else(|| published::published(document, &scan.found));
    Dates {
        mentions: mentions::mentions(document, &scan, published),
        published,
        from_text: given.is_none() && published.is_some(),
    }
}

/// The expressions as the article keeps them.
#[must_use]
pub fn expressions(document: &Document, mentions: &[DateMention]) -> Vec<DateExpression> {
    mentions
        .iter()
        .map(|mention| DateExpression {
            text: document.text[mention.bytes.clone()].to_owned(),
            at: document.span_of_bytes(mention.bytes.clone()),
            kind: mention.kind,
            value: mention.value.clone(),
        })
        .collect()
}
