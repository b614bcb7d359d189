//! The other side, as Discord is: one message a nonce for a few minutes, a history with marks, channels that refuse.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use newsdesk::clock::Clock;
use newsdesk::deliver::{Letter, Refusal, Search, Sender};
use newsdesk::store::Target;
use tokio::sync::oneshot;

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
    /// Takes it, and the sender breaks.
    Breaks,
}

/// How long a nonce is remembered.
const REMEMBERED: TimeDelta = TimeDelta::minutes(5);

/// A letter or a look that is on its way, or whose answer is.
struct Parked {
    target: Target,
    /// What came of it is done, and the answer is on its way back.
    done: bool,
    go: oneshot::Sender<Next>,
}

#[derive(Default)]
struct World {
    messages: Vec<(Letter, DateTime<Utc>)>,
    script: VecDeque<Next>,
    /// Each request goes on only when it is let on, there and back.
    by_hand: bool,
    parked: Vec<Parked>,
    /// When a channel refused.
    refused: Vec<(Target, DateTime<Utc>)>,
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

    /// From here on each request waits to be let on.
    pub(crate) fn by_hand(&self) {
        self.world().by_hand = true;
    }

    /// What is on its way: where to, and whether back.
    pub(crate) fn parked(&self) -> Vec<(Target, bool)> {
        let mut world = self.world();
        // What was on its way when its process ended is gone.
        world.parked.retain(|parked| !parked.go.is_closed());
        let parked = world.parked.iter();
        parked.map(|parked| (parked.target, parked.done)).collect()
    }

    /// Lets one of [`Channel::parked`] on; there, this is what comes of it.
    pub(crate) fn let_on(&self, nth: usize, next: Next) {
        let parked = self.world().parked.remove(nth);
        parked.go.send(next).expect("it is on its way");
    }

    /// When each channel refused, in order.
    pub(crate) fn refused(&self) -> Vec<(Target, DateTime<Utc>)> {
        self.world().refused.clone()
    }

    /// What comes of a request.
    async fn next(&self, target: Target) -> Next {
        {
            let mut world = self.world();
            if !world.by_hand {
                return world.script.pop_front().unwrap_or(Next::Takes);
            }
        }
        self.park(target, false).await
    }

    /// An answer that is on its way back.
    async fn answer<T>(&self, target: Target, answer: T) -> T {
        let by_hand = self.world().by_hand;
        if by_hand {
            self.park(target, true).await;
        }
        answer
    }

    async fn park(&self, target: Target, done: bool) -> Next {
        let (go, gone) = oneshot::channel();
        self.world().parked.push(Parked { target, done, go });
        gone.await.expect("it is let on")
    }

    fn take(&self, letter: &Letter) -> Result<u64, Refusal> {
        let mut world = self.world();
        let now = world.clock.as_ref().expect("a deliverer was made").now();
        if world.closed.contains(&letter.target) {
            world.refused.push((letter.target, now));
            return Err(Refusal::Closed {
                error: "Newsdesk may not write there.".to_owned(),
            });
        }
        let known = world.messages.iter().position(|(message, at)| {
            message.nonce == letter.nonce && (now - *at).abs() < REMEMBERED
        });
        let at = known.unwrap_or_else(|| {
            world.messages.push((letter.clone(), now));
            world.messages.len() - 1
        });
        Ok(1000 + at as u64)
    }

    fn look(&self, search: &Search) -> Result<Option<u64>, Refusal> {
        let mut world = self.world();
        if world.closed.contains(&search.target) {
            let now = world.clock.as_ref().expect("a deliverer was made").now();
            world.refused.push((search.target, now));
            return Err(Refusal::Closed {
                error: "Newsdesk does not see the channel.".to_owned(),
            });
        }
        if world.blind {
            return Err(Refusal::Blind {
                error: "Newsdesk may not read back.".to_owned(),
            });
        }
        let at = world
            .messages
            .iter()
            .position(|(letter, _)| letter.nonce == search.mark && letter.target == search.target);
        Ok(at.map(|at| 1000 + at as u64))
    }

    async fn crash(&self) -> Result<u64, Refusal> {
        self.crashed.notify_one();
        std::future::pending().await
    }
}

impl Sender for Channel {
    async fn send(&self, letter: &Letter) -> Result<u64, Refusal> {
        self.world().sends += 1;
        let answer = match self.next(letter.target).await {
            Next::Takes => self.take(letter),
            Next::TakesSilently => self.take(letter).and(Err(lost())),
            Next::TakesAndWeCrash => {
                let _ = self.take(letter);
                self.crash().await
            }
            Next::WeCrash => self.crash().await,
            Next::Breaks => {
                let taken = self.take(letter);
                panic!("as told, after {taken:?}");
            }
            next => Err(refusal(next)),
        };
        self.answer(letter.target, answer).await
    }

    async fn find(&self, search: &Search) -> Result<Option<u64>, Refusal> {
        self.world().looks += 1;
        let answer = match self.next(search.target).await {
            Next::Takes | Next::TakesSilently => self.look(search),
            Next::TakesAndWeCrash | Next::WeCrash => self.crash().await.map(Some),
            next => Err(refusal(next)),
        };
        self.answer(search.target, answer).await
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
