//! What is kept of a member or a server, and its deletion.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction};

use super::load::clear;
use super::reminders::read_target;
use super::{Raw, count, mirror, people, signed, standing};
use crate::store::{Kept, Scope, Target, Whose};

pub(super) fn kept(connection: &Connection, whose: Whose) -> Raw<Kept> {
    let rows = |sql: &str, number: i64| connection.query_row(sql, [number], |row| count(row, 0));
    match whose {
        Whose::User(user) => {
            let user = signed(user);
            Ok(Kept {
                reminders: rows("SELECT count(*) FROM reminders WHERE user = ?", user)?,
                standing: rows("SELECT count(*) FROM standing WHERE user = ?", user)?,
                deliveries: rows(
                    "SELECT count(*) FROM deliveries d LEFT JOIN reminders r ON r.no = d.reminder
                     WHERE r.user = ?1 OR (d.target_kind = 'direct' AND d.target = ?1)
                     OR (d.kind = 'paused' AND d.about = '{\"direct\":' || ?1 || '}')",
                    user,
                )?,
                ..Kept::default()
            })
        }
        Whose::Server(scope) => {
            let number = signed(scope.0);
            // What everyone sees is the operator's, not one server's to delete.
            let articles = if scope == Scope::EVERYONE {
                0
            } else {
                rows("SELECT count(*) FROM articles WHERE scope = ?", number)?
            };
            Ok(Kept {
                articles,
                reminders: rows("SELECT count(*) FROM reminders WHERE scope = ?", number)?,
                standing: rows("SELECT count(*) FROM standing WHERE scope = ?", number)?,
                deliveries: rows(
                    "SELECT count(*) FROM deliveries d LEFT JOIN reminders r ON r.no = d.reminder
                     WHERE r.scope = ?1 OR (d.scope = ?1 AND ?1 <> 0)",
                    number,
                )?,
                events: rows(
                    "SELECT count(*) FROM mirrored WHERE scope = ? AND shown <> ''",
                    number,
                )?,
                settings: rows("SELECT count(*) FROM settings WHERE scope = ?", number)?,
            })
        }
    }
}

pub(super) fn delete(tx: &Transaction, whose: Whose, now: DateTime<Utc>) -> Raw<Kept> {
    let gone = kept(tx, whose)?;
    let freed = targets(tx, whose)?;
    match whose {
        Whose::User(user) => {
            tx.execute("DELETE FROM standing WHERE user = ?", [signed(user)])?;
            tx.execute("DELETE FROM reminders WHERE user = ?", [signed(user)])?;
            tx.execute(
                "DELETE FROM deliveries WHERE (target_kind = 'direct' AND target = ?1)
                 OR (kind = 'paused' AND about = '{\"direct\":' || ?1 || '}')",
                [signed(user)],
            )?;
            tx.execute(
                "DELETE FROM paused WHERE target_kind = 'direct' AND target = ?",
                [signed(user)],
            )?;
        }
        Whose::Server(scope) => {
            let number = signed(scope.0);
            tx.execute("DELETE FROM standing WHERE scope = ?", [number])?;
            tx.execute("DELETE FROM reminders WHERE scope = ?", [number])?;
            tx.execute("DELETE FROM settings WHERE scope = ?", [number])?;
            mirror::strip(tx, scope)?;
            if scope != Scope::EVERYONE {
                tx.execute("DELETE FROM deliveries WHERE scope = ?", [number])?;
                tx.execute("DELETE FROM paused WHERE scope = ?", [number])?;
                delete_articles(tx, scope)?;
            }
        }
    }
    // Others' standing reminders may have left an instant to what is gone.
    for target in freed {
        standing::refill(tx, target, now)?;
    }
    // A list of reminders that has nothing left to list.
    tx.execute(
        "DELETE FROM deliveries WHERE kind IN ('missed', 'unsure') AND no NOT IN (SELECT told_by FROM deliveries WHERE told_by IS NOT NULL)",
        [],
    )?;
    Ok(gone)
}

/// Where the reminders go that are kept.
fn targets(tx: &Transaction, whose: Whose) -> Raw<Vec<Target>> {
    let (column, number) = match whose {
        Whose::User(user) => ("user", signed(user)),
        Whose::Server(scope) => ("scope", signed(scope.0)),
    };
    tx.prepare(&format!(
        "SELECT DISTINCT target_kind, target FROM reminders WHERE {column} = ?"
    ))?
    .query_map([number], |row| read_target(row, 0))?
    .collect()
}

fn delete_articles(tx: &Transaction, scope: Scope) -> Raw<()> {
    let known = people::known(tx, scope)?;
    let articles = tx
        .prepare("SELECT no FROM articles WHERE scope = ?")?
        .query_map([signed(scope.0)], |row| row.get(0))?
        .collect::<Raw<Vec<i64>>>()?;
    tx.execute(
        "DELETE FROM sessions_gone WHERE origin GLOB ?",
        [format!("{}/*", scope.0)],
    )?;
    for article in articles {
        clear(tx, article)?;
        tx.execute("DELETE FROM articles WHERE no = ?", [article])?;
    }
    for person in known {
        people::know(tx, scope, person)?;
    }
    people::forget_unnamed(tx)?;
    tx.execute("UPDATE generation SET number = number + 1", [])?;
    Ok(())
}
