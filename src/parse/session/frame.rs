//! Frames: what a clause says of a date in it: planned, under way, over, called off, moved, denied.

use super::super::document::Document;
use super::super::token::Kind;
use super::act::{
    bidden, elsewhere, has_its, is_off, moves, participle, past_form, plans, scraps, settled,
    settled_word,
};
use super::beside::dates_subject;
use super::clause::Clause;
use super::verb::{self, is_verb};
use super::when::When;
use super::words::{
    self, BE, BEGIN, BEGUN, CANCEL, DEAD, END, EVENT, FORMER, HAS, INERT, MAKER, MAYBE, NOT, PART,
    PAST, PLAN, PUTOFF, VERB, WILL,
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
            frame.will(document, clause, when, at);
            verb_seen = true;
        }
        // "Results are published in March", "the mayor is sworn in on Monday"
        if parts & BE != 0
            && document.is(at, &["is", "are"])
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
        // "was told to appear on 20 March", "were summoned for 9 a.m. on Thursday", "a repeat has been added on the 14th"
        if bidden(document, at, when) {
            (frame.future, frame.event, verb_seen) = (true, true, true);
        }
        // "Members can book from Monday": what is open from a day on.
        if document.is(at, &["can", "may"])
            && at < when.tokens.start
            && when.tokens.start - at <= 8
            && !words::is(document, at + 1, NOT)
            && document.is(when.tokens.start.wrapping_sub(1), &["from"])
        {
            (frame.future, frame.event, verb_seen) = (true, true, true);
        }
        // "has its first night on 4 September"
        if parts & HAS != 0 && has_its(document, at, when) {
            (frame.plan, frame.event, verb_seen) = (true, true, true);
        }
        // "has to be made within 14 days", "have agreed to meet on Friday", "voted to strike from 18 August"
        let must = parts & HAS != 0
            && document.is(at + 1, &["to"])
            && (document.is(when.tokens.start, &["within"])
                || document.is(
                    when.tokens.start.wrapping_sub(1),
                    &["by", "before", "on", "until", "within"],
                ));
        // "said they had promised to be back within ten days": what was promised stands.
        let promised = || {
            clause.reporter.is_some()
                && document.is(at.wrapping_sub(1), &["had"])
                && settled_word(document, at)
                && document.is(at + 1, &["to"])
        };
        let done = must || settled(document, at) || promised();
        if done && scraps(document, at + 2) {
            (frame.cancelled, frame.negated, verb_seen) = (true, true, true);
        } else if done && at < when.tokens.start {
            frame.future = true;
            let passive = document.is(at + 2, &["be"]);
            frame.event |= passive || words::is(document, at + 2, VERB | EVENT);
            frame.inert |= !passive
                && words::is(document, at + 2, INERT)
                && !words::is(document, at + 2, VERB);
            verb_seen = true;
        }
        if document.is(at, &["to"]) {
            frame.is_to(document, at);
        }
        // "Farmers plan to block the roads", "teachers plan a rally"
        if plans(document, at) && !back(at, 3, NOT) {
            let rally = document.is(at + 1, &["a", "an"])
                && (at + 2..at + 6)
                    .take_while(|i| document.kind(*i) == Kind::Word)
                    .any(|i| words::is(document, i, EVENT))
                || document.is(at + 1, &["another"]);
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
        let likely = document.is(at, &["likely", "possible"]) && back(at, 1, BE);
        let asked =
            document.is(at, &["requested", "proposed", "sought"]) && document.is(at + 1, &["for"]);
        let tied = || {
            at < when.tokens.start
                && (at + 1..when.tokens.start).all(|i| {
                    // "is likely in the first week of May"
                    words::is(document, i, words::GLUE | MAKER)
                        || document.is(i, &["week", "half", "days", "part"])
                })
        };
        if (likely || asked) && tied() {
            (frame.plan, frame.event, frame.maybe) = (true, true, true);
        }
        // "is down for Tuesday", "gets under way in May"
        let down = document.is(at, &["down"]) && back(at, 1, BE) && document.is(at + 1, &["for"]);
        let way = parts & INERT != 0
            && document.is(at, &["get", "gets"])
            && (document.is(at + 2, &["way"]) || document.is(at + 1, &["going", "started"]));
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
            // "but one planned for 4 March still stands"
            frame.event |= document.is(at.wrapping_sub(1), &["one", "another", "others"])
                && document.is(at + 1, &["for"]);
            // "is due before the magistrates on 3 March", "Trade figures are due out on Monday"
            frame.event |= document.is(at, &["due", "listed", "expected"])
                && document.is(at + 1, &["before", "in", "at", "back", "out"])
                && back(at, 3, BE);
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
        // "brought in 2 million on Thursday" moves nothing.
        let brought = parts & PUTOFF != 0
            && document.is(at, &["brought"])
            && !moves(document, at)
            && !back(at, 3, WILL | BE | HAS);
        if parts & PAST != 0 || brought || parts & BEGUN != 0 && !back(at, 3, WILL) {
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
        let effect = parts & PAST != 0
            && (document.is(at, &["took"]) && document.is(at + 1, &["effect"])
                || document.is(at, &["came"]) && document.is(at + 2, &["force", "effect"]));
        // "did not take place on Thursday"
        frame.negated |= parts & PAST != 0
            && document.is(at, &["did"])
            && words::is(document, at + 1, NOT)
            && document.is(
                at + 2,
                &["take", "happen", "go", "meet", "open", "start", "begin"],
            );
        // Dockers "walked out", a witness only "walked".
        let begun =
            parts & BEGUN != 0 && (!document.is(at, &["walked"]) || document.is(at + 1, &["out"]));
        frame.begun |= (begun || effect) && !back(at, 3, WILL);
        frame.not_only(document, when, at, parts);
        let progressive = parts & BE != 0
            && document.word(at + 1).ends_with("ing")
            && !words::is(document, at + 1, EVENT);
        let ing = document.word(at).ends_with("ing");
        if (parts & (VERB | END) != 0
            && !ing
            && !verb::participle_like(document, at)
            && is_verb(document, at)
            || at == clause.body.start
                && (clause.shared || clause.relative)
                && parts & (VERB | END) != 0)
            && !document.is(at.wrapping_sub(1), &["to"])
            && !verb_seen
        {
            let subject_event = clause.subject.is_some()
                || (clause.body.start..at).any(|i| words::is(document, i, EVENT));
            frame.present |= !frame.past
                && (parts & INERT == 0 || subject_event)
                && (at < when.tokens.start || when.tokens.start <= clause.body.start + 2);
            verb_seen = true;
        } else if progressive && !verb_seen {
            // "is standing down on Friday": the present of a day is a plan, whatever the verb.
            let tied = at + 10 > when.tokens.start
                && document.is(when.tokens.start.wrapping_sub(1), &["on"]);
            let planned = at < when.tokens.start && tied && !document.is(at + 1, &["being"]);
            frame.present |= planned || words::is(document, at + 1, VERB | EVENT);
            frame.event |= planned;
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
                || document.is(at, &["called"]) && document.is(at + 1, &["off"])
                || parts & BE != 0 && is_off(document, at);
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
                && document.is(clause.body.start, &["to", "until", "till", "back", "off"]);
        }
    }
    // "broken off in April", "cancelled last year": what is told between commas of the subject.
    if let Some(aside) = clause.aside.clone()
        && aside.contains(&when.tokens.start)
        && !aside.clone().any(|at| words::is(document, at, PLAN | WILL))
    {
        // "first shown in May"
        let head = aside
            .clone()
            .find(|at| !words::is(document, *at, MAKER | FORMER))
            .unwrap_or(aside.start);
        // "annulled in May, will be held again on 3 June"
        let again = words::is(document, head, CANCEL)
            && whens
                .iter()
                .any(|when| clause.body.contains(&when.tokens.start));
        frame.told |= participle(document.word(head))
            && (again || !words::is(document, head, PUTOFF | CANCEL))
            || document.is(head, &["held", "won", "lost", "made", "begun", "now"]);
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
    // "will not be published until 3 March" is published then.
    if frame.until && frame.negated && frame.future && !frame.cancelled {
        (frame.until, frame.negated, frame.plan) = (false, false, true);
    }
    frame.extended(document, clause, when);
    frame.entry(document, clause, when);
    frame
}

/// Whether a present or future verb begins something: "opens", "to begin".
pub(in crate::parse) fn begins(document: &Document, clause: &Clause) -> bool {
    clause.tokens().any(|at| words::is(document, at, BEGIN))
}
