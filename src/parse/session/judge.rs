//! Judging: what a clause makes of its date, and the marks by which it makes nothing of it.
//!
//! The rules are measured ones: a plain plan with a noun or verb of the calendar counts, what is only supposed, told of the
//! past, denied or somebody's own doing does not.

use chrono::Days;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::clause::Clause;
use super::frame::Frame;
use super::when::When;
use super::{Reader, act, title, verb, words};
use crate::article::{Precision, SessionStatus};

impl Reader<'_> {
    /// What the clause makes of its date; none when it puts nothing on the calendar.
    pub(super) fn judge(
        &self,
        number: usize,
        clause: &Clause,
        rest: &[Clause],
        when: &When,
        frame: Frame,
    ) -> Option<SessionStatus> {
        if frame.dead && !frame.future {
            return None;
        }
        // "might speak by telephone before the weekend" is no appointment.
        let vague = self
            .document
            .is(when.tokens.start.wrapping_sub(1), &["before"])
            || clause
                .tokens()
                .any(|at| self.document.is(at, &["telephone", "phone"]));
        if frame.maybe && frame.future && vague && !self.noun(clause) {
            return None;
        }
        // "warned that the plant would run out of fuel by Sunday" is a fear.
        let feared = clause.reporter.as_ref().is_some_and(|reporter| {
            self.document.is(
                reporter.end,
                &[
                    "warned",
                    "warn",
                    "warns",
                    "predicted",
                    "predicts",
                    "feared",
                    "fear",
                    "estimated",
                    "estimates",
                ],
            )
        });
        if frame.supposed && feared && !self.noun(clause) {
            return None;
        }
        let ahead = when.last() >= self.published;
        let precision = match when.weekend() {
            true => Precision::Week,
            false => when.start.timex().precision()?,
        };
        let stands = self.stands(clause);
        let off = ahead
            && !stands
            && precision <= Precision::Month
            && self.noun(clause)
            && (frame.cancelled && !frame.future || frame.negated);
        if frame.old && !frame.future && !frame.until {
            let before = self.document.sentences[number].tokens.start..clause.body.start;
            let head_off = clause.relative
                && before.into_iter().any(|at| {
                    let moved = words::is(self.document, at, words::PUTOFF)
                        && act::moves(self.document, at);
                    self.undone(at) || moved
                });
            // "The vote was withdrawn on Monday. It had been set down for Thursday."
            let it = title::pronoun(self.document, &clause.body).is_some();
            let head_off = head_off
                || it
                    && number
                        .checked_sub(1)
                        .map(|before| self.document.sentences[before].tokens.clone())
                        .is_some_and(|mut before| before.any(|at| self.undone(at)));
            let own_off = clause
                .tokens()
                .any(|at| at >= when.tokens.end && self.undone(at));
            if self.called_off(number, rest) || off || head_off || own_off {
                return frame.event.then_some(SessionStatus::Cancelled);
            }
            // "A hearing was scheduled for Friday" is a plan, as long as nobody says more; on that day it is none.
            let ahead = when.start.first > self.published || when.start.clock.is_some();
            return (frame.event && ahead && when.start.first >= self.published)
                .then_some(SessionStatus::Scheduled);
        }
        let moved = frame.moved && !stands && self.noun(clause);
        if off || moved && self.indefinitely(clause) {
            return Some(SessionStatus::Cancelled);
        }
        if frame.negated && !stands || !ahead {
            return None;
        }
        let strong = frame.future || frame.plan || frame.present || moved;
        let today = when.start.first <= self.published && when.last() >= self.published;
        if today && frame.past && !strong {
            return None;
        }
        // "would win in November" is supposed; "the trial would start in January" is what was said of it.
        // What somebody "said he would" do is as good as a plan.
        let said = clause.reporter.as_ref().is_some_and(|reporter| {
            let words = ["said", "announced", "confirmed", "promised", "pledged"];
            self.document.is(reporter.end, &words)
        });
        let own_word =
            said && title::pronoun(self.document, &clause.body).is_some() && !frame.maybe;
        let certain = !frame.supposed || own_word || self.noun(clause) && self.happens(clause);
        let before = when.tokens.start.saturating_sub(5)..when.tokens.start;
        let to = before
            .into_iter()
            .any(|at| self.document.is(at, &["to", "for", "until", "till"]));
        if moved && precision > Precision::Week && when.end.is_none() && !to {
            return None;
        }
        // In somebody's own words only a plain plan counts.
        let quoted = self.document.stretch_of(when.tokens.start).is_some();
        if quoted && !(self.noun(clause) && (frame.future || frame.plan)) {
            return None;
        }
        let accepted = match precision {
            Precision::Minute | Precision::Day => {
                strong
                    && (!today
                        || frame.future
                        || frame.plan
                        || frame.present
                        || moved
                        || when.start.clock.is_some()
                        || self.noun(clause))
                    && (frame.event && (!frame.inert || frame.near || frame.plan)
                        || !frame.inert && frame.future && !today)
                    // "told a news conference at 2:30 p.m." was that day's.
                    || frame.near && !today && (strong || !when.clock_only || !self.tells(clause))
                    || self.present_of_unknown(clause, when, frame)
            }
            Precision::Week | Precision::Month => {
                strong && frame.event && !frame.inert && certain
                    || frame.near && !frame.past && !today
            }
            Precision::Quarter | Precision::Season => {
                strong && frame.event && !frame.inert && certain
            }
            Precision::Year => {
                moved && !today
                    || strong
                        && frame.noun.is_none()
                        && !frame.intends
                        && self.noun(clause)
                        && !frame.inert
                        && !today
                        && (frame.future || self.happens(clause))
            }
        };
        // "expects sales of … this year": what covers today is a stretch, no appointment.
        let vague = today && when.start.first < self.published && when.end.is_none();
        let soon = precision == Precision::Week && (frame.future || frame.present);
        if !accepted || vague && !frame.plan && !soon {
            return None;
        }
        let under_way = when.end.is_some()
            && when.start.first <= self.published
            && when.last() > when.start.first;
        Some(if moved {
            SessionStatus::Postponed
        } else if under_way && when.start.first < self.published {
            SessionStatus::Ongoing
        } else {
            SessionStatus::Scheduled
        })
    }

    /// "The deadline will not be extended": what is not moved stands.
    fn stands(&self, clause: &Clause) -> bool {
        clause.tokens().any(|at| {
            (words::is(self.document, at, words::PUTOFF)
                || self.document.is(at, &["extended", "changed"]))
                && (at.saturating_sub(3)..at).any(|i| words::is(self.document, i, words::NOT))
        })
    }

    /// "The choir sings in Holm on 14 May": whatever the verb, a clause that is not of the past and has a day ahead tells
    /// of that day.
    fn present_of_unknown(&self, clause: &Clause, when: &When, frame: Frame) -> bool {
        let document = self.document;
        let day = when.start.weekday.is_none()
            && !when.relative
            && !when.clock_only
            && when.start.first > self.published;
        let Some(before) = when.tokens.start.checked_sub(1) else {
            return false;
        };
        let tied = document.is(before, &["on", "from"])
            || document.is(when.tokens.start, &["tomorrow"])
            || document.is(when.tokens.start + 1, &["tomorrow"]);
        // "The merger, announced in May, completes on 1 June": what stands between commas has its own verb.
        let body = clause.body.contains(&before);
        let other = clause
            .tokens()
            .filter(|at| !body || clause.body.contains(at))
            .any(|at| {
                words::is(
                    document,
                    at,
                    words::BE | words::HAS | words::PAST | words::NOT | words::WILL,
                ) || words::reports(document, at)
                    || act::past_form(document, at)
                    || document.is(at, &["to", "if"]) && at < before
            });
        let verb = (clause.body.start + 1..before).any(|at| verb::like_present(document, at));
        day && tied && verb && !other && !frame.past && !frame.told && !frame.dead
    }

    /// Whether somebody speaks in the clause.
    fn tells(&self, clause: &Clause) -> bool {
        clause.tokens().any(|at| words::reports(self.document, at))
    }

    /// Whether the clause says that its subject takes place.
    pub(super) fn happens(&self, clause: &Clause) -> bool {
        clause
            .tokens()
            .any(|at| words::is(self.document, at, words::PLAIN | words::PLAN))
    }

    /// "moved to 14 April from 3 March": the old day, where the new one stands beside it.
    pub(super) fn moved_from(&self, clause: &Clause, whens: &[When], at: usize) -> bool {
        let lead = |when: &When, words: &[&str]| {
            self.document.is(when.tokens.start.wrapping_sub(1), words)
        };
        whens[at].end.is_none()
            && lead(&whens[at], &["from"])
            && whens.iter().enumerate().any(|(other, when)| {
                other != at && clause.holds(when.tokens.start) && lead(when, &["to", "until"])
            })
    }

    /// "The launch, planned for 1 December, has slipped to early 2026": the new day follows.
    pub(super) fn moved_after(&self, clause: &Clause, whens: &[When], at: usize) -> bool {
        whens[at + 1..].iter().any(|when| {
            let before = when.tokens.start.saturating_sub(3)..when.tokens.start;
            clause.body.contains(&when.tokens.start)
                && before
                    .into_iter()
                    .any(|at| self.document.is(at, &["to", "until", "till", "for"]))
        })
    }

    /// "initially planned for Friday, was moved to Sunday": the last Friday before that Sunday, but no later than the coming
    /// one.
    pub(super) fn former_weekday(&self, clause: &Clause, whens: &mut [When], at: usize) {
        let new = whens[at + 1..]
            .iter()
            .find(|when| clause.body.contains(&when.tokens.start))
            .map(|when| {
                let mut new = when.start.clone();
                new.forward(self.published, true);
                new.first
            });
        let forward = clause
            .tokens()
            .any(|at| self.document.is(at, &["forward", "earlier"]));
        let old = &mut whens[at].start;
        old.forward(self.published, false);
        let before = old.first.checked_sub_days(Days::new(7));
        if !forward
            && let (Some(new), Some(before)) = (new, before)
            && (old.first > new || old.first == new && old.clock.is_none())
        {
            old.set_day(before);
        }
    }

    /// "The pool opens for the summer on 16 May": the day counts, not the season.
    pub(super) fn season_of_a_day(&self, clause: &Clause, whens: &[When], at: usize) -> bool {
        let season = whens[at].start.timex().precision() == Some(Precision::Season);
        let lead = whens[at].tokens.start.wrapping_sub(1);
        // "The winter timetable runs from 3 November to 28 March": the season only says which timetable.
        let article = |at: usize| self.document.is(at, &["the", "its", "their", "a"]);
        let name = (article(lead) || article(whens[at].tokens.start))
            && self.document.kind(whens[at].tokens.end) == Kind::Word
            && !self.document.has(
                whens[at].tokens.end,
                lexicon::PREPOSITION | lexicon::CONNECTIVE,
            )
            && !words::is(
                self.document,
                whens[at].tokens.end,
                words::BE | words::WILL | words::HAS | words::PAST,
            );
        season
            && (self.document.is(lead, &["for"]) || name)
            && whens
                .iter()
                .any(|when| clause.holds(when.tokens.start) && when.start.first == when.start.last)
    }

    /// "8.23pm: …" in a live report.
    pub(super) fn logged(&self, when: &When) -> bool {
        when.clock_only && self.document.kind(when.tokens.end) == Kind::Colon
    }

    /// "I start on Friday": what a speaker tells of himself is on nobody's calendar.
    pub(super) fn own_voice(&self, clause: &Clause) -> bool {
        clause.subject.is_none()
            && clause
                .body
                .clone()
                .find(|at| self.document.kind(*at) == Kind::Word)
                .is_some_and(|at| {
                    // "US President …" is nobody's "us".
                    self.document.has(at, lexicon::SELF)
                        && (!self.document.tokens[at].upper() || self.document.is(at, &["i"]))
                })
    }

    /// "on Monday and on Thursday": one of several days of one statement.
    pub(super) fn listed(&self, whens: &[When], at: usize) -> bool {
        let (before, when) = (&whens[..at], &whens[at]);
        before.last().is_some_and(|last| {
            let gap = last.tokens.end..when.tokens.start;
            // "in Holm on Saturday, in Lund on Sunday and in Osk on Monday": the comma is an "and".
            let comma = self.document.kind(gap.start) == Kind::Comma
                && self.document.has(gap.start + 1, lexicon::PREPOSITION)
                && at + 1 < whens.len()
                && self.document.is(when.tokens.end, &["and"]);
            // "on Monday and on Thursday", "the admiral on Tuesday, and the chief of the air staff on Thursday"
            let joined = comma || gap.clone().take(2).any(|at| self.document.is(at, &["and"]));
            let verb = gap.clone().any(|at| verb::finite(self.document, at));
            gap.len() <= 3 && gap.clone().any(|at| self.document.is(at, &["and", ","]))
                || joined
                    && gap.len() <= 9
                    && !verb
                    && (last.last() < when.start.first
                        || when.start.weekday.is_some()
                        || when.relative)
        })
    }

    pub(super) fn noun(&self, clause: &Clause) -> bool {
        clause
            .subject
            .clone()
            .into_iter()
            .flatten()
            .chain(clause.tokens())
            .any(|at| words::is(self.document, at, words::EVENT))
    }

    pub(super) fn indefinitely(&self, clause: &Clause) -> bool {
        clause
            .tokens()
            .any(|at| self.document.is(at, &["indefinitely", "indefinite"]))
    }

    /// Whether the rest of the sentence or the next one says that it came to nothing.
    pub(super) fn called_off(&self, number: usize, rest: &[Clause]) -> bool {
        let next = self
            .document
            .sentences
            .get(number + 1)
            .map_or(0..0, |sentence| sentence.tokens.clone());
        rest.iter()
            .flat_map(|clause| clause.tokens())
            .chain(next)
            .any(|at| self.undone(at))
    }

    /// Whether a word says that a plan came to nothing.
    pub(super) fn undone(&self, at: usize) -> bool {
        words::is(self.document, at, words::UNDONE)
            || self.document.is(at, &["called"]) && self.document.is(at + 1, &["off"])
            || self.document.is(at, &["indefinitely"])
            || self.document.is(at, &["hold"]) && self.document.is(at.wrapping_sub(1), &["on"])
            // "putting off proceedings that were to begin in May"
            || self.document.is(at, &["putting"]) && self.document.is(at + 1, &["off"])
    }
}

/// Whether the sentence goes on with "unless" or "if".
pub(super) fn unless(document: &Document, rest: &[Clause]) -> bool {
    // ", with a runoff on 10 May if nobody wins": only the runoff hangs on it.
    let own = rest.iter().take_while(|clause| {
        !clause.attached && !document.is(clause.body.start.wrapping_sub(1), &["with"])
    });
    own.into_iter().any(|clause| {
        clause.body.start > 0 && document.is(clause.body.start - 1, &["unless", "if", "provided"])
    })
}
