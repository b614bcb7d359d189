//! A session as an event on a server's board: what it says, and when it is.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::calendar::When;
use crate::clock::{hour, resolve};
use crate::commands::event;
use crate::store::calendar::{Followed, Origin};

/// An event as it should stand in a server. Whoever shows it makes it fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    /// What it is called.
    pub title: String,
    /// The beginning.
    pub starts: DateTime<Utc>,
    /// The end, after the beginning.
    pub ends: DateTime<Utc>,
    /// Where; none where the article does not say.
    pub place: Option<String>,
    /// What else there is to know, a line each.
    pub notes: Vec<String>,
    /// The publisher and the day.
    pub source: String,
    /// The address of the sentence that tells of it.
    pub url: Option<String>,
    /// By which the event is found again; it stands in the event.
    pub mark: String,
}

/// How long a session lasts of which the article gives a beginning and no end: an event must end.
const LASTS: TimeDelta = TimeDelta::hours(1);

/// The poster of a session; `server` and `morning` (minutes after midnight) are the server's. None where the day is not
/// known. One without an hour stands from the morning to the end of its last day, in its own zone.
pub(super) fn poster(followed: &Followed, server: Tz, morning: u16) -> Option<Poster> {
    let event = event(followed, server)?;
    let mut notes = event.notes;
    let (starts, ends) = match event.when {
        When::Hours { starts, ends } => (starts, ends.unwrap_or(starts + LASTS)),
        When::Days { first, last } => {
            notes.push("The article gives no hour.".to_owned());
            let zone = followed.found.session.zone.unwrap_or(server);
            (
                resolve(first.and_time(hour(morning)?), zone),
                resolve(last.succ_opt()?.and_time(NaiveTime::MIN), zone),
            )
        }
    };
    Some(Poster {
        title: event.title,
        starts,
        ends,
        place: event.place,
        notes,
        source: event.source,
        url: event.url,
        mark: mark(&followed.origin),
    })
}

/// The mark of a session: from its name alone, so a store that was lost finds its events again.
pub(super) fn mark(origin: &Origin) -> String {
    let uid = origin.uid().simple().to_string();
    format!("nd-{}", &uid[..12])
}
