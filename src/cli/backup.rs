//! `newsdesk backup`: a copy of the store that is whole, made while it is in use.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{Exit, Failure, log, open};
use crate::config::{Config, LogLevel};

pub(super) const EXAMPLES: &str = "\
The store may be in use. The copy is checked before the command ends; a file that is there is left alone.
To go back to a copy, stop newsdesk and put the copy in the store's place.

Examples:
  newsdesk backup newsdesk-2026-03-14.db
  newsdesk --store /var/lib/newsdesk/newsdesk.db backup /backup/newsdesk.db";

/// What `newsdesk backup` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write; it must not be there yet.
    file: PathBuf,
}

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Warn);
    let file = args.file.display();
    if args.file.exists() {
        return Err(Failure::new(
            Exit::Failed,
            format!("{file} is there already: name another file, or take that one away."),
        ));
    }
    let store = open::existing(config)?;
    store.backup(&args.file).map_err(|error| {
        // Half a copy is worse than none.
        let _ = std::fs::remove_file(&args.file);
        Failure::new(
            Exit::Failed,
            format!("{file} cannot be written ({error}): name a file in a folder that is there, with room on its disk."),
        )
    })?;
    let size = std::fs::metadata(&args.file).map_or(0, |file| file.len());
    writeln!(
        io::stdout(),
        "{} is copied to {file} ({} KiB) and the copy is whole.",
        config.store.display(),
        size.div_ceil(1024)
    )?;
    Ok(Exit::Done)
}
