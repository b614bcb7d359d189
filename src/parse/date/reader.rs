//! Finds expressions of time in the cells, left to right.
//!
//! A matcher starts only at a cell that can begin an expression, reads on as far as the grammar goes and says where the
//! next cell is. The matchers stand by subject in the files beside this one; here is what they share and the order in
//! which they are asked.

use super::cell::Cell;
use super::lexicon::{Glue, Limit, Shift, Term, Unit};
use super::sense::{Around, DayTime, Found, Sense};
use crate::article::TimexType;

const SUBJECTS: [&str; 7] = ["he", "i", "it", "she", "there", "they", "we"];

/// The cells and what was found in them.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) cells: &'a [Cell],
    pub(super) found: Vec<Found>,
}

/// Finds every expression of time.
pub(super) fn read(text: &str, cells: &[Cell]) -> Vec<Found> {
    let mut reader = Reader {
        text,
        cells,
        found: Vec::new(),
    };
    let mut at = 0;
    while at < cells.len() {
        at = match cells[at].term {
            Term::Other => at + 1,
            _ => reader.expression(at).unwrap_or(at + 1),
        };
    }
    reader.found
}

impl Reader<'_> {
    pub(super) fn term(&self, at: usize) -> Term {
        self.cells.get(at).map_or(Term::Edge, |cell| cell.term)
    }

    /// The term before a cell.
    pub(super) fn before(&self, at: usize) -> Term {
        at.checked_sub(1).map_or(Term::Edge, |at| self.term(at))
    }

    pub(super) fn is(&self, at: usize, glue: Glue) -> bool {
        self.term(at) == Term::Glue(glue)
    }

    pub(super) fn mark(&self, at: usize, mark: u8) -> bool {
        self.term(at) == Term::Mark(mark)
    }

    /// A mark that touches the cells on both sides.
    pub(super) fn tight(&self, at: usize, mark: u8) -> bool {
        self.mark(at, mark) && self.joined(at) && self.joined(at + 1)
    }

    pub(super) fn joined(&self, at: usize) -> bool {
        self.cells.get(at).is_some_and(|cell| cell.joined)
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.cells.get(at).is_some_and(|cell| cell.capital)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| {
            &self.text[cell.start as usize..cell.end as usize]
        })
    }

    pub(super) fn says(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// A word that begins a clause, and so is no noun after a season or a holiday: "in the summer they parted".
    pub(super) fn is_subject(&self, at: usize) -> bool {
        SUBJECTS.iter().any(|word| self.says(at, word))
    }

    /// Whether the cell begins a sentence.
    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        matches!(
            self.before(at),
            Term::Edge | Term::Mark(b'.' | b'\n' | b'?' | b'!' | b'"' | b':' | b'`' | b'\'')
        )
    }

    pub(super) fn keep(&mut self, from: usize, to: usize, kind: TimexType, sense: Sense) -> usize {
        self.keep_timed(from, to, kind, sense, None, None)
    }

    pub(super) fn keep_timed(
        &mut self,
        from: usize,
        to: usize,
        kind: TimexType,
        sense: Sense,
        time: Option<DayTime>,
        zone: Option<u16>,
    ) -> usize {
        self.found.push(Found {
            from,
            to,
            kind: if time.is_some() {
                TimexType::Time
            } else {
                kind
            },
            sense,
            time,
            zone,
            pair: 0,
            around: Around::default(),
        });
        to
    }

    pub(super) fn keep_date(&mut self, from: usize, to: usize, sense: Sense) -> usize {
        self.keep(from, to, TimexType::Date, sense)
    }

    /// A value that needs no resolving.
    pub(super) fn keep_fixed(
        &mut self,
        from: usize,
        to: usize,
        kind: TimexType,
        value: impl Into<String>,
    ) -> usize {
        self.keep(from, to, kind, Sense::Fixed(value.into()))
    }

    /// Marks what was found from `first` on as the two ends of a range or the parts of a list.
    pub(super) fn pair(&mut self, first: usize) {
        let last = self.found.len().saturating_sub(1);
        if last > first {
            self.found[first].pair = -1;
            self.found[last].pair = 1;
        }
    }

    /// Makes what was found from `first` on begin at an earlier cell: `early` before `next week`.
    pub(super) fn widen(&mut self, first: usize, from: usize) {
        if let Some(found) = self.found.get_mut(first) {
            found.from = from;
        }
    }

    /// The expression that begins at a cell, and the cell after it.
    fn expression(&mut self, at: usize) -> Option<usize> {
        match self.term(at) {
            Term::Glue(Glue::The | Glue::Its) => self.after_the(at),
            Term::Glue(Glue::A) => self.counted(at, at),
            Term::Glue(Glue::At)
                if self.term(at + 1) == Term::Approx && self.says(at + 1, "least") =>
            {
                self.approximate(at)
            }
            Term::Glue(Glue::Each) => self.each(at),
            Term::Glue(Glue::Per) => self.per(at),
            Term::Glue(Glue::Circa) => self.digits_first(at + 1),
            Term::Glue(Glue::Post) if self.tight(at + 1, b'-') => {
                let first = self.found.len();
                let end = self.year(at + 2, true)?;
                self.widen(first, at);
                Some(end)
            }
            Term::Approx if !self.says(at, "than") => self.approximate(at),
            Term::Limit(_) => self.limit(at, at),
            Term::Compare(_) => self.compare(at),
            Term::Shift(_) => self.shift(at, at),
            Term::Month { .. } => self.month_first(at, at),
            Term::Weekday { .. } => self.weekday(at, at),
            Term::Digits { .. } => self.digits_first(at),
            Term::Cardinal(_) => self.cardinal_first(at),
            Term::Ordinal(_) => self.ordinal(at, at),
            Term::Tens(_) => self.decade(at, at),
            Term::Vague(_) | Term::Half => self.counted(at, at),
            Term::Unit(_) | Term::Units(_) => self.bare_unit(at),
            Term::Season(_) => self.season(at, at),
            Term::Part(_) => self.part(at),
            Term::Noon(_) => self.clock_first(at),
            Term::Deictic(_) | Term::Tonight => self.deictic(at, at),
            Term::Often(_) => self.often(at),
            Term::Now | Term::Recently => self.vague_reference(at),
            Term::Fiscal => self.fiscal(at, at),
            Term::Holiday(_) => self.holiday(at, at),
            Term::Feast(number) => self.feast(at, number),
            Term::Glue(Glue::New) => self.new_year(at),
            Term::Hijri(_) => self.hijri(at),
            Term::Mark(b'\'') => self.short_year(at),
            _ => None,
        }
    }

    /// A date of any kind that may follow `early`, `the end of`, `around`: not a length.
    pub(super) fn date(&mut self, at: usize) -> Option<usize> {
        match self.term(at) {
            Term::Glue(Glue::The | Glue::Its) => self.after_the(at),
            Term::Shift(_) => self.shift(at, at),
            Term::Month { .. } => self.month_first(at, at),
            Term::Weekday { .. } => self.weekday(at, at),
            Term::Digits { .. } => self.day_first(at).or_else(|| self.year(at, true)),
            Term::Ordinal(_) => self.ordinal(at, at),
            Term::Tens(_) => self.decade(at, at),
            Term::Season(_) => self.season(at, at),
            Term::Deictic(_) => self.deictic(at, at),
            Term::Fiscal => self.fiscal(at, at),
            Term::Part(_) => self.part(at),
            Term::Mark(b'\'') => self.short_year(at),
            _ => None,
        }
    }

    /// `about`, `nearly`, `more than`, `up to` and the like, before a number or a clock time.
    fn approximate(&mut self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 5
            && (self.term(next) == Term::Approx
                || self.is(next, Glue::At)
                || self.is(next, Glue::A) && self.says(next + 1, "little")
                || (self.is(next, Glue::To) && self.before(next) == Term::Approx))
        {
            next += 1;
        }
        let first = self.found.len();
        let end = match self.term(next) {
            Term::Glue(Glue::The) => self.after_the(next),
            Term::Glue(Glue::A) => self.counted(next, next),
            Term::Digits { .. } => self
                .clock_first(next)
                .or_else(|| self.counted(next, next))
                .or_else(|| self.day_first(next))
                .or_else(|| self.rough_year(at, next)),
            Term::Cardinal(_) | Term::Vague(_) | Term::Half => self.counted(next, next),
            Term::Month { .. } => self.month_first(next, next),
            Term::Noon(_) => self.clock_first(next),
            Term::Unit(Unit::Year) => self.bare_unit(next),
            _ => None,
        }?;
        // "over" before a date is a preposition; "only" and "just" stand outside.
        let outside = ["only", "just", "exactly"]
            .iter()
            .any(|word| self.says(at, word));
        let preposition = self.says(at, "over") || self.says(at, "under");
        let date = self.found.get(first).is_some_and(|found| {
            found.kind == TimexType::Date && !matches!(found.sense, Sense::Away { .. })
        });
        let stays = self.is(next, Glue::The) || outside || preposition && date;
        if !stays {
            let no = (self.says(at, "more") || self.says(at, "less") || self.says(at, "fewer"))
                && self.says(at.wrapping_sub(1), "no");
            self.widen(first, at - usize::from(no));
        }
        Some(end)
    }

    /// `early November`, `mid-1996`, `late last week`, `the end of the month`; `from` is where the words begin.
    pub(super) fn limit(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Limit(limit) = self.term(at) else {
            return None;
        };
        let mut next = at + 1;
        match limit {
            Limit::Early | Limit::Late | Limit::Mid => {
                if self.tight(next, b'-') {
                    next += 1;
                } else if self.is(next, Glue::In) || self.is(next, Glue::On) {
                    if limit == Limit::Mid {
                        return None;
                    }
                    next += 1;
                }
                if let Term::Limit(Limit::Part) = self.term(next) {
                    return self.limit(from, next);
                }
                if let (Limit::Mid, Term::Part(_)) = (limit, self.term(next)) {
                    return self.part_from(from, next);
                }
                // By mid-year.
                if let (Limit::Mid, Term::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year))) =
                    (limit, self.term(next))
                {
                    let shift = Shift::This;
                    return Some(self.keep_date(from, next + 1, Sense::Unit { unit, shift }));
                }
            }
            _ => {
                if !self.is(next, Glue::Of) {
                    return None;
                }
                next += 1;
            }
        }
        // "late in the day" and "the end of a month" say no date.
        let first = self.found.len();
        let end = match self.term(next) {
            Term::Glue(Glue::The) if matches!(self.term(next + 1), Term::Unit(_)) => {
                self.the_unit(next)
            }
            Term::Shift(Shift::This | Shift::Last | Shift::Next | Shift::That) => {
                self.shift(next, next)
            }
            _ => self.date(next),
        }?;
        if self.found.len() > first {
            self.widen(first, from);
        }
        Some(end)
    }

    /// `earlier this month`, `later that day`, `earlier Sunday`, `later in the year`.
    fn compare(&mut self, at: usize) -> Option<usize> {
        let next = at + 1;
        let first = self.found.len();
        let end = match self.term(next) {
            Term::Shift(Shift::This | Shift::That | Shift::Same) => self.shift(next, next),
            Term::Glue(Glue::In) if self.is(next + 1, Glue::The) => match self.term(next + 2) {
                Term::Unit(Unit::Day) => None,
                Term::Unit(_) => self.the_unit(next + 1),
                Term::Season(_) => self.season(next + 1, next + 2),
                _ => None,
            },
            Term::Glue(Glue::In) if matches!(self.term(next + 1), Term::Digits { .. }) => {
                self.year(next + 1, true)
            }
            Term::Deictic(_) => self.deictic(next, next),
            Term::Weekday { .. } => self.weekday(next, next),
            _ => None,
        }?;
        let weekday =
            matches!(self.found.get(first), Some(f) if matches!(f.sense, Sense::Weekday { .. }));
        // "Earlier Friday": earlier than what was told before, on Friday.
        if !weekday {
            self.widen(first, at);
        }
        Some(end)
    }
}
