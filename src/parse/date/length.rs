//! Lengths of time, and dates that are counted off: `two weeks`, `a year and a half`, `ten days ago`, `a month later`.

use super::lexicon::{Glue, Shift, Term, Unit};
use super::number::{Count, length};
use super::reader::Reader;
use super::sense::Sense;
use crate::article::TimexType;

/// Whose age is told by months and weeks.
const YOUNG: [&str; 12] = [
    "baby", "boy", "child", "children", "daughter", "girl", "grandson", "infant", "kitten",
    "puppy", "son", "twins",
];

impl Reader<'_> {
    /// A unit in either number.
    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        match self.term(at) {
            Term::Unit(unit) | Term::Units(unit) => Some(unit),
            _ => None,
        }
    }

    /// A count and a unit, and what follows them: `ago`, `later`, `earlier`. `from` is where the words begin.
    pub(super) fn counted(&mut self, from: usize, at: usize) -> Option<usize> {
        let (count, mut next) = self.count(at)?;
        // "two- to three-week", "two to six days", "five or six years": the first number has no unit.
        let hyphen = self.tight(next, b'-');
        if hyphen {
            next += 1;
        }
        if !hyphen
            && (self.is(next, Glue::To) || self.is(next, Glue::Or))
            && let Some((Count::Some(other), after)) =
                self.number(next + 1).map(|(n, a)| (Count::Some(n), a))
            && let Some(unit) = self.unit(after)
            && matches!(count, Count::Some(low) if low < other)
        {
            let value = match count {
                Count::Some(low) if self.is(next, Glue::Or) || unit >= Unit::Week => {
                    length(Count::Some(low), unit)
                }
                _ => length(Count::Some(other), unit),
            };
            self.keep_fixed(from, after + 1, TimexType::Duration, value);
            return Some(after + 1);
        }
        while self.term(next) == Term::Adjective
            || self.says(next, "more")
            || self.says(next, "less")
        {
            next += 1;
        }
        let unit = self.unit(next)?;
        // Three quarters of something are a fraction.
        if unit == Unit::Quarter
            && (hyphen && matches!(self.term(next), Term::Units(_)) || self.is(next + 1, Glue::Of))
        {
            return None;
        }
        if matches!(count, Count::Some(n) if n >= 100_000.0) {
            return None;
        }
        let article = self.is(at, Glue::A);
        // A programme or a film: 60 Minutes, 13 Hours.
        let title = self.capital(next)
            && self
                .word(next)
                .bytes()
                .skip(1)
                .any(|b| b.is_ascii_lowercase());
        if title
            && (!self.opens_sentence(at) || matches!(self.before(at), Term::Mark(b'"' | b'\'')))
        {
            return None;
        }
        if article && matches!(unit, Unit::Second | Unit::Weekend) {
            return None;
        }
        let mut end = next + 1;
        if let Some(old) = self.age(end, unit) {
            return Some(old);
        }
        // A months-long trek.
        let several =
            self.is(at, Glue::A) && matches!(self.term(next), Term::Units(_)) && next == at + 1;
        let mut count = if several { Count::Several } else { count };
        // A day or two.
        let or_two = article
            && next == at + 1
            && self.is(end, Glue::Or)
            && self.term(end + 1) == Term::Cardinal(2);
        end += 2 * usize::from(or_two);
        let mut extra = None;
        let mut long = false;
        // A year and a half; two years and three months.
        if self.is(end, Glue::And) {
            let half = end + 1 + usize::from(self.is(end + 1, Glue::A));
            if self.term(half) == Term::Half {
                if let Count::Some(number) = count {
                    count = Count::Some(number + 0.5);
                }
                end = half + 1;
            } else if let Some((Count::Some(number), after)) = self.count(end + 1)
                && let Some(smaller) = self.unit(after).filter(|smaller| *smaller < unit)
                && !self.is(end + 1, Glue::A)
            {
                extra = Some((number, smaller));
                end = after + 1;
            }
        }
        let suffix = end + usize::from(self.mark(end, b'-'));
        if self.is(suffix, Glue::Long) || self.is(suffix, Glue::Old) && self.joined(suffix) {
            end = suffix + 1;
            // "a day-long tour" keeps its article outside.
            long = article && self.joined(suffix);
        }
        if let Some(after) = self.away(from, end, count, unit, hyphen) {
            return Some(after);
        }
        end += 2 * usize::from(self.or_so(end));
        // A week on Saturday.
        if let (
            Unit::Week,
            Count::Some(weeks),
            Term::Weekday {
                number,
                short: false,
            },
        ) = (unit, count, self.term(end + 1))
            && self.is(end, Glue::On)
            && self.capital(end + 1)
            && !self.is(from.wrapping_sub(1), Glue::For)
            // "put off by a week on Thursday"
            && !self.is(from.wrapping_sub(1), Glue::By)
            && (1.0..=4.0).contains(&weeks)
        {
            #[allow(clippy::cast_possible_truncation)] // one to four
            let weeks = weeks as i64;
            return Some(self.keep_date(from, end + 2, Sense::WeeksOn { weeks, number }));
        }
        // "votes a week from today" is no rate.
        let counts = self.is(end, Glue::From);
        if article && next == at + 1 && end == next + 1 && !counts && self.is_rate(at) {
            return Some(self.keep_fixed(
                from,
                end,
                TimexType::Set,
                length(Count::Some(1.0), unit),
            ));
        }
        if article && unit == Unit::Day && !or_two && !self.measures(at) {
            return None;
        }
        if article && unit == Unit::Quarter {
            return None;
        }
        let mut value = length(count, unit);
        if let Some((number, smaller)) = extra {
            let more = length(Count::Some(number), smaller);
            let clock = value.starts_with("PT");
            value.push_str(match more.strip_prefix("PT") {
                Some(rest) if clock => rest,
                _ => &more[1..],
            });
        }
        let from = if long { at + 1 } else { from };
        Some(self.keep_fixed(from, end, TimexType::Duration, value))
    }

    /// Steps over an age, which is no length: `18 years old`, `a six-year-old`; `end` is the cell after the unit.
    fn age(&self, end: usize, unit: Unit) -> Option<usize> {
        let hyphen = self.mark(end, b'-');
        let old = end + usize::from(hyphen);
        // Small children are told by months and weeks; a strike of that age is a length.
        let young = hyphen && YOUNG.iter().any(|word| self.says(old + 1, word));
        ((unit == Unit::Year || young) && (self.is(old, Glue::Old) || self.says(old, "olds")))
            .then_some(old + 1)
    }

    /// `or so` after a length.
    pub(super) fn or_so(&self, at: usize) -> bool {
        self.says(at, "or") && self.is(at + 1, Glue::So)
    }

    /// `ago`, `earlier`, `later`, `from now` after a count and a unit.
    fn away(
        &mut self,
        from: usize,
        at: usize,
        count: Count,
        unit: Unit,
        hyphen: bool,
    ) -> Option<usize> {
        if hyphen {
            return None;
        }
        let joined = usize::from(self.mark(at, b'-'));
        let word = at + joined;
        let (back, from_text, end) = if self.is(word, Glue::Ago) {
            (true, false, word + 1)
        } else if self.or_so(word) && self.is(word + 2, Glue::Ago) {
            (true, false, word + 3)
        } else if self.is(word, Glue::From) && self.term(word + 1) == Term::Now {
            (false, false, word + 2)
        } else if self.is(word, Glue::Hence) {
            (false, false, word + 1)
        } else if let Term::Compare(way) = self.term(word) {
            (way < 0, true, word + 1)
        } else if self.says(word, "previously") {
            (true, true, word + 1)
        } else if (self.is(word, Glue::Before) || self.is(word, Glue::After))
            && matches!(
                self.term(word + 1),
                Term::Mark(b'.' | b',' | b';' | b'\n') | Term::Edge
            )
        {
            (self.is(word, Glue::Before), true, word + 1)
        } else {
            return None;
        };
        // "A minute later" keeps its length; "24 hours ago" is a day.
        if unit < Unit::Day && (from_text || count == Count::Several) {
            return None;
        }
        let one = count == Count::Some(1.0) && self.is(from, Glue::A);
        if one
            && unit == Unit::Year
            && back
            && (joined == 1 || from_text || self.is(word, Glue::Ago))
        {
            self.keep_date(
                from,
                end,
                Sense::Reported {
                    back: true,
                    quarter: false,
                },
            );
            return Some(end);
        }
        match count {
            Count::Some(count) => {
                self.keep_date(
                    from,
                    end,
                    Sense::Away {
                        count,
                        unit,
                        back,
                        from_text,
                    },
                );
            }
            Count::Several => {
                let value = if back { "PAST_REF" } else { "FUTURE_REF" };
                self.keep_fixed(from, end, TimexType::Date, value);
            }
        }
        Some(end)
    }

    /// `15 a year`, `twice a week`, `millions of dollars a day`: a rate, not a length.
    fn is_rate(&self, article: usize) -> bool {
        match self.before(article) {
            Term::Digits { .. }
            | Term::Cardinal(_)
            | Term::Glue(Glue::Once)
            | Term::Units(_)
            | Term::Counted
            | Term::Mark(b'%') => true,
            // What stands in the plural is counted; a verb in -s has its subject before it, a noun its number.
            Term::Other => {
                let plural =
                    self.word(article - 1).ends_with('s') && self.word(article - 1).len() > 4;
                let number = matches!(
                    self.before(article - 1),
                    Term::Digits { .. } | Term::Cardinal(_)
                );
                number || plural && self.numbered(article - 1)
            }
            _ => false,
        }
    }

    /// Whether a number stands in the few words before a noun.
    fn numbered(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|at| {
            matches!(
                self.term(at),
                Term::Digits { .. } | Term::Cardinal(_) | Term::Vague(_)
            )
        })
    }

    /// A preposition of length stands before: `for a day`, `within a day`.
    fn measures(&self, at: usize) -> bool {
        matches!(
            self.before(at),
            Term::Glue(Glue::For | Glue::Within | Glue::In | Glue::After) | Term::Approx
        )
    }

    /// A unit with no number before it: `for weeks`, `months later`, `year-end`, `year-ago`.
    pub(super) fn bare_unit(&mut self, at: usize) -> Option<usize> {
        let unit = self.unit(at)?;
        if unit == Unit::Year && self.term(at) == Term::Unit(unit) {
            if let Some(end) = self.year_compound(at, at) {
                return Some(end);
            }
            // The year two thousand, year 2000.
            if matches!(self.term(at + 1), Term::Digits { len: 4, .. }) {
                return self.year(at + 1, true);
            }
        }
        // At month's end.
        if unit == Unit::Month
            && self.mark(at + 1, b'\'')
            && self.says(at + 2, "s")
            && self.says(at + 3, "end")
        {
            let shift = Shift::Current;
            return Some(self.keep_date(at, at + 4, Sense::Unit { unit, shift }));
        }
        if self.term(at) == Term::Unit(unit) {
            let long = at + 1 + usize::from(self.mark(at + 1, b'-'));
            if self.is(long, Glue::Long) && unit >= Unit::Hour {
                return Some(self.keep_fixed(
                    at,
                    long + 1,
                    TimexType::Duration,
                    length(Count::Some(1.0), unit),
                ));
            }
            return None;
        }
        if unit == Unit::Day && self.is(at.wrapping_sub(1), Glue::These) {
            return Some(self.keep_fixed(at - 1, at + 1, TimexType::Date, "PRESENT_REF"));
        }
        // On weekends, again and again.
        if unit == Unit::Weekend
            && matches!(
                self.before(at),
                Term::Glue(Glue::On | Glue::At | Glue::During)
            )
        {
            return Some(self.keep_fixed(at, at + 1, TimexType::Set, "XXXX-WXX-WE"));
        }
        let within = self.is(at.wrapping_sub(1), Glue::Within);
        if unit < Unit::Hour && !within || unit == Unit::Weekend {
            return None;
        }
        let joined = at + 1 + usize::from(self.mark(at + 1, b'-'));
        if self.is(joined, Glue::Long) || self.is(joined, Glue::Old) && joined > at + 1 {
            return Some(self.keep_fixed(
                at,
                joined + 1,
                TimexType::Duration,
                length(Count::Several, unit),
            ));
        }
        if let Some(end) = self.away(at, at + 1, Count::Several, unit, false) {
            return Some(end);
        }
        let counted = matches!(
            self.before(at),
            Term::Glue(Glue::For | Glue::Within | Glue::After | Glue::Into)
        ) || self.is(at - usize::from(at > 0), Glue::In) && unit >= Unit::Day;
        if !counted || unit == Unit::Quarter || self.is(at + 1, Glue::Of) && unit == Unit::Day {
            return None;
        }
        // "for weeks or months", "weeks and months" are one.
        let mut end = at + 1;
        if (self.is(end, Glue::Or) || self.is(end, Glue::And))
            && matches!(self.term(end + 1), Term::Units(_))
        {
            end += 2;
        }
        Some(self.keep_fixed(at, end, TimexType::Duration, length(Count::Several, unit)))
    }

    /// The rest of `the past three months`, `the next few days`, `the first nine months`, `recent weeks`: from the
    /// count on. `from` is where the words begin.
    pub(super) fn shifted_length(
        &mut self,
        from: usize,
        at: usize,
        shift: Option<Shift>,
    ) -> Option<usize> {
        let (count, mut next) = match self.count(at) {
            Some((_, _)) if self.is(at, Glue::A) => return None,
            Some(count) => count,
            None if matches!(self.term(at), Term::Units(_)) => (Count::Several, at),
            None => return None,
        };
        if self.is(next, Glue::To)
            && let Some((_, after)) = self.number(next + 1)
        {
            let unit = self.unit(after)?;
            return Some(self.keep_fixed(
                from,
                after + 1,
                TimexType::Duration,
                length(Count::Several, unit),
            ));
        }
        while self.term(next) == Term::Adjective || self.mark(next, b'-') && self.joined(next) {
            next += 1;
        }
        let unit = self.unit(next)?;
        let mut end = next + 1;
        if let Some(old) = self.age(end, unit) {
            return Some(old);
        }
        if self.is(end, Glue::And) && self.is(end + 1, Glue::A) && self.term(end + 2) == Term::Half
        {
            end += 3;
        }
        end += 2 * usize::from(self.or_so(end));
        if self.mark(end, b'-') && self.is(end + 1, Glue::Old) {
            end += 2;
        }
        let vague = count == Count::Several && matches!(self.term(at), Term::Units(_));
        if vague && shift == Some(Shift::Next) && matches!(unit, Unit::Month | Unit::Quarter) {
            return Some(self.keep_fixed(from, end, TimexType::Date, "FUTURE_REF"));
        }
        if vague && shift == Some(Shift::Recent) && !matches!(unit, Unit::Week | Unit::Month) {
            if (self.is(end, Glue::And) || self.is(end, Glue::Or))
                && matches!(self.term(end + 1), Term::Units(_))
            {
                end += 2;
            }
            return Some(self.keep_fixed(from, end, TimexType::Date, "PAST_REF"));
        }
        Some(self.keep_fixed(from, end, TimexType::Duration, length(count, unit)))
    }
}
