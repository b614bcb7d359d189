//! `/search`: lines of summaries, quotes and timelines that have all the words.

use super::find::nothing;
use super::{Asker, Desk, Invocation, Problem, cite};
use crate::answer::{Answer, Entry, Line, LineStyle, Piece};
use crate::store::{Hit, Part};

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let words = invocation.get("words").unwrap_or_default();
    let title = format!("Search: “{words}”");
    let paged = desk.page(invocation, |window| {
        desk.store.search(asker.scope, words, window)
    })?;
    if paged.items.is_empty() {
        return Ok(nothing(
            &title,
            "No line has all these words: try fewer, or the beginning of a word.",
        ));
    }
    Ok(Answer {
        title,
        entries: paged.items.iter().map(entry).collect(),
        paging: paged.paging,
        ..Answer::default()
    })
}

fn entry(hit: &Hit) -> Entry {
    let whole: String = hit.pieces.iter().map(|(text, _)| text.as_str()).collect();
    let text = hit
        .pieces
        .iter()
        .map(|(text, marked)| {
            if *marked {
                Piece::Marked(text.clone())
            } else {
                Piece::plain(text)
            }
        })
        .collect();
    let part = match (hit.part, &hit.speaker) {
        (Part::Quote, Some(speaker)) => format!("quote, {speaker}"),
        (Part::Quote, None) => "quote".to_owned(),
        (Part::Summary, _) => "summary".to_owned(),
        (Part::Timeline, _) => "timeline".to_owned(),
    };
    let style = if hit.part == Part::Quote {
        LineStyle::Quote
    } else {
        LineStyle::Plain
    };
    let verbatim = hit.verbatim.then_some(whole.as_str());
    Entry {
        lines: vec![
            Line::of(style, text),
            Line::of(LineStyle::Small, vec![Piece::Plain(part)]),
        ],
        sources: vec![cite::cite(&hit.article, verbatim)],
        ..Entry::default()
    }
}
