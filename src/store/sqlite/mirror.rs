//! Events of servers, and the pauses of servers that refuse them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{
    Raw, SqliteStore, calendar, from_json, maybe_moment, maybe_number, moment, people, signed,
    unsigned,
};
use crate::store::calendar::{Followed, Origin};
use crate::store::mirror::{Mirrors, Pause, PinState, Pinned, Wanting};
use crate::store::{Result, Scope};

impl Mirrors for SqliteStore {
    fn wanting(&self) -> Result<Vec<Wanting>> {
        self.read("listing servers that want events", wanting)
    }

    fn pause(&self, server: Scope) -> Result<Option<Pause>> {
        self.read("looking for a pause", |c| pause(c, server))
    }

    fn set_pause(&self, server: Scope, pause: Option<&Pause>) -> Result<()> {
        self.write("pausing events", |tx| set_pause(tx, server, pause))
    }

    fn generation(&self) -> Result<i64> {
        self.read("looking for new articles", people::generation)
    }

    fn traced(&self, scope: Scope, origin: &Origin) -> Result<Option<Followed>> {
        self.read("tracing a session", |c| calendar::traced(c, scope, origin))
    }

    fn pinned(&self, server: Scope) -> Result<Vec<Pinned>> {
        self.read("listing events", |c| pinned(c, server))
    }

    fn pin(
        &self,
        server: Scope,
        origin: &Origin,
        mark_and_shown: (&str, &str),
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Pinned>> {
        self.write("claiming an event", |tx| {
            pin(tx, server, origin, mark_and_shown, now, until)
        })
    }

    fn set_pinned(
        &self,
        no: i64,
        state: PinState,
        shown: Option<&str>,
        not_before: DateTime<Utc>,
    ) -> Result<()> {
        self.write("noting an event", |tx| {
            set_pinned(tx, no, state, shown, not_before)
        })
    }

    fn unpin(&self, no: i64) -> Result<()> {
        self.write("forgetting an event", |tx| unpin(tx, no))
    }
}

fn wanting(connection: &Connection) -> Raw<Vec<Wanting>> {
    connection
        .prepare_cached(
            "SELECT w.scope, coalesce(s.settings, '{}'), p.until, p.error FROM (
                 SELECT scope FROM settings WHERE json_extract(settings, '$.events') UNION SELECT scope FROM mirrored) w
             LEFT JOIN settings s ON s.scope = w.scope LEFT JOIN mirror_pauses p ON p.scope = w.scope ORDER BY w.scope",
        )?
        .query_map([], |row| {
            Ok(Wanting {
                server: Scope(unsigned(row.get(0)?)),
                settings: from_json(row, 1)?,
                pause: read_pause(row, 2)?,
            })
        })?
        .collect()
}

fn read_pause(row: &Row, column: usize) -> Raw<Option<Pause>> {
    let until = maybe_moment(row, column)?;
    until
        .map(|until| {
            Ok(Pause {
                until,
                error: row.get(column + 1)?,
            })
        })
        .transpose()
}

fn pause(connection: &Connection, server: Scope) -> Raw<Option<Pause>> {
    let pause = connection
        .prepare_cached("SELECT until, error FROM mirror_pauses WHERE scope = ?")?
        .query_row([signed(server.0)], |row| read_pause(row, 0))
        .optional()?;
    Ok(pause.flatten())
}

fn set_pause(tx: &Transaction, server: Scope, pause: Option<&Pause>) -> Raw<()> {
    let Some(pause) = pause else {
        tx.execute(
            "DELETE FROM mirror_pauses WHERE scope = ?",
            [signed(server.0)],
        )?;
        return Ok(());
    };
    // Told once a pause, in the channel in which it was asked for.
    tx.execute(
        "INSERT INTO deliveries (kind, key, scope, target_kind, target, carrier, due, not_before)
         SELECT 'events', ?1 || '@' || ?2, ?1, 'channel', json_extract(settings, '$.events'), 'discord', 0, 0
         FROM settings WHERE scope = ?1 AND json_extract(settings, '$.events')
         AND NOT EXISTS (SELECT 1 FROM mirror_pauses WHERE scope = ?1) ON CONFLICT DO NOTHING",
        [signed(server.0), pause.until.timestamp()],
    )?;
    tx.execute(
        "INSERT INTO mirror_pauses (scope, until, error) VALUES (?1, ?2, ?3)
         ON CONFLICT (scope) DO UPDATE SET until = ?2, error = ?3",
        params![signed(server.0), pause.until.timestamp(), pause.error],
    )?;
    Ok(())
}

const PINNED: &str = "no, origin, mark, state, event, shown, attempts, not_before";

fn read(row: &Row) -> Raw<Pinned> {
    let event = maybe_number(row, 4)?;
    Ok(Pinned {
        no: row.get(0)?,
        origin: Origin(row.get(1)?),
        mark: row.get(2)?,
        state: match (row.get_ref(3)?.as_str()?, event) {
            ("there", Some(event)) => PinState::There(event),
            ("refused", _) => PinState::Refused,
            ("gone", _) => PinState::Gone,
            _ => PinState::Making,
        },
        shown: row.get(5)?,
        attempts: row.get(6)?,
        not_before: moment(row, 7)?,
    })
}

fn pinned(connection: &Connection, server: Scope) -> Raw<Vec<Pinned>> {
    connection
        .prepare_cached(&format!(
            "SELECT {PINNED} FROM mirrored WHERE scope = ? ORDER BY no"
        ))?
        .query_map([signed(server.0)], read)?
        .collect()
}

fn pin(
    tx: &Transaction,
    server: Scope,
    origin: &Origin,
    (mark, shown): (&str, &str),
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Raw<Option<Pinned>> {
    tx.prepare_cached(&format!(
        "INSERT INTO mirrored (scope, origin, mark, state, shown, attempts, not_before) VALUES (?1, ?2, ?3, 'making', ?4, 1, ?6)
         ON CONFLICT (scope, origin) DO UPDATE SET state = 'making', shown = ?4, attempts = attempts + 1, not_before = ?6
         WHERE state IN ('making', 'refused') AND not_before <= ?5 RETURNING {PINNED}"
    ))?
    .query_row(
        params![
            signed(server.0),
            origin.0,
            mark,
            shown,
            now.timestamp(),
            until.timestamp()
        ],
        read,
    )
    .optional()
}

fn set_pinned(
    tx: &Transaction,
    no: i64,
    state: PinState,
    shown: Option<&str>,
    not_before: DateTime<Utc>,
) -> Raw<()> {
    let (word, event) = match state {
        PinState::Making => ("making", None),
        PinState::There(event) => ("there", Some(signed(event))),
        PinState::Refused => ("refused", None),
        PinState::Gone => ("gone", None),
    };
    tx.prepare_cached(
        "UPDATE mirrored SET state = ?, event = ?, shown = coalesce(?, shown), not_before = ? WHERE no = ?",
    )?
    .execute(params![word, event, shown, not_before.timestamp(), no])?;
    Ok(())
}

fn unpin(tx: &Transaction, no: i64) -> Raw<()> {
    tx.prepare_cached("DELETE FROM mirrored WHERE no = ?")?
        .execute([no])?;
    Ok(())
}

/// Why a server lets no events be made, for the delivery that tells so; none where it does by now.
pub(super) fn refusal(tx: &Transaction, delivery: i64) -> Raw<Option<String>> {
    tx.prepare_cached(
        "SELECT p.error FROM mirror_pauses p JOIN deliveries d ON d.scope = p.scope WHERE d.no = ?",
    )?
    .query_row([delivery], |row| row.get(0))
    .optional()
}

/// Leaves nothing of a server's but what its events are found by, so that they can be taken away.
pub(super) fn strip(tx: &Transaction, server: Scope) -> Raw<()> {
    tx.execute(
        "UPDATE mirrored SET origin = 'left/' || no, shown = '' WHERE scope = ?",
        [signed(server.0)],
    )?;
    tx.execute(
        "DELETE FROM mirror_pauses WHERE scope = ?",
        [signed(server.0)],
    )?;
    Ok(())
}
