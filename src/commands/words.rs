//! How answers word dates, numbers and kinds, the same everywhere.

use chrono::{Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::answer::Piece;
use crate::article::{PersonKind, Precision, QuoteKind, Session};
use crate::clock::resolve;
use crate::timex::Timex;

/// `29 Sep 2025`.
pub(super) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// A date as exact as it is known: `30 Sep 2025`, `July 2025`, `2021`, `week of 25 Aug 2025`.
pub(super) fn date(value: &Timex) -> String {
    let Some((first, last)) = value.days() else {
        return value.to_string();
    };
    let text = value.as_str();
    match value.precision() {
        Some(Precision::Minute) => match value.time() {
            Some(time) => format!("{}, {}", short_day(first), time.format("%H:%M")),
            None => short_day(first),
        },
        Some(Precision::Day) => short_day(first),
        Some(Precision::Week) if text.contains("WE") => format!("weekend of {}", short_day(first)),
        Some(Precision::Week) => format!("week of {}", short_day(first)),
        Some(Precision::Month) => first.format("%B %Y").to_string(),
        Some(Precision::Quarter) => format!(
            "{} quarter of {}",
            ["1st", "2nd", "3rd", "4th"][first.month0() as usize / 3],
            first.year()
        ),
        Some(Precision::Season) => {
            let part = match first.month() {
                _ if text.contains("-H1") => "first half of",
                _ if text.contains("-H") => "second half of",
                3 => "spring",
                6 => "summer",
                9 => "autumn",
                _ => "winter",
            };
            format!("{part} {}", first.year())
        }
        Some(Precision::Year) | None => match last.year() - first.year() {
            0 => first.year().to_string(),
            1..=9 => format!("{}s", first.year()),
            _ => format!("{} to {}", first.year(), last.year()),
        },
    }
}

/// A span of dates: `25 to 26 Aug 2025`.
pub(super) fn dates(from: &Timex, until: Option<&Timex>) -> String {
    match until.filter(|until| *until != from) {
        None => date(from),
        Some(until) => match (
            from.precision(),
            from.days(),
            until.precision(),
            until.days(),
        ) {
            (Some(Precision::Day), Some((a, _)), Some(Precision::Day), Some((b, _)))
                if (a.year(), a.month()) == (b.year(), b.month()) =>
            {
                format!("{} to {}", a.day(), short_day(b))
            }
            _ => format!("{} to {}", date(from), date(until)),
        },
    }
}

/// When a session is: an instant for the viewer's own zone where the hour and the zone are known, else the words.
pub(crate) fn when(session: &Session, server: Tz) -> Vec<Piece> {
    let (Some((day, _)), Some(time)) = (session.starts.days(), session.starts.time()) else {
        return vec![Piece::Strong(dates(&session.starts, session.ends.as_ref()))];
    };
    let begins = resolve(day.and_time(time), session.zone.unwrap_or(server));
    let mut pieces = vec![Piece::Instant(begins.with_timezone(&Utc))];
    if session.zone.is_none() {
        pieces.push(Piece::soft(format!(
            " (the article names no time zone; read as {server})"
        )));
    }
    pieces
}

/// `1 quote`, `2 quotes`.
pub(crate) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ if one.ends_with('y') => format!("{number} {}ies", &one[..one.len() - 1]),
        _ if one == "person" => format!("{number} people"),
        _ => format!("{number} {one}s"),
    }
}

/// `one message waits`, `2 messages wait`.
pub(crate) fn waiting(messages: usize) -> String {
    match messages {
        1 => "one message waits".to_owned(),
        more => format!("{more} messages wait"),
    }
}

/// What kind of message one that goes unasked is; `kind` is that of [`Undelivered::kind`].
pub(crate) fn message(kind: &str) -> &'static str {
    match kind {
        "reminder" => "Reminder",
        "moved" => "Notice of a moved session",
        "missed" => "List of missed reminders",
        "unsure" => "List of reminders that may not have come",
        "paused" => "Notice of a channel that refuses",
        "events" => "Notice that no events can be made",
        _ => "Message",
    }
}

/// `09:00`: a time of day, given in minutes after midnight.
pub(super) fn hour(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What kind of words a quote gives, where it is not simply in quotation marks.
pub(super) fn kind(kind: QuoteKind) -> Option<&'static str> {
    match kind {
        QuoteKind::Direct => None,
        QuoteKind::Partial => Some("in part"),
        QuoteKind::Reported => Some("as reported, without quotation marks"),
        QuoteKind::Post => Some("post"),
    }
}

/// `group`, where it is not one person.
pub(super) fn person_kind(kind: PersonKind) -> Option<&'static str> {
    match kind {
        PersonKind::Person => None,
        PersonKind::Group => Some("group"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_worded_as_exactly_as_it_is_known() {
        for (value, worded) in [
            ("2025-09-30", "30 Sep 2025"),
            ("2025-09-30T14:00", "30 Sep 2025, 14:00"),
            ("2025-07", "July 2025"),
            ("2021", "2021"),
            ("2025-W35", "week of 25 Aug 2025"),
            ("2025-W35-WE", "weekend of 30 Aug 2025"),
            ("2025-Q3", "3rd quarter of 2025"),
            ("2025-SU", "summer 2025"),
            ("2025-H2", "second half of 2025"),
            ("202X", "2020s"),
            ("19XX", "1900 to 1999"),
            ("P2D", "P2D"),
        ] {
            assert_eq!(date(&Timex::new(value).expect(value)), worded);
        }
    }

    #[test]
    fn a_span_names_the_month_once() {
        let dates =
            |a: &str, b: &str| dates(&Timex::new(a).expect(a), Some(&Timex::new(b).expect(b)));
        assert_eq!(dates("2025-08-25", "2025-08-26"), "25 to 26 Aug 2025");
        assert_eq!(
            dates("2025-08-30", "2025-09-02"),
            "30 Aug 2025 to 2 Sep 2025"
        );
        assert_eq!(dates("2025-08-30", "2025-08-30"), "30 Aug 2025");
    }
}
