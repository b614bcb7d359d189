//! What follows from each failure: when to try again, when to look first, when to stop.
//!
//! Discord remembers a nonce for "a few minutes" (its documentation of "Create Message"); it bans an address for 10,000
//! refused requests in ten minutes ("Invalid Request Limit"). Everything here keeps a wide distance from both.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Refusal, Search};
use crate::store::{Delivery, Outcome};

/// So long after an attempt its nonce is surely remembered.
const WINDOW: TimeDelta = TimeDelta::minutes(2);

/// The first wait after a failure; each further one doubles it, up to [`LONGEST_WAIT`].
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);

/// The longest wait between two attempts.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// The longest pause that the other side's word is taken for: a mistaken one must not silence the bot for days.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// The first wait before a target that refused is tried again; each further one doubles it, up to [`LONGEST_PROBE`].
const FIRST_PROBE: TimeDelta = TimeDelta::hours(6);

/// The longest wait before a target that refused is tried again.
const LONGEST_PROBE: TimeDelta = TimeDelta::hours(24);

/// What to look for before a delivery is sent, where it may have been sent longer ago than its nonce is remembered.
pub(super) fn search(delivery: &Delivery, now: DateTime<Utc>) -> Option<Search> {
    let ago = now - delivery.doubt?;
    // A clock that was set back does not tell how long ago it was.
    let ago = (ago >= TimeDelta::zero()).then_some(ago);
    ago.is_none_or(|ago| ago >= WINDOW).then(|| Search {
        target: delivery.target,
        mark: delivery.nonce.clone(),
        ago,
    })
}

/// How long the other side's pause is.
pub(super) fn pause(after: Duration) -> TimeDelta {
    let after = TimeDelta::from_std(after.min(LONGEST_PAUSE)).unwrap_or(LONGEST_WAIT);
    // The store counts in whole seconds.
    after + TimeDelta::milliseconds(999)
}

/// What becomes of a delivery that was refused; `sent` is when it went out, none where it was only looked for.
pub(super) fn outcome(
    delivery: &Delivery,
    refusal: &Refusal,
    sent: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Outcome {
    let doubt = delivery.doubt;
    let doubled = |first: TimeDelta, times: u32| first * 2_i32.pow(times.min(10));
    let outcome = match refusal.clone() {
        Refusal::Lost { error } => Outcome::Waiting {
            until: now + doubled(FIRST_WAIT, delivery.attempts.saturating_sub(1)).min(LONGEST_WAIT),
            error,
            doubt: doubt.or(sent),
        },
        Refusal::Busy { after, .. } => Outcome::Held {
            until: now + pause(after),
            doubt,
        },
        Refusal::Closed { error } => Outcome::Closed {
            probe: now + doubled(FIRST_PROBE, delivery.refused).min(LONGEST_PROBE),
            error,
            doubt,
        },
        Refusal::Blind { error } => Outcome::Unsure {
            until: now + LONGEST_WAIT,
            error,
        },
        Refusal::Never { error, payload } => Outcome::Blocked { error, payload },
    };
    let (no, attempts, target) = (delivery.no.0, delivery.attempts, delivery.target);
    match &outcome {
        Outcome::Waiting { until, error, .. } => {
            tracing::warn!(delivery = no, attempts, %until, error, "a delivery waits");
        }
        Outcome::Closed { probe, error, .. } => {
            tracing::warn!(delivery = no, ?target, %probe, error, "a channel is paused: what is to be sent there waits");
        }
        Outcome::Unsure { until, error } => {
            tracing::warn!(delivery = no, ?target, %until, error, "a delivery is held: nobody can see whether it was sent");
        }
        Outcome::Blocked { error, .. } => {
            tracing::error!(delivery = no, ?target, error, "a delivery is blocked");
        }
        Outcome::Held { .. } | Outcome::Sent(_) => {}
    }
    outcome
}
