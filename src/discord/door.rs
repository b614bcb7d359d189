//! Discord's door: whether it takes the token, and where to connect; and a sentence for each way of being turned away.
//!
//! Asked before anything else, so that a wrong token or no network is told in one sentence at once. serenity alone would try
//! again for ever, and go to discord.gg where another server does not answer.

use std::time::Duration;

use serde_json::Value;
use serenity::gateway::GatewayError;
use serenity::http::{Http, LightMethod, Request, Route};
use tokio::time::Instant;

use super::Stopped;
use super::http::{Fault, Patience, repeat};

/// What Discord says when it is asked whether the bot may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Welcome {
    /// The gateway's address.
    pub(super) url: Option<String>,
    /// How many connections it wants.
    pub(super) shards: u32,
    /// How many more times the bot may start today, and of how many.
    pub(super) starts: Option<(u64, u64)>,
}

/// Asks Discord whether the token is good, before anything else.
pub(super) async fn ask(http: &Http) -> Result<Welcome, Stopped> {
    let patience = Patience {
        until: Instant::now() + Duration::from_secs(10),
        each: Duration::from_secs(4),
        pause: Duration::from_millis(500),
    };
    let said: Result<Value, Fault> = repeat(patience, || {
        http.fire(Request::new(Route::GatewayBot, LightMethod::Get))
    })
    .await;
    said.map_err(|fault| stopped(&fault))
        .and_then(|said| welcome(&said))
}

/// The sentence for a fault that keeps the bot out.
pub(super) fn stopped(fault: &Fault) -> Stopped {
    match fault {
        Fault::Refused { status: 401 | 403, .. } => Stopped::Refused(
            "Discord refused the token: copy it again from the application's page under “Bot” into DISCORD_TOKEN.".to_owned(),
        ),
        Fault::Refused { .. } | Fault::Odd(_) => Stopped::Unreachable(format!(
            "What answers is not Discord: {fault}. Check NEWSDESK_DISCORD_API, or a proxy on the way."
        )),
        _ => Stopped::Unreachable(format!("Discord cannot be reached: {fault}. Check this machine's connection, and discordstatus.com.")),
    }
}

fn welcome(said: &Value) -> Result<Welcome, Stopped> {
    let limit = &said["session_start_limit"];
    if limit["remaining"] == 0 {
        let hours = limit["reset_after"]
            .as_u64()
            .unwrap_or_default()
            .div_ceil(3_600_000);
        return Err(Stopped::Refused(format!(
            "Discord lets no bot start more than a thousand times a day, and this one has: wait {hours} hours, and find out what restarts it."
        )));
    }
    Ok(Welcome {
        url: said["url"].as_str().map(str::to_owned),
        shards: said["shards"]
            .as_u64()
            .and_then(|shards| u32::try_from(shards).ok())
            .unwrap_or(1)
            .max(1),
        starts: limit["remaining"].as_u64().zip(limit["total"].as_u64()),
    })
}

/// Why the gateway closed for good.
pub(super) fn refused(error: &serenity::Error) -> Stopped {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication) => stopped(&Fault::Refused {
            status: 401,
            code: 0,
            message: String::new(),
        }),
        serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents) => Stopped::Refused(
            "Discord refused the intents, although Newsdesk asks only for GUILDS: check the application's page under “Bot”.".to_owned(),
        ),
        other => Stopped::Unreachable(format!("The connection to Discord ended: {other}.")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Whether Discord turns the bot away; else it is not there.
    fn turned_away(stopped: &Stopped) -> bool {
        match stopped {
            Stopped::Refused(_) => true,
            Stopped::Unreachable(_) => false,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_fault_at_the_door_has_its_sentence() {
        let refused = |status| Fault::Refused {
            status,
            code: 0,
            message: "No".to_owned(),
        };
        for (fault, refuses, says) in [
            (refused(401), true, "token"),
            (refused(403), true, "token"),
            (refused(404), false, "not Discord"),
            (Fault::Odd("no JSON".to_owned()), false, "not Discord"),
            (Fault::Down(503), false, "cannot be reached"),
            (
                Fault::Lost("connection refused".to_owned()),
                false,
                "connection refused",
            ),
        ] {
            let stopped = stopped(&fault);
            assert_eq!(turned_away(&stopped), refuses, "{fault}");
            assert!(stopped.to_string().contains(says), "{stopped}");
        }
    }

    #[test]
    fn what_ends_the_connection_is_a_refusal_or_passes() {
        for (error, refuses) in [
            (GatewayError::InvalidAuthentication, true),
            (GatewayError::DisallowedGatewayIntents, true),
            (GatewayError::InvalidGatewayIntents, true),
            (GatewayError::ReconnectFailure, false),
        ] {
            let stopped = refused(&serenity::Error::Gateway(error.clone()));
            assert_eq!(turned_away(&stopped), refuses, "{error}");
        }
    }

    #[test]
    fn discord_says_where_to_and_how_often() {
        let said = json!({"url": "wss://gateway.example", "shards": 3, "session_start_limit": {"remaining": 5, "total": 1000}});
        assert_eq!(
            welcome(&said),
            Ok(Welcome {
                url: Some("wss://gateway.example".to_owned()),
                shards: 3,
                starts: Some((5, 1000)),
            })
        );
        assert_eq!(
            welcome(&json!({})),
            Ok(Welcome {
                url: None,
                shards: 1,
                starts: None,
            })
        );
        let spent = json!({"session_start_limit": {"remaining": 0, "reset_after": 7_200_000}});
        assert!(welcome(&spent).is_err_and(|stopped| stopped.to_string().contains("wait 2 hours")));
    }
}
