//! Messages in channels: posted once for one nonce, refused without the permission, read back newest first.

use std::time::Instant;

use serde_json::{Value, json};

use super::rest::{Call, DONE, INVALID, Outcome, Refused, UNKNOWN};
use super::world::{
    Channel, EMBED_LINKS, Message, READ_HISTORY, SEND_MESSAGES, VIEW_CHANNEL, World,
};
use super::{rules, wire};

/// A channel that the bot sees.
pub(crate) fn channel(w: &World, id: u64) -> Result<Channel, Refused> {
    let channel = w.channels.iter().find(|c| c.id == id);
    let channel = channel
        .ok_or(Refused(404, 10003, "Unknown Channel"))?
        .clone();
    if channel.bot & VIEW_CHANNEL == 0 {
        return Err(Refused(403, 50001, "Missing Access"));
    }
    Ok(channel)
}

/// The routes below `/channels/{id}/messages`.
pub(crate) fn route(
    w: &mut World,
    method: &str,
    id: u64,
    rest: &[&str],
    call: &Call<'_>,
) -> Outcome {
    let place = channel(w, id)?;
    match (method, rest) {
        ("POST", []) => create(w, &place, call),
        ("GET", []) => {
            let asked = |key: &str| {
                let mut pairs = call
                    .query
                    .split('&')
                    .filter_map(|pair| pair.split_once('='));
                pairs
                    .find(|(k, _)| *k == key)
                    .and_then(|(_, v)| v.parse::<u64>().ok())
            };
            let (after, before) = (
                asked("after").unwrap_or(0),
                asked("before").unwrap_or(u64::MAX),
            );
            let limit = usize::try_from(asked("limit").unwrap_or(50)).unwrap_or(50);
            if !(1..=100).contains(&limit) {
                w.violation(format!("{limit} messages are asked for, not 1 to 100"));
                return Err(INVALID);
            }
            let mut found: Vec<&Message> = w.messages.iter().collect();
            // Without the permission Discord gives an empty list (its page "Get Channel Messages").
            let readable = place.with.is_some() || place.bot & READ_HISTORY != 0;
            found.retain(|m| {
                readable && m.channel == id && m.only.is_none() && m.id > after && m.id < before
            });
            // Without `after` the newest are given; with it, those that follow. Newest first either way.
            let found = if after > 0 {
                &found[..limit.min(found.len())]
            } else {
                &found[found.len().saturating_sub(limit)..]
            };
            Ok((
                200,
                found.iter().rev().map(|m| wire::read_back(m)).collect(),
            ))
        }
        (_, [message]) => {
            let number = message.parse::<u64>().map_err(|_| UNKNOWN)?;
            let at = w
                .messages
                .iter()
                .position(|m| m.id == number && m.channel == id && m.only.is_none());
            let at = at.ok_or(Refused(404, 10008, "Unknown Message"))?;
            match method {
                "GET" => Ok((200, wire::read_back(&w.messages[at]))),
                "PATCH" => edit(w, number, call).map(|body| (200, body)),
                "DELETE" => {
                    w.messages.remove(at);
                    Ok(DONE)
                }
                _ => Err(UNKNOWN),
            }
        }
        _ => Err(UNKNOWN),
    }
}

fn create(w: &mut World, place: &Channel, call: &Call<'_>) -> Outcome {
    if place.bot & SEND_MESSAGES == 0 {
        return Err(Refused(403, 50013, "Missing Permissions"));
    }
    if w.users.iter().any(|u| Some(u.id) == place.with && u.closed) {
        return Err(Refused(403, 50007, "Cannot send messages to this user"));
    }
    check(w, call, true)?;
    let nonce = match &call.body["nonce"] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    if call.body["enforce_nonce"] == true && nonce.is_some() {
        let (window, forgotten) = (w.nonce_window, w.forgotten);
        let same = |m: &&Message| {
            m.channel == place.id && m.nonce == nonce && m.at.elapsed() < window && m.id > forgotten
        };
        if let Some(first) = w.messages.iter().find(same) {
            return Ok((200, first.wire.clone()));
        }
    }
    let mut body = call.body.clone();
    if place.bot & EMBED_LINKS == 0 {
        body["embeds"] = json!([]);
        if body["content"].as_str().unwrap_or_default().is_empty() && call.files.is_empty() {
            return Err(Refused(400, 50006, "Cannot send an empty message"));
        }
    }
    let id = post(w, place.id, &body, 0, None, call.files);
    let mut answer = w.message(id).map(|m| m.wire.clone()).unwrap_or_default();
    answer["nonce"] = call.body["nonce"].clone();
    if let Some(message) = w.messages.last_mut() {
        message.nonce = nonce;
    }
    Ok((200, answer))
}

/// Puts a message into a channel.
pub(crate) fn post(
    w: &mut World,
    channel: u64,
    body: &Value,
    flags: u64,
    only: Option<u64>,
    files: &[String],
) -> u64 {
    let id = w.snowflake();
    let wire = wire::message(w, id, channel, body, flags);
    let pings = rules::pings(body);
    // Enough to be changed and pressed on for some seconds of the fastest measurement.
    if w.forgetful && w.messages.len() > 4096 {
        w.messages.drain(..2048);
    }
    w.messages.push(Message {
        id,
        channel,
        only,
        at: Instant::now(),
        nonce: None,
        wire,
        pings,
        files: files.to_vec(),
    });
    id
}

/// Changes a message; the answer is the message as it is then.
pub(crate) fn edit(w: &mut World, id: u64, call: &Call<'_>) -> Result<Value, Refused> {
    check(w, call, false)?;
    let message =
        w.messages
            .iter_mut()
            .find(|m| m.id == id)
            .ok_or(Refused(404, 10008, "Unknown Message"))?;
    wire::change(&mut message.wire, call.body);
    if call.body["attachments"].is_array() {
        // What the list does not name goes; the bot names none but new ones.
        message.files.clear();
    }
    message.files.extend_from_slice(call.files);
    message.wire["edited_timestamp"] = json!(chrono::Utc::now().to_rfc3339());
    message.pings.extend(rules::pings(call.body));
    Ok(message.wire.clone())
}

/// Holds a message's body against the rules; notes what breaks them, and refuses what Discord would.
pub(crate) fn check(w: &mut World, call: &Call<'_>, new: bool) -> Result<(), Refused> {
    let found = rules::message(call.body, call.files.len(), new);
    // That a message could ping is our own rule, not Discord's.
    let refused = found
        .iter()
        .any(|f| !f.starts_with("allowed_mentions is missing"));
    w.violations.extend(found);
    for ping in rules::pings(call.body) {
        if !w.welcome_pings.contains(&ping) {
            w.violation(format!("a message pings {ping}"));
        }
    }
    if refused { Err(INVALID) } else { Ok(()) }
}
