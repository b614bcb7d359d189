//! `newsdesk console`: the commands in the terminal.

use super::{Exit, Failure, log, open};
use crate::config::{Config, LogLevel};
use crate::console::{self, Options};

pub(super) const EXAMPLES: &str = "\
Type a command as on Discord, with or without the slash. more and back turn pages, a number presses the button of that \
number, quit (or the end of the input) leaves. A wrong line gets one sentence and the next is read; a pipe with a wrong line \
in it ends with exit code 1. Moments are told in the zone that /settings timezone: sets.

Examples:
  newsdesk console
  newsdesk console --now 2025-09-29T09:00:00+05:00
  echo '/quote koofi' | newsdesk console --json";

/// What `newsdesk console` takes.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Args {
    /// Print one answer a line as JSON.
    #[arg(long)]
    json: bool,
    /// Start the clock at this moment, such as 2025-09-29T09:00:00+05:00.
    #[arg(long, value_name = "MOMENT")]
    pub(super) now: Option<String>,
}

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Warn);
    let desk = open::desk(config)?;
    let options = Options {
        json: args.json,
        history: config
            .store
            .parent()
            .map(|folder| folder.join("newsdesk-history.txt")),
        grace: config.grace,
    };
    Ok(if console::run(desk, &options)? {
        Exit::Done
    } else {
        Exit::Failed
    })
}
