//! Dates, moments and lengths of time as one says them, and text that may be shown on a terminal.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// `Tuesday 30 September 2025`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// `Tuesday 30 September 2025, 09:00 (Asia/Karachi)`.
pub(super) fn moment(moment: DateTime<Utc>, zone: Tz) -> String {
    let here = moment.with_timezone(&zone);
    format!("{} ({zone})", here.format("%A %-d %B %Y, %H:%M"))
}

/// `in 1 day and 4 hours`, `3 minutes ago`, `now`.
pub(super) fn countdown(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let away = moment - now;
    let length = length(away.abs());
    match length {
        None => "now".to_owned(),
        Some(length) if away > TimeDelta::zero() => format!("in {length}"),
        Some(length) => format!("{length} ago"),
    }
}

/// The two largest units, one from two weeks on; none under half a minute.
fn length(length: TimeDelta) -> Option<String> {
    // To the nearest minute: between the question and the answer some milliseconds pass.
    let minutes = (length + TimeDelta::seconds(30)).num_minutes();
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    let count = |number: i64, unit: &str| {
        let s = if number == 1 { "" } else { "s" };
        format!("{number} {unit}{s}")
    };
    let two = |large: (i64, &str), small: (i64, &str)| match small.0 {
        0 => count(large.0, large.1),
        _ => format!(
            "{} and {}",
            count(large.0, large.1),
            count(small.0, small.1)
        ),
    };
    Some(match () {
        () if minutes == 0 => return None,
        () if hours == 0 => count(minutes, "minute"),
        () if days == 0 => two((hours, "hour"), (minutes % 60, "minute")),
        () if days < 14 => two((days, "day"), (hours % 24, "hour")),
        () if days < 60 => count(days, "day"),
        () if days < 730 => count(days * 12 / 365, "month"),
        () => count(days / 365, "year"),
    })
}

/// Text from outside as a terminal may get it: characters that would move the cursor, change colours or turn the
/// direction of what follows are taken away, line breaks kept.
pub(super) fn safe(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' => Some(' '),
            '\u{2028}' | '\u{2029}' => Some('\n'),
            '\u{202d}' | '\u{202e}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect(text)
    }

    #[test]
    fn a_countdown_tells_the_two_largest_units() {
        let now = at("2026-03-14T10:00:00Z");
        for (then, words) in [
            ("2026-03-14T10:00:29Z", "now"),
            ("2026-03-14T10:59:59Z", "in 1 hour"),
            ("2026-03-14T10:01:00Z", "in 1 minute"),
            ("2026-03-14T09:57:00Z", "3 minutes ago"),
            ("2026-03-14T12:30:00Z", "in 2 hours and 30 minutes"),
            ("2026-03-15T14:10:00Z", "in 1 day and 4 hours"),
            ("2026-03-16T10:00:00Z", "in 2 days"),
            ("2026-04-14T10:00:00Z", "in 31 days"),
            ("2025-09-30T10:00:00Z", "5 months ago"),
            ("2020-09-30T10:00:00Z", "5 years ago"),
        ] {
            assert_eq!(countdown(at(then), now), words, "{then}");
        }
    }

    #[test]
    fn a_moment_names_its_weekday_and_zone() {
        assert_eq!(
            moment(at("2025-09-30T04:00:00Z"), chrono_tz::Asia::Karachi),
            "Tuesday 30 September 2025, 09:00 (Asia/Karachi)"
        );
    }

    #[test]
    fn text_from_outside_cannot_steer_the_terminal() {
        assert_eq!(
            safe("a\u{1b}[31mred\u{7}\u{9b}2J\r\nb\u{202e}c\td"),
            "a[31mred2J\nbc d"
        );
    }
}
