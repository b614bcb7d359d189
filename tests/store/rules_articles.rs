//! Rules of every engine: articles, people, quotes, timelines, searches.

use std::collections::HashSet;
use std::sync::Arc;

use newsdesk::store::{
    EventQuery, Found, Loaded, Part, PersonHead, QuoteQuery, Scope, Store, Whose, Window,
};
use serde_json::json;

use crate::news::{ALL, NORTH, SOUTH, day, ferry, harbour, line, read};

fn load(store: &dyn Store, scope: Scope, article: &newsdesk::article::Article) -> Loaded {
    store.load(scope, article).expect("loads")
}

fn slugs(store: &dyn Store, scope: Scope, words: &str) -> Vec<String> {
    let found = store.articles(scope, words, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .map(|article| article.slug)
        .collect()
}

fn person(store: &dyn Store, scope: Scope, name: &str) -> PersonHead {
    let people = store.people(scope).expect("asked");
    let found = people.iter().find(|person| person.name == name);
    found
        .unwrap_or_else(|| panic!("nobody called {name}"))
        .clone()
}

fn quoted(store: &dyn Store, scope: Scope, query: &QuoteQuery) -> Vec<String> {
    let found = store.quotes(scope, query, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .map(|found| found.quote.text)
        .collect()
}

fn told(store: &dyn Store, scope: Scope, query: &EventQuery) -> Vec<String> {
    let found = store.events(scope, query, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .map(|found| found.entry.text)
        .collect()
}

/// Every line that a search finds.
fn hits(store: &dyn Store, scope: Scope, words: &str) -> Vec<String> {
    let found = store.search(scope, words, ALL).expect("asked");
    assert_eq!(found.total, found.items.len());
    let text = |pieces: Vec<(String, bool)>| pieces.into_iter().map(|(text, _)| text).collect();
    found
        .items
        .into_iter()
        .map(|hit| text(hit.pieces))
        .collect()
}

fn about(words: &str) -> QuoteQuery {
    QuoteQuery {
        about: Some(words.to_owned()),
        ..QuoteQuery::default()
    }
}

pub(crate) fn an_article_comes_back_whole(store: &dyn Store) {
    load(store, Scope::EVERYONE, &harbour());
    load(store, NORTH, &ferry());
    assert_eq!(store.whole(Scope::EVERYONE).expect("asked"), [harbour()]);
    assert_eq!(store.whole(NORTH).expect("asked"), [ferry()]);
    assert_eq!(store.whole(SOUTH).expect("asked"), []);
    assert_eq!(store.scopes().expect("asked"), [Scope::EVERYONE, NORTH]);
    let article = &store.articles(NORTH, "harbour", ALL).expect("asked").items[0];
    assert_eq!(article.source, harbour().source);
    assert_eq!(article.published, harbour().published);
    assert_eq!(store.summary(article.no).expect("asked"), harbour().summary);
    assert_eq!(
        store.article(SOUTH, article.no).expect("asked").as_ref(),
        Some(article)
    );
}

pub(crate) fn the_same_article_again_changes_nothing(store: &dyn Store) {
    assert_eq!(load(store, NORTH, &harbour()), Loaded::New);
    let before = store.people(NORTH).expect("asked");
    assert_eq!(load(store, NORTH, &harbour()), Loaded::Same);
    assert!(Arc::ptr_eq(&before, &store.people(NORTH).expect("asked")));
    assert_eq!(quoted(store, NORTH, &QuoteQuery::default()).len(), 4);
}

pub(crate) fn a_changed_article_replaces_its_parts_and_keeps_numbers(store: &dyn Store) {
    load(store, NORTH, &harbour());
    let brandt = person(store, NORTH, "Ilse Brandt").no;
    let no = store.articles(NORTH, "harbour", ALL).expect("asked").items[0].no;
    let mut changed = harbour();
    changed.title = "The quay vote is put off".to_owned();
    changed.quotes.truncate(1);
    changed.people.truncate(1);
    changed.summary[0].text = "The vote waits.".to_owned();
    changed.timeline.remove(0);
    assert_eq!(load(store, NORTH, &changed), Loaded::Changed);
    assert_eq!(store.whole(NORTH).expect("asked"), [changed]);
    let found = store.articles(NORTH, "quay", ALL).expect("asked").items;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].no, no);
    assert_eq!(
        quoted(store, NORTH, &QuoteQuery::default()),
        ["We will not be hurried"]
    );
    assert_eq!(person(store, NORTH, "Ilse Brandt").no, brandt);
    assert_eq!(store.people(NORTH).expect("asked").len(), 1);
    assert!(hits(store, NORTH, "companies").is_empty());
    assert!(hits(store, NORTH, "closed").is_empty());
    assert_eq!(hits(store, NORTH, "waits"), ["The vote waits."]);
    assert_eq!(store.summary(no).expect("asked")[0].text, "The vote waits.");
}

pub(crate) fn what_one_server_adds_no_other_sees(store: &dyn Store) {
    load(store, Scope::EVERYONE, &ferry());
    load(store, NORTH, &harbour());
    let no = store.articles(NORTH, "harbour", ALL).expect("asked").items[0].no;
    let brandt = person(store, NORTH, "Dockers’ Union").no;
    for other in [SOUTH, Scope::EVERYONE] {
        assert_eq!(slugs(store, other, ""), ["ferry-line"]);
        assert_eq!(slugs(store, other, "harbour"), [""; 0]);
        assert_eq!(store.article(other, no).expect("asked"), None);
        assert_eq!(store.person(other, brandt).expect("asked"), None);
        assert_eq!(quoted(store, other, &QuoteQuery::default()).len(), 2);
        let of = |query: QuoteQuery| quoted(store, other, &query);
        assert!(
            of(QuoteQuery {
                article: Some(no),
                ..QuoteQuery::default()
            })
            .is_empty()
        );
        assert!(
            of(QuoteQuery {
                person: Some(brandt),
                ..QuoteQuery::default()
            })
            .is_empty()
        );
        assert!(of(about("hurried")).is_empty());
        assert_eq!(
            told(store, other, &EventQuery::default()),
            ["The ferry is to sail again."]
        );
        let of = EventQuery {
            article: Some(no),
            ..EventQuery::default()
        };
        assert!(told(store, other, &of).is_empty());
        assert!(
            store
                .speakers(other, Some(no), ALL)
                .expect("asked")
                .items
                .is_empty()
        );
        assert!(hits(store, other, "council").is_empty());
        assert_eq!(hits(store, other, "ferry").len(), 3);
        assert_eq!(store.people(other).expect("asked").len(), 2);
    }
    assert_eq!(slugs(store, NORTH, ""), ["ferry-line", "harbour-vote"]);
    assert_eq!(store.people(NORTH).expect("asked").len(), 3);
}

pub(crate) fn a_busy_server_hides_nothing_of_a_quiet_one(store: &dyn Store) {
    load(
        store,
        SOUTH,
        &line("quiet", "2026-03-02", "The bakery opens at dawn"),
    );
    let lines: Vec<_> = (0..4100)
        .map(|n| json!({"text": format!("The bakery sold loaf {n}"), "rank": 1}))
        .collect();
    load(
        store,
        NORTH,
        &read(
            json!({"id": "busy", "title": "Bakery", "published": "2026-03-03", "summary": lines}),
        ),
    );
    assert_eq!(hits(store, SOUTH, "bakery").len(), 3);
    assert_eq!(
        quoted(store, SOUTH, &about("bakery")),
        ["The bakery opens at dawn"]
    );
    let about = EventQuery {
        about: Some("bakery".to_owned()),
        ..EventQuery::default()
    };
    assert_eq!(told(store, SOUTH, &about), ["The bakery opens at dawn"]);
    let found = store
        .search(NORTH, "bakery", Window { from: 0, count: 5 })
        .expect("asked");
    assert_eq!((found.total, found.items.len()), (Found::<()>::MOST, 5));
}

pub(crate) fn articles_are_found_by_the_beginnings_of_their_words(store: &dyn Store) {
    load(store, NORTH, &harbour());
    load(store, NORTH, &ferry());
    for (words, expected) in [
        ("", vec!["ferry-line", "harbour-vote"]),
        ("FERRY", vec!["ferry-line"]),
        ("ódran retu", vec!["ferry-line"]),
        ("vote harb", vec!["harbour-vote"]),
        ("ferry harbour", vec![]),
        ("arbour", vec![]),
        ("—", vec![]),
        ("100%", vec![]),
        ("_", vec![]),
    ] {
        assert_eq!(slugs(store, NORTH, words), expected, "{words}");
    }
    let page = store
        .articles(NORTH, "", Window { from: 1, count: 1 })
        .expect("asked");
    assert_eq!(
        (page.total, page.items[0].slug.as_str()),
        (2, "harbour-vote")
    );
}

pub(crate) fn a_person_is_one_in_all_articles(store: &dyn Store) {
    load(store, Scope::EVERYONE, &harbour());
    load(store, NORTH, &ferry());
    let people = store.people(NORTH).expect("asked");
    let counts: Vec<usize> = people.iter().map(|person| person.quotes).collect();
    assert_eq!(counts, [3, 1, 1]);
    let okafor = &people[0];
    assert_eq!(okafor.role.as_deref(), Some("head of the port"));
    let forms: HashSet<&str> = okafor.aliases.iter().map(String::as_str).collect();
    assert!(
        forms.is_superset(&HashSet::from(["Okafor", "the harbour master"])),
        "{forms:?}"
    );
    let card = store
        .person(NORTH, okafor.no)
        .expect("asked")
        .expect("known");
    assert_eq!(card.head, *okafor);
    let roles: Vec<(&str, Option<&str>)> = card
        .articles
        .iter()
        .map(|(article, role)| (article.slug.as_str(), role.as_deref()))
        .collect();
    assert_eq!(
        roles,
        [
            ("ferry-line", Some("head of the port")),
            ("harbour-vote", Some("harbour master"))
        ]
    );
    let alone = store
        .person(SOUTH, okafor.no)
        .expect("asked")
        .expect("known");
    assert_eq!((alone.head.quotes, alone.articles.len()), (1, 1));
    assert_eq!(alone.head.name, "Tomé Okafor");
    // Brandt's newest article gives no role: the one before does.
    assert_eq!(
        person(store, NORTH, "Ilse Brandt").role.as_deref(),
        Some("mayor")
    );
}

pub(crate) fn speakers_stand_most_quoted_first(store: &dyn Store) {
    load(store, NORTH, &harbour());
    load(store, NORTH, &ferry());
    let names = |found: Found<PersonHead>| -> Vec<(String, usize)> {
        found
            .items
            .into_iter()
            .map(|person| (person.name, person.quotes))
            .collect()
    };
    let all = store.speakers(NORTH, None, ALL).expect("asked");
    assert_eq!(all.total, 3);
    assert_eq!(
        names(all)
            .iter()
            .map(|(_, quotes)| *quotes)
            .collect::<Vec<_>>(),
        [3, 1, 1]
    );
    let second = store
        .speakers(NORTH, None, Window { from: 1, count: 1 })
        .expect("asked");
    assert_eq!(
        (second.total, names(second)),
        (3, vec![("Dockers’ Union".to_owned(), 1)])
    );
    let ferry = store.articles(NORTH, "ferry", ALL).expect("asked").items[0].no;
    let of_ferry = store.speakers(NORTH, Some(ferry), ALL).expect("asked");
    assert_eq!(names(of_ferry), [("Tome OKAFOR".to_owned(), 2)]);
}

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
    assert_eq!(told(store, NORTH, &EventQuery::default()), all);
    let between = |from: &str, to: &str| {
        let query = EventQuery {
            from: Some(day(from)),
            to: Some(day(to)),
            ..EventQuery::default()
        };
        told(store, NORTH, &query)
    };
    // 2024 covers all its days, and May 2026 too.
    assert_eq!(between("2024-12-31", "2026-03-09"), all[..2]);
    assert_eq!(between("2025-01-01", "2026-03-08"), [""; 0]);
    assert_eq!(between("2026-05-31", "2030-01-01"), all[3..]);
    let about = |words: &str| {
        told(
            store,
            NORTH,
            &EventQuery {
                about: Some(words.to_owned()),
                ..EventQuery::default()
            },
        )
    };
    assert_eq!(about("council met"), all[1..2]);
    assert_eq!(about("sail"), all[3..]);
    // A headline's words find its whole timeline.
    assert_eq!(about("delays"), all[..3]);
    assert_eq!(about("delays quay"), [all[0], all[2]]);
}

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
        told(
            store,
            NORTH,
            &EventQuery {
                about: Some(words.to_owned()),
                ..EventQuery::default()
            },
        );
    }
    hits(store, NORTH, &"a b c d e f ".repeat(1000));
    hits(store, NORTH, &"x".repeat(100_000));
    hits(store, NORTH, &"(".repeat(6000));
}

pub(crate) fn a_confidence_that_is_no_number_spoils_nothing(store: &dyn Store) {
    let mut article = harbour();
    article.quotes[0].confidence = f32::NAN;
    load(store, NORTH, &article);
    let found = store.quotes(NORTH, &about("hurried"), ALL).expect("asked");
    assert_eq!(found.items[0].quote.text, "We will not be hurried");
    assert!(found.items[0].quote.confidence < 0.6);
    assert_eq!(load(store, NORTH, &article), Loaded::Same);
}

pub(crate) fn people_whom_nobody_names_any_more_are_gone(store: &dyn Store) {
    load(store, NORTH, &harbour());
    let mut less = harbour();
    less.people.truncate(1);
    less.quotes.truncate(1);
    load(store, NORTH, &less);
    assert_eq!(store.people(NORTH).expect("asked").len(), 1);
    store.delete(Whose::Server(NORTH)).expect("deleted");
    assert!(store.people(NORTH).expect("asked").is_empty());
}
