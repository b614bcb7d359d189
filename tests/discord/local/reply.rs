//! What a person sees: the bot's answer, or a message in a channel.

use serde_json::Value;

/// How the bot answered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With a new message.
    Message,
    /// With "is thinking"; the message came later.
    Deferred,
    /// Silently; the message pressed on changed later.
    DeferredUpdate,
    /// By changing the message pressed on.
    Update,
    /// With choices.
    Choices,
    /// With a form.
    Modal,
    /// Not at all: the person reads "did not respond".
    Nothing,
}

/// An answer as the person sees it when it is there.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) kind: Kind,
    /// From the deed to the first answer.
    pub(crate) first_ms: f64,
    pub(crate) message: Option<u64>,
    /// Seen by this person alone.
    pub(crate) private: bool,
    /// The choices' names and values.
    pub(crate) choices: Vec<(String, String)>,
    /// The message as Discord has it.
    pub(crate) wire: Value,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) label: String,
    pub(crate) custom_id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) disabled: bool,
}

impl Reply {
    /// Everything that can be read in the message.
    pub(crate) fn text(&self) -> String {
        text(&self.wire)
    }

    /// Whether that can be read in it.
    pub(crate) fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Its embeds.
    pub(crate) fn embeds(&self) -> &[Value] {
        self.wire["embeds"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Its buttons in reading order.
    pub(crate) fn buttons(&self) -> Vec<Seen> {
        buttons(&self.wire)
    }

    /// Whether there is a button of that label that can be pressed.
    pub(crate) fn offers(&self, label: &str) -> bool {
        self.buttons()
            .iter()
            .any(|b| b.label == label && !b.disabled)
    }
}

/// Everything that can be read in a message.
pub(crate) fn text(wire: &Value) -> String {
    let mut parts = vec![wire["content"].as_str()];
    for embed in wire["embeds"].as_array().into_iter().flatten() {
        parts.push(embed["author"]["name"].as_str());
        parts.push(embed["title"].as_str());
        parts.push(embed["description"].as_str());
        for field in embed["fields"].as_array().into_iter().flatten() {
            parts.push(field["name"].as_str());
            parts.push(field["value"].as_str());
        }
        parts.push(embed["footer"]["text"].as_str());
    }
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n")
}

/// The buttons of a message in reading order.
pub(crate) fn buttons(wire: &Value) -> Vec<Seen> {
    let rows = wire["components"].as_array().into_iter().flatten();
    let parts = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let seen = parts.filter(|part| part["type"] == 2).map(|part| Seen {
        label: part["label"].as_str().unwrap_or_default().to_owned(),
        custom_id: part["custom_id"].as_str().map(str::to_owned),
        url: part["url"].as_str().map(str::to_owned),
        disabled: part["disabled"] == true,
    });
    seen.collect()
}
