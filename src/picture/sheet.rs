//! The paper that everything is drawn on: one width, one set of sizes, and the few shapes that there are.
//!
//! A picture is 960 pixels wide, because a phone shows it at two fifths of that: the text's 34 pixels are then a little larger
//! than a caption. A sheet grows downwards as things are put on it. Everything that came from outside goes through
//! [`escape`].

use std::fmt::Write as _;

use super::font::{FAMILY, Weight};
use super::theme::{Colours, Theme};
use super::wrap::{Measure, wrap};

pub(super) const WIDTH: f32 = 960.0;
pub(super) const MARGIN: f32 = 56.0;
/// What lies between the margins.
pub(super) const ROOM: f32 = WIDTH - 2.0 * MARGIN;
pub(super) const DATE_SIZE: f32 = 29.0;
pub(super) const TEXT_SIZE: f32 = 34.0;
pub(super) const SMALL_SIZE: f32 = 26.0;

/// A picture as it grows downwards.
pub(super) struct Sheet {
    body: String,
    pub(super) colours: Colours,
    /// Where the next thing begins.
    pub(super) y: f32,
}

impl Sheet {
    /// An empty one.
    pub(super) fn new(theme: Theme) -> Self {
        Self {
            body: String::new(),
            colours: theme.colours(),
            y: MARGIN - 10.0,
        }
    }

    /// The whole picture as SVG.
    pub(super) fn svg(self) -> String {
        let height = (self.y + MARGIN - 16.0).ceil();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"{FAMILY}\">\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
            self.colours.ground, self.body
        )
    }

    /// A text from here on, wrapped; a line takes `height`.
    pub(super) fn lines(
        &mut self,
        text: &str,
        x: f32,
        measure: &Measure,
        height: f32,
        colour: &str,
    ) {
        for line in wrap(text, measure) {
            if !line.is_empty() {
                let base = self.y + (height + measure.size * 0.7) / 2.0;
                self.text(&line, x, base, measure, colour);
            }
            self.y += height;
        }
    }

    /// Small print over the whole width: a subtitle, a source.
    pub(super) fn small_print(&mut self, text: &str) {
        let measure = measure(SMALL_SIZE, Weight::Regular, ROOM, 2);
        self.lines(text, MARGIN, &measure, 38.0, self.colours.soft);
    }

    /// One line of text on the base line `y`.
    pub(super) fn text(&mut self, text: &str, x: f32, y: f32, measure: &Measure, colour: &str) {
        let (size, weight) = (measure.size, measure.weight.number());
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>\n",
            escape(text)
        ));
    }

    /// A line with round ends.
    pub(super) fn line(
        &mut self,
        from: (f32, f32),
        to: (f32, f32),
        colour: &str,
        thick: f32,
        dashed: bool,
    ) {
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

    /// A full dot, or a ring.
    pub(super) fn dot(&mut self, x: f32, y: f32, radius: f32, colour: &str, ring: bool) {
        if ring {
            let ground = self.colours.ground;
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

/// A measure in one line of code.
pub(super) fn measure(size: f32, weight: Weight, width: f32, lines: usize) -> Measure {
    Measure {
        size,
        weight,
        width,
        lines,
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
