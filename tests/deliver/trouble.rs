//! The machine's own troubles: a disk that takes nothing more, a locked file, a clock that jumps, an hour without Discord.

use std::sync::Arc;
use std::thread;

use chrono::TimeDelta;
use newsdesk::deliver::Did;
use newsdesk::store::{Carrier, Outcome, Standing, StoreError, Window};
use rusqlite::Connection;

use crate::channel::{Channel, Next};
use crate::home::{
    CHANNEL, DUE, Home, Process, advance, at, deliverer, set, steps, try_advance, words,
};

/// The reminders among the messages.
fn reminders(channel: &Channel) -> usize {
    let messages = channel.messages();
    let titles = messages.iter().map(|letter| &letter.answer.title);
    titles
        .filter(|title| title.starts_with("Reminder: "))
        .count()
}

/// Advances until the store fails; the sentence with which it does.
fn ails(process: &mut Process, channel: &Channel) -> String {
    for _ in 0..20 {
        match try_advance(process, channel).expect("nothing crashes here") {
            Ok(Did::Nothing) => break,
            Ok(_) => {}
            Err(error @ StoreError::Engine { .. }) => return error.to_string(),
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the store did not fail");
}

/// What a full disk refuses: one kind of write after another. SQLite rolls the statement back and says so, whether the
/// page or, as here, a rule of the file refuses it.
const WRITES: &[(&str, &str)] = &[
    (
        "claim",
        "BEFORE UPDATE ON deliveries WHEN new.state = 'sending'",
    ),
    (
        "note",
        "BEFORE UPDATE ON deliveries WHEN new.state = 'sent'",
    ),
    (
        "wait",
        "BEFORE UPDATE ON deliveries WHEN new.state = 'waiting'",
    ),
    ("anything", "BEFORE UPDATE ON deliveries"),
];

#[test]
fn a_disk_that_takes_nothing_more_loses_and_doubles_nothing() {
    for (name, what) in WRITES {
        for script in [Next::Takes, Next::TakesSilently, Next::Lost] {
            for restarts in [false, true] {
                let home = Home::new();
                let channel = Channel::default().then(script);
                let store = set(&home, 2);
                let file = Connection::open(home.path()).expect("opens");
                let refuse = format!(
                    "CREATE TRIGGER full {what} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
                );
                file.execute_batch(&refuse).expect("made");
                let (mut first, clock) = deliverer(store, DUE, &channel);
                for _ in 0..3 {
                    while let Some(Ok(did)) = try_advance(&mut first, &channel) {
                        if did == Did::Nothing {
                            break;
                        }
                    }
                }
                file.execute_batch("DROP TRIGGER full").expect("dropped");
                let (mut second, clock) = if restarts {
                    drop(first);
                    deliverer(home.open(), DUE, &channel)
                } else {
                    (first, clock)
                };
                for minutes in [20, 40] {
                    clock.set(at(DUE) + TimeDelta::minutes(minutes));
                    steps(&mut second, &channel);
                }
                assert_eq!(reminders(&channel), 2, "{name} {script:?} {restarts}");
            }
        }
    }
}

#[test]
fn while_nothing_can_be_written_nothing_is_sent() {
    let home = Home::new();
    let channel = Channel::default();
    let store = set(&home, 3);
    let file = Connection::open(home.path()).expect("opens");
    file.execute_batch("CREATE TRIGGER full BEFORE UPDATE ON deliveries WHEN new.state = 'sent' BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END").expect("made");
    let (mut first, _) = deliverer(store, DUE, &channel);
    for _ in 0..3 {
        let sentence = ails(&mut first, &channel);
        assert!(
            sentence.contains("settling deliveries") && sentence.contains("disk is full"),
            "{sentence}"
        );
    }
    assert_eq!(
        reminders(&channel),
        1,
        "the others wait for the first to be noted"
    );
}

#[test]
fn a_locked_file_is_waited_for() {
    let home = Home::new();
    let channel = Channel::default();
    let (mut first, _) = deliverer(set(&home, 1), DUE, &channel);
    assert_eq!(advance(&mut first, &channel), Some(Did::Resumed(0)));
    let other = Connection::open(home.path()).expect("opens");
    other.execute_batch("BEGIN EXCLUSIVE").expect("locked");
    // Held for longer than a connection waits: told in one sentence, and tried again.
    let sentence = ails(&mut first, &channel);
    assert!(sentence.contains("locked"), "{sentence}");
    assert_eq!(reminders(&channel), 0);
    // Let go while it waits.
    let (ready, go) = std::sync::mpsc::channel();
    let holder = thread::spawn(move || {
        go.recv().expect("told");
        other.execute_batch("COMMIT").expect("let go");
    });
    ready.send(()).expect("heard");
    steps(&mut first, &channel);
    holder.join().expect("ends");
    steps(&mut first, &channel);
    assert_eq!(reminders(&channel), 1);
}

#[test]
fn a_note_that_a_lock_holds_up_is_made_when_it_goes() {
    let home = Home::new();
    let channel = Channel::default();
    let (mut first, clock) = deliverer(set(&home, 1), DUE, &channel);
    while advance(&mut first, &channel) != Some(Did::Heard) {}
    let other = Connection::open(home.path()).expect("opens");
    other.execute_batch("BEGIN EXCLUSIVE").expect("locked");
    ails(&mut first, &channel);
    other.execute_batch("COMMIT").expect("let go");
    clock.set(at(DUE) + TimeDelta::hours(1));
    assert_eq!(advance(&mut first, &channel), Some(Did::Wrote(1)));
    steps(&mut first, &channel);
    assert_eq!(reminders(&channel), 1);
    assert_eq!(channel.asked(), (1, 0));
}

#[test]
fn a_clock_that_jumps_back_and_forward_sends_each_once() {
    for first in [-26, -3, 3, 26] {
        for second in [-26, -3, 3, 26] {
            let home = Home::new();
            let channel = Channel::default()
                .then(Next::TakesSilently)
                .then(Next::Lost);
            let (mut deliverer, clock) = deliverer(set(&home, 3), DUE, &channel);
            steps(&mut deliverer, &channel);
            for hours in [first, second] {
                clock.set(clock.now() + TimeDelta::hours(hours));
                steps(&mut deliverer, &channel);
            }
            // The right time again, and everything that waits.
            for minutes in [30, 60, 90] {
                clock.set(at(DUE) + TimeDelta::minutes(minutes));
                steps(&mut deliverer, &channel);
            }
            let told: Vec<String> = channel
                .messages()
                .iter()
                .map(|letter| words(&letter.answer))
                .collect();
            for hearing in 0..3 {
                let name = format!("Harbour hearing {hearing}");
                let times = told.iter().filter(|words| words.contains(&name)).count();
                assert_eq!(times, 1, "{first} {second}: {told:#?}");
            }
        }
    }
}

#[test]
fn a_clock_that_is_set_back_does_not_prolong_a_wait() {
    let home = Home::new();
    let channel = Channel::default().then(Next::Lost);
    let store = set(&home, 1);
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), "2026-03-10T13:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-10T10:00:00Z"));
    steps(&mut deliverer, &channel);
    assert_eq!(reminders(&channel), 1, "three hours are not five seconds");
}

#[test]
fn an_hour_without_discord_loses_nothing_and_asks_seldom() {
    let home = Home::new();
    let mut channel = Channel::default();
    for _ in 0..20 {
        channel = channel.then(Next::Lost);
    }
    let store = set(&home, 1);
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    let hour = at(DUE) + TimeDelta::hours(1);
    while clock.now() < hour {
        steps(&mut deliverer, &channel);
        let next = store.next_due(Carrier::Discord).expect("the store works");
        clock.set(next.expect("it is still to be sent"));
    }
    assert_eq!(reminders(&channel), 0);
    let (sends, looks) = channel.asked();
    assert!(sends + looks <= 13, "{sends} sends, {looks} looks");
    assert!(looks > 0, "after two minutes it looks before it sends");
    let since = at(DUE) - TimeDelta::days(7);
    let window = Window { from: 0, count: 9 };
    let told = store.undelivered(None, since, clock.now(), window);
    let told = &told.expect("the store works").items[0];
    assert!(matches!(told.state, Standing::Unsure(_)), "{told:?}");
    assert_eq!(told.error.as_deref(), Some("no answer"));
    // Discord is back.
    for _ in 0..12 {
        steps(&mut deliverer, &channel);
        clock.set(clock.now() + TimeDelta::minutes(15));
    }
    assert_eq!(reminders(&channel), 1);
}

#[test]
fn a_pause_everywhere_holds_what_was_claimed_and_what_falls_due() {
    let home = Home::new();
    let channel = Channel::default().then(Next::BusyEverywhere(60));
    let store = set(&home, 20);
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    steps(&mut deliverer, &channel);
    clock.set(at(DUE) + TimeDelta::seconds(59));
    steps(&mut deliverer, &channel);
    assert_eq!(channel.asked(), (1, 0));
    clock.set(at(DUE) + TimeDelta::seconds(61));
    while {
        steps(&mut deliverer, &channel);
        store.next_due(Carrier::Discord).expect("works").is_some()
    } {}
    assert_eq!(channel.asked(), (21, 0));
    assert_eq!(reminders(&channel), 20);
}

#[test]
fn a_busy_channel_is_asked_once_a_pause_however_much_waits_there() {
    let home = Home::new();
    let channel = Channel::default().then(Next::Busy(30));
    let store = set(&home, 40);
    let (mut deliverer, clock) = deliverer(store, DUE, &channel);
    for _ in 0..4 {
        steps(&mut deliverer, &channel);
    }
    assert_eq!(channel.asked(), (1, 0));
    clock.set(at(DUE) + TimeDelta::seconds(31));
    for _ in 0..4 {
        steps(&mut deliverer, &channel);
    }
    assert_eq!((channel.asked(), reminders(&channel)), ((41, 0), 40));
}

#[test]
fn a_closed_channel_is_asked_once_a_probe() {
    let home = Home::new();
    let channel = Channel::default();
    channel.close(CHANNEL, true);
    let (mut deliverer, clock) = deliverer(set(&home, 20), DUE, &channel);
    for hours in 0..72 {
        clock.set(at(DUE) + TimeDelta::hours(hours));
        steps(&mut deliverer, &channel);
    }
    // At 0, 6, 18, 42 and 66 hours, and one notice to whoever set them.
    assert_eq!(channel.asked(), (6, 0));
    channel.close(CHANNEL, false);
    clock.set(at(DUE) + TimeDelta::hours(90));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    let told: Vec<&str> = messages
        .iter()
        .map(|letter| letter.answer.title.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "Newsdesk cannot write in a channel",
            "Reminders that did not come"
        ]
    );
}

#[test]
fn a_stop_puts_back_what_is_not_sent() {
    let home = Home::new();
    let channel = Channel::default();
    let store = set(&home, 5);
    let (mut first, _) = deliverer(Arc::clone(&store), DUE, &channel);
    while advance(&mut first, &channel) != Some(Did::Heard) {}
    let stopped = first.deliverer.run(std::future::ready(()));
    first.runtime.block_on(stopped);
    assert_eq!(reminders(&channel), 1);
    assert_eq!(store.release(Carrier::Discord).expect("works"), 0);
    for _ in 0..4 {
        let claimed = store.claim(Carrier::Discord, at(DUE), 16).expect("works");
        assert_eq!(claimed.len(), 1);
        assert_eq!((claimed[0].attempts, claimed[0].doubt), (1, None));
        let sent = (claimed[0].no, Outcome::Sent(1));
        store.settle(&[sent]).expect("works");
    }
    assert_eq!(store.next_due(Carrier::Discord).expect("works"), None);
}
