//! Who is in the news: what articles say of a person, and what they say together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Row, Transaction, params};

use super::articles::{HEAD, HEAD_COLUMNS, head};
use super::{Raw, count, from_json, signed, to_json, window};
use crate::article::PersonKind;
use crate::store::{ArticleNo, Found, PersonCard, PersonHead, PersonNo, Scope, Window};

/// Makes anew what a scope's articles together say of a person: the newest article's name and role, all forms of the name,
/// the sum of the quotes.
pub(super) fn know(tx: &Transaction, scope: Scope, person: i64) -> Raw<()> {
    struct Named {
        name: String,
        aliases: Vec<String>,
        role: Option<String>,
        kind: String,
        quotes: i64,
    }
    let scope = signed(scope.0);
    let rows = tx
        .prepare_cached(
            "SELECT n.name, n.aliases, n.role, n.kind, n.quotes FROM named n JOIN articles a ON a.no = n.article
             WHERE n.person = ? AND a.scope = ? ORDER BY a.published DESC, a.no DESC",
        )?
        .query_map([person, scope], |row| {
            Ok(Named {
                name: row.get(0)?,
                aliases: from_json(row, 1)?,
                role: row.get(2)?,
                kind: row.get(3)?,
                quotes: row.get(4)?,
            })
        })?
        .collect::<Raw<Vec<Named>>>()?;
    let Some(newest) = rows.first() else {
        tx.prepare_cached("DELETE FROM known WHERE scope = ? AND person = ?")?
            .execute([scope, person])?;
        tx.prepare_cached(
            "DELETE FROM people WHERE no = ?1 AND NOT EXISTS (SELECT 1 FROM named WHERE person = ?1)",
        )?
        .execute([person])?;
        return Ok(());
    };
    let mut aliases: Vec<&String> = Vec::new();
    for alias in rows.iter().flat_map(|row| &row.aliases) {
        if *alias != newest.name && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    let role = rows.iter().find_map(|row| row.role.as_ref());
    let quotes: i64 = rows.iter().map(|row| row.quotes).sum();
    tx.prepare_cached(
        "INSERT OR REPLACE INTO known (scope, person, name, aliases, role, kind, quotes) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        scope,
        person,
        newest.name,
        to_json(&aliases)?,
        role,
        newest.kind,
        quotes
    ])?;
    Ok(())
}

/// A person from columns no, name, aliases, role, kind, quotes, which begin at `from`.
fn person(row: &Row, from: usize) -> Raw<PersonHead> {
    Ok(PersonHead {
        no: PersonNo(row.get(from)?),
        name: row.get(from + 1)?,
        aliases: from_json(row, from + 2)?,
        role: row.get(from + 3)?,
        kind: if row.get_ref(from + 4)?.as_str()? == "group" {
            PersonKind::Group
        } else {
            PersonKind::Person
        },
        quotes: count(row, from + 5)?,
    })
}

/// The lists of people that were asked for, each with the generation that it was read at.
#[derive(Default)]
pub(super) struct Lists(Mutex<HashMap<Scope, List>>);

/// The generation at which it was read, and the people.
type List = (i64, Arc<Vec<PersonHead>>);

impl Lists {
    /// As many scopes as keep a list; beyond that all are read anew.
    const SCOPES: usize = 64;

    /// The list that is kept, where nothing was loaded since.
    pub(super) fn kept(
        &self,
        connection: &Connection,
        scope: Scope,
    ) -> Raw<Option<Arc<Vec<PersonHead>>>> {
        let now = generation(connection)?;
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(lists
            .get(&scope)
            .filter(|(read_at, _)| *read_at == now)
            .map(|(_, list)| Arc::clone(list)))
    }

    /// The list, read anew and kept.
    pub(super) fn anew(&self, connection: &Connection, scope: Scope) -> Raw<Arc<Vec<PersonHead>>> {
        let generation = generation(connection)?;
        let list = Arc::new(everyone(connection, scope)?);
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lists.len() >= Self::SCOPES {
            lists.clear();
        }
        lists.insert(scope, (generation, Arc::clone(&list)));
        Ok(list)
    }
}

/// The number of the last change of any article, and so of who is in the news.
pub(super) fn generation(connection: &Connection) -> Raw<i64> {
    connection
        .prepare_cached("SELECT number FROM generation")?
        .query_row([], |row| row.get(0))
}

fn everyone(connection: &Connection, scope: Scope) -> Raw<Vec<PersonHead>> {
    let rows = connection
        .prepare_cached("SELECT person, name, aliases, role, kind, quotes FROM known WHERE scope IN (0, ?) ORDER BY person, scope DESC")?
        .query_map([signed(scope.0)], |row| person(row, 0))?
        .collect::<Raw<Vec<PersonHead>>>()?;
    let mut people: Vec<PersonHead> = Vec::with_capacity(rows.len());
    for row in rows {
        match people.last_mut() {
            Some(own) if own.no == row.no => merge(own, row),
            _ => people.push(row),
        }
    }
    people.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
    Ok(people)
}

/// The server's own articles and everyone's name the same person: the server's words stand, the quotes add up.
fn merge(own: &mut PersonHead, other: PersonHead) {
    own.quotes += other.quotes;
    own.role = own.role.take().or(other.role);
    for alias in other.aliases {
        if !own.aliases.contains(&alias) {
            own.aliases.push(alias);
        }
    }
}

/// Those of the list who are quoted: it stands most quoted first.
pub(super) fn quoted(people: &[PersonHead], wanted: Window) -> Found<PersonHead> {
    let quoted = people.partition_point(|person| person.quotes > 0);
    Found {
        total: quoted.min(Found::<PersonHead>::MOST),
        items: people[..quoted]
            .iter()
            .skip(wanted.from)
            .take(wanted.count)
            .cloned()
            .collect(),
    }
}

pub(super) fn speakers_of(
    connection: &Connection,
    scope: Scope,
    article: ArticleNo,
    wanted: Window,
) -> Raw<Found<PersonHead>> {
    window(
        connection,
        "n.person, n.name, n.aliases, n.role, n.kind, n.quotes",
        "FROM named n JOIN articles a ON a.no = n.article WHERE n.article = ? AND a.scope IN (0, ?) AND n.quotes > 0",
        "n.quotes DESC, n.name",
        &[&article.0, &signed(scope.0)],
        wanted,
        |row| person(row, 0),
    )
}

pub(super) fn card(connection: &Connection, scope: Scope, no: PersonNo) -> Raw<Option<PersonCard>> {
    let mut rows = connection
        .prepare_cached("SELECT person, name, aliases, role, kind, quotes FROM known WHERE scope IN (0, ?) AND person = ? ORDER BY scope DESC")?
        .query_map([signed(scope.0), no.0], |row| person(row, 0))?
        .collect::<Raw<Vec<PersonHead>>>()?
        .into_iter();
    let Some(mut head_of_card) = rows.next() else {
        return Ok(None);
    };
    rows.for_each(|row| merge(&mut head_of_card, row));
    let articles = connection
        .prepare_cached(&format!(
            "SELECT {HEAD}, n.role FROM named n JOIN articles a ON a.no = n.article
             WHERE n.person = ? AND a.scope IN (0, ?) ORDER BY a.published DESC, a.no DESC LIMIT 100"
        ))?
        .query_map(params![no.0, signed(scope.0)], |row| {
            Ok((head(row, 0)?, row.get(HEAD_COLUMNS)?))
        })?
        .collect::<Raw<Vec<_>>>()?;
    Ok(Some(PersonCard {
        head: head_of_card,
        articles,
    }))
}

/// Takes people away whom no article names any more.
pub(super) fn forget_unnamed(tx: &Transaction) -> Raw<()> {
    tx.execute(
        "DELETE FROM people WHERE no NOT IN (SELECT person FROM named) AND no NOT IN (SELECT person FROM known)",
        [],
    )?;
    Ok(())
}

/// The numbers of those whom a scope knows.
pub(super) fn known(tx: &Transaction, scope: Scope) -> Raw<Vec<i64>> {
    tx.prepare("SELECT person FROM known WHERE scope = ?")?
        .query_map([signed(scope.0)], |row| row.get(0))?
        .collect()
}
