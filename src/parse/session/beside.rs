//! What stands right beside a date: a noun of the calendar before it or after it, `until`, an earlier plan.

use std::ops::Range;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::act::{moves, past_form};
use super::clause::Clause;
use super::frame::Frame;
use super::verb::{self, is_verb};
use super::when::When;
use super::words::{
    self, BE, BEGUN, CANCEL, END, EVENT, EXTEND, FORMER, HAS, MAYBE, NOT, PAST, PLAN, PUTOFF, TERM,
    VERB, WILL,
};

impl Frame {
    pub(super) fn not_only(&mut self, document: &Document, when: &When, at: usize, parts: u32) {
        // "ruled out a vote before the holidays", "has no plans to meet on Friday"
        let out = document.is(at, &["ruled", "rules"]) && document.is(at + 1, &["out"]);
        let none = document.is(at, &["no"])
            && document.is(at + 1, &["plans", "plan", "intention"])
            && document.is(at + 2, &["to", "for", "of"]);
        self.nothing |= at < when.tokens.start && (out || none);
        if !document.is(at, &["no"]) || parts & NOT == 0 {
            return;
        }
        self.negated |= document.is(at + 1, &["longer", "date"]);
        // "There will be no vote", "No talks are planned for Friday".
        self.nothing |= (at + 1..at + 4)
            .take_while(|i| document.kind(*i) == Kind::Word)
            .any(|i| words::is(document, i, EVENT));
    }

    /// "21 January, annual lecture at the Institute", an entry of a calendar: no verb, but an event.
    /// So is "Open evening for parents: 20 November, 7 p.m.", and "Register by 17 November" tells of a deadline.
    pub(super) fn entry(&mut self, document: &Document, clause: &Clause, when: &When) {
        let start = clause.body.start;
        let verbless = |mut tokens: Range<usize>| {
            !tokens.any(|at| {
                verb::finite(document, at)
                    || past_form(document, at)
                    || words::reports(document, at)
            })
        };
        let head = when.tokens.start == start
            && matches!(
                document.kind(when.tokens.end),
                Kind::Comma | Kind::Colon | Kind::Dash
            )
            && (when.tokens.end + 1..clause.body.end)
                .take_while(|at| {
                    document.kind(*at) == Kind::Word && !document.has(*at, lexicon::PREPOSITION)
                })
                .any(|at| words::is(document, at, EVENT));
        let before = when.tokens.start.saturating_sub(1);
        let named = before > start + 1 && matches!(document.kind(before), Kind::Colon | Kind::Dash);
        if !when.clock_only && (head || named) && verbless(clause.body.clone()) {
            (self.plan, self.event, self.noun) = (true, true, None);
        }
        let order = document.is(
            start,
            &[
                "register", "book", "apply", "submit", "reply", "rsvp", "enter", "enrol", "enroll",
            ],
        ) && clause.subject.is_none()
            && document.tokens[start].capital();
        if order && document.is(before, &["by", "before", "until"]) {
            (self.plan, self.event) = (true, true);
        }
    }

    /// "adjourned the case until Saturday", "extended the deadline to Saturday" put Saturday on the calendar.
    pub(super) fn extended(&mut self, document: &Document, clause: &Clause, when: &When) {
        let to = document.is(when.tokens.start.wrapping_sub(1), &["to"]);
        if !self.until && !to {
            return;
        }
        let before = || clause.tokens().take_while(|at| *at < when.tokens.start);
        let Some(verb) = before().find(|at| words::is(document, *at, EXTEND)) else {
            return;
        };
        let adjourned = document.word(verb).starts_with("adjourn");
        // A contract or a lead that is extended is on no calendar.
        let named = clause
            .subject
            .clone()
            .into_iter()
            .flatten()
            .chain(before())
            .any(|at| words::is(document, at, EVENT | TERM));
        if adjourned || named {
            (self.plan, self.event, self.until) = (true, true, true);
            self.moved |= clause
                .subject
                .clone()
                .into_iter()
                .flatten()
                .chain(before())
                .any(|at| document.is(at, &["deadline"]));
            self.told = false;
        }
    }

    /// What stands right beside the date.
    pub(super) fn place_date(&mut self, document: &Document, clause: &Clause, when: &When) {
        let floor = if clause.body.contains(&when.tokens.start) {
            clause.body.start
        } else {
            clause
                .aside
                .as_ref()
                .map_or(clause.body.start, |aside| aside.start)
        };
        let mut at = when.tokens.start;
        let mut steps = 0;
        while at > floor && steps < 12 {
            at -= 1;
            steps += 1;
            let parts = words::parts(document, at);
            if steps <= 2 && document.is(at, &["until", "till", "through"]) {
                self.until = true;
            }
            // "runs to 22 December"
            self.until |= steps == 1
                && document.is(at, &["to"])
                && document.is(at.wrapping_sub(1), &["run", "runs", "lasts", "continues"]);
            if parts & EVENT != 0 && steps <= 7 && !(parts & VERB != 0 && is_verb(document, at)) {
                self.near = true;
                // "plans to release its analysis" names no release.
                let to = parts & VERB != 0 && document.is(at.wrapping_sub(1), &["to"]);
                self.near_at = Some(at).filter(|_| !to);
                // "postponed the vote until after the election on 24 May": the election stands.
                let past_it = (floor.max(at.saturating_sub(6))..at).any(|i| {
                    document.is(i, &["until", "till"]) && document.is(i + 1, &["after", "before"])
                });
                if past_it {
                    (self.moved, self.cancelled, self.ahead) = (false, false, true);
                }
                // "called a rally for Saturday"
                self.plan |= steps <= 3 && document.is(when.tokens.start - 1, &["for"]);
                self.ahead |= lies_ahead(document, at, floor, self.past);
                break;
            }
            let verb = parts & (VERB | END | BEGUN) != 0 && is_verb(document, at);
            if parts & (WILL | BE | PAST | HAS) != 0 || verb || words::reports(document, at) {
                break;
            }
        }
        // "It will be 25 years on Tuesday since the flood": no more than an anniversary.
        self.nothing |= document.is(clause.body.start, &["it"])
            && clause.tokens().any(|at| document.is(at, &["years"]))
            && (when.tokens.end..when.tokens.end + 2).any(|at| document.is(at, &["since"]));
        // "stays shut until at least Thursday": until no known day.
        self.nothing |= document.is(when.tokens.start.wrapping_sub(1), &["least"])
            && document.is(when.tokens.start.wrapping_sub(3), &["until", "till"]);
        // "No flights will leave before Saturday", "is not expected before Saturday": on no known day.
        self.nothing |= document.is(when.tokens.start.wrapping_sub(1), &["before"])
            && clause.tokens().any(|at| words::is(document, at, NOT));
        // "The deadline is Friday at noon": the date is what the sentence says of the event.
        let is = (floor..when.tokens.start)
            .rev()
            .find(|at| !words::is(document, *at, words::GLUE) && !document.is(*at, &["now"]));
        if let Some(is) = is
            && document.is(is, &["is", "are"])
        {
            // "The last day for comments is 9 March"
            let event = |at: usize| {
                words::is(document, at, EVENT)
                    || words::is(document, at, words::PART)
                        && words::is(document, at.wrapping_sub(1), words::MAKER)
            };
            self.plan |= (floor..is).any(event)
                || clause
                    .subject
                    .clone()
                    .is_some_and(|mut subject| subject.any(event));
        }
        // "first set for", "was originally to begin on"; but "the first results are expected" is said of results.
        self.former =
            (when.tokens.start.saturating_sub(5).max(floor)..when.tokens.start).any(|i| {
                let near = if document.is(i, &["first"]) { 2 } else { 3 };
                words::is(document, i, FORMER)
                    && (i + 1..when.tokens.start.min(i + near))
                        .any(|at| words::is(document, at, PLAN) || document.is(at, &["to"]))
            });
        // "on Friday rather than on Wednesday"
        let from = when.tokens.start.saturating_sub(3).max(floor);
        self.former |= (from..when.tokens.start).any(|i| {
            document.is(i, &["rather"]) && document.is(i + 1, &["than"])
                || document.is(i, &["instead"]) && document.is(i + 1, &["of"])
        });
        self.leads = when.tokens.start <= floor + 2;
        // "On Thursday, he hedged on whether he would go": the first verb tells what was.
        let verb = (when.tokens.end..clause.body.end).find(|at| {
            verb::finite(document, *at)
                || verb::participle_like(document, *at)
                || words::is(document, *at, PLAN)
                || past_form(document, *at)
                || words::reports(document, *at)
        });
        self.told |= self.leads
            && when.start.weekday.is_some()
            && verb.is_some_and(|at| {
                let past = past_form(document, at) || verb::participle_like(document, at);
                past && !words::is(document, at, PLAN)
            });
        let after = when.tokens.end;
        // "Next Friday sees the start of the jazz days", "the weekend brings two rallies"
        if self.leads
            && document.is(after, &["sees", "brings", "see", "bring"])
            && (after + 1..after + 8)
                .take_while(|at| document.kind(*at) == Kind::Word)
                .any(|at| words::is(document, at, EVENT | VERB))
        {
            (self.plan, self.event, self.inert) = (true, true, false);
        }
        // "named 9 March as the date of the election"
        if document.is(after, &["as"])
            && document.is(after + 1, &["the", "its", "a"])
            && document.is(after + 2, &["date", "day", "deadline"])
        {
            (self.plan, self.event) = (true, true);
        }
        // "Sunday is the deadline for the talks", "Friday will be election day"
        let is = after + usize::from(document.is(after, &["will"]));
        if when.tokens.start == clause.body.start
            && document.is(is, &["is", "be"])
            && document.is(is + 1, &["the", "a", "an", "also"])
            && (is + 1..if is > after { clause.body.end } else { is + 7 })
                .take_while(|at| document.kind(*at) == Kind::Word)
                .any(|at| words::is(document, at, EVENT))
            && !clause
                .tokens()
                .any(|at| words::is(document, at, words::DEAD | NOT))
        {
            (self.plan, self.event, self.inert) = (true, true, false);
        }
        let possessive = document.kind(after) == Kind::Possessive;
        let article = document.is(
            when.tokens.start.wrapping_sub(1),
            &["the", "a", "its", "their", "this"],
        ) && document.kind(after) == Kind::Word
            && !document.is(when.tokens.start, &["next", "last"]);
        if possessive || article {
            let from = after + usize::from(possessive);
            let noun = (from..from + 6)
                .take_while(|at| {
                    matches!(
                        document.kind(*at),
                        Kind::Word | Kind::Hyphen | Kind::Possessive
                    ) && !words::is(document, *at, WILL | BE | PAST | HAS)
                        && !document.is(*at, &["in", "on", "at", "of", "for", "to", "and"])
                })
                .filter(|at| words::is(document, *at, EVENT))
                .last();
            if noun.is_some() {
                self.noun = noun;
                // "Thousands are expected at Saturday's funeral"
                self.maybe = false;
                self.near = true;
                self.event = true;
                self.ahead |= lies_ahead(document, when.tokens.start, floor, self.past);
                // "banned protests ahead of Sunday's vote": the vote stands.
                let lead = when.tokens.start.wrapping_sub(1);
                let ahead_of = document.is(lead, &["before"])
                    || document.is(lead, &["of"]) && document.is(lead.wrapping_sub(1), &["ahead"]);
                if ahead_of {
                    (self.cancelled, self.moved) = (false, false);
                }
                // "said she would not appear at Saturday's concert": the concert stands.
                let at = document.is(
                    when.tokens.start.wrapping_sub(1),
                    &["at", "for", "in", "attend", "miss"],
                );
                if possessive && self.future && at {
                    (self.ahead, self.negated, self.nothing) = (true, false, false);
                }
                // "Sunday's final pits Lund against Ardley"
                let verb = noun.map_or(after, |noun| noun + 1);
                self.present |=
                    possessive && self.leads && !self.past && verb::like_present(document, verb);
            } else if possessive {
                // "After Friday's incident": no date of this clause.
                self.told = true;
            }
        }
        // "Following Monday's debate", "after the 8 August vote": behind, whatever the clause says.
        let lead = when.tokens.start.saturating_sub(2).max(floor);
        self.told |= self.noun.is_some()
            && (lead..when.tokens.start)
                .any(|at| document.is(at, &["after", "following", "since"]));
        let told = |at: usize| {
            past_form(document, at) || words::reports(document, at) || words::is(document, at, PAST)
        };
        let gap = usize::from(document.kind(after) == Kind::Comma);
        // "A concert planned for Friday was called off", "The vote on Friday was moved": Friday is the concert's day, and
        // not that of the act.
        let own = put_off_after(document, when).is_some()
            && (self.near || planned_for(document, when, floor));
        // "The lawsuit, due to be heard on 3 November, was settled"
        let undone = put_off_after(document, when)
            .is_some_and(|verb| !words::is(document, verb, PUTOFF))
            && planned_for(document, when, floor);
        self.cancelled |= undone;
        self.negated |= undone;
        // "on Monday set a date of 4 May", but "on Monday, set to last until 4 May"
        let set = document.is(after, &["set"])
            && document.is(after + 1, &["a", "an", "the", "its", "out", "up"]);
        self.told |= self.noun.is_none()
            && !own
            && (set
                || clause.holds(after + gap)
                    && told(after + gap)
                    && !document.is(after + gap, &["had", "set", "followed", "provided"]));
        // "will meet on Thursday after talks ended without result on Monday": Monday is that of the end.
        self.told |= (floor..when.tokens.start)
            .rev()
            .find(|at| document.is(*at, &["after"]))
            .is_some_and(|start| {
                let mut since = start + 1..when.tokens.start;
                let ended = since.clone().skip(1).any(|at| {
                    past_form(document, at) && !words::is(document, at, PLAN | PUTOFF | CANCEL)
                });
                ended
                    && !since.any(|at| {
                        words::is(document, at, WILL | PLAN) || document.is(at, &["to", "until"])
                    })
            });
        // "a poll released Wednesday"
        let before = when.tokens.start.saturating_sub(1);
        self.told |= before > floor
            && past_form(document, before)
            && !document.is(after, &["as"])
            && !words::is(document, before, PLAN | PUTOFF | CANCEL | BEGUN | MAYBE)
            && !words::is(document, before - 1, BE | HAS | PAST | WILL)
            && !document.is(before - 1, &["be", "been", "to"]);
        // "was withdrawn on Monday": the day of that, not of what was to be.
        let on = usize::from(document.is(before, &["on", "late", "early"]));
        let act = before - on.min(before);
        let act = act - usize::from(document.is(act, &["off"]) && act > floor);
        self.told |= act > floor
            && (words::is(document, act, PUTOFF | CANCEL) || document.is(act, &["called"]))
            && document.is(act - 1, &["was", "were"]);
        // "postponed his trip by a fortnight on Wednesday": the day of the act, with how far already told.
        self.told |= self.moved
            && on == 1
            && when.start.weekday.is_some()
            && document.is(
                before.wrapping_sub(1),
                &["day", "days", "week", "weeks", "fortnight", "month"],
            )
            && (floor..before).any(|at| document.is(at, &["by"]) && (at + 1..before).len() <= 3);
        // "MALDEN, March 3 (AP) The …": a date line within a paragraph.
        self.told |= document.kind(after) == Kind::OpenBracket
            && document.kind(after + 2) == Kind::CloseBracket
            && document
                .tokens
                .get(after + 1)
                .is_some_and(|token| token.upper());
    }
}

/// Whether the date stands between commas, with no more than a preposition, after a subject that can be on a calendar.
pub(super) fn dates_subject(document: &Document, clause: &Clause, when: &When) -> bool {
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

/// Whether a plan stands right before the date: "scheduled for Friday", "due to open on Friday".
pub(super) fn planned_for(document: &Document, when: &When, floor: usize) -> bool {
    let date = when.tokens.start;
    (floor..date)
        .rev()
        .take(6)
        .find(|at| words::is(document, *at, PLAN))
        .is_some_and(|plan| {
            (plan + 1..date).all(|at| {
                words::is(document, at, words::GLUE | VERB)
                    || document.is(at, &["be", "take", "place"])
            })
        })
}

/// The verb by which what stands before the date was moved or called off: "… on Friday has now been put back".
pub(super) fn put_off_after(document: &Document, when: &When) -> Option<usize> {
    let after = when.tokens.end;
    let helper = after + usize::from(document.kind(after) == Kind::Comma);
    if !words::is(document, helper, BE | HAS | PAST)
        || !document.is(helper, &["was", "were", "is", "are", "has", "have", "had"])
    {
        return None;
    }
    let verb = (helper + 1..helper + 4)
        .find(|at| !document.is(*at, &["been", "now", "also", "again", "being"]))?;
    let acts = words::is(document, verb, PUTOFF) && moves(document, verb)
        || words::is(document, verb, CANCEL | words::UNDONE)
        || document.is(verb, &["called"]) && document.is(verb + 1, &["off"]);
    acts.then_some(verb)
}

/// Whether "before", "ahead of" or "for" stands before the noun phrase that ends at `at`.
fn lies_ahead(document: &Document, at: usize, floor: usize, past: bool) -> bool {
    (floor.max(at.saturating_sub(6))..at).any(|i| {
        document.is(i, &["upcoming", "forthcoming", "next"])
            || !past && document.is(i, &["before"])
            || document.is(i, &["ahead"]) && document.is(i + 1, &["of"])
            || document.is(i, &["time"]) && document.is(i + 1, &["for"])
            || document.is(i, &["deadline"])
    }) || !past && document.is(at, &["deadline"])
}
