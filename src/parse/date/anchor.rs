//! What the text has spoken of so far: the dates that later expressions count from.
//!
//! News counts from its day of publication. A history counts from the date last mentioned: "In October" after
//! "September 17, 1939" is October 1939, whenever the page was written. [`Anchors`] keeps both, and the quarter on
//! which a report dwells, from which "a year earlier" counts.

use chrono::{Datelike, Days, NaiveDate};

use super::sense::{Found, Sense, Year};

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
    /// Year and quarter that the report is about; the quarter is none for longer periods.
    pub(super) report: Option<(i32, Option<u32>)>,
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

    /// Takes note of a resolved date.
    pub(super) fn note(&mut self, first: NaiveDate, last: NaiveDate) {
        let length = (last - first).num_days();
        // A year that is spoken of already keeps its month and day.
        if length > 31 && self.year == Some(first.year()) {
            return;
        }
        self.year = Some(first.year());
        self.month = (length <= 30).then_some((first.year(), first.month()));
        self.day = (length == 0).then_some(first);
    }

    /// Takes note of a quarter. The report is about the one that is named most; a glance at another does not change it.
    pub(super) fn note_quarter(&mut self, year: i32, number: u32) {
        let count = |number: u32| self.quarters[(number as usize + 3) % 4];
        let known = match self.report {
            Some((_, Some(reported))) => count(reported),
            _ => 0,
        };
        if count(number) + 1 > known {
            self.report = Some((year, Some(number)));
        }
        self.quarters[(number as usize + 3) % 4] += 1;
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

    /// The year in which an open month and day are nearest; `ahead` when the words look forward.
    pub(super) fn nearest_year(&self, month: u32, day: u32, ahead: bool) -> Option<i32> {
        if self.narrative && self.month.is_none() && self.year.is_some() {
            return self.year;
        }
        let near = self.near()?;
        (near.year() - 1..=near.year() + 1)
            .filter_map(|year| {
                let date = NaiveDate::from_ymd_opt(year, month, day)?;
                let days = (date - near).num_days();
                // A history goes forward, news looks back.
                let cost = match (days < 0, self.narrative) {
                    (true, true) => -2 * days,
                    (false, true) => days,
                    (true, false) => -days,
                    (false, false) if ahead => days,
                    (false, false) => days + days / 5,
                };
                Some((cost, year))
            })
            .min()
            .map(|(_, year)| year)
    }
}

/// A history: most of its full dates and years lie more than a year before the publication, and hardly a weekday or
/// "today" stands in it.
fn narrates(published: Option<NaiveDate>, found: &[Found]) -> bool {
    let current = published.map_or(i32::MAX, |day| day.year());
    let mut old = 0;
    let mut near = 0;
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
            Sense::Weekday { .. } | Sense::Deictic(_) => near += 2,
            _ => {}
        }
    }
    old >= 8 && old > 3 * near
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
