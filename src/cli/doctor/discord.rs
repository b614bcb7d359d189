//! What Discord says of the bot: the token, the door, the servers, and every channel that something goes to.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::json;

use super::findings::Findings;
use super::offset;
use crate::cli::run::{options, runtime};
use crate::cli::{Exit, Failure};
use crate::commands::count;
use crate::config::Config;
use crate::discord::{self, Access, Inspection, Mirrored, Place};
use crate::store::mirror::Mirrors;
use crate::store::sqlite::SqliteStore;
use crate::store::{Addressed, Scope, Store, Target};

/// A clock that is off by more than this sends reminders at a time that people notice.
const OFF: TimeDelta = TimeDelta::minutes(1);

/// As many servers as are named.
const NAMED: usize = 12;

/// Tells what Discord says, and gives the names of the channels.
pub(super) fn look(
    found: &mut Findings,
    config: &Config,
    store: Option<&SqliteStore>,
) -> Result<HashMap<u64, String>, Failure> {
    let mut names = HashMap::new();
    let options = match options(config) {
        Ok(Some(options)) => options,
        Ok(None) => {
            found.note(
                "token",
                "None: newsdesk opens the console. For Discord set DISCORD_TOKEN or DISCORD_TOKEN_FILE.",
            )?;
            return Ok(names);
        }
        Err(failure) => {
            found.fix("token", failure.exit, &failure.sentence)?;
            return Ok(names);
        }
    };
    found.good("token", "There is one.")?;
    let addressed = match store {
        Some(store) => store.addressed()?,
        None => Vec::new(),
    };
    let targets: Vec<_> = addressed.iter().map(|to| (to.target, to.scope)).collect();
    let wanting = match store {
        Some(store) => store.wanting()?,
        None => Vec::new(),
    };
    let events: Vec<Scope> = wanting
        .iter()
        .filter(|wanting| wanting.settings.events.is_some())
        .map(|wanting| wanting.server)
        .collect();
    match runtime()?.block_on(discord::inspect(&options, &targets, &events)) {
        Ok(said) => {
            report(found, config, &said, &addressed)?;
            let named = said.places.into_iter();
            names.extend(named.filter_map(|place| Some((place.channel, place.name?))));
        }
        Err(stopped) => {
            let failure = Failure::from(stopped);
            found.fix("discord", failure.exit, &failure.sentence)?;
        }
    }
    Ok(names)
}

fn report(
    found: &mut Findings,
    config: &Config,
    said: &Inspection,
    addressed: &[Addressed],
) -> Result<(), Failure> {
    let place = config.api.as_deref().unwrap_or("Discord");
    let starts = said.starts.map_or_else(String::new, |(left, total)| {
        format!(": {left} of {total} starts are left today")
    });
    found.good(
        "discord",
        &format!(
            "{place} takes the token, of the application {}, and lets it in{starts}.",
            said.application
        ),
    )?;
    found.good("intents", "Only GUILDS is asked for, which every bot has.")?;
    if !said.privileged.is_empty() {
        found.note(
            "intents",
            &format!(
                "The application has the privileged intents {} switched on; Newsdesk needs none: switch them off on its page under “Bot”.",
                said.privileged.join(", ")
            ),
        )?;
    }
    clock(found, said)?;
    servers(found, said)?;
    for place in &said.places {
        let to_come = addressed
            .iter()
            .filter(|to| to.target == Target::Channel(place.channel))
            .map(|to| to.to_come)
            .sum();
        channel(found, place, to_come)?;
    }
    for server in &said.mirrored {
        events(found, server)?;
    }
    let direct = addressed
        .iter()
        .filter(|to| matches!(to.target, Target::Direct(_)))
        .count();
    if direct > 0 {
        found.note(
            "direct",
            &format!(
                "{} will get direct messages: whether they take them shows when one is sent.",
                count(direct, "member")
            ),
        )?;
    }
    Ok(())
}

fn clock(found: &mut Findings, said: &Inspection) -> Result<(), Failure> {
    let Some(ahead) = said.ahead else {
        return Ok(());
    };
    if ahead.abs() > OFF {
        let (comes, way) = match ahead > TimeDelta::zero() {
            true => ("early", "ahead of"),
            false => ("late", "behind"),
        };
        let by = offset(ahead);
        let by = by.rsplit_once(' ').map_or(by.as_str(), |(by, _)| by);
        found.fix_in(
            "clock",
            Exit::Failed,
            &format!(
                "This machine's clock is {by} {way} Discord's, and reminders come so much too {comes}: set it, best by NTP (timedatectl set-ntp true)."
            ),
            &json!({"ahead": ahead.num_seconds()}),
        )?;
    } else {
        found.good_in(
            "clock",
            "It agrees with Discord's.",
            &json!({"ahead": ahead.num_seconds()}),
        )?;
    }
    Ok(())
}

fn servers(found: &mut Findings, said: &Inspection) -> Result<(), Failure> {
    if said.servers.is_empty() {
        found.note(
            "servers",
            "It is in none: newsdesk invite prints the link that adds it to one.",
        )?;
        return Ok(());
    }
    let mut names: Vec<&str> = said
        .servers
        .iter()
        .take(NAMED)
        .map(|(_, name)| name.as_str())
        .collect();
    let more = format!("{} more", said.servers.len().saturating_sub(NAMED));
    if said.servers.len() > NAMED {
        names.push(&more);
    }
    let listed: Vec<_> = said
        .servers
        .iter()
        .map(|(id, name)| json!({"id": id.to_string(), "name": name}))
        .collect();
    found.good_in(
        "servers",
        &format!(
            "It is in {}: {}.",
            count(said.servers.len(), "server"),
            names.join(", ")
        ),
        &json!({"servers": listed}),
    )?;
    Ok(())
}

fn channel(found: &mut Findings, place: &Place, to_come: usize) -> Result<(), Failure> {
    let name = match &place.name {
        Some(name) => format!("#{name}"),
        None => format!("Channel {}", place.channel),
    };
    let server = place
        .server
        .as_ref()
        .map_or_else(String::new, |server| format!(" in “{server}”"));
    let waits = match to_come {
        0 => String::new(),
        number => format!(" ({} to come)", count(number, "message")),
    };
    let what = format!("{name}{server}{waits}");
    let (state, missing) = match &place.access {
        Access::Full => ("full", Vec::new()),
        Access::Lacks(missing) => ("lacks", missing.clone()),
        Access::Gone => ("gone", Vec::new()),
        Access::Outside => ("outside", Vec::new()),
        Access::Unknown(_) => ("unknown", Vec::new()),
    };
    let parts = json!({"channel": place.channel.to_string(), "name": place.name, "server": place.server,
        "access": state, "missing": missing, "to_come": to_come});
    let sentence = match &place.access {
        Access::Full => {
            found.good_in("channel", &format!("{what}: all that is needed."), &parts)?;
            return Ok(());
        }
        Access::Lacks(missing) => {
            let missing: Vec<String> = missing.iter().map(|name| format!("“{name}”")).collect();
            format!(
                "{what}: {} missing; give the bot's role {} there (Edit Channel, Permissions).",
                match missing.len() {
                    1 => format!("{} is", missing[0]),
                    _ => format!("{} are", missing.join(", ")),
                },
                if missing.len() == 1 { "it" } else { "them" },
            )
        }
        Access::Gone => format!(
            "{what}: there is no such channel any more, or the bot may not know of it; set its reminders again in another."
        ),
        Access::Outside => format!(
            "{what}: the bot is not in its server any more; invite it again (newsdesk invite), and what waits is sent."
        ),
        Access::Unknown(why) => format!("{what}: {why}; run newsdesk doctor again."),
    };
    found.fix_in("channel", Exit::Failed, &sentence, &parts)?;
    Ok(())
}

fn events(found: &mut Findings, server: &Mirrored) -> Result<(), Failure> {
    let what = match &server.name {
        Some(name) => format!("Sessions as events of “{name}”"),
        None => format!("Sessions as events of the server {}", server.server),
    };
    let sentence = match &server.access {
        Access::Full => {
            found.good("events", &format!("{what}: all that is needed."))?;
            return Ok(());
        }
        Access::Lacks(missing) => format!(
            "{what}: “{}” is missing; give it to the bot's role (Server Settings, Roles), or invite it again with newsdesk invite --events.",
            missing.join("”, “")
        ),
        Access::Gone | Access::Outside => format!(
            "{what}: the bot is not in the server any more; invite it again (newsdesk invite --events)."
        ),
        Access::Unknown(why) => format!("{what}: {why}; run newsdesk doctor again."),
    };
    found.fix("events", Exit::Failed, &sentence)?;
    Ok(())
}
