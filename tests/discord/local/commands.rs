//! The bot's global commands: held as Discord holds them, and checked when they are set.

use serde_json::{Value, json};

use super::rest::{DONE, INVALID, Outcome, UNKNOWN};
use super::rules;
use super::world::World;

/// The routes below `/applications/{id}/commands`.
pub(crate) fn route(w: &mut World, method: &str, rest: &[&str], body: &Value) -> Outcome {
    match (method, rest) {
        ("GET", []) => Ok((200, Value::Array(w.commands.clone()))),
        ("PUT", []) => {
            let list = body.as_array().cloned().unwrap_or_default();
            check(w, &list)?;
            let held: Vec<Value> = list.iter().map(|command| hold(w, command)).collect();
            w.commands = held.clone();
            Ok((200, Value::Array(held)))
        }
        ("POST", []) => {
            let mut list = w.commands.clone();
            list.retain(|c| c["name"] != body["name"]);
            list.push(body.clone());
            check(w, &list)?;
            let held = hold(w, body);
            list.pop();
            list.push(held.clone());
            w.commands = list;
            Ok((201, held))
        }
        ("PATCH", [id]) => {
            let Some(at) = w.commands.iter().position(|c| c["id"] == *id) else {
                return Err(UNKNOWN);
            };
            let mut changed = w.commands[at].clone();
            for (key, value) in body.as_object().into_iter().flatten() {
                changed[key] = value.clone();
            }
            let mut list = w.commands.clone();
            list[at] = changed.clone();
            check(w, &list)?;
            let held = hold(w, &changed);
            w.commands[at] = held.clone();
            Ok((200, held))
        }
        ("DELETE", [id]) => {
            let before = w.commands.len();
            w.commands.retain(|c| c["id"] != *id);
            if w.commands.len() == before {
                Err(UNKNOWN)
            } else {
                Ok(DONE)
            }
        }
        _ => Err(UNKNOWN),
    }
}

fn check(w: &mut World, list: &[Value]) -> Result<(), super::rest::Refused> {
    let found = rules::commands(&Value::Array(list.to_vec()));
    let broken = !found.is_empty();
    w.violations.extend(found);
    if broken { Err(INVALID) } else { Ok(()) }
}

/// A command as Discord keeps it: what is false or empty by default is left out, what may be null is null.
fn hold(w: &mut World, command: &Value) -> Value {
    let kind = |c: &Value| c["type"].as_u64().unwrap_or(1);
    let old = w
        .commands
        .iter()
        .find(|c| c["name"] == command["name"] && kind(c) == kind(command));
    let id = old.map(|c| c["id"].clone());
    let id = id.unwrap_or_else(|| json!(w.snowflake().to_string()));
    let mut held = command.clone();
    held["id"] = id;
    held["application_id"] = json!(w.app.to_string());
    held["version"] = json!(w.snowflake().to_string());
    for (key, value) in [
        ("type", json!(1)),
        ("description", json!("")),
        ("default_member_permissions", Value::Null),
        ("name_localizations", Value::Null),
        ("description_localizations", Value::Null),
        ("dm_permission", json!(true)),
        ("contexts", Value::Null),
        ("integration_types", json!([0])),
        ("nsfw", json!(false)),
    ] {
        if held[key].is_null() {
            held[key] = value;
        }
    }
    if let Some(number) = held["default_member_permissions"].as_u64() {
        held["default_member_permissions"] = json!(number.to_string());
    }
    tidy(&mut held);
    held
}

fn tidy(command: &mut Value) {
    let Some(map) = command.as_object_mut() else {
        return;
    };
    if map
        .get("options")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty)
    {
        map.remove("options");
    }
    for option in map
        .get_mut("options")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let Some(option) = option.as_object_mut() else {
            continue;
        };
        option.retain(|key, value| match key.as_str() {
            "required" | "autocomplete" => *value == true,
            "choices" | "options" | "channel_types" => {
                value.as_array().is_some_and(|a| !a.is_empty())
            }
            _ => true,
        });
    }
}
