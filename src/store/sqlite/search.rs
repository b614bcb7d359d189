//! Words among lines, through FTS5.
//!
//! What a person types is words, never FTS5's query language: each word is quoted and its beginning is enough. Case and
//! accents are the tokenizer's to drop.

use rusqlite::{Connection, params};

use super::articles::{HEAD, head};
use super::{Raw, signed, window};
use crate::store::{Found, Hit, Part, Scope, Window};

/// The marks around a word that was searched for: characters of the private use area, which no text has.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// As many lines as are looked at for a common word: the newest. A word that stands in more of them distinguishes nothing.
pub(super) const NEWEST: usize = 4000;

/// The words as FTS5 takes them: `"peace"* "talks"*`; none where there is no word.
pub(super) fn expression(words: &str) -> Option<String> {
    let quoted: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!quoted.is_empty()).then(|| quoted.join(" "))
}

pub(super) fn search(
    connection: &Connection,
    scope: Scope,
    words: &str,
    wanted: Window,
) -> Raw<Found<Hit>> {
    let Some(expression) = expression(words) else {
        return Ok(Found::default());
    };
    let scope = signed(scope.0);
    // A frequent word has more hits than can be ranked in time: the newest of them are.
    let common: i64 = connection
        .prepare_cached(&format!(
            "SELECT coalesce(min(rowid), 0) FROM (SELECT rowid FROM lines WHERE lines MATCH ? ORDER BY rowid DESC LIMIT {NEWEST})"
        ))?
        .query_row([&expression], |row| row.get(0))?;
    let columns =
        format!("{HEAD}, lines.part, lines.speaker, highlight(lines, 0, '{OPEN}', '{CLOSE}')");
    window(
        connection,
        &columns,
        "FROM lines JOIN articles a ON a.no = lines.article WHERE lines MATCH ? AND lines.rowid >= ? AND lines.scope IN (0, ?)",
        "bm25(lines), a.published DESC, lines.rowid",
        params![expression, common, scope],
        wanted,
        |row| {
            let part = match row.get_ref(6)?.as_str()? {
                "q" => Part::Quote,
                "t" => Part::Timeline,
                _ => Part::Summary,
            };
            Ok(Hit {
                part,
                pieces: pieces(row.get_ref(8)?.as_str()?),
                speaker: row.get(7)?,
                article: head(row, 0)?,
            })
        },
    )
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
        assert_eq!(
            expression("peace talks").as_deref(),
            Some("\"peace\"* \"talks\"*")
        );
        assert_eq!(
            expression("\"a\" OR b*").as_deref(),
            Some("\"a\"* \"OR\"* \"b\"*")
        );
        assert_eq!(expression(" — \"\" "), None);
    }
}
