//! Rules of every engine: what is kept of a server and of a member, and its deletion.

use chrono_tz::Tz;
use newsdesk::store::{
    Carrier, Kept, NewReminder, Notice, Scope, Settings, Store, Target, When, Whose,
};

use crate::news::{ALL, NORTH, SOUTH, at, ferry};
use crate::steps::{HOUR, claim, open, reminder, session, set_vote, titles};

pub(crate) fn settings_are_kept_and_replaced(store: &dyn Store) {
    assert_eq!(store.settings(NORTH).expect("asked"), Settings::default());
    let settings = Settings {
        zone: Some(Tz::Asia__Kabul),
        before: Some(vec![1440, 60]),
        morning: Some(450),
        events: Some(7010),
    };
    store.set_settings(NORTH, &settings).expect("set");
    assert_eq!(store.settings(NORTH).expect("asked"), settings);
    assert_eq!(store.settings(SOUTH).expect("asked"), Settings::default());
    store
        .set_settings(NORTH, &Settings::default())
        .expect("set");
    assert_eq!(store.settings(NORTH).expect("asked"), Settings::default());
}

pub(crate) fn what_a_member_deletes_is_gone_and_nothing_else(store: &dyn Store) {
    let (asked, _) = set_vote(store);
    let other = store
        .remind(&NewReminder {
            user: 6,
            ..asked.clone()
        })
        .expect("set")
        .0;
    store
        .remind(&NewReminder {
            scope: SOUTH,
            target: Target::Channel(8),
            ..asked.clone()
        })
        .expect("set");
    let kept = Kept {
        reminders: 2,
        deliveries: 2,
        ..Kept::default()
    };
    assert_eq!(store.kept(Whose::User(5)).expect("asked"), kept);
    assert_eq!(store.delete(Whose::User(5)).expect("deleted"), kept);
    assert_eq!(store.kept(Whose::User(5)).expect("asked"), Kept::default());
    assert_eq!(open(store, NORTH), [other]);
    assert!(open(store, SOUTH).is_empty());
    assert_eq!(claim(store, at("2026-03-24T09:00:00Z")).len(), 1);
}

pub(crate) fn what_a_server_deletes_is_gone_and_nothing_else(store: &dyn Store) {
    store.load(Scope::EVERYONE, &ferry()).expect("loads");
    let (asked, _) = set_vote(store);
    store
        .set_settings(
            NORTH,
            &Settings {
                morning: Some(420),
                ..Settings::default()
            },
        )
        .expect("set");
    let crossing = session(store, SOUTH, "First crossing");
    let south = store
        .remind(&reminder(SOUTH, 5, &crossing, HOUR))
        .expect("set")
        .0;
    let kept = store.kept(Whose::Server(NORTH)).expect("asked");
    assert_eq!((kept.articles, kept.reminders, kept.deliveries), (1, 1, 1));
    assert!(kept.settings > 0);
    assert_eq!(store.delete(Whose::Server(NORTH)).expect("deleted"), kept);
    assert_eq!(
        store.kept(Whose::Server(NORTH)).expect("asked"),
        Kept::default()
    );
    assert_eq!(store.scopes().expect("asked"), [Scope::EVERYONE, SOUTH]);
    assert_eq!(store.session(NORTH, asked.session).expect("asked"), None);
    assert_eq!(titles(store, NORTH, When::All), ["First crossing"]);
    assert_eq!(store.search(NORTH, "council", ALL).expect("asked").total, 0);
    assert_eq!(store.people(NORTH).expect("asked").len(), 2);
    assert_eq!(store.settings(NORTH).expect("asked"), Settings::default());
    assert_eq!(open(store, SOUTH), [south]);
    // Everyone's articles are no server's to delete.
    store
        .delete(Whose::Server(Scope::EVERYONE))
        .expect("deleted");
    assert_eq!(store.whole(Scope::EVERYONE).expect("asked"), [ferry()]);
}

pub(crate) fn a_list_of_missed_ones_goes_with_the_last_of_them(store: &dyn Store) {
    let (asked, _) = set_vote(store);
    store
        .remind(&NewReminder {
            user: 6,
            ..asked.clone()
        })
        .expect("set");
    let (before, now) = (at("2026-03-25T00:00:00Z"), at("2026-03-25T06:00:00Z"));
    assert_eq!(
        store
            .give_up(Carrier::Discord, before, now)
            .expect("given up"),
        2
    );
    store.delete(Whose::User(5)).expect("deleted");
    let claimed = store.claim(Carrier::Discord, now, 10).expect("claimed");
    let Notice::Missed(missed) = &claimed[0].notice else {
        panic!("a list")
    };
    assert_eq!(
        (claimed.len(), missed.len(), missed[0].asked.user),
        (1, 1, 6)
    );
    store.release(Carrier::Discord).expect("released");
    store.delete(Whose::User(6)).expect("deleted");
    assert!(
        store
            .claim(Carrier::Discord, now, 10)
            .expect("claimed")
            .is_empty()
    );
}
