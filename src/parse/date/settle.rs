//! What is settled once every date of the text is known: clock times without a day, numeric dates that can be read in
//! two ways, ranges whose ends do not fit.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::mentions::time_text;
use super::sense::{Found, Sense};
use super::{DateMention, RangeEnd, anchor, resolve};
use crate::parse::document::Document;
use crate::timex::Timex;

/// How many mentions away the day of a clock time may stand in its sentence.
const REACH: usize = 32;
/// How much farther a day after the clock time counts to be.
const AFTER: usize = 1;

/// A range whose end came out before its start: where the start's year was not said ("October–June"), it is the year
/// before; else the two are no range.
pub(super) fn ranges(
    document: &Document,
    mentions: &mut [DateMention],
    published: Option<NaiveDate>,
) {
    for at in 1..mentions.len() {
        let (Some(RangeEnd::First), Some(RangeEnd::Last)) =
            (mentions[at - 1].range, mentions[at].range)
        else {
            continue;
        };
        let (Some((start, _)), Some((_, end))) = (mentions[at - 1].days, mentions[at].days) else {
            continue;
        };
        if start <= end {
            continue;
        }
        // "From Wednesday to Friday", read on a Friday.
        let weekdays = [at - 1, at].iter().all(|at| {
            !document.text[mentions[*at].bytes.clone()].contains(|c: char| c.is_ascii_digit())
        }) && start.iso_week() != end.iso_week()
            && mentions[at].value.as_str().len() == 10;
        let week_on = [7, 14]
            .into_iter()
            .filter_map(|days| end.checked_add_days(Days::new(days)))
            .find(|end| weekdays && start <= *end);
        if let Some(end) = week_on {
            mentions[at].value = Timex::day(end);
            mentions[at].days = Some((end, end));
            mentions[at].past = ends_before(mentions[at].days, published);
            continue;
        }
        let first = &mut mentions[at - 1];
        let value = first.value.as_str().to_owned();
        let said = document.text[first.bytes.clone()].contains(&value[..value.len().min(4)]);
        let earlier = start
            .checked_sub_months(Months::new(12))
            .map(|day| resolve::day_text(day)[..value.len().min(10)].to_owned())
            .filter(|_| !said && matches!(value.len(), 7 | 10) && !weekdays)
            .and_then(|value| Timex::new(value).ok());
        match earlier {
            Some(earlier) if earlier.days().is_some_and(|(start, _)| start <= end) => {
                first.days = earlier.days();
                first.past = ends_before(first.days, published);
                first.value = earlier;
            }
            _ => {
                first.range = None;
                mentions[at].range = None;
            }
        }
    }
}

/// A numeric date that can be read in two ways is the one that the text speaks of elsewhere.
pub(super) fn numeric(mentions: &mut [DateMention], numeric: &[(usize, u32, u32, i32)]) {
    if numeric.is_empty() {
        return;
    }
    let told: BTreeSet<NaiveDate> = mentions.iter().filter_map(day_of).collect();
    for &(at, first, second, year) in numeric {
        let told =
            |month, day| NaiveDate::from_ymd_opt(year, month, day).filter(|day| told.contains(day));
        let day = match (told(first, second), told(second, first)) {
            (Some(day), None) | (None, Some(day)) => day,
            _ => continue,
        };
        mentions[at].value = Timex::day(day);
        mentions[at].days = Some((day, day));
    }
}

/// The one day that a mention names.
fn day_of(mention: &DateMention) -> Option<NaiveDate> {
    mention
        .days
        .filter(|(first, last)| first == last)
        .map(|(first, _)| first)
}

/// Gives clock times without a date the day of their sentence, else the day last mentioned, and `the day before` the day
/// that it is before. What stays without a value is no mention.
pub(super) fn clocks(
    document: &Document,
    mentions: &mut Vec<DateMention>,
    waiting: &[(usize, &Found)],
    published: Option<NaiveDate>,
) {
    let mut lost = BTreeSet::new();
    let mut last = None;
    let mut seen = 0;
    for &(at, found) in waiting {
        last = mentions[seen..at].iter().rev().find_map(day_of).or(last);
        seen = at;
        let value = match found.sense {
            Sense::Beside(by) => mentions
                .get(at + 1)
                .and_then(day_of)
                .and_then(|day| anchor::shifted(day, by))
                .map(resolve::day_text),
            _ => {
                // A line with nothing but a time stamps the report itself.
                let last = if stands_alone(document, &mentions[at]) {
                    published
                } else {
                    last
                };
                let day = day_in_sentence(mentions, at).or(last).or(published);
                let date = day.map_or("XXXX-XX-XX".to_owned(), resolve::day_text);
                found
                    .time
                    .map(|time| format!("{date}T{}", time_text(time, found.zone)))
            }
        };
        if let Some(value) = value.and_then(|value| Timex::new(value).ok()) {
            let mention = &mut mentions[at];
            mention.days = value.days();
            mention.past = ends_before(mention.days, published);
            mention.value = value;
        } else {
            lost.insert(at);
        }
    }
    if !lost.is_empty() {
        let mut at = 0;
        mentions.retain(|_| {
            at += 1;
            !lost.contains(&(at - 1))
        });
    }
}

/// Whether a mention is all that its block has.
fn stands_alone(document: &Document, mention: &DateMention) -> bool {
    document
        .block_of(mention.tokens.start)
        .is_some_and(|block| document.blocks[block].tokens.len() <= mention.tokens.len() + 1)
}

/// The nearest day in the sentence of a mention; what stands before it counts as nearer.
fn day_in_sentence(mentions: &[DateMention], at: usize) -> Option<NaiveDate> {
    let clock = &mentions[at];
    let same = |mention: &&DateMention| mention.sentence == clock.sentence;
    let before = mentions[..at].iter().rev().take(REACH).take_while(same);
    let after = mentions[at + 1..].iter().take(REACH).take_while(same);
    let before = before
        .filter_map(|mention| Some((clock.bytes.start - mention.bytes.end, day_of(mention)?)));
    let after = after.filter_map(|mention| {
        Some((
            AFTER * (mention.bytes.start - clock.bytes.end),
            day_of(mention)?,
        ))
    });
    before
        .chain(after)
        .min_by_key(|(gap, _)| *gap)
        .map(|(_, day)| day)
}

/// Whether days lie wholly before the publication.
pub(super) fn ends_before(
    days: Option<(NaiveDate, NaiveDate)>,
    published: Option<NaiveDate>,
) -> bool {
    days.is_some_and(|(_, last)| published.is_some_and(|published| last < published))
}
