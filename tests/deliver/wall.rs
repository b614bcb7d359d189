//! A server's list of events, which keeps what Discord keeps and fails as a test wants.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use newsdesk::deliver::mirror::{Begun, Board, Denied, Posted, Poster};
use newsdesk::store::Scope;

/// How the fault strikes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    /// The process ends before the request is out.
    CrashBefore,
    /// It is done, and the process ends before the answer is read.
    CrashAfter,
    /// It is done, and the answer is lost.
    Lost,
    /// It is not done, and may be later.
    Down,
}

/// An event as the board keeps it: what it says, and whether it was called off.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    server: Scope,
    poster: Poster,
    off: bool,
}

/// What stands there, what was asked, and what goes wrong.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) events: BTreeMap<u64, Kept>,
    /// How many events were made.
    pub(crate) made: usize,
    pub(crate) requests: usize,
    /// At which request, counted from 0, and how.
    pub(crate) fault: Option<(usize, Mode)>,
    /// The server refuses with this.
    pub(crate) refuses: Option<Denied>,
    /// It takes no more events than that.
    pub(crate) room: Option<usize>,
}

/// A server's list of events that keeps what Discord keeps.
#[derive(Clone, Default)]
pub(crate) struct Wall {
    state: Arc<Mutex<State>>,
    pub(crate) crashed: Arc<tokio::sync::Notify>,
}

impl Wall {
    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().expect("not poisoned"))
    }

    /// One request: counted, struck by the fault if it is its turn.
    async fn ask<T>(&self, act: impl FnOnce(&mut State) -> Result<T, Denied>) -> Result<T, Denied> {
        let later = || Denied::Later {
            after: None,
            error: "no answer".to_owned(),
        };
        let fault = self.with(|s| {
            let fault = s.fault.filter(|(at, _)| *at == s.requests);
            s.requests += 1;
            fault.map(|(_, mode)| mode)
        });
        if let Some(Mode::CrashBefore) = fault {
            self.crashed.notify_one();
            return std::future::pending().await;
        }
        if let Some(Mode::Down) = fault {
            return Err(later());
        }
        let done = self.with(|s| match &s.refuses {
            Some(denied) => Err(denied.clone()),
            None => act(s),
        });
        match fault {
            Some(Mode::CrashAfter) => {
                self.crashed.notify_one();
                std::future::pending().await
            }
            Some(_) => Err(later()),
            None => done,
        }
    }

    /// What stands in the server: title and beginning, called off with a cross.
    pub(crate) fn shows(&self) -> Vec<String> {
        self.with(|s| {
            let all = s.events.values().map(|kept| {
                let cross = if kept.off { " ✗" } else { "" };
                let starts = kept.poster.starts.format("%d %H:%M");
                format!("{} {starts}{cross}", kept.poster.title)
            });
            let mut all: Vec<String> = all.collect();
            all.sort();
            all
        })
    }
}

impl Board for Wall {
    async fn list(&self, server: Scope) -> Result<Vec<Posted>, Denied> {
        self.ask(|s| {
            let here = s
                .events
                .iter()
                .filter(|(_, kept)| kept.server == server && !kept.off);
            let posted = here.map(|(number, kept)| Posted {
                event: *number,
                description: format!("kept, {}", kept.poster.mark),
            });
            Ok(posted.collect())
        })
        .await
    }

    async fn make(&self, server: Scope, poster: &Poster) -> Result<u64, Denied> {
        self.ask(|s| {
            if s.room == Some(s.events.len()) {
                return Err(Denied::Server {
                    error: "the server is full".to_owned(),
                });
            }
            s.made += 1;
            let number = 1000 + s.made as u64;
            let kept = Kept {
                server,
                poster: poster.clone(),
                off: false,
            };
            s.events.insert(number, kept);
            Ok(number)
        })
        .await
    }

    async fn change(
        &self,
        _: Scope,
        event: u64,
        poster: &Poster,
        begun: Begun,
    ) -> Result<(), Denied> {
        self.ask(|s| {
            let kept = s.events.get_mut(&event).ok_or(Denied::Gone)?;
            let starts = kept.poster.starts;
            kept.poster = poster.clone();
            if begun == Begun::Yes {
                kept.poster.starts = starts;
            }
            Ok(())
        })
        .await
    }

    async fn cancel(&self, _: Scope, event: u64, _: Begun) -> Result<(), Denied> {
        self.ask(|s| {
            s.events.get_mut(&event).ok_or(Denied::Gone)?.off = true;
            Ok(())
        })
        .await
    }

    async fn remove(&self, _: Scope, event: u64) -> Result<(), Denied> {
        self.ask(|s| s.events.remove(&event).map(drop).ok_or(Denied::Gone))
            .await
    }
}
