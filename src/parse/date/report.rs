//! Quarters and the periods of reports: which one `the quarter`, `the latest period` and `a year earlier` mean.

use chrono::Datelike;

use super::anchor::{Anchors, shifted_month};
use super::frame::Frame;
use super::resolve::year_of;
use super::sense::Year;

/// Stands for the number of a quarter where the words say period.
pub(super) const PERIOD: u32 = 5;

/// Lengths of months in a report ("the nine months") make its period longer than a quarter.
pub(super) fn report_length(value: &str, anchors: &mut Anchors) {
    if matches!(value, "P9M" | "P6M")
        && let Some((year, _)) = anchors.report
    {
        anchors.report = Some((year, None));
    }
}

pub(super) fn quarter(
    number: u32,
    year: Year,
    frame: Frame,
    anchors: &mut Anchors,
) -> Option<String> {
    let reported = anchors.reported();
    // "The 1988 period" of a report on quarters.
    let period = number == PERIOD;
    if period && reported.is_none_or(|(_, number)| number.is_none()) {
        return year_of(year, anchors).map(|year| format!("{year:04}"));
    }
    let number = if number == 0 || period {
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
    if known.is_none() || reported.is_none() {
        anchors.note_quarter(year, number);
    }
    Some(format!("{year:04}-Q{number}"))
}

/// The quarter that ended last before the publication.
pub(super) fn last_quarter(anchors: &Anchors) -> Option<(i32, u32)> {
    let published = anchors.published?;
    let (year, month) = shifted_month(published.year(), published.month(), -3)?;
    Some((year, (month - 1) / 3 + 1))
}

pub(super) fn reported(back: bool, quarter: bool, anchors: &mut Anchors) -> Option<String> {
    if anchors.narrative && !quarter {
        let year = anchors.spoken_year()? - i32::from(back);
        return Some(format!("{year:04}"));
    }
    let report = match anchors.reported() {
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
