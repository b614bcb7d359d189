//! `newsdesk health`: asks the bot that runs on this machine whether it is well; for container health checks.

use std::io::{self, Write};

use super::run::runtime;
use super::{Exit, Failure};
use crate::config::Config;
use crate::health;

pub(super) const EXAMPLES: &str = "\
Asks the bot that serves health and metrics on this machine. Exit code 0: it is well, 1: it is not, or nobody answers.

Examples:
  newsdesk health
  newsdesk health --metrics 127.0.0.1:9187";

/// What `newsdesk health` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where it serves them; else what the settings say.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) metrics: Option<String>,
}

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
    let address = config.metrics.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "there is no address to ask: set metrics.address or NEWSDESK_METRICS to the one that newsdesk run has.",
        )
    })?;
    let told = runtime()?
        .block_on(health::ask(address))
        .map_err(|sentence| Failure::new(Exit::Failed, sentence))?;
    writeln!(io::stdout(), "{}", told.sentence)?;
    Ok(if told.well { Exit::Done } else { Exit::Failed })
}
