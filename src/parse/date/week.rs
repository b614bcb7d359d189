//! Weekdays, alone and with what stands around them: `Monday`, `last Friday`, `Thursday, May 7, 2015`, `10 p.m.
//! Wednesday`, `Monday and Tuesday nights`.

use super::holiday::GOOD_FRIDAY;
use super::lexicon::{Glue, Shift, Term};
use super::reader::Reader;
use super::sense::{DayTime, Found, Sense, Year};
use crate::article::TimexType;

const SET_DAYS: [&str; 7] = [
    "XXXX-WXX-1",
    "XXXX-WXX-2",
    "XXXX-WXX-3",
    "XXXX-WXX-4",
    "XXXX-WXX-5",
    "XXXX-WXX-6",
    "XXXX-WXX-7",
];

impl Reader<'_> {
    /// A weekday; `from` is where the words begin (`this coming Sunday`).
    pub(super) fn weekday(&mut self, from: usize, at: usize) -> Option<usize> {
        self.weekday_shifted(from, at, None)
    }

    pub(super) fn weekday_shifted(
        &mut self,
        from: usize,
        at: usize,
        shift: Option<Shift>,
    ) -> Option<usize> {
        let Term::Weekday { number, short } = self.term(at) else {
            return None;
        };
        if !self.capital(at) {
            return None;
        }
        // Days with names of their own, which are no day of this week: Super Tuesday.
        let named = [
            "super", "black", "bloody", "cyber", "ash", "fat", "shrove", "maundy", "holy", "palm",
            "whit",
        ];
        if number == 5 && self.capital(at.wrapping_sub(1)) && self.says(at - 1, "good") {
            let sense = Sense::Holiday {
                number: GOOD_FRIDAY,
                year: Year::Open,
            };
            return Some(self.keep_date(at - 1, at + 1, sense));
        }
        // A paper: "the Sunday Herald said".
        if number == 7
            && self.is(at.wrapping_sub(1), Glue::The)
            && self.capital(at + 1)
            && self.term(at + 1) == Term::Other
        {
            return None;
        }
        if self.capital(at.wrapping_sub(1)) && named.iter().any(|name| self.says(at - 1, name)) {
            return None;
        }
        let mut next = at + 1;
        let mut dotted = false;
        if short {
            dotted = self.mark(next, b'.') && self.joined(next);
            next += usize::from(dotted);
            let dated = matches!(
                self.term(next + usize::from(self.mark(next, b','))),
                Term::Month { .. } | Term::Digits { .. }
            );
            let named = !dotted && self.before(at) == Term::Other && self.capital(at - 1);
            if !dated && (!dotted || matches!(number, 6 | 7)) || named {
                return None;
            }
        }
        let plural = !short && self.word(at).ends_with('s');
        // Thursday, May 7, 2015; Friday Oct. 13; Saturday 25 April.
        let mut date = next + usize::from(self.mark(next, b','));
        if self.term(date) == Term::Mark(b'(') {
            date = next;
        }
        let the =
            usize::from(matches!(self.term(date + 1), Term::Ordinal(_)) && self.says(date, "the"));
        let first = self.found.len();
        let dated = match self.term(date + the) {
            Term::Month { .. } => self.month_first(date, date),
            Term::Digits { .. } | Term::Ordinal(_) => self.day_first(date + the),
            _ => None,
        };
        if let Some(end) = dated {
            if matches!(
                self.found.get(first),
                Some(Found {
                    sense: Sense::Day { .. },
                    ..
                })
            ) {
                self.widen(first, from);
                return Some(end);
            }
            self.found.truncate(first);
        }
        // Thursday the 9th.
        if let Term::Ordinal(day @ 1..=31) = self.term(date + the)
            && the == 1
            && self
                .word(date + 1)
                .starts_with(|c: char| c.is_ascii_digit())
        {
            return Some(self.keep_date(from, date + 2, Sense::DayOfMonth(day)));
        }
        if dotted && short {
            return None;
        }
        if plural || self.term(next) == Term::Part("NI") && self.word(next).ends_with('s') {
            return Some(self.weekday_set(from, at, next, number));
        }
        let sense = Sense::Weekday { number, shift };
        if let Term::Part(part) = self.term(next) {
            let to = next + 1;
            return Some(self.keep_timed(
                from,
                to,
                TimexType::Date,
                sense,
                Some(DayTime::Part(part)),
                None,
            ));
        }
        if self.term(next) == Term::Noon(12) {
            return self.add_time_to(from, at, sense);
        }
        let end = self.keep_date(from, next, sense);
        let end = self.add_time(first, end)?;
        Some(end)
    }

    /// `Mondays`, `Monday nights`.
    fn weekday_set(&mut self, from: usize, _at: usize, next: usize, number: u32) -> usize {
        let day = SET_DAYS[(number as usize + 6) % 7];
        if let Term::Part(part) = self.term(next) {
            return self.keep_fixed(from, next + 1, TimexType::Set, format!("{day}T{part}"));
        }
        self.keep_fixed(from, next, TimexType::Set, day)
    }

    fn add_time_to(&mut self, from: usize, at: usize, sense: Sense) -> Option<usize> {
        let first = self.found.len();
        let end = self.keep_date(from, at + 1, sense);
        self.add_time(first, end)
    }

    /// The value of a weekday in a set: Monday is 1.
    pub(super) fn set_day(number: u32) -> &'static str {
        SET_DAYS[(number as usize + 6) % 7]
    }

    /// `the week of March 6`.
    pub(super) fn week_of(&mut self, from: usize, at: usize) -> Option<usize> {
        let first = self.found.len();
        let end = self.date(at)?;
        match self.found.get(first).map(|found| found.sense.clone()) {
            Some(Sense::Day { year, month, day }) => {
                self.found.truncate(first + 1);
                self.found[first].sense = Sense::WeekOf { year, month, day };
                self.widen(first, from);
                Some(end)
            }
            _ => {
                self.found.truncate(first);
                None
            }
        }
    }
}
