//! Where deliveries go, and who carries them.

use serde::{Deserialize, Serialize};

/// Where a delivery goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A channel.
    Channel(u64),
    /// A member's direct messages.
    Direct(u64),
    /// The console of this machine.
    Console,
}

/// Who carries deliveries: one process of each kind may work on one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// The bot: channels and direct messages.
    Discord,
    /// A console: [`Target::Console`].
    Console,
}

impl Target {
    /// Who carries what goes there.
    #[must_use]
    pub fn carrier(self) -> Carrier {
        match self {
            Self::Channel(_) | Self::Direct(_) => Carrier::Discord,
            Self::Console => Carrier::Console,
        }
    }
}
