//! Sessions as events of a server: which servers want it, and what is known of each event.
//!
//! A row is written before its event is asked for, with a mark that the event carries. So after a crash or a lost answer the
//! row says that there may be an event, and the mark tells which.

use chrono::{DateTime, Utc};

use super::calendar::{Followed, Origin};
use super::{Result, Scope, Settings};

/// A server that wants events, or one that did and still has some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanting {
    /// The server.
    pub server: Scope,
    /// What it has set; [`Settings::events`] says whether it wants them.
    pub settings: Settings,
    /// Why nothing is asked of it now.
    pub pause: Option<Pause>,
}

/// Why nothing is asked of a server for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it is tried again.
    pub until: DateTime<Utc>,
    /// Why, in one sentence with what to do.
    pub error: String,
}

/// What is known of a session's event in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// The row's number.
    pub no: i64,
    /// The session.
    pub origin: Origin,
    /// What the event carries, to be known by.
    pub mark: String,
    /// How it stands.
    pub state: PinState,
    /// What the event says, as the one who pins wrote it.
    pub shown: String,
    /// How often it was asked for.
    pub attempts: u32,
    /// When the next request may be made.
    pub not_before: DateTime<Utc>,
}

/// How an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinState {
    /// It was asked for; whether it is there is not known.
    Making,
    /// It is there, with this number.
    There(u64),
    /// Discord did not take it as it is written.
    Refused,
    /// Somebody took it away by hand.
    Gone,
}

/// What mirroring asks of a store.
pub trait Mirrors {
    /// The servers that want events, and those that have events left.
    ///
    /// # Errors
    /// The engine's.
    fn wanting(&self) -> Result<Vec<Wanting>>;

    /// Why nothing is asked of a server now.
    ///
    /// # Errors
    /// The engine's.
    fn pause(&self, server: Scope) -> Result<Option<Pause>>;

    /// Asks nothing of a server for a while; none ends the pause. Where it was not paused yet, a delivery tells its managers, in
    /// the same transaction.
    ///
    /// # Errors
    /// The engine's.
    fn set_pause(&self, server: Scope, pause: Option<&Pause>) -> Result<()>;

    /// Changes whenever articles do: as long as it stays, the sessions do.
    ///
    /// # Errors
    /// The engine's.
    fn generation(&self) -> Result<i64>;

    /// The session of that name as it stands now, if the scope sees it.
    ///
    /// # Errors
    /// The engine's.
    fn traced(&self, scope: Scope, origin: &Origin) -> Result<Option<Followed>>;

    /// The events of a server.
    ///
    /// # Errors
    /// The engine's.
    fn pinned(&self, server: Scope) -> Result<Vec<Pinned>>;

    /// Claims a session's event with its mark and what it says, before it is asked for: in one statement, for one caller, until
    /// `until`. None where another holds it or it is there.
    ///
    /// # Errors
    /// The engine's.
    fn pin(
        &self,
        server: Scope,
        origin: &Origin,
        mark_and_shown: (&str, &str),
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Pinned>>;

    /// Writes how an event stands, and what it says. None of `shown` leaves that as it was.
    ///
    /// # Errors
    /// The engine's.
    fn set_pinned(
        &self,
        no: i64,
        state: PinState,
        shown: Option<&str>,
        not_before: DateTime<Utc>,
    ) -> Result<()>;

    /// Forgets an event.
    ///
    /// # Errors
    /// The engine's.
    fn unpin(&self, no: i64) -> Result<()>;
}
