//! Golden cases: one folder a case, its input beside its expected output.
//!
//! `tests/golden/<set>/<case>/` holds `article.txt`, `expected.json` and, where needed, `meta.json` with `published`,
//! `title` or `source`. The set says which keys of the parsed article are compared. A case is named by the rule that it
//! shows. `NEWSDESK_GOLDEN=write cargo test --test golden` writes the expected output anew, for a person to review.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use newsdesk::article::PublishedFrom;
use newsdesk::intake::Page;
use newsdesk::parse::parse;
use serde_json::{Map, Value};

/// The sets and the keys that each compares.
const SETS: &[(&str, &[&str])] = &[
    ("quotes", &["people", "quotes"]),
    ("dates", &["published", "published_from", "dates"]),
    ("timeline", &["timeline"]),
    ("sessions", &["sessions"]),
    ("summary", &["summary"]),
];

#[test]
fn quotes() {
    run("quotes");
}

#[test]
fn dates() {
    run("dates");
}

/// The machine's zone has no part in what a text says.
#[test]
fn the_same_dates_in_every_zone() {
    let parsed = |zone: &str| {
        let case = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden/dates/clock-zone-and-date/article.txt");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_newsdesk"))
            .args(["parse", "--published", "2025-10-15"])
            .arg(case)
            .env("TZ", zone)
            .output()
            .expect("the program runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let here = parsed("UTC");
    assert!(!here.is_empty());
    for zone in ["Pacific/Kiritimati", "America/Adak", "Asia/Kathmandu"] {
        assert_eq!(parsed(zone), here, "{zone}");
    }
}

fn run(set: &str) {
    let keys = SETS
        .iter()
        .find(|(name, _)| *name == set)
        .map(|(_, keys)| *keys)
        .expect("the set is listed");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(set);
    let write = std::env::var("NEWSDESK_GOLDEN").is_ok_and(|value| value == "write");
    let mut cases: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", root.display());
    let mut failures = String::new();
    for case in &cases {
        if let Err(difference) = check(case, keys, write) {
            let name = case.file_name().unwrap_or_default().to_string_lossy();
            let _ = writeln!(failures, "{set}/{name}\n{difference}");
        }
    }
    assert!(
        failures.is_empty(),
        "\n{failures}\nIf the new output is right: NEWSDESK_GOLDEN=write cargo test --test golden, then read the diff."
    );
}

fn check(case: &Path, keys: &[&str], write: bool) -> Result<(), String> {
    let read = |name: &str| {
        fs::read_to_string(case.join(name)).map_err(|error| format!("  {name}: {error}\n"))
    };
    let mut page = Page {
        text: read("article.txt")?,
        ..Page::default()
    };
    if case.join("meta.json").exists() {
        let meta: Map<String, Value> = serde_json::from_str(&read("meta.json")?)
            .map_err(|error| format!("  meta.json: {error}\n"))?;
        for (key, value) in meta {
            let text = value.as_str().map(str::to_owned);
            match key.as_str() {
                "title" => page.title = text,
                "source" => page.source = text,
                "url" => page.url = text,
                "published" => {
                    page.published = text.as_deref().and_then(|day| day.parse().ok());
                    page.published_from = Some(PublishedFrom::Given);
                }
                other => return Err(format!("  meta.json: unknown key {other}\n")),
            }
        }
    }
    let article: Value = serde_json::to_string(&parse(&page))
        .and_then(|json| serde_json::from_str(&json))
        .expect("an article is JSON");
    let got: Map<String, Value> = keys
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), article.get(*key)?.clone())))
        .collect();
    let got = serde_json::to_string_pretty(&got).expect("a map is JSON") + "\n";
    if write {
        return fs::write(case.join("expected.json"), got).map_err(|error| format!("  {error}\n"));
    }
    let expected = read("expected.json")?;
    if expected == got {
        return Ok(());
    }
    Err(difference(&expected, &got))
}

/// The lines that differ, with the common head and tail left out.
fn difference(expected: &str, got: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = String::new();
    for line in &old[head.saturating_sub(3)..head] {
        let _ = writeln!(out, "    {line}");
    }
    for line in &old[head..old.len() - tail] {
        let _ = writeln!(out, "  - {line}");
    }
    for line in &new[head..new.len() - tail] {
        let _ = writeln!(out, "  + {line}");
    }
    out
}
