//! What was not delivered and why, what was, and letting it be tried again.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, Row, Transaction, params};

use super::reminders::read_target;
use super::{Raw, count, from_json, moment, signed, unsigned, window};
use crate::article::Session;
use crate::store::{DeliveryNo, Found, Retried, Scope, Standing, Undelivered, Window};

/// Due for so long, a delivery is not merely the next.
const OVERDUE: TimeDelta = TimeDelta::minutes(2);

/// The moment that a delivery is shown under: a notice that is due at once has none but that of its first attempt.
const WHEN: &str = "CASE WHEN d.due = 0 THEN coalesce(d.claimed, 0) ELSE d.due END";

pub(super) fn list(
    connection: &Connection,
    scope: Option<Scope>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    wanted: Window,
) -> Raw<Found<Undelivered>> {
    let scope = scope.map(|scope| signed(scope.0));
    let late = (now - OVERDUE).timestamp();
    let (since, now) = (since.timestamp(), now.timestamp());
    window(
        connection,
        &format!(
            "d.no, d.scope, d.kind, d.target_kind, d.target, {WHEN}, d.state, d.attempts, d.error, d.payload, d.doubt,
             coalesce(p.probe, d.not_before), s.session"
        ),
        "FROM deliveries d
         LEFT JOIN paused p ON p.target_kind = d.target_kind AND p.target = d.target
         LEFT JOIN reminders r ON r.no = d.reminder
         LEFT JOIN sessions s ON s.no = coalesce(r.session, d.session)
         WHERE (?1 IS NULL OR d.scope = ?1)
         AND ((d.state IN ('due', 'waiting', 'sending') AND d.due <= ?2
               AND (d.error IS NOT NULL OR p.target IS NOT NULL OR (d.due < ?3 AND d.due > 0)))
              OR d.state = 'blocked' OR (d.state = 'missed' AND d.ended >= ?4))",
        &format!("{WHEN} DESC, d.no DESC"),
        &[&scope, &now, &late, &since],
        wanted,
        read,
    )
}

fn read(row: &Row) -> Raw<Undelivered> {
    let next = moment(row, 11)?;
    let doubt: Option<i64> = row.get(10)?;
    Ok(Undelivered {
        no: DeliveryNo(row.get(0)?),
        scope: Scope(unsigned(row.get(1)?)),
        kind: row.get(2)?,
        title: match row.get_ref(12)?.as_str_or_null()? {
            Some(_) => Some(from_json::<Session>(row, 12)?.title),
            None => None,
        },
        target: read_target(row, 3)?,
        due: moment(row, 5)?,
        state: match row.get_ref(6)?.as_str()? {
            "blocked" => Standing::Blocked,
            "missed" => Standing::Missed,
            _ if doubt.is_some() => Standing::Unsure(next),
            _ => Standing::Waiting(next),
        },
        attempts: row.get(7)?,
        error: row.get(8)?,
        payload: row.get(9)?,
    })
}

pub(super) fn sent(
    connection: &Connection,
    scope: Option<Scope>,
    since: DateTime<Utc>,
) -> Raw<usize> {
    connection
        .prepare_cached(
            "SELECT count(*) FROM deliveries WHERE (?1 IS NULL OR scope = ?1) AND state = 'sent' AND ended >= ?2",
        )?
        .query_row(
            params![scope.map(|scope| signed(scope.0)), since.timestamp()],
            |row| count(row, 0),
        )
}

pub(super) fn retry(tx: &Transaction, scope: Scope, now: DateTime<Utc>) -> Raw<Retried> {
    let (scope, now) = (signed(scope.0), now.timestamp());
    let held = tx.execute(
        "UPDATE deliveries SET not_before = CASE WHEN not_before > ?2 THEN ?2 ELSE not_before END
         WHERE scope = ?1 AND state IN ('due', 'waiting') AND due <= ?2
         AND (error IS NOT NULL OR EXISTS (SELECT 1 FROM paused p
              WHERE p.target_kind = deliveries.target_kind AND p.target = deliveries.target))",
        params![scope, now],
    )?;
    let blocked = tx.execute(
        "UPDATE deliveries SET state = 'waiting', not_before = ?2, ended = NULL, payload = NULL
         WHERE scope = ?1 AND state = 'blocked'",
        params![scope, now],
    )?;
    let targets = tx.execute(
        "UPDATE paused SET probe = ?2 WHERE scope = ?1",
        params![scope, now],
    )?;
    Ok(Retried {
        targets,
        deliveries: held + blocked,
    })
}
