//! The store and the desk, opened as the settings say, with the seeds in.

use std::sync::Arc;

use super::{Exit, Failure, complain};
use crate::commands::Desk;
use crate::config::Config;
use crate::seed;
use crate::store::Store;
use crate::store::sqlite::SqliteStore;

/// Opens the store, and makes it where there is none.
pub(super) fn store(config: &Config) -> Result<SqliteStore, Failure> {
    Ok(SqliteStore::open(&config.store)?.with_clock(config.clock.clone()))
}

/// Opens the store for what only reads it: one that is not there is not made.
pub(super) fn existing(config: &Config) -> Result<SqliteStore, Failure> {
    if !config.store.exists() {
        return Err(Failure::new(
            Exit::Failed,
            format!(
                "there is no store at {}: name it with --store or NEWSDESK_STORE, or start newsdesk once to make it.",
                config.store.display()
            ),
        ));
    }
    store(config)
}

/// Opens the store, loads the seeds, and says which are bad.
pub(super) fn desk(config: &Config) -> Result<Desk, Failure> {
    let store: Arc<dyn Store> = Arc::new(store(config)?);
    let seeded = seed::load(store.as_ref(), config.seeds.as_deref())?;
    for bad in &seeded.bad {
        complain(&bad.0);
    }
    Ok(Desk::new(
        store,
        config.clock.clone(),
        config.defaults.clone(),
    ))
}
