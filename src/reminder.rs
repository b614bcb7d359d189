//! When a reminder is due: from a session and a time before it to a wall time in a zone.
//!
//! `1d,2h,30m` says how long before, `1d2h` is one time. A session with an hour is reminded of exactly that long before it begins; whole days
//! keep the wall hour, also across a change of the clocks. A session of which only the day (or month, …) is known has no
//! hour to count back from: it is reminded of on the morning, in the zone of the server that asks, and hours count as none.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::article::Session;
use crate::clock::{hour, resolve};

/// A day, in minutes.
pub const DAY: u32 = 24 * 60;

/// The longest time before a session that can be asked for: eight weeks, in minutes.
pub const LONGEST: u32 = 8 * 7 * DAY;

/// The most times before one session that one call may give.
pub const MOST: usize = 5;

/// The wall time, and its zone, of the reminder `before` minutes ahead of a session; `zone` and `morning` (minutes after
/// midnight) are the server's. None for a session whose start covers no day.
#[must_use]
pub fn wall(session: &Session, before: u32, zone: Tz, morning: u16) -> Option<(NaiveDateTime, Tz)> {
    let (day, _) = session.starts.days()?;
    let days = Days::new(u64::from(before / DAY));
    let Some(time) = session.starts.time() else {
        return Some((day.checked_sub_days(days)?.and_time(hour(morning)?), zone));
    };
    let zone = session.zone.unwrap_or(zone);
    let start = day.checked_sub_days(days)?.and_time(time);
    let rest = before % DAY;
    if rest == 0 {
        return Some((start, zone));
    }
    let due = resolve(start, zone) - TimeDelta::minutes(i64::from(rest));
    let wall = due.with_timezone(&zone).naive_local();
    if session.zone.is_some() && resolve(wall, zone) != due {
        // The clocks go back between the two: of an hour that comes twice a wall time means the first, and this is the second.
        return Some((due.naive_utc(), Tz::UTC));
    }
    Some((wall, zone))
}

/// The instant at which a session begins: its hour, or the start of its first day; in its own zone, else in `zone`.
#[must_use]
pub fn begins(session: &Session, zone: Tz) -> Option<DateTime<Utc>> {
    let (day, _) = session.starts.days()?;
    let time = session.starts.time().unwrap_or(NaiveTime::MIN);
    Some(resolve(day.and_time(time), session.zone.unwrap_or(zone)))
}

/// The instant at which a session is over: the end of its last day in its own zone, else in `zone`.
#[must_use]
pub fn over(session: &Session, zone: Tz) -> Option<DateTime<Utc>> {
    let (_, first_end) = session.starts.days()?;
    let last = session
        .ends
        .as_ref()
        .and_then(|ends| ends.days())
        .map_or(first_end, |(_, last)| last.max(first_end));
    Some(resolve(
        last.succ_opt()?.and_time(NaiveTime::MIN),
        session.zone.unwrap_or(zone),
    ))
}

/// A time before a session that cannot be read, in one sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadBefore(String);

/// Reads `1d,2h,30m` (also `1 day 2 hours`, `90 min`, `1w`, `start`): minutes, longest first, each once.
///
/// # Errors
/// One sentence that names what cannot be read, and the form.
pub fn read_before(text: &str) -> Result<Vec<u32>, BadBefore> {
    let lower = text.to_lowercase();
    let bad = |what: &str| {
        BadBefore(format!(
            "“{what}” is no time before a session: write 1d, 2h or 30m, several with commas, or start."
        ))
    };
    let mut times = Vec::new();
    for item in lower
        .split([',', ';', '+'])
        .flat_map(|item| item.split(" and "))
        .map(str::trim)
        .filter(|item| !item.is_empty())
    {
        let item = item.strip_suffix(" before").unwrap_or(item).trim();
        if matches!(item, "start" | "0" | "now" | "at start") {
            times.push(0);
            continue;
        }
        let mut rest = item;
        let mut glued = false;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let number: u32 = rest[..digits].parse().map_err(|_| bad(item))?;
            let after = rest[digits..].trim_start();
            let letters = after.len() - after.trim_start_matches(char::is_alphabetic).len();
            let unit = match &after[..letters] {
                "w" | "week" | "weeks" => 7 * DAY,
                "d" | "day" | "days" => DAY,
                "h" | "hr" | "hrs" | "hour" | "hours" => 60,
                "m" | "min" | "mins" | "minute" | "minutes" => 1,
                _ => return Err(bad(item)),
            };
            // `1d2h` is one time, `1d 2h` two.
            let before = if glued { times.pop().unwrap_or(0) } else { 0 };
            let minutes = number
                .checked_mul(unit)
                .and_then(|minutes| minutes.checked_add(before));
            let minutes = minutes.filter(|minutes| *minutes <= LONGEST);
            times.push(minutes.ok_or_else(|| {
                BadBefore(format!("“{item}” is too long before: the most is 8 weeks."))
            })?);
            rest = after[letters..].trim_start();
            glued = rest.len() == after.len() - letters && !rest.is_empty();
        }
    }
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.dedup();
    match times.len() {
        0 => Err(bad(text.trim())),
        1..=MOST => Ok(times),
        more => Err(BadBefore(format!(
            "{more} times before one session are too many: the most is {MOST}."
        ))),
    }
}

/// `1d`, `2h`, `30m`, `1d2h`; `start` for none: what [`read_before`] reads back.
#[must_use]
pub fn write_before(minutes: u32) -> String {
    if minutes == 0 {
        return "start".to_owned();
    }
    [
        (minutes / DAY, 'd'),
        (minutes % DAY / 60, 'h'),
        (minutes % 60, 'm'),
    ]
    .iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, unit)| format!("{number}{unit}"))
    .collect()
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America, Asia, Australia, Europe, Pacific};

    use super::*;
    use crate::article::{Precision, SessionStatus};
    use crate::timex::Timex;

    fn session(starts: &str, zone: Option<Tz>) -> Session {
        let starts = Timex::new(starts).expect(starts);
        Session {
            title: "Harbour hearing".to_owned(),
            precision: starts.precision().unwrap_or(Precision::Day),
            starts,
            ends: None,
            zone,
            place: None,
            status: SessionStatus::Scheduled,
            was: None,
            tentative: false,
            at: None,
        }
    }

    fn check(starts: &str, zone: Option<Tz>, before: &str, due: &str) {
        let before = read_before(before).expect(before)[0];
        let (wall, zone) = wall(&session(starts, zone), before, Asia::Kabul, 9 * 60).expect(starts);
        assert_eq!(format!("{} {zone}", wall.format("%Y-%m-%dT%H:%M")), due);
    }

    #[test]
    fn a_session_with_an_hour_counts_back_from_it_in_its_own_zone() {
        check(
            "2025-09-30T10:00",
            Some(Asia::Karachi),
            "2h",
            "2025-09-30T08:00 Asia/Karachi",
        );
        check(
            "2025-09-30T10:00",
            Some(Asia::Karachi),
            "1d2h",
            "2025-09-29T08:00 Asia/Karachi",
        );
        check(
            "2025-09-30T10:00",
            None,
            "30m",
            "2025-09-30T09:30 Asia/Kabul",
        );
        check(
            "2025-09-30T00:10",
            None,
            "30m",
            "2025-09-29T23:40 Asia/Kabul",
        );
    }

    #[test]
    fn whole_days_keep_the_wall_hour_when_the_clocks_change_and_hours_do_not() {
        check(
            "2026-03-29T10:00",
            Some(Europe::Berlin),
            "1d",
            "2026-03-28T10:00 Europe/Berlin",
        );
        check(
            "2026-03-29T10:00",
            Some(Europe::Berlin),
            "9h",
            "2026-03-29T00:00 Europe/Berlin",
        );
        check(
            "2026-10-25T10:00",
            Some(Europe::Berlin),
            "9h",
            "2026-10-25T02:00 Europe/Berlin",
        );
    }

    #[test]
    fn an_hour_before_stays_an_hour_when_the_hour_comes_twice() {
        check(
            "2026-10-25T03:00",
            Some(Europe::Berlin),
            "30m",
            "2026-10-25T01:30 UTC",
        );
        check(
            "2026-10-25T03:00",
            Some(Europe::Berlin),
            "2h",
            "2026-10-25T02:00 Europe/Berlin",
        );
    }

    #[test]
    fn a_year_of_daily_reminders_keeps_its_wall_hour() {
        // (zone, hour, the only walls that become another hour: those that the clocks skip)
        for (zone, hour, skipped) in [
            (Europe::Berlin, "09:00", vec![]),
            (America::New_York, "09:00", vec![]),
            (Asia::Kabul, "09:00", vec![]),
            (Asia::Karachi, "23:30", vec![]),
            (Australia::Lord_Howe, "08:15", vec![]),
            (Pacific::Apia, "09:00", vec![]),
            (Europe::Berlin, "02:30", vec!["2026-03-29T03:30"]),
            (America::New_York, "02:30", vec!["2026-03-08T03:30"]),
            (Australia::Lord_Howe, "02:10", vec!["2026-10-04T02:40"]),
            // An hour that comes twice is the first.
            (America::New_York, "01:30", vec![]),
        ] {
            let mut last = None;
            let mut odd = Vec::new();
            for day in (0..365).map(|days| {
                chrono::NaiveDate::from_ymd_opt(2026, 1, 2).expect("a day") + Days::new(days)
            }) {
                let meeting = session(&format!("{day}T{hour}"), Some(zone));
                let (wall, in_zone) = wall(&meeting, DAY, Asia::Tokyo, 0).expect("has a day");
                assert_eq!(
                    (wall.format("%H:%M").to_string().as_str(), in_zone),
                    (hour, zone)
                );
                let due = resolve(wall, in_zone);
                assert!(last.is_none_or(|last| last < due), "{wall} {zone}");
                last = Some(due);
                let shown = due.with_timezone(&zone).naive_local();
                if shown != wall {
                    odd.push(shown.format("%Y-%m-%dT%H:%M").to_string());
                }
            }
            assert_eq!(odd, skipped, "{zone} {hour}");
        }
    }

    #[test]
    fn a_morning_keeps_its_hour_in_the_zone_of_the_server() {
        for (day, due) in [
            ("2026-03-29", "2026-03-29T07:00:00+00:00"),
            ("2026-03-28", "2026-03-28T08:00:00+00:00"),
            ("2026-10-25", "2026-10-25T08:00:00+00:00"),
        ] {
            let (wall, zone) =
                wall(&session(day, None), 0, Europe::Berlin, 9 * 60).expect("has a day");
            assert_eq!(resolve(wall, zone).to_rfc3339(), due, "{day}");
        }
    }

    #[test]
    fn a_session_without_an_hour_is_reminded_of_on_the_morning_of_the_server() {
        check(
            "2025-09-30",
            Some(Asia::Karachi),
            "start",
            "2025-09-30T09:00 Asia/Kabul",
        );
        check(
            "2025-09-30",
            Some(Asia::Karachi),
            "2h",
            "2025-09-30T09:00 Asia/Kabul",
        );
        check("2025-09-30", None, "1d", "2025-09-29T09:00 Asia/Kabul");
        check("2025-10", None, "1w", "2025-09-24T09:00 Asia/Kabul");
    }

    #[test]
    fn times_before_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("1d", vec![1440]),
            ("1h, 1d,30m", vec![1440, 60, 30]),
            ("1 day and 2 hours before", vec![1440, 120]),
            ("90 min", vec![90]),
            ("1w", vec![10080]),
            ("start", vec![0]),
            ("1h,60m", vec![60]),
            ("2H", vec![120]),
            ("1d 2h", vec![1440, 120]),
            ("1d2h30m, 1h", vec![1590, 60]),
        ] {
            assert_eq!(read_before(text), Ok(minutes), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_before_is_refused_with_the_form() {
        for text in [
            "",
            "soon",
            "1",
            "d",
            "1y",
            "-1h",
            "9w",
            "99999999999h",
            "1d,2d,3d,4d,5d,6d",
            "½h",
        ] {
            let sentence = read_before(text).expect_err(text).to_string();
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }

    #[test]
    fn a_session_is_over_at_the_end_of_its_last_day() {
        let mut meeting = session("2025-09-29", Some(Asia::Karachi));
        assert_eq!(
            over(&meeting, Tz::UTC).map(|at| at.to_rfc3339()),
            Some("2025-09-29T19:00:00+00:00".to_owned())
        );
        meeting.ends = Timex::new("2025-09-30").ok();
        assert_eq!(
            over(&meeting, Tz::UTC).map(|at| at.to_rfc3339()),
            Some("2025-09-30T19:00:00+00:00".to_owned())
        );
    }
}
