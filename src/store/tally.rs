//! How many deliveries the store holds in each state, and where they go: for the metrics and for `newsdesk doctor`.

use super::{Scope, Target};

/// Deliveries by what has become of them, and the targets to which nothing is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// To be sent at their time.
    pub due: usize,
    /// Tried, and to be tried again.
    pub waiting: usize,
    /// Being sent.
    pub sending: usize,
    /// Sent.
    pub sent: usize,
    /// Too late to be sent; told in one message.
    pub missed: usize,
    /// Refused for good; kept for the operator to see.
    pub blocked: usize,
    /// Paused targets: channels, and direct messages of members.
    pub paused: usize,
}

impl Tally {
    /// Every state with its word and its number.
    #[must_use]
    pub fn states(&self) -> [(&'static str, usize); 6] {
        [
            ("due", self.due),
            ("waiting", self.waiting),
            ("sending", self.sending),
            ("sent", self.sent),
            ("missed", self.missed),
            ("blocked", self.blocked),
        ]
    }
}

/// A place that something goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addressed {
    /// Where.
    pub target: Target,
    /// Whose it is; everyone's where the store does not know.
    pub scope: Scope,
    /// How many deliveries are still to come there.
    pub to_come: usize,
}
