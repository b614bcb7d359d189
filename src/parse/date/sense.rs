//! What an expression says before it is known which day it means: the matchers' result and the resolver's input.

use chrono::NaiveTime;

use super::frame::Frame;
use super::lexicon::{Shift, Unit};
use crate::article::TimexType;

/// An expression of time, not yet resolved.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its first cell.
    pub(super) from: usize,
    /// One past its last cell.
    pub(super) to: usize,
    pub(super) kind: TimexType,
    pub(super) sense: Sense,
    /// The time of day that it names.
    pub(super) time: Option<DayTime>,
    /// Index into the lexicon's zones.
    pub(super) zone: Option<u16>,
    /// It is the first (-1) or the last (1) of a range or a pair.
    pub(super) pair: i8,
    /// What stands around it; known once its piece of text is read.
    pub(super) around: Around,
}

/// An expression's place and surroundings, which outlive the cells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Its first byte in the text.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    /// Its first cell, counted from the text's beginning.
    pub(super) cell: usize,
    /// The bytes of its zone.
    pub(super) zone: (u32, u32),
    /// Whether the words around look forward or back.
    pub(super) frame: Frame,
    /// Something is said to begin on it.
    pub(super) opens: bool,
}

/// A clock time or a part of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum DayTime {
    Clock(NaiveTime),
    /// Midnight at the day's end.
    Midnight,
    /// `MO`, `AF`, `EV`, `NI`.
    Part(&'static str),
}

/// Which year, as far as the text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Year {
    /// Not said.
    Open,
    /// Not said, by a season that may be no date at all: `spring offensive`, `winter wheat`.
    Loose,
    Is(i32),
    /// Years from the publication: `last year` is -1.
    From(i32),
    /// The year last spoken of: `that year`.
    That,
}

/// The meaning.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sense {
    Day {
        year: Year,
        month: u32,
        day: u32,
    },
    Month {
        year: Year,
        month: u32,
    },
    /// `last October`: the one before the publication.
    ShiftedMonth {
        shift: Shift,
        month: u32,
    },
    Year(i32),
    /// `'68`: its century is that of the text.
    ShortYear(u32),
    /// A value that needs no resolving: lengths, sets, centuries, vague references.
    Fixed(String),
    /// Monday is 1.
    Weekday {
        number: u32,
        shift: Option<Shift>,
    },
    /// `the second Saturday of July`: the month's `nth` one; -1 is its last.
    WeekdayOf {
        nth: i32,
        number: u32,
        month: Box<Sense>,
    },
    /// `a week on Saturday`: so many weeks after the next one.
    WeeksOn {
        weeks: i64,
        number: u32,
    },
    /// `next week`, `that day`.
    Unit {
        unit: Unit,
        shift: Shift,
    },
    /// Two weeks ago (`back`, from now), three days later (from the text's own last date).
    Away {
        count: f64,
        unit: Unit,
        back: bool,
        from_text: bool,
    },
    Quarter {
        number: u32,
        year: Year,
    },
    Half {
        number: u32,
        year: Year,
    },
    Season {
        name: &'static str,
        year: Year,
    },
    /// `last spring` (-1): the one before the publication.
    ShiftedSeason {
        name: &'static str,
        by: i32,
    },
    /// The quarter (or period) that the article reports on; `back` for the one a year before it.
    Reported {
        back: bool,
        /// The words say quarter.
        quarter: bool,
    },
    /// `the 20th`.
    DayOfMonth(u32),
    /// `the second day`.
    NthDay(u32),
    /// Days from today.
    Deictic(i64),
    Weekend(Shift),
    /// `the week of March 6`: the week of the day.
    WeekOf {
        year: Year,
        month: u32,
        day: u32,
    },
    Holiday {
        number: u32,
        year: Year,
    },
    YearEnd,
    /// A clock time whose day stands elsewhere.
    Clock,
    /// `the day before Friday`: so many days from the next expression.
    Beside(i64),
    /// Digits and strokes whose order of day and month the text must settle: first, second, year.
    Numeric(u32, u32, i32),
}
