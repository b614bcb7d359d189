//! How an answer travels: the first answer, changes of it, a word aside.
//!
//! Discord takes one first answer, within 3 seconds, at an address of its own; all else goes by the interaction's token, which
//! lasts 15 minutes. What got lost is sent again where twice is the same as once.

use std::time::Duration;

use serenity::builder::{CreateAttachment, CreateInteractionResponse, EditInteractionResponse};
use serenity::http::{Http, LightMethod, Multipart, MultipartUpload, Request, Route};
use serenity::model::id::{ApplicationId, InteractionId};
use tokio::time::Instant;

use super::http::{ANSWERED, Fault, Patience, repeat};
use super::render::Reply;

/// The first answer is worthless after 3 seconds; what lies between is the way to Discord and back.
const FIRST_ANSWER: Duration = Duration::from_millis(2800);
/// How long one try to send the first answer may take.
const TRY: Duration = Duration::from_millis(1200);
/// How long an answer that was put off may take to be sent. The token lasts 15 minutes.
const EDIT: Duration = Duration::from_secs(60);

/// What an answer needs of its interaction.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) application: ApplicationId,
    pub(super) id: InteractionId,
    pub(super) token: &'a str,
    pub(super) received: Instant,
}

impl Call<'_> {
    /// Tells the one who pressed alone, and leaves the message that has the button as it is. Once: twice would be two messages.
    pub(super) async fn aside(self, http: &Http, reply: Reply) -> Result<(), Fault> {
        let body = serde_json::to_vec(&reply.message(true))
            .map_err(|error| Fault::Odd(error.to_string()))?;
        let route = Route::WebhookFollowupMessages {
            application_id: self.application,
            token: self.token,
        };
        let request = Request::new(route, LightMethod::Post).body(Some(body));
        http.request(request)
            .await
            .map(drop)
            .map_err(|error| Fault::of(&error))
    }

    /// Changes the first answer, again where that may have got lost: the same edit twice is one edit.
    pub(super) async fn edit(
        self,
        http: &Http,
        edit: &EditInteractionResponse,
        file: Option<CreateAttachment>,
    ) -> Result<(), Fault> {
        let body = serde_json::to_string(edit).map_err(|error| Fault::Odd(error.to_string()))?;
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.application,
            token: self.token,
        };
        let patience = Patience {
            until: Instant::now() + EDIT,
            each: Duration::from_secs(10),
            pause: Duration::from_millis(500),
        };
        repeat(patience, || {
            let request = Request::new(route, LightMethod::Patch);
            http.request(match &file {
                None => request.body(Some(body.clone().into_bytes())),
                Some(file) => request.multipart(Some(Multipart {
                    upload: MultipartUpload::Attachments(vec![file.clone()]),
                    payload_json: Some(body.clone()),
                    fields: Vec::new(),
                })),
            })
        })
        .await
        .map(drop)
    }

    /// Sends the first answer, again where it may have got lost.
    pub(super) async fn first(
        self,
        http: &Http,
        response: &CreateInteractionResponse,
    ) -> Result<(), Fault> {
        self.first_with(http, response, Vec::new()).await
    }

    /// Like [`Self::first`], with the files that the answer names.
    pub(super) async fn first_with(
        self,
        http: &Http,
        response: &CreateInteractionResponse,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Fault> {
        let patience = Patience {
            until: self.received + FIRST_ANSWER,
            each: TRY,
            pause: Duration::from_millis(50),
        };
        let mut tries = 0;
        let sent = repeat(patience, || {
            tries += 1;
            http.create_interaction_response(self.id, self.token, response, files.clone())
        })
        .await;
        match sent {
            Err(Fault::Refused { code: ANSWERED, .. }) if tries > 1 => Ok(()),
            sent => sent,
        }
    }
}
