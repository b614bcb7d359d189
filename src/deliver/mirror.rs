//! Sessions as scheduled events of a server, where its managers want them: made once, moved when the session moves, called
//! off when it is, never past.
//!
//! A row is claimed in the store before an event is asked for. Whoever finds a row that was claimed before (a crash, a lost
//! answer) looks through the server's own list for the row's mark before asking again; so does a process that makes its first
//! event in a server, for a store may have been lost. Everything else may be asked twice without harm. [`Mirror::step`] does
//! one round at the clock's now and never waits: tests drive it, [`Mirror::run`] calls it.

mod act;
mod board;
mod plan;
mod poster;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

pub use board::{Board, Denied, Posted};
pub use plan::Begun;
use plan::{Wanted, plan};
pub use poster::Poster;

use super::ailment::Ailment;
use crate::article::SessionStatus;
use crate::clock::Clock;
use crate::commands::Defaults;
use crate::store::calendar::{Followed, Origin};
use crate::store::mirror::{Pause, Pinned, Wanting};
use crate::store::{Scope, SessionQuery, Settings, Store, StoreError, When};

/// Keeps the events of servers as their sessions are.
pub struct Mirror<B> {
    store: Arc<dyn Store>,
    clock: Clock,
    defaults: Defaults,
    board: B,
    /// What each server was when it was looked at last, and when it must be looked at again though nothing changed.
    looked: Mutex<HashMap<Scope, Look>>,
    /// The events that stood in a server when this process first made one there: a store that was lost or put back from a
    /// copy does not know them, and they are not made again.
    standing: Mutex<HashMap<Scope, Vec<Posted>>>,
}

/// A server was looked at in this state, with nothing left to do before then.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    generation: i64,
    wanting: Wanting,
    until: Option<DateTime<Utc>>,
}

/// As many events as Discord lets a server have.
const MOST: usize = 100;

/// As many sessions to come as are looked through for them: those of a month are none.
const LOOKED: usize = 400;

/// Requests in one server in one round: other servers wait meanwhile.
const ROUND: usize = 5;

/// How long a server that refuses is left alone, unless `/settings events:on` is asked for again.
const PAUSE: TimeDelta = TimeDelta::days(1);

/// How often it looks for what has changed.
const NAP: Duration = Duration::from_secs(2);

impl<B: Board> Mirror<B> {
    /// One that works on `board`.
    pub fn new(store: Arc<dyn Store>, clock: Clock, defaults: Defaults, board: B) -> Self {
        Self {
            store,
            clock,
            defaults,
            board,
            looked: Mutex::default(),
            standing: Mutex::default(),
        }
    }

    /// Does what is to be done now, in each server a few things, and says how many.
    ///
    /// # Errors
    /// The store's.
    pub async fn step(&self) -> Result<usize, StoreError> {
        let (generation, wanting) = self
            .blocking(|store| Ok((store.generation()?, store.wanting()?)))
            .await?;
        let now = self.clock.now();
        let mut done = 0;
        for wanting in wanting {
            let paused = wanting.pause.as_ref().is_some_and(|p| p.until > now);
            if (paused && wanting.settings.events.is_some()) || self.seen(generation, &wanting, now)
            {
                continue;
            }
            done += self.server(generation, wanting, now).await?;
        }
        Ok(done)
    }

    /// Whether nothing is to be done in a server that is as it was.
    fn seen(&self, generation: i64, wanting: &Wanting, now: DateTime<Utc>) -> bool {
        let looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked.get(&wanting.server).is_some_and(|look| {
            look.generation == generation
                && look.wanting == *wanting
                && look.until.is_none_or(|until| now < until)
        })
    }

    async fn server(
        &self,
        generation: i64,
        wanting: Wanting,
        now: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let (server, on) = (wanting.server, wanting.settings.events.is_some());
        let (settings, defaults) = (wanting.settings.clone(), self.defaults.clone());
        let (rows, wanted) = self
            .blocking(move |store| {
                let rows = store.pinned(server)?;
                let wanted = match on {
                    true => look(store, server, &settings, &defaults, &rows, now)?,
                    false => Vec::new(),
                };
                Ok((rows, wanted))
            })
            .await?;
        let steps = plan(now, on, &rows, &wanted);
        let mut done = 0;
        for step in steps.iter().take(ROUND) {
            done += 1;
            if let Err(error) = self.act(server, step).await? {
                self.refused(&wanting, &rows, error).await?;
                return Ok(done);
            }
        }
        if done > 0 && wanting.pause.is_some() {
            self.blocking(move |store| store.set_pause(server, None))
                .await?;
        } else if done == 0 {
            let until = rows.iter().filter_map(|row| next_look(row, now)).min();
            self.looked
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(
                    server,
                    Look {
                        generation,
                        wanting,
                        until,
                    },
                );
        }
        Ok(done)
    }

    /// Leaves a server alone that lets nothing be done. Where it wants no events any more, what is there stays.
    async fn refused(
        &self,
        wanting: &Wanting,
        rows: &[Pinned],
        error: String,
    ) -> Result<(), StoreError> {
        let server = wanting.server;
        tracing::warn!(server = server.0, error, "a server's events are paused");
        if wanting.settings.events.is_some() {
            let until = self.clock.now() + PAUSE;
            let pause = Pause { until, error };
            return self
                .blocking(move |store| store.set_pause(server, Some(&pause)))
                .await;
        }
        for row in rows {
            self.forget(row).await?.ok();
        }
        Ok(())
    }

    /// Steps until `stop` resolves; a step under way is finished first.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut ailment = Ailment::default();
        loop {
            match self.step().await {
                Ok(_) if ailment.over() => {
                    tracing::info!("the store works again: events are kept again");
                }
                Ok(_) => {}
                Err(error) => {
                    if let Some(error) = ailment.news(&error) {
                        tracing::error!(
                            error,
                            "the events of servers wait for the store; it is tried again every two seconds"
                        );
                    }
                }
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(NAP) => {}
            }
        }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        super::off_thread(&self.store, "keeping events", ask).await
    }
}

/// When a row that needs nothing now may need something: at the end of its wait, or of its event.
fn next_look(row: &Pinned, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let ends = serde_json::from_str::<Poster>(&row.shown).map(|poster| poster.ends);
    [Some(row.not_before), ends.ok()]
        .into_iter()
        .flatten()
        .filter(|at| *at > now)
        .min()
}

/// What a server should have, the soonest first: the sessions to come, and those that it has events of already.
fn look(
    store: &dyn Store,
    server: Scope,
    settings: &Settings,
    defaults: &Defaults,
    rows: &[Pinned],
    now: DateTime<Utc>,
) -> Result<Vec<(Origin, Wanted)>, StoreError> {
    let zone = settings.zone.unwrap_or(defaults.zone);
    let morning = settings.morning.unwrap_or(defaults.morning);
    let poster = |followed: &Followed| poster::poster(followed, zone, morning);
    let query = SessionQuery {
        when: When::Upcoming,
        article: None,
        now,
    };
    let upcoming = store.followed(server, &query, LOOKED)?.items;
    let mut wanted: Vec<(Origin, Wanted)> = upcoming
        .iter()
        .filter_map(|followed| Some((followed.origin.clone(), Wanted::Event(poster(followed)?))))
        .take(MOST)
        .collect();
    for row in rows {
        if wanted.iter().any(|(origin, _)| *origin == row.origin) {
            continue;
        }
        let is = match store.traced(server, &row.origin)? {
            Some(followed) if followed.found.session.status == SessionStatus::Cancelled => {
                Wanted::CalledOff
            }
            Some(followed) if followed.found.session.status != SessionStatus::Past => {
                poster(&followed).map_or(Wanted::Nothing, Wanted::Event)
            }
            _ => Wanted::Nothing,
        };
        wanted.push((row.origin.clone(), is));
    }
    Ok(wanted)
}
