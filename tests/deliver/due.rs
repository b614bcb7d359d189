//! When a delivery is sent, when it waits, and what it says.

use std::sync::Arc;

use newsdesk::article::{Article, Session, SessionStatus};
use newsdesk::clock::Clock;
use newsdesk::store::{Carrier, Scope, SessionQuery, When, Window};
use newsdesk::timex::Timex;

use crate::channel::{Channel, Next};
use crate::home::{CHANNEL, DUE, Home, Process, article, at, deliverer, set, steps, words};

#[test]
fn nothing_is_sent_before_it_is_due_and_once_after() {
    let home = Home::new();
    let store = set(&home, 1);
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(store, "2026-03-10T08:59:59Z", &channel);
    steps(&mut deliverer, &channel);
    assert_eq!(channel.messages().len(), 0);
    clock.set(at(DUE));
    steps(&mut deliverer, &channel);
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].target, CHANNEL);
    assert!(
        (1..=25).contains(&messages[0].nonce.len()),
        "{}",
        messages[0].nonce
    );
    assert!(words(&messages[0].answer).contains("Reminder: Harbour hearing 0"));
    assert!(!words(&messages[0].answer).contains("Late"));
}

#[test]
fn a_crash_again_and_again_still_leaves_one() {
    let home = Home::new();
    drop(set(&home, 1));
    let channel = Channel::default()
        .then(Next::WeCrash)
        .then(Next::TakesAndWeCrash)
        .then(Next::TakesAndWeCrash)
        .then(Next::WeCrash);
    for _ in 0..6 {
        let (mut deliverer, _) = deliverer(home.open(), DUE, &channel);
        steps(&mut deliverer, &channel);
    }
    assert_eq!(channel.messages().len(), 1);
}

#[test]
fn a_failure_waits_longer_each_time_and_keeps_the_row() {
    let home = Home::new();
    let store = set(&home, 1);
    let channel = Channel::default()
        .then(Next::Lost)
        .then(Next::TakesSilently)
        .then(Next::Busy(3600));
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    let mut waits = Vec::new();
    for _ in 0..3 {
        steps(&mut deliverer, &channel);
        let next = store
            .next_due(Carrier::Discord)
            .expect("the store works")
            .expect("it is still to be sent");
        waits.push((next - clock.now()).num_seconds());
        clock.set(next);
    }
    assert_eq!(waits, [5, 10, 3600]);
    steps(&mut deliverer, &channel);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("the store works"),
        None
    );
    assert_eq!(
        channel.messages().len(),
        1,
        "the silent one and the last are the same"
    );
}

#[test]
fn a_wait_is_never_over_a_quarter_of_an_hour() {
    let home = Home::new();
    let store = set(&home, 1);
    let mut channel = Channel::default();
    for _ in 0..20 {
        channel = channel.then(Next::Lost);
    }
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    let mut longest = 0;
    for _ in 0..20 {
        steps(&mut deliverer, &channel);
        let next = store
            .next_due(Carrier::Discord)
            .expect("the store works")
            .expect("it is still to be sent");
        longest = longest.max((next - clock.now()).num_seconds());
        clock.set(next);
    }
    assert_eq!(longest, 900);
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    let home = Home::new();
    let store = set(&home, 2);
    let channel = Channel::default().then(Next::Never);
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-10T12:00:00Z"));
    steps(&mut deliverer, &channel);
    assert_eq!(channel.messages().len(), 1, "the other one went through");
}

#[test]
fn within_the_grace_it_is_sent_late_and_says_so() {
    let home = Home::new();
    let channel = Channel::default();
    let (mut deliverer, _) = deliverer(set(&home, 1), "2026-03-10T14:59:00Z", &channel);
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 1);
    assert!(
        words(&messages[0].answer).contains("Late: this was due  2026-03-10T09:00:00+00:00"),
        "{}",
        words(&messages[0].answer)
    );
}

#[test]
fn beyond_the_grace_one_message_lists_them_all() {
    let home = Home::new();
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(set(&home, 13), "2026-03-10T15:00:01Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-11T15:00:01Z"));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 1);
    let words = words(&messages[0].answer);
    assert!(words.contains("Reminders that did not come"), "{words}");
    assert_eq!(words.matches("Harbour hearing").count(), 10);
    assert!(words.contains("and 3 more."), "{words}");
}

#[test]
fn the_console_and_the_bot_leave_each_others_letters_alone() {
    let home = Home::new();
    let store = set(&home, 1);
    let channel = Channel::default();
    let clock = Clock::standing(at(DUE));
    let mut console = Process::new(Arc::clone(&store), &clock, Carrier::Console, &channel);
    steps(&mut console, &channel);
    assert_eq!(channel.messages().len(), 0);
    let (mut bot, _) = deliverer(store, DUE, &channel);
    steps(&mut bot, &channel);
    assert_eq!(channel.messages().len(), 1);
}

/// A later article about the first hearing.
fn later_article(change: impl FnOnce(&mut Session)) -> Article {
    let mut article = article(1);
    article.id = "harbour-again".to_owned();
    article.published = Some("2026-03-05".parse().expect("a day"));
    article.sessions[0].title = "hearing 0 of the harbour".to_owned();
    change(&mut article.sessions[0]);
    article
}

#[test]
fn a_later_article_moves_the_session_and_whoever_asked_is_told_once() {
    let home = Home::new();
    let store = set(&home, 1);
    let moved = later_article(|session| {
        session.status = SessionStatus::Postponed;
        session.was = Some(Timex::new("2026-03-10").expect("a value"));
        session.starts = Timex::new("2026-03-24T10:00").expect("a value");
    });
    store.load(Scope::EVERYONE, &moved).expect("it loads");
    store.load(Scope::EVERYONE, &moved).expect("it loads again");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), "2026-03-05T12:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    let told = words(&channel.messages()[0].answer);
    assert!(
        told.starts_with("Moved: hearing 0 of the harbour"),
        "{told}"
    );
    assert!(
        told.contains("2026-03-10T10:00:00+00:00") && told.contains("2026-03-24T10:00:00+00:00"),
        "{told}"
    );
    // The reminder comes at the new time and not at the old one.
    clock.set(at("2026-03-10T09:30:00Z"));
    steps(&mut deliverer, &channel);
    assert_eq!(channel.messages().len(), 1);
    clock.set(at("2026-03-24T09:00:00Z"));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 2);
    assert!(words(&messages[1].answer).contains("Reminder: hearing 0 of the harbour"));
    let query = SessionQuery {
        when: When::All,
        article: None,
        now: clock.now(),
    };
    let all = store
        .sessions(Scope::EVERYONE, &query, Window { from: 0, count: 10 })
        .expect("it answers");
    assert_eq!(all.total, 1, "two articles, one session");
}

#[test]
fn a_session_called_off_is_told_at_once_and_by_its_reminders() {
    let home = Home::new();
    let store = set(&home, 1);
    let off = later_article(|session| session.status = SessionStatus::Cancelled);
    store.load(Scope::EVERYONE, &off).expect("it loads");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(store, "2026-03-05T12:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at(DUE));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].answer.title.starts_with("Cancelled: "));
    assert!(words(&messages[1].answer).contains("It is cancelled."));
}

#[test]
fn the_same_article_changed_moves_its_session_too() {
    let home = Home::new();
    let store = set(&home, 2);
    let mut changed = article(2);
    changed.sessions[0].starts = Timex::new("2026-03-10T15:00").expect("a value");
    // The second one is gone from the article, and somebody counts on it.
    changed.sessions.truncate(1);
    store.load(Scope::EVERYONE, &changed).expect("it loads");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(store, "2026-03-05T12:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-10T14:00:00Z"));
    steps(&mut deliverer, &channel);
    let mut titles: Vec<String> = channel
        .messages()
        .iter()
        .map(|letter| letter.answer.title.clone())
        .collect();
    titles.sort();
    assert_eq!(
        titles,
        [
            "Cancelled: Harbour hearing 1",
            "Moved: Harbour hearing 0",
            "Reminder: Harbour hearing 0",
            "Reminder: Harbour hearing 1"
        ]
    );
}
