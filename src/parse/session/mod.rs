//! Sessions: meetings, hearings, votes, talks, deadlines and launches that an article puts on the calendar.
//!
//! A date that is not past is no session yet: without more, two in three such dates are right. So each sentence is cut into
//! clauses (`cut.rs`), its dates are put together (`when.rs`), and the clause's frame (`frame.rs`) says of each whether it
//! is planned, under way, moved, called off or denied. Where that is judged to be enough (`judge.rs`), a session is made,
//! with a title in the article's words (`title.rs`) and a place (`place.rs`). Afterwards what the article tells twice becomes
//! one (`draft.rs`).
//!
//! Worked example, published on 2 March 2026: "The forum's closing day, set for March 4th, features a Joint Harbour Session
//! on …" has one clause, its date in an aside, a plan, and a programme that gives the title: "Joint Harbour Session",
//! 2026-03-04, scheduled.

mod act;
mod beside;
pub(in crate::parse) mod clause;
mod conjunction;
mod cut;
pub(in crate::parse) mod dated;
mod draft;
pub(in crate::parse) mod frame;
mod future;
mod headline;
mod join;
mod judge;
mod naming;
mod place;
mod share;
mod span;
mod title;
mod told;
pub(in crate::parse) mod verb;
pub(in crate::parse) mod when;
mod wording;
pub(in crate::parse) mod words;

use chrono::{NaiveDate, NaiveTime};

use super::block::BlockKind;
use super::document::Document;
use crate::article::{Session, SessionStatus};
use clause::Clause;
use dated::Dated;
use draft::Draft;
use frame::Frame;
use place::Place;
use when::{Length, Point, When};

/// The most tokens of a sentence: what runs on for longer is a list or no prose, and each of its dates would be held
/// against all the others.
pub(in crate::parse) const LONGEST: usize = 600;

/// Finds the sessions of an article that was published on a known day, a sentence at a time. Without that day nothing can
/// be ahead of it.
pub(in crate::parse) struct Reader<'a> {
    document: &'a Document<'a>,
    published: NaiveDate,
    dateline: Option<Place>,
    drafts: Vec<Draft>,
    /// Lengths such as "two-day" with their sentences.
    lengths: Vec<(usize, Length)>,
    /// The sentence of the last anniversary, and its day.
    marked: Option<(usize, NaiveDate)>,
    /// By how many days the last day of the text was sent forward: "that day" and "a day later" go with it.
    sent: i64,
}

impl<'a> Reader<'a> {
    pub(in crate::parse) fn new(document: &'a Document<'a>, published: NaiveDate) -> Self {
        Self {
            document,
            published,
            dateline: place::of_dateline(document),
            drafts: Vec::new(),
            lengths: Vec::new(),
            marked: None,
            sent: 0,
        }
    }

    /// What the sentences gave, what the article tells twice put into one.
    pub(in crate::parse) fn sessions(self) -> Vec<Session> {
        draft::sessions(self.drafts)
    }

    /// Reads the next sentence that has dates.
    pub(in crate::parse) fn sentence(&mut self, sentence: Dated) {
        let Dated {
            sentence: number,
            mut whens,
            lengths,
            clauses,
        } = sentence;
        // A post has a day of its own, so nothing in it is ahead of the article's.
        let block = self.document.sentences[number].block;
        if self.document.blocks[block].kind == BlockKind::Post {
            return;
        }
        self.lengths
            .extend(lengths.iter().map(|length| (number, length.clone())));
        self.told_from(&mut whens, &lengths);
        self.hours(number, &mut whens, &clauses);
        let before = self.drafts.len();
        let mut started: Option<(Point, usize)> = None;
        for at in 0..whens.len() {
            let start = whens[at].tokens.start;
            whens[at].follow(self.sent);
            self.weeks_later(&mut whens, at);
            let resolved = whens[at].start.first;
            let Some(inside) = clauses.iter().position(|clause| clause.holds(start)) else {
                continue;
            };
            let clause = &clauses[inside];
            let frame = frame::frame(self.document, clause, &whens[at], &whens);
            self.mark(number, &whens[at], frame);
            if frame.begun
                && whens[at].start.first <= self.published
                && !frame.future
                && !frame.until
            {
                started = Some((whens[at].start.clone(), inside));
                continue;
            }
            self.date(
                number,
                &clauses,
                inside,
                &mut whens,
                at,
                frame,
                &lengths,
                before,
                started.as_ref(),
            );
            if !whens[at].relative && !whens[at].clock_only {
                self.sent = (whens[at].start.first - resolved).num_days();
            }
        }
        self.put_back(&clauses, &whens, &lengths, before);
        if let Some((start, inside)) = started {
            self.under_way(number, &clauses[inside], &whens, &start, before);
        }
    }

    /// Judges one date.
    #[expect(clippy::too_many_arguments, reason = "one sentence's state, used once")]
    fn date(
        &mut self,
        number: usize,
        clauses: &[Clause],
        inside: usize,
        whens: &mut [When],
        at: usize,
        frame: Frame,
        lengths: &[Length],
        before: usize,
        started: Option<&(Point, usize)>,
    ) {
        let clause = &clauses[inside];
        let since = self
            .document
            .is(whens[at].tokens.start.wrapping_sub(1), &["since"]);
        // "would resume after Easter" is on no known day.
        let after = self
            .document
            .is(whens[at].tokens.start.wrapping_sub(1), &["after"]);
        if clause.denied
            || after
            || frame.told
            || since
            || self.document.is(whens[at].tokens.end, &["than"])
            || frame.nothing
            || self.season_of_a_day(clause, whens, at)
            || self.logged(&whens[at])
            || self.own_voice(clause)
        {
            return;
        }
        let aside = clause
            .aside
            .as_ref()
            .is_some_and(|aside| aside.contains(&whens[at].tokens.start));
        // "The report, due on Friday, will not be published until 3 March", "will now be published on 3 March"
        let now = aside
            && frame.plan
            && whens[at + 1..]
                .iter()
                .any(|when| clause.body.contains(&when.tokens.start))
            && clause.body.clone().any(|at| {
                self.document.is(at, &["now", "instead"])
                    || self.document.is(at, &["until"]) && frame.negated
            });
        // "A hearing scheduled for 8 April has been postponed to 2 May"
        let planned = beside::put_off_after(self.document, &whens[at]).is_some();
        let earlier = frame.former
            || now
            || frame.moved
                && (self.moved_from(clause, whens, at)
                    || (aside || planned) && self.moved_after(clause, whens, at));
        if !earlier && (frame.ahead_of_now() || frame.old && frame.until) {
            // "The winter timetable runs from 3 November to 28 March": a stretch that is over does not run. "Fighting goes on
            // over the weekend" tells of the last one.
            let yearless = |end: &Point| end.yearless && whens[at].start.yearless;
            let runs = frame.present && whens[at].end.as_ref().is_some_and(yearless);
            let years = frame.future || frame.plan || frame.moved || runs;
            whens[at].forward(self.published, years);
        }
        // "moved from 3 March to 24 February": the coming March.
        if earlier && frame.moved && !frame.old && whens[at].start.weekday.is_none() || now {
            whens[at].forward(self.published, true);
        }
        if (frame.former || earlier && planned) && whens[at].start.weekday.is_some() {
            self.former_weekday(clause, whens, at);
        }
        // "had been due to sit on Thursday; the session has been put back", "on Friday rather than on Wednesday"
        let put_back = frame.old
            && clauses[inside + 1..].iter().any(|clause| {
                clause.tokens().any(|at| {
                    words::is(self.document, at, words::PUTOFF) && act::moves(self.document, at)
                })
            });
        let start = whens[at].tokens.start;
        let rather = frame.former
            && (start.saturating_sub(2)..start).any(|at| self.document.is(at, &["than"]));
        if put_back || rather {
            whens[at].forward(self.published, false);
        }
        // "will hear the mayor on Monday and the clerk on Tuesday": on the day after.
        let before_it = at
            .checked_sub(1)
            .map(|before| whens[before].start.first)
            .filter(|day| *day > self.published && self.listed(whens, at));
        if let Some(day) = before_it {
            whens[at].forward(day, false);
        }
        let mut when = whens[at].clone();
        // "by midnight on Friday", "ends at midnight on Friday": on Friday, at its end.
        if when.start.clock == Some(NaiveTime::MIN)
            && (frame.ends
                || (when.tokens.start.saturating_sub(2)..when.tokens.start)
                    .any(|at| self.document.is(at, &["by", "before", "until", "till"])))
        {
            when.start.clock = None;
        }
        let when = when;
        // The end of what this sentence has already put on the calendar.
        let counted = || self.nth_day(number, &when).is_some();
        let closing = frame.until || frame.ends && (clause.shared || clause.relative || counted());
        if closing && self.close(&when, frame, clause, before) {
            return;
        }
        if closing && self.runs_until(number, clause, whens, &when, frame, lengths, started) {
            return;
        }
        if frame.until && self.lasts_until(number, clause, &when, frame) {
            return;
        }
        // "trains will run until 2 a.m." begin at no known hour.
        if frame.until && when.clock_only && frame.future {
            return;
        }
        if (frame.until || when.counted) && self.given_until(number, clause, &when)
            || self.told_to(number, clause, &when)
        {
            return;
        }
        // "Candidates can file their papers until 9 April": a deadline.
        let mut frame = frame;
        if frame.until
            && clause
                .tokens()
                .any(|at| self.document.is(at, &["can", "may"]))
        {
            (frame.plan, frame.event, frame.maybe) = (true, true, false);
        }
        if earlier {
            self.drafts
                .push(Draft::former(number, clause, &when, lengths));
            return;
        }
        if when.last() < self.published && !(frame.old || frame.moved) {
            return;
        }
        let rest = &clauses[inside + 1..];
        if self.refine(&when, before) {
            return;
        }
        let Some(status) = self.judge(number, clause, rest, &when, frame) else {
            return;
        };
        let taken = self.drafts[before..]
            .iter()
            .any(|draft| draft.clause == clause.body && draft.former.is_none());
        // "Thursday's launch has been put back to no earlier than 2 May"
        let moved_to = frame.moved
            && self.drafts[before..]
                .iter()
                .any(|draft| draft.put_off && draft.clause == clause.body);
        if taken && !frame.near && !moved_to && !self.listed(whens, at) {
            return;
        }
        let subject = clause.subject.clone().filter(|_| frame.dates_subject);
        let named = subject
            .map(|subject| title::of_parts(self.document, subject, 0..0))
            .or_else(|| {
                let noun = frame.noun?;
                title::qualified(self.document, clause, &when, noun)
            })
            .or_else(|| self.called_name(clause, &when))
            .or_else(|| self.put_off_name(clause, whens, &when, status))
            .or_else(|| {
                // The clause tells something else: what lies ahead is the event before the date alone.
                if let Some(noun) = frame.noun.filter(|_| !frame.leads) {
                    let event = title::event(self.document, when.tokens.end..noun + 1)?;
                    return Some(title::of_parts(self.document, event, 0..0));
                }
                // "said it would announce its decision" is as good as a plan.
                let own_word = clause.reporter.is_some() && !frame.maybe;
                let certain =
                    frame.future && !frame.inert && !frame.intends && (!frame.supposed || own_word);
                let plain = frame.plan || frame.moved || frame.present || certain;
                // "in a debate on Thursday, the last before polling day on 3 May"
                let other = taken && share::of(self.document, &clause.body, whens, &when).is_none();
                let noun = frame.near_at.filter(|_| !plain || other)?;
                let end = when.tokens.start.max(noun + 1);
                let event = title::event(self.document, clause.body.start..end)?;
                Some(title::of_parts(self.document, event, 0..0))
            });
        let title = named.unwrap_or_else(|| {
            title::title(
                self.document,
                clause,
                whens,
                &when,
                self.antecedent(number, clause),
            )
        });
        if title.is_empty() {
            return;
        }
        let place = self.place(clause, whens, &when);
        let mut draft = Draft::new(self.document, number, clause, &when, status, title, place);
        draft.session.tentative = frame.maybe || judge::unless(self.document, rest);
        self.zone(&mut draft, &when);
        draft.now = (frame.future || frame.present)
            && clause
                .tokens()
                .any(|at| self.document.is(at, &["now", "instead"]));
        draft.old_plan = frame.old && !frame.future && !frame.until;
        if !frame.ends
            && let Some(last) = self.lasting(clause, &when, lengths)
        {
            draft.end(&last);
        }
        // "put off a hearing that was to begin in May until August"
        let until = status == SessionStatus::Cancelled
            && when.end.is_some()
            && when
                .tokens
                .clone()
                .any(|at| self.document.is(at, &["until", "till"]));
        if until {
            draft.session.status = SessionStatus::Postponed;
        }
        if until || status == SessionStatus::Postponed {
            draft.move_by(&when, lengths, frame.until, self.document);
        }
        if frame.ends
            && when.start.clock.is_some()
            && when.end.is_none()
            && !frame::begins(self.document, clause)
            && !clause.shared
            && clause
                .tokens()
                .any(|at| self.document.is(at, &["polls", "polling", "voting"]))
        {
            // "Polls close at 8 p.m. on 7 October": the clock time is the end's.
            draft.session.ends = Some(draft.session.starts.clone());
            draft.session.starts = when.start.value.clone();
        }
        self.drafts.push(draft);
    }
}
