//! Letters → messages in a channel or in direct messages, each at most once.
//!
//! Every letter is a bot message (a webhook's has no enforced nonce) with the letter's nonce: sent again within minutes,
//! Discord gives back the first message; later, [`Sender::find`] reads the channel back for the mark that it carries.
//! Channels and permissions are never looked up in a cache, which is empty after a start; Discord itself says what is wrong,
//! and [`refusal`] says it in words with what to do.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use serenity::http::{LightMethod, Request, Route};
use serenity::model::channel::Nonce;
use serenity::model::id::{ChannelId, RoleId};
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::history::{self, Seen};
use super::http::{Fault, list, snowflake};
use super::limits;
use super::render::Reply;
use super::wire::{Answered, Trouble, Wire};
use crate::deliver::{Letter, Refusal, Search, Sender};
use crate::store::Target;

/// Sends letters through Discord.
pub(super) struct Post {
    wire: Wire,
    /// The channels of the direct conversations opened so far, by member.
    opened: Mutex<HashMap<u64, ChannelId>>,
    /// Until when a channel takes no more messages, as Discord said with the last one.
    spent: Mutex<HashMap<ChannelId, Instant>>,
    /// The bot's own number.
    me: OnceCell<u64>,
}

impl Post {
    /// Sends through `wire`.
    pub(super) fn new(wire: Wire) -> Self {
        Self {
            wire,
            opened: Mutex::default(),
            spent: Mutex::default(),
            me: OnceCell::new(),
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
                let opened = self.ask(request, target).await?;
                let channel = made(&opened)?.into();
                self.opened
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(user, channel);
                Ok(channel)
            }
            Target::Console => Err(never(
                "This reminder was set in the console, and is told there.".to_owned(),
            )),
        }
    }

    async fn ask(&self, request: Request<'_>, target: Target) -> Result<Answered, Refusal> {
        self.wire
            .ask(request)
            .await
            .map_err(|trouble| refusal(&trouble, target))
    }

    /// The bot's own number, asked once.
    async fn me(&self, target: Target) -> Result<u64, Refusal> {
        let ask = || async {
            let request = Request::new(Route::UserMe, LightMethod::Get);
            let user = self.ask(request, target).await?;
            made(&user).map(NonZeroU64::get)
        };
        self.me.get_or_try_init(ask).await.copied()
    }

    /// Refuses without asking where Discord said that it would.
    fn pace(&self, channel: ChannelId) -> Result<(), Refusal> {
        let now = Instant::now();
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, until| *until > now);
        match spent.get(&channel) {
            None => Ok(()),
            Some(until) => Err(Refusal::Busy {
                after: *until - now,
                everywhere: false,
                error: "the channel has had as many messages as Discord takes at once".to_owned(),
            }),
        }
    }
}

impl Sender for Post {
    async fn send(&self, letter: &Letter) -> Result<u64, Refusal> {
        let channel = self.channel(letter.target).await?;
        self.pace(channel)?;
        let role = letter.role.and_then(NonZeroU64::new).map(RoleId::from);
        debug_assert!(
            limits::units(&letter.nonce) <= limits::NONCE,
            "a nonce is made to fit"
        );
        let message = Reply::marked(&letter.answer, Some(&letter.nonce))
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
        .body(Some(body.clone()));
        let sent = self
            .ask(request, letter.target)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Never { error, .. } => Refusal::Never {
                    error,
                    payload: String::from_utf8(body).ok(),
                },
                other => other,
            })?;
        if let Some(wait) = sent.spent {
            self.spent
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(channel, Instant::now() + wait);
        }
        made(&sent).map(NonZeroU64::get)
    }

    async fn find(&self, search: &Search) -> Result<Option<u64>, Refusal> {
        let target = search.target;
        let channel = self.channel(target).await?;
        let me = self.me(target).await?;
        let mut before: Option<u64> = None;
        for _ in 0..history::PAGES {
            let mut asked = vec![("limit", history::PAGE.to_string())];
            asked.extend(before.map(|before| ("before", before.to_string())));
            let request = Request::new(
                Route::ChannelMessages {
                    channel_id: channel,
                },
                LightMethod::Get,
            )
            .params(Some(asked));
            let page = self
                .wire
                .ask(request)
                .await
                .map_err(|trouble| match trouble {
                    Trouble::Fault(Fault::Refused {
                        status: 403,
                        code: 50013,
                        ..
                    }) => blind(),
                    trouble => refusal(&trouble, target),
                })?;
            let horizon = history::horizon(page.date, search.ago);
            let messages =
                list(&page.body).map_err(|fault| refusal(&Trouble::Fault(fault), target))?;
            match history::look(messages, me, &search.mark, horizon) {
                Seen::Here(message) => return Ok(Some(message)),
                Seen::Absent => return Ok(None),
                // All that was there has been read.
                Seen::Empty if before.is_some() => return Ok(None),
                Seen::Empty => {
                    let request = Request::new(
                        Route::Channel {
                            channel_id: channel,
                        },
                        LightMethod::Get,
                    );
                    let place = self.ask(request, target).await?;
                    return match snowflake(&place.body["last_message_id"]) {
                        Some(last) if !history::beyond(last, horizon) => Err(blind()),
                        _ => Ok(None),
                    };
                }
                Seen::Before(message) => before = Some(message),
            }
        }
        Err(Refusal::Blind {
            error: "More messages were written since than Newsdesk reads back: look for yourself whether it came.".to_owned(),
        })
    }
}

/// The number of what Discord made.
fn made(answered: &Answered) -> Result<NonZeroU64, Refusal> {
    // Only the number is read: a message of a form that serenity does not know was still sent.
    let id = &answered.body["id"];
    snowflake(id)
        .and_then(NonZeroU64::new)
        .ok_or_else(|| Refusal::Lost {
            error: format!(
                "{}.",
                Fault::Odd(format!("it gives no number but {}", Value::to_string(id)))
            ),
        })
}

fn never(error: String) -> Refusal {
    Refusal::Never {
        error,
        payload: None,
    }
}

fn blind() -> Refusal {
    Refusal::Blind {
        error: "Newsdesk may not read what stands there: give it “Read Message History”."
            .to_owned(),
    }
}

/// Why a letter did not get through, and what to do about it. The numbers are those of Discord's "JSON error codes".
fn refusal(trouble: &Trouble, target: Target) -> Refusal {
    let fault = match trouble {
        Trouble::Busy { after, everywhere } => {
            return Refusal::Busy {
                after: *after,
                everywhere: *everywhere,
                error: "Discord asks for a pause.".to_owned(),
            };
        }
        Trouble::Fault(fault) => fault,
    };
    let Fault::Refused {
        status,
        code,
        message,
    } = fault
    else {
        return Refusal::Lost {
            error: format!("{fault}."),
        };
    };
    let direct = matches!(target, Target::Direct(_));
    let known = match code {
        50001 => "Newsdesk does not see the channel: give it “View Channel” there.",
        50013 => "Newsdesk may not write there: give it “Send Messages” and “Embed Links”.",
        50007 | 50278 => {
            "Newsdesk may not write to the member: allow direct messages from the server, then set the reminder again."
        }
        10003 => "The channel is gone: set the reminders in another one.",
        10013 | 50033 => "There is no such member any more: nothing can be sent.",
        50008 | 50024 => "The channel takes no messages: set the reminders in another one.",
        _ => "",
    };
    let error = match known {
        "" => format!("Discord refuses: {message} (status {status}, code {code})."),
        known => known.to_owned(),
    };
    match (*status, known) {
        (403 | 404, _) => Refusal::Closed { error },
        (400, known) if !known.is_empty() && (direct || *code != 50033) => {
            Refusal::Closed { error }
        }
        (400 | 413, _) => never(error),
        // Nothing of this is wrong with the letter or its target.
        _ => Refusal::Lost { error },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn refused(status: u16, code: isize) -> Refusal {
        let fault = Fault::Refused {
            status,
            code,
            message: "Missing Something".to_owned(),
        };
        refusal(&Trouble::Fault(fault), Target::Channel(12))
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
            let passes = refusal(&Trouble::Fault(fault), Target::Channel(12));
            assert!(matches!(passes, Refusal::Lost { .. }), "{passes:?}");
        }
        assert!(matches!(refused(409, 0), Refusal::Lost { .. }));
    }

    #[test]
    fn what_refuses_everything_pauses_the_target_and_says_what_to_do() {
        for (status, code, says) in [
            (403, 50001, "View Channel"),
            (403, 50013, "Send Messages"),
            (403, 50007, "allow direct messages"),
            (404, 10003, "another one"),
            (400, 50008, "another one"),
            (403, 160_005, "Missing Something"),
            (404, 0, "status 404"),
        ] {
            match refused(status, code) {
                Refusal::Closed { error } => assert!(error.contains(says), "{error}"),
                other => panic!("{status} {code}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_wrong_with_the_message_blocks_it_alone() {
        for (status, code) in [(400, 50035), (400, 50006), (413, 40005), (400, 0)] {
            let refused = refused(status, code);
            assert!(
                matches!(&refused, Refusal::Never { error, .. } if error.contains("Missing Something")),
                "{refused:?}"
            );
        }
    }

    fn post() -> Post {
        Post::new(Wire::new(reqwest::Client::new(), "token", None))
    }

    #[tokio::test]
    async fn what_has_no_channel_is_refused_without_asking() {
        for target in [Target::Console, Target::Channel(0), Target::Direct(0)] {
            assert!(
                matches!(post().channel(target).await, Err(Refusal::Never { .. })),
                "{target:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_channel_that_is_full_holds_up_itself_alone() {
        let post = post();
        let full = Instant::now() + Duration::from_secs(4);
        post.spent
            .lock()
            .expect("not poisoned")
            .insert(ChannelId::new(1), full);
        match post.pace(ChannelId::new(1)) {
            Err(Refusal::Busy {
                after, everywhere, ..
            }) => assert_eq!((after, everywhere), (Duration::from_secs(4), false)),
            other => panic!("{other:?}"),
        }
        assert_eq!(post.pace(ChannelId::new(2)), Ok(()));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(post.pace(ChannelId::new(1)), Ok(()));
    }
}
