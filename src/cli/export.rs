//! `newsdesk export`: everything in the store as JSON, or the sessions as a calendar file.
//!
//! The articles are those that `load` takes back, each for the server that it belongs to, with what calendars know of their
//! sessions. Settings and reminders are there to be read by people and other programs.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Exit, Failure, log, open};
use crate::article::Article;
use crate::calendar::Calendar;
use crate::commands;
use crate::config::{Config, LogLevel};
use crate::reminder::write_before;
use crate::store::calendar::Known;
use crate::store::{Found, Scope, SessionQuery, Settings, Store, Target, When, Window};

pub(super) const EXAMPLES: &str = "\
{\"servers\": [{\"server\", \"settings\", \"articles\", \"calendar\", \"reminders\", \"standing\"}]}; server 0 is what every server sees.
With --ics it is instead a calendar file (iCalendar) of all sessions whose day is known, for Google, Apple, Outlook: take it \
again after a change, and the calendar knows each session again.

Examples:
  newsdesk export > newsdesk.json
  newsdesk export --server 1042 > server.json
  newsdesk export --ics sessions.ics             a calendar file
  newsdesk export --ics --server 1042 | less     with what that server added, on standard output
  newsdesk --store new.db load newsdesk.json     the articles of an export into another store";

/// What `newsdesk export` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this server (its number); 0 is what every server sees.
    #[arg(long, value_name = "ID")]
    server: Option<u64>,
    /// A calendar file of the sessions; without FILE on standard output.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    ics: Option<PathBuf>,
}

#[derive(Serialize)]
struct Export {
    servers: Vec<Server>,
}

#[derive(Serialize)]
struct Server {
    server: Scope,
    settings: Settings,
    articles: Vec<Article>,
    calendar: Vec<Known>,
    reminders: Vec<Reminder>,
    /// Standing reminders; those that they made are not told one by one.
    standing: Vec<Standing>,
}

#[derive(Serialize)]
struct Standing {
    user: u64,
    /// None: of every session.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    before: Vec<String>,
    target: Target,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<u64>,
}

#[derive(Serialize)]
struct Reminder {
    user: u64,
    article: String,
    session: String,
    starts: String,
    before: String,
    target: Target,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<u64>,
    /// Wall time, and the zone that it is in.
    due: String,
    zone: String,
}

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Warn);
    let store = open::existing(config)?;
    if let Some(file) = &args.ics {
        return ics(config, &store, args.server, file);
    }
    let scopes = match args.server {
        Some(server) => vec![Scope(server)],
        None => store.scopes()?,
    };
    let mut servers = Vec::new();
    for scope in scopes {
        servers.push(server(&store, scope)?);
    }
    let mut output = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut output, &Export { servers }).map_err(io::Error::from)?;
    output.write_all(b"\n")?;
    output.flush()?;
    Ok(Exit::Done)
}

/// Writes the sessions that a server sees (or everyone) into a calendar file.
fn ics(
    config: &Config,
    store: &dyn Store,
    server: Option<u64>,
    file: &Path,
) -> Result<Exit, Failure> {
    let scope = server.map_or(Scope::EVERYONE, Scope);
    let zone = store.settings(scope)?.zone.unwrap_or(config.defaults.zone);
    let query = SessionQuery {
        when: When::All,
        article: None,
        now: config.clock.now(),
    };
    let mut followed = store.followed(scope, &query, usize::MAX)?.items;
    // Oldest first, as a calendar goes.
    followed.reverse();
    let calendar = commands::calendar(&followed, zone).unwrap_or(Calendar { events: Vec::new() });
    if file == Path::new("-") {
        let mut output = io::stdout().lock();
        output.write_all(calendar.ics().as_bytes())?;
        output.flush()?;
        return Ok(Exit::Done);
    }
    fs::write(file, calendar.ics()).map_err(|error| {
        Failure::new(
            Exit::Failed,
            format!(
                "{} cannot be written ({error}): name a file in a folder that is there.",
                file.display()
            ),
        )
    })?;
    let count = match calendar.events.len() {
        1 => "1 session".to_owned(),
        more => format!("{more} sessions"),
    };
    writeln!(
        io::stdout(),
        "{} has {count}: open it with your calendar.",
        file.display()
    )?;
    Ok(Exit::Done)
}

fn server(store: &dyn Store, scope: Scope) -> Result<Server, Failure> {
    let reminders = all(|window| store.reminders(scope, None, window))?;
    let standing = all(|window| store.standings(scope, None, window))?;
    Ok(Server {
        server: scope,
        settings: store.settings(scope)?,
        articles: store.whole(scope)?,
        calendar: store.known(scope)?,
        reminders: reminders
            .into_iter()
            .map(|reminder| Reminder {
                user: reminder.asked.user,
                article: reminder.session.article.slug,
                session: reminder.session.session.title,
                starts: reminder.session.session.starts.to_string(),
                before: write_before(reminder.asked.before),
                target: reminder.asked.target,
                role: reminder.asked.role,
                due: reminder.asked.wall.format("%Y-%m-%dT%H:%M").to_string(),
                zone: reminder.asked.zone.to_string(),
            })
            .collect(),
        standing: standing
            .into_iter()
            .map(|standing| Standing {
                user: standing.asked.user,
                article: standing.article.map(|article| article.slug),
                before: standing
                    .asked
                    .before
                    .into_iter()
                    .map(write_before)
                    .collect(),
                target: standing.asked.target,
                role: standing.asked.role,
            })
            .collect(),
    })
}

/// A whole list, read window by window.
fn all<T>(list: impl Fn(Window) -> crate::store::Result<Found<T>>) -> Result<Vec<T>, Failure> {
    let mut all = Vec::new();
    loop {
        let window = Window {
            from: all.len(),
            count: 500,
        };
        let found = list(window)?;
        if found.items.is_empty() {
            return Ok(all);
        }
        all.extend(found.items);
    }
}
