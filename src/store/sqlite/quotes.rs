//! Quotes and timeline entries: lines with a day.

use rusqlite::{Connection, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::words::{Kind, Narrow, Words};
use super::{Raw, both, day, from_json, keys, page, signed};
use crate::store::{
    ArticleHead, EventFound, EventQuery, Found, PersonNo, QuoteFound, QuoteQuery, Scope, Window,
};

pub(super) fn quotes(
    connection: &Connection,
    scope: Scope,
    query: &QuoteQuery,
    wanted: Window,
) -> Raw<Found<QuoteFound>> {
    const ORDER: &str = "day DESC, article DESC, place";
    let own = signed(scope.0);
    let found = match (&query.about, query.person, query.article) {
        (Some(about), person, article) => {
            let narrow = Narrow {
                kind: Kind::Quote,
                scope,
                article,
                person,
            };
            let Some(words) = Words::new(about) else {
                return Ok(Found::default());
            };
            let words = words.beginnings(connection, &narrow)?;
            let hits = narrow.kind.hits("");
            match person {
                None => {
                    let sql = format!(
                        "SELECT no FROM {hits} CROSS JOIN quotes ON line = hit ORDER BY {ORDER}"
                    );
                    keys(connection, &sql, [words])?
                }
                Some(person) => {
                    let sql = format!(
                        "SELECT no FROM quotes WHERE person = ?2 AND scope IN (0, ?3) AND line IN (SELECT hit FROM {hits})
                         ORDER BY {ORDER}"
                    );
                    keys(connection, &sql, params![words, person.0, own])?
                }
            }
        }
        (None, None, None) => {
            let sql = both("no, day, article, place", "quotes WHERE 1", ORDER);
            keys(connection, &sql, [own])?
        }
        (None, Some(person), None) => {
            let sql = both("no, day, article, place", "quotes WHERE person = ?2", ORDER);
            keys(connection, &sql, [own, person.0])?
        }
        (None, person, Some(article)) => {
            let sql = format!(
                "SELECT no FROM quotes WHERE article = ?2 AND (?3 IS NULL OR person = ?3) AND scope IN (0, ?1)
                 ORDER BY day DESC, place LIMIT {}",
                Found::<()>::MOST
            );
            let person = person.map(|person| person.0);
            keys(connection, &sql, params![own, article.0, person])?
        }
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HEAD}, q.quote, q.person FROM quotes q JOIN articles a ON a.no = q.article WHERE q.no = ?"
    ))?;
    page(&found, wanted, |no| {
        statement.query_row([no], |row| {
            Ok(QuoteFound {
                quote: from_json(row, HEAD_COLUMNS)?,
                person: row.get::<_, Option<i64>>(HEAD_COLUMNS + 1)?.map(PersonNo),
                article: head(row, 0)?,
            })
        })
    })
}

pub(super) fn events(
    connection: &Connection,
    scope: Scope,
    query: &EventQuery,
    wanted: Window,
) -> Raw<Found<EventFound>> {
    const ORDER: &str = "first, last DESC, article, place";
    const BETWEEN: &str = "(?3 IS NULL OR last >= ?3) AND (?4 IS NULL OR first <= ?4)";
    let own = signed(scope.0);
    let (from, to) = (query.from.map(day), query.to.map(day));
    let found = match (&query.about, query.article) {
        (Some(about), article) => {
            let narrow = Narrow {
                kind: Kind::Event,
                scope,
                article,
                person: None,
            };
            let Some(words) = Words::new(about) else {
                return Ok(Found::default());
            };
            // What an earlier article tells too is left out, unless only these words of it were found.
            let once = match article {
                Some(_) => "",
                None => "AND (same_as IS NULL OR same_as NOT IN (SELECT no FROM found))",
            };
            let sql = format!(
                "WITH found AS MATERIALIZED
                 (SELECT no, first, last, article, place, same_as FROM {} CROSS JOIN events ON line = hit)
                 SELECT no FROM found WHERE ?2 IS NOT NULL AND {BETWEEN} {once} ORDER BY {ORDER}",
                narrow.kind.hits("")
            );
            let query = words.beginnings(connection, &narrow)?;
            keys(connection, &sql, params![query, own, from, to])?
        }
        (None, None) => {
            let from_where = format!("events WHERE ?2 IS NULL AND same_as IS NULL AND {BETWEEN}");
            let sql = both("no, first, last, article, place", &from_where, ORDER);
            keys(connection, &sql, params![own, None::<i64>, from, to])?
        }
        (None, Some(article)) => {
            let sql = format!(
                "SELECT no FROM events WHERE article = ?2 AND {BETWEEN} AND scope IN (0, ?1) ORDER BY {ORDER} LIMIT {}",
                Found::<()>::MOST
            );
            keys(connection, &sql, params![own, article.0, from, to])?
        }
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HEAD}, e.event, e.no FROM events e JOIN articles a ON a.no = e.article WHERE e.no = ?"
    ))?;
    page(&found, wanted, |no| {
        statement.query_row([no], |row| {
            Ok(EventFound {
                entry: from_json(row, HEAD_COLUMNS)?,
                article: head(row, 0)?,
                also: also(connection, row.get(HEAD_COLUMNS + 1)?)?,
            })
        })
    })
}

/// The other articles that tell of the same event.
fn also(connection: &Connection, event: i64) -> Raw<Vec<ArticleHead>> {
    connection
        .prepare_cached(&format!(
            "SELECT DISTINCT {HEAD} FROM events e JOIN articles a ON a.no = e.article WHERE e.same_as = ? ORDER BY a.no LIMIT 5"
        ))?
        .query_map([event], |row| head(row, 0))?
        .collect()
}
