//! What a store in a SQLite file must do: outlive its process, be shared by two, and refuse what is not its own.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Barrier};
use std::thread;

use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{
    Carrier, NewReminder, Outcome, QuoteQuery, Scope, Store, StoreError, Target,
};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::folder::Folder;
use crate::news::{ALL, NORTH, SOUTH, at, ferry, harbour};
use crate::steps::{reminder, session, settle, told_about};

/// A folder with a store.
pub(crate) struct Home(Folder);

impl Home {
    pub(crate) fn new() -> Self {
        Self(Folder::new())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("newsdesk.db")
    }

    pub(crate) fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.path()).expect("opens")
    }

    /// The file as somebody else sees it.
    fn raw(&self) -> Connection {
        Connection::open(self.path()).expect("opens")
    }
}

/// The sentence with which a file is refused.
fn refused(path: &Path) -> String {
    match SqliteStore::open(path) {
        Err(StoreError::Unusable(sentence)) => sentence,
        Err(other) => panic!("not a sentence: {other}"),
        Ok(_) => panic!("{} was taken", path.display()),
    }
}

#[test]
fn all_is_there_again_after_a_restart() {
    let home = Home::new();
    let store = home.open();
    store.load(NORTH, &harbour()).expect("loads");
    let of = session(&store, NORTH, "Harbour vote");
    let made = store.remind(&reminder(NORTH, 5, &of, 60)).expect("set").0;
    drop(store);
    assert!(
        !home.path().with_extension("db-wal").exists(),
        "the file alone is the store"
    );
    let store = home.open();
    assert_eq!(store.whole(NORTH).expect("asked"), [harbour()]);
    assert_eq!(store.reminder(NORTH, made.no).expect("asked"), Some(made));
    assert_eq!(store.search(NORTH, "quay", ALL).expect("asked").total, 4);
}

#[test]
fn two_handles_on_one_file_see_each_others_work() {
    let home = Home::new();
    let (bot, console) = (home.open(), home.open());
    assert!(bot.people(NORTH).expect("asked").is_empty());
    console.load(NORTH, &harbour()).expect("loads");
    assert_eq!(bot.people(NORTH).expect("asked").len(), 3);
    assert_eq!(
        bot.quotes(NORTH, &QuoteQuery::default(), ALL)
            .expect("asked")
            .total,
        4
    );
}

#[test]
fn two_threads_on_two_handles_share_the_deliveries_out() {
    let home = Home::new();
    let store = home.open();
    store.load(Scope::EVERYONE, &harbour()).expect("loads");
    let of = session(&store, NORTH, "Harbour vote");
    for user in 0..100 {
        let new = NewReminder {
            target: Target::Channel(7010 + user % 20),
            ..reminder(NORTH, user, &of, 60)
        };
        store.remind(&new).expect("set");
    }
    let start = Arc::new(Barrier::new(4));
    let shared = Arc::new(store);
    let threads: Vec<_> = (0..4)
        .map(|number| {
            // Two threads on one handle, two on handles of their own.
            let store = if number < 2 {
                Arc::clone(&shared)
            } else {
                Arc::new(home.open())
            };
            let start = Arc::clone(&start);
            thread::spawn(move || {
                start.wait();
                let mut mine = Vec::new();
                loop {
                    let claimed = store
                        .claim(Carrier::Discord, at("2026-03-25T00:00:00Z"), 7)
                        .expect("claimed");
                    if claimed.is_empty() {
                        return mine;
                    }
                    for delivery in claimed {
                        settle(store.as_ref(), &delivery, &Outcome::Sent(1));
                        mine.push(delivery.no);
                    }
                }
            })
        })
        .collect();
    let all: Vec<_> = threads
        .into_iter()
        .flat_map(|thread| thread.join().expect("ends"))
        .collect();
    assert_eq!(all.len(), 100);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 100);
}

#[test]
fn what_was_claimed_before_a_crash_is_there_to_be_released() {
    let home = Home::new();
    let store = home.open();
    store.load(NORTH, &harbour()).expect("loads");
    let of = session(&store, NORTH, "Harbour vote");
    store.remind(&reminder(NORTH, 5, &of, 60)).expect("set");
    let now = at("2026-03-24T09:00:00Z");
    let first = store
        .claim(Carrier::Discord, now, 10)
        .expect("claimed")
        .remove(0);
    // A crash drops nothing: the file is as it was at the last commit.
    std::mem::forget(store);
    let store = home.open();
    assert!(
        store
            .claim(Carrier::Discord, now, 10)
            .expect("claimed")
            .is_empty()
    );
    assert_eq!(store.release(Carrier::Discord).expect("released"), 1);
    let again = store
        .claim(Carrier::Discord, now, 10)
        .expect("claimed")
        .remove(0);
    assert_eq!(
        (again.no, again.nonce, again.attempts),
        (first.no, first.nonce, 2)
    );
}

#[test]
fn what_was_not_committed_is_gone_after_a_crash() {
    let home = Home::new();
    home.open().load(NORTH, &harbour()).expect("loads");
    let other = home.raw();
    other
        .execute_batch("BEGIN IMMEDIATE; DELETE FROM quotes; DELETE FROM articles")
        .expect("begins");
    // The file and its log as a crash would leave them.
    let after = Home::new();
    for end in ["db", "db-wal"] {
        let _ = std::fs::copy(
            home.path().with_extension(end),
            after.path().with_extension(end),
        );
    }
    let store = after.open();
    assert_eq!(store.whole(NORTH).expect("asked"), [harbour()]);
    assert_eq!(
        store
            .quotes(NORTH, &QuoteQuery::default(), ALL)
            .expect("asked")
            .total,
        4
    );
}

#[test]
fn a_load_that_fails_leaves_nothing_behind() {
    let home = Home::new();
    let store = home.open();
    store.load(NORTH, &harbour()).expect("loads");
    // The last table that a load writes to refuses.
    home.raw()
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        .expect("made");
    let mut changed = harbour();
    changed.quotes.clear();
    changed.sessions[0].title = "Another vote".to_owned();
    let error = store.load(NORTH, &changed).expect_err("refused");
    assert!(error.to_string().contains("harbour-vote"), "{error}");
    store.load(SOUTH, &ferry()).expect_err("refused");
    home.raw()
        .execute_batch("DROP TRIGGER full")
        .expect("dropped");
    assert_eq!(store.whole(NORTH).expect("asked"), [harbour()]);
    assert_eq!(store.whole(SOUTH).expect("asked"), []);
    assert_eq!(
        store
            .quotes(NORTH, &QuoteQuery::default(), ALL)
            .expect("asked")
            .total,
        4
    );
}

#[test]
fn a_new_file_gets_todays_shape_and_keeps_it() {
    let home = Home::new();
    let shape = || -> (i64, Vec<String>) {
        drop(home.open());
        let raw = home.raw();
        let version = raw
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .expect("read");
        let mut tables = raw
            .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
            .expect("reads");
        let tables = tables
            .query_map([], |row| row.get(0))
            .expect("reads")
            .collect::<Result<_, _>>()
            .expect("reads");
        (version, tables)
    };
    let first = shape();
    assert!(first.0 > 0);
    assert_eq!(first, shape());
    let mode: String = home
        .raw()
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .expect("read");
    assert_eq!(mode, "wal");
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let home = Home::new();
    drop(home.open());
    home.raw()
        .execute_batch("PRAGMA user_version = 1000")
        .expect("set");
    let sentence = refused(&home.path());
    assert!(
        sentence.contains("newer") && sentence.contains("newsdesk.db"),
        "{sentence}"
    );
    let version: i64 = home
        .raw()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("read");
    assert_eq!(version, 1000);
}

#[test]
fn a_strangers_file_is_refused_and_left_alone() {
    let home = Home::new();
    home.raw()
        .execute_batch("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')")
        .expect("made");
    let before = std::fs::read(home.path()).expect("read");
    let sentence = refused(&home.path());
    assert!(
        sentence.contains("newsdesk.db") && sentence.contains("NEWSDESK_STORE"),
        "{sentence}"
    );
    assert_eq!(std::fs::read(home.path()).expect("read"), before);

    std::fs::write(
        home.path(),
        "Dear diary, this is no database at all. ".repeat(50),
    )
    .expect("written");
    let before = std::fs::read(home.path()).expect("read");
    let sentence = refused(&home.path());
    assert!(sentence.contains("NEWSDESK_STORE"), "{sentence}");
    assert_eq!(std::fs::read(home.path()).expect("read"), before);
}

#[test]
fn a_path_that_cannot_be_written_is_refused_with_the_fix() {
    let home = Home::new();
    drop(home.open());
    let mut rights = std::fs::metadata(home.path()).expect("there").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(home.path(), rights).expect("set");
    let sentence = refused(&home.path());
    assert!(
        sentence.contains("newsdesk.db") && sentence.contains("NEWSDESK_STORE"),
        "{sentence}"
    );
    // A folder, and a folder below a file.
    for path in [home.0.path().to_owned(), home.path().join("deeper.db")] {
        let sentence = refused(&path);
        assert!(sentence.contains("NEWSDESK_STORE"), "{sentence}");
    }
}

#[test]
fn a_copy_is_whole_while_the_store_is_in_use() {
    let home = Home::new();
    let store = home.open();
    store.load(NORTH, &harbour()).expect("loads");
    let to = home.0.path().join("copy.db");
    store.backup(&to).expect("copied");
    store.verify().expect("whole");
    store.load(NORTH, &ferry()).expect("loads");
    let copy = SqliteStore::open(&to).expect("opens");
    assert_eq!(copy.whole(NORTH).expect("asked"), [harbour()]);
    assert_eq!(copy.search(NORTH, "quay", ALL).expect("asked").total, 4);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_words(words in prop_oneof![any::<String>(), "[\"*(){}:^+\\-a-z ]{0,40}", "\\PC{0,40}"]) {
        thread_local! {
            static STORE: SqliteStore = {
                let store = SqliteStore::in_memory().expect("opens");
                store.load(NORTH, &harbour()).expect("loads");
                store
            };
        }
        STORE.with(|store| {
            let query = QuoteQuery { about: Some(words.clone()), ..QuoteQuery::default() };
            let events = told_about(&words);
            prop_assert!(store.search(NORTH, &words, ALL).is_ok());
            prop_assert!(store.quotes(NORTH, &query, ALL).is_ok());
            prop_assert!(store.events(NORTH, &events, ALL).is_ok());
            prop_assert!(store.articles(NORTH, &words, ALL).is_ok());
            Ok(())
        })?;
    }

    #[test]
    fn a_line_is_found_by_its_own_words_and_shown_whole(text in "[a-zé’' ,.*_\\[]{1,60}") {
        let store = SqliteStore::in_memory().expect("opens");
        store.load(NORTH, &crate::news::line("own", "2026-03-02", &text)).expect("loads");
        let Some(word) = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()) else { return Ok(()) };
        let found = store.search(NORTH, word, ALL).expect("asked");
        prop_assert_eq!(found.total, 3);
        for hit in found.items {
            let whole: String = hit.pieces.iter().map(|(piece, _)| piece.as_str()).collect();
            prop_assert_eq!(&whole, &text);
        }
    }
}
