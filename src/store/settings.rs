//! What a server sets.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What a server has set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The zone for what people write and for mornings.
    pub zone: Option<Tz>,
    /// How long before, where `/remind` does not say: minutes, longest first.
    pub before: Option<Vec<u32>>,
    /// The hour and minute at which a session without an hour is reminded of, as minutes after midnight.
    pub morning: Option<u16>,
    /// Sessions stand as scheduled events in the server: the channel in which its managers asked for it, and are told what
    /// goes wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
}
