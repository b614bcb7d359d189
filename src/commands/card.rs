//! A quote as a picture: what stands on the card, and how a button finds the very quote again.
//!
//! A button of months ago must not show another quote because newer ones came, so it carries the article and a mark made
//! from the words. The mark holds while the article has these words of this speaker.

use super::quote::name;
use super::{Asker, Desk, Invocation, Problem, cite, look, words};
use crate::answer::{Button, Content, File};
use crate::article::{Quote, QuoteKind};
use crate::parse::token::hash;
use crate::picture::{Card, NoPicture, Saying, Theme};
use crate::store::{ArticleNo, Found, QuoteFound, QuoteQuery, Window};

/// The option that carries a quote's mark.
pub(super) const ONLY: &str = "only";

/// The button that shows the quote as a picture.
pub(super) fn button(found: &QuoteFound) -> Button {
    let asked = Invocation::new("quote")
        .with("article", found.article.no)
        .with(ONLY, mark(&found.quote))
        .with(look::OPTION, "dark");
    Button::draw("As picture", asked)
}

/// The quote of the article that has this mark.
pub(super) fn find(
    desk: &Desk,
    asker: &Asker,
    article: ArticleNo,
    wanted: &str,
) -> Result<QuoteFound, Problem> {
    let of = QuoteQuery {
        article: Some(article),
        ..QuoteQuery::default()
    };
    let all = Window {
        from: 0,
        count: Found::<QuoteFound>::MOST,
    };
    let quotes = desk.store.quotes(asker.scope, &of, all)?.items;
    quotes
        .into_iter()
        .find(|found| mark(&found.quote) == wanted)
        .ok_or_else(|| {
            Problem::Asked(
                "The article has changed and does not have this quote any more: ask /quote again."
                    .to_owned(),
            )
        })
}

/// The picture of a quote.
pub(super) fn file(found: &QuoteFound, theme: Theme) -> Result<File, NoPicture> {
    let quote = &found.quote;
    let saying = Saying {
        words: quote_marks(quote),
        own: quote.kind != QuoteKind::Reported,
        speaker: name(quote),
        role: quote.role.clone(),
        day: quote.said.as_ref().map(words::date),
        kind: words::kind(quote.kind).map(str::to_owned),
        source: cite::label(&found.article),
    };
    Card::new(&saying, theme).map(|card| File {
        name: "quote.png".to_owned(),
        description: card.description(),
        content: Content::Card(card),
    })
}

/// The words, in quotation marks where they stand in such in the article.
pub(super) fn quote_marks(quote: &Quote) -> String {
    match quote.kind {
        QuoteKind::Direct | QuoteKind::Partial => format!("“{}”", quote.text),
        QuoteKind::Reported | QuoteKind::Post => quote.text.clone(),
    }
}

/// Eight letters that tell the quotes of an article apart.
fn mark(quote: &Quote) -> String {
    let speaker = quote.speaker.as_deref().unwrap_or_default();
    format!("{:08x}", hash(&format!("{speaker}\n{}", quote.text)))
}
