//! Rules of every engine: reminders that are set, and their deliveries: claimed one by one, settled, released, given up.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use newsdesk::store::{Carrier, NewReminder, Notice, Outcome, Store, Target, Window};

use crate::news::{ALL, NORTH, SOUTH, at};
use crate::steps::{HOUR, claim, drain, open, reminder, send, session, set_vote, settle, waiting};

pub(crate) fn a_reminder_is_there_once(store: &dyn Store) {
    let (mut asked, made) = set_vote(store);
    asked.role = Some(99);
    let (again, new) = store.remind(&asked).expect("set");
    assert!(!new);
    assert_eq!((again.no, again.asked.role), (made.no, Some(99)));
    let other = NewReminder {
        user: 6,
        ..asked.clone()
    };
    assert!(store.remind(&other).expect("set").1);
    let direct = NewReminder {
        target: Target::Direct(5),
        ..asked.clone()
    };
    assert!(store.remind(&direct).expect("set").1);
    assert_eq!(open(store, NORTH).len(), 3);
    assert_eq!(
        store.reminders(NORTH, Some(6), ALL).expect("asked").items[0].asked,
        other
    );
    let page = store
        .reminders(NORTH, Some(5), Window { from: 1, count: 1 })
        .expect("asked");
    assert_eq!((page.total, page.items.len()), (2, 1));
    assert!(open(store, SOUTH).is_empty());
    assert_eq!(store.reminder(SOUTH, made.no).expect("asked"), None);
    assert!(!store.cancel(SOUTH, made.no).expect("asked"));
    assert_eq!(send(store, "2026-03-24T09:00:00Z").len(), 3);
}

pub(crate) fn a_claim_gives_each_delivery_once(store: &dyn Store) {
    let (asked, made) = set_vote(store);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(asked.due)
    );
    assert_eq!(store.next_due(Carrier::Console).expect("asked"), None);
    assert!(claim(store, at("2026-03-24T08:59:59Z")).is_empty());
    assert!(
        store
            .claim(Carrier::Console, asked.due, 10)
            .expect("asked")
            .is_empty()
    );
    let claimed = claim(store, at("2026-03-24T09:00:00Z"));
    assert_eq!(claimed.len(), 1);
    let delivery = &claimed[0];
    assert_eq!(
        (delivery.target, delivery.due, delivery.attempts),
        (asked.target, asked.due, 1)
    );
    assert!(
        (1..=25).contains(&delivery.nonce.len()),
        "{}",
        delivery.nonce
    );
    let Notice::Reminder(told) = &delivery.notice else {
        panic!("a reminder")
    };
    assert_eq!(**told, made);
    assert!(claim(store, at("2026-03-25T00:00:00Z")).is_empty());
    assert_eq!(store.next_due(Carrier::Discord).expect("asked"), None);
}

pub(crate) fn a_claim_takes_the_longest_due_first(store: &dyn Store) {
    let (asked, _) = set_vote(store);
    let of = session(store, NORTH, "Harbour vote");
    for (channel, before) in [(7021, 30), (7022, 120), (7023, 180), (7024, 15)] {
        let new = NewReminder {
            target: Target::Channel(channel),
            ..reminder(NORTH, 5, &of, before)
        };
        store.remind(&new).expect("set");
    }
    let later = asked.due + TimeDelta::days(1);
    let first = store.claim(Carrier::Discord, later, 3).expect("claimed");
    let due: Vec<DateTime<Utc>> = first.iter().map(|delivery| delivery.due).collect();
    assert_eq!(
        due,
        [180, 120, 60].map(|before| at("2026-03-24T10:00:00Z") - TimeDelta::minutes(before))
    );
    let nonces: HashSet<String> = first
        .into_iter()
        .chain(claim(store, at("2026-03-26T00:00:00Z")))
        .map(|delivery| delivery.nonce)
        .collect();
    assert_eq!(nonces.len(), 5);
}

pub(crate) fn a_target_is_given_one_at_a_time_in_order(store: &dyn Store) {
    let (asked, _) = set_vote(store);
    let of = session(store, NORTH, "Harbour vote");
    for before in [30, 120, 180, 15] {
        store.remind(&reminder(NORTH, 5, &of, before)).expect("set");
    }
    let now = asked.due + TimeDelta::days(1);
    let next_due = || store.next_due(Carrier::Discord).expect("asked");
    let mut given = Vec::new();
    while next_due().is_some() {
        let claimed = store.claim(Carrier::Discord, now, 3).expect("claimed");
        assert_eq!(claimed.len(), 1);
        assert_eq!(next_due(), None, "until it is settled");
        let more = store.claim(Carrier::Discord, now, 3).expect("claimed");
        assert_eq!(more, []);
        given.push((claimed[0].due - asked.due).num_minutes());
        settle(store, &claimed[0], &Outcome::Sent(1));
    }
    assert_eq!(given, [-120, -60, 0, 30, 45]);
}

pub(crate) fn what_is_sent_is_done(store: &dyn Store) {
    let (_, made) = set_vote(store);
    let delivery = claim(store, at("2026-03-24T09:00:00Z")).remove(0);
    settle(store, &delivery, &Outcome::Sent(77));
    assert_eq!(store.release(Carrier::Discord).expect("released"), 0);
    assert!(claim(store, at("2026-04-24T09:00:00Z")).is_empty());
    assert!(open(store, NORTH).is_empty());
    assert_eq!(store.reminder(NORTH, made.no).expect("asked"), None);
    // What is done stays done.
    waiting(store, &delivery, "2026-03-24T09:01:00Z");
    assert!(claim(store, at("2026-04-24T09:00:00Z")).is_empty());
}

pub(crate) fn what_failed_waits_and_keeps_its_nonce(store: &dyn Store) {
    set_vote(store);
    let first = claim(store, at("2026-03-24T09:00:00Z")).remove(0);
    waiting(store, &first, "2026-03-24T09:05:00Z");
    assert_eq!(open(store, NORTH).len(), 1);
    assert!(claim(store, at("2026-03-24T09:04:59Z")).is_empty());
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(at("2026-03-24T09:05:00Z"))
    );
    let second = claim(store, at("2026-03-24T09:05:00Z")).remove(0);
    assert_eq!(
        (second.no, &second.nonce, second.attempts),
        (first.no, &first.nonce, 2)
    );
    assert_eq!(second.due, first.due);
}

pub(crate) fn what_was_being_sent_in_a_crash_is_released(store: &dyn Store) {
    set_vote(store);
    let first = claim(store, at("2026-03-24T09:00:00Z")).remove(0);
    assert_eq!(store.release(Carrier::Console).expect("released"), 0);
    assert_eq!(store.release(Carrier::Discord).expect("released"), 1);
    let again = claim(store, at("2026-03-24T09:00:01Z")).remove(0);
    assert_eq!((again.no, again.nonce), (first.no, first.nonce));
}

pub(crate) fn what_is_blocked_is_not_tried_but_can_be_set_again(store: &dyn Store) {
    let (asked, _) = set_vote(store);
    let delivery = claim(store, at("2026-03-24T09:00:00Z")).remove(0);
    let blocked = Outcome::Blocked {
        error: "400".to_owned(),
        payload: Some("{}".to_owned()),
    };
    settle(store, &delivery, &blocked);
    assert!(claim(store, at("2026-03-25T09:00:00Z")).is_empty());
    assert!(open(store, NORTH).is_empty());
    let (again, new) = store.remind(&asked).expect("set");
    assert!(new);
    assert_eq!(open(store, NORTH), [again]);
    assert_eq!(claim(store, at("2026-03-24T09:00:00Z")).len(), 1);
}

pub(crate) fn what_is_too_late_is_listed_once_for_each_target(store: &dyn Store) {
    let (asked, made) = set_vote(store);
    let of = session(store, NORTH, "Harbour vote");
    let earlier = store
        .remind(&reminder(NORTH, 5, &of, 2 * HOUR))
        .expect("set")
        .0;
    let direct = NewReminder {
        target: Target::Direct(5),
        ..asked.clone()
    };
    let direct = store.remind(&direct).expect("set").0;
    let fresh = store.remind(&reminder(NORTH, 5, &of, 15)).expect("set").0;
    let (before, now) = (at("2026-03-24T09:30:00Z"), at("2026-03-24T15:30:00Z"));
    assert_eq!(
        store
            .give_up(Carrier::Console, before, now)
            .expect("given up"),
        0
    );
    assert_eq!(
        store
            .give_up(Carrier::Discord, before, now)
            .expect("given up"),
        3
    );
    assert_eq!(
        store
            .give_up(Carrier::Discord, before, now)
            .expect("given up"),
        0
    );
    assert_eq!(open(store, NORTH), std::slice::from_ref(&fresh));
    let mut lists = Vec::new();
    let mut single = Vec::new();
    let late = Outcome::Waiting {
        until: now + TimeDelta::minutes(5),
        error: "503".to_owned(),
        doubt: None,
    };
    for delivery in drain(store, now, &late) {
        match &delivery.notice {
            Notice::Missed(missed) => {
                assert_eq!(delivery.due, now);
                lists.push((
                    delivery.target,
                    missed.iter().map(|missed| missed.no).collect::<Vec<_>>(),
                ));
            }
            Notice::Reminder(told) => single.push(told.no),
            other => panic!("neither a list nor a reminder: {other:?}"),
        }
    }
    assert_eq!(single, [fresh.no]);
    lists.sort_by_key(|(_, missed)| missed.len());
    assert_eq!(
        lists,
        [
            (Target::Direct(5), vec![direct.no]),
            (asked.target, vec![earlier.no, made.no])
        ]
    );
    // A list is never too late itself.
    let later = now + TimeDelta::days(30);
    assert_eq!(
        store
            .give_up(Carrier::Discord, later, later)
            .expect("given up"),
        1
    );
    let told = drain(store, later, &Outcome::Sent(1));
    assert!(
        told.iter()
            .all(|told| matches!(told.notice, Notice::Missed(_)))
    );
    assert_eq!(
        told.len(),
        2,
        "a list that is still to be sent takes up the next"
    );
}

pub(crate) fn a_reminder_is_cancelled_unless_it_is_being_sent(store: &dyn Store) {
    let (_, made) = set_vote(store);
    let delivery = claim(store, at("2026-03-24T09:00:00Z")).remove(0);
    assert!(!store.cancel(NORTH, made.no).expect("asked"));
    waiting(store, &delivery, "2026-03-24T09:05:00Z");
    assert!(store.cancel(NORTH, made.no).expect("asked"));
    assert!(!store.cancel(NORTH, made.no).expect("asked"));
    assert!(open(store, NORTH).is_empty());
    assert!(claim(store, at("2026-03-25T09:00:00Z")).is_empty());
    settle(store, &delivery, &Outcome::Sent(1));
}
