//! Taking an article in: its parts into their tables, in one transaction.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

use super::search::line_of;
use super::{Raw, day, from_json, people, sessions, signed, standing, to_json};
use crate::article::{Article, Person, PersonKind, TimelineEntry};
use crate::fold::fold;
use crate::same::same_event;
use crate::store::{Loaded, Scope};

pub(super) fn load(
    tx: &Transaction,
    scope: Scope,
    article: &Article,
    now: DateTime<Utc>,
) -> Raw<Loaded> {
    let mut kept = Article {
        text: None,
        ..article.clone()
    };
    for quote in &mut kept.quotes {
        // JSON has no word for a number that is none.
        if !quote.confidence.is_finite() {
            quote.confidence = 0.0;
        }
    }
    let article = &kept;
    let whole = to_json(article)?;
    let known: Option<(i64, String)> = tx
        .prepare_cached("SELECT no, whole FROM articles WHERE scope = ? AND slug = ?")?
        .query_row(params![signed(scope.0), article.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let loaded = match &known {
        Some((_, before)) if *before == whole => return Ok(Loaded::Same),
        Some(_) => Loaded::Changed,
        None => Loaded::New,
    };
    let mut touched = HashSet::new();
    if let Some((no, _)) = known {
        touched.extend(clear(tx, no)?);
    }
    let no: i64 = tx
        .prepare_cached(
            "INSERT INTO articles (scope, slug, title, source, url, published, whole) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, slug) DO UPDATE SET title = ?3, source = ?4, url = ?5, published = ?6, whole = ?7
             RETURNING no",
        )?
        .query_row(
            params![
                signed(scope.0),
                article.id,
                article.title,
                article.source.name,
                article.source.url,
                article.published.map(day),
                whole
            ],
            |row| row.get(0),
        )?;
    let speakers = name(tx, no, article)?;
    touched.extend(speakers.values().copied());
    lines(tx, scope, no, article, &speakers)?;
    sessions::load(tx, scope, no, article, now)?;
    standing::loaded(tx, scope, no, now)?;
    for person in touched {
        people::know(tx, scope, person)?;
    }
    tx.execute("UPDATE generation SET number = number + 1", [])?;
    Ok(loaded)
}

/// Takes the article's parts away, except its sessions, and says whom it named.
pub(super) fn clear(tx: &Transaction, article: i64) -> Raw<Vec<i64>> {
    let named = tx
        .prepare_cached("SELECT person FROM named WHERE article = ?")?
        .query_map([article], |row| row.get(0))?
        .collect::<Raw<Vec<i64>>>()?;
    tx.execute(
        "DELETE FROM lines WHERE rowid IN (SELECT rowid FROM lines WHERE lines MATCH ?)",
        [format!("keys : a{article}")],
    )?;
    tx.execute("DELETE FROM headlines WHERE rowid = ?", [article])?;
    for table in ["summaries", "quotes", "events"] {
        tx.execute(&format!("DELETE FROM {table} WHERE article = ?"), [article])?;
    }
    tx.execute("DELETE FROM named WHERE article = ?", [article])?;
    Ok(named)
}

/// Writes whom the article names and how often each speaks; gives their numbers by every folded form of their names.
fn name(tx: &Transaction, article: i64, whole: &Article) -> Raw<HashMap<String, i64>> {
    let mut people: Vec<Person> = whole.people.clone();
    let forms = |person: &Person| -> Vec<String> {
        std::iter::once(&person.name)
            .chain(&person.aliases)
            .map(|form| fold(form))
            .filter(|form| !form.is_empty())
            .collect()
    };
    // A speaker whom the list of people leaves out is a person all the same.
    let mut listed: HashSet<String> = people.iter().flat_map(&forms).collect();
    for quote in &whole.quotes {
        if let Some(speaker) = quote
            .speaker
            .as_ref()
            .filter(|speaker| !fold(speaker).is_empty())
            && listed.insert(fold(speaker))
        {
            people.push(Person {
                name: speaker.clone(),
                aliases: Vec::new(),
                role: quote.role.clone(),
                kind: PersonKind::Person,
            });
        }
    }
    let mut numbers: HashMap<String, i64> = HashMap::new();
    let mut rows = Vec::new();
    for person in &people {
        let key = fold(&person.name);
        if key.is_empty() {
            continue;
        }
        tx.prepare_cached("INSERT INTO people (key) VALUES (?) ON CONFLICT (key) DO NOTHING")?
            .execute([&key])?;
        let no: i64 = tx
            .prepare_cached("SELECT no FROM people WHERE key = ?")?
            .query_row([&key], |row| row.get(0))?;
        // The full name wins over another's alias, and the first over the second.
        numbers.insert(key, no);
        rows.push((no, person));
    }
    for (no, person) in &rows {
        for form in forms(person) {
            numbers.entry(form).or_insert(*no);
        }
    }
    let mut spoken: HashMap<i64, i64> = HashMap::new();
    for quote in &whole.quotes {
        if let Some(no) = quote
            .speaker
            .as_deref()
            .and_then(|speaker| numbers.get(&fold(speaker)))
        {
            *spoken.entry(*no).or_default() += 1;
        }
    }
    for (no, person) in rows {
        tx.prepare_cached(
            "INSERT INTO named (article, person, name, aliases, role, kind, quotes) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            article,
            no,
            person.name,
            to_json(&person.aliases)?,
            person.role,
            kind(person.kind),
            spoken.get(&no).copied().unwrap_or_default()
        ])?;
    }
    Ok(numbers)
}

/// A kind as it stands in a column.
fn kind(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Person => "person",
        PersonKind::Group => "group",
    }
}

fn lines(
    tx: &Transaction,
    scope: Scope,
    article: i64,
    whole: &Article,
    speakers: &HashMap<String, i64>,
) -> Raw<()> {
    let scope = signed(scope.0);
    let published = whole.published.map(day).unwrap_or_default();
    let mut places = 0..;
    let mut line = |part: &str,
                    text: &str,
                    heading: &str,
                    keys: &str,
                    speaker: Option<&str>|
     -> Raw<i64> {
        let line = line_of(article, places.next().unwrap_or_default());
        tx.prepare_cached(
            "INSERT INTO lines (rowid, text, heading, keys, part, speaker) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .insert(params![line, text, heading, keys, part, speaker])
    };
    // A name as people type it who leave the apostrophe out.
    let folded = format!("{} {}", fold(&whole.title), fold(&whole.id));
    tx.prepare_cached(
        "INSERT INTO headlines (rowid, title, folded, keys, published) VALUES (?, ?, ?, ?, ?)",
    )?
    .execute(params![
        article,
        whole.title,
        folded,
        format!("h{scope}"),
        whole.published.map(day)
    ])?;
    for (place, summary) in whole.summary.iter().enumerate() {
        let line = line(
            "s",
            &summary.text,
            "",
            &format!("s{scope} a{article}"),
            None,
        )?;
        tx.prepare_cached(
            "INSERT INTO summaries (article, place, line, summary) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![
            article,
            signed(place as u64),
            line,
            to_json(summary)?
        ])?;
    }
    for (place, quote) in whole.quotes.iter().enumerate() {
        let person = quote
            .speaker
            .as_deref()
            .and_then(|speaker| speakers.get(&fold(speaker)));
        let mut keys = format!("s{scope} q{scope} a{article}");
        if let Some(person) = person {
            keys.push_str(&format!(" q{scope}p{person}"));
        }
        let line = line("q", &quote.text, "", &keys, quote.speaker.as_deref())?;
        let said = quote
            .said
            .as_ref()
            .and_then(|said| said.days())
            .map(|(first, _)| day(first));
        tx.prepare_cached(
            "INSERT INTO quotes (scope, article, place, day, person, line, quote) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            scope,
            article,
            signed(place as u64),
            said.unwrap_or_else(|| published.clone()),
            person,
            line,
            to_json(quote)?
        ])?;
    }
    for (place, event) in whole.timeline.iter().enumerate() {
        let keys = format!("s{scope} t{scope} a{article}");
        let line = line("t", &event.text, &whole.title, &keys, None)?;
        let (first, last) = match event.when.days() {
            Some((first, last)) => {
                let until = event.until.as_ref().and_then(|until| until.days());
                (
                    day(first),
                    day(until.map_or(last, |(_, until)| until.max(last))),
                )
            }
            // A vague date stands with the article's own.
            None => (published.clone(), published.clone()),
        };
        let same_as = earlier(tx, scope, article, (&first, &last), &event.text)?;
        tx.prepare_cached(
            "INSERT INTO events (scope, article, place, first, last, line, event, same_as) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            scope,
            article,
            signed(place as u64),
            first,
            last,
            line,
            to_json(event)?,
            same_as
        ])?;
    }
    Ok(())
}

/// The entry of another article, for the same days, that tells of the same event.
fn earlier(
    tx: &Transaction,
    scope: i64,
    article: i64,
    (first, last): (&str, &str),
    text: &str,
) -> Raw<Option<i64>> {
    let candidates = tx
        .prepare_cached(
            "SELECT no, event FROM events WHERE first = ? AND last = ? AND scope = ? AND article <> ? AND same_as IS NULL LIMIT 50",
        )?
        .query_map(params![first, last, scope, article], |row| Ok((row.get(0)?, from_json(row, 1)?)))?
        .collect::<Raw<Vec<(i64, TimelineEntry)>>>()?;
    Ok(candidates
        .into_iter()
        .find(|(_, known)| same_event(&known.text, text))
        .map(|(no, _)| no))
}
