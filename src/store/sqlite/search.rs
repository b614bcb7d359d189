//! Words among lines, through FTS5.
//!
//! What a person types is words, never FTS5's query language: each word is quoted and its beginning is enough. Case and
//! accents are the tokenizer's to drop. A search is narrowed to what a scope sees inside the index, by keys that stand
//! beside each line.
//!
//! The best hits are those with the words side by side as typed, then those with the whole words, then those with words
//! that begin so; in each of these the newest article first, in reading order. BM25 would have to count every line that has a word before it could
//! rank one, which takes longer than an answer may for a common word.

use std::collections::HashSet;
use std::fmt::Write;

use rusqlite::{Connection, Row, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::{Raw, keys, page};
use crate::store::{ArticleNo, Found, Hit, Part, PersonNo, Scope, Window};

/// The marks around a word that was searched for: characters of the private use area. A line that has them is shown unmarked.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// As many words as are looked for, and as long as each may be.
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 64;

/// Words as a person typed them; at least one.
pub(super) struct Words(Vec<String>);

/// What a search is narrowed to.
#[derive(Clone, Copy)]
pub(super) struct Narrow {
    /// The letter of a key: `s` all lines, `h` headlines, `q` quotes, `t` timelines.
    pub(super) kind: char,
    /// What this scope sees.
    pub(super) scope: Scope,
    /// Of this article only.
    pub(super) article: Option<ArticleNo>,
    /// Said by this person only.
    pub(super) person: Option<PersonNo>,
}

impl Words {
    /// None where there is no word.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let words: Vec<String> = typed
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(MOST_WORDS)
            .map(|word| word.chars().take(LONGEST_WORD).collect())
            .collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// The query for lines with words that begin so, in these columns.
    pub(super) fn beginnings(&self, columns: &str, narrow: &Narrow) -> String {
        narrow.query(columns, &self.each("*"))
    }

    fn each(&self, end: &str) -> String {
        let quoted: Vec<String> = self
            .0
            .iter()
            .map(|word| format!("\"{word}\"{end}"))
            .collect();
        quoted.join(" ")
    }
}

impl Narrow {
    fn query(&self, columns: &str, words: &str) -> String {
        let Self { kind, scope, .. } = self;
        let mut query = format!("{{{columns}}} : ({words}) AND keys : ({kind}0");
        // Writing to a string cannot fail.
        if *scope != Scope::EVERYONE {
            let _ = write!(query, " OR {kind}{}", scope.0);
        }
        query.push(')');
        if let Some(article) = self.article {
            let _ = write!(query, " AND keys : a{}", article.0);
        }
        if let Some(person) = self.person {
            let _ = write!(query, " AND keys : p{}", person.0);
        }
        query
    }
}

/// The rows of `lines` that a query finds, the newest first, as a table to be joined.
pub(super) fn hits() -> String {
    format!(
        "(SELECT rowid AS hit FROM lines WHERE lines MATCH ?1 ORDER BY rowid DESC LIMIT {})",
        Found::<()>::MOST
    )
}

pub(super) fn search(
    connection: &Connection,
    scope: Scope,
    typed: &str,
    wanted: Window,
) -> Raw<Found<Hit>> {
    let Some(words) = Words::new(typed) else {
        return Ok(Found::default());
    };
    let narrow = Narrow {
        kind: 's',
        scope,
        article: None,
        person: None,
    };
    let mut steps = vec![
        narrow.query("text", &words.each("")),
        words.beginnings("text", &narrow),
    ];
    if words.0.len() > 1 {
        let together = format!("\"{}\"", words.0.join(" "));
        steps.insert(0, narrow.query("text", &together));
    }
    let in_order = format!(
        "SELECT hit FROM {} CROSS JOIN lines ON lines.rowid = hit ORDER BY article DESC, hit",
        hits()
    );
    let mut seen = HashSet::new();
    let mut found: Vec<(i64, usize)> = Vec::new();
    for (step, query) in steps.iter().enumerate() {
        for line in keys(connection, &in_order, [query])? {
            if found.len() < Found::<Hit>::MOST && seen.insert(line) {
                found.push((line, step));
            }
        }
        if found.len() == Found::<Hit>::MOST {
            break;
        }
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HEAD}, lines.part, lines.speaker, lines.text, highlight(lines, 0, '{OPEN}', '{CLOSE}')
         FROM lines JOIN articles a ON a.no = lines.article WHERE lines MATCH ?1 AND lines.rowid = ?2"
    ))?;
    page(&found, wanted, |(line, step)| {
        statement.query_row(params![steps[*step], line], hit)
    })
}

fn hit(row: &Row) -> Raw<Hit> {
    let at = HEAD_COLUMNS;
    let text = row.get_ref(at + 2)?.as_str()?;
    Ok(Hit {
        part: match row.get_ref(at)?.as_str()? {
            "q" => Part::Quote,
            "t" => Part::Timeline,
            _ => Part::Summary,
        },
        pieces: if text.contains([OPEN, CLOSE]) {
            vec![(text.to_owned(), false)]
        } else {
            pieces(row.get_ref(at + 3)?.as_str()?)
        },
        speaker: row.get(at + 1)?,
        article: head(row, 0)?,
    })
}

/// A marked line in pieces.
fn pieces(marked: &str) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut rest = marked;
    while let Some(open) = rest.find(OPEN) {
        let (before, from) = rest.split_at(open);
        let from = &from[OPEN.len_utf8()..];
        let close = from.find(CLOSE).unwrap_or(from.len());
        pieces.push((before.to_owned(), false));
        pieces.push((from[..close].to_owned(), true));
        rest = from[close..].strip_prefix(CLOSE).unwrap_or_default();
    }
    pieces.push((rest.to_owned(), false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_line_comes_apart_and_loses_nothing() {
        for (marked, expected) in [
            ("no mark", vec![("no mark", false)]),
            (
                "a \u{E000}hit\u{E001} here",
                vec![("a ", false), ("hit", true), (" here", false)],
            ),
            ("\u{E000}hit\u{E001}", vec![("hit", true)]),
            ("\u{E000}cut", vec![("cut", true)]),
            ("", vec![]),
        ] {
            let expected: Vec<(String, bool)> = expected
                .into_iter()
                .map(|(text, hit)| (text.to_owned(), hit))
                .collect();
            assert_eq!(pieces(marked), expected);
        }
    }

    #[test]
    fn words_are_never_a_query() {
        let each = |typed: &str| Words::new(typed).map(|words| words.each("*"));
        assert_eq!(
            each("peace talks").as_deref(),
            Some("\"peace\"* \"talks\"*")
        );
        assert_eq!(
            each("\"a\" OR b*").as_deref(),
            Some("\"a\"* \"OR\"* \"b\"*")
        );
        assert_eq!(each(" — \"\" "), None);
        assert_eq!(each(&"a ".repeat(50)).map(|query| query.len()), Some(59));
    }

    #[test]
    fn a_search_is_narrowed_by_keys() {
        let narrow = Narrow {
            kind: 'q',
            scope: Scope(12),
            article: Some(ArticleNo(7)),
            person: Some(PersonNo(9)),
        };
        assert_eq!(
            narrow.query("text", "\"quay\"*"),
            "{text} : (\"quay\"*) AND keys : (q0 OR q12) AND keys : a7 AND keys : p9"
        );
    }
}
