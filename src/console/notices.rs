//! Reminders that are due at this console, through the same deliverer as Discord's.
//!
//! They are shown at the start and before each line is read. A console that prints JSON leaves them to one that a person
//! sees: a script expects one answer a line that it asked.

use std::io::{self, Write};
use std::sync::Arc;

use chrono::TimeDelta;
use tokio::runtime::Runtime;

use super::sitting::{Medium, unasked};
use crate::commands::Desk;
use crate::deliver::{Deliverer, Letter, Refusal, Search, Sender};
use crate::store::Carrier;

/// What brings reminders to the terminal.
pub(super) struct Notices {
    runtime: Runtime,
    deliverer: Deliverer<Printer>,
}

/// Prints letters.
struct Printer {
    desk: Arc<Desk>,
    medium: Medium,
}

impl Notices {
    /// None where the console prints JSON.
    pub(super) fn new(
        desk: &Arc<Desk>,
        grace: TimeDelta,
        medium: Medium,
    ) -> io::Result<Option<Self>> {
        if medium.json {
            return Ok(None);
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()?;
        let printer = Printer {
            desk: Arc::clone(desk),
            medium,
        };
        let deliverer = Deliverer::new(
            Arc::clone(&desk.store),
            desk.clock.clone(),
            Carrier::Console,
            printer,
            grace,
        );
        Ok(Some(Self { runtime, deliverer }))
    }

    /// Prints what is due.
    pub(super) fn print(&mut self) {
        if let Err(error) = self.runtime.block_on(self.deliverer.step()) {
            tracing::error!(%error, "reminders cannot be read");
        }
    }
}

impl Sender for Printer {
    async fn send(&self, letter: &Letter) -> Result<u64, Refusal> {
        let text = unasked(&self.desk, &letter.answer, &self.medium);
        let mut output = io::stdout();
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.write_all(b"\n"))
            .and_then(|()| output.flush())
            .map(|()| 0)
            .map_err(|error| Refusal::Lost {
                error: error.to_string(),
            })
    }

    /// What stood on a terminal is gone with it: what was cut off is printed again.
    async fn find(&self, _: &Search) -> Result<Option<u64>, Refusal> {
        Ok(None)
    }
}
