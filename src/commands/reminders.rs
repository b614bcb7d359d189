//! `/reminders`: what is set, each with a button to cancel it.

use super::find::nothing;
use super::remind::{before, place, when};
use super::{Asker, Desk, Invocation, Problem};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::store::{Reminder, ReminderNo};

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
    let mut asked = invocation.clone();
    let cancelled = asked.options.remove("cancel");
    let mut intro = Vec::new();
    if let Some(value) = cancelled {
        intro.push(cancel(desk, asker, &value)?);
    }
    let user = (!everyone).then_some(asker.user);
    let paged = desk.page(&asked, |window| {
        desk.store.reminders(asker.scope, user, window)
    })?;
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
            .map(|reminder| entry(reminder, everyone))
            .collect(),
        paging: paged.paging,
        ..Answer::default()
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
    if everyone {
        text.push(Piece::plain(" · set by "));
        text.push(Piece::User(reminder.asked.user));
    }
    if let Some(role) = reminder.asked.role {
        text.push(Piece::plain(" · pings "));
        text.push(Piece::Role(role));
    }
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
        sources: vec![super::cite::cite(&reminder.session.article, None)],
        buttons: vec![Button::undo(
            format!("Cancel {}: {title}", before(reminder)),
            cancel,
        )],
    }
}
