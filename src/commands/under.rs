//! What stands under a reminder that came: snoozing it, closing it, being reminded too.
//!
//! In a channel a reminder is everyone's. So whoever snoozes it gets it again alone, by direct message, and only the one who set
//! it or a manager closes it for all. The buttons carry the reminder's number, which outlives it being sent.

use chrono::{DateTime, TimeDelta, Utc};

use super::remind::{asked_in, cancel, place};
use super::{Asker, Desk, Invocation, Problem, cite, words};
use crate::answer::{Action, Answer, Button, Entry, Line, LineStyle, Piece};
use crate::reminder::{begins, read_before};
use crate::store::{Reminder, ReminderNo, Snooze, Target, Window};

/// The buttons of a reminder that comes at `now`.
pub(crate) fn buttons(reminder: &Reminder, now: DateTime<Utc>) -> Vec<Button> {
    let with = |option: &str| Invocation::new("reminders").with(option, reminder.no);
    let mut buttons = vec![
        Button::ask("Snooze 10 min", with("snooze").with("after", "10m")),
        Button::ask("Snooze 1 h", with("snooze").with("after", "1h")),
        Button {
            label: "Done".to_owned(),
            action: Action::Mark(with("done")),
        },
    ];
    let found = &reminder.session;
    let far = begins(&found.session, reminder.asked.zone)
        .is_some_and(|begins| begins > now + TimeDelta::hours(1));
    if far && matches!(reminder.asked.target, Target::Channel(_)) {
        buttons.push(Button::ask(
            "Remind me",
            Invocation::new("remind")
                .with("session", found.no)
                .with("where", "dm"),
        ));
    }
    buttons.extend(lead_on(reminder));
    buttons
}

/// The buttons that lead to the article.
fn lead_on(reminder: &Reminder) -> [Button; 2] {
    let with =
        |command: &str| Invocation::new(command).with("article", reminder.session.article.no);
    [
        Button::ask("Summary", with("summary")),
        Button::ask("Sessions", with("sessions")),
    ]
}

/// The reminder that a button names.
fn recall(desk: &Desk, asker: &Asker, value: &str) -> Result<Reminder, Problem> {
    let no = value.parse::<ReminderNo>().ok();
    let found = no
        .map(|no| desk.store.recall(asker.scope, no))
        .transpose()?;
    found.flatten().ok_or_else(gone)
}

fn gone() -> Problem {
    Problem::Asked(
        "Newsdesk no longer keeps that reminder: /sessions shows what you can be reminded of."
            .to_owned(),
    )
}

/// Has a reminder come once more, to the one who asks.
pub(super) fn snooze(
    desk: &Desk,
    asker: &Asker,
    value: &str,
    after: Option<&str>,
) -> Result<Answer, Problem> {
    let of = recall(desk, asker, value)?;
    let after =
        read_before(after.unwrap_or("10m")).map_err(|bad| Problem::Asked(bad.to_string()))?;
    let minutes = after.first().copied().unwrap_or_default().max(1);
    let target = match asker.here {
        Target::Console => Target::Console,
        _ => Target::Direct(asker.user),
    };
    let snooze = Snooze {
        of: of.no,
        user: asker.user,
        target,
        due: desk.clock.now() + TimeDelta::minutes(i64::from(minutes)),
        asked_in: asked_in(asker, target),
    };
    let (set, new) = desk.store.snooze(&snooze)?.ok_or_else(gone)?;
    let mut lines = vec![Line::of(
        LineStyle::Plain,
        vec![
            Piece::plain("Snoozed: "),
            Piece::strong(&set.session.session.title),
            Piece::plain(" comes once more in "),
            place(target),
            Piece::plain(", "),
            Piece::Instant(set.asked.due),
            Piece::plain(" ("),
            Piece::Countdown(set.asked.due),
            Piece::plain(")."),
        ],
    )];
    if !new {
        lines.push(Line::small("It was snoozed already: this is its time now."));
    }
    Ok(Answer {
        buttons: vec![cancel(&set, false)],
        ..Answer::done(lines)
    })
}

/// Closes a reminder: what stands in its place from now on. It need not come once more to the one who closes it.
pub(super) fn done(desk: &Desk, asker: &Asker, value: &str) -> Result<Answer, Problem> {
    let reminder = recall(desk, asker, value)?;
    if reminder.asked.user != asker.user && !asker.manager {
        return Err(Problem::Asked(
            "Only the one who set this reminder, or a manager, may close it for the channel: Snooze and Remind me are yours to press."
                .to_owned(),
        ));
    }
    let all = Window {
        from: 0,
        count: usize::MAX / 2,
    };
    let pending = desk
        .store
        .reminders(asker.scope, Some(asker.user), all)?
        .items;
    for snoozed in pending
        .iter()
        .filter(|other| other.snoozed && other.session.no == reminder.session.no)
    {
        desk.store.cancel(asker.scope, snoozed.no)?;
    }
    let found = &reminder.session;
    Ok(Answer {
        title: format!("Done: {}", found.session.title),
        url: found.article.source.url.clone(),
        entries: vec![Entry {
            lines: vec![
                Line::of(
                    LineStyle::Plain,
                    words::when(&found.session, reminder.asked.zone),
                ),
                Line::of(
                    LineStyle::Small,
                    vec![
                        Piece::plain("Closed by "),
                        Piece::User(asker.user),
                        Piece::plain("."),
                    ],
                ),
            ],
            sources: vec![cite::cite_session(found)],
            ..Entry::default()
        }],
        buttons: lead_on(&reminder).into(),
        ..Answer::done(Vec::new())
    })
}
