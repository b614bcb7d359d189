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
mod season;
mod sense;
mod the;
mod week;
mod year;

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use self::anchor::Anchors;
use self::cell::Cell;
use self::frame::Frame;
use self::lexicon::{Shift, Unit};
use self::sense::{DayTime, Found, Sense};
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
    let cells = cell::cells(document.text);
    let mut found = reader::read(document.text, &cells);
    found.sort_by_key(|found| (found.from, found.to));
    reader::share_years(&cells, &mut found);
    let published = given.or_else(|| published::published(document, &cells, &found));
    Dates {
        mentions: resolved(document, &cells, &found, published),
        published,
        from_text: given.is_none() && published.is_some(),
    }
}

fn resolved(
    document: &Document,
    cells: &[Cell],
    found: &[Found],
    published: Option<NaiveDate>,
) -> Vec<DateMention> {
    let mut anchors = Anchors::new(published, found);
    anchors.month_first = order(found).or_else(|| country_order(cells));
    let mut mentions: Vec<DateMention> = Vec::with_capacity(found.len());
    let mut waiting: Vec<(usize, &Found)> = Vec::new();
    let mut numeric = Vec::new();
    for found in found {
        let frame = frame::frame(cells, found.from, found.to);
        let Some(mut mention) = place(document, cells, found, frame) else {
            continue;
        };
        match found.sense {
            Sense::Clock | Sense::Beside(_) => {
                waiting.push((mentions.len(), found));
                mentions.push(mention);
                continue;
            }
            _ => {}
        }
        let Some(value) = resolve::value(&found.sense, frame, &mut anchors) else {
            continue;
        };
        let Some(value) = timed(value, found) else {
            continue;
        };
        if let Sense::Numeric(first, second, year) = found.sense
            && value.as_str().len() == 4
        {
            numeric.push((mentions.len(), first, second, year));
        }
        mention.days = value.days();
        mention.value = value;
        if let Some((first, last)) = mention.days {
            mention.past = published.is_some_and(|published| last < published);
            if mention.kind == TimexType::Date || mention.kind == TimexType::Time {
                if first == last && opens(cells, found) {
                    anchors.opening = Some(first);
                }
                if !(anchors.narrative && from_publication(&found.sense)) {
                    anchors.note(first, last);
                }
            }
        }
        mentions.push(mention);
    }
    settle_numeric(&mut mentions, &numeric);
    let lost = settle(&mut mentions, &waiting, published);
    for at in lost.into_iter().rev() {
        mentions.remove(at);
    }
    mentions
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

/// Stands where the value is settled once all dates of the sentence are known.
const UNSETTLED: &str = "PRESENT_REF";

/// A mention without its value.
fn place(document: &Document, cells: &[Cell], found: &Found, frame: Frame) -> Option<DateMention> {
    let bytes =
        cells.get(found.from)?.start as usize..cells.get(found.to.checked_sub(1)?)?.end as usize;
    let from = document
        .tokens
        .partition_point(|token| token.end as usize <= bytes.start);
    let to = document
        .tokens
        .partition_point(|token| (token.start as usize) < bytes.end);
    Some(DateMention {
        tokens: from..to.max(from + 1),
        sentence: document.sentence_of(from),
        kind: found.kind,
        value: Timex::new(UNSETTLED).ok()?,
        days: None,
        clock: match found.time {
            Some(DayTime::Clock(time)) => Some(time),
            Some(DayTime::Midnight) => NaiveTime::from_hms_opt(0, 0, 0),
            _ => None,
        },
        zone: found.zone.and_then(|_| zone_text(document, cells, found)),
        tz: found.zone.and_then(lexicon::zone),
        forward: frame.forward,
        future: frame.future || frame.forward,
        past: false,
        range: match found.pair {
            -1 => Some(RangeEnd::First),
            1 => Some(RangeEnd::Last),
            _ => None,
        },
        bytes,
    })
}

fn zone_text(document: &Document, cells: &[Cell], found: &Found) -> Option<String> {
    cells[found.from..found.to]
        .iter()
        .find(|cell| matches!(cell.term, lexicon::Term::Zone(_)))
        .map(|cell| document.text[cell.start as usize..cell.end as usize].to_owned())
}

/// The value with its time of day.
fn timed(value: String, found: &Found) -> Option<Timex> {
    let value = match found.time {
        None => value,
        Some(time) => format!("{value}T{}", time_text(time, found.zone)),
    };
    Timex::new(value).ok()
}

fn time_text(time: DayTime, zone: Option<u16>) -> String {
    let zulu = zone.and_then(lexicon::zone) == Some(Tz::UTC);
    let mut text = match time {
        DayTime::Part(part) => return part.to_owned(),
        DayTime::Midnight => "24:00".to_owned(),
        DayTime::Clock(time) => {
            use chrono::Timelike;
            let form = if time.second() == 0 {
                "%H:%M"
            } else {
                "%H:%M:%S"
            };
            time.format(form).to_string()
        }
    };
    if zulu {
        text.push('Z');
    }
    text
}

/// A numeric date that can be read in two ways is the one that the text speaks of elsewhere.
fn settle_numeric(mentions: &mut [DateMention], numeric: &[(usize, u32, u32, i32)]) {
    for &(at, first, second, year) in numeric {
        let told = |month, day| {
            NaiveDate::from_ymd_opt(year, month, day).filter(|day| {
                mentions
                    .iter()
                    .any(|mention| mention.days == Some((*day, *day)))
            })
        };
        let day = match (told(first, second), told(second, first)) {
            (Some(day), None) | (None, Some(day)) => day,
            _ => continue,
        };
        mentions[at].value = Timex::day(day);
        mentions[at].days = Some((day, day));
    }
}

/// Gives clock times without a date the day of their sentence, and `the day before` the day that it is before. Returns
/// the places of those that stay without a value.
fn settle(
    mentions: &mut [DateMention],
    waiting: &[(usize, &Found)],
    published: Option<NaiveDate>,
) -> Vec<usize> {
    let mut lost = Vec::new();
    for &(at, found) in waiting {
        let day_of = |mention: &DateMention| {
            mention
                .days
                .filter(|(first, last)| first == last)
                .map(|(first, _)| first)
        };
        let value = match found.sense {
            Sense::Beside(by) => mentions
                .get(at + 1)
                .and_then(day_of)
                .and_then(|day| anchor::shifted(day, by))
                .map(resolve::day_text),
            _ => {
                let sentence = mentions[at].sentence;
                let same = |mention: &&DateMention| mention.sentence == sentence;
                let day = mentions[..at]
                    .iter()
                    .rev()
                    .take_while(same)
                    .find_map(day_of)
                    .or_else(|| mentions[at + 1..].iter().take_while(same).find_map(day_of))
                    .or_else(|| mentions[..at].iter().rev().find_map(day_of))
                    .or(published);
                let date = day.map_or("XXXX-XX-XX".to_owned(), resolve::day_text);
                found
                    .time
                    .map(|time| format!("{date}T{}", time_text(time, found.zone)))
            }
        };
        if let Some(value) = value.and_then(|value| Timex::new(value).ok()) {
            mentions[at].days = value.days();
            mentions[at].past = mentions[at]
                .days
                .is_some_and(|(_, last)| published.is_some_and(|published| last < published));
            mentions[at].value = value;
        } else {
            lost.push(at);
        }
    }
    lost
}

/// Whether a sense counts from the publication: in a history it is an aside.
fn from_publication(sense: &Sense) -> bool {
    match sense {
        Sense::Deictic(_) | Sense::Weekend(_) | Sense::ShiftedMonth { .. } | Sense::YearEnd => true,
        Sense::Away { from_text, .. } => !from_text,
        Sense::Unit { shift, unit } => {
            !matches!(shift, Shift::Following | Shift::Current)
                || *unit == Unit::Year && *shift != Shift::Following
        }
        _ => false,
    }
}

/// Whether numeric dates have their month first, as those show that can be read in one way only.
fn order(found: &[Found]) -> Option<bool> {
    let mut votes = found.iter().filter_map(|found| match found.sense {
        Sense::Numeric(first, second, _) if first > 12 || second > 12 => Some(second > 12),
        _ => None,
    });
    let first = votes.next()?;
    votes.all(|vote| vote == first).then_some(first)
}

/// How many cells from the top a date line's place may stand.
const DATELINE: usize = 16;

/// Whether the country of the date line writes the month first; none without a date line that is known.
fn country_order(cells: &[Cell]) -> Option<bool> {
    cells
        .iter()
        .take(DATELINE)
        .find_map(|cell| match cell.term {
            lexicon::Term::Place(american) if cell.capital => Some(american),
            _ => None,
        })
}

/// Whether the words before a date say that something began on it.
fn opens(cells: &[Cell], found: &Found) -> bool {
    cells[found.from.saturating_sub(6)..found.from]
        .iter()
        .rev()
        .take_while(|cell| !matches!(cell.term, lexicon::Term::Mark(b'.' | b'\n')))
        .any(|cell| cell.term == lexicon::Term::Began)
}
