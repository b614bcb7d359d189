//! Targets that refuse whatever is sent there: when to try again, and whom to tell.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::reminders::{read_target, target};
use super::{Raw, count, from_json, moment, signed, to_json, unsigned};
use crate::store::{DeliveryNo, Paused, Scope, Target};

const COLUMNS: &str = "p.target_kind, p.target, p.scope, p.since, p.probe, p.refused, p.error,
    (SELECT count(*) FROM deliveries d WHERE d.target_kind = p.target_kind AND d.target = p.target
     AND d.state IN ('due', 'waiting', 'sending') AND d.not_before <= p.probe)";

fn read(row: &Row) -> Raw<Paused> {
    Ok(Paused {
        target: read_target(row, 0)?,
        scope: Scope(unsigned(row.get(2)?)),
        since: moment(row, 3)?,
        probe: moment(row, 4)?,
        refused: row.get(5)?,
        error: row.get(6)?,
        waiting: count(row, 7)?,
    })
}

/// How often a target has refused, one after another.
pub(super) fn refused(tx: &Transaction, of: Target) -> Raw<u32> {
    let (kind, number) = target(of);
    let refused = tx
        .prepare_cached("SELECT refused FROM paused WHERE target_kind = ? AND target = ?")?
        .query_row(params![kind, number], |row| row.get(0))
        .optional()?;
    Ok(refused.unwrap_or_default())
}

/// Pauses the target of a delivery that it refused, or goes on pausing it; tells its managers when it begins.
pub(super) fn begin(
    tx: &Transaction,
    no: DeliveryNo,
    probe: DateTime<Utc>,
    error: &str,
) -> Raw<()> {
    let (kind, number, scope, now): (String, i64, i64, i64) = tx
        .prepare_cached(
            "SELECT target_kind, target, scope, coalesce(claimed, due) FROM deliveries WHERE no = ?",
        )?
        .query_row([no.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    let refused: u32 = tx
        .prepare_cached(
            "INSERT INTO paused (target_kind, target, scope, since, probe, refused, error) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)
             ON CONFLICT (target_kind, target) DO UPDATE SET probe = ?5, refused = paused.refused + 1, error = ?6
             RETURNING refused",
        )?
        .query_row(
            params![kind, number, scope, now, probe.timestamp(), error],
            |row| row.get(0),
        )?;
    if refused > 1 {
        return Ok(());
    }
    reroute(tx, &kind, number)?;
    let place = Place {
        kind: &kind,
        number,
        scope,
    };
    let Some((to_kind, to)) = place.managers(tx)? else {
        return Ok(());
    };
    let about = match kind.as_str() {
        "direct" => Target::Direct(unsigned(number)),
        _ => Target::Channel(unsigned(number)),
    };
    tx.prepare_cached(
        "INSERT INTO deliveries (kind, key, scope, target_kind, target, carrier, about, due, not_before)
         VALUES ('paused', ?1, ?2, ?3, ?4, 'discord', ?5, ?6, ?6) ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        format!("{kind}{number}@{now}"),
        scope,
        to_kind,
        to,
        to_json(&about)?,
        now
    ])?;
    Ok(())
}

/// Notices that were to go where nothing can be sent any more go elsewhere, if there is somewhere.
fn reroute(tx: &Transaction, kind: &str, number: i64) -> Raw<()> {
    let stuck = tx
        .prepare_cached(
            "SELECT no, about, scope FROM deliveries WHERE kind = 'paused' AND target_kind = ? AND target = ?
             AND state IN ('due', 'waiting') AND doubt IS NULL",
        )?
        .query_map(params![kind, number], |row| {
            Ok((row.get(0)?, from_json(row, 1)?, row.get(2)?))
        })?
        .collect::<Raw<Vec<(i64, Target, i64)>>>()?;
    for (no, about, scope) in stuck {
        let (kind, number) = target(about);
        let place = Place {
            kind,
            number,
            scope,
        };
        if let Some((to_kind, to)) = place.managers(tx)? {
            tx.prepare_cached("UPDATE deliveries SET target_kind = ?, target = ?, state = 'due', attempts = 0 WHERE no = ?")?
                .execute(params![to_kind, to, no])?;
        }
    }
    Ok(())
}

/// A paused target and whose it is.
struct Place<'a> {
    kind: &'a str,
    number: i64,
    scope: i64,
}

impl Place<'_> {
    /// Where those who can set it right read it. Of a channel: where something was sent last in the same server, else where
    /// something is to be sent, else who last set a reminder there. Of direct messages: the channel where the member asked.
    fn managers(&self, tx: &Transaction) -> Raw<Option<(&'static str, i64)>> {
        let find = |kind: &'static str, sql: &str| {
            tx.prepare_cached(sql)?
                .query_row(params![self.kind, self.number, self.scope], |row| {
                    Ok((kind, row.get(0)?))
                })
                .optional()
        };
        if self.kind == "direct" {
            return find(
                "channel",
                "SELECT r.asked_in FROM reminders r
                 WHERE r.target_kind = ?1 AND r.target = ?2 AND r.scope = ?3 AND r.asked_in IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM paused p WHERE p.target_kind = 'channel' AND p.target = r.asked_in)
                 ORDER BY r.no DESC LIMIT 1",
            );
        }
        let channel = find(
            "channel",
            "SELECT d.target FROM deliveries d
             WHERE d.scope = ?3 AND ?3 <> 0 AND d.target_kind = 'channel'
             AND NOT (d.target_kind = ?1 AND d.target = ?2)
             AND NOT EXISTS (SELECT 1 FROM paused p WHERE p.target_kind = d.target_kind AND p.target = d.target)
             ORDER BY CASE d.state WHEN 'sent' THEN 0 ELSE 1 END, d.ended DESC, d.no DESC LIMIT 1",
        )?;
        if channel.is_some() {
            return Ok(channel);
        }
        find(
            "direct",
            "SELECT r.user FROM reminders r
             WHERE r.target_kind = ?1 AND r.target = ?2 AND r.scope = ?3
             AND NOT EXISTS (SELECT 1 FROM paused p WHERE p.target_kind = 'direct' AND p.target = r.user)
             ORDER BY r.no DESC LIMIT 1",
        )
    }
}

/// Ends the pause of a delivery's target: something was sent there.
pub(super) fn end(tx: &Transaction, no: DeliveryNo) -> Raw<()> {
    tx.prepare_cached(
        "DELETE FROM paused WHERE EXISTS (SELECT 1 FROM deliveries d
         WHERE d.no = ? AND d.target_kind = paused.target_kind AND d.target = paused.target)",
    )?
    .execute([no.0])?;
    Ok(())
}

/// Lets a target be tried with its next delivery.
pub(super) fn probe(tx: &Transaction, of: Target) -> Raw<()> {
    let (kind, number) = target(of);
    tx.prepare_cached("UPDATE paused SET probe = since WHERE target_kind = ? AND target = ?")?
        .execute(params![kind, number])?;
    Ok(())
}

/// Forgets pauses from before then that nothing waits for.
pub(super) fn forget(tx: &Transaction, before: DateTime<Utc>) -> Raw<()> {
    tx.execute(
        "DELETE FROM paused WHERE since < ? AND NOT EXISTS (SELECT 1 FROM deliveries d
         WHERE d.target_kind = paused.target_kind AND d.target = paused.target AND d.ended IS NULL)",
        [before.timestamp()],
    )?;
    Ok(())
}

/// The pause that a notice is about; none where it is over.
pub(super) fn about(tx: &Transaction, notice: i64) -> Raw<Option<Paused>> {
    let about: Target = tx
        .prepare_cached("SELECT about FROM deliveries WHERE no = ?")?
        .query_row([notice], |row| from_json(row, 0))?;
    let (kind, number) = target(about);
    tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM paused p WHERE p.target_kind = ? AND p.target = ?"
    ))?
    .query_row(params![kind, number], read)
    .optional()
}

pub(super) fn list(connection: &Connection, scope: Option<Scope>) -> Raw<Vec<Paused>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM paused p WHERE (?1 IS NULL OR p.scope = ?1) ORDER BY p.since DESC, p.target"
        ))?
        .query_map([scope.map(|scope| signed(scope.0))], read)?
        .collect()
}
