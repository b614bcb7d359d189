//! One asking of one command: typed in the console, sent by Discord, or carried by a button.
//!
//! All three become an [`Invocation`], so that there is one way to answer. A button's state is the invocation itself in at
//! most 100 characters ([`Invocation::state`]), so buttons outlive restarts and need no table.

use std::collections::BTreeMap;

use serde::Serialize;

use super::manifest::Manifest;

/// A command with its options.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Invocation {
    /// The command's name.
    pub command: String,
    /// The options' values by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

/// What is wrong with a typed or carried invocation: one sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadInvocation(pub String);

impl Invocation {
    /// A command without options.
    #[must_use]
    pub fn new(command: &str) -> Self {
        Self {
            command: command.to_owned(),
            options: BTreeMap::new(),
        }
    }

    /// With an option's value added.
    #[must_use]
    pub fn with(mut self, option: &str, value: impl ToString) -> Self {
        self.options.insert(option.to_owned(), value.to_string());
        self
    }

    /// The value of an option, without the space around it; an empty value is none.
    #[must_use]
    pub fn get(&self, option: &str) -> Option<&str> {
        self.options
            .get(option)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// As one types it in the console: `/quote person:koofi about:"civil rights"`.
    #[must_use]
    pub fn typed(&self) -> String {
        let mut line = format!("/{}", self.command);
        for (name, value) in &self.options {
            let quote = value.is_empty() || value.contains([':', '"']);
            let value = if quote {
                format!("\"{}\"", value.replace('"', "\\\""))
            } else {
                value.clone()
            };
            line.push_str(&format!(" {name}:{value}"));
        }
        line
    }

    /// Reads a typed line. The first bare words fill the first option; `name:value` fills that one, up to the next
    /// `name:`; a value may stand in `"…"`. The slash may be left out.
    ///
    /// # Errors
    /// One sentence that names the unknown command or option and what there is instead.
    pub fn parse(line: &str, manifests: &[Manifest]) -> Result<Self, BadInvocation> {
        let line = line.trim();
        let line = line.strip_prefix('/').unwrap_or(line);
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let Some(manifest) = manifests
            .iter()
            .find(|manifest| manifest.name.eq_ignore_ascii_case(name))
        else {
            return Err(unknown_command(name, manifests));
        };
        let mut invocation = Self::new(&manifest.name);
        let mut open: Option<&str> = manifest.typed().next().map(|option| option.name.as_str());
        for word in words(rest) {
            let option = word.option.and_then(|option| manifest.option(option));
            let value = match (option, word.option) {
                (Some(option), _) => {
                    if invocation.options.contains_key(&option.name) {
                        return Err(BadInvocation(format!(
                            "“{}:” stands twice: give it once.",
                            option.name
                        )));
                    }
                    open = Some(&option.name);
                    invocation
                        .options
                        .insert(option.name.clone(), String::new());
                    word.value
                }
                // "10:30" and "https://…" are words; "perso:" is a slip.
                (None, Some(slip))
                    if slip.chars().all(|c| c.is_ascii_lowercase())
                        && !word.whole.contains("//") =>
                {
                    return Err(unknown_option(slip, manifest));
                }
                _ => word.whole,
            };
            let Some(open) = open else {
                return Err(BadInvocation(format!(
                    "/{} takes no words: leave out “{value}”.",
                    manifest.name
                )));
            };
            let entry = invocation.options.entry(open.to_owned()).or_default();
            if !entry.is_empty() && !value.is_empty() {
                entry.push(' ');
            }
            entry.push_str(&value);
        }
        invocation
            .options
            .retain(|_, value| !value.trim().is_empty());
        invocation.check(manifest)?;
        Ok(invocation)
    }

    /// Holds the options against the manifest: required ones there, none too long, choices among the choices.
    ///
    /// # Errors
    /// One sentence that names the option and what it takes.
    pub fn check(&self, manifest: &Manifest) -> Result<(), BadInvocation> {
        for (name, value) in &self.options {
            let Some(option) = manifest.option(name) else {
                return Err(unknown_option(name, manifest));
            };
            if value.chars().count() > usize::from(option.max) {
                return Err(BadInvocation(format!(
                    "“{name}” takes at most {} characters, and this has {}: shorten it.",
                    option.max,
                    value.chars().count()
                )));
            }
            if !option.choices.is_empty()
                && !option.choices.iter().any(|choice| choice.value == *value)
            {
                let known: Vec<&str> = option
                    .choices
                    .iter()
                    .map(|choice| choice.value.as_str())
                    .collect();
                return Err(BadInvocation(format!(
                    "“{name}” is one of {}, not “{value}”.",
                    known.join(", ")
                )));
            }
        }
        if let Some(missing) = manifest
            .options
            .iter()
            .find(|option| option.required && self.get(&option.name).is_none())
        {
            return Err(BadInvocation(format!(
                "/{} needs “{}” ({}): for example {}",
                manifest.name,
                missing.name,
                missing.description.trim_end_matches('.').to_lowercase(),
                manifest
                    .examples
                    .first()
                    .map_or_else(|| format!("/{} …", manifest.name), Clone::clone)
            )));
        }
        Ok(())
    }

    /// The state that a button carries: `quote|p#12|@-5`. Values are shortened by nobody: what would pass 100 characters
    /// is prevented by the manifests' `max`, and a test adds them up.
    #[must_use]
    pub fn state(&self, manifest: &Manifest) -> String {
        let mut state = self.command.clone();
        for option in &manifest.options {
            if let Some(value) = self.get(&option.name) {
                state.push('|');
                state.push(option.key);
                // A bar would end the value; a space never stands beside another, so two stand for the bar.
                state.push_str(
                    &value
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .replace('|', "  "),
                );
            }
        }
        state
    }

    /// Reads a button's state.
    ///
    /// # Errors
    /// One sentence for whoever pressed a button that this version no longer understands.
    pub fn from_state(state: &str, manifests: &[Manifest]) -> Result<Self, BadInvocation> {
        let old = || {
            BadInvocation("This button is from another version of Newsdesk: ask again with the slash command.".to_owned())
        };
        let mut parts = state.split('|');
        let name = parts.next().unwrap_or_default();
        let manifest = manifests
            .iter()
            .find(|manifest| manifest.name == name)
            .ok_or_else(old)?;
        let mut invocation = Self::new(name);
        for part in parts {
            let key = part.chars().next().ok_or_else(old)?;
            let option = manifest
                .options
                .iter()
                .find(|option| option.key == key)
                .ok_or_else(old)?;
            invocation.options.insert(
                option.name.clone(),
                part[key.len_utf8()..].replace("  ", "|"),
            );
        }
        invocation.check(manifest)?;
        Ok(invocation)
    }
}

fn unknown_command(name: &str, manifests: &[Manifest]) -> BadInvocation {
    let near = nearest(
        name,
        manifests.iter().map(|manifest| manifest.name.as_str()),
    );
    BadInvocation(match near {
        Some(near) => {
            format!("There is no command /{name}: did you mean /{near}? /help lists them all.")
        }
        None => format!("There is no command /{name}: /help lists what there is."),
    })
}

fn unknown_option(name: &str, manifest: &Manifest) -> BadInvocation {
    let known: Vec<String> = manifest
        .typed()
        .map(|option| format!("{}:", option.name))
        .collect();
    BadInvocation(if known.is_empty() {
        format!("/{} takes no options: leave out “{name}:”.", manifest.name)
    } else {
        format!(
            "/{} has no option “{name}:”; it takes {}.",
            manifest.name,
            known.join(" ")
        )
    })
}

fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| {
            (
                strsim::damerau_levenshtein(&name.to_lowercase(), known),
                known,
            )
        })
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, known)| known)
}

struct Word<'a> {
    /// The name before the colon, for `name:value`.
    option: Option<&'a str>,
    /// What follows the colon, without quotation marks.
    value: String,
    /// The word itself, without quotation marks.
    whole: String,
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut done = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (mut quoted, mut escaped) = (false, false);
        let end = rest
            .char_indices()
            .find(|&(_, c)| {
                let space = c.is_whitespace() && !quoted;
                match c {
                    _ if escaped => escaped = false,
                    '\\' if quoted => escaped = true,
                    '"' => quoted = !quoted,
                    _ => {}
                }
                space
            })
            .map_or(rest.len(), |(at, _)| at);
        let word = &rest[..end];
        let option = word
            .split_once(':')
            .map(|(option, _)| option)
            .filter(|option| !option.is_empty() && !option.contains('"'));
        done.push(Word {
            option,
            value: plain(&word[option.map_or(0, |option| option.len() + 1)..]),
            whole: plain(word),
        });
        rest = rest[end..].trim_start();
    }
    done
}

/// Without the quotation marks that held it together.
fn plain(word: &str) -> String {
    let mut done = String::new();
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => done.extend(chars.next()),
            '"' => {}
            c => done.push(c),
        }
    }
    done
}
