//! The commands: options in, [`Answer`] out. One file a manifest of `commands/`, same name.
//!
//! A handler is a plain function of the desk (store, clock, defaults), the one who asks, and the invocation. It knows
//! nothing of Discord or of terminals, blocks on the store, and runs on a thread for that.

mod invocation;
mod manifest;

use std::sync::{Arc, LazyLock};

use chrono_tz::Tz;

pub use invocation::{BadInvocation, Invocation};
pub use manifest::{Choice, Completion, Manifest, OptionManifest, OptionType, Who};

use crate::answer::Answer;
use crate::clock::Clock;
use crate::store::{Scope, Store, StoreError, Target};

/// Everything that answering needs.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Clock,
    /// What holds where a server has set nothing.
    pub defaults: Defaults,
}

/// What holds where a server has set nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The zone for what people write and for mornings.
    pub zone: Tz,
    /// How long before a session to remind of it: minutes, longest first.
    pub before: Vec<u32>,
    /// When to remind of a session without an hour: minutes after midnight.
    pub morning: u16,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            zone: Tz::UTC,
            before: vec![24 * 60, 60],
            morning: 9 * 60,
        }
    }
}

/// The one who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The member's number; 0 in the console.
    pub user: u64,
    /// What the asker sees: the server's number, in a direct conversation the member's, in the console everyone's.
    pub scope: Scope,
    /// Where an answer for all would stand.
    pub here: Target,
    /// May manage the server. True in a direct conversation and in the console.
    pub manager: bool,
}

impl Asker {
    /// The one at the terminal.
    pub const CONSOLE: Self = Self {
        user: 0,
        scope: Scope::EVERYONE,
        here: Target::Console,
        manager: true,
    };
}

/// Why a command gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// One sentence for the person: what is wrong, where, and what to do.
    #[error("{0}")]
    Asked(String),
    /// Something for the log; the person is told that it failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<BadInvocation> for Problem {
    fn from(bad: BadInvocation) -> Self {
        Self::Asked(bad.0)
    }
}

/// One suggestion of a completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What a person reads, at most 100 characters.
    pub label: String,
    /// What is filled in, at most 100 characters.
    pub value: String,
}

type Handler = fn(&Desk, &Asker, &Invocation) -> Result<Answer, Problem>;

/// The manifests, in the order of `/help`.
#[must_use]
pub fn manifests() -> &'static [Manifest] {
    static MANIFESTS: LazyLock<Vec<Manifest>> = LazyLock::new(Vec::new);
    &MANIFESTS
}

/// The manifest of that name.
#[must_use]
pub fn manifest(name: &str) -> Option<&'static Manifest> {
    manifests().iter().find(|manifest| manifest.name == name)
}

impl Desk {
    /// Answers. What goes wrong becomes an answer too; what is not the asker's doing is logged.
    #[must_use]
    pub fn answer(&self, asker: &Asker, invocation: &Invocation) -> Answer {
        let _ = (asker, invocation, None::<Handler>);
        Answer::default()
    }

    /// Suggests values for the option that is being typed, best first, at most 25.
    #[must_use]
    pub fn complete(
        &self,
        asker: &Asker,
        invocation: &Invocation,
        option: &str,
    ) -> Vec<Suggestion> {
        let _ = (asker, invocation, option);
        Vec::new()
    }
}
