//! The days of holidays that news names without a date.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::anchor::Anchors;
use super::frame::Frame;
use super::resolve::day_text;
use super::sense::Year;

/// Not in the word list: they are read by their weekday.
pub(super) const GOOD_FRIDAY: u32 = 24;
pub(super) const EASTER_MONDAY: u32 = 25;

pub(super) fn holiday(number: u32, year: Year, frame: Frame, anchors: &Anchors) -> Option<String> {
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
                .filter(|year| !frame.since || on(*year).is_some_and(|day| day <= near))
                .filter_map(|year| {
                    let days = (on(year)? - near).num_days();
                    // What is told of was the last time.
                    let ahead = days > 0 && frame.told && !frame.future;
                    Some((days.abs() * if ahead { 3 } else { 1 }, year))
                })
                .min()?
                .1
        }
    };
    on(year).map(day_text)
}

/// The day of a holiday by its number in `lexicon/dates.txt`. Labor Day, Memorial Day and Thanksgiving are those of the
/// United States, whose papers write of them by name.
fn holiday_in(number: u32, year: i32) -> Option<NaiveDate> {
    let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let nth = |month, weekday, nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
    match number {
        1 => on(12, 25),
        2 => nth(11, Weekday::Thu, 4),
        3 => easter(year),
        4 => on(10, 31),
        10 => on(12, 24),
        // The Tuesday after the first Monday.
        11 => nth(11, Weekday::Mon, 1)?.succ_opt(),
        12 => nth(9, Weekday::Mon, 1),
        13 => nth(5, Weekday::Mon, 5).or_else(|| nth(5, Weekday::Mon, 4)),
        15 => on(11, 11),
        16 => on(12, 26),
        17 => on(2, 14),
        19 => on(7, 1),
        20 => on(7, 14),
        21 => on(4, 25),
        22 => on(1, 1),
        GOOD_FRIDAY => easter(year)?.checked_sub_days(Days::new(2)),
        EASTER_MONDAY => easter(year)?.succ_opt(),
        _ => on(12, 31),
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
