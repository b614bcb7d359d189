//! Why SQLite does not open, read or write a store, in words with what to do: a full disk, a lock, a file that may not be
//! written.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

use super::PATIENCE;
use crate::store::StoreError;

/// What is wrong with a store that cannot be opened.
pub(super) fn unusable(path: &Path, error: &Error) -> StoreError {
    let path = path.display();
    let sentence = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => format!(
            "The store {path} is held by another program, for more than {} s: end that one, or try again later.",
            PATIENCE.as_secs()
        ),
        Some(ErrorCode::DiskFull) => {
            format!("The disk of the store {path} is full: make room on it.")
        }
        // SQLite says this too where there is no room for the memory that its connections share.
        Some(ErrorCode::SystemIoFailure) => format!(
            "The store {path} cannot be read or written ({error}): see whether its disk is full or failing."
        ),
        Some(ErrorCode::DatabaseCorrupt) => {
            format!("The store {path} is damaged ({error}): put the last backup in its place.")
        }
        _ => return cannot_be_used(&path, error),
    };
    StoreError::Unusable(sentence)
}

/// The same where nothing more is known than the reason.
pub(super) fn cannot_be_used(
    path: &dyn std::fmt::Display,
    reason: &dyn std::fmt::Display,
) -> StoreError {
    StoreError::Unusable(format!(
        "The store {path} cannot be used ({reason}): give another path with NEWSDESK_STORE or “store” in the configuration, or make this one writable."
    ))
}

/// The engine's error with what to do about it, where that is not plain.
pub(super) fn advised(error: Error) -> Box<dyn std::error::Error + Send + Sync> {
    let advice = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "make room on its disk",
        Some(ErrorCode::SystemIoFailure) => "see whether its disk is full or failing",
        Some(ErrorCode::ReadOnly) => "make the file and its folder writable",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program holds it; end that one"
        }
        _ => return Box::new(error),
    };
    format!("{error}; {advice}").into()
}
