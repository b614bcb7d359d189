//! Rules of every engine: articles, and who sees them.

use std::sync::Arc;

use newsdesk::store::{EventQuery, Found, Loaded, QuoteQuery, Scope, Store, Window};
use serde_json::json;

use crate::news::{ALL, NORTH, SOUTH, ferry, harbour, line, read};
use crate::steps::{about, happened, hits, load, person, quoted, slugs, told_about};

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
    let summary = |scope| store.summary(scope, article.no).expect("asked");
    assert_eq!(summary(NORTH), harbour().summary);
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
    assert_eq!(
        store.summary(NORTH, no).expect("asked")[0].text,
        "The vote waits."
    );
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
        assert_eq!(store.summary(other, no).expect("asked"), []);
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
            happened(store, other, &EventQuery::default()),
            ["The ferry is to sail again."]
        );
        let of = EventQuery {
            article: Some(no),
            ..EventQuery::default()
        };
        assert!(happened(store, other, &of).is_empty());
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
    let about = told_about("bakery");
    assert_eq!(happened(store, SOUTH, &about), ["The bakery opens at dawn"]);
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

pub(crate) fn a_confidence_that_is_no_number_spoils_nothing(store: &dyn Store) {
    let mut article = harbour();
    article.quotes[0].confidence = f32::NAN;
    load(store, NORTH, &article);
    let found = store.quotes(NORTH, &about("hurried"), ALL).expect("asked");
    assert_eq!(found.items[0].quote.text, "We will not be hurried");
    assert!(found.items[0].quote.confidence < 0.6);
    assert_eq!(load(store, NORTH, &article), Loaded::Same);
}
