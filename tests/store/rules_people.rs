//! Rules of every engine: who is in the news.

use std::collections::HashSet;

use newsdesk::store::{Found, PersonHead, Scope, Store, Whose, Window};

use crate::news::{ALL, NORTH, SOUTH, ferry, harbour};
use crate::steps::{load, person};

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
