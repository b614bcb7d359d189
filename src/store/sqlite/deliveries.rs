//! What is sent unasked: claimed by one, settled once, never dropped.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::reminders::{carrier, get, missed, read_target, unsure};
use super::{Raw, from_json, maybe_moment, mirror, moment, paused, sessions, signed};
use crate::store::{Carrier, Delivery, DeliveryNo, Notice, Outcome, Target};

/// Whether nothing is being sent to the target of the delivery `d`: one at a time, so that they stand there in order, and
/// so that a target which refuses refuses one.
const FREE: &str = "NOT EXISTS (SELECT 1 FROM deliveries s
    WHERE s.target_kind = d.target_kind AND s.target = d.target AND s.state = 'sending')";

/// Of what waits for a paused target, the first at the target's probe; of everything else, the first. What stands behind one
/// that is being sent is not looked at.
pub(super) fn next_due(connection: &Connection, who: Carrier) -> Raw<Option<DateTime<Utc>>> {
    let open: Option<i64> = connection
        .prepare_cached(&format!(
            "SELECT d.not_before FROM deliveries d WHERE d.carrier = ? AND d.state IN ('due', 'waiting')
             AND NOT EXISTS (SELECT 1 FROM paused p WHERE p.target_kind = d.target_kind AND p.target = d.target)
             AND {FREE} ORDER BY d.not_before LIMIT 1"
        ))?
        .query_row([carrier(who)], |row| row.get(0))
        .optional()?;
    let probe: Option<i64> = connection
        .prepare_cached(&format!(
            "SELECT min(CASE WHEN probe > first THEN probe ELSE first END) FROM (
                 SELECT p.probe, (SELECT min(d.not_before) FROM deliveries d
                                  WHERE d.target_kind = p.target_kind AND d.target = p.target
                                  AND d.carrier = ? AND d.state IN ('due', 'waiting') AND {FREE}) AS first
                 FROM paused p) AS probes WHERE first IS NOT NULL"
        ))?
        .query_row([carrier(who)], |row| row.get(0))?;
    let next = open.into_iter().chain(probe).min();
    Ok(next.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
}

/// A row that was claimed, without what it tells.
struct Claimed {
    no: i64,
    kind: String,
    target: Target,
    reminder: Option<i64>,
    session: Option<i64>,
    due: DateTime<Utc>,
    attempts: u32,
    doubt: Option<DateTime<Utc>>,
}

pub(super) fn claim(
    tx: &Transaction,
    who: Carrier,
    now: DateTime<Utc>,
    most: usize,
) -> Raw<Vec<Delivery>> {
    let mut claimed = tx
        .prepare_cached(&format!(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, claimed = ?2
             WHERE no IN (
                 SELECT d.no FROM deliveries d
                 LEFT JOIN paused p ON p.target_kind = d.target_kind AND p.target = d.target
                 WHERE d.carrier = ?1 AND d.state IN ('due', 'waiting') AND d.not_before <= ?2
                 AND (p.target IS NULL OR p.probe <= ?2) AND {FREE} AND NOT EXISTS (
                     SELECT 1 FROM deliveries e
                     WHERE e.target_kind = d.target_kind AND e.target = d.target
                     AND e.state IN ('due', 'waiting') AND e.not_before <= d.not_before
                     AND (e.not_before < d.not_before OR e.due < d.due OR (e.due = d.due AND e.no < d.no)))
                 ORDER BY d.not_before, d.no LIMIT ?3)
             AND state IN ('due', 'waiting')
             RETURNING no, kind, target_kind, target, reminder, session, due, attempts, doubt"
        ))?
        .query_map(
            params![carrier(who), now.timestamp(), signed(most as u64)],
            |row| {
                Ok(Claimed {
                    no: row.get(0)?,
                    kind: row.get(1)?,
                    target: read_target(row, 2)?,
                    reminder: row.get(4)?,
                    session: row.get(5)?,
                    due: moment(row, 6)?,
                    attempts: row.get(7)?,
                    doubt: maybe_moment(row, 8)?,
                })
            },
        )?
        .collect::<Raw<Vec<Claimed>>>()?;
    claimed.sort_by_key(|claimed| (claimed.due, claimed.no));
    let mut deliveries = Vec::with_capacity(claimed.len());
    for row in claimed {
        let Some(notice) = notice(tx, &row)? else {
            // There is nothing left to tell: what was unsure is settled, what was paused works again.
            tx.execute("DELETE FROM deliveries WHERE no = ?", [row.no])?;
            continue;
        };
        deliveries.push(Delivery {
            no: DeliveryNo(row.no),
            notice,
            target: row.target,
            due: row.due,
            attempts: row.attempts,
            nonce: nonce(row.no, row.due),
            doubt: row.doubt,
            refused: paused::refused(tx, row.target)?,
        });
    }
    Ok(deliveries)
}

/// What a row tells; none where that has gone.
fn notice(tx: &Transaction, row: &Claimed) -> Raw<Option<Notice>> {
    Ok(match (row.kind.as_str(), row.reminder, row.session) {
        (_, Some(reminder), _) => {
            get(tx, reminder)?.map(|reminder| Notice::Reminder(Box::new(reminder)))
        }
        (_, _, Some(session)) => moved(tx, row.no, session)?,
        ("paused", ..) => paused::about(tx, row.no)?.map(Notice::Paused),
        ("events", ..) => mirror::refusal(tx, row.no)?.map(Notice::Events),
        ("unsure", ..) => Some(unsure(tx, row.no)?)
            .filter(|list| !list.is_empty())
            .map(Notice::Unsure),
        _ => Some(missed(tx, row.no)?)
            .filter(|list| !list.is_empty())
            .map(Notice::Missed),
    })
}

/// What became of a session, and what it was before.
fn moved(tx: &Transaction, delivery: i64, session: i64) -> Raw<Option<Notice>> {
    let (was, zone) = tx
        .prepare_cached(
            "SELECT d.was, (SELECT r.zone FROM reminders r WHERE r.target_kind = d.target_kind AND r.target = d.target
                            AND r.session = d.session LIMIT 1)
             FROM deliveries d WHERE d.no = ?",
        )?
        .query_row([delivery], |row| {
            Ok((from_json(row, 0)?, row.get::<_, Option<String>>(1)?))
        })?;
    let now = tx
        .prepare_cached(&format!(
            "SELECT {} FROM sessions s JOIN articles a ON a.no = s.article WHERE s.no = ?",
            sessions::columns()
        ))?
        .query_row([session], sessions::found)
        .optional()?;
    Ok(now.map(|now| Notice::Moved {
        was: Box::new(was),
        now: Box::new(now),
        zone: zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC),
    }))
}

/// The nonce of a row's message: from the row alone, so that it is the same after a restart; at most 25 characters.
fn nonce(no: i64, due: DateTime<Utc>) -> String {
    format!("nd{:x}.{:x}", no, due.timestamp())
}

pub(super) fn settle(tx: &Transaction, no: DeliveryNo, outcome: &Outcome) -> Raw<()> {
    let seconds = |moment: &Option<DateTime<Utc>>| moment.map(|moment| moment.timestamp());
    match outcome {
        Outcome::Sent(message) => {
            let done = tx.execute(
                "UPDATE deliveries SET state = 'sent', message = ?, error = NULL, doubt = NULL, ended = coalesce(claimed, due)
                 WHERE no = ? AND state = 'sending'",
                params![signed(*message), no.0],
            )?;
            if done > 0 {
                paused::end(tx, no)?;
            }
        }
        Outcome::Waiting {
            until,
            error,
            doubt,
        } => {
            tx.execute(
                "UPDATE deliveries SET state = 'waiting', not_before = ?, error = ?, doubt = ?
                 WHERE no = ? AND state = 'sending'",
                params![until.timestamp(), error, seconds(doubt), no.0],
            )?;
        }
        Outcome::Held { until, doubt } => {
            tx.execute(
                "UPDATE deliveries SET state = CASE WHEN error IS NULL THEN 'due' ELSE 'waiting' END,
                        not_before = ?, doubt = ?, attempts = attempts - 1
                 WHERE no = ? AND state = 'sending'",
                params![until.timestamp(), seconds(doubt), no.0],
            )?;
            // What else is due there would be claimed and held one after another.
            tx.execute(
                "UPDATE deliveries SET not_before = ?1
                 WHERE target_kind = (SELECT h.target_kind FROM deliveries h WHERE h.no = ?2)
                 AND target = (SELECT h.target FROM deliveries h WHERE h.no = ?2)
                 AND state IN ('due', 'waiting')
                 AND not_before <= (SELECT h.claimed FROM deliveries h WHERE h.no = ?2 AND h.claimed < ?1)",
                params![until.timestamp(), no.0],
            )?;
        }
        Outcome::Closed {
            probe,
            error,
            doubt,
        } => {
            // The pause says when it is tried again, not the row.
            let done = tx.execute(
                "UPDATE deliveries SET state = 'waiting', error = ?, doubt = ? WHERE no = ? AND state = 'sending'",
                params![error, seconds(doubt), no.0],
            )?;
            if done > 0 {
                paused::begin(tx, no, *probe, error)?;
            }
        }
        Outcome::Unsure { until, error } => {
            let done = tx.execute(
                "UPDATE deliveries SET state = 'waiting', not_before = ?, error = ? WHERE no = ? AND state = 'sending'",
                params![until.timestamp(), error, no.0],
            )?;
            if done > 0 {
                tell_unsure(tx, no)?;
            }
        }
        Outcome::Blocked { error, payload } => {
            tx.execute(
                "UPDATE deliveries SET state = 'blocked', error = ?, payload = ?, doubt = NULL, ended = coalesce(claimed, due)
                 WHERE no = ? AND state = 'sending'",
                params![error, payload, no.0],
            )?;
        }
    }
    Ok(())
}

pub(super) fn release(tx: &Transaction, who: Carrier) -> Raw<usize> {
    tx.execute(
        "UPDATE deliveries SET state = 'due', doubt = coalesce(doubt, claimed, due) WHERE carrier = ? AND state = 'sending'",
        [carrier(who)],
    )
}

pub(super) fn hurry(tx: &Transaction, who: Carrier, now: DateTime<Utc>) -> Raw<usize> {
    tx.execute(
        "UPDATE deliveries SET not_before = ?2
         WHERE carrier = ?1 AND state IN ('due', 'waiting') AND due <= ?2 AND not_before > ?2",
        params![carrier(who), now.timestamp()],
    )
}

/// The condition of a reminder's delivery that is too late to be sent: carrier ?1, due before ?2, now ?3. One in doubt may
/// have been sent: that is looked up first.
const LATE: &str = "d.carrier = ?1 AND d.kind = 'reminder' AND d.state IN ('due', 'waiting') AND d.due < ?2
    AND d.not_before <= ?3 AND d.doubt IS NULL
    AND NOT EXISTS (SELECT 1 FROM paused p WHERE p.target_kind = d.target_kind AND p.target = d.target AND p.probe > ?3)";

pub(super) fn late(
    connection: &Connection,
    who: Carrier,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Raw<bool> {
    connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM deliveries d WHERE {LATE})"
        ))?
        .query_row(
            params![carrier(who), before.timestamp(), now.timestamp()],
            |row| row.get(0),
        )
}

pub(super) fn give_up(
    tx: &Transaction,
    who: Carrier,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Raw<usize> {
    let late = tx
        .prepare_cached(&format!(
            "SELECT d.no FROM deliveries d WHERE {LATE} ORDER BY d.no"
        ))?
        .query_map(
            params![carrier(who), before.timestamp(), now.timestamp()],
            |row| row.get(0),
        )?
        .collect::<Raw<Vec<i64>>>()?;
    for no in &late {
        let teller = teller(tx, "missed", *no, now.timestamp())?;
        tx.prepare_cached(
            "UPDATE deliveries SET state = 'missed', told_by = ?, ended = ? WHERE no = ?",
        )?
        .execute(params![teller, now.timestamp(), no])?;
    }
    Ok(late.len())
}

/// Has the channel told of a reminder that may or may not have come, once.
fn tell_unsure(tx: &Transaction, no: DeliveryNo) -> Raw<()> {
    let claimed: Option<i64> = tx
        .prepare_cached(
            "SELECT coalesce(claimed, due) FROM deliveries WHERE no = ? AND kind = 'reminder' AND told_by IS NULL",
        )?
        .query_row([no.0], |row| row.get(0))
        .optional()?;
    if let Some(claimed) = claimed {
        let teller = teller(tx, "unsure", no.0, claimed)?;
        tx.execute(
            "UPDATE deliveries SET told_by = ? WHERE no = ?",
            [teller, no.0],
        )?;
    }
    Ok(())
}

/// The list of a kind that goes where this delivery was to go: the one that is still to be sent, else a new one.
fn teller(tx: &Transaction, kind: &str, no: i64, now: i64) -> Raw<i64> {
    let open = tx
        .prepare_cached(
            "SELECT t.no FROM deliveries t JOIN deliveries d ON d.target_kind = t.target_kind AND d.target = t.target
             WHERE d.no = ? AND t.kind = ? AND t.state IN ('due', 'waiting') AND t.doubt IS NULL ORDER BY t.no LIMIT 1",
        )?
        .query_row(params![no, kind], |row| row.get(0))
        .optional()?;
    if let Some(open) = open {
        return Ok(open);
    }
    tx.prepare_cached(
        "INSERT INTO deliveries (kind, key, scope, target_kind, target, carrier, due, not_before)
         SELECT ?2, no, scope, target_kind, target, carrier, ?3, ?3 FROM deliveries WHERE no = ?1 RETURNING no",
    )?
    .query_row(params![no, kind, now], |row| row.get(0))
}

pub(super) fn prune(tx: &Transaction, before: DateTime<Utc>, most: usize) -> Raw<usize> {
    // What a list is still to tell of stays with the list.
    let gone = tx.execute(
        "DELETE FROM deliveries WHERE no IN (
             SELECT d.no FROM deliveries d WHERE d.ended < ?1
             AND NOT EXISTS (SELECT 1 FROM deliveries t WHERE t.no = d.told_by AND t.ended IS NULL)
             ORDER BY d.ended LIMIT ?2)",
        params![before.timestamp(), signed(most as u64)],
    )?;
    paused::forget(tx, before)?;
    Ok(gone)
}
