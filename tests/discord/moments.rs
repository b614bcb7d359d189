//! Moments about the reminder of the seeds' joint session, a day before it, in Karachi where the session is.

/// Well before anything falls due.
pub(crate) const EARLY: &str = "2025-09-29T08:00:00+05:00";
/// Just after the reminder of the day before is due.
pub(crate) const DUE: &str = "2025-09-29T09:00:01+05:00";
/// Longer after that than Discord remembers a nonce.
pub(crate) const LATER: &str = "2025-09-29T09:20:00+05:00";
