//! Words among lines, through FTS5.
//!
//! The best hits are those with the words side by side as typed, then those with the whole words, then those with words
//! that begin so; in each of these the newest article first, in reading order. Of lines with the whole words, the newest are
//! ranked, as many as a list can have. BM25 would have to count every line that has a word before it could rank one, which
//! takes longer than an answer may for a common word.

use std::cmp::Reverse;
use std::collections::HashSet;

use rusqlite::{Connection, Row, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::words::{Kind, Narrow, Words};
use super::{Raw, from_json, keys, page};
use crate::article::{SummaryLine, TimelineEntry};
use crate::store::{Found, Hit, Part, Scope, Window};

/// The marks around a word that was searched for: characters of the private use area. A line that has them is shown unmarked.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

const PLACE_BITS: u32 = 24;

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
    let whole = words.whole(&narrow);
    let with_all = lines(connection, &whole, 0)?;
    let mut steps = Vec::new();
    if let Some(together) = words.together(&narrow)
        && let Some(oldest) = with_all.iter().min()
    {
        let beside = lines(connection, &together, *oldest)?;
        steps.push((together, beside));
    }
    let begun = match with_all.len() < Found::<Hit>::MOST {
        true => Some(words.beginnings(connection, &narrow)?),
        false => None,
    };
    // They are the same where no other word begins so.
    let begun = begun.filter(|begun| *begun != whole);
    steps.push((whole, with_all));
    if let Some(begun) = begun {
        let with_beginnings = lines(connection, &begun, 0)?;
        steps.push((begun, with_beginnings));
    }
    let mut seen = HashSet::new();
    let found: Vec<(i64, &str)> = steps
        .iter()
        .flat_map(|(query, lines)| lines.iter().map(move |line| (*line, query.as_str())))
        .filter(|(line, _)| seen.insert(*line))
        .take(Found::<Hit>::MOST)
        .collect();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HEAD}, lines.part, lines.speaker, lines.text, highlight(lines, 0, '{OPEN}', '{CLOSE}'),
                (SELECT event FROM events WHERE line = ?2), (SELECT summary FROM summaries WHERE article = ?3 AND line = ?2)
         FROM lines JOIN articles a ON a.no = ?3 WHERE lines MATCH ?1 AND lines.rowid = ?2"
    ))?;
    page(&found, wanted, |(line, query)| {
        statement.query_row(params![query, line, article_of(*line)], hit)
    })
}

/// The newest lines that a query finds, from one on: the newest article first, in reading order.
fn lines(connection: &Connection, query: &str, oldest: i64) -> Raw<Vec<i64>> {
    let sql = format!(
        "SELECT rowid FROM lines WHERE lines MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT {}",
        Found::<Hit>::MOST
    );
    let mut lines = keys(connection, &sql, params![query, oldest])?;
    lines.sort_by_key(|line| (Reverse(article_of(*line)), *line));
    Ok(lines)
}

/// A line's number: its article's, and in the last bits its place there. There are enough of these: SQLite takes no article
/// whose JSON is over 1 GB.
pub(super) fn line_of(article: i64, place: i64) -> i64 {
    (article << PLACE_BITS) + place
}

fn article_of(line: i64) -> i64 {
    line >> PLACE_BITS
}

fn hit(row: &Row) -> Raw<Hit> {
    let at = HEAD_COLUMNS;
    let text = row.get_ref(at + 2)?.as_str()?;
    // Only what has a place in the article stands there word for word; a quote always does.
    let (part, verbatim) = match row.get_ref(at)?.as_str()? {
        "q" => (Part::Quote, true),
        "t" => {
            let entry: TimelineEntry = from_json(row, at + 4)?;
            (Part::Timeline, entry.at.is_some())
        }
        _ => {
            let line: SummaryLine = from_json(row, at + 5)?;
            (Part::Summary, line.at.is_some())
        }
    };
    Ok(Hit {
        part,
        verbatim,
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
