//! Letters → messages in a channel or in direct messages, each at most once.
//!
//! Every letter is a bot message (a webhook's has no enforced nonce) with the letter's nonce: sent again within minutes,
//! Discord gives back the first message. Channels and permissions are never looked up in a cache, which is empty after a
//! start; Discord itself says what is wrong, and [`refusal`] says it in words with what to do.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::channel::Nonce;
use serenity::model::id::{ChannelId, RoleId};

use super::http::Fault;
use super::limits;
use super::render::Reply;
use crate::deliver::{Letter, Refusal, Sender};
use crate::store::Target;

/// Sends letters through Discord.
pub(super) struct Post {
    http: Arc<Http>,
    /// The channels of the direct conversations opened so far, by member.
    opened: Mutex<HashMap<u64, ChannelId>>,
}

impl Post {
    /// Sends through `http`.
    pub(super) fn new(http: Arc<Http>) -> Self {
        Self {
            http,
            opened: Mutex::default(),
        }
    }

    async fn channel(&self, target: Target) -> Result<ChannelId, Refusal> {
        let number = |id: u64| {
            NonZeroU64::new(id).ok_or_else(|| {
                never(format!(
                    "{id} is no channel and no member: set the reminder again."
                ))
            })
        };
        match target {
            Target::Channel(id) => number(id).map(ChannelId::from),
            Target::Direct(user) => {
                let user = number(user)?.get();
                if let Some(channel) = self
                    .opened
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get(&user)
                {
                    return Ok(*channel);
                }
                let body = json!({"recipient_id": user.to_string()})
                    .to_string()
                    .into_bytes();
                let request =
                    Request::new(Route::UserMeDmChannels, LightMethod::Post).body(Some(body));
                let channel = self.post(request, target).await?;
                self.opened
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(user, channel.into());
                Ok(channel.into())
            }
            Target::Console => Err(never(
                "This reminder was set in the console, and is told there.".to_owned(),
            )),
        }
    }

    /// Posts, and gives back the number of what was made.
    async fn post(&self, request: Request<'_>, target: Target) -> Result<NonZeroU64, Refusal> {
        // Only the number is read: a message of a form that serenity does not know was still sent.
        let made: Value = self
            .http
            .fire(request)
            .await
            .map_err(|error| refusal(&Fault::of(&error), target))?;
        made["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| refusal(&Fault::Odd("it gives no number".to_owned()), target))
    }
}

impl Sender for Post {
    async fn send(&self, letter: &Letter) -> Result<u64, Refusal> {
        let channel = self.channel(letter.target).await?;
        let role = letter.role.and_then(NonZeroU64::new).map(RoleId::from);
        debug_assert!(
            limits::units(&letter.nonce) <= limits::NONCE,
            "a nonce is made to fit"
        );
        let message = Reply::new(&letter.answer)
            .letter(role)
            .nonce(Nonce::String(letter.nonce.clone()))
            .enforce_nonce(true);
        let body = serde_json::to_vec(&message)
            .map_err(|error| never(format!("The message could not be written: {error}.")))?;
        let request = Request::new(
            Route::ChannelMessages {
                channel_id: channel,
            },
            LightMethod::Post,
        )
        .body(Some(body));
        self.post(request, letter.target).await.map(NonZeroU64::get)
    }
}

fn never(error: String) -> Refusal {
    Refusal::Never { error }
}

/// Why a letter did not get through, and what to do about it. The numbers are those of Discord's "JSON error codes".
fn refusal(fault: &Fault, target: Target) -> Refusal {
    let place = match target {
        Target::Channel(channel) => format!("channel {channel}"),
        Target::Direct(user) => format!("the direct messages of member {user}"),
        Target::Console => "the console".to_owned(),
    };
    match fault {
        Fault::Refused {
            status: status @ (400 | 403 | 404),
            code,
            message,
        } => never(match code {
            50001 => format!("Newsdesk does not see {place}: give it “View Channel” there."),
            50013 => format!(
                "Newsdesk may not write in {place}: give it “Send Messages” and “Embed Links” there."
            ),
            50007 => format!(
                "Newsdesk may not write to {place}: the member must allow direct messages from the server, then set the reminder again."
            ),
            10003 => {
                format!("There is no {place} any more: set the reminder again in another channel.")
            }
            10013 | 50033 => {
                format!("There is no member behind {place} any more: nothing can be sent.")
            }
            _ => format!(
                "Discord refuses the message for {place}: {message} (status {status}, code {code})."
            ),
        }),
        // A token that Discord refuses is set right by the operator: nothing is wrong with the letter.
        passing => Refusal::Later {
            after: None,
            error: format!("{passing}."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: isize) -> Refusal {
        refusal(
            &Fault::Refused {
                status,
                code,
                message: "Missing Something".to_owned(),
            },
            Target::Channel(12),
        )
    }

    #[test]
    fn what_passes_is_sent_later() {
        for fault in [
            Fault::Down(500),
            Fault::Down(503),
            Fault::TooMany,
            Fault::Lost("timed out".to_owned()),
            Fault::Odd("x".to_owned()),
        ] {
            assert!(
                matches!(refusal(&fault, Target::Channel(12)), Refusal::Later { .. }),
                "{fault}"
            );
        }
        assert!(
            matches!(refused(401, 0), Refusal::Later { .. }),
            "the token may be set right"
        );
    }

    #[test]
    fn what_cannot_pass_says_what_to_do() {
        for (status, code, says) in [
            (403, 50001, "View Channel"),
            (403, 50013, "Send Messages"),
            (404, 10003, "another channel"),
            (403, 50007, "allow direct messages"),
            (400, 50035, "Missing Something"),
            (404, 0, "status 404"),
        ] {
            match refused(status, code) {
                Refusal::Never { error } => {
                    assert!(error.contains(says) && error.contains("12"), "{error}")
                }
                later => panic!("{status} {code}: {later}"),
            }
        }
    }

    #[tokio::test]
    async fn what_has_no_channel_is_refused_without_asking() {
        let http = Http::new("token");
        let post = Post::new(Arc::new(http));
        for target in [Target::Console, Target::Channel(0), Target::Direct(0)] {
            assert!(
                matches!(post.channel(target).await, Err(Refusal::Never { .. })),
                "{target:?}"
            );
        }
    }
}
