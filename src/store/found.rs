//! What the store finds: parts of articles, each with its article.

use chrono::NaiveDate;

use super::{ArticleNo, PersonNo, SessionNo};
use crate::article::{PersonKind, Quote, Session, Source, TimelineEntry};

/// An article without its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHead {
    /// Its number.
    pub no: ArticleNo,
    /// Its slug.
    pub slug: String,
    /// Its headline.
    pub title: String,
    /// Its publisher and address.
    pub source: Source,
    /// Its day.
    pub published: Option<NaiveDate>,
}

/// A person or group as the articles of a scope have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonHead {
    /// The number.
    pub no: PersonNo,
    /// The fullest name.
    pub name: String,
    /// The other forms of the name.
    pub aliases: Vec<String>,
    /// The role in the newest article that gives one.
    pub role: Option<String>,
    /// One person or several.
    pub kind: PersonKind,
    /// How many quotes are theirs, within what was asked (a scope, or one article).
    pub quotes: usize,
}

/// One person's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonCard {
    /// Who.
    pub head: PersonHead,
    /// The articles that name the person, newest first, with the role that each gives.
    pub articles: Vec<(ArticleHead, Option<String>)>,
}

/// A quote with its article.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteFound {
    /// The quote.
    pub quote: Quote,
    /// The speaker's number, where there is a speaker.
    pub person: Option<PersonNo>,
    /// Its article.
    pub article: ArticleHead,
}

/// A timeline entry with its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFound {
    /// The entry.
    pub entry: TimelineEntry,
    /// Its article.
    pub article: ArticleHead,
    /// Other articles that tell of the same event; their entries are left out.
    pub also: Vec<ArticleHead>,
}

/// A session with its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFound {
    /// Its number.
    pub no: SessionNo,
    /// The session.
    pub session: Session,
    /// The article's own words that tell of it, where they are kept.
    pub sentence: Option<String>,
    /// Its article.
    pub article: ArticleHead,
}

/// A line that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which part of the article it is from.
    pub part: Part,
    /// Whether the line stands in the article word for word.
    pub verbatim: bool,
    /// The line in pieces; `true` marks the words searched for.
    pub pieces: Vec<(String, bool)>,
    /// The speaker, of a quote.
    pub speaker: Option<String>,
    /// Its article.
    pub article: ArticleHead,
}

/// A part of an article that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A line of the summary.
    Summary,
    /// A quote.
    Quote,
    /// An entry of the timeline.
    Timeline,
}
