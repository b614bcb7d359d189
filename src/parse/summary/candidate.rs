//! Candidates: the sentences that may stand alone in a summary, with their features.
//!
//! A candidate is a whole sentence of a paragraph: it opens with a capital, ends with a stop, holds every quotation that it
//! touches from mark to mark, and has no address in it. Whether it points back is told by its opening words and by a "he" or
//! "she" that no name precedes.

use std::ops::Range;

use super::super::block::BlockKind;
use super::super::document::Document;
use super::super::lexicon;
use super::super::terms::Terms;
use super::super::token::{self, Kind};
use super::features::{Facts, Features, small};

/// The fewest and the most words of a candidate.
const WORDS: std::ops::RangeInclusive<usize> = 5..=80;

/// A sentence that may be chosen.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its tokens, without the agency's name before it.
    pub(super) tokens: Range<usize>,
    pub(super) features: Features,
    /// It points back to what stands before it.
    pub(super) dangling: bool,
    /// A name stands in it.
    pub(super) named: bool,
    /// The candidate that is the sentence just before it.
    pub(super) follows: Option<usize>,
    /// Its content words, sorted, each once.
    pub(super) words: Vec<u32>,
}

impl Candidate {
    /// The share of the shorter one's content words that both have.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        let least = self.words.len().min(other.words.len());
        common(&self.words, &other.words) / (small(least, 1000) + 1.0)
    }
}

/// How many numbers two sorted lists share.
fn common(a: &[u32], b: &[u32]) -> f32 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        both += usize::from(a[i] == b[j]);
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    small(both, 100_000)
}

/// Every candidate, in reading order.
pub(super) fn candidates(document: &Document, title: Option<&str>) -> Vec<Candidate> {
    let mut terms = Terms::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut out: Vec<Candidate> = Vec::new();
    let mut facts: Vec<Facts> = Vec::new();
    let mut before = 0;
    let mut last: Option<(usize, usize)> = None;
    let title = title.map_or_else(Vec::new, |title| title_words(title, document, &mut terms));
    for (number, sentence) in document.sentences.iter().enumerate() {
        if document.blocks[sentence.block].kind != BlockKind::Paragraph {
            continue;
        }
        let (mut words, occurrences) = words(document, &mut terms, sentence.tokens.clone());
        // The headline stands above the summary already: at the text's head it is no line of it.
        let headline = before == 0
            && words.len() > 1
            && words.iter().all(|word| title.binary_search(word).is_ok());
        if headline {
            continue;
        }
        counts.resize(terms.len(), 0);
        for word in &occurrences {
            counts[*word as usize] += 1;
        }
        if let Some(tokens) = whole(document, sentence.tokens.clone()) {
            words.shrink_to_fit();
            let mut fact = facts_of(document, tokens.clone());
            fact.before = before;
            out.push(Candidate {
                dangling: points_back(document, tokens.clone()),
                named: names(document, tokens.clone()) > 0,
                follows: last
                    .filter(|(_, at)| at + 1 == number)
                    .map(|(candidate, _)| candidate),
                tokens,
                features: [0.0; _],
                words,
            });
            facts.push(fact);
            last = Some((out.len() - 1, number));
        }
        before += 1;
    }
    counts.resize(terms.len(), 0);
    let first = out.first().map(|c| c.words.clone()).unwrap_or_default();
    for (at, (candidate, fact)) in out.iter_mut().zip(&mut facts).enumerate() {
        let size = small(candidate.words.len(), 1000) + 1.0;
        fact.title = common(&title, &candidate.words) / small(title.len().max(1), 8);
        fact.first = if at == 0 {
            0.0
        } else {
            common(&first, &candidate.words) / size
        };
        let weight: f32 = candidate
            .words
            .iter()
            .map(|word| (counts[*word as usize] as f32).ln())
            .sum();
        fact.central = weight / size;
        candidate.features = fact.features();
    }
    out
}

/// The content words of a stretch of tokens: each once and sorted, and as they come.
fn words(document: &Document, terms: &mut Terms, tokens: Range<usize>) -> (Vec<u32>, Vec<u32>) {
    let all: Vec<u32> = tokens.filter_map(|at| terms.of(document, at)).collect();
    let mut once = all.clone();
    once.sort_unstable();
    once.dedup();
    (once, all)
}

fn title_words(title: &str, document: &Document, terms: &mut Terms) -> Vec<u32> {
    let known = document.tokens.len();
    let title = Document::new(title, None);
    let mut all: Vec<u32> = (0..title.tokens.len().min(known + 64))
        .filter_map(|at| terms.of(&title, at))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The tokens of a sentence that is whole, without blanks at its ends and an agency's name in brackets before it.
fn whole(document: &Document, tokens: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = tokens;
    while start < end && document.kind(end - 1) == Kind::Newline {
        end -= 1;
    }
    while start < end && document.kind(start) == Kind::Newline {
        start += 1;
    }
    if document.kind(start) == Kind::OpenBracket
        && document.kind(start + 2) == Kind::CloseBracket
        && document
            .tokens
            .get(start + 1)
            .is_some_and(token::Token::capital)
    {
        start += 3;
        if document.kind(start) == Kind::Dash || document.kind(start) == Kind::Hyphen {
            start += 1;
        }
    }
    if start >= end || !opens(document, start) || !closes(document, start, end) {
        return None;
    }
    let mut words = 0;
    for at in start..end {
        match document.kind(at) {
            Kind::Word | Kind::Number | Kind::Ordinal => words += 1,
            Kind::Link | Kind::Handle => return None,
            Kind::Newline if document.tokens[at].blank_line() => return None,
            _ => {}
        }
    }
    let whole_marks = document.stretches[document
        .stretches
        .partition_point(|s| s.tokens.end <= start)..]
        .iter()
        .take_while(|s| s.tokens.start < end)
        .all(|s| {
            s.opened && s.closed && !s.continues && s.tokens.start >= start && s.tokens.end <= end
        });
    // A quotation without its speaker tells nobody who says so.
    let all_quoted = document
        .stretch_of(start)
        .is_some_and(|stretch| stretch.tokens.end + 1 >= end);
    (WORDS.contains(&words) && whole_marks && !all_quoted).then_some(start..end)
}

fn opens(document: &Document, start: usize) -> bool {
    let first = match document.kind(start) {
        Kind::OpenMark | Kind::StraightMark | Kind::SingleOpen | Kind::CloseMark => start + 1,
        _ => start,
    };
    match document.kind(first) {
        Kind::Word => {
            document.tokens[first].capital() && !document.has(first, lexicon::BOILERPLATE)
        }
        Kind::Number | Kind::Ordinal | Kind::Sign => {
            first == start || document.kind(first) != Kind::Sign
        }
        _ => false,
    }
}

/// Whether the sentence ends as sentences do; also with the abbreviation that swallowed its stop.
fn closes(document: &Document, start: usize, end: usize) -> bool {
    let mut last = end - 1;
    while last > start
        && matches!(
            document.kind(last),
            Kind::CloseMark | Kind::StraightMark | Kind::SingleClose | Kind::CloseBracket
        )
    {
        last -= 1;
    }
    let token = &document.tokens[last];
    match token.kind {
        Kind::Stop => !(document.word(last).len() > 1 && document.word(last).starts_with("..")),
        Kind::Word => token.abbreviation(),
        _ => false,
    }
}

fn facts_of(document: &Document, tokens: Range<usize>) -> Facts {
    let mut facts = Facts {
        names: names(document, tokens.clone()),
        ..Facts::default()
    };
    for at in tokens.clone() {
        match document.kind(at) {
            Kind::Word => {
                facts.words += 1;
                let classes = document.classes(at);
                facts.date |= classes & lexicon::DATE_WORD != 0 && document.tokens[at].capital();
                facts.selves |= classes & lexicon::SELF != 0;
            }
            Kind::Number | Kind::Ordinal => {
                facts.words += 1;
                facts.numbers += 1;
                let word = document.word(at);
                facts.date |= word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            }
            Kind::OpenMark | Kind::StraightMark | Kind::CloseMark => facts.quote = true,
            Kind::Stop => facts.question |= document.word(at).starts_with('?'),
            _ => {}
        }
    }
    facts.connective = tokens
        .clone()
        .find(|at| document.kind(*at) == Kind::Word)
        .is_some_and(|at| document.has(at, lexicon::CONNECTIVE));
    facts
}

/// Capitalised words that are not there because the sentence begins with them.
fn names(document: &Document, tokens: Range<usize>) -> usize {
    tokens.skip(1).filter(|at| is_name(document, *at)).count()
}

fn is_name(document: &Document, at: usize) -> bool {
    let token = &document.tokens[at];
    token.kind == Kind::Word
        && token.capital()
        && !document.has(at, lexicon::COMMON | lexicon::DATE_WORD)
        && !matches!(
            document.kind(at.saturating_sub(1)),
            Kind::OpenMark | Kind::StraightMark | Kind::SingleOpen | Kind::Stop
        )
}

/// Whether a sentence needs the one before it: it opens with "But" or "This", or "he" stands before any
/// name.
fn points_back(document: &Document, tokens: Range<usize>) -> bool {
    let mut words = tokens.clone().filter(|at| document.kind(*at) == Kind::Word);
    let back =
        |at: usize| document.has(at, lexicon::POINTER) && !document.has(at + 1, lexicon::DATE_WORD);
    let Some(opening) = words.next() else {
        return true;
    };
    // "In their wake", "For this": a short first word, then one that points.
    let second = document.has(opening, lexicon::COMMON) && words.next().is_some_and(back);
    if document.has(opening, lexicon::CONNECTIVE) || back(opening) || second {
        return true;
    }
    for at in tokens.clone() {
        if is_name(document, at) && (at > tokens.start || begins_with_name(document, at)) {
            return false;
        }
        if document.has(at, lexicon::PERSONAL) {
            return true;
        }
    }
    false
}

/// A sentence's first word is a name when the lists do not have it and another name, a possessive or a comma follows.
fn begins_with_name(document: &Document, at: usize) -> bool {
    document
        .tokens
        .get(at + 1)
        .is_some_and(|next| next.capital() || matches!(next.kind, Kind::Possessive | Kind::Comma))
        || document.has(at + 1, lexicon::CUE)
}
