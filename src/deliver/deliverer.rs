//! The deliverer: a queue of claimed deliveries, each taken from move to move.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Refusal, Sender, letter, rule};
use crate::clock::Clock;
use crate::health::{Delivered, Vitals};
use crate::store::{Carrier, Delivery, Notice, Outcome, Store, StoreError, Target};

/// Sends what is due.
pub struct Deliverer<S> {
    store: Arc<dyn Store>,
    clock: Clock,
    carrier: Carrier,
    sender: S,
    /// How late a reminder may be and still be sent, marked late.
    grace: TimeDelta,
    /// How long what has ended is kept.
    keep: TimeDelta,
    /// What a crash left claimed has been taken up.
    resumed: bool,
    /// What is claimed, the next first.
    errands: VecDeque<Errand>,
    /// The pause that the other side asked for, from then until then.
    held: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The clock when it was last looked at.
    seen: DateTime<Utc>,
    /// What has ended is looked through at this time.
    prune: DateTime<Utc>,
    /// What fails, so that it is logged once.
    ailing: Option<String>,
    /// Where signs of life are left.
    vitals: Option<Arc<Vitals>>,
}

/// A claimed delivery on its way.
struct Errand {
    delivery: Delivery,
    next: Move,
}

/// What is to be done next with a claimed delivery.
enum Move {
    /// Nothing has been done: look first where it may have been sent longer ago than its nonce is remembered, else send.
    Begin,
    /// Send.
    Send,
    /// Write what became of it.
    Write(Outcome),
}

/// What [`Deliverer::advance`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// Took up so many that a crash had left claimed.
    Resumed(usize),
    /// Gave up so many that were too late.
    GaveUp(usize),
    /// Claimed so many.
    Claimed(usize),
    /// Looked whether one had been sent.
    Looked,
    /// Sent one, and has the answer or none.
    Sent,
    /// Wrote what became of one.
    Wrote,
    /// Forgot so many old ones.
    Pruned(usize),
    /// There was nothing to do now.
    Nothing,
}

/// As many as are claimed at once: what a crash may leave claimed.
const BATCH: usize = 16;

/// How long what has ended is kept where nothing else is set.
const KEEP: TimeDelta = TimeDelta::days(90);

/// How often old deliveries are looked for, and how many are forgotten at once: no claim waits for it.
const PRUNE_EVERY: TimeDelta = TimeDelta::hours(1);
const PRUNED: usize = 200;

/// A clock that shows so much less than before was set back.
const SET_BACK: TimeDelta = TimeDelta::minutes(1);

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
        let now = clock.now();
        Self {
            store,
            clock,
            carrier,
            sender,
            grace,
            keep: KEEP,
            resumed: false,
            errands: VecDeque::new(),
            held: None,
            seen: now,
            prune: now,
            ailing: None,
            vitals: None,
        }
    }

    /// Leaves its signs of life there.
    #[must_use]
    pub fn watched(mut self, vitals: Arc<Vitals>) -> Self {
        self.vitals = Some(vitals);
        self
    }

    /// Forgets what ended longer ago than this.
    #[must_use]
    pub fn keeping(mut self, keep: TimeDelta) -> Self {
        self.keep = keep;
        self
    }

    /// Does the next thing that is to be done now, and says what it was.
    ///
    /// # Errors
    /// The store's. Nothing is forgotten: the next call tries the same again.
    pub async fn advance(&mut self) -> Result<Did, StoreError> {
        if !self.resumed {
            return self.resume().await;
        }
        if !self.errands.is_empty() {
            return self.errand().await;
        }
        let (carrier, now) = (self.carrier, self.clock.now());
        if now < self.seen - SET_BACK {
            // What was to wait a minute by the old time would wait for as long as the clock went back.
            self.blocking(move |store| store.hurry(carrier, now))
                .await?;
            tracing::warn!(from = %self.seen, to = %now, "the clock was set back: what waits is tried at once");
            self.prune = self.prune.min(now + PRUNE_EVERY);
        }
        self.seen = now;
        if self
            .held
            .is_some_and(|(from, until)| from <= now && now < until)
        {
            return Ok(Did::Nothing);
        }
        let grace = self.grace;
        let missed = self
            .blocking(move |store| store.give_up(carrier, now - grace, now))
            .await?;
        if missed > 0 {
            tracing::warn!(
                missed,
                "reminders fell due too long ago; their channels are told so"
            );
            return Ok(Did::GaveUp(missed));
        }
        let claimed = self
            .blocking(move |store| store.claim(carrier, now, BATCH))
            .await?;
        if !claimed.is_empty() {
            self.errands
                .extend(claimed.into_iter().map(|delivery| Errand {
                    delivery,
                    next: Move::Begin,
                }));
            return Ok(Did::Claimed(self.errands.len()));
        }
        if self.prune <= now {
            let keep = self.keep;
            let pruned = self
                .blocking(move |store| store.prune(now - keep, PRUNED))
                .await?;
            if pruned > 0 {
                return Ok(Did::Pruned(pruned));
            }
            self.prune = now + PRUNE_EVERY;
        }
        Ok(Did::Nothing)
    }

    /// Advances through one batch, or until there is nothing to do, and says how many were claimed.
    ///
    /// # Errors
    /// The store's, as of [`Deliverer::advance`].
    pub async fn step(&mut self) -> Result<usize, StoreError> {
        let mut claimed = 0;
        loop {
            match self.advance().await? {
                Did::Claimed(number) => claimed += number,
                Did::Nothing => return Ok(claimed),
                _ if claimed > 0 && self.errands.is_empty() => return Ok(claimed),
                _ => {}
            }
        }
    }

    /// Advances until `stop` resolves; what is being sent is finished first, and what is claimed and not yet sent put back.
    pub async fn run(&mut self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let nap = match self.advance().await {
                Ok(did) => {
                    if let Some(vitals) = &self.vitals {
                        vitals.stepped();
                    }
                    if self.ailing.take().is_some() {
                        tracing::info!("the store works again: delivering goes on");
                    }
                    if did == Did::Nothing {
                        self.nap().await
                    } else {
                        Duration::ZERO
                    }
                }
                Err(error) => {
                    self.complain(&error);
                    NAP
                }
            };
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = tokio::time::sleep(nap) => {}
            }
        }
        if let Err(error) = self.put_back().await {
            self.complain(&error);
        }
    }

    /// Says once what fails, not every second.
    fn complain(&mut self, error: &StoreError) {
        let error = error.to_string();
        if self.ailing.as_ref() != Some(&error) {
            tracing::error!(
                error,
                "reminders wait for the store; it is tried again every second"
            );
            self.ailing = Some(error);
        }
    }

    async fn resume(&mut self) -> Result<Did, StoreError> {
        let (carrier, now) = (self.carrier, self.clock.now());
        let left = self
            .blocking(move |store| {
                let left = store.release(carrier)?;
                store.hurry(carrier, now)?;
                Ok(left)
            })
            .await?;
        if left > 0 {
            tracing::warn!(
                left,
                "deliveries were under way when Newsdesk stopped; each is sent again with the same nonce or looked for"
            );
        }
        self.resumed = true;
        Ok(Did::Resumed(left))
    }

    /// Gives back what is claimed and was not sent.
    async fn put_back(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for errand in &mut self.errands {
            if !matches!(errand.next, Move::Write(_)) {
                errand.hold(now);
            }
        }
        while !self.errands.is_empty() {
            self.errand().await?;
        }
        Ok(())
    }

    /// Makes the next move of the first errand.
    async fn errand(&mut self) -> Result<Did, StoreError> {
        let Some(errand) = self.errands.front() else {
            return Ok(Did::Nothing);
        };
        let (now, delivery) = (self.clock.now(), &errand.delivery);
        let search = match &errand.next {
            Move::Write(outcome) => {
                let (no, outcome) = (delivery.no, outcome.clone());
                self.blocking(move |store| store.settle(no, &outcome))
                    .await?;
                if let Some(errand) = self.errands.pop_front() {
                    self.count(&errand, now);
                }
                return Ok(Did::Wrote);
            }
            Move::Begin => rule::search(delivery, now),
            Move::Send => None,
        };
        let looked = search.is_some();
        let answer = match search {
            Some(search) => self.sender.find(&search).await,
            None => {
                let letter = letter::write(delivery, now);
                self.sender.send(&letter).await.map(Some)
            }
        };
        let late = now - delivery.due > self.grace;
        let next = match &answer {
            Ok(Some(message)) => {
                if looked {
                    tracing::info!(
                        delivery = delivery.no.0,
                        message,
                        "a delivery had been sent before Newsdesk stopped"
                    );
                }
                Move::Write(Outcome::Sent(*message))
            }
            // It goes the way of all that is too late.
            Ok(None) if late && matches!(delivery.notice, Notice::Reminder(_)) => {
                Move::Write(Outcome::Held {
                    until: now,
                    doubt: None,
                })
            }
            Ok(None) => Move::Send,
            Err(refusal) => Move::Write(rule::outcome(delivery, refusal, looked, now)),
        };
        let target = delivery.target;
        if let Some(errand) = self.errands.front_mut() {
            if matches!(next, Move::Send) {
                errand.delivery.doubt = None;
            }
            errand.next = next;
        }
        if let Err(refusal) = answer {
            self.spread(&refusal, target, now);
        }
        Ok(if looked { Did::Looked } else { Did::Sent })
    }

    /// Counts what became of an errand.
    fn count(&self, errand: &Errand, now: DateTime<Utc>) {
        let (Some(vitals), Move::Write(outcome)) = (&self.vitals, &errand.next) else {
            return;
        };
        let outcome = match outcome {
            Outcome::Sent(_) => Delivered::Sent,
            Outcome::Waiting { .. } | Outcome::Closed { .. } | Outcome::Unsure { .. } => {
                Delivered::Waiting
            }
            Outcome::Blocked { .. } => Delivered::Blocked,
            // It was not tried.
            Outcome::Held { .. } => return,
        };
        vitals.figures.delivery(outcome);
        // A notice that is due at once has 0 for its time.
        if outcome == Delivered::Sent && errand.delivery.due > DateTime::UNIX_EPOCH {
            vitals.figures.late(now - errand.delivery.due);
        }
    }

    /// What a refusal of the first errand means for the others.
    fn spread(&mut self, refusal: &Refusal, target: Target, now: DateTime<Utc>) {
        let everything = match refusal {
            Refusal::Busy {
                after, everywhere, ..
            } if *everywhere => {
                let until = now + rule::pause(*after);
                tracing::warn!(%until, "nothing is sent until then: {refusal}");
                self.held = Some((now, until));
                true
            }
            Refusal::Busy { .. } | Refusal::Closed { .. } => false,
            _ => return,
        };
        let until = match refusal {
            Refusal::Busy { after, .. } => now + rule::pause(*after),
            _ => now,
        };
        for errand in self.errands.iter_mut().skip(1) {
            if everything || errand.delivery.target == target {
                errand.hold(until);
            }
        }
    }

    /// Until there is something to do, at most [`NAP`].
    async fn nap(&self) -> Duration {
        let carrier = self.carrier;
        match self.blocking(move |store| store.next_due(carrier)).await {
            Ok(Some(due)) => (due - self.clock.now())
                .to_std()
                // What is due and was not claimed waits for a pause to end.
                .unwrap_or(NAP)
                .min(NAP),
            _ => NAP,
        }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        super::off_thread(&self.store, "delivering", ask).await
    }
}

impl Errand {
    /// It is not sent now, but then.
    fn hold(&mut self, until: DateTime<Utc>) {
        self.next = Move::Write(Outcome::Held {
            until,
            doubt: self.delivery.doubt,
        });
    }
}
