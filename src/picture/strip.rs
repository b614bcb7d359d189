//! The strip above a timeline, on which its dates stand to scale.

use chrono::NaiveDate;

use super::font::{Weight, width};
use super::sheet::{MARGIN, Sheet, WIDTH, measure};
use super::theme::Colours;
use super::timeline::{Entry, Standing, Timeline};

/// The words at the strip.
const SIZE: f32 = 24.0;
/// Between two of them.
const CLEAR: f32 = 24.0;
/// A stretch of time shorter than this is a dot.
const SHORTEST: f32 = 16.0;

/// Draws it; only a little space where all dates are one.
pub(super) fn draw(sheet: &mut Sheet, timeline: &Timeline) {
    let Some((first, last)) = extent(timeline).filter(|(first, last)| first < last) else {
        sheet.y += 26.0;
        return;
    };
    let (left, right) = (MARGIN + 8.0, WIDTH - MARGIN - 8.0);
    let scale = |day: NaiveDate| {
        // Days of some millennia: far within what 32 bits tell apart on a thousand pixels.
        let part = |days: i64| days as f32;
        left + (right - left) * part((day - first).num_days()) / part((last - first).num_days())
    };
    let today = timeline.today;
    if first < today && today < last {
        sheet.y += 34.0;
        mark(sheet, scale(today));
    }
    let y = sheet.y + 34.0;
    let colours = sheet.colours;
    sheet.line((left, y), (right, y), colours.rail, 5.0, false);
    let dated = || {
        let days = |entry: &Entry| entry.days.map(|(from, to)| (scale(from), scale(to)));
        timeline
            .entries
            .iter()
            .filter_map(move |entry| Some((days(entry)?, entry.standing)))
    };
    for ((from, to), standing) in dated() {
        if to - from > SHORTEST {
            sheet.line((from, y), (to, y), colour(standing, &colours), 5.0, false);
        }
    }
    for ((from, _), standing) in dated() {
        let ring = standing == Standing::ToCome;
        sheet.dot(from, y, 8.0, colour(standing, &colours), ring);
    }
    sheet.y = y + 14.0;
    ends(sheet, timeline);
    sheet.y += 66.0;
}

/// The colour of an event.
pub(super) fn colour(standing: Standing, colours: &Colours) -> &'static str {
    match standing {
        Standing::Past => colours.past,
        Standing::Today | Standing::ToCome => colours.coming,
    }
}

/// Today, above the strip, where no dot hides it.
fn mark(sheet: &mut Sheet, x: f32) {
    let (set, ink) = (measure(SIZE, Weight::Regular, WIDTH, 1), sheet.colours.ink);
    let half = width("today", set.size, set.weight) / 2.0;
    let middle = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
    sheet.text("today", middle - half, sheet.y + 3.0, &set, ink);
    sheet.line((x, sheet.y + 12.0), (x, sheet.y + 21.0), ink, 3.0, false);
}

/// The words under the strip: its two ends, where they stand clear of each other.
fn ends(sheet: &mut Sheet, timeline: &Timeline) {
    let Some((begin, end)) = words(timeline) else {
        return;
    };
    let set = measure(SIZE, Weight::Regular, WIDTH, 1);
    let wide = |words: &str| width(words, set.size, set.weight);
    let (soft, y) = (sheet.colours.soft, sheet.y + 26.0);
    let edge = WIDTH - MARGIN - wide(end);
    if MARGIN + wide(begin) + CLEAR > edge {
        return;
    }
    sheet.text(begin, MARGIN, y, &set, soft);
    sheet.text(end, edge, y, &set, soft);
}

/// The dates of the two ends in words, as exact as they are known.
fn words(timeline: &Timeline) -> Option<(&str, &str)> {
    let dated = || {
        let days = |entry: &'_ Entry| entry.days;
        timeline
            .entries
            .iter()
            .filter_map(move |entry| Some((days(entry)?, entry.when.as_str())))
    };
    let (_, begin) = dated().min_by_key(|((first, _), _)| *first)?;
    let (_, end) = dated().max_by_key(|((_, last), _)| *last)?;
    Some((begin, end))
}

/// The first and the last day of all.
fn extent(timeline: &Timeline) -> Option<(NaiveDate, NaiveDate)> {
    let days = || timeline.entries.iter().filter_map(|entry| entry.days);
    let first = days().map(|(first, _)| first).min()?;
    let last = days().map(|(_, last)| last).max()?;
    Some((first, last))
}
