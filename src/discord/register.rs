//! The manifests → the slash commands that Discord holds; written only when they differ.
//!
//! Discord limits how often commands may be created, and clients reload them after every write, so a restart must not
//! write what is there already. What Discord gives back has more keys than were sent and leaves out what is false or
//! empty: [`essence`] brings both to one form before they are compared.

use std::time::Duration;

use serde_json::{Map, Value, json};
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::Permissions;
use serenity::model::id::ApplicationId;
use tokio::time::Instant;

use super::http::{Fault, Patience, repeat};
use crate::commands::{Manifest, OptionManifest, OptionType, Who, manifests};

/// What registering did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Registered {
    /// Discord had them.
    Same,
    /// They were written.
    Changed,
}

/// Makes Discord hold the commands of the manifests.
///
/// # Errors
/// What Discord said, after several tries where it was in trouble.
pub(super) async fn register(http: &Http, application: ApplicationId) -> Result<Registered, Fault> {
    let patience = || Patience {
        until: Instant::now() + Duration::from_secs(60),
        each: Duration::from_secs(15),
        pause: Duration::from_secs(1),
    };
    let wanted = commands();
    let route = Route::Commands {
        application_id: application,
    };
    let held: Vec<Value> = repeat(patience(), || {
        http.fire(Request::new(route, LightMethod::Get))
    })
    .await?;
    if same(&wanted, &held) {
        return Ok(Registered::Same);
    }
    let body = Value::Array(wanted).to_string().into_bytes();
    // Writing the whole list twice leaves the same list.
    let _: Vec<Value> = repeat(patience(), || {
        http.fire(Request::new(route, LightMethod::Put).body(Some(body.clone())))
    })
    .await?;
    Ok(Registered::Changed)
}

/// The types, contexts and installations of Discord's "Application commands" page.
const CHAT_INPUT: u8 = 1;
const MESSAGE: u8 = 3;
const TEXT: u8 = 3;
const ROLE: u8 = 8;
const GUILD_INSTALL: u8 = 0;
const IN_GUILD: u8 = 0;
const IN_BOT_DM: u8 = 1;

/// All that the manifests ask for: the slash commands, then those on messages.
fn commands() -> Vec<Value> {
    let slash = manifests().iter().map(command);
    slash
        .chain(manifests().iter().filter_map(on_message))
        .collect()
}

/// The command on a message; it takes neither description nor options.
fn on_message(manifest: &Manifest) -> Option<Value> {
    Some(json!({
        "type": MESSAGE,
        "name": manifest.message.as_ref()?,
        "default_member_permissions": permissions(manifest),
        "integration_types": [GUILD_INSTALL],
        "contexts": [IN_GUILD, IN_BOT_DM],
    }))
}

fn permissions(manifest: &Manifest) -> Value {
    match manifest.who {
        Who::Everyone => Value::Null,
        Who::Managers => json!(Permissions::MANAGE_GUILD.bits().to_string()),
    }
}

fn command(manifest: &Manifest) -> Value {
    json!({
        "type": CHAT_INPUT,
        "name": manifest.name,
        "description": manifest.description,
        "options": manifest.typed().map(option).collect::<Vec<_>>(),
        "default_member_permissions": permissions(manifest),
        "integration_types": [GUILD_INSTALL],
        "contexts": [IN_GUILD, IN_BOT_DM],
    })
}

fn option(option: &OptionManifest) -> Value {
    let mut made = json!({
        "type": match option.kind { OptionType::Text => TEXT, OptionType::Role => ROLE },
        "name": option.name,
        "description": option.description,
        "required": option.required,
    });
    let choices: Vec<Value> = option
        .choices
        .iter()
        .map(|choice| json!({"name": choice.name, "value": choice.value}))
        .collect();
    if !choices.is_empty() {
        made["choices"] = choices.into();
    } else if option.kind == OptionType::Text {
        made["max_length"] = option.max.into();
        made["autocomplete"] = option.complete.is_some().into();
    }
    made
}

fn same(wanted: &[Value], held: &[Value]) -> bool {
    let sorted = |commands: &[Value]| {
        let mut commands: Vec<Value> = commands.iter().map(essence).collect();
        commands.sort_by_key(|command| command["name"].to_string());
        commands
    };
    sorted(wanted) == sorted(held)
}

/// What matters of a command, an option or a choice: the keys that we set, without what is empty or false.
fn essence(value: &Value) -> Value {
    const KEYS: [&str; 13] = [
        "type",
        "name",
        "description",
        "options",
        "default_member_permissions",
        "integration_types",
        "contexts",
        "required",
        "choices",
        "max_length",
        "autocomplete",
        "value",
        "nsfw",
    ];
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(key, value)| KEYS.contains(&key.as_str()) && !empty(value))
                .map(|(key, value)| (key.clone(), essence(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(essence).collect();
            if list.iter().all(Value::is_number) {
                // Sets of contexts and installations come back in any order; options do not.
                list.sort_by_key(Value::as_u64);
            }
            Value::Array(list)
        }
        other => other.clone(),
    }
}

fn empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Vec<Value> {
        commands()
    }

    /// The commands as Discord gives them back: with numbers, versions, nulls, and without what is false.
    fn held() -> Vec<Value> {
        let mut held = wanted();
        for (number, command) in held.iter_mut().enumerate() {
            command["id"] = json!(number.to_string());
            command["version"] = json!("1");
            command["application_id"] = json!("2");
            command["nsfw"] = json!(false);
            command["name_localizations"] = Value::Null;
            command["contexts"] = json!([IN_BOT_DM, IN_GUILD]);
            command["dm_permission"] = json!(true);
            if command["description"].is_null() {
                command["description"] = json!("");
            }
            for option in command["options"].as_array_mut().into_iter().flatten() {
                if option["required"] == json!(false) {
                    option
                        .as_object_mut()
                        .map(|option| option.remove("required"));
                }
            }
        }
        held.reverse();
        held
    }

    #[test]
    fn what_discord_gives_back_is_the_same() {
        assert!(!held().is_empty());
        assert!(same(&wanted(), &held()));
    }

    #[test]
    fn every_change_is_seen() {
        let changes: [fn(&mut Vec<Value>); 7] = [
            |held| held.retain(|command| command["type"] != MESSAGE),
            |held| drop(held.pop()),
            |held| {
                held.push(json!({"type": 1, "name": "old", "description": "Of an older version"}))
            },
            |held| held[0]["description"] = json!("Another"),
            |held| held[0]["contexts"] = json!([IN_GUILD]),
            |held| held[0]["default_member_permissions"] = json!("8"),
            |held| {
                let with = held
                    .iter_mut()
                    .find(|command| !empty(&command["options"]))
                    .expect("some command has options");
                with["options"][0]["required"] =
                    json!(!with["options"][0]["required"].as_bool().unwrap_or_default());
            },
        ];
        for (number, change) in changes.iter().enumerate() {
            let mut held = held();
            change(&mut held);
            assert!(!same(&wanted(), &held), "change {number}");
        }
    }

    #[test]
    fn only_managers_commands_ask_for_a_permission() {
        for (manifest, command) in manifests().iter().zip(wanted()) {
            let asks = command["default_member_permissions"].is_string();
            assert_eq!(asks, manifest.who == Who::Managers, "/{}", manifest.name);
        }
    }

    #[test]
    fn what_a_manifest_offers_on_messages_is_registered_bare() {
        let wanted = wanted();
        let bare: Vec<&Value> = wanted
            .iter()
            .filter(|command| command["type"] == MESSAGE)
            .collect();
        let offered: Vec<&str> = manifests()
            .iter()
            .filter_map(|manifest| manifest.message.as_deref())
            .collect();
        assert!(!offered.is_empty() && offered.len() <= 15);
        let names: Vec<&str> = bare
            .iter()
            .filter_map(|command| command["name"].as_str())
            .collect();
        assert_eq!(names, offered);
        for command in bare {
            assert!(
                command["description"].is_null() && command["options"].is_null(),
                "{command}"
            );
        }
    }

    #[test]
    fn hidden_options_are_not_registered() {
        for (manifest, command) in manifests().iter().zip(wanted()) {
            let registered = command["options"].as_array().map_or(0, Vec::len);
            assert_eq!(
                registered,
                manifest
                    .options
                    .iter()
                    .filter(|option| !option.hidden)
                    .count(),
                "/{}",
                manifest.name
            );
        }
    }
}
