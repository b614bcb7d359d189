//! What a store takes to another machine as JSON, besides articles: settings, reminders, and what became of each message.
//!
//! A message that was sent must not be sent again from the new place, and one that was not must not be lost. So deliveries go
//! along in every state, under their own numbers: the number makes the nonce and the mark by which Discord, and Newsdesk when
//! it looks through a channel, know a message again. What is still to be sent but due by the time it is loaded may have been
//! sent since the export: it is looked for in its channel before it is sent ([`Moving::take`] marks it so).

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar::Known;
use super::{Result, Scope, Settings, Target};
use crate::article::{Article, Session};

/// What `newsdesk export` writes and `load` takes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    /// The servers; number 0 is what every server sees.
    pub servers: Vec<Server>,
}

/// Everything of one server, or of everyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Server {
    /// Which.
    pub server: Scope,
    /// What it has set.
    #[serde(default)]
    pub settings: Settings,
    /// Its own articles.
    #[serde(default)]
    pub articles: Vec<Article>,
    /// What calendars know of its sessions.
    #[serde(default)]
    pub calendar: Vec<Known>,
    /// Its standing reminders.
    #[serde(default)]
    pub standing: Vec<Standing>,
    /// Its reminders, sent ones too: whoever was reminded of a session that is then put off is told so.
    #[serde(default)]
    pub reminders: Vec<Reminder>,
    /// What is to be sent, and what became of what was.
    #[serde(default)]
    pub deliveries: Vec<Delivery>,
    /// Where nothing is sent, because it was refused.
    #[serde(default)]
    pub paused: Vec<Pause>,
    /// The scheduled events that stand for sessions.
    #[serde(default)]
    pub events: Vec<Event>,
}

/// A session, by its name for good and as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Of {
    /// The server of its article.
    pub server: Scope,
    /// Its article's slug.
    pub article: String,
    /// What it was when it was first told of ([`super::calendar::Origin`]).
    pub origin: String,
    /// As it stands now.
    pub told: Session,
}

/// A standing reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Its number.
    pub no: i64,
    /// Who asked.
    pub user: u64,
    /// Of the sessions of this article only: its server and slug.
    pub article: Option<(Scope, String)>,
    /// How long before each session, in minutes; `1d`, `2h`, `start` in the file.
    #[serde(with = "times")]
    pub before: Vec<u32>,
    /// Where to.
    pub target: Target,
    /// A role to ping.
    pub role: Option<u64>,
    /// The zone for sessions without one, where the server has set none.
    pub zone: Tz,
    /// When to remind of a session without an hour, likewise: minutes after midnight.
    pub morning: u16,
    /// The channel in which it was asked, of one by direct message.
    pub asked_in: Option<u64>,
}

/// A reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its number.
    pub no: i64,
    /// Who asked.
    pub user: u64,
    /// Of what.
    pub session: Of,
    /// How long before, in minutes (`1d` in the file); none where it was snoozed to an instant of its own.
    #[serde(with = "time", default)]
    pub before: Option<u32>,
    /// Where to.
    pub target: Target,
    /// A role to ping.
    pub role: Option<u64>,
    /// Its wall time: the truth, with the zone.
    pub wall: NaiveDateTime,
    /// The zone of the wall time.
    pub zone: Tz,
    /// The instant of that wall time.
    pub due: DateTime<Utc>,
    /// The standing reminder that it was made for.
    pub standing: Option<i64>,
    /// The channel in which it was asked, of one by direct message.
    pub asked_in: Option<u64>,
}

/// Something that Newsdesk sends unasked, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number: makes the nonce and the mark of its message.
    pub no: i64,
    /// What it tells: `reminder`, `moved`, `missed`, `unsure`, `paused` or `events`.
    pub kind: String,
    /// What makes it one of its kind, less the number of what it is about.
    pub key: String,
    /// Where to.
    pub target: Target,
    /// The number of its reminder.
    pub reminder: Option<i64>,
    /// The session that it tells of, of news of a new date.
    pub session: Option<Of>,
    /// What that session was before.
    pub was: Option<Session>,
    /// The target that it is about, of a notice of a pause.
    pub about: Option<Target>,
    /// When it is due; 1970 for at once.
    pub due: DateTime<Utc>,
    /// Not to be tried before.
    pub not_before: DateTime<Utc>,
    /// `due`, `waiting`, `sending`, `sent`, `missed` or `blocked`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// The number of its message.
    pub message: Option<u64>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// The number of the delivery that tells of this one.
    pub told_by: Option<i64>,
    /// When it was claimed last.
    pub claimed: Option<DateTime<Utc>>,
    /// Since when its message may stand in its channel.
    pub doubt: Option<DateTime<Utc>>,
    /// When it was sent, missed or blocked.
    pub ended: Option<DateTime<Utc>>,
    /// The message that was refused, of a blocked one.
    pub payload: Option<String>,
}

/// A target that refuses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pause {
    /// Which.
    pub target: Target,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it is tried again.
    pub probe: DateTime<Utc>,
    /// How often it has refused.
    pub refused: u32,
    /// Why.
    pub error: String,
}

/// A session as a scheduled event of the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The session's name for good.
    pub origin: String,
    /// What the event carries, to be known by.
    pub mark: String,
    /// `making`, `there`, `refused`, or `gone` where somebody took it away.
    pub state: String,
    /// Discord's number.
    pub event: Option<u64>,
    /// What it says, as JSON.
    pub shown: String,
    /// How often it was asked for.
    pub attempts: u32,
    /// When the next request may be made.
    pub not_before: DateTime<Utc>,
}

/// Times before a session as people write them.
mod times {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::reminder::write_before;

    pub(super) fn serialize<S: Serializer>(minutes: &[u32], to: S) -> Result<S::Ok, S::Error> {
        let written: Vec<String> = minutes.iter().map(|one| write_before(*one)).collect();
        written.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
        let written: Vec<String> = Vec::deserialize(from)?;
        written.iter().map(|one| super::time::read(one)).collect()
    }
}

/// One such time, or none.
mod time {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use crate::reminder::{read_before, write_before};

    pub(super) fn read<E: de::Error>(written: &str) -> Result<u32, E> {
        let minutes = read_before(written).map_err(E::custom)?;
        minutes
            .first()
            .copied()
            .ok_or_else(|| E::custom("no time before a session"))
    }

    pub(super) fn serialize<S: Serializer>(
        minutes: &Option<u32>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        minutes.map(write_before).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
        let written: Option<String> = Option::deserialize(from)?;
        written.as_deref().map(read).transpose()
    }
}

/// What taking an export did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Reminders, standing ones too, that were not there.
    pub reminders: usize,
    /// Deliveries that were not there.
    pub deliveries: usize,
    /// Deliveries that were still to be sent here and are known to be done now.
    pub done: usize,
    /// What was left out, each in a sentence with the reason.
    pub left_out: Vec<String>,
}

/// Taking everything out of a store, and into one.
pub trait Moving {
    /// Everything of one scope or of all, as of one moment.
    ///
    /// # Errors
    /// The engine's.
    fn everything(&self, scope: Option<Scope>) -> Result<Vec<Server>>;

    /// Takes everything but articles, which are loaded before ([`super::Store::load`]), in one transaction. What is there
    /// stays, except that what is known to be done is not done again; so a second time changes nothing. What is due by `now`
    /// and still to be sent is looked for in its channel first.
    ///
    /// # Errors
    /// The engine's.
    fn take(&self, servers: &[Server], now: DateTime<Utc>) -> Result<Taken>;
}
