//! Sessions as calendars follow them: one name for good, a count that only grows.

use newsdesk::store::calendar::{Calendars, Followed};
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{Scope, SessionQuery, Store, When};
use serde_json::{Value, json};

use crate::news::{NORTH, SOUTH, at, read};
use crate::steps::reminder;

/// An article of the day that tells of these sessions.
fn article(id: &str, published: &str, sessions: Value) -> newsdesk::article::Article {
    read(
        json!({"id": id, "title": format!("News of {id}"), "published": published, "sessions": sessions}),
    )
}

fn hearing(starts: &str) -> Value {
    json!({"title": "Quay hearing", "starts": starts, "precision": "day", "status": "scheduled"})
}

/// What calendars get of all sessions that a scope sees.
fn followed(store: &dyn Store, scope: Scope) -> Vec<Followed> {
    let query = SessionQuery {
        when: When::All,
        article: None,
        now: at("2026-03-10T08:00:00Z"),
    };
    store.followed(scope, &query, 100).expect("asked").items
}

/// The only one.
fn one(store: &dyn Store) -> Followed {
    let mut all = followed(store, NORTH);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn load(store: &dyn Store, article: &newsdesk::article::Article) {
    store.load(NORTH, article).expect("loads");
}

pub(crate) fn a_session_keeps_its_name_and_counts_its_changes(store: &dyn Store) {
    let told = article("quay", "2026-03-01", json!([hearing("2026-03-20")]));
    load(store, &told);
    let first = one(store);
    assert_eq!(first.revision, 0);
    // The same again, and the same with its sentence elsewhere, change nothing that a calendar shows.
    load(store, &told);
    let mut shifted = told.clone();
    shifted.sessions[0].at = Some([5, 9].into());
    load(store, &shifted);
    assert_eq!(one(store).revision, 0);
    for (number, change) in [
        json!({"starts": "2026-03-27", "status": "postponed", "was": "2026-03-20"}),
        json!({"place": "Town hall"}),
        json!({"tentative": true}),
        json!({"ends": "2026-03-28"}),
        json!({"status": "cancelled"}),
    ]
    .into_iter()
    .enumerate()
    {
        let mut session = serde_json::to_value(&one(store).found.session).expect("JSON");
        let changes = change.as_object().expect("an object").clone();
        session.as_object_mut().expect("an object").extend(changes);
        load(store, &article("quay", "2026-03-01", json!([session])));
        let now = one(store);
        assert_eq!(now.revision as usize, number + 1, "{change}");
        assert_eq!(now.origin.uid(), first.origin.uid());
        assert!(now.changed >= first.changed);
    }
}

pub(crate) fn sessions_have_different_names_whatever_they_share(store: &dyn Store) {
    let two = json!([hearing("2026-03-20"), hearing("2026-04-20")]);
    load(store, &article("quay", "2026-03-01", two.clone()));
    store
        .load(SOUTH, &article("quay", "2026-03-01", two))
        .expect("loads");
    let other = json!([hearing("2026-06-20")]);
    load(store, &article("quay-again", "2026-03-02", other));
    let mut uids: Vec<_> = [NORTH, SOUTH]
        .into_iter()
        .flat_map(|scope| followed(store, scope))
        .map(|one| one.origin.uid())
        .collect();
    assert_eq!(uids.len(), 5);
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), 5);
}

pub(crate) fn a_later_article_takes_a_session_over_with_its_name(store: &dyn Store) {
    load(
        store,
        &article("quay", "2026-03-01", json!([hearing("2026-03-20")])),
    );
    let first = one(store);
    let put_off = json!([{"title": "Quay hearing", "starts": "2026-03-27", "precision": "day", "status": "postponed", "was": "2026-03-20"}]);
    load(store, &article("quay-late", "2026-03-05", put_off));
    let second = one(store);
    assert_eq!(second.found.article.slug, "quay-late");
    assert_eq!(
        (second.origin.clone(), second.revision),
        (first.origin.clone(), 1)
    );
    // The later one no longer tells of it: the earlier stands again, and a calendar takes it as news.
    load(store, &article("quay-late", "2026-03-05", json!([])));
    let third = one(store);
    assert_eq!(third.found.article.slug, "quay");
    assert_eq!((third.origin, third.revision), (first.origin, 2));
}

pub(crate) fn a_session_that_comes_back_goes_on_counting(store: &dyn Store) {
    load(
        store,
        &article("quay", "2026-03-01", json!([hearing("2026-03-20")])),
    );
    load(
        store,
        &article("quay", "2026-03-01", json!([hearing("2026-03-21")])),
    );
    let before = one(store);
    load(store, &article("quay", "2026-03-01", json!([])));
    assert!(followed(store, NORTH).is_empty());
    load(
        store,
        &article("quay", "2026-03-01", json!([hearing("2026-03-22")])),
    );
    let after = one(store);
    assert_eq!(after.origin, before.origin);
    assert!(after.revision > before.revision, "{after:?}");
}

pub(crate) fn a_session_that_is_gone_for_those_who_asked_is_called_off_once(store: &dyn Store) {
    load(
        store,
        &article("quay", "2026-03-01", json!([hearing("2026-03-20")])),
    );
    let first = one(store);
    store
        .remind(&reminder(NORTH, 5, &first.found, 60))
        .expect("is set");
    let gone = article("quay", "2026-03-01", json!([]));
    load(store, &gone);
    assert_eq!(one(store).revision, 1);
    load(store, &gone);
    assert_eq!((one(store).origin, one(store).revision), (first.origin, 1));
}

pub(crate) fn another_machine_knows_sessions_by_the_same_names(store: &dyn Store) {
    load(
        store,
        &article(
            "quay",
            "2026-03-01",
            json!([hearing("2026-03-20"), hearing("2026-05-20")]),
        ),
    );
    let put_off = json!([{"title": "Quay hearing", "starts": "2026-03-27", "precision": "day", "status": "postponed", "was": "2026-03-20"}]);
    load(store, &article("quay-late", "2026-03-05", put_off));
    // From here on the articles alone do not tell where the session came from.
    load(
        store,
        &article("quay", "2026-03-01", json!([hearing("2026-05-20")])),
    );
    store
        .load(
            SOUTH,
            &article("quay", "2026-03-01", json!([hearing("2026-03-20")])),
        )
        .expect("loads");
    let other = SqliteStore::in_memory().expect("opens");
    for scope in [NORTH, SOUTH] {
        for article in store.whole(scope).expect("whole") {
            other.load(scope, &article).expect("loads");
        }
    }
    let seen = |store: &dyn Store| -> Vec<_> {
        let all = [NORTH, SOUTH]
            .into_iter()
            .flat_map(|scope| followed(store, scope));
        all.map(|one| (one.origin, one.revision, one.changed.timestamp()))
            .collect()
    };
    assert_ne!(seen(store), seen(&other), "the test tests something");
    for scope in [NORTH, SOUTH] {
        let known = store.known(scope).expect("known");
        let found = other.know(scope, &known).expect("taken");
        assert_eq!(found, known.len());
    }
    assert_eq!(seen(store), seen(&other));
}
