//! One thing to be done in a server: the request, and what becomes of its row.
//!
//! Each gives two results, one in the other: the outer error is the store's, the inner one the server's, of which nothing more
//! is asked then.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use chrono::TimeDelta;

use super::plan::Step;
use super::{Board, Denied, Mirror, Posted, Poster};
use crate::store::calendar::Origin;
use crate::store::mirror::{PinState, Pinned};
use crate::store::{Scope, StoreError};

/// How long a claim holds. An event that was asked for stands in the server's list by then.
const CLAIM: TimeDelta = TimeDelta::seconds(30);

/// The longest wait between two attempts.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// Done or waiting; else why nothing more is asked of the server.
type Done = Result<Result<(), String>, StoreError>;

impl<B: Board> Mirror<B> {
    /// Does one thing. The inner error is the server's: nothing more is asked of it.
    pub(super) async fn act(&self, server: Scope, step: &Step) -> Done {
        match step {
            Step::Make(origin, poster) => self.make(server, origin, poster).await,
            Step::Change(row, poster, begun) => {
                let PinState::There(event) = row.state else {
                    return Ok(Ok(()));
                };
                let done = self.board.change(server, event, poster, *begun).await;
                let shown = written(poster);
                match done {
                    Ok(()) => self.note(row, row.state, Some(shown)).await,
                    // Somebody took it away: it is theirs to say that they do not want it.
                    Err(Denied::Gone) => self.note(row, PinState::Gone, Some(shown)).await,
                    Err(Denied::Form { error }) => {
                        tracing::error!(server = server.0, error, "an event was not changed");
                        self.note(row, row.state, Some(shown)).await
                    }
                    Err(other) => self.failed(row, other).await,
                }
            }
            Step::Cancel(row, begun) => match row.state {
                PinState::There(event) => {
                    let done = self.board.cancel(server, event, *begun).await;
                    self.left(row, done).await
                }
                _ => self.forget(row).await,
            },
            Step::Remove(row) => self.remove(server, row).await,
            Step::Forget(row) => self.forget(row).await,
        }
    }

    async fn make(&self, server: Scope, origin: &Origin, poster: &Poster) -> Done {
        let now = self.clock.now();
        let (of, mark, shown) = (origin.clone(), poster.mark.clone(), written(poster));
        let claimed = self
            .blocking(move |store| store.pin(server, &of, (&mark, &shown), now, now + CLAIM))
            .await?;
        let Some(row) = claimed else {
            return Ok(Ok(()));
        };
        match self.find(server, &row.mark, row.attempts > 1).await {
            Ok(Some(event)) => {
                // It may have been asked for in other words: the next look writes it anew.
                let unknown = Some(String::new());
                return self.note(&row, PinState::There(event), unknown).await;
            }
            Ok(None) => {}
            Err(denied) => return self.failed(&row, denied).await,
        }
        match self.board.make(server, poster).await {
            Ok(event) => self.note(&row, PinState::There(event), None).await,
            Err(Denied::Form { error }) => {
                tracing::error!(server = server.0, error, "an event was not made");
                self.note(&row, PinState::Refused, None).await
            }
            Err(denied @ Denied::Server { .. }) => {
                // Nothing was made, so nothing need be looked for.
                self.forget(&row).await?.ok();
                self.failed(&row, denied).await
            }
            Err(other) => self.failed(&row, other).await,
        }
    }

    async fn remove(&self, server: Scope, row: &Pinned) -> Done {
        let event = match row.state {
            PinState::There(event) => Some(event),
            PinState::Making => match self.find(server, &row.mark, true).await {
                Ok(found) => found,
                Err(denied) => return self.left(row, Err(denied)).await,
            },
            PinState::Refused | PinState::Gone => None,
        };
        match event {
            Some(event) => {
                let done = self.board.remove(server, event).await;
                self.left(row, done).await
            }
            None => self.forget(row).await,
        }
    }

    /// The event that carries a mark: as the server lists it now, or did when it was first asked in this process.
    async fn find(&self, server: Scope, mark: &str, now: bool) -> Result<Option<u64>, Denied> {
        if now || !self.standing().contains_key(&server) {
            let listed = self.board.list(server).await?;
            self.standing().insert(server, listed);
        }
        let mut standing = self.standing();
        let listed = standing.entry(server).or_default();
        let at = listed
            .iter()
            .position(|posted| posted.description.contains(mark));
        // Found, it is the row's to follow.
        Ok(at.map(|at| listed.remove(at).event))
    }

    fn standing(&self) -> MutexGuard<'_, HashMap<Scope, Vec<Posted>>> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a row whose event is gone, or stays as it is.
    async fn left(&self, row: &Pinned, done: Result<(), Denied>) -> Done {
        match done {
            Ok(()) | Err(Denied::Gone) => self.forget(row).await,
            Err(Denied::Form { error }) => {
                tracing::error!(error, "an event was not taken away");
                self.forget(row).await
            }
            Err(later) => self.failed(row, later).await,
        }
    }

    /// Waits longer each time; a server that refuses is told of.
    async fn failed(&self, row: &Pinned, denied: Denied) -> Done {
        match denied {
            Denied::Server { error } => Ok(Err(error)),
            other => {
                let after = match &other {
                    Denied::Later { after, .. } => *after,
                    _ => None,
                };
                let doubled = CLAIM * 2_i32.pow(row.attempts.saturating_sub(1).min(7));
                let told = TimeDelta::seconds(
                    after.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(3600)),
                );
                let until = self.clock.now() + doubled.min(LONGEST_WAIT).max(told);
                tracing::warn!(row = row.no, attempts = row.attempts, %until, error = %other, "an event waits");
                let (no, state) = (row.no, row.state);
                self.blocking(move |store| store.set_pinned(no, state, None, until))
                    .await?;
                Ok(Ok(()))
            }
        }
    }

    async fn note(&self, row: &Pinned, state: PinState, shown: Option<String>) -> Done {
        let (no, now) = (row.no, self.clock.now());
        self.blocking(move |store| store.set_pinned(no, state, shown.as_deref(), now))
            .await
            .map(Ok)
    }

    pub(super) async fn forget(&self, row: &Pinned) -> Done {
        let no = row.no;
        self.blocking(move |store| store.unpin(no)).await.map(Ok)
    }
}

/// What an event says, as the row keeps it.
fn written(poster: &Poster) -> String {
    serde_json::to_string(poster).expect("a poster holds strings and instants only")
}
