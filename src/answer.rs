//! What a reply says, whoever shows it: a title, entries whose lines carry their source, buttons that ask again.
//!
//! A command makes an [`Answer`]; `discord` and `console` each turn it into their own form, and `--json` prints it as it is.
//! So an answer holds meaning (an instant, a quotation, a person's name), never Markdown, colours or a length limit. What
//! does not fit a medium is paged by [`page`], on whole entries, or between words where one entry alone is too long.

pub mod page;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use crate::calendar;
use crate::commands::Invocation;
use crate::picture;
use page::Position;

/// A reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// Whether this tells something, confirms something done, or says what went wrong.
    pub tone: Tone,
    /// Only the one who asked sees it.
    pub private: bool,
    /// The heading; may be empty.
    pub title: String,
    /// Where the heading leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Lines above the entries, on every page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub intro: Vec<Line>,
    /// The entries from [`Paging::first`] on; all of them where there is no paging.
    pub entries: Vec<Entry>,
    /// A line in small print under everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// What may be asked next, most useful first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
    /// Present where the entries are a part of a longer list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// What stands beside the text and says the same in another form. A medium may leave it out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

/// Something beside the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its name, with the ending that tells its kind.
    pub name: String,
    /// The same in words, a line an item, for those who do not see it.
    pub description: String,
    /// What it is made of. Its bytes are made by who shows it, when it does; as JSON, those of a text stand here.
    #[serde(
        rename = "text",
        skip_serializing_if = "Content::drawn",
        serialize_with = "as_text"
    )]
    pub content: Content,
}

/// What a file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A picture of a timeline, to be drawn as PNG.
    Timeline(picture::Timeline),
    /// A picture of somebody's words, to be drawn as PNG.
    Card(picture::Card),
    /// Sessions, to be written as iCalendar.
    Calendar(calendar::Calendar),
}

impl Content {
    /// A picture, which is no text.
    fn drawn(&self) -> bool {
        !matches!(self, Self::Calendar(_))
    }
}

fn as_text<S: Serializer>(content: &Content, serializer: S) -> Result<S::Ok, S::Error> {
    match content {
        Content::Timeline(_) | Content::Card(_) => serializer.serialize_none(),
        Content::Calendar(calendar) => serializer.serialize_str(&calendar.ics()),
    }
}

/// What a reply is, for its colour and its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// News.
    #[default]
    Tells,
    /// Something was done as asked.
    Done,
    /// It could not be done; the text says why and what to do.
    Problem,
}

/// One item of a list: it stays together on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Where it comes from: one article, or all that tell the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Citation>,
    /// What may be asked of this entry; shown on the page that shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

/// A line of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How it is set.
    pub style: LineStyle,
    /// What it says.
    pub text: Vec<Piece>,
}

/// How a line is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineStyle {
    /// As running text.
    Plain,
    /// As an item of a list.
    Bullet,
    /// As somebody's own words.
    Quote,
    /// As an aside.
    Small,
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    /// Words, to be shown letter for letter.
    Plain(String),
    /// Words that stand out: a name, a date.
    Strong(String),
    /// Words that a search found; told apart even where nothing can stand out.
    Marked(String),
    /// Words set off: a role, a kind.
    Soft(String),
    /// A command as one types it.
    Command(String),
    /// A moment, shown in the viewer's own zone.
    Instant(DateTime<Utc>),
    /// How far off a moment is, counted from when it is read.
    Countdown(DateTime<Utc>),
    /// A calendar day without an hour.
    Day(NaiveDate),
    /// A Discord channel or, in the console, its number.
    Channel(u64),
    /// A Discord role, named without a ping.
    Role(u64),
    /// A Discord member, named without a ping.
    User(u64),
}

/// Where a line comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The publisher and the day, such as `Oxus, 29 Sep 2025`.
    pub label: String,
    /// A link to the very sentence, where the article has an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Something to press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What stands on it; at most 80 characters are shown.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Asks, and answers the one who pressed.
    Ask(Invocation),
    /// Asks, and shows the answer in place of this one.
    Turn(Invocation),
    /// Like [`Action::Turn`], for what cannot be taken back.
    Undo(Invocation),
    /// Asks, and shows the answer in place of this one to all who see it; what goes wrong is told to the one who pressed.
    Mark(Invocation),
    /// Like [`Action::Turn`], for an answer whose point is its picture: a medium without pictures leaves it out.
    Draw(Invocation),
    /// Opens a page.
    Open(String),
}

/// Which part of a longer list the entries are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// What was asked, without the page.
    pub invocation: Invocation,
    /// Where this page begins, or ends when it was reached backwards.
    pub position: Position,
    /// The number of the first entry given, counted from 0.
    pub first: usize,
    /// How many there are in all.
    pub total: usize,
}

impl Answer {
    /// The most entries that a command hands over for one page; a medium shows as many of them as fit.
    pub const PAGE: usize = 10;

    /// A private answer that says in one sentence what is wrong and what to do.
    #[must_use]
    pub fn problem(sentence: impl Into<String>) -> Self {
        Self {
            tone: Tone::Problem,
            private: true,
            intro: vec![Line::plain(sentence)],
            ..Self::default()
        }
    }

    /// A private answer that confirms what was done.
    #[must_use]
    pub fn done(lines: Vec<Line>) -> Self {
        Self {
            tone: Tone::Done,
            private: true,
            intro: lines,
            ..Self::default()
        }
    }
}

impl Line {
    /// Running text in one piece.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of(LineStyle::Plain, vec![Piece::plain(text)])
    }

    /// An aside in one piece.
    #[must_use]
    pub fn small(text: impl Into<String>) -> Self {
        Self::of(LineStyle::Small, vec![Piece::plain(text)])
    }

    /// A line of several pieces.
    #[must_use]
    pub fn of(style: LineStyle, text: Vec<Piece>) -> Self {
        Self { style, text }
    }
}

impl Piece {
    /// Words to be shown letter for letter.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// Words that stand out.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self::Strong(text.into())
    }

    /// Words set off.
    #[must_use]
    pub fn soft(text: impl Into<String>) -> Self {
        Self::Soft(text.into())
    }
}

impl Button {
    /// A button that asks something new.
    #[must_use]
    pub fn ask(label: impl Into<String>, invocation: Invocation) -> Self {
        Self {
            label: label.into(),
            action: Action::Ask(invocation),
        }
    }

    /// A button that shows another answer in place.
    #[must_use]
    pub fn turn(label: impl Into<String>, invocation: Invocation) -> Self {
        Self {
            label: label.into(),
            action: Action::Turn(invocation),
        }
    }

    /// A button that shows a picture in place.
    #[must_use]
    pub fn draw(label: impl Into<String>, invocation: Invocation) -> Self {
        Self {
            label: label.into(),
            action: Action::Draw(invocation),
        }
    }

    /// A button that does what cannot be taken back, and shows the result in place.
    #[must_use]
    pub fn undo(label: impl Into<String>, invocation: Invocation) -> Self {
        Self {
            label: label.into(),
            action: Action::Undo(invocation),
        }
    }
}
