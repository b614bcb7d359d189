//! What comes again and again: `every Monday`, `each year`, `daily`, `per month`; and holidays.

use super::holiday::EASTER_MONDAY;
use super::lexicon::{Glue, Term, Unit};
use super::number::{Count, length};
use super::reader::Reader;
use super::sense::{Sense, Year};
use crate::article::TimexType;

impl Reader<'_> {
    /// `each July`, `every two weeks`, `every other day`, `every Monday night`, `each of the past three years`.
    pub(super) fn each(&mut self, at: usize) -> Option<usize> {
        let other = self.says(at + 1, "other");
        let next = at + 1 + usize::from(other);
        match self.term(next) {
            Term::Unit(unit) if unit >= Unit::Minute => {
                let count = Count::Some(if other { 2.0 } else { 1.0 });
                Some(self.keep_fixed(at, next + 1, TimexType::Set, length(count, unit)))
            }
            Term::Weekday { number, .. } if self.capital(next) => {
                let day = Self::set_day(number);
                if let Term::Part(part) = self.term(next + 1) {
                    return Some(self.keep_fixed(
                        at,
                        next + 2,
                        TimexType::Set,
                        format!("{day}T{part}"),
                    ));
                }
                Some(self.keep_fixed(at, next + 1, TimexType::Set, day))
            }
            Term::Month { number, .. } if self.capital(next) => {
                Some(self.keep_fixed(at, next + 1, TimexType::Set, format!("XXXX-{number:02}")))
            }
            Term::Season(name) => {
                Some(self.keep_fixed(at, next + 1, TimexType::Set, format!("XXXX-{name}")))
            }
            Term::Part(part) => {
                Some(self.keep_fixed(at, next + 1, TimexType::Set, format!("XXXX-XX-XXT{part}")))
            }
            Term::Cardinal(_) | Term::Digits { .. } | Term::Vague(0) => {
                let (count, unit_at) = self.count(next)?;
                let unit = self.unit(unit_at)?;
                Some(self.keep_fixed(at, unit_at + 1, TimexType::Set, length(count, unit)))
            }
            Term::Half if self.unit(next + 1) == Some(Unit::Hour) => {
                Some(self.keep_fixed(at, next + 2, TimexType::Set, "PT30M"))
            }
            Term::Ordinal(2) if self.unit(next + 1).is_some() => {
                let unit = self.unit(next + 1)?;
                Some(self.keep_fixed(at, next + 2, TimexType::Set, length(Count::Some(2.0), unit)))
            }
            Term::Shift(_) | Term::Fiscal => None,
            Term::Glue(Glue::Of) if self.is(next + 1, Glue::The) => {
                let first = self.found.len();
                let end = self.shift(next + 1, next + 2)?;
                if let Some(found) = self.found.get_mut(first)
                    && found.kind == TimexType::Duration
                {
                    found.from = at;
                }
                Some(end)
            }
            _ => None,
        }
    }

    /// `per day`.
    pub(super) fn per(&mut self, at: usize) -> Option<usize> {
        match self.term(at + 1) {
            Term::Unit(unit) if unit >= Unit::Hour => {
                Some(self.keep_fixed(at, at + 2, TimexType::Set, length(Count::Some(1.0), unit)))
            }
            _ => None,
        }
    }

    /// `daily`, `annually`; not in a name (the Daily Mail) and not `annual rate`.
    pub(super) fn often(&mut self, at: usize) -> Option<usize> {
        let Term::Often(unit) = self.term(at) else {
            return None;
        };
        if self.capital(at) && !self.opens_sentence(at) {
            return None;
        }
        if matches!(unit, Unit::Quarter)
            || self.says(at, "annual") && matches!(self.before(at), Term::Other)
        {
            return None;
        }
        if matches!(self.before(at), Term::Mark(b'-')) && self.joined(at)
            || self.says(at.wrapping_sub(1), "average")
        {
            return None;
        }
        Some(self.keep_fixed(at, at + 1, TimexType::Set, length(Count::Some(1.0), unit)))
    }

    /// `Election Day`, `Valentine's Day`, with or without a year.
    pub(super) fn feast(&mut self, at: usize, number: u32) -> Option<usize> {
        let own = self.mark(at + 1, b'\'') && self.says(at + 2, "s");
        let day = at + 1 + 2 * usize::from(own);
        (self.capital(at) && self.capital(day) && self.says(day, "day"))
            .then(|| self.keep_feast(at, day + 1, number))
    }

    /// `New Year's Day`, `New Year's Eve`.
    pub(super) fn new_year(&mut self, at: usize) -> Option<usize> {
        let named = self.capital(at) && self.capital(at + 1) && self.says(at + 1, "year");
        if !named || !self.mark(at + 2, b'\'') || !self.says(at + 3, "s") {
            return None;
        }
        let number = match self.term(at + 4) {
            Term::Unit(Unit::Day) => 22,
            Term::Limit(super::lexicon::Limit::Eve) => 23,
            _ => return None,
        };
        Some(self.keep_feast(at, at + 5, number))
    }

    fn keep_feast(&mut self, at: usize, end: usize, number: u32) -> usize {
        let year_at = end + usize::from(self.mark(end, b','));
        match self.year_number(year_at) {
            Some(year) => self.keep_date(
                at,
                year_at + 1,
                Sense::Holiday {
                    number,
                    year: Year::Is(year),
                },
            ),
            None => self.keep_date(
                at,
                end,
                Sense::Holiday {
                    number,
                    year: Year::Open,
                },
            ),
        }
    }

    pub(super) fn holiday(&mut self, from: usize, at: usize) -> Option<usize> {
        let end = self.holiday_end(at);
        if let Some(year) = self.year_number(end) {
            return self.holiday_of_until(from, at, end + 1, Year::Is(year));
        }
        self.holiday_of(from, at, Year::Open)
    }

    /// Christmas Day and Easter Sunday are one holiday with their day; Christmas shopping is none.
    fn holiday_end(&self, at: usize) -> usize {
        if self.says(at + 1, "day") || matches!(self.term(at + 1), Term::Weekday { number: 7, .. })
        {
            at + 2
        } else {
            at + 1
        }
    }

    pub(super) fn holiday_of(&mut self, from: usize, at: usize, year: Year) -> Option<usize> {
        let end = self.holiday_end(at);
        self.holiday_of_until(from, at, end, year)
    }

    fn holiday_of_until(
        &mut self,
        from: usize,
        at: usize,
        end: usize,
        year: Year,
    ) -> Option<usize> {
        let Term::Holiday(number) = self.term(at) else {
            return None;
        };
        if !self.capital(at) {
            return None;
        }
        let (number, end) =
            if number == 1 && self.term(end) == Term::Limit(super::lexicon::Limit::Eve) {
                (10, end + 1)
            } else {
                (number, end)
            };
        // Good Friday and Easter Monday go with Easter.
        let (number, end) =
            if number == 3 && matches!(self.term(end), Term::Weekday { number: 1, .. }) {
                (EASTER_MONDAY, end + 1)
            } else {
                (number, end)
            };
        let named_day = end > at + 1;
        let prepared = matches!(
            self.before(from),
            Term::Glue(
                Glue::On
                    | Glue::By
                    | Glue::Before
                    | Glue::After
                    | Glue::Until
                    | Glue::Since
                    | Glue::At
            )
        );
        // "after Christmas sales", but "since Christmas it has rained"
        let noun = self.term(end) == Term::Other && !self.is_subject(end);
        if !named_day && (!prepared && from == at || noun) {
            return None;
        }
        Some(self.keep_date(from, end, Sense::Holiday { number, year }))
    }
}
