//! A bot that moves to another machine by `export` and `load`: what was sent is not sent again, what was not is not lost.

use std::time::Duration;

use serde_json::Value;

use crate::local::Discord;
use crate::local::bot::{Bot, Setup};
use crate::local::reply::text;
use crate::local::world::{BOT, CREATE_EVENTS};
use crate::moments::{DUE, EARLY, LATER};

/// A bot that is to remind `general` a day before and on the day.
async fn reminding(d: &Discord) -> Bot {
    let bot = d.start_bot(d.bot().now(EARLY)).await;
    let zone = [("timezone", "Asia/Karachi")];
    d.slash("mona", "general", "settings", &zone).await;
    remind(
        d,
        "general",
        &[("session", "joint pak"), ("before", "1d,start")],
    )
    .await;
    // From now on only what stands in the channel tells that something was sent.
    d.nonce_window(Duration::ZERO);
    bot
}

async fn remind(d: &Discord, channel: &str, options: &[(&str, &str)]) {
    let reply = d.slash("mona", channel, "remind", options).await;
    assert!(reply.shows("remind"), "{}", reply.text());
}

fn export(setup: &Setup) -> String {
    let done = setup.run(&["export"]);
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// Another machine, with a store of its own.
fn elsewhere(setup: &Setup) -> Setup {
    let store = setup
        .file("elsewhere", "")
        .replace("elsewhere", "elsewhere.db");
    setup.clone().env("NEWSDESK_STORE", &store)
}

/// Loads an export; gives the last line that it says.
fn load(setup: &Setup, export: &str) -> String {
    let said = setup.load("export.json", export);
    said.lines().last().unwrap_or_default().to_owned()
}

/// How often the reminder stands in the channel.
fn reminders(d: &Discord) -> usize {
    let messages = d.messages("general");
    messages
        .iter()
        .filter(|message| text(&message.wire).contains("Reminder: Joint Pak"))
        .count()
}

#[tokio::test]
async fn an_export_comes_back_the_same_and_a_second_time_changes_nothing() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    remind(&d, "news", &[("session", "all"), ("before", "1d,2h")]).await;
    remind(
        &d,
        "general",
        &[("session", "joint pak"), ("before", "1h"), ("where", "dm")],
    )
    .await;
    // One is sent, one is refused and waits: both go along.
    d.bot_may("news", 0);
    let bot = d.restart(bot, DUE).await;
    d.message("general", "Reminder: Joint Pak").await;
    bot.logged("a channel is paused").await;
    assert_eq!(bot.terminate().await.code, Some(0));
    let first = export(&bot.setup);
    for part in [
        "Asia/Karachi",
        "\"sent\"",
        "\"waiting\"",
        "\"paused\": [\n        {",
        "\"standing\": [\n        {",
    ] {
        assert!(first.contains(part), "{part} in\n{first}");
    }
    let other = elsewhere(&bot.setup);
    let said = load(&other, &first);
    assert!(said.contains("are new"), "{said}");
    let second = export(&other);
    let differ: Vec<(&str, &str)> = first
        .lines()
        .zip(second.lines())
        .filter(|(first, second)| first != second)
        .collect();
    assert_eq!(first.lines().count(), second.lines().count());
    // What waits may have been sent since the export: it is marked to be looked for, and nothing else is changed.
    assert!(!differ.is_empty(), "one waits");
    for (first, second) in differ {
        assert!(
            first.ends_with("\"doubt\": null,") && second.contains("\"doubt\": \"2025-09-29T"),
            "{first} {second}"
        );
    }
    let said = load(&other, &first);
    assert!(said.ends_with("were there, the same."), "{said}");
    assert_eq!(export(&other), second);
}

#[tokio::test]
async fn what_was_sent_after_the_export_is_found_and_not_sent_again() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    let old = export(&bot.setup);
    let bot = d.restart(bot, DUE).await;
    d.message("general", "Reminder: Joint Pak").await;
    assert_eq!(bot.terminate().await.code, Some(0));
    let other = elsewhere(&bot.setup).now(LATER);
    load(&other, &old);
    let bot = d.start_bot(other).await;
    bot.logged("had been sent before").await;
    assert_eq!(reminders(&d), 1);
    // The one of the day itself comes from the new place.
    let _bot = d.restart(bot, "2025-09-30T09:00:01+05:00").await;
    d.hub
        .until("the second reminder", |w| {
            let sent =
                |m: &&crate::local::world::Message| text(&m.wire).contains("Reminder: Joint Pak");
            (w.messages.iter().filter(sent).count() == 2).then_some(())
        })
        .await;
}

#[tokio::test]
async fn what_was_not_sent_before_the_move_comes_from_the_new_place() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    bot.kill().await;
    let other = elsewhere(&bot.setup).now(LATER);
    load(&other, &export(&bot.setup));
    let bot = d.start_bot(other).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    assert!(text(&came.wire).contains("Late"), "{}", text(&came.wire));
    assert_eq!(bot.terminate().await.code, Some(0));
    assert_eq!(reminders(&d), 1);
}

#[tokio::test]
async fn a_later_export_tells_what_is_done_and_an_older_one_undoes_nothing() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    let old = export(&bot.setup);
    let other = elsewhere(&bot.setup);
    load(&other, &old);
    let bot = d.restart(bot, DUE).await;
    d.message("general", "Reminder: Joint Pak").await;
    assert_eq!(bot.terminate().await.code, Some(0));
    let said = load(&other, &export(&bot.setup));
    assert!(
        said.contains("1 message to be sent here had been sent elsewhere"),
        "{said}"
    );
    let said = load(&other, &old);
    assert!(said.ends_with("were there, the same."), "{said}");
    let now: Value = serde_json::from_str(&export(&other)).expect("is JSON");
    let states: Vec<&str> = now["servers"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|server| server["deliveries"].as_array().expect("a list"))
        .filter_map(|delivery| delivery["state"].as_str())
        .collect();
    assert_eq!(states, ["sent", "due"]);
}

#[tokio::test]
async fn the_events_of_a_server_go_along() {
    let d = Discord::start().await;
    d.set_now(EARLY);
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    let bot = d.start_bot(d.bot().now(EARLY)).await;
    d.slash("mona", "general", "settings", &[("events", "on")])
        .await;
    d.events_until("an event", |all| !all.is_empty()).await;
    assert_eq!(bot.terminate().await.code, Some(0));
    let first = export(&bot.setup);
    assert!(first.contains("\"mark\""), "{first}");
    let other = elsewhere(&bot.setup);
    load(&other, &first);
    assert_eq!(export(&other), first);
}
