//! Frames: what a clause says of a date in it: planned, under way, over, called off, moved, denied.

use super::super::document::Document;
use super::super::token::Kind;
use super::act::{elsewhere, moves, participle, past_form, plans, settled};
use super::clause::Clause;
use super::verb::{self, is_verb};
use super::when::When;
use super::words::{
    self, BE, BEGIN, BEGUN, CANCEL, DEAD, END, EVENT, HAS, INERT, MAKER, MAYBE, NOT, PART, PAST,
    PLAIN, PLAN, PUTOFF, VERB, WILL,
};

/// What a clause says; see the [module](self).
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::parse) struct Frame {
    /// A future verb: will, is to.
    pub(in crate::parse) future: bool,
    /// Somebody plans or intends it.
    pub(in crate::parse) intends: bool,
    /// It is only would, could or might: something supposed.
    pub(in crate::parse) supposed: bool,
    /// A plan that stands: due, set, scheduled for.
    pub(in crate::parse) plan: bool,
    /// A plan that was: had been due, was scheduled for.
    pub(in crate::parse) old: bool,
    /// An earlier plan, said to be one: first set for, originally due.
    pub(in crate::parse) former: bool,
    /// A present verb of the calendar: resumes, meets, is hosting.
    pub(in crate::parse) present: bool,
    /// It says that something has begun.
    pub(in crate::parse) begun: bool,
    /// It speaks of the past.
    pub(in crate::parse) past: bool,
    /// It says that it will not be.
    pub(in crate::parse) negated: bool,
    /// It says that there is none: no vote.
    pub(in crate::parse) nothing: bool,
    /// A noun or verb of the calendar stands in it.
    pub(in crate::parse) event: bool,
    /// Such a noun stands right before the date, or after a possessive one.
    pub(in crate::parse) near: bool,
    /// Where it stands, if before the date.
    pub(in crate::parse) near_at: Option<usize>,
    /// The noun is one that lies ahead: before the vote on Friday.
    pub(in crate::parse) ahead: bool,
    /// Its verb after will puts nothing on a calendar.
    pub(in crate::parse) inert: bool,
    /// Its verb ends something.
    pub(in crate::parse) ends: bool,
    pub(in crate::parse) maybe: bool,
    pub(in crate::parse) cancelled: bool,
    /// "has been": what it says is news.
    pub(in crate::parse) perfect: bool,
    pub(in crate::parse) moved: bool,
    /// It looks back: an anniversary.
    pub(in crate::parse) dead: bool,
    /// The date stands at the clause's head.
    pub(in crate::parse) leads: bool,
    /// The date qualifies a noun of the calendar after it, at this place: the 8 August polls, Friday's vote.
    pub(in crate::parse) noun: Option<usize>,
    /// A past verb follows the date: "on Thursday refused".
    pub(in crate::parse) told: bool,
    /// It stands between commas after a subject that can be on a calendar.
    pub(in crate::parse) dates_subject: bool,
    /// "until" or "through" stands right before the date.
    pub(in crate::parse) until: bool,
}

impl Frame {
    /// Whether the clause sends its date forward.
    pub(in crate::parse) fn ahead_of_now(&self) -> bool {
        !self.told
            && (self.ahead
                || (self.cancelled || self.moved)
                    && self.perfect
                    && !(self.leads && self.noun.is_none())
                || self.noun.is_none_or(|_| self.leads)
                    && (self.future || self.plan || self.present))
    }
}

/// Reads the frame of a date in its clause.
pub(in crate::parse) fn frame(
    document: &Document,
    clause: &Clause,
    when: &When,
    whens: &[When],
) -> Frame {
    let mut frame = Frame::default();
    let dated = |at: usize| whens.iter().any(|when| when.tokens.contains(&at));
    let back = |at: usize, steps: usize, parts: u32| {
        (at.saturating_sub(steps)..at)
            .filter(|i| {
                *i >= clause
                    .body
                    .start
                    .min(clause.aside.as_ref().map_or(usize::MAX, |a| a.start))
            })
            .any(|i| words::is(document, i, parts))
    };
    let mut verb_seen = false;
    for at in clause.tokens() {
        if dated(at) {
            continue;
        }
        let parts = words::parts(document, at);
        if parts & WILL != 0 {
            let weak = document.is(at, &["would", "could", "might"]);
            frame.supposed = weak && (frame.supposed || !frame.future);
            // "will rule whether the broadcaster may keep its licence": the first verb counts.
            let first = !frame.future;
            frame.future = true;
            verb_seen = true;
            // "must reach the office by 5 p.m. on 22 May"
            let by = document.is(at, &["must"])
                && document.is(when.tokens.start.wrapping_sub(1), &["by", "before"]);
            frame.plan |= by;
            frame.event |= by;
            frame.negated |= document.is(at, &["won't"]) || words::is(document, at + 1, NOT);
            let main = (at + 1..clause.body.end.min(at + 5)).find(|i| {
                document.kind(*i) == Kind::Word
                    && !words::is(document, *i, NOT)
                    && !document.is(
                        *i,
                        &[
                            "also",
                            "now",
                            "then",
                            "still",
                            "soon",
                            "be",
                            "again",
                            "formally",
                            "officially",
                        ],
                    )
            });
            if let Some(main) = main {
                let passive = document.is(main - 1, &["be"]);
                // "will be reviewed in autumn": something is done then.
                frame.event |= passive && participle(document.word(main));
                // "will make a statement", "will have a hearing"
                let object = (main + 1..main + 6)
                    .take_while(|i| document.kind(*i) == Kind::Word)
                    .any(|i| {
                        words::is(document, i, EVENT)
                            || document.is(i, &["statement", "appearance"])
                    });
                let makes = document.is(main, &["make", "have", "get", "receive"]) && object;
                frame.event |= makes;
                let idle = words::is(document, main, INERT) && !passive && !makes
                    || passive
                        && !words::is(document, main, VERB | PLAIN | PLAN | EVENT)
                        && !participle(document.word(main));
                frame.inert |= first && idle;
            }
        }
        // "Results are published in March", "the mayor is sworn in on Monday"
        if document.is(at, &["is", "are"])
            && participle(document.word(at + 1))
            && document.word(at + 1).len() > 3
            && !words::is(document, at + 1, PLAN | CANCEL | PUTOFF)
            && at < when.tokens.start
        {
            let done = words::of_verb(document, at + 1, VERB | END);
            let near = when.tokens.start - at <= 4;
            if done && (near || when.start.weekday.is_none()) {
                frame.present = true;
                frame.plan |= when.start.weekday.is_none();
                frame.event = true;
                verb_seen = true;
            }
        }
        // "has to be made within 14 days", "have agreed to meet on Friday", "voted to strike from 18 August"
        let must = document.is(at, &["has", "have"])
            && document.is(at + 1, &["to"])
            && (document.is(when.tokens.start, &["within"])
                || document.is(
                    when.tokens.start.wrapping_sub(1),
                    &["by", "before", "on", "until", "within"],
                ));
        if (must || settled(document, at)) && at < when.tokens.start {
            frame.future = true;
            let passive = document.is(at + 2, &["be"]);
            frame.event |= passive || words::is(document, at + 2, VERB | EVENT);
            frame.inert |= !passive
                && words::is(document, at + 2, INERT)
                && !words::is(document, at + 2, VERB);
            verb_seen = true;
        }
        // "is to", "are now to", "was to"; not "is needed to".
        if document.is(at, &["to"]) {
            let direct = if document.is(
                at - usize::from(at > 0),
                &["now", "also", "then", "not", "likely", "certain", "sure"],
            ) {
                2
            } else {
                1
            };
            let be = at.saturating_sub(direct);
            frame.old |= document.is(be, &["was", "were", "had"]);
            if words::is(document, be, BE) {
                frame.future = true;
                frame.event |= !words::is(document, at + 1, INERT);
                frame.negated |= document.is(at - 1, &["not"]);
            }
        }
        // "Farmers plan to block the roads", "teachers plan a rally"
        if plans(document, at) && !back(at, 3, NOT) {
            let rally = document.is(at + 1, &["a", "an"])
                && (at + 2..at + 6)
                    .take_while(|i| document.kind(*i) == Kind::Word)
                    .any(|i| words::is(document, i, EVENT));
            let to = document.is(at + 1, &["to"]);
            // "made clear on Tuesday that he intends to use it" says nothing of Tuesday.
            let dated = at < when.tokens.start || when.tokens.start <= clause.body.start + 2;
            if dated && (rally || to) {
                frame.future = true;
                frame.intends = true;
                frame.event |= rally;
                frame.inert |= to && words::is(document, at + 2, INERT);
                verb_seen = true;
            }
        }
        // "is on the agenda of the house for Thursday"
        frame.plan |= document.is(at, &["agenda", "timetable", "calendar", "paper"])
            && back(at, 4, BE)
            && (at.saturating_sub(3)..at).any(|i| document.is(i, &["on"]));
        // "A vote is likely on Friday", "has been requested for Saturday"
        let tied = at < when.tokens.start
            && (at + 1..when.tokens.start).all(|i| words::is(document, i, words::GLUE));
        let likely = document.is(at, &["likely", "possible"]) && back(at, 1, BE);
        let asked =
            document.is(at, &["requested", "proposed", "sought"]) && document.is(at + 1, &["for"]);
        if tied && (likely || asked) {
            (frame.plan, frame.event, frame.maybe) = (true, true, true);
        }
        // "is down for Tuesday", "gets under way in May"
        let down = document.is(at, &["down"]) && back(at, 1, BE) && document.is(at + 1, &["for"]);
        let way = document.is(at, &["get", "gets"]) && document.is(at + 2, &["way"]);
        if down || way && at < when.tokens.start {
            frame.plan = true;
            frame.event = true;
        }
        // A plan between commas is that of its own date: "the launch, planned for 2 March, took place on Thursday".
        let aside = |place: usize| {
            clause
                .aside
                .as_ref()
                .is_some_and(|aside| aside.contains(&place))
        };
        // What is "better-than-expected" is no plan.
        let compound = document.kind(at.wrapping_sub(1)) == Kind::Hyphen;
        if parts & PLAN != 0 && !compound && (!aside(at) || aside(when.tokens.start)) {
            // "is scheduled for Friday", "has been set for March"
            frame.event |= back(at, 3, BE | HAS)
                && at < when.tokens.start
                && when.tokens.start - at <= 4
                && (at + 1..when.tokens.start).all(|i| words::is(document, i, words::GLUE))
                || back(at, 3, BE | HAS)
                    && document.is(at + 1, &["to"])
                    && !words::is(document, at + 2, INERT);
            let was = (at.saturating_sub(4).max(clause.body.start.min(at))..at)
                .any(|i| document.is(i, &["was", "were", "had"]));
            if was && !back(at, 3, HAS) {
                frame.old = true;
            } else {
                frame.plan |= !document.is(at, &["set"])
                    || !document.is(at.wrapping_sub(1), &["a", "the", "been"])
                    || document.is(at + 1, &["for", "to"]);
            }
            frame.inert &= !document.is(at + 1, &["to"]);
        }
        if parts & PAST != 0 || parts & BEGUN != 0 && !back(at, 3, WILL) {
            frame.past = true;
        }
        if document.is(at, &["said"])
            || past_form(document, at)
                && !back(at, 4, WILL | BE | HAS)
                && parts & (PLAN | EVENT) == 0
        {
            frame.past = true;
        }
        if verb::participle_like(document, at)
            && parts & VERB != 0
            && !back(at, 4, WILL | BE | HAS | PLAN)
            && !document.is(at.wrapping_sub(1), &["be", "to"])
        {
            frame.past = true;
        }
        let effect = document.is(at, &["took"]) && document.is(at + 1, &["effect"])
            || document.is(at, &["came"]) && document.is(at + 2, &["force", "effect"]);
        // "did not take place on Thursday"
        frame.negated |= document.is(at, &["did"])
            && words::is(document, at + 1, NOT)
            && document.is(
                at + 2,
                &["take", "happen", "go", "meet", "open", "start", "begin"],
            );
        frame.begun |= (parts & BEGUN != 0 || effect) && !back(at, 3, WILL);
        frame.not_only(document, at, parts);
        let progressive = parts & BE != 0
            && document.word(at + 1).ends_with("ing")
            && !words::is(document, at + 1, EVENT);
        let ing = document.word(at).ends_with("ing");
        if (parts & (VERB | END) != 0
            && !ing
            && !verb::participle_like(document, at)
            && is_verb(document, at)
            || at == clause.body.start && clause.shared && parts & (VERB | END) != 0)
            && !document.is(at.wrapping_sub(1), &["to"])
            && !verb_seen
        {
            let subject_event = clause.subject.is_some()
                || (clause.body.start..at).any(|i| words::is(document, i, EVENT));
            frame.present |= !frame.past
                && (parts & INERT == 0 || subject_event)
                && (at < when.tokens.start || when.tokens.start <= clause.body.start + 2);
            verb_seen = true;
        } else if progressive && !verb_seen && words::is(document, at + 1, VERB | EVENT) {
            frame.present = true;
        }
        if parts & (BE | HAS | PAST) != 0 {
            verb_seen = true;
        }
        frame.ends |=
            parts & END != 0 && (is_verb(document, at) || document.is(at.wrapping_sub(1), &["to"]));
        frame.event |= parts & (EVENT | VERB) != 0 || parts & END != 0 && is_verb(document, at);
        frame.event |= parts & PART != 0 && back(at, 1, MAKER);
        frame.dead |= parts & DEAD != 0;
        frame.perfect |= parts & HAS != 0;
        frame.maybe |= document.is(at, &["if"])
            || parts & MAYBE != 0 && !(document.tokens[at].capital() && at > clause.body.start);
        let until = document.is(when.tokens.start.wrapping_sub(1), &["until", "till"]);
        // "ticket holders for Saturday's cancelled concert"
        let adjective = document.kind(at.wrapping_sub(1)) == Kind::Possessive
            || document.is(at.wrapping_sub(1), &["the", "a", "an"]);
        frame.cancelled |=
            parts & CANCEL != 0 && !adjective && !(until && document.is(at, &["suspended"]))
                || document.is(at, &["called"]) && document.is(at + 1, &["off"]);
        // "The hearing, twice delayed, is to open in May": only an aside's own date was moved.
        frame.moved |= parts & PUTOFF != 0
            && moves(document, at)
            && !elsewhere(document, at, dated)
            && (!aside(at) || aside(when.tokens.start));
    }
    if let Some(subject) = &clause.subject {
        for at in subject.clone() {
            let parts = words::parts(document, at);
            frame.event |= parts & EVENT != 0
                || parts & PART != 0 && words::is(document, at - usize::from(at > 0), MAKER);
            frame.dead |= parts & DEAD != 0;
            // "postponed its debut, which had been due on Tuesday, to October"
            frame.moved |= parts & PUTOFF != 0
                && moves(document, at)
                && document.is(clause.body.start, &["to", "until", "till"]);
        }
    }
    // "broken off in April", "cancelled last year": what is told between commas of the subject.
    if let Some(aside) = clause.aside.clone()
        && aside.contains(&when.tokens.start)
        && !aside.clone().any(|at| words::is(document, at, PLAN | WILL))
    {
        frame.told |= participle(document.word(aside.start))
            && !words::is(document, aside.start, PUTOFF | CANCEL)
            || document.is(
                aside.start,
                &["held", "won", "lost", "made", "begun", "now"],
            );
    }
    // "On Saturday they are joined by …": the present of what is done on that day.
    let head = clause.body.start..when.tokens.end;
    if when.tokens.start <= head.start + 1
        && !frame.past
        && (head.end..clause.body.end.min(head.end + 8)).any(|at| {
            document.is(at, &["is", "are"])
                && participle(document.word(at + 1))
                && !words::is(document, at + 1, PLAN)
        })
    {
        frame.present = true;
        frame.event = true;
    }
    // "The vote, on 12 November, will be close": a date between commas is its subject's.
    // "agreed on Friday to meet on Monday"
    let start = clause.body.start;
    if clause.subject.is_some()
        && document.is(start, &["to"])
        && words::is(document, start + 1, VERB)
    {
        (frame.future, frame.event) = (true, true);
    }
    frame.dates_subject = dates_subject(document, clause, when);
    if frame.dates_subject {
        (frame.plan, frame.inert) = (true, false);
    }
    frame.plan |= when.counted || clause.attached;
    frame.event |= when.counted || clause.attached;
    frame.place_date(document, clause, when);
    // "Ardley are at home to Poole on New Year's Day, kick-off 12.30 p.m."
    let fixture = |at: usize| {
        document.is(at, &["kickoff", "tip-off"])
            || document.is(at, &["kick", "tip", "throw"])
                && document.kind(at + 1) == Kind::Hyphen
                && document.is(at + 2, &["off", "in"])
    };
    if !frame.past && clause.tokens().any(fixture) {
        (frame.plan, frame.event) = (true, true);
    }
    // "was put back from Tuesday to Friday"
    frame.plan |= frame.moved && document.is(when.tokens.start.wrapping_sub(1), &["to", "until"]);
    frame.extended(document, clause, when);
    frame.entry(document, clause, when);
    frame
}

/// Whether the date stands between commas, with no more than a preposition, after a subject that can be on a calendar.
fn dates_subject(document: &Document, clause: &Clause, when: &When) -> bool {
    let (Some(aside), Some(subject)) = (&clause.aside, &clause.subject) else {
        return false;
    };
    aside.contains(&when.tokens.start)
        && aside.clone().all(|at| {
            when.tokens.contains(&at)
                || words::is(document, at, words::GLUE) && !document.is(at, &["since", "until"])
        })
        && subject.clone().any(|at| words::is(document, at, EVENT))
}

/// Whether a present or future verb begins something: "opens", "to begin".
pub(in crate::parse) fn begins(document: &Document, clause: &Clause) -> bool {
    clause.tokens().any(|at| words::is(document, at, BEGIN))
}
