//! The numbers by which what is kept is told apart.

use serde::{Deserialize, Serialize};

/// A server (its number), a direct conversation (the member's number), or everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope(pub u64);

impl Scope {
    /// What all see: the seeds, and what the operator loads. The console asks from here.
    pub const EVERYONE: Self = Self(0);
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            /// `#12`, as buttons carry it and every option takes it.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "#{}", self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                text.strip_prefix('#').unwrap_or("").parse().map(Self)
            }
        }
    )+};
}

numbers!(
    /// An article's number; stays when the article is loaded again.
    ArticleNo,
    /// A person's number; stays as long as some article names the person.
    PersonNo,
    /// A session's number; stays when its article is loaded again, even with another date.
    SessionNo,
    /// A reminder's number.
    ReminderNo,
    /// A standing reminder's number.
    StandingNo,
    /// A delivery's number.
    DeliveryNo
);
