//! Sessions as members see them outside a channel: scheduled events of their server, and a file for their own calendar.

use serde_json::{Value, json};

use crate::local::Discord;
use crate::local::bot::{Bot, Setup};
use crate::local::fault::{Fault, Hold};
use crate::local::reply::{Reply, text};
use crate::local::world::{BOT, CREATE_EVENTS, PATIENCE};
use crate::quay::{self, session};

const NOW: &str = "2026-03-10T09:00:00Z";
/// The route that makes an event.
const MAKE: &str = "POST /guilds/*/scheduled-events";

fn load(setup: &Setup, sessions: &Value) {
    setup.load("quay.json", &quay::article(sessions).to_string());
}

/// A bot on the morning of 10 March 2026 that knows a hearing and a fair.
async fn bot(d: &Discord) -> Bot {
    d.set_now(NOW);
    let setup = d.bot().now(NOW);
    load(
        &setup,
        &json!([
            session(
                "Quay *hearing*",
                "2026-03-20T10:00",
                &json!({"place": "Town hall"})
            ),
            session("Quay fair", "2026-03-21", &json!({"ends": "2026-03-22"})),
        ]),
    );
    d.start_bot(setup).await
}

async fn set(d: &Discord, options: &[(&str, &str)]) -> Reply {
    d.slash("mona", "general", "settings", options).await
}

/// The settings, when they say that events are paused.
async fn paused(d: &Discord) -> Reply {
    let look = async {
        loop {
            let reply = set(d, &[]).await;
            if reply.shows("paused") {
                return reply;
            }
        }
    };
    let looked = tokio::time::timeout(PATIENCE, look).await;
    looked.expect("the settings say that events are paused")
}

fn named<'a>(events: &'a [Value], name: &str) -> &'a Value {
    let found = events.iter().find(|event| event["name"] == name);
    found.unwrap_or_else(|| panic!("no event {name}: {events:?}"))
}

#[tokio::test]
async fn sessions_stand_as_events_and_follow_what_becomes_of_them() {
    let d = Discord::start().await;
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    let running = bot(&d).await;
    let reply = set(&d, &[("events", "on")]).await;
    assert!(reply.shows("Create Events"), "{}", reply.text());
    let events = d.events_until("two events", |all| all.len() == 2).await;
    let hearing = named(&events, "Quay *hearing*");
    assert_eq!(hearing["entity_metadata"]["location"], "Town hall");
    assert_eq!(hearing["scheduled_start_time"], "2026-03-20T10:00:00Z");
    assert_eq!(hearing["scheduled_end_time"], "2026-03-20T11:00:00Z");
    let said = hearing["description"].as_str().expect("a text");
    assert!(
        said.contains("Coast Wire, 1 Mar 2026") && said.contains("https://coast.example/quay"),
        "{said}"
    );
    let fair = named(&events, "Quay fair");
    assert_eq!(fair["entity_metadata"]["location"], "See the article");
    assert_eq!(fair["scheduled_start_time"], "2026-03-21T09:00:00Z");
    assert_eq!(fair["scheduled_end_time"], "2026-03-23T00:00:00Z");
    load(
        &running.setup,
        &json!([
            session(
                "Quay *hearing*",
                "2026-03-27T10:00",
                &json!({"status": "postponed", "was": "2026-03-20"})
            ),
            session("Quay fair", "2026-03-21", &json!({"status": "cancelled"})),
        ]),
    );
    let moved = |all: &[Value]| {
        let there = |name: &str| all.iter().find(|event| event["name"] == name);
        there("Quay *hearing*")
            .is_some_and(|event| event["scheduled_start_time"] == "2026-03-27T10:00:00Z")
            && there("Quay fair").is_some_and(|event| event["status"] == 4)
    };
    d.events_until("the move and the cancellation", moved).await;
    let off = set(&d, &[("events", "off")]).await;
    assert!(off.shows("taken away"), "{}", off.text());
    d.events_until("the hearing to be taken away", |all| {
        all.iter().all(|event| event["status"] == 4)
    })
    .await;
    assert_eq!(d.events().1, 2, "each was made once");
}

#[tokio::test]
async fn killed_after_an_event_is_made_and_before_it_is_noted_makes_no_second() {
    let d = Discord::start().await;
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    let running = bot(&d).await;
    let hold = Hold::default();
    d.fault(MAKE, hold.fault());
    set(&d, &[("events", "on")]).await;
    hold.arrived().await;
    d.set_now("2026-03-10T09:01:00Z");
    let running = d.restart(running, "2026-03-10T09:01:00Z").await;
    d.events_until("both events", |all| all.len() == 2).await;
    hold.release();
    // What was made without being noted is followed all the same.
    load(
        &running.setup,
        &json!([
            session("Quay *hearing*", "2026-03-27T10:00", &json!({})),
            session("Quay fair", "2026-03-28", &json!({}))
        ]),
    );
    let moved = |all: &[Value]| {
        all.iter().all(|event| {
            let starts = event["scheduled_start_time"].as_str();
            starts.is_some_and(|starts| starts >= "2026-03-27")
        })
    };
    d.events_until("both to move", moved).await;
    assert_eq!(d.events().1, 2);
}

/// Both events were made, and of one the bot does not know it: the answer did not come.
async fn answer_lost() -> (Discord, Bot) {
    let d = Discord::start().await;
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    let running = bot(&d).await;
    d.fault(MAKE, Fault::drop_after());
    set(&d, &[("events", "on")]).await;
    d.faults_struck().await;
    d.events_until("both events", |all| all.len() == 2).await;
    (d, running)
}

#[tokio::test]
async fn an_answer_that_is_lost_is_looked_for_and_not_asked_again() {
    let (d, running) = answer_lost().await;
    d.set_now("2026-03-10T09:05:00Z");
    let _running = d.restart(running, "2026-03-10T09:05:00Z").await;
    // The one of which nothing is known is found by its mark, and written anew.
    d.requested("PATCH /guilds/*/scheduled-events/*", 1).await;
    assert_eq!(d.events().1, 2);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_makes_no_second_event() {
    let (d, running) = answer_lost().await;
    // An answer, but no list.
    d.fault("GET /guilds/*/scheduled-events", Fault::status(200));
    d.set_now("2026-03-10T09:05:00Z");
    let running = d.restart(running, "2026-03-10T09:05:00Z").await;
    running.logged("it is no list").await;
    d.set_now("2026-03-10T10:05:00Z");
    let _running = d.restart(running, "2026-03-10T10:05:00Z").await;
    d.requested("PATCH /guilds/*/scheduled-events/*", 1).await;
    assert_eq!(d.events().1, 2);
}

#[tokio::test]
async fn a_server_that_does_not_allow_it_is_told_what_to_do_and_left_alone() {
    let d = Discord::start().await;
    let _running = bot(&d).await;
    set(&d, &[("events", "on")]).await;
    d.requested(MAKE, 1).await;
    let reply = paused(&d).await;
    assert!(reply.shows("Create Events"), "{}", reply.text());
    assert_eq!(d.requests(MAKE).len(), 1);
    let told = d.message("general", "cannot keep events").await;
    assert!(text(&told.wire).contains("Create Events"));
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    let again = d.press("mona", told.id, "Try again").await;
    assert!(again.private, "{}", again.text());
    d.events_until("both events", |all| all.len() == 2).await;
    let reply = set(&d, &[]).await;
    assert!(!reply.shows("paused"), "{}", reply.text());
    let notices = d.messages("general");
    let notices = notices
        .iter()
        .filter(|m| text(&m.wire).contains("cannot keep events"));
    assert_eq!(notices.count(), 1);
}

#[tokio::test]
async fn a_full_server_gets_no_more_and_its_managers_read_why() {
    let d = Discord::start().await;
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    d.fill_events("desk", 99);
    let _running = bot(&d).await;
    set(&d, &[("events", "on")]).await;
    d.requested(MAKE, 2).await;
    let reply = paused(&d).await;
    assert!(reply.shows("which is 100"), "{}", reply.text());
    assert_eq!((d.events().1, d.requests(MAKE).len()), (1, 2));
}

#[tokio::test]
async fn in_a_direct_conversation_there_are_no_events() {
    let d = Discord::start().await;
    let _running = bot(&d).await;
    let reply = d
        .slash("alice", "@alice", "settings", &[("events", "on")])
        .await;
    assert!(reply.shows("belong to a server"), "{}", reply.text());
}

#[tokio::test]
async fn sessions_come_with_a_file_for_the_calendar() {
    let d = Discord::start().await;
    let _running = bot(&d).await;
    let reply = d.slash("alice", "general", "sessions", &[]).await;
    let files = d
        .hub
        .with(|w| w.message_files(reply.message.expect("a message")));
    assert_eq!(files, ["sessions.ics"]);
    let sent = d.requests("POST /interactions/*");
    let file = &sent.last().expect("an answer").body["data"]["attachments"][0];
    let said = file["description"].as_str().expect("words");
    assert!(said.contains("Quay fair, 21 Mar 2026"), "{said}");
}
