//! Joining: dates of one sentence that are one: `10 a.m. ET` and `on February 11`, `Wednesday to Friday`, `8 p.m. (17:00
//! GMT)`, and lengths that are counted on from a day.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::super::date::{DateMention, RangeEnd};
use super::super::document::Document;
use super::super::token::Kind;
use super::when::{Length, Point, When};
use super::words::{self, GLUE};

/// `a week on Saturday`, `90 days from today`: the length before the date is counted on.
pub(super) fn count_on(
    document: &Document,
    lengths: &[Length],
    when: &mut When,
    published: NaiveDate,
) {
    let Some(length) = lengths
        .last()
        .filter(|length| (length.tokens.end..length.tokens.end + 3).contains(&when.tokens.start))
    else {
        return;
    };
    let between = length.tokens.end;
    // "put off by a week on Wednesday": that day it was done.
    if document.is(length.tokens.start.wrapping_sub(1), &["by"]) {
        return;
    }
    // "a week today", "a fortnight tomorrow"
    if document.is(between, &["today", "tomorrow"])
        && when.tokens.start == between
        && length.days.is_multiple_of(7)
        && let Some(day) = when.start.first.checked_add_days(Days::new(length.days))
    {
        when.start.set_day(day);
        when.tokens.start = length.tokens.start;
        return;
    }
    // "for three days from 2 September" is a stretch.
    if document.is(length.tokens.start.wrapping_sub(1), &["for"])
        && document.is(between, &["from", "starting", "beginning"])
    {
        let more = Days::new(length.days.saturating_sub(1));
        if length.days > 1 && when.end.is_none() && when.start.first == when.start.last {
            when.start.forward(published, false);
            when.end = when.start.first.checked_add_days(more).map(Point::of);
            when.tokens.start = length.tokens.start - 1;
        }
        return;
    }
    if length.tokens.end + 1 != when.tokens.start {
        return;
    }
    // "a week on Saturday", "three weeks from Monday"
    if document.is(between, &["on", "from"]) && when.start.weekday.is_some() {
        when.start.forward(published, false);
    } else if !document.is(between, &["from", "after"]) {
        return;
    }
    if let Some(day) = when.start.first.checked_add_days(Days::new(length.days)) {
        when.start.set_day(day);
        when.start.weekday = None;
        when.counted = !document.is(between, &["on"]);
        when.tokens.start = length.tokens.start;
    }
}

/// `on Friday week` is a week after the coming Friday, `on Friday fortnight` two.
pub(super) fn week_on(document: &Document, when: &mut When, published: NaiveDate) {
    let week = when.tokens.end;
    let bare = document.is(week, &["week", "fortnight"])
        && !matches!(document.kind(week + 1), Kind::Hyphen | Kind::Possessive)
        && document.is(when.tokens.start.wrapping_sub(1), &["on", "until", "by"]);
    if !bare || when.start.weekday.is_none() {
        return;
    }
    when.start.forward(published, false);
    let days = if document.is(week, &["week"]) { 7 } else { 14 };
    if let Some(day) = when.start.first.checked_add_days(Days::new(days)) {
        when.start.set_day(day);
        when.start.weekday = None;
        when.tokens.end = week + 1;
    }
}

/// Adds a date to the one before it, if both are one.
pub(super) fn join(
    document: &Document,
    before: &mut When,
    when: &When,
    mention: &DateMention,
) -> bool {
    let gap = before.tokens.end..when.tokens.start;
    if gap.len() > 5 || gap.start > gap.end {
        return false;
    }
    let glued = gap.clone().all(|at| {
        matches!(document.kind(at), Kind::Comma | Kind::OpenBracket)
            || words::is(document, at, GLUE)
            || document.is(at, &["local", "time", "o'clock"])
    });
    let between = document.is(before.tokens.start.wrapping_sub(1), &["between"])
        && gap.len() == 1
        && document.is(gap.start, &["and"])
        && before.start.weekday.is_some() == when.start.weekday.is_some();
    let range = match between {
        true => Some(Join::To),
        false => range_word(document, gap.clone(), mention),
    };
    let tokens = before.tokens.start..when.tokens.end;
    match (before.start.clock, when.start.clock) {
        // `8 p.m. on election day, 7 October`
        (Some(clock), None)
            if before.clock_only && before.end.is_none() && !verb_in(document, gap.clone()) =>
        {
            before.start = when.start.clone();
            before.start.clock = Some(clock);
            before.clock_only = false;
        }
        // `on 14 March at 10:00`
        (None, Some(clock))
            if glued && when.clock_only && before.start.first == before.start.last =>
        {
            before.start.clock = Some(clock);
            before.zone = when.zone;
            before.letters.clone_from(&when.letters);
        }
        // `from 2:30 to 4 p.m.`, `8 p.m. (17:00 GMT)`
        (Some(first), Some(clock)) if when.clock_only => {
            if document.kind(when.tokens.start - 1) == Kind::OpenBracket {
                before.zone = before.zone.or(offset(first, clock, when.zone));
            } else if range.is_some() {
                let mut end = before.start.clone();
                end.clock = Some(clock);
                before.end = Some(end);
                before.zone = before.zone.or(when.zone);
                before.letters = before.letters.take().or_else(|| when.letters.clone());
            } else {
                return false;
            }
        }
        // `on the same day, 26 February`
        (None, None)
            if before.relative
                && !when.relative
                && when.start.weekday.is_none()
                && gap.len() == 1
                && document.kind(gap.start) == Kind::Comma =>
        {
            *before = when.clone();
        }
        (None, None) if before.end.is_none() => match range {
            Some(Join::To) => {
                // "from 3 to 9 May": the 3rd has its year from the 9th.
                before.start.yearless |= before.tokens.len() == 1 && when.start.yearless;
                before.end = Some(when.start.clone());
            }
            Some(Join::And) if next_day(before, when) => before.end = Some(when.start.clone()),
            // `Wednesday, 18 June`, `tonight, Friday`; not `1 September, and the autumn`
            None if glued
                && before.start.first == when.start.first
                && before.start.last == when.start.last
                && gap.len() <= 2 => {}
            _ => return false,
        },
        _ => return false,
    }
    before.tokens = tokens;
    true
}

#[derive(Clone, Copy)]
enum Join {
    To,
    And,
}

fn range_word(document: &Document, gap: Range<usize>, mention: &DateMention) -> Option<Join> {
    if gap.len() > 2 || gap.len() == 2 && !document.is(gap.end - 1, &["on"]) {
        return None;
    }
    // "adjourned on Thursday until Monday" is no stretch.
    let until = document.is(gap.start, &["until", "till"])
        && document.is(gap.start.wrapping_sub(2), &["on"]);
    if !until && document.is(gap.start, &["to", "until", "till", "through"])
        || matches!(document.kind(gap.start), Kind::Dash | Kind::Hyphen)
    {
        return Some(Join::To);
    }
    let listed = document.is(gap.start, &["and"]) || document.kind(gap.start) == Kind::Comma;
    if listed || mention.range == Some(RangeEnd::Last) {
        return Some(Join::And);
    }
    None
}

/// Whether `when` is the day after `before`, or may be: two weekdays that follow one another.
fn next_day(before: &When, when: &When) -> bool {
    let next = before.start.first.succ_opt();
    Some(when.start.first) == next
        || when
            .start
            .weekday
            .is_some_and(|weekday| before.start.first.weekday().succ() == weekday)
}

fn verb_in(document: &Document, tokens: Range<usize>) -> bool {
    tokens.into_iter().any(|at| {
        words::is(
            document,
            at,
            words::WILL | words::BE | words::PAST | words::END | words::VERB,
        ) || document.is(at, &["and", ";"])
    })
}

/// The zone whose clocks show `local` when those of `zone` show `other`.
fn offset(local: NaiveTime, other: NaiveTime, zone: Option<Tz>) -> Option<Tz> {
    if !matches!(zone?, Tz::GMT | Tz::UTC) {
        return None;
    }
    let minutes = (local - other).num_minutes();
    if minutes % 60 != 0 {
        return None;
    }
    // From -10 (Hawaii) to +13 (Auckland's summer): where most people live.
    let hours = (minutes / 60 + 58) % 24 - 10;
    // The names of fixed zones count westwards.
    let name = match hours {
        0 => "Etc/GMT".to_owned(),
        1.. => format!("Etc/GMT-{hours}"),
        _ => format!("Etc/GMT+{}", -hours),
    };
    name.parse().ok()
}

/// A clock time without a day takes that of the date before it in its sentence, or after it, or the publication's.
pub(super) fn borrow_days(whens: &mut [When], published: NaiveDate) {
    for at in 0..whens.len() {
        if !whens[at].clock_only {
            continue;
        }
        let lender = whens[..at]
            .iter()
            .rev()
            .chain(&whens[at + 1..])
            .find(|when| !when.clock_only && when.start.first == when.start.last)
            .map(|when| when.start.clone());
        let clock = whens[at].start.clock;
        if let Some(lender) = lender {
            let end = whens[at].end.take().map(|end| Point {
                clock: end.clock,
                ..lender.clone()
            });
            whens[at].start = Point { clock, ..lender };
            whens[at].end = end;
        } else if whens[at].start.last < published {
            whens[at].start.set_day(published);
        }
    }
}
