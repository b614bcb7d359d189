//! Seasons: `the summer of 1994`, `summer 2006`, `in the spring`, `a winter offensive`; and their values.

use chrono::Datelike;

use super::anchor::Anchors;
use super::frame::Frame;
use super::lexicon::{Glue, Shift, Term};
use super::reader::Reader;
use super::resolve::year_of;
use super::sense::{Sense, Year};

impl Reader<'_> {
    /// Seasons: `the summer of 1994`, `summer 2006`, `this fall`, `the spring`.
    pub(super) fn season(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Season(name) = self.term(at) else {
            return None;
        };
        let fall = self.says(at, "fall");
        let next =
            at + 1 + usize::from(self.is(at + 1, Glue::Of)) + usize::from(self.mark(at + 1, b','));
        if let Some((year, end)) = self.year_in_words(next) {
            return Some(self.keep_date(
                from,
                end,
                Sense::Season {
                    name,
                    year: Year::Is(year),
                },
            ));
        }
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
            && let Term::Shift(shift) = self.term(at + 2)
            && self.says(at + 3, "year")
        {
            let year = match shift {
                Shift::That | Shift::Same => Year::That,
                Shift::Last => Year::From(-1),
                Shift::This => Year::From(0),
                Shift::Next => Year::From(1),
                _ => return None,
            };
            return Some(self.keep_date(from, at + 4, Sense::Season { name, year }));
        }
        // "in the fall", but not "the fall of the wall", "in the fall in prices"
        let fell = !(from < at
            && matches!(
                self.before(from),
                Term::Glue(Glue::In | Glue::By | Glue::Since | Glue::Until)
            )
            && !matches!(self.term(at + 1), Term::Glue(Glue::Of | Glue::In)));
        if fall && fell || self.says(at, "winters") || self.capital(at) && !self.opens_sentence(at)
        {
            return None;
        }
        let prepared = from < at && !matches!(self.term(at + 1), Term::Glue(Glue::Of))
            || matches!(
                self.before(from),
                Term::Glue(
                    Glue::In | Glue::By | Glue::Since | Glue::Until | Glue::Through | Glue::During
                ) | Term::Limit(_)
            );
        let followed = self.term(at + 1) == Term::Other && !self.is_subject(at + 1);
        let adjective = followed && !self.capital(at);
        if !prepared && !adjective {
            return None;
        }
        let (from, year) = if followed {
            (at, Year::Loose)
        } else {
            (from, Year::Open)
        };
        Some(self.keep_date(from, at + 1, Sense::Season { name, year }))
    }
}

/// In months.
const HALF_YEAR: u32 = 6;

/// The first month of a season.
fn season_month(name: &str) -> u32 {
    match name {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

/// The value of `last spring` (-1), `this fall` (0) and `next summer` (1).
pub(super) fn shifted_season(name: &str, by: i32, anchors: &Anchors) -> String {
    let start = season_month(name);
    let Some(published) = anchors.published else {
        return format!("XXXX-{name}");
    };
    let month = published.month();
    let year = match by {
        // The last that is over.
        -1 => published.year() - i32::from(month < start + 3),
        1 => published.year() + i32::from(month >= start),
        _ => published.year() - i32::from(name == "WI" && month <= 2),
    };
    format!("{year:04}-{name}")
}

/// The value of a season whose year may be open.
pub(super) fn season(name: &str, year: Year, frame: Frame, anchors: &Anchors) -> Option<String> {
    let start = season_month(name);
    let unknown = Some(format!("XXXX-{name}"));
    let year = match year {
        Year::Is(year) => year,
        Year::That | Year::From(_) => match year_of(year, anchors) {
            Some(year) => year,
            None => return unknown,
        },
        Year::Loose if !anchors.narrative => return None,
        Year::Open | Year::Loose if anchors.narrative && anchors.year.is_some() => {
            match anchors.year {
                Some(year) => year,
                None => return unknown,
            }
        }
        Year::Open | Year::Loose => {
            let Some(published) = anchors.published else {
                return unknown;
            };
            let month = published.month();
            // "It reaches Europe in the fall", read in April.
            let near = matches!(year, Year::Open)
                && !frame.told
                && (1..=HALF_YEAR).contains(&((start + 12 - month) % 12));
            if frame.future || frame.forward || near {
                published.year() + i32::from(month >= start + 3)
            } else {
                published.year() - i32::from(month < start)
            }
        }
    };
    Some(format!("{year:04}-{name}"))
}
