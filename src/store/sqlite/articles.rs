//! Articles and their summaries.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::words::{Kind, Narrow, Words};
use super::{Raw, both, from_json, keys, page, signed, unsigned};
use crate::article::{Article, Source, SummaryLine};
use crate::store::{ArticleHead, ArticleNo, Found, Scope, Window};

/// The columns of an article's head, as [`head`] reads them, of a table named `a`.
pub(super) const HEAD: &str = "a.no, a.slug, a.title, a.source, a.url, a.published";

/// How many columns [`HEAD`] has.
pub(super) const HEAD_COLUMNS: usize = 6;

/// An article's head from the columns of [`HEAD`], which begin at `from`.
pub(super) fn head(row: &Row, from: usize) -> Raw<ArticleHead> {
    Ok(ArticleHead {
        no: ArticleNo(row.get(from)?),
        slug: row.get(from + 1)?,
        title: row.get(from + 2)?,
        source: Source {
            name: row.get(from + 3)?,
            url: row.get(from + 4)?,
        },
        published: row.get(from + 5)?,
    })
}

pub(super) fn list(
    connection: &Connection,
    scope: Scope,
    words: &str,
    wanted: Window,
) -> Raw<Found<ArticleHead>> {
    let found = match Words::new(words) {
        Some(words) => {
            let narrow = Narrow {
                kind: Kind::Headline,
                scope,
                article: None,
                person: None,
            };
            let sql = format!(
                "SELECT hit FROM {} ORDER BY published DESC, hit DESC",
                narrow.kind.hits(", published")
            );
            keys(connection, &sql, [words.beginnings(connection, &narrow)?])?
        }
        None if words.trim().is_empty() => {
            let sql = both(
                "no, published",
                "articles WHERE 1",
                "published DESC, no DESC",
            );
            keys(connection, &sql, [signed(scope.0)])?
        }
        None => Vec::new(),
    };
    let mut statement =
        connection.prepare_cached(&format!("SELECT {HEAD} FROM articles a WHERE a.no = ?"))?;
    page(&found, wanted, |no| {
        statement.query_row([no], |row| head(row, 0))
    })
}

pub(super) fn one(
    connection: &Connection,
    scope: Scope,
    no: ArticleNo,
) -> Raw<Option<ArticleHead>> {
    connection
        .prepare_cached(&format!(
            "SELECT {HEAD} FROM articles a WHERE a.no = ? AND a.scope IN (0, ?)"
        ))?
        .query_row(params![no.0, signed(scope.0)], |row| head(row, 0))
        .optional()
}

pub(super) fn whole(connection: &Connection, scope: Scope) -> Raw<Vec<Article>> {
    connection
        .prepare("SELECT whole FROM articles WHERE scope = ? ORDER BY no")?
        .query_map([signed(scope.0)], |row| from_json(row, 0))?
        .collect()
}

/// Zero is everyone: it is there before anything is kept of it.
pub(super) fn scopes(connection: &Connection) -> Raw<Vec<Scope>> {
    connection
        .prepare(
            "SELECT 0 UNION SELECT scope FROM articles UNION SELECT scope FROM settings UNION SELECT scope FROM reminders
             UNION SELECT scope FROM standing UNION SELECT scope FROM deliveries UNION SELECT scope FROM paused
             UNION SELECT scope FROM mirrored ORDER BY 1",
        )?
        .query_map([], |row| row.get(0).map(|scope| Scope(unsigned(scope))))?
        .collect()
}

pub(super) fn summary(
    connection: &Connection,
    scope: Scope,
    no: ArticleNo,
) -> Raw<Vec<SummaryLine>> {
    connection
        .prepare_cached(
            "SELECT s.summary FROM summaries s JOIN articles a ON a.no = s.article
             WHERE s.article = ? AND a.scope IN (0, ?) ORDER BY s.place",
        )?
        .query_map([no.0, signed(scope.0)], |row| from_json(row, 0))?
        .collect()
}
