//! Expressions that begin with `the`: `the quarter`, `the end of the year`, `the 1988 period`, `the day before`.

use super::lexicon::{Glue, Shift, Term, Unit};
use super::reader::Reader;
use super::report::PERIOD;
use super::sense::{DayTime, Sense, Year};
use crate::article::TimexType;

impl Reader<'_> {
    /// Words after `the` (or `its`, `his`).
    pub(super) fn after_the(&mut self, at: usize) -> Option<usize> {
        let next = at + 1;
        let the = self.is(at, Glue::The);
        match self.term(next) {
            Term::Limit(_) if the => self.limit(at, next),
            Term::Shift(_) => self.shift(at, next),
            // "its third quarter" keeps whose it is outside.
            Term::Ordinal(number) if !the => self
                .period(next, next, number)
                .or_else(|| self.ordinal(at, next)),
            Term::Ordinal(_) => self.ordinal(at, next),
            Term::Tens(_) if the => self.decade(at, next),
            Term::Fiscal => self.fiscal(at, next),
            Term::Unit(_) if the => self.the_unit(at),
            Term::Season(_) if the => self.season(at, next),
            Term::Part(_) if the => self.part_from_the(at, next),
            Term::Mark(b'\'') if the => {
                let first = self.found.len();
                let end = self.short_year(next)?;
                self.widen(first, at);
                Some(end)
            }
            Term::Digits { len: 4, .. } if the => self.the_year(at, next),
            Term::Digits { .. } | Term::Cardinal(_) if the => {
                // "the five-year plan" keeps its article outside.
                let from = if self.mark(next + 1, b'-') { next } else { at };
                self.shifted_length(from, next, None)
            }
            Term::Glue(Glue::Future) => {
                let bare = matches!(
                    self.before(at),
                    Term::Glue(Glue::In | Glue::Into | Glue::For) | Term::Approx
                ) && !self.is(next + 1, Glue::Of);
                (the && bare).then(|| self.keep_fixed(at, next + 1, TimexType::Date, "FUTURE_REF"))
            }
            _ if the
                && self.says(next, "near")
                && (self.is(next + 1, Glue::Future) || self.says(next + 1, "term")) =>
            {
                Some(self.keep_fixed(at, next + 2, TimexType::Date, "FUTURE_REF"))
            }
            _ if the
                && self.says(next, "very")
                && matches!(self.term(next + 1), Term::Limit(_)) =>
            {
                self.limit(at, next + 1)
            }
            _ if the && self.says(next, "full") && self.says(next + 1, "year") => {
                Some(self.keep_date(
                    at,
                    next + 2,
                    Sense::Unit {
                        unit: Unit::Year,
                        shift: Shift::This,
                    },
                ))
            }
            _ => None,
        }
    }

    pub(super) fn part_from_the(&mut self, at: usize, next: usize) -> Option<usize> {
        // "until the evening before."
        let shift = match self.term(next + 1) {
            Term::Glue(Glue::Before) => Some(Shift::Previous),
            Term::Glue(Glue::After) => Some(Shift::Following),
            _ => None,
        };
        let ends = self.closes(next + 2);
        if let (Some(shift), Term::Part(part)) = (shift.filter(|_| ends), self.term(next)) {
            let unit = Unit::Day;
            let time = Some(DayTime::Part(part));
            let sense = Sense::Unit { unit, shift };
            return Some(self.keep_timed(at, next + 2, TimexType::Time, sense, time, None));
        }
        // "The morning of the vote" names no day; "in the morning" is the morning of the day told of.
        if !self.is(next + 1, Glue::Of) {
            let told = self.is(at.wrapping_sub(1), Glue::In) && !self.says(next, "night");
            return if told { self.part_from(at, next) } else { None };
        }
        let first = self.found.len();
        let end = self.part_from(at, next)?;
        // "The night of the vote" names no day.
        if matches!(self.found.last(), Some(found) if found.sense == Sense::Clock) {
            self.found.truncate(first);
            return None;
        }
        Some(end)
    }

    /// `the 1988 period`, `the 1989 third quarter`.
    pub(super) fn the_year(&mut self, from: usize, at: usize) -> Option<usize> {
        let year = self.year_number(at)?;
        if self.term(at + 1) == Term::Unit(Unit::Quarter) {
            return Some(self.keep_date(
                from,
                at + 2,
                Sense::Reported {
                    back: false,
                    quarter: true,
                },
            ))
            .inspect(|_| self.report_year(year));
        }
        if let Term::Ordinal(number @ 1..=4) = self.term(at + 1)
            && self.unit(at + 2) == Some(Unit::Quarter)
        {
            return Some(self.keep_date(
                from,
                at + 3,
                Sense::Quarter {
                    number,
                    year: Year::Is(year),
                },
            ));
        }
        if self.term(at + 1) == Term::Period {
            let sense = Sense::Quarter {
                number: PERIOD,
                year: Year::Is(year),
            };
            return Some(self.keep_date(from, at + 2, sense));
        }
        None
    }

    /// A reported quarter whose year is said.
    pub(super) fn report_year(&mut self, year: i32) {
        if let Some(found) = self.found.last_mut() {
            found.sense = Sense::Quarter {
                number: 0,
                year: Year::Is(year),
            };
        }
    }

    /// `the year`, `the quarter`, `the weekend`, `the week of March 6`, `the day before`; `at` is the article.
    pub(super) fn the_unit(&mut self, at: usize) -> Option<usize> {
        let next = at + 1;
        let unit = self.unit(next)?;
        let end = next + 1;
        // Player of the Year.
        if self.capital(next) && !self.opens_sentence(at) && !self.capital(at) {
            return None;
        }
        // The year before last.
        if matches!(unit, Unit::Week | Unit::Month | Unit::Year)
            && self.is(end, Glue::Before)
            && self.term(end + 1) == Term::Shift(Shift::Last)
            && !matches!(
                self.term(end + 2),
                Term::Unit(_) | Term::Weekday { .. } | Term::Month { .. }
            )
        {
            let sense = Sense::Away {
                count: 2.0,
                unit,
                back: true,
                from_text: false,
            };
            return Some(self.keep_date(at, end + 2, sense));
        }
        let limited = matches!(self.before(at), Term::Glue(Glue::Of | Glue::In))
            && matches!(
                self.before(at.wrapping_sub(1)),
                Term::Limit(_) | Term::Compare(_)
            );
        match unit {
            Unit::Year => {
                if let Some(end) = self.year_compound(at, next) {
                    return Some(end);
                }
                if self.is(end, Glue::Ended) || self.is(end, Glue::Ending) {
                    return Some(self.keep_fixed(at, end, TimexType::Duration, "P1Y"));
                }
                if matches!(
                    self.term(end),
                    Term::Digits { len: 4, .. } | Term::Cardinal(_)
                ) {
                    return self.spelled_year(at, end);
                }
                if matches!(self.term(end), Term::Glue(Glue::Before | Glue::After)) {
                    let shift = if self.is(end, Glue::Before) {
                        Shift::Previous
                    } else {
                        Shift::Following
                    };
                    return Some(self.keep_date(at, end + 1, Sense::Unit { unit, shift }));
                }
                if self.is(end, Glue::Of) || self.term(end) == Term::Other && self.capital(end) {
                    return None;
                }
                let shift = if limited { Shift::Current } else { Shift::This };
                Some(self.keep_date(at, end, Sense::Unit { unit, shift }))
            }
            Unit::Quarter => {
                let end = if self.is(end, Glue::A)
                    && self.says(end + 1, "year")
                    && self.is(end + 2, Glue::Ago)
                {
                    return Some(self.keep_date(
                        at,
                        end + 3,
                        Sense::Reported {
                            back: true,
                            quarter: true,
                        },
                    ));
                } else {
                    end
                };
                if self.mark(end, b'-')
                    || self.term(end) == Term::Other && self.says(end, "century")
                {
                    return None;
                }
                Some(self.keep_date(
                    at,
                    end,
                    Sense::Reported {
                        back: false,
                        quarter: true,
                    },
                ))
            }
            Unit::Weekend => Some(self.keep_date(at, end, Sense::Weekend(Shift::Last))),
            // "the week after next"
            Unit::Week if self.is(end, Glue::After) && self.says(end + 1, "next") => {
                Some(self.keep_date(
                    at,
                    end + 2,
                    Sense::Away {
                        count: 2.0,
                        unit,
                        back: false,
                        from_text: false,
                    },
                ))
            }
            Unit::Week
                if self.is(end, Glue::Of)
                    || self.says(end, "beginning")
                    || self.says(end, "starting") =>
            {
                self.week_of(at, end + 1)
            }
            // "It had rained the week before."
            Unit::Week | Unit::Month
                if matches!(self.term(end), Term::Glue(Glue::Before | Glue::After))
                    && self.closes(end + 1) =>
            {
                let shift = if self.is(end, Glue::Before) {
                    Shift::Previous
                } else {
                    Shift::Following
                };
                Some(self.keep_date(at, end + 1, Sense::Unit { unit, shift }))
            }
            Unit::Month
                if self.is(end, Glue::Of) && matches!(self.term(end + 1), Term::Month { .. }) =>
            {
                let first = self.found.len();
                let end = self.month_first(end + 1, end + 1)?;
                self.widen(first, at);
                Some(end)
            }
            Unit::Week | Unit::Month if limited => Some(self.keep_date(
                at,
                end,
                Sense::Unit {
                    unit,
                    shift: Shift::Current,
                },
            )),
            Unit::Day => {
                let way = match self.term(end) {
                    Term::Glue(Glue::Before) => -1,
                    Term::Glue(Glue::After) => 1,
                    _ => return None,
                };
                self.day_beside(at, end + 1, way)
            }
            _ => None,
        }
    }

    /// `the day before yesterday`, `the day after the vote`, `the day before.`
    pub(super) fn day_beside(&mut self, from: usize, at: usize, way: i64) -> Option<usize> {
        match self.term(at) {
            Term::Deictic(days) if days == way => {
                Some(self.keep_date(from, at + 1, Sense::Deictic(2 * way)))
            }
            _ if self.closes(at) => {
                let shift = if way < 0 {
                    Shift::Previous
                } else {
                    Shift::Following
                };
                Some(self.keep_date(
                    from,
                    at,
                    Sense::Unit {
                        unit: Unit::Day,
                        shift,
                    },
                ))
            }
            Term::Month { .. } | Term::Digits { .. } | Term::Weekday { .. } => {
                Some(self.keep_date(from, at - 1, Sense::Beside(way)))
            }
            // "the day before last Tuesday"
            Term::Shift(Shift::Last | Shift::Next)
                if matches!(self.term(at + 1), Term::Weekday { .. }) =>
            {
                Some(self.keep_date(from, at - 1, Sense::Beside(way)))
            }
            _ => None,
        }
    }

    /// Whether a clause ends before a cell.
    fn closes(&self, at: usize) -> bool {
        matches!(
            self.term(at),
            Term::Mark(b'.' | b',' | b';' | b'\n' | b')') | Term::Edge
        )
    }

    /// `the year two thousand`, `the year 2000`.
    pub(super) fn spelled_year(&mut self, from: usize, at: usize) -> Option<usize> {
        if let Some(year) = self.year_number(at) {
            return Some(self.keep_date(from, at + 1, Sense::Year(year)));
        }
        let (number, end) = self.number(at)?;
        #[allow(clippy::cast_possible_truncation)] // below 2200
        ((1000.0..2200.0).contains(&number) && number.fract() == 0.0)
            .then(|| self.keep_date(from, end, Sense::Year(number as i32)))
    }
}
