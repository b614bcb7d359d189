//! Goes over a text piece by piece, so that a long one costs little memory: the cells of a piece are gone before the next.
//!
//! A piece ends with a line, or in a line without end at a sentence's stop, or at a blank. What an expression needs of
//! its surroundings is noted down while its cells are there.

use super::cell::{self, Cell};
use super::frame;
use super::lexicon::Term;
use super::pairs;
use super::reader;
use super::sense::{Around, Found};

/// Bytes of a piece, at least.
const PIECE: usize = 1 << 16;
/// How far beyond [`PIECE`] a line's end is sought, and then a sentence's, in bytes.
const BEYOND: usize = 1 << 12;
/// How many cells from the top a date line's place may stand.
const DATELINE: usize = 16;
/// The most expressions of time that are read, which bounds the memory; an article has a few hundred at most.
const MOST: usize = 50_000;
/// How many cells before a date may say that something began.
const BEGAN_REACH: usize = 6;

/// What a text has.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Its expressions of time, in order.
    pub(super) found: Vec<Found>,
    /// Whether the country of the date line writes the month first; none without a date line that is known.
    pub(super) month_first: Option<bool>,
}

/// Reads a text.
pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut cells_before = 0;
    let mut start = 0;
    while start < text.len() && scan.found.len() < MOST {
        let end = piece_end(text, start);
        let cells = cell::cells(&text[start..end], start);
        let mut found = reader::read(text, &cells);
        found.sort_by_key(|found| (found.from, found.to));
        pairs::pair(&cells, &mut found);
        if start == 0 {
            scan.month_first = country(&cells);
        }
        let before = scan.found.len();
        for mut found in found {
            if let Some(around) = around(&cells, &found, cells_before) {
                found.around = around;
                if let Some(first) = scan.found[before..].last() {
                    pairs::follow(&cells, first, &mut found);
                }
                scan.found.push(found);
            }
        }
        cells_before += cells.len();
        start = end;
    }
    scan.found.truncate(MOST);
    scan
}

fn piece_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    if rest.len() <= PIECE + BEYOND {
        return text.len();
    }
    let window = &rest[PIECE..PIECE + BEYOND];
    let line = window.iter().position(|byte| *byte == b'\n');
    let stop = || {
        window
            .windows(2)
            .position(|pair| pair == b". ")
            .map(|at| at + 1)
    };
    let blank = || window.iter().position(|byte| *byte == b' ');
    let mut end = start + PIECE + line.or_else(stop).or_else(blank).unwrap_or(BEYOND - 1) + 1;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    end
}

fn around(cells: &[Cell], found: &Found, cells_before: usize) -> Option<Around> {
    let inside = cells.get(found.from..found.to)?;
    Some(Around {
        start: inside.first()?.start,
        end: inside.last()?.end,
        cell: cells_before + found.from,
        zone: inside
            .iter()
            .find(|cell| matches!(cell.term, Term::Zone(_)))
            .map_or((0, 0), |cell| (cell.start, cell.end)),
        frame: frame::frame(cells, found.from, found.to),
        opens: cells[found.from.saturating_sub(BEGAN_REACH)..found.from]
            .iter()
            .rev()
            .take_while(|cell| !matches!(cell.term, Term::Mark(b'.' | b'\n')))
            .any(|cell| cell.term == Term::Began),
    })
}

fn country(cells: &[Cell]) -> Option<bool> {
    cells
        .iter()
        .take(DATELINE)
        .find_map(|cell| match cell.term {
            Term::Place(american) if cell.capital => Some(american),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cut_no_expression_at_a_line_or_a_sentence() {
        for joint in ["\n", " "] {
            let text = format!("The pilots met on August 25, 2024.{joint}").repeat(6000);
            let scan = scan(&text);
            assert_eq!(scan.found.len(), 6000);
            assert!(
                scan.found
                    .iter()
                    .all(|found| found.around.end - found.around.start == 15)
            );
        }
    }
}
