//! Sessions: kept by what they are called, so that a changed article moves them instead of making new ones.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::{Raw, both, calendar, from_json, keys, page, reminders, signed, to_json};
use crate::article::{Article, Session, SessionStatus};
use crate::fold::fold;
use crate::reminder::{begins, over};
use crate::same::same_session;
use crate::store::{Found, Scope, SessionFound, SessionNo, SessionQuery, When, Window};

/// The columns of a session, as [`found`] reads them, of tables named `s` and `a`.
pub(super) fn columns() -> String {
    format!("{HEAD}, s.no, s.session, s.sentence")
}

/// How many columns [`columns`] has.
pub(super) const COLUMNS: usize = HEAD_COLUMNS + 3;

/// A session from its columns.
pub(super) fn found(row: &Row) -> Raw<SessionFound> {
    Ok(SessionFound {
        no: SessionNo(row.get(HEAD_COLUMNS)?),
        session: from_json(row, HEAD_COLUMNS + 1)?,
        sentence: row.get(HEAD_COLUMNS + 2)?,
        article: head(row, 0)?,
    })
}

/// A session as the article had it before.
struct Before {
    no: i64,
    key: String,
    session: Session,
}

/// Puts an article's sessions in place of those that were there. One that is still there keeps its number, and its
/// reminders follow it; one that is gone stays as cancelled if somebody asked to be reminded of it. Of several with one
/// title, the date tells which is which, and then their order. One that another article told of before is one with it.
pub(super) fn load(
    tx: &Transaction,
    scope: Scope,
    article: i64,
    whole: &Article,
    now: DateTime<Utc>,
) -> Raw<()> {
    let sessions = &whole.sessions;
    let mut before = tx
        .prepare_cached("SELECT no, key, session FROM sessions WHERE article = ? ORDER BY no")?
        .query_map([article], |row| {
            Ok(Before {
                no: row.get(0)?,
                key: row.get(1)?,
                session: from_json(row, 2)?,
            })
        })?
        .collect::<Raw<Vec<Before>>>()?;
    let mut taken: HashSet<String> = before.iter().map(|before| before.key.clone()).collect();
    let titles: Vec<String> = sessions
        .iter()
        .map(|session| fold(&session.title))
        .collect();
    let mut matched: Vec<Option<Before>> = sessions.iter().map(|_| None).collect();
    for same_date in [true, false] {
        for ((session, title), matched) in sessions.iter().zip(&titles).zip(&mut matched) {
            if matched.is_none() {
                *matched = before
                    .iter()
                    .position(|before| {
                        fold(&before.session.title) == *title
                            && (!same_date || before.session.starts == session.starts)
                    })
                    .map(|at| before.remove(at));
            }
        }
    }
    for ((session, title), matched) in sessions.iter().zip(&titles).zip(matched) {
        let key = match &matched {
            Some(before) => before.key.clone(),
            None => new_key(title, &mut taken),
        };
        let no = write(tx, scope, article, &key, session, telling(whole, session))?;
        match matched {
            Some(before) => {
                calendar::revise(tx, no, &before.session, session, now)?;
                changed(tx, no, &before.session, session)?;
            }
            None => {
                calendar::begin(tx, no, (scope, &whole.id, &key), now)?;
                unite(tx, scope, article, whole.published, no, session)?;
            }
        }
    }
    for Before { no, session, .. } in before {
        if reminders::any(tx, no)? {
            let cancelled = Session {
                status: SessionStatus::Cancelled,
                ..session.clone()
            };
            tx.execute(
                "UPDATE sessions SET status = ?, session = ?, sentence = NULL WHERE no = ?",
                params![status(cancelled.status), to_json(&cancelled)?, no],
            )?;
            calendar::revise(tx, no, &session, &cancelled, now)?;
            changed(tx, no, &session, &cancelled)?;
        } else {
            calendar::leave(tx, no, now)?;
            tx.execute("DELETE FROM sessions WHERE no = ?", [no])?;
        }
    }
    Ok(())
}

/// The words of the article that tell of one of its sessions: the line of its timeline, else of its summary, that holds them.
fn telling<'a>(article: &'a Article, session: &Session) -> Option<&'a str> {
    let told = session.at?;
    let timeline = article.timeline.iter().map(|line| (line.at, &line.text));
    let summary = article.summary.iter().map(|line| (line.at, &line.text));
    timeline
        .chain(summary)
        .find(|(at, _)| at.is_some_and(|at| at.start <= told.start && told.end <= at.end))
        .map(|(_, text)| text.as_str())
}

fn write(
    tx: &Transaction,
    scope: Scope,
    article: i64,
    key: &str,
    session: &Session,
    sentence: Option<&str>,
) -> Raw<i64> {
    tx.prepare_cached(
        "INSERT INTO sessions (scope, article, key, begins, over, status, session, sentence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (article, key) DO UPDATE SET begins = ?4, over = ?5, status = ?6, session = ?7, sentence = ?8
         RETURNING no",
    )?
    .query_row(
        params![
            signed(scope.0),
            article,
            key,
            begins(session, Tz::UTC).map_or(0, |at| at.timestamp()),
            over(session, Tz::UTC).map_or(0, |at| at.timestamp()),
            status(session.status),
            to_json(session)?,
            sentence
        ],
        |row| row.get(0),
    )
}

/// Keeps a session of an article that the article itself no longer has, under the name that it has for good.
pub(super) fn keep(
    tx: &Transaction,
    scope: Scope,
    article: i64,
    session: &Session,
    origin: &str,
) -> Raw<i64> {
    let mut taken: HashSet<String> = tx
        .prepare_cached("SELECT key FROM sessions WHERE article = ?")?
        .query_map([article], |row| row.get(0))?
        .collect::<Raw<_>>()?;
    let key = new_key(&fold(&session.title), &mut taken);
    let no = write(tx, scope, article, &key, session, None)?;
    tx.execute(
        "UPDATE sessions SET origin = ? WHERE no = ?",
        params![origin, no],
    )?;
    Ok(no)
}

/// What follows for those who set reminders when a session has another start or is called off. A correction of what is long
/// over tells nobody. Reminders of what is called off stay, and say so when they come: it may be called on again.
fn changed(tx: &Transaction, no: i64, was: &Session, now: &Session) -> Raw<()> {
    let moved = (&was.starts, was.zone) != (&now.starts, now.zone);
    let called_off =
        now.status == SessionStatus::Cancelled && was.status != SessionStatus::Cancelled;
    if !moved && !called_off {
        return Ok(());
    }
    let start = begins(now, Tz::UTC);
    let later = start > begins(was, Tz::UTC);
    if called_off || (later && now.status != SessionStatus::Past) || reminders::pending(tx, no)? {
        let start = start.map_or(0, |at| at.timestamp());
        let key = format!("{no}@{start} {}", status(now.status));
        reminders::tell(tx, no, &key, &to_json(was)?)?;
    }
    reminders::follow(tx, no, now)
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
                calendar::inherit(tx, other.no, no)?;
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

/// A key that no session of the article has: the folded title, with a number where it is taken. `#` is in no folded title.
fn new_key(title: &str, taken: &mut HashSet<String>) -> String {
    let mut key = title.to_owned();
    let mut number = 1;
    while !taken.insert(key.clone()) {
        number += 1;
        key = format!("{title}#{number}");
    }
    key
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

/// The numbers of the sessions that are asked for, in order.
pub(super) fn numbers(
    connection: &Connection,
    scope: Scope,
    query: &SessionQuery,
) -> Raw<Vec<i64>> {
    let own = signed(scope.0);
    let now = query.now.timestamp();
    // A session without a known day has 0 for its end.
    let (condition, order) = match query.when {
        When::Upcoming => (
            "over > ?2 AND status NOT IN ('cancelled', 'past')",
            "begins, no",
        ),
        When::Past => (
            "(over <= ?2 AND over <> 0 OR status = 'past') AND status <> 'cancelled'",
            "begins DESC, no",
        ),
        When::All => ("?2 IS NOT NULL", "begins DESC, no"),
    };
    match query.article {
        Some(article) => {
            let sql = format!(
                "SELECT no FROM sessions WHERE article = ?3 AND {condition} AND scope IN (0, ?1) ORDER BY {order} LIMIT {}",
                Found::<()>::MOST
            );
            keys(connection, &sql, [own, now, article.0])
        }
        None => {
            let from = format!("sessions WHERE superseded_by IS NULL AND {condition}");
            keys(connection, &both("no, begins", &from, order), [own, now])
        }
    }
}

pub(super) fn list(
    connection: &Connection,
    scope: Scope,
    query: &SessionQuery,
    wanted: Window,
) -> Raw<Found<SessionFound>> {
    let found_keys = numbers(connection, scope, query)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} FROM sessions s JOIN articles a ON a.no = s.article WHERE s.no = ?",
        columns()
    ))?;
    page(&found_keys, wanted, |no| statement.query_row([no], found))
}

pub(super) fn one(
    connection: &Connection,
    scope: Scope,
    no: SessionNo,
) -> Raw<Option<SessionFound>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM sessions s JOIN articles a ON a.no = s.article WHERE s.no = (SELECT coalesce(superseded_by, no) FROM sessions WHERE no = ?) AND s.scope IN (0, ?)",
            columns()
        ))?
        .query_row(params![no.0, signed(scope.0)], found)
        .optional()
}
