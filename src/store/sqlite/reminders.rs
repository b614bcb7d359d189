//! What people have asked to be reminded of.

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};

use super::sessions::{COLUMNS, columns, found};
use super::{Raw, maybe_number, moment, paused, signed, standing, unsigned, window};
use crate::article::{Session, SessionStatus};
use crate::clock::resolve;
use crate::reminder;
use crate::store::{
    Carrier, Found, NewReminder, Reminder, ReminderNo, Scope, Snooze, Target, Window,
};

/// A target as it stands in two columns.
pub(super) fn target(target: Target) -> (&'static str, i64) {
    match target {
        Target::Channel(channel) => ("channel", signed(channel)),
        Target::Direct(user) => ("direct", signed(user)),
        Target::Console => ("console", 0),
    }
}

/// A target from its two columns.
pub(super) fn read_target(row: &Row, column: usize) -> Raw<Target> {
    let number = unsigned(row.get(column + 1)?);
    Ok(match row.get_ref(column)?.as_str()? {
        "direct" => Target::Direct(number),
        "console" => Target::Console,
        _ => Target::Channel(number),
    })
}

/// A carrier as it stands in a column.
pub(super) fn carrier(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Discord => "discord",
        Carrier::Console => "console",
    }
}

pub(super) const WALL: &str = "%Y-%m-%dT%H:%M:%S";

/// What stands for the time before the session where a reminder was snoozed.
pub(super) const SNOOZED: i64 = -1;

/// The columns of a reminder after those of its session.
fn all_columns() -> String {
    format!(
        "{}, r.no, r.scope, r.user, r.session, r.before, r.target_kind, r.target, r.role, r.wall, r.zone, r.due, r.asked_in",
        columns()
    )
}

const TABLES: &str =
    "reminders r JOIN sessions s ON s.no = r.session JOIN articles a ON a.no = s.article";

/// Asked for in scope ?1, or coming to that scope's own direct conversation, of which the member's number is the scope.
pub(super) const OURS: &str = "(r.scope = ?1 OR r.target_kind = 'direct' AND r.target = ?1)";

/// Still to come: its delivery is not done.
const PENDING: &str = "EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder = r.no AND d.state IN ('due', 'waiting', 'sending'))";

/// Still to come, and not being sent.
pub(super) const UNTOUCHED: &str =
    "EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder = r.no AND d.state IN ('due', 'waiting'))
    AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder = r.no AND d.state = 'sending')";

fn read(row: &Row) -> Raw<Reminder> {
    let at = COLUMNS;
    let session = found(row)?;
    let wrong = |column: usize| {
        rusqlite::Error::InvalidColumnType(
            at + column,
            "wall time or zone".to_owned(),
            rusqlite::types::Type::Text,
        )
    };
    let before: i64 = row.get(at + 4)?;
    Ok(Reminder {
        no: ReminderNo(row.get(at)?),
        snoozed: before == SNOOZED,
        asked: NewReminder {
            scope: Scope(unsigned(row.get(at + 1)?)),
            user: unsigned(row.get(at + 2)?),
            session: session.no,
            before: u32::try_from(before).unwrap_or_default(),
            target: read_target(row, at + 5)?,
            role: maybe_number(row, at + 7)?,
            wall: NaiveDateTime::parse_from_str(row.get_ref(at + 8)?.as_str()?, WALL)
                .map_err(|_| wrong(8))?,
            zone: row
                .get_ref(at + 9)?
                .as_str()?
                .parse()
                .map_err(|_| wrong(9))?,
            due: moment(row, at + 10)?,
            asked_in: maybe_number(row, at + 11)?,
        },
        session,
    })
}

pub(super) fn set(tx: &Transaction, wanted: &NewReminder) -> Raw<(Reminder, bool)> {
    let (target_kind, target) = target(wanted.target);
    // What somebody asked for by name stands above what a standing reminder made for the same instant.
    tx.prepare_cached(&format!(
        "DELETE FROM reminders AS r WHERE session = ? AND target_kind = ? AND target = ? AND due = ? AND standing IS NOT NULL
         AND {UNTOUCHED}"
    ))?
    .execute(params![
        wanted.session.0,
        target_kind,
        target,
        wanted.due.timestamp()
    ])?;
    let no: i64 = tx
        .prepare_cached(
            "INSERT INTO reminders (scope, user, session, before, target_kind, target, role, wall, zone, due, asked_in)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (session, before, target_kind, target, user, scope)
             DO UPDATE SET role = ?7, wall = ?8, zone = ?9, due = ?10, asked_in = ?11, standing = NULL RETURNING no",
        )?
        .query_row(
            params![
                signed(wanted.scope.0),
                signed(wanted.user),
                wanted.session.0,
                wanted.before,
                target_kind,
                target,
                wanted.role.map(signed),
                wanted.wall.format(WALL).to_string(),
                wanted.zone.name(),
                wanted.due.timestamp(),
                wanted.asked_in.map(signed)
            ],
            |row| row.get(0),
        )?;
    let new = schedule(tx, no)?;
    // Whoever sets one there may have set it right.
    paused::probe(tx, wanted.target)?;
    let reminder = get(tx, no)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok((reminder, new))
}

/// Sets a reminder that came to come once more. None where it is gone.
pub(super) fn snooze(tx: &Transaction, snooze: &Snooze) -> Raw<Option<(Reminder, bool)>> {
    let Some(of) = get(tx, snooze.of.0)? else {
        return Ok(None);
    };
    let (target_kind, target) = target(snooze.target);
    let zone = of.asked.zone;
    let no: i64 = tx
        .prepare_cached(
            "INSERT INTO reminders (scope, user, session, before, target_kind, target, wall, zone, due, asked_in)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (session, before, target_kind, target, user, scope)
             DO UPDATE SET wall = ?7, zone = ?8, due = ?9, asked_in = ?10 RETURNING no",
        )?
        .query_row(
            params![
                signed(of.asked.scope.0),
                signed(snooze.user),
                of.session.no.0,
                SNOOZED,
                target_kind,
                target,
                snooze.due.with_timezone(&zone).format(WALL).to_string(),
                zone.name(),
                snooze.due.timestamp(),
                snooze.asked_in.map(signed)
            ],
            |row| row.get(0),
        )?;
    let new = schedule(tx, no)?;
    paused::probe(tx, snooze.target)?;
    Ok(get(tx, no)?.map(|reminder| (reminder, new)))
}

/// Gives a reminder its delivery at its instant: moves the one that is still to be sent, or adds one. Says whether it is
/// a new one. One that was sent for the same instant is not sent again; one that could not be is tried anew.
fn schedule(tx: &Transaction, reminder: i64) -> Raw<bool> {
    // Back to an instant for which it was sent already: then nothing is still to be sent.
    tx.execute(
        "DELETE FROM deliveries WHERE reminder = ?1 AND state IN ('due', 'waiting') AND EXISTS (
             SELECT 1 FROM deliveries d JOIN reminders r ON r.no = d.reminder
             WHERE r.no = ?1 AND d.due = r.due AND d.state IN ('sending', 'sent', 'missed'))",
        [reminder],
    )?;
    // Nor does a standing one tell its target twice at one instant, when a session that moved brings two together.
    let told_by_another: bool = tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM reminders r JOIN reminders o ON o.session = r.session AND o.target_kind = r.target_kind
                 AND o.target = r.target AND o.due = r.due AND o.no <> r.no AND o.before <> -1 AND r.before <> -1
                 JOIN deliveries d ON d.reminder = o.no AND d.due = r.due AND d.state <> 'blocked'
             WHERE r.no = ? AND r.standing IS NOT NULL)",
        )?
        .query_row([reminder], |row| row.get(0))?;
    if told_by_another {
        tx.execute(
            "DELETE FROM deliveries WHERE reminder = ? AND state IN ('due', 'waiting')",
            [reminder],
        )?;
        // Without a past it makes room, for the standing one to take the instant up when the other is cancelled.
        tx.execute(
            "DELETE FROM reminders WHERE no = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE reminder = ?1)",
            [reminder],
        )?;
        return Ok(false);
    }
    // What could not be sent for this instant makes room.
    tx.execute(
        "DELETE FROM deliveries WHERE reminder = ?1 AND state = 'blocked' AND due = (SELECT due FROM reminders WHERE no = ?1)",
        [reminder],
    )?;
    let moved = tx.execute(
        "UPDATE deliveries SET due = r.due, not_before = r.due, key = r.no || '@' || r.due,
                doubt = CASE WHEN deliveries.due = r.due THEN deliveries.doubt END
         FROM reminders r WHERE r.no = deliveries.reminder AND r.no = ? AND deliveries.state IN ('due', 'waiting')",
        [reminder],
    )?;
    if moved > 0 {
        return Ok(false);
    }
    post(tx, reminder)
}

/// Adds a reminder's delivery at its instant, which is all that a new one needs.
pub(super) fn post(tx: &Transaction, reminder: i64) -> Raw<bool> {
    let added = tx
        .prepare_cached(
        "INSERT INTO deliveries (kind, key, scope, target_kind, target, carrier, reminder, due, not_before)
         SELECT 'reminder', no || '@' || due, scope, target_kind, target,
                CASE target_kind WHEN 'console' THEN 'console' ELSE 'discord' END, no, due, due
         FROM reminders WHERE no = ? ON CONFLICT DO NOTHING",
        )?
        .execute([reminder])?;
    Ok(added > 0)
}

/// The reminders of a session whose start changed follow it: the same time before, the same wall hour where it has none.
/// One that was told already is told again only if the session was put off; a correction of what is over tells nobody. One
/// that was snoozed comes when its member wants it.
pub(super) fn follow(tx: &Transaction, session: i64, moved: &Session) -> Raw<()> {
    let rows = tx
        .prepare_cached(
            "SELECT no, before, wall, zone FROM reminders WHERE session = ? AND before <> -1
             ORDER BY standing IS NOT NULL, no",
        )?
        .query_map([session], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Raw<Vec<(i64, u32, String, String)>>>()?;
    for (no, before, wall, zone) in rows {
        let morning = NaiveDateTime::parse_from_str(&wall, WALL)
            .map_or(0, |wall| wall.hour() * 60 + wall.minute());
        let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
        let morning = u16::try_from(morning).unwrap_or_default();
        let Some((wall, zone)) = reminder::wall(moved, before, zone, morning) else {
            continue;
        };
        let due = resolve(wall, zone);
        let again: bool = tx
            .prepare_cached(&format!(
                "SELECT {PENDING} OR (?2 AND r.due < ?3) FROM reminders r WHERE r.no = ?1"
            ))?
            .query_row(
                params![no, moved.status != SessionStatus::Past, due.timestamp()],
                |row| row.get(0),
            )?;
        if !again {
            continue;
        }
        tx.prepare_cached("UPDATE reminders SET wall = ?, zone = ?, due = ? WHERE no = ?")?
            .execute(params![
                wall.format(WALL).to_string(),
                zone.name(),
                due.timestamp(),
                no
            ])?;
        schedule(tx, no)?;
    }
    Ok(())
}

/// Gives every target of the session's reminders a delivery that tells what became of it; once for each `key`. Whoever had
/// a reminder snoozed, and got it, asked for no more.
pub(super) fn tell(tx: &Transaction, session: i64, key: &str, was: &str) -> Raw<()> {
    tx.prepare_cached(&format!(
        "INSERT INTO deliveries (kind, key, scope, target_kind, target, carrier, session, was, due, not_before)
         SELECT DISTINCT 'moved', ?2, scope, target_kind, target,
                CASE target_kind WHEN 'console' THEN 'console' ELSE 'discord' END, session, ?3, 0, 0
         FROM reminders r WHERE session = ?1 AND (before <> -1 OR {PENDING}) ON CONFLICT DO NOTHING"
    ))?
    .execute(params![session, key, was])?;
    Ok(())
}

/// Whether a reminder of the session is still to come.
pub(super) fn pending(tx: &Transaction, session: i64) -> Raw<bool> {
    tx.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM reminders r WHERE r.session = ? AND {PENDING})"
    ))?
    .query_row([session], |row| row.get(0))
}

/// Gives one session's reminders to another; those that it has already stay as they are.
pub(super) fn hand_over(tx: &Transaction, from: i64, to: i64) -> Raw<()> {
    tx.prepare_cached("UPDATE OR IGNORE reminders SET session = ?2 WHERE session = ?1")?
        .execute([from, to])?;
    tx.prepare_cached("DELETE FROM reminders WHERE session = ?")?
        .execute([from])?;
    Ok(())
}

/// Whether somebody asked to be reminded of the session.
pub(super) fn any(tx: &Transaction, session: i64) -> Raw<bool> {
    tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM reminders WHERE session = ?)")?
        .query_row([session], |row| row.get(0))
}

pub(super) fn list(
    connection: &Connection,
    scope: Scope,
    user: Option<u64>,
    wanted: Window,
) -> Raw<Found<Reminder>> {
    let scope = signed(scope.0);
    let user = user.map(signed);
    let mut from = format!("FROM {TABLES} WHERE {OURS} AND r.standing IS NULL AND {PENDING}");
    let mut parameters: Vec<&dyn ToSql> = vec![&scope];
    if let Some(user) = &user {
        from.push_str(" AND r.user = ?2");
        parameters.push(user);
    }
    window(
        connection,
        &all_columns(),
        &from,
        "r.due, r.no",
        &parameters,
        wanted,
        read,
    )
}

pub(super) fn one(connection: &Connection, scope: Scope, no: ReminderNo) -> Raw<Option<Reminder>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM {TABLES} WHERE {OURS} AND r.no = ?2 AND r.standing IS NULL AND {PENDING}",
            all_columns()
        ))?
        .query_row([signed(scope.0), no.0], read)
        .optional()
}

pub(super) fn recall(
    connection: &Connection,
    scope: Scope,
    no: ReminderNo,
) -> Raw<Option<Reminder>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM {TABLES} WHERE {OURS} AND r.no = ?2",
            all_columns()
        ))?
        .query_row([signed(scope.0), no.0], read)
        .optional()
}

/// The reminder, sent or not.
pub(super) fn get(connection: &Connection, no: i64) -> Raw<Option<Reminder>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM {TABLES} WHERE r.no = ?",
            all_columns()
        ))?
        .query_row([no], read)
        .optional()
}

/// The reminders that a delivery tells of as missed, the longest due first.
pub(super) fn missed(connection: &Connection, delivery: i64) -> Raw<Vec<Reminder>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM {TABLES} JOIN deliveries d ON d.reminder = r.no WHERE d.told_by = ? ORDER BY d.due, d.no",
            all_columns()
        ))?
        .query_map([delivery], read)?
        .collect()
}

/// The reminders that a delivery tells of as unsure and that still are, the longest due first.
pub(super) fn unsure(connection: &Connection, delivery: i64) -> Raw<Vec<Reminder>> {
    connection
        .prepare_cached(&format!(
            "SELECT {} FROM {TABLES} JOIN deliveries d ON d.reminder = r.no
             WHERE d.told_by = ? AND d.state IN ('due', 'waiting', 'sending') AND d.doubt IS NOT NULL ORDER BY d.due, d.no",
            all_columns()
        ))?
        .query_map([delivery], read)?
        .collect()
}

pub(super) fn cancel(
    tx: &Transaction,
    scope: Scope,
    no: ReminderNo,
    now: DateTime<Utc>,
) -> Raw<bool> {
    let gone = tx
        .prepare_cached(&format!(
            "DELETE FROM reminders AS r WHERE {OURS} AND no = ?2 AND standing IS NULL AND {UNTOUCHED}
             RETURNING target_kind, target"
        ))?
        .query_row([signed(scope.0), no.0], |row| read_target(row, 0))
        .optional()?;
    // A standing one may have left this instant to it.
    if let Some(target) = gone {
        standing::refill(tx, target, now)?;
    }
    Ok(gone.is_some())
}
