//! From mentions to speakers: each quote's person, role and confidence, and the article's people.

use std::collections::HashSet;
use std::ops::Range;

use super::{Found, quotes};
use crate::article::{Person, PersonKind, Quote, QuoteKind};
use crate::parse::cue::clause_subject;
use crate::parse::document::Document;
use crate::parse::lexicon::{FUNCTION, ORGANISATION, PREPOSITION, PRONOUN, ROLE};
use crate::parse::person::{People, Spoke, Who};
use crate::parse::token::Kind;
use crate::parse::view::View;

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
    let mut last: Option<(Spoke, usize)> = None;
    // The last speaker who is only described, and the block.
    let mut described: Option<(Range<usize>, usize)> = None;
    let mut previous: Option<(Range<usize>, Resolved)> = None;
    for quote in found {
        let block = document.block_of(quote.tokens.start).unwrap_or(0);
        let near = last
            .filter(|(_, of)| of + 2 >= block)
            .map(|(spoke, _)| spoke);
        let who = match (&quote.mention, &previous) {
            (None, _) => None,
            (Some(mention), Some((before, who))) if before == mention => who.clone(),
            (Some(mention), _) => people.resolve(document, mention, near).or_else(|| {
                // `The union said … It said …`: the group may have no name.
                let it = mention.len() == 1 && document.is(mention.start, &["it", "they"]);
                let (phrase, of) = described.clone().filter(|_| it)?;
                (of + 1 >= block).then_some((Who::Phrase(phrase), 0.6))
            }),
        };
        if let Some((Who::Phrase(phrase), _)) = &who {
            described = Some((phrase.clone(), block));
        }
        if let Some(mention) = &quote.mention {
            previous = Some((mention.clone(), who.clone()));
        }
        if let Some((Who::Known(entity), _)) = &who {
            speaking[*entity] = true;
            let spoke = Spoke {
                entity: *entity,
                at: quote.tokens.start,
            };
            last = Some((spoke, block));
        }
        out.push(finish(
            document,
            &mut people,
            quote,
            who,
            &mut groups,
            &mut names,
        ));
    }
    let mut list: Vec<Person> = (0..people.list.len())
        .filter(|entity| speaking[*entity] || people.certain(document, *entity))
        .map(|entity| people.person(document, entity))
        .collect();
    let known: HashSet<&str> = list.iter().map(|person| person.name.as_str()).collect();
    groups.retain(|group| !known.contains(group.name.as_str()));
    list.extend(groups);
    (list, out)
}

fn finish(
    document: &Document,
    people: &mut People,
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
            let mut name = phrase(document, tokens);
            if document.is(tokens.start, OWNERS) {
                match owner(document, people, tokens) {
                    // `its spokesperson` tells nothing; `the ministry spokesperson` does.
                    Some(owner) => name = format!("{owner} {name}"),
                    None => confidence = confidence.min(Quote::SURE - 0.1),
                }
            }
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

/// Who owns a speaker named by them alone.
const OWNERS: &[&str] = &["its", "their", "his", "her"];

/// Whose spokesman: the person that "his" means, or the group that is the subject of the clause or sentence before "its".
fn owner(document: &Document, people: &mut People, mention: &Range<usize>) -> Option<String> {
    let at = mention.start;
    if document.is(at, &["his", "her"]) {
        return match people.resolve(document, &(at..at + 1), None) {
            Some((Who::Known(entity), _)) => Some(format!("{}’s", people.name(document, entity))),
            _ => None,
        };
    }
    if !mention
        .clone()
        .any(|i| document.has(i, ROLE | ORGANISATION))
    {
        return None;
    }
    let sentence = document.sentence_of(at)?;
    let subject = |number: usize, end: usize| {
        let tokens = document.sentences[number].tokens.clone();
        let stretch = document
            .stretches
            .partition_point(|s| s.tokens.end <= tokens.start);
        let view = View::new(document, tokens, stretch);
        let end = view.items.partition_point(|item| item.first < end);
        let run = clause_subject(&view, 0, end)?;
        let last = run.end - 1;
        if !view.has(last, ORGANISATION) && !view.capital(last) || view.has(last, PRONOUN) {
            return None;
        }
        // "Drivers of Coast Trams will stay away, their union said": people own it, no group.
        let group = view.has(last, ORGANISATION) && !run.clone().any(|i| view.has(i, PREPOSITION));
        if document.is(at, &["their"]) && !group {
            return None;
        }
        let mut tokens = view.tokens(&run);
        if document.is(tokens.start, &["the", "a", "an"]) {
            tokens.start += 1;
        }
        Some(document.slice(tokens).to_owned())
    };
    subject(sentence, at).or_else(|| {
        let before = sentence.checked_sub(1)?;
        (document.sentences[before].block == document.sentences[sentence].block)
            .then(|| subject(before, at))?
    })
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
    let owner = document.kind(tokens.start + 1) == Kind::Possessive;
    let description = document.has(tokens.start, FUNCTION)
        || initial && !first.upper() && !capitals && common && !owner;
    // `Economists at Norvik Bank`
    let description = description
        || initial
            && !owner
            && common
            && document.has(tokens.start + 1, PREPOSITION)
            && !document.tokens[tokens.start + 1].capital();
    // `a spokesman for the Duke`, but `a majority of residents`.
    let somebody = document.is(tokens.start, &["a", "an"])
        && (tokens.start + 1..tokens.end)
            .take_while(|i| !document.has(*i, PREPOSITION))
            .any(|i| document.has(i, ROLE));
    let owned = document.is(tokens.start, &["the"]) || document.is(tokens.start, OWNERS);
    if tokens.len() > 1 && (owned || somebody) {
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
