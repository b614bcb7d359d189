//! `newsdesk backup`: a copy of the store that is whole, made while it is in use.
//!
//! The copy is written beside its place and moved there when it has passed SQLite's own check, so that under the name that
//! was given there is a whole copy or none, whatever breaks.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Exit, Failure, log, open};
use crate::config::{Config, LogLevel};
use crate::health::machine;

pub(super) const EXAMPLES: &str = "\
The store may be in use. The copy is checked before it gets its name; a file that is there is left alone, unless --force says
otherwise. To go back to a copy, stop newsdesk and put the copy in the store's place; to move to another machine, take it there.

Examples:
  newsdesk backup newsdesk-2026-03-14.db
  newsdesk --store /var/lib/newsdesk/newsdesk.db backup --force /backup/newsdesk.db";

/// What `newsdesk backup` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write; it must not be there yet.
    file: PathBuf,
    /// Replace a file that is there, once the new copy is whole.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Warn);
    let file = args.file.display();
    if args.file.exists() && !args.force {
        return Err(Failure::new(
            Exit::Failed,
            format!(
                "{file} is there already: name another file, take that one away, or say --force."
            ),
        ));
    }
    let store = open::existing(config)?;
    if same(&config.store, &args.file) {
        return Err(Failure::new(
            Exit::Failed,
            format!("{file} is the store itself: name another file."),
        ));
    }
    let part = Part::beside(&args.file);
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(
            Exit::Failed,
            format!(
                "{file} cannot be written ({error}): name a file in a folder that is there, with room on its disk."
            ),
        )
    };
    part.clear().map_err(|error| failed(&error))?;
    store.backup(&part.0).map_err(|error| failed(&error))?;
    fs::rename(&part.0, &args.file).map_err(|error| failed(&error))?;
    let size = fs::metadata(&args.file).map_or(0, |file| file.len());
    writeln!(
        io::stdout(),
        "{} is copied to {file} ({}) and the copy is whole.",
        config.store.display(),
        machine::size(size)
    )?;
    Ok(Exit::Done)
}

/// Whether two paths lead to one file.
fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// The copy while it is being written; gone when it is not moved to its place.
struct Part(PathBuf);

impl Part {
    fn beside(file: &Path) -> Self {
        let mut name = file.as_os_str().to_owned();
        name.push(".part");
        Self(name.into())
    }

    /// Takes away what a killed run left behind.
    fn clear(&self) -> io::Result<()> {
        for file in [self.0.clone(), self.journal()] {
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn journal(&self) -> PathBuf {
        let mut name: OsString = self.0.as_os_str().to_owned();
        name.push("-journal");
        name.into()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Half a copy is worse than none.
        let _ = self.clear();
    }
}
