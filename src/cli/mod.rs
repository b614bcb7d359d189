//! The command line: one module a subcommand.
//!
//! A subcommand gives an [`Exit`] or a `Failure`; only here a failure becomes its one sentence on standard error and the
//! process's exit code. Standard output is for what was asked; it may be closed early (`newsdesk export | head`), which is
//! no failure.

mod backup;
mod console;
mod doctor;
mod export;
mod health;
mod invite;
mod load;
mod log;
mod open;
mod outside;
mod parse;
mod run;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{BadConfig, CommandLine, Config};
use crate::store::StoreError;

/// A Discord bot for news briefings.
#[derive(Debug, Parser)]
#[command(
    name = "newsdesk",
    version,
    about,
    long_about = "A Discord bot for news briefings.\n\nWithout a subcommand it runs on Discord where it has a token, and opens the console where it has none.",
    after_help = "\
Examples:
  newsdesk                                       the console, or Discord with DISCORD_TOKEN set
  printf '/summary\\n/quote koofi\\n' | newsdesk   answers to a pipe
  newsdesk doctor                                what is set, and what to fix

Environment:
  DISCORD_TOKEN, DISCORD_TOKEN_FILE  the bot's token, or a file that holds it
  NEWSDESK_CONFIG                    the settings' file (see config/newsdesk.toml)
  NEWSDESK_STORE                     the database
  NEWSDESK_DISCORD_API               a Discord-compatible server, such as http://127.0.0.1:8090
  NEWSDESK_METRICS                   where health and metrics are served, such as 127.0.0.1:9187
  NEWSDESK_METRICS_PUBLIC            true, where other machines may ask for them
  NEWSDESK_NOW                       the moment at which the clock starts (RFC 3339)
  NO_COLOR                           no colours in the console

Exit codes:
  0  done
  1  something failed; a line of a pipe or a file was wrong
  2  the command line or the settings are wrong
  3  Discord refused the token
  4  Discord could not be reached"
)]
pub struct Cli {
    /// The settings' file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database.
    #[arg(long, global = true, value_name = "FILE")]
    store: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run on Discord.
    #[command(after_help = run::EXAMPLES)]
    Run(run::Args),
    /// Ask in the terminal, or through a pipe.
    #[command(after_help = console::EXAMPLES)]
    Console(console::Args),
    /// Take an article apart and print it as JSON.
    #[command(after_help = parse::EXAMPLES)]
    Parse(parse::Args),
    /// Put articles into the store.
    #[command(after_help = load::EXAMPLES)]
    Load(load::Args),
    /// Check everything, and say what to fix.
    #[command(after_help = doctor::EXAMPLES)]
    Doctor(doctor::Args),
    /// Ask the running bot whether it is well.
    #[command(after_help = health::EXAMPLES)]
    Health(health::Args),
    /// Print the link that adds the bot to a server.
    #[command(after_help = invite::EXAMPLES)]
    Invite(invite::Args),
    /// Copy the store into a file while it is in use.
    #[command(after_help = backup::EXAMPLES)]
    Backup(backup::Args),
    /// Print everything in the store as JSON.
    #[command(after_help = export::EXAMPLES)]
    Export(export::Args),
}

/// How the program ends; the numbers are a contract and stand in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Something failed.
    Failed = 1,
    /// The command line or the settings are wrong.
    Usage = 2,
    /// Discord refused the token.
    Refused = 3,
    /// Discord could not be reached.
    Unreachable = 4,
}

/// Why a subcommand did not do what was asked: an exit code and a sentence for the person.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
struct Failure {
    exit: Exit,
    sentence: String,
}

impl Failure {
    fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self {
            exit,
            sentence: sentence.into(),
        }
    }
}

impl From<BadConfig> for Failure {
    fn from(bad: BadConfig) -> Self {
        Self::new(Exit::Usage, bad.0)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(Exit::Failed, error.to_string())
    }
}

/// Writing to standard output failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // Whoever read has what they wanted.
            io::ErrorKind::BrokenPipe => Self::new(Exit::Done, ""),
            _ => Self::new(
                Exit::Failed,
                format!("standard input or output failed: {error}"),
            ),
        }
    }
}

/// Does what the command line says.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let exit = dispatch(cli).unwrap_or_else(|failure| {
        if !failure.sentence.is_empty() {
            complain(&failure.sentence);
        }
        failure.exit
    });
    ExitCode::from(exit as u8)
}

fn dispatch(cli: Cli) -> Result<Exit, Failure> {
    if let Some(Command::Parse(args)) = &cli.command {
        // No settings and no store: a parser for scripts.
        return parse::run(args);
    }
    let mut line = CommandLine {
        config: cli.config,
        store: cli.store,
        ..CommandLine::default()
    };
    match &cli.command {
        Some(Command::Console(args)) => line.now.clone_from(&args.now),
        Some(Command::Load(args)) => line.now.clone_from(&args.now),
        Some(Command::Run(args)) => {
            line.now.clone_from(&args.now);
            line.metrics.clone_from(&args.metrics);
        }
        Some(Command::Health(args)) => line.metrics.clone_from(&args.metrics),
        _ => {}
    }
    let settings = || Config::load(&line, &|name| std::env::var_os(name));
    if let Some(Command::Doctor(args)) = &cli.command {
        return doctor::examine(settings(), args);
    }
    let config = settings()?;
    match cli.command {
        None if config.token()?.is_some() => run::run(&config),
        None => console::run(&config, &console::Args::default()),
        Some(Command::Run(_)) => run::run(&config),
        Some(Command::Console(args)) => console::run(&config, &args),
        Some(Command::Load(args)) => load::run(&config, &args),
        Some(Command::Health(_)) => health::run(&config),
        Some(Command::Invite(args)) => invite::run(&config, &args),
        Some(Command::Backup(args)) => backup::run(&config, &args),
        Some(Command::Export(args)) => export::run(&config, &args),
        Some(Command::Doctor(_) | Command::Parse(_)) => Ok(Exit::Done),
    }
}

/// A sentence on standard error; where that is closed too, nobody is there to be told.
fn complain(sentence: &str) {
    use std::io::Write;
    let _ = writeln!(io::stderr(), "newsdesk: {sentence}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_subcommand_has_an_example_of_itself() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let help = command.get_after_help().map(ToString::to_string);
            let help = help.unwrap_or_default();
            assert!(help.contains(&format!("newsdesk {name}")), "{name}: {help}");
        }
    }
}
