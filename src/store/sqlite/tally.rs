//! Counting deliveries by their state.

use rusqlite::Connection;

use super::Raw;
use crate::store::Tally;

pub(super) fn tally(connection: &Connection) -> Raw<Tally> {
    let mut tally = Tally::default();
    let mut counted =
        connection.prepare_cached("SELECT state, count(*) FROM deliveries GROUP BY state")?;
    let mut rows = counted.query([])?;
    while let Some(row) = rows.next()? {
        let number = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
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
    let paused: i64 = connection
        .prepare_cached("SELECT count(*) FROM paused WHERE target_kind = 'channel'")?
        .query_row([], |row| row.get(0))?;
    tally.paused = usize::try_from(paused).unwrap_or_default();
    Ok(tally)
}
