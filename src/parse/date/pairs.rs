//! Two expressions that belong together: `August and September 1914` share their year, `from Wednesday to Friday` is a
//! range.

use super::cell::Cell;
use super::lexicon::{Glue, Term};
use super::sense::{Found, Sense, Year};

/// How two neighbours are linked.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    /// `and`, `or`, a stroke.
    List,
    /// `to`, `through`, `until`, a dash.
    Range,
}

/// Marks ranges, and gives the first of a pair the year that stands at its end.
pub(super) fn pair(cells: &[Cell], found: &mut [Found]) {
    for last in (1..found.len()).rev() {
        let (before, rest) = found.split_at_mut(last);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first_mut()) else {
            continue;
        };
        let Some(link) = link(cells, first.to, second.from) else {
            continue;
        };
        let shared = share_year(first, second);
        if (shared || link == Link::Range && alike(&first.sense, &second.sense))
            && first.pair == 0
            && second.pair == 0
        {
            first.pair = -1;
            second.pair = 1;
        }
    }
}

/// "Snow is expected on Tuesday and Wednesday": what sends the first weekday forward sends the second too.
pub(super) fn follow(cells: &[Cell], first: &Found, second: &mut Found) {
    let weekday = |found: &Found| matches!(found.sense, Sense::Weekday { shift: None, .. });
    if first.around.frame.forward
        && weekday(first)
        && weekday(second)
        && listed(cells, first.to, second.from)
    {
        second.around.frame.forward = true;
    }
}

/// Whether what stands between two expressions makes a list of them: `and`, `, or on`.
fn listed(cells: &[Cell], from: usize, to: usize) -> bool {
    cells.get(from..to).is_some_and(|between| {
        (1..=3).contains(&between.len())
            && between.iter().all(|cell| {
                matches!(
                    cell.term,
                    Term::Glue(Glue::And | Glue::Or | Glue::On | Glue::To | Glue::Through)
                        | Term::Mark(b',' | b'-' | b'/')
                )
            })
    })
}

/// What stands between two expressions, if it links them.
fn link(cells: &[Cell], from: usize, to: usize) -> Option<Link> {
    let between = cells.get(from..to)?;
    if !(1..=3).contains(&between.len()) {
        return None;
    }
    let mut link = None;
    for cell in between {
        match cell.term {
            Term::Glue(Glue::To | Glue::Through | Glue::Until) | Term::Mark(b'-' | b'_') => {
                link = Some(Link::Range);
            }
            Term::Glue(Glue::And | Glue::Or) | Term::Mark(b'/') => {
                link = link.or(Some(Link::List));
            }
            Term::Glue(Glue::The | Glue::In) | Term::Limit(_) => {}
            _ => return None,
        }
    }
    link
}

/// Gives the first of two the year of the second, or the year before when the months turn back.
fn share_year(first: &mut Found, second: &Found) -> bool {
    let Some((end_month, year)) = said_year(&second.sense) else {
        return false;
    };
    let month = match first.sense {
        Sense::Day {
            year: Year::Open,
            month,
            ..
        }
        | Sense::Month {
            year: Year::Open,
            month,
        } => month,
        Sense::Season {
            year: Year::Open, ..
        } => end_month,
        _ => return false,
    };
    let shared = Year::Is(year - i32::from(month > end_month));
    if let Sense::Day { year, .. } | Sense::Month { year, .. } | Sense::Season { year, .. } =
        &mut first.sense
    {
        *year = shared;
    }
    true
}

/// Whether two senses can be the ends of a range.
fn alike(first: &Sense, second: &Sense) -> bool {
    matches!(
        (first, second),
        (Sense::Weekday { .. }, Sense::Weekday { .. })
            | (Sense::Day { .. }, Sense::Day { .. })
            | (Sense::Month { .. }, Sense::Month { .. })
            | (Sense::Year(_), Sense::Year(_))
            | (Sense::Clock, Sense::Clock)
            | (
                Sense::Deictic(_),
                Sense::Deictic(_) | Sense::Day { .. } | Sense::Weekday { .. }
            )
    )
}

/// The month and the year of an expression that says its year.
fn said_year(sense: &Sense) -> Option<(u32, i32)> {
    match sense {
        Sense::Day {
            year: Year::Is(year),
            month,
            ..
        }
        | Sense::Month {
            year: Year::Is(year),
            month,
        } => Some((*month, *year)),
        Sense::Season {
            year: Year::Is(year),
            ..
        } => Some((12, *year)),
        _ => None,
    }
}
