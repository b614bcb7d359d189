//! What an interaction says: who asks, from where, and what; and suggestions in the form that Discord takes.

use serenity::builder::{AutocompleteChoice, CreateAutocompleteResponse};
use serenity::model::Permissions;
use serenity::model::application::{
    CommandDataOption, CommandDataOptionValue, MessageInteractionMetadata,
};
use serenity::model::channel::{Message, MessageFlags};
use serenity::model::id::{ChannelId, GuildId, UserId};
use serenity::model::user::User;

use super::escape::one_line;
use super::limits::{self, shorten, units};
use crate::commands::{Asker, Invocation, Suggestion};
use crate::store::{Scope, Target};

/// Who asks, and from where.
pub(super) fn asker(
    user: &User,
    guild: Option<GuildId>,
    channel: ChannelId,
    permissions: Option<Permissions>,
) -> Asker {
    let user = user.id.get();
    match guild {
        Some(guild) => Asker {
            user,
            scope: Scope(guild.get()),
            here: Target::Channel(channel.get()),
            manager: permissions.is_some_and(|has| {
                has.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
            }),
        },
        None => Asker {
            user,
            scope: Scope(user),
            here: Target::Direct(user),
            manager: true,
        },
    }
}

/// What is asked, with every option's value as one would type it.
pub(super) fn invocation(name: &str, options: &[CommandDataOption]) -> Invocation {
    let mut invocation = Invocation::new(name);
    for option in options {
        let value = match &option.value {
            CommandDataOptionValue::String(text)
            | CommandDataOptionValue::Autocomplete { value: text, .. } => text.clone(),
            CommandDataOptionValue::Role(role) => role.to_string(),
            other => {
                tracing::warn!(command = name, option = option.name, kind = ?other.kind(), "an option of a kind that no manifest has");
                continue;
            }
        };
        invocation = invocation.with(&option.name, value);
    }
    invocation
}

/// Whether a message is this member's own: only they see it, or they asked for it.
pub(super) fn own(message: &Message, user: UserId) -> bool {
    let asked = message
        .interaction_metadata
        .as_deref()
        .and_then(|metadata| match metadata {
            MessageInteractionMetadata::Command(asked) => Some(asked.user.id),
            MessageInteractionMetadata::Component(asked) => Some(asked.user.id),
            MessageInteractionMetadata::ModalSubmit(asked) => Some(asked.user.id),
            _ => None,
        });
    message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
        || asked == Some(user)
}

/// Suggestions as Discord takes them: 25 at most, with a name and a value within its limits, none twice.
pub(super) fn choices(suggested: &[Suggestion]) -> CreateAutocompleteResponse {
    let mut kept: Vec<(String, &str)> = Vec::new();
    for suggestion in suggested {
        let label = shorten(&one_line(&suggestion.label), limits::CHOICE);
        let value = suggestion.value.as_str();
        let fits = !label.is_empty() && !value.is_empty() && units(value) <= limits::CHOICE;
        if fits && kept.len() < limits::CHOICES && !kept.iter().any(|(_, known)| *known == value) {
            kept.push((label, value));
        }
    }
    CreateAutocompleteResponse::new().set_choices(
        kept.into_iter()
            .map(|(label, value)| AutocompleteChoice::new(label, value))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_options_become_words() {
        let options: Vec<CommandDataOption> = serde_json::from_value(json!([
            {"type": 3, "name": "session", "value": "harbour talks"},
            {"type": 8, "name": "role", "value": "77"},
        ]))
        .expect("options");
        assert_eq!(
            invocation("remind", &options),
            Invocation::new("remind")
                .with("session", "harbour talks")
                .with("role", "77")
        );
    }

    #[test]
    fn in_a_server_the_server_is_the_scope() {
        let mut user = User::default();
        user.id = UserId::new(5);
        let (guild, channel) = (Some(GuildId::new(7)), ChannelId::new(9));
        let member = asker(&user, guild, channel, Some(Permissions::SEND_MESSAGES));
        assert_eq!(
            member,
            Asker {
                user: 5,
                scope: Scope(7),
                here: Target::Channel(9),
                manager: false
            }
        );
        for permissions in [Permissions::MANAGE_GUILD, Permissions::ADMINISTRATOR] {
            assert!(asker(&user, guild, channel, Some(permissions)).manager);
        }
        assert!(!asker(&user, guild, channel, None).manager);
    }

    #[test]
    fn in_a_direct_conversation_the_member_is_the_scope() {
        let mut user = User::default();
        user.id = UserId::new(5);
        let alone = asker(&user, None, ChannelId::new(9), None);
        assert_eq!(
            alone,
            Asker {
                user: 5,
                scope: Scope(5),
                here: Target::Direct(5),
                manager: true
            }
        );
    }

    #[test]
    fn suggestions_keep_discords_limits() {
        let suggestion = |label: &str, value: &str| Suggestion {
            label: label.to_owned(),
            value: value.to_owned(),
        };
        let mut suggested: Vec<Suggestion> = (0..40)
            .map(|n| suggestion(&format!("label {n}"), &n.to_string()))
            .collect();
        suggested.insert(0, suggestion(&"long ".repeat(40), "a"));
        suggested.insert(1, suggestion("the same value", "a"));
        suggested.insert(2, suggestion("too long a value", &"v".repeat(101)));
        suggested.insert(3, suggestion(" ", "b"));
        suggested.insert(4, suggestion("empty", ""));
        let made = serde_json::to_value(choices(&suggested)).expect("choices");
        let made = made["choices"].as_array().expect("a list");
        assert_eq!(made.len(), 25);
        let name = made[0]["name"].as_str().expect("a name");
        assert!(units(name) <= 100 && name.ends_with("long…"), "{name}");
        assert_eq!(made[1]["value"], "0");
    }

    fn message(flags: u64, asker: Option<u64>) -> Message {
        let user = |id: u64| json!({"id": id.to_string(), "username": "someone", "discriminator": "0", "avatar": null});
        let mut message = json!({
            "id": "1", "channel_id": "2", "author": user(3), "content": "", "timestamp": "2026-05-03T10:00:00Z",
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": false, "type": 0, "flags": flags,
        });
        if let Some(asker) = asker {
            message["interaction_metadata"] = json!({"id": "4", "type": 2, "user": user(asker), "authorizing_integration_owners": {}});
        }
        serde_json::from_value(message).expect("a message")
    }

    #[test]
    fn a_message_is_of_the_one_who_asked() {
        let (alice, bob) = (UserId::new(10), UserId::new(11));
        assert!(own(&message(0, Some(10)), alice));
        assert!(!own(&message(0, Some(10)), bob));
        assert!(!own(&message(0, None), alice), "a reminder is nobody's");
        assert!(
            own(&message(64, None), bob),
            "what only one member sees is theirs"
        );
    }
}
