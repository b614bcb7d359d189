//! The layout of a timeline: entries along a rail, oldest on top, under a strip on which the dates stand to scale.
//!
//! The date stands above its text and not beside it, so that both have the whole width. The more entries, the fewer lines
//! each may have. What is to come hangs on a dashed rail by a ring, and says so in words.

use super::font::Weight;
use super::sheet::{DATE_SIZE, MARGIN, ROOM, SMALL_SIZE, Sheet, TEXT_SIZE, WIDTH, measure};
use super::strip;
use super::timeline::{Entry, Standing, Timeline};

const RAIL: f32 = 70.0;
/// Where the entries' text begins.
const TEXT: f32 = 112.0;
/// Between two entries that surely lie further apart, the time between them is told.
const GAP_DAYS: i64 = 14;

pub(super) fn svg(timeline: &Timeline) -> String {
    let mut sheet = Sheet::new(timeline.theme);
    let title = measure(46.0, Weight::SemiBold, ROOM, 3);
    let ink = sheet.colours.ink;
    sheet.lines(&timeline.title, MARGIN, &title, 58.0, ink);
    sheet.y += 4.0;
    sheet.small_print(&timeline.subtitle());
    strip::draw(&mut sheet, timeline);
    entries(&mut sheet, timeline);
    sheet.svg()
}

fn entries(sheet: &mut Sheet, timeline: &Timeline) {
    let lines = match timeline.entries.len() {
        0..=10 => 4,
        11..=20 => 3,
        _ => 2,
    };
    let one = one_source(timeline);
    let mut before: Option<(&Entry, f32)> = None;
    for each in &timeline.entries {
        if let Some(gap) = before.and_then(|(before, _)| gap(before, each)) {
            let set = measure(SMALL_SIZE, Weight::Regular, WIDTH, 1);
            sheet.text(&gap, TEXT, sheet.y + 22.0, &set, sheet.colours.soft);
            sheet.y += 54.0;
        }
        let dot = sheet.y + 20.0;
        if let Some((before, above)) = before {
            let open = each.standing == Standing::ToCome;
            sheet.line((RAIL, above), (RAIL, dot), sheet.colours.rail, 5.0, open);
            // Over the rail's end.
            pin(sheet, above, before.standing);
        }
        entry(sheet, each, lines, one.is_none());
        before = Some((each, dot));
        sheet.y += 34.0;
    }
    if let Some((last, dot)) = before {
        pin(sheet, dot, last.standing);
    }
    if let Some(source) = one {
        sheet.small_print(&format!("Source: {source}"));
    }
}

fn entry(sheet: &mut Sheet, entry: &Entry, lines: usize, with_source: bool) {
    let room = WIDTH - TEXT - MARGIN;
    let date = measure(DATE_SIZE, Weight::SemiBold, room, 2);
    let when = match entry.standing.words() {
        Some(words) => format!("{} · {words}", entry.when),
        None => entry.when.clone(),
    };
    let colours = sheet.colours;
    let colour = strip::colour(entry.standing, &colours);
    sheet.lines(&when, TEXT, &date, 40.0, colour);
    let text = measure(TEXT_SIZE, Weight::Regular, room, lines);
    sheet.lines(&entry.text, TEXT, &text, 45.0, colours.ink);
    if with_source {
        let small = measure(SMALL_SIZE, Weight::Regular, room, 2);
        sheet.lines(&entry.source, TEXT, &small, 38.0, colours.soft);
    }
}

/// A dot on the rail, set off from it.
fn pin(sheet: &mut Sheet, y: f32, standing: Standing) {
    const RADIUS: f32 = 11.0;
    let (ground, colour) = (
        sheet.colours.ground,
        strip::colour(standing, &sheet.colours),
    );
    sheet.dot(RAIL, y, RADIUS + 3.0, ground, false);
    sheet.dot(RAIL, y, RADIUS, colour, standing == Standing::ToCome);
}

/// The source of all entries, where it is the same.
fn one_source(timeline: &Timeline) -> Option<&str> {
    let source = timeline.entries.first()?.source.as_str();
    timeline
        .entries
        .iter()
        .all(|entry| entry.source == source)
        .then_some(source)
}

/// The time between two entries in words, where it is surely long. A date may be a month or a year: the middle counts, and
/// the unit is one that is not finer than the dates are.
fn gap(before: &Entry, after: &Entry) -> Option<String> {
    let ((first, last), (from, to)) = (before.days?, after.days?);
    let (least, most) = ((from - last).num_days(), (to - first).num_days());
    if least < GAP_DAYS {
        return None;
    }
    let (middle, vague) = ((least + most) / 2, (most - least) / 2);
    // Days of the unit, and how many of it one is told in; a unit is used from two of it on.
    let (days, times, unit) = match (middle, vague) {
        (..61, ..=7) => (7, 1, "week"),
        (..730, ..=31) => (30, 1, "month"),
        (_, ..=366) => (365, 1, "year"),
        _ => (3652, 10, "year"),
    };
    // Months and years are a little longer than their days here; halves go up.
    let rounded = |length: i64| match unit {
        "month" => (length * 2 + 30) / 61,
        _ => (length + days / 2) / days,
    } * times;
    let number = rounded(middle);
    let about = if rounded(least) == rounded(most) {
        ""
    } else {
        "about "
    };
    match number {
        // It may be hardly any of the unit.
        _ if rounded(least) == 0 => None,
        1 => Some(format!("{about}1 {unit} later")),
        _ => Some(format!("{about}{number} {unit}s later")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_told_no_finer_than_the_dates_are() {
        let entry = |days: (&str, &str)| Entry {
            when: String::new(),
            days: Some((
                days.0.parse().expect("a day"),
                days.1.parse().expect("a day"),
            )),
            text: String::new(),
            source: String::new(),
            standing: Standing::Past,
        };
        let one = |day| (day, day);
        let july = ("2025-07-01", "2025-07-31");
        for (before, after, said) in [
            (one("2026-03-01"), one("2026-03-14"), None),
            (one("2026-03-01"), one("2026-03-15"), Some("2 weeks later")),
            (one("2026-01-01"), one("2026-04-01"), Some("3 months later")),
            (one("2021-05-01"), one("2026-04-01"), Some("5 years later")),
            (july, one("2025-08-10"), None),
            (july, one("2025-08-16"), Some("about 1 month later")),
            (
                july,
                ("2025-09-01", "2025-09-30"),
                Some("about 2 months later"),
            ),
            (
                ("2021-01-01", "2021-12-31"),
                july,
                Some("about 4 years later"),
            ),
            (("2024-01-01", "2024-12-31"), one("2025-01-20"), None),
            (
                ("1860-01-01", "1869-12-31"),
                ("1998-01-01", "1998-12-31"),
                Some("about 130 years later"),
            ),
            (("1860-01-01", "1869-12-31"), one("1870-06-01"), None),
        ] {
            assert_eq!(
                gap(&entry(before), &entry(after)).as_deref(),
                said,
                "{before:?} {after:?}"
            );
        }
    }
}
