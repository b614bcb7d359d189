//! What the rules do with a store and ask of it, a word each.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use newsdesk::article::Article;
use newsdesk::clock::resolve;
use newsdesk::reminder::wall;
use newsdesk::store::{
    Carrier, Delivery, EventQuery, Loaded, NewReminder, Outcome, PersonHead, QuoteQuery, Reminder,
    Scope, SessionFound, SessionQuery, Store, Target, When,
};

use crate::news::{ALL, NORTH, at, harbour};

/// An hour, in minutes.
pub(crate) const HOUR: u32 = 60;

/// Loads an article.
pub(crate) fn load(store: &dyn Store, scope: Scope, article: &Article) -> Loaded {
    store.load(scope, article).expect("loads")
}

/// The slugs of the articles with these words.
pub(crate) fn slugs(store: &dyn Store, scope: Scope, words: &str) -> Vec<String> {
    let found = store.articles(scope, words, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .map(|article| article.slug)
        .collect()
}

/// The person of that name.
pub(crate) fn person(store: &dyn Store, scope: Scope, name: &str) -> PersonHead {
    let people = store.people(scope).expect("asked");
    let found = people.iter().find(|person| person.name == name);
    found
        .unwrap_or_else(|| panic!("nobody called {name}"))
        .clone()
}

/// The words of the quotes that are asked for.
pub(crate) fn quoted(store: &dyn Store, scope: Scope, query: &QuoteQuery) -> Vec<String> {
    let found = store.quotes(scope, query, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .map(|found| found.quote.text)
        .collect()
}

/// The timeline entries that are asked for.
pub(crate) fn happened(store: &dyn Store, scope: Scope, query: &EventQuery) -> Vec<String> {
    let found = store.events(scope, query, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .map(|found| found.entry.text)
        .collect()
}

/// Every line that a search finds.
pub(crate) fn hits(store: &dyn Store, scope: Scope, words: &str) -> Vec<String> {
    let found = store.search(scope, words, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    let text = |pieces: Vec<(String, bool)>| pieces.into_iter().map(|(text, _)| text).collect();
    found
        .items
        .into_iter()
        .map(|hit| text(hit.pieces))
        .collect()
}

/// Quotes with these words.
pub(crate) fn about(words: &str) -> QuoteQuery {
    QuoteQuery {
        about: Some(words.to_owned()),
        ..QuoteQuery::default()
    }
}

/// Timeline entries with these words.
pub(crate) fn told_about(words: &str) -> EventQuery {
    EventQuery {
        about: Some(words.to_owned()),
        ..EventQuery::default()
    }
}

/// All sessions that a scope sees.
pub(crate) fn sessions(store: &dyn Store, scope: Scope, when: When) -> Vec<SessionFound> {
    let query = SessionQuery {
        when,
        article: None,
        now: at("2026-03-10T08:00:00Z"),
    };
    store.sessions(scope, &query, ALL).expect("asked").items
}

/// The session of that title.
pub(crate) fn session(store: &dyn Store, scope: Scope, title: &str) -> SessionFound {
    let all = sessions(store, scope, When::All);
    let found = all.into_iter().find(|found| found.session.title == title);
    found.unwrap_or_else(|| panic!("no session “{title}”"))
}

/// The titles of the sessions that a scope sees.
pub(crate) fn titles(store: &dyn Store, scope: Scope, when: When) -> Vec<String> {
    sessions(store, scope, when)
        .into_iter()
        .map(|found| found.session.title)
        .collect()
}

/// A reminder of a session, due as the commands would have it.
pub(crate) fn reminder(scope: Scope, user: u64, of: &SessionFound, before: u32) -> NewReminder {
    let (wall, zone) = wall(&of.session, before, Tz::Europe__Lisbon, 8 * 60).expect("has a day");
    NewReminder {
        scope,
        user,
        session: of.no,
        before,
        target: Target::Channel(scope.0 * 10),
        role: None,
        wall,
        zone,
        due: resolve(wall, zone),
        asked_in: None,
    }
}

/// A store with the harbour vote of 24 March, 10:00 in Lisbon, and a reminder an hour before.
pub(crate) fn set_vote(store: &dyn Store) -> (NewReminder, Reminder) {
    store.load(NORTH, &harbour()).expect("loads");
    let asked = reminder(NORTH, 5, &session(store, NORTH, "Harbour vote"), HOUR);
    let (made, new) = store.remind(&asked).expect("set");
    assert!(new);
    (asked, made)
}

/// The reminders that are still to come.
pub(crate) fn open(store: &dyn Store, scope: Scope) -> Vec<Reminder> {
    store.reminders(scope, None, ALL).expect("asked").items
}

/// Claims what is due by then.
pub(crate) fn claim(store: &dyn Store, now: DateTime<Utc>) -> Vec<Delivery> {
    store.claim(Carrier::Discord, now, 100).expect("claimed")
}

/// Settles a delivery so.
pub(crate) fn settle(store: &dyn Store, delivery: &Delivery, outcome: &Outcome) {
    let settled = [(delivery.no, outcome.clone())];
    store.settle(&settled).expect("settled");
}

/// Has a delivery wait until then.
pub(crate) fn waiting(store: &dyn Store, delivery: &Delivery, until: &str) {
    let outcome = Outcome::Waiting {
        until: at(until),
        error: "503".to_owned(),
        doubt: None,
    };
    settle(store, delivery, &outcome);
}

/// Claims what is due by then until nothing is left, and settles each so; a target's come one after another.
pub(crate) fn drain(store: &dyn Store, now: DateTime<Utc>, outcome: &Outcome) -> Vec<Delivery> {
    let mut all = Vec::new();
    loop {
        let claimed = claim(store, now);
        if claimed.is_empty() {
            return all;
        }
        for delivery in claimed {
            settle(store, &delivery, outcome);
            all.push(delivery);
        }
    }
}

/// Sends all that is due by then.
pub(crate) fn send(store: &dyn Store, now: &str) -> Vec<Delivery> {
    drain(store, at(now), &Outcome::Sent(9))
}
