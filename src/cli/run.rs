//! `newsdesk run`: Newsdesk on Discord.

use std::sync::Arc;

use tokio::runtime::Runtime;

use super::{Exit, Failure, log, open};
use crate::config::{Config, LogLevel};
use crate::discord::{self, Stopped};
use crate::health::{Vitals, serve, systemd};

pub(super) const EXAMPLES: &str = "\
The token comes from DISCORD_TOKEN, or from the file that DISCORD_TOKEN_FILE or the settings name. SIGTERM and Ctrl-C end it \
cleanly. Exit code 3: Discord refused the token; 4: Discord could not be reached.

Examples:
  DISCORD_TOKEN_FILE=/run/secrets/discord-token newsdesk run
  newsdesk run --metrics 127.0.0.1:9187
  newsdesk run --now 2025-09-29T09:00:00+05:00";

/// What `newsdesk run` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Start the clock at this moment, such as 2025-09-29T09:00:00+05:00.
    #[arg(long, value_name = "MOMENT")]
    pub(super) now: Option<String>,
    /// Serve health and metrics at this address of this machine, such as 127.0.0.1:9187.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) metrics: Option<String>,
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
    let vitals = Arc::new(Vitals::default());
    runtime()?.block_on(async {
        if let Some(address) = config.metrics {
            let listener = serve::listen(address)
                .await
                .map_err(|sentence| Failure::new(Exit::Usage, sentence))?;
            let asked = serve::Desk {
                vitals: Arc::clone(&vitals),
                store: Arc::clone(&desk.store),
                path: config.store.clone(),
            };
            tokio::spawn(serve::serve(listener, asked));
        }
        let telling = tokio::spawn(systemd::tell(Arc::clone(&vitals)));
        let done = discord::run(desk, options, Arc::clone(&vitals)).await;
        vitals.end();
        // It ends as soon as the service manager knows.
        let _ = telling.await;
        done.map_err(Failure::from)
    })?;
    Ok(Exit::Done)
}

/// How to reach Discord; none without a token.
pub(super) fn options(config: &Config) -> Result<Option<discord::Options>, Failure> {
    Ok(config.token()?.map(|token| discord::Options {
        token: token.expose().to_owned(),
        api: config.api.clone(),
        grace: config.grace,
        keep: config.keep,
    }))
}

/// As many threads as wait for the store, lay out or draw at once: more than the store has readers. A burst of questions waits in
/// line; each thread keeps memory of its own, and a hundred of them 100 MB.
const WORKERS: usize = 8;

/// What Discord's client runs on: one thread that only waits and hands on, but for what is found at a glance. What takes time
/// (the store, laying out an answer, drawing) has threads of its own, and with one thread to wake an answer costs half the
/// hand-overs between threads.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(WORKERS)
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
