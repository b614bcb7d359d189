//! Taking an article in: its parts into their tables, in one transaction.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

use super::search::line_of;
use super::{Raw, day, from_json, people, sessions, signed, standing, to_json};
use crate::article::{Article, Person, PersonKind, Quote, SummaryLine, TimelineEntry};
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

/// Writes what can be listed and searched of an article: its headline, and each line in the order in which it stands there.
fn lines(
    tx: &Transaction,
    scope: Scope,
    article: i64,
    whole: &Article,
    speakers: &HashMap<String, i64>,
) -> Raw<()> {
    let mut lines = Lines {
        tx,
        scope: signed(scope.0),
        article,
        published: whole.published.map(day),
        next: 0,
    };
    lines.headline(whole)?;
    for (place, summary) in whole.summary.iter().enumerate() {
        lines.summary(place, summary)?;
    }
    for (place, quote) in whole.quotes.iter().enumerate() {
        let speaker = quote.speaker.as_deref();
        let person = speaker.and_then(|speaker| speakers.get(&fold(speaker)));
        lines.quote(place, quote, person.copied())?;
    }
    for (place, event) in whole.timeline.iter().enumerate() {
        lines.event(place, event, &whole.title)?;
    }
    Ok(())
}

/// The lines of an article on their way into the tables.
struct Lines<'a> {
    tx: &'a Transaction<'a>,
    scope: i64,
    article: i64,
    published: Option<String>,
    /// The place of the next one among all lines of the article.
    next: i64,
}

impl Lines<'_> {
    fn headline(&self, whole: &Article) -> Raw<()> {
        // A name as people type it who leave the apostrophe out.
        let folded = format!("{} {}", fold(&whole.title), fold(&whole.id));
        self.tx
            .prepare_cached(
                "INSERT INTO headlines (rowid, title, folded, keys, published) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                whole.title,
                folded,
                format!("h{}", self.scope),
                self.published
            ])?;
        Ok(())
    }

    fn summary(&mut self, place: usize, summary: &SummaryLine) -> Raw<()> {
        let keys = format!("s{} a{}", self.scope, self.article);
        let line = self.line("s", &summary.text, "", &keys, None)?;
        self.tx
            .prepare_cached(
                "INSERT INTO summaries (article, place, line, summary) VALUES (?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                signed(place as u64),
                line,
                to_json(summary)?
            ])?;
        Ok(())
    }

    fn quote(&mut self, place: usize, quote: &Quote, person: Option<i64>) -> Raw<()> {
        let (scope, article) = (self.scope, self.article);
        let mut keys = format!("s{scope} q{scope} a{article}");
        if let Some(person) = person {
            keys.push_str(&format!(" q{scope}p{person}"));
        }
        let line = self.line("q", &quote.text, "", &keys, quote.speaker.as_deref())?;
        let said = quote.said.as_ref().and_then(|said| said.days());
        let said = said.map(|(first, _)| day(first));
        self.tx
            .prepare_cached(
                "INSERT INTO quotes (scope, article, place, day, person, line, quote) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                scope,
                article,
                signed(place as u64),
                said.unwrap_or_else(|| self.day()),
                person,
                line,
                to_json(quote)?
            ])?;
        Ok(())
    }

    fn event(&mut self, place: usize, event: &TimelineEntry, title: &str) -> Raw<()> {
        let (scope, article) = (self.scope, self.article);
        let keys = format!("s{scope} t{scope} a{article}");
        let line = self.line("t", &event.text, title, &keys, None)?;
        let (first, last) = match event.when.days() {
            Some((first, last)) => {
                let until = event.until.as_ref().and_then(|until| until.days());
                let last = until.map_or(last, |(_, until)| until.max(last));
                (day(first), day(last))
            }
            // A vague date stands with the article's own.
            None => (self.day(), self.day()),
        };
        let same_as = earlier(self.tx, scope, article, (&first, &last), &event.text)?;
        self.tx
            .prepare_cached(
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
        Ok(())
    }

    /// Writes a line to be searched, and gives its number.
    fn line(
        &mut self,
        part: &str,
        text: &str,
        heading: &str,
        keys: &str,
        speaker: Option<&str>,
    ) -> Raw<i64> {
        let line = line_of(self.article, self.next);
        self.next += 1;
        self.tx
            .prepare_cached(
                "INSERT INTO lines (rowid, text, heading, keys, part, speaker) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .insert(params![line, text, heading, keys, part, speaker])
    }

    /// The article's day; empty where it is not known.
    fn day(&self) -> String {
        self.published.clone().unwrap_or_default()
    }
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
