//! Clock times and parts of the day, before or after their date: `10 p.m. Wednesday`, `9 a.m. ET on February 11`,
//! `18:00 UTC`, `0735 GMT`, `noon Saturday`, `the night of 8 February`, `this morning`.

use chrono::{NaiveTime, Timelike};

use super::lexicon::{Glue, Term};
use super::reader::Reader;
use super::sense::{DayTime, Sense};
use crate::article::TimexType;

/// A clock time, its zone and the cell after them.
type Read = (DayTime, Option<u16>, usize);

impl Reader<'_> {
    /// A clock time that stands first, with the date after it if there is one.
    pub(super) fn clock_first(&mut self, at: usize) -> Option<usize> {
        let first = self.found.len();
        if let Some(end) = self.clock_range(at) {
            return Some(end);
        }
        let (time, zone, end) = self.clock(at)?;
        // "10 a.m. (0735 GMT) Friday": the time in brackets is another one.
        if let Some(after) = self.date_after(end)
            && let Some(found) = self.found.get_mut(first)
        {
            if day_like(&found.sense) && found.time.is_none() {
                found.from = at;
                found.time = Some(time);
                found.zone = zone;
                found.kind = TimexType::Time;
                return Some(after);
            }
            self.found.truncate(first);
        }
        self.keep_timed(at, end, TimexType::Time, Sense::Clock, Some(time), zone);
        Some(end)
    }

    /// `2:30 to 4 p.m.`, `9–11 a.m.`: half of the day and zone are said once, for both.
    fn clock_range(&mut self, at: usize) -> Option<usize> {
        let Term::Digits {
            value: hour @ 1..=12,
            len: 1..=2,
        } = self.term(at)
        else {
            return None;
        };
        let (minute, end) = match self.term(at + 2) {
            Term::Digits {
                value: minute @ 0..60,
                len: 2,
            } if self.tight(at + 1, b':') => (minute, at + 3),
            _ => (0, at + 1),
        };
        if !(self.is(end, Glue::To) || self.is(end, Glue::Until) || self.mark(end, b'-')) {
            return None;
        }
        let (DayTime::Clock(until), zone, after) = self.clock(end + 1)? else {
            return None;
        };
        let half = matches!(self.term(after - 1), Term::Meridiem(_))
            || (end + 1..after).any(|at| matches!(self.term(at), Term::Meridiem(_)));
        if !half {
            return None;
        }
        // The first is in the same half of the day unless that puts it after the second.
        let afternoon = until.hour() >= 12 && hour < 12;
        let same = NaiveTime::from_hms_opt(
            hour % 12 + 12 * u32::from(afternoon || until.hour() >= 12 && hour == 12),
            minute,
            0,
        )?;
        let from = if same <= until {
            same
        } else {
            NaiveTime::from_hms_opt(hour % 12, minute, 0)?
        };
        self.keep_timed(
            at,
            end,
            TimexType::Time,
            Sense::Clock,
            Some(DayTime::Clock(from)),
            zone,
        );
        self.keep_timed(
            end + 1,
            after,
            TimexType::Time,
            Sense::Clock,
            Some(DayTime::Clock(until)),
            zone,
        );
        Some(after)
    }

    /// The date after a clock time: `Wednesday`, `on Feb. 11`, `, Nov. 6`, `in the morning`, `yesterday`.
    fn date_after(&mut self, end: usize) -> Option<usize> {
        let mut next = end;
        if self.mark(next, b',') {
            next += 1;
        }
        if self.is(next, Glue::On) || self.is(next, Glue::Of) {
            next += 1;
        }
        match self.term(next) {
            Term::Weekday { .. } => self.weekday(next, next),
            Term::Month { .. } => self.month_first(next, next),
            Term::Deictic(_) | Term::Tonight => self.deictic(next, next),
            Term::Digits { .. } => self.day_first(next),
            _ => None,
        }
    }

    /// Joins a clock time that directly follows a date: `Friday, 10 a.m.`, `2025-09-30T14:00Z`.
    pub(super) fn add_time(&mut self, first: usize, end: usize) -> Option<usize> {
        let found = self.found.last()?;
        if found.time.is_some() || self.found.len() > first + 1 || !day_like(&found.sense) {
            return Some(end);
        }
        let iso = self.says(end, "T") && self.joined(end);
        let next = if iso {
            end + 1
        } else {
            end + usize::from(self.mark(end, b','))
        };
        let (time, zone, after) = match self.clock(next) {
            Some(read) => read,
            None => match self.term(next) {
                Term::Part(part) if next == end && self.text_part(next) => {
                    (DayTime::Part(part), None, next + 1)
                }
                _ => return Some(end),
            },
        };
        let found = self.found.last_mut()?;
        found.time = Some(time);
        found.zone = zone;
        found.to = after;
        found.kind = TimexType::Time;
        Some(after)
    }

    /// "overnight" is a night but no part of a named day.
    fn text_part(&self, at: usize) -> bool {
        !self.says(at, "overnight") && !self.word(at).ends_with('s')
    }

    /// A clock time with its zone.
    fn clock(&self, at: usize) -> Option<Read> {
        match self.term(at) {
            Term::Noon(_)
                if self.capital(at) && !self.opens_sentence(at)
                    || self.says(at.wrapping_sub(1), "high") =>
            {
                None
            }
            Term::Noon(hour) => {
                let time = if hour == 0 {
                    DayTime::Midnight
                } else {
                    DayTime::Clock(NaiveTime::from_hms_opt(12, 0, 0)?)
                };
                let (zone, end) = self.zone_after(at + 1);
                Some((time, zone, end))
            }
            Term::Digits { value, len } => self.clock_digits(at, value, len),
            Term::Cardinal(hour @ 1..=12) => {
                let end = self
                    .oclock(at + 1)
                    .or_else(|| matches!(self.term(at + 1), Term::Meridiem(_)).then_some(at + 1))?;
                self.half_day(end, hour, 0, 0)
            }
            _ => None,
        }
    }

    fn oclock(&self, at: usize) -> Option<usize> {
        (self.is(at, Glue::Oclock) && self.mark(at + 1, b'\'') && self.says(at + 2, "clock"))
            .then_some(at + 3)
    }

    fn clock_digits(&self, at: usize, value: u32, len: u8) -> Option<Read> {
        if len == 4 {
            // 0735 GMT, 1400 hours.
            let (mut zone, end) = self.zone_after(at + 1);
            // "between 0600 and 1900 GMT": the zone is said once.
            let more =
                self.is(at + 1, Glue::And) || self.is(at + 1, Glue::To) || self.mark(at + 1, b'-');
            if zone.is_none()
                && more
                && matches!(self.term(at + 2), Term::Digits { len: 4, .. })
                && value < 2400
                && value % 100 < 60
            {
                zone = self.zone_after(at + 3).0;
            }
            let hours = self.says(at + 1, "hours")
                && value < 2400
                && value % 100 < 60
                && value.is_multiple_of(5);
            if zone.is_none() && !hours {
                return None;
            }
            let time = NaiveTime::from_hms_opt(value / 100, value % 100, 0)?;
            return Some((DayTime::Clock(time), zone, if hours { at + 2 } else { end }));
        }
        if len > 2 || value > 24 {
            return None;
        }
        let two = |at: usize| match self.term(at) {
            Term::Digits { value, len: 2 } if value < 60 => Some(value),
            _ => None,
        };
        if self.tight(at + 1, b':')
            && let Some(minute) = two(at + 2)
        {
            let (second, end) = match self.tight(at + 3, b':').then(|| two(at + 4)).flatten() {
                Some(second) => (second, at + 5),
                None => (0, at + 3),
            };
            // A result or a verse: 3:16-18, 2:1; a place in a recording: "the 2:05 mark".
            if self.tight(end, b':') || self.says(end, "mark") {
                return None;
            }
            return self.half_day(end, value, minute, second);
        }
        // 7.30 p.m. as the British write it.
        if self.tight(at + 1, b'.')
            && let Some(minute) = two(at + 2)
            && matches!(self.term(at + 3), Term::Meridiem(_))
        {
            return self.half_day(at + 3, value, minute, 0);
        }
        if matches!(self.term(at + 1), Term::Meridiem(_)) {
            // "10 am" but not "I am".
            return self.half_day(at + 1, value, 0, 0);
        }
        if let Some(end) = self.oclock(at + 1) {
            return self.half_day(end, value, 0, 0);
        }
        // 4 in the morning.
        if self.is(at + 1, Glue::In) && self.is(at + 2, Glue::The) && self.is_part_of_day(at + 3) {
            return self.half_day(at + 1, value, 0, 0);
        }
        None
    }

    fn is_part_of_day(&self, at: usize) -> bool {
        matches!(self.term(at), Term::Part("MO" | "AF" | "EV"))
    }

    /// a.m. or p.m. after the numbers, then the zone.
    fn half_day(&self, at: usize, hour: u32, minute: u32, second: u32) -> Option<Read> {
        let (hour, next) = match self.term(at) {
            Term::Meridiem(add) if (1..=12).contains(&hour) => (hour % 12 + add, at + 1),
            Term::Glue(Glue::In)
                if self.is(at + 1, Glue::The) && self.is_part_of_day(at + 2) && hour <= 12 =>
            {
                let later = self.term(at + 2) != Term::Part("MO");
                (if later { hour % 12 + 12 } else { hour }, at + 3)
            }
            _ => (hour, at),
        };
        let next = next + usize::from(self.says(next, "hrs") || self.says(next, "hr"));
        let (zone, end) = self.zone_after(next);
        if hour == 24 && minute == 0 {
            return Some((DayTime::Midnight, zone, end));
        }
        let time = NaiveTime::from_hms_opt(hour, minute, second)?;
        Some((DayTime::Clock(time), zone, end))
    }

    /// A zone in capitals, perhaps in brackets: `GMT`, `(GMT +8)`, `ET`.
    fn zone_after(&self, at: usize) -> (Option<u16>, usize) {
        let bracket = usize::from(self.mark(at, b'('));
        let name = at + bracket;
        let Term::Zone(index) = self.term(name) else {
            return (None, at);
        };
        if !self.word(name).bytes().all(|b| b.is_ascii_uppercase()) {
            return (None, at);
        }
        let mut end = name + 1;
        if (self.mark(end, b'+') || self.mark(end, b'-'))
            && matches!(self.term(end + 1), Term::Digits { len: 1..=2, .. })
        {
            end += 2;
        }
        if bracket == 1 {
            if !self.mark(end, b')') {
                return (None, at);
            }
            end += 1;
        }
        (Some(index), end)
    }

    /// `the morning of December 28`, `mid-afternoon yesterday`, `night` in `at night`.
    pub(super) fn part(&mut self, at: usize) -> Option<usize> {
        self.part_from(at, at)
    }

    pub(super) fn part_from(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Part(part) = self.term(at) else {
            return None;
        };
        // They travelled at night: on no night in particular.
        if self.says(at, "night") && self.is(at.wrapping_sub(1), Glue::At) {
            return Some(self.keep_fixed(at, at + 1, TimexType::Time, "XXXX-XX-XXTNI"));
        }
        let first = self.found.len();
        let of = at + 1 + usize::from(self.is(at + 1, Glue::Of));
        let end = match self.term(of) {
            Term::Deictic(_) => self.deictic(of, of),
            Term::Weekday { .. } => self.weekday(of, of),
            Term::Month { .. } if of > at + 1 => self.month_first(of, of),
            Term::Digits { .. } if of > at + 1 => self.day_first(of),
            _ => None,
        };
        if let (Some(end), Some(found)) = (end, self.found.get_mut(first)) {
            if day_like(&found.sense) && found.time.is_none() {
                found.from = from;
                found.time = Some(DayTime::Part(part));
                found.kind = TimexType::Time;
                return Some(end);
            }
            self.found.truncate(first);
        }
        if from < at {
            return Some(self.keep_timed(
                from,
                at + 1,
                TimexType::Time,
                Sense::Clock,
                Some(DayTime::Part(part)),
                None,
            ));
        }
        None
    }
}

/// Whether a sense names one day, so that a time of day can join it.
fn day_like(sense: &Sense) -> bool {
    matches!(
        sense,
        Sense::Day { .. } | Sense::Weekday { .. } | Sense::Deictic(_) | Sense::DayOfMonth(_)
    )
}
