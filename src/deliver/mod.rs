//! What is due → sent once. The only way in which Newsdesk speaks unasked.
//!
//! A row is claimed before its message is sent, and the message carries a nonce made from the row. So a crash before the
//! send finds the row still claimed and sends it again; a crash after it sends the same nonce, and Discord gives back the
//! message that is there. A failure keeps the row; what is overdue by more than the grace is told in one message.
//!
//! [`Deliverer::step`] does one round at the clock's now and never waits for time to pass: tests drive it, [`Deliverer::run`]
//! calls it.

mod letter;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use crate::answer::Answer;
use crate::clock::Clock;
use crate::store::{Carrier, Delivery, Outcome, Store, StoreError, Target};

/// One message to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Where to.
    pub target: Target,
    /// What it says.
    pub answer: Answer,
    /// A role that it pings.
    pub role: Option<u64>,
    /// The same for every attempt: whoever gets it twice within its window gives back the first message.
    pub nonce: String,
}

/// Why a letter did not get through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It may get through later: no answer, 5xx, too many requests.
    #[error("{error}")]
    Later {
        /// Not before so many seconds, where the other side said so.
        after: Option<u64>,
        /// In words.
        error: String,
    },
    /// It cannot get through: the channel is gone or closed to the bot, or the message is refused.
    #[error("{error}")]
    Never {
        /// In words, with what to do.
        error: String,
    },
}

/// What carries letters: Discord, the console, a test.
pub trait Sender: Send + Sync {
    /// Sends, and gives back the message's number.
    fn send(&self, letter: &Letter) -> impl Future<Output = Result<u64, Refusal>> + Send;
}

/// Sends what is due.
pub struct Deliverer<S> {
    store: Arc<dyn Store>,
    clock: Clock,
    carrier: Carrier,
    sender: S,
    /// How late a reminder may be and still be sent, marked late.
    grace: TimeDelta,
}

/// As many as are claimed at once: what a crash may leave claimed.
const BATCH: usize = 16;

/// A reminder sent this much after its time is marked late.
const LATE: TimeDelta = TimeDelta::minutes(2);

/// The first wait after a failure; each further one doubles it, up to [`LONGEST_WAIT`].
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);

/// The longest wait between two attempts.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// The longest nap. A new reminder may be due before the one slept for, another process may have set it, and the machine's
/// clock may have jumped: one look a second at an index costs less than being told of all three.
const NAP: Duration = Duration::from_secs(1);

impl<S: Sender> Deliverer<S> {
    /// One that sends through `sender` what `carrier` carries.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Clock,
        carrier: Carrier,
        sender: S,
        grace: TimeDelta,
    ) -> Self {
        Self {
            store,
            clock,
            carrier,
            sender,
            grace,
        }
    }

    /// Takes up what a crash left claimed. Call once, before the first step.
    ///
    /// # Errors
    /// The store's.
    pub async fn resume(&self) -> Result<(), StoreError> {
        let carrier = self.carrier;
        let left = self.blocking(move |store| store.release(carrier)).await?;
        if left > 0 {
            tracing::warn!(
                left,
                "deliveries were under way when Newsdesk stopped; they are sent again with the same nonce"
            );
        }
        Ok(())
    }

    /// Gives up what is too late, sends one batch of what is due, and says how many were claimed.
    ///
    /// # Errors
    /// The store's. What was claimed and not settled stays claimed until [`Deliverer::resume`].
    pub async fn step(&self) -> Result<usize, StoreError> {
        let (carrier, now, grace) = (self.carrier, self.clock.now(), self.grace);
        let claimed = self
            .blocking(move |store| {
                let missed = store.give_up(carrier, now - grace, now)?;
                if missed > 0 {
                    tracing::warn!(
                        missed,
                        "reminders fell due too long ago; their channels are told so"
                    );
                }
                store.claim(carrier, now, BATCH)
            })
            .await?;
        let count = claimed.len();
        for delivery in claimed {
            self.deliver(&delivery).await?;
        }
        Ok(count)
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let now = self.clock.now();
        let outcome = match self.sender.send(&letter::write(delivery, now)).await {
            Ok(message) => Outcome::Sent(message),
            Err(Refusal::Later { after, error }) => {
                let doubled = FIRST_WAIT * 2_i32.pow(delivery.attempts.saturating_sub(1).min(10));
                let told = after.map_or(TimeDelta::zero(), |seconds| {
                    TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::from(u32::MAX)))
                });
                let until = now + doubled.min(LONGEST_WAIT).max(told);
                tracing::warn!(delivery = delivery.no.0, attempts = delivery.attempts, %until, error, "a delivery waits");
                Outcome::Waiting { until, error }
            }
            Err(Refusal::Never { error }) => {
                tracing::error!(delivery = delivery.no.0, error, "a delivery is blocked");
                Outcome::Blocked { error }
            }
        };
        let no = delivery.no;
        self.blocking(move |store| store.settle(no, &outcome)).await
    }

    /// Steps until `stop` resolves; a step under way is finished first.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        if let Err(error) = self.resume().await {
            tracing::error!(%error, "taking up deliveries failed");
        }
        loop {
            // A full batch means that more may be due.
            let nap = match self.step().await {
                Ok(BATCH) => Duration::ZERO,
                Ok(_) => self.nap().await,
                Err(error) => {
                    tracing::error!(%error, "delivering failed");
                    NAP
                }
            };
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(nap) => {}
            }
        }
    }

    /// Until the next delivery is due, at most [`NAP`].
    async fn nap(&self) -> Duration {
        let carrier = self.carrier;
        match self.blocking(move |store| store.next_due(carrier)).await {
            Ok(Some(due)) => (due - self.clock.now())
                .to_std()
                .unwrap_or(Duration::ZERO)
                .min(NAP),
            _ => NAP,
        }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = Arc::clone(&self.store);
        match tokio::task::spawn_blocking(move || ask(store.as_ref())).await {
            Ok(answer) => answer,
            Err(panicked) => Err(StoreError::Engine {
                doing: "delivering".to_owned(),
                source: Box::new(panicked),
            }),
        }
    }
}
