//! Years and decades: `since 2021`, `1915–17`, `'99`, `nineteen ninety-six`, `the late 1980s`.
//!
//! The work is in telling a year from a number: `of 1709 villagers`, `2000 people`. Years of the Hijri calendars are stepped
//! over, so that `Mizan 8, 1404` does not leave a year 1404 behind.

use super::lexicon::{Glue, Term};
use super::reader::Reader;
use super::sense::{Sense, Year};
use crate::article::TimexType;

impl Reader<'_> {
    /// Four digits that can be a year.
    pub(super) fn year_number(&self, at: usize) -> Option<i32> {
        let Term::Digits { value, len: 4 } = self.term(at) else {
            return None;
        };
        let follows = self.term(at + 1);
        if (self.tight(at + 1, b',') || self.tight(at + 1, b'.') || self.tight(at + 1, b':'))
            && matches!(self.term(at + 2), Term::Digits { .. })
        {
            return None;
        }
        if matches!(follows, Term::Meridiem(_)) {
            return None;
        }
        (1000..=2199)
            .contains(&value)
            .then(|| i32::try_from(value).unwrap_or_default())
    }

    /// A year that stands for itself. `sure` when the words before it already ask for one.
    pub(super) fn year(&mut self, at: usize, sure: bool) -> Option<usize> {
        if let Term::Tens(_) = self.term(at) {
            return self.decade(at, at);
        }
        let year = self.year_number(at)?;
        let after = self.term(at + 1);
        if self.joined(at)
            && matches!(
                self.before(at),
                Term::Mark(b'$' | b'#' | b'.' | b',' | b':' | b'+' | b'*' | b'/' | b'@' | b'_')
                    | Term::Other
                    | Term::Digits { .. }
                    | Term::Glue(_)
            )
        {
            return None;
        }
        if matches!(after, Term::Units(_) | Term::Mark(b'%' | b'$' | b'@'))
            || self.says(at + 1, "percent")
        {
            return None;
        }
        // Hijri and Solar Hijri years are left alone.
        if matches!(after, Term::Hijri(_)) && self.capital(at + 1)
            || matches!(self.before(at), Term::Hijri(_)) && self.capital(at - 1)
        {
            return Some(at + 2);
        }
        let prepared = matches!(
            self.before(at),
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
                    | Glue::Into
                    | Glue::The
                    | Glue::Circa
                    | Glue::As
            ) | Term::Mark(b'(' | b'-' | b'/')
                | Term::Limit(_)
                | Term::Fiscal
        );
        // What is counted is no year: "2000 people", "1500 troops".
        let counted = after == Term::Counted && !self.capital(at + 1);
        // In 1782 and 1783.
        let prepared = prepared
            || matches!(self.before(at), Term::Glue(Glue::And | Glue::Or))
                && self.year_number(at.wrapping_sub(2)).is_some()
                && !counted;
        let range =
            self.mark(at + 1, b'-') && matches!(self.term(at + 2), Term::Digits { len: 2 | 4, .. });
        let recent = (1900..=2099).contains(&year);
        // Only "in 1709" and "the 1709 campaign" are sure to be a year so far back; "of 1709 villagers" is a number.
        let noun = matches!(after, Term::Other | Term::Counted) && !self.capital(at + 1);
        let number = !recent
            && noun
            && !matches!(
                self.before(at),
                Term::Glue(Glue::In | Glue::Since | Glue::During | Glue::Until | Glue::The)
                    | Term::Mark(_)
            );
        if !sure && (counted || number || !recent && !prepared && !range) {
            return None;
        }
        // 1982 summer.
        if let Term::Season(name) = after
            && !self.capital(at + 1)
        {
            return Some(self.keep_date(
                at,
                at + 2,
                Sense::Season {
                    name,
                    year: Year::Is(year),
                },
            ));
        }
        let first = self.found.len();
        let mut end = self.keep_date(at, at + 1, Sense::Year(year));
        // 1915–17, 1939–1945.
        if self.mark(end, b'-') && self.joined(end) || self.mark(end, b'/') && self.joined(end) {
            let other = match self.term(end + 1) {
                Term::Digits { value, len: 2 }
                    if self.joined(end + 1)
                        && i32::try_from(value).is_ok_and(|v| v > year % 100) =>
                {
                    Some(year / 100 * 100 + i32::try_from(value).unwrap_or_default())
                }
                Term::Digits { len: 4, .. } => {
                    self.year_number(end + 1).filter(|other| *other > year)
                }
                _ => None,
            };
            if let Some(other) = other
                && !matches!(self.term(end + 2), Term::Mark(b'-'))
            {
                end = self.keep_date(end + 1, end + 2, Sense::Year(other));
                self.pair(first);
            }
        }
        Some(end)
    }

    /// The year of `in around 1650`, `founded about 1910`; `at` is the word before it.
    pub(super) fn rough_year(&mut self, at: usize, year: usize) -> Option<usize> {
        let rough = self.says(at, "around") || self.says(at, "about");
        let sure = matches!(
            self.before(at),
            Term::Glue(Glue::In | Glue::From | Glue::Since | Glue::Until | Glue::By)
        ) && !matches!(self.term(year + 1), Term::Other | Term::Counted);
        if rough { self.year(year, sure) } else { None }
    }

    /// `'99`, `'80s`, after a quotation mark that is no quotation mark.
    pub(super) fn short_year(&mut self, at: usize) -> Option<usize> {
        // The mid-'80s.
        let hyphen = self.before(at) == Term::Mark(b'-');
        if !self.joined(at + 1) || self.joined(at) && !hyphen {
            return None;
        }
        match self.term(at + 1) {
            Term::Tens(value @ 10..=90) => {
                Some(self.keep_fixed(at, at + 2, TimexType::Date, decade_value(1900 + value)))
            }
            Term::Digits { value, len: 2 } if !self.mark(at + 2, b'\'') => {
                Some(self.keep_date(at, at + 2, Sense::ShortYear(value)))
            }
            _ => None,
        }
    }

    /// `nineteen ninety-six`, as broadcasts are written down.
    pub(super) fn spoken_year(&mut self, at: usize) -> Option<usize> {
        let (year, end) = self.year_in_words(at)?;
        Some(self.keep_date(at, end, Sense::Year(year)))
    }

    pub(super) fn year_in_words(&self, at: usize) -> Option<(i32, usize)> {
        let Term::Cardinal(century @ 17..=20) = self.term(at) else {
            return None;
        };
        let Term::Cardinal(tens @ (10..=20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) = self.term(at + 1)
        else {
            return None;
        };
        let mut year = century * 100 + tens;
        let mut end = at + 2;
        let one = end + usize::from(self.mark(end, b'-'));
        if tens >= 20
            && let Term::Cardinal(ones @ 1..=9) = self.term(one)
        {
            year += ones;
            end = one + 1;
        }
        Some((i32::try_from(year).ok()?, end))
    }

    /// `1990s`, `the nineties`, `the early 1980s`.
    pub(super) fn decade(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Tens(value) = self.term(at) else {
            return None;
        };
        let year = match value {
            1000.. => value,
            10..=99
                if from < at
                    || matches!(self.before(at), Term::Glue(Glue::The) | Term::Limit(_))
                    || matches!(self.before(at), Term::Glue(Glue::And | Glue::Or))
                        && matches!(self.before(at - 1), Term::Tens(_)) =>
            {
                // Ages are in somebody's tens: "in his 30s".
                if self.is(at - 1, Glue::Its) {
                    return None;
                }
                1900 + value
            }
            _ => return None,
        };
        if self.is(at.wrapping_sub(1), Glue::Its) {
            return None;
        }
        Some(self.keep_fixed(from, at + 1, TimexType::Date, decade_value(year)))
    }

    /// Steps over a date of the Hijri calendars.
    pub(super) fn hijri(&mut self, at: usize) -> Option<usize> {
        if !self.capital(at) {
            return None;
        }
        let mut next = at + 1;
        while matches!(
            self.term(next),
            Term::Digits { .. } | Term::Ordinal(_) | Term::Mark(b',') | Term::Hijri(_)
        ) && next < at + 6
        {
            next += 1;
        }
        (next > at + 1).then_some(next)
    }
}

/// Two digits as a year: 1970 to 2069.
pub(super) fn century_of(two: u32) -> i32 {
    let two = i32::try_from(two).unwrap_or_default();
    if two < 70 { 2000 + two } else { 1900 + two }
}

/// A decade's value: its first three digits, as TIMEX2 and TimeML write it; `the 1700s` are a century.
pub(super) fn decade_value(year: u32) -> String {
    if year < 2000 && year.is_multiple_of(100) {
        return format!("{:02}", year / 100);
    }
    format!("{:03}", year / 10)
}
