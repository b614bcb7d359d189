//! What the text has spoken of so far: the dates that later expressions count from.
//!
//! News counts from its day of publication. A history counts from the date last mentioned: "In October" after
//! "September 17, 1939" is October 1939, whenever the page was written. [`Anchors`] keeps both, and the quarter on
//! which a report dwells, from which "a year earlier" counts.

use chrono::{Datelike, Days, NaiveDate};

use super::frame::Frame;
use super::sense::{Found, Sense, Year};
use super::year::century_of;

/// The dates that expressions count from.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    /// The day of publication.
    pub(super) published: Option<NaiveDate>,
    /// The text is a history: open dates count from the last one.
    pub(super) narrative: bool,
    /// The day last mentioned, unless a coarser date came after it.
    pub(super) day: Option<NaiveDate>,
    /// The month last mentioned, unless a bare year came after it.
    pub(super) month: Option<(i32, u32)>,
    /// The year last mentioned.
    pub(super) year: Option<i32>,
    /// The cell of the expression that mentioned it.
    year_place: usize,
    /// The year last said in so many digits.
    said: Option<i32>,
    /// Year and quarter that the report is about; the quarter is none for longer periods.
    pub(super) report: Option<(i32, Option<u32>)>,
    /// The cell of the expression that is being resolved.
    pub(super) place: usize,
    /// The quarter named last, and its cell.
    named: Option<(usize, i32, u32)>,
    /// How often each quarter was named.
    quarters: [u32; 4],
    /// The day on which the event that the text tells of began.
    pub(super) opening: Option<NaiveDate>,
    /// Whether numeric dates have the month first, where the text settles it.
    pub(super) month_first: Option<bool>,
}

impl Anchors {
    /// Starts from the publication and what the expressions look like as a whole.
    pub(super) fn new(published: Option<NaiveDate>, found: &[Found]) -> Self {
        Self {
            published,
            narrative: narrates(published, found),
            ..Self::default()
        }
    }

    /// Takes note of a resolved date. `said` tells whether its words have the year.
    pub(super) fn note(&mut self, first: NaiveDate, last: NaiveDate, said: bool) {
        let length = (last - first).num_days();
        if length > MONTH {
            // A year that is spoken of already keeps its month and day.
            let known = self.year == Some(first.year());
            if known {
                self.year_place = self.place;
            }
            let aside = self.narrative
                && self
                    .year
                    .is_some_and(|year| (first.year() - year).abs() > ASIDE);
            if known || aside {
                return;
            }
        }
        self.year = Some(first.year());
        self.year_place = self.place;
        if said {
            self.said = self.year;
        }
        self.month = (length <= MONTH).then_some((first.year(), first.month()));
        self.day = (length == 0).then_some(first);
    }

    /// Takes note of a quarter that is over. A report is about the one that is named most, but a paragraph on another
    /// company about the one that it names.
    pub(super) fn note_quarter(&mut self, year: i32, number: u32) {
        let over = self.published.is_none_or(|published| {
            NaiveDate::from_ymd_opt(year, number * 3, 28).is_some_and(|end| end <= published)
        });
        if !over && self.report.is_some() {
            return;
        }
        let count = |number: u32| self.quarters[(number as usize + 3) % 4];
        let known = match self.report {
            Some((_, Some(reported))) => count(reported),
            _ => 0,
        };
        if count(number) + 1 > known {
            self.report = Some((year, Some(number)));
        }
        self.quarters[(number as usize + 3) % 4] += 1;
        self.named = Some((self.place, year, number));
    }

    /// The quarter (none for longer periods) that the words around are about.
    pub(super) fn reported(&self) -> Option<(i32, Option<u32>)> {
        match self.named {
            Some((place, year, number))
                if self.place - place < NEARBY && self.report.is_some_and(|r| r.1.is_some()) =>
            {
                Some((year, Some(number)))
            }
            _ => self.report,
        }
    }

    /// The day from which open months and days are sought: the publication, or in a history the last date.
    pub(super) fn near(&self) -> Option<NaiveDate> {
        if self.narrative {
            if let Some(day) = self.day {
                return Some(day);
            }
            if let Some((year, month)) = self.month {
                return NaiveDate::from_ymd_opt(year, month, 15);
            }
        }
        self.published
    }

    /// The last day spoken of, or the publication.
    pub(super) fn spoken(&self) -> Option<NaiveDate> {
        self.day
            .or_else(|| {
                self.month
                    .and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1))
            })
            .or_else(|| {
                self.year
                    .filter(|_| self.narrative)
                    .and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1))
            })
            .or(self.published)
    }

    /// The year of the story: of the last date in a history, else of the publication.
    pub(super) fn current_year(&self) -> Option<i32> {
        if self.narrative && self.year.is_some() {
            return self.year;
        }
        self.published.map(|day| day.year())
    }

    /// The year last spoken of, or that of the publication.
    pub(super) fn spoken_year(&self) -> Option<i32> {
        self.year.or_else(|| self.published.map(|day| day.year()))
    }

    /// Two digits as a year: in a history the nearest to its last one, in news the last one, ten years ahead included.
    pub(super) fn full_year(&self, two: u32) -> i32 {
        let digits = i32::try_from(two).unwrap_or_default();
        match (self.year.filter(|_| self.narrative), self.published) {
            (Some(year), _) => year + 50 - (year + 50 - digits).rem_euclid(100),
            (None, Some(published)) => {
                let last = published.year() + 10;
                last - (last - digits).rem_euclid(100)
            }
            (None, None) => century_of(two),
        }
    }

    /// The year last spoken of, when it was only just before: "in 2019 they left; that year ...".
    pub(super) fn year_nearby(&self) -> Option<i32> {
        self.year
            .filter(|_| self.narrative || self.place - self.year_place < NEARBY)
    }

    /// The year of an open month and day: in news the nearest, the next where a plan leads to it, seldom one ahead where
    /// the words tell of the past; in a history that of the last date, or the next when the story turns from autumn to
    /// spring.
    pub(super) fn open_year(&self, month: u32, day: u32, frame: Frame) -> Option<i32> {
        if self.narrative
            && let Some(year) = self.year
        {
            let turned = self.month.is_some_and(|(_, last)| {
                month + HALF_YEAR <= last && year <= self.said.unwrap_or(year)
            });
            return Some(year + i32::from(turned));
        }
        let near = self.near()?;
        (near.year() - 1..=near.year() + 1)
            .filter_map(|year| {
                let date = NaiveDate::from_ymd_opt(year, month, day)?;
                let days = (date - near).num_days();
                // News looks back. "On 4 March the ferry sank", read in October, is long past; yet "they agreed to meet
                // on 2 November" is near enough to be ahead.
                let cost = match days {
                    1.. if frame.future => days,
                    1.. if frame.told => 3 * days,
                    1.. => days + days / 5,
                    // "It expires on 5 December", read in April.
                    _ if frame.forward && !frame.told => -3 * days,
                    _ => -days,
                };
                Some((cost, year))
            })
            .min()
            .map(|(_, year)| year)
    }
}

/// In months.
const HALF_YEAR: u32 = 6;
/// How far the name of a quarter or a year reaches, in cells.
const NEARBY: usize = 60;
/// The longest month, as the days between its first and its last.
const MONTH: i64 = 30;
/// A bare year so far from the story's is an aside: a book, a precedent.
const ASIDE: i32 = 10;

/// A history: most of its full dates and years lie more than a year before the publication, and hardly a weekday or
/// "today" stands in it.
fn narrates(published: Option<NaiveDate>, found: &[Found]) -> bool {
    let current = published.map_or(i32::MAX, |day| day.year());
    let mut old = 0;
    let mut near = 0;
    let mut daily = 0;
    for found in found {
        match &found.sense {
            Sense::Day {
                year: Year::Is(year),
                ..
            }
            | Sense::Month {
                year: Year::Is(year),
                ..
            }
            | Sense::Season {
                year: Year::Is(year),
                ..
            }
            | Sense::Year(year) => {
                if *year < current - 1 {
                    old += 1;
                } else {
                    near += 1;
                }
            }
            Sense::Weekday { .. } | Sense::Deictic(_) => daily += 1,
            _ => {}
        }
    }
    old >= 8 && old > near && old > 6 * daily
}

/// The Monday of a day's ISO week, so many weeks on.
pub(super) fn monday(day: NaiveDate, weeks: i64) -> Option<NaiveDate> {
    let monday =
        day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))?;
    shifted(monday, weeks.checked_mul(7)?)
}

/// A day so many days on (or back).
pub(super) fn shifted(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    if days < 0 {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    }
}

/// A month so many months on (or back).
pub(super) fn shifted_month(year: i32, month: u32, by: i64) -> Option<(i32, u32)> {
    let months = i64::from(year) * 12 + i64::from(month) - 1 + by;
    let year = i32::try_from(months.div_euclid(12)).ok()?;
    let month = u32::try_from(months.rem_euclid(12)).ok()? + 1;
    Some((year, month))
}
