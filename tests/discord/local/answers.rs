//! Answers to interactions: one first answer within the deadline, then edits and follow-ups by the token.

use serde_json::{Value, json};

use super::rest::{Call, DONE, INVALID, Outcome, Refused, UNKNOWN};
use super::world::{Interaction, World};
use super::{messages, rules, wire};

const EPHEMERAL: u64 = 1 << 6;
const LOADING: u64 = 1 << 7;

/// Marks the interaction whose request a fault strikes: that the bot asks again is then right.
pub(crate) fn disturb(w: &mut World, path: &str) {
    let id = path
        .strip_prefix("/interactions/")
        .and_then(|rest| rest.split('/').next()?.parse::<u64>().ok());
    if let Some(deed) = id.and_then(|id| w.interactions.get_mut(&id)) {
        deed.disturbed = true;
    }
}

/// The first answer.
pub(crate) fn callback(w: &mut World, id: u64, token: &str, call: &Call<'_>) -> Outcome {
    let unknown = Refused(404, 10062, "Unknown interaction");
    let deadline = w.deadline;
    let Some(deed) = w
        .interactions
        .get(&id)
        .filter(|d| d.token == token)
        .cloned()
    else {
        w.violation("an answer to an interaction that never was");
        return Err(unknown);
    };
    if deed.first.is_some() {
        if !deed.disturbed {
            w.violation("a second first answer to one interaction");
        }
        return Err(Refused(
            400,
            40060,
            "Interaction has already been acknowledged.",
        ));
    }
    let took = call.arrived.saturating_duration_since(deed.sent);
    if took > deadline {
        if !deed.disturbed {
            w.violation(format!("the first answer came after {took:?}"));
        }
        return Err(unknown);
    }
    let kind = call.body["type"].as_u64().unwrap_or(0);
    let mut now = answered(w, &deed, kind, call)?;
    now.first = Some((kind, took));
    if matches!(kind, 4 | 5) {
        sign(w, &now, now.message);
    }
    w.interactions.insert(id, now);
    Ok(DONE)
}

/// What a first answer of this kind makes of its interaction.
fn answered(
    w: &mut World,
    deed: &Interaction,
    kind: u64,
    call: &Call<'_>,
) -> Result<Interaction, Refused> {
    let data = &call.body["data"];
    let inner = Call {
        body: data,
        ..*call
    };
    let private = data["flags"].as_u64().unwrap_or(0) & EPHEMERAL;
    let only = (private != 0).then_some(deed.user);
    let component = deed.kind == 3;
    let mut now = deed.clone();
    match kind {
        4 if deed.kind != 4 => {
            messages::check(w, &inner, true)?;
            now.message = Some(messages::post(
                w,
                deed.channel,
                data,
                private,
                only,
                call.files,
            ));
        }
        5 if deed.kind != 4 => {
            let flags = private | LOADING;
            now.message = Some(messages::post(
                w,
                deed.channel,
                &Value::Null,
                flags,
                only,
                &[],
            ));
            now.loading = true;
        }
        6 if component => {
            now.message = deed.source;
            now.loading = true;
        }
        7 if component => {
            now.message = deed.source;
            messages::edit(w, deed.source.unwrap_or_default(), &inner)?;
        }
        8 if deed.kind == 4 => {
            let found = rules::choices(data);
            let broken = !found.is_empty();
            w.violations.extend(found);
            if broken {
                return Err(INVALID);
            }
            let text = |value: &Value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            };
            let choices = data["choices"].as_array().into_iter().flatten();
            now.choices = choices
                .map(|c| (text(&c["name"]), text(&c["value"])))
                .collect();
        }
        9 if deed.kind != 4 => {
            let found = rules::modal(data);
            w.violations.extend(found);
        }
        _ => {
            w.violation(format!(
                "an answer of type {kind} to an interaction of type {}",
                deed.kind
            ));
            return Err(INVALID);
        }
    }
    Ok(now)
}

/// Notes on a message whose deed it answers, as Discord does.
fn sign(w: &mut World, deed: &Interaction, message: Option<u64>) {
    let who = w.users.iter().find(|u| u.id == deed.user).map(wire::user);
    if let Some(message) = w.messages.iter_mut().rev().find(|m| Some(m.id) == message) {
        message.wire["interaction_metadata"] = json!({"id": deed.id.to_string(), "type": deed.kind, "user": who,
            "authorizing_integration_owners": {}});
        if let Some(source) = deed.source {
            message.wire["interaction_metadata"]["interacted_message_id"] =
                json!(source.to_string());
        }
    }
}

/// What comes after the first answer: the routes below `/webhooks/{application}/{token}`.
pub(crate) fn later(
    w: &mut World,
    method: &str,
    token: &str,
    rest: &[&str],
    call: &Call<'_>,
) -> Outcome {
    let id = w
        .by_token
        .get(token)
        .copied()
        .ok_or(Refused(404, 10015, "Unknown Webhook"))?;
    let mut deed = w.interactions.get(&id).cloned().ok_or(UNKNOWN)?;
    if deed.first.is_none() {
        w.violation("a follow-up before the first answer");
        return Err(Refused(404, 10015, "Unknown Webhook"));
    }
    let outcome = match (method, rest) {
        ("POST", []) => {
            if deed.loading && deed.kind != 3 {
                deed.loading = false;
                fill(w, deed.message.unwrap_or_default(), call)
            } else {
                messages::check(w, call, true)?;
                let private = call.body["flags"].as_u64().unwrap_or(0) & EPHEMERAL;
                let only = (private != 0).then_some(deed.user);
                let message = messages::post(w, deed.channel, call.body, private, only, call.files);
                deed.followups.push(message);
                // A button's message shows no waiting: a word aside is an answer too.
                deed.loading = false;
                sign(w, &deed, Some(message));
                Ok((
                    200,
                    w.message(message).map(wire::read_back).unwrap_or_default(),
                ))
            }
        }
        (_, ["messages", which]) => {
            let number = match *which {
                "@original" => deed.message,
                number => number
                    .parse()
                    .ok()
                    .filter(|n| deed.followups.contains(n) || deed.message == Some(*n)),
            };
            let number = number.ok_or(Refused(404, 10008, "Unknown Message"))?;
            match method {
                "GET" => w
                    .message(number)
                    .map(|m| (200, wire::read_back(m)))
                    .ok_or(UNKNOWN),
                "PATCH" => {
                    deed.loading = false;
                    fill(w, number, call)
                }
                "DELETE" => {
                    w.messages.retain(|m| m.id != number);
                    Ok(DONE)
                }
                _ => Err(UNKNOWN),
            }
        }
        _ => Err(UNKNOWN),
    };
    w.interactions.insert(id, deed);
    outcome
}

/// An edit that also ends the thinking.
fn fill(w: &mut World, id: u64, call: &Call<'_>) -> Outcome {
    let edited = messages::edit(w, id, call)?;
    if let Some(message) = w.messages.iter_mut().find(|m| m.id == id) {
        let flags = edited["flags"].as_u64().unwrap_or(0) & !LOADING;
        message.wire["flags"] = flags.into();
    }
    Ok((200, w.message(id).map(wire::read_back).unwrap_or_default()))
}
