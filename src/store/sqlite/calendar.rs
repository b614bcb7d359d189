//! Sessions under their names for good, and the count of their changes.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::sessions::{COLUMNS, columns, found, numbers};
use super::{Raw, SqliteStore, from_json, moment, page, signed};
use crate::article::Session;
use crate::store::calendar::{Calendars, Followed, Known, Origin};
use crate::store::{Found, Result, Scope, SessionQuery, Window};

impl Calendars for SqliteStore {
    fn followed(&self, scope: Scope, query: &SessionQuery, most: usize) -> Result<Found<Followed>> {
        self.read("listing sessions for a calendar", |c| {
            followed(c, scope, query, most)
        })
    }

    fn known(&self, scope: Scope) -> Result<Vec<Known>> {
        self.read("exporting sessions", |c| known(c, scope))
    }

    fn know(&self, scope: Scope, known: &[Known]) -> Result<usize> {
        self.write("taking sessions from an export", |tx| {
            know(tx, scope, known)
        })
    }
}

/// Gives a session that is new its name for good. One that was here before and was taken away goes on where it was.
pub(super) fn begin(
    tx: &Transaction,
    no: i64,
    (scope, slug, key): (Scope, &str, &str),
    now: DateTime<Utc>,
) -> Raw<()> {
    let origin = format!("{}/{slug}/{key}", scope.0);
    let gone: Option<u32> = tx
        .prepare_cached("DELETE FROM sessions_gone WHERE origin = ? RETURNING revision")?
        .query_row([&origin], |row| row.get(0))
        .optional()?;
    tx.prepare_cached("UPDATE sessions SET origin = ?, revision = ?, changed = ? WHERE no = ?")?
        .execute(params![
            origin,
            gone.map_or(0, |revision| revision + 1),
            now.timestamp(),
            no
        ])?;
    Ok(())
}

/// Counts a change, where what a calendar shows is another than before.
pub(super) fn revise(
    tx: &Transaction,
    no: i64,
    was: &Session,
    is: &Session,
    now: DateTime<Utc>,
) -> Raw<()> {
    // Where the sentence stands is shown by nobody.
    let shown = |session: &Session| Session {
        at: None,
        ..session.clone()
    };
    if shown(was) == shown(is) {
        return Ok(());
    }
    tx.prepare_cached("UPDATE sessions SET revision = revision + 1, changed = ? WHERE no = ?")?
        .execute(params![now.timestamp(), no])?;
    Ok(())
}

/// Makes `to` go on as the session that `from` was.
pub(super) fn inherit(tx: &Transaction, from: i64, to: i64) -> Raw<()> {
    tx.prepare_cached(
        "UPDATE sessions SET (origin, revision) = (SELECT origin, revision + 1 FROM sessions WHERE no = ?) WHERE no = ?",
    )?
    .execute([from, to])?;
    Ok(())
}

/// Before a session is taken away: those that it stood for stand for themselves again, and its count is kept.
pub(super) fn leave(tx: &Transaction, no: i64, now: DateTime<Utc>) -> Raw<()> {
    tx.prepare_cached(
        "UPDATE sessions SET revision = max(revision, (SELECT revision FROM sessions WHERE no = ?1)) + 1, changed = ?2
         WHERE superseded_by = ?1",
    )?
    .execute(params![no, now.timestamp()])?;
    tx.prepare_cached(
        "INSERT INTO sessions_gone (origin, revision) SELECT origin, revision FROM sessions WHERE no = ?
         ON CONFLICT (origin) DO UPDATE SET revision = max(revision, excluded.revision)",
    )?
    .execute([no])?;
    Ok(())
}

/// The statement for sessions as [`read`] takes them, up to WHERE.
fn following() -> String {
    format!(
        "SELECT {}, s.origin, s.revision, s.changed FROM sessions s JOIN articles a ON a.no = s.article",
        columns()
    )
}

fn read(row: &Row) -> Raw<Followed> {
    Ok(Followed {
        found: found(row)?,
        origin: Origin(row.get(COLUMNS)?),
        revision: row.get(COLUMNS + 1)?,
        changed: moment(row, COLUMNS + 2)?,
    })
}

/// The session of that name as it stands now, if the scope sees it.
pub(super) fn traced(
    connection: &Connection,
    scope: Scope,
    origin: &Origin,
) -> Raw<Option<Followed>> {
    connection
        .prepare_cached(&format!(
            "{} WHERE s.origin = ? AND s.superseded_by IS NULL AND s.scope IN (0, ?) ORDER BY s.no DESC LIMIT 1",
            following()
        ))?
        .query_row(params![origin.0, signed(scope.0)], read)
        .optional()
}

fn followed(
    connection: &Connection,
    scope: Scope,
    query: &SessionQuery,
    most: usize,
) -> Raw<Found<Followed>> {
    let all = numbers(connection, scope, query)?;
    let mut statement = connection.prepare_cached(&format!("{} WHERE s.no = ?", following()))?;
    let window = Window {
        from: 0,
        count: most,
    };
    page(&all, window, |no| statement.query_row([no], read))
}

pub(super) fn known(connection: &Connection, scope: Scope) -> Raw<Vec<Known>> {
    connection
        .prepare(
            "SELECT a.slug, s.session, s.origin, s.revision, s.changed FROM sessions s JOIN articles a ON a.no = s.article
             WHERE s.scope = ? AND s.superseded_by IS NULL ORDER BY s.origin, s.no",
        )?
        .query_map([signed(scope.0)], |row| {
            let session: Session = from_json(row, 1)?;
            Ok(Known {
                article: row.get(0)?,
                title: session.title,
                starts: session.starts.to_string(),
                origin: Origin(row.get(2)?),
                revision: row.get(3)?,
                changed: moment(row, 4)?,
            })
        })?
        .collect()
}

pub(super) fn know(tx: &Transaction, scope: Scope, known: &[Known]) -> Raw<usize> {
    let mut taken = 0;
    for one in known {
        taken += tx
            .prepare_cached(
                "UPDATE sessions SET origin = ?4,
                        changed = CASE WHEN revision <= ?5 THEN ?6 ELSE changed END, revision = max(revision, ?5)
                 WHERE no = (SELECT s.no FROM sessions s JOIN articles a ON a.no = s.article
                             WHERE s.scope = ?1 AND a.slug = ?2 AND s.superseded_by IS NULL
                             AND json_extract(s.session, '$.title') = ?3 AND json_extract(s.session, '$.starts') = ?7
                             ORDER BY s.no LIMIT 1)",
            )?
            .execute(params![
                signed(scope.0),
                one.article,
                one.title,
                one.origin.0,
                one.revision,
                one.changed.timestamp(),
                one.starts
            ])?;
    }
    Ok(taken)
}
