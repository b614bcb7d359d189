//! Rules of every engine: deliveries in doubt, paused targets, what was not delivered, and forgetting.

use chrono::{DateTime, TimeDelta, Utc};
use newsdesk::store::{
    Carrier, Delivery, NewReminder, Notice, Outcome, Paused, Reminder, Retried, Standing, Store,
    Target, Undelivered, Whose,
};

use crate::news::{ALL, NORTH, SOUTH, at, harbour};
use crate::steps::{claim, drain, reminder, session, settle};

/// The channel of the reminders of [`set`], and another of the same server.
const HALL: Target = Target::Channel(7010);
const FOYER: Target = Target::Channel(7011);

/// When the reminders of [`set`] are due.
fn due() -> DateTime<Utc> {
    at("2026-03-24T09:00:00Z")
}

fn hours(count: i64) -> TimeDelta {
    TimeDelta::hours(count)
}

/// One reminder a target, all due at [`due`], each of another member.
fn set(store: &dyn Store, targets: &[Target]) -> Vec<Reminder> {
    store.load(NORTH, &harbour()).expect("loads");
    let of = session(store, NORTH, "Harbour vote");
    let each = (5..).zip(targets).map(|(user, target)| NewReminder {
        target: *target,
        asked_in: Some(7011),
        ..reminder(NORTH, user, &of, 60)
    });
    each.map(|new| store.remind(&new).expect("set").0).collect()
}

fn claim_one(store: &dyn Store, now: DateTime<Utc>) -> Delivery {
    let claimed = store.claim(Carrier::Discord, now, 1).expect("claimed");
    claimed.into_iter().next().expect("something is due")
}

fn closed(probe: DateTime<Utc>) -> Outcome {
    Outcome::Closed {
        probe,
        error: "Give it “View Channel”.".to_owned(),
        doubt: None,
    }
}

fn unsure(until: DateTime<Utc>) -> Outcome {
    Outcome::Unsure {
        until,
        error: "Give it “Read Message History”.".to_owned(),
    }
}

/// Refuses the first that goes to a target, takes the first of all else; gives what was taken.
fn refuse(store: &dyn Store, target: Target, now: DateTime<Utc>) -> Vec<Delivery> {
    let (refused, taken): (Vec<_>, Vec<_>) = claim(store, now)
        .into_iter()
        .partition(|delivery| delivery.target == target);
    for delivery in &taken {
        settle(store, delivery, &Outcome::Sent(1));
    }
    for delivery in &refused {
        settle(store, delivery, &closed(now + hours(6)));
    }
    taken
}

fn paused(store: &dyn Store) -> Vec<Paused> {
    store.paused(Some(NORTH)).expect("asked")
}

fn undelivered(store: &dyn Store, now: DateTime<Utc>) -> Vec<Undelivered> {
    let since = now - TimeDelta::days(7);
    let found = store.undelivered(Some(NORTH), since, now, ALL);
    found.expect("asked").items
}

pub(crate) fn what_was_being_sent_in_a_crash_is_in_doubt_since_its_claim(store: &dyn Store) {
    set(store, &[HALL]);
    let first = claim(store, due()).remove(0);
    assert_eq!((first.doubt, first.refused), (None, 0));
    store.release(Carrier::Discord).expect("released");
    let second = claim(store, due() + hours(1)).remove(0);
    assert_eq!((second.doubt, second.attempts), (Some(due()), 2));
    // A second crash leaves the first time.
    store.release(Carrier::Discord).expect("released");
    let third = claim(store, due() + hours(2)).remove(0);
    assert_eq!(third.doubt, Some(due()));
    // Not tried: no attempt, and in doubt as before.
    let held = Outcome::Held {
        until: due() + hours(2),
        doubt: third.doubt,
    };
    settle(store, &third, &held);
    let fourth = claim(store, due() + hours(2)).remove(0);
    assert_eq!((fourth.doubt, fourth.attempts), (Some(due()), 3));
    let looked = Outcome::Held {
        until: due() + hours(2),
        doubt: None,
    };
    settle(store, &fourth, &looked);
    assert_eq!(claim(store, due() + hours(2))[0].doubt, None);
}

pub(crate) fn what_is_in_doubt_is_not_given_up(store: &dyn Store) {
    set(store, &[HALL]);
    claim(store, due());
    store.release(Carrier::Discord).expect("released");
    let now = due() + hours(8);
    let give_up = || store.give_up(Carrier::Discord, now - hours(6), now);
    assert_eq!(give_up().expect("given up"), 0);
    let claimed = claim(store, now).remove(0);
    let absent = Outcome::Held {
        until: now,
        doubt: None,
    };
    settle(store, &claimed, &absent);
    assert_eq!(give_up().expect("given up"), 1);
}

pub(crate) fn a_wait_is_cut_short_for_what_is_due_alone(store: &dyn Store) {
    set(store, &[HALL]);
    let of = session(store, NORTH, "Harbour vote");
    store.remind(&reminder(NORTH, 5, &of, 30)).expect("set");
    let claimed = claim(store, due()).remove(0);
    let waiting = Outcome::Waiting {
        until: due() + hours(3),
        error: "503".to_owned(),
        doubt: Some(due()),
    };
    settle(store, &claimed, &waiting);
    let now = due() + TimeDelta::minutes(1);
    assert!(claim(store, now).is_empty());
    assert_eq!(store.hurry(Carrier::Console, now).expect("hurried"), 0);
    assert_eq!(store.hurry(Carrier::Discord, now).expect("hurried"), 1);
    let again = claim(store, now);
    assert_eq!((again.len(), again[0].no), (1, claimed.no));
    assert_eq!(again[0].doubt, Some(due()));
}

pub(crate) fn a_target_that_refuses_gets_one_delivery_a_probe(store: &dyn Store) {
    set(store, &[HALL, HALL, HALL, FOYER]);
    assert_eq!(refuse(store, HALL, due()).len(), 1);
    let pause = &paused(store)[0];
    assert_eq!(
        (pause.target, pause.scope, pause.since, pause.waiting),
        (HALL, NORTH, due(), 3)
    );
    assert!(pause.error.contains("View Channel"));
    assert!(store.paused(Some(SOUTH)).expect("asked").is_empty());
    // Its managers are told; after that nothing is done before the probe.
    let notice = claim(store, due());
    assert_eq!(notice.len(), 1);
    settle(store, &notice[0], &Outcome::Sent(2));
    let probe = due() + hours(6);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(probe)
    );
    assert!(claim(store, probe - TimeDelta::seconds(1)).is_empty());
    let first = claim(store, probe);
    assert_eq!((first.len(), first[0].target), (1, HALL));
    assert_eq!(first[0].refused, 1);
    assert!(
        claim(store, probe).is_empty(),
        "one at a time while it is tried"
    );
    settle(store, &first[0], &closed(probe + hours(12)));
    assert!(claim(store, probe + hours(11)).is_empty());
    let second = claim(store, probe + hours(12));
    assert_eq!(second.len(), 1);
    settle(store, &second[0], &Outcome::Sent(3));
    assert!(paused(store).is_empty(), "it works again");
    let rest = drain(store, probe + hours(12), &Outcome::Sent(4));
    assert_eq!(rest.len(), 2);
}

pub(crate) fn managers_are_told_once_where_something_was_sent(store: &dyn Store) {
    set(store, &[HALL, FOYER]);
    let taken = refuse(store, HALL, due());
    assert_eq!(taken.len(), 1);
    let told = claim(store, due());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].target, FOYER);
    let Notice::Paused(pause) = &told[0].notice else {
        panic!("{:?}", told[0].notice)
    };
    assert_eq!((pause.target, pause.waiting), (HALL, 1));
    settle(store, &told[0], &Outcome::Sent(2));
    // Refused again and again, it is the same pause.
    for probe in 1..4 {
        let now = due() + hours(6 * probe);
        assert!(refuse(store, HALL, now).is_empty(), "nobody is told again");
    }
    // A pause that begins anew is told anew.
    let now = due() + hours(24);
    settle(store, &claim(store, now)[0], &Outcome::Sent(3));
    let of = session(store, NORTH, "Harbour vote");
    store.remind(&reminder(NORTH, 9, &of, 30)).expect("set");
    refuse(store, HALL, now + hours(1));
    assert_eq!(claim(store, now + hours(1)).len(), 1);
}

pub(crate) fn where_no_channel_works_who_set_the_reminder_is_told(store: &dyn Store) {
    set(store, &[HALL, HALL]);
    refuse(store, HALL, due());
    let told = claim(store, due());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].target, Target::Direct(6), "the last who set one");
    settle(store, &told[0], &closed(due() + hours(6)));
    assert_eq!(paused(store).len(), 2);
    let other = claim(store, due());
    assert_eq!(
        other
            .iter()
            .map(|delivery| delivery.target)
            .collect::<Vec<_>>(),
        [Target::Direct(5)],
        "the notice goes elsewhere"
    );
}

pub(crate) fn who_closed_their_direct_messages_is_told_where_they_asked(store: &dyn Store) {
    set(store, &[Target::Direct(5)]);
    refuse(store, Target::Direct(5), due());
    let told = claim(store, due());
    assert_eq!((told.len(), told[0].target), (1, FOYER));
    let Notice::Paused(pause) = &told[0].notice else {
        panic!("{:?}", told[0].notice)
    };
    assert_eq!(pause.target, Target::Direct(5));
    settle(store, &told[0], &Outcome::Sent(1));
    // It is theirs to delete, with the notice that names them.
    let kept = store.kept(Whose::User(5)).expect("asked");
    assert_eq!((kept.reminders, kept.deliveries), (1, 2));
    store.delete(Whose::User(5)).expect("deleted");
    assert!(paused(store).is_empty());
    assert_eq!(store.kept(Whose::User(5)).expect("asked").deliveries, 0);
}

pub(crate) fn a_notice_of_what_works_again_is_not_sent(store: &dyn Store) {
    set(store, &[HALL, FOYER]);
    refuse(store, HALL, due());
    store.retry(NORTH, due()).expect("tried");
    let claimed = claim(store, due());
    let (probe, notice): (Vec<_>, Vec<_>) = claimed
        .into_iter()
        .partition(|delivery| delivery.target == HALL);
    settle(store, &probe[0], &Outcome::Sent(2));
    let wait = Outcome::Waiting {
        until: due(),
        error: "503".to_owned(),
        doubt: None,
    };
    settle(store, &notice[0], &wait);
    assert!(claim(store, due()).is_empty());
    assert!(undelivered(store, due()).is_empty());
}

pub(crate) fn a_paused_target_keeps_its_reminders_and_lists_them_when_it_works(store: &dyn Store) {
    set(store, &[HALL, HALL, FOYER]);
    refuse(store, HALL, due());
    claim(store, due())
        .iter()
        .for_each(|notice| settle(store, notice, &Outcome::Sent(2)));
    let give_up = |now: DateTime<Utc>| {
        store
            .give_up(Carrier::Discord, now - hours(2), now)
            .expect("given up")
    };
    assert_eq!(give_up(due() + hours(5)), 0, "they wait for the channel");
    let probe = due() + hours(6);
    assert_eq!(give_up(probe), 2);
    let list = claim(store, probe);
    assert_eq!(list.len(), 1);
    settle(store, &list[0], &closed(probe + hours(12)));
    // What falls due in the meantime joins the same list.
    let of = session(store, NORTH, "Harbour vote");
    store.remind(&reminder(NORTH, 8, &of, 30)).expect("set");
    assert_eq!(give_up(probe + hours(12)), 1);
    let list = claim(store, probe + hours(12));
    let Notice::Missed(missed) = &list[0].notice else {
        panic!("{:?}", list[0].notice)
    };
    assert_eq!((list.len(), missed.len()), (1, 3));
}

pub(crate) fn a_reminder_set_where_it_is_paused_tries_at_once(store: &dyn Store) {
    set(store, &[HALL, FOYER]);
    refuse(store, HALL, due());
    claim(store, due())
        .iter()
        .for_each(|notice| settle(store, notice, &Outcome::Sent(2)));
    let now = due() + hours(1);
    assert!(claim(store, now).is_empty());
    let of = session(store, NORTH, "Public hearing");
    let anew = NewReminder {
        target: HALL,
        ..reminder(NORTH, 5, &of, 0)
    };
    store.remind(&anew).expect("set");
    assert_eq!(claim(store, now).len(), 1);
}

pub(crate) fn what_may_have_come_is_told_once_and_not_sent(store: &dyn Store) {
    let set = set(store, &[HALL, HALL, FOYER]);
    // Both came to a bad end, one after another.
    let lost = Outcome::Waiting {
        until: due() + hours(1),
        error: "503".to_owned(),
        doubt: Some(due()),
    };
    drain(store, due(), &lost);
    let now = due() + hours(1);
    for _ in 0..2 {
        for delivery in claim(store, now) {
            let outcome = match delivery.target {
                HALL => unsure(now + TimeDelta::minutes(15)),
                _ => Outcome::Sent(1),
            };
            settle(store, &delivery, &outcome);
        }
    }
    let told = claim(store, now);
    assert_eq!((told.len(), told[0].target), (1, HALL));
    let Notice::Unsure(reminders) = &told[0].notice else {
        panic!("{:?}", told[0].notice)
    };
    assert_eq!(reminders.len(), 2);
    assert_eq!(reminders[0].no, set[0].no);
    settle(store, &told[0], &Outcome::Sent(2));
    // Looked for again, and still not seen: nobody is told again.
    let later = now + TimeDelta::minutes(15);
    settle(store, &claim(store, later)[0], &unsure(later + hours(1)));
    settle(store, &claim(store, later)[0], &Outcome::Sent(3));
    assert!(claim(store, later).is_empty());
    let left = undelivered(store, later);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].state, Standing::Unsure(later + hours(1)));
}

pub(crate) fn what_was_not_delivered_is_listed_newest_first_and_tried_again(store: &dyn Store) {
    set(
        store,
        &[HALL, FOYER, Target::Channel(7012), Target::Direct(9)],
    );
    let minute = due() + TimeDelta::minutes(1);
    assert_eq!(undelivered(store, minute), [], "a minute is not late");
    let of = session(store, NORTH, "Harbour vote");
    for before in [120, 30] {
        store
            .remind(&reminder(NORTH, 20, &of, before))
            .expect("set");
    }
    let now = due() + hours(1);
    assert_eq!(
        store
            .give_up(Carrier::Discord, due() - TimeDelta::minutes(1), now)
            .expect("given up"),
        1
    );
    for delivery in claim(store, due()) {
        let outcome = match delivery.target {
            HALL => closed(now + hours(6)),
            FOYER => Outcome::Blocked {
                error: "Discord refuses: Invalid Form Body.".to_owned(),
                payload: Some("{\"content\":\"x\"}".to_owned()),
            },
            Target::Channel(_) => Outcome::Waiting {
                until: now + hours(2),
                error: "503".to_owned(),
                doubt: None,
            },
            _ => Outcome::Sent(1),
        };
        settle(store, &delivery, &outcome);
    }
    let list = undelivered(store, now);
    let short: Vec<(&str, Target, &Standing)> = list
        .iter()
        .filter(|one| one.kind == "reminder")
        .map(|one| (one.title.as_deref().unwrap_or("-"), one.target, &one.state))
        .collect();
    assert_eq!(
        short,
        [
            // Due half an hour ago, and held up by the pause.
            ("Harbour vote", HALL, &Standing::Waiting(now + hours(6))),
            (
                "Harbour vote",
                Target::Channel(7012),
                &Standing::Waiting(now + hours(2))
            ),
            ("Harbour vote", FOYER, &Standing::Blocked),
            ("Harbour vote", HALL, &Standing::Waiting(now + hours(6))),
            ("Harbour vote", HALL, &Standing::Missed),
        ]
    );
    let one = |state: Standing| list.iter().find(|one| one.state == state).expect("listed");
    let blocked = one(Standing::Blocked);
    assert_eq!(blocked.payload.as_deref(), Some("{\"content\":\"x\"}"));
    let waits = one(Standing::Waiting(now + hours(2)));
    assert_eq!((waits.error.as_deref(), waits.attempts), (Some("503"), 1));
    let all = store.undelivered(None, now, now, ALL).expect("asked");
    assert_eq!(all.total, list.len());
    let south = store.undelivered(Some(SOUTH), now, now, ALL);
    assert_eq!(south.expect("asked").total, 0);
    assert_eq!(store.delivered(Some(NORTH), due()).expect("asked"), 1);
    assert_eq!(store.delivered(None, now + hours(1)).expect("asked"), 0);
    assert_eq!(store.delivered(Some(SOUTH), due()).expect("asked"), 0);
    assert_eq!(store.retry(SOUTH, now).expect("tried"), Retried::default());
    let retried = store.retry(NORTH, now).expect("tried");
    assert_eq!(retried.targets, 1);
    let mut tried: Vec<Target> = drain(store, now, &Outcome::Sent(2))
        .into_iter()
        .filter(|delivery| matches!(delivery.notice, Notice::Reminder(_)))
        .map(|delivery| delivery.target)
        .collect();
    tried.sort_by_key(|target| format!("{target:?}"));
    assert_eq!(tried, [HALL, HALL, FOYER, Target::Channel(7012)]);
}

pub(crate) fn what_ended_long_ago_is_forgotten_bit_by_bit(store: &dyn Store) {
    set(store, &[HALL, FOYER, HALL, FOYER]);
    for _ in 0..3 {
        settle(store, &claim_one(store, due()), &Outcome::Sent(1));
    }
    let waits = claim_one(store, due());
    let waiting = Outcome::Waiting {
        until: due() + hours(1),
        error: "503".to_owned(),
        doubt: None,
    };
    settle(store, &waits, &waiting);
    let prune = |before: DateTime<Utc>| store.prune(before, 2).expect("forgotten");
    assert_eq!(prune(due()), 0);
    let later = due() + TimeDelta::days(90);
    assert_eq!((prune(later), prune(later), prune(later)), (2, 1, 0));
    assert_eq!(claim(store, later)[0].no, waits.no, "what waits is kept");
    // What is to be listed is kept until the list is sent.
    store.release(Carrier::Discord).expect("released");
    let claimed = claim(store, later).remove(0);
    let absent = Outcome::Held {
        until: later,
        doubt: None,
    };
    settle(store, &claimed, &absent);
    assert_eq!(
        store
            .give_up(Carrier::Discord, later, later)
            .expect("given up"),
        1
    );
    let much_later = later + TimeDelta::days(90);
    assert_eq!(prune(much_later), 0);
    let list = claim(store, later).remove(0);
    settle(store, &list, &Outcome::Sent(2));
    assert_eq!(prune(much_later), 2);
    assert_eq!(
        store
            .undelivered(None, due(), much_later, ALL)
            .expect("asked")
            .total,
        0
    );
}
