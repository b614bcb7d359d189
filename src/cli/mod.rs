//! The command line: one module a subcommand.

pub mod parse;

use clap::{Parser, Subcommand};

/// A Discord bot for news briefings.
#[derive(Debug, Parser)]
#[command(name = "newsdesk", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take an article apart and print it as JSON.
    Parse(parse::Args),
}
