//! Sessions: kept by what they are called, so that a changed article moves them instead of making new ones.

use std::collections::HashMap;

use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::{Raw, from_json, reminders, signed, to_json, window};
use crate::article::{Session, SessionStatus};
use crate::fold::fold;
use crate::reminder::{begins, over};
use crate::store::{Found, Scope, SessionFound, SessionNo, SessionQuery, When, Window};

/// The columns of a session, as [`found`] reads them, of tables named `s` and `a`.
pub(super) fn columns() -> String {
    format!("{HEAD}, s.no, s.session")
}

/// How many columns [`columns`] has.
pub(super) const COLUMNS: usize = HEAD_COLUMNS + 2;

/// A session from its columns.
pub(super) fn found(row: &Row) -> Raw<SessionFound> {
    Ok(SessionFound {
        no: SessionNo(row.get(HEAD_COLUMNS)?),
        session: from_json(row, HEAD_COLUMNS + 1)?,
        article: head(row, 0)?,
    })
}

/// Puts an article's sessions in place of those that were there. One that is still there keeps its number, and its
/// reminders follow it; one that is gone stays as cancelled if somebody asked to be reminded of it.
pub(super) fn load(tx: &Transaction, scope: Scope, article: i64, sessions: &[Session]) -> Raw<()> {
    let mut before: HashMap<String, (i64, Session)> = tx
        .prepare_cached("SELECT key, no, session FROM sessions WHERE article = ?")?
        .query_map([article], |row| {
            Ok((row.get(0)?, (row.get(1)?, from_json(row, 2)?)))
        })?
        .collect::<Raw<_>>()?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for session in sessions {
        let title = fold(&session.title);
        let times = seen.entry(title.clone()).or_default();
        *times += 1;
        let key = if *times == 1 {
            title
        } else {
            format!("{title} {times}")
        };
        let no: i64 = tx
            .prepare_cached(
                "INSERT INTO sessions (scope, article, key, begins, over, status, session) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (article, key) DO UPDATE SET begins = ?4, over = ?5, status = ?6, session = ?7 RETURNING no",
            )?
            .query_row(
                params![
                    signed(scope.0),
                    article,
                    key,
                    begins(session, Tz::UTC).map_or(0, |at| at.timestamp()),
                    over(session, Tz::UTC).map_or(0, |at| at.timestamp()),
                    status(session.status),
                    to_json(session)?
                ],
                |row| row.get(0),
            )?;
        if let Some((_, was)) = before.remove(&key)
            && (&was.starts, was.zone) != (&session.starts, session.zone)
        {
            reminders::follow(tx, no, session)?;
        }
    }
    for (no, mut gone) in before.into_values() {
        if reminders::any(tx, no)? {
            gone.status = SessionStatus::Cancelled;
            tx.execute(
                "UPDATE sessions SET status = ?, session = ? WHERE no = ?",
                params![status(gone.status), to_json(&gone)?, no],
            )?;
        } else {
            tx.execute("DELETE FROM sessions WHERE no = ?", [no])?;
        }
    }
    Ok(())
}

/// A status as it stands in a column.
fn status(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Scheduled => "scheduled",
        SessionStatus::Ongoing => "ongoing",
        SessionStatus::Postponed => "postponed",
        SessionStatus::Cancelled => "cancelled",
        SessionStatus::Past => "past",
    }
}

pub(super) fn list(
    connection: &Connection,
    scope: Scope,
    query: &SessionQuery,
    wanted: Window,
) -> Raw<Found<SessionFound>> {
    let scope = signed(scope.0);
    let now = query.now.timestamp();
    let article = query.article.map(|article| article.0);
    let mut from =
        "FROM sessions s JOIN articles a ON a.no = s.article WHERE s.scope IN (0, ?)".to_owned();
    let mut parameters: Vec<&dyn ToSql> = vec![&scope];
    if let Some(article) = &article {
        from.push_str(" AND s.article = ?");
        parameters.push(article);
    }
    let order = match query.when {
        When::Upcoming => {
            from.push_str(" AND s.over > ? AND s.status NOT IN ('cancelled', 'past')");
            parameters.push(&now);
            "s.begins, s.no"
        }
        When::Past => {
            from.push_str(" AND (s.over <= ? OR s.status = 'past') AND s.status <> 'cancelled'");
            parameters.push(&now);
            "s.begins DESC, s.no"
        }
        When::All => "s.begins DESC, s.no",
    };
    window(
        connection,
        &columns(),
        &from,
        order,
        &parameters,
        wanted,
        found,
    )
}

pub(super) fn one(
    connection: &Connection,
    scope: Scope,
    no: SessionNo,
) -> Raw<Option<SessionFound>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM sessions s JOIN articles a ON a.no = s.article WHERE s.no = ? AND s.scope IN (0, ?)",
            columns()
        ))?
        .query_row(params![no.0, signed(scope.0)], found)
        .optional()
}
