//! What the local Discord knows: servers, channels, members, messages, interactions, and all that the bot sent.
//!
//! One plain structure behind one lock. Every change wakes those who wait ([`Hub::until`]), so no test ever sleeps: it waits
//! for the very thing that it wants to see, with a time limit that only a failure reaches.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::watch;

use super::fault::Armed;
use super::gateway::Session;
use super::limits::Limits;

/// How long a test waits for what must come; the machine may be slow, Discord's own limits are checked elsewhere.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The permission to manage a server, which makes a member a manager.
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
/// The permission to see a channel.
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
/// The permission to write in a channel.
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
/// The permission to read what was written before. Without it Discord gives no messages, and no refusal.
pub(crate) const READ_HISTORY: u64 = 1 << 16;
/// The permission to show embeds.
pub(crate) const EMBED_LINKS: u64 = 1 << 14;
/// The permission to make scheduled events, and to change one's own.
pub(crate) const CREATE_EVENTS: u64 = 1 << 44;
/// What an invited bot may do unless a test says otherwise: see, write, embed, attach, read back.
pub(crate) const BOT: u64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | 1 << 15 | READ_HISTORY;
/// What an ordinary member may do: see, write, use commands.
pub(crate) const MEMBER: u64 = VIEW_CHANNEL | SEND_MESSAGES | 1 << 31;

/// A server.
pub(crate) struct Guild {
    pub(crate) id: u64,
    pub(crate) name: String,
    /// What the bot may do in all of it.
    pub(crate) bot: u64,
}

/// A channel of a server, or the direct messages with one user.
#[derive(Clone)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) name: String,
    /// None: direct messages.
    pub(crate) guild: Option<u64>,
    /// What the bot may do there.
    pub(crate) bot: u64,
    /// The user of a channel of direct messages.
    pub(crate) with: Option<u64>,
}

/// A person.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    /// Takes no direct messages from the bot.
    pub(crate) closed: bool,
}

/// A message, of the bot unless a test had another say it.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    /// Seen by this user alone.
    pub(crate) only: Option<u64>,
    pub(crate) at: Instant,
    pub(crate) nonce: Option<String>,
    /// As Discord would hand it out.
    pub(crate) wire: Value,
    /// Whom it pinged: `@everyone`, `role 5`, `user 7`.
    pub(crate) pings: Vec<String>,
    pub(crate) files: Vec<String>,
}

/// Something a user did and the bot's answer to it.
#[derive(Clone)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    pub(crate) token: String,
    /// 2 command, 3 component, 4 autocomplete.
    pub(crate) kind: u64,
    pub(crate) user: u64,
    pub(crate) channel: u64,
    /// The message whose button was pressed.
    pub(crate) source: Option<u64>,
    pub(crate) sent: Instant,
    /// The type of the first answer and how long it took.
    pub(crate) first: Option<(u64, Duration)>,
    /// The message of the first answer.
    pub(crate) message: Option<u64>,
    /// Whether that message only says that the bot is thinking.
    pub(crate) loading: bool,
    pub(crate) followups: Vec<u64>,
    pub(crate) choices: Vec<(String, String)>,
    /// A fault struck it, so a repeated answer is no mistake.
    pub(crate) disturbed: bool,
}

/// A request of the bot.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Without `/api/v10`.
    pub(crate) path: String,
    pub(crate) body: Value,
    /// The status that was answered; 0 until it was.
    pub(crate) status: u16,
}

/// All of it.
pub(crate) struct World {
    pub(crate) token: String,
    pub(crate) app: u64,
    pub(crate) deadline: Duration,
    /// How far back `enforce_nonce` looks.
    pub(crate) nonce_window: Duration,
    /// Nonces of messages before this one are forgotten.
    pub(crate) forgotten: u64,
    pub(crate) guilds: Vec<Guild>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) users: Vec<User>,
    pub(crate) roles: Vec<(u64, String)>,
    pub(crate) messages: Vec<Message>,
    pub(crate) interactions: HashMap<u64, Interaction>,
    pub(crate) by_token: HashMap<String, u64>,
    pub(crate) commands: Vec<Value>,
    /// Scheduled events of all servers, as they were last written.
    pub(crate) events: Vec<Value>,
    /// How many were ever made.
    pub(crate) events_made: usize,
    /// How far this world's time lies from the machine's.
    pub(crate) shift: chrono::TimeDelta,
    pub(crate) requests: Vec<Request>,
    pub(crate) violations: Vec<String>,
    /// Pings that a test wants to see.
    pub(crate) welcome_pings: Vec<String>,
    pub(crate) faults: Vec<Armed>,
    pub(crate) limits: Limits,
    pub(crate) sessions: Vec<Session>,
    pub(crate) identified: usize,
    pub(crate) resumed: usize,
    pub(crate) connections: usize,
    /// The next so many gateway connections are refused.
    pub(crate) refuse: usize,
    /// The application's flags: privileged intents that are switched on.
    pub(crate) flags: u64,
    /// How far Discord's clock is ahead of this machine's.
    pub(crate) ahead: chrono::TimeDelta,
    /// Keep nothing that a long measurement would pile up.
    pub(crate) forgetful: bool,
    counter: u64,
}

impl World {
    /// A world with nobody in it.
    pub(crate) fn new() -> Self {
        Self {
            // Shaped as a token is: the application's number in base64, a stamp, a signature.
            token: "MTAwMDAwMDAwMDAwMDAwMDAx.GLocal.only-a-token-of-the-local-discord-0001".into(),
            app: 100_000_000_000_000_001,
            deadline: Duration::from_secs(3),
            nonce_window: Duration::from_secs(300),
            forgotten: 0,
            guilds: Vec::new(),
            channels: Vec::new(),
            users: Vec::new(),
            roles: Vec::new(),
            messages: Vec::new(),
            interactions: HashMap::new(),
            by_token: HashMap::new(),
            commands: Vec::new(),
            events: Vec::new(),
            events_made: 0,
            shift: chrono::TimeDelta::zero(),
            requests: Vec::new(),
            violations: Vec::new(),
            welcome_pings: Vec::new(),
            faults: Vec::new(),
            limits: Limits::default(),
            sessions: Vec::new(),
            identified: 0,
            resumed: 0,
            connections: 0,
            refuse: 0,
            flags: 0,
            ahead: chrono::TimeDelta::zero(),
            forgetful: false,
            counter: 0,
        }
    }

    /// The time here.
    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        chrono::Utc::now() + self.shift
    }

    /// A fresh snowflake: the moment and a counter, as Discord makes them.
    pub(crate) fn snowflake(&mut self) -> u64 {
        const EPOCH: i64 = 1_420_070_400_000;
        self.counter += 1;
        let millis = (chrono::Utc::now().timestamp_millis() - EPOCH).unsigned_abs();
        (millis << 22) | (self.counter & 0x3f_ffff)
    }

    /// A server with these channels.
    pub(crate) fn add_guild(&mut self, name: &str, channels: &[&str]) -> u64 {
        let id = self.snowflake();
        self.guilds.push(Guild {
            id,
            name: name.into(),
            bot: BOT,
        });
        for channel in channels {
            self.add_channel(id, channel, BOT);
        }
        id
    }

    /// A channel in which the bot may do `bot`.
    pub(crate) fn add_channel(&mut self, guild: u64, name: &str, bot: u64) -> u64 {
        let id = self.snowflake();
        self.channels.push(Channel {
            id,
            name: name.into(),
            guild: Some(guild),
            bot,
            with: None,
        });
        id
    }

    /// The channel of that name; `@alice` is the bot's direct messages with alice.
    pub(crate) fn channel(&mut self, name: &str) -> Channel {
        match name.strip_prefix('@') {
            Some(user) => {
                let user = self.user(user).id;
                self.direct(user)
            }
            None => self
                .channels
                .iter()
                .find(|c| c.name == name)
                .unwrap_or_else(|| panic!("the test names no channel that exists: {name}"))
                .clone(),
        }
    }

    /// What a test calls the channel of that number.
    pub(crate) fn name_of(&self, channel: u64) -> String {
        let place = self
            .channels
            .iter()
            .find(|c| c.id == channel)
            .expect("messages lie in channels");
        match place.with {
            Some(with) => {
                let who = self.users.iter().find(|u| u.id == with);
                format!("@{}", who.expect("known").name)
            }
            None => place.name.clone(),
        }
    }

    /// The direct messages with a user, opened if need be.
    pub(crate) fn direct(&mut self, user: u64) -> Channel {
        if let Some(found) = self.channels.iter().find(|c| c.with == Some(user)) {
            return found.clone();
        }
        let id = self.snowflake();
        let channel = Channel {
            id,
            name: String::new(),
            guild: None,
            bot: BOT,
            with: Some(user),
        };
        self.channels.push(channel.clone());
        channel
    }

    /// The person of that name, who joins if need be.
    pub(crate) fn user(&mut self, name: &str) -> User {
        if let Some(found) = self.users.iter().find(|u| u.name == name) {
            return found.clone();
        }
        let user = User {
            id: self.snowflake(),
            name: name.into(),
            permissions: MEMBER,
            closed: false,
        };
        self.users.push(user.clone());
        user
    }

    /// Notes a broken rule.
    pub(crate) fn violation(&mut self, what: impl Into<String>) {
        self.violations.push(what.into());
    }

    /// The message of that number.
    pub(crate) fn message(&self, id: u64) -> Option<&Message> {
        self.messages.iter().rev().find(|m| m.id == id)
    }

    /// The names of a message's files.
    pub(crate) fn message_files(&self, id: u64) -> Vec<String> {
        self.message(id)
            .map(|m| m.files.clone())
            .unwrap_or_default()
    }
}

/// The world, and the bell that rings when it changes.
pub(crate) struct Hub {
    world: Mutex<World>,
    changed: watch::Sender<()>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Hub {
    /// Wraps a world.
    pub(crate) fn new(world: World, address: SocketAddr) -> Self {
        Self {
            world: Mutex::new(world),
            changed: watch::Sender::new(()),
            address,
        }
    }

    /// Reads or changes the world, and wakes those who wait for it.
    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut World) -> T) -> T {
        let value = f(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_replace(());
        value
    }

    /// Waits until `look` finds something, at most so long.
    pub(crate) async fn within<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&mut World) -> Option<T>,
    ) -> Option<T> {
        let mut bell = self.changed.subscribe();
        let search = async {
            loop {
                bell.borrow_and_update();
                let found = look(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
                if let Some(found) = found {
                    return found;
                }
                bell.changed().await.expect("the hub outlives its waiters");
            }
        };
        tokio::time::timeout(limit, search).await.ok()
    }

    /// Waits until `look` finds something; fails the test if nothing comes.
    pub(crate) async fn until<T>(
        &self,
        what: &str,
        look: impl FnMut(&mut World) -> Option<T>,
    ) -> T {
        match self.within(PATIENCE, look).await {
            Some(found) => found,
            None => {
                let seen = self.with(|w| {
                    let last = w
                        .requests
                        .iter()
                        .rev()
                        .take(8)
                        .map(|r| format!("{} {} -> {}", r.method, r.path, r.status));
                    last.collect::<Vec<_>>().join("\n  ")
                });
                panic!("waited {PATIENCE:?} for {what}; the last requests, newest first:\n  {seen}")
            }
        }
    }
}
