//! The gateway: HELLO, IDENTIFY, heartbeats, events, RESUME with replay, and the ways in which it breaks.
//!
//! A session outlives its connection, as on Discord: what happens while the bot is away is kept and replayed when it resumes.

use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::net::Scissors;
use super::wire;
use super::world::{Hub, World};

/// The intents that a bot must be granted by Discord: members, presences, message contents.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;

/// What the server does to a connection.
pub(crate) enum Push {
    Text(String),
    Close(u16),
    Cut,
}

/// A bot's session.
pub(crate) struct Session {
    id: String,
    sequence: u64,
    log: Vec<(u64, String)>,
    /// The connection, while there is one, and its number.
    pub(crate) line: Option<(usize, mpsc::UnboundedSender<Push>)>,
    pub(crate) intents: u64,
    /// Whether it may still be resumed.
    pub(crate) alive: bool,
}

/// Sends an event to the bot, or keeps it until the bot resumes. False: there is no bot.
pub(crate) fn dispatch(w: &mut World, name: &str, data: &Value) -> bool {
    let forgetful = w.forgetful;
    let Some(session) = w.sessions.last_mut().filter(|s| s.alive) else {
        return false;
    };
    session.sequence += 1;
    let text = json!({"op": 0, "s": session.sequence, "t": name, "d": data}).to_string();
    if !forgetful {
        session.log.push((session.sequence, text.clone()));
    }
    if let Some((_, line)) = &session.line {
        let _ = line.send(Push::Text(text));
    }
    true
}

/// Does something to the connection that is open.
pub(crate) fn push(w: &mut World, push: Push) {
    if let Some((_, line)) = w.sessions.last().and_then(|s| s.line.as_ref()) {
        let _ = line.send(push);
    }
}

/// Takes a connection.
pub(crate) async fn connect(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let refused = hub.with(|w| {
        let refused = w.refuse > 0;
        w.refuse = w.refuse.saturating_sub(1);
        refused
    });
    if refused {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| talk(hub, socket, scissors))
}

async fn talk(hub: Arc<Hub>, mut socket: WebSocket, scissors: Scissors) {
    let number = hub.with(|w| {
        w.connections += 1;
        w.connections
    });
    let (line, mut pushes) = mpsc::unbounded_channel();
    let hello = json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": 41_250}});
    let _ = line.send(Push::Text(hello.to_string()));
    loop {
        tokio::select! {
            Some(push) = pushes.recv() => match push {
                Push::Text(text) => {
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        break;
                    }
                }
                Push::Close(code) => {
                    let frame = CloseFrame { code, reason: "told so by a test".into() };
                    let _ = socket.send(Message::Close(Some(frame))).await;
                    break;
                }
                Push::Cut => {
                    scissors.cut();
                    break;
                }
            },
            got = socket.recv() => match got {
                Some(Ok(Message::Text(text))) => hear(&hub, number, &line, &text),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_))) => {}
                // Reading on sends the goodbye back.
                Some(Ok(Message::Close(_))) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
    hub.with(|w| {
        for session in &mut w.sessions {
            if session.line.as_ref().is_some_and(|(n, _)| *n == number) {
                session.line = None;
            }
        }
    });
}

fn hear(hub: &Hub, number: usize, line: &mpsc::UnboundedSender<Push>, text: &str) {
    let message: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let say = |value: &Value| drop(line.send(Push::Text(value.to_string())));
    hub.with(|w| {
        if text.len() > 4096 {
            w.violation(format!(
                "a gateway message of {} bytes, at most 4096",
                text.len()
            ));
        }
        match message["op"].as_u64() {
            Some(1) => say(&json!({"op": 11, "d": null, "s": null, "t": null})),
            Some(2) => identify(w, number, line, &message["d"]),
            Some(6) => resume(w, number, line, &message["d"]),
            Some(3 | 4 | 8) => {}
            other => {
                w.violation(format!("a gateway message of op {other:?}"));
                drop(line.send(Push::Close(4001)));
            }
        }
    });
}

/// Whether the token is right; Discord takes it with or without the word before it.
fn owns(w: &World, data: &Value) -> bool {
    let token = data["token"].as_str().unwrap_or_default();
    token.trim_start_matches("Bot ") == w.token
}

fn identify(w: &mut World, number: usize, line: &mpsc::UnboundedSender<Push>, data: &Value) {
    let intents = data["intents"].as_u64().unwrap_or(0);
    if !owns(w, data) {
        return drop(line.send(Push::Close(4004)));
    }
    if intents & PRIVILEGED != 0 {
        w.violation("a privileged intent is asked for");
        return drop(line.send(Push::Close(4014)));
    }
    for old in &mut w.sessions {
        old.alive = false;
    }
    let id = format!("session-{}", w.snowflake());
    w.sessions.push(Session {
        id: id.clone(),
        sequence: 0,
        log: Vec::new(),
        line: Some((number, line.clone())),
        intents,
        alive: true,
    });
    w.identified += 1;
    let guilds: Vec<(u64, String)> = w.guilds.iter().map(|g| (g.id, g.name.clone())).collect();
    let unready = |(id, _): &(u64, String)| json!({"id": id.to_string(), "unavailable": true});
    let ready = json!({"v": 10, "user": wire::bot(w), "guilds": guilds.iter().map(unready).collect::<Vec<_>>(),
        "session_id": id, "resume_gateway_url": "ws://127.0.0.1:9", "session_type": "normal", "private_channels": [],
        "shard": data["shard"], "application": {"id": w.app.to_string(), "flags": 0}});
    dispatch(w, "READY", &ready);
    for (id, name) in guilds {
        let event = wire::guild_create(w, id, &name);
        dispatch(w, "GUILD_CREATE", &event);
    }
}

fn resume(w: &mut World, number: usize, line: &mpsc::UnboundedSender<Push>, data: &Value) {
    let owner = owns(w, data);
    let seen = data["seq"].as_u64().unwrap_or(0);
    let session = w
        .sessions
        .iter_mut()
        .find(|s| s.alive && data["session_id"] == s.id.as_str());
    let Some(session) = session.filter(|_| owner) else {
        let invalid = json!({"op": 9, "d": false, "s": null, "t": null});
        return drop(line.send(Push::Text(invalid.to_string())));
    };
    session.line = Some((number, line.clone()));
    for (_, text) in session.log.iter().filter(|(sequence, _)| *sequence > seen) {
        let _ = line.send(Push::Text(text.clone()));
    }
    dispatch(w, "RESUMED", &json!({}));
    w.resumed += 1;
}
