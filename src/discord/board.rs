//! Posters → scheduled events of a server ("external" ones, which take place outside Discord), within Discord's limits.
//!
//! Nothing is looked up beforehand: whether a permission is missing or the server is full, Discord itself says, and
//! [`denied`] says it in words with what to do. The numbers are those of Discord's "JSON error codes".

use std::sync::Arc;

use chrono::SecondsFormat;
use serde_json::{Value, json};
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::id::{GuildId, ScheduledEventId};

use super::escape::{Markdown, one_line};
use super::http::{Fault, innermost, list, snowflake};
use super::limits::{self, shorten, units};
use super::link::Address;
use crate::deliver::mirror::{Begun, Board, Denied, Posted, Poster};
use crate::store::Scope;

/// The events of servers, through Discord.
pub(super) struct Events {
    http: Arc<Http>,
}

/// Where an event is of which the article does not say where.
const SOMEWHERE: &str = "See the article";

/// Only members of the server see it: Discord knows no other level.
const MEMBERS: u8 = 2;
/// An event that takes place somewhere outside Discord.
const EXTERNAL: u8 = 3;
/// What becomes of an event: it is over, or called off.
const COMPLETED: u8 = 3;
const CANCELED: u8 = 4;

impl Events {
    /// Through `http`.
    pub(super) fn new(http: Arc<Http>) -> Self {
        Self { http }
    }

    async fn ask(
        &self,
        route: Route<'_>,
        method: LightMethod,
        body: Option<&Value>,
    ) -> Result<Value, Denied> {
        let body = body.map(|body| body.to_string().into_bytes());
        let answer = self
            .http
            .request(Request::new(route, method).body(body))
            .await
            .map_err(|error| denied(&Fault::of(&error)))?;
        let lost = |error| denied(&Fault::Lost(innermost(&error)));
        let bytes = answer.bytes().await.map_err(lost)?;
        if bytes.is_empty() {
            // So a deletion is answered.
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).map_err(|_| odd("what was answered is no JSON"))
    }
}

/// What follows from an answer that cannot be read: whether it was done is to be looked for.
fn odd(why: &str) -> Denied {
    denied(&Fault::Odd(why.to_owned()))
}

fn events<'a>(server: Scope) -> Result<Route<'a>, Denied> {
    Ok(Route::GuildScheduledEvents {
        guild_id: guild(server)?,
    })
}

fn one<'a>(server: Scope, event: u64) -> Result<Route<'a>, Denied> {
    if event == 0 {
        return Err(Denied::Gone);
    }
    Ok(Route::GuildScheduledEvent {
        guild_id: guild(server)?,
        event_id: ScheduledEventId::new(event),
    })
}

fn guild(server: Scope) -> Result<GuildId, Denied> {
    match server.0 {
        0 => Err(Denied::Server {
            error: "Events belong to a server, and this is none.".to_owned(),
        }),
        server => Ok(GuildId::new(server)),
    }
}

impl Board for Events {
    async fn list(&self, server: Scope) -> Result<Vec<Posted>, Denied> {
        let listed = self.ask(events(server)?, LightMethod::Get, None).await?;
        let all = list(&listed).map_err(|fault| denied(&fault))?;
        let standing = all.iter().filter(|event| {
            ![COMPLETED, CANCELED]
                .map(Value::from)
                .contains(&event["status"])
        });
        Ok(standing
            .filter_map(|event| {
                Some(Posted {
                    event: snowflake(&event["id"])?,
                    description: event["description"].as_str()?.to_owned(),
                })
            })
            .collect())
    }

    async fn make(&self, server: Scope, poster: &Poster) -> Result<u64, Denied> {
        let mut body = body(poster, Begun::No);
        body["privacy_level"] = json!(MEMBERS);
        body["entity_type"] = json!(EXTERNAL);
        let made = self
            .ask(events(server)?, LightMethod::Post, Some(&body))
            .await?;
        snowflake(&made["id"]).ok_or_else(|| odd("it gives the event no number"))
    }

    async fn change(
        &self,
        server: Scope,
        event: u64,
        poster: &Poster,
        begun: Begun,
    ) -> Result<(), Denied> {
        let body = body(poster, begun);
        self.ask(one(server, event)?, LightMethod::Patch, Some(&body))
            .await
            .map(drop)
    }

    async fn cancel(&self, server: Scope, event: u64, begun: Begun) -> Result<(), Denied> {
        let status = match begun {
            Begun::No => CANCELED,
            Begun::Yes => COMPLETED,
        };
        let body = json!({ "status": status });
        self.ask(one(server, event)?, LightMethod::Patch, Some(&body))
            .await
            .map(drop)
    }

    async fn remove(&self, server: Scope, event: u64) -> Result<(), Denied> {
        self.ask(one(server, event)?, LightMethod::Delete, None)
            .await
            .map(drop)
    }
}

/// What an event says.
fn body(poster: &Poster, begun: Begun) -> Value {
    let name = shorten(&one_line(&poster.title), limits::EVENT_NAME);
    let place = poster.place.as_deref().map(one_line).unwrap_or_default();
    let place = if place.is_empty() { SOMEWHERE } else { &place };
    let moment = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut body = json!({
        "name": if name.is_empty() { "Session".to_owned() } else { name },
        "description": description(poster),
        "scheduled_end_time": moment(poster.ends),
        "entity_metadata": { "location": shorten(place, limits::EVENT_PLACE) },
    });
    if begun == Begun::No {
        body["scheduled_start_time"] = json!(moment(poster.starts));
    }
    body
}

/// The source, its address and the mark, whole; above them as much of the notes as fits.
fn description(poster: &Poster) -> String {
    const LABEL: usize = 150;
    let mut foot = Markdown::default();
    foot.line("");
    foot.plain(&shorten(&one_line(&poster.source), LABEL));
    if let Some(address) = poster.url.as_deref().and_then(Address::read) {
        foot.line("");
        foot.raw(&address.url);
    }
    foot.line("");
    foot.raw(&format!("Kept by Newsdesk · {}", poster.mark));
    let foot = foot.into_text();
    let mut text = String::new();
    for note in &poster.notes {
        let mut line = Markdown::default();
        line.plain(&one_line(note));
        if units(&text) + units(line.text()) + 1 + units(&foot) <= limits::EVENT_DESCRIPTION {
            text.push_str(line.text());
            text.push('\n');
        }
    }
    text + &foot
}

/// Why something was not done, and what to do about it.
fn denied(fault: &Fault) -> Denied {
    let server = |error: &str| Denied::Server {
        error: error.to_owned(),
    };
    match fault {
        Fault::Refused { code: 10070, .. } => Denied::Gone,
        Fault::Refused { code: 30038, .. } => server(
            "This server has as many scheduled events as Discord allows, which is 100: delete some, then ask /settings events:on again.",
        ),
        Fault::Refused { code: 10004, .. } => {
            server("Newsdesk is not in this server any more: invite it again.")
        }
        Fault::Refused { status: 403, .. } => server(
            "Newsdesk may not make events in this server: give its role “Create Events” (Server Settings, Roles), then ask /settings events:on again.",
        ),
        Fault::Refused { status: 404, .. } => Denied::Gone,
        Fault::Refused {
            status: 400,
            code,
            message,
        } => Denied::Form {
            error: format!("Discord refuses the event: {message} (code {code})."),
        },
        // A token that Discord refuses is set right by the operator.
        passing => Denied::Later {
            after: None,
            error: format!("{passing}."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poster() -> Poster {
        Poster {
            title: "Harbour *vote*".to_owned(),
            starts: "2026-03-19T17:00:00Z".parse().expect("a moment"),
            ends: "2026-03-19T18:00:00Z".parse().expect("a moment"),
            place: None,
            notes: vec!["It was to be 12 Mar 2026.".to_owned()],
            source: "Coast Wire, 12 Mar 2026".to_owned(),
            url: Some("https://coast.example/news/harbour-vote".to_owned()),
            mark: "nd-0123456789ab".to_owned(),
        }
    }

    #[test]
    fn an_event_says_what_where_when_and_from_whom() {
        let made = body(&poster(), Begun::No);
        assert_eq!(
            made,
            json!({
                "name": "Harbour *vote*",
                "description": "It was to be 12 Mar 2026.\nCoast Wire, 12 Mar 2026\nhttps://coast.example/news/harbour-vote\nKept by Newsdesk · nd-0123456789ab",
                "scheduled_start_time": "2026-03-19T17:00:00Z",
                "scheduled_end_time": "2026-03-19T18:00:00Z",
                "entity_metadata": {"location": "See the article"},
            })
        );
        assert!(body(&poster(), Begun::Yes)["scheduled_start_time"].is_null());
    }

    #[test]
    fn whatever_the_article_says_the_limits_hold_and_the_mark_is_whole() {
        let long = "*words* @everyone \u{1f4f0} ".repeat(80);
        let loud = Poster {
            title: long.clone(),
            place: Some(long.clone()),
            notes: vec![long.clone(), "Short.".to_owned(), long.clone()],
            source: long.clone(),
            url: Some(format!("https://coast.example/{}", "a".repeat(700))),
            ..poster()
        };
        let made = body(&loud, Begun::No);
        for (text, most) in [
            (&made["name"], 100),
            (&made["description"], 1000),
            (&made["entity_metadata"]["location"], 100),
        ] {
            let text = text.as_str().expect("a text");
            assert!((1..=most).contains(&units(text)), "{text}");
        }
        let description = made["description"].as_str().expect("a text");
        assert!(description.starts_with("Short.\n"), "{description}");
        assert!(description.ends_with("nd-0123456789ab"), "{description}");
        assert!(!description.contains("*words*"), "{description}");
        let empty = Poster {
            title: " \n".to_owned(),
            place: Some("\u{200b}\n".to_owned()),
            ..poster()
        };
        assert_eq!(body(&empty, Begun::No)["name"], "Session");
    }

    #[test]
    fn every_refusal_is_the_events_the_servers_or_passes() {
        let refused = |status, code| {
            denied(&Fault::Refused {
                status,
                code,
                message: "No".to_owned(),
            })
        };
        for (status, code, says) in [
            (403, 50013, "Create Events"),
            (403, 50001, "Create Events"),
            (400, 30038, "100"),
            (404, 10004, "invite it again"),
        ] {
            match refused(status, code) {
                Denied::Server { error } => assert!(error.contains(says), "{error}"),
                other => panic!("{status} {code}: {other:?}"),
            }
        }
        assert_eq!(refused(404, 10070), Denied::Gone);
        assert!(matches!(refused(400, 50035), Denied::Form { .. }));
        for fault in [Fault::Down(503), Fault::TooMany, Fault::Lost(String::new())] {
            assert!(matches!(denied(&fault), Denied::Later { .. }), "{fault}");
        }
        assert!(matches!(refused(401, 0), Denied::Later { .. }));
    }
}
