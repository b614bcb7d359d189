//! From mentions to speakers: each quote's person, role and confidence, and the article's people.

use std::collections::HashSet;
use std::ops::Range;

use super::{Found, quotes};
use crate::article::{Person, PersonKind, Quote, QuoteKind};
use crate::parse::document::Document;
use crate::parse::lexicon::{FUNCTION, ROLE};
use crate::parse::person::{People, Who};

/// What a mention was resolved to, and how surely.
type Resolved = Option<(Who, f32)>;

/// Reads a document's quotes and the people in it.
#[must_use]
pub fn read(document: &Document) -> (Vec<Person>, Vec<Quote>) {
    let mut people = People::new(document);
    let found = quotes(document);
    let mut out = Vec::with_capacity(found.len());
    let mut speaking = vec![false; people.list.len()];
    let mut groups: Vec<Person> = Vec::new();
    let mut names: HashSet<String> = HashSet::new();
    // The last speaker and the block in which they spoke.
    let mut last: Option<(usize, usize)> = None;
    let mut previous: Option<(Range<usize>, Resolved)> = None;
    for quote in found {
        let block = document.block_of(quote.tokens.start).unwrap_or(0);
        let near = last
            .filter(|(_, of)| of + 2 >= block)
            .map(|(entity, _)| entity);
        let who = match (&quote.mention, &previous) {
            (None, _) => None,
            (Some(mention), Some((before, who))) if before == mention => who.clone(),
            (Some(mention), _) => people.resolve(document, mention, near),
        };
        if let Some(mention) = &quote.mention {
            previous = Some((mention.clone(), who.clone()));
        }
        if let Some((Who::Known(entity), _)) = &who {
            speaking[*entity] = true;
            last = Some((*entity, block));
        }
        out.push(finish(
            document,
            &people,
            quote,
            who,
            &mut groups,
            &mut names,
        ));
    }
    let mut list: Vec<Person> = (0..people.list.len())
        .filter(|entity| speaking[*entity] || people.certain(*entity))
        .map(|entity| people.person(document, entity))
        .collect();
    let known: HashSet<&str> = list.iter().map(|person| person.name.as_str()).collect();
    groups.retain(|group| !known.contains(group.name.as_str()));
    list.extend(groups);
    (list, out)
}

fn finish(
    document: &Document,
    people: &People,
    quote: Found,
    who: Option<(Who, f32)>,
    groups: &mut Vec<Person>,
    names: &mut HashSet<String>,
) -> Quote {
    let mut confidence = quote.confidence;
    let (speaker, role) = match &who {
        Some((Who::Known(entity), sure)) => {
            confidence *= sure;
            (
                Some(people.name(document, *entity).to_owned()),
                people.role(document, *entity, quote.mention.as_ref()),
            )
        }
        Some((Who::Phrase(tokens), sure)) => {
            confidence *= sure;
            let name = phrase(document, tokens);
            if confidence >= Quote::SURE && names.insert(name.clone()) {
                groups.push(Person {
                    name: name.clone(),
                    aliases: Vec::new(),
                    role: None,
                    kind: PersonKind::Group,
                });
            }
            (Some(name), None)
        }
        None => {
            if quote.kind != QuoteKind::Post || quote.mention.is_none() {
                confidence = confidence.min(0.5);
            }
            (None, None)
        }
    };
    Quote {
        text: document.slice(quote.tokens.clone()).to_owned(),
        at: Some(document.span(quote.tokens)),
        kind: quote.kind,
        speaker,
        mention: quote
            .mention
            .clone()
            .map(|mention| document.slice(mention).to_owned()),
        mention_at: quote.mention.map(|mention| document.span(mention)),
        role,
        said: quote.said,
        // Two digits: more would claim what the rules do not know.
        confidence: (confidence * 100.0).round() / 100.0,
    }
}

/// A description as a name: without "the", and without a capital that only the sentence's beginning gave it.
fn phrase(document: &Document, tokens: &Range<usize>) -> String {
    let mut tokens = tokens.clone();
    let initial = document
        .sentence_of(tokens.start)
        .is_some_and(|s| document.sentences[s].tokens.start == tokens.start);
    let first = &document.tokens[tokens.start];
    let capitals = (tokens.start + 1..tokens.end).any(|i| document.tokens[i].capital());
    // A lone word may be a surname that the article never gives in full.
    let common = tokens.len() > 1
        || document.has(tokens.start, ROLE)
        || document.word(tokens.start).ends_with('s')
        || document.is(tokens.start, &["police", "people"]);
    let description =
        document.has(tokens.start, FUNCTION) || initial && !first.upper() && !capitals && common;
    if tokens.len() > 1 && document.is(tokens.start, &["the"]) {
        tokens.start += 1;
        return document.slice(tokens).to_owned();
    }
    let text = document.slice(tokens);
    match text.chars().next() {
        Some(first) if description => {
            first.to_lowercase().collect::<String>() + &text[first.len_utf8()..]
        }
        _ => text.to_owned(),
    }
}
