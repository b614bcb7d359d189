//! The entries of a picture: what is drawn, and whether it can be.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::theme::Theme;
use super::{font, svg};

/// A timeline that can be drawn: every letter is in the embedded font and none runs from right to left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    pub(super) title: String,
    pub(super) entries: Vec<Entry>,
    pub(super) first: usize,
    pub(super) total: usize,
    pub(super) today: NaiveDate,
    pub(super) theme: Theme,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its date in words.
    pub when: String,
    /// The first and the last day that the date covers, where it covers any.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// What happened.
    pub text: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it has happened.
    pub standing: Standing,
}

/// Where an event stands, seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has happened or is happening.
    Past,
    /// It is today.
    Today,
    /// It is to come.
    ToCome,
}

impl Standing {
    /// In words, where there is something to say.
    #[must_use]
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Past => None,
            Self::Today => Some("today"),
            Self::ToCome => Some("to come"),
        }
    }
}

impl Timeline {
    /// The most entries of one picture.
    pub const MOST: usize = 40;

    /// A picture of `entries`, which begin at the place `first` (counted from 0) of `total`; those beyond [`Self::MOST`] are
    /// left out. None where there are no entries, or where the font lacks a letter or a text runs from right to left: text
    /// alone says it better then.
    #[must_use]
    pub fn new(
        title: &str,
        entries: impl IntoIterator<Item = Entry>,
        (first, total): (usize, usize),
        today: NaiveDate,
        theme: Theme,
    ) -> Option<Self> {
        let clean = |entry: Entry| {
            Some(Entry {
                when: clean(&entry.when)?,
                text: clean(&entry.text)?,
                source: clean(&entry.source)?,
                ..entry
            })
        };
        let entries: Vec<Entry> = entries
            .into_iter()
            .take(Self::MOST)
            .map(clean)
            .collect::<Option<_>>()?;
        (!entries.is_empty()).then_some(Self {
            title: self::clean(title)?,
            entries,
            first,
            total,
            today,
            theme,
        })
    }

    /// The picture as SVG: the same entries give the same text.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// What the picture shows, for those who do not see it: the heading, then a line an entry.
    #[must_use]
    pub fn description(&self) -> String {
        let mut lines = vec![self.title.clone()];
        for entry in &self.entries {
            let standing = entry.standing.words();
            let standing = standing
                .map(|words| format!(" ({words})"))
                .unwrap_or_default();
            lines.push(format!("{}{standing}: {}", entry.when, entry.text));
        }
        lines.join("\n")
    }
}

/// The text in one line of letters that the font has; none where it lacks one.
fn clean(text: &str) -> Option<String> {
    // Marks for line breaking and for how the next letter looks; nothing is lost without them.
    let unseen = |letter: &char| {
        matches!(
            letter,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}'
        )
    };
    let composed: String = text
        .chars()
        .filter(|letter| !unseen(letter))
        .nfc()
        .collect();
    let words: Vec<&str> = composed
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    font::covers(&line).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_of_known_letters() {
        for (text, cleaned) in [
            ("two\n lines\tand\u{0}more", Some("two lines and more")),
            ("co\u{ad}operate", Some("cooperate")),
            ("e\u{301}tude", Some("étude")),
            ("peace, صلح", None),
            ("turned \u{202e}round", None),
            ("done 🙂", None),
            ("", Some("")),
        ] {
            assert_eq!(clean(text).as_deref(), cleaned, "{text:?}");
        }
    }
}
