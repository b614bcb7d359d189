//! The servers that the bot is in: listed by pages, and each with its roles, its channels and the bot's own membership.

use serde_json::{Value, json};

use super::rest::{Outcome, Refused, UNKNOWN};
use super::wire;
use super::world::World;

/// `GET /users/@me/guilds`: by number, `after` one, at most `limit`.
pub(crate) fn list(w: &World, query: &str) -> Value {
    let asked = |key: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(k, _)| *k == key);
        found.and_then(|(_, value)| value.parse::<u64>().ok())
    };
    let after = asked("after").unwrap_or(0);
    let limit = usize::try_from(asked("limit").unwrap_or(200)).unwrap_or(200);
    let mut guilds: Vec<_> = w.guilds.iter().filter(|guild| guild.id > after).collect();
    guilds.sort_by_key(|guild| guild.id);
    let short = guilds.iter().take(limit).map(|guild| {
        json!({"id": guild.id.to_string(), "name": guild.name, "icon": null, "owner": false, "features": [],
            "permissions": "0"})
    });
    short.collect()
}

/// The routes below `/guilds/{id}`, for a bot that is in the server.
pub(crate) fn route(w: &World, id: u64, rest: &[&str]) -> Outcome {
    let guild = w.guilds.iter().find(|guild| guild.id == id);
    let guild = guild.ok_or(Refused(404, 10004, "Unknown Guild"))?;
    match rest {
        [] => Ok((200, wire::guild_create(w, id, &guild.name))),
        ["channels"] => {
            let here = w
                .channels
                .iter()
                .filter(|channel| channel.guild == Some(id));
            Ok((200, here.map(|channel| wire::channel(w, channel)).collect()))
        }
        ["roles"] => Ok((200, wire::roles(w, id).into())),
        ["members", user] if *user == w.app.to_string() => Ok((200, wire::bot_member(w, id))),
        _ => Err(UNKNOWN),
    }
}
