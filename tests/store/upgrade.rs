//! A file of an earlier Newsdesk, opened by this one: what it has to make up is made up, and nothing is lost.

use newsdesk::store::Scope;
use newsdesk::store::calendar::Calendars;
use rusqlite::Connection;

use crate::file::Home;
use crate::news::NORTH;

/// The migrations up to the fifth, which knew nothing of calendars.
const FIVE: [&str; 5] = [
    include_str!("../../src/store/sqlite/migrations/001_articles.sql"),
    include_str!("../../src/store/sqlite/migrations/002_reminders.sql"),
    include_str!("../../src/store/sqlite/migrations/003_scopes.sql"),
    include_str!("../../src/store/sqlite/migrations/004_channels.sql"),
    include_str!("../../src/store/sqlite/migrations/005_standing.sql"),
];

#[test]
fn sessions_of_an_earlier_file_get_their_names_for_good() {
    let home = Home::new();
    let raw = Connection::open(home.path()).expect("opens");
    for migration in FIVE {
        raw.execute_batch(migration).expect("is made");
    }
    let session = |title: &str| {
        format!(
            r#"{{"title": "{title}", "starts": "2026-03-20", "ends": null, "precision": "day", "zone": null,
                "place": null, "status": "scheduled", "was": null, "tentative": false}}"#
        )
    };
    for (no, scope, slug) in [(1, 0, "quay"), (2, 0, "quay-late"), (3, 701, "fair")] {
        raw.execute(
            "INSERT INTO articles (no, scope, slug, title, published, whole) VALUES (?, ?, ?, 'News', '2026-03-01', '{}')",
            rusqlite::params![no, scope, slug],
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
            rusqlite::params![no, scope, article, key, session(title), by],
        )
        .expect("is there");
    }
    raw.execute_batch("PRAGMA user_version = 5; PRAGMA application_id = 0x4E777344")
        .expect("is marked");
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
