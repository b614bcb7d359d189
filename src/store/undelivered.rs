//! What was not delivered and why: for managers (`/status`) and for the operator (`newsdesk doctor`).

use chrono::{DateTime, Utc};

use super::{DeliveryNo, Scope, Target};

/// A delivery that did not arrive, or of which nobody knows whether it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Its number.
    pub no: DeliveryNo,
    /// Whose it is.
    pub scope: Scope,
    /// What it tells: `reminder`, `moved`, `missed`, `unsure`, `paused` or `events`.
    pub kind: String,
    /// The title of its session, where it is about one.
    pub title: Option<String>,
    /// Where it goes.
    pub target: Target,
    /// When it was due.
    pub due: DateTime<Utc>,
    /// How it stands.
    pub state: Standing,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed, in one sentence.
    pub error: Option<String>,
    /// The message that was refused, as JSON; of a blocked one.
    pub payload: Option<String>,
}

/// How an undelivered delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is tried again at that time, or when its channel works again.
    Waiting(DateTime<Utc>),
    /// It may have arrived: it is held until that can be seen, and looked for at that time.
    Unsure(DateTime<Utc>),
    /// It cannot be sent as it is.
    Blocked,
    /// It was too late, and told in a list.
    Missed,
}

/// A target that refused: nothing is sent there but a probe now and then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paused {
    /// Which.
    pub target: Target,
    /// Whose.
    pub scope: Scope,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When one delivery is tried there again.
    pub probe: DateTime<Utc>,
    /// How often it has refused, one after another.
    pub refused: u32,
    /// Why, in one sentence with what to do.
    pub error: String,
    /// How many deliveries wait for it.
    pub waiting: usize,
}

/// What is tried again at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retried {
    /// Paused targets.
    pub targets: usize,
    /// Deliveries that waited or were blocked.
    pub deliveries: usize,
}
