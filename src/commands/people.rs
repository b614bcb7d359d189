//! `/people`: who is in the news, with role and number of quotes; one person's card.

use super::find::{Meant, article, nothing, person};
use super::{Asker, Desk, Invocation, Paged, Problem, cite, words};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::store::{Found, PersonCard, PersonHead};

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let mut asked = invocation.clone();
    let article = match article(desk, asker, &asked)? {
        Some(Meant::Unclear(answer)) => return Ok(*answer),
        Some(Meant::One(article)) => Some(article),
        None => None,
    };
    if let Some(article) = &article {
        asked = asked.with("article", article.no);
    }
    match person(desk, asker, &asked)? {
        Some(Meant::Unclear(answer)) => return Ok(*answer),
        Some(Meant::One(person)) => {
            if let Some(found) = desk.store.person(asker.scope, person.no)? {
                return Ok(card(&found));
            }
        }
        None => {}
    }
    if let Some(article) = article {
        let paged = desk.page(&asked, |window| {
            desk.store.speakers(asker.scope, Some(article.no), window)
        })?;
        return Ok(list(format!("Who speaks in: {}", article.title), &paged));
    }
    let people = desk.store.people(asker.scope)?;
    let paged = desk.page(&asked, |window| {
        Ok(Found {
            total: people.len(),
            items: people
                .iter()
                .skip(window.from)
                .take(window.count)
                .cloned()
                .collect(),
        })
    })?;
    Ok(list("Who is in the news".to_owned(), &paged))
}

/// Who is quoted most: the answer of `/quote` without a person.
pub(super) fn most_quoted(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let paged = desk.page(invocation, |window| {
        desk.store.speakers(asker.scope, None, window)
    })?;
    Ok(list("Who is quoted most".to_owned(), &paged))
}

fn list(title: String, paged: &Paged<PersonHead>) -> Answer {
    if paged.items.is_empty() {
        return nothing(
            &title,
            "Nobody yet: there is no article, or none that names anyone.",
        );
    }
    Answer {
        title,
        entries: paged.items.iter().map(entry).collect(),
        paging: paged.paging.clone(),
        ..Answer::default()
    }
}

fn entry(person: &PersonHead) -> Entry {
    let mut text = vec![Piece::strong(&person.name)];
    if let Some(role) = &person.role {
        text.push(Piece::plain(", "));
        text.push(Piece::soft(role));
    }
    let mut buttons = Vec::new();
    if person.quotes > 0 {
        text.push(Piece::plain(format!(
            " · {}",
            words::count(person.quotes, "quote")
        )));
        buttons.push(Button::ask(
            &person.name,
            Invocation::new("quote").with("person", person.no),
        ));
    }
    Entry {
        lines: vec![Line::of(LineStyle::Bullet, text)],
        buttons,
        ..Entry::default()
    }
}

fn card(found: &PersonCard) -> Answer {
    let head = &found.head;
    let mut intro = Vec::new();
    let facts: Vec<String> = [
        head.role.clone(),
        words::person_kind(head.kind).map(str::to_owned),
        Some(words::count(head.quotes, "quote")),
    ]
    .into_iter()
    .flatten()
    .collect();
    intro.push(Line::plain(facts.join(" · ")));
    if !head.aliases.is_empty() {
        intro.push(Line::small(format!("Also: {}", head.aliases.join(", "))));
    }
    let entries = found
        .articles
        .iter()
        .map(|(article, role)| {
            let mut text = vec![Piece::strong(&article.title)];
            if let Some(role) = role {
                text.push(Piece::plain(": "));
                text.push(Piece::soft(role));
            }
            Entry {
                lines: vec![Line::of(LineStyle::Bullet, text)],
                sources: vec![cite::cite(article, None)],
                buttons: vec![Button::ask(
                    format!("Summary: {}", article.title),
                    Invocation::new("summary").with("article", article.no),
                )],
            }
        })
        .collect();
    let mut buttons = Vec::new();
    if head.quotes > 0 {
        buttons.push(Button::ask(
            words::count(head.quotes, "quote"),
            Invocation::new("quote").with("person", head.no),
        ));
    }
    Answer {
        title: head.name.clone(),
        intro,
        entries,
        buttons,
        ..Answer::default()
    }
}
