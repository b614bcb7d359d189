//! The tables, made and brought up to date by numbered migrations.
//!
//! `user_version` counts the migrations that a file has had; each runs once, in a transaction with its number. A migration
//! that has been released is never edited: a file that has had it would not get the change. `application_id` marks the
//! file as ours, so that a wrong path does not fill some other program's database with tables.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use super::PATIENCE;

/// In order; the number of a migration is its place, from 1.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_articles.sql"),
    include_str!("migrations/002_reminders.sql"),
    include_str!("migrations/003_scopes.sql"),
    include_str!("migrations/004_channels.sql"),
    include_str!("migrations/005_standing.sql"),
    include_str!("migrations/006_calendar.sql"),
    include_str!("migrations/007_search.sql"),
    include_str!("migrations/008_quotes.sql"),
    include_str!("migrations/009_sentences.sql"),
];

/// `NwsD` in ASCII.
const APPLICATION: i64 = 0x4E77_7344;

/// Why a file cannot be prepared.
#[derive(Debug)]
pub(super) enum Problem {
    /// The engine refused.
    Engine(rusqlite::Error),
    /// The file is somebody else's, or newer: the rest of a sentence that begins with its path.
    Foreign(String),
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

/// Sets up what every connection has, the writer and each reader.
///
/// What SQLite puts aside while it works stays in memory: a container or a service may have no other folder to write to than the
/// store's own. The last setting keeps a statement's plan whatever is bound to it. Without it, SQLite looks at the bound values
/// where an index covers a part of a table, and so reads and plans a kept statement anew at every call, which costs more than
/// running it.
pub(super) fn ready(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Sets the connection up and runs the migrations that the file has not had.
pub(super) fn prepare(connection: &mut Connection, file: bool) -> Result<(), Problem> {
    ready(connection)?;
    let pragma = |connection: &Connection, name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0))
    };
    let application = pragma(connection, "application_id")?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Err(Problem::Foreign(
            "is another program's database: give another path with NEWSDESK_STORE or “store” in the configuration.".to_owned(),
        ));
    }
    if file {
        connection.pragma_update(None, "journal_mode", "WAL")?;
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Two processes may start at once: the second waits here, and then finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let had = usize::try_from(pragma(&transaction, "user_version")?).unwrap_or(usize::MAX);
    if had > MIGRATIONS.len() {
        return Err(Problem::Foreign(
            "was written by a newer Newsdesk: update this one, or give another path.".to_owned(),
        ));
    }
    if had < MIGRATIONS.len() {
        for migration in &MIGRATIONS[had..] {
            transaction.execute_batch(migration)?;
        }
        transaction.pragma_update(
            None,
            "user_version",
            i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX),
        )?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn nothing_is_put_aside_in_another_folder() {
        const MEMORY: i64 = 2;
        let connection = Connection::open_in_memory().expect("opens");
        assert!(ready(&connection).is_ok());
        let at = connection.pragma_query_value(None, "temp_store", |row| row.get(0));
        assert_eq!(at, Ok(MEMORY));
    }

    #[test]
    fn a_kept_statement_is_planned_once() {
        let mut connection = Connection::open_in_memory().expect("opens");
        assert!(prepare(&mut connection, false).is_ok());
        let sql = super::super::both("no, day", "quotes WHERE person = ?2", "day DESC");
        let mut statement = connection.prepare(&sql).expect("it is a statement");
        for person in 1..5 {
            let mut rows = statement.query([0, person]).expect("it runs");
            assert!(rows.next().expect("it runs").is_none());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
