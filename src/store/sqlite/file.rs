//! The connections to one file: a writer, the readers that are idle, and one that takes a glance.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::{PATIENCE, Raw, schema};

/// As many idle readers as are kept.
const READERS: usize = 4;
/// Between two looks at how far a glance has come: steps of SQLite's machine, some ten of which are a row.
const STRIDE: i32 = 1000;
/// As many strides as a glance may take: about a millisecond.
const STRIDES: u32 = 20;

/// One file, or one store in memory.
pub(super) struct File {
    writer: Mutex<Connection>,
    /// None in memory, where there is one connection only.
    readers: Option<Readers>,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl File {
    /// With a writer that has the tables, and the path for readers.
    pub(super) fn new(writer: Connection, path: Option<&Path>) -> Self {
        Self {
            writer: Mutex::new(writer),
            readers: path.map(|path| Readers {
                path: path.to_owned(),
                idle: Mutex::default(),
            }),
        }
    }

    /// Asks, on a reader.
    pub(super) fn read<T>(&self, ask: impl FnOnce(&Connection) -> Raw<T>) -> Raw<T> {
        let Some(readers) = &self.readers else {
            return ask(&self.writer());
        };
        let reader = readers.take()?;
        let answer = whole(&reader, ask);
        readers.give_back(reader);
        answer
    }

    /// Begins a glance; none where no reader can be had, and in memory, where whoever writes would have to be waited for.
    pub(super) fn glance(self: Arc<Self>) -> Option<Glance> {
        let mut reader = self.readers.as_ref()?.take().ok()?;
        let mut strides = 0;
        let long = move || {
            strides += 1;
            strides > STRIDES
        };
        reader.busy_timeout(Duration::ZERO).ok()?;
        reader.progress_handler(STRIDE, Some(long)).ok()?;
        run(&reader, BEGIN).ok()?;
        Some(Glance {
            file: self,
            reader: Mutex::new(Some(reader)),
        })
    }

    /// Writes, in one transaction: all of it or nothing.
    pub(super) fn write<T>(&self, write: impl FnOnce(&Transaction) -> Raw<T>) -> Raw<T> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = write(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while writing has rolled its transaction back: the connection is as good as before.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.readers = None;
        // The log goes back into the file, so that the file alone is the store. If another process holds it, that one will.
        let _ = self
            .writer()
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
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

    /// Takes a reader back, unless it is still in the middle of something.
    fn give_back(&self, reader: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS && reader.is_autocommit() {
            idle.push(reader);
        }
    }
}

/// A reader that waits for nobody and is stopped after a moment, all its questions together. They all see the same.
pub(super) struct Glance {
    file: Arc<File>,
    /// There until the glance ends.
    reader: Mutex<Option<Connection>>,
}

impl Glance {
    /// Asks. None where the answer did not come to an end, for whatever reason: [`File::read`] tells which.
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&Connection) -> Raw<T>) -> Option<T> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        ask(reader.as_ref()?).ok()
    }
}

impl Drop for Glance {
    fn drop(&mut self) {
        let reader = self
            .reader
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let (Some(mut reader), Some(readers)) = (reader.take(), &self.file.readers) else {
            return;
        };
        let as_it_was = reader
            .progress_handler(STRIDE, None::<fn() -> bool>)
            .is_ok()
            && run(&reader, COMMIT).is_ok()
            && reader.busy_timeout(PATIENCE).is_ok();
        if as_it_was {
            readers.give_back(reader);
        }
    }
}

const BEGIN: &str = "BEGIN";
const COMMIT: &str = "COMMIT";

/// Runs a statement that is kept, as those of rusqlite's own transactions are not: to read these anew costs as much as many an
/// answer.
fn run(connection: &Connection, sql: &str) -> Raw<usize> {
    connection.prepare_cached(sql)?.execute([])
}

/// Asks in one transaction, so that all its statements see the same.
fn whole<T>(reader: &Connection, ask: impl FnOnce(&Connection) -> Raw<T>) -> Raw<T> {
    run(reader, BEGIN)?;
    let answer = ask(reader);
    // Nothing was written, so after a failure too there is nothing to take back.
    let ended = run(reader, COMMIT);
    let answer = answer?;
    ended?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder;

    fn count(to: u32) -> impl FnOnce(&Connection) -> Raw<u32> {
        const SQL: &str = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT max(n) FROM c";
        move |connection| connection.query_row(SQL, [to], |row| row.get(0))
    }

    fn file() -> (Folder, Arc<File>) {
        let folder = Folder::new();
        let path = folder.path().join("newsdesk.db");
        let writer = Connection::open(&path).expect("opens");
        let wal = writer.pragma_update(None, "journal_mode", "WAL");
        assert_eq!(wal.and(writer.execute_batch("CREATE TABLE t (n)")), Ok(()));
        (folder, Arc::new(File::new(writer, Some(&path))))
    }

    #[test]
    fn a_glance_is_stopped_and_leaves_the_reader_as_it_was() {
        let (_folder, file) = file();
        let glance = Arc::clone(&file).glance().expect("a reader");
        assert_eq!(glance.ask(count(100)), Some(100));
        assert_eq!(glance.ask(count(1_000_000)), None);
        assert_eq!(glance.ask(count(1_000_000)), None);
        drop(glance);
        let idle = || {
            file.readers.as_ref().map(|readers| {
                readers
                    .idle
                    .lock()
                    .map(|idle| idle.len())
                    .unwrap_or_default()
            })
        };
        assert_eq!(idle(), Some(1));
        assert_eq!(file.read(count(1_000_000)), Ok(1_000_000));
        assert_eq!(idle(), Some(1));
    }

    #[test]
    fn a_glance_sees_one_state_and_holds_no_writer_up() {
        let (_folder, file) = file();
        let rows = |connection: &Connection| {
            connection.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0))
        };
        let glance = Arc::clone(&file).glance().expect("a reader");
        assert_eq!(glance.ask(rows), Some(0));
        assert_eq!(
            file.write(|tx| tx.execute("INSERT INTO t VALUES (1)", [])),
            Ok(1)
        );
        assert_eq!(glance.ask(rows), Some(0));
        drop(glance);
        assert_eq!(file.read(rows), Ok(1));
    }

    #[test]
    fn in_memory_there_is_no_glance() {
        let memory = File::new(Connection::open_in_memory().expect("opens"), None);
        assert!(Arc::new(memory).glance().is_none());
    }
}
