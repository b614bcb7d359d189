//! Discord's JSON: what goes over the wire for a server, a member, a channel, a user's deed.
//!
//! The fields are those that Discord's documentation lists and that serenity 0.12.5 was seen to need; one that is missing
//! makes serenity drop the event without a word.

use serde_json::{Value, json};

use super::world::{BOT, CREATE_EVENTS, Channel, Interaction, MEMBER, Message, User, World};

/// The bot's own user.
pub(crate) fn bot(world: &World) -> Value {
    json!({"id": world.app.to_string(), "username": "newsdesk", "discriminator": "0001", "global_name": null,
        "avatar": null, "bot": true, "public_flags": 0, "flags": 0, "verified": true, "mfa_enabled": false})
}

/// A person.
pub(crate) fn user(user: &User) -> Value {
    json!({"id": user.id.to_string(), "username": user.name, "discriminator": "0", "global_name": user.name,
        "avatar": null, "bot": false, "public_flags": 0})
}

fn member(user_: &User) -> Value {
    json!({"user": user(user_), "roles": [], "joined_at": "2025-01-01T00:00:00+00:00", "deaf": false, "mute": false,
        "flags": 0, "nick": null, "avatar": null, "premium_since": null, "pending": false,
        "permissions": user_.permissions.to_string(), "communication_disabled_until": null})
}

/// A channel.
pub(crate) fn channel(world: &World, channel: &Channel) -> Value {
    let written = world
        .messages
        .iter()
        .filter(|m| m.channel == channel.id && m.only.is_none());
    let last = written.map(|m| m.id).max().map(|id| id.to_string());
    match (channel.guild, channel.with) {
        (Some(guild), _) => {
            json!({"id": channel.id.to_string(), "type": 0, "guild_id": guild.to_string(),
            "name": channel.name, "position": 0, "permission_overwrites": overwrites(world, channel), "nsfw": false, "topic": null,
            "parent_id": null, "last_message_id": last, "rate_limit_per_user": 0, "flags": 0,
            "permissions": channel.bot.to_string()})
        }
        (None, with) => {
            let with = world.users.iter().filter(|u| Some(u.id) == with).map(user);
            json!({"id": channel.id.to_string(), "type": 1, "last_message_id": last, "flags": 0,
                "recipients": with.collect::<Vec<_>>()})
        }
    }
}

/// What makes of the server's permissions those that the bot has in a channel.
fn overwrites(world: &World, channel: &Channel) -> Value {
    let base = MEMBER | BOT;
    if channel.bot == base || channel.bot == BOT {
        return json!([]);
    }
    let (allow, deny) = (channel.bot & !base, base & !channel.bot);
    json!([{"id": world.app.to_string(), "type": 1, "allow": allow.to_string(), "deny": deny.to_string()}])
}

/// The roles of a server: everyone's, the bot's own, and those that the test made.
pub(crate) fn roles(world: &World, guild: u64) -> Vec<Value> {
    let place = world.guilds.iter().find(|place| place.id == guild);
    let events = place.map_or(0, |place| place.bot & CREATE_EVENTS);
    let mut roles = vec![
        role(guild, "@everyone", MEMBER),
        role(bot_role(guild), "newsdesk", BOT | events),
    ];
    roles.extend(world.roles.iter().map(|(id, name)| role(*id, name, 0)));
    roles
}

/// The role that comes with the bot.
fn bot_role(guild: u64) -> u64 {
    guild + 1
}

/// The bot as a member of a server.
pub(crate) fn bot_member(world: &World, guild: u64) -> Value {
    json!({"user": bot(world), "roles": [bot_role(guild).to_string()], "joined_at": "2025-01-01T00:00:00+00:00",
        "deaf": false, "mute": false, "flags": 0, "communication_disabled_until": null})
}

/// A role.
pub(crate) fn role(id: u64, name: &str, permissions: u64) -> Value {
    json!({"id": id.to_string(), "name": name, "color": 0, "hoist": false, "managed": false, "mentionable": false,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "icon": null,
        "unicode_emoji": null, "permissions": permissions.to_string(), "position": 0, "flags": 0})
}

/// The event that tells the bot of a server.
pub(crate) fn guild_create(world: &World, id: u64, name: &str) -> Value {
    let channels = world.channels.iter().filter(|c| c.guild == Some(id));
    let channels: Vec<Value> = channels.map(|c| channel(world, c)).collect();
    let (roles, me) = (roles(world, id), bot_member(world, id));
    json!({"id": id.to_string(), "name": name, "icon": null, "splash": null, "discovery_splash": null, "features": [],
        "owner_id": "100000000000000009", "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
        "verification_level": 0, "roles": roles, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "premium_tier": 0, "preferred_locale": "en-US", "afk_channel_id": null,
        "afk_timeout": 300, "premium_progress_bar_enabled": false, "nsfw_level": 0, "emojis": [], "stickers": [],
        "public_updates_channel_id": null, "application_id": null, "vanity_url_code": null, "description": null,
        "banner": null, "joined_at": "2025-01-01T00:00:00+00:00", "large": false, "member_count": 3, "voice_states": [],
        "members": [me], "channels": channels, "threads": [], "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "unavailable": false, "safety_alerts_channel_id": null, "region": "deprecated"})
}

/// The event that tells the bot what a user did. `data` is the deed's own part.
pub(crate) fn interaction_create(world: &World, deed: &Interaction, data: &Value) -> Value {
    let who = world
        .users
        .iter()
        .find(|u| u.id == deed.user)
        .expect("a deed has a user");
    let at = world
        .channels
        .iter()
        .find(|c| c.id == deed.channel)
        .expect("a deed has a channel");
    let mut event = json!({"id": deed.id.to_string(), "application_id": world.app.to_string(), "type": deed.kind,
        "token": deed.token, "version": 1, "locale": "en-US", "channel_id": at.id.to_string(),
        "channel": channel(world, at), "entitlements": [], "attachment_size_limit": 10_485_760, "data": data});
    match at.guild {
        Some(guild) => {
            event["guild_id"] = json!(guild.to_string());
            event["guild"] = json!({"id": guild.to_string(), "locale": "en-US", "features": []});
            event["guild_locale"] = json!("en-US");
            event["member"] = member(who);
            event["app_permissions"] = json!(at.bot.to_string());
            event["authorizing_integration_owners"] = json!({"0": guild.to_string()});
            event["context"] = json!(0);
        }
        None => {
            event["user"] = user(who);
            event["app_permissions"] = json!(at.bot.to_string());
            event["authorizing_integration_owners"] = json!({"0": "0"});
            event["context"] = json!(1);
        }
    }
    if let Some(source) = deed.source.and_then(|id| world.message(id)) {
        event["message"] = source.wire.clone();
    }
    event
}

/// A new message of the bot made from a request's body.
pub(crate) fn message(world: &World, id: u64, channel: u64, body: &Value, flags: u64) -> Value {
    let mut wire = json!({"id": id.to_string(), "channel_id": channel.to_string(), "author": bot(world), "content": "",
        "timestamp": chrono::Utc::now().to_rfc3339(), "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
        "components": [], "flags": flags, "application_id": world.app.to_string()});
    change(&mut wire, body);
    wire
}

/// Applies an edit: what the body has replaces what was there.
pub(crate) fn change(wire: &mut Value, body: &Value) {
    for key in ["content", "embeds", "components"] {
        match &body[key] {
            Value::Null => {}
            value => wire[key] = value.clone(),
        }
    }
    if let Some(embeds) = wire["embeds"].as_array_mut() {
        for embed in embeds {
            embed["type"] = json!("rich");
        }
    }
}

/// A message as a later reader gets it: the nonce is told to its sender only.
pub(crate) fn read_back(message: &Message) -> Value {
    message.wire.clone()
}
