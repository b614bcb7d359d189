//! The settings: file < environment < command line.
//!
//! `config/newsdesk.toml` is the one list of them, with defaults and comments; a test holds it and the types here together,
//! and an error takes its example from it. Every error is one sentence that names the file, the line, the key and the fix.
//! A token is never written in the file: it comes from the environment or from a file of its own, as a [`Secret`].

mod file;

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta};

use crate::clock::Clock;
use crate::commands::Defaults;
pub use file::{LogFormat, LogLevel};

/// What the program is set to.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file that was read, where there was one.
    pub file: Option<PathBuf>,
    /// The path of the database.
    pub store: PathBuf,
    /// A folder of parsed articles besides the embedded ones.
    pub seeds: Option<PathBuf>,
    /// Where the bot's token is.
    pub token: Option<TokenFrom>,
    /// The base address of a Discord-compatible server, without a slash at its end; none for Discord itself.
    pub api: Option<String>,
    /// What holds where a server has set nothing.
    pub defaults: Defaults,
    /// How late a reminder is still sent.
    pub grace: TimeDelta,
    /// Where health and metrics are served, if anywhere: an address of this machine alone unless the settings say otherwise.
    pub metrics: Option<SocketAddr>,
    /// How long is kept what was sent, missed or blocked.
    pub keep: TimeDelta,
    /// The least level that is logged, where it is set.
    pub log: Option<LogLevel>,
    /// How the log is written.
    pub log_format: LogFormat,
    /// The time.
    pub clock: Clock,
}

/// What the command line says; it counts more than the environment.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--store`.
    pub store: Option<PathBuf>,
    /// `--now`.
    pub now: Option<String>,
    /// `--metrics`.
    pub metrics: Option<String>,
}

/// Where the bot's token is.
#[derive(Clone, Debug)]
pub enum TokenFrom {
    /// In the environment, as it is.
    Given(Secret),
    /// In a file.
    File {
        /// Its path.
        path: PathBuf,
        /// The setting that names it.
        named_by: String,
    },
}

/// A string that no log and no error shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What is wrong with the settings, in one sentence with the fix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadConfig(pub String);

impl Secret {
    /// Hides a string.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The string itself, for the one call that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Config {
    /// Reads file and environment (`env` gives a variable's value) and puts the command line over them.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn load(
        command_line: &CommandLine,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, BadConfig> {
        let environment = Environment(env);
        let folders = directories::ProjectDirs::from("", "", "newsdesk");
        let named = command_line
            .config
            .clone()
            .or_else(|| environment.path("NEWSDESK_CONFIG"));
        let usual = folders
            .as_ref()
            .map(|folders| folders.config_dir().join("newsdesk.toml"));
        let path = named.or_else(|| usual.filter(|path| path.is_file()));
        let settings = match &path {
            Some(path) => file::File::open(path)?,
            None => file::File::default(),
        };
        let folder = path
            .as_deref()
            .and_then(Path::parent)
            .unwrap_or(Path::new(""));
        let beside = |path: PathBuf| folder.join(path);

        let store = command_line
            .store
            .clone()
            .or_else(|| environment.path("NEWSDESK_STORE"))
            .or_else(|| settings.store.map(beside))
            .unwrap_or_else(|| {
                folders.as_ref().map_or_else(
                    || PathBuf::from("newsdesk.db"),
                    |folders| folders.data_dir().join("newsdesk.db"),
                )
            });
        let token = match environment.token()? {
            Some(token) => Some(token),
            None => settings.discord.token_file.map(|file| TokenFrom::File {
                path: beside(file),
                named_by: "discord.token_file".to_owned(),
            }),
        };
        let api = match environment.text("NEWSDESK_DISCORD_API")? {
            Some(api) => Some(
                file::Address::try_from(api)
                    .map_err(|error| BadConfig(format!("NEWSDESK_DISCORD_API: {error}.")))?,
            ),
            None => settings.discord.api,
        };
        let metrics = metrics(command_line, &environment, settings.metrics)?;
        let now = match &command_line.now {
            Some(now) => Some(("--now", now.clone())),
            None => environment
                .text("NEWSDESK_NOW")?
                .map(|now| ("NEWSDESK_NOW", now)),
        };
        Ok(Self {
            file: path.clone(),
            store,
            seeds: settings.seeds.map(beside),
            token,
            api: api.map(|api| api.0),
            defaults: Defaults {
                zone: settings.defaults.timezone.0,
                before: settings.defaults.before.0,
                morning: settings.defaults.morning.0,
            },
            grace: TimeDelta::minutes(i64::from(settings.reminders.grace.0)),
            metrics,
            keep: TimeDelta::days(i64::from(settings.deliveries.keep.0)),
            log: settings.log.level,
            log_format: settings.log.format,
            clock: match now {
                Some((name, now)) => clock(name, &now)?,
                None => Clock::real(),
            },
        })
    }

    /// The bot's token; none where no setting names one.
    ///
    /// # Errors
    /// The token's file cannot be read, or is empty.
    pub fn token(&self) -> Result<Option<Secret>, BadConfig> {
        match &self.token {
            None => Ok(None),
            Some(TokenFrom::Given(token)) => Ok(Some(token.clone())),
            Some(TokenFrom::File { path, named_by }) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    BadConfig(format!(
                        "{}, which {named_by} names, cannot be read ({error}): put the bot's token there or unset {named_by}.",
                        path.display()
                    ))
                })?;
                match bare(&text) {
                    "" => Err(BadConfig(format!(
                        "{}, which {named_by} names, is empty: put the bot's token there.",
                        path.display()
                    ))),
                    token => Ok(Some(Secret::new(token))),
                }
            }
        }
    }
}

/// The environment; an empty variable is none: that is how compose files and units leave one out.
struct Environment<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl Environment<'_> {
    fn var(&self, name: &str) -> Option<OsString> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.var(name).map(PathBuf::from)
    }

    fn text(&self, name: &str) -> Result<Option<String>, BadConfig> {
        let text = self.var(name).map(OsString::into_string).transpose();
        text.map_err(|_| BadConfig(format!("{name} is no text: set it in UTF-8.")))
    }

    /// Where it says that the bot's token is.
    fn token(&self) -> Result<Option<TokenFrom>, BadConfig> {
        if let Some(token) = self.text("DISCORD_TOKEN")? {
            return Ok(Some(TokenFrom::Given(Secret::new(bare(&token)))));
        }
        let path = self.path("DISCORD_TOKEN_FILE");
        Ok(path.map(|path| TokenFrom::File {
            path,
            named_by: "DISCORD_TOKEN_FILE".to_owned(),
        }))
    }
}

/// Where health and metrics are served, as whoever counts most says. An address that other machines reach must be allowed.
fn metrics(
    command_line: &CommandLine,
    environment: &Environment,
    settings: file::Metrics,
) -> Result<Option<SocketAddr>, BadConfig> {
    let public = match environment.text("NEWSDESK_METRICS_PUBLIC")? {
        Some(public) => public.trim().parse().map_err(|_| {
            BadConfig(format!(
                "NEWSDESK_METRICS_PUBLIC: “{public}” is neither true nor false."
            ))
        })?,
        None => settings.public,
    };
    let said = match (&command_line.metrics, environment.text("NEWSDESK_METRICS")?) {
        (Some(address), _) => Some(("--metrics", socket("--metrics", address)?)),
        (None, Some(address)) => Some(("NEWSDESK_METRICS", socket("NEWSDESK_METRICS", &address)?)),
        (None, None) => settings
            .address
            .map(|address| ("metrics.address", address.0)),
    };
    match said {
        Some((name, address)) if !address.ip().is_loopback() && !public => Err(BadConfig(format!(
            "{name}: others could ask at {address}, not this machine alone: use 127.0.0.1:{}, or allow it with metrics.public = true (NEWSDESK_METRICS_PUBLIC=true).",
            address.port()
        ))),
        said => Ok(said.map(|(_, address)| address)),
    }
}

/// A token as people copy it: with a line's end, quotation marks, or the word that goes before it on the wire.
fn bare(token: &str) -> &str {
    let token = token.trim().trim_matches(['"', '\'']);
    token.strip_prefix("Bot ").unwrap_or(token).trim()
}

fn socket(name: &str, address: &str) -> Result<SocketAddr, BadConfig> {
    file::Socket::try_from(address.to_owned())
        .map(|socket| socket.0)
        .map_err(|error| BadConfig(format!("{name}: {error}.")))
}

fn clock(name: &str, now: &str) -> Result<Clock, BadConfig> {
    DateTime::parse_from_rfc3339(now.trim())
        .map(|now| Clock::starting(now.to_utc()))
        .map_err(|_| {
            BadConfig(format!(
                "{name}: “{now}” is no moment: write one like 2025-09-29T09:00:00+05:00."
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder;

    fn load(command_line: &CommandLine, env: &[(&str, &str)]) -> Result<Config, BadConfig> {
        Config::load(command_line, &|name| {
            env.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    fn written(folder: &Folder, text: &str) -> PathBuf {
        let path = folder.path().join("written");
        std::fs::write(&path, text).expect("a temporary file");
        path
    }

    #[test]
    fn the_command_line_counts_more_than_the_environment_and_that_more_than_the_file() {
        let folder = Folder::new();
        let file = written(&folder, "store = \"file.db\"\n");
        let path = file.to_str().expect("UTF-8");
        let mut line = CommandLine::default();
        let of_file = load(&line, &[("NEWSDESK_CONFIG", path)]).expect("loads");
        assert_eq!(of_file.store, folder.path().join("file.db"));
        let env = [("NEWSDESK_CONFIG", path), ("NEWSDESK_STORE", "env.db")];
        assert_eq!(load(&line, &env).expect("loads").store, Path::new("env.db"));
        line.store = Some("line.db".into());
        assert_eq!(
            load(&line, &env).expect("loads").store,
            Path::new("line.db")
        );
    }

    #[test]
    fn an_empty_variable_is_none() {
        let config = load(
            &CommandLine::default(),
            &[("DISCORD_TOKEN", ""), ("NEWSDESK_NOW", "")],
        );
        assert_eq!(config.expect("loads").token().expect("reads"), None);
    }

    #[test]
    fn a_token_is_never_shown() {
        let config = load(&CommandLine::default(), &[("DISCORD_TOKEN", "Bot abc.def")]);
        let config = config.expect("loads");
        assert!(!format!("{config:?}").contains("abc"), "{config:?}");
        let token = config.token().expect("reads").expect("is there");
        assert_eq!(token.expose(), "abc.def");
    }

    #[test]
    fn a_token_is_read_from_its_file_without_the_line_end() {
        let folder = Folder::new();
        let file = written(&folder, "abc.def\n");
        let path = file.to_str().expect("UTF-8");
        let config = load(&CommandLine::default(), &[("DISCORD_TOKEN_FILE", path)]);
        let config = config.expect("loads");
        let token = config.token().expect("reads").expect("is there");
        assert_eq!(token.expose(), "abc.def");
        std::fs::write(&file, "\n").expect("written");
        let error = config.token().expect_err("is empty").0;
        assert!(error.contains(path) && error.contains("DISCORD_TOKEN_FILE"));
        std::fs::remove_file(&file).expect("removed");
        let error = config.token().expect_err("is gone").0;
        assert!(error.contains(path) && error.ends_with("or unset DISCORD_TOKEN_FILE."));
    }

    #[test]
    fn what_is_wrong_in_the_environment_is_named_with_the_fix() {
        for (name, value, fix) in [
            ("NEWSDESK_NOW", "tomorrow", "2025-09-29T09:00:00+05:00"),
            (
                "NEWSDESK_DISCORD_API",
                "localhost:8090",
                "http://127.0.0.1:8090",
            ),
            (
                "NEWSDESK_CONFIG",
                "/nowhere/newsdesk.toml",
                "/nowhere/newsdesk.toml",
            ),
        ] {
            let error = load(&CommandLine::default(), &[(name, value)])
                .expect_err(name)
                .0;
            assert!(error.contains(value) && error.contains(fix), "{error}");
        }
    }

    #[test]
    fn metrics_are_for_this_machine_unless_said_otherwise() {
        let served = |env: &[(&str, &str)]| load(&CommandLine::default(), env);
        let address = |text: &str| text.parse().ok();
        assert_eq!(served(&[]).expect("loads").metrics, None);
        for local in ["127.0.0.1:9187", "[::1]:9187"] {
            let config = served(&[("NEWSDESK_METRICS", local)]).expect(local);
            assert_eq!(config.metrics, address(local));
        }
        let all = ("NEWSDESK_METRICS", "0.0.0.0:9187");
        let error = served(&[all]).expect_err("is open to others").0;
        assert!(
            error.contains("127.0.0.1:9187") && error.contains("metrics.public"),
            "{error}"
        );
        let allowed = served(&[all, ("NEWSDESK_METRICS_PUBLIC", "true")]).expect("loads");
        assert_eq!(allowed.metrics, address("0.0.0.0:9187"));
        for wrong in [
            ("NEWSDESK_METRICS", "9187"),
            ("NEWSDESK_METRICS_PUBLIC", "perhaps"),
        ] {
            let error = served(&[wrong]).expect_err("is wrong").0;
            assert!(
                error.contains(wrong.0) && error.contains(wrong.1),
                "{error}"
            );
        }
        let line = CommandLine {
            metrics: Some("127.0.0.1:1".to_owned()),
            ..CommandLine::default()
        };
        let config = load(&line, &[all]).expect("the command line counts more");
        assert_eq!(config.metrics, address("127.0.0.1:1"));
    }

    #[test]
    fn now_shifts_the_clock() {
        let line = CommandLine {
            now: Some("2025-09-29T09:00:00+05:00".to_owned()),
            ..CommandLine::default()
        };
        let config = load(&line, &[("NEWSDESK_NOW", "2001-01-01T00:00:00Z")]).expect("loads");
        let now = config.clock.now().to_rfc3339();
        assert!(now.starts_with("2025-09-29T04:00:"), "{now}");
    }
}
