//! The ways to Discord's REST interface, and what to do when one fails.
//!
//! Answers to interactions go through a client without serenity's rate limiter: Discord counts them apart from everything
//! else, the limiter would put all edits of the application into one bucket, and it would keep an entry per interaction for
//! ever. What is sent unasked has its own [`Wire`], which sees what Discord says about waiting. Everything else goes through a
//! client with the limiter. All share one connection pool with time-outs, which serenity's own has not. serenity repeats nothing
//! that failed with 5xx or without an answer, so [`repeat`] does where it is safe.

use std::future::Future;
use std::time::Duration;

use reqwest::Url;
use serde_json::Value;
use serenity::builder::CreateAllowedMentions;
use serenity::http::{Http, HttpBuilder, HttpError};
use tokio::time::{Instant, sleep, timeout};

use super::wire::Wire;
use crate::web;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a request may take in all.
const ANSWER: Duration = Duration::from_secs(15);
/// How long an unused connection is kept; Discord closes them sooner or later.
const IDLE: Duration = Duration::from_secs(90);

/// The clients.
pub(super) struct Clients {
    /// For everything but interactions; with the rate limiter, where Discord itself is at the other end.
    pub(super) posts: Http,
    /// For answers to interactions; never held back.
    pub(super) answers: Http,
    /// For what is sent unasked; the deliverer does the waiting.
    pub(super) letters: Wire,
}

impl Clients {
    /// Makes the clients for a bot's token, towards Discord or the server at `api`.
    ///
    /// # Errors
    /// One sentence where `api` is no web address.
    pub(super) fn new(token: &str, api: Option<&str>) -> Result<Self, String> {
        let api = api.map(base).transpose()?;
        let mut client = reqwest::Client::builder()
            .use_rustls_tls()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .pool_idle_timeout(IDLE)
            .tcp_nodelay(true);
        if api.as_ref().is_some_and(loopback) {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| {
            format!("No connection to Discord can be made on this machine: {error}.")
        })?;
        let build = |limited: bool| {
            let builder = HttpBuilder::new(token)
                .client(client.clone())
                .default_allowed_mentions(CreateAllowedMentions::new())
                .ratelimiter_disabled(!limited);
            match &api {
                Some(api) => builder.proxy(api.as_str()).build(),
                None => builder.build(),
            }
        };
        Ok(Self {
            // With the limiter on, serenity would not go to another server but to discord.com.
            posts: build(api.is_none()),
            answers: build(false),
            letters: Wire::new(client.clone(), token, api.as_ref().map(Url::as_str)),
        })
    }
}

fn base(api: &str) -> Result<Url, String> {
    web::address(api).ok_or_else(|| format!("“{api}” is no address of a Discord server: write it as http://127.0.0.1:8090, or leave NEWSDESK_DISCORD_API unset."))
}

fn loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

/// Why a request failed, as far as it matters for what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No answer: not connected, cut off, or too late. It may have arrived.
    Lost(String),
    /// Discord is in trouble: 5xx.
    Down(u16),
    /// Too many requests.
    TooMany,
    /// Discord understood, and refuses.
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own number for the reason.
        code: isize,
        /// Discord's own words.
        message: String,
    },
    /// Something of ours: the request could not be made, or the answer not be read.
    Odd(String),
}

/// Discord's number for "this interaction has its answer already".
pub(super) const ANSWERED: isize = 40060;

impl Fault {
    /// Reads serenity's error.
    pub(super) fn of(error: &serenity::Error) -> Self {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => Self::answered(
                response.status_code.as_u16(),
                response.error.code,
                &response.error.message,
            ),
            serenity::Error::Http(HttpError::Request(error)) => Self::Lost(innermost(error)),
            other => Self::Odd(innermost(other)),
        }
    }

    fn answered(status: u16, code: isize, message: &str) -> Self {
        match status {
            429 => Self::TooMany,
            500..=599 => Self::Down(status),
            _ => Self::Refused {
                status,
                code,
                message: message.trim_end_matches('.').to_owned(),
            },
        }
    }

    /// Whether the same request may get through in a moment.
    pub(super) fn passing(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Down(_) | Self::TooMany)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lost(error) => write!(f, "Discord did not answer ({error})"),
            Self::Down(status) => write!(f, "Discord is in trouble (status {status})"),
            Self::TooMany => f.write_str("Discord asks for a pause (status 429)"),
            Self::Refused {
                status,
                code,
                message,
            } => write!(
                f,
                "Discord refuses: {message} (status {status}, code {code})"
            ),
            Self::Odd(error) => write!(f, "Discord's answer could not be read ({error})"),
        }
    }
}

/// The number of something of Discord's, which it writes as a string.
pub(super) fn snowflake(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// What stands in a list of Discord's. An answer that is no list does not say that nothing stands there: [`Fault::Odd`].
pub(super) fn list(value: &Value) -> Result<&[Value], Fault> {
    match value {
        Value::Array(all) => Ok(all),
        _ => Err(Fault::Odd("it is no list".to_owned())),
    }
}

/// The last error of the chain: the first ones only say that something failed, and name the address, in which an
/// interaction's token stands.
pub(super) fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    match error.downcast_ref::<reqwest::Error>() {
        Some(error) if error.is_timeout() => "timed out".to_owned(),
        Some(_) => "the request failed".to_owned(),
        None => error.to_string(),
    }
}

/// How often and how long to try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Nothing is tried after this.
    pub(super) until: Instant,
    /// How long one try may take.
    pub(super) each: Duration,
    /// The pause after the first try; every further one is twice as long.
    pub(super) pause: Duration,
}

/// Makes a request again and again while it fails for a passing reason. Only for what may arrive twice without harm.
///
/// # Errors
/// The last fault.
pub(super) async fn repeat<T, F>(
    patience: Patience,
    mut request: impl FnMut() -> F,
) -> Result<T, Fault>
where
    F: Future<Output = serenity::Result<T>>,
{
    let mut pause = patience.pause;
    loop {
        let left = patience.until.saturating_duration_since(Instant::now());
        let fault = match timeout(left.min(patience.each), request()).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => Fault::of(&error),
            Err(_) => Fault::Lost("timed out".to_owned()),
        };
        if !fault.passing() || Instant::now() + pause >= patience.until {
            return Err(fault);
        }
        tracing::debug!(%fault, "trying again");
        sleep(pause).await;
        pause *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, fault: &Fault) {
        assert_eq!(
            Fault::answered(status, 50001, "Missing Access."),
            *fault,
            "{status}"
        );
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        check(500, &Fault::Down(500));
        check(503, &Fault::Down(503));
        check(429, &Fault::TooMany);
        for status in [400, 401, 403, 404] {
            let refused = Fault::Refused {
                status,
                code: 50001,
                message: "Missing Access".to_owned(),
            };
            check(status, &refused);
            assert!(!refused.passing());
        }
        for fault in [Fault::Down(500), Fault::TooMany, Fault::Lost(String::new())] {
            assert!(fault.passing(), "{fault}");
        }
    }

    #[test]
    fn only_web_addresses_are_servers() {
        for api in ["127.0.0.1:8090", "ftp://a.example", "", "http://"] {
            assert!(Clients::new("token", Some(api)).is_err(), "{api}");
        }
        let clients = Clients::new("token", Some("http://127.0.0.1:8090")).map(|clients| {
            (
                clients.posts.ratelimiter.is_some(),
                clients.answers.ratelimiter.is_some(),
                clients.posts.proxy,
            )
        });
        assert_eq!(
            clients,
            Ok((false, false, Some("http://127.0.0.1:8090/".to_owned())))
        );
    }

    #[test]
    fn towards_discord_only_answers_go_without_the_limiter() {
        let clients = Clients::new("token", None).map(|clients| {
            (
                clients.posts.ratelimiter.is_some(),
                clients.answers.ratelimiter.is_some(),
                clients.answers.proxy,
            )
        });
        assert_eq!(clients, Ok((true, false, None)));
    }

    #[test]
    fn only_this_machine_is_reached_without_a_proxy() {
        for (api, here) in [
            ("http://127.0.0.1:1", true),
            ("http://localhost", true),
            ("http://[::1]:1", true),
            ("http://127.8.8.8", true),
            ("http://10.0.0.1", false),
            ("https://discord.example", false),
        ] {
            assert_eq!(base(api).map(|url| loopback(&url)), Ok(here), "{api}");
        }
    }

    async fn run(outcomes: &[Option<u16>]) -> (Result<(), Fault>, usize) {
        let mut tries = 0;
        let patience = Patience {
            until: Instant::now() + Duration::from_secs(3),
            each: Duration::from_secs(1),
            pause: Duration::from_millis(100),
        };
        let done = repeat(patience, || {
            let outcome = outcomes.get(tries).copied().flatten();
            tries += 1;
            async move {
                match outcome {
                    None => Ok(()),
                    // A time that never comes stands for an answer that never comes.
                    Some(0) => std::future::pending().await,
                    Some(_) => Err(serenity::Error::Http(HttpError::ApplicationIdMissing)),
                }
            }
        })
        .await;
        (done, tries)
    }

    #[tokio::test(start_paused = true)]
    async fn a_lost_request_is_made_again() {
        assert_eq!(run(&[Some(0), None]).await, (Ok(()), 2));
        assert_eq!(run(&[None]).await, (Ok(()), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn trying_has_an_end() {
        let (done, tries) = run(&[Some(0); 20]).await;
        assert_eq!((done, tries), (Err(Fault::Lost("timed out".to_owned())), 3));
    }

    #[tokio::test(start_paused = true)]
    async fn what_cannot_pass_is_not_tried_again() {
        let (done, tries) = run(&[Some(1), None]).await;
        assert!(matches!(done, Err(Fault::Odd(_))), "{done:?}");
        assert_eq!(tries, 1);
    }
}
