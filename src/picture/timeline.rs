//! The entries of a picture: what is drawn, and whether it can be.

use chrono::NaiveDate;

use super::letters::{NoPicture, clean};
use super::rail;
use super::theme::Theme;

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
    /// left out, which it says.
    ///
    /// # Errors
    /// [`NoPicture`] where there are no entries, the font lacks a letter or a text runs from right to left: text alone says it
    /// better then.
    pub fn new(
        title: &str,
        entries: impl IntoIterator<Item = Entry>,
        (first, total): (usize, usize),
        today: NaiveDate,
        theme: Theme,
    ) -> Result<Self, NoPicture> {
        let clean = |entry: Entry| {
            Ok(Entry {
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
            .collect::<Result<_, NoPicture>>()?;
        if entries.is_empty() {
            return Err(NoPicture::Nothing);
        }
        Ok(Self {
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
        rail::svg(self)
    }

    /// How many there are, which of them these are, and on which day they stood so.
    pub(super) fn subtitle(&self) -> String {
        let shown = self.entries.len();
        let which = match (shown, self.total) {
            (1, 1) => "1 dated event".to_owned(),
            (shown, total) if shown < total => {
                format!(
                    "Events {} to {} of {total}",
                    self.first + 1,
                    self.first + shown
                )
            }
            (shown, _) => format!("{shown} dated events"),
        };
        format!("{which} · as of {}", self.today.format("%-d %b %Y"))
    }

    /// What the picture shows, for those who do not see it: the heading, then a line an entry.
    #[must_use]
    pub fn description(&self) -> String {
        let mut lines = vec![self.title.clone(), self.subtitle()];
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
