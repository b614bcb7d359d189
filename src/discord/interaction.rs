//! What a member does (a slash command, a key typed into an option, a button pressed) → an answer within three seconds.
//!
//! Discord takes the first answer within 3 seconds of the event and one only. Commands answer from the store in
//! milliseconds, so the answer itself is the first answer; only what is slow is put off and the answer follows as an edit.
//! A first answer that got lost is sent again: "has its answer already" then means that it had arrived.
//!
//! Handlers block on the store, so they run on threads for that. To hand a question over and its answer back takes longer
//! than most answers, though, so the desk takes a glance first: it tells what is found in a moment, or nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use serenity::builder::{
    CreateAllowedMentions, CreateAttachment, CreateInteractionResponse,
    CreateInteractionResponseMessage, EditAttachments, EditInteractionResponse,
};
use serenity::http::Http;
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, Interaction, ResolvedTarget,
};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout};

use super::caller::{asker, choices, invocation, own};
use super::custom_id::{self, Press};
use super::http::{ANSWERED, Fault};
use super::message;
use super::render::Reply;
use super::response::Call;
use super::studio::{Drawing, Studio};
use crate::answer::{Answer, Tone};
use crate::commands::{Asker, Desk, Invocation, manifest, on_message};
use crate::health::{Kind, Vitals};

/// How long a handler may take before the answer is put off; what is left is for sending, twice if need be.
const PROMPT: Duration = Duration::from_millis(1500);
/// How long an answer may wait for its picture, counted from the event; a later one follows as an edit.
const PICTURE: Duration = Duration::from_millis(900);

/// Answers interactions.
#[derive(Clone)]
pub(super) struct Front {
    desk: Desk,
    http: Arc<Http>,
    studio: Studio,
    vitals: Arc<Vitals>,
}

/// What is to be answered.
enum Asked {
    /// A command.
    Call(Invocation),
    /// A command on a message: its name there, and what the message's buttons ask.
    OnMessage(String, Vec<Invocation>),
}

/// What a glance gave.
enum Glanced {
    /// The answer, laid out.
    Laid(Tone, Box<Reply>),
    /// An answer with a picture: to lay that out takes time.
    Pictured(Box<Answer>),
}

/// Where an answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// A new message, which the manifest wants private or not; the answer may want it too.
    New { private: bool },
    /// In place of the message that has the button. A letter keeps its mark: while it is in doubt, it is looked for by it.
    Same { mark: Option<String> },
}

impl Place {
    /// The answer as it stands here.
    fn lay_out(&self, answer: &Answer) -> Reply {
        match self {
            // What went wrong is told in a message of its own.
            Self::Same { mark } if answer.tone != Tone::Problem => {
                Reply::marked(answer, mark.as_deref())
            }
            _ => Reply::new(answer),
        }
    }

    /// The first answer that puts it here, with what belongs beside it.
    fn respond(
        &self,
        tone: Tone,
        reply: Reply,
        file: Option<CreateAttachment>,
    ) -> CreateInteractionResponse {
        match self {
            // What went wrong must not take the place of what was read.
            Self::Same { .. } if tone != Tone::Problem => {
                CreateInteractionResponse::UpdateMessage(reply.message(false).files(file))
            }
            Self::Same { .. } => {
                CreateInteractionResponse::Message(reply.message(true).files(file))
            }
            Self::New { private } => {
                let private = *private || reply.private();
                CreateInteractionResponse::Message(reply.message(private).files(file))
            }
        }
    }
}

impl Front {
    /// Answers from `desk` through `http`, which must have no rate limiter.
    pub(super) fn new(desk: Desk, http: Arc<Http>, vitals: Arc<Vitals>) -> Self {
        Self {
            desk,
            http,
            studio: Studio::new(),
            vitals,
        }
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
        let (kind, done) = match interaction {
            Interaction::Command(command) => {
                let call = call(command.id, command.application_id, &command.token);
                (Kind::Command, self.command(call, command).await)
            }
            Interaction::Autocomplete(typing) => {
                let call = call(typing.id, typing.application_id, &typing.token);
                (Kind::Completion, self.complete(call, typing).await)
            }
            Interaction::Component(press) => {
                let call = call(press.id, press.application_id, &press.token);
                (Kind::Button, self.press(call, press).await)
            }
            other => {
                tracing::warn!(kind = ?other.kind(), "an interaction of a kind that Newsdesk never asked for");
                return;
            }
        };
        let took = received.elapsed();
        self.vitals.figures.answer(kind, took, done.is_ok());
        match done {
            Ok(()) => tracing::debug!(?kind, ms = took.as_millis(), "an interaction was answered"),
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
        if let Some(ResolvedTarget::Message(target)) = command.data.target() {
            let name = command.data.name.clone();
            let asked = Asked::OnMessage(name, message::asked(target));
            return self
                .answer(call, asker, asked, Place::New { private: true })
                .await;
        }
        let invocation = invocation(&command.data.name, &command.data.options);
        let private = manifest(&invocation.command).is_some_and(|manifest| manifest.private);
        self.answer(call, asker, Asked::Call(invocation), Place::New { private })
            .await
    }

    async fn press(&self, call: Call<'_>, press: &ComponentInteraction) -> Result<(), Fault> {
        let asker = asker(
            &press.user,
            press.guild_id,
            press.channel_id,
            press.member.as_ref().and_then(|member| member.permissions),
        );
        let same = || Place::Same {
            mark: custom_id::mark(&press.data.custom_id).map(str::to_owned),
        };
        match custom_id::read(&press.data.custom_id) {
            Ok(Press::Turn(invocation)) if own(&press.message, press.user.id) => {
                self.answer(call, asker, Asked::Call(invocation), same())
                    .await
            }
            Ok(Press::Mark(invocation)) => {
                self.answer(call, asker, Asked::Call(invocation), same())
                    .await
            }
            Ok(Press::Ask(invocation) | Press::Turn(invocation)) => {
                self.answer(
                    call,
                    asker,
                    Asked::Call(invocation),
                    Place::New { private: true },
                )
                .await
            }
            Err(wrong) => {
                let reply = Reply::new(&Answer::problem(wrong.0));
                call.first(
                    &self.http,
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
            return call
                .first(
                    &self.http,
                    &CreateInteractionResponse::Autocomplete(choices(&[])),
                )
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
        call.first(
            &self.http,
            &CreateInteractionResponse::Autocomplete(choices(&suggested)),
        )
        .await
    }

    async fn answer(
        &self,
        call: Call<'_>,
        asker: Asker,
        asked: Asked,
        place: Place,
    ) -> Result<(), Fault> {
        let mut work = match self.glance(&asker, &asked, &place) {
            Some(Glanced::Laid(tone, reply)) => {
                return self.prompt(call, tone, *reply, place).await;
            }
            Some(Glanced::Pictured(answer)) => {
                let place = place.clone();
                spawn_blocking(move || (answer.tone, place.lay_out(&answer)))
            }
            None => self.work(asker, asked, place.clone()),
        };
        match timeout(PROMPT, &mut work).await {
            Ok(done) => {
                let (tone, reply) = done.unwrap_or_else(|_| failed());
                self.prompt(call, tone, reply, place).await
            }
            Err(_) => self.later(call, work, place).await,
        }
    }

    /// The answer if it is there in a moment.
    fn glance(&self, asker: &Asker, asked: &Asked, place: &Place) -> Option<Glanced> {
        let Asked::Call(invocation) = asked else {
            return None;
        };
        let look = || {
            let answer = self.desk.glance(asker, invocation)?;
            let tone = answer.tone;
            let glanced = if answer.files.is_empty() {
                Glanced::Laid(tone, Box::new(place.lay_out(&answer)))
            } else {
                Glanced::Pictured(Box::new(answer))
            };
            self.vitals.figures.command(&invocation.command, tone);
            Some(glanced)
        };
        // What breaks here breaks on its thread again, and is told there.
        catch_unwind(AssertUnwindSafe(look)).ok().flatten()
    }

    /// Begins to answer on a thread that may wait.
    fn work(&self, asker: Asker, asked: Asked, place: Place) -> JoinHandle<(Tone, Reply)> {
        let (desk, vitals) = (self.desk.clone(), Arc::clone(&self.vitals));
        spawn_blocking(move || {
            let (command, answer) = match &asked {
                Asked::Call(invocation) => {
                    (invocation.command.as_str(), desk.answer(&asker, invocation))
                }
                Asked::OnMessage(name, buttons) => (
                    on_message(name).map_or(name.as_str(), |manifest| manifest.name.as_str()),
                    desk.answer_on_message(&asker, name, buttons),
                ),
            };
            vitals.figures.command(command, answer.tone);
            (answer.tone, place.lay_out(&answer))
        })
    }

    /// Sends an answer that is there in time as the first answer, with its picture if that is there in time too.
    async fn prompt(
        &self,
        call: Call<'_>,
        tone: Tone,
        reply: Reply,
        place: Place,
    ) -> Result<(), Fault> {
        let (file, late) = match reply.sketch() {
            Some(sketch) => self.studio.within(sketch, call.received + PICTURE).await,
            None => (None, None),
        };
        let sent = match file {
            None => {
                call.first(&self.http, &place.respond(tone, reply, None))
                    .await
            }
            Some(file) => {
                let illustrated = place.respond(tone, reply.clone(), Some(file.clone()));
                match call.first_with(&self.http, &illustrated, vec![file]).await {
                    // A file may be what is refused, for its size or for a permission: the text goes alone.
                    Err(Fault::Refused { code, .. }) if code != ANSWERED => {
                        call.first(&self.http, &place.respond(tone, reply, None))
                            .await
                    }
                    sent => sent,
                }
            }
        };
        if sent.is_ok()
            && let Some(task) = late
        {
            self.attach(call, task).await;
        }
        if let Err(Fault::Refused {
            status: 400, code, ..
        }) = &sent
            && *code != ANSWERED
        {
            // Refused for its form, which is a fault of ours: the member gets a sentence, the log the rest.
            let reply = Reply::new(&Answer::problem(
                "Discord did not take this answer, which is a fault of Newsdesk: please tell the operator.",
            ));
            let _ = call
                .first(
                    &self.http,
                    &CreateInteractionResponse::Message(reply.message(true)),
                )
                .await;
        }
        sent
    }

    /// Puts a picture that took its time beside the answer that is there. Without it nothing is lost but the picture.
    async fn attach(&self, call: Call<'_>, drawing: Drawing) {
        let Ok(Some(file)) = drawing.await else {
            return;
        };
        let edit = EditInteractionResponse::new()
            .attachments(EditAttachments::new().add(file.clone()))
            .allowed_mentions(CreateAllowedMentions::new());
        if let Err(fault) = call.edit(&self.http, &edit, Some(file)).await {
            tracing::warn!(%fault, "a picture did not get through");
        }
    }

    /// Puts the answer off, and sends it when it is there.
    async fn later(
        &self,
        call: Call<'_>,
        work: JoinHandle<(Tone, Reply)>,
        place: Place,
    ) -> Result<(), Fault> {
        let put_off = match place {
            Place::Same { .. } => CreateInteractionResponse::Acknowledge,
            Place::New { private } => CreateInteractionResponse::Defer(
                CreateInteractionResponseMessage::new().ephemeral(private),
            ),
        };
        call.first(&self.http, &put_off).await?;
        let (tone, reply) = work.await.unwrap_or_else(|_| failed());
        if matches!(place, Place::Same { .. }) && tone == Tone::Problem {
            return call.aside(&self.http, reply).await;
        }
        let drawing = reply.sketch().map(|sketch| self.studio.start(sketch));
        call.edit(&self.http, &reply.edit(), None).await?;
        if let Some(task) = drawing {
            self.attach(call, task).await;
        }
        Ok(())
    }
}

/// What a member gets where a handler broke; the panic itself is in the log.
fn failed() -> (Tone, Reply) {
    let answer = Answer::problem(
        "Newsdesk failed to answer this, which is a fault of its own: please tell the operator.",
    );
    (answer.tone, Reply::new(&answer))
}
