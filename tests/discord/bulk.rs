//! The longest texts that an article may bring: paged within every limit, no word lost.

use serde_json::json;

use crate::local::Discord;
use crate::local::bot::Setup;
use crate::local::reply::{Kind, Reply};

/// Words of the long quote.
const WORDS: usize = 2500;

/// Puts an article into the store in which everything is longer than Discord allows.
fn load(setup: &Setup) {
    let long = |word: &str, times: usize| format!("{word} ").repeat(times).trim_end().to_owned();
    let numbered: Vec<String> = (1..=WORDS).map(|n| format!("w{n:04}")).collect();
    let quote = |text: &str, speaker: &str| {
        json!({"text": text, "kind": "direct", "speaker": speaker, "mention": speaker, "role": long("minister", 40),
            "said": null, "confidence": 1.0})
    };
    let name = |n: usize| {
        format!(
            "Member{n} of the very long named standing committee on canals and the towpaths beside them"
        )
    };
    let mut people: Vec<_> = (0..40).map(|n| json!({"name": name(n), "aliases": [], "role": long("member", 60), "kind": "person"})).collect();
    people.push(json!({"name": "Ilse Brandt", "aliases": [], "role": long("minister", 40), "kind": "person"}));
    let mut quotes: Vec<_> = (0..40).map(|n| quote("We object.", &name(n))).collect();
    quotes.push(quote(&numbered.join(" "), "Ilse Brandt"));
    let session = |n: u32| {
        json!({"title": format!("Hearing {n} {}", long("canal", 60)), "starts": format!("2025-11-{:02}T10:00", n + 1), "ends": null,
            "precision": "minute", "zone": "Europe/Berlin", "place": long("hall", 50), "status": "scheduled", "was": null, "tentative": false})
    };
    let line = |n: u32| json!({"text": format!("Line {n} {}.", long("canals", 500)), "rank": n});
    let event = |n: u32| json!({"when": format!("2025-08-{:02}", n + 1), "until": null, "text": format!("Event {n} {}.", long("canals", 100))});
    let article = json!({
        "id": "canals", "title": format!("Canals: {}", long("inquiry", 60)), "language": "en",
        "source": {"name": long("Gazette", 20), "url": format!("https://gazette.example/{}", "canals-".repeat(120))},
        "published": "2025-09-01", "published_from": "given", "people": people,
        "summary": (1..=5).map(line).collect::<Vec<_>>(), "timeline": (0..28).map(event).collect::<Vec<_>>(),
        "quotes": quotes, "sessions": (0..28).map(session).collect::<Vec<_>>(),
    });
    setup.load("canals.json", &article.to_string());
}

/// Turns to the last page; the text of all of them.
async fn read_on(d: &Discord, first: Reply) -> String {
    let mut page = first;
    let mut text = page.text();
    while page.offers("Next ›") {
        page = d.click("alice", &page, "Next ›").await;
        assert_eq!(page.kind, Kind::Update);
        text.push('\n');
        text.push_str(&page.text());
    }
    text
}

#[tokio::test]
async fn the_longest_texts_are_paged_and_no_word_is_lost() {
    let d = Discord::start().await;
    let setup = d.bot();
    load(&setup);
    let _bot = d.start_bot(setup).await;
    let quote = d
        .slash("alice", "general", "quote", &[("person", "brandt")])
        .await;
    assert_eq!(quote.kind, Kind::Message);
    let text = read_on(&d, quote).await;
    for n in 1..=WORDS {
        assert_eq!(text.matches(&format!("w{n:04}")).count(), 1, "word {n}");
    }
    let canals = [("article", "canals")];
    for (name, options, wanted) in [
        (
            "timeline",
            &canals[..],
            (0..28).map(|n| format!("Event {n} ")).collect::<Vec<_>>(),
        ),
        (
            "sessions",
            &[],
            (0..28).map(|n| format!("Hearing {n} ")).collect(),
        ),
        (
            "quote",
            &[],
            (0..40).map(|n| format!("Member{n} ")).collect(),
        ),
        (
            "people",
            &[],
            (0..40).map(|n| format!("Member{n} ")).collect(),
        ),
        (
            "summary",
            &[("article", "canals"), ("length", "full")],
            vec!["Line 1 ".into()],
        ),
        ("search", &[("words", "object")], vec!["object".into()]),
    ] {
        let first = d.slash("alice", "general", name, options).await;
        assert_eq!(first.kind, Kind::Message, "/{name}");
        let text = read_on(&d, first).await;
        for words in wanted {
            assert!(text.contains(&words), "/{name} never shows {words:?}");
        }
    }
}

#[tokio::test]
async fn what_is_long_still_completes_and_reminds() {
    let d = Discord::start().await;
    let setup = d.bot();
    load(&setup);
    let _bot = d.start_bot(setup).await;
    for (name, option) in [
        ("quote", "person"),
        ("people", "person"),
        ("summary", "article"),
        ("remind", "session"),
    ] {
        let offered = d
            .autocomplete("alice", "general", name, &[(option, "")])
            .await
            .choices;
        assert!(
            (1..=25).contains(&offered.len()),
            "/{name} {option}: {} choices",
            offered.len()
        );
        let long = d
            .autocomplete(
                "alice",
                "general",
                name,
                &[(
                    option,
                    if option == "session" {
                        "hearing"
                    } else {
                        "cana"
                    },
                )],
            )
            .await
            .choices;
        if let Some((_, value)) = long.first() {
            let reply = d.slash("alice", "general", name, &[(option, value)]).await;
            assert_eq!(reply.kind, Kind::Message, "/{name} {option}:{value}");
        }
    }
    let sessions = d.slash("alice", "general", "sessions", &[]).await;
    let label = sessions
        .buttons()
        .into_iter()
        .map(|b| b.label)
        .find(|l| l.contains("Hearing 0 "))
        .unwrap_or_else(|| {
            panic!("nothing to be reminded of: {:?}", sessions.buttons());
        });
    let set = d.click("alice", &sessions, &label).await;
    assert!(set.private && set.shows("Hearing 0 "), "{}", set.text());
}
