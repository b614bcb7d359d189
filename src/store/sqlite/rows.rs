//! What a row holds, and some rows of many.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Raw;
use crate::store::{Found, Window};

/// A part of an article as it is kept.
pub(super) fn to_json<T: Serialize>(value: &T) -> Raw<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// A part of an article as it was kept, from a column.
pub(super) fn from_json<T: DeserializeOwned>(row: &rusqlite::Row, column: usize) -> Raw<T> {
    let json = row.get_ref(column)?.as_str()?;
    serde_json::from_str(json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

/// A number of Discord's: below 2^63 until the year 2084.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of Discord's from a column.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// A moment from a column of seconds since 1970.
pub(super) fn moment(row: &rusqlite::Row, column: usize) -> Raw<DateTime<Utc>> {
    let seconds: i64 = row.get(column)?;
    DateTime::from_timestamp(seconds, 0)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(column, seconds))
}

/// A moment that may be none.
pub(super) fn maybe_moment(row: &rusqlite::Row, column: usize) -> Raw<Option<DateTime<Utc>>> {
    let seconds: Option<i64> = row.get(column)?;
    seconds.map(|_| moment(row, column)).transpose()
}

/// A number of Discord's that may be none.
pub(super) fn maybe_number(row: &rusqlite::Row, column: usize) -> Raw<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(unsigned))
}

/// How many there are.
pub(super) fn count(row: &rusqlite::Row, column: usize) -> Raw<usize> {
    let number: i64 = row.get(column)?;
    Ok(usize::try_from(number).unwrap_or_default())
}

/// A day as it stands in a column.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// The first column of every row.
pub(super) fn keys(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Raw<Vec<i64>> {
    connection
        .prepare_cached(sql)?
        .query_map(parameters, |row| row.get(0))?
        .collect()
}

/// The statement for what a scope (`?1`) sees in order: everyone's rows and its own, merged. Each half can walk an index
/// that begins with the scope, which `scope IN (0, ?1)` could not, so that other servers' rows cost nothing.
pub(super) fn both(columns: &str, from: &str, order: &str) -> String {
    let most = Found::<()>::MOST;
    format!(
        "SELECT {columns} FROM {from} AND scope = 0
         UNION ALL SELECT {columns} FROM {from} AND scope = ?1 AND ?1 <> 0 ORDER BY {order} LIMIT {most}"
    )
}

/// A window of a list of which all keys are known.
pub(super) fn page<K, T>(
    keys: &[K],
    wanted: Window,
    mut item: impl FnMut(&K) -> Raw<T>,
) -> Raw<Found<T>> {
    let items = keys
        .iter()
        .skip(wanted.from)
        .take(wanted.count)
        .map(&mut item)
        .collect::<Raw<Vec<T>>>()?;
    Ok(Found {
        total: keys.len(),
        items,
    })
}

/// The count that a list shows, and the rows of its window. `from` is what follows SELECT's columns, up to ORDER BY.
pub(super) fn window<T>(
    connection: &Connection,
    columns: &str,
    from: &str,
    order: &str,
    parameters: &[&dyn rusqlite::ToSql],
    window: Window,
    read: impl FnMut(&rusqlite::Row) -> Raw<T>,
) -> Raw<Found<T>> {
    let most = Found::<T>::MOST;
    let total: usize = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT 1 {from} LIMIT {most})"
        ))?
        .query_row(parameters, |row| count(row, 0))?;
    let shown = window.count.min(total.saturating_sub(window.from));
    if shown == 0 {
        return Ok(Found {
            total,
            items: Vec::new(),
        });
    }
    // The window's numbers are bound, not written: the statement stays the same from page to page and is prepared once.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {columns} {from} ORDER BY {order} LIMIT ? OFFSET ?"
    ))?;
    let (shown, skipped) = (shown as i64, window.from as i64);
    let mut bound = parameters.to_vec();
    bound.extend([&shown as &dyn rusqlite::ToSql, &skipped]);
    let items = statement
        .query_map(bound.as_slice(), read)?
        .collect::<Raw<Vec<T>>>()?;
    Ok(Found { total, items })
}
