//! Standing reminders: of every session, or of every session of an article, those that come later too.
//!
//! A standing reminder makes ordinary reminders, one for each session and time before it, in the transaction in which it is
//! set or in which the session is loaded. They follow their session and are sent like any other. A target that gets a reminder
//! of a session at an instant gets no second one; when the first goes, the standing one takes the instant up again.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};

use super::articles;
use super::covered::{Told, covered, told, wanted};
use super::reminders::{OURS, UNTOUCHED, WALL, post, read_target, target};
use super::{Raw, from_json, maybe_number, paused, sessions, signed, to_json, unsigned, window};
use crate::store::{
    ArticleNo, Coming, Found, NewStanding, Scope, StandingNo, StandingReminder, Target, Window,
};

const COLUMNS: &str = "r.no, r.scope, r.user, r.article, r.before, r.target_kind, r.target, r.role, r.zone, r.morning, r.asked_in";

/// A row, as it stands.
struct Kept {
    no: i64,
    asked: NewStanding,
}

fn read(row: &Row) -> Raw<Kept> {
    Ok(Kept {
        no: row.get(0)?,
        asked: NewStanding {
            scope: Scope(unsigned(row.get(1)?)),
            user: unsigned(row.get(2)?),
            article: row.get::<_, Option<i64>>(3)?.map(ArticleNo),
            before: from_json(row, 4)?,
            target: read_target(row, 5)?,
            role: maybe_number(row, 7)?,
            // A zone that a later edition of the list has dropped.
            zone: row.get_ref(8)?.as_str()?.parse().unwrap_or(Tz::UTC),
            morning: row.get(9)?,
            asked_in: maybe_number(row, 10)?,
        },
    })
}

/// Writes a new one, under this number where one is given; says which it has.
pub(super) fn add(tx: &Transaction, no: Option<i64>, asked: &NewStanding) -> Raw<i64> {
    let (target_kind, target) = target(asked.target);
    tx.prepare_cached(
        "INSERT INTO standing (no, scope, user, article, before, target_kind, target, role, zone, morning, asked_in)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .insert(params![
        no,
        signed(asked.scope.0),
        signed(asked.user),
        asked.article.map(|article| article.0),
        to_json(&asked.before)?,
        target_kind,
        target,
        asked.role.map(signed),
        asked.zone.name(),
        asked.morning,
        asked.asked_in.map(signed)
    ])
}

pub(super) fn set(
    tx: &Transaction,
    asked: &NewStanding,
    now: DateTime<Utc>,
) -> Raw<(StandingReminder, bool)> {
    let (target_kind, target) = target(asked.target);
    let article = asked.article.map(|article| article.0);
    let known: Option<i64> = tx
        .prepare_cached(
            "SELECT no FROM standing WHERE scope = ? AND target_kind = ? AND target = ? AND coalesce(article, 0) = ?",
        )?
        .query_row(
            params![signed(asked.scope.0), target_kind, target, article.unwrap_or(0)],
            |row| row.get(0),
        )
        .optional()?;
    let no = match known {
        Some(no) => {
            tx.prepare_cached(
                "UPDATE standing SET user = ?2, before = ?3, role = ?4, zone = ?5, morning = ?6, asked_in = ?7 WHERE no = ?1",
            )?
            .execute(params![
                no,
                signed(asked.user),
                to_json(&asked.before)?,
                asked.role.map(signed),
                asked.zone.name(),
                asked.morning,
                asked.asked_in.map(signed)
            ])?;
            make_room(tx, no, &asked.before, now)?;
            tx.prepare_cached(
                "UPDATE OR IGNORE reminders SET user = ?2, role = ?3 WHERE standing = ?1",
            )?
            .execute(params![no, signed(asked.user), asked.role.map(signed)])?;
            no
        }
        None => add(tx, None, asked)?,
    };
    // All of the target's, since others' times may have been left to those that are gone.
    refill(tx, asked.target, now)?;
    // Whoever sets one there may have set it right.
    paused::probe(tx, asked.target)?;
    let standing = get(tx, no, now)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok((standing, known.is_none()))
}

/// Takes away what a standing reminder made and that its new times no longer ask for, or that is still to come. What is due
/// and on its way stays.
fn make_room(tx: &Transaction, no: i64, before: &[u32], now: DateTime<Utc>) -> Raw<()> {
    let made = tx
        .prepare_cached(&format!(
            "SELECT no, before, due, {UNTOUCHED} FROM reminders r WHERE standing = ?"
        ))?
        .query_map([no], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Raw<Vec<(i64, u32, i64, bool)>>>()?;
    for (reminder, minutes, due, untouched) in made {
        let future = due > now.timestamp();
        if (future && untouched) || (!future && !untouched && !before.contains(&minutes)) {
            tx.prepare_cached(
                "DELETE FROM reminders AS r WHERE no = ?
                 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder = r.no AND d.state = 'sending')",
            )?
            .execute([reminder])?;
        }
    }
    Ok(())
}

/// Makes a scope's standing reminders anew, as far as they are to come: its zone or its morning is another.
pub(super) fn renew(tx: &Transaction, scope: Scope, now: DateTime<Utc>) -> Raw<()> {
    let all = tx
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing r WHERE r.scope = ?"
        ))?
        .query_map([signed(scope.0)], read)?
        .collect::<Raw<Vec<Kept>>>()?;
    for standing in &all {
        make_room(tx, standing.no, &standing.asked.before, now)?;
    }
    for standing in &all {
        refill(tx, standing.asked.target, now)?;
    }
    Ok(())
}

/// Gives the standing reminders that see an article which was just loaded theirs of its sessions.
pub(super) fn loaded(tx: &Transaction, scope: Scope, article: i64, now: DateTime<Utc>) -> Raw<()> {
    let all = tx
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing r WHERE r.scope = ?1 OR ?1 = 0"
        ))?
        .query_map([signed(scope.0)], read)?
        .collect::<Raw<Vec<Kept>>>()?;
    if all.is_empty() {
        return Ok(());
    }
    let told = told(
        tx,
        "s.no IN (SELECT coalesce(superseded_by, no) FROM sessions WHERE article = ?1)",
        &[&article],
    )?;
    for standing in &all {
        fill(tx, standing, &told, now)?;
    }
    Ok(())
}

/// Has a target's standing reminders take up what no other reminder of the target stands for any more.
pub(super) fn refill(tx: &Transaction, to: Target, now: DateTime<Utc>) -> Raw<()> {
    let (kind, number) = target(to);
    let all = tx
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing r WHERE r.target_kind = ? AND r.target = ? ORDER BY r.no"
        ))?
        .query_map(params![kind, number], read)?
        .collect::<Raw<Vec<Kept>>>()?;
    for standing in &all {
        fill(tx, standing, &covered(tx, &standing.asked, now)?, now)?;
    }
    Ok(())
}

/// Makes the reminders that a standing one asks for of these sessions and that its target has not. A snoozed one (-1) stands
/// for no instant of its session; `<>` instead of `>=` keeps the look-up on the target's own index.
fn fill(tx: &Transaction, standing: &Kept, sessions: &[Told], now: DateTime<Utc>) -> Raw<()> {
    let asked = &standing.asked;
    let (target_kind, target) = target(asked.target);
    for wanted in wanted(tx, asked, sessions, now)? {
        let made: Option<i64> = tx
            .prepare_cached(
                "INSERT INTO reminders (scope, user, session, before, target_kind, target, role, wall, zone, due, standing, asked_in)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
                 WHERE NOT EXISTS (SELECT 1 FROM reminders WHERE session = ?3 AND target_kind = ?5 AND target = ?6
                                   AND due = ?10 AND before <> -1)
                 ON CONFLICT DO NOTHING RETURNING no",
            )?
            .query_row(
                params![
                    signed(asked.scope.0),
                    signed(asked.user),
                    wanted.session,
                    wanted.before,
                    target_kind,
                    target,
                    asked.role.map(signed),
                    wanted.wall.format(WALL).to_string(),
                    wanted.zone.name(),
                    wanted.due.timestamp(),
                    standing.no,
                    asked.asked_in.map(signed)
                ],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(made) = made {
            post(tx, made)?;
        }
    }
    Ok(())
}

/// A standing reminder with what it covers.
fn whole(connection: &Connection, kept: Kept, now: DateTime<Utc>) -> Raw<StandingReminder> {
    let article = kept
        .asked
        .article
        .map(|article| articles::one(connection, kept.asked.scope, article))
        .transpose()?
        .flatten();
    let sessions = covered(connection, &kept.asked, now)?;
    let mut wanted = wanted(connection, &kept.asked, &sessions, now)?;
    wanted.sort_by_key(|wanted| (wanted.due, wanted.session));
    let mut next = Vec::new();
    for coming in wanted.iter().take(StandingReminder::NEXT) {
        let found = connection
            .prepare_cached(&format!(
                "SELECT {} FROM sessions s JOIN articles a ON a.no = s.article WHERE s.no = ?",
                sessions::columns()
            ))?
            .query_row([coming.session], sessions::found)?;
        next.push(Coming {
            session: found,
            before: coming.before,
            due: coming.due,
        });
    }
    let mut covered: Vec<i64> = wanted.iter().map(|wanted| wanted.session).collect();
    covered.sort_unstable();
    covered.dedup();
    Ok(StandingReminder {
        no: StandingNo(kept.no),
        asked: kept.asked,
        article,
        sessions: covered.len(),
        reminders: wanted.len(),
        next,
    })
}

fn get(connection: &Connection, no: i64, now: DateTime<Utc>) -> Raw<Option<StandingReminder>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM standing r WHERE r.no = ?"))?
        .query_row([no], read)
        .optional()?
        .map(|kept| whole(connection, kept, now))
        .transpose()
}

pub(super) fn list(
    connection: &Connection,
    scope: Scope,
    user: Option<u64>,
    wanted: Window,
    now: DateTime<Utc>,
) -> Raw<Found<StandingReminder>> {
    let scope = signed(scope.0);
    let user = user.map(signed);
    let mut from = format!("FROM standing r WHERE {OURS}");
    let mut parameters: Vec<&dyn ToSql> = vec![&scope];
    if let Some(user) = &user {
        from.push_str(" AND r.user = ?2");
        parameters.push(user);
    }
    let found = window(
        connection,
        COLUMNS,
        &from,
        "r.no",
        &parameters,
        wanted,
        read,
    )?;
    let items = found
        .items
        .into_iter()
        .map(|kept| whole(connection, kept, now))
        .collect::<Raw<Vec<StandingReminder>>>()?;
    Ok(Found {
        total: found.total,
        items,
    })
}

pub(super) fn one(
    connection: &Connection,
    scope: Scope,
    no: StandingNo,
    now: DateTime<Utc>,
) -> Raw<Option<StandingReminder>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing r WHERE {OURS} AND r.no = ?2"
        ))?
        .query_row([signed(scope.0), no.0], read)
        .optional()?
        .map(|kept| whole(connection, kept, now))
        .transpose()
}

pub(super) fn end(tx: &Transaction, scope: Scope, no: StandingNo, now: DateTime<Utc>) -> Raw<bool> {
    let gone = tx
        .prepare_cached(&format!(
            "DELETE FROM standing AS r WHERE {OURS} AND no = ?2 RETURNING target_kind, target"
        ))?
        .query_row([signed(scope.0), no.0], |row| read_target(row, 0))
        .optional()?;
    if let Some(target) = gone {
        refill(tx, target, now)?;
    }
    Ok(gone.is_some())
}
