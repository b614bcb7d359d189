//! The `newsdesk` program: everything is in the library's `cli`.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Answers and parsed articles are made of many small strings, which the system's allocator is slow at.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    newsdesk::cli::run(newsdesk::cli::Cli::parse())
}
