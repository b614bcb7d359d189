//! `/timeline`: what happened and what is to come, oldest first.

use chrono::NaiveDate;

use super::find::{Meant, article, article_or_newest, nothing};
use super::{Asker, Desk, Invocation, Problem, cite, look, words};
use crate::answer::{Answer, Button, Content, Entry, File, Line, LineStyle, Paging, Piece};
use crate::picture::{self, Standing};
use crate::store::{ArticleHead, EventFound, EventQuery, Window};
use crate::timex::Timex;

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let about = invocation.get("about").map(str::to_owned);
    let (from, to) = bounds(invocation)?;
    let narrowed = about.is_some() || from.is_some() || to.is_some();
    let one = match told(desk, asker, invocation, narrowed)? {
        Some(Meant::Unclear(answer)) => return Ok(*answer),
        Some(Meant::One(article)) => Some(article),
        None => None,
    };
    let mut asked = invocation.clone();
    if let Some(article) = &one {
        asked = asked.with("article", article.no);
    }
    let query = EventQuery {
        article: one.as_ref().map(|article| article.no),
        about: about.clone(),
        from,
        to,
    };
    let paged = desk.page(&asked, |window| {
        desk.store.events(asker.scope, &query, window)
    })?;
    let title = title(one.as_ref(), about.as_deref());
    if paged.items.is_empty() {
        return Ok(nothing(
            &title,
            "No dated event fits: leave out from:, to: or about:, or ask /search.",
        ));
    }
    let today = desk
        .clock
        .now()
        .with_timezone(&desk.zone(asker)?)
        .date_naive();
    let whole = Window {
        from: block(paged.paging.as_ref()),
        count: picture::Timeline::MOST,
    };
    let shown = desk.store.events(asker.scope, &query, whole)?;
    let drawn = picture::Timeline::new(
        // The picture is a timeline for everybody to see: its heading need not say so.
        title.strip_prefix("Timeline: ").unwrap_or(&title),
        shown.items.iter().map(|event| event_of(event, today)),
        (whole.from, shown.total),
        today,
        look::theme(&asked),
    );
    let mut buttons = lead_on(one.as_ref());
    let mut intro: Vec<Line> = one
        .iter()
        .map(|article| Line::small(cite::label(article)))
        .collect();
    match &drawn {
        Ok(_) => {
            let first = paged.paging.as_ref().map_or(0, |paging| paging.first);
            buttons.push(look::other(&asked.with("page", first)));
        }
        // Who did not ask for a picture misses none.
        Err(none) if asked.get(look::OPTION).is_some() => {
            intro.push(Line::small(none.to_string()));
        }
        Err(_) => {}
    }
    Ok(Answer {
        url: one.as_ref().and_then(|article| article.source.url.clone()),
        title,
        intro,
        entries: paged
            .items
            .iter()
            .map(|event| entry(event, today))
            .collect(),
        buttons,
        paging: paged.paging,
        files: drawn.into_iter().map(file).collect(),
        ..Answer::default()
    })
}

/// The article whose timeline it is: the newest where none is named, but all of them where the list is narrowed otherwise.
fn told(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
    narrowed: bool,
) -> Result<Option<Meant<ArticleHead>>, Problem> {
    if narrowed {
        return article(desk, asker, invocation);
    }
    article_or_newest(desk, asker, invocation).map(Some)
}

fn title(article: Option<&ArticleHead>, about: Option<&str>) -> String {
    match (article, about) {
        (Some(article), _) => format!("Timeline: {}", article.title),
        (None, Some(about)) => format!("Timeline: “{about}”"),
        (None, None) => "Timeline".to_owned(),
    }
}

/// The buttons to what else there is, of the article where it is one.
fn lead_on(article: Option<&ArticleHead>) -> Vec<Button> {
    let Some(article) = article else {
        return vec![Button::ask("Sessions", Invocation::new("sessions"))];
    };
    let with = |command: &str| Invocation::new(command).with("article", article.no);
    vec![
        Button::ask("Summary", with("summary")),
        Button::ask("Sessions", with("sessions").with("when", "all")),
    ]
}

/// The first and the last day that are asked for.
fn bounds(invocation: &Invocation) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Problem> {
    let from = bound(invocation, "from")?.map(|(first, _)| first);
    let to = bound(invocation, "to")?.map(|(_, last)| last);
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(Problem::Asked(format!(
            "“to” ({to}) lies before “from” ({from}): swap them."
        ))),
        bounds => Ok(bounds),
    }
}

/// The days of the option's date.
fn bound(invocation: &Invocation, option: &str) -> Result<Option<(NaiveDate, NaiveDate)>, Problem> {
    let Some(value) = invocation.get(option) else {
        return Ok(None);
    };
    let days = Timex::new(value).ok().and_then(|value| value.days());
    let wrong = || {
        Problem::Asked(format!(
            "“{option}:{value}” is no date: write 2025-09-30, 2025-09 or 2025."
        ))
    };
    days.map(Some).ok_or_else(wrong)
}

/// The place from which the picture beside a page begins: pages turn under the same picture while it holds them.
fn block(paging: Option<&Paging>) -> usize {
    let first = paging.map_or(0, |paging| paging.first);
    first - first % picture::Timeline::MOST
}

fn file(drawn: picture::Timeline) -> File {
    File {
        name: "timeline.png".to_owned(),
        description: drawn.description(),
        content: Content::Timeline(drawn),
    }
}

/// The event as the picture has it.
fn event_of(event: &EventFound, today: NaiveDate) -> picture::Entry {
    let found = &event.entry;
    let days = found.when.days().map(|(first, last)| {
        let until = found
            .until
            .as_ref()
            .and_then(Timex::days)
            .map_or(last, |(_, until)| until);
        (first, last.max(until))
    });
    picture::Entry {
        when: words::dates(&found.when, found.until.as_ref()),
        days,
        text: found.text.clone(),
        source: cite::label(&event.article),
        standing: standing(event, today),
    }
}

fn standing(event: &EventFound, today: NaiveDate) -> Standing {
    let found = &event.entry;
    if found.when.days().is_some_and(|(first, _)| first > today) {
        Standing::ToCome
    } else if found.until.as_ref().unwrap_or(&found.when).days() == Some((today, today)) {
        Standing::Today
    } else {
        Standing::Past
    }
}

fn entry(event: &EventFound, today: NaiveDate) -> Entry {
    let found = &event.entry;
    let mut text = vec![
        Piece::Strong(words::dates(&found.when, found.until.as_ref())),
        Piece::plain("  "),
        Piece::plain(&found.text),
    ];
    if let Some(standing) = standing(event, today).words() {
        text.push(Piece::soft(format!("  ({standing})")));
    }
    Entry {
        lines: vec![Line::of(LineStyle::Bullet, text)],
        sources: std::iter::once(cite::cite(
            &event.article,
            found.at.map(|_| found.text.as_str()),
        ))
        .chain(event.also.iter().map(|article| cite::cite(article, None)))
        .collect(),
        ..Entry::default()
    }
}
