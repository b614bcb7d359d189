//! `newsdesk run`: Newsdesk on Discord.

use tokio::runtime::Runtime;

use super::{Exit, Failure, log, open};
use crate::config::{Config, LogLevel};
use crate::discord::{self, Stopped};

pub(super) const EXAMPLES: &str = "\
The token comes from DISCORD_TOKEN, or from the file that DISCORD_TOKEN_FILE or the settings name. SIGTERM and Ctrl-C end it \
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
    let options = options(config)?.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "there is no token: set DISCORD_TOKEN or DISCORD_TOKEN_FILE to the bot's token from Discord's developer portal, or use newsdesk console.",
        )
    })?;
    let desk = open::desk(config)?;
    runtime()?.block_on(discord::run(desk, options))?;
    Ok(Exit::Done)
}

/// How to reach Discord; none without a token.
pub(super) fn options(config: &Config) -> Result<Option<discord::Options>, Failure> {
    Ok(config.token()?.map(|token| discord::Options {
        token: token.expose().to_owned(),
        api: config.api.clone(),
        grace: config.grace,
    }))
}

/// What Discord's client runs on.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Exit::Failed,
                format!(
                    "the machine gives no threads ({error}): end other programs or raise the limit."
                ),
            )
        })
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        let exit = match stopped {
            Stopped::Setting(_) => Exit::Usage,
            Stopped::Refused(_) => Exit::Refused,
            Stopped::Unreachable(_) => Exit::Unreachable,
            Stopped::Failed(_) => Exit::Failed,
        };
        Self::new(exit, stopped.to_string())
    }
}
