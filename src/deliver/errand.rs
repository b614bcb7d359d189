//! An errand: a claimed delivery on its way, from move to move.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::Id;

use super::{Refusal, Search, rule};
use crate::store::{Delivery, Notice, Outcome};

/// What the sender answers: the number of the message that stands there, or that none does.
pub(super) type Answer = Result<Option<u64>, Refusal>;

/// A claimed delivery on its way.
pub(super) struct Errand {
    pub(super) delivery: Delivery,
    next: Move,
}

/// What is to be done next with a claimed delivery.
enum Move {
    /// Nothing has been done: look first where it may have been sent longer ago than its nonce is remembered, else send.
    Begin,
    /// Send.
    Send,
    /// Wait for the answer.
    Hear(Request),
    /// Write what became of it.
    Write(Outcome),
}

/// What the sender was asked for.
#[derive(Clone, Copy)]
struct Request {
    task: Id,
    /// Only to look.
    looks: bool,
    /// When it was asked: from then on the message may stand there.
    since: DateTime<Utc>,
}

impl Errand {
    /// One that begins.
    pub(super) fn new(delivery: Delivery) -> Self {
        Self {
            delivery,
            next: Move::Begin,
        }
    }

    /// The sender is still to be asked.
    pub(super) fn waits(&self) -> bool {
        matches!(self.next, Move::Begin | Move::Send)
    }

    /// What the sender is to look for first; none where it is to send.
    pub(super) fn search(&self, now: DateTime<Utc>) -> Option<Search> {
        match self.next {
            Move::Begin => rule::search(&self.delivery, now),
            _ => None,
        }
    }

    /// The sender was asked, to look or to send; this task brings its answer.
    pub(super) fn asked(&mut self, task: Id, looks: bool, since: DateTime<Utc>) {
        self.next = Move::Hear(Request { task, looks, since });
    }

    /// Whether this task brings the answer that it waits for.
    pub(super) fn hears(&self, task: Id) -> bool {
        matches!(self.next, Move::Hear(request) if request.task == task)
    }

    /// Takes the sender's answer; what follows from it is the next move.
    pub(super) fn hear(&mut self, answer: &Answer, now: DateTime<Utc>, grace: TimeDelta) {
        let Move::Hear(request) = self.next else {
            return;
        };
        let delivery = &mut self.delivery;
        self.next = match answer {
            Ok(Some(message)) => {
                if request.looks {
                    tracing::info!(
                        delivery = delivery.no.0,
                        message,
                        "a delivery had been sent before Newsdesk stopped"
                    );
                }
                Move::Write(Outcome::Sent(*message))
            }
            // It goes the way of all that is too late.
            Ok(None)
                if now - delivery.due > grace && matches!(delivery.notice, Notice::Reminder(_)) =>
            {
                Move::Write(Outcome::Held {
                    until: now,
                    doubt: None,
                })
            }
            Ok(None) => {
                delivery.doubt = None;
                Move::Send
            }
            Err(refusal) => {
                let sent = (!request.looks).then_some(request.since);
                Move::Write(rule::outcome(delivery, refusal, sent, now))
            }
        };
    }

    /// Where the sender is still to be asked, it is not before then.
    pub(super) fn hold(&mut self, until: DateTime<Utc>) {
        if self.waits() {
            self.next = Move::Write(Outcome::Held {
                until,
                doubt: self.delivery.doubt,
            });
        }
    }

    /// What became of it and is to be written, where that is known.
    pub(super) fn outcome(&self) -> Option<&Outcome> {
        match &self.next {
            Move::Write(outcome) => Some(outcome),
            _ => None,
        }
    }
}
