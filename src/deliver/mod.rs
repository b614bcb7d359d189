//! What is due → sent once. The only way in which Newsdesk speaks unasked.

use std::future::Future;

use crate::answer::Answer;
use crate::store::Target;

/// One message to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Where to.
    pub target: Target,
    /// What it says.
    pub answer: Answer,
    /// A role that it pings.
    pub role: Option<u64>,
    /// The same for every attempt: whoever gets it twice within its window gives back the first message.
    pub nonce: String,
}

/// Why a letter did not get through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It may get through later: no answer, 5xx, too many requests.
    #[error("{error}")]
    Later {
        /// Not before so many seconds, where the other side said so.
        after: Option<u64>,
        /// In words.
        error: String,
    },
    /// It cannot get through: the channel is gone or closed to the bot, or the message is refused.
    #[error("{error}")]
    Never {
        /// In words, with what to do.
        error: String,
    },
}

/// What carries letters: Discord, the console, a test.
pub trait Sender: Send + Sync {
    /// Sends, and gives back the message's number.
    fn send(&self, letter: &Letter) -> impl Future<Output = Result<u64, Refusal>> + Send;
}
