//! What is kept of a member or a server: for `/privacy`.

use super::Scope;

/// How many rows are kept of a member or a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Articles that the server added.
    pub articles: usize,
    /// Reminders.
    pub reminders: usize,
    /// Standing reminders.
    pub standing: usize,
    /// Deliveries made or to be made.
    pub deliveries: usize,
    /// Sessions that stand as events of the server.
    pub events: usize,
    /// Settings.
    pub settings: usize,
}

/// Whose data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A member's, in every server.
    User(u64),
    /// A server's.
    Server(Scope),
}
