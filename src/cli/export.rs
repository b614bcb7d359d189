//! `newsdesk export`: everything in the store as JSON, or the sessions as a calendar file.
//!
//! The JSON is what `load` takes back: articles, settings, reminders, and what became of each message, for each server
//! ([`crate::store::moving`] says what and why).

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Exit, Failure, log, open};
use crate::calendar::Calendar;
use crate::commands;
use crate::config::{Config, LogLevel};
use crate::store::moving::{Export, Moving};
use crate::store::{Scope, SessionQuery, Store, When};

pub(super) const EXAMPLES: &str = "\
{\"servers\": [{\"server\", \"settings\", \"articles\", \"calendar\", \"standing\", \"reminders\", \"deliveries\", \"paused\", \"events\"}]}; server 0 is \
what every server sees. newsdesk load takes it back: nothing that was sent is sent again, and nothing is lost. Stop newsdesk \
before you move: what falls due after an export belongs to whoever runs. Buttons under old messages lead by number, which only \
newsdesk backup keeps for all of them.
With --ics it is instead a calendar file (iCalendar) of all sessions whose day is known, for Google, Apple, Outlook: take it \
again after a change, and the calendar knows each session again.

Examples:
  newsdesk export > newsdesk.json
  newsdesk export --server 1042 > server.json
  newsdesk export --ics sessions.ics             a calendar file
  newsdesk export --ics --server 1042 | less     with what that server added, on standard output
  newsdesk --store new.db load newsdesk.json     all of it into another store";

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

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Warn);
    let store = open::existing(config)?;
    if let Some(file) = &args.ics {
        return ics(config, &store, args.server, file);
    }
    let servers = store.everything(args.server.map(Scope))?;
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
    let count = commands::count(calendar.events.len(), "session");
    writeln!(
        io::stdout(),
        "{} has {count}: open it with your calendar.",
        file.display()
    )?;
    Ok(Exit::Done)
}
