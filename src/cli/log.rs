//! Where the log goes: standard error, as much as the settings say.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat, LogLevel};

/// Begins to log, at `usual` where the settings name no level.
pub(super) fn start(config: &Config, usual: LogLevel) {
    let level = config.log.unwrap_or(usual);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(directives(level)))
        // Where standard error is closed there is nobody to tell.
        .log_internal_errors(false)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    // A second start (in a test) leaves the first as it is.
    let _ = match config.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}

/// Other libraries speak one level lower: their steps are seldom what is looked for.
fn directives(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Off => "off",
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "warn,newsdesk=info",
        LogLevel::Debug => "info,newsdesk=debug",
        LogLevel::Trace => "debug,newsdesk=trace",
    }
}
