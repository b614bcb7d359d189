//! A file of an earlier Newsdesk, opened by this one: what it has to make up is made up, and nothing is lost.

use newsdesk::store::calendar::Calendars;
use newsdesk::store::{Loaded, PersonNo, QuoteQuery, Scope, Store};
use rusqlite::{Connection, params};

use crate::file::Home;
use crate::news::{ALL, NORTH, SOUTH, line};
use crate::steps::{session, told_about};

/// The migrations that files of earlier Newsdesks have had: five that knew nothing of calendars, and one of calendars.
const EARLIER: [&str; 6] = [
    include_str!("../../src/store/sqlite/migrations/001_articles.sql"),
    include_str!("../../src/store/sqlite/migrations/002_reminders.sql"),
    include_str!("../../src/store/sqlite/migrations/003_scopes.sql"),
    include_str!("../../src/store/sqlite/migrations/004_channels.sql"),
    include_str!("../../src/store/sqlite/migrations/005_standing.sql"),
    include_str!("../../src/store/sqlite/migrations/006_calendar.sql"),
];

/// A file that has had so many of the migrations.
fn earlier(home: &Home, migrations: usize) -> Connection {
    let raw = Connection::open(home.path()).expect("opens");
    for migration in &EARLIER[..migrations] {
        raw.execute_batch(migration).expect("is made");
    }
    raw.execute_batch(&format!(
        "PRAGMA user_version = {migrations}; PRAGMA application_id = 0x4E777344"
    ))
    .expect("is marked");
    raw
}

#[test]
fn sessions_of_an_earlier_file_get_their_names_for_good() {
    let home = Home::new();
    let raw = earlier(&home, 5);
    let session = |title: &str| {
        format!(
            r#"{{"title": "{title}", "starts": "2026-03-20", "ends": null, "precision": "day", "zone": null,
                "place": null, "status": "scheduled", "was": null, "tentative": false}}"#
        )
    };
    for (no, scope, slug) in [(1, 0, "quay"), (2, 0, "quay-late"), (3, 701, "fair")] {
        raw.execute(
            "INSERT INTO articles (no, scope, slug, title, published, whole) VALUES (?, ?, ?, 'News', '2026-03-01', '{}')",
            params![no, scope, slug],
        )
        .expect("is there");
    }
    // The second article's hearing is the first one's.
    for (no, scope, article, key, title, by) in [
        (1, 0, 1, "quay hearing", "Quay hearing", Some(2)),
        (2, 0, 2, "hearing on the quay", "Hearing on the quay", None),
        (3, 701, 3, "fair", "Fair", None),
    ] {
        raw.execute_batch("PRAGMA foreign_keys = off").expect("set");
        raw.execute(
            "INSERT INTO sessions (no, scope, article, key, begins, over, status, session, superseded_by)
             VALUES (?, ?, ?, ?, 0, 0, 'scheduled', ?, ?)",
            params![no, scope, article, key, session(title), by],
        )
        .expect("is there");
    }
    drop(raw);
    let store = home.open();
    let known = |scope| -> Vec<String> {
        let known = store.known(scope).expect("asked");
        let told = known.iter().map(|one| {
            let changed = one.changed.format("%F");
            format!("{} {} {} {changed}", one.title, one.origin.0, one.revision)
        });
        told.collect()
    };
    assert_eq!(
        known(Scope::EVERYONE),
        ["Hearing on the quay 0/quay/quay hearing 0 2026-03-01"]
    );
    assert_eq!(known(NORTH), ["Fair 701/fair/fair 0 2026-03-01"]);
}

#[test]
fn sessions_of_an_earlier_file_get_their_sentences() {
    let home = Home::new();
    let raw = earlier(&home, 6);
    raw.execute_batch(
        r#"INSERT INTO articles (no, scope, slug, title, published, whole) VALUES (1, 0, 'quay', 'News', '2026-03-01', '{}');
           INSERT INTO events (scope, article, place, first, last, line, event) VALUES
             (0, 1, 0, '2026-03-20', '2026-03-20', 1, '{"when": "2026-03-20", "text": "The hearing is on 20 March.", "at": [10, 37]}'),
             (0, 1, 1, '2026-03-21', '2026-03-21', 2, '{"when": "2026-03-21", "text": "In our own words.", "at": null}');
           INSERT INTO summaries (article, place, line, summary) VALUES
             (1, 0, 3, '{"text": "Bids close on 21 March.", "rank": 1, "at": [40, 63]}');"#,
    )
    .expect("is there");
    for (no, title, at) in [
        (1, "Hearing", "[10, 37]"),
        (2, "Bids", "[40, 63]"),
        (3, "Fair", "[70, 90]"),
        (4, "Race", "null"),
    ] {
        let session = format!(
            r#"{{"title": "{title}", "starts": "2026-03-20", "precision": "day", "status": "scheduled", "at": {at}}}"#
        );
        raw.execute(
            "INSERT INTO sessions (no, scope, article, key, begins, over, status, session, origin)
             VALUES (?1, 0, 1, ?2, 0, 0, 'scheduled', ?3, ?2)",
            params![no, title, session],
        )
        .expect("is there");
    }
    drop(raw);
    let store = home.open();
    for (title, expected) in [
        ("Hearing", Some("The hearing is on 20 March.")),
        ("Bids", Some("Bids close on 21 March.")),
        ("Fair", None),
        ("Race", None),
    ] {
        let found = session(&store, Scope::EVERYONE, title);
        assert_eq!(found.sentence.as_deref(), expected, "{title}");
    }
}

/// Writes two articles as Newsdesk did with the schema's sixth version: of the north alone, and of all.
fn fill(raw: &Connection) {
    raw.execute_batch("INSERT INTO people (no, key) VALUES (9, 'ann vole'), (10, 'bo lind')")
        .expect("is there");
    for (no, scope, slug, title, folded) in [
        (
            1,
            701,
            "quay",
            "O'Brien delays the vote",
            "obrien delays the vote quay",
        ),
        (2, 0, "fair", "The fair votes", "the fair votes fair"),
    ] {
        let add = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
            raw.execute(sql, values).expect("is there")
        };
        add(
            "INSERT INTO articles (no, scope, slug, title, published, whole) VALUES (?, ?, ?, ?, '2026-03-0' || ?1, '{}')",
            params![no, scope, slug, title],
        );
        let line = |part: &str, text: &str, heading: &str, keys: String| {
            add(
                "INSERT INTO lines (part, text, heading, keys, article, speaker) VALUES (?, ?, ?, ?, ?, NULL)",
                params![part, text, heading, format!("{keys} a{no}"), no],
            );
            raw.last_insert_rowid()
        };
        line("a", title, folded, format!("h{scope}"));
        let text = format!("The voters of {slug} wait");
        add(
            "INSERT INTO summaries (article, place, line, summary) VALUES (?, 0, ?, ?)",
            params![
                no,
                line("s", &text, "", format!("s{scope}")),
                format!(r#"{{"text": "{text}", "rank": 1}}"#)
            ],
        );
        for (place, person) in [(0, 9), (1, 10)] {
            let text = format!("Our {slug} votes by {person}");
            add(
                "INSERT INTO quotes (scope, article, place, day, person, line, quote) VALUES (?, ?, ?, '2026-03-01', ?, ?, ?)",
                params![
                    scope,
                    no,
                    place,
                    person,
                    line("q", &text, "", format!("s{scope} q{scope} p{person}")),
                    format!(r#"{{"text": "{text}", "kind": "direct", "speaker": "Ann Vole"}}"#)
                ],
            );
        }
        let text = format!("The {slug} opened");
        add(
            "INSERT INTO events (scope, article, place, first, last, line, event) VALUES (?, ?, 0, '2026-03-01', '2026-03-01', ?, ?)",
            params![
                scope,
                no,
                line("t", &text, title, format!("s{scope} t{scope}")),
                format!(r#"{{"when": "2026-03-01", "text": "{text}"}}"#)
            ],
        );
    }
}

#[test]
fn what_an_earlier_file_says_is_found_and_replaced() {
    let home = Home::new();
    let raw = earlier(&home, 6);
    fill(&raw);
    drop(raw);
    let store = home.open();
    // Headlines, lines, quotes, quotes of the first person, timeline entries.
    let found = |scope, words: &str| {
        let about = |person| QuoteQuery {
            about: Some(words.to_owned()),
            person,
            article: None,
        };
        let told = told_about(words);
        [
            store.articles(scope, words, ALL).expect("asked").total,
            store.search(scope, words, ALL).expect("asked").total,
            store.quotes(scope, &about(None), ALL).expect("asked").total,
            store
                .quotes(scope, &about(Some(PersonNo(9))), ALL)
                .expect("asked")
                .total,
            store.events(scope, &told, ALL).expect("asked").total,
        ]
    };
    for (scope, words, expected) in [
        (NORTH, "vote", [2, 6, 4, 2, 2]),
        (SOUTH, "vote", [1, 3, 2, 1, 1]),
        (NORTH, "quay", [1, 4, 2, 1, 1]),
        (SOUTH, "quay", [0, 0, 0, 0, 0]),
        (NORTH, "obrien", [1, 0, 0, 0, 0]),
        (NORTH, "o'brien", [1, 0, 0, 0, 1]),
        (NORTH, "9", [0, 2, 2, 2, 0]),
    ] {
        assert_eq!(found(scope, words), expected, "{words}");
    }
    let newest = store.articles(NORTH, "vote", ALL).expect("asked").items;
    assert_eq!(newest[0].slug, "fair");
    let again = line("quay", "2026-03-04", "The quay is sold");
    assert_eq!(store.load(NORTH, &again).expect("loads"), Loaded::Changed);
    assert_eq!(found(NORTH, "vote"), [1, 3, 2, 1, 1]);
    assert_eq!(found(NORTH, "quay"), [1, 3, 1, 1, 1]);
}
