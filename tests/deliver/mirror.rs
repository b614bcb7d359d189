//! Events of servers, driven step by step on a standing clock: made once whatever fails and wherever it crashes, and kept as
//! their sessions are.

use std::sync::Arc;

use chrono::TimeDelta;
use newsdesk::article::Article;
use newsdesk::clock::Clock;
use newsdesk::commands::Defaults;
use newsdesk::deliver::mirror::{Denied, Mirror};
use newsdesk::store::{Carrier, Notice, Outcome, Scope, Settings, Store, Target};
use serde_json::{Value, json};

use crate::home::{Home, at};
use crate::quay::{self, session};
use crate::wall::{Mode, Wall};

const SERVER: Scope = Scope(5);

fn article(sessions: Value) -> Article {
    serde_json::from_value(quay::article(&sessions)).expect("an article")
}

fn three() -> Value {
    json!([
        session("Hearing", "2026-03-20T10:00", &json!({})),
        session("Fair", "2026-03-21", &json!({})),
        session("Vote", "2026-03-22T17:00", &json!({})),
    ])
}

fn wants(store: &dyn Store, events: bool) {
    let settings = Settings {
        events: events.then_some(77),
        ..Settings::default()
    };
    store.set_settings(SERVER, &settings).expect("is set");
}

fn load(store: &dyn Store, sessions: Value) {
    store
        .load(Scope::EVERYONE, &article(sessions))
        .expect("loads");
}

fn mirror(store: Arc<dyn Store>, clock: &Clock, wall: &Wall) -> Mirror<Wall> {
    Mirror::new(store, clock.clone(), Defaults::default(), wall.clone())
}

/// Steps until there is nothing to do. True where the process ended at a request.
fn steps(mirror: &Mirror<Wall>, wall: &Wall) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        loop {
            tokio::select! {
                biased;
                () = wall.crashed.notified() => return true,
                step = mirror.step() => {
                    if step.expect("the store works") == 0 {
                        return false;
                    }
                }
            }
        }
    })
}

/// Runs, and starts again after a crash, until nothing is left to do and nothing waits.
fn settle(home: &Home, clock: &Clock, wall: &Wall) {
    let mut quiet = 0;
    let mut running = mirror(home.open(), clock, wall);
    for _ in 0..20 {
        let before = wall.with(|s| s.requests);
        if steps(&running, wall) {
            running = mirror(home.open(), clock, wall);
        }
        quiet = if wall.with(|s| s.requests) == before {
            quiet + 1
        } else {
            0
        };
        if quiet == 3 {
            return;
        }
        clock.set(clock.now() + TimeDelta::seconds(61));
    }
    panic!("it does not come to rest");
}

#[test]
fn a_fault_at_any_request_leaves_each_session_one_event_that_follows_it() {
    let mut struck = 0;
    for mode in [Mode::CrashBefore, Mode::CrashAfter, Mode::Lost, Mode::Down] {
        for fault in 0..14 {
            let what = format!("{mode:?} at request {fault}");
            let home = Home::new();
            let clock = Clock::standing(at("2026-03-10T09:00:00Z"));
            let wall = Wall::default();
            wall.with(|s| s.fault = Some((fault, mode)));
            let store = home.open();
            wants(store.as_ref(), true);
            load(store.as_ref(), three());
            settle(&home, &clock, &wall);
            let all = ["Fair 21 09:00", "Hearing 20 10:00", "Vote 22 17:00"];
            assert_eq!(wall.shows(), all, "{what}");
            load(
                store.as_ref(),
                json!([
                    session(
                        "Hearing",
                        "2026-03-27T11:00",
                        &json!({"status": "postponed", "was": "2026-03-20"})
                    ),
                    session("Fair", "2026-03-21", &json!({"status": "cancelled"})),
                    session("Vote", "2026-04", &json!({"precision": "month"})),
                ]),
            );
            settle(&home, &clock, &wall);
            let all = ["Fair 21 09:00 ✗", "Hearing 27 11:00"];
            assert_eq!(wall.shows(), all, "{what}");
            wants(store.as_ref(), false);
            settle(&home, &clock, &wall);
            assert_eq!(wall.shows(), ["Fair 21 09:00 ✗"], "{what}");
            assert_eq!(store.pinned(SERVER).expect("asked"), [], "{what}");
            let (made, requests) = wall.with(|s| (s.made, s.requests));
            assert_eq!(made, 3, "{what}");
            assert!(requests <= 14, "{what}: {requests} requests");
            struck += usize::from(requests > fault);
        }
    }
    assert!(struck >= 28, "the faults strike: {struck}");
}

#[test]
fn nothing_past_is_made_and_what_is_over_is_forgotten() {
    let home = Home::new();
    let clock = Clock::standing(at("2026-03-21T09:30:00Z"));
    let wall = Wall::default();
    let store = home.open();
    wants(store.as_ref(), true);
    load(store.as_ref(), three());
    settle(&home, &clock, &wall);
    // The hearing is over, and the morning of the fair has begun.
    assert_eq!(wall.shows(), ["Vote 22 17:00"]);
    clock.set(at("2026-03-23T09:00:00Z"));
    settle(&home, &clock, &wall);
    assert_eq!(store.pinned(SERVER).expect("asked"), []);
    assert_eq!(wall.shows(), ["Vote 22 17:00"], "it is left as it was");
}

#[test]
fn a_session_put_off_while_it_is_under_way_ends_and_has_another_event() {
    let home = Home::new();
    let clock = Clock::standing(at("2026-03-10T09:00:00Z"));
    let wall = Wall::default();
    let store = home.open();
    wants(store.as_ref(), true);
    load(
        store.as_ref(),
        json!([session(
            "Fair",
            "2026-03-21",
            &json!({"ends": "2026-03-23"})
        )]),
    );
    settle(&home, &clock, &wall);
    clock.set(at("2026-03-22T09:00:00Z"));
    load(
        store.as_ref(),
        json!([session(
            "Fair",
            "2026-03-28",
            &json!({"status": "postponed", "was": "2026-03-21"})
        )]),
    );
    settle(&home, &clock, &wall);
    assert_eq!(wall.shows(), ["Fair 21 09:00 ✗", "Fair 28 09:00"]);
}

/// What the managers are told by now, in the channel in which they asked for events; each once.
fn told(store: &dyn Store, clock: &Clock) -> Vec<String> {
    let due = store.claim(Carrier::Discord, clock.now(), 100);
    let due = due.expect("claims").into_iter();
    due.map(|delivery| {
        assert_eq!(delivery.target, Target::Channel(77));
        store
            .settle(&[(delivery.no, Outcome::Sent(1))])
            .expect("is noted");
        match delivery.notice {
            Notice::Events(error) => error,
            other => panic!("{other:?}"),
        }
    })
    .collect()
}

#[test]
fn a_server_that_is_full_or_refuses_is_left_alone_until_it_is_asked_again() {
    for (name, refuses, room, made) in [
        ("full", None, Some(2), 2),
        (
            "permission",
            Some(Denied::Server {
                error: "the server is full".to_owned(),
            }),
            None,
            0,
        ),
    ] {
        let home = Home::new();
        let clock = Clock::standing(at("2026-03-10T09:00:00Z"));
        let wall = Wall::default();
        wall.with(|s| (s.refuses, s.room) = (refuses, room));
        let store = home.open();
        wants(store.as_ref(), true);
        load(store.as_ref(), three());
        settle(&home, &clock, &wall);
        let requests = wall.with(|s| s.requests);
        assert!(requests <= 4, "{name}: {requests}");
        let pause = store.pause(SERVER).expect("asked").expect("is paused");
        assert_eq!(pause.error, "the server is full");
        assert_eq!(wall.with(|s| s.made), made, "{name}");
        // Another article, another start: nothing is asked.
        let more = json!([session("Walk", "2026-03-25", &json!({}))]);
        let mut walk = article(more);
        walk.id = "walk".to_owned();
        store.load(Scope::EVERYONE, &walk).expect("loads");
        settle(&home, &clock, &wall);
        assert_eq!(wall.with(|s| s.requests), requests, "{name}");
        assert_eq!(
            told(store.as_ref(), &clock),
            ["the server is full"],
            "{name}"
        );
        // The managers made room, and ask again.
        wall.with(|s| (s.refuses, s.room) = (None, None));
        store.set_pause(SERVER, None).expect("is set");
        settle(&home, &clock, &wall);
        assert_eq!(
            (wall.shows().len(), wall.with(|s| s.made)),
            (4, 4),
            "{name}"
        );
        // Or a day goes by.
        wall.with(|s| {
            s.refuses = Some(Denied::Server {
                error: "again".to_owned(),
            })
        });
        load(
            store.as_ref(),
            json!([session("Fair", "2026-03-22", &json!({}))]),
        );
        settle(&home, &clock, &wall);
        assert!(store.pause(SERVER).expect("asked").is_some(), "{name}");
        assert_eq!(told(store.as_ref(), &clock), ["again"], "{name}");
        wall.with(|s| s.refuses = None);
        clock.set(clock.now() + TimeDelta::days(1));
        settle(&home, &clock, &wall);
        assert_eq!(store.pause(SERVER).expect("asked"), None, "{name}");
        assert_eq!(wall.shows(), ["Fair 22 09:00", "Walk 25 09:00"], "{name}");
    }
}

#[test]
fn an_event_that_a_manager_deletes_is_not_made_again() {
    let home = Home::new();
    let clock = Clock::standing(at("2026-03-10T09:00:00Z"));
    let wall = Wall::default();
    let store = home.open();
    wants(store.as_ref(), true);
    load(store.as_ref(), three());
    settle(&home, &clock, &wall);
    wall.with(|s| s.events.clear());
    load(
        store.as_ref(),
        json!([session("Hearing", "2026-03-21T10:00", &json!({}))]),
    );
    settle(&home, &clock, &wall);
    load(
        store.as_ref(),
        json!([session("Hearing", "2026-03-22T10:00", &json!({}))]),
    );
    settle(&home, &clock, &wall);
    assert_eq!(wall.with(|s| s.made), 3);
    assert!(wall.shows().is_empty());
}

#[test]
fn a_store_that_was_lost_finds_the_events_that_are_there() {
    let clock = Clock::standing(at("2026-03-10T09:00:00Z"));
    let wall = Wall::default();
    for _life in 0..2 {
        let home = Home::new();
        let store = home.open();
        wants(store.as_ref(), true);
        load(store.as_ref(), three());
        settle(&home, &clock, &wall);
        assert_eq!(store.pinned(SERVER).expect("asked").len(), 3);
    }
    assert_eq!((wall.shows().len(), wall.with(|s| s.made)), (3, 3));
}

#[test]
fn each_server_has_what_it_sees_and_what_is_deleted_leaves_no_event() {
    let home = Home::new();
    let clock = Clock::standing(at("2026-03-10T09:00:00Z"));
    let wall = Wall::default();
    let store = home.open();
    wants(store.as_ref(), true);
    let own = json!([session("Own", "2026-03-20", &json!({}))]);
    store.load(SERVER, &article(own)).expect("loads");
    let other = json!([session("Other", "2026-03-20", &json!({}))]);
    store.load(Scope(6), &article(other)).expect("loads");
    settle(&home, &clock, &wall);
    assert_eq!(wall.shows(), ["Own 20 09:00"]);
    let whose = newsdesk::store::Whose::Server(SERVER);
    store.delete(whose).expect("is deleted");
    let left = store.pinned(SERVER).expect("asked");
    assert!(
        left.iter()
            .all(|row| row.shown.is_empty() && !row.origin.0.contains("quay"))
    );
    settle(&home, &clock, &wall);
    assert!(wall.shows().is_empty());
    assert_eq!(store.pinned(SERVER).expect("asked"), []);
}
