//! Pictures beside answers: a quote as a card, the looks, and what stays text.

use std::time::Duration;

use serde_json::json;

use crate::harbour;
use crate::local::Discord;
use crate::local::reply::{Kind, Reply};

/// Waits for the files of a reply: on a slow machine a picture comes as an edit.
async fn files(d: &Discord, reply: &Reply) -> Vec<String> {
    let id = reply.message.expect("a message");
    let look = |w: &mut crate::local::world::World| {
        let files = w.message_files(id);
        (!files.is_empty()).then_some(files)
    };
    d.hub.until("a picture", look).await
}

/// What the last answer said of its picture to those who do not see it.
fn alternative(d: &Discord) -> String {
    let sent = [
        d.requests("POST /interactions/*/callback"),
        d.requests("PATCH /webhooks/*"),
    ];
    let mut told = sent.iter().flatten().filter_map(|request| {
        let body = &request.body;
        [&body["data"]["attachments"], &body["attachments"]]
            .into_iter()
            .find_map(|files| files[0]["description"].as_str())
    });
    told.next_back().expect("a picture was sent").to_owned()
}

#[tokio::test]
async fn a_quote_becomes_a_card_in_place_and_its_text_stays() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let quote = d
        .slash("alice", "general", "quote", &[("person", "koofi")])
        .await;
    let card = d.click("alice", &quote, "As picture").await;
    assert_eq!(card.kind, Kind::Update);
    assert_eq!(files(&d, &card).await, ["quote.png"]);
    let words = "craft what is good for us";
    assert!(card.shows(words), "{}", card.text());
    let said = alternative(&d);
    assert!(said.starts_with('“') && said.contains(words), "{said}");
    assert!(
        said.contains("\n— Fawzia Koofi, ") && said.ends_with("Source: Oxus, 29 Sep 2025"),
        "{said}"
    );
    let light = d.click("alice", &card, "Light picture").await;
    assert_eq!(light.kind, Kind::Update);
    assert_eq!(
        files(&d, &light).await,
        ["quote.png"],
        "it takes the other's place"
    );
    assert!(light.offers("Dark picture"));
    let own = d.click("bob", &light, "Dark picture").await;
    assert!(
        own.kind == Kind::Message && own.private,
        "another's answer is left alone"
    );
    assert_eq!(files(&d, &own).await, ["quote.png"]);
}

#[tokio::test]
async fn several_quotes_are_turned_one_card_at_a_time() {
    let d = Discord::start().await;
    let setup = d.bot();
    harbour::load(&setup);
    let _bot = d.start_bot(setup).await;
    let list = d
        .slash("alice", "general", "quote", &[("person", "lindqvist")])
        .await;
    let first = d.click("alice", &list, "As pictures").await;
    assert_eq!(files(&d, &first).await, ["quote.png"]);
    let place = format!("1 of {}", harbour::QUOTES);
    assert!(
        first.shows("Point 01") && !first.shows("Point 02") && first.shows(&place),
        "{}",
        first.text()
    );
    let second = d.click("alice", &first, "Next ›").await;
    assert!(
        second.shows("Point 02") && !second.shows("Point 01"),
        "{}",
        second.text()
    );
    assert_eq!(files(&d, &second).await, ["quote.png"]);
    assert!(alternative(&d).contains("Point 02"));
    let back = d.click("alice", &second, "As a list").await;
    assert!(
        back.shows("Point 02") && back.shows("Point 03"),
        "{}",
        back.text()
    );
    let left = d
        .hub
        .with(|w| w.message_files(back.message.expect("a message")));
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn what_cannot_be_drawn_stays_text_and_says_why() {
    let d = Discord::start().await;
    let setup = d.bot();
    let quote =
        |speaker: &str, text: &str| json!({"text": text, "kind": "direct", "speaker": speaker});
    let article = json!({"id": "pier", "title": "The pier is closed", "source": {"name": "Coast Wire"}, "published": "2025-09-20",
        "people": [{"name": "Ilse Brandt"}, {"name": "Omid Sahar"}],
        "quotes": [quote("Ilse Brandt", &"We will not leave the pier. ".repeat(40)), quote("Omid Sahar", "ما می‌مانیم")]});
    setup.load("pier.json", &article.to_string());
    let _bot = d.start_bot(setup).await;
    for (person, says) in [
        ("brandt", "too long for a picture"),
        ("sahar", "font lacks"),
    ] {
        let quote = d
            .slash("alice", "general", "quote", &[("person", person)])
            .await;
        let answer = d.click("alice", &quote, "As picture").await;
        assert_eq!(answer.kind, Kind::Update);
        assert!(answer.shows(says), "{}", answer.text());
        assert!(answer.first_ms < Duration::from_secs(3).as_secs_f64() * 1e3);
        let none = d
            .hub
            .with(|w| w.message_files(answer.message.expect("a message")));
        assert!(none.is_empty(), "{none:?}");
    }
}

#[tokio::test]
async fn a_timelines_picture_is_dark_or_light_as_asked() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let light = d
        .slash("alice", "general", "timeline", &[("picture", "light")])
        .await;
    assert_eq!(files(&d, &light).await, ["timeline.png"]);
    let said = alternative(&d);
    assert!(
        said.contains("6 dated events") && said.contains("(to come)"),
        "{said}"
    );
    let dark = d.click("alice", &light, "Dark picture").await;
    assert!(dark.kind == Kind::Update && dark.offers("Light picture"));
    assert_eq!(files(&d, &dark).await, ["timeline.png"]);
}
