//! The local Discord itself, tried with a bare serenity bot: what the other tests stand on.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use serenity::all::{ChannelId, CreateAllowedMentions, CreateMessage, Nonce};

use crate::local::fault::{Fault, Hold, POST};
use crate::local::limits::{Limits, Turn};
use crate::local::openapi::OpenApi;
use crate::local::reply::Kind;
use crate::local::{Back, Discord, rules};
use crate::ping;

struct Floor(tokio::task::JoinHandle<()>);

impl Drop for Floor {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn floor(d: &Discord) -> Floor {
    let (api, token) = (d.api(), d.token());
    let task = tokio::spawn(async move {
        if let Err(error) = ping::run(&api, &token).await {
            eprintln!("the floor bot ended: {error}");
        }
    });
    d.hub
        .until("the floor bot's commands", |w| {
            (w.commands.len() == 2).then_some(())
        })
        .await;
    Floor(task)
}

#[tokio::test]
async fn a_bare_bot_answers_completes_and_changes_its_message() {
    let d = Discord::start().await;
    let _bot = floor(&d).await;
    assert_eq!(d.intents(), 1);
    let pong = d.slash("alice", "general", "ping", &[]).await;
    assert_eq!((pong.kind, pong.text().as_str()), (Kind::Message, "pong"));
    assert!(pong.first_ms < 3000.0 && !pong.private && pong.offers("Again"));
    let again = d.click("bob", &pong, "Again").await;
    assert_eq!(
        (again.kind, again.text().as_str()),
        (Kind::Update, "pong again")
    );
    let words = d
        .autocomplete("hana", "@hana", "ping", &[("word", "p")])
        .await;
    assert_eq!(words.choices, [("pong".into(), "pong".into())]);
    let late = d.slash("alice", "@alice", "late", &[]).await;
    assert_eq!(
        (late.kind, late.text().as_str()),
        (Kind::Deferred, "late pong")
    );
    let reply = d.submit_select("alice", &late, "menu", &["1"]).await;
    assert_eq!((reply.kind, reply.text().as_str()), (Kind::Update, "1"));
    let more = d.message("@alice", "and more").await;
    assert_eq!(
        more.wire["interaction_metadata"]["user"]["username"],
        "alice"
    );
    assert_eq!(d.messages("general").len(), 1);
}

#[tokio::test]
async fn events_of_an_absence_are_replayed_on_resume() {
    let d = Discord::start().await;
    let _bot = floor(&d).await;
    for broken in [d.drop_gateway(4000), d.reconnect(), d.cut_gateway()] {
        let pong = d.slash("alice", "general", "ping", &[]).await;
        assert_eq!(pong.text(), "pong");
        assert_eq!(d.back(broken).await, Back::Resumed);
    }
    let broken = d.invalid_session(false);
    assert_eq!(d.back(broken).await, Back::Anew);
    assert_eq!(
        d.slash("alice", "general", "ping", &[]).await.text(),
        "pong"
    );
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_told() {
    let d = Discord::start().await;
    let _bot = floor(&d).await;
    let callback = "POST /interactions/*";
    d.fault(callback, Fault::status(500));
    assert_eq!(
        d.slash("alice", "general", "ping", &[]).await.kind,
        Kind::Nothing
    );
    d.fault(callback, Fault::drop_after());
    assert_eq!(
        d.slash("alice", "general", "ping", &[]).await.text(),
        "pong"
    );
    let hold = Hold::default();
    d.fault(callback, hold.fault());
    assert_eq!(
        d.slash("alice", "general", "ping", &[]).await.text(),
        "pong"
    );
    hold.arrived().await;
    assert_eq!(d.slash("bob", "general", "ping", &[]).await.text(), "pong");
    hold.release();
    d.faults_struck().await;
}

#[tokio::test]
async fn a_full_bucket_refuses_and_says_how_long() {
    let d = Discord::start().await;
    d.rate_limits();
    let http = Arc::new(ping::http(&d.api(), &d.token()));
    let channel = ChannelId::new(d.hub.with(|w| w.channel("news").id));
    for _ in 0..5 {
        let sent = channel.say(&http, "due").await;
        assert!(sent.is_ok(), "{sent:?}");
    }
    let refused = channel.say(&http, "due").await.expect_err("the sixth");
    let serenity::Error::Http(refused) = refused else {
        panic!("{refused}");
    };
    assert_eq!(
        refused.status_code().map(|status| status.as_u16()),
        Some(429)
    );
    assert_eq!(d.messages("news").len(), 5);
    let other = ChannelId::new(d.hub.with(|w| w.channel("general").id));
    assert!(other.say(&http, "due").await.is_ok());
}

#[test]
fn limits_are_fifty_a_second_over_all_and_five_in_five_seconds_a_channel() {
    let (mut limits, now) = (Limits::real(), Instant::now());
    let post = |channel: usize| format!("/channels/{channel}/messages");
    for channel in 0..50 {
        assert!(!limits.take("POST", &post(channel), now).refused());
    }
    let refused = limits.take("POST", &post(51), now);
    assert!(
        matches!(refused, Turn::Refused { global: true, .. }),
        "{refused:?}"
    );
    assert_eq!(
        limits.take("POST", "/interactions/1/token/callback", now),
        Turn::Free
    );
    let later = now + Duration::from_secs(2);
    for left in (0..4).rev() {
        match limits.take("POST", &post(1), later) {
            Turn::Passed {
                left: told, most, ..
            } => assert_eq!((told, most), (left, 5)),
            refused => panic!("{refused:?}"),
        }
    }
    let wait = Duration::from_secs(3);
    let full = Turn::Refused {
        wait,
        global: false,
    };
    assert_eq!(limits.take("POST", &post(1), later), full);
    assert!(!limits.take("POST", &post(1), later + wait).refused());
    assert_eq!(limits.refused, 2);
}

#[tokio::test]
async fn one_nonce_makes_one_message() {
    let d = Discord::start().await;
    let http = Arc::new(ping::http(&d.api(), &d.token()));
    let channel = ChannelId::new(d.hub.with(|w| w.channel("news").id));
    let message = || {
        CreateMessage::new()
            .content("due")
            .nonce(Nonce::String("row-1".into()))
            .enforce_nonce(true)
    };
    d.fault(POST, Fault::drop_after());
    assert!(channel.send_message(&http, message()).await.is_err());
    let second = channel
        .send_message(&http, message())
        .await
        .expect("the local Discord answers");
    assert_eq!(d.messages("news").len(), 1);
    assert_eq!(second.id.get(), d.messages("news")[0].id);
    d.nonce_window(Duration::ZERO);
    channel
        .send_message(&http, message())
        .await
        .expect("the local Discord answers");
    assert_eq!(d.messages("news").len(), 2);
}

#[tokio::test]
async fn a_ping_and_a_missing_permission_are_told() {
    let d = Discord::start().await;
    let http = Arc::new(ping::http(&d.api(), &d.token()));
    let channel = ChannelId::new(d.hub.with(|w| w.channel("news").id));
    let loud = CreateMessage::new()
        .content("@everyone")
        .allowed_mentions(CreateAllowedMentions::new().everyone(true));
    channel
        .send_message(&http, loud)
        .await
        .expect("the local Discord answers");
    assert_eq!(d.violations(), ["a message pings @everyone"]);
    d.bot_may("news", 1 << 10);
    let refused = channel
        .send_message(&http, CreateMessage::new().content("x"))
        .await;
    assert!(refused.is_err_and(|e| e.to_string().contains("Missing Permissions")));
    let wrong = ping::http(&d.api(), "a.wrong.token");
    assert!(wrong.get_current_user().await.is_err());
}

#[test]
fn discords_limits_are_kept() {
    let quiet = json!({"parse": []});
    let check = |body: serde_json::Value, expected: &[&str]| {
        let mut body = body;
        body["allowed_mentions"] = quiet.clone();
        let found = rules::message(&body, 0, true);
        assert!(found.len() == expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "{found}");
        }
    };
    let text = |n: usize| "x".repeat(n);
    let button = |id: &str| json!({"type": 2, "style": 1, "label": "Go", "custom_id": id});
    let row = |parts: Vec<serde_json::Value>| json!({"type": 1, "components": parts});
    check(json!({"content": text(2000)}), &[]);
    check(json!({"content": text(2001)}), &["content has 2001"]);
    check(
        json!({"content": "\u{1f4f0}".repeat(1001)}),
        &["content has 2002"],
    );
    check(json!({}), &["the message is empty"]);
    let half = json!({"description": text(3000)});
    check(json!({"embeds": [half, half]}), &[]);
    check(
        json!({"embeds": [half, half, {"title": "x"}]}),
        &["together have 6001"],
    );
    check(
        json!({"embeds": [{"title": text(257)}]}),
        &["embeds[0].title has 257"],
    );
    check(
        json!({"embeds": [{"fields": [{"name": "a", "value": " "}]}]}),
        &["value is empty"],
    );
    check(
        json!({"embeds": [{"title": "a", "url": "javascript:x"}]}),
        &["refuses"],
    );
    check(json!({"embeds": [{}]}), &["shows nothing"]);
    check(
        json!({"components": [row(vec![button("a"), button("a")])]}),
        &["comes twice"],
    );
    check(
        json!({"components": [row(vec![button(&text(101))])]}),
        &["custom_id has 101"],
    );
    check(
        json!({"components": [row(vec![])]}),
        &["neither one to five"],
    );
    let six = (0..6)
        .map(|i| row(vec![button(&i.to_string())]))
        .collect::<Vec<_>>();
    check(json!({"components": six}), &["6 items, at most 5"]);
    check(json!({"content": "a", "nonce": text(26)}), &["nonce"]);
    let open = rules::message(&json!({"content": "a"}), 0, true);
    assert!(
        open.len() == 1 && open[0].contains("allowed_mentions is missing"),
        "{open:?}"
    );
}

#[test]
fn a_command_that_discord_would_refuse_is_named() {
    let command = |name: &str, options: serde_json::Value| json!([{"name": name, "description": "d", "options": options}]);
    let option = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
    assert_eq!(
        rules::commands(&command(
            "quote",
            json!([option("a", true), option("b", false)])
        )),
        Vec::<String>::new()
    );
    for (broken, why) in [
        (command("Quote", json!([])), "pattern"),
        (
            command("quote", json!([option("b", false), option("a", true)])),
            "follows an optional",
        ),
        (
            command("quote", json!([option("a", false), option("a", false)])),
            "comes twice",
        ),
        (json!([{"name": "quote"}]), "description is empty"),
        (
            json!([{"name": "Remind me", "type": 3, "description": "d"}]),
            "has a description",
        ),
        (json!([{"name": "x".repeat(33), "type": 3}]), "at most 32"),
    ] {
        let found = rules::commands(&broken);
        assert!(found.len() == 1 && found[0].contains(why), "{found:?}");
    }
}

#[test]
fn only_what_is_allowed_pings() {
    let pings = |content: &str, allowed: serde_json::Value| {
        rules::pings(&json!({"content": content, "allowed_mentions": allowed}))
    };
    assert_eq!(
        pings("@everyone <@&5> <@7>", json!({"parse": []})),
        Vec::<String>::new()
    );
    assert_eq!(
        pings("<@&5> <@&6>", json!({"parse": [], "roles": ["5"]})),
        ["role 5"]
    );
    assert_eq!(
        rules::pings(&json!({"content": "@here <@7>"})),
        ["@here", "user 7"]
    );
}

#[test]
fn an_openapi_names_the_place_and_allows_what_discord_allows() {
    let text = json!({"type": "object", "required": ["type", "text"], "properties": {
        "type": {"type": "integer", "enum": [4]}, "text": {"type": "string", "maxLength": 3}}});
    let file = json!({"type": "object", "required": ["type", "id"], "properties": {
        "type": {"type": "integer", "enum": [5]}, "id": {"type": "string", "format": "snowflake"}}});
    let one = json!({"oneOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/File"}]});
    let content = json!({"application/json": {"schema": one}});
    let post = json!({"post": {"requestBody": {"content": content}}});
    let document = json!({"paths": {"/a/{id}": post}, "components": {"schemas": {"Text": text, "File": file}}});
    let openapi = OpenApi::of(document);
    let check = |body: serde_json::Value| openapi.check("POST", "/a/7", &body);
    assert_eq!(
        check(json!({"type": 4, "text": "abc"})),
        Vec::<String>::new()
    );
    assert_eq!(check(json!({"type": 5, "id": 0})), Vec::<String>::new());
    assert_eq!(check(json!({"type": "4", "text": "abc"})).len(), 1);
    let long = check(json!({"type": 4, "text": "abcd"}));
    assert!(
        long.len() == 1 && long[0].starts_with("/text: "),
        "{long:?}"
    );
    assert!(openapi.check("POST", "/b", &json!({}))[0].contains("knows no POST /b"));
}
