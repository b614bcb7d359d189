//! `/privacy`: what is kept of a member or of the server, and its deletion.

use super::{Asker, Desk, Invocation, Problem, words};
use crate::answer::{Answer, Button, Line};
use crate::store::{Kept, Whose};

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let server = invocation.get("of") == Some("server");
    if server && !asker.manager {
        return Err(Problem::Asked(
            "What is kept of the server is for those who may manage it: /privacy shows yours."
                .to_owned(),
        ));
    }
    let whose = if server {
        Whose::Server(asker.scope)
    } else {
        Whose::User(asker.user)
    };
    let name = if server { "this server" } else { "you" };
    let of = if server { "server" } else { "me" };
    let delete = Invocation::new("privacy")
        .with("do", "delete")
        .with("of", of);
    if invocation.get("do") != Some("delete") {
        let kept = desk.store.kept(whose)?;
        let mut buttons = Vec::new();
        if kept != Kept::default() {
            buttons.push(Button::undo("Delete it", delete));
        }
        return Ok(Answer {
            title: format!("What Newsdesk keeps of {name}"),
            private: true,
            intro: told(kept, server),
            buttons,
            ..Answer::default()
        });
    }
    if invocation.get("sure") != Some("yes") {
        let kept = desk.store.kept(whose)?;
        if kept == Kept::default() {
            return Ok(Answer::done(vec![Line::plain(format!(
                "Newsdesk keeps nothing of {name}: there is nothing to delete."
            ))]));
        }
        return Ok(Answer {
            title: format!("Delete what Newsdesk keeps of {name}?"),
            private: true,
            intro: [
                told(kept, server),
                vec![Line::plain(
                    "This cannot be taken back, and reminders that are set will not come.",
                )],
            ]
            .concat(),
            buttons: vec![
                Button::undo("Delete", delete.with("sure", "yes")),
                Button::undo("Keep it", Invocation::new("privacy").with("of", of)),
            ],
            ..Answer::default()
        });
    }
    let gone = desk.store.delete(whose)?;
    Ok(Answer::done(vec![Line::plain(format!(
        "Deleted: {}.",
        list(gone, server)
    ))]))
}

fn told(kept: Kept, server: bool) -> Vec<Line> {
    let mut lines = vec![Line::plain(if kept == Kept::default() {
        "Nothing.".to_owned()
    } else {
        format!("{}.", list(kept, server))
    })];
    lines.push(Line::small(if server {
        "Articles that this server added, reminders set in it (who, of what, where, when; standing ones too), what was sent for them, the scheduled events that stand for its sessions (they are taken away), and its settings. No messages are read or kept."
    } else {
        "Reminders that you set or snoozed (of what, where and when; standing ones too) and what was sent for them, in every server. No messages are read or kept."
    }));
    lines
}

fn list(kept: Kept, server: bool) -> String {
    let mut parts = vec![
        words::count(kept.reminders, "reminder"),
        words::count(kept.standing, "standing reminder"),
        words::count(kept.deliveries, "sent or waiting message"),
    ];
    if server {
        parts.insert(0, words::count(kept.articles, "article"));
        parts.push(words::count(kept.events, "scheduled event"));
        parts.push(words::count(kept.settings, "setting"));
    }
    parts.join(", ")
}
