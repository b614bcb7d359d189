//! The day of publication, where nobody gave it: worked out from the text.
//!
//! In order of trust: a date on a line of its own near the top, a date line (`KABUL, Sept. 29, 2025 –`), the newest full
//! date that falls on a weekday which the text names ("on Monday", and a post of September 29, 2025, a Monday), the
//! newest embedded post. Dates that the text looks forward to do not count. Nothing here knows what day it is today.

use chrono::{Datelike, NaiveDate};

use super::sense::{Found, Sense, Year};
use crate::parse::block::BlockKind;
use crate::parse::document::Document;

/// How many blocks from the top a line with a date may stand.
const TOP_BLOCKS: usize = 6;
/// How many tokens into the first paragraphs a date line's date may stand.
const LINE_REACH: usize = 12;
/// How long after the newest full date a date line without a year may be, in days.
const HALF_YEAR: i64 = 183;

/// A full date of the text.
struct Full {
    day: NaiveDate,
    block: Option<usize>,
    /// How many tokens of its block stand before it, and how many it does not cover.
    offset: usize,
    rest: usize,
    forward: bool,
}

/// The day of publication as the text shows it.
pub(super) fn published(document: &Document, found: &[Found]) -> Option<NaiveDate> {
    let full: Vec<Full> = found
        .iter()
        .filter_map(|found| full(document, found))
        .collect();
    let in_kind = |full: &&Full, kinds: &[BlockKind]| {
        full.block
            .is_some_and(|block| kinds.contains(&document.blocks[block].kind))
    };
    // A line of its own near the top: "Published: March 1, 2008", "Thursday, May 7, 2015".
    let line = full.iter().find(|full| {
        full.block.is_some_and(|block| {
            block < TOP_BLOCKS && document.blocks[block].kind != BlockKind::Post
        }) && full.rest <= 4
            && full.offset <= 4
            && !in_kind(full, &[BlockKind::Signature, BlockKind::Caption])
    });
    if let Some(line) = line {
        return Some(line.day);
    }
    // A date line at the head of the first paragraphs.
    let head = full.iter().find(|full| {
        full.block.is_some_and(|block| block < 3) && dateline(document, full.block, full.offset)
    });
    if let Some(head) = head {
        return Some(head.day);
    }
    let newest = full
        .iter()
        .filter(|full| !full.forward)
        .map(|full| full.day)
        .max();
    if let Some(day) = newest.and_then(|newest| open_dateline(document, found, newest)) {
        return Some(day);
    }
    let weekdays: Vec<u32> = found
        .iter()
        .filter_map(|found| match found.sense {
            Sense::Weekday {
                number,
                shift: None,
            } => Some(number),
            _ => None,
        })
        .collect();
    full.iter()
        .filter(|full| !full.forward && weekdays.contains(&full.day.weekday().number_from_monday()))
        .map(|full| full.day)
        .max()
        .or_else(|| {
            full.iter()
                .filter(|full| in_kind(full, &[BlockKind::Signature]))
                .map(|full| full.day)
                .max()
        })
}

fn full(document: &Document, found: &Found) -> Option<Full> {
    let Sense::Day {
        year: Year::Is(year),
        month,
        day,
    } = found.sense
    else {
        return None;
    };
    let (block, offset, rest) = place(document, found);
    Some(Full {
        day: NaiveDate::from_ymd_opt(year, month, day)?,
        block,
        offset,
        rest,
        forward: found.around.frame.forward,
    })
}

/// The block of an expression, how many tokens of the block stand before it and how many beside it.
fn place(document: &Document, found: &Found) -> (Option<usize>, usize, usize) {
    let (start, end) = (found.around.start as usize, found.around.end as usize);
    let token = document
        .tokens
        .partition_point(|token| token.end as usize <= start);
    let Some(block) = document.block_of(token) else {
        return (None, 0, 0);
    };
    let tokens = &document.blocks[block].tokens;
    let after = document
        .tokens
        .partition_point(|token| (token.start as usize) < end);
    let offset = token.saturating_sub(tokens.start);
    let rest = offset + tokens.end.saturating_sub(after);
    (Some(block), offset, rest)
}

/// Whether a date stands where a date line has it: after a place in capitals, before the first sentence.
fn dateline(document: &Document, block: Option<usize>, offset: usize) -> bool {
    let Some(block) = block.map(|block| &document.blocks[block]) else {
        return false;
    };
    if block.kind != BlockKind::Paragraph || offset > LINE_REACH {
        return false;
    }
    let first = &document.tokens[block.tokens.start];
    first.upper() || !block.dateline.is_empty() && offset <= block.dateline.len()
}

/// A date line without its year, completed by the newest full date: the first such day on or after it.
fn open_dateline(document: &Document, found: &[Found], newest: NaiveDate) -> Option<NaiveDate> {
    let first = found.first()?;
    let Sense::Day {
        year: Year::Open,
        month,
        day,
    } = first.sense
    else {
        return None;
    };
    let (block, offset, _) = place(document, first);
    if block.is_none_or(|block| block >= 3) || !dateline(document, block, offset) {
        return None;
    }
    (newest.year()..=newest.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|day| (0..=HALF_YEAR).contains(&(*day - newest).num_days()))
}
