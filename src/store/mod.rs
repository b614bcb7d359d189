//! Article ↔ database, and every question asked of it, in the words of the domain.
//!
//! [`Store`] is what the rest of the program knows; [`sqlite`] is the engine. All SQL lives below this module. The trait
//! is kept free of one engine's ideas so that a second engine can pass the same suite (`tests/store`).
//!
//! Scopes keep servers apart: what one server adds no other sees, and what belongs to [`Scope::EVERYONE`] (the seeds, and
//! what the operator loads) all see. Every question names the scope that asks.

pub mod calendar;
mod delivery;
mod found;
mod kept;
mod list;
pub mod mirror;
pub mod moving;
mod number;
mod query;
mod reminder;
mod settings;
pub mod sqlite;
mod tally;
mod target;
mod undelivered;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use delivery::{Delivery, Notice, Outcome};
pub use found::{
    ArticleHead, EventFound, Hit, Part, PersonCard, PersonHead, QuoteFound, SessionFound,
};
pub use kept::{Kept, Whose};
pub use list::{Found, Window};
pub use number::{ArticleNo, DeliveryNo, PersonNo, ReminderNo, Scope, SessionNo, StandingNo};
pub use query::{EventQuery, QuoteQuery, SessionQuery, When};
pub use reminder::{Coming, NewReminder, NewStanding, Reminder, Snooze, StandingReminder};
pub use settings::Settings;
pub use tally::{Addressed, Tally};
pub use target::{Carrier, Target};
pub use undelivered::{Paused, Retried, Standing, Undelivered};

use crate::article::{Article, SummaryLine};

/// What went wrong inside the store. For the log; a person is told only that the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine refused.
    #[error("the store failed {doing}: {source}")]
    Engine {
        /// What was being done, such as `loading “islamabad-dialogue”`.
        doing: String,
        /// The engine's own error.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file is not one of ours, or newer than this program.
    #[error("{0}")]
    Unusable(String),
    /// A glance cannot tell this. Nothing has happened: the store itself can be asked.
    #[error("this takes time")]
    NotAtOnce,
}

/// The result of a question.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What loading an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Loaded {
    /// It was not there.
    New,
    /// It was there and differed; its parts were replaced.
    Changed,
    /// It was there, the same.
    Same,
}

/// Everything that Newsdesk asks of its database. Calls block: they belong on a thread of their own, but for those of a
/// glance.
pub trait Store: calendar::Calendars + mirror::Mirrors + Send + Sync {
    /// The store as it is now, for one who must not wait and keeps it for one answer: it tells what it finds by key within a
    /// moment, about a millisecond in all, and answers all else (what is written, searched for, or takes longer) with
    /// [`StoreError::NotAtOnce`]. None where the engine cannot promise that.
    fn glance(&self) -> Option<Arc<dyn Store>> {
        None
    }

    /// Takes an article. The same article again changes nothing; a changed one (same slug and scope) replaces its parts in
    /// one transaction, and people and sessions that are still in it keep their numbers and reminders. A session that is
    /// gone but has reminders stays, as cancelled.
    ///
    /// A session that another article of the scope told of before ([`crate::same`]) is one with it, as the later article
    /// has it; so is an event. Reminders of a session whose start changed follow it, and a delivery tells whoever set them.
    /// Standing reminders get theirs of the sessions that are new or moved, as far as these are still to come.
    ///
    /// # Errors
    /// The engine's.
    fn load(&self, scope: Scope, article: &Article) -> Result<Loaded>;

    /// The articles that a scope sees, newest first; with words, those whose title or slug has all of them (the beginning
    /// of a word is enough; case and accents do not count).
    ///
    /// # Errors
    /// The engine's.
    fn articles(&self, scope: Scope, words: &str, window: Window) -> Result<Found<ArticleHead>>;

    /// The article of that number, if the scope sees it.
    ///
    /// # Errors
    /// The engine's.
    fn article(&self, scope: Scope, no: ArticleNo) -> Result<Option<ArticleHead>>;

    /// Every article of the scope itself, whole: for the export.
    ///
    /// # Errors
    /// The engine's.
    fn whole(&self, scope: Scope) -> Result<Vec<Article>>;

    /// The scopes that anything is kept of, in order; always with [`Scope::EVERYONE`]: for the export.
    ///
    /// # Errors
    /// The engine's.
    fn scopes(&self) -> Result<Vec<Scope>>;

    /// The lines of an article's summary, in reading order; none where the scope does not see the article.
    ///
    /// # Errors
    /// The engine's.
    fn summary(&self, scope: Scope, no: ArticleNo) -> Result<Vec<SummaryLine>>;

    /// Who is quoted, most often first, then by name; of one article or of all that the scope sees.
    ///
    /// # Errors
    /// The engine's.
    fn speakers(
        &self,
        scope: Scope,
        article: Option<ArticleNo>,
        window: Window,
    ) -> Result<Found<PersonHead>>;

    /// Everyone whom the scope's articles name, most quoted first. Kept in memory until an article is loaded, by this
    /// process or another.
    ///
    /// # Errors
    /// The engine's.
    fn people(&self, scope: Scope) -> Result<Arc<Vec<PersonHead>>>;

    /// A person's card.
    ///
    /// # Errors
    /// The engine's.
    fn person(&self, scope: Scope, no: PersonNo) -> Result<Option<PersonCard>>;

    /// Timeline entries, oldest first.
    ///
    /// # Errors
    /// The engine's.
    fn events(&self, scope: Scope, query: &EventQuery, window: Window)
    -> Result<Found<EventFound>>;

    /// Quotes, newest first (the day it was said, else the article's), in reading order within an article's day.
    ///
    /// # Errors
    /// The engine's.
    fn quotes(&self, scope: Scope, query: &QuoteQuery, window: Window)
    -> Result<Found<QuoteFound>>;

    /// Sessions.
    ///
    /// # Errors
    /// The engine's.
    fn sessions(
        &self,
        scope: Scope,
        query: &SessionQuery,
        window: Window,
    ) -> Result<Found<SessionFound>>;

    /// The session of that number, if the scope sees it; where a later article tells of the same, as that one has it.
    ///
    /// # Errors
    /// The engine's.
    fn session(&self, scope: Scope, no: SessionNo) -> Result<Option<SessionFound>>;

    /// Lines of summaries, quotes and timelines that have all the words, best first. Any string will do: it is taken as
    /// words, not as a query language.
    ///
    /// # Errors
    /// The engine's.
    fn search(&self, scope: Scope, words: &str, window: Window) -> Result<Found<Hit>>;

    /// What the scope has set.
    ///
    /// # Errors
    /// The engine's.
    fn settings(&self, scope: Scope) -> Result<Settings>;

    /// Sets it. Standing reminders of the scope keep to its zone and morning.
    ///
    /// # Errors
    /// The engine's.
    fn set_settings(&self, scope: Scope, settings: &Settings) -> Result<()>;

    /// Sets a reminder with its delivery, in one transaction. One for the same session, time before, target and member is
    /// there at most once: it is given back with `false`, and its role becomes the new one. One that a standing reminder made
    /// for the same session, target and instant makes room. A paused target is tried again with the next delivery.
    ///
    /// # Errors
    /// The engine's.
    fn remind(&self, reminder: &NewReminder) -> Result<(Reminder, bool)>;

    /// Reminders that are still to come, soonest first: those asked for in the scope and, where the scope is a direct
    /// conversation, those that come there; of one member or of all. What standing reminders made is told by
    /// [`Store::standings`].
    ///
    /// # Errors
    /// The engine's.
    fn reminders(&self, scope: Scope, user: Option<u64>, window: Window)
    -> Result<Found<Reminder>>;

    /// The reminder of that number, if [`Store::reminders`] of the scope would list it.
    ///
    /// # Errors
    /// The engine's.
    fn reminder(&self, scope: Scope, no: ReminderNo) -> Result<Option<Reminder>>;

    /// The reminder of that number, sent or not, whatever made it, if it was asked for in the scope or came there.
    ///
    /// # Errors
    /// The engine's.
    fn recall(&self, scope: Scope, no: ReminderNo) -> Result<Option<Reminder>>;

    /// Takes a reminder that [`Store::reminders`] lists and its delivery away. `false` if it was not there, or is being sent
    /// this moment.
    ///
    /// # Errors
    /// The engine's.
    fn cancel(&self, scope: Scope, no: ReminderNo) -> Result<bool>;

    /// Has a reminder that came come once more, at the instant given. A member has one such of a session and target: asked
    /// for again, it moves, and is given back with `false`. None where the reminder is gone.
    ///
    /// # Errors
    /// The engine's.
    fn snooze(&self, snooze: &Snooze) -> Result<Option<(Reminder, bool)>>;

    /// Sets a standing reminder, and its reminders of the sessions to come, in one transaction. A target has one for
    /// everything and one for each article: where it was there, it takes the new times, role and member, and is given back
    /// with `false`. Of one session, a target gets none at an instant at which it gets one already.
    ///
    /// # Errors
    /// The engine's.
    fn stand(&self, standing: &NewStanding) -> Result<(StandingReminder, bool)>;

    /// Standing reminders in the order in which they were set, chosen as [`Store::reminders`] are.
    ///
    /// # Errors
    /// The engine's.
    fn standings(
        &self,
        scope: Scope,
        user: Option<u64>,
        window: Window,
    ) -> Result<Found<StandingReminder>>;

    /// The standing reminder of that number, if [`Store::standings`] of the scope would list it.
    ///
    /// # Errors
    /// The engine's.
    fn standing(&self, scope: Scope, no: StandingNo) -> Result<Option<StandingReminder>>;

    /// Takes a standing reminder away, with the reminders that it made. `false` if it was not there.
    ///
    /// # Errors
    /// The engine's.
    fn end(&self, scope: Scope, no: StandingNo) -> Result<bool>;

    /// When there is something to do for this carrier: the next delivery that is not sent, blocked or being sent falls due,
    /// or the next probe of a paused target that something waits for. Where something is being sent, there is nothing to do
    /// before that is settled.
    ///
    /// # Errors
    /// The engine's.
    fn next_due(&self, carrier: Carrier) -> Result<Option<DateTime<Utc>>>;

    /// Takes up to `most` of the carrier's deliveries that are due, the longest due first, in one statement: each is given
    /// to one caller only, until it is settled or released. Of a target one is given at a time, the first; of a paused one,
    /// when its probe is due.
    ///
    /// # Errors
    /// The engine's.
    fn claim(&self, carrier: Carrier, now: DateTime<Utc>, most: usize) -> Result<Vec<Delivery>>;

    /// Writes what became of claimed deliveries, and whatever follows from it, in one transaction.
    ///
    /// # Errors
    /// The engine's.
    fn settle(&self, settled: &[(DeliveryNo, Outcome)]) -> Result<()>;

    /// Puts the carrier's deliveries that were claimed and never settled (a crash) back, to be claimed again, and says how
    /// many. From then on they are in doubt since they were claimed.
    ///
    /// # Errors
    /// The engine's.
    fn release(&self, carrier: Carrier) -> Result<usize>;

    /// Lets all of the carrier's deliveries that are due and wait for another attempt be tried at once: after a start, and
    /// when the clock was set back.
    ///
    /// # Errors
    /// The engine's.
    fn hurry(&self, carrier: Carrier, now: DateTime<Utc>) -> Result<usize>;

    /// Marks the carrier's reminders due before `before` as missed and, in the same transaction, adds for each target one
    /// delivery, due at `now`, that lists them; a list that is still to be sent takes them up. Says how many were missed.
    /// What is in doubt is left, and so is what a paused target holds up, until its probe is due.
    ///
    /// # Errors
    /// The engine's.
    fn give_up(&self, carrier: Carrier, before: DateTime<Utc>, now: DateTime<Utc>)
    -> Result<usize>;

    /// How many deliveries are in each state.
    ///
    /// # Errors
    /// The engine's.
    fn tally(&self) -> Result<Tally>;

    /// Forgets up to `most` deliveries that ended before `before`, the oldest first, and says how many.
    ///
    /// # Errors
    /// The engine's.
    fn prune(&self, before: DateTime<Utc>, most: usize) -> Result<usize>;

    /// What was not delivered, newest first, in a scope or in all: what waits after a failure or for a paused target, what
    /// has been due for over two minutes, what is blocked, and what was missed since `since`.
    ///
    /// # Errors
    /// The engine's.
    fn undelivered(
        &self,
        scope: Option<Scope>,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
        window: Window,
    ) -> Result<Found<Undelivered>>;

    /// The paused targets of a scope or of all, the newest pause first.
    ///
    /// # Errors
    /// The engine's.
    fn paused(&self, scope: Option<Scope>) -> Result<Vec<Paused>>;

    /// How many deliveries of a scope or of all were sent since then.
    ///
    /// # Errors
    /// The engine's.
    fn delivered(&self, scope: Option<Scope>, since: DateTime<Utc>) -> Result<usize>;

    /// Lets everything of the scope that waits, is held up by a pause or is blocked be tried at once.
    ///
    /// # Errors
    /// The engine's.
    fn retry(&self, scope: Scope, now: DateTime<Utc>) -> Result<Retried>;

    /// Every channel and every member that something is to go to, by scope.
    ///
    /// # Errors
    /// The engine's.
    fn addressed(&self) -> Result<Vec<Addressed>>;

    /// How much is kept.
    ///
    /// # Errors
    /// The engine's.
    fn kept(&self, whose: Whose) -> Result<Kept>;

    /// Deletes all that is kept, in one transaction, and says how much it was.
    ///
    /// # Errors
    /// The engine's.
    fn delete(&self, whose: Whose) -> Result<Kept>;
}
