//! What `newsdesk doctor` finds on Discord, and what it says to do. The local Discord answers on threads of its own meanwhile.

use chrono::TimeDelta;
use serde_json::Value;

use crate::local::Discord;
use crate::local::bot::{Bot, Setup};
use crate::local::fault::{Fault, POST};
use crate::local::world::{BOT, CREATE_EVENTS, SEND_MESSAGES, VIEW_CHANNEL};
use crate::moments::EARLY;

/// What the doctor printed, and its exit code.
struct Examined {
    code: Option<i32>,
    text: String,
}

impl Examined {
    fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.text.contains(word), "{word:?} in\n{}", self.text);
        }
    }

    /// The one line that begins so.
    fn line(&self, begins: &str) -> &str {
        let mut lines = self.text.lines().filter(|line| line.starts_with(begins));
        let line = lines
            .next()
            .unwrap_or_else(|| panic!("{begins:?} in\n{}", self.text));
        assert_eq!(lines.next(), None, "{}", self.text);
        line
    }
}

fn examine(setup: &Setup, arguments: &[&str]) -> Examined {
    let done = setup.run(&[&["doctor"], arguments].concat());
    assert!(done.stderr.is_empty(), "{done:?}");
    Examined {
        code: done.status.code(),
        text: String::from_utf8(done.stdout).expect("UTF-8"),
    }
}

/// A bot that is to remind `general` twice, `news` once and alice in private.
async fn reminding(d: &Discord) -> Bot {
    let bot = d.start_bot(d.bot().now(EARLY)).await;
    for (user, channel, options) in [
        (
            "alice",
            "general",
            [("before", "1d,start"), ("where", "here")],
        ),
        ("alice", "news", [("before", "start"), ("where", "here")]),
        ("alice", "general", [("before", "start"), ("where", "dm")]),
    ] {
        let options = [&[("session", "joint pak")], &options[..]].concat();
        let reply = d.slash(user, channel, "remind", &options).await;
        assert!(reply.shows("Reminder"), "{}", reply.text());
    }
    bot
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_all_is_well_it_says_what_it_looked_at() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    let found = examine(&bot.setup, &[]);
    found.says(&[
        "of the application Newsdesk, and lets it in: 1000 of 1000 starts are left today.",
        "ok    intents   Only GUILDS is asked for",
        "ok    clock     It agrees with Discord's.",
        "note  clock ",
        "NEWSDESK_NOW shifts it",
        "ok    fonts ",
        "ok    servers   It is in 1 server: desk.",
        "ok    channel   #general in “desk” (2 messages to come): all that is needed.",
        "ok    channel   #news in “desk” (1 message to come): all that is needed.",
        "note  direct    1 member will get direct messages",
    ]);
    assert!(!found.text.contains("FIX"), "{}", found.text);
    assert_eq!(found.code, Some(0));
    assert!(d.requests("POST /channels/*").is_empty(), "it only asks");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_in_a_channel_is_named_with_the_channel() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    d.bot_may("general", VIEW_CHANNEL | SEND_MESSAGES | 1 << 16);
    d.bot_may("news", 0);
    let found = examine(&bot.setup, &[]);
    assert_eq!(found.code, Some(1));
    found.says(&[
        "FIX   channel   #general in “desk” (2 messages to come): “Embed Links”, “Attach Files” are missing; give the bot's role them there",
        "FIX   channel   #news in “desk” (1 message to come): “View Channels” is missing; give the bot's role it there",
    ]);
    d.remove_channel("news");
    let found = examine(&bot.setup, &[]);
    found.says(&["there is no such channel any more"]);
    d.leave("desk");
    let found = examine(&bot.setup, &[]);
    found.says(&[
        "note  servers   It is in none",
        "the bot is not in its server any more",
    ]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_off_and_intents_that_nobody_needs_are_told() {
    let d = Discord::start().await;
    d.hub.with(|w| {
        w.ahead = TimeDelta::seconds(200);
        w.flags = 1 << 15 | 1 << 18;
    });
    let found = examine(&d.bot(), &[]);
    assert_eq!(found.code, Some(1));
    let clock = found.line("FIX   clock");
    assert!(
        clock.contains(" behind Discord's") && clock.contains("too late"),
        "{clock}"
    );
    assert!(
        clock.contains("3 min 2") || clock.contains("3 min 1"),
        "{clock}"
    );
    let intents = found.line("note  intents");
    assert!(
        intents.contains("Server Members, Message Content") && !intents.contains("Presence"),
        "{intents}"
    );
    d.hub.with(|w| w.ahead = TimeDelta::seconds(-3600));
    let found = examine(&d.bot(), &[]);
    found.says(&["1 h ahead of Discord's", "too early"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_gets_one_object() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    d.bot_may("news", VIEW_CHANNEL);
    let found = examine(&bot.setup, &["--json"]);
    let read: Value = serde_json::from_str(&found.text).expect("is JSON");
    assert_eq!((found.code, &read["exit"]), (Some(1), &Value::from(1)));
    let findings = read["findings"].as_array().expect("a list");
    let of = |what: &str| {
        findings
            .iter()
            .filter(|f| f["what"] == what)
            .collect::<Vec<_>>()
    };
    let news = d.hub.with(|w| w.channel("news").id.to_string());
    let lacks = of("channel");
    let lacks = lacks
        .iter()
        .find(|f| f["channel"] == news)
        .expect("is there");
    assert_eq!(lacks["level"], "fix");
    assert_eq!(
        (&lacks["name"], &lacks["server"]),
        (&"news".into(), &"desk".into())
    );
    assert_eq!(lacks["missing"][0], "Send Messages");
    assert_eq!(lacks["to_come"], 1);
    assert_eq!(of("servers")[0]["servers"][0]["name"], "desk");
    assert!(
        of("store")[0]["bytes"]
            .as_u64()
            .is_some_and(|bytes| bytes > 4096)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_discord_is_away_it_is_one_sentence() {
    let d = Discord::start().await;
    let setup = d.bot();
    d.fault("GET /gateway/bot", Fault::status(503).times(usize::MAX));
    let found = examine(&setup, &[]);
    assert_eq!(found.code, Some(4));
    let line = found.line("FIX ");
    assert!(
        line.contains("discord") && line.contains("discordstatus.com"),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_does_not_answer_leaves_the_rest() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    d.fault("GET /guilds/*/channels", Fault::status(404));
    let found = examine(&bot.setup, &[]);
    assert_eq!(found.code, Some(1));
    found.says(&[
        "Discord refuses",
        "run newsdesk doctor again",
        "ok    servers",
    ]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_bot_is_asked_how_it_is() {
    let d = Discord::start().await;
    let bot = d
        .start_bot(d.bot().env("NEWSDESK_METRICS", "127.0.0.1:0"))
        .await;
    let address = bot.address().await;
    d.send_event("INTERACTION_CREATE", &serde_json::json!({"id": "7"}));
    bot.logged("could not be read").await;
    let setup = bot.setup.clone().env("NEWSDESK_METRICS", &address);
    examine(&setup, &[]).says(&["ok    running ", "is well. It could not read 1 event"]);
    bot.terminate().await;
    examine(&setup, &[]).says(&["note  running   No Newsdesk answers at"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_channel_and_a_refused_message_are_told_with_the_reason() {
    let d = Discord::start().await;
    let bot = reminding(&d).await;
    let well = examine(&bot.setup, &[]);
    well.says(&["ok    delivery  Everything that was due has arrived."]);
    d.bot_may("news", VIEW_CHANNEL);
    d.fault(POST, Fault::status(400));
    let day = "2025-09-29T14:00:01+05:00";
    let bot = d.restart(bot, day).await;
    bot.logged("a delivery is blocked").await;
    let found = examine(&bot.setup, &[]);
    let blocked = found.line("FIX   delivery");
    for words in [
        "Reminder of “Joint Pak",
        "to #general (",
        "refused for good. Discord refuses",
        "Its message: {",
        "embeds",
    ] {
        assert!(blocked.contains(words), "{words}: {blocked}");
    }
    let bot = d.restart(bot, "2025-09-30T14:00:01+05:00").await;
    bot.logged("a channel is paused").await;
    let found = examine(&bot.setup, &[]);
    let paused = found.line("FIX   paused");
    for words in [
        "Nothing is sent to #news (",
        "Send Messages",
        "one message waits",
        "again 2025-",
    ] {
        assert!(paused.contains(words), "{words}: {paused}");
    }
    assert_eq!(found.code, Some(1));
    let read: Value =
        serde_json::from_str(&examine(&bot.setup, &["--json"]).text).expect("is JSON");
    let findings = read["findings"].as_array().expect("a list");
    let blocked = findings.iter().find(|f| f["state"] == "blocked");
    let payload = blocked.expect("is there")["payload"].as_str();
    let payload: Value = serde_json::from_str(payload.expect("is kept")).expect("is JSON");
    assert!(payload["embeds"].is_array(), "{payload}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_sessions_are_to_stand_as_events_it_says_whether_they_may() {
    let d = Discord::start().await;
    let bot = d.start_bot(d.bot()).await;
    let on = d
        .slash("mona", "general", "settings", &[("events", "on")])
        .await;
    assert!(on.shows("Create Events"), "{}", on.text());
    let found = examine(&bot.setup, &[]);
    let line = "FIX   events    Sessions as events of “desk”: “Create Events” is missing";
    found.says(&[line]);
    assert_eq!(found.code, Some(1));
    d.bot_may_everywhere("desk", BOT | CREATE_EVENTS);
    let found = examine(&bot.setup, &[]);
    found.says(&["ok    events    Sessions as events of “desk”: all that is needed."]);
}
