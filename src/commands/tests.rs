//! Manifests, handlers, Discord's limits and the examples, held together.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

#[test]
fn every_manifest_reads_and_carries_its_file_name() {
    for (name, toml) in MANIFESTS {
        let manifest =
            Manifest::read(toml).unwrap_or_else(|error| panic!("commands/{name}.toml: {error}"));
        assert_eq!(manifest.name, *name);
        assert!(handler(name).is_some(), "{name}");
    }
}

#[test]
fn every_manifest_keeps_discords_limits() {
    for manifest in manifests() {
        let name = &manifest.name;
        let named = |text: &str| {
            (1..=32).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        assert!(named(name), "{name}");
        assert!(
            (1..=100).contains(&manifest.description.chars().count()),
            "{name}"
        );
        assert!(manifest.typed().count() <= 25, "{name}");
        let mut size = name.len() + manifest.description.len();
        let mut optional = false;
        for option in &manifest.options {
            assert!(named(&option.name), "{name} {}", option.name);
            assert!(
                (1..=100).contains(&option.description.chars().count()),
                "{name} {}",
                option.name
            );
            assert!(
                option.choices.len() <= 25
                    && (option.choices.is_empty() || option.complete.is_none()),
                "{name} {}",
                option.name
            );
            assert!(
                !(option.required && optional),
                "{name}: required options come first"
            );
            assert!(!option.hidden || !option.required, "{name} {}", option.name);
            optional |= !option.required;
            size += option.name.len() + option.description.len();
            size += option
                .choices
                .iter()
                .map(|choice| choice.name.len() + choice.value.len())
                .sum::<usize>();
            for choice in &option.choices {
                assert!(
                    (1..=100).contains(&choice.name.chars().count())
                        && choice.value.len() <= usize::from(option.max),
                    "{name} {}",
                    option.name
                );
            }
        }
        assert!(size <= 8000, "{name}");
    }
}

#[test]
fn what_a_manifest_offers_on_messages_has_its_handler_and_no_other_has() {
    let mut names = HashSet::new();
    for manifest in manifests() {
        let handled = message_handler(&manifest.name).is_some();
        assert_eq!(handled, manifest.message.is_some(), "{}", manifest.name);
        let Some(name) = &manifest.message else {
            continue;
        };
        assert!((1..=32).contains(&name.chars().count()), "{name}");
        assert!(names.insert(name), "{name} stands twice");
        assert_eq!(on_message(name), Some(manifest));
        // Discord shows neither description nor help on a message.
        assert!(
            manifest.help.contains("message"),
            "{name}: /help tells of it"
        );
    }
    assert!(!names.is_empty());
}

#[test]
fn option_names_and_keys_are_each_there_once() {
    for manifest in manifests() {
        let names: HashSet<&str> = manifest
            .options
            .iter()
            .map(|option| option.name.as_str())
            .collect();
        let keys: HashSet<char> = manifest.options.iter().map(|option| option.key).collect();
        assert_eq!(
            (names.len(), keys.len()),
            (manifest.options.len(), manifest.options.len()),
            "{}",
            manifest.name
        );
    }
}

#[test]
fn every_example_is_a_call_of_its_command() {
    for manifest in manifests() {
        assert!(!manifest.examples.is_empty(), "{}", manifest.name);
        for example in &manifest.examples {
            let read = Invocation::parse(example, manifests())
                .unwrap_or_else(|bad| panic!("{example}: {bad}"));
            assert_eq!(read.command, manifest.name, "{example}");
        }
    }
}

/// The options whose value a button carries as a person typed it; all others are numbers or among few choices by then.
/// `/remind` and `/people` and `/quote` offer names before they know the one, so those carry it too.
fn longest(option: &OptionManifest) -> usize {
    let choice = option
        .choices
        .iter()
        .map(|choice| choice.value.chars().count())
        .max();
    match option.complete {
        Some(Completion::Articles | Completion::Sessions) => 12,
        _ => choice.unwrap_or(usize::from(option.max)),
    }
}

#[test]
fn a_buttons_state_fits_a_custom_id() {
    for manifest in manifests() {
        let words: usize = manifest
            .options
            .iter()
            // A page is turned when the person is known, a quote's mark stands for all other words, and the confirmation of
            // /privacy has no names.
            .filter(|option| {
                !["page", "only"].contains(&option.name.as_str())
                    || !manifest
                        .options
                        .iter()
                        .any(|option| option.complete == Some(Completion::People))
            })
            .map(|option| 2 + longest(option))
            .sum();
        let state = 1 + manifest.name.len() + words;
        let shown = !matches!(manifest.name.as_str(), "settings");
        assert!(!shown || state <= 100, "{}: {state}", manifest.name);
    }
}

#[test]
fn bare_words_fill_the_first_option() {
    for (line, expected) in [
        ("/quote koofi", "/quote person:koofi"),
        ("quote Fawzia Koofi", "/quote person:Fawzia Koofi"),
        (
            "/quote fawzia koofi about:peace talks article:islamabad",
            "/quote about:peace talks article:islamabad person:fawzia koofi",
        ),
        ("/summary length:full", "/summary length:full"),
        (
            "/quote about:\"peace: talks\"",
            "/quote about:\"peace: talks\"",
        ),
        ("/search 10:30 talks", "/search words:\"10:30 talks\""),
        ("  /help   quote ", "/help command:quote"),
        ("/QUOTE koofi", "/quote person:koofi"),
        ("/quote person: koofi", "/quote person:koofi"),
    ] {
        let read =
            Invocation::parse(line, manifests()).unwrap_or_else(|bad| panic!("{line}: {bad}"));
        assert_eq!(read.typed(), expected);
        assert_eq!(
            Invocation::parse(&read.typed(), manifests()).as_ref(),
            Ok(&read),
            "{line}"
        );
    }
}

#[test]
fn a_slip_is_told_in_one_sentence() {
    for (line, sentence) in [
        (
            "/sumary",
            "There is no command /sumary: did you mean /summary? /help lists them all.",
        ),
        (
            "/xyzzy",
            "There is no command /xyzzy: /help lists what there is.",
        ),
        (
            "/quote persn:koofi",
            "/quote has no option “persn:”; it takes person: about: article: picture:.",
        ),
        (
            "/sessions when:later",
            "“when” is one of upcoming, past, all, not “later”.",
        ),
        (
            "/search",
            "/search needs “words” (the words to look for): for example /search political office",
        ),
        (
            "/quote about:a about:b",
            "“about:” stands twice: give it once.",
        ),
    ] {
        assert_eq!(
            Invocation::parse(line, manifests()),
            Err(BadInvocation(sentence.to_owned())),
            "{line}"
        );
    }
    let long = format!("/quote about:{}", "x".repeat(34));
    assert_eq!(
        Invocation::parse(&long, manifests()),
        Err(BadInvocation(
            "“about” takes at most 33 characters, and this has 34: shorten it.".to_owned()
        ))
    );
}

#[test]
fn a_turned_pictures_state_fits_a_custom_id() {
    let known = Invocation::new("quote")
        .with("person", "#12345678901")
        .with("about", "x".repeat(33))
        .with("article", "#12345678901")
        .with("picture", "light")
        .with("page", "-99999999.99");
    let manifest = manifest("quote").expect("there is /quote");
    assert_eq!(known.check(manifest), Ok(()));
    let id = format!("={}", known.state(manifest));
    assert!(id.chars().count() <= 100, "{id}");
}

proptest! {
    #[test]
    fn a_buttons_state_reads_back(person in "[^|\\p{C}]{0,20}", about in "\\PC{0,33}", page in 0usize..1000) {
        let asked = Invocation::new("quote").with("person", person).with("about", about).with("page", page);
        let manifest = manifest("quote").expect("there is /quote");
        let read = Invocation::from_state(&asked.state(manifest), manifests()).expect("what was written reads");
        for option in ["person", "page"] {
            let bare = |invocation: &Invocation| invocation.get(option).map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert_eq!(bare(&read), bare(&asked));
        }
    }

    #[test]
    fn no_line_panics(line in "\\PC{0,80}") {
        let _ = Invocation::parse(&line, manifests());
        let _ = Invocation::from_state(&line, manifests());
    }
}
