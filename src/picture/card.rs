//! A card: somebody's words alone, large, with who said them, when, how the article gives them, and where they stand.
//!
//! The words are set as large as they fit and never cut: what is too long for the smallest size is no card. The bar beside
//! them is bright for words that somebody said or wrote, and grey for a reporter's clause about them.

use super::font::Weight;
use super::letters::{NoPicture, clean};
use super::sheet::{DATE_SIZE, MARGIN, ROOM, SMALL_SIZE, Sheet, TEXT_SIZE, WIDTH, measure};
use super::theme::Theme;
use super::wrap::{whole, wrap};

/// Where the words begin: beside their bar.
const WORDS: f32 = MARGIN + 38.0;
/// The sizes of the words and the most lines in each, the largest first.
const SIZES: [(f32, usize); 4] = [(60.0, 5), (50.0, 8), (42.0, 11), (36.0, 15)];
/// A line's height, counted in its letters' size.
const LEADING: f32 = 1.32;

/// What a card shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The words, in quotation marks where they stand in such in the article.
    pub words: String,
    /// They are the speaker's own, not a reporter's clause.
    pub own: bool,
    /// Who said them.
    pub speaker: String,
    /// The speaker's role, where the article tells it.
    pub role: Option<String>,
    /// The day in words, where it is known.
    pub day: Option<String>,
    /// How the article gives the words, where they are not simply in quotation marks: `post`.
    pub kind: Option<String>,
    /// Where they come from.
    pub source: String,
}

/// A saying that can be drawn: every letter is in the embedded font, and there is room for the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    saying: Saying,
    /// The words in lines, and which of the sizes they are set in.
    lines: Vec<String>,
    step: usize,
    theme: Theme,
}

impl Card {
    /// A card of a saying.
    ///
    /// # Errors
    /// [`NoPicture`] where the font lacks a letter, a text runs from right to left, or the words are too long.
    pub fn new(saying: &Saying, theme: Theme) -> Result<Self, NoPicture> {
        let maybe = |text: &Option<String>| text.as_deref().map(clean).transpose();
        let saying = Saying {
            words: clean(&saying.words)?,
            own: saying.own,
            speaker: clean(&saying.speaker)?,
            role: maybe(&saying.role)?,
            day: maybe(&saying.day)?,
            kind: maybe(&saying.kind)?,
            source: clean(&saying.source)?,
        };
        if saying.words.is_empty() {
            return Err(NoPicture::Nothing);
        }
        let (lines, step) = set(&saying.words).ok_or(NoPicture::TooLong)?;
        Ok(Self {
            saying,
            lines,
            step,
            theme,
        })
    }

    /// The picture as SVG: the same saying gives the same text.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut sheet = Sheet::new(self.theme);
        self.words(&mut sheet);
        self.speaker(&mut sheet);
        sheet.y += 22.0;
        let rule = (MARGIN, WIDTH - MARGIN);
        let y = sheet.y;
        sheet.line((rule.0, y), (rule.1, y), sheet.colours.rail, 2.0, false);
        sheet.y += 18.0;
        sheet.small_print(&format!("Source: {}", self.saying.source));
        sheet.svg()
    }

    /// What the card shows, for those who do not see it: the words, who said them, the source, a line each.
    #[must_use]
    pub fn description(&self) -> String {
        let mut who = vec![self.saying.speaker.as_str()];
        who.extend(self.saying.role.as_deref());
        who.extend(self.saying.day.as_deref());
        let mut who = format!("— {}", who.join(", "));
        if let Some(kind) = &self.saying.kind {
            who.push_str(&format!(" ({kind})"));
        }
        format!(
            "{}\n{who}\nSource: {}",
            self.saying.words, self.saying.source
        )
    }

    fn words(&self, sheet: &mut Sheet) {
        let (size, _) = SIZES[self.step];
        let height = (size * LEADING).round();
        sheet.y += 14.0;
        let begin = sheet.y;
        let (set, ink) = (measure(size, Weight::Regular, WIDTH, 1), sheet.colours.ink);
        for line in &self.lines {
            let base = sheet.y + (height + size * 0.7) / 2.0;
            sheet.text(line, WORDS, base, &set, ink);
            sheet.y += height;
        }
        let bar = if self.saying.own {
            sheet.colours.past
        } else {
            sheet.colours.rail
        };
        let (x, end) = (MARGIN + 5.0, sheet.y);
        sheet.line((x, begin + 10.0), (x, end - 6.0), bar, 10.0, false);
        sheet.y += 34.0;
    }

    fn speaker(&self, sheet: &mut Sheet) {
        let colours = sheet.colours;
        let name = measure(TEXT_SIZE + 2.0, Weight::SemiBold, ROOM, 2);
        sheet.lines(&self.saying.speaker, MARGIN, &name, 48.0, colours.ink);
        if let Some(role) = &self.saying.role {
            let set = measure(DATE_SIZE, Weight::Regular, ROOM, 3);
            sheet.lines(role, MARGIN, &set, 40.0, colours.soft);
        }
        let said = [&self.saying.day, &self.saying.kind];
        let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
        if !said.is_empty() {
            let set = measure(SMALL_SIZE, Weight::SemiBold, ROOM, 2);
            sheet.lines(&said.join(" · "), MARGIN, &set, 40.0, colours.past);
        }
    }
}

/// The words in lines, in the largest size in which they fit; only in the smallest is a long word parted. None where nothing
/// fits.
fn set(words: &str) -> Option<(Vec<String>, usize)> {
    let room = WIDTH - WORDS - MARGIN;
    SIZES.iter().enumerate().find_map(|(step, (size, most))| {
        let all = measure(*size, Weight::Regular, room, usize::MAX);
        let lines = wrap(words, &all);
        let part = step + 1 == SIZES.len();
        (lines.len() <= *most && (part || whole(words, &all))).then_some((lines, step))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(words: &str) -> Option<f32> {
        set(words).map(|(_, step)| SIZES[step].0)
    }

    #[test]
    fn longer_words_are_set_smaller_and_the_longest_not_at_all() {
        assert_eq!(size("The ferry sails."), Some(60.0));
        let mut before = 60.0;
        let mut sizes = vec![before];
        for count in 1..200 {
            let Some(size) = size(&"the ferry sails ".repeat(count)) else {
                assert!(count > 30, "{count} times is no card");
                assert_eq!(sizes, [60.0, 50.0, 42.0, 36.0]);
                return;
            };
            assert!(size <= before, "{count}");
            if size < before {
                sizes.push(size);
            }
            before = size;
        }
        panic!("everything is a card: {sizes:?}");
    }

    #[test]
    fn a_long_word_stays_whole_where_a_smaller_size_has_the_room() {
        let word = "Straßenbahnhaltestellenverlegung";
        let (lines, _) = set(word).expect("it fits");
        assert_eq!((lines, size(word)), (vec![word.to_owned()], Some(42.0)));
        let word = "x".repeat(120);
        let (lines, _) = set(&word).expect("it fits");
        assert_eq!((lines.concat(), size(&word)), (word, Some(36.0)));
    }
}
