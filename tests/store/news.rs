//! Articles for the tests: invented people and places, plausible news.

use chrono::{DateTime, NaiveDate, Utc};
use newsdesk::article::Article;
use newsdesk::store::{Scope, Window};
use newsdesk::timex::Timex;
use serde_json::{Value, json};

/// Two servers.
pub(crate) const NORTH: Scope = Scope(701);
pub(crate) const SOUTH: Scope = Scope(702);

/// All of a list.
pub(crate) const ALL: Window = Window {
    from: 0,
    count: 5000,
};

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

/// A date as TIMEX3 has it.
pub(crate) fn timex(value: &str) -> Timex {
    Timex::new(value).expect(value)
}

pub(crate) fn read(value: Value) -> Article {
    serde_json::from_value(value).expect("an article")
}

/// An article of the council of Port Merrow, with some of everything.
pub(crate) fn harbour() -> Article {
    read(json!({
        "id": "harbour-vote", "title": "Port Merrow council delays the harbour vote",
        "source": {"name": "Merrow Ledger", "url": "https://ledger.example/harbour"},
        "published": "2026-03-10", "published_from": "given",
        "people": [
            {"name": "Ilse Brandt", "aliases": ["Brandt"], "role": "mayor"},
            {"name": "Tomé Okafor", "aliases": ["Okafor"], "role": "harbour master"},
            {"name": "Dockers’ Union", "aliases": ["DU"], "kind": "group"}
        ],
        "summary": [
            {"text": "The council put off its vote on the new quay.", "rank": 1},
            {"text": "The union had asked for more time.", "rank": 2}
        ],
        "timeline": [
            {"when": "2024", "text": "The old quay was closed."},
            {"when": "2026-03-09", "text": "The council met in private."},
            {"when": "2026-03-24T10:00", "text": "The council is to vote on the quay."}
        ],
        "quotes": [
            {"text": "We will not be hurried", "kind": "direct", "speaker": "Ilse Brandt", "role": "mayor", "confidence": 0.95},
            {"text": "a quay for everyone", "kind": "partial", "speaker": "Tomé Okafor", "said": "2026-03-08"},
            {"text": "the plan is a gift to three companies", "kind": "reported", "speaker": "DU"},
            {"text": "Nobody asked us", "kind": "direct"}
        ],
        "sessions": [
            {"title": "Harbour vote", "starts": "2026-03-24T10:00", "precision": "minute", "zone": "Europe/Lisbon", "place": "Town hall", "status": "scheduled"},
            {"title": "Public hearing", "starts": "2026-03-20", "precision": "day", "status": "scheduled"}
        ]
    }))
}

/// A later article that names some of the same people.
pub(crate) fn ferry() -> Article {
    read(json!({
        "id": "ferry-line", "title": "Ferry line to Saint Odran returns",
        "source": {"name": "Odran Post"}, "published": "2026-03-12",
        "people": [
            {"name": "Tome OKAFOR", "aliases": ["the harbour master"], "role": "head of the port"},
            {"name": "Ilse Brandt"}
        ],
        "summary": [{"text": "The ferry sails again from May.", "rank": 1}],
        "timeline": [{"when": "2026-05", "text": "The ferry is to sail again."}],
        "quotes": [
            {"text": "The quay can wait, the ferry cannot", "kind": "direct", "speaker": "Tome OKAFOR"},
            {"text": "Good news for the island", "kind": "post", "speaker": "Tome OKAFOR", "said": "2026-03-11"}
        ],
        "sessions": [{"title": "First crossing", "starts": "2026-05-02", "precision": "day", "status": "scheduled"}]
    }))
}

/// An article with one session.
pub(crate) fn meeting(id: &str, starts: &str) -> Article {
    read(json!({
        "id": id, "title": format!("A meeting is called: {id}"), "published": "2026-03-01",
        "sessions": [{"title": "Ward meeting", "starts": starts, "precision": "minute", "zone": "Europe/Lisbon", "status": "scheduled"}]
    }))
}

/// An article with one summary line.
pub(crate) fn line(id: &str, published: &str, text: &str) -> Article {
    read(json!({
        "id": id, "title": format!("Notice {id}"), "published": published,
        "summary": [{"text": text, "rank": 1}],
        "quotes": [{"text": text, "kind": "direct", "speaker": "Ann Vole"}],
        "timeline": [{"when": published, "text": text}]
    }))
}
