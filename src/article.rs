//! The parsed article: what `newsdesk parse` prints, what `seeds/` holds and what the store takes.
//!
//! Plain types, no input or output. The same shape serves as JSON between programs, so field names are a contract:
//! adding an optional field is fine, renaming one is not. Offsets ([`Span`]) count Unicode characters, not bytes, because
//! that is what other languages' strings index by.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::timex::Timex;

/// One article, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The slug: lower-case words and hyphens, unique among the articles that one server sees.
    pub id: String,
    /// The headline.
    pub title: String,
    /// BCP 47 tag of the text's language, such as `en`.
    #[serde(default = "english")]
    pub language: String,
    /// Who published it, and where.
    #[serde(default)]
    pub source: Source,
    /// The day of publication, in the publisher's own zone.
    #[serde(default)]
    pub published: Option<NaiveDate>,
    /// How [`Article::published`] is known.
    #[serde(default)]
    pub published_from: Option<PublishedFrom>,
    /// Who is in the news.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Three to five lines in reading order.
    #[serde(default)]
    pub summary: Vec<SummaryLine>,
    /// Every expression of time in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateExpression>,
    /// What happened when, oldest first.
    #[serde(default)]
    pub timeline: Vec<TimelineEntry>,
    /// Who said what, in reading order.
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// Meetings, hearings, votes and deadlines with a date.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// The text that the offsets refer to; only with `--with-text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

fn english() -> String {
    "en".to_owned()
}

/// A publisher and the article's address there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The publisher's name as readers know it.
    #[serde(default)]
    pub name: Option<String>,
    /// The article's own address (`http` or `https`).
    #[serde(default)]
    pub url: Option<String>,
}

/// Where the day of publication was learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedFrom {
    /// Given with the article (`--published`, a feed's entry).
    Given,
    /// Read from the page's own metadata.
    Page,
    /// Worked out from the text: a date line, an embedded post, a weekday that agrees with a full date.
    Text,
}

/// `[start, end)` in Unicode characters of the article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[usize; 2]", into = "[usize; 2]")]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl From<[usize; 2]> for Span {
    fn from([start, end]: [usize; 2]) -> Self {
        Self { start, end }
    }
}

impl From<Span> for [usize; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

/// A person or a group that the article names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The fullest form of the name in the article.
    pub name: String,
    /// Other forms: a surname alone, an acronym, a handle.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What the article says that they are, such as `former Afghan parliamentarian`.
    #[serde(default)]
    pub role: Option<String>,
    /// One person or several.
    #[serde(default)]
    pub kind: PersonKind,
}

/// Whether a name stands for one person or for a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonKind {
    /// A human being.
    #[default]
    Person,
    /// An organisation, a party, "the organisers".
    Group,
}

/// One line of the summary: a whole sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryLine {
    /// The sentence.
    pub text: String,
    /// Where it stands in the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// 1 for the weightiest line.
    pub rank: u32,
}

/// An expression of time as the text has it, with what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateExpression {
    /// The words.
    pub text: String,
    /// Their place.
    pub at: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: Timex,
}

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A day or a coarser stretch of the calendar.
    Date,
    /// A time of day, or a part of one.
    Time,
    /// A length of time.
    Duration,
    /// Something that comes again and again.
    Set,
}

/// Something that happened, or will, on a known date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineEntry {
    /// The date, as exact as the text is.
    pub when: Timex,
    /// The last day, for what took several.
    #[serde(default)]
    pub until: Option<Timex>,
    /// What happened.
    pub text: String,
    /// Where the sentence stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
}

/// Words that somebody said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The words, exactly as they stand in the article (without the outer marks).
    pub text: String,
    /// Their place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// How the words are given.
    pub kind: QuoteKind,
    /// The speaker's full name; none where the article names nobody.
    #[serde(default)]
    pub speaker: Option<String>,
    /// The words that point at the speaker here: `Koofi`, `she`, `the organisers`.
    #[serde(default)]
    pub mention: Option<String>,
    /// The mention's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention_at: Option<Span>,
    /// The speaker's role as the article gives it.
    #[serde(default)]
    pub role: Option<String>,
    /// The day on which it was said or posted, where known.
    #[serde(default)]
    pub said: Option<Timex>,
    /// How sure the speaker is, from 0 to 1. Below [`Quote::SURE`] it is shown as unsure.
    #[serde(default = "certain")]
    pub confidence: f32,
}

fn certain() -> f32 {
    1.0
}

impl Quote {
    /// The confidence from which a speaker is shown as a fact.
    pub const SURE: f32 = 0.6;
}

/// How an article gives somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// All in quotation marks.
    Direct,
    /// Quoted words inside a clause of the reporter's.
    Partial,
    /// A clause without marks: "X said that …".
    Reported,
    /// An embedded social post.
    Post,
}

/// A meeting, hearing, vote, summit, deadline or launch with a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// What it is called.
    pub title: String,
    /// When it begins, as exact as the text is (`2026-04`, `2026-03-14T10:00`).
    pub starts: Timex,
    /// When it ends.
    #[serde(default)]
    pub ends: Option<Timex>,
    /// How exact [`Session::starts`] is.
    pub precision: Precision,
    /// IANA name of its zone, where the text or the place tells it.
    #[serde(default)]
    pub zone: Option<chrono_tz::Tz>,
    /// Where.
    #[serde(default)]
    pub place: Option<String>,
    /// Whether it is still to come.
    pub status: SessionStatus,
    /// The date before a postponement.
    #[serde(default)]
    pub was: Option<Timex>,
    /// The text says may, could, is expected.
    #[serde(default)]
    pub tentative: bool,
    /// Where the sentence stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Clock time.
    Minute,
    /// A calendar day.
    Day,
    /// An ISO week.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Spring, summer, autumn or winter.
    Season,
    /// A year or more.
    Year,
}

/// What became of a session, as the article has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionStatus {
    /// To come, as planned.
    Scheduled,
    /// Begun and not yet over on the day of the article.
    Ongoing,
    /// Put off; [`Session::was`] has the old date.
    Postponed,
    /// Will not take place.
    Cancelled,
    /// Over.
    Past,
}
