//! Dates in digits: `2025-09-30`, `9/30/2025`, `30.09.2025`.
//!
//! Which of two numbers is the month is left open here where both could be: the text's other dates settle it later.

use super::lexicon::Term;
use super::reader::Reader;
use super::sense::{Sense, Year};
use super::year::century_of;

impl Reader<'_> {
    /// `2025-09-30`, `9/30/2025`, `30.09.25`.
    pub(super) fn numeric(&mut self, at: usize) -> Option<usize> {
        let Term::Digits {
            value: first,
            len: first_len,
        } = self.term(at)
        else {
            return None;
        };
        let separator = match self.term(at + 1) {
            Term::Mark(mark @ (b'-' | b'/' | b'.')) if self.tight(at + 1, mark) => mark,
            _ => return None,
        };
        let Term::Digits {
            value: second,
            len: 1..=2,
        } = self.term(at + 2)
        else {
            return None;
        };
        if !self.tight(at + 3, separator) {
            return None;
        }
        let Term::Digits {
            value: third,
            len: third_len,
        } = self.term(at + 4)
        else {
            return None;
        };
        if self.tight(at + 5, separator) && matches!(self.term(at + 6), Term::Digits { .. }) {
            return None;
        }
        let year = |value: u32| i32::try_from(value).ok();
        if first_len == 4 && third_len == 2 {
            let end = self.keep_date(
                at,
                at + 5,
                Sense::Day {
                    year: Year::Is(year(first)?),
                    month: second,
                    day: third,
                },
            );
            let found = self.found.len() - 1;
            return self.add_time(found, end);
        }
        if first_len > 2 || separator == b'-' && third_len != 4 {
            return None;
        }
        let third = match third_len {
            4 => year(third)?,
            2 if separator != b'.' || first_len == 2 => century_of(third),
            _ => return None,
        };
        let (low, high) = (first.min(second), first.max(second));
        if low == 0 || low > 12 || high > 31 || !(1000..=2199).contains(&third) {
            return None;
        }
        // Stops are written between day, month and year only.
        let sense = if separator == b'.' && second <= 12 {
            Sense::Day {
                year: Year::Is(third),
                month: second,
                day: first,
            }
        } else {
            Sense::Numeric(first, second, third)
        };
        Some(self.keep_date(at, at + 5, sense))
    }
}
