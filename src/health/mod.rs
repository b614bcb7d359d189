//! How the running bot is: the signs of life that it leaves, what it counts, and who may ask.
//!
//! The parts that do the work leave their signs in one [`Vitals`]; [`serve`] answers `/healthz` and `/metrics` from it on an
//! address of this machine, [`systemd`] feeds the watchdog from it, `newsdesk health` and `newsdesk doctor` ask over it.
//! Nothing here changes what the bot does.

mod ask;
mod figures;
pub mod machine;
pub mod serve;
pub mod systemd;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

pub use ask::{Told, ask};
pub use figures::{Delivered, Figures, How, Kind};

/// How long the gateway may be away before a restart is better than waiting. serenity comes back within seconds; longer is
/// Discord's trouble, or a connection that will not heal.
const AWAY: Duration = Duration::from_secs(5 * 60);

/// How long what is due may go unlooked at. A look a second is the rule; one message may take a quarter of a minute.
const UNSEEN: Duration = Duration::from_secs(2 * 60);

/// Where the bot is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Discord has not let it in yet.
    Starting,
    /// It works.
    Running,
    /// It was asked to end.
    Ending,
}

/// The signs of life of one running bot. Shared by everything in the process.
#[derive(Debug)]
pub struct Vitals {
    /// What is counted.
    pub figures: Figures,
    born: Instant,
    /// When each was last seen, in milliseconds after `born`, and one more; 0 for never.
    connected: AtomicU64,
    /// The same, of the moment at which the connection was found lost; 0 while it stands.
    lost: AtomicU64,
    stepped: AtomicU64,
    phase: watch::Sender<Phase>,
}

impl Default for Vitals {
    fn default() -> Self {
        Self {
            figures: Figures::default(),
            born: Instant::now(),
            connected: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            stepped: AtomicU64::new(0),
            phase: watch::Sender::new(Phase::Starting),
        }
    }
}

/// What the signs say at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Signs {
    phase: Phase,
    /// How long the gateway has been away; none while it is connected.
    away: Option<Duration>,
    /// How long ago what is due was last looked at; none for never.
    seen: Option<Duration>,
}

impl Vitals {
    /// Discord has let the bot in for the first time.
    pub fn enter(&self) {
        self.gateway(true);
        self.stepped();
        self.phase.send_replace(Phase::Running);
    }

    /// The bot was asked to end.
    pub fn end(&self) {
        self.phase.send_replace(Phase::Ending);
    }

    /// Whether the gateway is connected, as seen just now. Says whether that is a change.
    pub fn gateway(&self, connected: bool) -> bool {
        let now = self.mark();
        let lost = self.lost.load(Ordering::Relaxed) > 0;
        if connected {
            self.connected.store(now, Ordering::Relaxed);
            self.lost.store(0, Ordering::Relaxed);
            lost
        } else {
            !lost
                && self
                    .lost
                    .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed)
                    .is_ok()
        }
    }

    /// What is due has been looked at.
    pub fn stepped(&self) {
        self.stepped.store(self.mark(), Ordering::Relaxed);
    }

    /// Follows the phase.
    #[must_use]
    pub fn phase(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    /// Why the bot is not well, in one sentence; none where it is. `store` is what the store just answered.
    #[must_use]
    pub fn complaint(&self, store: Result<(), String>) -> Option<String> {
        self.signs().complaint(store)
    }

    /// Why a restart would be better than going on, in one sentence; none where it would not.
    #[must_use]
    pub fn hopeless(&self) -> Option<String> {
        self.signs().hopeless()
    }

    /// Whether the gateway is connected.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.signs().away.is_none()
    }

    fn signs(&self) -> Signs {
        let ago = |mark: &AtomicU64| match mark.load(Ordering::Relaxed) {
            0 => None,
            mark => Some(Duration::from_millis(self.mark().saturating_sub(mark))),
        };
        let never = ago(&self.connected).is_none();
        Signs {
            phase: *self.phase.borrow(),
            away: ago(&self.lost).or_else(|| never.then(|| self.born.elapsed())),
            seen: ago(&self.stepped),
        }
    }

    fn mark(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1
    }
}

impl Signs {
    fn complaint(&self, store: Result<(), String>) -> Option<String> {
        if self.phase == Phase::Ending {
            return Some("Newsdesk is ending.".to_owned());
        }
        if let Err(error) = store {
            return Some(format!("The store does not answer: {error}."));
        }
        match (self.away, self.seen) {
            (Some(away), _) => Some(format!(
                "Discord's gateway has not been connected for {} s.",
                away.as_secs()
            )),
            (None, None) => Some("What is due has not been looked at yet.".to_owned()),
            (None, Some(seen)) if seen > UNSEEN => Some(format!(
                "What is due has not been looked at for {} s.",
                seen.as_secs()
            )),
            (None, Some(_)) => None,
        }
    }

    fn hopeless(&self) -> Option<String> {
        let short = |away: Duration| away <= AWAY;
        if self.phase != Phase::Running || self.away.is_some_and(short) {
            // Whoever may come back in a moment is judged by the rest alone.
            let rest = Signs {
                away: None,
                ..*self
            };
            return (self.phase == Phase::Running)
                .then(|| rest.complaint(Ok(())))
                .flatten();
        }
        self.complaint(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: Signs = Signs {
        phase: Phase::Running,
        away: None,
        seen: Some(Duration::from_secs(1)),
    };

    fn check(signs: Signs, complaint: Option<&str>, hopeless: bool) {
        let said = signs.complaint(Ok(()));
        match complaint {
            Some(words) => assert!(said.as_ref().is_some_and(|s| s.contains(words)), "{said:?}"),
            None => assert_eq!(said, None, "{signs:?}"),
        }
        assert_eq!(signs.hopeless().is_some(), hopeless, "{signs:?}");
    }

    #[test]
    fn every_sign_that_is_missing_has_its_sentence() {
        check(WELL, None, false);
        let away = |seconds| Signs {
            away: Some(Duration::from_secs(seconds)),
            ..WELL
        };
        check(away(6), Some("not been connected for 6 s"), false);
        check(away(299), Some("299 s"), false);
        check(away(301), Some("301 s"), true);
        let seen = |seconds| Signs {
            seen: Some(Duration::from_secs(seconds)),
            ..WELL
        };
        check(seen(119), None, false);
        check(seen(121), Some("not been looked at for 121 s"), true);
        let both = Signs {
            away: Some(Duration::from_secs(6)),
            ..seen(121)
        };
        check(both, Some("6 s"), true);
        let starting = Signs {
            phase: Phase::Starting,
            away: Some(Duration::from_secs(400)),
            seen: None,
        };
        check(starting, Some("400 s"), false);
        let ending = Signs {
            phase: Phase::Ending,
            ..WELL
        };
        check(ending, Some("ending"), false);
    }

    #[test]
    fn a_store_that_does_not_answer_is_told_first() {
        let said = WELL.complaint(Err("disk I/O error".to_owned()));
        assert_eq!(
            said.as_deref(),
            Some("The store does not answer: disk I/O error.")
        );
    }

    #[test]
    fn a_lost_connection_is_a_change_once_and_so_is_its_return() {
        let vitals = Vitals::default();
        assert!(!vitals.connected());
        vitals.enter();
        assert!(vitals.connected() && vitals.complaint(Ok(())).is_none());
        assert!(!vitals.gateway(true), "it stood already");
        assert!(vitals.gateway(false));
        assert!(!vitals.gateway(false), "it was lost already");
        assert!(!vitals.connected() && vitals.complaint(Ok(())).is_some());
        assert!(vitals.gateway(true));
        assert!(vitals.connected());
    }
}
