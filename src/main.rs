//! The command line of Newsdesk: one arm a subcommand.

use std::process::ExitCode;

use clap::Parser;
use newsdesk::cli::{self, Cli, Command};

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Parse(args) => cli::parse::run(&args),
    };
    done.unwrap_or_else(|error| {
        eprintln!("newsdesk: {error}");
        ExitCode::FAILURE
    })
}
