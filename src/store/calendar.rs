//! Sessions as calendars follow them: under one name for good, with a number that grows when they change.
//!
//! A calendar that took a session once knows it again by its UID, and takes a change by a higher SEQUENCE (RFC 5545, 3.8.7.4).
//! Both must outlive whatever happens to the session here: its article is loaded again, it moves, a later article takes it
//! over, the store goes to another machine.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Found, Result, Scope, SessionFound, SessionQuery};

/// What a session was when it was first told of: scope, article and name. It keeps this wherever it goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin(pub String);

/// The namespace of Newsdesk's UIDs, made once at random. Never changed: calendars hold UIDs made from it.
const NAMESPACE: Uuid = Uuid::from_u128(0x0bd7_6d1c_2f0e_4a5b_9c61_3f7a_58d2_e417);

impl Origin {
    /// The UID in calendars: a UUID of the origin (RFC 9562 version 5), so the same origin has the same one anywhere.
    #[must_use]
    pub fn uid(&self) -> Uuid {
        Uuid::new_v5(&NAMESPACE, self.0.as_bytes())
    }
}

/// A session as a calendar takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The session, and its article.
    pub found: SessionFound,
    /// Its name for good.
    pub origin: Origin,
    /// How often it has changed.
    pub revision: u32,
    /// When it changed last: when the article that says so was loaded.
    pub changed: DateTime<Utc>,
}

/// What an export says of a session besides its article, so that calendars know it again on another machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The slug of its article.
    pub article: String,
    /// Its title.
    pub title: String,
    /// Its start.
    pub starts: String,
    /// Its name for good.
    pub origin: Origin,
    /// How often it has changed.
    pub revision: u32,
    /// When it changed last.
    pub changed: DateTime<Utc>,
}

/// What calendars ask of a store.
pub trait Calendars {
    /// The sessions that [`super::Store::sessions`] finds, in its order, the first `most` of them, as calendars follow them.
    ///
    /// # Errors
    /// The engine's.
    fn followed(&self, scope: Scope, query: &SessionQuery, most: usize) -> Result<Found<Followed>>;

    /// What an export says of the scope's own sessions.
    ///
    /// # Errors
    /// The engine's.
    fn known(&self, scope: Scope) -> Result<Vec<Known>>;

    /// Takes what an export says of sessions that are loaded: their names for good, and revisions that are not lower than
    /// those here. A session that is not here is passed over. Says how many were found.
    ///
    /// # Errors
    /// The engine's.
    fn know(&self, scope: Scope, known: &[Known]) -> Result<usize>;
}
