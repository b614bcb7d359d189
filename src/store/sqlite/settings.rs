//! What a server has set.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Raw, from_json, signed, to_json};
use crate::store::{Scope, Settings};

pub(super) fn settings(connection: &Connection, scope: Scope) -> Raw<Settings> {
    let settings = connection
        .prepare_cached("SELECT settings FROM settings WHERE scope = ?")?
        .query_row([signed(scope.0)], |row| from_json(row, 0))
        .optional()?;
    Ok(settings.unwrap_or_default())
}

pub(super) fn set_settings(tx: &Transaction, scope: Scope, settings: &Settings) -> Raw<()> {
    if *settings == Settings::default() {
        tx.execute("DELETE FROM settings WHERE scope = ?", [signed(scope.0)])?;
    } else {
        tx.execute(
            "INSERT OR REPLACE INTO settings (scope, settings) VALUES (?, ?)",
            params![signed(scope.0), to_json(settings)?],
        )?;
    }
    Ok(())
}
