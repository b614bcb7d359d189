//! A local Discord: REST v10 and gateway v10 on loopback, driven as people drive the real one.
//!
//! A test starts it, starts a bot on it, and does what members do; every request of the bot is held against Discord's limits on
//! the way, and a broken one fails the test at its end:
//!
//! ```ignore
//! let d = Discord::start().await;
//! let bot = d.start_bot(d.bot()).await;
//! let reply = d.slash("alice", "general", "quote", &[("person", "koofi")]).await;
//! let next = d.click("bob", &reply, "More").await;
//! ```
//!
//! It stands apart from the project: it knows Discord and nothing of Newsdesk but how to start it. What Discord does not document
//! (how it stores a command, how long it remembers a nonce) is a guess here, and said so where it matters.

mod answers;
mod apps;
pub(crate) mod bot;
mod commands;
pub(crate) mod events;
pub(crate) mod fault;
#[path = "../../folder/mod.rs"]
pub(crate) mod folder;
mod gateway;
mod guilds;
pub(crate) mod limits;
mod messages;
mod net;
pub(crate) mod openapi;
pub(crate) mod plug;
pub(crate) mod reply;
mod rest;
pub(crate) mod rules;
pub(crate) mod tunnel;
mod user;
mod wire;
pub(crate) mod world;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use fault::{Armed, Fault};
use gateway::Push;
use net::{Scissors, Socket};
use world::{Hub, MANAGE_GUILD, Message, Request, World};

/// The local Discord. At its end it fails the test if the bot broke a rule.
pub(crate) struct Discord {
    pub(crate) hub: Arc<Hub>,
    server: tokio::task::JoinHandle<()>,
}

/// How the bot came back after its connection broke.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Back {
    /// On the same session: nothing was missed.
    Resumed,
    /// On a new one.
    Anew,
}

/// The connection's state before it was broken, to tell the return from.
pub(crate) struct Broken {
    identified: usize,
    resumed: usize,
}

impl Discord {
    /// A Discord with one server, `desk`, its channels `general` and `news`, its role `briefing`, and the manager `mona`.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let mut world = World::new();
        world.add_guild("desk", &["general", "news"]);
        let role = world.snowflake();
        world.roles.push((role, "briefing".into()));
        world.user("mona");
        world.users[0].permissions |= MANAGE_GUILD;
        let hub = Arc::new(Hub::new(world, address));
        let app = Router::new()
            .route("/", any(gateway::connect))
            .fallback(rest::serve)
            .with_state(hub.clone());
        let app = app.into_make_service_with_connect_info::<Scissors>();
        let server = tokio::spawn(async move {
            let _ = axum::serve(Socket(listener), app).await;
        });
        Self { hub, server }
    }

    /// The base address for `NEWSDESK_DISCORD_API`.
    pub(crate) fn api(&self) -> String {
        format!("http://{}", self.hub.address)
    }

    /// The token that it accepts.
    pub(crate) fn token(&self) -> String {
        self.hub.with(|w| w.token.clone())
    }

    /// Arms a fault: `route` such as `POST /interactions/*`.
    pub(crate) fn fault(&self, route: &str, fault: Fault) {
        self.hub.with(|w| w.faults.push(Armed::new(route, fault)));
    }

    /// Keeps rate limits from now on, as Discord does: see [`limits`].
    pub(crate) fn rate_limits(&self) {
        self.hub.with(|w| w.limits = limits::Limits::real());
    }

    /// Waits until every fault has struck as often as it should.
    pub(crate) async fn faults_struck(&self) {
        let none = |w: &mut World| w.faults.iter().all(|f| !f.waits()).then_some(());
        self.hub.until("the faults to strike", none).await;
    }

    /// Adds a server with these channels; before the bot connects.
    pub(crate) fn add_guild(&self, name: &str, channels: &[&str]) {
        self.hub.with(|w| w.add_guild(name, channels));
    }

    /// Takes a channel away.
    pub(crate) fn remove_channel(&self, name: &str) {
        self.hub.with(|w| w.channels.retain(|c| c.name != name));
    }

    /// Takes the bot out of a server, with its channels.
    pub(crate) fn leave(&self, name: &str) {
        self.hub.with(|w| {
            let gone = w.guilds.iter().find(|g| g.name == name).map(|g| g.id);
            w.guilds.retain(|g| Some(g.id) != gone);
            w.channels.retain(|c| c.guild != gone);
        });
    }

    /// Sets what the bot may do in a channel.
    pub(crate) fn bot_may(&self, channel: &str, permissions: u64) {
        self.hub.with(|w| {
            let place = w.channels.iter_mut().find(|c| c.name == channel);
            place.expect("the test names a channel that exists").bot = permissions;
        });
    }

    /// This person takes no direct messages.
    pub(crate) fn close_dms(&self, user: &str) {
        self.hub.with(|w| {
            let id = w.user(user).id;
            w.users
                .iter_mut()
                .filter(|u| u.id == id)
                .for_each(|u| u.closed = true);
        });
    }

    /// The messages that everyone in the channel sees, oldest first.
    pub(crate) fn messages(&self, channel: &str) -> Vec<Message> {
        self.hub.with(|w| {
            let id = w.channel(channel).id;
            w.messages
                .iter()
                .filter(|m| m.channel == id && m.only.is_none())
                .cloned()
                .collect()
        })
    }

    /// Waits for a message in the channel that shows these words.
    pub(crate) async fn message(&self, channel: &str, words: &str) -> Message {
        let id = self.hub.with(|w| w.channel(channel).id);
        let look = |w: &mut World| {
            let mut here = w
                .messages
                .iter()
                .filter(|m| m.channel == id && m.only.is_none());
            here.find(|m| reply::text(&m.wire).contains(words)).cloned()
        };
        self.hub
            .until(&format!("{words:?} in {channel}"), look)
            .await
    }

    /// The requests so far whose method and path fit `route`.
    pub(crate) fn requests(&self, route: &str) -> Vec<Request> {
        self.hub.with(|w| {
            w.requests
                .iter()
                .filter(|r| fits(r, route))
                .cloned()
                .collect()
        })
    }

    /// Waits until so many requests fitted `route` and were answered.
    pub(crate) async fn requested(&self, route: &str, times: usize) -> Vec<Request> {
        let look = |w: &mut World| {
            let found: Vec<Request> = w
                .requests
                .iter()
                .filter(|r| fits(r, route) && r.status != 0)
                .cloned()
                .collect();
            (found.len() >= times).then_some(found)
        };
        self.hub.until(&format!("{times} of {route}"), look).await
    }

    /// The commands as Discord holds them.
    pub(crate) fn commands(&self) -> Vec<Value> {
        self.hub.with(|w| w.commands.clone())
    }

    /// The intents of the bot's session.
    pub(crate) fn intents(&self) -> u64 {
        self.hub
            .with(|w| w.sessions.last().map_or(0, |s| s.intents))
    }

    /// How far back `enforce_nonce` looks from now on.
    pub(crate) fn nonce_window(&self, window: Duration) {
        self.hub.with(|w| w.nonce_window = window);
    }

    /// Forgets every nonce, as after a few minutes.
    pub(crate) fn forget_nonces(&self) {
        self.hub
            .with(|w| w.forgotten = w.messages.iter().map(|m| m.id).max().unwrap_or(0));
    }

    /// So many messages of other people in a channel.
    pub(crate) fn chatter(&self, channel: &str, count: usize) {
        self.hub.with(|w| {
            let (id, author) = (w.channel(channel).id, wire::user(&w.user("carol")));
            for number in 0..count {
                let body = json!({"content": format!("chatter {number}")});
                let message = messages::post(w, id, &body, 0, None, &[]);
                if let Some(message) = w.messages.iter_mut().rev().find(|m| m.id == message) {
                    message.wire["author"] = author.clone();
                }
            }
        });
    }

    /// The number of a role, a member, a channel as text, by its name.
    pub(crate) fn role(&self, name: &str) -> String {
        let id = self
            .hub
            .with(|w| w.roles.iter().find(|(_, n)| n == name).map(|(id, _)| *id));
        id.expect("the test names a role that exists").to_string()
    }

    /// A ping that this test wants: `role 5`.
    pub(crate) fn welcome_ping(&self, ping: &str) {
        self.hub.with(|w| w.welcome_pings.push(ping.into()));
    }

    /// The broken rules so far; they are forgiven.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.hub.with(|w| std::mem::take(&mut w.violations))
    }

    /// Sends the bot an event as it stands, such as one that no client can read.
    pub(crate) fn send_event(&self, name: &str, data: &Value) {
        assert!(
            self.hub.with(|w| gateway::dispatch(w, name, data)),
            "a bot is there"
        );
    }

    /// Closes the gateway connection with a code.
    pub(crate) fn drop_gateway(&self, code: u16) -> Broken {
        self.break_with(Push::Close(code))
    }

    /// Cuts the gateway connection without a word.
    pub(crate) fn cut_gateway(&self) -> Broken {
        self.break_with(Push::Cut)
    }

    /// Asks the bot to connect anew (op 7).
    pub(crate) fn reconnect(&self) -> Broken {
        self.break_with(Push::Text(
            json!({"op": 7, "d": null, "s": null, "t": null}).to_string(),
        ))
    }

    /// Tells the bot that its session is no longer good (op 9).
    pub(crate) fn invalid_session(&self, resumable: bool) -> Broken {
        if !resumable {
            self.hub
                .with(|w| w.sessions.iter_mut().for_each(|s| s.alive = false));
        }
        self.break_with(Push::Text(
            json!({"op": 9, "d": resumable, "s": null, "t": null}).to_string(),
        ))
    }

    /// Sends the bot something that is no event at all.
    pub(crate) fn garble(&self, text: &str) {
        self.hub
            .with(|w| gateway::push(w, Push::Text(text.to_owned())));
    }

    /// Refuses the next so many gateway connections.
    pub(crate) fn refuse_gateway(&self, times: usize) {
        self.hub.with(|w| w.refuse = times);
    }

    fn break_with(&self, push: Push) -> Broken {
        self.hub.with(|w| {
            gateway::push(w, push);
            Broken {
                identified: w.identified,
                resumed: w.resumed,
            }
        })
    }

    /// Waits until the bot is back.
    pub(crate) async fn back(&self, broken: Broken) -> Back {
        let look = |w: &mut World| {
            if w.resumed > broken.resumed {
                Some(Back::Resumed)
            } else {
                (w.identified > broken.identified).then_some(Back::Anew)
            }
        };
        self.hub.until("the bot to come back", look).await
    }
}

fn fits(request: &Request, route: &str) -> bool {
    fault::glob(route, &format!("{} {}", request.method, request.path))
}

impl Drop for Discord {
    fn drop(&mut self) {
        self.server.abort();
        let violations = self.violations();
        if !std::thread::panicking() {
            assert!(
                violations.is_empty(),
                "the bot broke Discord's rules:\n  {}",
                violations.join("\n  ")
            );
        }
    }
}
