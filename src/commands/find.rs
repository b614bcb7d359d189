//! From an option's value to what it means: an article, a person, a session.
//!
//! A value is `#12` (a button's, or a completion's) or words as a person types them. What is not found is told in one
//! sentence, with the nearest there is as buttons.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::names::Sureness;
use super::{Asker, Desk, Invocation, Problem, words};
use crate::answer::{Answer, Button, Line};
use crate::article::{Session, SessionStatus};
use crate::fold::fold;
use crate::reminder::{begins, over};
use crate::store::{
    ArticleHead, ArticleNo, PersonHead, PersonNo, SessionFound, SessionNo, SessionQuery, When,
    Window,
};

/// As many as are offered when it is not clear what was meant.
const OFFERED: usize = 5;

/// What an option's value means, or the answer that says why it means nothing.
pub(super) enum Meant<T> {
    /// This.
    One(T),
    /// Not clear, or nothing: the answer says so and offers what there is.
    Unclear(Box<Answer>),
}

/// The article of the option `article`; none where the option is not given.
pub(super) fn article(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Option<Meant<ArticleHead>>, Problem> {
    let Some(value) = invocation.get("article") else {
        return Ok(None);
    };
    if let Ok(no) = value.parse::<ArticleNo>()
        && let Some(article) = desk.store.article(asker.scope, no)?
    {
        return Ok(Some(Meant::One(article)));
    }
    let window = Window {
        from: 0,
        count: OFFERED,
    };
    let found = desk.store.articles(asker.scope, value, window)?;
    let folded = fold(value);
    let exact = found
        .items
        .iter()
        .position(|article| fold(&article.slug) == folded || fold(&article.title) == folded);
    // Several headlines with the words: the newest is meant, as everywhere.
    if let Some(article) = found.items.into_iter().nth(exact.unwrap_or(0)) {
        return Ok(Some(Meant::One(article)));
    }
    let newest = desk.store.articles(asker.scope, "", window)?.items;
    let buttons = newest
        .iter()
        .map(|article| {
            Button::ask(
                &article.title,
                invocation.clone().with("article", article.no),
            )
        })
        .collect();
    let next = if newest.is_empty() {
        "There are none yet."
    } else {
        "The newest are offered below."
    };
    Ok(Some(unclear(
        format!("No article has “{value}” in its headline. {next}"),
        buttons,
    )))
}

/// The article asked for, else the newest. None where there is no article at all.
pub(super) fn article_or_newest(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Meant<ArticleHead>, Problem> {
    if let Some(meant) = article(desk, asker, invocation)? {
        return Ok(meant);
    }
    let newest = desk
        .store
        .articles(asker.scope, "", Window { from: 0, count: 1 })?;
    Ok(match newest.items.into_iter().next() {
        Some(article) => Meant::One(article),
        None => unclear(
            "There is no article yet: the operator loads one with “newsdesk load FILE”.".to_owned(),
            Vec::new(),
        ),
    })
}

/// The person of the option `person`; none where the option is not given.
pub(super) fn person(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Option<Meant<PersonHead>>, Problem> {
    let Some(value) = invocation.get("person") else {
        return Ok(None);
    };
    let index = desk.names(asker.scope)?;
    if let Ok(no) = value.parse::<PersonNo>()
        && let Some(card) = desk.store.person(asker.scope, no)?
    {
        return Ok(Some(Meant::One(card.head)));
    }
    let matches = index.matches(value);
    let offer = |people: &mut dyn Iterator<Item = &PersonHead>| -> Vec<Button> {
        people
            .take(OFFERED)
            .map(|person| Button::ask(&person.name, invocation.clone().with("person", person.no)))
            .collect()
    };
    let Some((sureness, first)) = matches.first() else {
        let buttons = offer(&mut index.nearest(value, OFFERED).into_iter());
        let next = if buttons.is_empty() {
            "There are none yet."
        } else {
            "The nearest names are offered below."
        };
        return Ok(Some(unclear(
            format!("Nobody named “{value}” is in the news here. {next}"),
            buttons,
        )));
    };
    let equal: Vec<&PersonHead> = matches
        .iter()
        .filter(|(other, _)| other == sureness)
        .map(|(_, person)| *person)
        .collect();
    // Of several with the same surname, the only one who is quoted is meant.
    let quoted: Vec<&&PersonHead> = equal.iter().filter(|person| person.quotes > 0).collect();
    Ok(Some(match (equal.as_slice(), quoted.as_slice()) {
        ([_], _) | (_, [_]) => Meant::One(
            quoted
                .first()
                .map_or((*first).clone(), |person| (**person).clone()),
        ),
        // A slip that fits several is a guess among guesses: offer them.
        _ if *sureness == Sureness::Whole => Meant::One((*first).clone()),
        _ => unclear(
            format!(
                "“{value}” fits {}: which one?",
                words::count(equal.len(), "name")
            ),
            offer(&mut equal.into_iter()),
        ),
    }))
}

/// Whether a value of the option `session` means every session.
pub(super) fn every(value: &str) -> bool {
    const WORDS: [&str; 5] = [
        "all",
        "all sessions",
        "every",
        "every session",
        "everything",
    ];
    WORDS.contains(&fold(value).as_str())
}

/// The session to come that the option `session` means; of `article` only, where it is given.
pub(super) fn session(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
    article: Option<&ArticleHead>,
) -> Result<Meant<SessionFound>, Problem> {
    let value = invocation.get("session").unwrap_or_default();
    if let Ok(no) = value.parse::<SessionNo>()
        && let Some(session) = desk.store.session(asker.scope, no)?
    {
        return Ok(Meant::One(session));
    }
    let mut upcoming = upcoming(desk, asker, article)?;
    if value.is_empty() {
        upcoming = ahead(desk, asker, upcoming)?;
    }
    if upcoming.is_empty() {
        let of = article.map_or_else(String::new, |article| format!(" of “{}”", article.title));
        return Ok(unclear(
            format!(
                "No session{of} is upcoming, so there is nothing to be reminded of: /sessions shows the last one."
            ),
            Vec::new(),
        ));
    }
    if value.is_empty() {
        return Ok(match upcoming.as_slice() {
            [one] => Meant::One(one.clone()),
            several => Meant::Unclear(Box::new(which(several, invocation, article))),
        });
    }
    let folded = fold(value);
    let mut fits: Vec<(u8, &SessionFound)> = upcoming
        .iter()
        .filter_map(|session| Some((fit(&session.session, &folded)?, session)))
        .collect();
    fits.sort_by_key(|(score, _)| *score);
    let best = fits.first().map(|(score, _)| *score);
    fits.retain(|(score, _)| Some(*score) == best);
    let offer = |sessions: &mut dyn Iterator<Item = &SessionFound>| -> Vec<Button> {
        sessions
            .take(OFFERED)
            .map(|found| Button::ask(session_label(found), chosen(invocation, found)))
            .collect()
    };
    Ok(match fits.as_slice() {
        [(_, session)] => Meant::One((*session).clone()),
        [] => unclear(
            format!("No session to come is called “{value}”. Those that are:"),
            offer(&mut upcoming.iter()),
        ),
        several => unclear(
            format!(
                "“{value}” fits {}: which one?",
                words::count(several.len(), "session")
            ),
            offer(&mut several.iter().map(|(_, session)| *session)),
        ),
    })
}

/// How well a session fits the words (folded), 0 the best: its name, all words, their beginnings, a slip in a word; none where
/// it does not.
fn fit(session: &Session, folded: &str) -> Option<u8> {
    let title = fold(&session.title);
    let place = fold(session.place.as_deref().unwrap_or_default());
    let text = format!("{title} {place}");
    let all = |fits: &dyn Fn(&str, &str) -> bool| {
        folded
            .split(' ')
            .all(|word| text.split(' ').any(|part| fits(part, word)))
    };
    let slip =
        |part: &str, word: &str| word.len() >= 4 && strsim::damerau_levenshtein(part, word) <= 1;
    match () {
        () if folded.is_empty() => None,
        () if title == folded => Some(0),
        () if all(&|part, word| part == word) => Some(1),
        () if all(&|part, word| part.starts_with(word)) => Some(2),
        () if all(&slip) => Some(3),
        () => None,
    }
}

/// The same asked of this session; its number stands for its article too.
fn chosen(invocation: &Invocation, found: &SessionFound) -> Invocation {
    let mut chosen = invocation.clone().with("session", found.no);
    chosen.options.remove("article");
    chosen
}

/// Asks which of several sessions is meant, or whether all are.
pub(super) fn which(
    sessions: &[SessionFound],
    invocation: &Invocation,
    article: Option<&ArticleHead>,
) -> Answer {
    let mut buttons: Vec<Button> = sessions
        .iter()
        .take(Answer::PAGE)
        .map(|found| Button::ask(session_label(found), chosen(invocation, found)))
        .collect();
    let mut all = invocation.clone().with("session", "all");
    if let Some(article) = article {
        all = all.with("article", article.no);
    }
    buttons.push(Button::ask("Every session, and those that come later", all));
    Answer {
        buttons,
        ..Answer::problem(format!(
            "{} to choose from: which one?",
            words::count(sessions.len(), "session")
        ))
    }
}

/// The sessions to come, the soonest first; of one article, or of all.
pub(super) fn upcoming(
    desk: &Desk,
    asker: &Asker,
    article: Option<&ArticleHead>,
) -> Result<Vec<SessionFound>, Problem> {
    let query = SessionQuery {
        when: When::Upcoming,
        article: article.map(|article| article.no),
        now: desk.clock.now(),
    };
    Ok(desk
        .store
        .sessions(
            asker.scope,
            &query,
            Window {
                from: 0,
                count: 200,
            },
        )?
        .items)
}

/// Those of the sessions that have not begun and are not called off.
pub(super) fn ahead(
    desk: &Desk,
    asker: &Asker,
    mut sessions: Vec<SessionFound>,
) -> Result<Vec<SessionFound>, Problem> {
    let (zone, now) = (desk.zone(asker)?, desk.clock.now());
    sessions.retain(|found| is_ahead(&found.session, zone, now));
    Ok(sessions)
}

/// Whether a session can still be reminded of.
pub(super) fn is_ahead(session: &Session, zone: Tz, now: DateTime<Utc>) -> bool {
    let held = !matches!(
        session.status,
        SessionStatus::Cancelled | SessionStatus::Past
    );
    held && begins(session, zone).is_none_or(|begins| begins > now)
        && over(session, zone).is_none_or(|over| over > now)
}

/// `Joint session, 30 Sep 2025`.
pub(super) fn session_label(found: &SessionFound) -> String {
    format!(
        "{}, {}",
        found.session.title,
        words::dates(&found.session.starts, None)
    )
}

fn unclear<T>(sentence: String, buttons: Vec<Button>) -> Meant<T> {
    Meant::Unclear(Box::new(Answer {
        buttons,
        ..Answer::problem(sentence)
    }))
}

/// An answer that says in one line that there is nothing, and is no fault of the asker's.
pub(super) fn nothing(title: &str, sentence: impl Into<String>) -> Answer {
    Answer {
        title: title.to_owned(),
        intro: vec![Line::plain(sentence)],
        ..Answer::default()
    }
}
