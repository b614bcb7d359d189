//! When: the dates of one sentence, put together as a person reads them.
//!
//! `9 a.m. ET on February 11` is one point in time, `from Wednesday to Friday` one stretch, `in a fortnight` and `a week on
//! Saturday` are days, `90 days from today` is one too. A bare weekday stays open until its clause says whether it is ahead.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::super::date::DateMention;
use super::super::document::Document;
use super::super::token::Kind;
use super::join::{borrow_days, count_on, join, week_on};
use crate::article::{Precision, TimexType};
use crate::timex::Timex;

/// A day, or a coarser stretch of the calendar, perhaps with a clock time.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct Point {
    /// The value without a clock time.
    pub(in crate::parse) value: Timex,
    pub(in crate::parse) first: NaiveDate,
    pub(in crate::parse) last: NaiveDate,
    pub(in crate::parse) clock: Option<NaiveTime>,
    /// The text has only a weekday.
    pub(in crate::parse) weekday: Option<Weekday>,
    /// The text has a month (and a day) without a year.
    pub(in crate::parse) yearless: bool,
}

impl Point {
    /// One day.
    pub(in crate::parse) fn of(day: NaiveDate) -> Self {
        Self {
            value: Timex::day(day),
            first: day,
            last: day,
            clock: None,
            weekday: None,
            yearless: false,
        }
    }

    /// The TIMEX3 value, with the clock time if there is one.
    pub(in crate::parse) fn timex(&self) -> Timex {
        match self.clock {
            Some(clock) if self.first == self.last => {
                Timex::new(format!("{}T{}", self.first, clock.format("%H:%M")))
                    .unwrap_or_else(|_| self.value.clone())
            }
            _ => self.value.clone(),
        }
    }

    /// Moves a bare weekday that lies behind `from` to the next one, and with `years` a date without a year too.
    pub(in crate::parse) fn forward(&mut self, from: NaiveDate, years: bool) {
        if self.last >= from {
            return;
        }
        if let Some(weekday) = self.weekday {
            let ahead =
                (7 + weekday.num_days_from_monday() - from.weekday().num_days_from_monday()) % 7;
            if let Some(day) = from.checked_add_days(Days::new(u64::from(ahead))) {
                self.set_day(day);
            }
        } else if years && self.yearless && (from - self.last).num_days() > 30 {
            let year = self.first.checked_add_months(Months::new(12));
            if let Some(first) = year.filter(|first| *first <= from + Days::new(366)) {
                let value = self.value.as_str();
                let moved = format!("{:04}{}", first.year(), &value[4.min(value.len())..]);
                if let Ok(value) = Timex::new(moved)
                    && let Some((first, last)) = value.days()
                {
                    (self.value, self.first, self.last) = (value, first, last);
                }
            }
        }
    }

    pub(super) fn set_day(&mut self, day: NaiveDate) {
        (self.value, self.first, self.last) = (Timex::day(day), day, day);
    }
}

/// A date of a sentence; see the [module](self).
#[derive(Clone, Debug)]
pub(in crate::parse) struct When {
    /// All its tokens.
    pub(in crate::parse) tokens: Range<usize>,
    pub(in crate::parse) start: Point,
    pub(in crate::parse) end: Option<Point>,
    pub(in crate::parse) zone: Option<Tz>,
    /// The zone's letters, where they have no single meaning.
    pub(in crate::parse) letters: Option<String>,
    /// Only a clock time stands there; the day is that of another date, or none.
    pub(in crate::parse) clock_only: bool,
    /// It is so many days from another: the end of a term.
    pub(in crate::parse) counted: bool,
    /// It is told from the date before it: `that day`, `two days later`.
    pub(in crate::parse) relative: bool,
}

impl When {
    /// A date that names days and nothing else: no hour, no zone.
    pub(in crate::parse) fn of(tokens: Range<usize>, start: Point, end: Option<Point>) -> Self {
        Self {
            tokens,
            start,
            end,
            zone: None,
            letters: None,
            clock_only: false,
            counted: false,
            relative: false,
        }
    }

    /// The last day that it covers.
    pub(in crate::parse) fn last(&self) -> NaiveDate {
        self.end.as_ref().map_or(self.start.last, |end| end.last)
    }

    /// Whether it is a week, from its Monday.
    pub(in crate::parse) fn weeks(&self) -> bool {
        self.start.timex().precision() == Some(Precision::Week) && self.end.is_none()
    }

    /// Whether it is a Saturday and its Sunday.
    pub(in crate::parse) fn weekend(&self) -> bool {
        self.start.weekday == Some(Weekday::Sat)
            && self
                .end
                .as_ref()
                .is_some_and(|end| end.weekday == Some(Weekday::Sun))
    }

    /// Takes part in the move of the day that it is told from.
    pub(in crate::parse) fn follow(&mut self, days: i64) {
        let moved = (days > 0 && self.relative && self.start.first == self.start.last)
            .then(|| self.start.first.checked_add_signed(TimeDelta::days(days)))
            .flatten();
        if let Some(day) = moved {
            self.start.set_day(day);
        }
    }

    /// Moves it forward, both ends.
    pub(in crate::parse) fn forward(&mut self, from: NaiveDate, years: bool) {
        // "Fighting continued over the weekend": only a plan sends it ahead.
        if self.weekend() && !years {
            return;
        }
        if self.end.is_some() && self.start.weekday.is_some() {
            // A stretch whose beginning is behind and whose end is ahead is under way.
            let behind =
                self.last() < from || self.end.as_ref().is_some_and(|e| e.weekday.is_some());
            if !behind {
                return;
            }
        }
        self.start.forward(from, years);
        let first = self.start.first;
        if let Some(end) = &mut self.end {
            // "runs from 3 November to 28 March": what ends before it starts ends in the year after.
            end.forward(first, years || end.last < first);
        }
    }
}

/// A length of time in a sentence: `two-day`, `by a week`.
#[derive(Clone, Debug)]
pub(in crate::parse) struct Length {
    pub(in crate::parse) tokens: Range<usize>,
    pub(in crate::parse) days: u64,
}

/// Puts the mentions of one sentence together. `published` gives what is counted from today.
pub(in crate::parse) fn whens(
    document: &Document,
    mentions: &[DateMention],
    published: NaiveDate,
) -> (Vec<When>, Vec<Length>) {
    let mut out: Vec<When> = Vec::new();
    let mut lengths: Vec<Length> = Vec::new();
    for mention in mentions {
        if mention.kind == TimexType::Duration {
            let Some(days) = days_of(mention.value.as_str()) else {
                out.extend(hours_later(document, mention, out.last()));
                continue;
            };
            // "have ten days to appeal": the last of them is a deadline.
            let first = mention.tokens.start;
            let given = document.is(mention.tokens.end, &["to"])
                && (document.is(first.wrapping_sub(1), &["have", "has"])
                    || (first.saturating_sub(6)..first)
                        .any(|at| document.is(at, &["gave", "gives", "given"])));
            if given && let Some(mut when) = counted(mention, published, days) {
                when.tokens.start = mention.tokens.start;
                when.counted = true;
                out.push(when);
                continue;
            }
            // "In the next few days" is no day.
            let vague = document.is(mention.tokens.start, &["the", "next", "coming"]);
            // "has to be made within 14 days"; "within a day of taking office" is counted from elsewhere.
            let before = mention.tokens.start.wrapping_sub(1);
            let within = document.is(before, &["within"])
                && !document.is(mention.tokens.end, &["of", "after", "from"])
                && (before.saturating_sub(12)..before).any(|at| {
                    document.is(at, &["must", "shall", "has", "have", "promised", "pledged"])
                });
            // "four cities in six days" is a rate.
            let rate = (2..=3).any(|back| numbered(document, before.wrapping_sub(back)))
                && document.word(before.wrapping_sub(1)).ends_with('s')
                // "a second drill in a month"
                || (before.saturating_sub(5)..before).any(|at| {
                    document.is(at, &["second", "third", "fourth", "fifth", "first"])
                        && document.is(at.wrapping_sub(1), &["a", "the", "its", "their"])
                });
            if !vague
                && !rate
                && (within || document.is(before, &["in"]))
                && let Some(when) = counted(mention, published, days)
            {
                out.push(when);
            } else {
                lengths.push(Length {
                    tokens: mention.tokens.clone(),
                    days,
                });
            }
            continue;
        }
        // "at 6:30 p.m. on the first Tuesday of every month": the hour of no one day.
        if mention.kind == TimexType::Set
            && out.last().is_some_and(|last| {
                last.clock_only && mention.tokens.start.saturating_sub(last.tokens.end) <= 2
            })
        {
            out.pop();
        }
        let Some(mut when) = single(document, mention) else {
            continue;
        };
        // "on Friday and Saturday nights" is on no one day.
        if when.start.weekday.is_some()
            && document.is(when.tokens.end, &["and"])
            && document.is(
                when.tokens.end + 2,
                &["nights", "evenings", "mornings", "afternoons"],
            )
        {
            continue;
        }
        count_on(document, &lengths, &mut when, published);
        // "a week today" is no length of anything else.
        lengths.retain(|length| !when.tokens.contains(&length.tokens.start));
        week_on(document, &mut when, published);
        let joined = out
            .last_mut()
            .is_some_and(|before| join(document, before, &when, mention));
        if !joined {
            out.push(when);
        }
    }
    borrow_days(&mut out, published);
    (out, lengths)
}

/// Whether a token counts things: `four`, `12`.
fn numbered(document: &Document, at: usize) -> bool {
    document.kind(at) == Kind::Number
        || document.is(
            at,
            &[
                "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several",
            ],
        )
}

/// Days in a length of whole days, weeks, months or years.
fn days_of(value: &str) -> Option<u64> {
    // `48 hours` of a strike are two days.
    if let Some(hours) = value.strip_prefix("PT") {
        let hours: u64 = hours.strip_suffix('H')?.parse().ok()?;
        return (hours >= 24 && hours.is_multiple_of(24)).then_some(hours / 24);
    }
    let number: u64 = value.get(1..value.len().checked_sub(1)?)?.parse().ok()?;
    match value.as_bytes().last()? {
        b'D' => Some(number),
        b'W' => Some(number * 7),
        b'M' => Some(number * 30),
        _ => None,
    }
}

/// `on Monday at 11:00 and … two hours later`: counted from an hour that has its day.
fn hours_later(document: &Document, mention: &DateMention, before: Option<&When>) -> Option<When> {
    let value = mention.value.as_str();
    let hours = value.strip_prefix("PT")?.strip_suffix('H')?;
    let before = before.filter(|before| !before.clock_only)?;
    if !document.is(mention.tokens.end, &["later"]) {
        return None;
    }
    let clock = before.end.as_ref().unwrap_or(&before.start).clock?;
    let (clock, wrapped) = clock.overflowing_add_signed(TimeDelta::hours(hours.parse().ok()?));
    if wrapped != 0 {
        return None;
    }
    Some(When {
        tokens: mention.tokens.start..mention.tokens.end + 1,
        start: Point {
            clock: Some(clock),
            weekday: None,
            yearless: false,
            ..before.start.clone()
        },
        end: None,
        relative: true,
        ..before.clone()
    })
}

/// `in a fortnight`, `in three days`.
fn counted(mention: &DateMention, published: NaiveDate, days: u64) -> Option<When> {
    let value = mention.value.as_str();
    let mut start = Point::of(published.checked_add_days(Days::new(days))?);
    if value.ends_with('M') {
        let months: u32 = value.get(1..value.len() - 1)?.parse().ok()?;
        let month = published.checked_add_months(Months::new(months))?;
        start.value = Timex::new(month.format("%Y-%m").to_string()).ok()?;
        (start.first, start.last) = start.value.days()?;
    }
    let tokens = mention.tokens.start - 1..mention.tokens.end;
    Some(When::of(tokens, start, None))
}

fn single(document: &Document, mention: &DateMention) -> Option<When> {
    let (first, last) = mention.days?;
    if !matches!(mention.kind, TimexType::Date | TimexType::Time) {
        return None;
    }
    let text = document.text[mention.bytes.clone()].to_ascii_lowercase();
    let value = mention.value.as_str();
    let date = value.split('T').next().unwrap_or(value);
    // Only a weekday, perhaps with an hour: `Friday night`, `8 a.m. on Tuesday`.
    let numbers = text.contains(|c: char| c.is_ascii_digit());
    let weekday = WEEKDAYS
        .iter()
        .position(|day| text.contains(day))
        .filter(|_| {
            first == last
                && !text.contains("last")
                && !has_month(&text)
                && (!numbers || mention.clock.is_some() && !text.contains(['-', '/']))
        })
        .and_then(|at| Weekday::try_from(u8::try_from(at).ok()?).ok());
    let clock_only = mention.clock.is_some() && !has_day(&text);
    let spoken = mention
        .clock
        .and_then(|_| spoken_zone(document, mention.tokens.end));
    let year_said = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4);
    let end = spoken.map_or(mention.tokens.end, |(_, end)| end);
    // "has been moved up to 26 May"
    let up = 2 * usize::from(text.starts_with("up to "));
    let tokens = mention.tokens.start + up..end;
    // A weekend is two days on a calendar.
    if value.ends_with("-WE") {
        let start = Point {
            weekday: (!text.contains("last")).then_some(Weekday::Sat),
            ..Point::of(first)
        };
        let end = Point {
            weekday: Some(Weekday::Sun),
            ..Point::of(last)
        };
        return Some(When::of(tokens, start, Some(end)));
    }
    // The end of a year is in its December.
    let late = date.len() == 4 && text.contains("end");
    let (value, first) = match late {
        true => (format!("{date}-12"), last.with_day(1)?),
        false => (date.to_owned(), first),
    };
    Some(When {
        tokens,
        start: Point {
            value: Timex::new(value).ok()?,
            first,
            last,
            clock: mention.clock,
            weekday,
            yearless: !year_said
                && weekday.is_none()
                && MONTHS.iter().any(|month| text.contains(month)),
        },
        end: None,
        zone: mention.tz.or(spoken.map(|(zone, _)| zone)),
        letters: mention.zone.clone(),
        clock_only,
        counted: false,
        relative: weekday.is_none() && told_from_another(&text),
    })
}

/// `that day`, `the same afternoon`, `the following day`, `two days later`, `the evening before`.
fn told_from_another(text: &str) -> bool {
    let text = text.strip_prefix("later ").unwrap_or(text);
    let text = text.strip_prefix("the ").unwrap_or(text);
    ["that ", "same ", "following "]
        .iter()
        .any(|word| text.starts_with(word))
        || [" later", " before", " after"]
            .iter()
            .any(|word| text.ends_with(word))
}

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether a clock time's own words name its day.
fn has_day(text: &str) -> bool {
    WEEKDAYS.iter().any(|day| text.contains(day))
        || ["day", "tomorrow", "tonight"]
            .iter()
            .any(|word| text.contains(word))
        || has_month(text)
        || text.matches(['-', '/']).count() > 1
}

fn has_month(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| word.len() >= 3 && MONTHS.contains(&&word[..3]) && !word.starts_with("mara"))
}

/// The zone in words after a clock time, and the token after them: `New York time`, `Eastern`.
fn spoken_zone(document: &Document, at: usize) -> Option<(Tz, usize)> {
    if !document.tokens.get(at)?.capital() {
        return None;
    }
    let short = document.is(at, &["eastern", "central", "mountain", "pacific"]);
    let time = (at + 1..at + 4).find(|i| document.is(*i, &["time"]));
    let next = document.tokens.get(at + 1);
    let (end, after) = match time {
        Some(time) => (time, time + 1),
        None if short && !next.is_some_and(|next| next.capital()) => (at + 1, at + 1),
        None => return None,
    };
    let kind = document.is(end - 1, &["standard", "daylight", "summer"]);
    let name = document.slice(at..end - usize::from(kind)).trim();
    let zone = crate::zone::find(name).into_iter().next()?;
    zone.exact.then_some((zone.zone, after))
}
