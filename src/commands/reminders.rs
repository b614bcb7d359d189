//! `/reminders`: what is set, each with a button to cancel it; and what the buttons under a reminder ask.

use super::find::nothing;
use super::remind::{before, place, when, whose};
use super::{Asker, Desk, Invocation, Problem, standing, under};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::store::{Found, Reminder, ReminderNo, StandingReminder, Window};

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let everyone = invocation.get("of") == Some("everyone");
    if everyone && !asker.manager {
        return Err(Problem::Asked(
            "Everyone's reminders are for those who may manage the server: /reminders shows yours."
                .to_owned(),
        ));
    }
    if let Some(no) = invocation.get("snooze") {
        return under::snooze(desk, asker, no, invocation.get("after"));
    }
    if let Some(no) = invocation.get("done") {
        return under::done(desk, asker, no);
    }
    let mut asked = invocation.clone();
    let cancelled = asked.options.remove("cancel");
    let ended = asked.options.remove("end");
    let mut intro = Vec::new();
    if let Some(value) = cancelled {
        intro.push(cancel(desk, asker, &value)?);
    }
    if let Some(value) = ended {
        intro.push(standing::end(desk, asker, &value)?);
    }
    let user = (!everyone).then_some(asker.user);
    let paged = desk.page(&asked, |window| list(desk, asker, user, window))?;
    let title = if everyone {
        "Everyone's reminders"
    } else {
        "Your reminders"
    };
    if paged.items.is_empty() {
        let mut answer = nothing(
            title,
            "None is set: /sessions shows what you can be reminded of.",
        );
        answer.intro.splice(0..0, intro);
        return Ok(answer);
    }
    Ok(Answer {
        title: title.to_owned(),
        intro,
        entries: paged
            .items
            .iter()
            .map(|item| match item {
                Item::Standing(standing) => standing::entry(standing, everyone),
                Item::Single(reminder) => entry(reminder, everyone),
            })
            .collect(),
        paging: paged.paging,
        ..Answer::default()
    })
}

/// What the list is of.
enum Item {
    Standing(StandingReminder),
    Single(Reminder),
}

/// The standing reminders, then the others.
fn list(
    desk: &Desk,
    asker: &Asker,
    user: Option<u64>,
    window: Window,
) -> crate::store::Result<Found<Item>> {
    let standing = desk.store.standings(asker.scope, user, window)?;
    let rest = Window {
        from: window.from.saturating_sub(standing.total),
        count: window.count - standing.items.len().min(window.count),
    };
    let single = desk.store.reminders(asker.scope, user, rest)?;
    Ok(Found {
        total: standing.total + single.total,
        items: standing
            .items
            .into_iter()
            .map(Item::Standing)
            .chain(single.items.into_iter().map(Item::Single))
            .collect(),
    })
}

/// Cancels, and says what was cancelled.
fn cancel(desk: &Desk, asker: &Asker, value: &str) -> Result<Line, Problem> {
    let gone = || {
        Problem::Asked(
            "That reminder is no longer set: it was sent or cancelled before.".to_owned(),
        )
    };
    let no: ReminderNo = value.parse().map_err(|_| gone())?;
    let reminder = desk.store.reminder(asker.scope, no)?.ok_or_else(gone)?;
    if reminder.asked.user != asker.user && !asker.manager {
        return Err(Problem::Asked(
            "Only the one who set a reminder, or a manager, may cancel it.".to_owned(),
        ));
    }
    if !desk.store.cancel(asker.scope, no)? {
        return Err(gone());
    }
    let title = &reminder.session.session.title;
    Ok(Line::of(
        LineStyle::Plain,
        vec![
            Piece::plain("Cancelled: "),
            Piece::strong(title),
            Piece::plain(format!(", {}.", before(&reminder))),
        ],
    ))
}

fn entry(reminder: &Reminder, everyone: bool) -> Entry {
    let mut text = when(reminder);
    text.push(Piece::plain(" · "));
    text.push(place(reminder.asked.target));
    text.extend(whose(
        everyone.then_some(reminder.asked.user),
        reminder.asked.role,
    ));
    let title = &reminder.session.session.title;
    let mut cancel = Invocation::new("reminders").with("cancel", reminder.no);
    if everyone {
        cancel = cancel.with("of", "everyone");
    }
    Entry {
        lines: vec![
            Line::of(LineStyle::Plain, vec![Piece::strong(title)]),
            Line::of(LineStyle::Plain, text),
        ],
        sources: vec![super::cite_session(&reminder.session)],
        buttons: vec![Button::undo(
            format!("Cancel {}: {title}", before(reminder)),
            cancel,
        )],
    }
}
