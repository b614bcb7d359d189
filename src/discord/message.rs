//! A command on a message: what the message's own buttons ask, whoever posted it.
//!
//! serenity drops the whole event where the message has a part that it does not know, and the member would read that the
//! application did not respond. Newsdesk's own messages have no such part: what cannot be read is somebody else's, and is
//! answered as such ([`mend`]).

use serde_json::{Map, Value, json};
use serenity::model::application::{ActionRowComponent, ButtonKind, Interaction};
use serenity::model::channel::Message;

use super::custom_id::{self, Press};
use crate::commands::Invocation;

/// What the buttons of a message ask, in their order; nothing of those that are not Newsdesk's.
pub(super) fn asked(message: &Message) -> Vec<Invocation> {
    message
        .components
        .iter()
        .flat_map(|row| &row.components)
        .filter_map(|part| match part {
            ActionRowComponent::Button(button) => match &button.data {
                ButtonKind::NonLink { custom_id, .. } => custom_id::read(custom_id).ok(),
                _ => None,
            },
            _ => None,
        })
        .map(|press| match press {
            Press::Ask(invocation) | Press::Turn(invocation) | Press::Mark(invocation) => {
                invocation
            }
        })
        .collect()
}

/// An interaction that could not be read, with nothing left of the message that it is about but what every message has. None
/// where it is about no message, or cannot be read without either.
pub(super) fn mend(kind: &str, event: &Value) -> Option<Interaction> {
    /// What serenity needs of a message, apart from what may be emptied.
    const NEEDED: [&str; 9] = [
        "id",
        "channel_id",
        "author",
        "timestamp",
        "edited_timestamp",
        "tts",
        "mention_everyone",
        "pinned",
        "type",
    ];
    if kind != "INTERACTION_CREATE" {
        return None;
    }
    let mut event = event.clone();
    let messages = event
        .pointer_mut("/data/resolved/messages")?
        .as_object_mut()?;
    for message in messages.values_mut() {
        let mut bare: Map<String, Value> = message
            .as_object()?
            .iter()
            .filter(|(key, _)| NEEDED.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        bare.insert("content".to_owned(), json!(""));
        for list in ["mentions", "mention_roles", "attachments", "embeds"] {
            bare.insert(list.to_owned(), json!([]));
        }
        *message = Value::Object(bare);
    }
    serde_json::from_value(event).ok()
}
