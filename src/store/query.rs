//! Which timeline entries, quotes and sessions are wanted.

use chrono::{DateTime, NaiveDate, Utc};

use super::{ArticleNo, PersonNo};

/// Which timeline entries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// Of this article only.
    pub article: Option<ArticleNo>,
    /// With these words in them or in their article's title.
    pub about: Option<String>,
    /// Ending on this day or later.
    pub from: Option<NaiveDate>,
    /// Beginning on this day or earlier.
    pub to: Option<NaiveDate>,
}

/// Which quotes are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuoteQuery {
    /// Of this speaker only.
    pub person: Option<PersonNo>,
    /// Of this article only.
    pub article: Option<ArticleNo>,
    /// With these words in them.
    pub about: Option<String>,
}

/// Which sessions are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionQuery {
    /// Before or after now.
    pub when: When,
    /// Of this article only.
    pub article: Option<ArticleNo>,
    /// The moment that parts upcoming from past.
    pub now: DateTime<Utc>,
}

/// Before or after now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Not over yet and not cancelled; the soonest first. A session is over at the end of its last day in its own zone
    /// (UTC where it has none).
    Upcoming,
    /// Over, or told as past; the latest first.
    Past,
    /// All, cancelled ones too; the latest first.
    All,
}
