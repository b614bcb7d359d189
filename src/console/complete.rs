//! What may come next as a person types: commands, options, choices, and values that the desk suggests.
//!
//! Made from the manifests and [`Desk::complete`], so the terminal offers what Discord offers.

use std::borrow::Cow;
use std::sync::Arc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::sitting::WORDS;
use crate::commands::{Asker, Desk, Invocation, Manifest, OptionManifest, manifests};
use crate::fold::fold;

/// What rustyline asks while a line is typed.
pub(super) struct Typing {
    pub(super) desk: Arc<Desk>,
}

/// A grey word behind the cursor.
pub(super) struct Grey {
    text: String,
    /// It may be taken over with the arrow key.
    takes: bool,
}

/// A line up to the cursor, taken apart.
struct Typed<'a> {
    manifest: &'a Manifest,
    /// The options before the one that is being typed.
    given: Vec<(&'a OptionManifest, String)>,
    /// The option that is being typed; none where the command takes no words.
    open: Option<&'a OptionManifest>,
    /// Where its value begins.
    value: usize,
    /// Where the word at the cursor begins.
    word: usize,
}

/// The suggestions for a line up to the cursor, and where what they replace begins.
pub(super) fn suggest(desk: &Desk, line: &str) -> (usize, Vec<Pair>) {
    let Some(typed) = Typed::read(line, manifests()) else {
        return commands(line);
    };
    let mut pairs = Vec::new();
    if let Some(open) = typed.open {
        for (label, value) in values(desk, &typed, open, &line[typed.value..]) {
            pairs.push(Pair {
                display: label,
                replacement: quoted(&value),
            });
        }
    }
    // An option's name replaces the word at the cursor only; what stands before it in the value is kept.
    let word = &line[typed.word..];
    let kept = &line[typed.value.min(typed.word)..typed.word];
    for option in typed.manifest.typed() {
        let used = typed
            .given
            .iter()
            .any(|(given, _)| given.name == option.name);
        let here = typed.open.is_some_and(|open| open.name == option.name) && !kept.is_empty();
        if !used && !here && option.name.starts_with(word) {
            pairs.push(Pair {
                display: format!("{}: {}", option.name, option.description),
                replacement: format!("{kept}{}:", option.name),
            });
        }
    }
    (typed.value.min(typed.word), pairs)
}

/// Command names for the first word.
fn commands(line: &str) -> (usize, Vec<Pair>) {
    let start = line.len() - line.trim_start().len();
    let word = &line[start..];
    if word.contains(char::is_whitespace) {
        return (line.len(), Vec::new());
    }
    let name = word.trim_start_matches('/').to_lowercase();
    let mut pairs: Vec<Pair> = manifests()
        .iter()
        .filter(|manifest| manifest.name.starts_with(&name))
        .map(|manifest| Pair {
            display: format!("/{}  {}", manifest.name, manifest.description),
            replacement: format!("/{} ", manifest.name),
        })
        .collect();
    if !word.starts_with('/') && !name.is_empty() {
        pairs.extend(
            WORDS
                .iter()
                .filter(|word| word.starts_with(&name))
                .map(|word| Pair {
                    display: (*word).to_owned(),
                    replacement: (*word).to_owned(),
                }),
        );
    }
    (start, pairs)
}

/// What an option may take, as label and value.
fn values(desk: &Desk, typed: &Typed, open: &OptionManifest, begun: &str) -> Vec<(String, String)> {
    let begun = begun.trim_start_matches('"');
    if !open.choices.is_empty() {
        let folded = fold(begun);
        return open
            .choices
            .iter()
            .filter(|choice| {
                fold(&choice.value).starts_with(&folded) || fold(&choice.name).contains(&folded)
            })
            .map(|choice| {
                (
                    format!("{}  {}", choice.value, choice.name),
                    choice.value.clone(),
                )
            })
            .collect();
    }
    if open.complete.is_none() {
        return Vec::new();
    }
    let mut invocation = Invocation::new(&typed.manifest.name);
    for (option, value) in &typed.given {
        invocation = invocation.with(&option.name, value);
    }
    invocation = invocation.with(&open.name, begun);
    desk.complete(&Asker::CONSOLE, &invocation, &open.name)
        .into_iter()
        .map(|suggestion| (suggestion.label, suggestion.value))
        .collect()
}

/// A value as it is typed.
fn quoted(value: &str) -> String {
    if value.contains([':', '"']) {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}

impl<'a> Typed<'a> {
    /// None while the command's name is being typed, or where it is none.
    fn read(line: &'a str, manifests: &'a [Manifest]) -> Option<Self> {
        let start = line.len() - line.trim_start().len();
        let name_end = start + line[start..].find(char::is_whitespace)?;
        let name = line[start..name_end].trim_start_matches('/');
        let manifest = manifests
            .iter()
            .find(|manifest| manifest.name.eq_ignore_ascii_case(name))?;
        let mut typed = Self {
            manifest,
            given: Vec::new(),
            open: manifest.typed().next(),
            value: line.len(),
            word: line.len(),
        };
        let mut begun = false;
        for (at, word) in words(line, name_end) {
            typed.word = at;
            let option = word
                .split_once(':')
                .and_then(|(name, _)| manifest.option(name))
                .filter(|option| !option.hidden);
            if let Some(option) = option {
                typed.close(line, at, begun);
                typed.open = Some(option);
                typed.value = at + option.name.len() + 1;
                typed.word = typed.value;
                begun = true;
            } else if !begun {
                typed.value = at;
                begun = true;
            }
        }
        if line.ends_with(char::is_whitespace) && !open_quote(&line[name_end..]) {
            typed.word = line.len();
        }
        Some(typed)
    }

    /// The value that was being typed ends where another option begins.
    fn close(&mut self, line: &str, end: usize, begun: bool) {
        if let Some(open) = self.open.filter(|_| begun) {
            let value = line[self.value..end].trim().trim_matches('"');
            if !value.is_empty() {
                self.given.push((open, value.to_owned()));
            }
        }
    }
}

/// The words from `start` on with their places; what stands in `"…"` is one.
fn words(line: &str, start: usize) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let (mut begin, mut quoted) = (None, false);
    for (at, c) in line[start..].char_indices() {
        let at = start + at;
        match c {
            c if c.is_whitespace() && !quoted => {
                if let Some(begin) = begin.take() {
                    words.push((begin, &line[begin..at]));
                }
            }
            c => {
                quoted ^= c == '"';
                begin.get_or_insert(at);
            }
        }
    }
    if let Some(begin) = begin {
        words.push((begin, &line[begin..]));
    }
    words
}

fn open_quote(text: &str) -> bool {
    text.matches('"').count() % 2 == 1
}

/// What is shown in grey behind the cursor: the rest of a command's name, or the options that it takes.
fn hint(line: &str) -> Option<Grey> {
    if line.trim().is_empty() {
        return None;
    }
    let Some(typed) = Typed::read(line, manifests()) else {
        let (start, pairs) = commands(line);
        let name = pairs
            .first()?
            .replacement
            .trim_start_matches('/')
            .trim_end();
        let begun = line[start..].trim_start_matches('/');
        let rest = name.strip_prefix(begun).filter(|rest| !rest.is_empty())?;
        return Some(Grey {
            text: rest.to_owned(),
            takes: true,
        });
    };
    let bare = typed.given.is_empty() && line.ends_with(char::is_whitespace);
    if !bare || typed.value < line.len() {
        return None;
    }
    let options: Vec<String> = typed
        .manifest
        .typed()
        .map(|option| format!("{}:", option.name))
        .collect();
    (!options.is_empty()).then(|| Grey {
        text: options.join(" "),
        takes: false,
    })
}

impl Hint for Grey {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        self.takes.then_some(self.text.as_str())
    }
}

impl Completer for Typing {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        Ok(suggest(&self.desk, &line[..pos]))
    }
}

impl Hinter for Typing {
    type Hint = Grey;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<Grey> {
        (pos == line.len()).then(|| hint(line)).flatten()
    }
}

impl Highlighter for Typing {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\u{1b}[2m{hint}\u{1b}[0m"))
    }
}

impl Validator for Typing {}
impl Helper for Typing {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::commands::Defaults;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Scope, Store};

    /// What is being typed, as `option=value`, after those that are given.
    fn check(line: &str, expected: &str) {
        let typed = Typed::read(line, manifests());
        let told = typed.map_or_else(
            || "the command".to_owned(),
            |typed| {
                let mut told: Vec<String> = typed
                    .given
                    .iter()
                    .map(|(option, value)| format!("{}={value}", option.name))
                    .collect();
                let open = typed.open.map_or("", |open| open.name.as_str());
                told.push(format!(
                    "{open}<{}|{}>",
                    &line[typed.value..],
                    &line[typed.word..]
                ));
                told.join(" ")
            },
        );
        assert_eq!(told, expected, "{line}");
    }

    #[test]
    fn a_line_is_taken_apart_up_to_the_cursor() {
        check("/quo", "the command");
        check("/quoet koofi", "the command");
        check("/quote ", "person<|>");
        check("quote ko", "person<ko|ko>");
        check("/quote mara li", "person<mara li|li>");
        check("/quote mara ", "person<mara |>");
        check("/quote mara about:", "person=mara about<|>");
        check("/quote mara about:tu", "person=mara about<tu|tu>");
        check("/quote about:\"a tug", "about<\"a tug|\"a tug>");
        check(
            "/quote person:\"Mara Lind\" article:har",
            "person=Mara Lind article<har|har>",
        );
        check("/timeline 10:30", "article<10:30|10:30>");
    }

    #[test]
    fn command_names_are_completed_with_and_without_the_slash() {
        let names = |line| -> Vec<String> {
            let (_, pairs) = commands(line);
            pairs.into_iter().map(|pair| pair.replacement).collect()
        };
        assert_eq!(names("/quo"), ["/quote "]);
        assert_eq!(names("sess"), ["/sessions "]);
        assert_eq!(names("mo"), ["more"]);
        assert_eq!(names("/mo"), [""; 0]);
        assert_eq!(names("/").len(), manifests().len());
    }

    #[test]
    fn the_rest_of_a_name_and_the_options_are_hinted() {
        let told = |line| hint(line).map(|grey| (grey.text, grey.takes));
        assert_eq!(told("/quo"), Some(("te".to_owned(), true)));
        assert_eq!(
            told("/quote "),
            Some(("person: about: article: picture:".to_owned(), false))
        );
        for line in ["", " ", "/quote", "/quote mara", "/quote mara ", "/zz"] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn a_value_with_a_colon_is_quoted_so_that_it_is_read_back() {
        for value in ["Talks: day 2", "the \"vote\"", "a\\b: c", "plain words"] {
            let line = format!("/search {}", quoted(value));
            let read = Invocation::parse(&line, manifests()).expect("reads");
            assert_eq!(read.get("words"), Some(value), "{line}");
        }
    }

    #[test]
    fn people_choices_and_options_are_suggested() {
        let store = SqliteStore::in_memory().expect("opens");
        let article = include_str!("../../tests/golden/console/articles/harbour-vote.json");
        let article = crate::seed::read("harbour-vote.json", article).expect("is good");
        store.load(Scope::EVERYONE, &article).expect("loads");
        let desk = Desk::new(Arc::new(store), Clock::real(), Defaults::default());
        // The line as it becomes with each suggestion taken.
        let check = |line: &str, becomes: &[&str]| {
            let (start, pairs) = suggest(&desk, line);
            let made: Vec<String> = pairs
                .iter()
                .map(|pair| format!("{}{}", &line[..start], pair.replacement))
                .collect();
            for line in becomes {
                assert!(made.iter().any(|made| made == line), "{line} in {made:?}");
            }
        };
        check("/quote oke", &["/quote Josef Okello"]);
        check("/quote mara li", &["/quote Mara Lind"]);
        check(
            "/quote mara a",
            &["/quote mara about:", "/quote mara article:"],
        );
        check(
            "/quote about:tug person:bra",
            &["/quote about:tug person:Tomas Brandt"],
        );
        check("/sessions when:p", &["/sessions when:past"]);
        check("/summary ", &["/summary length:", "/summary article:"]);
        check("/he", &["/help "]);
        assert!(suggest(&desk, "/nothing at").1.is_empty());
    }
}
