//! Discord's limit over all requests of a bot: how many may be asked for in a second.
//!
//! A refused request counts towards a ban, and the pause after it costs more than asking at the right time would have. So each
//! request takes one of a number of places, and gives it back a second after its answer: whenever Discord counted it, between
//! asking and answering, it counts no more than that many of ours in any second.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until};

/// The requests of a second: Discord takes 50 (its documentation of "Global Rate Limit"), and two are left for what the bot
/// asks for elsewhere. Answers to interactions are not counted.
const PLACES: usize = 48;

/// The second, and as much as two clocks may differ over it.
const SECOND: Duration = Duration::from_millis(1010);

/// The places.
pub(super) struct Pace {
    /// When each free place may be taken, the first first.
    free: tokio::sync::Mutex<UnboundedReceiver<Instant>>,
    back: UnboundedSender<Instant>,
    /// When Discord last refused everything, and for how long.
    refused: Mutex<Option<(Instant, Duration)>>,
}

/// A place that is taken until this is dropped.
pub(super) struct Place<'a>(&'a Pace);

impl Pace {
    pub(super) fn new() -> Self {
        let (back, free) = unbounded_channel();
        let pace = Self {
            free: tokio::sync::Mutex::new(free),
            back,
            refused: Mutex::default(),
        };
        for _ in 0..PLACES {
            pace.give_back(Instant::now());
        }
        pace
    }

    /// Waits for a place; who asks first has the first. An error where Discord refused everything in the meantime: for how
    /// long.
    pub(super) async fn place(&self) -> Result<Place<'_>, Duration> {
        let asked = Instant::now();
        let free = self.free.lock().await.recv().await;
        let place = Place(self);
        // None cannot be: the other end is here too.
        if let Some(free) = free {
            sleep_until(free).await;
        }
        let refused = *self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        match refused {
            Some((at, wait)) if at >= asked => Err(wait),
            _ => Ok(place),
        }
    }

    /// Whoever waits for a place is told that Discord refuses everything.
    pub(super) fn refuse(&self, wait: Duration) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), wait));
    }

    fn give_back(&self, free: Instant) {
        // Nobody waits any more where the other end is gone.
        let _ = self.back.send(free);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.give_back(Instant::now() + SECOND);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{advance, sleep};

    use super::*;

    const ANSWER: Duration = Duration::from_millis(100);

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_its_number() {
        let pace = Pace::new();
        let mut counted = Vec::new();
        for number in 0..4 * PLACES {
            let place = pace.place().await.expect("nothing is refused");
            let asked = Instant::now();
            advance(Duration::from_millis(if number % 7 == 0 { 90 } else { 3 })).await;
            // Discord may count it when it is asked or when it answers.
            counted.push(if number % 2 == 0 {
                asked
            } else {
                Instant::now()
            });
            drop(place);
        }
        for (first, after) in counted.iter().zip(&counted[PLACES..]) {
            assert!(*after - *first >= Duration::from_secs(1));
        }
    }

    /// All places taken, and one given back in a while; what the one who waits is told, and when.
    async fn wait(refused: Option<Duration>) -> (Result<(), Duration>, Duration) {
        let (pace, begun) = (Pace::new(), Instant::now());
        let mut taken = Vec::new();
        for _ in 0..PLACES {
            taken.push(pace.place().await);
        }
        assert_eq!(begun.elapsed(), Duration::ZERO, "so many at once");
        let answers = async {
            sleep(ANSWER).await;
            taken.pop();
            if let Some(wait) = refused {
                pace.refuse(wait);
            }
        };
        let (told, ()) = tokio::join!(pace.place(), answers);
        (told.map(drop), begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_goes_a_second_after_the_first_answer() {
        assert_eq!(wait(None).await, (Ok(()), ANSWER + SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_is_not_let_through_where_everything_is_refused() {
        let pause = Duration::from_secs(7);
        assert_eq!(wait(Some(pause)).await.0, Err(pause));
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_later_is_let_through() {
        let pace = Pace::new();
        pace.refuse(Duration::from_secs(7));
        advance(Duration::from_millis(1)).await;
        assert!(pace.place().await.is_ok());
    }
}
