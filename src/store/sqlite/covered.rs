//! What a standing reminder covers: the sessions that it is of, and the instants at which it reminds of them.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use rusqlite::{Connection, ToSql};

use super::settings::settings;
use super::{Raw, from_json, signed};
use crate::article::{Session, SessionStatus};
use crate::clock::resolve;
use crate::reminder::{over, wall};
use crate::store::NewStanding;

/// A session that may be reminded of, and the articles that tell of it.
pub(super) struct Told {
    no: i64,
    session: Session,
    articles: Vec<i64>,
}

/// One reminder that a standing one asks for.
pub(super) struct Wanted {
    pub(super) session: i64,
    pub(super) before: u32,
    pub(super) wall: NaiveDateTime,
    pub(super) zone: Tz,
    pub(super) due: DateTime<Utc>,
}

/// The sessions that a standing reminder is of, as of now.
pub(super) fn covered(
    connection: &Connection,
    asked: &NewStanding,
    now: DateTime<Utc>,
) -> Raw<Vec<Told>> {
    let (scope, since) = (signed(asked.scope.0), now.timestamp() - ZONES);
    match asked.article {
        Some(article) => told(
            connection,
            "s.no IN (SELECT coalesce(superseded_by, no) FROM sessions WHERE article = ?1)",
            &[&article.0],
        ),
        None => told(
            connection,
            "s.scope IN (0, ?1) AND s.over > ?2",
            &[&scope, &since],
        ),
    }
}

/// A session without a zone may end so many seconds after its end as UTC has it.
const ZONES: i64 = 15 * 60 * 60;

/// The sessions that the condition chooses, as the latest article has them, and that are not called off.
pub(super) fn told(
    connection: &Connection,
    condition: &str,
    parameters: &[&dyn ToSql],
) -> Raw<Vec<Told>> {
    let mut told = connection
        .prepare_cached(&format!(
            "SELECT s.no, s.session FROM sessions s WHERE {condition} AND s.superseded_by IS NULL
             AND s.status NOT IN ('cancelled', 'past') ORDER BY s.begins, s.no"
        ))?
        .query_map(parameters, |row| {
            Ok(Told {
                no: row.get(0)?,
                session: from_json(row, 1)?,
                articles: Vec::new(),
            })
        })?
        .collect::<Raw<Vec<Told>>>()?;
    let mut by = connection
        .prepare_cached("SELECT article FROM sessions WHERE no = ?1 OR superseded_by = ?1")?;
    for session in &mut told {
        session.articles = by
            .query_map([session.no], |row| row.get(0))?
            .collect::<Raw<Vec<i64>>>()?;
    }
    Ok(told)
}

/// The reminders of these sessions that are still to come, as a standing one asks for them; each instant of a session once.
pub(super) fn wanted(
    connection: &Connection,
    asked: &NewStanding,
    sessions: &[Told],
    now: DateTime<Utc>,
) -> Raw<Vec<Wanted>> {
    let set = settings(connection, asked.scope)?;
    let zone = set.zone.unwrap_or(asked.zone);
    let morning = set.morning.unwrap_or(asked.morning);
    let mut wanted: Vec<Wanted> = Vec::new();
    for Told {
        no,
        session,
        articles,
    } in sessions
    {
        debug_assert!(
            session.status != SessionStatus::Cancelled,
            "only what is held is told"
        );
        let meant = asked
            .article
            .is_none_or(|article| articles.contains(&article.0));
        if !meant || over(session, zone).is_some_and(|over| over <= now) {
            continue;
        }
        for &before in &asked.before {
            let Some((wall, zone)) = wall(session, before, zone, morning) else {
                continue;
            };
            let due = resolve(wall, zone);
            let twice = wanted
                .iter()
                .any(|other| other.session == *no && other.due == due);
            if due > now && !twice {
                wanted.push(Wanted {
                    session: *no,
                    before,
                    wall,
                    zone,
                    due,
                });
            }
        }
    }
    Ok(wanted)
}
