//! The days of holidays that news names without a date.

use chrono::{Datelike, NaiveDate};

use super::anchor::Anchors;
use super::resolve::day_text;
use super::sense::Year;

pub(super) fn holiday(number: u32, year: Year, anchors: &Anchors) -> Option<String> {
    let on = |year: i32| holiday_in(number, year);
    let year = match year {
        Year::Is(year) => year,
        Year::From(0) => anchors.published?.year(),
        Year::From(by) => {
            let published = anchors.published?;
            let this = on(published.year())?;
            if by < 0 {
                published.year() - i32::from(this >= published)
            } else {
                published.year() + i32::from(this <= published)
            }
        }
        Year::That => anchors.spoken_year()?,
        Year::Open | Year::Loose => {
            let near = anchors.near()?;
            (near.year() - 1..=near.year() + 1)
                .filter_map(|year| Some(((on(year)? - near).num_days().abs(), year)))
                .min()?
                .1
        }
    };
    on(year).map(day_text)
}

/// The day of a holiday: Christmas 1 (its eve 10), Thanksgiving in the United States 2, Easter 3, Halloween 4.
fn holiday_in(number: u32, year: i32) -> Option<NaiveDate> {
    match number {
        1 => NaiveDate::from_ymd_opt(year, 12, 25),
        10 => NaiveDate::from_ymd_opt(year, 12, 24),
        2 => NaiveDate::from_weekday_of_month_opt(year, 11, chrono::Weekday::Thu, 4),
        3 => easter(year),
        4 => NaiveDate::from_ymd_opt(year, 10, 31),
        _ => NaiveDate::from_ymd_opt(year, 12, 31),
    }
}

/// Easter Sunday of the Gregorian calendar, by the rule of "Anonymous Gregorian" (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
