//! Expressions that point from another date: `last week`, `this year`, `the next day`, `the following month`,
//! `yesterday`, `the second day`, `the end of the year`.

use super::lexicon::{Glue, Limit, Shift, Term, Unit};
use super::reader::Reader;
use super::sense::{DayTime, Sense, Year};
use crate::article::TimexType;

impl Reader<'_> {
    /// `yesterday`, `today`, `tonight`, `tomorrow morning`.
    pub(super) fn deictic(&mut self, from: usize, at: usize) -> Option<usize> {
        match self.term(at) {
            Term::Tonight => Some(self.keep_timed(
                from,
                at + 1,
                TimexType::Time,
                Sense::Deictic(0),
                Some(DayTime::Part("NI")),
                None,
            )),
            Term::Deictic(days) => {
                // USA Today, Yesterday (a song): a name goes on with a capital before it.
                if self.capital(at)
                    && !self.opens_sentence(at)
                    && self.capital(at - 1)
                    && self.before(at) == Term::Other
                    && self.joined(at)
                {
                    return None;
                }
                let first = self.found.len();
                let end = self.keep_date(from, at + 1, Sense::Deictic(days));
                self.add_time(first, end)
            }
            _ => None,
        }
    }

    /// Words after `the` (or `its`, `his`).
    pub(super) fn after_the(&mut self, at: usize) -> Option<usize> {
        let next = at + 1;
        let the = self.is(at, Glue::The);
        match self.term(next) {
            Term::Limit(_) if the => self.limit(at, next),
            Term::Shift(_) => self.shift(at, next),
            Term::Ordinal(_) => self.ordinal(at, next),
            Term::Tens(_) if the => self.decade(at, next),
            Term::Fiscal => self.fiscal(at, next),
            Term::Unit(_) if the => self.the_unit(at),
            Term::Season(_) if the => self.season(at, next),
            Term::Part(_) if the => self.part_from_the(at, next),
            Term::Digits { len: 4, .. } if the => self.the_year(at, next),
            Term::Digits { .. } | Term::Cardinal(_) if the => {
                let end = self.shifted_length(at, next, None);
                // "the five-year plan" keeps its article outside.
                if end.is_some() && self.mark(next + 1, b'-') {
                    let last = self.found.len() - 1;
                    self.found[last].from = next;
                }
                end
            }
            Term::Glue(Glue::Future) => {
                let bare = matches!(
                    self.term(next + 1),
                    Term::Mark(_) | Term::Edge | Term::Glue(_)
                );
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

    fn part_from_the(&mut self, at: usize, next: usize) -> Option<usize> {
        if self.is(next + 1, Glue::Of) {
            self.part_from(at, next).filter(|_| true)
        } else {
            None
        }
        .filter(|_| !matches!(self.found.last(), Some(found) if found.sense == Sense::Clock))
    }

    /// `the 1988 period`, `the 1989 third quarter`.
    fn the_year(&mut self, from: usize, at: usize) -> Option<usize> {
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
            return Some(self.keep_date(from, at + 2, Sense::Year(year)));
        }
        None
    }

    /// A reported quarter whose year is said.
    fn report_year(&mut self, year: i32) {
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
                if self.is(end, Glue::Ended) {
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
            Unit::Week if self.is(end, Glue::Of) => self.week_of(at, end + 1),
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
    fn day_beside(&mut self, from: usize, at: usize, way: i64) -> Option<usize> {
        match self.term(at) {
            Term::Deictic(days) if days == way => {
                Some(self.keep_date(from, at + 1, Sense::Deictic(2 * way)))
            }
            Term::Mark(b'.' | b',' | b';' | b'\n' | b')') | Term::Edge => {
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
            _ => None,
        }
    }

    /// `this`, `last`, `next`, `the past`, `recent` and what they point at.
    pub(super) fn shift(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Shift(mut shift) = self.term(at) else {
            return None;
        };
        let the = from < at && self.is(from, Glue::The);
        let mut next = at + 1;
        // This past spring, this coming Sunday, that same day.
        match (shift, self.term(next)) {
            (Shift::This, Term::Shift(Shift::Past)) => {
                shift = Shift::Past;
                next += 1;
            }
            (Shift::This, Term::Shift(Shift::Next)) => {
                shift = Shift::Next;
                next += 1;
            }
            (Shift::That, Term::Shift(Shift::Same)) => next += 1,
            _ => {}
        }
        if self.mark(next, b'-') {
            return None;
        }
        match self.term(next) {
            Term::Unit(_) => self.shifted_unit(from, next, shift, the),
            Term::Units(_) | Term::Digits { .. } | Term::Cardinal(_) | Term::Vague(_)
                if matches!(
                    shift,
                    Shift::Last
                        | Shift::Past
                        | Shift::Next
                        | Shift::Following
                        | Shift::Previous
                        | Shift::Recent
                        | Shift::Latest
                ) =>
            {
                if matches!(shift, Shift::Last | Shift::Previous)
                    && matches!(self.term(next), Term::Units(_))
                    && !the
                {
                    return None;
                }
                if shift == Shift::Past && matches!(self.term(next), Term::Units(_)) && !the {
                    return Some(self.keep_fixed(from, next + 1, TimexType::Date, "PAST_REF"));
                }
                self.shifted_length(from, next, Some(shift))
            }
            Term::Weekday { .. }
                if !matches!(shift, Shift::Recent | Shift::Current | Shift::Latest) =>
            {
                self.weekday_shifted(from, next, Some(shift))
            }
            Term::Month { number: month, .. } if self.capital(next) => {
                if !matches!(shift, Shift::Last | Shift::Past | Shift::Next | Shift::This) {
                    return None;
                }
                let after =
                    next + 1 + usize::from(self.mark(next + 1, b'.') && self.joined(next + 1));
                if matches!(self.term(after), Term::Digits { len: 1..=2, .. }) {
                    return None;
                }
                if self.year_number(after).is_some() {
                    return self.month_first(next, next);
                }
                Some(self.keep_date(from, next + 1, Sense::ShiftedMonth { shift, month }))
            }
            Term::Season(name) => {
                let year = match shift {
                    Shift::Last | Shift::Past => Year::From(-1),
                    Shift::Next => Year::From(1),
                    Shift::This | Shift::Current => Year::From(0),
                    _ => return None,
                };
                Some(self.keep_date(from, next + 1, Sense::Season { name, year }))
            }
            Term::Part(part) => {
                let days = match shift {
                    Shift::This => 0,
                    Shift::Last => -1,
                    _ if shift == Shift::Next && the => {
                        return Some(self.keep_timed(
                            from,
                            next + 1,
                            TimexType::Time,
                            Sense::Unit {
                                unit: Unit::Day,
                                shift: Shift::Following,
                            },
                            Some(DayTime::Part(part)),
                            None,
                        ));
                    }
                    Shift::Following => {
                        return Some(self.keep_timed(
                            from,
                            next + 1,
                            TimexType::Time,
                            Sense::Unit {
                                unit: Unit::Day,
                                shift,
                            },
                            Some(DayTime::Part(part)),
                            None,
                        ));
                    }
                    _ => return None,
                };
                Some(self.keep_timed(
                    from,
                    next + 1,
                    TimexType::Time,
                    Sense::Deictic(days),
                    Some(DayTime::Part(part)),
                    None,
                ))
            }
            Term::Holiday(_) => {
                let year = match shift {
                    Shift::Last => Year::From(-1),
                    Shift::Next => Year::From(1),
                    Shift::This => Year::From(0),
                    _ => return None,
                };
                self.holiday_of(from, next, year)
            }
            Term::Period if matches!(shift, Shift::Latest | Shift::Current) => {
                Some(self.keep_date(
                    from,
                    next + 1,
                    Sense::Reported {
                        back: false,
                        quarter: false,
                    },
                ))
            }
            Term::Fiscal => self.fiscal(from, next).or_else(|| {
                (self.says(next + 1, "year")).then(|| {
                    self.keep_date(
                        from,
                        next + 2,
                        Sense::Unit {
                            unit: Unit::Year,
                            shift,
                        },
                    )
                })
            }),
            Term::Shift(Shift::Current) if shift == Shift::This => None,
            _ if shift == Shift::Past && the && !matches!(self.term(next), Term::Other) => {
                Some(self.keep_fixed(from, next, TimexType::Date, "PAST_REF"))
            }
            _ => None,
        }
    }

    fn shifted_unit(&mut self, from: usize, at: usize, shift: Shift, the: bool) -> Option<usize> {
        let unit = self.unit(at)?;
        let end = at + 1;
        if unit < Unit::Day {
            return None;
        }
        // This year's third quarter.
        if unit == Unit::Year && (self.mark(end, b'\'') && self.says(end + 1, "s")) {
            let quarter = end + 2;
            let year = match shift {
                Shift::This => Year::From(0),
                Shift::Last => Year::From(-1),
                Shift::Next => Year::From(1),
                _ => Year::Open,
            };
            if let Term::Ordinal(number @ 1..=4) = self.term(quarter)
                && self.unit(quarter + 1) == Some(Unit::Quarter)
                && year != Year::Open
            {
                return Some(self.keep_date(from, quarter + 2, Sense::Quarter { number, year }));
            }
            if self.term(quarter) == Term::Unit(Unit::Quarter) && shift == Shift::Last {
                return Some(self.keep_date(
                    from,
                    quarter + 1,
                    Sense::Reported {
                        back: true,
                        quarter: true,
                    },
                ));
            }
        }
        match (shift, unit) {
            (_, Unit::Weekend) => Some(self.keep_date(from, end, Sense::Weekend(shift))),
            (Shift::Past, _) | (Shift::Last, Unit::Decade | Unit::Century)
                if the || shift == Shift::Past =>
            {
                let value = super::length::length(super::number::Count::Some(1.0), unit);
                let end = if self.says(end, "or") && self.is(end + 1, Glue::So) {
                    end + 2
                } else {
                    end
                };
                if from == at - 1
                    && shift == Shift::Past
                    && !the
                    && self.before(from) == Term::Other
                {
                    return None;
                }
                Some(self.keep_fixed(from, end, TimexType::Duration, value))
            }
            (Shift::Recent, _) => None,
            (Shift::Latest, Unit::Quarter) => Some(self.keep_date(
                from,
                end,
                Sense::Reported {
                    back: false,
                    quarter: true,
                },
            )),
            (Shift::Last | Shift::Previous, Unit::Day) if the && shift == Shift::Last => None,
            (Shift::Next, _) if the && unit != Unit::Quarter => {
                if unit == Unit::Day || self.narrates(end) {
                    return Some(self.keep_date(
                        from,
                        end,
                        Sense::Unit {
                            unit,
                            shift: Shift::Following,
                        },
                    ));
                }
                Some(self.keep_date(from, end, Sense::Unit { unit, shift }))
            }
            (
                Shift::This
                | Shift::Current
                | Shift::Same
                | Shift::That
                | Shift::Following
                | Shift::Previous
                | Shift::Latest,
                Unit::Day,
            ) if shift == Shift::This => None,
            (Shift::Current, Unit::Day | Unit::Week | Unit::Month) if !the => None,
            _ => Some(self.keep_date(from, end, Sense::Unit { unit, shift })),
        }
    }

    /// "the next year" in a story follows the story's own year.
    fn narrates(&self, end: usize) -> bool {
        !matches!(self.term(end), Term::Other | Term::Glue(Glue::Or))
    }

    /// `the year two thousand`, `the year 2000`.
    fn spelled_year(&mut self, from: usize, at: usize) -> Option<usize> {
        if let Some(year) = self.year_number(at) {
            return Some(self.keep_date(from, at + 1, Sense::Year(year)));
        }
        let (number, end) = self.number(at)?;
        #[allow(clippy::cast_possible_truncation)] // below 2200
        ((1000.0..2200.0).contains(&number) && number.fract() == 0.0)
            .then(|| self.keep_date(from, end, Sense::Year(number as i32)))
    }

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
                self.found[first].from = from;
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

    /// Seasons: `the summer of 1994`, `summer 2006`, `this fall`, `the spring`.
    pub(super) fn season(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Season(name) = self.term(at) else {
            return None;
        };
        let fall = self.says(at, "fall");
        let next =
            at + 1 + usize::from(self.is(at + 1, Glue::Of)) + usize::from(self.mark(at + 1, b','));
        if let Some(year) = self.year_number(next) {
            // "the winter of 1941-42" has two years and is named by the first.
            let mut end = next + 1;
            if self.mark(end, b'-')
                && self.joined(end + 1)
                && matches!(self.term(end + 1), Term::Digits { len: 2 | 4, .. })
            {
                end += 2;
            }
            return Some(self.keep_date(
                from,
                end,
                Sense::Season {
                    name,
                    year: Year::Is(year),
                },
            ));
        }
        if self.is(at + 1, Glue::Of)
            && let Term::Shift(Shift::That | Shift::Same) = self.term(at + 2)
            && self.says(at + 3, "year")
        {
            return Some(self.keep_date(
                from,
                at + 4,
                Sense::Season {
                    name,
                    year: Year::That,
                },
            ));
        }
        if fall || self.says(at, "winters") || self.capital(at) && !self.opens_sentence(at) {
            return None;
        }
        let prepared = from < at && !matches!(self.term(at + 1), Term::Glue(Glue::Of))
            || matches!(
                self.before(from),
                Term::Glue(
                    Glue::In | Glue::By | Glue::Since | Glue::Until | Glue::Through | Glue::During
                ) | Term::Limit(_)
            );
        let followed = matches!(self.term(at + 1), Term::Other) && !self.is(at + 1, Glue::Of);
        if !prepared && !(followed && !self.capital(at)) {
            return None;
        }
        if from < at && followed {
            return Some(self.keep_date(
                at,
                at + 1,
                Sense::Season {
                    name,
                    year: Year::Open,
                },
            ));
        }
        Some(self.keep_date(
            from,
            at + 1,
            Sense::Season {
                name,
                year: Year::Open,
            },
        ))
    }

    /// Words that say only now, lately, in the past.
    pub(super) fn vague_reference(&mut self, at: usize) -> Option<usize> {
        if self.term(at) == Term::Recently {
            let more = at > 0 && self.says(at - 1, "more");
            return Some(self.keep_fixed(
                at - usize::from(more),
                at + 1,
                TimexType::Date,
                "PAST_REF",
            ));
        }
        // "Now, now", and a magazine's or a group's Now.
        if self.capital(at) && !self.opens_sentence(at) {
            return None;
        }
        Some(self.keep_fixed(at, at + 1, TimexType::Date, "PRESENT_REF"))
    }

    /// Limits before a reader knows them as such: used by the period matcher.
    pub(super) fn is_limit(&self, at: usize, limit: Limit) -> bool {
        self.term(at) == Term::Limit(limit)
    }
}
