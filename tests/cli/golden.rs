//! Golden answers of the console: transcripts in `tests/golden/console/*.txt`.
//!
//! The first line of a file is `now` with a moment, then come lines that begin with `> ` (what was typed), each with the
//! answer under it. The articles are those of `tests/golden/console/articles`. `NEWSDESK_GOLDEN=write cargo test --test cli`
//! writes the answers anew; the difference is read by a person.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;
use newsdesk::clock::Clock;
use newsdesk::commands::{Defaults, Desk};
use newsdesk::console::{Medium, Said, Sitting};
use newsdesk::seed;
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{Scope, Store};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/console")
}

/// The files of a folder that end so, in the order of their names.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

/// A console on the articles of the transcripts, at a moment that stands still.
fn sitting(now: &str) -> Sitting {
    let now = DateTime::parse_from_rfc3339(now).expect("a moment");
    let clock = Clock::standing(now.to_utc());
    let store = SqliteStore::in_memory()
        .expect("opens")
        .with_clock(clock.clone());
    for file in files(&folder().join("articles"), "json") {
        let text = fs::read_to_string(&file).expect("can be read");
        let article = seed::read(&file.display().to_string(), &text).expect("is good");
        store.load(Scope::EVERYONE, &article).expect("loads");
    }
    let desk = Desk::new(Arc::new(store), clock, Defaults::default());
    Sitting::new(Arc::new(desk))
}

const PIPE: Medium = Medium {
    json: false,
    width: 80,
    height: None,
    colour: false,
};

/// What the console says to the lines of a transcript.
fn play(transcript: &str) -> String {
    let mut lines = transcript.lines();
    let first = lines.next().unwrap_or_default();
    let now = first
        .strip_prefix("now ")
        .expect("the first line tells now");
    let mut sitting = sitting(now);
    let mut played = format!("{first}\n");
    for typed in lines.filter_map(|line| line.strip_prefix("> ")) {
        played.push_str(&format!("\n> {typed}\n"));
        match sitting.line(typed, &PIPE) {
            Said::Shown(text) | Said::Problem(text) => played.push_str(&text),
            Said::Nothing | Said::Goodbye => {}
        }
    }
    played
}

#[test]
fn the_console_answers_as_its_transcripts_tell() {
    let write = std::env::var_os("NEWSDESK_GOLDEN").is_some_and(|value| value == "write");
    let mut wrong = Vec::new();
    let cases = files(&folder(), "txt");
    assert!(cases.len() >= 8, "the transcripts are there");
    for case in cases {
        let expected = fs::read_to_string(&case).expect("can be read");
        let played = play(&expected);
        if write {
            fs::write(&case, &played).expect("can be written");
        } else if played != expected {
            let at = played
                .lines()
                .zip(expected.lines())
                .position(|(played, expected)| played != expected)
                .unwrap_or_else(|| played.lines().count().min(expected.lines().count()));
            wrong.push(format!(
                "{}, line {}:\n  expected: {}\n  answered: {}",
                case.display(),
                at + 1,
                expected.lines().nth(at).unwrap_or("(the end)"),
                played.lines().nth(at).unwrap_or("(the end)"),
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nNEWSDESK_GOLDEN=write cargo test --test cli writes them anew",
        wrong.join("\n")
    );
}

#[test]
fn pages_of_a_screen_show_every_entry_once_there_and_back() {
    let days = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.contains(" 2026 ") && !line.starts_with("  "))
            .map(str::to_owned)
            .collect()
    };
    for height in [6, 14, 24, 50] {
        let mut sitting = sitting("2026-03-13T09:00:00+01:00");
        let medium = Medium {
            height: Some(height),
            ..PIPE
        };
        let mut turn = |typed: &str| match sitting.line(typed, &medium) {
            Said::Shown(text) => Some(text),
            _ => None,
        };
        let mut pages = vec![days(&turn("/timeline ferry").expect("answers"))];
        while let Some(text) = turn("more") {
            pages.push(days(&text));
        }
        assert_eq!(pages.concat().len(), 13, "height {height}: {pages:?}");
        let mut back = vec![pages.last().expect("has one").clone()];
        while let Some(text) = turn("back") {
            back.insert(0, days(&text));
        }
        assert_eq!(back.concat(), pages.concat(), "height {height}");
    }
}

proptest::proptest! {
    #[test]
    fn any_line_gets_an_answer_without_steering_the_terminal(
        lines in proptest::collection::vec(
            "(/?(quote|summary|timeline|search|sessions|settings|remind|help|privacy) )?(\\PC|[ :\"\\\\\\x1b\\x07|#-]){0,24}",
            1..5,
        ),
    ) {
        let mut sitting = sitting("2026-03-13T09:00:00+01:00");
        for line in lines {
            if let Said::Shown(text) | Said::Problem(text) = sitting.line(&line, &PIPE) {
                proptest::prop_assert!(text.ends_with('\n'), "{:?}: {:?}", line, text);
                proptest::prop_assert!(!text.contains(['\u{1b}', '\u{7}']), "{:?}: {:?}", line, text);
            }
        }
    }
}
