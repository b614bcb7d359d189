//! `/status`: what was not delivered and why, and a button to try again.

use chrono::TimeDelta;

use super::{Asker, Desk, Invocation, Problem, words};
use crate::answer::{Action, Answer, Button, Entry, Line, LineStyle, Piece, Tone};
use crate::store::{Paused, Retried, Standing, Target, Undelivered};

/// How far back missed and sent ones are counted.
const DAYS: i64 = 7;

/// As many paused channels are named; there is a line for the others.
const NAMED: usize = 5;

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let scope = Some(asker.scope);
    let now = desk.clock.now();
    let since = now - TimeDelta::days(DAYS);
    let mut asked = invocation.clone();
    let again = asked.options.remove("do").is_some();
    let mut intro = Vec::new();
    if again {
        let retried = desk.store.retry(asker.scope, now)?;
        intro.push(Line::plain(tried(retried)));
    }
    let sent = desk.store.delivered(scope, since)?;
    let paused = desk.store.paused(scope)?;
    let paged = desk.page(&asked, |window| {
        desk.store.undelivered(scope, since, now, window)
    })?;
    let well = paused.is_empty() && paged.items.is_empty();
    if well {
        intro.push(Line::plain(
            "All is well: nothing waits, nothing was missed.",
        ));
    }
    intro.push(Line::small(format!(
        "In the last {DAYS} days {} sent here unasked.",
        match sent {
            1 => "one message was".to_owned(),
            more => format!("{} were", words::count(more, "message")),
        }
    )));
    intro.extend(paused.iter().take(NAMED).map(closed));
    if paused.len() > NAMED {
        let more = paused.len() - NAMED;
        intro.push(Line::plain(format!(
            "Newsdesk cannot write in {} either.",
            words::count(more, "more channel")
        )));
    }
    let stuck = paged
        .items
        .iter()
        .any(|item| item.state != Standing::Missed);
    let mut buttons = Vec::new();
    if !paused.is_empty() || stuck {
        buttons.push(Button {
            label: "Try again".to_owned(),
            action: Action::Turn(Invocation::new("status").with("do", "again")),
        });
    }
    Ok(Answer {
        tone: if well { Tone::Done } else { Tone::Tells },
        title: "What was not delivered".to_owned(),
        private: true,
        intro,
        entries: paged.items.iter().map(entry).collect(),
        buttons,
        paging: paged.paging,
        ..Answer::default()
    })
}

fn tried(retried: Retried) -> String {
    if retried == Retried::default() {
        return "Nothing waits, so there is nothing to try again.".to_owned();
    }
    format!(
        "Trying again: {} and {}. In a minute /status shows what became of it.",
        words::count(retried.deliveries, "message"),
        words::count(retried.targets, "channel")
    )
}

/// A channel in which nothing can be sent.
fn closed(paused: &Paused) -> Line {
    let mut text = vec![
        place(paused.target),
        Piece::plain(format!(": {} Since ", paused.error)),
        Piece::Instant(paused.since),
    ];
    if paused.waiting > 0 {
        text.push(Piece::plain(format!(
            "; {} there",
            words::waiting(paused.waiting)
        )));
        text.push(Piece::plain(", next try "));
        text.push(Piece::Countdown(paused.probe));
    }
    text.push(Piece::plain("."));
    Line::of(LineStyle::Bullet, text)
}

fn place(target: Target) -> Piece {
    match target {
        Target::Channel(channel) => Piece::Channel(channel),
        Target::Direct(user) => Piece::User(user),
        Target::Console => Piece::plain("this console"),
    }
}

fn entry(item: &Undelivered) -> Entry {
    let mut head = vec![Piece::plain(words::message(&item.kind))];
    if let Some(title) = &item.title {
        head.push(Piece::plain(": "));
        head.push(Piece::strong(title));
    }
    let mut text = vec![
        Piece::plain("Due "),
        Piece::Instant(item.due),
        Piece::plain(" · "),
        place(item.target),
        Piece::plain(" · "),
    ];
    match item.state {
        Standing::Waiting(next) => {
            text.push(Piece::soft("waits"));
            text.push(Piece::plain(", next try "));
            text.push(Piece::Countdown(next));
        }
        Standing::Unsure(next) => {
            text.push(Piece::soft("may have come"));
            text.push(Piece::plain(", looked for again "));
            text.push(Piece::Countdown(next));
        }
        Standing::Blocked => {
            text.push(Piece::soft("refused as it is"));
            text.push(Piece::plain(", newsdesk doctor shows the message"));
        }
        Standing::Missed => {
            text.push(Piece::soft("missed"));
            text.push(Piece::plain(
                ", it was too late to be sent and was told in a list",
            ));
        }
    }
    let mut lines = vec![
        Line::of(LineStyle::Plain, head),
        Line::of(LineStyle::Plain, text),
    ];
    if let Some(error) = item
        .error
        .as_ref()
        .filter(|_| item.state != Standing::Missed)
    {
        lines.push(Line::small(format!(
            "{error} Tried {}.",
            match item.attempts {
                1 => "once".to_owned(),
                more => format!("{more} times"),
            }
        )));
    }
    Entry {
        lines,
        ..Entry::default()
    }
}
