//! A session as an event of a calendar: the same for `/sessions`, `newsdesk export --ics` and Discord's scheduled events.
//!
//! Only what is exact to a day is an event. A hearing "in April" on the first of April would be made up.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::{cite, words};
use crate::answer::{Content, File};
use crate::article::{Precision, Session, SessionStatus};
use crate::calendar::{Calendar, Event, Standing, When};
use crate::clock::resolve;
use crate::store::calendar::Followed;
use crate::timex::Timex;

/// The session as an event; `server` is the zone of an hour for which the article names none. None where the day is not
/// known.
pub(crate) fn event(followed: &Followed, server: Tz) -> Option<Event> {
    let session = &followed.found.session;
    let when = exact(session, server)?;
    let mut notes = Vec::new();
    if let Some(was) = &session.was {
        notes.push(format!("It was to be {}.", words::date(was)));
    }
    if session.tentative && session.status != SessionStatus::Cancelled {
        notes.push("The article says that it is not certain.".to_owned());
    }
    if session.zone.is_none() && matches!(when, When::Hours { .. }) {
        notes.push(format!("The article names no time zone; read as {server}."));
    }
    let source = cite::cite_session(&followed.found);
    Some(Event {
        uid: followed.origin.uid(),
        revision: followed.revision,
        changed: followed.changed,
        title: session.title.clone(),
        when,
        standing: match session.status {
            SessionStatus::Cancelled => Standing::Cancelled,
            _ if session.tentative => Standing::Tentative,
            _ => Standing::Confirmed,
        },
        place: session.place.clone(),
        notes,
        source: source.label,
        url: source.url,
    })
}

/// The calendar file of these sessions; none where no day is known.
pub(crate) fn calendar(followed: &[Followed], server: Tz) -> Option<Calendar> {
    let events: Vec<Event> = followed
        .iter()
        .filter_map(|followed| event(followed, server))
        .collect();
    (!events.is_empty()).then_some(Calendar { events })
}

/// The file beside an answer.
pub(super) fn file(calendar: Calendar) -> File {
    File {
        name: "sessions.ics".to_owned(),
        description: calendar.description(),
        content: Content::Calendar(calendar),
    }
}

fn exact(session: &Session, server: Tz) -> Option<When> {
    let known = |value: &Timex| {
        let (first, last) = value.days()?;
        let fine = matches!(value.precision(), Some(Precision::Minute | Precision::Day));
        (fine && first == last).then_some((first, value.time()))
    };
    let (day, time) = known(&session.starts)?;
    // An end that is less exact than a day is no end to write down.
    let end = session.ends.as_ref().and_then(known);
    let zone = session.zone.unwrap_or(server);
    let Some(time) = time else {
        let last = end.map_or(day, |(last, _)| last.max(day));
        return Some(When::Days { first: day, last });
    };
    let starts = resolve(day.and_time(time), zone);
    let ends = end.and_then(|(day, time)| match time {
        Some(time) => Some(resolve(day.and_time(time), zone)),
        None => Some(resolve(day.succ_opt()?.and_time(NaiveTime::MIN), zone)),
    });
    Some(When::Hours {
        starts,
        ends: ends.filter(|ends| *ends > starts),
    })
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Asia, Europe};

    use super::*;

    fn session(starts: &str, ends: Option<&str>, zone: Option<Tz>) -> Session {
        let starts = Timex::new(starts).expect(starts);
        Session {
            title: "Harbour hearing".to_owned(),
            precision: starts.precision().unwrap_or(Precision::Year),
            starts,
            ends: ends.map(|ends| Timex::new(ends).expect(ends)),
            zone,
            place: None,
            status: SessionStatus::Scheduled,
            was: None,
            tentative: false,
            at: None,
        }
    }

    fn check(starts: &str, ends: Option<&str>, zone: Option<Tz>, expected: &str) {
        let when = exact(&session(starts, ends, zone), Asia::Kabul);
        let written = match when {
            None => "none".to_owned(),
            Some(When::Days { first, last }) => format!("{first} to {last}"),
            Some(When::Hours { starts, ends: None }) => starts.format("%FT%RZ").to_string(),
            Some(When::Hours {
                starts,
                ends: Some(ends),
            }) => format!("{} to {}", starts.format("%FT%RZ"), ends.format("%FT%RZ")),
        };
        assert_eq!(written, expected, "{starts} {ends:?}");
    }

    #[test]
    fn a_session_with_an_hour_begins_at_an_instant_in_its_own_zone() {
        let berlin = Some(Europe::Berlin);
        check("2026-03-19T17:00", None, berlin, "2026-03-19T16:00Z");
        check("2026-03-19T17:00", None, None, "2026-03-19T12:30Z");
        check(
            "2026-03-19T17:00",
            Some("2026-03-19T19:30"),
            berlin,
            "2026-03-19T16:00Z to 2026-03-19T18:30Z",
        );
        check(
            "2026-03-19T17:00",
            Some("2026-03-20"),
            berlin,
            "2026-03-19T16:00Z to 2026-03-20T23:00Z",
        );
        // The clocks skip half past two.
        check("2026-03-29T02:30", None, berlin, "2026-03-29T01:30Z");
    }

    #[test]
    fn a_session_of_days_is_of_days_whatever_the_zone() {
        check("2026-03-19", None, None, "2026-03-19 to 2026-03-19");
        check(
            "2026-03-19",
            Some("2026-03-21"),
            Some(Europe::Berlin),
            "2026-03-19 to 2026-03-21",
        );
    }

    #[test]
    fn an_end_that_is_none_is_left_out() {
        let berlin = Some(Europe::Berlin);
        for ends in ["2026-04", "2026-03-19T16:00", "2026-03-18"] {
            check("2026-03-19T17:00", Some(ends), berlin, "2026-03-19T16:00Z");
        }
        for ends in ["2026-04", "2026-03-18"] {
            check("2026-03-19", Some(ends), None, "2026-03-19 to 2026-03-19");
        }
    }

    #[test]
    fn what_is_less_exact_than_a_day_is_no_event() {
        for starts in ["2026-04", "2026", "2026-W12", "2026-Q2", "2026-SU", "202X"] {
            check(starts, None, None, "none");
        }
    }
}
