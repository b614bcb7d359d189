//! What stands in the log, and what never does: the token, what people write, and what gives a right to answer them.

use serde_json::{Value, json};

use crate::local::Discord;
use crate::local::bot::Bot;
use crate::local::fault::Fault;

/// A word that a member writes and that stands nowhere else.
const TYPED: &str = "zanzibarorchid";
/// The token of an interaction that cannot be read.
const HALF: &str = "aW50ZXJhY3Rpb246aGFsZg";

/// A bot that logs at this level in this form.
async fn bot(d: &Discord, level: &str, format: &str) -> Bot {
    let setup = d.bot();
    let file = format!("[log]\nlevel = \"{level}\"\nformat = \"{format}\"\n");
    let file = setup.file("newsdesk.toml", &file);
    d.start_bot(setup.env("NEWSDESK_CONFIG", &file)).await
}

/// Does whatever may end in the log: answers, questions in private, faults of every kind, events that cannot be read.
async fn live(d: &Discord) {
    let answer = "POST /interactions/*";
    let words = [("words", TYPED)];
    for place in ["general", "@alice"] {
        for fault in [
            Fault::status(500),
            Fault::drop_before(),
            Fault::drop_after(),
            Fault::busy(0.05),
        ] {
            d.fault(answer, fault);
            d.slash("alice", place, "search", &words).await;
            d.faults_struck().await;
        }
        d.fault(answer, Fault::status(404));
        d.slash("alice", place, "search", &words).await;
        d.autocomplete("alice", place, "quote", &[("person", TYPED)])
            .await;
    }
    let quotes = d
        .slash("alice", "@alice", "quote", &[("person", "koofi")])
        .await;
    let button = quotes.buttons().into_iter().map(|b| b.label).next();
    d.click("alice", &quotes, &button.expect("there is a button"))
        .await;
    let half = json!({"id": "7", "type": 2, "token": HALF, "data": {"name": TYPED}});
    d.send_event("INTERACTION_CREATE", &half);
    d.send_event("SOMETHING_NEW", &json!({"content": TYPED, "token": HALF}));
    d.garble(&format!(
        "{{\"op\": 0, \"t\": \"MESSAGE_CREATE\", \"d\": {TYPED}"
    ));
    let broken = d.drop_gateway(4000);
    d.back(broken).await;
    d.slash("alice", "@alice", "search", &words).await;
}

/// Everything that must not be there.
fn secrets(d: &Discord) -> Vec<String> {
    let mut secrets: Vec<String> = d.hub.with(|w| w.by_token.keys().cloned().collect());
    assert!(secrets.len() > 10, "the interactions had tokens");
    secrets.extend([d.token(), TYPED.to_owned(), HALF.to_owned()]);
    secrets
}

#[tokio::test]
async fn no_secret_is_in_the_log_and_every_line_stands_alone() {
    for (level, format) in [("debug", "text"), ("trace", "json")] {
        let d = Discord::start().await;
        let bot = bot(&d, level, format).await;
        live(&d).await;
        let ended = bot.terminate().await;
        assert_eq!(ended.code, Some(0), "{}", ended.log);
        for secret in secrets(&d) {
            assert!(!ended.log.contains(&secret), "{secret} in\n{}", ended.log);
        }
        let said = |words: &str| ended.log.lines().any(|line| line.contains(words));
        assert!(said("an interaction was answered"), "{}", ended.log);
        assert!(said("could not be read"), "{}", ended.log);
        assert!(ended.log.lines().count() > 15, "{}", ended.log);
        for line in ended.log.lines() {
            match format {
                "text" => stands_alone(line),
                _ => is_an_object(line),
            }
        }
    }
}

/// A moment, a level, and what happened.
fn stands_alone(line: &str) {
    let mut words = line.split_whitespace();
    let moment = words.next().unwrap_or_default();
    assert!(
        chrono::DateTime::parse_from_rfc3339(moment).is_ok(),
        "{line}"
    );
    let level = words.next().unwrap_or_default();
    assert!(
        ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].contains(&level),
        "{line}"
    );
    assert!(words.next().is_some(), "{line}");
}

/// The same as JSON, with the fields apart.
fn is_an_object(line: &str) {
    let object: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    for key in ["timestamp", "level", "target"] {
        assert!(object[key].is_string(), "{key}: {line}");
    }
    assert!(object["fields"]["message"].is_string(), "{line}");
}
