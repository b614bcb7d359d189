//! Rules of every engine: quotes and timeline entries.

use newsdesk::store::{EventQuery, QuoteQuery, Scope, Store, Window};

use crate::news::{ALL, NORTH, day, ferry, harbour};
use crate::steps::{about, happened, load, person, quoted, told_about};

pub(crate) fn quotes_stand_newest_first_and_in_reading_order(store: &dyn Store) {
    load(store, NORTH, &harbour());
    load(store, Scope::EVERYONE, &ferry());
    let all = quoted(store, NORTH, &QuoteQuery::default());
    assert_eq!(
        all,
        [
            "The quay can wait, the ferry cannot",
            "Good news for the island",
            "We will not be hurried",
            "the plan is a gift to three companies",
            "Nobody asked us",
            "a quay for everyone",
        ]
    );
    for from in 0..=all.len() {
        let page = store
            .quotes(NORTH, &QuoteQuery::default(), Window { from, count: 2 })
            .expect("asked");
        let texts: Vec<String> = page
            .items
            .into_iter()
            .map(|found| found.quote.text)
            .collect();
        assert_eq!(page.total, 6);
        assert_eq!(
            texts,
            all.iter().skip(from).take(2).cloned().collect::<Vec<_>>()
        );
    }
}

pub(crate) fn quotes_are_narrowed_by_person_article_and_words(store: &dyn Store) {
    load(store, NORTH, &harbour());
    load(store, NORTH, &ferry());
    let okafor = store.people(NORTH).expect("asked")[0].no;
    let harbour = store.articles(NORTH, "harbour", ALL).expect("asked").items[0].no;
    let of = QuoteQuery {
        person: Some(okafor),
        ..QuoteQuery::default()
    };
    assert_eq!(quoted(store, NORTH, &of).len(), 3);
    let of = QuoteQuery {
        person: Some(okafor),
        article: Some(harbour),
        ..QuoteQuery::default()
    };
    assert_eq!(quoted(store, NORTH, &of), ["a quay for everyone"]);
    let of = QuoteQuery {
        person: Some(okafor),
        ..about("quay")
    };
    assert_eq!(
        quoted(store, NORTH, &of),
        ["The quay can wait, the ferry cannot", "a quay for everyone"]
    );
    assert_eq!(
        quoted(store, NORTH, &about("quay every")),
        ["a quay for everyone"]
    );
    assert_eq!(quoted(store, NORTH, &about("QUÁY")).len(), 2);
    assert!(quoted(store, NORTH, &about("?!")).is_empty());
    // An alias is the person; a quote of nobody's has no number.
    let found = store
        .quotes(NORTH, &about("gift"), ALL)
        .expect("asked")
        .items
        .remove(0);
    assert_eq!(
        found.person,
        Some(person(store, NORTH, "Dockers’ Union").no)
    );
    assert_eq!(found.article.slug, "harbour-vote");
    let found = store
        .quotes(NORTH, &about("nobody"), ALL)
        .expect("asked")
        .items
        .remove(0);
    assert_eq!(
        (found.person, found.quote),
        (None, crate::news::harbour().quotes[3].clone())
    );
}

pub(crate) fn timelines_stand_oldest_first_between_their_days(store: &dyn Store) {
    load(store, Scope::EVERYONE, &ferry());
    load(store, NORTH, &harbour());
    let all = [
        "The old quay was closed.",
        "The council met in private.",
        "The council is to vote on the quay.",
        "The ferry is to sail again.",
    ];
    assert_eq!(happened(store, NORTH, &EventQuery::default()), all);
    let between = |from: &str, to: &str| {
        let query = EventQuery {
            from: Some(day(from)),
            to: Some(day(to)),
            ..EventQuery::default()
        };
        happened(store, NORTH, &query)
    };
    // 2024 covers all its days, and May 2026 too.
    assert_eq!(between("2024-12-31", "2026-03-09"), all[..2]);
    assert_eq!(between("2025-01-01", "2026-03-08"), [""; 0]);
    assert_eq!(between("2026-05-31", "2030-01-01"), all[3..]);
    let about = |words: &str| happened(store, NORTH, &told_about(words));
    assert_eq!(about("council met"), all[1..2]);
    assert_eq!(about("sail"), all[3..]);
    // A headline's words find its whole timeline.
    assert_eq!(about("delays"), all[..3]);
    assert_eq!(about("delays quay"), [all[0], all[2]]);
}
