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
{\"servers\": [{\"server\", \"settings\", \"articles\", \"reminders\"}]}; server 0 is what every server sees.

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
    let mut reminders = Vec::new();
    loop {
        let window = Window {
            from: reminders.len(),
            count: 500,
        };
        let found: Found<_> = store.reminders(scope, None, window)?;
        if found.items.is_empty() {
            break;
        }
        reminders.extend(found.items);
    }
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
    })
}
