//! What a member does (a slash command, a key typed into an option, a button pressed) → an answer within three seconds.
//!
//! Discord takes the first answer within 3 seconds of the event and one only. Commands answer from the store in
//! milliseconds, so the answer itself is the first answer; only what is slow is put off and the answer follows as an edit.
//! Handlers block on the store, so they run on threads for that. A first answer that got lost is sent again: "has its
//! answer already" then means that it had arrived.

use std::sync::Arc;
use std::time::Duration;

use serenity::builder::{
    AutocompleteChoice, CreateAutocompleteResponse, CreateInteractionResponse,
    CreateInteractionResponseMessage,
};
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::Permissions;
use serenity::model::application::{
    CommandDataOption, CommandDataOptionValue, CommandInteraction, ComponentInteraction,
    Interaction, MessageInteractionMetadata,
};
use serenity::model::channel::{Message, MessageFlags};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, UserId};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout};

use super::custom_id::{self, Press};
use super::escape::one_line;
use super::http::{ANSWERED, Fault, Patience, repeat};
use super::limits::{self, shorten, units};
use super::render::Reply;
use crate::answer::{Answer, Tone};
use crate::commands::{Asker, Desk, Invocation, Suggestion, manifest};
use crate::store::{Scope, Target};

/// The first answer is worthless after 3 seconds; what lies between is the way to Discord and back.
const FIRST_ANSWER: Duration = Duration::from_millis(2800);
/// How long a handler may take before the answer is put off; what is left is for sending, twice if need be.
const PROMPT: Duration = Duration::from_millis(1500);
/// How long one try to send the first answer may take.
const TRY: Duration = Duration::from_millis(1200);
/// How long an answer that was put off may take to be sent. The token lasts 15 minutes.
const EDIT: Duration = Duration::from_secs(60);

/// Answers interactions.
#[derive(Clone)]
pub(super) struct Front {
    desk: Desk,
    http: Arc<Http>,
}

/// What an answer needs of its interaction.
#[derive(Clone, Copy)]
struct Call<'a> {
    application: ApplicationId,
    id: InteractionId,
    token: &'a str,
    received: Instant,
}

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A new message, which the manifest wants private or not; the answer may want it too.
    New { private: bool },
    /// In place of the message that has the button.
    Same,
}

impl Front {
    /// Answers from `desk` through `http`, which must have no rate limiter.
    pub(super) fn new(desk: Desk, http: Arc<Http>) -> Self {
        Self { desk, http }
    }

    /// Answers one interaction. What goes wrong is logged here.
    pub(super) async fn take(&self, interaction: &Interaction) {
        let received = Instant::now();
        let call = |id, application, token| Call {
            application,
            id,
            token,
            received,
        };
        let done = match interaction {
            Interaction::Command(command) => {
                self.command(
                    call(command.id, command.application_id, &command.token),
                    command,
                )
                .await
            }
            Interaction::Autocomplete(typing) => {
                self.complete(
                    call(typing.id, typing.application_id, &typing.token),
                    typing,
                )
                .await
            }
            Interaction::Component(press) => {
                self.press(call(press.id, press.application_id, &press.token), press)
                    .await
            }
            other => {
                tracing::warn!(kind = ?other.kind(), "an interaction of a kind that Newsdesk never asked for");
                return;
            }
        };
        match done {
            Ok(()) => tracing::debug!(ms = received.elapsed().as_millis(), "answered"),
            Err(fault @ Fault::Refused { code: ANSWERED, .. }) => {
                tracing::error!(%fault, "another program answers with the same token: stop one of them");
            }
            Err(fault) => tracing::error!(%fault, "an answer did not get through"),
        }
    }

    async fn command(&self, call: Call<'_>, command: &CommandInteraction) -> Result<(), Fault> {
        let asker = asker(
            &command.user,
            command.guild_id,
            command.channel_id,
            command
                .member
                .as_ref()
                .and_then(|member| member.permissions),
        );
        let invocation = invocation(&command.data.name, &command.data.options);
        let private = manifest(&invocation.command).is_some_and(|manifest| manifest.private);
        self.answer(call, asker, invocation, Place::New { private })
            .await
    }

    async fn press(&self, call: Call<'_>, press: &ComponentInteraction) -> Result<(), Fault> {
        let asker = asker(
            &press.user,
            press.guild_id,
            press.channel_id,
            press.member.as_ref().and_then(|member| member.permissions),
        );
        match custom_id::read(&press.data.custom_id) {
            Ok(Press::Turn(invocation)) if own(&press.message, press.user.id) => {
                self.answer(call, asker, invocation, Place::Same).await
            }
            Ok(Press::Ask(invocation) | Press::Turn(invocation)) => {
                self.answer(call, asker, invocation, Place::New { private: true })
                    .await
            }
            Err(wrong) => {
                let reply = Reply::new(&Answer::problem(wrong.0));
                self.first(
                    call,
                    &CreateInteractionResponse::Message(reply.message(true)),
                )
                .await
            }
        }
    }

    async fn complete(&self, call: Call<'_>, typing: &CommandInteraction) -> Result<(), Fault> {
        let Some(option) = typing
            .data
            .autocomplete()
            .map(|option| option.name.to_owned())
        else {
            return self
                .first(call, &CreateInteractionResponse::Autocomplete(choices(&[])))
                .await;
        };
        let asker = asker(
            &typing.user,
            typing.guild_id,
            typing.channel_id,
            typing.member.as_ref().and_then(|member| member.permissions),
        );
        let invocation = invocation(&typing.data.name, &typing.data.options);
        let desk = self.desk.clone();
        let work = spawn_blocking(move || desk.complete(&asker, &invocation, &option));
        // Suggestions cannot be put off: late ones are none.
        let suggested = timeout(PROMPT, work)
            .await
            .ok()
            .and_then(Result::ok)
            .unwrap_or_default();
        self.first(
            call,
            &CreateInteractionResponse::Autocomplete(choices(&suggested)),
        )
        .await
    }

    async fn answer(
        &self,
        call: Call<'_>,
        asker: Asker,
        invocation: Invocation,
        place: Place,
    ) -> Result<(), Fault> {
        let desk = self.desk.clone();
        let mut work = spawn_blocking(move || {
            let answer = desk.answer(&asker, &invocation);
            (answer.tone, Reply::new(&answer))
        });
        if let Ok(done) = timeout(PROMPT, &mut work).await {
            let (tone, reply) = done.unwrap_or_else(|_| failed());
            let response = match place {
                // What went wrong must not take the place of what was read.
                Place::Same if tone != Tone::Problem => {
                    CreateInteractionResponse::UpdateMessage(reply.message(false))
                }
                Place::Same => CreateInteractionResponse::Message(reply.message(true)),
                Place::New { private } => {
                    let private = private || reply.private();
                    CreateInteractionResponse::Message(reply.message(private))
                }
            };
            let sent = self.first(call, &response).await;
            if let Err(Fault::Refused {
                status: 400, code, ..
            }) = &sent
                && *code != ANSWERED
            {
                // Refused for its form, which is a fault of ours: the member gets a sentence, the log the rest.
                let reply = Reply::new(&Answer::problem(
                    "Discord did not take this answer, which is a fault of Newsdesk: please tell the operator.",
                ));
                let _ = self
                    .first(
                        call,
                        &CreateInteractionResponse::Message(reply.message(true)),
                    )
                    .await;
            }
            return sent;
        }
        self.later(call, work, place).await
    }

    /// Puts the answer off, and sends it when it is there.
    async fn later(
        &self,
        call: Call<'_>,
        work: JoinHandle<(Tone, Reply)>,
        place: Place,
    ) -> Result<(), Fault> {
        let put_off = match place {
            Place::Same => CreateInteractionResponse::Acknowledge,
            Place::New { private } => CreateInteractionResponse::Defer(
                CreateInteractionResponseMessage::new().ephemeral(private),
            ),
        };
        self.first(call, &put_off).await?;
        let (_, reply) = work.await.unwrap_or_else(|_| failed());
        let body =
            serde_json::to_vec(&reply.edit()).map_err(|error| Fault::Odd(error.to_string()))?;
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: call.application,
            token: call.token,
        };
        let patience = Patience {
            until: Instant::now() + EDIT,
            each: Duration::from_secs(10),
            pause: Duration::from_millis(500),
        };
        // The same edit twice is one edit.
        repeat(patience, || {
            self.http
                .request(Request::new(route, LightMethod::Patch).body(Some(body.clone())))
        })
        .await
        .map(drop)
    }

    /// Sends the first answer, again where it may have got lost.
    async fn first(
        &self,
        call: Call<'_>,
        response: &CreateInteractionResponse,
    ) -> Result<(), Fault> {
        let patience = Patience {
            until: call.received + FIRST_ANSWER,
            each: TRY,
            pause: Duration::from_millis(50),
        };
        let mut tries = 0;
        let sent = repeat(patience, || {
            tries += 1;
            self.http
                .create_interaction_response(call.id, call.token, response, Vec::new())
        })
        .await;
        match sent {
            Err(Fault::Refused { code: ANSWERED, .. }) if tries > 1 => Ok(()),
            sent => sent,
        }
    }
}

/// What a member gets where a handler broke; the panic itself is in the log.
fn failed() -> (Tone, Reply) {
    let answer = Answer::problem(
        "Newsdesk failed to answer this, which is a fault of its own: please tell the operator.",
    );
    (answer.tone, Reply::new(&answer))
}

/// Who asks, and from where.
fn asker(
    user: &serenity::model::user::User,
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
fn invocation(name: &str, options: &[CommandDataOption]) -> Invocation {
    let mut invocation = Invocation::new(name);
    for option in options {
        let value = match &option.value {
            CommandDataOptionValue::String(text)
            | CommandDataOptionValue::Autocomplete { value: text, .. } => text.clone(),
            CommandDataOptionValue::Role(role) => role.to_string(),
            CommandDataOptionValue::Integer(number) => number.to_string(),
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
fn own(message: &Message, user: UserId) -> bool {
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
fn choices(suggested: &[Suggestion]) -> CreateAutocompleteResponse {
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
        let mut user = serenity::model::user::User::default();
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
        let mut user = serenity::model::user::User::default();
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
