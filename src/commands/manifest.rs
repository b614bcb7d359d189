//! What a person can ask: the manifests in `commands/`, one TOML file a slash command.
//!
//! One definition, many outputs: Discord's registration, `/help`, the console's completion and the README's table are made
//! from these, and tests hold the handlers to them.

use serde::Deserialize;

/// A slash command as its manifest tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The name that one types after the slash.
    pub name: String,
    /// One line, at most 100 characters (Discord's limit).
    pub description: String,
    /// A paragraph or two for `/help`.
    pub help: String,
    /// Calls to copy; each must parse.
    pub examples: Vec<String>,
    /// Who may use it.
    #[serde(default)]
    pub who: Who,
    /// Only the one who asks sees the answer.
    #[serde(default)]
    pub private: bool,
    /// The name under which it is also offered on a message (Apps), where it is; at most 32 characters.
    #[serde(default)]
    pub message: Option<String>,
    /// In Discord's order: required ones first.
    #[serde(default)]
    pub options: Vec<OptionManifest>,
}

/// Who may use a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Any member.
    #[default]
    Everyone,
    /// Those who may manage the server.
    Managers,
}

/// An option of a command.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionManifest {
    /// The name that one types before the colon.
    pub name: String,
    /// One letter that stands for it in a button's state. Never changed: messages of years ago carry it.
    pub key: char,
    /// One line, at most 100 characters.
    pub description: String,
    /// What it takes.
    #[serde(default, rename = "type")]
    pub kind: OptionType,
    /// The command needs it.
    #[serde(default)]
    pub required: bool,
    /// Filled in by buttons only: not offered for typing, nor registered with Discord.
    #[serde(default)]
    pub hidden: bool,
    /// The most characters that it takes.
    #[serde(default = "longest")]
    pub max: u16,
    /// The only values that it takes, where they are few.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Where completion looks as a person types.
    #[serde(default)]
    pub complete: Option<Completion>,
}

fn longest() -> u16 {
    60
}

/// What an option takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptionType {
    /// Words.
    #[default]
    Text,
    /// A role of the server; its number.
    Role,
}

/// One of few values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What a person reads.
    pub name: String,
    /// What the command gets.
    pub value: String,
}

/// Where completion looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Completion {
    /// The people and groups in the news.
    People,
    /// The articles, newest first.
    Articles,
    /// Sessions to come, or all of them.
    Sessions,
    /// Time zones by the names that people know.
    Zones,
    /// How long before: one or several, such as `1d,2h`.
    Before,
    /// The commands.
    Commands,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// What is wrong, with its line, in words for the one who writes manifests.
    pub fn read(toml: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(toml)
    }

    /// The option of that name.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&OptionManifest> {
        self.options.iter().find(|option| option.name == name)
    }

    /// The options that a person types.
    pub fn typed(&self) -> impl Iterator<Item = &OptionManifest> {
        self.options.iter().filter(|option| !option.hidden)
    }
}
