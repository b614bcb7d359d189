//! Rules of every engine: words among lines.

use std::collections::HashSet;

use newsdesk::store::{Part, Store};

use crate::news::{ALL, NORTH, harbour, line};
use crate::steps::{about, happened, hits, load, quoted, slugs, told_about};

pub(crate) fn a_search_marks_the_words_in_every_part(store: &dyn Store) {
    load(store, NORTH, &harbour());
    let found = store.search(NORTH, "quay", ALL).expect("asked");
    let parts: HashSet<Part> = found.items.iter().map(|hit| hit.part).collect();
    assert_eq!(
        parts,
        HashSet::from([Part::Summary, Part::Quote, Part::Timeline])
    );
    for hit in &found.items {
        let marked: Vec<&str> = hit
            .pieces
            .iter()
            .filter(|(_, mark)| *mark)
            .map(|(text, _)| text.as_str())
            .collect();
        assert_eq!(marked, ["quay"]);
        assert_eq!(hit.speaker.is_some(), hit.part == Part::Quote);
        assert_eq!(hit.article.slug, "harbour-vote");
    }
    let hit = store
        .search(NORTH, "HÚRR", ALL)
        .expect("asked")
        .items
        .remove(0);
    let pieces = |pieces: &[(&str, bool)]| -> Vec<(String, bool)> {
        pieces
            .iter()
            .map(|(text, mark)| ((*text).to_owned(), *mark))
            .collect()
    };
    assert_eq!(
        hit.pieces,
        pieces(&[("We will not be ", false), ("hurried", true)])
    );
    assert!(hits(store, NORTH, "quay ferry").is_empty());
    // A headline is no line of a reply.
    assert!(hits(store, NORTH, "delays").is_empty());
}

pub(crate) fn a_search_has_the_best_first_and_of_these_the_newest(store: &dyn Store) {
    for (id, text) in [
        ("first", "The peace talks began"),
        ("second", "Talks of peace ended"),
        ("third", "The talks were peaceful"),
        ("fourth", "Once more peace talks"),
        // Loaded again, it is as old as it was.
        ("first", "The peace talks began anew"),
    ] {
        load(store, NORTH, &line(id, "2026-03-02", text));
    }
    let found = store.search(NORTH, "peace talks", ALL).expect("asked");
    let order: Vec<(&str, Part)> = found
        .items
        .iter()
        .map(|hit| (hit.article.slug.as_str(), hit.part))
        .collect();
    let whole = |slug| [Part::Summary, Part::Quote, Part::Timeline].map(|part| (slug, part));
    assert_eq!(
        order,
        ["fourth", "first", "second", "third"].map(whole).concat()
    );
}

pub(crate) fn a_searched_line_loses_no_character(store: &dyn Store) {
    let odd = "Ticket \u{E000}A\u{E001} \u{E0F0}and\u{E0F1} *B* \0 is valid";
    load(store, NORTH, &line("odd", "2026-03-02", odd));
    assert_eq!(hits(store, NORTH, "ticket"), [odd, odd, odd]);
    assert_eq!(quoted(store, NORTH, &about("valid")), [odd]);
}

pub(crate) fn any_words_may_be_asked(store: &dyn Store) {
    load(store, NORTH, &harbour());
    for words in [
        "\"",
        "\"quay",
        "quay\"*",
        "a OR b",
        "NEAR(a b)",
        "text:quay",
        "-quay",
        "quay^",
        "\0",
        "'; DROP TABLE quotes",
        "%",
        "*",
        "((((",
        "}",
        "ﷺ",
        "½",
        "\u{301}",
        "👩‍🚀",
        "O'Brien’s",
    ] {
        hits(store, NORTH, words);
        quoted(store, NORTH, &about(words));
        slugs(store, NORTH, words);
        happened(store, NORTH, &told_about(words));
    }
    hits(store, NORTH, &"a b c d e f ".repeat(1000));
    hits(store, NORTH, &"x".repeat(100_000));
    hits(store, NORTH, &"(".repeat(6000));
}
