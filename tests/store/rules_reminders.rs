//! Rules of every engine: sessions, settings, reminders, deliveries, privacy.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use newsdesk::article::SessionStatus;
use newsdesk::store::{
    Carrier, Delivery, Kept, NewReminder, Notice, Outcome, Reminder, Scope, Settings, Store,
    Target, When, Whose, Window,
};
use newsdesk::timex::Timex;

use crate::news::{
    ALL, NORTH, SOUTH, at, drain, ferry, harbour, meeting, reminder, session, sessions, settle,
};

const HOUR: u32 = 60;

fn titles(store: &dyn Store, scope: Scope, when: When) -> Vec<String> {
    sessions(store, scope, when)
        .into_iter()
        .map(|found| found.session.title)
        .collect()
}

fn claim(store: &dyn Store, now: &str) -> Vec<Delivery> {
    store
        .claim(Carrier::Discord, at(now), 100)
        .expect("claimed")
}

fn send(store: &dyn Store, now: &str) -> Vec<Delivery> {
    drain(store, at(now), &Outcome::Sent(9))
}

fn open(store: &dyn Store, scope: Scope) -> Vec<Reminder> {
    store.reminders(scope, None, ALL).expect("asked").items
}

fn timex(value: &str) -> Timex {
    Timex::new(value).expect(value)
}

/// A store with the harbour vote of 24 March, 10:00 in Lisbon, and a reminder an hour before.
fn set(store: &dyn Store) -> (NewReminder, Reminder) {
    store.load(NORTH, &harbour()).expect("loads");
    let asked = reminder(NORTH, 5, &session(store, NORTH, "Harbour vote"), HOUR);
    let (made, new) = store.remind(&asked).expect("set");
    assert!(new);
    (asked, made)
}

fn waiting(store: &dyn Store, delivery: &Delivery, until: &str) {
    let outcome = Outcome::Waiting {
        until: at(until),
        error: "503".to_owned(),
        doubt: None,
    };
    settle(store, delivery, &outcome);
}

pub(crate) fn sessions_are_upcoming_until_their_last_day_is_over(store: &dyn Store) {
    store.load(Scope::EVERYONE, &ferry()).expect("loads");
    let mut article = harbour();
    article.sessions[0].starts = timex("2026-03-09T10:00");
    article.sessions[1].starts = timex("2026-03-10");
    store.load(NORTH, &article).expect("loads");
    // The now of these lists is 8 in the morning of 10 March, UTC.
    assert_eq!(
        titles(store, NORTH, When::Upcoming),
        ["Public hearing", "First crossing"]
    );
    assert_eq!(titles(store, NORTH, When::Past), ["Harbour vote"]);
    assert_eq!(
        titles(store, NORTH, When::All),
        ["First crossing", "Public hearing", "Harbour vote"]
    );
    assert_eq!(titles(store, SOUTH, When::All), ["First crossing"]);
    let hidden = session(store, NORTH, "Harbour vote").no;
    assert_eq!(store.session(SOUTH, hidden).expect("asked"), None);
    article.sessions[1].status = SessionStatus::Cancelled;
    article.sessions[0].ends = Some(timex("2026-03-11"));
    store.load(NORTH, &article).expect("loads");
    assert_eq!(
        titles(store, NORTH, When::Upcoming),
        ["Harbour vote", "First crossing"]
    );
    article.sessions[0].status = SessionStatus::Past;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(titles(store, NORTH, When::Upcoming), ["First crossing"]);
    assert_eq!(titles(store, NORTH, When::Past), ["Harbour vote"]);
}

pub(crate) fn a_session_without_a_known_day_is_neither_to_come_nor_over(store: &dyn Store) {
    let mut article = meeting("someday", "FUTURE_REF");
    store.load(NORTH, &article).expect("loads");
    assert_eq!(titles(store, NORTH, When::Upcoming), [""; 0]);
    assert_eq!(titles(store, NORTH, When::Past), [""; 0]);
    assert_eq!(titles(store, NORTH, When::All), ["Ward meeting"]);
    article.sessions[0].status = SessionStatus::Past;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(titles(store, NORTH, When::Past), ["Ward meeting"]);
}

/// Takes the notices of moved sessions that are waiting, as sent.
fn told(store: &dyn Store) -> usize {
    let notices = send(store, "2026-03-01T00:00:00Z");
    for delivery in &notices {
        assert!(matches!(delivery.notice, Notice::Moved { .. }));
    }
    notices.len()
}

pub(crate) fn a_session_that_moves_keeps_its_number_and_its_reminders_follow(store: &dyn Store) {
    let (asked, made) = set(store);
    assert_eq!(made.asked.due, at("2026-03-24T09:00:00Z"));
    // The morning of the hearing, of which only the day is known.
    let hearing = reminder(NORTH, 5, &session(store, NORTH, "Public hearing"), 0);
    let hearing = store.remind(&hearing).expect("set").0;
    assert_eq!(hearing.asked.due, at("2026-03-20T08:00:00Z"));
    let mut moved = harbour();
    // After the clocks have changed.
    moved.sessions[0].starts = timex("2026-04-02T11:30");
    moved.sessions[1].starts = timex("2026-04-01");
    store.load(NORTH, &moved).expect("loads");
    assert_eq!(told(store), 2);
    let now = store
        .reminder(NORTH, made.no)
        .expect("asked")
        .expect("still set");
    assert_eq!(now.session.no, asked.session);
    assert_eq!(now.session.session.starts, timex("2026-04-02T11:30"));
    assert_eq!(now.asked.wall.to_string(), "2026-04-02 10:30:00");
    assert_eq!(now.asked.due, at("2026-04-02T09:30:00Z"));
    let hearing = store
        .reminder(NORTH, hearing.no)
        .expect("asked")
        .expect("still set");
    assert_eq!(hearing.asked.due, at("2026-04-01T07:00:00Z"));
    assert!(claim(store, "2026-03-31T23:00:00Z").is_empty());
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(hearing.asked.due)
    );
    assert_eq!(send(store, "2026-04-01T07:00:00Z").len(), 1);
    assert_eq!(send(store, "2026-04-02T09:30:00Z").len(), 1);
}

pub(crate) fn a_session_that_moves_there_and_back_is_reminded_of_again(store: &dyn Store) {
    let (_, made) = set(store);
    let sent = claim(store, "2026-03-24T09:00:00Z");
    settle(store, &sent[0], &Outcome::Sent(1));
    let mut moved = harbour();
    moved.sessions[0].starts = timex("2026-03-26T10:00");
    store.load(NORTH, &moved).expect("loads");
    assert_eq!(told(store), 1);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(at("2026-03-26T10:00:00Z") - TimeDelta::hours(1))
    );
    assert_eq!(open(store, NORTH)[0].no, made.no);
    // Back to the time for which it was sent: loading works, and it is not sent for that time again.
    store.load(NORTH, &harbour()).expect("loads");
    assert_eq!(told(store), 1);
    assert!(claim(store, "2026-04-30T00:00:00Z").is_empty());
}

pub(crate) fn a_correction_of_what_is_long_over_sends_nothing(store: &dyn Store) {
    set(store);
    let sent = claim(store, "2026-03-24T09:00:00Z");
    settle(store, &sent[0], &Outcome::Sent(1));
    let mut corrected = harbour();
    corrected.sessions[0].starts = timex("2026-03-23T10:00");
    store.load(NORTH, &corrected).expect("loads");
    corrected.sessions[0].starts = timex("2026-03-25T10:00");
    corrected.sessions[0].status = SessionStatus::Past;
    store.load(NORTH, &corrected).expect("loads");
    assert_eq!(store.next_due(Carrier::Discord).expect("asked"), None);
}

pub(crate) fn a_session_that_is_gone_stays_as_cancelled_for_those_who_asked(store: &dyn Store) {
    let (asked, made) = set(store);
    let mut gone = harbour();
    gone.sessions.clear();
    store.load(NORTH, &gone).expect("loads");
    let kept = store
        .session(NORTH, asked.session)
        .expect("asked")
        .expect("kept");
    assert_eq!(kept.session.status, SessionStatus::Cancelled);
    assert_eq!(titles(store, NORTH, When::All), ["Harbour vote"]);
    assert_eq!(store.whole(NORTH).expect("asked"), [gone]);
    assert_eq!(open(store, NORTH)[0].no, made.no);
    assert_eq!(told(store), 1);
    let delivery = claim(store, "2026-03-24T09:00:00Z").remove(0);
    let Notice::Reminder(told) = delivery.notice else {
        panic!("a reminder")
    };
    assert_eq!(told.session.session.status, SessionStatus::Cancelled);
    // It comes back as it was.
    store.load(NORTH, &harbour()).expect("loads");
    let back = session(store, NORTH, "Harbour vote");
    assert_eq!(
        (back.no, back.session.status),
        (asked.session, SessionStatus::Scheduled)
    );
}

pub(crate) fn of_sessions_with_one_title_the_date_tells_which_is_gone(store: &dyn Store) {
    let mut article = meeting("series", "2026-03-20T10:00");
    for starts in ["2026-03-27T10:00", "2026-04-03T10:00"] {
        let mut next = article.sessions[0].clone();
        next.starts = timex(starts);
        article.sessions.push(next);
    }
    let mut second = article.sessions[0].clone();
    second.title = "Ward meeting 2".to_owned();
    article.sessions.push(second);
    store.load(NORTH, &article).expect("loads");
    assert_eq!(sessions(store, NORTH, When::All).len(), 4);
    let nos = |store: &dyn Store| -> Vec<(String, i64)> {
        let all = sessions(store, NORTH, When::All);
        let mut all: Vec<(String, i64)> = all
            .iter()
            .filter(|found| found.session.title == "Ward meeting")
            .map(|found| (found.session.starts.to_string(), found.no.0))
            .collect();
        all.sort();
        all
    };
    let before = nos(store);
    for found in sessions(store, NORTH, When::All) {
        store
            .remind(&reminder(NORTH, 5, &found, HOUR))
            .expect("set");
    }
    article.sessions.remove(0);
    store.load(NORTH, &article).expect("loads");
    assert_eq!(nos(store), before);
    let first = sessions(store, NORTH, When::All)
        .into_iter()
        .find(|found| found.no.0 == before[0].1)
        .expect("kept");
    assert_eq!(first.session.status, SessionStatus::Cancelled);
    let due: HashSet<DateTime<Utc>> = open(store, NORTH)
        .iter()
        .map(|reminder| reminder.asked.due)
        .collect();
    assert_eq!(due.len(), 3);
}

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

pub(crate) fn a_reminder_is_there_once(store: &dyn Store) {
    let (mut asked, made) = set(store);
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
    let (asked, made) = set(store);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(asked.due)
    );
    assert_eq!(store.next_due(Carrier::Console).expect("asked"), None);
    assert!(claim(store, "2026-03-24T08:59:59Z").is_empty());
    assert!(
        store
            .claim(Carrier::Console, asked.due, 10)
            .expect("asked")
            .is_empty()
    );
    let claimed = claim(store, "2026-03-24T09:00:00Z");
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
    assert!(claim(store, "2026-03-25T00:00:00Z").is_empty());
    assert_eq!(store.next_due(Carrier::Discord).expect("asked"), None);
}

pub(crate) fn a_claim_takes_the_longest_due_first(store: &dyn Store) {
    let (asked, _) = set(store);
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
        .chain(claim(store, "2026-03-26T00:00:00Z"))
        .map(|delivery| delivery.nonce)
        .collect();
    assert_eq!(nonces.len(), 5);
}

pub(crate) fn a_target_is_given_one_at_a_time_in_order(store: &dyn Store) {
    let (asked, _) = set(store);
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
    let (_, made) = set(store);
    let delivery = claim(store, "2026-03-24T09:00:00Z").remove(0);
    settle(store, &delivery, &Outcome::Sent(77));
    assert_eq!(store.release(Carrier::Discord).expect("released"), 0);
    assert!(claim(store, "2026-04-24T09:00:00Z").is_empty());
    assert!(open(store, NORTH).is_empty());
    assert_eq!(store.reminder(NORTH, made.no).expect("asked"), None);
    // What is done stays done.
    waiting(store, &delivery, "2026-03-24T09:01:00Z");
    assert!(claim(store, "2026-04-24T09:00:00Z").is_empty());
}

pub(crate) fn what_failed_waits_and_keeps_its_nonce(store: &dyn Store) {
    set(store);
    let first = claim(store, "2026-03-24T09:00:00Z").remove(0);
    waiting(store, &first, "2026-03-24T09:05:00Z");
    assert_eq!(open(store, NORTH).len(), 1);
    assert!(claim(store, "2026-03-24T09:04:59Z").is_empty());
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(at("2026-03-24T09:05:00Z"))
    );
    let second = claim(store, "2026-03-24T09:05:00Z").remove(0);
    assert_eq!(
        (second.no, &second.nonce, second.attempts),
        (first.no, &first.nonce, 2)
    );
    assert_eq!(second.due, first.due);
}

pub(crate) fn what_was_being_sent_in_a_crash_is_released(store: &dyn Store) {
    set(store);
    let first = claim(store, "2026-03-24T09:00:00Z").remove(0);
    assert_eq!(store.release(Carrier::Console).expect("released"), 0);
    assert_eq!(store.release(Carrier::Discord).expect("released"), 1);
    let again = claim(store, "2026-03-24T09:00:01Z").remove(0);
    assert_eq!((again.no, again.nonce), (first.no, first.nonce));
}

pub(crate) fn what_is_blocked_is_not_tried_but_can_be_set_again(store: &dyn Store) {
    let (asked, _) = set(store);
    let delivery = claim(store, "2026-03-24T09:00:00Z").remove(0);
    let blocked = Outcome::Blocked {
        error: "400".to_owned(),
        payload: Some("{}".to_owned()),
    };
    settle(store, &delivery, &blocked);
    assert!(claim(store, "2026-03-25T09:00:00Z").is_empty());
    assert!(open(store, NORTH).is_empty());
    let (again, new) = store.remind(&asked).expect("set");
    assert!(new);
    assert_eq!(open(store, NORTH), [again]);
    assert_eq!(claim(store, "2026-03-24T09:00:00Z").len(), 1);
}

pub(crate) fn what_is_too_late_is_listed_once_for_each_target(store: &dyn Store) {
    let (asked, made) = set(store);
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
    let (_, made) = set(store);
    let delivery = claim(store, "2026-03-24T09:00:00Z").remove(0);
    assert!(!store.cancel(NORTH, made.no).expect("asked"));
    waiting(store, &delivery, "2026-03-24T09:05:00Z");
    assert!(store.cancel(NORTH, made.no).expect("asked"));
    assert!(!store.cancel(NORTH, made.no).expect("asked"));
    assert!(open(store, NORTH).is_empty());
    assert!(claim(store, "2026-03-25T09:00:00Z").is_empty());
    settle(store, &delivery, &Outcome::Sent(1));
}

pub(crate) fn what_a_member_deletes_is_gone_and_nothing_else(store: &dyn Store) {
    let (asked, _) = set(store);
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
    assert_eq!(claim(store, "2026-03-24T09:00:00Z").len(), 1);
}

pub(crate) fn what_a_server_deletes_is_gone_and_nothing_else(store: &dyn Store) {
    store.load(Scope::EVERYONE, &ferry()).expect("loads");
    let (asked, _) = set(store);
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
    let (asked, _) = set(store);
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
