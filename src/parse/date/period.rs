//! The periods of reports: quarters, halves, fiscal years, `the year-ago quarter`, `year-end`; and centuries, since
//! they too begin with an ordinal.

use super::lexicon::{Glue, Limit, Term, Unit};
use super::reader::Reader;
use super::report::PERIOD;
use super::sense::{Sense, Year};
use crate::article::TimexType;

impl Reader<'_> {
    /// `third quarter`, `third-quarter`, `second half of 1990`, `20th century`; `at` is the ordinal.
    pub(super) fn period(&mut self, from: usize, at: usize, number: u32) -> Option<usize> {
        let hyphen = usize::from(self.tight(at + 1, b'-'));
        let unit_at = at + 1 + hyphen;
        if let Term::Unit(unit) | Term::Units(unit) = self.term(unit_at) {
            match unit {
                Unit::Quarter if number <= 4 => {
                    if self.says(unit_at + 1, "century")
                        || self.mark(unit_at + 1, b'-') && self.says(unit_at + 2, "final")
                    {
                        return None;
                    }
                    let from = if hyphen == 1 && from < at { at } else { from };
                    let (year, end) = self.period_year(unit_at + 1);
                    return Some(self.keep_date(from, end, Sense::Quarter { number, year }));
                }
                Unit::Century if (2..=30).contains(&number) => {
                    let from = if hyphen == 1 && from < at { at } else { from };
                    return Some(self.keep_fixed(
                        from,
                        unit_at + 1,
                        TimexType::Date,
                        format!("{:02}", number - 1),
                    ));
                }
                _ => {}
            }
        }
        if self.term(at + 1) == Term::Half && hyphen == 0 && number <= 2 {
            return self.period_half(from, at + 1, number);
        }
        None
    }

    /// `first half of 1990`, `second half of the 1980s`, `last half of the year`; `at` is the word half.
    pub(super) fn period_half(&mut self, from: usize, at: usize, number: u32) -> Option<usize> {
        let of = self.is(at + 1, Glue::Of);
        let (year, end) = self.period_year(at + 1);
        if year != Year::Open {
            return Some(self.keep_date(from, end, Sense::Half { number, year }));
        }
        if of && self.decade_next(at + 2) {
            let first = self.found.len();
            let end = self.date(at + 2)?;
            self.widen(first, from);
            return Some(end);
        }
        let unit = at + 1 + 2 * usize::from(of && self.is(at + 2, Glue::The));
        (self.term(unit) == Term::Unit(Unit::Year)).then(|| {
            self.keep_date(
                from,
                unit + 1,
                Sense::Half {
                    number,
                    year: Year::From(0),
                },
            )
        })
    }

    /// `the same period last year`, `the corresponding quarter of 1990`: `at` is the period.
    pub(super) fn same_period(&mut self, from: usize, at: usize) -> Option<usize> {
        let number = match self.term(at) {
            Term::Period => PERIOD,
            Term::Unit(Unit::Quarter) => 0,
            _ => return None,
        };
        let (year, end) = self.period_year(at + 1);
        if year != Year::Open {
            return Some(self.keep_date(from, end, Sense::Quarter { number, year }));
        }
        let year_ago = self.is(at + 1, Glue::A)
            && self.says(at + 2, "year")
            && (self.is(at + 3, Glue::Ago) || self.term(at + 3) == Term::Compare(-1));
        year_ago.then(|| {
            self.keep_date(
                from,
                at + 4,
                Sense::Reported {
                    back: true,
                    quarter: number == 0,
                },
            )
        })
    }

    fn decade_next(&self, at: usize) -> bool {
        let next = at + usize::from(self.is(at, Glue::The));
        matches!(self.term(next), Term::Tens(_) | Term::Mark(b'\''))
            || matches!(self.term(next + 1), Term::Tens(_))
            || matches!(self.term(next), Term::Ordinal(_))
                && self.unit(next + 1) == Some(Unit::Century)
    }

    /// `of 1984`, `1990`, `of this year`, `last year` after a quarter or a half.
    pub(super) fn period_year(&self, at: usize) -> (Year, usize) {
        let of = at + usize::from(self.is(at, Glue::Of) || self.is(at, Glue::In));
        if let Some(year) = self.year_number(of) {
            return (Year::Is(year), of + 1);
        }
        if of == at + 1
            && self.term(of) == Term::Fiscal
            && let Some(year) = self.year_number(of + 1)
        {
            return (Year::Is(year), of + 2);
        }
        if let Term::Shift(shift) = self.term(of)
            && self.says(of + 1, "year")
            && !self.mark(of + 2, b'\'')
        {
            use super::lexicon::Shift;
            let year = match shift {
                Shift::Last => Year::From(-1),
                Shift::This => Year::From(0),
                Shift::Next => Year::From(1),
                Shift::That => Year::That,
                _ => return (Year::Open, at),
            };
            return (year, of + 2);
        }
        (Year::Open, at)
    }

    /// `fiscal 1989`, `the fiscal year`, `fiscal year 2025`, `the fiscal first quarter`.
    pub(super) fn fiscal(&mut self, from: usize, at: usize) -> Option<usize> {
        if self.says(at, "financial") && !self.says(at + 1, "year") {
            return None;
        }
        let mut next = at + 1;
        if self.mark(next, b'-') && self.joined(next) {
            next += 1;
        }
        let from = if self.is(from, Glue::Its) { at } else { from };
        if let Term::Ordinal(number) = self.term(next) {
            return self.period(from, next, number);
        }
        if self.says(next, "year") && self.term(next) == Term::Unit(Unit::Year) {
            if let Some(year) = self.year_number(next + 1) {
                return Some(self.keep_date(from, next + 2, Sense::Year(year)));
            }
            if from < at {
                if self.is(next + 1, Glue::Ended) || self.is(next + 1, Glue::Ending) {
                    return Some(self.keep_fixed(from, next + 1, TimexType::Duration, "P1Y"));
                }
                return Some(self.keep_date(
                    from,
                    next + 1,
                    Sense::Unit {
                        unit: Unit::Year,
                        shift: super::lexicon::Shift::Current,
                    },
                ));
            }
            return None;
        }
        let year = self.year_number(next)?;
        Some(self.keep_date(from, next + 1, Sense::Year(year)))
    }

    /// `year-end`, `year's end`, `year-earlier`, `the year-ago quarter`; `at` is the word year.
    pub(super) fn year_compound(&mut self, from: usize, at: usize) -> Option<usize> {
        let mut next = at + 1;
        if self.mark(next, b'\'') && self.says(next + 1, "s") {
            next += 2;
            if !self.is_limit(next, Limit::End) || !self.says(next, "end") {
                return None;
            }
            return Some(self.keep_date(at, next + 1, Sense::YearEnd));
        }
        if self.mark(next, b'-') && self.joined(next) {
            next += 1;
        }
        if self.is_limit(next, Limit::End) && self.says(next, "end") {
            return Some(self.keep_date(from, next + 1, Sense::YearEnd));
        }
        if next == at + 1 {
            return None;
        }
        let back = self.is(next, Glue::Ago) || self.term(next) == Term::Compare(-1);
        if !back {
            return None;
        }
        // The year-ago quarter, the year-earlier period, the year-ago third quarter, the year-earlier nine months.
        let after = next + 1;
        match self.term(after) {
            Term::Unit(Unit::Quarter) => Some(self.keep_date(
                from,
                after + 1,
                Sense::Reported {
                    back: true,
                    quarter: true,
                },
            )),
            Term::Period => Some(self.keep_date(
                from,
                after + 1,
                Sense::Reported {
                    back: true,
                    quarter: false,
                },
            )),
            Term::Ordinal(number @ 1..=4) if self.unit(after + 1) == Some(Unit::Quarter) => {
                Some(self.keep_date(
                    from,
                    after + 2,
                    Sense::Quarter {
                        number,
                        year: Year::From(-1),
                    },
                ))
            }
            Term::Cardinal(_) | Term::Digits { .. } if from < at => {
                self.shifted_length(from, after, None)
            }
            _ => Some(self.keep_date(
                at,
                after,
                Sense::Reported {
                    back: true,
                    quarter: false,
                },
            )),
        }
    }
}
