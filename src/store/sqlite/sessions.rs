//! Sessions: kept by what they are called, so that a changed article moves them instead of making new ones.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::{Raw, from_json, reminders, signed, to_json, window};
use crate::article::{Article, Session, SessionStatus};
use crate::fold::fold;
use crate::reminder::{begins, over};
use crate::same::same_session;
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
/// reminders follow it; one that is gone stays as cancelled if somebody asked to be reminded of it. One that another
/// article told of before is one with it.
pub(super) fn load(tx: &Transaction, scope: Scope, article: i64, whole: &Article) -> Raw<()> {
    let mut before: HashMap<String, (i64, Session)> = tx
        .prepare_cached("SELECT key, no, session FROM sessions WHERE article = ?")?
        .query_map([article], |row| {
            Ok((row.get(0)?, (row.get(1)?, from_json(row, 2)?)))
        })?
        .collect::<Raw<_>>()?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for session in &whole.sessions {
        let title = fold(&session.title);
        let times = seen.entry(title.clone()).or_default();
        *times += 1;
        let key = if *times == 1 {
            title
        } else {
            format!("{title} {times}")
        };
        let no = write(tx, scope, article, &key, session)?;
        match before.remove(&key) {
            Some((_, was)) => changed(tx, no, &was, session)?,
            None => unite(tx, scope, article, whole.published, no, session)?,
        }
    }
    for (no, gone) in before.into_values() {
        if reminders::any(tx, no)? {
            let cancelled = Session {
                status: SessionStatus::Cancelled,
                ..gone.clone()
            };
            tx.execute(
                "UPDATE sessions SET status = ?, session = ? WHERE no = ?",
                params![status(cancelled.status), to_json(&cancelled)?, no],
            )?;
            changed(tx, no, &gone, &cancelled)?;
        } else {
            tx.execute("DELETE FROM sessions WHERE no = ?", [no])?;
        }
    }
    Ok(())
}

fn write(tx: &Transaction, scope: Scope, article: i64, key: &str, session: &Session) -> Raw<i64> {
    tx.prepare_cached(
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
    )
}

/// What follows for those who set reminders when a session has another start or is called off.
fn changed(tx: &Transaction, no: i64, was: &Session, now: &Session) -> Raw<()> {
    let moved = (&was.starts, was.zone) != (&now.starts, now.zone);
    let called_off =
        now.status == SessionStatus::Cancelled && was.status != SessionStatus::Cancelled;
    if !moved && !called_off {
        return Ok(());
    }
    let start = begins(now, Tz::UTC).map_or(0, |at| at.timestamp());
    let key = format!("{no}@{start} {}", status(now.status));
    reminders::tell(tx, no, &key, &to_json(was)?)?;
    if called_off {
        reminders::drop_pending(tx, no)
    } else {
        reminders::follow(tx, no, now)
    }
}

/// As many days before and after a session as another article's may lie to be the same one put off.
const APART: i64 = 120 * 24 * 60 * 60;

/// Makes a session that is new to its article one with the session of another article that it is: the later article's
/// stands, and the reminders go over to it.
fn unite(
    tx: &Transaction,
    scope: Scope,
    article: i64,
    published: Option<NaiveDate>,
    no: i64,
    session: &Session,
) -> Raw<()> {
    struct Other {
        no: i64,
        session: Session,
        published: Option<NaiveDate>,
    }
    let near = begins(session, Tz::UTC).map_or(0, |at| at.timestamp());
    let others = tx
        .prepare_cached(
            "SELECT s.no, s.session, a.published FROM sessions s JOIN articles a ON a.no = s.article
             WHERE s.scope = ? AND s.article <> ? AND s.superseded_by IS NULL AND s.begins BETWEEN ? AND ?
             ORDER BY abs(s.begins - ?), s.no DESC LIMIT 500",
        )?
        .query_map(
            params![signed(scope.0), article, near - APART, near + APART, near],
            |row| {
                Ok(Other {
                    no: row.get(0)?,
                    session: from_json(row, 1)?,
                    published: row.get(2)?,
                })
            },
        )?
        .collect::<Raw<Vec<Other>>>()?;
    for other in others {
        if published >= other.published {
            if same_session(&other.session, session) {
                supersede(tx, other.no, no)?;
                reminders::hand_over(tx, other.no, no)?;
                return changed(tx, no, &other.session, session);
            }
        } else if same_session(session, &other.session) {
            return supersede(tx, no, other.no);
        }
    }
    Ok(())
}

fn supersede(tx: &Transaction, old: i64, new: i64) -> Raw<()> {
    // What the old one stood for, the new one does.
    tx.prepare_cached(
        "UPDATE sessions SET superseded_by = ?2 WHERE no = ?1 OR superseded_by = ?1",
    )?
    .execute([old, new])?;
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
    } else {
        from.push_str(" AND s.superseded_by IS NULL");
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
