//! What Newsdesk says of itself: what did not come, what may not have come, and where it cannot write.
//!
//! Each has a button, for the button is where Discord keeps a message's mark (see `discord/sender.rs`).

use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece, Tone};
use crate::commands::{Invocation, cite_session};
use crate::store::{Paused, Reminder, Target};

/// What fell due while Newsdesk was away for too long.
pub(super) fn missed(missed: &[Reminder]) -> Answer {
    list(
        "Reminders that did not come",
        "Newsdesk was away when these fell due, and came back too late to send them one by one:",
        missed,
    )
}

/// What may or may not have been sent.
pub(super) fn unsure(unsure: &[Reminder]) -> Answer {
    let mut answer = list(
        "Reminders that may not have come",
        "Newsdesk was cut off while it sent these, and may not read here whether they stand in this channel. It sends none twice:",
        unsure,
    );
    answer.entries.push(Entry {
        lines: vec![Line::small(
            "With “Read Message History” it looks for itself, and sends what is missing.",
        )],
        ..Entry::default()
    });
    answer
}

fn list(title: &str, intro: &str, reminders: &[Reminder]) -> Answer {
    let mut entries: Vec<Entry> = reminders.iter().take(Answer::PAGE).map(entry).collect();
    if reminders.len() > entries.len() {
        let more = reminders.len() - entries.len();
        entries.push(Entry {
            lines: vec![Line::plain(format!("and {more} more."))],
            ..Entry::default()
        });
    }
    Answer {
        title: title.to_owned(),
        intro: vec![Line::plain(intro)],
        entries,
        buttons: vec![Button::ask("Sessions", Invocation::new("sessions"))],
        ..Answer::default()
    }
}

fn entry(reminder: &Reminder) -> Entry {
    let title = Piece::strong(&reminder.session.session.title);
    Entry {
        lines: vec![Line::of(
            LineStyle::Bullet,
            vec![
                title,
                Piece::plain(", was due "),
                Piece::Instant(reminder.asked.due),
            ],
        )],
        sources: vec![cite_session(&reminder.session)],
        ..Entry::default()
    }
}

/// Where nothing can be sent, why, and how it goes on.
pub(super) fn paused(paused: &Paused) -> Answer {
    let (title, place) = match paused.target {
        Target::Channel(channel) => (
            "Newsdesk cannot write in a channel",
            Piece::Channel(channel),
        ),
        Target::Direct(user) => ("Newsdesk cannot write to a member", Piece::User(user)),
        Target::Console => ("Newsdesk cannot write", Piece::plain("The console")),
    };
    let waiting = match paused.waiting {
        0 => "Nothing is lost".to_owned(),
        1 => "One message waits, and is not lost".to_owned(),
        more => format!("{more} messages wait, and none is lost"),
    };
    Answer {
        tone: Tone::Problem,
        title: title.to_owned(),
        intro: vec![
            Line::of(
                LineStyle::Plain,
                vec![place, Piece::plain(format!(": {}", paused.error))],
            ),
            Line::plain(format!(
                "{waiting}. Newsdesk tries again now and then, and at once when a manager presses “Try again” or a reminder is set there."
            )),
        ],
        buttons: vec![
            Button::ask("Try again", Invocation::new("status").with("do", "again")),
            Button::ask("Status", Invocation::new("status")),
        ],
        ..Answer::default()
    }
}

/// Why sessions do not stand as events of the server, and how it goes on.
pub(super) fn events(error: &str) -> Answer {
    let again = Invocation::new("settings").with("events", "on");
    Answer {
        tone: Tone::Problem,
        title: "Newsdesk cannot keep events in this server".to_owned(),
        intro: vec![
            Line::plain(error),
            Line::small("It tries again in a day, and at once when a manager presses “Try again”."),
        ],
        buttons: vec![
            Button::ask("Try again", again),
            Button::ask("Sessions", Invocation::new("sessions")),
        ],
        ..Answer::default()
    }
}
