//! `/quote`: who said exactly what.
//!
//! Quotation marks stand only around words that stand in marks in the article. A post and a clause of reported speech are
//! named as such, and a speaker who is not sure is shown as unsure. As pictures, quotes come one at a time.

use super::find::{Meant, article, nothing, person};
use super::{Asker, Desk, Invocation, Problem, card, cite, look, people, words};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::article::Quote;
use crate::store::{ArticleHead, ArticleNo, PersonHead, PersonNo, QuoteFound, QuoteQuery};

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
    if let (Some(article), Some(mark)) = (&article, asked.get(card::ONLY)) {
        return alone(desk, asker, &asked, article, mark);
    }
    if person.is_none() && about.is_none() && article.is_none() {
        return people::most_quoted(desk, asker, invocation);
    }
    let query = QuoteQuery {
        person: person.as_ref().map(|person| person.no),
        article: article.as_ref().map(|article| article.no),
        about: about.clone(),
    };
    let most = match asked.get(look::OPTION) {
        Some(_) => 1,
        None => Answer::PAGE,
    };
    let paged = desk.page_of(most, &asked, |window| {
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
        let narrowed = about.is_some() || article.is_some();
        return Ok(match &person {
            Some(person) => silent(&title, person, narrowed),
            None => nothing(&title, "No quote fits."),
        });
    }
    let mut buttons: Vec<Button> = person.iter().map(|person| who(person.no)).collect();
    let mut sessions = Invocation::new("sessions");
    if let Some(article) = common(&paged.items) {
        sessions = sessions.with("article", article);
    }
    buttons.push(Button::ask("Sessions", sessions));
    let mut answer = Answer {
        title,
        entries: paged.items.iter().map(entry).collect(),
        buttons,
        paging: paged.paging,
        ..Answer::default()
    };
    picture(&mut answer, &paged.items, asked);
    Ok(answer)
}

/// What is told of somebody of whom no quote fits; `narrowed` says that some may fit otherwise.
fn silent(title: &str, person: &PersonHead, narrowed: bool) -> Answer {
    let (sentence, button) = if narrowed {
        let all = Invocation::new("quote").with("person", person.no);
        (
            format!("No quote of {} fits.", person.name),
            Button::ask("All quotes", all),
        )
    } else {
        (
            format!("{} is in the news, but is not quoted.", person.name),
            who(person.no),
        )
    };
    Answer {
        buttons: vec![button],
        ..nothing(title, sentence)
    }
}

/// The button that tells of a person.
fn who(person: PersonNo) -> Button {
    Button::ask(
        "Who it is",
        Invocation::new("people").with("person", person),
    )
}

/// Puts the picture of the one quote beside the answer where it was asked for, else the button that asks for it.
fn picture(answer: &mut Answer, quotes: &[QuoteFound], asked: Invocation) {
    let pictured = asked.get(look::OPTION).is_some();
    let place = answer.paging.as_ref();
    let (first, total) = place.map_or((0, 1), |paging| (paging.first, paging.total));
    let here = asked.with("page", first);
    match quotes {
        [found] if pictured => {
            illustrate(answer, found, &here);
            if total > 1 {
                let mut list = here;
                list.options.remove(look::OPTION);
                answer.buttons.push(Button::turn("As a list", list));
            }
        }
        [found] if total == 1 => answer.buttons.push(card::button(found)),
        _ => {
            let pictures = here.with(look::OPTION, "dark");
            answer.buttons.push(Button::draw("As pictures", pictures));
        }
    }
}

/// The one quote that a button means, with its picture.
fn alone(
    desk: &Desk,
    asker: &Asker,
    asked: &Invocation,
    article: &ArticleHead,
    mark: &str,
) -> Result<Answer, Problem> {
    let found = card::find(desk, asker, article.no, mark)?;
    let mut answer = Answer {
        title: found.quote.speaker.clone().unwrap_or_default(),
        entries: vec![entry(&found)],
        ..Answer::default()
    };
    answer.buttons.extend(found.person.map(who));
    illustrate(&mut answer, &found, asked);
    Ok(answer)
}

/// Puts the quote's picture beside the answer, or says why there is none.
fn illustrate(answer: &mut Answer, found: &QuoteFound, asked: &Invocation) {
    match card::file(found, look::theme(asked)) {
        Ok(file) => {
            answer.files.push(file);
            answer.buttons.push(look::other(asked));
        }
        Err(none) => answer.intro.push(Line::small(none.to_string())),
    }
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
    let said = Piece::Plain(card::quote_marks(quote));
    Entry {
        lines: vec![
            Line::of(LineStyle::Quote, vec![said]),
            Line::of(LineStyle::Plain, speaker(quote)),
        ],
        sources: vec![cite::cite(&found.article, Some(&quote.text))],
        ..Entry::default()
    }
}

/// The speaker's name, marked as unsure where it is.
fn named(quote: &Quote) -> Vec<Piece> {
    match (&quote.speaker, &quote.mention) {
        (Some(speaker), _) if quote.confidence >= Quote::SURE => vec![Piece::strong(speaker)],
        (Some(speaker), mention) => {
            let mut text = vec![Piece::plain("perhaps "), Piece::strong(speaker)];
            if let Some(mention) = mention.as_ref().filter(|mention| *mention != speaker) {
                text.push(Piece::plain(format!(" (the article says “{mention}”)")));
            }
            text
        }
        (None, Some(mention)) => vec![Piece::strong(mention)],
        (None, None) => vec![Piece::soft("the article names no speaker")],
    }
}

/// The same as one text.
pub(super) fn name(quote: &Quote) -> String {
    let words = |piece| match piece {
        Piece::Plain(words) | Piece::Strong(words) | Piece::Soft(words) => words,
        _ => String::new(),
    };
    named(quote).into_iter().map(words).collect()
}

/// `Fawzia Koofi, former parliamentarian, 16 Aug 2025 (post)`.
fn speaker(quote: &Quote) -> Vec<Piece> {
    let mut text = vec![Piece::plain("— ")];
    text.extend(named(quote));
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
