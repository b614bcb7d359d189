//! `/quote`: who said exactly what.
//!
//! Quotation marks stand only around words that stand in marks in the article. A post and a clause of reported speech are
//! named as such, and a speaker who is not sure is shown as unsure.

use super::find::{Meant, article, nothing, person};
use super::{Asker, Desk, Invocation, Problem, cite, people, words};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::article::{Quote, QuoteKind};
use crate::store::{ArticleNo, QuoteFound, QuoteQuery};

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
    let person = match person(desk, asker, &asked)? {
        Some(Meant::Unclear(answer)) => return Ok(*answer),
        Some(Meant::One(person)) => Some(person),
        None => None,
    };
    if let Some(person) = &person {
        asked = asked.with("person", person.no);
    }
    let about = asked.get("about").map(str::to_owned);
    if person.is_none() && about.is_none() && article.is_none() {
        return people::most_quoted(desk, asker, invocation);
    }
    let query = QuoteQuery {
        person: person.as_ref().map(|person| person.no),
        article: article.as_ref().map(|article| article.no),
        about: about.clone(),
    };
    let paged = desk.page(&asked, |window| {
        desk.store.quotes(asker.scope, &query, window)
    })?;
    let mut title = match &person {
        Some(person) => person.name.clone(),
        None => "Quotes".to_owned(),
    };
    if let Some(about) = &about {
        title.push_str(&format!(" about “{about}”"));
    }
    if let Some(article) = &article {
        title.push_str(&format!(", in: {}", article.title));
    }
    if paged.items.is_empty() {
        let mut answer = nothing(&title, "No quote fits.");
        if let Some(person) = &person {
            answer.intro = vec![Line::plain(if about.is_some() || article.is_some() {
                format!("No quote of {} fits.", person.name)
            } else {
                format!("{} is in the news, but is not quoted.", person.name)
            })];
            answer.buttons = if about.is_some() || article.is_some() {
                vec![Button::ask(
                    "All quotes",
                    Invocation::new("quote").with("person", person.no),
                )]
            } else {
                vec![Button::ask(
                    "Who it is",
                    Invocation::new("people").with("person", person.no),
                )]
            };
        }
        return Ok(answer);
    }
    let mut buttons = Vec::new();
    if let Some(person) = &person {
        buttons.push(Button::ask(
            "Who it is",
            Invocation::new("people").with("person", person.no),
        ));
    }
    let mut sessions = Invocation::new("sessions");
    if let Some(article) = common(&paged.items) {
        sessions = sessions.with("article", article);
    }
    buttons.push(Button::ask("Sessions", sessions));
    Ok(Answer {
        title,
        entries: paged.items.iter().map(entry).collect(),
        buttons,
        paging: paged.paging,
        ..Answer::default()
    })
}

/// The article that all of these are from, where it is one.
fn common(quotes: &[QuoteFound]) -> Option<ArticleNo> {
    let first = quotes.first()?.article.no;
    quotes
        .iter()
        .all(|found| found.article.no == first)
        .then_some(first)
}

fn entry(found: &QuoteFound) -> Entry {
    let quote = &found.quote;
    let said = match quote.kind {
        QuoteKind::Direct | QuoteKind::Partial => format!("“{}”", quote.text),
        QuoteKind::Reported | QuoteKind::Post => quote.text.clone(),
    };
    Entry {
        lines: vec![
            Line::of(LineStyle::Quote, vec![Piece::Plain(said)]),
            Line::of(LineStyle::Plain, speaker(quote)),
        ],
        sources: vec![cite::cite(&found.article, Some(&quote.text))],
        ..Entry::default()
    }
}

/// `Fawzia Koofi, former parliamentarian, 16 Aug 2025 (post)`.
fn speaker(quote: &Quote) -> Vec<Piece> {
    let mut text = vec![Piece::plain("— ")];
    match (&quote.speaker, &quote.mention) {
        (Some(speaker), _) if quote.confidence >= Quote::SURE => text.push(Piece::strong(speaker)),
        (Some(speaker), mention) => {
            text.push(Piece::plain("perhaps "));
            text.push(Piece::strong(speaker));
            if let Some(mention) = mention.as_ref().filter(|mention| *mention != speaker) {
                text.push(Piece::plain(format!(" (the article says “{mention}”)")));
            }
        }
        (None, Some(mention)) => text.push(Piece::strong(mention)),
        (None, None) => text.push(Piece::soft("the article names no speaker")),
    }
    if let Some(role) = &quote.role {
        text.push(Piece::plain(", "));
        text.push(Piece::soft(role));
    }
    if let Some(said) = &quote.said {
        text.push(Piece::plain(format!(", {}", words::date(said))));
    }
    if let Some(kind) = words::kind(quote.kind) {
        text.push(Piece::soft(format!(" ({kind})")));
    }
    text
}
