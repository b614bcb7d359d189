//! Article ↔ database, and every question asked of it, in the words of the domain.
//!
//! [`Store`] is what the rest of the program knows; [`sqlite`] is the engine. All SQL lives below this module. The trait
//! is kept free of one engine's ideas so that a second engine can pass the same suite (`tests/store`).
//!
//! Scopes keep servers apart: what one server adds no other sees, and what belongs to [`Scope::EVERYONE`] (the seeds, and
//! what the operator loads) all see. Every question names the scope that asks.

pub mod calendar;
mod delivery;
pub mod mirror;
pub mod moving;
pub mod sqlite;
mod tally;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use tally::{Addressed, Tally};

use crate::article::{Article, PersonKind, Quote, Session, Source, SummaryLine, TimelineEntry};
pub use delivery::{Paused, Retried, Standing, Undelivered};

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
}

/// The result of a question.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Some items of a longer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// How many there are in all. Never over [`Found::MOST`]: what lies beyond is not counted.
    pub total: usize,
    /// The items of the window.
    pub items: Vec<T>,
}

impl<T> Found<T> {
    /// As far as totals are counted and lists can be turned.
    pub const MOST: usize = 2000;
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            total: 0,
            items: Vec::new(),
        }
    }
}

/// Which items of a list are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The number of the first, counted from 0.
    pub from: usize,
    /// How many at most.
    pub count: usize,
}

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

/// An article without its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHead {
    /// Its number.
    pub no: ArticleNo,
    /// Its slug.
    pub slug: String,
    /// Its headline.
    pub title: String,
    /// Its publisher and address.
    pub source: Source,
    /// Its day.
    pub published: Option<NaiveDate>,
}

/// A person or group as the articles of a scope have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonHead {
    /// The number.
    pub no: PersonNo,
    /// The fullest name.
    pub name: String,
    /// The other forms of the name.
    pub aliases: Vec<String>,
    /// The role in the newest article that gives one.
    pub role: Option<String>,
    /// One person or several.
    pub kind: PersonKind,
    /// How many quotes are theirs, within what was asked (a scope, or one article).
    pub quotes: usize,
}

/// One person's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonCard {
    /// Who.
    pub head: PersonHead,
    /// The articles that name the person, newest first, with the role that each gives.
    pub articles: Vec<(ArticleHead, Option<String>)>,
}

/// A quote with its article.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteFound {
    /// The quote.
    pub quote: Quote,
    /// The speaker's number, where there is a speaker.
    pub person: Option<PersonNo>,
    /// Its article.
    pub article: ArticleHead,
}

/// A timeline entry with its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFound {
    /// The entry.
    pub entry: TimelineEntry,
    /// Its article.
    pub article: ArticleHead,
    /// Other articles that tell of the same event; their entries are left out.
    pub also: Vec<ArticleHead>,
}

/// A session with its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFound {
    /// Its number.
    pub no: SessionNo,
    /// The session.
    pub session: Session,
    /// Its article.
    pub article: ArticleHead,
}

/// A line that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which part of the article it is from.
    pub part: Part,
    /// The line in pieces; `true` marks the words searched for.
    pub pieces: Vec<(String, bool)>,
    /// The speaker, of a quote.
    pub speaker: Option<String>,
    /// Its article.
    pub article: ArticleHead,
}

/// A part of an article that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A line of the summary.
    Summary,
    /// A quote.
    Quote,
    /// An entry of the timeline.
    Timeline,
}

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

/// A reminder to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReminder {
    /// Where it was asked.
    pub scope: Scope,
    /// Who asked.
    pub user: u64,
    /// Of what.
    pub session: SessionNo,
    /// How long before, in minutes; 0 for at its beginning (or on its morning).
    pub before: u32,
    /// Where to.
    pub target: Target,
    /// A role to ping.
    pub role: Option<u64>,
    /// The wall time at which it is due. The truth, with [`NewReminder::zone`].
    pub wall: NaiveDateTime,
    /// The zone of the wall time.
    pub zone: Tz,
    /// The instant of that wall time ([`crate::clock::resolve`]).
    pub due: DateTime<Utc>,
    /// The channel where it was asked, of a reminder by direct message: where to say that direct messages are closed.
    pub asked_in: Option<u64>,
}

/// A reminder that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its number.
    pub no: ReminderNo,
    /// What was asked.
    pub asked: NewReminder,
    /// It came before and was put off by whoever got it: its instant is its own, not so long before the session.
    pub snoozed: bool,
    /// The session, as it stands now.
    pub session: SessionFound,
}

/// A reminder of whatever comes, to be set: of sessions that are there and of those that will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStanding {
    /// Where it was asked; sessions that this scope sees are meant.
    pub scope: Scope,
    /// Who asked.
    pub user: u64,
    /// Of the sessions of this article only.
    pub article: Option<ArticleNo>,
    /// How long before each session: minutes, longest first.
    pub before: Vec<u32>,
    /// Where to.
    pub target: Target,
    /// A role to ping.
    pub role: Option<u64>,
    /// The zone for sessions without one, as long as the scope has set none.
    pub zone: Tz,
    /// When to remind of a session without an hour, as long as the scope has not set it: minutes after midnight.
    pub morning: u16,
    /// The channel where it was asked, as in [`NewReminder::asked_in`].
    pub asked_in: Option<u64>,
}

/// A standing reminder, and what it covers as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingReminder {
    /// Its number.
    pub no: StandingNo,
    /// What was asked.
    pub asked: NewStanding,
    /// Its article, where it is of one only.
    pub article: Option<ArticleHead>,
    /// Of how many sessions its target will be reminded.
    pub sessions: usize,
    /// How often in all.
    pub reminders: usize,
    /// The next [`StandingReminder::NEXT`] of these, soonest first.
    pub next: Vec<Coming>,
}

impl StandingReminder {
    /// As many of what comes next as are told.
    pub const NEXT: usize = 3;
}

/// A reminder that a standing one brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Of what.
    pub session: SessionFound,
    /// How long before, in minutes.
    pub before: u32,
    /// When.
    pub due: DateTime<Utc>,
}

/// A reminder that came, to come once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snooze {
    /// The one that came.
    pub of: ReminderNo,
    /// The member who wants it again; it comes to them alone.
    pub user: u64,
    /// Where to.
    pub target: Target,
    /// When.
    pub due: DateTime<Utc>,
    /// The channel where it was asked, as in [`NewReminder::asked_in`].
    pub asked_in: Option<u64>,
}

/// Something that Newsdesk sends unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub no: DeliveryNo,
    /// What it tells.
    pub notice: Notice,
    /// Where it goes.
    pub target: Target,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// How often it has been tried, this time included.
    pub attempts: u32,
    /// The nonce of its message: made from its number, at most 25 characters, the same for every attempt.
    pub nonce: String,
    /// Since when its message may stand there already: an earlier attempt was cut off. None where it surely does not.
    pub doubt: Option<DateTime<Utc>>,
    /// How often its target has refused, one after another; 0 where the target is not paused.
    pub refused: u32,
}

/// What a delivery tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A reminder.
    Reminder(Box<Reminder>),
    /// What fell due while Newsdesk was away for longer than the grace.
    Missed(Vec<Reminder>),
    /// What may or may not have been sent before a crash, where the channel's history does not tell.
    Unsure(Vec<Reminder>),
    /// A channel, or somebody's direct messages, refuses.
    Paused(Paused),
    /// A server lets no events be made: why, in one sentence with what to do.
    Events(String),
    /// A session that somebody asked to be reminded of has another date, or is called off.
    Moved {
        /// As it was.
        was: Box<Session>,
        /// As it is.
        now: Box<SessionFound>,
        /// The zone in which an hour is read that has none of its own: that of the reminders.
        zone: Tz,
    },
}

/// What became of an attempt to deliver. `doubt` is as in [`Delivery::doubt`], after the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands in the channel, as this message; the target works.
    Sent(u64),
    /// It did not get through; again at that time.
    Waiting {
        /// Not before.
        until: DateTime<Utc>,
        /// Why it did not get through.
        error: String,
        /// Since when it may stand there all the same.
        doubt: Option<DateTime<Utc>>,
    },
    /// It was not tried. Counts as no attempt.
    Held {
        /// Not before.
        until: DateTime<Utc>,
        /// Since when it may stand there.
        doubt: Option<DateTime<Utc>>,
    },
    /// Its target refuses whatever is sent there: the target is paused, and its managers are told once a pause.
    Closed {
        /// When one delivery is to be tried there again.
        probe: DateTime<Utc>,
        /// Why, in one sentence with what to do.
        error: String,
        /// Since when it may stand there.
        doubt: Option<DateTime<Utc>>,
    },
    /// It may stand there, and the history of the channel does not tell: it is held, and the channel is told of it once.
    Unsure {
        /// When to look again.
        until: DateTime<Utc>,
        /// Why it cannot be seen, in one sentence with what to do.
        error: String,
    },
    /// It cannot get through as it is; kept for the operator to see.
    Blocked {
        /// Why.
        error: String,
        /// The message that was refused, as JSON.
        payload: Option<String>,
    },
}

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

/// Everything that Newsdesk asks of its database. Calls block: they belong on a thread of their own.
pub trait Store: calendar::Calendars + mirror::Mirrors + Send + Sync {
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

    /// The lines of an article's summary, in reading order.
    ///
    /// # Errors
    /// The engine's.
    fn summary(&self, no: ArticleNo) -> Result<Vec<SummaryLine>>;

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
    /// or the next probe of a paused target that something waits for.
    ///
    /// # Errors
    /// The engine's.
    fn next_due(&self, carrier: Carrier) -> Result<Option<DateTime<Utc>>>;

    /// Takes up to `most` of the carrier's deliveries that are due, the longest due first, in one statement: each is given
    /// to one caller only, until it is settled or released. Of a paused target one is given when its probe is due, else none.
    ///
    /// # Errors
    /// The engine's.
    fn claim(&self, carrier: Carrier, now: DateTime<Utc>, most: usize) -> Result<Vec<Delivery>>;

    /// Writes what became of a claimed delivery, and whatever follows from it, in one transaction.
    ///
    /// # Errors
    /// The engine's.
    fn settle(&self, no: DeliveryNo, outcome: &Outcome) -> Result<()>;

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
