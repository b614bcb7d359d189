//! The permissions that Newsdesk needs in a channel, and what it has there by Discord's rules.
//!
//! The rules are those of Discord's documentation (topics/permissions, "Permission Hierarchy" and "Implicit Permissions"):
//! roles add up, then the channel's overwrites for everyone, for the bot's roles together, for the bot itself. Nothing here
//! asks anybody.

use serenity::model::Permissions;
use serenity::model::channel::{PermissionOverwrite, PermissionOverwriteType};
use serenity::model::id::{GuildId, RoleId, UserId};

/// A permission, its bit, and why it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// As Discord's settings call it.
    pub name: &'static str,
    /// Its place in the number.
    pub bit: u32,
    /// What for.
    pub reason: &'static str,
}

const fn need(name: &'static str, bit: u32, reason: &'static str) -> Need {
    Need { name, bit, reason }
}

/// All that Newsdesk asks for when it is invited.
pub const NEEDS: [Need; 5] = [
    need("View Channels", 10, "to see where it is asked"),
    need("Send Messages", 11, "for reminders"),
    need("Embed Links", 14, "answers are embeds"),
    need("Attach Files", 15, "for pictures and calendar files"),
    need(
        "Read Message History",
        16,
        "to see after a crash whether a reminder was sent",
    ),
];

/// Asked for with `newsdesk invite --events`: most servers do without.
pub const EVENTS: Need = need(
    "Create Events",
    44,
    "optional, for /settings events:on: sessions as scheduled events",
);

/// What takes the place of “Send Messages” in a thread.
const IN_THREADS: Need = need("Send Messages in Threads", 38, "for reminders");

/// The bot in a server.
pub(super) struct Standing {
    pub(super) guild: GuildId,
    pub(super) user: UserId,
    /// Its roles.
    pub(super) mine: Vec<RoleId>,
    /// All roles of the server; the one with the server's number is everyone's.
    pub(super) roles: Vec<(RoleId, Permissions)>,
    pub(super) owner: bool,
    /// It may not speak for a while.
    pub(super) timed_out: bool,
}

impl Standing {
    /// What its roles give it; everything, to an owner and an administrator.
    fn base(&self) -> Permissions {
        let everyone = RoleId::new(self.guild.get());
        let base = self
            .roles
            .iter()
            .filter(|(role, _)| *role == everyone || self.mine.contains(role))
            .fold(Permissions::empty(), |sum, (_, role)| sum | *role);
        if self.owner || base.contains(Permissions::ADMINISTRATOR) {
            return Permissions::all();
        }
        base
    }

    /// Whether it may make events of the server, which stand in no channel.
    pub(super) fn makes_events(&self) -> bool {
        let base = self.base();
        let timed_out = self.timed_out && base != Permissions::all();
        !timed_out && base.bits() & (1 << EVENTS.bit) != 0
    }

    /// What it may do in a channel with these overwrites.
    pub(super) fn permissions(&self, overwrites: &[PermissionOverwrite]) -> Permissions {
        let everyone = RoleId::new(self.guild.get());
        let base = self.base();
        if base == Permissions::all() {
            return base;
        }
        let mut has = base;
        let mut apply = |chosen: &dyn Fn(PermissionOverwriteType) -> bool| {
            let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
            for overwrite in overwrites.iter().filter(|overwrite| chosen(overwrite.kind)) {
                allow |= overwrite.allow;
                deny |= overwrite.deny;
            }
            has = (has & !deny) | allow;
        };
        apply(&|kind| kind == PermissionOverwriteType::Role(everyone));
        apply(&|kind| match kind {
            PermissionOverwriteType::Role(role) => role != everyone && self.mine.contains(&role),
            _ => false,
        });
        apply(&|kind| kind == PermissionOverwriteType::Member(self.user));
        if self.timed_out {
            has &= Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
        }
        if !has.contains(Permissions::VIEW_CHANNEL) {
            return Permissions::empty();
        }
        has
    }
}

/// What is needed in a channel, or in a thread, and is not there: by name.
pub(super) fn lacking(has: Permissions, thread: bool) -> Vec<&'static str> {
    let bits = has.bits();
    let missing = |need: &Need| bits & (1 << need.bit) == 0;
    if missing(&NEEDS[0]) {
        // The rest is nothing without this, and comes back with it.
        return vec![NEEDS[0].name];
    }
    NEEDS
        .iter()
        .map(|need| match need.name {
            "Send Messages" if thread => IN_THREADS,
            _ => *need,
        })
        .filter(missing)
        .map(|need| need.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: u64 = 1;
    const BOT: u64 = 2;
    const NEWS: u64 = 3;
    const OTHER: u64 = 4;

    fn all() -> Permissions {
        let bits = NEEDS.iter().map(|need| 1_u64 << need.bit).sum();
        Permissions::from_bits_retain(bits)
    }

    /// In a server where everyone sees and writes, and the bot's role has the rest.
    fn standing() -> Standing {
        let everyone = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        Standing {
            guild: GuildId::new(GUILD),
            user: UserId::new(BOT),
            mine: vec![RoleId::new(NEWS)],
            roles: vec![
                (RoleId::new(GUILD), everyone),
                (RoleId::new(NEWS), all() & !everyone),
                (RoleId::new(OTHER), Permissions::ADMINISTRATOR),
            ],
            owner: false,
            timed_out: false,
        }
    }

    fn role(id: u64, allow: Permissions, deny: Permissions) -> PermissionOverwrite {
        PermissionOverwrite {
            allow,
            deny,
            kind: PermissionOverwriteType::Role(RoleId::new(id)),
        }
    }

    fn member(id: u64, allow: Permissions, deny: Permissions) -> PermissionOverwrite {
        PermissionOverwrite {
            allow,
            deny,
            kind: PermissionOverwriteType::Member(UserId::new(id)),
        }
    }

    fn check(overwrites: &[PermissionOverwrite], lacks: &[&str]) {
        let has = standing().permissions(overwrites);
        assert_eq!(lacking(has, false), lacks, "{overwrites:?}");
    }

    #[test]
    fn a_channel_says_more_than_the_server_and_the_bot_more_than_its_roles() {
        let (none, see) = (Permissions::empty(), Permissions::VIEW_CHANNEL);
        let (send, embed) = (Permissions::SEND_MESSAGES, Permissions::EMBED_LINKS);
        check(&[], &[]);
        check(&[role(GUILD, none, see)], &["View Channels"]);
        check(&[role(GUILD, none, see), role(NEWS, see, none)], &[]);
        check(&[role(NEWS, see, none), role(GUILD, none, see)], &[]);
        check(
            &[role(GUILD, none, send | embed)],
            &["Send Messages", "Embed Links"],
        );
        check(&[role(GUILD, none, send), member(BOT, send, none)], &[]);
        check(
            &[role(NEWS, send, none), member(BOT, none, send)],
            &["Send Messages"],
        );
        check(&[role(OTHER, none, see), member(99, none, see)], &[]);
        check(
            &[member(BOT, none, Permissions::READ_MESSAGE_HISTORY)],
            &["Read Message History"],
        );
    }

    #[test]
    fn an_owner_and_an_administrator_may_everything() {
        let closed = [member(BOT, Permissions::empty(), Permissions::VIEW_CHANNEL)];
        let mut standing = standing();
        standing.owner = true;
        assert_eq!(lacking(standing.permissions(&closed), false), [""; 0]);
        standing.owner = false;
        standing.mine.push(RoleId::new(OTHER));
        assert_eq!(lacking(standing.permissions(&closed), false), [""; 0]);
    }

    #[test]
    fn events_are_made_by_who_may_in_the_server() {
        let events = Permissions::from_bits_retain(1 << EVENTS.bit);
        let mut standing = standing();
        assert!(!standing.makes_events());
        standing.roles[2].1 = events;
        assert!(!standing.makes_events(), "it is another's role");
        standing.roles[1].1 = events;
        assert!(standing.makes_events(), "seeing channels is not needed");
        standing.timed_out = true;
        assert!(!standing.makes_events());
        standing.owner = true;
        assert!(standing.makes_events());
    }

    #[test]
    fn one_who_is_timed_out_only_reads() {
        let mut standing = standing();
        standing.timed_out = true;
        assert_eq!(
            lacking(standing.permissions(&[]), false),
            ["Send Messages", "Embed Links", "Attach Files"]
        );
    }

    #[test]
    fn a_thread_has_a_permission_of_its_own() {
        let has = standing().permissions(&[]);
        assert_eq!(lacking(has, true), ["Send Messages in Threads"]);
        let has = has | Permissions::SEND_MESSAGES_IN_THREADS;
        assert_eq!(lacking(has & !Permissions::SEND_MESSAGES, true), [""; 0]);
    }
}
