//! `newsdesk run`: Newsdesk on Discord.

use super::{Exit, Failure, log, open};
use crate::config::{Config, LogLevel};

pub(super) const EXAMPLES: &str = "\
The token comes from DISCORD_TOKEN, or from the file that DISCORD_TOKEN_FILE or the settings name. SIGTERM and Ctrl-C end it
cleanly. Exit code 3: Discord refused the token; 4: Discord could not be reached.

Examples:
  DISCORD_TOKEN_FILE=/run/secrets/discord-token newsdesk run
  newsdesk run --now 2025-09-29T09:00:00+05:00";

/// What `newsdesk run` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Start the clock at this moment, such as 2025-09-29T09:00:00+05:00.
    #[arg(long, value_name = "MOMENT")]
    pub(super) now: Option<String>,
}

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Info);
    let _token = config.token()?.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "there is no token: set DISCORD_TOKEN or DISCORD_TOKEN_FILE to the bot's token from Discord's developer portal, or use newsdesk console.",
        )
    })?;
    let _desk = open::desk(config)?;
    Ok(Exit::Done)
}
