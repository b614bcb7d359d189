//! What a delivery says.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Letter, notice};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::article::{Session, SessionStatus};
use crate::commands::{Invocation, cite_session, under_reminder, when};
use crate::store::{Delivery, Notice, Reminder, SessionFound};

/// A reminder sent this much after its time is marked late.
const LATE: TimeDelta = TimeDelta::minutes(2);

/// The letter of a delivery, as it is sent at `now`.
pub(super) fn write(delivery: &Delivery, now: DateTime<Utc>) -> Letter {
    let (answer, role) = match &delivery.notice {
        Notice::Reminder(reminder) => (remind(reminder, delivery.due, now), reminder.asked.role),
        Notice::Missed(missed) => (notice::missed(missed), None),
        Notice::Unsure(unsure) => (notice::unsure(unsure), None),
        Notice::Paused(paused) => (notice::paused(paused), None),
        Notice::Events(error) => (notice::events(error), None),
        Notice::Moved { was, now, zone } => (correct(was, now, *zone), None),
    };
    Letter {
        target: delivery.target,
        answer,
        role,
        nonce: delivery.nonce.clone(),
    }
}

fn remind(reminder: &Reminder, due: DateTime<Utc>, now: DateTime<Utc>) -> Answer {
    let found = &reminder.session;
    let session = &found.session;
    let mut text = when(session, reminder.asked.zone);
    if session.starts.time().is_some()
        && let Some(begins) = crate::reminder::begins(session, reminder.asked.zone)
    {
        text.push(Piece::plain(", "));
        text.push(Piece::Countdown(begins));
    }
    if let Some(place) = &session.place {
        text.push(Piece::plain(format!(" · {place}")));
    }
    let mut lines = vec![Line::of(LineStyle::Plain, text)];
    match session.status {
        SessionStatus::Cancelled => lines.push(Line::plain("It is cancelled.")),
        SessionStatus::Postponed => lines.push(Line::plain("It was postponed to this date.")),
        _ if session.tentative => {
            lines.push(Line::plain("The article says that it is not certain."))
        }
        _ => {}
    }
    if now - due > LATE {
        lines.push(Line::of(
            LineStyle::Small,
            vec![
                Piece::plain("Late: this was due "),
                Piece::Instant(due),
                Piece::plain("."),
            ],
        ));
    }
    Answer {
        title: format!("Reminder: {}", session.title),
        url: found.article.source.url.clone(),
        entries: vec![Entry {
            lines,
            sources: vec![cite_session(found)],
            ..Entry::default()
        }],
        buttons: under_reminder(reminder, now),
        ..Answer::default()
    }
}

/// Tells those who asked to be reminded of a session that it has another date, or is called off. An hour without a
/// zone of its own is read in theirs.
fn correct(was: &Session, found: &SessionFound, zone: Tz) -> Answer {
    let session = &found.session;
    let cancelled = session.status == SessionStatus::Cancelled;
    let mut old = vec![Piece::soft("It was: ")];
    old.extend(when(was, zone));
    let mut lines = vec![Line::of(LineStyle::Plain, old)];
    if !cancelled {
        let mut new = vec![Piece::soft("It is: ")];
        new.extend(when(session, zone));
        if let Some(place) = &session.place {
            new.push(Piece::plain(format!(" · {place}")));
        }
        lines.push(Line::of(LineStyle::Plain, new));
    }
    lines.push(Line::small(if cancelled {
        "The reminders that are set for it say so when they come; /reminders takes them away."
    } else {
        "The reminders that are set for it come at the new time."
    }));
    Answer {
        title: format!(
            "{}: {}",
            if cancelled { "Cancelled" } else { "Moved" },
            session.title
        ),
        url: found.article.source.url.clone(),
        entries: vec![Entry {
            lines,
            sources: vec![cite_session(found)],
            ..Entry::default()
        }],
        buttons: vec![Button::ask(
            "Sessions",
            Invocation::new("sessions").with("article", found.article.no),
        )],
        ..Answer::default()
    }
}
