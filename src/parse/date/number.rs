//! Numbers in words and digits: `1,500`, `2.5`, `2 1/2`, `twenty-four`, `a hundred`, `a couple of`, `two and a half`.

use super::lexicon::{Glue, Term, Unit};
use super::reader::Reader;

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Some(f64),
    /// `several`, `a few`.
    Several,
}

impl Reader<'_> {
    /// A number and the cell after it.
    pub(super) fn number(&self, at: usize) -> Option<(f64, usize)> {
        let (number, next) = match self.term(at) {
            Term::Digits { .. } => self.digits(at)?,
            Term::Cardinal(_) => self.cardinal(at)?,
            _ => return None,
        };
        // Two and a half; two and half (as it is also written).
        if self.is(next, Glue::And) {
            let half = next + 1 + usize::from(self.is(next + 1, Glue::A));
            if self.term(half) == Term::Half {
                return Some((number + 0.5, half + 1));
            }
        }
        if self.tight(next, b'-')
            && self.is(next + 1, Glue::And)
            && self.term(next + 5) == Term::Half
        {
            return Some((number + 0.5, next + 6));
        }
        Some((number, next))
    }

    fn digits(&self, at: usize) -> Option<(f64, usize)> {
        let Term::Digits { value, len } = self.term(at) else {
            return None;
        };
        if len > 9 {
            return None;
        }
        let mut number = f64::from(value);
        let mut next = at + 1;
        while len <= 3 && self.tight(next, b',') {
            let Term::Digits { value, len: 3 } = self.term(next + 1) else {
                break;
            };
            number = number * 1000.0 + f64::from(value);
            next += 2;
        }
        if self.tight(next, b'.')
            && let Term::Digits { value, len } = self.term(next + 1)
            && len <= 3
        {
            return Some((
                number + f64::from(value) / 10_f64.powi(i32::from(len)),
                next + 2,
            ));
        }
        // ½ is folded to a percent sign that touches nothing but digits.
        if self.mark(next, b'%') && self.word(next) == "½" {
            return Some((number + 0.5, next + 1));
        }
        let fraction = next + usize::from(self.mark(next, b'-'));
        if let (
            Term::Digits {
                value: over,
                len: 1,
            },
            Term::Digits {
                value: under,
                len: 1,
            },
        ) = (self.term(fraction), self.term(fraction + 2))
            && self.tight(fraction + 1, b'/')
            && over < under
        {
            return Some((number + f64::from(over) / f64::from(under), fraction + 3));
        }
        Some((number, next))
    }

    /// `twenty-four`, `one hundred and fifty`, `two thousand`.
    fn cardinal(&self, at: usize) -> Option<(f64, usize)> {
        let mut total = 0;
        let mut part = 0;
        let mut next = at;
        let mut last = u32::MAX;
        while let Term::Cardinal(value) = self.term(next) {
            match value {
                100 if part < 100 => part = part.max(1) * 100,
                1000 if part < 1000 => {
                    total += part.max(1) * 1000;
                    part = 0;
                }
                // Twenty four, but not nineteen ninety or two five.
                _ if last >= 100 || (20..100).contains(&last) && value < 10 => part += value,
                _ => break,
            }
            last = value;
            next += 1;
            let link = self.mark(next, b'-') || value >= 100 && self.is(next, Glue::And);
            next += usize::from(link && matches!(self.term(next + 1), Term::Cardinal(_)));
        }
        // A dozen is data's twelve; "dozen" after another number multiplies it.
        (next > at).then(|| (f64::from(total + part), next))
    }

    /// How many of something: a number, `a`, `several`, `a few`, `a couple of`.
    pub(super) fn count(&self, at: usize) -> Option<(Count, usize)> {
        let article = self.is(at, Glue::A);
        let next = at + usize::from(article);
        let (count, end) = match self.term(next) {
            Term::Vague(0) => (Count::Several, next + 1),
            Term::Vague(2) => (Count::Some(2.0), next + 1),
            Term::Vague(_) => (Count::Several, next + 1),
            Term::Cardinal(value) if article && value >= 12 => {
                let (number, end) = self.cardinal(next)?;
                (Count::Some(number), end)
            }
            Term::Digits { .. } | Term::Cardinal(_) if !article => {
                let (number, end) = self.number(next)?;
                (Count::Some(number), end)
            }
            Term::Half => {
                let end = next + 1;
                let end = end + usize::from(self.is(end, Glue::A));
                return Some((Count::Some(0.5), end));
            }
            _ if article && self.says(next, "single") => (Count::Some(1.0), next + 1),
            _ if article => (Count::Some(1.0), next),
            _ => return None,
        };
        let end = end + usize::from(end > next && self.is(end, Glue::Of));
        Some((count, end))
    }
}

/// A number as TIMEX3 writes it: `2`, `2.5`.
fn written(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    format!("{rounded}")
}

/// The TIMEX3 value of a length.
pub(super) fn length(count: Count, unit: Unit) -> String {
    let number = match count {
        Count::Several => {
            return match unit {
                Unit::Second => "PTXS",
                Unit::Minute => "PTXM",
                Unit::Hour => "PTXH",
                Unit::Day => "PXD",
                Unit::Weekend => "PXWE",
                Unit::Week | Unit::Fortnight => "PXW",
                Unit::Month => "PXM",
                Unit::Quarter => "PXQ",
                Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => "PXY",
            }
            .to_owned();
        }
        Count::Some(number) => number,
    };
    let whole = number.fract() == 0.0;
    match unit {
        Unit::Second => format!("PT{}S", written(number)),
        Unit::Minute if !whole => clock_length(number * 60.0),
        Unit::Hour if !whole => clock_length(number * 3600.0),
        Unit::Minute => format!("PT{}M", written(number)),
        Unit::Hour => format!("PT{}H", written(number)),
        Unit::Day => format!("P{}D", written(number)),
        Unit::Weekend => format!("P{}WE", written(number)),
        Unit::Week => format!("P{}W", written(number)),
        Unit::Fortnight => format!("P{}W", written(number * 2.0)),
        Unit::Month => format!("P{}M", written(number)),
        Unit::Quarter => format!("P{}Q", written(number)),
        Unit::Year if number == 0.5 => "P6M".to_owned(),
        Unit::Year => format!("P{}Y", written(number)),
        Unit::Decade => format!("P{}Y", written(number * 10.0)),
        Unit::Century => format!("P{}Y", written(number * 100.0)),
        Unit::Millennium => format!("P{}Y", written(number * 1000.0)),
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts are below 100,000
fn clock_length(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    let mut value = "PT".to_owned();
    for (amount, letter) in [
        (seconds / 3600, 'H'),
        (seconds / 60 % 60, 'M'),
        (seconds % 60, 'S'),
    ] {
        if amount > 0 {
            value.push_str(&amount.to_string());
            value.push(letter);
        }
    }
    if value == "PT" {
        value.push_str("0S");
    }
    value
}
