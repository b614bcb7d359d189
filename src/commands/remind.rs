//! `/remind`: sets reminders of a session and says at which instants they will come; of all sessions in [`standing`].

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::find::{Meant, article, session};
use super::{Asker, Defaults, Desk, Invocation, Problem, standing};
use crate::answer::{Answer, Button, Line, LineStyle, Piece};
use crate::article::{Precision, Session, SessionStatus};
use crate::clock::resolve;
use crate::reminder::{DAY, over, read_before, wall, write_before};
use crate::store::{NewReminder, Reminder, SessionNo, Target, Window};

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
    let mut words = invocation.clone();
    if !standing::asked(invocation) {
        // The articles to choose from are asked for without the words, which would be too long for a button.
        words.options.remove("session");
    }
    let article = match article(desk, asker, &words)? {
        Some(Meant::Unclear(answer)) => return Ok(*answer),
        Some(Meant::One(article)) => Some(article),
        None => None,
    };
    if standing::asked(invocation) {
        return standing::set(desk, asker, invocation, article.as_ref(), before, role);
    }
    let found = match session(desk, asker, invocation, article.as_ref())? {
        Meant::One(session) => session,
        Meant::Unclear(answer) => return Ok(*answer),
    };
    let defaults = defaults(desk, asker)?;
    ahead(&found.session, &defaults, desk.clock.now())?;
    let before = before.unwrap_or_else(|| defaults.before.clone());
    let (ahead, past) = instants(desk, &found.session, &before, &defaults)?;
    if ahead.is_empty() {
        let times = past.join(", ");
        return Err(Problem::Asked(format!(
            "Too late for {times} before “{}”: give a shorter time, such as before:10m or before:start.",
            found.session.title
        )));
    }
    room(desk, asker, ahead.len())?;
    let target = target(asker, invocation);
    let set = set(desk, asker, found.no, &ahead, target, role)?;
    Ok(confirm(&set, &past, found.session.precision))
}

/// Whether a session still takes place.
fn ahead(session: &Session, defaults: &Defaults, now: DateTime<Utc>) -> Result<(), Problem> {
    let title = &session.title;
    if session.status == SessionStatus::Cancelled {
        return Err(Problem::Asked(format!(
            "“{title}” is cancelled: there is nothing to be reminded of."
        )));
    }
    if over(session, defaults.zone).is_some_and(|over| over <= now) {
        return Err(Problem::Asked(format!(
            "“{title}” is over: /sessions shows what is upcoming."
        )));
    }
    Ok(())
}

/// Sets a reminder for each instant; says which are new.
fn set(
    desk: &Desk,
    asker: &Asker,
    session: SessionNo,
    ahead: &[Instant],
    target: Target,
    role: Option<u64>,
) -> Result<Vec<(Reminder, bool)>, Problem> {
    let window = Window {
        from: 0,
        count: MOST,
    };
    let have = desk
        .store
        .reminders(asker.scope, Some(asker.user), window)?
        .items;
    let mut set: Vec<(Reminder, bool)> = Vec::new();
    for instant in ahead {
        // Of a session without an hour, "2h before" and "at its start" come to one instant: one message tells both.
        let same = have.iter().find(|reminder| {
            let asked = &reminder.asked;
            (asked.session, asked.target, asked.due) == (session, target, instant.due)
                && (role.is_none() || asked.role == role)
        });
        if let Some(same) = same {
            set.push((same.clone(), false));
            continue;
        }
        set.push(desk.store.remind(&NewReminder {
            scope: asker.scope,
            user: asker.user,
            session,
            before: instant.before,
            target,
            role,
            wall: instant.wall,
            zone: instant.zone,
            due: instant.due,
            asked_in: asked_in(asker, target),
        })?);
    }
    Ok(set)
}

/// When a session is to be reminded of.
pub(super) struct Instant {
    before: u32,
    wall: NaiveDateTime,
    zone: Tz,
    due: DateTime<Utc>,
}

/// The instants so long before a session that are still ahead, each once; and the times that are too late.
pub(super) fn instants(
    desk: &Desk,
    session: &Session,
    before: &[u32],
    defaults: &Defaults,
) -> Result<(Vec<Instant>, Vec<String>), Problem> {
    let now = desk.clock.now();
    let mut ahead: Vec<Instant> = Vec::new();
    let mut past = Vec::new();
    for &before in before {
        let Some((wall, zone)) = wall(session, before, defaults.zone, defaults.morning) else {
            return Err(Problem::Asked(format!(
                "The article gives no date of “{}” to count back from.",
                session.title
            )));
        };
        let due = resolve(wall, zone);
        if due <= now {
            past.push(write_before(before));
        } else if ahead.iter().all(|instant| instant.due != due) {
            ahead.push(Instant {
                before,
                wall,
                zone,
                due,
            });
        }
    }
    Ok((ahead, past))
}

/// What holds in the asker's server.
pub(super) fn defaults(desk: &Desk, asker: &Asker) -> Result<Defaults, Problem> {
    let set = desk.store.settings(asker.scope)?;
    let general = &desk.defaults;
    Ok(Defaults {
        zone: set.zone.unwrap_or(general.zone),
        before: set.before.unwrap_or_else(|| general.before.clone()),
        morning: set.morning.unwrap_or(general.morning),
    })
}

/// Where the reminder is to go.
pub(super) fn target(asker: &Asker, invocation: &Invocation) -> Target {
    match invocation.get("where") {
        Some("dm") if asker.here != Target::Console => Target::Direct(asker.user),
        _ => asker.here,
    }
}

/// Where to say that direct messages are closed, of what goes there.
pub(super) fn asked_in(asker: &Asker, target: Target) -> Option<u64> {
    match (target, asker.here) {
        (Target::Direct(_), Target::Channel(channel)) => Some(channel),
        _ => None,
    }
}

/// Whether the asker may have so many more here. A standing one counts as one.
pub(super) fn room(desk: &Desk, asker: &Asker, more: usize) -> Result<(), Problem> {
    let (window, user) = (Window { from: 0, count: 0 }, Some(asker.user));
    let set = desk.store.reminders(asker.scope, user, window)?.total
        + desk.store.standings(asker.scope, user, window)?.total;
    if set + more > MOST {
        return Err(Problem::Asked(format!(
            "You have {set} reminders here, and {MOST} are the most there can be: cancel one with /reminders first."
        )));
    }
    Ok(())
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

/// How long before the session it comes.
pub(super) fn before(reminder: &Reminder) -> String {
    if reminder.snoozed {
        return "snoozed".to_owned();
    }
    let hour = reminder.session.session.starts.time().is_some();
    before_words(reminder.asked.before, hour)
}

/// `1d before`. Of a session without an hour only days can be counted.
pub(super) fn before_words(minutes: u32, hour: bool) -> String {
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

/// Whether a session among these has no hour.
pub(super) fn days_only<'a>(mut sessions: impl Iterator<Item = &'a Session>) -> bool {
    sessions.any(|session| session.precision != Precision::Minute)
}

/// Who set a reminder, where that is told, and whom it pings.
pub(super) fn whose(user: Option<u64>, role: Option<u64>) -> Vec<Piece> {
    let mut text = Vec::new();
    if let Some(user) = user {
        text.extend([Piece::plain(" · set by "), Piece::User(user)]);
    }
    if let Some(role) = role {
        text.extend([Piece::plain(" · pings "), Piece::Role(role)]);
    }
    text
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
