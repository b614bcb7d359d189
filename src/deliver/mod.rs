//! What is due → sent once. The only way in which Newsdesk speaks unasked.
//!
//! A row is claimed before its message is sent, and the message carries a nonce made from the row. So a crash before the
//! send finds the row still claimed and sends it again; a crash after it sends the same nonce, and Discord gives back the
//! message that is there. Longer ago than Discord remembers a nonce, the sender looks for the row's mark in the channel
//! first. A failure keeps the row; a channel that refuses is paused; what is overdue by more than the grace is told in one
//! message.
//!
//! Several are under way at once, one a channel: what stands in a channel keeps its order, and a channel that refuses
//! refuses one. A crash with some under way finds as many rows claimed, each told from the others by its own nonce.
//!
//! [`Deliverer::advance`] does one thing at the clock's now (claim, ask, hear, write) and waits neither for time to pass nor
//! for an answer: a test stops after any of them as a crash would. [`Deliverer::run`] goes on advancing.

mod ailment;
mod deliverer;
mod errand;
mod letter;
pub mod mirror;
mod notice;
mod rule;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use crate::answer::Answer;
use crate::store::{Store, StoreError, Target};
pub use deliverer::{Deliverer, Did};

/// One message to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Where to.
    pub target: Target,
    /// What it says.
    pub answer: Answer,
    /// A role that it pings.
    pub role: Option<u64>,
    /// The same for every attempt: whoever gets it twice within its window gives back the first message. It also marks the
    /// message for as long as it stands, so that [`Sender::find`] finds it.
    pub nonce: String,
}

/// A letter that may have been sent before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Where to look.
    pub target: Target,
    /// The letter's nonce.
    pub mark: String,
    /// It was sent no longer ago than this; none where the clock does not tell.
    pub ago: Option<TimeDelta>,
}

/// Why a letter did not get through, or why one could not be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No answer, or one that says nothing (5xx): it may have got through, and may yet.
    #[error("{error}")]
    Lost {
        /// In words.
        error: String,
    },
    /// The other side asks for a pause; it did not get through.
    #[error("{error}")]
    Busy {
        /// How long.
        after: Duration,
        /// Whether the pause is for everything, not for this target alone.
        everywhere: bool,
        /// In words.
        error: String,
    },
    /// The target refuses whatever is sent there: it is gone, or closed to the bot.
    #[error("{error}")]
    Closed {
        /// In one sentence, with what to do.
        error: String,
    },
    /// This message is refused as it is.
    #[error("{error}")]
    Never {
        /// In words.
        error: String,
        /// The message, as JSON.
        payload: Option<String>,
    },
    /// What stands there cannot be read. Only of a search.
    #[error("{error}")]
    Blind {
        /// In one sentence, with what to do.
        error: String,
    },
}

/// What carries letters: Discord, the console, a test.
pub trait Sender: Send + Sync {
    /// Sends, and gives back the message's number.
    fn send(&self, letter: &Letter) -> impl Future<Output = Result<u64, Refusal>> + Send;

    /// Looks for a letter among what was sent before, and gives back the message's number where it stands there.
    fn find(&self, search: &Search) -> impl Future<Output = Result<Option<u64>, Refusal>> + Send;
}

/// Asks the store on a thread that may block. `doing` tells the log what broke where the question itself panics.
async fn off_thread<T: Send + 'static>(
    store: &Arc<dyn Store>,
    doing: &str,
    ask: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let store = Arc::clone(store);
    match tokio::task::spawn_blocking(move || ask(store.as_ref())).await {
        Ok(answer) => answer,
        Err(panicked) => Err(StoreError::Engine {
            doing: doing.to_owned(),
            source: Box::new(panicked),
        }),
    }
}
