//! What was not delivered, and why: paused channels, what is blocked with its message, what waits, what was missed.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::json;

use super::findings::Findings;
use crate::cli::{Exit, Failure};
use crate::commands::{count, message, waiting};
use crate::config::Config;
use crate::store::mirror::Mirrors;
use crate::store::sqlite::SqliteStore;
use crate::store::{Paused, Standing, Store, Target, Undelivered, Window};

/// What was missed longer ago is no longer told.
const LATELY: TimeDelta = TimeDelta::days(7);

/// As many as are told one by one.
const TOLD: usize = 50;

/// Tells them; `names` are those of channels, as Discord has them.
pub(super) fn look(
    found: &mut Findings,
    config: &Config,
    store: &SqliteStore,
    names: &HashMap<u64, String>,
) -> Result<(), Failure> {
    let now = config.clock.now();
    let telling = Telling {
        zone: config.defaults.zone,
        names,
    };
    let paused = store.paused(None)?;
    for pause in &paused {
        telling.paused(found, pause)?;
    }
    let mut refused = 0;
    for wanting in store.wanting()? {
        if let Some(pause) = wanting.pause {
            refused += 1;
            let sentence = format!(
                "No events are made in server {}: {} It is tried again {}.",
                wanting.server.0,
                stopped(&pause.error),
                telling.moment(pause.until)
            );
            let parts = json!({"server": wanting.server.0.to_string(), "again": pause.until, "error": pause.error});
            found.fix_in("events", Exit::Failed, &sentence, &parts)?;
        }
    }
    let newest = Window {
        from: 0,
        count: TOLD,
    };
    let undelivered = store.undelivered(None, now - LATELY, now, newest)?;
    for delivery in &undelivered.items {
        telling.undelivered(found, delivery)?;
    }
    let more = undelivered.total.saturating_sub(TOLD);
    if more > 0 {
        let sentence = format!("{} more did not arrive.", count(more, "message"));
        found.note("delivery", &sentence)?;
    }
    if paused.is_empty() && undelivered.total == 0 && refused == 0 {
        found.good("delivery", "Everything that was due has arrived.")?;
    }
    Ok(())
}

struct Telling<'a> {
    zone: Tz,
    names: &'a HashMap<u64, String>,
}

impl Telling<'_> {
    fn paused(&self, found: &mut Findings, pause: &Paused) -> Result<(), Failure> {
        let waits = match pause.waiting {
            0 => String::new(),
            more => format!(", and {}", waiting(more)),
        };
        let sentence = format!(
            "Nothing is sent to {} since {}{waits}: {} It is tried again {}.",
            self.place(pause.target),
            self.moment(pause.since),
            stopped(&pause.error),
            self.moment(pause.probe),
        );
        let parts = json!({"target": pause.target, "server": pause.scope.0.to_string(), "since": pause.since,
            "again": pause.probe, "refused": pause.refused, "error": pause.error, "waiting": pause.waiting});
        found.fix_in("paused", Exit::Failed, &sentence, &parts)?;
        Ok(())
    }

    fn undelivered(&self, found: &mut Findings, delivery: &Undelivered) -> Result<(), Failure> {
        let title = delivery
            .title
            .as_ref()
            .map_or_else(String::new, |title| format!(" of “{title}”"));
        let due = match delivery.due > DateTime::UNIX_EPOCH {
            true => format!(", due {}", self.moment(delivery.due)),
            false => String::new(),
        };
        let what = format!(
            "{}{title} ({}) to {}{due}",
            message(&delivery.kind),
            delivery.no,
            self.place(delivery.target)
        );
        let why = delivery
            .error
            .as_deref()
            .map_or_else(String::new, |error| format!(" {}", stopped(error)));
        let (state, next) = match delivery.state {
            Standing::Waiting(next) => ("waiting", Some(next)),
            Standing::Unsure(next) => ("unsure", Some(next)),
            Standing::Blocked => ("blocked", None),
            Standing::Missed => ("missed", None),
        };
        let parts = json!({"delivery": delivery.no.0, "kind": delivery.kind, "title": delivery.title,
            "target": delivery.target, "server": delivery.scope.0.to_string(), "due": delivery.due, "state": state,
            "again": next, "attempts": delivery.attempts, "error": delivery.error, "payload": delivery.payload});
        let again = next.map_or_else(String::new, |next| self.moment(next));
        match delivery.state {
            Standing::Blocked => {
                let payload = delivery
                    .payload
                    .as_ref()
                    .map_or_else(String::new, |payload| format!(" Its message: {payload}"));
                let sentence = format!(
                    "{what}: refused for good.{why} /status in its server lets it be tried again.{payload}"
                );
                found.fix_in("delivery", Exit::Failed, &sentence, &parts)?;
            }
            Standing::Waiting(_) => {
                let tried = match delivery.attempts {
                    0 => "waits".to_owned(),
                    tried => format!("waits, after {}", count(tried as usize, "attempt")),
                };
                found.note_in(
                    "delivery",
                    &format!("{what}: {tried}.{why} Next try: {again}."),
                    &parts,
                )?;
            }
            Standing::Unsure(_) => {
                let sentence = format!(
                    "{what}: it may have come, and is held until that can be seen.{why} Next look: {again}."
                );
                found.note_in("delivery", &sentence, &parts)?;
            }
            Standing::Missed => {
                let sentence = format!("{what}: it was too late, and told in a list.{why}");
                found.note_in("delivery", &sentence, &parts)?;
            }
        }
        Ok(())
    }

    fn place(&self, target: Target) -> String {
        match target {
            Target::Channel(channel) => match self.names.get(&channel) {
                Some(name) => format!("#{name} ({channel})"),
                None => format!("channel {channel}"),
            },
            Target::Direct(user) => format!("member {user}"),
            Target::Console => "the console".to_owned(),
        }
    }

    fn moment(&self, moment: DateTime<Utc>) -> String {
        let local = moment.with_timezone(&self.zone);
        format!("{} {}", local.format("%Y-%m-%d %H:%M"), local.format("%Z"))
    }
}

/// With a full stop at its end.
fn stopped(sentence: &str) -> String {
    format!("{}.", sentence.trim_end_matches('.'))
}
