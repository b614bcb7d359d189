//! Drafts: sessions as single sentences tell them, and how they become the article's list.
//!
//! Two drafts are one session when they are on the same day and share a word of their titles. An earlier plan ("first set
//! for 29 March") is no session: it gives the nearest one its former date.

use std::ops::Range;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

use super::super::document::Document;
use super::beside;
use super::clause::Clause;
use super::place::Place;
use super::when::{Length, Point, When};
use crate::article::{Precision, Session, SessionStatus};
use crate::timex::Timex;

/// A session as one sentence tells it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) session: Session,
    pub(super) sentence: usize,
    pub(super) clause: Range<usize>,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The zone that the text itself states.
    pub(super) said_zone: Option<Tz>,
    /// It was planned and nobody says that it still is: "had been expected to rule on Friday".
    pub(super) old_plan: bool,
    /// It is to be "now" or "instead".
    pub(super) now: bool,
    /// It was put off from its day, and its sentence does not say to which.
    pub(super) put_off: bool,
    /// It is only an earlier plan, put off by so many days (if the text says so).
    pub(super) former: Option<Option<u64>>,
}

impl Draft {
    pub(super) fn new(
        document: &Document,
        sentence: usize,
        clause: &Clause,
        when: &When,
        status: SessionStatus,
        title: String,
        place: Option<Place>,
    ) -> Self {
        let starts = when.start.timex();
        let (name, zone) = place.map_or((None, None), |place| (Some(place.name), place.zone));
        Self {
            session: Session {
                title,
                precision: starts.precision().unwrap_or(Precision::Day),
                starts,
                ends: when.end.as_ref().map(Point::timex),
                zone,
                place: name,
                status,
                was: None,
                tentative: false,
                at: Some(document.span(document.sentences[sentence].tokens.clone())),
            },
            sentence,
            clause: clause.body.clone(),
            first: when.start.first,
            last: when.last(),
            said_zone: None,
            old_plan: false,
            now: false,
            put_off: false,
            former: None,
        }
    }

    /// An earlier plan, and by how much it was put off.
    pub(super) fn former(
        sentence: usize,
        clause: &Clause,
        when: &When,
        lengths: &[Length],
    ) -> Self {
        let starts = when.start.timex();
        Self {
            session: Session {
                title: String::new(),
                precision: Precision::Day,
                starts,
                ends: None,
                zone: None,
                place: None,
                status: SessionStatus::Postponed,
                was: None,
                tentative: false,
                at: None,
            },
            sentence,
            clause: clause.body.clone(),
            first: when.start.first,
            last: when.last(),
            said_zone: None,
            old_plan: false,
            now: false,
            put_off: false,
            former: Some(lengths.last().map(|length| length.days)),
        }
    }

    /// Sets the end.
    pub(super) fn end(&mut self, end: &Point) {
        self.session.ends = Some(end.timex());
        self.last = end.last;
    }

    /// "moved from A to B", "postponed to B", "A was put back by a week".
    pub(super) fn move_by(
        &mut self,
        when: &When,
        lengths: &[Length],
        until: bool,
        document: &Document,
    ) {
        if let Some(end) = &when.end {
            self.session.was = Some(self.session.starts.clone());
            self.session.starts = end.timex();
            self.session.ends = None;
            (self.first, self.last) = (end.first, end.last);
        } else if until
            || document.is(when.tokens.start.wrapping_sub(1), &["to", "for"])
                // "planned for Wednesday has been put off by a week": the old one.
                && beside::put_off_after(document, when).is_none()
            || (when.tokens.start.saturating_sub(5)..when.tokens.start)
                .any(|at| document.is(at, &["to"]))
        {
            // This is the new day already; the old one stands elsewhere or nowhere.
            return;
        } else if let Some(length) = lengths.last()
            && let Some(day) = self.first.checked_add_days(Days::new(length.days))
        {
            self.session.was = Some(self.session.starts.clone());
            self.session.starts = Timex::day(day);
            (self.first, self.last) = (day, day);
        } else {
            // Put off from this day, and nobody says to which.
            self.session.was = Some(self.session.starts.clone());
            self.session.status = SessionStatus::Cancelled;
            self.put_off = true;
        }
        self.session.precision = self.session.starts.precision().unwrap_or(Precision::Day);
    }

    fn same(&self, other: &Self) -> bool {
        let day = self.first <= other.last && other.first <= self.last;
        // "arrives on Monday for a three-day visit. He meets the premier on Tuesday": a day in the midst of a stretch is told
        // of something else, unless all its words are known.
        let stretch = self.session.ends.is_some() || other.session.ends.is_some();
        let exact = self.first == other.first || stretch && self.known(other);
        // "hears the minister at noon and the mayor that afternoon" are two.
        let apart = self.sentence == other.sentence && self.clause == other.clause;
        // "publishes its forecast at 11 a.m. and holds a news conference an hour later": two of one sentence, by the clock.
        let hours = self.session.starts.time().zip(other.session.starts.time());
        let later = self.sentence == other.sentence && hours.is_some_and(|(a, b)| a != b);
        day && exact && !apart && !later && share_words(&self.session.title, &other.session.title)
    }

    /// Whether the shorter one of two titles says nothing that the other does not.
    fn known(&self, other: &Self) -> bool {
        let (a, b) = (words(&self.session.title), words(&other.session.title));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        short.iter().all(|word| long.contains(word))
    }

    /// Whether a later sentence tells of the same session, one of the two by its day and one by its week or month: "will
    /// vote on the budget next week … The vote on 18 June". A second round in that month says more than the first mention.
    fn told_again(&self, other: &Self) -> bool {
        let coarse = |draft: &Self| draft.session.precision > Precision::Day;
        let inside = |outer: &Self, inner: &Self| {
            coarse(outer) && outer.first <= inner.first && inner.last <= outer.last
        };
        let plan = |draft: &Self| draft.session.status == SessionStatus::Scheduled;
        let again = words(&other.session.title);
        let known = words(&self.session.title);
        self.sentence < other.sentence
            && (inside(self, other) || inside(other, self))
            && coarse(self) != coarse(other)
            && plan(self)
            && plan(other)
            && !again.is_empty()
            && again.iter().all(|word| known.contains(word))
    }

    /// Takes over what the other draft of the same session knows better.
    fn merge(&mut self, other: Self) {
        let status = other.session.status;
        if self.session.precision > Precision::Day && other.session.precision <= Precision::Day {
            self.session.starts = other.session.starts.clone();
            self.session.precision = other.session.precision;
            (self.first, self.last) = (other.first, other.last);
        }
        if self.session.starts.time().is_none()
            && other.session.starts.time().is_some()
            && self.first == other.first
        {
            self.session.starts = other.session.starts;
            self.session.precision = Precision::Minute;
        }
        if self.session.ends.is_none() && other.first == self.first {
            self.session.ends = other.session.ends;
            self.last = self.last.max(other.last);
        }
        self.session.zone = self
            .said_zone
            .or(other.said_zone)
            .or(self.session.zone)
            .or(other.session.zone);
        self.session.place = self.session.place.take().or(other.session.place);
        self.session.was = self.session.was.take().or(other.session.was);
        self.session.tentative &= other.session.tentative;
        if matches!(status, SessionStatus::Cancelled | SessionStatus::Postponed) {
            self.session.status = status;
        }
    }
}

/// Whether two titles have a third of the shorter one's words in common.
fn share_words(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    shared > 0 && shared * 3 >= a.len().min(b.len())
}

/// Whether two titles have a word of four letters or more in common.
fn shares_word(a: &str, b: &str) -> bool {
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}

/// A title's words of four letters or more, without a plural's s.
fn words(title: &str) -> Vec<String> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(|word| word.to_lowercase().trim_end_matches('s').to_owned())
        .filter(|word| {
            !matches!(
                word.as_str(),
                "will" | "that" | "with" | "from" | "have" | "this" | "into" | "their"
            )
        })
        .collect()
}

/// The article's list from its drafts, by date.
pub(super) fn sessions(drafts: Vec<Draft>) -> Vec<Session> {
    let (formers, drafts): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| draft.former.is_some());
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    // What has no name cannot be shown or found again.
    for draft in drafts
        .into_iter()
        .filter(|draft| !draft.session.title.is_empty())
    {
        let known = out
            .iter_mut()
            .find(|known| known.same(&draft) || known.told_again(&draft));
        match known {
            Some(known) => known.merge(draft),
            None => out.push(draft),
        }
    }
    for former in formers {
        apply(&mut out, &former);
    }
    put_off(&mut out);
    old_plans(&mut out);
    out.sort_by_key(|draft| (draft.first, draft.clause.start));
    out.into_iter().map(|draft| sound(draft.session)).collect()
}

/// Leaves out an end that lies before its start, which only a text at odds with itself has.
fn sound(mut session: Session) -> Session {
    let before = |end: &Timex| {
        let (Some((first, _)), Some((_, last))) = (session.starts.days(), end.days()) else {
            return true;
        };
        let hours = session.starts.time().zip(end.time());
        last < first || last == first && hours.is_some_and(|(from, to)| to < from)
    };
    if session.ends.as_ref().is_some_and(before) {
        session.ends = None;
    }
    session
}

/// "has postponed Tuesday's hearing; it is now set for Friday": both are one session, which was on Tuesday.
fn put_off(drafts: &mut Vec<Draft>) {
    while let Some(old) = drafts.iter().position(|draft| draft.put_off) {
        let old = drafts.swap_remove(old);
        let new = drafts.iter_mut().find(|draft| {
            matches!(
                draft.session.status,
                SessionStatus::Scheduled | SessionStatus::Postponed
            ) && draft.first != old.first
                && (0..=1).contains(&draft.sentence.wrapping_sub(old.sentence))
                && draft.clause.start >= old.clause.start
                && shares_word(&draft.session.title, &old.session.title)
        });
        match new {
            Some(new) => {
                new.session.status = SessionStatus::Postponed;
                new.session.was = old.session.was;
            }
            None => drafts.push(Draft {
                put_off: false,
                ..old
            }),
        }
    }
}

/// "has put off its decision to 15 December. It had been expected on Friday": the plan that was is the moved one's.
fn old_plans(drafts: &mut Vec<Draft>) {
    let mut at = 0;
    while at < drafts.len() {
        let old = &drafts[at];
        let (sentence, first, starts) = (old.sentence, old.first, old.session.starts.clone());
        let moved = drafts.iter().position(|draft| {
            let now = draft.now
                && draft.session.status == SessionStatus::Scheduled
                && shares_word(&draft.session.title, &old.session.title);
            (now || draft.session.status == SessionStatus::Postponed)
                && draft.session.was.as_ref().is_none_or(|was| *was == starts)
                && draft.first != first
                && draft.sentence.abs_diff(sentence) <= 1
        });
        // "Saturday's tie has been called off. It will now be played on 20 January."
        let off = || {
            drafts[at].session.status == SessionStatus::Cancelled
                && moved.is_some_and(|moved| {
                    drafts[moved].now && drafts[moved].clause.start > drafts[at].clause.start
                })
        };
        match moved.filter(|_| drafts[at].old_plan || off()) {
            Some(moved) => {
                drafts[moved].session.was = Some(starts);
                drafts[moved].session.status = SessionStatus::Postponed;
                drafts.remove(at);
            }
            None => at += 1,
        }
    }
}

/// Gives an earlier plan to the session that it became: in its own sentence or the one beside it.
fn apply(drafts: &mut [Draft], former: &Draft) {
    let near = drafts
        .iter_mut()
        .filter(|draft| {
            // "originally scheduled for 9 a.m. on Thursday, will start at 2 p.m. the same day"
            let hours = draft
                .session
                .starts
                .time()
                .zip(former.session.starts.time());
            let moved = draft.first != former.first || hours.is_some_and(|(new, old)| new != old);
            draft.sentence.abs_diff(former.sentence) <= 1 && moved
        })
        .min_by_key(|draft| draft.sentence.abs_diff(former.sentence));
    if let Some(draft) = near
        && matches!(
            draft.session.status,
            SessionStatus::Scheduled | SessionStatus::Postponed
        )
        && draft.session.was.is_none()
    {
        draft.session.was = Some(former.session.starts.clone());
        draft.session.status = SessionStatus::Postponed;
    }
}
