//! Expressions that begin with an ordinal: `the second day`, `the 20th`, `the first nine months`, `25th of August`.

use super::lexicon::{Glue, Term, Unit};
use super::reader::Reader;
use super::sense::Sense;

impl Reader<'_> {
    /// `the second day`, `the 20th`, `the first nine months`, `the third quarter`, `the 25th of August`.
    pub(super) fn ordinal(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Ordinal(number) = self.term(at) else {
            return None;
        };
        if let Some(end) = self.period(from, at, number) {
            return Some(end);
        }
        let the = from < at && self.is(from, Glue::The);
        let first = self.found.len();
        if self
            .word(at)
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_digit)
            && let Some(end) = self.day_first(at)
        {
            if the {
                self.widen(first, from);
            }
            return Some(end);
        }
        match self.term(at + 1) {
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
                    Term::Mark(_) | Term::Edge | Term::Glue(_) | Term::Other
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

    /// "of the conference" after "the second day", but not "of spring".
    fn of_event(&self, at: usize) -> bool {
        self.is(at, Glue::Of) && !matches!(self.term(at + 1), Term::Season(_) | Term::Month { .. })
    }
}
