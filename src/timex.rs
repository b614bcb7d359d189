//! TIMEX3 values: dates as exact as a text has them.
//!
//! `2025-09-30` is a day, `2025-07` a month, `2025-W35` a week, `2025-Q3` a quarter, `2025-H1` a half, `2025-SU` a
//! season, `202X` a decade, `2025-09-30T14:00` a clock time, `2025-09-30TEV` a part of a day, `P2D` a length,
//! `PRESENT_REF` now, `XXXX-WXX-1` every Monday. The form is that of TimeML 1.2.1 (ISO 8601 with letters for what is
//! not known). A [`Timex`] keeps the text of the value; [`Timex::days`] says which days it covers.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::article::Precision;

/// A TIMEX3 value that is known to be well formed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timex(String);

/// A string that is no TIMEX3 value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no TIMEX3 value: write a date as 2025-09-30, 2025-09, 2025, 2025-W35, 2025-Q3 or 2025-09-30T14:00"
)]
pub struct NotTimex(pub String);

impl Timex {
    /// Takes a value after checking its form.
    ///
    /// # Errors
    /// [`NotTimex`] when the form is none of TIMEX3's.
    pub fn new(value: impl Into<String>) -> Result<Self, NotTimex> {
        let value = value.into();
        if well_formed(&value) {
            Ok(Self(value))
        } else {
            Err(NotTimex(value))
        }
    }

    /// The value of one day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self(day.format("%Y-%m-%d").to_string())
    }

    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first and the last day that the value covers; none for lengths, sets and vague values.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        days(self.0.split('T').next().unwrap_or_default())
    }

    /// The clock time, where the value has one.
    #[must_use]
    pub fn time(&self) -> Option<NaiveTime> {
        let (_, time) = self.0.split_once('T')?;
        let time = time.trim_end_matches('Z');
        let time = time.split(['+', '-']).next().unwrap_or(time);
        NaiveTime::parse_from_str(time, "%H:%M:%S")
            .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
            .or_else(|_| {
                let hour: u32 = time.parse().map_err(|_| ())?;
                NaiveTime::from_hms_opt(hour, 0, 0).ok_or(())
            })
            .ok()
    }

    /// How exact the value is; none for lengths, sets and vague values.
    #[must_use]
    pub fn precision(&self) -> Option<Precision> {
        let (first, last) = self.days()?;
        if self.time().is_some() {
            return Some(Precision::Minute);
        }
        Some(match (last - first).num_days() {
            0 => Precision::Day,
            1..=6 => Precision::Week,
            7..=30 => Precision::Month,
            _ if self.0.contains('Q') => Precision::Quarter,
            31..=300 => Precision::Season,
            _ => Precision::Year,
        })
    }
}

impl fmt::Display for Timex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Timex {
    type Error = NotTimex;

    fn try_from(value: String) -> Result<Self, NotTimex> {
        Self::new(value)
    }
}

impl From<Timex> for String {
    fn from(value: Timex) -> Self {
        value.0
    }
}

fn well_formed(value: &str) -> bool {
    if matches!(value, "PRESENT_REF" | "PAST_REF" | "FUTURE_REF") {
        return true;
    }
    if let Some(length) = value.strip_prefix('P') {
        return length_well_formed(length);
    }
    let (date, time) = match value.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (value, None),
    };
    (days(date).is_some() || (date.is_empty() && time.is_some()) || partly_known(date))
        && time.is_none_or(time_well_formed)
}

/// `2D`, `T3H`, `1Y6M`, `XW`, `0.5Y`, `1DE` (decade), `2CE` (century), `3QU`, `2WE`.
fn length_well_formed(length: &str) -> bool {
    let (date, time) = match length.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (length, None),
    };
    let amounts = |part: &str, units: &[&str]| {
        let mut rest = part;
        while !rest.is_empty() {
            let number = rest
                .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'X'))
                .unwrap_or(0);
            let Some(unit) = units.iter().find(|unit| rest[number..].starts_with(**unit)) else {
                return false;
            };
            if number == 0 {
                return false;
            }
            rest = &rest[number + unit.len()..];
        }
        !part.is_empty()
    };
    match time {
        None => amounts(
            date,
            &[
                "DE", "CE", "ML", "QU", "WE", "SU", "WI", "SP", "FA", "Y", "M", "W", "D", "Q", "H",
                "S",
            ],
        ),
        Some(time) => {
            (date.is_empty() || amounts(date, &["DE", "Y", "M", "W", "D"]))
                && amounts(time, &["H", "M", "S", "MO", "AF", "EV", "NI", "DT"])
        }
    }
}

/// `XXXX-WXX-1`, `XXXX-12-25`, `2025-XX`, `XXXX-SU`: letters where nothing is known, at least one part fixed.
fn partly_known(date: &str) -> bool {
    let mut parts = date.split('-');
    let year = parts.next().unwrap_or_default();
    let year_fits = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit() || c == 'X');
    let unit = |part: &str| {
        let part = part
            .strip_prefix('W')
            .or_else(|| part.strip_prefix('Q'))
            .or_else(|| part.strip_prefix('H'))
            .unwrap_or(part);
        matches!(part, "SP" | "SU" | "FA" | "AU" | "WI" | "WE" | "E")
            || ((1..=2).contains(&part.len())
                && part.chars().all(|c| c.is_ascii_digit() || c == 'X'))
    };
    let rest: Vec<&str> = parts.collect();
    date.contains('X') && year_fits && rest.len() <= 2 && rest.iter().all(|part| unit(part))
}

fn time_well_formed(time: &str) -> bool {
    if matches!(time, "MO" | "MI" | "AF" | "EV" | "NI" | "DT" | "PM" | "AM") {
        return true;
    }
    let clock = time.trim_end_matches('Z');
    let clock = clock.split(['+', '-']).next().unwrap_or(clock);
    let mut parts = clock.split(':');
    let below = |part: Option<&str>, limit: u32| match part {
        None => true,
        Some(part) => {
            part == "XX" || (part.len() == 2 && part.parse::<u32>().is_ok_and(|n| n < limit))
        }
    };
    let hour = parts.next();
    !clock.is_empty()
        && below(hour, 25)
        && below(parts.next(), 60)
        && below(parts.next(), 61)
        && parts.next().is_none()
}

/// The days that the date part of a value covers.
fn days(date: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, rest) = match date.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (date, None),
    };
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let number: i32 = year[..digits].parse().ok()?;
    let Some(rest) = rest else {
        let whole = year[digits..].bytes().all(|b| b == b'X') && (2..=4).contains(&year.len());
        let years = match digits {
            4 => 1,
            3 => 10,
            2 => 100,
            _ => return None,
        };
        return if whole {
            span(
                NaiveDate::from_ymd_opt(number * years, 1, 1)?,
                12 * years.unsigned_abs(),
            )
        } else {
            None
        };
    };
    if digits != 4 || year.len() != 4 {
        return None;
    }
    let month_of = |month: u32| NaiveDate::from_ymd_opt(number, month, 1);
    match rest.as_bytes() {
        [b'Q', quarter @ b'1'..=b'4'] => span(month_of(u32::from(quarter - b'1') * 3 + 1)?, 3),
        [b'H', half @ b'1'..=b'2'] => span(month_of(u32::from(half - b'1') * 6 + 1)?, 6),
        b"SP" => span(month_of(3)?, 3),
        b"SU" => span(month_of(6)?, 3),
        b"FA" | b"AU" => span(month_of(9)?, 3),
        // Winter is named by the year in which it begins.
        b"WI" => span(month_of(12)?, 3),
        [b'W', week @ ..] => week_days(number, std::str::from_utf8(week).ok()?),
        [_, _] => span(month_of(rest.parse().ok()?)?, 1),
        [_, _, b'-', _, _] => {
            let day =
                NaiveDate::from_ymd_opt(number, rest[..2].parse().ok()?, rest[3..].parse().ok()?)?;
            Some((day, day))
        }
        _ => None,
    }
}

fn span(first: NaiveDate, months: u32) -> Option<(NaiveDate, NaiveDate)> {
    Some((
        first,
        first.checked_add_months(Months::new(months))?.pred_opt()?,
    ))
}

/// `35`, `35-1` (its Monday) or `35-WE` (its weekend).
fn week_days(year: i32, week: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (week, day) = match week.split_once('-') {
        Some((week, day)) => (week, Some(day)),
        None => (week, None),
    };
    let monday = NaiveDate::from_isoywd_opt(
        year,
        week.parse().ok().filter(|_| week.len() == 2)?,
        Weekday::Mon,
    )?;
    match day {
        None => Some((monday, monday.checked_add_days(Days::new(6))?)),
        Some("WE") => Some((
            monday.checked_add_days(Days::new(5))?,
            monday.checked_add_days(Days::new(6))?,
        )),
        Some(day) => {
            let day: u64 = day.parse().ok().filter(|day| (1..=7).contains(day))?;
            let day = monday.checked_add_days(Days::new(day - 1))?;
            Some((day, day))
        }
    }
}

/// The value of the ISO week that a day stands in.
#[must_use]
pub fn week_of(day: NaiveDate) -> Timex {
    let week = day.iso_week();
    Timex(format!("{:04}-W{:02}", week.year(), week.week()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, first: &str, last: &str) {
        let (from, to) = Timex::new(value).expect(value).days().expect(value);
        assert_eq!(
            (from.to_string().as_str(), to.to_string().as_str()),
            (first, last),
            "{value}"
        );
    }

    #[test]
    fn a_value_covers_its_days() {
        check("2025-09-30", "2025-09-30", "2025-09-30");
        check("2024-02", "2024-02-01", "2024-02-29");
        check("2025", "2025-01-01", "2025-12-31");
        check("202X", "2020-01-01", "2029-12-31");
        check("202", "2020-01-01", "2029-12-31");
        check("19XX", "1900-01-01", "1999-12-31");
        check("2025-Q3", "2025-07-01", "2025-09-30");
        check("2025-H2", "2025-07-01", "2025-12-31");
        check("2025-WI", "2025-12-01", "2026-02-28");
        check("2026-W53", "2026-12-28", "2027-01-03");
        check("2025-W35-WE", "2025-08-30", "2025-08-31");
        check("2025-W35-1", "2025-08-25", "2025-08-25");
        check("2025-09-30T14:00", "2025-09-30", "2025-09-30");
    }

    #[test]
    fn lengths_sets_and_vague_values_cover_no_days() {
        for value in [
            "P2D",
            "PT3H",
            "P1Y6M",
            "PXD",
            "P1DE",
            "PRESENT_REF",
            "XXXX-WXX-1",
            "XXXX-12-25",
            "T14:00",
            "XXXX-SU",
        ] {
            assert_eq!(Timex::new(value).expect(value).days(), None, "{value}");
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for value in [
            "",
            "Monday",
            "2025-13",
            "2025-02-30",
            "2025-W54",
            "P",
            "PT",
            "P2",
            "2025-09-30T25:00:00:00",
            "X",
            "1",
        ] {
            assert!(Timex::new(value).is_err(), "{value}");
        }
    }

    #[test]
    fn precision_follows_the_form() {
        for (value, precision) in [
            ("2025-09-30T14:00", Precision::Minute),
            ("2025-09-30", Precision::Day),
            ("2025-W35", Precision::Week),
            ("2025-02", Precision::Month),
            ("2025-Q1", Precision::Quarter),
            ("2025-SU", Precision::Season),
            ("2025", Precision::Year),
        ] {
            assert_eq!(
                Timex::new(value).expect(value).precision(),
                Some(precision),
                "{value}"
            );
        }
    }
}
