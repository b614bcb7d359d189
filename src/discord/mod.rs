//! Discord: the only place that names serenity.
//!
//! An event comes in through `gateway`, becomes an invocation in `interaction`, is answered by the desk like any other, and
//! `render` makes the answer fit Discord's limits. What is sent unasked goes through `sender`. Nothing here knows
//! what a command does.
//!
//! [`run`] says why it ended, in a [`Stopped`].

mod board;
mod caller;
mod custom_id;
mod door;
mod escape;
mod gateway;
mod history;
mod http;
mod inspect;
mod interaction;
mod limits;
mod link;
mod message;
mod needs;
mod pace;
#[cfg(test)]
mod reader;
mod register;
mod render;
mod response;
mod sender;
mod studio;
mod wire;

use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::commands::Desk;
use crate::deliver::Deliverer;
use crate::deliver::mirror::Mirror;
use crate::health::Vitals;
use crate::store::Carrier;
use board::Events;
use gateway::Gateway;
use http::Clients;
pub use inspect::{Access, Inspection, Mirrored, Place, inspect};
use interaction::Front;
pub use needs::{EVENTS, NEEDS, Need};
use sender::Post;

/// How to reach Discord.
#[derive(Clone)]
pub struct Options {
    /// The bot's token.
    pub token: String,
    /// Another server that speaks Discord's interface, such as `http://127.0.0.1:8090`; none for Discord itself.
    pub api: Option<String>,
    /// How late a reminder may be and still be sent, marked late.
    pub grace: TimeDelta,
    /// How long deliveries that have ended are kept.
    pub keep: TimeDelta,
}

impl fmt::Debug for Options {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("token", &"***")
            .field("api", &self.api)
            .field("grace", &self.grace)
            .field("keep", &self.keep)
            .finish()
    }
}

/// Why the bot stopped, in one sentence with what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// A setting is wrong.
    #[error("{0}")]
    Setting(String),
    /// Discord does not take the token or what it stands for.
    #[error("{0}")]
    Refused(String),
    /// Discord is not there.
    #[error("{0}")]
    Unreachable(String),
    /// Something of ours failed.
    #[error("{0}")]
    Failed(String),
}

/// Answers on Discord and sends what is due, until SIGTERM or SIGINT; leaves its signs of life in `vitals`.
///
/// # Errors
/// One sentence for standard error where the bot cannot come or stay; ending on a signal is none.
pub async fn run(desk: Desk, options: Options, vitals: Arc<Vitals>) -> Result<(), Stopped> {
    let end = signals()?;
    tokio::pin!(end);
    let clients = clients(&options)?;
    let welcome = tokio::select! {
        welcome = door::ask(&clients.posts) => welcome?,
        () = &mut end => return Ok(()),
    };
    let front = Front::new(desk.clone(), Arc::new(clients.answers), Arc::clone(&vitals));
    let gateway = Arc::new(Gateway::new(front, Arc::clone(&vitals)));
    let (store, clock, defaults) = (
        Arc::clone(&desk.store),
        desk.clock.clone(),
        desk.defaults.clone(),
    );
    let mirror = |http| Mirror::new(store, clock, defaults, Events::new(http));
    let deliverer = Deliverer::new(
        desk.store,
        desk.clock,
        Carrier::Discord,
        Post::new(clients.letters),
        options.grace,
    )
    .keeping(options.keep)
    .watched(vitals);
    gateway::stay(&gateway, clients.posts, welcome, deliverer, mirror, end).await
}

fn clients(options: &Options) -> Result<Clients, Stopped> {
    let token = options.token.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Stopped::Refused(
            "The token is not one of Discord's: copy it from the application's page under “Bot” into DISCORD_TOKEN.".to_owned(),
        ));
    }
    Clients::new(token, options.api.as_deref()).map_err(Stopped::Setting)
}

/// Ends when the program is asked to.
fn signals() -> Result<impl Future<Output = ()>, Stopped> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind).map_err(|error| {
                Stopped::Failed(format!("Signals cannot be listened to: {error}."))
            })
        };
        let (mut terminate, mut interrupt) = (
            listen(SignalKind::terminate())?,
            listen(SignalKind::interrupt())?,
        );
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => tracing::info!("SIGTERM: ending"),
                _ = interrupt.recv() => tracing::info!("SIGINT: ending"),
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(token: &str, api: Option<&str>) -> Options {
        Options {
            token: token.to_owned(),
            api: api.map(str::to_owned),
            grace: TimeDelta::hours(6),
            keep: TimeDelta::days(90),
        }
    }

    #[test]
    fn the_token_is_never_printed() {
        let options = options("a-secret", None);
        assert!(!format!("{options:?}").contains("secret"));
    }

    #[tokio::test]
    async fn what_is_no_token_is_not_sent_anywhere() {
        for token in ["", " ", "two words", "schlüssel", "a\nb"] {
            let stopped = inspect(&options(token, None), &[], &[]).await;
            assert!(matches!(stopped, Err(Stopped::Refused(_))), "{token:?}");
        }
    }

    #[tokio::test]
    async fn a_server_that_is_none_is_a_wrong_setting() {
        let options = options("token", Some("nowhere"));
        let stopped = inspect(&options, &[], &[]).await;
        assert!(matches!(stopped, Err(Stopped::Setting(_))));
    }
}
