//! The layout: entries along a rail, oldest on top, under a strip on which the dates stand to scale.
//!
//! A picture is 960 pixels wide, because a phone shows it at a third of that: the text's 34 pixels are then a little larger
//! than a caption. The date stands above its text and not beside it, so that both have the whole width. The more entries,
//! the fewer lines each may have. Everything that came from outside goes through [`escape`].

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::font::{FAMILY, Weight, width};
use super::theme::Colours;
use super::timeline::{Entry, Standing, Timeline};
use super::wrap::{Measure, wrap};

const WIDTH: f32 = 960.0;
const MARGIN: f32 = 56.0;
const RAIL: f32 = 70.0;
/// Where the entries' text begins.
const TEXT: f32 = 112.0;
const DATE_SIZE: f32 = 29.0;
const TEXT_SIZE: f32 = 34.0;
const SMALL_SIZE: f32 = 26.0;
/// Between two entries that lie further apart, the time between them is told.
const GAP_DAYS: i64 = 14;

/// A picture as it grows downwards.
struct Sheet {
    body: String,
    colours: Colours,
    /// Where the next thing begins.
    y: f32,
}

pub(super) fn write(timeline: &Timeline) -> String {
    let mut sheet = Sheet {
        body: String::new(),
        colours: timeline.theme.colours(),
        y: MARGIN - 10.0,
    };
    sheet.heading(timeline);
    sheet.strip(timeline);
    sheet.entries(timeline);
    let height = (sheet.y + MARGIN - 16.0).ceil();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"{FAMILY}\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
        sheet.colours.ground, sheet.body
    )
}

impl Sheet {
    fn heading(&mut self, timeline: &Timeline) {
        let ink = self.colours.ink;
        let title = measure(46.0, Weight::SemiBold, WIDTH - 2.0 * MARGIN, 2);
        self.lines(&timeline.title, MARGIN, &title, 58.0, ink);
        self.y += 4.0;
        let soft = self.colours.soft;
        let about = measure(SMALL_SIZE, Weight::Regular, WIDTH - 2.0 * MARGIN, 2);
        self.lines(&subtitle(timeline), MARGIN, &about, 38.0, soft);
    }

    /// The dates to scale; nothing where they are all one.
    fn strip(&mut self, timeline: &Timeline) {
        let Some((first, last)) = extent(timeline).filter(|(first, last)| first < last) else {
            self.y += 26.0;
            return;
        };
        let (left, right) = (MARGIN + 10.0, WIDTH - MARGIN - 10.0);
        let scale = |day: NaiveDate| {
            // Days of some millennia: far within what 32 bits tell apart on a thousand pixels.
            let part = |days: i64| days as f32;
            left + (right - left) * part((day - first).num_days()) / part((last - first).num_days())
        };
        let y = self.y + 34.0;
        self.line((left, y), (right, y), self.colours.rail, 5.0, false);
        for entry in &timeline.entries {
            let Some((from, to)) = entry.days else {
                continue;
            };
            let (from, to) = (scale(from), scale(to));
            if to - from > 16.0 {
                self.line((from, y), (to, y), self.colour(entry.standing), 5.0, false);
            }
        }
        for entry in &timeline.entries {
            let Some((from, _)) = entry.days else {
                continue;
            };
            self.dot(scale(from), y, 8.0, entry.standing);
        }
        if first < timeline.today && timeline.today < last {
            let x = scale(timeline.today);
            self.line((x, y - 20.0), (x, y + 20.0), self.colours.ink, 3.0, false);
        }
        self.y = y + 14.0;
        self.ends(
            timeline,
            (first < timeline.today && timeline.today < last).then(|| scale(timeline.today)),
        );
        self.y += 66.0;
    }

    /// The words under the strip: its two ends and today, where they stand clear of each other.
    fn ends(&mut self, timeline: &Timeline, today: Option<f32>) {
        const SIZE: f32 = 24.0;
        const CLEAR: f32 = 24.0;
        let Some((begin, end)) = ends(timeline) else {
            return;
        };
        let set = measure(SIZE, Weight::Regular, WIDTH, 1);
        let wide = |words: &str| width(words, set.size, set.weight);
        let (soft, ink, y) = (self.colours.soft, self.colours.ink, self.y + 26.0);
        let edge = WIDTH - MARGIN - wide(end);
        if MARGIN + wide(begin) + CLEAR > edge {
            return;
        }
        self.text(begin, MARGIN, y, &set, soft);
        self.text(end, edge, y, &set, soft);
        let half = wide("today") / 2.0;
        let free = MARGIN + wide(begin) + CLEAR + half..edge - CLEAR - half;
        if let Some(x) = today.filter(|x| free.contains(x)) {
            self.text("today", x - half, y, &set, ink);
        }
    }

    fn entries(&mut self, timeline: &Timeline) {
        let lines = match timeline.entries.len() {
            0..=10 => 4,
            11..=20 => 3,
            _ => 2,
        };
        let one = one_source(timeline);
        let mut before: Option<(&Entry, f32)> = None;
        for entry in &timeline.entries {
            if let Some(gap) = before.and_then(|(before, _)| gap(before, entry)) {
                let soft = measure(SMALL_SIZE, Weight::Regular, WIDTH, 1);
                self.text(&gap, TEXT, self.y + 22.0, &soft, self.colours.soft);
                self.y += 54.0;
            }
            let dot = self.y + 20.0;
            if let Some((before, above)) = before {
                // Dots are drawn over the rail's ends.
                let open = entry.standing == Standing::ToCome;
                self.line((RAIL, above), (RAIL, dot), self.colours.rail, 5.0, open);
                self.dot(RAIL, above, 11.0, before.standing);
            }
            self.entry(entry, lines, one.is_none());
            before = Some((entry, dot));
            self.y += 34.0;
        }
        if let Some((last, dot)) = before {
            self.dot(RAIL, dot, 11.0, last.standing);
        }
        if let Some(source) = one {
            let soft = measure(SMALL_SIZE, Weight::Regular, WIDTH - 2.0 * MARGIN, 2);
            let ink = self.colours.soft;
            self.lines(&format!("Source: {source}"), MARGIN, &soft, 38.0, ink);
        }
    }

    fn entry(&mut self, entry: &Entry, lines: usize, with_source: bool) {
        let room = WIDTH - TEXT - MARGIN;
        let date = measure(DATE_SIZE, Weight::SemiBold, room, 2);
        let when = match entry.standing.words() {
            Some(words) => format!("{} · {words}", entry.when),
            None => entry.when.clone(),
        };
        let (colour, ink, soft) = (
            self.colour(entry.standing),
            self.colours.ink,
            self.colours.soft,
        );
        self.lines(&when, TEXT, &date, 40.0, colour);
        let text = measure(TEXT_SIZE, Weight::Regular, room, lines);
        self.lines(&entry.text, TEXT, &text, 45.0, ink);
        if with_source {
            let small = measure(SMALL_SIZE, Weight::Regular, room, 1);
            self.lines(&entry.source, TEXT, &small, 38.0, soft);
        }
    }

    fn colour(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Past => self.colours.past,
            Standing::Today | Standing::ToCome => self.colours.coming,
        }
    }

    /// A wrapped text from `y` on.
    fn lines(&mut self, text: &str, x: f32, measure: &Measure, height: f32, colour: &str) {
        for line in wrap(text, measure) {
            if !line.is_empty() {
                let base = self.y + (height + measure.size * 0.7) / 2.0;
                self.text(&line, x, base, measure, colour);
            }
            self.y += height;
        }
    }

    fn text(&mut self, text: &str, x: f32, y: f32, measure: &Measure, colour: &str) {
        let (size, weight) = (measure.size, measure.weight.number());
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>\n",
            escape(text)
        ));
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), colour: &str, thick: f32, dashed: bool) {
        let dashes = if dashed {
            " stroke-dasharray=\"6 10\""
        } else {
            ""
        };
        self.put(format_args!(
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{colour}\" stroke-width=\"{thick}\" stroke-linecap=\"round\"{dashes}/>\n",
            from.0, from.1, to.0, to.1
        ));
    }

    /// A dot: full, or a ring for what is to come.
    fn dot(&mut self, x: f32, y: f32, radius: f32, standing: Standing) {
        let (ground, colour) = (self.colours.ground, self.colour(standing));
        self.put(format_args!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" fill=\"{ground}\"/>\n",
            radius + 3.0
        ));
        if standing == Standing::ToCome {
            self.put(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" fill=\"{ground}\" stroke=\"{colour}\" stroke-width=\"4\"/>\n",
                radius - 2.0
            ));
        } else {
            self.put(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\"/>\n"
            ));
        }
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        self.body
            .write_fmt(element)
            .expect("a string takes every letter");
    }
}

fn measure(size: f32, weight: Weight, width: f32, lines: usize) -> Measure {
    Measure {
        size,
        weight,
        width,
        lines,
    }
}

fn subtitle(timeline: &Timeline) -> String {
    let shown = timeline.entries.len();
    match (shown, timeline.total) {
        (1, 1) => "1 dated event".to_owned(),
        (shown, total) if shown < total => {
            format!(
                "Events {} to {} of {total}",
                timeline.first + 1,
                timeline.first + shown
            )
        }
        (shown, _) => format!("{shown} dated events"),
    }
}

/// The dates of the two ends in words, as exact as they are known.
fn ends(timeline: &Timeline) -> Option<(&str, &str)> {
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

/// The source of all entries, where it is the same.
fn one_source(timeline: &Timeline) -> Option<&str> {
    let source = timeline.entries.first()?.source.as_str();
    timeline
        .entries
        .iter()
        .all(|entry| entry.source == source)
        .then_some(source)
}

/// The time between two entries in words, where it is long.
fn gap(before: &Entry, after: &Entry) -> Option<String> {
    let days = (after.days?.0 - before.days?.1).num_days();
    let words = |number: i64, one: &str| match number {
        1 => format!("1 {one} later"),
        _ => format!("{number} {one}s later"),
    };
    // Rounded to the nearest; a unit is used from two of it on.
    match days {
        ..GAP_DAYS => None,
        GAP_DAYS..61 => Some(words((days + 3) / 7, "week")),
        61..730 => Some(words((days * 2 + 30) / 61, "month")),
        _ => Some(words((days + 182) / 365, "year")),
    }
}

/// A text as XML takes it, whatever it holds.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // XML 1.0 has no place for these, not even escaped.
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use resvg::usvg::roxmltree;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_escaped(text in any::<String>()) {
            let xml = format!("<text>{}</text>", escape(&text));
            let read = roxmltree::Document::parse(&xml);
            prop_assert!(read.is_ok(), "{xml:?}: {read:?}");
        }
    }
}
