//! An article about a quay with the sessions that a test wants, for the tests of events.

use serde_json::{Value, json};

/// The article, with these sessions.
pub(crate) fn article(sessions: &Value) -> Value {
    json!({"id": "quay", "title": "The quay", "published": "2026-03-01",
        "source": {"name": "Coast Wire", "url": "https://coast.example/quay"}, "sessions": sessions})
}

/// A session in Lisbon's time; `more` adds to it, or says something else.
pub(crate) fn session(title: &str, starts: &str, more: &Value) -> Value {
    let precision = if starts.contains('T') {
        "minute"
    } else {
        "day"
    };
    let mut session = json!({"title": title, "starts": starts, "precision": precision, "zone": "Europe/Lisbon", "status": "scheduled"});
    let more = more.as_object().expect("an object").clone();
    session.as_object_mut().expect("an object").extend(more);
    session
}
