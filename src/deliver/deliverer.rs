//! The deliverer: deliveries claimed one a target, several under way at once, each an errand that is taken to its end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::{Id, JoinError, JoinSet};

use super::ailment::Ailment;
use super::errand::{Answer, Errand};
use super::{Refusal, Sender, letter, rule};
use crate::clock::Clock;
use crate::health::{Delivered, Vitals};
use crate::store::{Carrier, DeliveryNo, Outcome, Store, StoreError};

/// Sends what is due.
pub struct Deliverer<S> {
    store: Arc<dyn Store>,
    clock: Clock,
    carrier: Carrier,
    sender: Arc<S>,
    /// How late a reminder may be and still be sent, marked late.
    grace: TimeDelta,
    /// How long what has ended is kept.
    keep: TimeDelta,
    /// What a crash left claimed has been taken up.
    resumed: bool,
    /// What is claimed and not settled, in the order of the claims: no two of one target, [`ABREAST`] at most.
    errands: Vec<Errand>,
    /// What the sender was asked for and has not answered.
    under_way: JoinSet<Answer>,
    /// The pause that the other side asked for, from then until then.
    held: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The clock when it was last looked at.
    seen: DateTime<Utc>,
    /// What has ended is looked through at this time.
    prune: DateTime<Utc>,
    ailment: Ailment,
    /// Where signs of life are left.
    vitals: Option<Arc<Vitals>>,
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
    /// Asked the sender to look for one, or to send it.
    Asked,
    /// Took the sender's answer about one.
    Heard,
    /// Wrote what became of so many.
    Wrote(usize),
    /// Forgot so many old ones.
    Pruned(usize),
    /// There was nothing to do now, but to hear what is under way.
    Nothing,
}

/// As many are under way at once: what a crash may leave claimed. Discord takes a tenth to a third of a second for a message;
/// with so many it gets as many a second as it takes.
const ABREAST: usize = 16;

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

impl<S: Sender + 'static> Deliverer<S> {
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
            sender: Arc::new(sender),
            grace,
            keep: KEEP,
            resumed: false,
            errands: Vec::new(),
            under_way: JoinSet::new(),
            held: None,
            seen: now,
            prune: now,
            ailment: Ailment::default(),
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

    /// Does the next thing that is to be done now, and says what it was. It waits neither for time nor for the sender.
    ///
    /// # Errors
    /// The store's. Nothing is forgotten: the next call tries the same again.
    pub async fn advance(&mut self) -> Result<Did, StoreError> {
        if !self.resumed {
            return self.resume().await;
        }
        if let Some(heard) = self.under_way.try_join_next_with_id() {
            self.take(heard);
            return Ok(Did::Heard);
        }
        if let Some(until) = self.pause(self.clock.now()) {
            self.hold(until);
        }
        // What is known is written before anything else is sent: while the store takes nothing, nothing more goes out.
        let written = self.write().await?;
        if written > 0 {
            return Ok(Did::Wrote(written));
        }
        if self.ask() {
            return Ok(Did::Asked);
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
        let room = ABREAST - self.errands.len();
        if room == 0 || self.pause(now).is_some() {
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
            .blocking(move |store| store.claim(carrier, now, room))
            .await?;
        if !claimed.is_empty() {
            let number = claimed.len();
            self.errands.extend(claimed.into_iter().map(Errand::new));
            return Ok(Did::Claimed(number));
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

    /// How many the sender has not answered yet.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Waits for the sender's next answer; not at all where nothing is under way. A wait that is cut short loses nothing.
    pub async fn hear(&mut self) {
        if let Some(heard) = self.under_way.join_next_with_id().await {
            self.take(heard);
        }
    }

    /// Advances until there is nothing to do now and nothing is under way, and says how many were claimed.
    ///
    /// # Errors
    /// The store's, as of [`Deliverer::advance`].
    pub async fn step(&mut self) -> Result<usize, StoreError> {
        let mut claimed = 0;
        loop {
            match self.advance().await? {
                Did::Claimed(number) => claimed += number,
                Did::Nothing if self.under_way.is_empty() => return Ok(claimed),
                Did::Nothing => self.hear().await,
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
                    if self.ailment.over() {
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
                () = std::future::ready(()), if nap.is_zero() => {}
                () = self.hear(), if !self.under_way.is_empty() => {}
                () = tokio::time::sleep(nap) => {}
            }
        }
        if let Err(error) = self.put_back().await {
            self.complain(&error);
        }
    }

    /// Says once what fails, not every second.
    fn complain(&mut self, error: &StoreError) {
        if let Some(error) = self.ailment.news(error) {
            tracing::error!(
                error,
                "reminders wait for the store; it is tried again every second"
            );
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

    /// Gives back what is claimed and was not sent, and hears and writes what becomes of the rest.
    async fn put_back(&mut self) -> Result<(), StoreError> {
        loop {
            self.hold(self.clock.now());
            if self.write().await? == 0 {
                if self.under_way.is_empty() {
                    return Ok(());
                }
                self.hear().await;
            }
        }
    }

    /// Asks the sender to look for the next errand, or to send it. `false` where there is none.
    fn ask(&mut self) -> bool {
        let now = self.clock.now();
        let Some(errand) = self.errands.iter_mut().find(|errand| errand.waits()) else {
            return false;
        };
        let search = errand.search(now);
        let looks = search.is_some();
        let sender = Arc::clone(&self.sender);
        let task = match search {
            Some(search) => self
                .under_way
                .spawn(async move { sender.find(&search).await }),
            None => {
                let letter = letter::write(&errand.delivery, now);
                self.under_way
                    .spawn(async move { sender.send(&letter).await.map(Some) })
            }
        };
        errand.asked(task.id(), looks, now);
        true
    }

    /// Takes the sender's answer to its errand.
    fn take(&mut self, heard: Result<(Id, Answer), JoinError>) {
        let (id, answer) = heard.unwrap_or_else(|broken| {
            let error = format!("The sender broke off: {broken}.");
            (broken.id(), Err(Refusal::Lost { error }))
        });
        let (now, grace) = (self.clock.now(), self.grace);
        let Some(errand) = self.errands.iter_mut().find(|errand| errand.hears(id)) else {
            return;
        };
        errand.hear(&answer, now, grace);
        if let Err(Refusal::Busy {
            after,
            everywhere: true,
            error,
        }) = &answer
        {
            // Those that were under way with it are asked to wait too, and the longest wait counts.
            let until = (now + rule::pause(*after)).max(self.pause(now).unwrap_or(now));
            tracing::warn!(%until, "nothing is sent until then: {error}");
            self.held = Some((now, until));
        }
    }

    /// Of what is claimed, nothing more is asked for before then.
    fn hold(&mut self, until: DateTime<Utc>) {
        for errand in &mut self.errands {
            errand.hold(until);
        }
    }

    /// Until when the other side wants nothing; none where it takes letters.
    fn pause(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (from, until) = self.held?;
        (from <= now && now < until).then_some(until)
    }

    /// Writes what became of errands, all that is known in one transaction, and says of how many.
    async fn write(&mut self) -> Result<usize, StoreError> {
        let settled: Vec<(DeliveryNo, Outcome)> = self
            .errands
            .iter()
            .filter_map(|errand| Some((errand.delivery.no, errand.outcome()?.clone())))
            .collect();
        let number = settled.len();
        if number == 0 {
            return Ok(0);
        }
        self.blocking(move |store| store.settle(&settled)).await?;
        let now = self.clock.now();
        let (written, left) = std::mem::take(&mut self.errands)
            .into_iter()
            .partition(|errand| errand.outcome().is_some());
        self.errands = left;
        for errand in written {
            self.count(&errand, now);
        }
        Ok(number)
    }

    /// Counts what became of an errand.
    fn count(&self, errand: &Errand, now: DateTime<Utc>) {
        let (Some(vitals), Some(outcome)) = (&self.vitals, errand.outcome()) else {
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

    /// Until there is something to do, at most [`NAP`].
    async fn nap(&self) -> Duration {
        let carrier = self.carrier;
        match self.blocking(move |store| store.next_due(carrier)).await {
            Ok(Some(due)) => (due - self.clock.now())
                .to_std()
                // What is due and was not claimed waits for a pause to end, or for room.
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
