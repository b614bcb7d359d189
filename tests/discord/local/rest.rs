//! The REST side: one request in, faults and rules applied, the world changed, one answer out.
//!
//! What Discord would refuse is refused here with Discord's own status and code, and noted as a violation where a careful bot
//! would not have sent it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequest, Multipart, State};
use axum::http::{Request as HttpRequest, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::fault::Effect;
use super::limits::Turn;
use super::net::Scissors;
use super::world::{Hub, Request, World};
use super::{answers, commands, events, guilds, messages, openapi, wire};

/// A refusal in Discord's form.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) u16, pub(crate) u32, pub(crate) &'static str);

/// What a route answers: a status and, but for 204, a body.
pub(crate) type Outcome = Result<(u16, Value), Refused>;

/// Nothing to say.
pub(crate) const DONE: (u16, Value) = (204, Value::Null);
/// Discord's word for what it does not know.
pub(crate) const UNKNOWN: Refused = Refused(404, 0, "404: Not Found");
/// Discord's word for a body that breaks its limits.
pub(crate) const INVALID: Refused = Refused(400, 50035, "Invalid Form Body");

/// A request as the routes see it.
pub(crate) struct Call<'a> {
    pub(crate) body: &'a Value,
    pub(crate) files: &'a [String],
    pub(crate) query: &'a str,
    /// When it was there, before it was read: what the local Discord takes is not the bot's.
    pub(crate) arrived: Instant,
}

/// Serves one request.
pub(crate) async fn serve(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: HttpRequest<Body>,
) -> Response {
    let arrived = Instant::now();
    let method = request.method().as_str().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let Some(path) = request
        .uri()
        .path()
        .strip_prefix("/api/v10")
        .map(str::to_owned)
    else {
        hub.with(|w| w.violation(format!("{method} {} is not version 10", request.uri())));
        return answer(Err(UNKNOWN));
    };
    let bearer = request.headers().get(header::AUTHORIZATION);
    let bearer = bearer
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let (body, files) = read(request).await;

    let (number, turn, effect) = hub.with(|w| {
        if !w.forgetful || w.requests.is_empty() {
            w.requests.push(Request {
                method: method.clone(),
                path: path.clone(),
                body: body.clone(),
                status: 0,
            });
        }
        let turn = w.limits.take(&method, &path, Instant::now());
        let effect = match turn.refused() {
            true => None,
            false => w
                .faults
                .iter_mut()
                .find_map(|fault| fault.strike(&method, &path)),
        };
        if effect.is_some() {
            answers::disturb(w, &path);
        }
        (w.requests.len() - 1, turn, effect)
    });
    if let Turn::Refused { wait, global } = turn {
        hub.with(|w| w.requests[number].status = 429);
        return limited(wait, global, &turn);
    }
    let act = || {
        act(
            &hub, &method, &path, &query, &bearer, &body, &files, number, arrived,
        )
    };
    let response = match effect {
        Some(Effect::Status {
            status,
            retry_after,
            global,
        }) => {
            hub.with(|w| w.requests[number].status = status);
            return failure(status, retry_after, global);
        }
        Some(Effect::DropBefore) => {
            scissors.cut();
            return Response::new(Body::empty());
        }
        Some(Effect::DropAfter) => {
            scissors.cut();
            act()
        }
        Some(Effect::Hold(hold)) => {
            let response = act();
            hold.wait().await;
            response
        }
        None => act(),
    };
    let mut response = answer(response);
    let ahead = hub.with(|w| w.ahead);
    if !ahead.is_zero() {
        let date = (chrono::Utc::now() + ahead).format("%a, %d %b %Y %H:%M:%S GMT");
        let date = date.to_string().parse().expect("a date is a header");
        response.headers_mut().insert(header::DATE, date);
    }
    turn.tell(response.headers_mut());
    response
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one request, used once"
)]
fn act(
    hub: &Hub,
    method: &str,
    path: &str,
    query: &str,
    bearer: &str,
    body: &Value,
    files: &[String],
    number: usize,
    arrived: Instant,
) -> Outcome {
    let complaints = match openapi::named() {
        Some(specification) if !body.is_null() => specification.check(method, path, body),
        _ => Vec::new(),
    };
    hub.with(|w| {
        for complaint in complaints {
            w.violation(format!("OpenAPI: {method} {path}: {complaint}"));
        }
        let free = path.starts_with("/interactions/") || path.starts_with("/webhooks/");
        let outcome = if free || bearer == format!("Bot {}", w.token) {
            route(
                w,
                hub,
                method,
                path,
                &Call {
                    body,
                    files,
                    query,
                    arrived,
                },
            )
        } else {
            Err(Refused(401, 0, "401: Unauthorized"))
        };
        w.requests[number].status = match &outcome {
            Ok((status, _)) | Err(Refused(status, ..)) => *status,
        };
        outcome
    })
}

fn route(w: &mut World, hub: &Hub, method: &str, path: &str, call: &Call<'_>) -> Outcome {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let number = |text: &str| text.parse::<u64>().map_err(|_| UNKNOWN);
    match (method, parts.as_slice()) {
        ("GET", ["gateway"]) => Ok((200, json!({"url": format!("ws://{}", hub.address)}))),
        ("GET", ["gateway", "bot"]) => Ok((
            200,
            json!({"url": format!("ws://{}", hub.address), "shards": 1,
            "session_start_limit": {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}}),
        )),
        ("GET", ["users", "@me"]) => Ok((200, wire::bot(w))),
        ("GET", ["applications" | "oauth2", .., "@me"]) => Ok((
            200,
            json!({"id": w.app.to_string(), "name": "Newsdesk",
            "icon": null, "description": "", "bot_public": true, "bot_require_code_grant": false, "summary": "",
            "verify_key": "0".repeat(64), "flags": w.flags, "bot": wire::bot(w), "team": null, "rpc_origins": []}),
        )),
        (_, ["applications", app, "commands", rest @ ..]) => {
            if number(app)? != w.app {
                return Err(Refused(
                    403,
                    20012,
                    "You are not authorized to perform this action on this application",
                ));
            }
            commands::route(w, method, rest, call.body)
        }
        ("GET", ["users", "@me", "guilds"]) => Ok((200, guilds::list(w, call.query))),
        (_, ["guilds", id, "scheduled-events", rest @ ..]) => {
            events::route(w, method, number(id)?, rest, call)
        }
        ("GET", ["guilds", id, rest @ ..]) => guilds::route(w, number(id)?, rest),
        ("POST", ["users", "@me", "channels"]) => {
            let id = number(call.body["recipient_id"].as_str().unwrap_or_default())?;
            let known = w.users.iter().any(|u| u.id == id);
            if !known {
                return Err(Refused(400, 50033, "Invalid Recipient(s)"));
            }
            let channel = w.direct(id);
            Ok((200, wire::channel(w, &channel)))
        }
        ("GET", ["channels", id]) => {
            let channel = messages::channel(w, number(id)?)?;
            Ok((200, wire::channel(w, &channel)))
        }
        (_, ["channels", id, "messages", rest @ ..]) => {
            messages::route(w, method, number(id)?, rest, call)
        }
        ("POST", ["interactions", id, token, "callback"]) => {
            answers::callback(w, number(id)?, token, call)
        }
        (_, ["webhooks", app, token, rest @ ..]) if number(app)? == w.app => {
            answers::later(w, method, token, rest, call)
        }
        _ => {
            w.violation(format!(
                "{method} {path} is no route that the local Discord knows"
            ));
            Err(UNKNOWN)
        }
    }
}

/// The JSON of a body, and the names of its files.
async fn read(request: HttpRequest<Body>) -> (Value, Vec<String>) {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let parse = |bytes: &Bytes| serde_json::from_slice(bytes).unwrap_or(Value::Null);
    if !kind.starts_with("multipart/form-data") {
        let bytes = to_bytes(request.into_body(), 26_214_400)
            .await
            .unwrap_or_default();
        return (parse(&bytes), Vec::new());
    }
    let (mut body, mut files) = (Value::Null, Vec::new());
    if let Ok(mut parts) = Multipart::from_request(request, &()).await {
        while let Ok(Some(part)) = parts.next_field().await {
            let file = part.file_name().map(str::to_owned);
            let payload = part.name() == Some("payload_json");
            let bytes = part.bytes().await.unwrap_or_default();
            match file {
                Some(name) => files.push(name),
                None if payload => body = parse(&bytes),
                None => {}
            }
        }
    }
    (body, files)
}

fn answer(outcome: Outcome) -> Response {
    let (status, body) = match outcome {
        Ok((status, body)) => (status, body),
        Err(Refused(status, code, message)) => (status, json!({"message": message, "code": code})),
    };
    let bytes = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    respond(status, None, bytes)
}

fn failure(status: u16, retry_after: Option<f64>, global: bool) -> Response {
    let body = match retry_after {
        Some(wait) => {
            json!({"message": "You are being rate limited.", "retry_after": wait, "global": global})
        }
        None => json!({"message": "the local Discord was told to fail", "code": 0}),
    };
    respond(status, retry_after, body.to_string())
}

/// Too many: what a bucket, or the limit over all of them, says.
fn limited(wait: Duration, global: bool, turn: &Turn) -> Response {
    let wait = wait.as_secs_f64();
    let body =
        json!({"message": "You are being rate limited.", "retry_after": wait, "global": global});
    // The header has whole seconds, the body the exact wait.
    let mut response = respond(429, Some(wait.ceil()), body.to_string());
    turn.tell(response.headers_mut());
    response
}

fn respond(status: u16, retry_after: Option<f64>, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).expect("the statuses here are real ones");
    let json = "application/json"
        .parse()
        .expect("a plain word is a header");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    if let Some(wait) = retry_after {
        let wait = wait.to_string().parse().expect("a number is a header");
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}
