//! Whether the words around a date say that it is still to come or over.
//!
//! Measured on annotated news, a bare weekday is the last one in 92 of 100 cases and "will" nearby says little; only
//! tight frames send it forward: planned, due or set for it, `until` it, `as early as` it, and a future verb in its own
//! clause with nothing said or done between: "The choir will sing in Oslo on Friday".

use super::cell::Cell;
use super::lexicon::{Glue, Limit, Term};

/// What the words around say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// A tight frame: planned for the date, `until` it, `by` it.
    pub(super) forward: bool,
    /// A future verb stands in the sentence.
    pub(super) future: bool,
    /// The words say that it is over: `ended March 31`.
    pub(super) over: bool,
    /// A past tense stands near it.
    pub(super) told: bool,
    /// `until` stands before it.
    pub(super) until: bool,
    /// `by` stands before it.
    pub(super) by: bool,
    /// `since` stands before it.
    pub(super) since: bool,
    /// A pluperfect stands before it: `had signed`, a look back.
    pub(super) had: bool,
    /// `through` stands before it.
    pub(super) through: bool,
}

/// How far a plan may stand before its date, in cells.
const PLAN_REACH: usize = 10;
/// How far from a month a past tense may stand, in cells.
const PAST_REACH: usize = 14;
/// How far after a date that opens its sentence, in cells: its subject may be a long one.
const OPENED_REACH: usize = 30;
/// How many words may stand before an expression that opens its sentence.
const OPENING: usize = 2;
/// `election` in lexicon/dates.txt.
const ELECTION: u32 = 11;
/// How far after a date `but` may say that nothing came of it, in cells.
const BUT_REACH: usize = 4;
/// How far a future verb may stand before its date, in cells.
const FUTURE_REACH: usize = 24;

/// Reads the frame of an expression that covers the cells `from..to`.
pub(super) fn frame(cells: &[Cell], from: usize, to: usize) -> Frame {
    let term = |at: usize| cells.get(at).map_or(Term::Edge, |cell| cell.term);
    let mut frame = Frame::default();
    match from.checked_sub(1).map_or(Term::Edge, term) {
        // Inside a sentence until looks forward; "until Monday, they had none" and "not until Monday" look back.
        Term::Glue(Glue::Until) => {
            let back = cells[from - 1].capital
                || from >= 2 && matches!(term(from - 2), Term::Approx | Term::Glue(Glue::Not));
            frame.forward = !back;
            frame.until = !back;
        }
        Term::Glue(Glue::By) if !cells[from - 1].capital => frame.by = true,
        Term::Glue(Glue::Through) => frame.through = true,
        Term::Glue(Glue::Since) => {
            frame.since = true;
            return frame;
        }
        Term::Glue(Glue::Ended) => {
            frame.over = true;
            return frame;
        }
        // A new contract, effective Feb. 1.
        Term::Glue(Glue::Effective) => frame.forward = true,
        // Ahead of Sunday's vote.
        Term::Glue(Glue::Of) if from >= 2 && term(from - 2) == Term::Glue(Glue::Ahead) => {
            frame.forward = true;
        }
        // No later than Friday.
        Term::Approx if from >= 2 && term(from - 2) == Term::Compare(1) => frame.forward = true,
        // She was born on March 30.
        Term::Glue(Glue::On | Glue::In)
            if from >= 2 && term(from - 2) == Term::Glue(Glue::Born) =>
        {
            frame.over = true;
            return frame;
        }
        // As early as Monday.
        Term::Glue(Glue::As) if from >= 3 && term(from - 3) == Term::Glue(Glue::As) => {
            frame.forward = true;
        }
        _ => {}
    }
    // "The vote is on Sunday", "the deadline is Friday"
    let on =
        from - usize::from(from > 0 && matches!(term(from - 1), Term::Glue(Glue::On | Glue::At)));
    frame.forward |= on > 0 && term(on - 1) == Term::Glue(Glue::Is);
    frame.told = told(cells, from, to);
    // "Bids must be in by Friday", "new fares starting Monday"
    let starts = from > 0
        && matches!(
            term(from - 1),
            Term::Glue(Glue::Starting) | Term::Limit(Limit::Start)
        );
    frame.forward |= (frame.by || starts) && !frame.told;
    let owner = term(to) == Term::Mark(b'\'');
    let mut tight = true;
    let mut after = false;
    // Nothing done stands between a future verb and the date: not "will meet those who fled Friday".
    let mut ahead = !owner && !cells.get(to).is_some_and(|cell| cell.past);
    for at in (from.saturating_sub(FUTURE_REACH)..from).rev() {
        match term(at) {
            Term::Mark(b'\n' | b'?' | b'!' | b'"') => break,
            Term::Mark(b'.') if ends_sentence(cells, at) => break,
            Term::Mark(_) => tight &= !matches!(term(at), Term::Mark(b',' | b';' | b'_' | b'`')),
            Term::Said => break,
            Term::Glue(Glue::Had) if from - at <= PLAN_REACH && tight => frame.had = true,
            // It had been due to expire.
            Term::Glue(Glue::Been) if at > 0 && term(at - 1) == Term::Glue(Glue::Had) => {
                frame.forward = false;
                break;
            }
            Term::Plan
                if tight && from - at <= PLAN_REACH && leads(term(at + 1), at + 1 == from) =>
            {
                // It was scheduled for Tuesday, but they settled.
                let over = at > 0
                    && matches!(term(at - 1), Term::Was)
                    && (to..to + BUT_REACH).any(|at| term(at) == Term::But);
                frame.forward |= !over;
            }
            // He is to leave on Tuesday.
            Term::Glue(Glue::Is)
                if tight && from - at <= PLAN_REACH && term(at + 1) == Term::Glue(Glue::To) =>
            {
                frame.forward = true;
            }
            // The fares take effect on Saturday.
            Term::Glue(Glue::Take)
                if tight && !frame.told && term(at + 1) == Term::Glue(Glue::Effect) =>
            {
                frame.forward = true;
            }
            Term::Will | Term::Would => {
                frame.forward |= ahead && tight && from - at <= PLAN_REACH && goes_on(cells, at);
                frame.future = true;
            }
            // The jury may get the case Thursday.
            Term::Month { .. } if !cells[at].capital => {
                frame.forward |= ahead && tight && from - at <= PLAN_REACH && goes_on(cells, at);
            }
            Term::Hope | Term::Plan => frame.future = true,
            // Rain is likely Friday.
            Term::Glue(Glue::Likely) if leads(term(at + 1), at + 1 == from) => {
                frame.forward |= tight;
            }
            // "They will resume on Thursday after breaking off Tuesday"
            Term::Glue(Glue::After) => after = true,
            Term::Weekday { .. } => tight &= !after,
            _ => {}
        }
        ahead &= !done(cells, at);
    }
    let opens = opens(cells, from);
    for at in (to..to + 12).take_while(|at| *at < cells.len()) {
        match term(at) {
            Term::Mark(b'\n' | b'?' | b'!' | b'.' | b'"') | Term::Said => break,
            // "It opened in March and will close in May": the second clause is another matter.
            Term::Glue(Glue::And) | Term::But if frame.told => break,
            Term::Will => {
                // "On Friday the council will vote", "the council on Friday will vote"
                frame.forward |= !owner && (at == to || opens && ahead);
                frame.future = true;
            }
            _ => {}
        }
        ahead &= !done(cells, at);
    }
    // The November election.
    frame.by |= matches!(term(to), Term::Feast(ELECTION));
    frame.forward |= frame.through && frame.future;
    frame.future |= frame.forward || frame.by;
    frame
}

/// Whether a future verb goes on to what is ahead: not "would have met", not "would not say".
fn goes_on(cells: &[Cell], at: usize) -> bool {
    let next = cells.get(at + 1).map_or(Term::Edge, |cell| cell.term);
    next != Term::Glue(Glue::Have)
        && (cells[at].term == Term::Will || next != Term::Glue(Glue::Not))
}

/// Whether a word tells what was done: not the last word of "will be held", "will be duly opened".
fn done(cells: &[Cell], at: usize) -> bool {
    cells[at].past
        && !cells[at.saturating_sub(2)..at]
            .iter()
            .any(|cell| cell.term == Term::Glue(Glue::Be))
}

/// Whether an expression opens its sentence.
fn opens(cells: &[Cell], from: usize) -> bool {
    from <= OPENING
        || (from - OPENING - 1..from).any(|at| {
            cells[at].term == Term::Mark(b'\n')
                || cells[at].term == Term::Mark(b'.') && ends_sentence(cells, at)
        })
}

/// Whether a past tense stands before an expression, or after one that opens its sentence.
fn told(cells: &[Cell], from: usize, to: usize) -> bool {
    let mut opens = from <= OPENING;
    for at in (from.saturating_sub(PAST_REACH)..from).rev() {
        let cell = &cells[at];
        if matches!(cell.term, Term::Mark(b'\n' | b';'))
            || cell.term == Term::Mark(b'.') && ends_sentence(cells, at)
        {
            opens = from - at <= OPENING;
            break;
        }
        if cell.past {
            return true;
        }
    }
    let after = to.min(cells.len())..cells.len().min(to + OPENED_REACH);
    opens
        && after
            .take_while(|at| {
                let term = cells[*at].term;
                term != Term::Mark(b'\n')
                    && !(term == Term::Mark(b'.') && ends_sentence(cells, *at))
            })
            .any(|at| cells[at].past)
}

/// Whether a plan goes on towards its date: `due to`, `scheduled for`, `opens on`, `set Friday`.
fn leads(next: Term, direct: bool) -> bool {
    direct
        || matches!(
            next,
            Term::Glue(
                Glue::To
                    | Glue::For
                    | Glue::On
                    | Glue::By
                    | Glue::In
                    | Glue::At
                    | Glue::The
                    | Glue::A
            )
        )
}

/// A stop that ends a sentence, not a short form or a number.
fn ends_sentence(cells: &[Cell], at: usize) -> bool {
    let Some(next) = cells.get(at + 1) else {
        return true;
    };
    if next.joined && !matches!(next.term, Term::Mark(_)) {
        return false;
    }
    let short = at.checked_sub(1).is_some_and(|before| {
        let word = &cells[before];
        matches!(word.term, Term::Month { short: true, .. })
            || word.capital && word.end - word.start <= 3 && word.term == Term::Other
    });
    let small = !next.capital && !matches!(next.term, Term::Mark(_) | Term::Digits { .. });
    !short && !small
}
