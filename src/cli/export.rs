//! `newsdesk export`: everything in the store as JSON.
//!
//! The articles are those that `load` takes back, each for the server that it belongs to. Settings and reminders are there
//! to be read by people and other programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{Exit, Failure, log, open};
use crate::article::Article;
use crate::config::{Config, LogLevel};
use crate::reminder::write_before;
use crate::store::{Found, Scope, Settings, Store, Target, Window};

pub(super) const EXAMPLES: &str = "\
{\"servers\": [{\"server\", \"settings\", \"articles\", \"reminders\", \"standing\"}]}; server 0 is what every server sees.

Examples:
  newsdesk export > newsdesk.json
  newsdesk export --server 1042 > server.json
  newsdesk --store new.db load newsdesk.json     the articles of an export into another store";

/// What `newsdesk export` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this server (its number); 0 is what every server sees.
    #[arg(long, value_name = "ID")]
    server: Option<u64>,
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

fn server(store: &dyn Store, scope: Scope) -> Result<Server, Failure> {
    let reminders = all(|window| store.reminders(scope, None, window))?;
    let standing = all(|window| store.standings(scope, None, window))?;
    Ok(Server {
        server: scope,
        settings: store.settings(scope)?,
        articles: store.whole(scope)?,
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
