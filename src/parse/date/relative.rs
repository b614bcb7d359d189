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
                    && self.before(at) == Term::Other
                    && self.capital(at - 1)
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

    /// `this`, `last`, `next`, `the past`, `recent` and what they point at.
    pub(super) fn shift(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Shift(mut shift) = self.term(at) else {
            return None;
        };
        let the = from < at && self.is(from, Glue::The);
        // It should last three years.
        if shift == Shift::Last
            && matches!(
                self.before(at),
                Term::Will | Term::Would | Term::Hope | Term::Glue(Glue::To)
            )
        {
            return None;
        }
        let mut next = at + 1;
        // This past spring, this coming Sunday, that same day.
        match (shift, self.term(next)) {
            (Shift::This, Term::Shift(Shift::Past)) => {
                shift = if matches!(self.term(next + 1), Term::Unit(_)) {
                    Shift::Last
                } else {
                    Shift::Past
                };
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
        if shift == Shift::Same
            && the
            && let Some(end) = self.same_period(from, next)
        {
            return Some(end);
        }
        // The comparable year-ago quarter.
        if self.mark(next + 1, b'-') && self.says(next, "year") && shift == Shift::Same {
            return self.year_compound(from, next);
        }
        match self.term(next) {
            // A programme: "This Week".
            Term::Unit(_)
                if self.capital(next)
                    && self.capital(at)
                    && (!self.opens_sentence(at)
                        || matches!(self.before(at), Term::Mark(b'"'))) =>
            {
                None
            }
            Term::Half if matches!(shift, Shift::Last) && the => self.period_half(from, next, 2),
            // The last quarter of 2024.
            Term::Unit(Unit::Quarter)
                if matches!(shift, Shift::Last) && the && self.is(next + 1, Glue::Of) =>
            {
                let (year, end) = self.period_year(next + 1);
                let number = 4;
                (year != Year::Open)
                    .then(|| self.keep_date(from, end, Sense::Quarter { number, year }))
            }
            // The last week of August is in August.
            Term::Unit(Unit::Week | Unit::Day | Unit::Month)
                if matches!(shift, Shift::Last) && the && self.is(next + 1, Glue::Of) =>
            {
                let first = self.found.len();
                let end = self.date(next + 2)?;
                self.widen(first, from);
                Some(end)
            }
            Term::Unit(_) => self.shifted_unit(from, next, shift, the),
            // "this years festival", an apostrophe short.
            Term::Units(Unit::Year) if shift == Shift::This => {
                self.shifted_unit(from, next, shift, the)
            }
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
            // "Following Monday's debate" speaks of Monday.
            Term::Weekday { .. }
                if shift == Shift::Following && !the && self.opens_sentence(at) =>
            {
                None
            }
            Term::Weekday { .. }
                if matches!(shift, Shift::Last)
                    && the
                    && (self.is(next + 1, Glue::Of) || self.is(next + 1, Glue::In))
                    && matches!(self.term(next + 2), Term::Month { .. } | Term::Shift(_)) =>
            {
                self.weekday_of_month(from, next, -1)
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
            // "this fall of the currency" is no autumn.
            Term::Season("FA") if self.says(next, "fall") && self.is(next + 1, Glue::Of) => None,
            Term::Season(name) => {
                let by = match shift {
                    Shift::Last | Shift::Past => -1,
                    Shift::Next => 1,
                    Shift::This | Shift::Current => 0,
                    _ => return None,
                };
                Some(self.keep_date(from, next + 1, Sense::ShiftedSeason { name, by }))
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
                    // "that evening", "the same afternoon"
                    Shift::Following | Shift::That | Shift::Same => {
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
            _ if shift == Shift::Past
                && the
                && (!matches!(self.term(next), Term::Other)
                    || self.is(from.wrapping_sub(1), Glue::In)) =>
            {
                Some(self.keep_fixed(from, next, TimexType::Date, "PAST_REF"))
            }
            _ => None,
        }
    }

    fn shifted_unit(&mut self, from: usize, at: usize, shift: Shift, the: bool) -> Option<usize> {
        let unit = self.unit(at)?;
        if unit < Unit::Day {
            return None;
        }
        // "the next year or so"
        let end = at + 1 + 2 * usize::from(self.or_so(at + 1));
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
            (Shift::Past, _) | (Shift::Last | Shift::Next, Unit::Decade | Unit::Century)
                if the || shift == Shift::Past =>
            {
                let value = super::number::length(super::number::Count::Some(1.0), unit);
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
            (Shift::Last, Unit::Day) => None,
            (Shift::Next, _) if the && unit != Unit::Quarter => {
                if unit == Unit::Day || self.narrates(at + 1) {
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

    /// Words that say only now, lately, in the past.
    pub(super) fn vague_reference(&mut self, at: usize) -> Option<usize> {
        // "the now-cancelled deal", "most recently last October"; "Now, he says" only opens what is said.
        if self.mark(at + 1, b'-') && self.joined(at + 1)
            || self.says(at.wrapping_sub(1), "most")
            || self.term(at) == Term::Now && self.opens_sentence(at) && self.mark(at + 1, b',')
        {
            return None;
        }
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
