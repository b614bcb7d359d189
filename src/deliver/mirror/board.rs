//! Where events stand, and why it may refuse.

use std::future::Future;

use super::{Begun, Poster};
use crate::store::Scope;

/// Why an event could not be made, changed or taken away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// It may work later: no answer, 5xx, too many requests. It may have been done.
    #[error("{error}")]
    Later {
        /// Not before so many seconds, where the other side said so.
        after: Option<u64>,
        /// In words.
        error: String,
    },
    /// The server lets Newsdesk do nothing: a permission is missing, it is full, or Newsdesk is not in it. Nothing was done.
    #[error("{error}")]
    Server {
        /// In words, with what to do.
        error: String,
    },
    /// There is no such event any more.
    #[error("the event is gone")]
    Gone,
    /// Not in this form. Nothing was done.
    #[error("{error}")]
    Form {
        /// In words.
        error: String,
    },
}

/// An event that stands in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its number.
    pub event: u64,
    /// The text in which its mark is looked for.
    pub description: String,
}

/// Where events stand: Discord, or a test.
pub trait Board: Send + Sync {
    /// The events of a server that have not ended.
    fn list(&self, server: Scope) -> impl Future<Output = Result<Vec<Posted>, Denied>> + Send;

    /// Makes one, and gives its number.
    fn make(
        &self,
        server: Scope,
        poster: &Poster,
    ) -> impl Future<Output = Result<u64, Denied>> + Send;

    /// Writes one anew. Of one under way the beginning stays.
    fn change(
        &self,
        server: Scope,
        event: u64,
        poster: &Poster,
        begun: Begun,
    ) -> impl Future<Output = Result<(), Denied>> + Send;

    /// Calls one off; ends one under way.
    fn cancel(
        &self,
        server: Scope,
        event: u64,
        begun: Begun,
    ) -> impl Future<Output = Result<(), Denied>> + Send;

    /// Takes one away.
    fn remove(&self, server: Scope, event: u64) -> impl Future<Output = Result<(), Denied>> + Send;
}
