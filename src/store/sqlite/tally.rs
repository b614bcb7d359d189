//! Counting deliveries by their state.

use rusqlite::Connection;

use super::reminders::read_target;
use super::{Raw, count, unsigned};
use crate::store::{Addressed, Scope, Tally};

pub(super) fn tally(connection: &Connection) -> Raw<Tally> {
    let mut tally = Tally::default();
    let mut counted =
        connection.prepare_cached("SELECT state, count(*) FROM deliveries GROUP BY state")?;
    let mut rows = counted.query([])?;
    while let Some(row) = rows.next()? {
        let number = count(row, 1)?;
        match row.get_ref(0)?.as_str()? {
            "due" => tally.due = number,
            "waiting" => tally.waiting = number,
            "sending" => tally.sending = number,
            "sent" => tally.sent = number,
            "missed" => tally.missed = number,
            "blocked" => tally.blocked = number,
            // A state of a newer Newsdesk's is not counted here.
            _ => {}
        }
    }
    tally.paused = connection
        .prepare_cached("SELECT count(*) FROM paused")?
        .query_row([], |row| count(row, 0))?;
    Ok(tally)
}

pub(super) fn addressed(connection: &Connection) -> Raw<Vec<Addressed>> {
    connection
        .prepare_cached(
            "SELECT target_kind, target, max(scope), sum(to_come) FROM (
                 SELECT target_kind, target, scope, 1 AS to_come FROM deliveries
                 WHERE carrier = 'discord' AND state IN ('due', 'waiting', 'sending')
                 UNION ALL SELECT target_kind, target, scope, 0 FROM paused
                 UNION ALL SELECT target_kind, target, scope, 0 FROM standing WHERE target_kind <> 'console')
             GROUP BY target_kind, target ORDER BY 3, 1, 2",
        )?
        .query_map([], |row| {
            Ok(Addressed {
                target: read_target(row, 0)?,
                scope: Scope(unsigned(row.get(2)?)),
                to_come: count(row, 3)?,
            })
        })?
        .collect()
}
