//! Now, and a shifted now for rehearsals; and the one function from wall time and zone to an instant.
//!
//! Everything that asks for the time asks a [`Clock`], so `--now` and `NEWSDESK_NOW` move the whole program to another day:
//! the clock starts there and runs on. `parse` never asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{
    DateTime, Duration, LocalResult, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The time, as this process sees it. Clones share one time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    /// The machine's clock, shifted by so many milliseconds.
    Running(i64),
    /// Stands still until it is set: for tests. Milliseconds since 1970.
    Standing(AtomicI64),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn real() -> Self {
        Self(Arc::new(Kind::Running(0)))
    }

    /// A clock that shows `start` now and runs on from there.
    #[must_use]
    pub fn starting(start: DateTime<Utc>) -> Self {
        Self(Arc::new(Kind::Running(
            (start - Utc::now()).num_milliseconds(),
        )))
    }

    /// A clock that stands at `moment` until [`Clock::set`] moves it.
    #[must_use]
    pub fn standing(moment: DateTime<Utc>) -> Self {
        Self(Arc::new(Kind::Standing(AtomicI64::new(
            moment.timestamp_millis(),
        ))))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            Kind::Running(shift) => Utc::now() + TimeDelta::milliseconds(*shift),
            Kind::Standing(millis) => {
                DateTime::from_timestamp_millis(millis.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }

    /// How far it is ahead of the machine's, where it was shifted (`--now`, `NEWSDESK_NOW`).
    #[must_use]
    pub fn shift(&self) -> Option<TimeDelta> {
        match &*self.0 {
            Kind::Running(0) | Kind::Standing(_) => None,
            Kind::Running(shift) => Some(TimeDelta::milliseconds(*shift)),
        }
    }

    /// Moves a standing clock; a running one is left alone.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Kind::Standing(millis) = &*self.0 {
            millis.store(moment.timestamp_millis(), Ordering::SeqCst);
        }
    }
}

/// The time of day that is so many minutes after midnight; none from 24 hours on.
#[must_use]
pub fn hour(minutes: u16) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes) * 60, 0)
}

/// The instant of a wall time in a zone. A wall time that the clocks skip (summer time begins, a day left out at the date
/// line) goes forward by the length of the gap; one that comes twice is the first.
#[must_use]
pub fn resolve(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.to_utc(),
        LocalResult::None => {
            // Read with the offset in force before the gap, the wall time lands as far behind the gap as it stood in it.
            // No zone has skipped more than a day, and none changed twice in two.
            let before = zone
                .offset_from_utc_datetime(&(wall - Duration::days(2)))
                .fix();
            DateTime::from_naive_utc_and_offset(
                wall - TimeDelta::seconds(i64::from(before.local_minus_utc())),
                Utc,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wall: &str, zone: Tz, instant: &str) {
        let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").expect(wall);
        assert_eq!(
            resolve(wall, zone).format("%Y-%m-%dT%H:%MZ").to_string(),
            instant,
            "{wall} {zone}"
        );
    }

    #[test]
    fn an_ordinary_wall_time_has_one_instant() {
        check(
            "2025-09-30T09:00",
            chrono_tz::Asia::Karachi,
            "2025-09-30T04:00Z",
        );
        check(
            "2025-09-30T09:00",
            chrono_tz::Asia::Kabul,
            "2025-09-30T04:30Z",
        );
        check(
            "2025-07-01T09:00",
            chrono_tz::Europe::Berlin,
            "2025-07-01T07:00Z",
        );
        check(
            "2025-12-01T09:00",
            chrono_tz::America::New_York,
            "2025-12-01T14:00Z",
        );
        check(
            "2026-01-15T09:00",
            chrono_tz::Australia::Lord_Howe,
            "2026-01-14T22:00Z",
        );
        check(
            "2026-07-15T09:00",
            chrono_tz::Australia::Lord_Howe,
            "2026-07-14T22:30Z",
        );
    }

    #[test]
    fn a_gap_goes_forward() {
        check(
            "2026-03-29T02:30",
            chrono_tz::Europe::Berlin,
            "2026-03-29T01:30Z",
        );
        check(
            "2026-03-08T02:30",
            chrono_tz::America::New_York,
            "2026-03-08T07:30Z",
        );
        check(
            "2026-10-04T02:15",
            chrono_tz::Australia::Lord_Howe,
            "2026-10-03T15:45Z",
        );
        // 30 December 2011 was left out: its nine o'clock is nine o'clock of the day after.
        check(
            "2011-12-30T09:00",
            chrono_tz::Pacific::Apia,
            "2011-12-30T19:00Z",
        );
        check(
            "2011-12-29T23:59",
            chrono_tz::Pacific::Apia,
            "2011-12-30T09:59Z",
        );
        check(
            "2011-12-31T00:00",
            chrono_tz::Pacific::Apia,
            "2011-12-30T10:00Z",
        );
        // Both sides of a gap are as they read.
        check(
            "2026-03-29T01:59",
            chrono_tz::Europe::Berlin,
            "2026-03-29T00:59Z",
        );
        check(
            "2026-03-29T03:00",
            chrono_tz::Europe::Berlin,
            "2026-03-29T01:00Z",
        );
    }

    #[test]
    fn an_overlap_takes_the_first() {
        check(
            "2026-10-25T02:30",
            chrono_tz::Europe::Berlin,
            "2026-10-25T00:30Z",
        );
        check(
            "2026-11-01T01:30",
            chrono_tz::America::New_York,
            "2026-11-01T05:30Z",
        );
        check(
            "2026-04-05T01:45",
            chrono_tz::Australia::Lord_Howe,
            "2026-04-04T14:45Z",
        );
    }

    /// A wall time becomes an instant in one place only; chrono's own ways give None in a gap, and panic or loop there.
    #[test]
    fn nothing_else_makes_an_instant_of_a_wall_time() {
        fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).expect("the sources are here") {
                let path = entry.expect("can be read").path();
                if path.is_dir() {
                    files(&path, found);
                } else if path.extension().is_some_and(|kind| kind == "rs") {
                    found.push(path);
                }
            }
        }
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = Vec::new();
        files(&source, &mut found);
        assert!(found.len() > 100, "{found:?}");
        for path in found.iter().filter(|path| !path.ends_with("clock.rs")) {
            let text = std::fs::read_to_string(path).expect("can be read");
            for way in ["from_local_", "and_local_timezone", ".with_ymd_and_hms"] {
                assert!(!text.contains(way), "{}: {way}", path.display());
            }
        }
    }

    #[test]
    fn a_standing_clock_moves_when_it_is_set() {
        let start = DateTime::from_timestamp(1_000, 0).expect("in range");
        let clock = Clock::standing(start);
        clock.clone().set(start + Duration::hours(1));
        assert_eq!(clock.now(), start + Duration::hours(1));
    }
}
