//! `Remind me` as a command on a message: a briefing's own buttons tell which article or session it is about.
//!
//! Whoever presses it means themselves, so the reminder comes by direct message. One session that is still ahead is set at once;
//! of several, the member chooses.

use super::find::{ahead, upcoming, which};
use super::remind::{defaults, instants};
use super::{Asker, Desk, Invocation, Problem, remind};
use crate::answer::Answer;
use crate::store::{ArticleHead, ArticleNo, SessionFound, SessionNo};

/// Answers, from what the buttons of the message ask.
pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    buttons: &[Invocation],
) -> Result<Answer, Problem> {
    let mut sessions: Vec<SessionFound> = Vec::new();
    let mut articles: Vec<ArticleHead> = Vec::new();
    let mut any = false;
    for button in buttons {
        let number = |option: &str| button.get(option).unwrap_or_default();
        if let Ok(no) = number("session").parse::<SessionNo>() {
            sessions.extend(desk.store.session(asker.scope, no)?);
        } else if let Ok(no) = number("article").parse::<ArticleNo>() {
            if articles.iter().all(|known| known.no != no) {
                articles.extend(desk.store.article(asker.scope, no)?);
            }
        } else {
            any |= button.command == "sessions";
        }
    }
    for article in &articles {
        sessions.extend(upcoming(desk, asker, Some(article))?);
    }
    if sessions.is_empty() && articles.is_empty() {
        if !any {
            return Err(Problem::Asked(
                "“Remind me” works on what Newsdesk posts about an article: a summary, a timeline, sessions, quotes or a reminder."
                    .to_owned(),
            ));
        }
        sessions = upcoming(desk, asker, None)?;
    }
    sessions.sort_by_key(|found| found.no);
    sessions.dedup_by_key(|found| found.no);
    let mut ahead = ahead(desk, asker, sessions)?;
    ahead.sort_by_key(|found| {
        (
            crate::reminder::begins(&found.session, chrono_tz::Tz::UTC),
            found.no,
        )
    });
    let asked = Invocation::new("remind").with("where", "dm");
    match ahead.as_slice() {
        [] => Err(Problem::Asked(
            "No session in this message is still ahead: /sessions shows what is upcoming."
                .to_owned(),
        )),
        [one] => {
            let mut asked = asked.with("session", one.no);
            let defaults = defaults(desk, asker)?;
            // Too late for the usual times, it is reminded of at its start.
            if instants(desk, &one.session, &defaults.before, &defaults)?
                .0
                .is_empty()
            {
                asked = asked.with("before", "start");
            }
            remind::answer(desk, asker, &asked)
        }
        several => {
            let article = match articles.as_slice() {
                [article] => Some(article),
                _ => None,
            };
            Ok(which(several, &asked, article))
        }
    }
}
