//! Where the log goes: standard error, as much as the settings say, and no secret with it.
//!
//! Two guards stand before the writer. Libraries that would write down what passes through them (a message's text, an
//! interaction's token in an address) are held to what is safe, whatever the level. And the bot's token is replaced by stars
//! in every line, whoever wrote it.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{Config, LogFormat, LogLevel, Secret};

/// Begins to log, at `usual` where the settings name no level.
pub(super) fn start(config: &Config, usual: LogLevel) {
    let level = config.log.unwrap_or(usual);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(directives(level)))
        // Where standard error is closed there is nobody to tell.
        .log_internal_errors(false)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(Scrubbing {
            // A token that cannot be read is told by whoever needs it.
            token: config.token().ok().flatten(),
        });
    // A second start (in a test) leaves the first as it is.
    let _ = match config.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}

/// Other libraries speak one level lower: their steps are seldom what is looked for.
fn directives(level: LogLevel) -> String {
    let own = match level {
        LogLevel::Off => return "off".to_owned(),
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "warn,newsdesk=info",
        LogLevel::Debug => "info,newsdesk=debug",
        LogLevel::Trace => "debug,newsdesk=trace",
    };
    format!("{own},{HELD}")
}

/// serenity writes an event that it cannot read into the log as it came, and requests with their addresses, which hold an
/// interaction's token; tungstenite writes down every frame.
const HELD: &str = "serenity=warn,serenity::gateway::ws=off,serenity::http=off,serenity::client=off,tungstenite=warn,tokio_tungstenite=warn,hyper=warn,hyper_util=warn,reqwest=warn";

/// Writes to standard error without the token.
struct Scrubbing {
    token: Option<Secret>,
}

/// One line of the log on its way.
struct Scrubbed<'a, W> {
    token: Option<&'a [u8]>,
    to: W,
}

impl<'a> MakeWriter<'a> for Scrubbing {
    type Writer = Scrubbed<'a, io::Stderr>;

    fn make_writer(&'a self) -> Self::Writer {
        Scrubbed {
            token: self.token.as_ref().map(|token| token.expose().as_bytes()),
            to: io::stderr(),
        }
    }
}

impl<W: Write> Write for Scrubbed<'_, W> {
    /// A line comes whole: the subscriber writes it once.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let token = self.token.filter(|token| !token.is_empty());
        let mut rest = line;
        while let Some(at) = token.and_then(|token| find(rest, token)) {
            self.to.write_all(&rest[..at])?;
            self.to.write_all(b"***")?;
            rest = &rest[at + token.map_or(0, <[u8]>::len)..];
        }
        self.to.write_all(rest)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|here| here == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: Option<&str>, line: &str, written: &str) {
        let mut to = Vec::new();
        let mut scrubbed = Scrubbed {
            token: token.map(str::as_bytes),
            to: &mut to,
        };
        assert_eq!(scrubbed.write(line.as_bytes()).expect("writes"), line.len());
        assert_eq!(String::from_utf8(to).expect("UTF-8"), written);
    }

    #[test]
    fn the_token_never_leaves() {
        check(None, "a line\n", "a line\n");
        check(Some(""), "a line\n", "a line\n");
        check(Some("abc.def"), "no token\n", "no token\n");
        check(Some("abc.def"), "Bot abc.def, abc.def", "Bot ***, ***");
        check(Some("abc.def"), "abc.de", "abc.de");
    }

    #[test]
    fn every_level_is_a_filter() {
        for level in [
            LogLevel::Off,
            LogLevel::Error,
            LogLevel::Warn,
            LogLevel::Info,
            LogLevel::Debug,
            LogLevel::Trace,
        ] {
            assert!(directives(level).parse::<EnvFilter>().is_ok(), "{level:?}");
        }
    }
}
