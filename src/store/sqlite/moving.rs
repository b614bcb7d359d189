//! Everything out of the tables, as of one moment.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use rusqlite::{Connection, Row, params};
use serde::de::DeserializeOwned;

use super::reminders::{SNOOZED, WALL, read_target};
use super::{
    Raw, SqliteStore, articles, calendar, from_json, maybe_moment, maybe_number, moment, settings,
    signed, take, unsigned,
};
use crate::store::moving::{Delivery, Event, Moving, Of, Pause, Reminder, Server, Standing, Taken};
use crate::store::{Result, Scope};

impl Moving for SqliteStore {
    fn everything(&self, scope: Option<Scope>) -> Result<Vec<Server>> {
        self.read("exporting", |connection| {
            let scopes = match scope {
                Some(scope) => vec![scope],
                None => articles::scopes(connection)?,
            };
            scopes
                .into_iter()
                .map(|scope| server(connection, scope))
                .collect()
        })
    }

    fn take(&self, servers: &[Server], now: DateTime<Utc>) -> Result<Taken> {
        self.write("taking an export", |tx| take::take(tx, servers, now))
    }
}

fn server(connection: &Connection, scope: Scope) -> Raw<Server> {
    Ok(Server {
        server: scope,
        settings: settings::settings(connection, scope)?,
        articles: articles::whole(connection, scope)?,
        calendar: calendar::known(connection, scope)?,
        standing: list(connection, scope, STANDING, standing)?,
        reminders: list(connection, scope, REMINDERS, reminder)?,
        deliveries: list(connection, scope, DELIVERIES, delivery)?,
        paused: list(connection, scope, PAUSED, pause)?,
        events: list(connection, scope, EVENTS, event)?,
    })
}

fn list<T>(
    connection: &Connection,
    scope: Scope,
    sql: &str,
    read: impl FnMut(&Row) -> Raw<T>,
) -> Raw<Vec<T>> {
    connection
        .prepare(sql)?
        .query_map(params![signed(scope.0)], read)?
        .collect()
}

const STANDING: &str = "SELECT r.no, r.user, a.scope, a.slug, r.before, r.target_kind, r.target, r.role, r.zone, r.morning, r.asked_in
    FROM standing r LEFT JOIN articles a ON a.no = r.article WHERE r.scope = ? ORDER BY r.no";

fn standing(row: &Row) -> Raw<Standing> {
    let article: Option<i64> = row.get(2)?;
    Ok(Standing {
        no: row.get(0)?,
        user: unsigned(row.get(1)?),
        article: match article {
            Some(scope) => Some((Scope(unsigned(scope)), row.get(3)?)),
            None => None,
        },
        before: from_json(row, 4)?,
        target: read_target(row, 5)?,
        role: maybe_number(row, 7)?,
        zone: zone(row, 8)?,
        morning: row.get(9)?,
        asked_in: maybe_number(row, 10)?,
    })
}

const REMINDERS: &str = "SELECT a.scope, a.slug, s.origin, s.session, r.no, r.user, r.before, r.target_kind, r.target, r.role, r.wall,
           r.zone, r.due, r.standing, r.asked_in
    FROM reminders r JOIN sessions s ON s.no = r.session JOIN articles a ON a.no = s.article WHERE r.scope = ? ORDER BY r.no";

fn reminder(row: &Row) -> Raw<Reminder> {
    let before: i64 = row.get(6)?;
    let wall = row.get_ref(10)?.as_str()?;
    Ok(Reminder {
        no: row.get(4)?,
        user: unsigned(row.get(5)?),
        session: of(row)?,
        before: (before != SNOOZED).then(|| u32::try_from(before).unwrap_or_default()),
        target: read_target(row, 7)?,
        role: maybe_number(row, 9)?,
        wall: NaiveDateTime::parse_from_str(wall, WALL).map_err(|error| unread(10, error))?,
        zone: zone(row, 11)?,
        due: moment(row, 12)?,
        standing: row.get(13)?,
        asked_in: maybe_number(row, 14)?,
    })
}

/// A session from the first four columns.
fn of(row: &Row) -> Raw<Of> {
    Ok(Of {
        server: Scope(unsigned(row.get(0)?)),
        article: row.get(1)?,
        origin: row.get(2)?,
        told: from_json(row, 3)?,
    })
}

const DELIVERIES: &str = "SELECT a.scope, a.slug, s.origin, s.session, d.no, d.kind, d.key, d.target_kind, d.target, d.reminder, d.was,
           d.about, d.due, d.not_before, d.state, d.attempts, d.message, d.error, d.told_by, d.claimed, d.doubt, d.ended, d.payload,
           d.session
    FROM deliveries d LEFT JOIN sessions s ON s.no = d.session LEFT JOIN articles a ON a.no = s.article
    WHERE d.scope = ? ORDER BY d.no";

fn delivery(row: &Row) -> Raw<Delivery> {
    let (kind, key): (String, String) = (row.get(5)?, row.get(6)?);
    let session: Option<i64> = row.get(23)?;
    let key = match kind.as_str() {
        // These begin with the number of what they are about, which may be another elsewhere.
        "reminder" | "moved" => key
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .to_owned(),
        _ => key,
    };
    Ok(Delivery {
        no: row.get(4)?,
        kind,
        key,
        target: read_target(row, 7)?,
        reminder: row.get(9)?,
        session: session.map(|_| of(row)).transpose()?,
        was: maybe(row, 10)?,
        about: maybe(row, 11)?,
        due: moment(row, 12)?,
        not_before: moment(row, 13)?,
        state: row.get(14)?,
        attempts: row.get(15)?,
        message: maybe_number(row, 16)?,
        error: row.get(17)?,
        told_by: row.get(18)?,
        claimed: maybe_moment(row, 19)?,
        doubt: maybe_moment(row, 20)?,
        ended: maybe_moment(row, 21)?,
        payload: row.get(22)?,
    })
}

const PAUSED: &str = "SELECT target_kind, target, since, probe, refused, error FROM paused WHERE scope = ? ORDER BY target_kind, target";

fn pause(row: &Row) -> Raw<Pause> {
    Ok(Pause {
        target: read_target(row, 0)?,
        since: moment(row, 2)?,
        probe: moment(row, 3)?,
        refused: row.get(4)?,
        error: row.get(5)?,
    })
}

const EVENTS: &str = "SELECT origin, mark, state, event, shown, attempts, not_before FROM mirrored WHERE scope = ? ORDER BY no";

fn event(row: &Row) -> Raw<Event> {
    Ok(Event {
        origin: row.get(0)?,
        mark: row.get(1)?,
        state: row.get(2)?,
        event: maybe_number(row, 3)?,
        shown: row.get(4)?,
        attempts: row.get(5)?,
        not_before: moment(row, 6)?,
    })
}

fn maybe<T: DeserializeOwned>(row: &Row, column: usize) -> Raw<Option<T>> {
    let there = row.get_ref(column)?.as_str_or_null()?.is_some();
    there.then(|| from_json(row, column)).transpose()
}

fn zone(row: &Row, column: usize) -> Raw<Tz> {
    let name = row.get_ref(column)?.as_str()?;
    name.parse()
        .map_err(|error: chrono_tz::ParseError| unread(column, error))
}

fn unread(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}
