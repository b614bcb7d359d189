//! The configuration file: its keys and types, and what is said when one is wrong.

use std::net::SocketAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;
use serde::Deserialize;

use super::BadConfig;
use crate::reminder::read_before;
use crate::unknown::Unknown;

/// The list of settings that people read.
pub(super) const TEMPLATE: &str = include_str!("../../config/newsdesk.toml");

/// The whole file.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) store: Option<PathBuf>,
    pub(super) seeds: Option<PathBuf>,
    pub(super) discord: Discord,
    pub(super) defaults: Defaults,
    pub(super) reminders: Reminders,
    pub(super) metrics: Metrics,
    pub(super) deliveries: Deliveries,
    pub(super) log: Log,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Discord {
    pub(super) token_file: Option<PathBuf>,
    pub(super) api: Option<Address>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Defaults {
    pub(super) timezone: Zone,
    pub(super) before: Before,
    pub(super) morning: Morning,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Reminders {
    pub(super) grace: Length,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Deliveries {
    pub(super) keep: Days,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Metrics {
    pub(super) address: Option<Socket>,
    pub(super) public: bool,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Log {
    pub(super) level: Option<LogLevel>,
    pub(super) format: LogFormat,
}

impl Default for Defaults {
    fn default() -> Self {
        let defaults = crate::commands::Defaults::default();
        Self {
            timezone: Zone(defaults.zone),
            before: Before(defaults.before),
            morning: Morning(defaults.morning),
        }
    }
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            grace: Length(6 * 60),
        }
    }
}

impl Default for Deliveries {
    fn default() -> Self {
        Self { keep: Days(90) }
    }
}

/// The least level that is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What failed.
    Error,
    /// What may need a person.
    Warn,
    /// What happened.
    Info,
    /// What was done, step by step.
    Debug,
    /// Everything, other libraries' steps too.
    Trace,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line to read.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A setting that is written as a string: what it holds, and how the string is read.
macro_rules! written {
    ($($name:ident($kind:ty) = $read:expr;)+) => {$(
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(try_from = "String")]
        pub(super) struct $name(pub(super) $kind);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let read: fn(&str) -> Result<$kind, String> = $read;
                read(text.trim()).map($name)
            }
        }
    )+};
}

written! {
    Zone(Tz) = |text| text
        .parse()
        .map_err(|_| format!("“{text}” is no IANA time zone (such as Asia/Kabul)"));
    Before(Vec<u32>) = |text| read_before(text)
        .map_err(|error| error.to_string().trim_end_matches('.').to_owned());
    Morning(u16) = |text| NaiveTime::parse_from_str(text, "%H:%M")
        .ok()
        .and_then(|time| u16::try_from(time.hour() * 60 + time.minute()).ok())
        .ok_or_else(|| format!("“{text}” is no hour of the day"));
    Length(u32) = |text| match read_before(text).as_deref() {
        Ok([minutes]) => Ok(*minutes),
        _ => Err(format!("“{text}” is no length of time (such as 6h, 30m or 1d)")),
    };
    Days(u16) = |text| text
        .trim_end_matches("ays")
        .trim_end_matches('d')
        .trim_end()
        .parse()
        .ok()
        .filter(|days| (7..=3650).contains(days))
        .ok_or_else(|| format!("“{text}” is no number of days from 7d to 3650d"));
    Address(String) = |text| match crate::web::address(text) {
        Some(_) => Ok(text.trim_end_matches('/').to_owned()),
        None => Err(format!("“{text}” is no web address (such as http://127.0.0.1:8090)")),
    };
    Socket(SocketAddr) = |text| text
        .parse()
        .map_err(|_| format!("“{text}” is no address with a port (such as 127.0.0.1:9187)"));
}

impl File {
    /// Reads a file.
    pub(super) fn open(path: &Path) -> Result<Self, BadConfig> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            BadConfig(format!(
                "{} cannot be read ({error}): correct --config or NEWSDESK_CONFIG, or make the file.",
                path.display()
            ))
        })?;
        Self::read(&path.display().to_string(), &text)
    }

    /// Reads a file's text; `name` stands in errors.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, BadConfig> {
        let place = |span: Option<Range<usize>>| match span {
            Some(span) => {
                let before = text.get(..span.start).unwrap_or(text);
                format!("{name}, line {}", before.matches('\n').count() + 1)
            }
            None => name.to_owned(),
        };
        let document = toml::Deserializer::parse(text).map_err(|error| {
            BadConfig(format!(
                "{}: this is no TOML ({}): write it like store = \"newsdesk.db\".",
                place(error.span()),
                error.message().replace('\n', ", ")
            ))
        })?;
        serde_path_to_error::deserialize(document).map_err(|error| {
            let key = error.path().to_string();
            let error = error.into_inner();
            let place = place(error.span());
            BadConfig(match Unknown::field(error.message()) {
                Some(unknown) => format!("{place}: {}", no_setting(&unknown, &key)),
                None => {
                    let problem = error.message();
                    let like = example(&key)
                        .map_or_else(String::new, |example| format!("; write it like {example}"));
                    format!("{place}, {key}: {problem}{like}.")
                }
            })
        })
    }
}

/// What to say of a key that is none.
fn no_setting(unknown: &Unknown, path: &str) -> String {
    if unknown.name.contains("token") {
        return "a token does not stand in this file: set DISCORD_TOKEN, or name the token's file as discord.token_file.".to_owned();
    }
    format!("there is no setting “{path}”; {}", unknown.meant())
}

/// The line of the template that sets this key.
fn example(path: &str) -> Option<&'static str> {
    let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut here = "";
    TEMPLATE.lines().find_map(|line| {
        let line = line.strip_prefix("# ").unwrap_or(line);
        if let Some(name) = line.strip_prefix('[') {
            here = name.trim_end_matches(']');
        }
        let (name, _) = line.split_once(" = ")?;
        (here == section && name == key).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        File::read("newsdesk.toml", text).expect_err(text).0
    }

    #[test]
    fn the_template_holds_the_defaults() {
        assert_eq!(
            File::read("config/newsdesk.toml", TEMPLATE).expect("reads"),
            File::default()
        );
    }

    #[test]
    fn the_template_names_every_setting() {
        // With the marks before `key = value` taken away, the template sets everything.
        let set: String = TEMPLATE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting) if setting.contains(" = ") => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        File::read("config/newsdesk.toml", &set).expect("reads");
        // serde names all keys of a table when it meets one that is none.
        for section in [
            "",
            "discord",
            "defaults",
            "reminders",
            "deliveries",
            "metrics",
            "log",
        ] {
            let probe = match section {
                "" => "zzzz = 1\n".to_owned(),
                section => format!("[{section}]\nzzzz = 1\n"),
            };
            let document = toml::Deserializer::parse(&probe).expect("is TOML");
            let error = File::deserialize(document).expect_err("no such key");
            let known = Unknown::field(error.message())
                .expect("names the keys")
                .known;
            for key in known {
                let path = match section {
                    "" if set.contains(&format!("[{key}]")) => continue,
                    "" => key.to_owned(),
                    section => format!("{section}.{key}"),
                };
                assert!(example(&path).is_some(), "{path} is not in the template");
            }
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_what_was_meant() {
        assert_eq!(
            error("# mine\nstoer = \"x.db\"\n"),
            "newsdesk.toml, line 2: there is no setting “stoer”; did you mean store?"
        );
        assert_eq!(
            error("[log]\ncolour = true\n"),
            "newsdesk.toml, line 2: there is no setting “log.colour”; here stand level, format."
        );
    }

    #[test]
    fn a_token_in_the_file_is_refused_without_showing_it() {
        for text in ["token = \"abc\"", "[discord]\ntoken = \"abc\""] {
            let error = error(text);
            assert!(
                error.contains("DISCORD_TOKEN") && !error.contains("abc"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_wrong_value_is_named_with_its_line_and_an_example() {
        assert_eq!(
            error("[defaults]\n\nmorning = \"nine\"\n"),
            "newsdesk.toml, line 3, defaults.morning: “nine” is no hour of the day; write it like morning = \"09:00\"."
        );
        assert_eq!(
            error("[defaults]\ntimezone = \"Kabul\"\n"),
            "newsdesk.toml, line 2, defaults.timezone: “Kabul” is no IANA time zone (such as Asia/Kabul); write it like timezone = \"UTC\"."
        );
        for (text, key) in [
            ("store = 3", "line 1, store: "),
            ("log = 3", "line 1, log: "),
            ("[log]\nlevel = \"loud\"", "line 2, log.level: "),
            ("[log]\nformat = \"xml\"", "line 2, log.format: "),
            ("[discord]\napi = \"ftp://x\"", "line 2, discord.api: "),
            ("[reminders]\ngrace = \"soon\"", "line 2, reminders.grace: "),
            ("[defaults]\nbefore = [1]", "line 2, defaults.before: "),
            (
                "[metrics]\naddress = \"localhost:9187\"",
                "line 2, metrics.address: ",
            ),
            ("[metrics]\npublic = \"yes\"", "line 2, metrics.public: "),
            ("[deliveries]\nkeep = \"2d\"", "line 2, deliveries.keep: "),
        ] {
            let error = error(text);
            assert!(error.contains(key) && error.ends_with('.'), "{error}");
        }
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        let error = error("store = \"a\"\nseeds = here\n");
        assert!(
            error.starts_with("newsdesk.toml, line 2: this is no TOML ("),
            "{error}"
        );
    }
}
