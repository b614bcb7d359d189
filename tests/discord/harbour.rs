//! An article of our own, long enough for several pages and full of what must not be taken for Markdown or a ping.

use serde_json::json;

use crate::local::bot::Setup;

/// How many quotes Marta Lindqvist has in it.
pub(crate) const QUOTES: usize = 30;

/// What stands in one of its quotes: nothing of it may ping, link, hide or format.
pub(crate) const NASTY: [&str; 9] = [
    "@everyone",
    "@here",
    "<@&5>",
    "**bold**",
    "||hidden||",
    "`code`",
    "<t:1:R>",
    "[press](https://elsewhere.example)",
    "https://elsewhere.example/x",
];

/// Puts it into the bot's store.
pub(crate) fn load(setup: &Setup) {
    load_with(setup, "2025-10-14T10:00");
}

/// The same with its session, the quay vote, at another time in Stockholm.
pub(crate) fn load_with(setup: &Setup, starts: &str) {
    let points = (1..=QUOTES).map(|n| {
        let words =
            "the old quay must stay open to the small boats that came here first ".repeat(4);
        format!("Point {n:02}: {}.", words.trim())
    });
    let quotes = points.chain([format!("They wrote {} on the wall.", NASTY.join(" and "))]);
    let quotes: Vec<_> = quotes
        .enumerate()
        .map(|(n, text)| {
            let speaker = if n < QUOTES { "Marta Lindqvist" } else { "Jorin Vael" };
            json!({"text": text, "kind": "direct", "speaker": speaker, "mention": speaker, "role": "of the harbour council",
                "said": null, "confidence": 1.0})
        })
        .collect();
    let person = |name: &str| json!({"name": name, "aliases": [], "role": "of the harbour council", "kind": "person"});
    let line = |text: &str, rank: u32| json!({"text": text, "rank": rank});
    let article = json!({
        "id": "harbour-vote", "title": "Harbour council *weighs* the quay <@&5>", "language": "en",
        "source": {"name": "Coast Wire", "url": "https://coast-wire.example/harbour-vote"},
        "published": "2025-09-20", "published_from": "given",
        "people": [person("Marta Lindqvist"), person("Jorin Vael")],
        "summary": [line("The harbour council weighs closing the old quay.", 1), line("Fishers object.", 2),
            line("A vote is set for the autumn.", 3)],
        "timeline": [{"when": "2025-09-19", "until": null, "text": "The council meets."}],
        "quotes": quotes,
        "sessions": [{"title": "Quay vote @everyone", "starts": starts, "ends": null, "precision": "minute",
            "zone": "Europe/Stockholm", "place": "Harbour hall", "status": "scheduled", "was": null, "tentative": false}],
    });
    setup.load("harbour-vote.json", &article.to_string());
}
