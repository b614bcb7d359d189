//! SQLite through rusqlite: one file, one writer, several readers.
//!
//! The journal is a write-ahead log with `synchronous=FULL`: a power cut must not forget that a message was sent. All
//! writes go through one connection that begins its transactions at once (`IMMEDIATE`), so a second process waits instead of
//! failing half way. Readers are a pool of their own connections.
//!
//! A [glance](super::Store::glance) has a reader of its own meanwhile, which waits for nobody and is stopped where it takes long.

mod articles;
mod calendar;
mod covered;
mod deliveries;
mod file;
mod load;
mod mirror;
mod moving;
mod paused;
mod people;
mod privacy;
mod questions;
mod quotes;
mod reminders;
mod rows;
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
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, Transaction};

use super::{Result, StoreError};
use crate::clock::Clock;
use file::{File, Glance};
use rows::{
    both, count, day, from_json, keys, maybe_moment, maybe_number, moment, page, signed, to_json,
    unsigned, window,
};

/// What the engine answers, before it is told what was being done.
type Raw<T> = rusqlite::Result<T>;

/// The store in a SQLite file, or in memory.
pub struct SqliteStore {
    file: Arc<File>,
    people: Arc<people::Lists>,
    /// What tells when an article was loaded, and which sessions are still to come.
    clock: Clock,
    /// What is asked instead of the readers, where this store is a glance at another.
    glance: Option<Glance>,
}

/// How long a connection waits for another process's write.
const PATIENCE: Duration = Duration::from_secs(5);

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
        Ok(Self::new(File::new(writer, Some(path))))
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
        Ok(Self::new(File::new(writer, None)))
    }

    fn new(file: File) -> Self {
        Self {
            file: Arc::new(file),
            people: Arc::default(),
            clock: Clock::real(),
            glance: None,
        }
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

    /// Asks for what is found by key, of which a person can be told at once.
    fn read<T>(&self, doing: &str, ask: impl FnOnce(&Connection) -> Raw<T>) -> Result<T> {
        if let Some(glance) = &self.glance {
            return glance.ask(ask).ok_or(StoreError::NotAtOnce);
        }
        self.file.read(ask).map_err(|error| engine(doing, error))
    }

    /// Asks for what many rows have to be gone through for, which may take time.
    fn look_through<T>(&self, doing: &str, ask: impl FnOnce(&Connection) -> Raw<T>) -> Result<T> {
        if self.glance.is_some() {
            return Err(StoreError::NotAtOnce);
        }
        self.read(doing, ask)
    }

    /// Writes, in one transaction: all of it or nothing.
    fn write<T>(&self, doing: &str, write: impl FnOnce(&Transaction) -> Raw<T>) -> Result<T> {
        if self.glance.is_some() {
            return Err(StoreError::NotAtOnce);
        }
        self.file.write(write).map_err(|error| engine(doing, error))
    }
}

fn engine(doing: &str, error: rusqlite::Error) -> StoreError {
    StoreError::Engine {
        doing: doing.to_owned(),
        source: trouble::advised(error),
    }
}
