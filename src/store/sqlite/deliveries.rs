//! What is sent unasked: claimed by one, settled once, never dropped.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::reminders::{carrier, get, missed, read_target};
use super::{Raw, from_json, moment, sessions, signed};
use crate::store::{Carrier, Delivery, DeliveryNo, Notice, Outcome};

pub(super) fn next_due(connection: &Connection, who: Carrier) -> Raw<Option<DateTime<Utc>>> {
    let next: Option<i64> = connection
        .prepare_cached(
            "SELECT min(not_before) FROM deliveries WHERE carrier = ? AND state IN ('due', 'waiting')",
        )?
        .query_row([carrier(who)], |row| row.get(0))?;
    Ok(next.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
}

pub(super) fn claim(
    tx: &Transaction,
    who: Carrier,
    now: DateTime<Utc>,
    most: usize,
) -> Raw<Vec<Delivery>> {
    struct Claimed {
        no: i64,
        target: crate::store::Target,
        reminder: Option<i64>,
        session: Option<i64>,
        due: DateTime<Utc>,
        attempts: u32,
    }
    let mut claimed = tx
        .prepare_cached(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1
             WHERE no IN (SELECT no FROM deliveries WHERE carrier = ?1 AND state IN ('due', 'waiting') AND not_before <= ?2
                          ORDER BY not_before, no LIMIT ?3)
             AND state IN ('due', 'waiting')
             RETURNING no, target_kind, target, reminder, due, attempts, session",
        )?
        .query_map(params![carrier(who), now.timestamp(), signed(most as u64)], |row| {
            Ok(Claimed {
                no: row.get(0)?,
                target: read_target(row, 1)?,
                reminder: row.get(3)?,
                due: moment(row, 4)?,
                attempts: row.get(5)?,
                session: row.get(6)?,
            })
        })?
        .collect::<Raw<Vec<Claimed>>>()?;
    claimed.sort_by_key(|claimed| (claimed.due, claimed.no));
    let mut deliveries = Vec::with_capacity(claimed.len());
    for row in claimed {
        let notice = match (row.reminder, row.session) {
            (Some(reminder), _) => {
                get(tx, reminder)?.map(|reminder| Notice::Reminder(Box::new(reminder)))
            }
            (_, Some(session)) => moved(tx, row.no, session)?,
            _ => Some(Notice::Missed(missed(tx, row.no)?)),
        };
        // Its reminder or session goes only together with the row, in one transaction.
        let Some(notice) = notice else { continue };
        deliveries.push(Delivery {
            no: DeliveryNo(row.no),
            notice,
            target: row.target,
            due: row.due,
            attempts: row.attempts,
            nonce: nonce(row.no, row.due),
        });
    }
    Ok(deliveries)
}

/// What became of a session, and what it was before.
fn moved(tx: &Transaction, delivery: i64, session: i64) -> Raw<Option<Notice>> {
    let was = tx
        .prepare_cached("SELECT was FROM deliveries WHERE no = ?")?
        .query_row([delivery], |row| from_json(row, 0))?;
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
    }))
}

/// The nonce of a row's message: from the row alone, so that it is the same after a restart; at most 25 characters.
fn nonce(no: i64, due: DateTime<Utc>) -> String {
    format!("nd{:x}.{:x}", no, due.timestamp())
}

pub(super) fn settle(tx: &Transaction, no: DeliveryNo, outcome: &Outcome) -> Raw<()> {
    match outcome {
        Outcome::Sent(message) => tx.execute(
            "UPDATE deliveries SET state = 'sent', message = ?, error = NULL WHERE no = ? AND state = 'sending'",
            params![signed(*message), no.0],
        ),
        Outcome::Waiting { until, error } => tx.execute(
            "UPDATE deliveries SET state = 'waiting', not_before = ?, error = ? WHERE no = ? AND state = 'sending'",
            params![until.timestamp(), error, no.0],
        ),
        Outcome::Blocked { error } => tx.execute(
            "UPDATE deliveries SET state = 'blocked', error = ? WHERE no = ? AND state = 'sending'",
            params![error, no.0],
        ),
    }?;
    Ok(())
}

pub(super) fn release(tx: &Transaction, who: Carrier) -> Raw<usize> {
    tx.execute(
        "UPDATE deliveries SET state = 'due' WHERE carrier = ? AND state = 'sending'",
        [carrier(who)],
    )
}

/// The condition of a reminder's delivery that is too late to be sent: carrier ?1, due before ?2.
const LATE: &str =
    "carrier = ?1 AND kind = 'reminder' AND state IN ('due', 'waiting') AND due < ?2";

pub(super) fn late(connection: &Connection, who: Carrier, before: DateTime<Utc>) -> Raw<bool> {
    connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM deliveries INDEXED BY deliveries_next WHERE {LATE})"
        ))?
        .query_row(params![carrier(who), before.timestamp()], |row| row.get(0))
}

pub(super) fn give_up(
    tx: &Transaction,
    who: Carrier,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Raw<usize> {
    let mut targets: BTreeMap<(String, i64), Vec<i64>> = BTreeMap::new();
    let mut rows = tx.prepare_cached(&format!(
        "SELECT no, target_kind, target FROM deliveries WHERE {LATE} ORDER BY no"
    ))?;
    let mut rows = rows.query(params![carrier(who), before.timestamp()])?;
    while let Some(row) = rows.next()? {
        targets
            .entry((row.get(1)?, row.get(2)?))
            .or_default()
            .push(row.get(0)?);
    }
    let mut missed = 0;
    for ((kind, target), numbers) in targets {
        let teller: i64 = tx
            .prepare_cached(
                "INSERT INTO deliveries (kind, key, target_kind, target, carrier, due, not_before)
                 VALUES ('missed', ?1, ?2, ?3, ?4, ?5, ?5) RETURNING no",
            )?
            .query_row(
                params![
                    numbers.first().map(i64::to_string),
                    kind,
                    target,
                    carrier(who),
                    now.timestamp()
                ],
                |row| row.get(0),
            )?;
        for no in &numbers {
            missed += tx
                .prepare_cached("UPDATE deliveries SET state = 'missed', told_by = ? WHERE no = ?")?
                .execute([teller, *no])?;
        }
    }
    Ok(missed)
}
