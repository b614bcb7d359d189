//! SQLite through rusqlite: one file, one writer, several readers.
//!
//! The journal is a write-ahead log with `synchronous=FULL`: a power cut must not forget that a message was sent. All
//! writes go through one connection that begins its transactions at once (`IMMEDIATE`), so a second process waits instead of
//! failing half way. Readers are a pool of their own connections.

mod articles;
mod calendar;
mod covered;
mod deliveries;
mod load;
mod mirror;
mod moving;
mod paused;
mod people;
mod privacy;
mod quotes;
mod reminders;
mod schema;
mod search;
mod sessions;
mod settings;
mod standing;
mod take;
mod tally;
mod trouble;
mod undelivered;
mod words;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{
    Addressed, ArticleHead, ArticleNo, Carrier, Delivery, DeliveryNo, EventFound, EventQuery,
    Found, Hit, Kept, Loaded, NewReminder, NewStanding, Outcome, Paused, PersonCard, PersonHead,
    PersonNo, QuoteFound, QuoteQuery, Reminder, ReminderNo, Result, Retried, Scope, SessionFound,
    SessionNo, SessionQuery, Settings, Snooze, StandingNo, StandingReminder, Store, StoreError,
    Tally, Undelivered, Whose, Window,
};
use crate::article::{Article, SummaryLine};
use crate::clock::Clock;

/// What the engine answers, before it is told what was being done.
type Raw<T> = rusqlite::Result<T>;

/// The store in a SQLite file, or in memory.
pub struct SqliteStore {
    writer: Mutex<Connection>,
    /// Idle readers; none in memory, where there is one connection only.
    readers: Option<Readers>,
    people: people::Lists,
    /// What tells when an article was loaded, and which sessions are still to come.
    clock: Clock,
}

struct Readers {
    path: std::path::PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// How long a connection waits for another process's write.
const PATIENCE: Duration = Duration::from_secs(5);

/// As many idle readers as are kept.
const READERS: usize = 4;

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] in one sentence, when the file cannot be opened or written, is no Newsdesk store, or is
    /// from a newer Newsdesk.
    pub fn open(path: &Path) -> Result<Self> {
        let unusable =
            |error: &dyn std::fmt::Display| trouble::cannot_be_used(&path.display(), error);
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|error| unusable(&error))?;
        }
        if std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly()) {
            return Err(unusable(&"it is marked as read-only"));
        }
        let refused = |error: rusqlite::Error| trouble::unusable(path, &error);
        let mut writer = Connection::open(path).map_err(refused)?;
        schema::prepare(&mut writer, true).map_err(|problem| match problem {
            schema::Problem::Engine(error) => refused(error),
            schema::Problem::Foreign(why) => {
                StoreError::Unusable(format!("The store {} {why}", path.display()))
            }
        })?;
        let readers = Readers {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
        };
        Ok(Self {
            writer: Mutex::new(writer),
            readers: Some(readers),
            people: people::Lists::default(),
            clock: Clock::real(),
        })
    }

    /// A store that is gone with the process: for tests and for trying out.
    ///
    /// # Errors
    /// The engine's.
    pub fn in_memory() -> Result<Self> {
        let unusable =
            |error: rusqlite::Error| StoreError::Unusable(format!("No store in memory: {error}."));
        let mut writer = Connection::open_in_memory().map_err(unusable)?;
        schema::prepare(&mut writer, false).map_err(|problem| {
            StoreError::Unusable(match problem {
                schema::Problem::Engine(error) => format!("No store in memory: {error}."),
                schema::Problem::Foreign(why) => why,
            })
        })?;
        Ok(Self {
            writer: Mutex::new(writer),
            readers: None,
            people: people::Lists::default(),
            clock: Clock::real(),
        })
    }

    /// The same with another clock than the machine's: what is still to come is told by it.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Copies the store to a new file while it is in use, and checks the copy.
    ///
    /// # Errors
    /// When the copy cannot be written or does not pass SQLite's own check.
    pub fn backup(&self, to: &Path) -> Result<()> {
        self.read("backing up", |connection| {
            let mut copy = Connection::open(to)?;
            {
                let backup = rusqlite::backup::Backup::new(connection, &mut copy)?;
                backup.run_to_completion(1024, Duration::ZERO, None)?;
            }
            copy.pragma_update(None, "journal_mode", "DELETE")?;
            let verdict: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
            if verdict == "ok" {
                Ok(())
            } else {
                Err(rusqlite::Error::ToSqlConversionFailure(verdict.into()))
            }
        })
    }

    /// Asks SQLite whether the file is whole.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with the first thing that it found, and what to do.
    pub fn verify(&self) -> Result<()> {
        let verdict = self.read("checking the store", |connection| {
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        })?;
        match verdict.as_str() {
            "ok" => Ok(()),
            damage => Err(StoreError::Unusable(format!(
                "The store is damaged ({damage}): stop Newsdesk and put the last backup in its place."
            ))),
        }
    }

    /// How many migrations the file has had.
    ///
    /// # Errors
    /// The engine's.
    pub fn schema(&self) -> Result<u32> {
        self.read("reading the schema's number", |connection| {
            connection.pragma_query_value(None, "user_version", |row| row.get(0))
        })
    }

    /// Asks, on a reader.
    fn read<T>(&self, doing: &str, ask: impl FnOnce(&Connection) -> Raw<T>) -> Result<T> {
        let Some(readers) = &self.readers else {
            return ask(&self.writer()).map_err(|error| engine(doing, error));
        };
        let mut reader = readers.take().map_err(|error| engine(doing, error))?;
        // One transaction, so that all its statements see the same.
        let answer = reader.transaction().and_then(|transaction| {
            let answer = ask(&transaction)?;
            transaction.finish()?;
            Ok(answer)
        });
        readers.give_back(reader);
        answer.map_err(|error| engine(doing, error))
    }

    /// Writes, in one transaction: all of it or nothing.
    fn write<T>(&self, doing: &str, write: impl FnOnce(&Transaction) -> Raw<T>) -> Result<T> {
        let mut writer = self.writer();
        let done = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let done = write(&transaction)?;
                transaction.commit()?;
                Ok(done)
            });
        done.map_err(|error| engine(doing, error))
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while writing has rolled its transaction back: the connection is as good as before.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Readers {
    fn take(&self) -> Raw<Connection> {
        if let Some(reader) = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
        {
            return Ok(reader);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags)?;
        schema::ready(&reader)?;
        Ok(reader)
    }

    fn give_back(&self, reader: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS {
            idle.push(reader);
        }
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.readers = None;
        // The log goes back into the file, so that the file alone is the store. If another process holds it, that one will.
        let _ = self
            .writer()
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

fn engine(doing: &str, error: rusqlite::Error) -> StoreError {
    StoreError::Engine {
        doing: doing.to_owned(),
        source: trouble::advised(error),
    }
}

/// A part of an article as it is kept.
fn to_json<T: Serialize>(value: &T) -> Raw<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// A part of an article as it was kept, from a column.
fn from_json<T: DeserializeOwned>(row: &rusqlite::Row, column: usize) -> Raw<T> {
    let json = row.get_ref(column)?.as_str()?;
    serde_json::from_str(json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

/// A number of Discord's: below 2^63 until the year 2084.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn moment(row: &rusqlite::Row, column: usize) -> Raw<DateTime<Utc>> {
    let seconds: i64 = row.get(column)?;
    DateTime::from_timestamp(seconds, 0)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(column, seconds))
}

/// The first column of every row.
fn keys(connection: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Raw<Vec<i64>> {
    connection
        .prepare_cached(sql)?
        .query_map(parameters, |row| row.get(0))?
        .collect()
}

/// The statement for what a scope (`?1`) sees in order: everyone's rows and its own, merged. Each half can walk an index
/// that begins with the scope, which `scope IN (0, ?1)` could not, so that other servers' rows cost nothing.
fn both(columns: &str, from: &str, order: &str) -> String {
    let most = Found::<()>::MOST;
    format!(
        "SELECT {columns} FROM {from} AND scope = 0
         UNION ALL SELECT {columns} FROM {from} AND scope = ?1 AND ?1 <> 0 ORDER BY {order} LIMIT {most}"
    )
}

/// A window of a list of which all keys are known.
fn page<K, T>(keys: &[K], wanted: Window, mut item: impl FnMut(&K) -> Raw<T>) -> Raw<Found<T>> {
    let items = keys
        .iter()
        .skip(wanted.from)
        .take(wanted.count)
        .map(&mut item)
        .collect::<Raw<Vec<T>>>()?;
    Ok(Found {
        total: keys.len(),
        items,
    })
}

/// The count that a list shows, and the rows of its window. `from` is what follows SELECT's columns, up to ORDER BY.
fn window<T>(
    connection: &Connection,
    columns: &str,
    from: &str,
    order: &str,
    parameters: &[&dyn rusqlite::ToSql],
    window: Window,
    read: impl FnMut(&rusqlite::Row) -> Raw<T>,
) -> Raw<Found<T>> {
    let most = Found::<T>::MOST;
    let total: usize = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT 1 {from} LIMIT {most})"
        ))?
        .query_row(parameters, |row| row.get::<_, i64>(0))?
        .try_into()
        .unwrap_or_default();
    let count = window.count.min(total.saturating_sub(window.from));
    if count == 0 {
        return Ok(Found {
            total,
            items: Vec::new(),
        });
    }
    // The window's numbers are bound, not written: the statement stays the same from page to page and is prepared once.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {columns} {from} ORDER BY {order} LIMIT ? OFFSET ?"
    ))?;
    let (count, skipped) = (count as i64, window.from as i64);
    let mut bound = parameters.to_vec();
    bound.extend([&count as &dyn rusqlite::ToSql, &skipped]);
    let items = statement
        .query_map(bound.as_slice(), read)?
        .collect::<Raw<Vec<T>>>()?;
    Ok(Found { total, items })
}

impl Store for SqliteStore {
    fn load(&self, scope: Scope, article: &Article) -> Result<Loaded> {
        let doing = format!("loading “{}”", article.id);
        let now = self.clock.now();
        self.write(&doing, |tx| load::load(tx, scope, article, now))
    }

    fn articles(&self, scope: Scope, words: &str, window: Window) -> Result<Found<ArticleHead>> {
        self.read("listing articles", |c| {
            articles::list(c, scope, words, window)
        })
    }

    fn article(&self, scope: Scope, no: ArticleNo) -> Result<Option<ArticleHead>> {
        self.read("finding an article", |c| articles::one(c, scope, no))
    }

    fn whole(&self, scope: Scope) -> Result<Vec<Article>> {
        self.read("exporting articles", |c| articles::whole(c, scope))
    }

    fn scopes(&self) -> Result<Vec<Scope>> {
        self.read("listing servers", articles::scopes)
    }

    fn summary(&self, no: ArticleNo) -> Result<Vec<SummaryLine>> {
        self.read("reading a summary", |c| articles::summary(c, no))
    }

    fn speakers(
        &self,
        scope: Scope,
        article: Option<ArticleNo>,
        window: Window,
    ) -> Result<Found<PersonHead>> {
        match article {
            Some(article) => self.read("listing speakers", |c| {
                people::speakers_of(c, scope, article, window)
            }),
            None => Ok(people::quoted(&self.people(scope)?, window)),
        }
    }

    fn people(&self, scope: Scope) -> Result<Arc<Vec<PersonHead>>> {
        self.read("listing people", |c| self.people.of(c, scope))
    }

    fn person(&self, scope: Scope, no: PersonNo) -> Result<Option<PersonCard>> {
        self.read("finding a person", |c| people::card(c, scope, no))
    }

    fn events(
        &self,
        scope: Scope,
        query: &EventQuery,
        window: Window,
    ) -> Result<Found<EventFound>> {
        self.read("reading timelines", |c| {
            quotes::events(c, scope, query, window)
        })
    }

    fn quotes(
        &self,
        scope: Scope,
        query: &QuoteQuery,
        window: Window,
    ) -> Result<Found<QuoteFound>> {
        self.read("finding quotes", |c| {
            quotes::quotes(c, scope, query, window)
        })
    }

    fn sessions(
        &self,
        scope: Scope,
        query: &SessionQuery,
        window: Window,
    ) -> Result<Found<SessionFound>> {
        self.read("listing sessions", |c| {
            sessions::list(c, scope, query, window)
        })
    }

    fn session(&self, scope: Scope, no: SessionNo) -> Result<Option<SessionFound>> {
        self.read("finding a session", |c| sessions::one(c, scope, no))
    }

    fn search(&self, scope: Scope, words: &str, window: Window) -> Result<Found<Hit>> {
        self.read("searching", |c| search::search(c, scope, words, window))
    }

    fn settings(&self, scope: Scope) -> Result<Settings> {
        self.read("reading settings", |c| settings::settings(c, scope))
    }

    fn set_settings(&self, scope: Scope, settings: &Settings) -> Result<()> {
        let now = self.clock.now();
        self.write("writing settings", |tx| {
            settings::set_settings(tx, scope, settings)?;
            standing::renew(tx, scope, now)
        })
    }

    fn remind(&self, reminder: &NewReminder) -> Result<(Reminder, bool)> {
        self.write("setting a reminder", |tx| reminders::set(tx, reminder))
    }

    fn reminders(
        &self,
        scope: Scope,
        user: Option<u64>,
        window: Window,
    ) -> Result<Found<Reminder>> {
        self.read("listing reminders", |c| {
            reminders::list(c, scope, user, window)
        })
    }

    fn reminder(&self, scope: Scope, no: ReminderNo) -> Result<Option<Reminder>> {
        self.read("finding a reminder", |c| reminders::one(c, scope, no))
    }

    fn recall(&self, scope: Scope, no: ReminderNo) -> Result<Option<Reminder>> {
        self.read("recalling a reminder", |c| reminders::recall(c, scope, no))
    }

    fn cancel(&self, scope: Scope, no: ReminderNo) -> Result<bool> {
        let now = self.clock.now();
        self.write("cancelling a reminder", |tx| {
            reminders::cancel(tx, scope, no, now)
        })
    }

    fn snooze(&self, snooze: &Snooze) -> Result<Option<(Reminder, bool)>> {
        self.write("snoozing a reminder", |tx| reminders::snooze(tx, snooze))
    }

    fn stand(&self, standing: &NewStanding) -> Result<(StandingReminder, bool)> {
        let now = self.clock.now();
        self.write("setting a standing reminder", |tx| {
            standing::set(tx, standing, now)
        })
    }

    fn standings(
        &self,
        scope: Scope,
        user: Option<u64>,
        window: Window,
    ) -> Result<Found<StandingReminder>> {
        let now = self.clock.now();
        self.read("listing standing reminders", |c| {
            standing::list(c, scope, user, window, now)
        })
    }

    fn standing(&self, scope: Scope, no: StandingNo) -> Result<Option<StandingReminder>> {
        let now = self.clock.now();
        self.read("finding a standing reminder", |c| {
            standing::one(c, scope, no, now)
        })
    }

    fn end(&self, scope: Scope, no: StandingNo) -> Result<bool> {
        let now = self.clock.now();
        self.write("ending a standing reminder", |tx| {
            standing::end(tx, scope, no, now)
        })
    }

    fn next_due(&self, carrier: Carrier) -> Result<Option<DateTime<Utc>>> {
        self.read("looking for what is due", |c| {
            deliveries::next_due(c, carrier)
        })
    }

    fn claim(&self, carrier: Carrier, now: DateTime<Utc>, most: usize) -> Result<Vec<Delivery>> {
        // Asked every second, and almost always in vain: a look first keeps the disk quiet.
        if self.next_due(carrier)?.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        self.write("claiming what is due", |tx| {
            deliveries::claim(tx, carrier, now, most)
        })
    }

    fn settle(&self, no: DeliveryNo, outcome: &Outcome) -> Result<()> {
        self.write("settling a delivery", |tx| {
            deliveries::settle(tx, no, outcome)
        })
    }

    fn release(&self, carrier: Carrier) -> Result<usize> {
        self.write("releasing deliveries", |tx| {
            deliveries::release(tx, carrier)
        })
    }

    fn give_up(
        &self,
        carrier: Carrier,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        // As with claiming: a look first.
        let late = self.read("looking for what was missed", |c| {
            deliveries::late(c, carrier, before, now)
        })?;
        if !late {
            return Ok(0);
        }
        self.write("giving up deliveries", |tx| {
            deliveries::give_up(tx, carrier, before, now)
        })
    }

    fn tally(&self) -> Result<Tally> {
        self.read("counting deliveries", tally::tally)
    }

    fn hurry(&self, carrier: Carrier, now: DateTime<Utc>) -> Result<usize> {
        self.write("hurrying deliveries", |tx| {
            deliveries::hurry(tx, carrier, now)
        })
    }

    fn prune(&self, before: DateTime<Utc>, most: usize) -> Result<usize> {
        self.write("forgetting old deliveries", |tx| {
            deliveries::prune(tx, before, most)
        })
    }

    fn undelivered(
        &self,
        scope: Option<Scope>,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
        window: Window,
    ) -> Result<Found<Undelivered>> {
        self.read("listing what was not delivered", |c| {
            undelivered::list(c, scope, since, now, window)
        })
    }

    fn paused(&self, scope: Option<Scope>) -> Result<Vec<Paused>> {
        self.read("listing paused channels", |c| paused::list(c, scope))
    }

    fn delivered(&self, scope: Option<Scope>, since: DateTime<Utc>) -> Result<usize> {
        self.read("counting what was delivered", |c| {
            undelivered::sent(c, scope, since)
        })
    }

    fn retry(&self, scope: Scope, now: DateTime<Utc>) -> Result<Retried> {
        self.write("trying again", |tx| undelivered::retry(tx, scope, now))
    }

    fn addressed(&self) -> Result<Vec<Addressed>> {
        self.read("listing where something goes", tally::addressed)
    }

    fn kept(&self, whose: Whose) -> Result<Kept> {
        self.read("counting what is kept", |c| privacy::kept(c, whose))
    }

    fn delete(&self, whose: Whose) -> Result<Kept> {
        let now = self.clock.now();
        self.write("deleting what is kept", |tx| {
            privacy::delete(tx, whose, now)
        })
    }
}
