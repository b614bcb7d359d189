//! The `newsdesk` program: everything is in the library's `cli`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    newsdesk::cli::run(newsdesk::cli::Cli::parse())
}
