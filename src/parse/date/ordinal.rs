//! Expressions that begin with an ordinal: `the second day`, `the 20th`, `the first nine months`, `25th of August`.

use super::lexicon::{Glue, Term, Unit};
use super::reader::Reader;
use super::sense::Sense;
use crate::article::TimexType;

impl Reader<'_> {
    /// `the second day`, `the 20th`, `the first nine months`, `the third quarter`, `the 25th of August`.
    pub(super) fn ordinal(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Ordinal(number) = self.term(at) else {
            return None;
        };
        if let Some(end) = self.period(from, at, number) {
            return Some(end);
        }
        if let Ok(nth) = i32::try_from(number)
            && let Some(end) = self.weekday_of_month(from, at + 1, nth)
        {
            return Some(end);
        }
        let the = from < at && self.is(from, Glue::The);
        let first = self.found.len();
        // "the third of December"
        let of_month = the
            && self.is(at + 1, Glue::Of)
            && matches!(self.term(at + 2), Term::Month { .. })
            && self.capital(at + 2);
        let digits = self
            .word(at)
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_digit);
        if (digits || of_month)
            && let Some(end) = self.day_first(at)
        {
            if the {
                self.widen(first, from);
            }
            return Some(end);
        }
        match self.term(at + 1) {
            // The first week of February is in February.
            Term::Unit(Unit::Week | Unit::Weekend)
                if the
                    && self.is(at + 2, Glue::Of)
                    && matches!(self.term(at + 3), Term::Month { .. }) =>
            {
                let end = self.month_first(at + 3, at + 3)?;
                self.widen(first, from);
                Some(end)
            }
            Term::Units(_) | Term::Digits { .. } | Term::Cardinal(_) | Term::Vague(_)
                if from < at && matches!(number, 1) =>
            {
                self.shifted_length(from, at + 1, None)
            }
            Term::Unit(Unit::Day)
                if the && number <= 31 && !self.is(at + 2, Glue::Of)
                    || matches!(self.term(at + 1), Term::Unit(Unit::Day))
                        && the
                        && self.of_event(at + 2) =>
            {
                Some(self.keep_date(from, at + 2, Sense::NthDay(number)))
            }
            _ if the
                && self
                    .word(at)
                    .as_bytes()
                    .first()
                    .is_some_and(u8::is_ascii_digit)
                && number <= 31
                && matches!(
                    self.term(at + 1),
                    Term::Mark(_)
                        | Term::Edge
                        | Term::Glue(_)
                        | Term::Other
                        | Term::Was
                        | Term::But
                        | Term::Will
                )
                && !self.capital(at + 1)
                && matches!(
                    self.before(from),
                    Term::Glue(Glue::On | Glue::By | Glue::Until)
                ) =>
            {
                Some(self.keep_date(from, at + 1, Sense::DayOfMonth(number)))
            }
            _ => None,
        }
    }

    /// `the second Saturday of July 2026`, `the first Monday in May`, `the last Friday of next month`: `at` is the weekday.
    pub(super) fn weekday_of_month(&mut self, from: usize, at: usize, nth: i32) -> Option<usize> {
        let Term::Weekday { number, .. } = self.term(at) else {
            return None;
        };
        let next = at + 2;
        if !self.capital(at)
            || !(self.is(at + 1, Glue::Of) || self.is(at + 1, Glue::In))
            || !(-1..=5).contains(&nth)
        {
            return None;
        }
        // "the first Tuesday of every month" is a set of days.
        let month = self.term(next + 1) == Term::Unit(Unit::Month);
        if month && (self.is(next, Glue::Each) || self.is(next, Glue::The)) {
            return Some(self.keep_fixed(from, next + 2, TimexType::Set, Self::set_day(number)));
        }
        let first = self.found.len();
        let end = match self.term(next) {
            Term::Month { .. } => self.month_first(next, next),
            Term::Shift(_) => self.shift(next, next),
            _ => None,
        }?;
        let whole_month = |sense: &Sense| {
            matches!(
                sense,
                Sense::Month { .. }
                    | Sense::ShiftedMonth { .. }
                    | Sense::Unit {
                        unit: Unit::Month,
                        ..
                    }
            )
        };
        if self.found.len() == first + 1
            && let Some(found) = self.found.get_mut(first)
            && whole_month(&found.sense)
        {
            let month = Box::new(found.sense.clone());
            found.sense = Sense::WeekdayOf { nth, number, month };
            found.from = from;
            return Some(end);
        }
        self.found.truncate(first);
        None
    }

    /// "of the conference" after "the second day", but not "of spring".
    fn of_event(&self, at: usize) -> bool {
        self.is(at, Glue::Of) && !matches!(self.term(at + 1), Term::Season(_) | Term::Month { .. })
    }
}
