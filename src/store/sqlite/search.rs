//! Words among lines, through FTS5.
//!
//! The best hits are those with the words side by side as typed, then those with the whole words, then those with words
//! that begin so; in each of these the newest article first, in reading order. BM25 would have to count every line that has
//! a word before it could rank one, which takes longer than an answer may for a common word.

use std::collections::HashSet;

use rusqlite::{Connection, Row, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::words::{Kind, Narrow, Words};
use super::{Raw, keys, page};
use crate::store::{Found, Hit, Part, Scope, Window};

/// The marks around a word that was searched for: characters of the private use area. A line that has them is shown unmarked.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

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
        kind: Kind::Line,
        scope,
        article: None,
        person: None,
    };
    let mut steps = Vec::from_iter(words.together(&narrow));
    steps.push(words.whole(&narrow));
    steps.push(words.beginnings(connection, &narrow)?);
    // No other word begins so.
    steps.dedup();
    let in_order = format!(
        "SELECT hit FROM {} CROSS JOIN lines ON lines.rowid = hit ORDER BY article DESC, hit",
        Kind::Line.hits("")
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
}
