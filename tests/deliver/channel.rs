//! The other side, as Discord is: one message a nonce for a few minutes, a history with marks, channels that refuse.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use newsdesk::clock::Clock;
use newsdesk::deliver::{Letter, Refusal, Search, Sender};
use newsdesk::store::Target;

/// What the other side does with what comes next, a letter or a look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Next {
    /// Takes it and says so.
    Takes,
    /// Takes it; the answer is lost and the sender hears nothing but an error.
    TakesSilently,
    /// Takes it, and the process ends before the answer is read.
    TakesAndWeCrash,
    /// The process ends before it is out.
    WeCrash,
    /// Gives no answer, or one of trouble.
    Lost,
    /// Asks for so many seconds' pause in this channel.
    Busy(u64),
    /// Asks for so many seconds' pause everywhere.
    BusyEverywhere(u64),
    /// Will not take this letter.
    Never,
}

/// How long a nonce is remembered.
const REMEMBERED: TimeDelta = TimeDelta::minutes(5);

#[derive(Default)]
struct World {
    messages: Vec<(Letter, DateTime<Utc>)>,
    script: VecDeque<Next>,
    closed: Vec<Target>,
    blind: bool,
    clock: Option<Clock>,
    sends: usize,
    looks: usize,
}

/// All channels of the other side.
#[derive(Clone, Default)]
pub(crate) struct Channel {
    world: Arc<Mutex<World>>,
    pub(crate) crashed: Arc<tokio::sync::Notify>,
}

impl Channel {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("not poisoned")
    }

    pub(crate) fn then(self, next: Next) -> Self {
        self.world().script.push_back(next);
        self
    }

    /// Tells the time by this clock.
    pub(crate) fn keep_time(&self, clock: &Clock) {
        self.world().clock = Some(clock.clone());
    }

    /// Refuses whatever comes there, or takes it again.
    pub(crate) fn close(&self, target: Target, closed: bool) {
        let mut world = self.world();
        world.closed.retain(|other| *other != target);
        world.closed.extend(closed.then_some(target));
    }

    /// Shows no history, or shows it again.
    pub(crate) fn blind(&self, blind: bool) {
        self.world().blind = blind;
    }

    pub(crate) fn messages(&self) -> Vec<Letter> {
        let world = self.world();
        world
            .messages
            .iter()
            .map(|(letter, _)| letter.clone())
            .collect()
    }

    /// How many letters and looks came.
    pub(crate) fn asked(&self) -> (usize, usize) {
        let world = self.world();
        (world.sends, world.looks)
    }

    fn take(&self, letter: &Letter) -> Result<u64, Refusal> {
        let mut world = self.world();
        if world.closed.contains(&letter.target) {
            return Err(Refusal::Closed {
                error: "Newsdesk may not write there.".to_owned(),
            });
        }
        let now = world.clock.as_ref().expect("a deliverer was made").now();
        let known = world.messages.iter().position(|(message, at)| {
            message.nonce == letter.nonce && (now - *at).abs() < REMEMBERED
        });
        let at = known.unwrap_or_else(|| {
            world.messages.push((letter.clone(), now));
            world.messages.len() - 1
        });
        Ok(1000 + at as u64)
    }

    async fn crash(&self) -> Result<u64, Refusal> {
        self.crashed.notify_one();
        std::future::pending().await
    }
}

impl Sender for Channel {
    async fn send(&self, letter: &Letter) -> Result<u64, Refusal> {
        let next = {
            let mut world = self.world();
            world.sends += 1;
            world.script.pop_front()
        };
        match next.unwrap_or(Next::Takes) {
            Next::Takes => self.take(letter),
            Next::TakesSilently => self.take(letter).and(Err(lost())),
            Next::TakesAndWeCrash => {
                let _ = self.take(letter);
                self.crash().await
            }
            Next::WeCrash => self.crash().await,
            next => Err(refusal(next)),
        }
    }

    async fn find(&self, search: &Search) -> Result<Option<u64>, Refusal> {
        let (next, blind, closed) = {
            let mut world = self.world();
            world.looks += 1;
            let closed = world.closed.contains(&search.target);
            (world.script.pop_front(), world.blind, closed)
        };
        match next.unwrap_or(Next::Takes) {
            Next::Takes | Next::TakesSilently => {}
            Next::TakesAndWeCrash | Next::WeCrash => return self.crash().await.map(Some),
            next => return Err(refusal(next)),
        }
        if closed {
            return Err(Refusal::Closed {
                error: "Newsdesk does not see the channel.".to_owned(),
            });
        }
        if blind {
            return Err(Refusal::Blind {
                error: "Newsdesk may not read back.".to_owned(),
            });
        }
        let messages = self.messages();
        let at = messages
            .iter()
            .position(|m| m.nonce == search.mark && m.target == search.target);
        Ok(at.map(|at| 1000 + at as u64))
    }
}

fn refusal(next: Next) -> Refusal {
    let error = format!("{next:?}");
    match next {
        Next::Busy(seconds) | Next::BusyEverywhere(seconds) => Refusal::Busy {
            after: Duration::from_secs(seconds),
            everywhere: matches!(next, Next::BusyEverywhere(_)),
            error,
        },
        Next::Never => Refusal::Never {
            error,
            payload: Some("{}".to_owned()),
        },
        _ => lost(),
    }
}

fn lost() -> Refusal {
    Refusal::Lost {
        error: "no answer".to_owned(),
    }
}
