//! Quotes and timeline entries: lines with a day.

use chrono::NaiveDate;
use rusqlite::{Connection, ToSql};

use super::articles::{HEAD, head};
use super::search::{NEWEST, expression};
use super::{Raw, from_json, signed, window};
use crate::store::{
    ArticleHead, EventFound, EventQuery, Found, PersonNo, QuoteFound, QuoteQuery, Scope, Window,
};

pub(super) fn quotes(
    connection: &Connection,
    scope: Scope,
    query: &QuoteQuery,
    wanted: Window,
) -> Raw<Found<QuoteFound>> {
    let mut asked = Asked::new(
        "FROM quotes q JOIN articles a ON a.no = q.article WHERE q.scope IN (0, ?)",
        signed(scope.0),
    );
    if let Some(person) = query.person {
        asked.and("q.person = ?", person.0);
    }
    if let Some(article) = query.article {
        asked.and("q.article = ?", article.0);
    }
    let narrow = query.person.is_some() || query.article.is_some();
    if !asked.about("q.line", query.about.as_deref(), narrow) {
        return Ok(Found::default());
    }
    window(
        connection,
        &format!("{HEAD}, q.quote, q.person"),
        &asked.from,
        "q.day DESC, q.article DESC, q.place",
        &asked.parameters(),
        wanted,
        |row| {
            Ok(QuoteFound {
                quote: from_json(row, 6)?,
                person: row.get::<_, Option<i64>>(7)?.map(PersonNo),
                article: head(row, 0)?,
            })
        },
    )
}

pub(super) fn events(
    connection: &Connection,
    scope: Scope,
    query: &EventQuery,
    wanted: Window,
) -> Raw<Found<EventFound>> {
    let mut asked = Asked::new(
        "FROM events e JOIN articles a ON a.no = e.article WHERE e.scope IN (0, ?)",
        signed(scope.0),
    );
    if let Some(article) = query.article {
        asked.and("e.article = ?", article.0);
    }
    let day = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
    if let Some(from) = query.from {
        asked.and("e.last >= ?", day(from));
    }
    if let Some(to) = query.to {
        asked.and("e.first <= ?", day(to));
    }
    if !asked.about("e.line", query.about.as_deref(), query.article.is_some()) {
        return Ok(Found::default());
    }
    if query.article.is_none() {
        asked.once(query.about.as_deref());
    }
    window(
        connection,
        &format!("{HEAD}, e.event, e.no"),
        &asked.from,
        "e.first, e.last DESC, e.article, e.place",
        &asked.parameters(),
        wanted,
        |row| {
            Ok(EventFound {
                entry: from_json(row, 6)?,
                article: head(row, 0)?,
                also: also(connection, row.get(7)?)?,
            })
        },
    )
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

/// A question that grows by what is asked.
struct Asked {
    from: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Asked {
    fn new(from: &str, scope: i64) -> Self {
        Self {
            from: from.to_owned(),
            values: vec![Box::new(scope)],
        }
    }

    fn and(&mut self, condition: &str, value: impl ToSql + 'static) {
        self.from.push_str(" AND ");
        self.from.push_str(condition);
        self.values.push(Box::new(value));
    }

    /// Asks for lines with the words. `false` where the words are none, so nothing can be found. Among few rows all lines
    /// count, else the newest that have the words.
    fn about(&mut self, line: &str, words: Option<&str>, narrow: bool) -> bool {
        let Some(words) = words else { return true };
        let Some(expression) = expression(words) else {
            return false;
        };
        let newest = if narrow {
            String::new()
        } else {
            format!(" ORDER BY rowid DESC LIMIT {NEWEST}")
        };
        let condition = format!("{line} IN (SELECT rowid FROM lines WHERE lines MATCH ?{newest})");
        self.and(&condition, expression);
        true
    }

    /// Leaves out what an earlier article tells too, unless only these words of it were found.
    fn once(&mut self, words: Option<&str>) {
        match words.and_then(expression) {
            None => self.from.push_str(" AND e.same_as IS NULL"),
            Some(expression) => self.and(
                "(e.same_as IS NULL OR NOT EXISTS (SELECT 1 FROM events c WHERE c.no = e.same_as
                  AND c.line IN (SELECT rowid FROM lines WHERE lines MATCH ?)))",
                expression,
            ),
        }
    }

    fn parameters(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| &**value).collect()
    }
}
