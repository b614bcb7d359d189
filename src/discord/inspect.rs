//! Asking Discord, for `newsdesk doctor`, what could keep a message from arriving: before it does.
//!
//! Everything is asked of Discord's REST interface at that moment. A cache would be empty, and a connection to the gateway
//! would take one of the day's starts. Three requests a server, two for the application, and one for each channel that is in
//! no list (a thread, or one that is gone).

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::Permissions;
use serenity::model::channel::PermissionOverwrite;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};
use tokio::time::Instant;

use super::door;
use super::http::{Fault, Patience, repeat};
use super::needs::{EVENTS, Standing, lacking};
use super::{Options, Stopped, clients};
use crate::store::{Scope, Target};

/// What Discord says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The application's name.
    pub application: String,
    /// Privileged intents that are switched on for the application. Newsdesk asks for none.
    pub privileged: Vec<&'static str>,
    /// How many more times the bot may start today, and of how many, where Discord says.
    pub starts: Option<(u64, u64)>,
    /// How far this machine's clock is ahead of Discord's, where Discord tells the time.
    pub ahead: Option<TimeDelta>,
    /// The servers that the bot is in: numbers and names.
    pub servers: Vec<(u64, String)>,
    /// The channels that were asked for.
    pub places: Vec<Place>,
    /// The servers that were asked for, whose sessions are to stand as events.
    pub mirrored: Vec<Mirrored>,
}

/// A server in which sessions are to stand as events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirrored {
    /// Its number.
    pub server: u64,
    /// Its name, where Discord tells it.
    pub name: Option<String>,
    /// Whether the bot may make events there.
    pub access: Access,
}

/// A channel that something goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its number.
    pub channel: u64,
    /// Its name, where Discord tells it.
    pub name: Option<String>,
    /// Its server's name, likewise.
    pub server: Option<String>,
    /// What the bot may do there.
    pub access: Access,
}

/// What the bot may do in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// All that it needs.
    Full,
    /// These permissions are missing.
    Lacks(Vec<&'static str>),
    /// There is no such channel, or none that the bot may know of.
    Gone,
    /// The bot is not in its server.
    Outside,
    /// Discord did not say; why.
    Unknown(String),
}

/// The privileged intents' flags of an application (Discord's documentation, resources/application): for a large bot and for
/// one in fewer than a hundred servers.
const PRIVILEGED: [(u64, &str); 3] = [
    (1 << 12 | 1 << 13, "Presence"),
    (1 << 14 | 1 << 15, "Server Members"),
    (1 << 18 | 1 << 19, "Message Content"),
];

/// As many servers as Discord lists at once.
const PAGE: usize = 200;

#[derive(Deserialize)]
struct Application {
    name: String,
    #[serde(default)]
    flags: Option<u64>,
}

#[derive(Deserialize)]
struct Me {
    id: UserId,
}

#[derive(Deserialize)]
struct Listed {
    id: GuildId,
    name: String,
}

#[derive(Deserialize)]
struct Guild {
    owner_id: UserId,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Role {
    id: RoleId,
    permissions: Permissions,
}

#[derive(Deserialize)]
struct Member {
    roles: Vec<RoleId>,
    #[serde(default)]
    communication_disabled_until: Option<DateTime<Utc>>,
}

#[derive(Clone, Deserialize)]
struct Channel {
    id: ChannelId,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    guild_id: Option<GuildId>,
    #[serde(default)]
    parent_id: Option<ChannelId>,
    #[serde(default)]
    permission_overwrites: Vec<PermissionOverwrite>,
}

impl Channel {
    fn thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }
}

/// A server as it is asked once.
struct Server {
    name: String,
    standing: Standing,
    channels: HashMap<ChannelId, Channel>,
}

/// Asks Discord about the bot, about the channels that something goes to, and about the servers that want `events`; direct
/// messages cannot be asked about.
///
/// # Errors
/// The sentence with which [`super::run`] would stop.
pub async fn inspect(
    options: &Options,
    targets: &[(Target, Scope)],
    events: &[Scope],
) -> Result<Inspection, Stopped> {
    let clients = clients(options)?;
    let welcome = door::ask(&clients.posts).await?;
    let asker = Asker {
        http: &clients.posts,
    };
    let stopped = |fault: Fault| door::stopped(&fault);
    let application: Application = asker
        .get(Route::Oauth2ApplicationCurrent)
        .await
        .map_err(stopped)?;
    let (me, ahead) = asker.me().await.map_err(stopped)?;
    let servers = asker.servers().await.map_err(stopped)?;
    let flags = application.flags.unwrap_or_default();
    let privileged = PRIVILEGED.iter().filter(|(bits, _)| flags & bits != 0);
    let mut inquiry = Inquiry {
        asker,
        me: me.id,
        names: servers
            .iter()
            .map(|listed| (listed.id, listed.name.clone()))
            .collect(),
        asked: HashMap::new(),
    };
    let mut places = Vec::new();
    for (target, scope) in targets {
        if let Target::Channel(channel) = target
            && *channel > 0
        {
            places.push(inquiry.place(ChannelId::new(*channel), *scope).await);
        }
    }
    let mut mirrored = Vec::new();
    for scope in events {
        mirrored.push(inquiry.mirrored(*scope).await);
    }
    Ok(Inspection {
        application: application.name,
        privileged: privileged.map(|(_, name)| *name).collect(),
        starts: welcome.starts,
        ahead,
        servers: servers
            .into_iter()
            .map(|listed| (listed.id.get(), listed.name))
            .collect(),
        places,
        mirrored,
    })
}

/// Asks one thing after another.
struct Asker<'a> {
    http: &'a Http,
}

impl Asker<'_> {
    fn patience() -> Patience {
        Patience {
            until: Instant::now() + Duration::from_secs(15),
            each: Duration::from_secs(5),
            pause: Duration::from_millis(500),
        }
    }

    async fn get<T: DeserializeOwned>(&self, route: Route<'_>) -> Result<T, Fault> {
        self.get_with(route, None).await
    }

    async fn get_with<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        query: Option<Vec<(&'static str, String)>>,
    ) -> Result<T, Fault> {
        repeat(Self::patience(), || {
            let request = Request::new(route, LightMethod::Get).params(query.clone());
            self.http.fire(request)
        })
        .await
    }

    /// The bot's own account, and how far this machine's clock is ahead of the answer's date.
    async fn me(&self) -> Result<(Me, Option<TimeDelta>), Fault> {
        let asked = Utc::now();
        let response = repeat(Self::patience(), || {
            self.http
                .request(Request::new(Route::UserMe, LightMethod::Get))
        })
        .await?;
        let now = asked + (Utc::now() - asked) / 2;
        let date = response.headers().get("date");
        let date = date.and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
        let odd = || Fault::Odd("it is no account".to_owned());
        let body = response.bytes().await.map_err(|_| odd())?;
        let me = serde_json::from_slice(&body).map_err(|_| odd())?;
        Ok((me, date.map(|date| now - date.to_utc())))
    }

    async fn servers(&self) -> Result<Vec<Listed>, Fault> {
        let mut servers: Vec<Listed> = Vec::new();
        loop {
            let after = servers.last().map_or(0, |last| last.id.get());
            let query = vec![("limit", PAGE.to_string()), ("after", after.to_string())];
            let page: Vec<Listed> = self.get_with(Route::UserMeGuilds, Some(query)).await?;
            let last = page.len() < PAGE;
            servers.extend(page);
            if last {
                return Ok(servers);
            }
        }
    }
}

/// The servers asked about so far.
struct Inquiry<'a> {
    asker: Asker<'a>,
    me: UserId,
    names: BTreeMap<GuildId, String>,
    asked: HashMap<GuildId, Result<Server, Fault>>,
}

impl Inquiry<'_> {
    async fn place(&mut self, channel: ChannelId, scope: Scope) -> Place {
        let mut place = Place {
            channel: channel.get(),
            name: None,
            server: None,
            access: Access::Gone,
        };
        // Where nobody knows whose a channel is, Discord does.
        let known = (scope != Scope::EVERYONE).then(|| GuildId::new(scope.0));
        let mut told = None;
        let guild = match known.filter(|guild| self.names.contains_key(guild)) {
            Some(guild) => guild,
            None => match self
                .asker
                .get::<Channel>(Route::Channel {
                    channel_id: channel,
                })
                .await
            {
                Ok(channel) => {
                    let Some(guild) = channel.guild_id else {
                        place.access = Access::Full;
                        return place;
                    };
                    told = Some(channel);
                    guild
                }
                Err(fault) => {
                    place.access = match fault {
                        Fault::Refused { .. } if known.is_some() => Access::Outside,
                        Fault::Refused {
                            status: 403 | 404, ..
                        } => Access::Gone,
                        fault => Access::Unknown(fault.to_string()),
                    };
                    return place;
                }
            },
        };
        place.server = self.names.get(&guild).cloned();
        let listed = match self.server(guild).await {
            Ok(server) => {
                place.server = Some(server.name.clone());
                server.channels.get(&channel).cloned()
            }
            Err(fault) => {
                place.access = Access::Unknown(fault.to_string());
                return place;
            }
        };
        let found = match listed.or(told) {
            Some(found) => found,
            // A thread is in no list.
            None => match self
                .asker
                .get(Route::Channel {
                    channel_id: channel,
                })
                .await
            {
                Ok(found) => found,
                Err(Fault::Refused { status: 403, .. }) => {
                    place.access = Access::Lacks(lacking(Permissions::empty(), true));
                    return place;
                }
                Err(Fault::Refused { status: 404, .. }) => return place,
                Err(fault) => {
                    place.access = Access::Unknown(fault.to_string());
                    return place;
                }
            },
        };
        place.name.clone_from(&found.name);
        if let Ok(server) = self.server(guild).await {
            place.access = server.access(&found);
        }
        place
    }

    async fn mirrored(&mut self, scope: Scope) -> Mirrored {
        let guild = GuildId::new(scope.0);
        let name = self.names.get(&guild).cloned();
        let access = match &name {
            None => Access::Outside,
            Some(_) => match self.server(guild).await {
                Ok(server) if server.standing.makes_events() => Access::Full,
                Ok(_) => Access::Lacks(vec![EVENTS.name]),
                Err(fault) => Access::Unknown(fault.to_string()),
            },
        };
        Mirrored {
            server: scope.0,
            name,
            access,
        }
    }

    async fn server(&mut self, guild: GuildId) -> Result<&Server, Fault> {
        if !self.asked.contains_key(&guild) {
            let asked = self.ask(guild).await;
            self.asked.insert(guild, asked);
        }
        match &self.asked[&guild] {
            Ok(server) => Ok(server),
            Err(fault) => Err(fault.clone()),
        }
    }

    async fn ask(&self, guild: GuildId) -> Result<Server, Fault> {
        let whole: Guild = self.asker.get(Route::Guild { guild_id: guild }).await?;
        let channels: Vec<Channel> = self
            .asker
            .get(Route::GuildChannels { guild_id: guild })
            .await?;
        let member: Member = self
            .asker
            .get(Route::GuildMember {
                guild_id: guild,
                user_id: self.me,
            })
            .await?;
        Ok(Server {
            name: self.names.get(&guild).cloned().unwrap_or_default(),
            standing: Standing {
                guild,
                user: self.me,
                mine: member.roles,
                roles: whole
                    .roles
                    .into_iter()
                    .map(|role| (role.id, role.permissions))
                    .collect(),
                owner: whole.owner_id == self.me,
                timed_out: member
                    .communication_disabled_until
                    .is_some_and(|until| until > Utc::now()),
            },
            channels: channels
                .into_iter()
                .map(|channel| (channel.id, channel))
                .collect(),
        })
    }
}

impl Server {
    /// What the bot may do in a channel, or in a thread, which has what its channel has.
    fn access(&self, channel: &Channel) -> Access {
        let thread = channel.thread();
        let rules = match channel.parent_id.filter(|_| thread) {
            Some(parent) => match self.channels.get(&parent) {
                Some(parent) => parent,
                None => return Access::Gone,
            },
            None => channel,
        };
        let has = self.standing.permissions(&rules.permission_overwrites);
        match lacking(has, thread) {
            none if none.is_empty() => Access::Full,
            lacks => Access::Lacks(lacks),
        }
    }
}
