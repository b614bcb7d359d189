//! Reminders: of one session, of whatever comes, and once more.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{
    ArticleHead, ArticleNo, ReminderNo, Scope, SessionFound, SessionNo, StandingNo, Target,
};

/// A reminder to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReminder {
    /// Where it was asked.
    pub scope: Scope,
    /// Who asked.
    pub user: u64,
    /// Of what.
    pub session: SessionNo,
    /// How long before, in minutes; 0 for at its beginning (or on its morning).
    pub before: u32,
    /// Where to.
    pub target: Target,
    /// A role to ping.
    pub role: Option<u64>,
    /// The wall time at which it is due. The truth, with [`NewReminder::zone`].
    pub wall: NaiveDateTime,
    /// The zone of the wall time.
    pub zone: Tz,
    /// The instant of that wall time ([`crate::clock::resolve`]).
    pub due: DateTime<Utc>,
    /// The channel where it was asked, of a reminder by direct message: where to say that direct messages are closed.
    pub asked_in: Option<u64>,
}

/// A reminder that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its number.
    pub no: ReminderNo,
    /// What was asked.
    pub asked: NewReminder,
    /// It came before and was put off by whoever got it: its instant is its own, not so long before the session.
    pub snoozed: bool,
    /// The session, as it stands now.
    pub session: SessionFound,
}

/// A reminder of whatever comes, to be set: of sessions that are there and of those that will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStanding {
    /// Where it was asked; sessions that this scope sees are meant.
    pub scope: Scope,
    /// Who asked.
    pub user: u64,
    /// Of the sessions of this article only.
    pub article: Option<ArticleNo>,
    /// How long before each session: minutes, longest first.
    pub before: Vec<u32>,
    /// Where to.
    pub target: Target,
    /// A role to ping.
    pub role: Option<u64>,
    /// The zone for sessions without one, as long as the scope has set none.
    pub zone: Tz,
    /// When to remind of a session without an hour, as long as the scope has not set it: minutes after midnight.
    pub morning: u16,
    /// The channel where it was asked, as in [`NewReminder::asked_in`].
    pub asked_in: Option<u64>,
}

/// A standing reminder, and what it covers as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingReminder {
    /// Its number.
    pub no: StandingNo,
    /// What was asked.
    pub asked: NewStanding,
    /// Its article, where it is of one only.
    pub article: Option<ArticleHead>,
    /// Of how many sessions its target will be reminded.
    pub sessions: usize,
    /// How often in all.
    pub reminders: usize,
    /// The next [`StandingReminder::NEXT`] of these, soonest first.
    pub next: Vec<Coming>,
}

impl StandingReminder {
    /// As many of what comes next as are told.
    pub const NEXT: usize = 3;
}

/// A reminder that a standing one brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Of what.
    pub session: SessionFound,
    /// How long before, in minutes.
    pub before: u32,
    /// When.
    pub due: DateTime<Utc>,
}

/// A reminder that came, to come once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snooze {
    /// The one that came.
    pub of: ReminderNo,
    /// The member who wants it again; it comes to them alone.
    pub user: u64,
    /// Where to.
    pub target: Target,
    /// When.
    pub due: DateTime<Utc>,
    /// The channel where it was asked, as in [`NewReminder::asked_in`].
    pub asked_in: Option<u64>,
}
