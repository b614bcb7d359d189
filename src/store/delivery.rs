//! What is sent unasked, and what became of it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{DeliveryNo, Paused, Reminder, SessionFound, Target};
use crate::article::Session;

/// Something that Newsdesk sends unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub no: DeliveryNo,
    /// What it tells.
    pub notice: Notice,
    /// Where it goes.
    pub target: Target,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// How often it has been tried, this time included.
    pub attempts: u32,
    /// The nonce of its message: made from its number, at most 25 characters, the same for every attempt.
    pub nonce: String,
    /// Since when its message may stand there already: an earlier attempt was cut off. None where it surely does not.
    pub doubt: Option<DateTime<Utc>>,
    /// How often its target has refused, one after another; 0 where the target is not paused.
    pub refused: u32,
}

/// What a delivery tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A reminder.
    Reminder(Box<Reminder>),
    /// What fell due while Newsdesk was away for longer than the grace.
    Missed(Vec<Reminder>),
    /// What may or may not have been sent before a crash, where the channel's history does not tell.
    Unsure(Vec<Reminder>),
    /// A channel, or somebody's direct messages, refuses.
    Paused(Paused),
    /// A server lets no events be made: why, in one sentence with what to do.
    Events(String),
    /// A session that somebody asked to be reminded of has another date, or is called off.
    Moved {
        /// As it was.
        was: Box<Session>,
        /// As it is.
        now: Box<SessionFound>,
        /// The zone in which an hour is read that has none of its own: that of the reminders.
        zone: Tz,
    },
}

/// What became of an attempt to deliver. `doubt` is as in [`Delivery::doubt`], after the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands in the channel, as this message; the target works.
    Sent(u64),
    /// It did not get through; again at that time.
    Waiting {
        /// Not before.
        until: DateTime<Utc>,
        /// Why it did not get through.
        error: String,
        /// Since when it may stand there all the same.
        doubt: Option<DateTime<Utc>>,
    },
    /// It was not tried. Counts as no attempt.
    Held {
        /// Not before.
        until: DateTime<Utc>,
        /// Since when it may stand there.
        doubt: Option<DateTime<Utc>>,
    },
    /// Its target refuses whatever is sent there: the target is paused, and its managers are told once a pause.
    Closed {
        /// When one delivery is to be tried there again.
        probe: DateTime<Utc>,
        /// Why, in one sentence with what to do.
        error: String,
        /// Since when it may stand there.
        doubt: Option<DateTime<Utc>>,
    },
    /// It may stand there, and the history of the channel does not tell: it is held, and the channel is told of it once.
    Unsure {
        /// When to look again.
        until: DateTime<Utc>,
        /// Why it cannot be seen, in one sentence with what to do.
        error: String,
    },
    /// It cannot get through as it is; kept for the operator to see.
    Blocked {
        /// Why.
        error: String,
        /// The message that was refused, as JSON.
        payload: Option<String>,
    },
}
