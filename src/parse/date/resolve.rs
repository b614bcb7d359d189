//! From what an expression says to the value that it has in this article.

use chrono::{Datelike, NaiveDate, Weekday};

use super::anchor::{Anchors, monday, shifted, shifted_month};
use super::frame::Frame;
use super::holiday::holiday;
use super::lexicon::{Shift, Unit};
use super::report::{quarter, report_length, reported};
use super::season::{season, shifted_season};
use super::sense::{Sense, Year};

/// The value of a sense; none when neither the text nor the publication says enough for any value.
pub(super) fn value(sense: &Sense, frame: Frame, anchors: &mut Anchors) -> Option<String> {
    match *sense {
        Sense::Fixed(ref value) => {
            report_length(value, anchors);
            Some(value.clone())
        }
        Sense::Year(year) => Some(format!("{year:04}")),
        Sense::ShortYear(two) => Some(format!("{:04}", anchors.full_year(two))),
        Sense::Day { year, month, day } => day_value(year, month, day, frame, anchors),
        Sense::WeekOf { year, month, day } => {
            let year = year_of(year, anchors).or_else(|| anchors.open_year(month, day, frame))?;
            NaiveDate::from_ymd_opt(year, month, day).map(week)
        }
        Sense::Month { year, month } => month_value(year, month, frame, anchors),
        Sense::ShiftedMonth { shift, month } => {
            let Some(published) = anchors.published else {
                return Some(format!("XXXX-{month:02}"));
            };
            if let (Shift::Previous | Shift::Following, Some(spoken)) = (shift, anchors.spoken()) {
                let year = if shift == Shift::Previous {
                    spoken.year() - i32::from(month >= spoken.month())
                } else {
                    spoken.year() + i32::from(month <= spoken.month())
                };
                return Some(format!("{year:04}-{month:02}"));
            }
            let year = match shift {
                Shift::Next => published.year() + i32::from(month <= published.month()),
                Shift::This => published.year(),
                _ => published.year() - i32::from(month >= published.month()),
            };
            Some(format!("{year:04}-{month:02}"))
        }
        Sense::Weekday { number, shift } => weekday(number, shift, frame, anchors),
        Sense::WeekdayOf {
            nth,
            number,
            ref month,
        } => {
            let month = value(month, frame, anchors)?;
            Some(weekday_of(nth, number, &month).map_or(month, day_text))
        }
        Sense::WeeksOn { weeks, number } => {
            let published = anchors.published?;
            let until = (i64::from(number) - i64::from(published.weekday().number_from_monday()))
                .rem_euclid(7);
            shifted(published, until + 7 * weeks).map(day_text)
        }
        Sense::Deictic(days) => match anchors.published {
            Some(published) => shifted(published, days).map(day_text),
            None => Some(
                if days == 0 {
                    "PRESENT_REF"
                } else {
                    "XXXX-XX-XX"
                }
                .to_owned(),
            ),
        },
        Sense::Unit { unit, shift } => unit_value(unit, shift, anchors),
        Sense::Away {
            count,
            unit,
            back,
            from_text,
        } => away(count, unit, back, from_text, anchors),
        Sense::Quarter { number, year } => quarter(number, year, frame, anchors),
        Sense::Half { number, year } => {
            let year = year_of(year, anchors).or(anchors.current_year())?;
            Some(format!("{year:04}-H{number}"))
        }
        Sense::Season { name, year } => season(name, year, frame, anchors),
        Sense::ShiftedSeason { name, by } => Some(shifted_season(name, by, anchors)),
        Sense::Reported { back, quarter } => reported(back, quarter, anchors),
        Sense::DayOfMonth(day) => day_of_month(day, anchors),
        Sense::NthDay(_) if anchors.narrative => None,
        Sense::NthDay(number) => anchors
            .opening
            .and_then(|opening| shifted(opening, i64::from(number) - 1))
            .map(day_text),
        Sense::Weekend(shift) => weekend(shift, anchors),
        Sense::Holiday { number, year } => holiday(number, year, frame, anchors),
        // What has been so since year-end counts from the end of the last year.
        Sense::YearEnd => anchors
            .current_year()
            .map(|year| format!("{:04}-12-31", year - i32::from(frame.since))),
        Sense::Numeric(first, second, year) => numeric(first, second, year, anchors),
        Sense::Clock | Sense::Beside(_) => None,
    }
}

pub(super) fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// The `nth` weekday of a month such as `2026-07`, from its end when `nth` is negative; none for a fifth that is not there.
fn weekday_of(nth: i32, number: u32, month: &str) -> Option<NaiveDate> {
    let (year, month) = month.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    let weekday = Weekday::try_from(u8::try_from(number.checked_sub(1)?).ok()?).ok()?;
    if let Ok(nth) = u8::try_from(nth) {
        return NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
    }
    (1..=5)
        .rev()
        .find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth))
}

fn week(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The year where the words say it.
pub(super) fn year_of(year: Year, anchors: &Anchors) -> Option<i32> {
    match year {
        Year::Open | Year::Loose => None,
        Year::Is(year) => Some(year),
        Year::From(by) => anchors.published.map(|day| day.year() + by),
        Year::That => anchors.spoken_year(),
    }
}

fn day_value(year: Year, month: u32, day: u32, frame: Frame, anchors: &Anchors) -> Option<String> {
    // 29 February of an open year is in the nearest leap year.
    let known = match year_of(year, anchors) {
        Some(year) => Some(year),
        None if year != Year::Open => None,
        None if frame.over || frame.since && !anchors.narrative => last_time(month, day, anchors),
        None => anchors
            .open_year(month, day, frame)
            .or_else(|| leap(month, day, anchors)),
    };
    match known {
        Some(year) => Some(match NaiveDate::from_ymd_opt(year, month, day) {
            Some(day) => day_text(day),
            // 31 June: as exact as can be true.
            None => format!("{year:04}-{month:02}"),
        }),
        None if day <= 31 => Some(format!("XXXX-{month:02}-{day:02}")),
        None => None,
    }
}

/// The year in which the day last was.
fn last_time(month: u32, day: u32, anchors: &Anchors) -> Option<i32> {
    let near = anchors.near()?;
    let this = NaiveDate::from_ymd_opt(near.year(), month, day)?;
    Some(near.year() - i32::from(this > near))
}

fn leap(month: u32, day: u32, anchors: &Anchors) -> Option<i32> {
    let near = anchors.near()?;
    (month == 2 && day == 29)
        .then(|| {
            (0..=8)
                .flat_map(|by| [near.year() - by, near.year() + by])
                .find(|year| NaiveDate::from_ymd_opt(*year, 2, 29).is_some())
        })
        .flatten()
}

fn month_value(year: Year, month: u32, frame: Frame, anchors: &Anchors) -> Option<String> {
    if let Some(year) = year_of(year, anchors) {
        return Some(format!("{year:04}-{month:02}"));
    }
    let year = if anchors.narrative && anchors.year.is_some() {
        anchors.open_year(month, 15, frame)
    } else {
        anchors.published.map(|published| {
            let ahead = (i64::from(month) - i64::from(published.month())).rem_euclid(12);
            // A plan that is not over leads to the next; "was due in January" may be late.
            let plan = if frame.told { 1..=8 } else { 1..=11 };
            // Next month is next month; two to five months ahead are when the words look forward.
            let coming = (frame.forward || frame.by) && plan.contains(&ahead)
                || frame.through && (1..=4).contains(&ahead)
                || match ahead {
                    1 => !frame.since && !frame.over,
                    2..=4 => frame.future || !frame.told && !frame.since,
                    5 => frame.future,
                    _ => false,
                };
            let later = month < published.month();
            if coming {
                published.year() + i32::from(later)
            } else {
                published.year() - i32::from(month > published.month())
            }
        })
    };
    Some(match year {
        Some(year) => format!("{year:04}-{month:02}"),
        None => format!("XXXX-{month:02}"),
    })
}

fn weekday(number: u32, shift: Option<Shift>, frame: Frame, anchors: &Anchors) -> Option<String> {
    let base = match shift {
        Some(Shift::Previous | Shift::Following | Shift::Same | Shift::That) => anchors.spoken(),
        _ if anchors.narrative => anchors.near(),
        _ => anchors.published,
    };
    let Some(base) = base else {
        return Some(format!("XXXX-WXX-{number}"));
    };
    let today = i64::from(base.weekday().number_from_monday());
    let since = (today - i64::from(number)).rem_euclid(7);
    let until = (i64::from(number) - today).rem_euclid(7);
    let whole = |days: i64| if days == 0 { 7 } else { days };
    let by = match shift {
        Some(Shift::Last | Shift::Past | Shift::Previous) => -whole(since),
        // "Next Tuesday", said on a Monday, is not tomorrow.
        Some(Shift::Next) if until == 1 && !anchors.narrative => until + 7,
        Some(Shift::Next | Shift::Following) => whole(until),
        Some(Shift::This) => i64::from(number) - today,
        _ if frame.until && !anchors.narrative => whole(until),
        _ if frame.forward && !anchors.narrative => until,
        _ if anchors.narrative => until,
        _ => -since,
    };
    shifted(base, by).map(day_text)
}

fn unit_value(unit: Unit, shift: Shift, anchors: &mut Anchors) -> Option<String> {
    let by = match shift {
        Shift::Last | Shift::Past | Shift::Previous => -1,
        Shift::Next | Shift::Following => 1,
        _ => 0,
    };
    let from_text = matches!(
        shift,
        Shift::Same | Shift::That | Shift::Following | Shift::Previous
    ) || matches!(shift, Shift::Current | Shift::This) && anchors.narrative;
    let base = if from_text {
        anchors.spoken()
    } else {
        anchors.published
    };
    let Some(base) = base else {
        return Some(
            if by == 0 {
                "PRESENT_REF"
            } else if by < 0 {
                "PAST_REF"
            } else {
                "FUTURE_REF"
            }
            .to_owned(),
        );
    };
    match unit {
        Unit::Day if from_text && anchors.day.is_none() && anchors.month.is_some() => None,
        Unit::Day => shifted(base, by).map(day_text),
        Unit::Weekend => weekend(shift, anchors),
        Unit::Week | Unit::Fortnight => monday(base, by).map(week),
        Unit::Month => shifted_month(base.year(), base.month(), by)
            .map(|(year, month)| format!("{year:04}-{month:02}")),
        Unit::Quarter
            if matches!(shift, Shift::That | Shift::Same | Shift::This)
                && anchors.report.is_some_and(|r| r.1.is_some()) =>
        {
            reported(false, true, anchors)
        }
        Unit::Quarter => {
            let (year, month) = shifted_month(base.year(), base.month(), 3 * by)?;
            Some(format!("{year:04}-Q{}", (month - 1) / 3 + 1))
        }
        Unit::Year => {
            let year = match anchors.year_nearby() {
                Some(year) if from_text => year,
                _ => base.year(),
            };
            i32::try_from(i64::from(year) + by)
                .ok()
                .map(|year| format!("{year:04}"))
        }
        Unit::Decade => {
            let decade = i64::from(base.year().div_euclid(10)) + by;
            Some(format!("{decade:03}"))
        }
        Unit::Century => {
            let century = i64::from(base.year().div_euclid(100)) + by;
            Some(format!("{century:02}"))
        }
        _ => None,
    }
}

fn away(count: f64, unit: Unit, back: bool, from_text: bool, anchors: &Anchors) -> Option<String> {
    let base = if from_text {
        anchors.spoken()
    } else {
        anchors.published
    };
    let vague = if back { "PAST_REF" } else { "FUTURE_REF" };
    let Some(base) = base else {
        return Some(vague.to_owned());
    };
    let sign = if back { -1.0 } else { 1.0 };
    #[allow(clippy::cast_possible_truncation)] // counts are below 100,000
    let by = |scale: f64| (sign * count * scale).round() as i64;
    match unit {
        Unit::Second | Unit::Minute => Some(day_text(base)),
        Unit::Hour => shifted(base, by(1.0 / 24.0)).map(day_text),
        // "Four days later" after a bare month is somewhere in it.
        Unit::Day if from_text && anchors.day.is_none() => anchors
            .month
            .map(|(year, month)| format!("{year:04}-{month:02}-XX"))
            .or_else(|| shifted(base, by(1.0)).map(day_text)),
        Unit::Day => shifted(base, by(1.0)).map(day_text),
        Unit::Weekend | Unit::Week => monday(base, by(1.0)).map(week),
        Unit::Fortnight => monday(base, by(2.0)).map(week),
        Unit::Month | Unit::Quarter => {
            let scale = if unit == Unit::Quarter { 3.0 } else { 1.0 };
            shifted_month(base.year(), base.month(), by(scale))
                .map(|(year, month)| format!("{year:04}-{month:02}"))
        }
        Unit::Year if count.fract() != 0.0 => shifted_month(base.year(), base.month(), by(12.0))
            .map(|(year, month)| format!("{year:04}-{month:02}")),
        Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
            let scale = match unit {
                Unit::Decade => 10.0,
                Unit::Century => 100.0,
                Unit::Millennium => 1000.0,
                _ => 1.0,
            };
            let from = if from_text {
                anchors.spoken_year()
            } else {
                None
            };
            let year = i64::from(from.unwrap_or(base.year())) + by(scale);
            Some(if (1..=9999).contains(&year) {
                format!("{year:04}")
            } else {
                vague.to_owned()
            })
        }
    }
}

fn day_of_month(day: u32, anchors: &Anchors) -> Option<String> {
    let (year, month) = anchors
        .month
        .filter(|_| anchors.narrative || anchors.day.is_some())
        .or_else(|| anchors.published.map(|day| (day.year(), day.month())))?;
    NaiveDate::from_ymd_opt(year, month, day).map(day_text)
}

fn weekend(shift: Shift, anchors: &Anchors) -> Option<String> {
    let base = match shift {
        Shift::Following | Shift::Previous | Shift::That | Shift::Same => anchors.spoken(),
        _ => anchors.published,
    };
    let Some(base) = base else {
        return Some("XXXX-WXX-WE".to_owned());
    };
    let weekday = base.weekday().number_from_monday();
    let by = match shift {
        Shift::Last | Shift::Past | Shift::Previous => -i64::from(weekday < 6),
        Shift::Next => 1,
        Shift::Following => i64::from(weekday >= 6),
        _ => 0,
    };
    let monday = monday(base, by)?;
    Some(format!("{}-WE", week(monday)))
}

/// Two numbers below thirteen are settled by the text's other dates and its country, else only the year is sure.
fn numeric(first: u32, second: u32, year: i32, anchors: &Anchors) -> Option<String> {
    let month_first = if first > 12 {
        false
    } else if second > 12 || first == second {
        true
    } else {
        match anchors.month_first {
            Some(order) => order,
            None => return Some(format!("{year:04}")),
        }
    };
    let (month, day) = if month_first {
        (first, second)
    } else {
        (second, first)
    };
    Some(match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day_text(day),
        None => format!("{year:04}"),
    })
}
