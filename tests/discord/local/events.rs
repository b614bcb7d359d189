//! Scheduled events of a server: made within Discord's limits, changed, called off, deleted, and over by themselves.
//!
//! Time here is the world's ([`World::now`]), which a test may shift with the bot's. That an event of a stage or a voice
//! channel differs from one that takes place elsewhere is left out: the bot makes only the latter.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::rest::{Call, DONE, INVALID, Outcome, Refused};
use super::world::{CREATE_EVENTS, World};
use super::{Discord, rules};

/// Discord's limit of scheduled and active events in a server.
pub(crate) const MOST: usize = 100;

const SCHEDULED: u64 = 1;
const ACTIVE: u64 = 2;
const COMPLETED: u64 = 3;
const CANCELED: u64 = 4;

fn moment(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str()?.parse().ok()
}

/// An event as it stands now: Discord begins and ends those that take place elsewhere by itself.
fn at(event: &Value, now: DateTime<Utc>) -> Value {
    let mut event = event.clone();
    let begun = moment(&event["scheduled_start_time"]).is_some_and(|start| start <= now);
    let over = moment(&event["scheduled_end_time"]).is_some_and(|end| end <= now);
    if event["status"] == SCHEDULED && begun {
        event["status"] = json!(ACTIVE);
    }
    if event["status"] == ACTIVE && over {
        event["status"] = json!(COMPLETED);
    }
    event
}

fn standing(event: &Value) -> bool {
    event["status"] == SCHEDULED || event["status"] == ACTIVE
}

/// The routes below `/guilds/{id}/scheduled-events`.
pub(crate) fn route(
    w: &mut World,
    method: &str,
    guild: u64,
    rest: &[&str],
    call: &Call<'_>,
) -> Outcome {
    let Some(place) = w.guilds.iter().find(|g| g.id == guild) else {
        return Err(Refused(404, 10004, "Unknown Guild"));
    };
    let allowed = place.bot & CREATE_EVENTS != 0;
    let now = w.now();
    let id = guild.to_string();
    let here = |event: &&Value| event["guild_id"] == id;
    if (method, rest.is_empty()) == ("GET", true) {
        let all = w.events.iter().filter(here).map(|event| at(event, now));
        return Ok((200, all.filter(standing).collect()));
    }
    if !allowed {
        return Err(Refused(403, 50013, "Missing Permissions"));
    }
    if (method, rest.is_empty()) == ("POST", true) {
        let count = w.events.iter().filter(here).map(|event| at(event, now));
        if count.filter(standing).count() >= MOST {
            return Err(Refused(
                400,
                30038,
                "Maximum number of guild scheduled events reached (100)",
            ));
        }
        return make(w, guild, call.body);
    }
    let number = rest.first().copied().unwrap_or_default().to_owned();
    let place = w.events.iter().position(|event| event["id"] == number);
    let place = place.ok_or(Refused(404, 10070, "Unknown Guild Scheduled Event"))?;
    match method {
        "PATCH" => change(w, place, call.body),
        "DELETE" => {
            w.events.remove(place);
            Ok(DONE)
        }
        "GET" => Ok((200, at(&w.events[place], now))),
        _ => Err(super::rest::UNKNOWN),
    }
}

/// So many events that somebody else made, a month from now.
pub(crate) fn fill(w: &mut World, guild: &str, count: usize) {
    let guild = w.guilds.iter().find(|g| g.name == guild);
    let guild = guild.expect("the test names a server that exists").id;
    let start = w.now() + chrono::TimeDelta::days(30);
    let end = start + chrono::TimeDelta::hours(1);
    for number in 0..count {
        let id = w.snowflake();
        w.events.push(json!({
            "id": id.to_string(), "guild_id": guild.to_string(), "name": format!("Evening {number}"), "description": "",
            "scheduled_start_time": start.to_rfc3339(), "scheduled_end_time": end.to_rfc3339(), "privacy_level": 2,
            "entity_type": 3, "entity_metadata": {"location": "The hall"}, "status": SCHEDULED,
        }));
    }
}

fn make(w: &mut World, guild: u64, body: &Value) -> Outcome {
    let now = w.now();
    let found = rules::event(body, now, true);
    if !found.is_empty() {
        w.violations.extend(found);
        return Err(INVALID);
    }
    let id = w.snowflake();
    let event = json!({
        "id": id.to_string(), "guild_id": guild.to_string(), "channel_id": null, "creator_id": w.app.to_string(),
        "name": body["name"], "description": body["description"], "image": null,
        "scheduled_start_time": body["scheduled_start_time"], "scheduled_end_time": body["scheduled_end_time"],
        "privacy_level": body["privacy_level"], "entity_type": body["entity_type"], "entity_id": null,
        "entity_metadata": body["entity_metadata"], "status": SCHEDULED, "recurrence_rule": null, "user_count": 0,
    });
    w.events.push(event.clone());
    w.events_made += 1;
    Ok((200, event))
}

fn change(w: &mut World, place: usize, body: &Value) -> Outcome {
    let now = w.now();
    let is = at(&w.events[place], now);
    let status = is["status"].as_u64().unwrap_or_default();
    if status == COMPLETED || status == CANCELED {
        return Err(Refused(400, 180_000, "Cannot update a finished event"));
    }
    let wanted = body["status"].as_u64();
    let may = matches!(
        (status, wanted),
        (_, None) | (SCHEDULED, Some(ACTIVE | CANCELED)) | (ACTIVE, Some(COMPLETED))
    );
    let begins = body.get("scheduled_start_time").is_some();
    if !may || (status == ACTIVE && begins) {
        w.violation("an event that has begun was moved or called off");
        return Err(INVALID);
    }
    let mut changed = is;
    for (key, value) in body.as_object().into_iter().flatten() {
        changed[key] = value.clone();
    }
    let found = rules::event(&changed, now, begins);
    if !found.is_empty() {
        w.violations.extend(found);
        return Err(INVALID);
    }
    w.events[place] = changed.clone();
    Ok((200, changed))
}

impl Discord {
    /// Sets what the bot may do in a server.
    pub(crate) fn bot_may_everywhere(&self, guild: &str, permissions: u64) {
        self.hub.with(|w| {
            let place = w.guilds.iter_mut().find(|g| g.name == guild);
            place.expect("the test names a server that exists").bot = permissions;
        });
    }

    /// Makes it this time here, as it is for the bot that is started next.
    pub(crate) fn set_now(&self, now: &str) {
        let now: chrono::DateTime<chrono::Utc> = now.parse().expect("a moment");
        self.hub.with(|w| w.shift = now - chrono::Utc::now());
    }

    /// The scheduled events as they were last written, and how many were ever made.
    pub(crate) fn events(&self) -> (Vec<Value>, usize) {
        self.hub.with(|w| (w.events.clone(), w.events_made))
    }

    /// Waits until the scheduled events are as they should.
    pub(crate) async fn events_until(
        &self,
        what: &str,
        fits: impl Fn(&[Value]) -> bool,
    ) -> Vec<Value> {
        let look = |w: &mut World| fits(&w.events).then(|| w.events.clone());
        self.hub.until(what, look).await
    }

    /// Fills a server with so many scheduled events of somebody else.
    pub(crate) fn fill_events(&self, guild: &str, count: usize) {
        self.hub.with(|w| fill(w, guild, count));
    }
}
