//! What goes wrong between the bot and Discord, and what a member notices of it.

use serde_json::json;

use crate::local::fault::{Fault, Hold};
use crate::local::reply::Kind;
use crate::local::{Back, Discord};

/// The route of first answers.
const ANSWER: &str = "POST /interactions/*";

async fn koofi(d: &Discord, user: &str) -> Kind {
    let reply = d
        .slash(user, "general", "quote", &[("person", "koofi")])
        .await;
    assert!(
        reply.kind == Kind::Nothing || reply.shows("craft what is good for us"),
        "{}",
        reply.text()
    );
    reply.kind
}

#[tokio::test]
async fn an_answer_outlives_errors_and_cuts() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    for fault in [
        Fault::status(500),
        Fault::status(503).times(2),
        Fault::drop_before(),
        Fault::drop_after(),
        Fault::busy(0.05),
    ] {
        let before = d.messages("general").len();
        d.fault(ANSWER, fault);
        assert_eq!(koofi(&d, "alice").await, Kind::Message);
        d.faults_struck().await;
        assert_eq!(d.messages("general").len(), before + 1);
    }
}

#[tokio::test]
async fn a_slow_answer_of_discord_holds_nobody_else_up() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let hold = Hold::default();
    d.fault(ANSWER, hold.fault());
    assert_eq!(koofi(&d, "alice").await, Kind::Message);
    hold.arrived().await;
    assert_eq!(koofi(&d, "bob").await, Kind::Message);
    // Nobody knows whether the held answer arrived, so it is sent again; "has its answer" is then good news.
    let sent = d.requested(ANSWER, 3).await;
    assert_eq!(sent.iter().filter(|r| r.status == 400).count(), 1);
    hold.release();
    assert_eq!(d.messages("general").len(), 2);
}

#[tokio::test]
async fn the_bot_comes_back_after_every_kind_of_break() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    for broken in [d.drop_gateway(4000), d.reconnect(), d.cut_gateway()] {
        assert_eq!(d.back(broken).await, Back::Resumed);
        assert_eq!(koofi(&d, "alice").await, Kind::Message);
    }
    let broken = d.invalid_session(false);
    assert_eq!(d.back(broken).await, Back::Anew);
    assert_eq!(koofi(&d, "alice").await, Kind::Message);
    d.refuse_gateway(1);
    let broken = d.drop_gateway(4000);
    d.back(broken).await;
    assert_eq!(koofi(&d, "alice").await, Kind::Message);
}

#[tokio::test]
async fn commands_are_written_only_when_they_changed() {
    let d = Discord::start().await;
    let bot = d.start_bot(d.bot()).await;
    let writes = "P* /applications/*/commands*";
    assert_eq!(d.requested(writes, 1).await.len(), 1);
    assert_eq!(bot.terminate().await.code, Some(0));
    let read = d.requests("GET /applications/*/commands*").len();
    let bot = d.start_bot(bot.setup.clone()).await;
    d.requested("GET /applications/*/commands*", read + 1).await;
    assert_eq!(koofi(&d, "alice").await, Kind::Message);
    assert_eq!(bot.terminate().await.code, Some(0));
    assert_eq!(d.requests(writes).len(), 1, "nothing had changed");
    d.hub
        .with(|w| w.commands[0]["description"] = "Of an older version".into());
    let _bot = d.start_bot(bot.setup.clone()).await;
    d.requested(writes, 2).await;
    assert!(
        d.commands()
            .iter()
            .all(|c| c["description"] != "Of an older version")
    );
}

#[tokio::test]
async fn a_wrong_token_is_one_sentence_and_a_code() {
    let d = Discord::start().await;
    let ended = d
        .bot()
        .env("DISCORD_TOKEN", "wrong.token.here")
        .spawn()
        .ended()
        .await;
    assert_eq!(ended.code, Some(3), "{}", ended.log);
    let said: Vec<&str> = ended
        .log
        .lines()
        .filter(|line| line.contains("token"))
        .collect();
    assert_eq!(said.len(), 1, "{}", ended.log);
    assert!(
        !ended.log.contains("wrong.token.here"),
        "the token is not printed"
    );
}

#[tokio::test]
async fn no_token_is_one_sentence_and_a_code() {
    let d = Discord::start().await;
    let ended = d.bot().env("DISCORD_TOKEN", "").spawn().ended().await;
    assert_eq!(ended.code, Some(2), "{}", ended.log);
    assert!(ended.log.contains("DISCORD_TOKEN"), "{}", ended.log);
}

#[tokio::test]
async fn a_token_that_is_taken_back_ends_the_bot() {
    let d = Discord::start().await;
    let bot = d.start_bot(d.bot()).await;
    d.drop_gateway(4004);
    let ended = bot.ended().await;
    assert_eq!(ended.code, Some(3), "{}", ended.log);
}

#[tokio::test]
async fn a_discord_out_of_reach_is_one_sentence_and_a_code() {
    let d = Discord::start().await;
    // A port that was free a moment ago and that nothing listens on.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|l| l.local_addr())
        .expect("loopback");
    let ended = d
        .bot()
        .env("NEWSDESK_DISCORD_API", &format!("http://{free}"))
        .spawn()
        .ended()
        .await;
    assert_eq!(ended.code, Some(4), "{}", ended.log);
}

#[tokio::test]
async fn sigterm_ends_it_cleanly() {
    let d = Discord::start().await;
    let bot = d.start_bot(d.bot()).await;
    assert_eq!(koofi(&d, "alice").await, Kind::Message);
    let ended = bot.terminate().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert!(!ended.log.contains("panicked"), "{}", ended.log);
    assert!(
        !ended.log.contains("WARN") && !ended.log.contains("ERROR"),
        "{}",
        ended.log
    );
    assert!(!ended.log.contains('\u{1b}'), "colours are for terminals");
}

#[tokio::test]
async fn one_server_does_not_see_what_another_set() {
    let d = Discord::start().await;
    d.add_guild("embassy", &["lobby"]);
    let _bot = d.start_bot(d.bot()).await;
    d.slash("mona", "general", "settings", &[("timezone", "Kabul")])
        .await;
    d.slash(
        "alice",
        "general",
        "remind",
        &[("session", "joint pak"), ("before", "1h")],
    )
    .await;
    let settings = d.slash("mona", "lobby", "settings", &[]).await;
    assert!(!settings.shows("Asia/Kabul"), "{}", settings.text());
    let everyone = d
        .slash("mona", "lobby", "reminders", &[("of", "everyone")])
        .await;
    assert!(!everyone.shows("Joint Pak"), "{}", everyone.text());
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_warned_of() {
    let d = Discord::start().await;
    let bot = d.start_bot(d.bot()).await;
    d.send_event(
        "INTERACTION_CREATE",
        &json!({"id": "7", "type": 2, "token": "half of an event"}),
    );
    assert_eq!(
        koofi(&d, "alice").await,
        Kind::Message,
        "the next one is answered"
    );
    let ended = bot.terminate().await;
    let warned = ended
        .log
        .lines()
        .any(|l| l.contains("WARN") && l.contains("could not be read"));
    assert!(warned, "{}", ended.log);
}

#[tokio::test]
async fn a_discord_in_trouble_at_the_start_is_waited_for() {
    let d = Discord::start().await;
    d.fault("GET /gateway/bot", Fault::status(503).times(2));
    d.fault("GET /applications/*/commands", Fault::status(500));
    d.fault("PUT /applications/*/commands", Fault::drop_before());
    let _bot = d.start_bot(d.bot()).await;
    assert_eq!(koofi(&d, "alice").await, Kind::Message);
    d.faults_struck().await;
    let known = newsdesk::commands::manifests().iter();
    let known: usize = known.map(|m| 1 + usize::from(m.message.is_some())).sum();
    assert_eq!(d.commands().len(), known);
}

#[tokio::test]
async fn many_members_at_once_are_all_answered() {
    let d = std::sync::Arc::new(Discord::start().await);
    let _bot = d.start_bot(d.bot()).await;
    let mut asking = tokio::task::JoinSet::new();
    for n in 0..60 {
        let d = d.clone();
        asking.spawn(async move { koofi(&d, &format!("member-{n}")).await });
    }
    let answers = asking.join_all().await;
    assert!(
        answers.iter().all(|kind| *kind == Kind::Message),
        "{answers:?}"
    );
    assert_eq!(d.messages("general").len(), 60);
}
