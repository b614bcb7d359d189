//! `newsdesk invite`: the link that adds the bot to a server, with the least permissions.

use std::io::{self, Write};

use super::{Exit, Failure};
use crate::config::Config;
use crate::discord::{EVENTS, NEEDS, Need};

pub(super) const EXAMPLES: &str = "\
The application's number is read from the token, or given. The link asks for View Channels, Send Messages, Embed Links, \
Attach Files and Read Message History, and for nothing else. --events adds Create Events, which only /settings events:on needs.

Examples:
  DISCORD_TOKEN=… newsdesk invite
  newsdesk invite --application 1042
  newsdesk invite --events";

/// What `newsdesk invite` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The application's number, from Discord's developer portal.
    #[arg(long, value_name = "ID")]
    application: Option<u64>,
    /// Ask for the permission to make scheduled events too.
    #[arg(long)]
    events: bool,
}

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    let application = match args.application {
        Some(application) => application,
        None => {
            let token = config.token()?.ok_or_else(|| {
                Failure::new(
                    Exit::Usage,
                    "without a token the application is not known: set DISCORD_TOKEN, or give --application ID from Discord's developer portal.",
                )
            })?;
            application(token.expose()).ok_or_else(|| {
                Failure::new(
                    Exit::Usage,
                    "the token does not begin with the application's number: copy it anew from Discord's developer portal, or give --application ID.",
                )
            })?
        }
    };
    let mut output = io::stdout();
    writeln!(output, "{}", link(application, args.events))?;
    writeln!(output, "\nIt may, and nothing else:")?;
    for need in needs(args.events) {
        writeln!(output, "  {:<22}{}", need.name, need.reason)?;
    }
    if !args.events {
        let (name, reason) = (EVENTS.name, EVENTS.reason);
        writeln!(output, "\nWith --events also:\n  {name:<22}{reason}")?;
    }
    Ok(Exit::Done)
}

fn needs(events: bool) -> impl Iterator<Item = Need> {
    NEEDS.into_iter().chain(events.then_some(EVENTS))
}

fn link(application: u64, events: bool) -> String {
    let permissions: u64 = needs(events).map(|need| 1 << need.bit).sum();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={permissions}"
    )
}

/// A token is three parts with dots between; the first is the application's number in Base64.
fn application(token: &str) -> Option<u64> {
    let (first, rest) = token.split_once('.')?;
    rest.contains('.').then_some(())?;
    let mut bits = 0_u32;
    let mut held = 0;
    let mut digits = String::new();
    for c in first.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            digits.push(char::from_u32(bits >> held & 0xff)?);
        }
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_is_read_from_the_token() {
        // "123456789012345678" in Base64; the rest is no secret of anybody's.
        assert_eq!(
            application("MTIzNDU2Nzg5MDEyMzQ1Njc4.Gaaaaa.bbbbbbbb"),
            Some(123_456_789_012_345_678)
        );
        for token in ["", "abc", "abc.def.ghi", "MTIz", "MTIz.", "M!Iz.a.b"] {
            assert_eq!(application(token), None, "{token}");
        }
    }

    #[test]
    fn the_link_asks_for_the_least() {
        assert_eq!(
            link(1042, false),
            "https://discord.com/oauth2/authorize?client_id=1042&scope=bot+applications.commands&permissions=117760"
        );
        assert!(link(1042, true).ends_with("&permissions=17592186162176"));
    }
}
