//! From what an expression says to the value that it has in this article.

use chrono::{Datelike, NaiveDate};

use super::anchor::{Anchors, monday, shifted, shifted_month};
use super::frame::Frame;
use super::lexicon::{Shift, Unit};
use super::sense::{Sense, Year};

/// The value of a sense; none when neither the text nor the publication says enough for any value.
pub(super) fn value(sense: &Sense, frame: Frame, anchors: &mut Anchors) -> Option<String> {
    match *sense {
        Sense::Fixed(ref value) => {
            report_length(value, anchors);
            Some(value.clone())
        }
        Sense::Year(year) => Some(format!("{year:04}")),
        Sense::Day { year, month, day } => day_value(year, month, day, anchors),
        Sense::WeekOf { year, month, day } => {
            let year = year_of(year, anchors).or_else(|| anchors.nearest_year(month, day))?;
            NaiveDate::from_ymd_opt(year, month, day).map(week)
        }
        Sense::Month { year, month } => month_value(year, month, frame, anchors),
        Sense::ShiftedMonth { shift, month } => {
            let Some(published) = anchors.published else {
                return Some(format!("XXXX-{month:02}"));
            };
            let year = match shift {
                Shift::Next => published.year() + i32::from(month <= published.month()),
                Shift::This => published.year(),
                _ => published.year() - i32::from(month >= published.month()),
            };
            Some(format!("{year:04}-{month:02}"))
        }
        Sense::Weekday { number, shift } => weekday(number, shift, frame, anchors),
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
        Sense::Reported { back, quarter } => reported(back, quarter, anchors),
        Sense::DayOfMonth(day) => day_of_month(day, anchors),
        Sense::NthDay(number) => anchors
            .opening
            .and_then(|opening| shifted(opening, i64::from(number) - 1))
            .map(day_text),
        Sense::Weekend(shift) => weekend(shift, anchors),
        Sense::Holiday { number, year } => holiday(number, year, anchors),
        Sense::YearEnd => anchors
            .current_year()
            .map(|year| format!("{year:04}-12-31")),
        Sense::Numeric(first, second, year) => numeric(first, second, year, anchors),
        Sense::Clock | Sense::Beside(_) => None,
    }
}

pub(super) fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

fn week(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The year where the words say it.
fn year_of(year: Year, anchors: &Anchors) -> Option<i32> {
    match year {
        Year::Open => None,
        Year::Is(year) => Some(year),
        Year::From(by) => anchors.published.map(|day| day.year() + by),
        Year::That => anchors.spoken_year(),
    }
}

fn day_value(year: Year, month: u32, day: u32, anchors: &Anchors) -> Option<String> {
    // 29 February of an open year is in the nearest leap year.
    let known = match year_of(year, anchors) {
        Some(year) => Some(year),
        None if year != Year::Open => None,
        None => anchors
            .nearest_year(month, day)
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
        anchors.nearest_year(month, 15)
    } else {
        anchors.published.map(|published| {
            let ahead = month > published.month();
            if frame.forward || frame.future {
                published.year() + i32::from(month < published.month())
            } else {
                published.year() - i32::from(ahead)
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
        Some(Shift::Next | Shift::Following) => whole(until),
        Some(Shift::This) => i64::from(number) - today,
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
    ) || shift == Shift::Current && anchors.narrative;
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
        Unit::Year => i32::try_from(i64::from(base.year()) + by)
            .ok()
            .map(|year| format!("{year:04}")),
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
        Unit::Second | Unit::Minute | Unit::Hour => Some(vague.to_owned()),
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
            let year = i64::from(base.year()) + by(scale);
            Some(if (1..=9999).contains(&year) {
                format!("{year:04}")
            } else {
                vague.to_owned()
            })
        }
    }
}

/// Lengths of months in a report ("the nine months") make its period longer than a quarter.
fn report_length(value: &str, anchors: &mut Anchors) {
    if matches!(value, "P9M" | "P6M")
        && let Some((year, _)) = anchors.report
    {
        anchors.report = Some((year, None));
    }
}

fn quarter(number: u32, year: Year, frame: Frame, anchors: &mut Anchors) -> Option<String> {
    let reported = anchors.report;
    let number = if number == 0 {
        reported
            .and_then(|r| r.1)
            .or_else(|| last_quarter(anchors).map(|r| r.1))?
    } else {
        number
    };
    let known = match year {
        Year::From(by) if by < 0 => reported
            .map(|(year, _)| year + by)
            .or_else(|| year_of(year, anchors)),
        year => year_of(year, anchors),
    };
    let year = match known {
        Some(year) => year,
        None if anchors.narrative && anchors.year.is_some() => anchors.year?,
        None => {
            let published = anchors.published?;
            let ahead = i64::from(number) * 3 - 2 - i64::from(published.month());
            let next = ahead < -6 && frame.future;
            published.year() - i32::from(ahead > 5) + i32::from(next)
        }
    };
    if known.is_none() || matches!(reported, None) {
        anchors.report = Some((year, Some(number)));
    }
    Some(format!("{year:04}-Q{number}"))
}

/// The quarter that ended last before the publication.
fn last_quarter(anchors: &Anchors) -> Option<(i32, u32)> {
    let published = anchors.published?;
    let (year, month) = shifted_month(published.year(), published.month(), -3)?;
    Some((year, (month - 1) / 3 + 1))
}

fn reported(back: bool, quarter: bool, anchors: &mut Anchors) -> Option<String> {
    if anchors.narrative && !quarter {
        let year = anchors.spoken_year()? - i32::from(back);
        return Some(format!("{year:04}"));
    }
    let report = match anchors.report {
        Some((_, None)) if quarter => {
            last_quarter(anchors).map(|(year, number)| (year, Some(number)))
        }
        Some(report) => Some(report),
        None if quarter || !back => {
            last_quarter(anchors).map(|(year, number)| (year, Some(number)))
        }
        None => None,
    };
    if quarter && !back {
        anchors.report = report;
    }
    let Some((year, number)) = report else {
        return anchors
            .published
            .map(|day| format!("{:04}", day.year() - i32::from(back)))
            .or(Some("PAST_REF".to_owned()));
    };
    let year = year - i32::from(back);
    Some(match number {
        Some(number) => format!("{year:04}-Q{number}"),
        None => format!("{year:04}"),
    })
}

/// The first month of a season.
fn season_month(name: &str) -> u32 {
    match name {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

fn season(name: &str, year: Year, frame: Frame, anchors: &Anchors) -> Option<String> {
    let start = season_month(name);
    let unknown = Some(format!("XXXX-{name}"));
    let year = match year {
        Year::Is(year) => year,
        Year::That => match anchors.spoken_year() {
            Some(year) => year,
            None => return unknown,
        },
        Year::From(by) => {
            let Some(published) = anchors.published else {
                return unknown;
            };
            let month = published.month();
            match by {
                // The last that is over.
                -1 => published.year() - i32::from(month < start + 3),
                1 => published.year() + i32::from(month >= start),
                _ => published.year() - i32::from(name == "WI" && month <= 2),
            }
        }
        Year::Open if anchors.narrative && anchors.year.is_some() => match anchors.year {
            Some(year) => year,
            None => return unknown,
        },
        Year::Open => {
            let Some(published) = anchors.published else {
                return unknown;
            };
            let month = published.month();
            if frame.future || frame.forward {
                published.year() + i32::from(month >= start + 3)
            } else {
                published.year() - i32::from(month < start)
            }
        }
    };
    Some(format!("{year:04}-{name}"))
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

fn holiday(number: u32, year: Year, anchors: &Anchors) -> Option<String> {
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
        Year::Open => {
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
