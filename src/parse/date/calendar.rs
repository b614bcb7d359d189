//! Days and months of the calendar: `September 30, 2025`, `25–26 August`, `31 May–1 June 1916`, `June last year`.

use super::lexicon::{Glue, Shift, Term};
use super::reader::Reader;
use super::sense::{Sense, Year};
use super::year::century_of;

impl Reader<'_> {
    /// `September 30, 2025`, `Sept. 25 and 26`, `August 1990`, `June last year`, `March`.
    pub(super) fn month_first(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Month {
            number: month,
            short,
        } = self.term(at)
        else {
            return None;
        };
        let all_capitals = self.word(at).bytes().all(|b| b.is_ascii_uppercase());
        if !self.capital(at) {
            return None;
        }
        let mut next = at + 1;
        if self.mark(next, b'.') && self.joined(next) && (short || self.word(at).len() <= 4) {
            next += 1;
        } else if short && all_capitals && !matches!(self.term(next), Term::Digits { .. }) {
            return None;
        }
        let day_at =
            next + usize::from(
                self.is(next, Glue::The) && matches!(self.term(next + 1), Term::Ordinal(_)),
            ) + usize::from(
                self.mark(next, b'-')
                    && self.joined(next)
                    && matches!(self.term(next + 1), Term::Digits { len: 1..=2, .. }),
            );
        let Some((day, after)) = self.day(day_at) else {
            return self.month_alone(from, next, month, short);
        };
        // June 2025 written "June 25": taken as a day. "May 5.5 percent" is no date.
        if self.tight(after, b'.') && matches!(self.term(after + 1), Term::Digits { .. }) {
            return None;
        }
        if self.tight(after, b':') && matches!(self.term(after + 1), Term::Digits { .. }) {
            return self.month_alone(from, next, month, short);
        }
        let first = self.found.len();
        let (year, end) = self.year_after(after);
        let mut end = self.keep_date(from, end, Sense::Day { year, month, day });
        if year == Year::Open {
            end = self.more_days(end, month);
            self.pair(first);
            self.share_year(first);
        }
        self.add_time(first, end)
    }

    /// The days after `August 25`: `-26`, ` and 26`, `, 26 and 27`, `-9, 1918`.
    fn more_days(&mut self, mut end: usize, month: u32) -> usize {
        loop {
            let gap = if self.mark(end, b'-')
                || self.mark(end, b'_')
                || self.is(end, Glue::And)
                || self.is(end, Glue::To)
                || self.is(end, Glue::Through)
                || self.is(end, Glue::Or)
            {
                1
            } else if self.mark(end, b',') {
                if self.is(end + 1, Glue::And) { 2 } else { 1 }
            } else {
                return end;
            };
            let at = end + gap;
            let Some((day, after)) = self.day(at) else {
                return end;
            };
            // "August 25 and 26 people", "1 to 5 percent".
            let counts = matches!(
                self.term(after),
                Term::Other | Term::Units(_) | Term::Mark(b'%')
            ) && !self.capital(after)
                && !matches!(self.term(at), Term::Ordinal(_))
                && !self.mark(end, b'-');
            if counts
                || self.mark(after, b':')
                || matches!(self.term(after), Term::Meridiem(_))
                || matches!(self.term(after), Term::Month { .. })
            {
                return end;
            }
            let (year, to) = self.year_after(after);
            end = self.keep_date(at, to, Sense::Day { year, month, day });
            if year != Year::Open {
                return end;
            }
        }
    }

    /// A year said once, at the end, holds for the whole list.
    pub(super) fn share_year(&mut self, first: usize) {
        let Some(Sense::Day { year: last, .. } | Sense::Month { year: last, .. }) =
            self.found.last().map(|f| f.sense.clone())
        else {
            return;
        };
        if last == Year::Open {
            return;
        }
        for found in &mut self.found[first..] {
            if let Sense::Day { year, .. } | Sense::Month { year, .. } = &mut found.sense
                && *year == Year::Open
            {
                *year = last;
            }
        }
    }

    /// A month with or without its year; `next` is the cell after it.
    fn month_alone(&mut self, from: usize, next: usize, month: u32, short: bool) -> Option<usize> {
        let dot = self.mark(next.wrapping_sub(1), b'.');
        let (year, end) = self.year_after(next);
        let named = next - 1 - usize::from(dot);
        if year == Year::Open {
            // May, March and the short forms are often something else.
            let doubtful = short && !dot || matches!(month, 3 | 5);
            let prepared = matches!(
                self.before(from),
                Term::Glue(
                    Glue::In
                        | Glue::By
                        | Glue::Since
                        | Glue::Until
                        | Glue::From
                        | Glue::To
                        | Glue::Through
                        | Glue::Before
                        | Glue::After
                        | Glue::During
                        | Glue::Of
                        | Glue::For
                        | Glue::Between
                        | Glue::And
                        | Glue::On
                ) | Term::Shift(_)
                    | Term::Limit(_)
            ) || from < named
                || self.joined(from) && self.before(from) == Term::Mark(b'-')
                // "in April, May and June"
                || self.mark(from.wrapping_sub(1), b',')
                    && matches!(self.before(from - 1), Term::Month { .. });
            // The March census, but not the March on the town.
            let noun = self.is(from.wrapping_sub(1), Glue::The)
                && self.term(next) == Term::Other
                && !self.capital(next);
            let prepared = prepared || noun;
            if doubtful && !prepared {
                return None;
            }
            // Jan Novotny, and May Alder after "and".
            let name = self.capital(next) && self.term(next) == Term::Other;
            if doubtful
                && name
                && (short
                    || matches!(
                        self.before(from),
                        Term::Glue(Glue::And | Glue::Of | Glue::For | Glue::To)
                    ))
            {
                return None;
            }
            // A person's name: April Jones, "and June Carter".
            let prepared = prepared && !self.is(from.wrapping_sub(1), Glue::And);
            if matches!(month, 4 | 6 | 8) && name && !prepared {
                return None;
            }
        }
        let end = if year == Year::Open && dot {
            next - 1
        } else {
            end
        };
        let first = self.found.len();
        let mut end = self.keep_date(from, end, Sense::Month { year, month });
        if year == Year::Open {
            end = end.max(next);
            // "February-March 1794", "August/September 1957".
            if (self.mark(end, b'-') || self.mark(end, b'/'))
                && matches!(self.term(end + 1), Term::Month { .. })
                && let Some(after) = self.month_first(end + 1, end + 1)
            {
                end = after;
                self.pair(first);
                self.share_year(first);
            }
        }
        Some(end)
    }

    /// A day of the month: `5`, `05`, `5th`.
    fn day(&self, at: usize) -> Option<(u32, usize)> {
        match self.term(at) {
            Term::Digits { value, len: 1..=2 } | Term::Ordinal(value)
                if (1..=31).contains(&value) && !self.capital(at) =>
            {
                // "May 5,000" is no date.
                if self.tight(at + 1, b',')
                    && matches!(self.term(at + 2), Term::Digits { len: 3, .. })
                {
                    return None;
                }
                Some((value, at + 1))
            }
            _ => None,
        }
    }

    /// The year after a day or a month, if one stands there: `, 2025`, `of 1940`, `last year`, `of that year`.
    fn year_after(&self, at: usize) -> (Year, usize) {
        let next = at + usize::from(self.mark(at, b','));
        if let Some(year) = self.year_number(next) {
            // "in May 2,000 people" has no year, "August 25, 1990 people" is not written.
            return (Year::Is(year), next + 1);
        }
        if let Some((year, end)) = self.year_in_words(next) {
            return (Year::Is(year), end);
        }
        if self.mark(next, b'\'')
            && let Term::Digits { value, len: 2 } = self.term(next + 1)
            && self.joined(next + 1)
        {
            return (Year::Is(century_of(value)), next + 2);
        }
        let of = at + usize::from(self.is(at, Glue::Of));
        if of > at
            && let Some(year) = self.year_number(of)
        {
            return (Year::Is(year), of + 1);
        }
        if let Term::Shift(shift) = self.term(of)
            && self.says(of + 1, "year")
            && !self.mark(of + 2, b'\'')
        {
            let year = match shift {
                Shift::Last => Year::From(-1),
                Shift::This => Year::From(0),
                Shift::Next => Year::From(1),
                Shift::That | Shift::Same => Year::That,
                _ => return (Year::Open, at),
            };
            return (year, of + 2);
        }
        if of > at
            && self.is(of, Glue::The)
            && matches!(self.term(of + 1), Term::Shift(Shift::Same))
            && self.says(of + 2, "year")
        {
            return (Year::That, of + 3);
        }
        (Year::Open, at)
    }

    /// An expression that begins with digits.
    pub(super) fn digits_first(&mut self, at: usize) -> Option<usize> {
        if self.joined(at)
            && matches!(
                self.before(at),
                Term::Mark(b'$' | b'#' | b'@' | b'/' | b'*') | Term::Other
            )
        {
            return None;
        }
        self.numeric(at)
            .or_else(|| self.clock_first(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.counted(at, at))
            .or_else(|| self.year(at, false))
    }

    /// An expression that begins with a number in words: a length, a clock time, `nineteen ninety-six`.
    pub(super) fn cardinal_first(&mut self, at: usize) -> Option<usize> {
        // "it will one day be": on a day to come, nobody knows which.
        if self.says(at, "one") && self.says(at + 1, "day") && self.before(at) == Term::Will {
            return Some(self.keep_fixed(
                at,
                at + 2,
                crate::article::TimexType::Date,
                "FUTURE_REF",
            ));
        }
        self.clock_first(at)
            .or_else(|| self.counted(at, at))
            .or_else(|| self.spoken_year(at))
    }

    /// `25 August 1990`, `25th of August`, `25–26 August`, `31 May–1 June 1916`.
    pub(super) fn day_first(&mut self, at: usize) -> Option<usize> {
        let (first_day, mut next) = self.day(at)?;
        let first = self.found.len();
        // Days before the month: 6–7 January, 3, 4 and 5 May.
        let mut days = vec![(at, next, first_day)];
        while days.len() < 8 {
            let gap = if self.mark(next, b'-')
                || self.mark(next, b'/')
                || self.is(next, Glue::And)
                || self.is(next, Glue::To)
                || self.is(next, Glue::Or)
                || self.mark(next, b',')
            {
                1
            } else {
                break;
            };
            let Some((day, after)) = self.day(next + gap) else {
                break;
            };
            days.push((next + gap, after, day));
            next = after;
        }
        let month_at = next
            + usize::from(self.is(next, Glue::Of))
            + usize::from(self.mark(next, b'-') && self.joined(next));
        let Term::Month {
            number: month,
            short,
        } = self.term(month_at)
        else {
            return None;
        };
        if !self.capital(month_at) {
            return None;
        }
        let mut after = month_at + 1;
        if short && self.mark(after, b'.') && self.joined(after) {
            after += 1;
        }
        after += usize::from(
            self.mark(after, b'-') && self.joined(after) && self.year_number(after + 1).is_some(),
        );
        let (year, end) = self.year_after(after);
        let last = days.len() - 1;
        for (index, (from, to, day)) in days.into_iter().enumerate() {
            let to = if index == last { end } else { to };
            self.keep_date(from, to, Sense::Day { year, month, day });
        }
        // The month's stop belongs to the sentence when nothing follows.
        self.pair(first);
        let end = self.other_end(first, end);
        self.add_time(first, end)
    }

    /// The second half of `31 May–1 June 1916`; its year holds for both.
    fn other_end(&mut self, first: usize, end: usize) -> usize {
        if self.mark(end, b'-')
            && matches!(
                self.found.last().map(|f| &f.sense),
                Some(Sense::Day {
                    year: Year::Open,
                    ..
                })
            )
            && matches!(self.term(end + 1), Term::Digits { .. })
            && let Some(after) = self.day_first(end + 1)
        {
            self.share_year(first);
            self.pair(first);
            return after;
        }
        end
    }
}
