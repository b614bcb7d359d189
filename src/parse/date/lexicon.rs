//! The words that expressions of time are made of, from `lexicon/dates.txt`.
//!
//! A word of up to sixteen bytes is packed into one integer, so that a look-up is one multiplication and, nearly
//! always, one comparison: every word of every article goes through here.

use std::sync::LazyLock;

use chrono_tz::Tz;

/// What a cell of the text is to the matchers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Term {
    /// A word of no interest, or something between word and number (`A320`).
    Other,
    /// Past either end of the text.
    Edge,
    /// A mark; curly quotes and long dashes are folded to their ASCII form, a line's end is `\n`.
    Mark(u8),
    /// A run of digits.
    Digits {
        /// Their value; `u32::MAX` when it is longer than nine digits.
        value: u32,
        /// How many.
        len: u8,
    },
    Cardinal(u32),
    Ordinal(u32),
    /// The nineties: 90. With a full year, `1990s`: 1990.
    Tens(u32),
    /// January is 1; `short` for Jan.
    Month {
        number: u32,
        short: bool,
    },
    /// Monday is 1.
    Weekday {
        number: u32,
        short: bool,
    },
    Unit(Unit),
    Units(Unit),
    Season(&'static str),
    Part(&'static str),
    /// Noon (12) or midnight (0).
    Noon(u32),
    /// Days from today.
    Deictic(i64),
    Tonight,
    /// `several`: 0; `couple`: 2; `dozens` (without a number before): 1.
    Vague(u32),
    Shift(Shift),
    Limit(Limit),
    /// Earlier (-1), later (1).
    Compare(i64),
    Often(Unit),
    Approx,
    Half,
    Now,
    Recently,
    Glue(Glue),
    Adjective,
    Period,
    Fiscal,
    Will,
    Would,
    Plan,
    Hope,
    Said,
    Began,
    Was,
    /// A past tense that has no -ed.
    Went,
    But,
    /// What comes in thousands: a number before it is no year.
    Counted,
    /// A town or state of a date line; true in the United States, where the month stands first.
    Place(bool),
    /// Hours to add after `p.m.`.
    Meridiem(u32),
    Holiday(u32),
    /// A holiday only before `Day`: Election Day.
    Feast(u32),
    /// True for BC.
    Era(bool),
    /// A month or a mark of the Hijri calendars; true for the mark.
    Hijri(bool),
    /// An index into [`ZONES`].
    Zone(u16),
}

/// A unit of the calendar or of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// Which one of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Last,
    Past,
    Previous,
    This,
    Current,
    Latest,
    Same,
    That,
    Next,
    Following,
    Recent,
}

/// Which end of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Early,
    Late,
    Mid,
    Middle,
    Start,
    End,
    Part,
    Eve,
    Height,
}

macro_rules! glue {
    ($($name:ident $word:literal),+ $(,)?) => {
        /// Words that hold an expression together.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Glue { $($name),+ }

        fn glue(word: &str) -> Option<Glue> {
            match word { $($word => Some(Glue::$name),)+ _ => None }
        }
    };
}

glue! {
    The "the", A "a", Of "of", In "in", On "on", At "at", By "by", And "and", Or "or", To "to", Until "until",
    From "from", Through "through", Since "since", Before "before", After "after", During "during",
    Between "between", For "for", Within "within", Into "into", Ago "ago", Each "each", Per "per",
    Old "old", Long "long", Possessive "possessive", Its "its", Ended "ended", Ending "ending", Had "had", Been "been", Be "be", These "these", Hence "hence", As "as",
    Circa "circa", Future "future", Time "time", Oclock "oclock", Once "once", Anniversary "anniversary",
    So "so", Post "post", Is "is", New "new", Not "not", Have "have", Effect "effect", Effective "effective", Starting "starting", Likely "likely", Ahead "ahead", Born "born", Take "take",
}

const SIZE: usize = 2048;

struct Table {
    slots: Vec<(u128, Term)>,
    zones: Vec<(&'static str, Option<Tz>)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("../lexicon/dates.txt")));

/// What a word means; [`Term::Other`] when it has no part in expressions of time.
pub(super) fn look_up(word: &[u8]) -> Term {
    let Some(key) = pack(word) else {
        return Term::Other;
    };
    let mut slot = hash(key);
    loop {
        match TABLE.slots[slot] {
            (0, _) => return Term::Other,
            (found, term) if found == key => return term,
            _ => slot = (slot + 1) % SIZE,
        }
    }
}

/// The IANA zone of a [`Term::Zone`]; none where the letters stand for several (`IST`, `CST`, `BST`).
pub(super) fn zone(index: u16) -> Option<Tz> {
    TABLE.zones.get(usize::from(index))?.1
}

/// The word in lower case as one integer; none when it is too long to be in the table.
fn pack(word: &[u8]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut bytes = [0; 16];
    bytes[..word.len()].copy_from_slice(word);
    bytes.make_ascii_lowercase();
    Some(u128::from_le_bytes(bytes))
}

#[allow(clippy::cast_possible_truncation)] // the halves are folded on purpose
fn hash(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize
}

fn read(data: &'static str) -> Table {
    let mut table = Table {
        slots: vec![(0, Term::Other); SIZE],
        zones: Vec::new(),
    };
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split_ascii_whitespace();
        let (Some(class), Some(value)) = (fields.next(), fields.next()) else {
            continue;
        };
        if class == "zone" {
            let name = match value {
                "?" => None,
                "Z" => Some(Tz::UTC),
                name => name.parse().ok(),
            };
            table.zones.push((value, name));
        }
        let term = term(class, value, table.zones.len())
            .expect("every line of lexicon/dates.txt has a known class and value (tested)");
        for word in fields {
            let key = pack(word.as_bytes()).expect("words have at most sixteen bytes (tested)");
            let mut slot = hash(key);
            while table.slots[slot].0 != 0 && table.slots[slot].0 != key {
                slot = (slot + 1) % SIZE;
            }
            table.slots[slot] = (key, term);
        }
    }
    table
}

fn term(class: &str, value: &'static str, zones: usize) -> Option<Term> {
    let number = || value.parse::<u32>().ok();
    Some(match class {
        "month" => Term::Month {
            number: number()?,
            short: false,
        },
        "short" => Term::Month {
            number: number()?,
            short: true,
        },
        "weekday" => Term::Weekday {
            number: number()?,
            short: false,
        },
        "shortday" => Term::Weekday {
            number: number()?,
            short: true,
        },
        "unit" => Term::Unit(unit(value)?),
        "units" => Term::Units(unit(value)?),
        "often" => Term::Often(unit(value)?),
        "season" => Term::Season(value),
        "part" => Term::Part(value),
        "noon" => Term::Noon(number()?),
        "deictic" => Term::Deictic(value.parse().ok()?),
        "tonight" => Term::Tonight,
        "cardinal" => Term::Cardinal(number()?),
        "ordinal" => Term::Ordinal(number()?),
        "tens" => Term::Tens(number()?),
        "vague" => Term::Vague(number()?),
        "shift" => Term::Shift(shift(value)?),
        "edge" => Term::Limit(limit(value)?),
        "compare" => Term::Compare(if value == "earlier" { -1 } else { 1 }),
        "approx" => Term::Approx,
        "half" => Term::Half,
        "now" if value == "past" => Term::Recently,
        "now" => Term::Now,
        "glue" => Term::Glue(glue(value)?),
        "adjective" => Term::Adjective,
        "period" => Term::Period,
        "fiscal" => Term::Fiscal,
        "will" => Term::Will,
        "would" => Term::Would,
        "plan" => Term::Plan,
        "hope" => Term::Hope,
        "said" => Term::Said,
        "opening" => Term::Began,
        "was" => Term::Was,
        "went" => Term::Went,
        "but" => Term::But,
        "counted" => Term::Counted,
        "place" => Term::Place(value == "us"),
        "meridiem" => Term::Meridiem(number()?),
        "holiday" => Term::Holiday(number()?),
        "feast" => Term::Feast(number()?),
        "era" => Term::Era(value == "1"),
        "hijri" => Term::Hijri(value == "1"),
        "zone" => Term::Zone(u16::try_from(zones.checked_sub(1)?).ok()?),
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

fn shift(name: &str) -> Option<Shift> {
    Some(match name {
        "last" => Shift::Last,
        "past" => Shift::Past,
        "previous" => Shift::Previous,
        "this" => Shift::This,
        "current" => Shift::Current,
        "latest" => Shift::Latest,
        "same" => Shift::Same,
        "that" => Shift::That,
        "next" => Shift::Next,
        "following" => Shift::Following,
        "recent" => Shift::Recent,
        _ => return None,
    })
}

fn limit(name: &str) -> Option<Limit> {
    Some(match name {
        "early" => Limit::Early,
        "late" => Limit::Late,
        "mid" => Limit::Mid,
        "middle" => Limit::Middle,
        "start" => Limit::Start,
        "end" => Limit::End,
        "part" => Limit::Part,
        "eve" => Limit::Eve,
        "height" => Limit::Height,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        let data = include_str!("../lexicon/dates.txt");
        let mut seen = std::collections::BTreeSet::new();
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split_ascii_whitespace().collect();
            assert!(fields.len() >= 3, "{line}");
            assert!(term(fields[0], fields[1], 1).is_some(), "{line}");
            for word in &fields[2..] {
                assert!(seen.insert(*word), "{word} stands twice");
                assert!(pack(word.as_bytes()).is_some(), "{word}");
            }
        }
        assert!(seen.len() < SIZE / 2);
    }

    #[test]
    fn a_zone_has_its_name() {
        for (index, (name, zone)) in TABLE.zones.iter().enumerate() {
            assert_eq!(zone.is_none(), *name == "?", "{index} {name}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(
            look_up(b"JUNE"),
            Term::Month {
                number: 6,
                short: false
            }
        );
        assert_eq!(look_up(b"Junebug"), Term::Other);
        assert_eq!(look_up(b"sovereignpersonages"), Term::Other);
    }
}
