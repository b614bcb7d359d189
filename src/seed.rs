//! Parsed articles in files: read, held against the rules, and put into the store.
//!
//! The repository's `seeds/` are built into the program, so that it starts anywhere without a setting; a folder of the
//! operator's own may add to them. One bad file never keeps the others out: each is told with file, line, JSON path and
//! fix ([`BadArticle`]).

mod check;

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::article::Article;
use crate::store::moving::{Export, Server};
use crate::store::{Loaded, Scope, Store, StoreError};
use crate::unknown::Unknown;

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// Why a file, or an article in it, was not taken: one sentence that names the file, the place and the fix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadArticle(pub String);

/// What came of loading the seeds.
#[derive(Debug, Default)]
pub struct Seeded {
    /// How many articles are good, the ones that were there before included.
    pub good: usize,
    /// How many of these were new or changed.
    pub taken: usize,
    /// What was not taken.
    pub bad: Vec<BadArticle>,
}

/// Reads one article.
///
/// # Errors
/// The first thing that is wrong. `file` stands in it.
pub fn read(file: &str, json: &str) -> Result<Article, BadArticle> {
    let article: Article = typed(file, json)?;
    whole(file, json, "", &article)?;
    Ok(article)
}

/// What a JSON file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The articles. An export says for each server what is its own; all else has no scope.
    pub articles: Vec<(Option<Scope>, Article)>,
    /// What else an export says of each server; its articles are taken out.
    pub servers: Vec<Server>,
}

impl Contents {
    /// Articles without a scope.
    #[must_use]
    pub fn of(articles: Vec<Article>) -> Self {
        Self {
            articles: articles
                .into_iter()
                .map(|article| (None, article))
                .collect(),
            servers: Vec::new(),
        }
    }
}

/// Reads every article of a JSON file: one, a list, or an export.
///
/// # Errors
/// The first thing that is wrong.
pub fn read_all(file: &str, json: &str) -> Result<Contents, BadArticle> {
    #[derive(Deserialize)]
    struct Shape {
        servers: Option<serde::de::IgnoredAny>,
    }
    if json.trim_start().starts_with('[') {
        let articles: Vec<Article> = typed(file, json)?;
        for (i, article) in articles.iter().enumerate() {
            whole(file, json, &format!("[{i}]."), article)?;
        }
        return Ok(Contents::of(articles));
    }
    let exported = serde_json::from_str::<Shape>(json).is_ok_and(|shape| shape.servers.is_some());
    if !exported {
        return Ok(Contents::of(vec![read(file, json)?]));
    }
    let export: Export = typed(file, json)?;
    let mut contents = Contents::default();
    for (s, mut server) in export.servers.into_iter().enumerate() {
        for (a, article) in std::mem::take(&mut server.articles).into_iter().enumerate() {
            whole(
                file,
                json,
                &format!("servers[{s}].articles[{a}]."),
                &article,
            )?;
            contents.articles.push((Some(server.server), article));
        }
        contents.servers.push(server);
    }
    Ok(contents)
}

/// Puts the embedded articles, and those of a folder, into the store for everyone.
///
/// # Errors
/// The store's. What is wrong with a file is in the result.
pub fn load(store: &dyn Store, folder: Option<&Path>) -> Result<Seeded, StoreError> {
    let (articles, bad) = gather(folder);
    let mut seeded = Seeded {
        bad,
        ..Seeded::default()
    };
    for article in &articles {
        seeded.good += 1;
        if store.load(Scope::EVERYONE, article)? != Loaded::Same {
            seeded.taken += 1;
        }
    }
    Ok(seeded)
}

/// The good seeds and what is wrong with the others. Where the folder has an article of the same id as an embedded one, the
/// folder's counts.
#[must_use]
pub fn gather(folder: Option<&Path>) -> (Vec<Article>, Vec<BadArticle>) {
    let (mut articles, mut bad) = (BTreeMap::new(), Vec::new());
    let embedded = EMBEDDED
        .files()
        .filter(|file| is_json(file.path()))
        .map(|file| {
            let name = format!("seeds/{}", file.path().display());
            let text = file.contents_utf8().map(str::to_owned);
            (name, text.ok_or_else(|| "it is no UTF-8".to_owned()))
        });
    collect(embedded, &mut articles, &mut bad);
    if let Some(folder) = folder {
        match files(folder) {
            Ok(files) => collect(files.into_iter(), &mut articles, &mut bad),
            Err(unreadable) => bad.push(unreadable),
        }
    }
    (articles.into_values().collect(), bad)
}

/// Reads the files of one folder; two of one id are one too many, since they would replace each other at every start.
fn collect(
    files: impl Iterator<Item = Text>,
    articles: &mut BTreeMap<String, Article>,
    bad: &mut Vec<BadArticle>,
) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (file, text) in files {
        let article = text
            .map_err(|problem| {
                BadArticle(format!(
                    "{file}: {problem}; correct the file or take it away."
                ))
            })
            .and_then(|text| read(&file, &text));
        match article {
            Ok(article) => match seen.get(&article.id) {
                Some(first) => bad.push(BadArticle(format!(
                    "{file}, id: “{}” is also the id of {first}; give one of them another.",
                    article.id
                ))),
                None => {
                    seen.insert(article.id.clone(), file);
                    articles.insert(article.id.clone(), article);
                }
            },
            Err(problem) => bad.push(problem),
        }
    }
}

/// A file's name, and its text or why it has none.
type Text = (String, Result<String, String>);

/// The JSON files of a folder, in the order of their names.
fn files(folder: &Path) -> Result<Vec<Text>, BadArticle> {
    let unreadable = |error: std::io::Error| {
        BadArticle(format!(
            "{}: the folder of seeds cannot be read ({error}); correct “seeds” in the settings.",
            folder.display()
        ))
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if is_json(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
            (path.display().to_string(), text)
        })
        .collect())
}

fn is_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Reads JSON as the types have it.
fn typed<'de, T: Deserialize<'de>>(file: &str, json: &'de str) -> Result<T, BadArticle> {
    let json = json.trim_start_matches('\u{feff}');
    let mut reader = serde_json::Deserializer::from_str(json);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        (path, error.into_inner())
    });
    let value = read.and_then(|value| {
        let end = reader.end().map(|()| value);
        end.map_err(|error| (String::new(), error))
    });
    value.map_err(|(path, error)| {
        let place = format!("{file}, line {}", error.line());
        let message = error.to_string();
        let message = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(message, _)| message);
        if let Some(unknown) = Unknown::field(message) {
            return BadArticle(format!(
                "{place}: there is no “{path}”; {}",
                unknown.meant()
            ));
        }
        if !error.is_data() {
            return BadArticle(format!(
                "{place}: this is no JSON ({message}); correct it there."
            ));
        }
        let missing = message
            .strip_prefix("missing field `")
            .and_then(|rest| rest.strip_suffix('`'));
        if let Some(missing) = missing {
            let within = if path == "." {
                String::new()
            } else {
                format!(", {path}")
            };
            return BadArticle(format!("{place}{within}: “{missing}” is missing; add it."));
        }
        let fix = if message.contains("expected") || message.contains(": write ") {
            ""
        } else {
            "; correct it there"
        };
        BadArticle(format!("{place}, {path}: {message}{fix}."))
    })
}

/// Holds an article against the rules beyond its types; `prefix` is its own path in the file.
fn whole(file: &str, json: &str, prefix: &str, article: &Article) -> Result<(), BadArticle> {
    check::check(article).map_err(|(path, problem)| {
        let path = format!("{prefix}{path}");
        match check::line(json, &path) {
            Some(line) => BadArticle(format!("{file}, line {line}, {path}: {problem}.")),
            None => BadArticle(format!("{file}, {path}: {problem}.")),
        }
    })
}

/// Holds an article that was not read from JSON against the same rules; `file` stands in the error.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(file: &str, article: &Article) -> Result<(), BadArticle> {
    check::check(article)
        .map_err(|(path, problem)| BadArticle(format!("{file}, {path}: {problem}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{
  "id": "harbour-vote",
  "title": "Harbour vote put off",
  "source": {"name": "Coast Wire", "url": "https://coast.example/harbour"},
  "published": "2026-03-14",
  "quotes": [
    {"text": "We will wait.", "kind": "direct", "speaker": "Mara Lind"}
  ],
  "timeline": [
    {"when": "2026-03-10", "until": "2026-03-12", "text": "Talks."}
  ],
  "sessions": [
    {"title": "Harbour vote", "starts": "2026-04",
     "precision": "month", "status": "scheduled"}
  ]
}"#;

    fn check(from: &str, to: &str, error: &str) {
        let json = GOOD.replacen(from, to, 1);
        assert_ne!(json, GOOD, "{from} is in the article");
        assert_eq!(read("x.json", &json).expect_err(to).0, error);
    }

    #[test]
    fn the_embedded_seeds_are_good() {
        let mut bad = Vec::new();
        for file in EMBEDDED.files().filter(|file| is_json(file.path())) {
            let name = file.path().display().to_string();
            let text = file.contents_utf8().expect("UTF-8");
            bad.extend(read(&name, text).err());
        }
        assert_eq!(bad, []);
    }

    #[test]
    fn a_good_article_is_read() {
        assert_eq!(read("x.json", GOOD).expect("reads").id, "harbour-vote");
    }

    #[test]
    fn what_breaks_the_types_is_named_with_line_path_and_fix() {
        check(
            "\"speaker\"",
            "\"spekaer\"",
            "x.json, line 7: there is no “quotes[0].spekaer”; did you mean speaker?",
        );
        check(
            "\"direct\"",
            "\"loud\"",
            "x.json, line 7, quotes[0].kind: unknown variant `loud`, expected one of `direct`, `partial`, `reported`, `post`.",
        );
        check(
            "\"2026-04\"",
            "\"April\"",
            "x.json, line 13, sessions[0].starts: “April” is no TIMEX3 value: write a date as 2025-09-30, 2025-09, 2025, 2025-W35, 2025-Q3 or 2025-09-30T14:00.",
        );
        check(
            "  \"title\": \"Harbour vote put off\",\n",
            "",
            "x.json, line 15: “title” is missing; add it.",
        );
        check(
            "\"Talks.\"}",
            "\"Talks.\"",
            "x.json, line 11: this is no JSON (expected `,` or `}`); correct it there.",
        );
        check(
            "\"2026-03-14\"",
            "14",
            "x.json, line 5, published: invalid type: integer `14`, expected a formatted date string.",
        );
    }

    #[test]
    fn what_breaks_the_rules_is_named_with_line_path_and_fix() {
        check(
            "\"harbour-vote\"",
            "\"Harbour vote\"",
            "x.json, line 2, id: “Harbour vote” is no slug; write lower-case letters, digits and single hyphens, such as harbour-vote.",
        );
        check(
            "\"Harbour vote put off\"",
            "\" \"",
            "x.json, line 3, title: it is empty; give the headline.",
        );
        check(
            "https://coast",
            "file://coast",
            "x.json, line 4, source.url: “file://coast.example/harbour” is no web address; begin it with https:// or http://.",
        );
        check(
            "\"We will wait.\"",
            "\"\"",
            "x.json, line 7, quotes[0].text: it is empty; give the words or take the quote away.",
        );
        check(
            "\"2026-03-12\"",
            "\"2026-03-09\"",
            "x.json, line 10, timeline[0].until: 2026-03-09 is before 2026-03-10; give the last day.",
        );
        check(
            "\"2026-03-10\"",
            "\"P2D\"",
            "x.json, line 10, timeline[0].when: “P2D” is no date of the calendar; write one such as 2025-09-30 or 2025-09.",
        );
        check(
            "\"month\"",
            "\"day\"",
            "x.json, line 14, sessions[0].precision: it says day, but 2026-04 is exact to the month; write month.",
        );
    }

    #[test]
    fn a_list_and_an_export_are_read_whole() {
        let list = read_all("x.json", &format!("[{GOOD}]")).expect("reads");
        assert_eq!((list.articles.len(), list.servers.len()), (1, 0));
        let export = format!(
            r#"{{"servers": [{{"server": 0}}, {{"server": 7, "settings": {{}}, "articles": [{GOOD}]}}]}}"#
        );
        let contents = read_all("x.json", &export).expect("reads");
        assert_eq!(contents.articles[0].0, Some(Scope(7)));
        assert_eq!(contents.servers.len(), 2);
        let broken = export.replace("We will wait.", "");
        let error = read_all("x.json", &broken).expect_err("has an empty quote");
        assert!(
            error
                .0
                .starts_with("x.json, line 7, servers[1].articles[0].quotes[0].text: "),
            "{error}"
        );
    }

    #[test]
    fn two_files_of_one_id_are_one_too_many() {
        let files = ["a.json", "b.json", "c.json"]
            .map(|file| (file.to_owned(), Ok(GOOD.to_owned())))
            .into_iter();
        let (mut articles, mut bad) = (BTreeMap::new(), Vec::new());
        collect(files, &mut articles, &mut bad);
        assert_eq!((articles.len(), bad.len()), (1, 2));
        assert_eq!(
            bad[0].0,
            "b.json, id: “harbour-vote” is also the id of a.json; give one of them another."
        );
    }
}
