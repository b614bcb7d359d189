//! Standing reminders: of every session, or of every session of an article, those that come later too.
//!
//! `/remind all` sets one and `/reminders` lists them. A member may have one in their direct messages; in a channel it speaks
//! to everyone there for as long as nobody ends it, so only managers may set it, as they alone add a feed to a channel elsewhere.

use super::find::every;
use super::remind::{asked_in, before_words, days_only, defaults, place, room, target, whose};
use super::{Asker, Desk, Invocation, Problem, cite, words};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::store::{ArticleHead, Coming, NewStanding, StandingNo, StandingReminder, Target};

/// Whether the invocation asks for every session.
pub(super) fn asked(invocation: &Invocation) -> bool {
    invocation.get("session").is_some_and(every)
}

/// Sets a standing reminder, and says what it covers.
pub(super) fn set(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
    article: Option<&ArticleHead>,
    before: Option<Vec<u32>>,
    role: Option<u64>,
) -> Result<Answer, Problem> {
    let target = target(asker, invocation);
    if matches!(target, Target::Channel(_)) && !asker.manager {
        let mut alone = Invocation::new("remind")
            .with("session", "all")
            .with("where", "dm");
        for (option, value) in [
            ("article", article.map(|article| article.no.to_string())),
            ("before", invocation.get("before").map(str::to_owned)),
        ] {
            if let Some(value) = value {
                alone = alone.with(option, value);
            }
        }
        return Ok(Answer {
            buttons: vec![Button::ask("By direct message, to me", alone)],
            ..Answer::problem(
                "Only those who may manage the server may have a channel reminded of whatever comes: add where:dm to be reminded yourself.",
            )
        });
    }
    room(desk, asker, 1)?;
    let defaults = defaults(desk, asker)?;
    let (standing, new) = desk.store.stand(&NewStanding {
        scope: asker.scope,
        user: asker.user,
        article: article.map(|article| article.no),
        before: before.unwrap_or(defaults.before),
        target,
        role,
        zone: defaults.zone,
        morning: defaults.morning,
        asked_in: asked_in(asker, target),
    })?;
    let mut first = vec![
        Piece::plain("Reminder set in "),
        place(target),
        Piece::plain(" for "),
    ];
    first.extend(what(&standing));
    first.push(Piece::plain(format!(", {}", times(&standing))));
    if let Some(role) = role {
        first.push(Piece::plain(", pinging "));
        first.push(Piece::Role(role));
    }
    first.push(Piece::plain("."));
    let mut lines = vec![
        Line::of(LineStyle::Plain, first),
        Line::plain(covers(&standing)),
    ];
    lines.extend(standing.next.iter().map(coming));
    lines.push(Line::plain(
        "Sessions that come later, or move, are reminded of too.",
    ));
    if days_only(standing.next.iter().map(|coming| &coming.session.session)) {
        lines.push(Line::small(format!(
            "A session without an hour is reminded of at {}, time zone {}.",
            words::hour(defaults.morning),
            defaults.zone
        )));
    }
    if !new {
        lines.push(Line::small(
            "There was one before: from now on it is as told here.",
        ));
    }
    Ok(Answer {
        buttons: vec![Button::undo("Cancel", ending(&standing))],
        ..Answer::done(lines)
    })
}

/// `every session`, `every session of “The headline”`.
fn what(standing: &StandingReminder) -> Vec<Piece> {
    match &standing.article {
        None => vec![Piece::strong("every session")],
        Some(article) => vec![
            Piece::strong("every session"),
            Piece::plain(" of "),
            Piece::strong(format!("“{}”", article.title)),
        ],
    }
}

/// `1d before and 1h before`.
fn times(standing: &StandingReminder) -> String {
    let times: Vec<String> = standing
        .asked
        .before
        .iter()
        .map(|minutes| before_words(*minutes, true))
        .collect();
    match times.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What it brings as of now.
fn covers(standing: &StandingReminder) -> String {
    if standing.reminders == 0 {
        return "As of now no session is far enough ahead to be reminded of.".to_owned();
    }
    let next = match standing.next.len() {
        all if all == standing.reminders => String::new(),
        some => format!("; the next {some}"),
    };
    format!(
        "As of now it brings {} of {}{next}:",
        words::count(standing.reminders, "reminder"),
        words::count(standing.sessions, "session"),
    )
}

/// `Tuesday 30 September 2025, 09:00 (in 3 hours), 1d before: Joint session`.
fn coming(coming: &Coming) -> Line {
    let session = &coming.session.session;
    let before = before_words(coming.before, session.starts.time().is_some());
    Line::of(
        LineStyle::Bullet,
        vec![
            Piece::Instant(coming.due),
            Piece::plain(" ("),
            Piece::Countdown(coming.due),
            Piece::plain(format!("), {before}: ")),
            Piece::strong(&session.title),
        ],
    )
}

/// What ends it.
fn ending(standing: &StandingReminder) -> Invocation {
    Invocation::new("reminders").with("end", standing.no)
}

/// Its entry in `/reminders`.
pub(super) fn entry(standing: &StandingReminder, everyone: bool) -> Entry {
    let mut text = vec![
        Piece::plain(format!("{} · ", times(standing))),
        place(standing.asked.target),
    ];
    text.extend(whose(
        everyone.then_some(standing.asked.user),
        standing.asked.role,
    ));
    let mut lines = vec![
        Line::of(LineStyle::Plain, capital(what(standing))),
        Line::of(LineStyle::Plain, text),
        Line::plain(covers(standing)),
    ];
    lines.extend(standing.next.iter().map(coming));
    let mut sources: Vec<_> = standing
        .next
        .iter()
        .map(|coming| cite::cite_session(&coming.session))
        .collect();
    if let (true, Some(article)) = (sources.is_empty(), &standing.article) {
        sources.push(cite::cite(article, None));
    }
    sources.dedup();
    let mut end = ending(standing);
    if everyone {
        end = end.with("of", "everyone");
    }
    let label = match &standing.article {
        None => "Cancel: every session".to_owned(),
        Some(article) => format!("Cancel: every session of {}", article.title),
    };
    Entry {
        lines,
        sources,
        buttons: vec![Button::undo(label, end)],
    }
}

fn capital(mut pieces: Vec<Piece>) -> Vec<Piece> {
    if let Some(first) = pieces.first_mut() {
        *first = Piece::strong("Every session");
    }
    pieces
}

/// Ends one, and says which.
pub(super) fn end(desk: &Desk, asker: &Asker, value: &str) -> Result<Line, Problem> {
    let gone = || {
        Problem::Asked(
            "That standing reminder is no longer set: it was cancelled before.".to_owned(),
        )
    };
    let no: StandingNo = value.parse().map_err(|_| gone())?;
    let standing = desk.store.standing(asker.scope, no)?.ok_or_else(gone)?;
    if standing.asked.user != asker.user && !asker.manager {
        return Err(Problem::Asked(
            "Only the one who set a reminder, or a manager, may cancel it.".to_owned(),
        ));
    }
    if !desk.store.end(asker.scope, no)? {
        return Err(gone());
    }
    let mut text = vec![Piece::plain("Cancelled: ")];
    text.extend(what(&standing));
    text.push(Piece::plain(format!(
        ", {}. What it would have brought does not come.",
        times(&standing)
    )));
    Ok(Line::of(LineStyle::Plain, text))
}
