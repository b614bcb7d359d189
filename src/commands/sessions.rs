//! `/sessions`: what comes next, in each viewer's own zone, with a button to be reminded, and all of it as a calendar file.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::find::{Meant, article, is_ahead, nothing};
use super::{Asker, Desk, Invocation, Problem, calendar, cite, event, words};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::article::{Precision, SessionStatus};
use crate::reminder;
use crate::store::{SessionFound, SessionQuery, When, Window};

/// The most sessions that go into a calendar file: some eighty kilobytes.
const CALENDAR: usize = 200;

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
    let (when, title) = match asked.get("when") {
        Some("past") => (When::Past, "Past sessions"),
        Some("all") => (When::All, "Sessions"),
        _ => (When::Upcoming, "Upcoming sessions"),
    };
    let title = article.as_ref().map_or_else(
        || title.to_owned(),
        |article| format!("{title}: {}", article.title),
    );
    let now = desk.clock.now();
    let zone = desk.zone(asker)?;
    let query = |when| SessionQuery {
        when,
        article: article.as_ref().map(|article| article.no),
        now,
    };
    let paged = desk.page(&asked, |window| {
        desk.store.sessions(asker.scope, &query(when), window)
    })?;
    if paged.items.is_empty() {
        let last = desk.store.sessions(
            asker.scope,
            &query(When::Past),
            Window { from: 0, count: 1 },
        )?;
        return Ok(match (when, last.items.first()) {
            (When::Upcoming, Some(last)) => Answer {
                entries: vec![entry(last, now, zone)],
                buttons: vec![Button::ask("All sessions", asked.with("when", "all"))],
                ..nothing(&title, "Nothing is upcoming. The last one was:")
            },
            _ => nothing(&title, "There is no session in the articles here."),
        });
    }
    // The file has all that was asked for, not only this page.
    let followed = desk
        .store
        .followed(asker.scope, &query(when), CALENDAR)?
        .items;
    Ok(Answer {
        title,
        entries: paged
            .items
            .iter()
            .map(|found| entry(found, now, zone))
            .collect(),
        paging: paged.paging,
        files: calendar(&followed, zone)
            .into_iter()
            .map(event::file)
            .collect(),
        ..Answer::default()
    })
}

fn entry(found: &SessionFound, now: DateTime<Utc>, zone: Tz) -> Entry {
    let session = &found.session;
    let begins = reminder::begins(session, zone);
    let over = reminder::over(session, zone).is_some_and(|over| over <= now)
        || session.status == SessionStatus::Past;
    let begun = begins.is_some_and(|begins| begins <= now);
    let mut text = words::when(session, zone);
    if session.precision == Precision::Minute
        && let Some(begins) = begins
    {
        text.push(Piece::plain(", "));
        text.push(Piece::Countdown(begins));
    }
    if let Some(place) = &session.place {
        text.push(Piece::plain(format!(" · {place}")));
    }
    text.push(Piece::plain(" · "));
    text.push(Piece::soft(status(session.status, begun, over)));
    if let Some(was) = &session.was {
        text.push(Piece::plain(format!(" (was {})", words::date(was))));
    }
    if session.tentative && !over {
        text.push(Piece::plain(", not certain"));
    }
    let mut buttons = Vec::new();
    if is_ahead(session, zone, now) {
        buttons.push(Button::ask(
            format!("Remind me: {}", session.title),
            Invocation::new("remind").with("session", found.no),
        ));
    }
    Entry {
        lines: vec![
            Line::of(LineStyle::Plain, vec![Piece::strong(&session.title)]),
            Line::of(LineStyle::Plain, text),
        ],
        sources: vec![cite::cite_session(found)],
        buttons,
    }
}

fn status(status: SessionStatus, begun: bool, over: bool) -> &'static str {
    match status {
        SessionStatus::Cancelled => "cancelled",
        _ if over => "over",
        SessionStatus::Postponed if begun => "under way, after a postponement",
        SessionStatus::Postponed => "postponed",
        _ if begun => "under way",
        SessionStatus::Ongoing => "under way",
        SessionStatus::Scheduled | SessionStatus::Past => "scheduled",
    }
}
