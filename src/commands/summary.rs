//! `/summary`: an article in three to five lines, who speaks in it, and what comes next.

use super::find::{Meant, article_or_newest};
use super::{Asker, Desk, Invocation, Problem, cite, words};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::article::SummaryLine;
use crate::store::{ArticleHead, SessionQuery, When, Window};

/// The lines of a short summary.
const SHORT: usize = 3;

/// The most speakers that are named.
const SPEAKERS: usize = 6;

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let article = match article_or_newest(desk, asker, invocation)? {
        Meant::One(article) => article,
        Meant::Unclear(answer) => return Ok(*answer),
    };
    let mut lines = desk.store.summary(asker.scope, article.no)?;
    if invocation.get("length") != Some("full") {
        lines = weightiest(lines);
    }
    let mut entries: Vec<Entry> = lines
        .into_iter()
        .map(|line| Entry {
            sources: vec![cite::cite(&article, line.at.map(|_| line.text.as_str()))],
            lines: vec![Line::of(LineStyle::Bullet, vec![Piece::Plain(line.text)])],
            ..Entry::default()
        })
        .collect();
    entries.extend(speakers(desk, asker, &article)?);
    entries.extend(next_session(desk, asker, &article)?);
    let with = |command: &str| Invocation::new(command).with("article", article.no);
    let mut buttons = vec![
        Button::ask("Timeline", with("timeline")),
        Button::ask("Quotes", with("quote")),
        Button::ask("Sessions", with("sessions").with("when", "all")),
    ];
    buttons.extend(article.source.url.clone().map(|url| Button {
        label: "Article".to_owned(),
        action: crate::answer::Action::Open(url),
    }));
    Ok(Answer {
        intro: vec![Line::of(
            LineStyle::Small,
            vec![Piece::Plain(cite::label(&article))],
        )],
        url: article.source.url.clone(),
        title: article.title,
        entries,
        buttons,
        ..Answer::default()
    })
}

/// The weightiest lines, in reading order.
fn weightiest(mut lines: Vec<SummaryLine>) -> Vec<SummaryLine> {
    let mut ranks: Vec<u32> = lines.iter().map(|line| line.rank).collect();
    ranks.sort_unstable();
    if let Some(last) = ranks.get(SHORT - 1).copied() {
        lines.retain(|line| line.rank <= last);
    }
    lines
}

fn speakers(desk: &Desk, asker: &Asker, article: &ArticleHead) -> Result<Option<Entry>, Problem> {
    let found = desk.store.speakers(
        asker.scope,
        Some(article.no),
        Window {
            from: 0,
            count: SPEAKERS,
        },
    )?;
    if found.items.is_empty() {
        return Ok(None);
    }
    let mut text = vec![Piece::soft("Who speaks: ")];
    for (i, person) in found.items.iter().enumerate() {
        if i > 0 {
            text.push(Piece::plain(", "));
        }
        text.push(Piece::strong(&person.name));
        if person.quotes > 1 {
            text.push(Piece::plain(format!(" ({})", person.quotes)));
        }
    }
    if found.total > found.items.len() {
        text.push(Piece::plain(format!(
            " and {} more",
            found.total - found.items.len()
        )));
    }
    Ok(Some(Entry {
        lines: vec![Line::of(LineStyle::Plain, text)],
        sources: vec![cite::cite(article, None)],
        ..Entry::default()
    }))
}

/// The first session that has not begun, else the one under way.
fn next_session(
    desk: &Desk,
    asker: &Asker,
    article: &ArticleHead,
) -> Result<Option<Entry>, Problem> {
    let now = desk.clock.now();
    let query = SessionQuery {
        when: When::Upcoming,
        article: Some(article.no),
        now,
    };
    let zone = desk.zone(asker)?;
    let found = desk
        .store
        .sessions(asker.scope, &query, Window { from: 0, count: 10 })?
        .items;
    let begun = |found: &crate::store::SessionFound| {
        crate::reminder::begins(&found.session, zone).is_some_and(|at| at <= now)
    };
    let Some(next) = found.iter().find(|found| !begun(found)).or(found.first()) else {
        return Ok(None);
    };
    let mut text = vec![
        Piece::soft(if begun(next) { "Under way: " } else { "Next: " }),
        Piece::strong(&next.session.title),
        Piece::plain(", "),
    ];
    text.extend(words::when(&next.session, zone));
    if let Some(place) = &next.session.place {
        text.push(Piece::plain(format!(", {place}")));
    }
    let mut buttons = Vec::new();
    if !begun(next) {
        buttons.push(Button::ask(
            "Remind me",
            Invocation::new("remind").with("session", next.no),
        ));
    }
    Ok(Some(Entry {
        lines: vec![Line::of(LineStyle::Plain, text)],
        sources: vec![cite::cite_session(next)],
        buttons,
    }))
}
