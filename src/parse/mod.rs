//! Parse: from a [`Page`] to an [`Article`], by rule, in one pass, without input or output. It cannot fail.
//!
//! [`Document::new`] takes the text apart once. Each reader is a module with one function that takes the
//! `&Document` (and what earlier readers found) and returns a field of the article; [`parse`] calls them in order.
//! To plug in a reader: add its module, its word lists in `lexicon`, and one line in [`parse`]. A reader starts only at
//! trigger tokens, asks for words by class or hash, and turns token numbers into places with [`Document::span`].
//! Nothing here looks at the clock, a random number or the order of a hash table.

pub mod block;
pub mod cue;
pub mod date;
pub mod document;
mod lexer;
pub mod lexicon;
pub mod marks;
pub mod person;
mod phrase;
pub mod quote;
pub mod sentence;
pub mod session;
pub mod summary;
mod terms;
pub mod timeline;
pub mod token;
pub mod view;
mod work;

use crate::article::{Article, PublishedFrom, Source};
use crate::intake::Page;
use block::BlockKind;
use document::Document;
use session::dated;

/// Takes a page apart.
#[must_use]
pub fn parse(page: &Page) -> Article {
    let document = Document::new(&page.text, page.title.as_deref());
    let title = title(page, &document);
    // First, for it needs the most room of all for a while.
    let summary = summary::summary(&document, page.title.as_deref());
    let (people, quotes) = quote::read(&document);
    let dates = date::read(&document, page.published);
    let today = dated::today(&dates.mentions, dates.published);
    let mut timeline = timeline::Reader::new(&document, today);
    let mut sessions = dates
        .published
        .map(|published| session::Reader::new(&document, published));
    dated::each(
        &document,
        &dates.mentions,
        today,
        |number, mentions, dated| {
            timeline.sentence(number, mentions, dated.as_ref());
            if let (Some(sessions), Some(dated)) = (&mut sessions, dated) {
                sessions.sentence(dated);
            }
        },
    );
    Article {
        people,
        quotes,
        id: page.id.clone().unwrap_or_else(|| slug(&title)),
        title,
        language: "en".to_owned(),
        source: Source {
            name: page.source.clone(),
            url: page.url.clone(),
        },
        published: dates.published,
        published_from: dates.published.map(|_| {
            if dates.from_text {
                PublishedFrom::Text
            } else {
                page.published_from.unwrap_or(PublishedFrom::Given)
            }
        }),
        summary,
        timeline: timeline.entries(),
        sessions: sessions.map(session::Reader::sessions).unwrap_or_default(),
        dates: date::expressions(&document, &dates.mentions),
        ..Article::default()
    }
}

/// The headline: as given, else the text's own first line if it is one, else the first sentence's beginning.
fn title(page: &Page, document: &Document) -> String {
    if let Some(title) = &page.title {
        return title.trim().to_owned();
    }
    let headline = document
        .blocks
        .first()
        .filter(|block| block.kind == BlockKind::Title);
    if let Some(block) = headline {
        return document.slice(block.tokens.clone()).to_owned();
    }
    let Some(sentence) = document.sentences.first() else {
        return String::new();
    };
    let words = document.slice(sentence.tokens.clone());
    if words.len() <= 100 {
        return words.trim_end_matches('.').to_owned();
    }
    let mut end = 0;
    for (at, _) in words.match_indices(char::is_whitespace) {
        if at > 90 {
            break;
        }
        end = at;
    }
    if end == 0 {
        end = words
            .char_indices()
            .nth(60)
            .map_or(words.len(), |(at, _)| at);
    }
    format!("{}…", &words[..end])
}

/// Lower-case words and hyphens, at most 60 characters; `article` when nothing is left.
fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() && !matches!(c, '\'' | '’') {
            out.push('-');
        }
        if out.len() >= 60 {
            if let Some(cut) = out.rfind('-').filter(|cut| *cut > 20) {
                out.truncate(cut);
            }
            break;
        }
    }
    let out = out.trim_matches('-');
    if out.is_empty() {
        "article".to_owned()
    } else {
        out.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: String) -> u64 {
        let page = Page {
            text,
            ..Page::default()
        };
        work::count(|| {
            let _ = parse(&page);
        })
    }

    /// Twice the text takes at most a little more than twice the steps.
    fn check_linear(unit: &str) {
        let once = steps(unit.repeat(1500));
        let twice = steps(unit.repeat(3000));
        assert!(once > 0);
        assert!(
            twice * 100 <= once * 215,
            "{unit:?}: {once} steps, then {twice}"
        );
    }

    #[test]
    fn work_grows_with_the_length() {
        for unit in [
            "“We will go,” Mara Lind said. She added that the road was safe.\n",
            "He said she said they said ",
            "\" ",
            "“",
            "” ",
            "' ",
            "Anna Lind, Bert Lind, Carl Lind, ",
            "and said, but told, adding ",
            "according to ",
            "(",
            "so\n",
            "— Name (@handle) May 4, 2024\n",
            "A. B. C. ",
            "said “no ",
            "said said said ",
            "() (a) (",
            "‘Go “on,” ’ ",
            "‘Go “on ",
            "NEW YORK: The\n",
            "Ana Lind: We go\n",
            "\"We go, said Ana \n\n",
            "“We go,” Ana Lind went on. ",
            "the of the of ",
            "\"Go\n",
            "…, ",
        ] {
            check_linear(unit);
        }
    }
}
