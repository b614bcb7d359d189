//! `/remind`: sets reminders of a session and says at which instants they will come.

use super::find::{Meant, session};
use super::{Asker, Desk, Invocation, Problem};
use crate::answer::{Answer, Button, Line, LineStyle, Piece};
use crate::article::{Precision, SessionStatus};
use crate::clock::resolve;
use crate::reminder::{DAY, over, read_before, wall, write_before};
use crate::store::{NewReminder, Reminder, Target, Window};

/// The most reminders to come that one member may have in one server.
const MOST: usize = 50;

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let before = invocation
        .get("before")
        .map(read_before)
        .transpose()
        .map_err(|bad| Problem::Asked(bad.to_string()))?;
    let role = role(asker, invocation)?;
    let found = match session(desk, asker, invocation)? {
        Meant::One(session) => session,
        Meant::Unclear(answer) => return Ok(*answer),
    };
    let settings = desk.store.settings(asker.scope)?;
    let zone = settings.zone.unwrap_or(desk.defaults.zone);
    let morning = settings.morning.unwrap_or(desk.defaults.morning);
    let now = desk.clock.now();
    let title = &found.session.title;
    if found.session.status == SessionStatus::Cancelled {
        return Err(Problem::Asked(format!(
            "“{title}” is cancelled: there is nothing to be reminded of."
        )));
    }
    if over(&found.session, zone).is_some_and(|over| over <= now) {
        return Err(Problem::Asked(format!(
            "“{title}” is over: /sessions shows what is upcoming."
        )));
    }
    let target = match invocation.get("where") {
        Some("dm") if asker.here != Target::Console => Target::Direct(asker.user),
        _ => asker.here,
    };
    let before = before
        .or(settings.before)
        .unwrap_or_else(|| desk.defaults.before.clone());
    let mut wanted: Vec<NewReminder> = Vec::new();
    let mut past = Vec::new();
    for &before in &before {
        let Some((wall, zone)) = wall(&found.session, before, zone, morning) else {
            return Err(Problem::Asked(format!(
                "The article gives no date of “{title}” to count back from."
            )));
        };
        let due = resolve(wall, zone);
        if due <= now {
            past.push(write_before(before));
        } else if wanted.iter().all(|reminder| reminder.due != due) {
            wanted.push(NewReminder {
                scope: asker.scope,
                user: asker.user,
                session: found.no,
                before,
                target,
                role,
                wall,
                zone,
                due,
                asked_in: match (target, asker.here) {
                    (Target::Direct(_), Target::Channel(channel)) => Some(channel),
                    _ => None,
                },
            });
        }
    }
    if wanted.is_empty() {
        let times = past.join(", ");
        return Err(Problem::Asked(format!(
            "Too late for {times} before “{title}”: give a shorter time, such as before:10m or before:start."
        )));
    }
    let window = Window { from: 0, count: 0 };
    if desk
        .store
        .reminders(asker.scope, Some(asker.user), window)?
        .total
        + wanted.len()
        > MOST
    {
        return Err(Problem::Asked(format!(
            "You have {MOST} reminders here, the most there can be: cancel one with /reminders first."
        )));
    }
    let mut set: Vec<(Reminder, bool)> = Vec::new();
    for reminder in &wanted {
        set.push(desk.store.remind(reminder)?);
    }
    Ok(confirm(&set, &past, found.session.precision))
}

/// The role to ping; only managers may choose one.
fn role(asker: &Asker, invocation: &Invocation) -> Result<Option<u64>, Problem> {
    let Some(value) = invocation.get("role") else {
        return Ok(None);
    };
    if !asker.manager {
        return Err(Problem::Asked(
            "Only those who may manage the server may have a role pinged: leave out “role:”."
                .to_owned(),
        ));
    }
    // Discord's number of @everyone is the server's own.
    match value.parse::<u64>() {
        Ok(role) if role != asker.scope.0 => Ok(Some(role)),
        Ok(_) => Err(Problem::Asked(
            "Newsdesk does not ping everyone: choose another role.".to_owned(),
        )),
        Err(_) => Err(Problem::Asked(format!(
            "“{value}” is no role: choose one from Discord's list."
        ))),
    }
}

fn confirm(set: &[(Reminder, bool)], past: &[String], precision: Precision) -> Answer {
    let mut lines = Vec::new();
    if let Some((reminder, _)) = set.first() {
        let mut text = vec![
            Piece::plain("Reminder set in "),
            place(reminder.asked.target),
            Piece::plain(" for "),
        ];
        text.push(Piece::strong(&reminder.session.session.title));
        if let Some(role) = reminder.asked.role {
            text.push(Piece::plain(", pinging "));
            text.push(Piece::Role(role));
        }
        text.push(Piece::plain(":"));
        lines.push(Line::of(LineStyle::Plain, text));
    }
    for (reminder, new) in set {
        let mut text = when(reminder);
        if !new {
            text.push(Piece::soft(" (was set already)"));
        }
        lines.push(Line::of(LineStyle::Bullet, text));
    }
    if precision != Precision::Minute
        && let Some((reminder, _)) = set.first()
    {
        let hour = reminder.asked.wall.format("%H:%M");
        lines.push(Line::small(format!(
            "The article gives no hour, so it is reminded of at {hour}, time zone {}.",
            reminder.asked.zone
        )));
    }
    if !past.is_empty() {
        lines.push(Line::small(format!(
            "Too late for {} before.",
            past.join(", ")
        )));
    }
    let buttons = set
        .iter()
        .map(|(reminder, _)| cancel(reminder, set.len() > 1))
        .collect();
    Answer {
        buttons,
        ..Answer::done(lines)
    }
}

/// `Tuesday 30 September 2025 09:00 (in 3 hours), 1d before`.
pub(super) fn when(reminder: &Reminder) -> Vec<Piece> {
    vec![
        Piece::Instant(reminder.asked.due),
        Piece::plain(" ("),
        Piece::Countdown(reminder.asked.due),
        Piece::plain(format!("), {}", before(reminder))),
    ]
}

/// How long before the session it comes. Of a session without an hour only days can be counted.
pub(super) fn before(reminder: &Reminder) -> String {
    let minutes = reminder.asked.before;
    let hour = reminder.session.session.starts.time().is_some();
    match if hour {
        minutes
    } else {
        minutes - minutes % DAY
    } {
        0 if hour => "at its start".to_owned(),
        0 => "on its day".to_owned(),
        minutes => format!("{} before", write_before(minutes)),
    }
}

/// Where a reminder goes.
pub(super) fn place(target: Target) -> Piece {
    match target {
        Target::Channel(channel) => Piece::Channel(channel),
        Target::Direct(_) => Piece::plain("your direct messages"),
        Target::Console => Piece::plain("this console"),
    }
}

/// The button that takes a reminder away.
pub(super) fn cancel(reminder: &Reminder, several: bool) -> Button {
    let label = if several {
        format!("Cancel {}", before(reminder))
    } else {
        "Cancel".to_owned()
    };
    Button::undo(
        label,
        Invocation::new("reminders").with("cancel", reminder.no),
    )
}
