//! The timeline: what happened when, and what is to come, each dated event once.
//!
//! A sentence with a date gives an entry, the whole sentence, on the day that its clause means. A second date gives one of
//! its own only where it has its own event: in another clause, or as background ("since the takeover in 2021"), which is
//! cut to its noun phrase. The day of a saying counts only when nothing else in the sentence is dated. A past-tense
//! sentence without a date takes that of the sentence before it in its paragraph. Headlines and captions are no events.

use std::collections::VecDeque;
use std::ops::Range;

use chrono::NaiveDate;

use super::block::BlockKind;
use super::date::DateMention;
use super::document::Document;
use super::lexicon;
use super::session::clause::Clause;
use super::session::dated::Dated;
use super::session::when::{self, When};
use super::session::words::{self, BE, EVENT, HAS, PAST, PLAN, VERB, WILL};
use super::session::{LONGEST, frame, verb};
use super::terms::Terms;
use super::token::Kind;
use crate::article::TimelineEntry;
use crate::timex::Timex;

/// Two entries of one day tell the same when they share this part of the shorter one's words.
const SAME: f32 = 0.6;
/// How many entries before it an entry is held against.
const NEAR: usize = 64;
/// How many sentences may take over a date.
const CARRIED: usize = 2;
/// A stretch of more days is an era, no date.
const ERA: i64 = 3700;

/// A dated event.
#[derive(Debug)]
struct Event {
    first: NaiveDate,
    last: NaiveDate,
    when: Timex,
    until: Option<Timex>,
    tokens: Range<usize>,
    sentence: usize,
}

/// The date that following sentences may take over.
struct Carried {
    block: usize,
    when: When,
    left: usize,
}

/// Finds the dated events of an article, a sentence at a time. Without the day of publication, bare weekdays stay as
/// resolved.
pub(in crate::parse) struct Reader<'a> {
    document: &'a Document<'a>,
    /// The day that the text counts from.
    published: NaiveDate,
    events: Vec<Event>,
    carried: Option<Carried>,
}

impl<'a> Reader<'a> {
    pub(in crate::parse) fn new(document: &'a Document<'a>, today: NaiveDate) -> Self {
        Self {
            document,
            published: today,
            events: Vec::new(),
            carried: None,
        }
    }

    /// Reads the next sentence: its number, its dates, and its cut.
    pub(in crate::parse) fn sentence(
        &mut self,
        number: usize,
        mentions: &[DateMention],
        dated: Option<&Dated>,
    ) {
        let carried = self.carried.take();
        self.carried = self.read(number, mentions, dated, carried);
    }

    fn read(
        &mut self,
        number: usize,
        mentions: &[DateMention],
        dated: Option<&Dated>,
        carried: Option<Carried>,
    ) -> Option<Carried> {
        let document = self.document;
        let sentence = &document.sentences[number];
        let block = &document.blocks[sentence.block];
        if sentence.tokens.len() > LONGEST {
            return None;
        }
        match block.kind {
            BlockKind::Signature => {
                self.post(number, sentence.block, mentions);
                return None;
            }
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Post => {}
            _ => return None,
        }
        let carried = carried.filter(|carried| carried.block == sentence.block && carried.left > 0);
        let Some(dated) = dated else {
            let carried = carried?;
            if !self.tells_past(sentence.tokens.clone()) {
                return Some(carried);
            }
            self.push(number, &carried.when, sentence.tokens.clone());
            return Some(Carried {
                left: carried.left - 1,
                ..carried
            });
        };
        let mut whens = dated.whens.clone();
        let clauses = &dated.clauses;
        let mut events: Vec<(usize, Role, usize)> = Vec::new();
        for at in 0..whens.len() {
            let start = whens[at].tokens.start;
            let inside = clauses
                .iter()
                .position(|clause| clause.holds(start))
                .unwrap_or(usize::MAX);
            let role = match clauses.get(inside) {
                Some(clause) => self.role(clause, &mut whens, at),
                None => Role::Own,
            };
            if role != Role::None && (whens[at].last() - whens[at].start.first).num_days() <= ERA {
                events.push((at, role, inside));
            }
        }
        let whole = trimmed(document, sentence.tokens.clone());
        let dated = events.iter().any(|(_, role, _)| *role == Role::Own);
        let mut told: Vec<usize> = Vec::new();
        for (at, role, clause) in &events {
            match role {
                // The exact date of a clause speaks for it.
                Role::Own if !told.contains(clause) => {
                    let best = self.most_exact(&events, &whens, *clause, *at);
                    told.push(*clause);
                    self.push(number, &whens[best], whole.clone());
                }
                Role::Background(from) => {
                    let text = if events.len() > 1 {
                        *from..whens[*at].tokens.end
                    } else {
                        whole.clone()
                    };
                    self.push(number, &whens[*at], text);
                }
                Role::Said if !dated && told.is_empty() => {
                    told.push(*clause);
                    self.push(number, &whens[*at], whole.clone());
                }
                _ => {}
            }
        }
        let own = events.iter().find(|(at, role, _)| {
            matches!(role, Role::Own)
                && whens[*at].last() <= self.published
                && whens[*at].start.first == whens[*at].start.last
        })?;
        Some(Carried {
            block: sentence.block,
            when: whens[own.0].clone(),
            left: CARRIED,
        })
    }

    /// The narrowest of a clause's own dates, the first of equals.
    fn most_exact(
        &self,
        events: &[(usize, Role, usize)],
        whens: &[When],
        clause: usize,
        first: usize,
    ) -> usize {
        events
            .iter()
            .filter(|(_, role, inside)| *role == Role::Own && *inside == clause)
            .map(|(at, ..)| *at)
            .min_by_key(|at| (whens[*at].start.last - whens[*at].start.first, *at))
            .unwrap_or(first)
    }

    /// What a date is in its clause; bare weekdays and dates without a year move forward where the clause does.
    fn role(&self, clause: &Clause, whens: &mut [When], at: usize) -> Role {
        let document = self.document;
        let frame = frame::frame(document, clause, &whens[at], whens);
        if clause.denied || frame.negated || frame.former {
            return Role::None;
        }
        if reported(document, clause, &whens[at]) {
            return Role::Said;
        }
        if let Some(from) = background(document, clause, &whens[at]) {
            return Role::Background(from);
        }
        // "postponed from 14 March to 21 March" is no stretch: it is to be on the new day.
        if frame.moved {
            if let Some(end) = whens[at].end.take() {
                whens[at].start = end;
            } else if document.is(whens[at].tokens.start.wrapping_sub(1), &["from"]) {
                return Role::None;
            }
        }
        if frame.ahead_of_now() && !self.in_post(clause) {
            whens[at].forward(self.published, frame.future || frame.plan);
        }
        Role::Own
    }

    /// A post has a day of its own, so nothing in it is ahead of the article's.
    fn in_post(&self, clause: &Clause) -> bool {
        self.document
            .block_of(clause.body.start)
            .is_some_and(|block| self.document.blocks[block].kind == BlockKind::Post)
    }

    /// An embedded post is dated by its signature.
    fn post(&mut self, number: usize, signature: usize, mentions: &[DateMention]) {
        let document = self.document;
        let inside: Vec<DateMention> = mentions
            .iter()
            .filter(|mention| mention.sentence == Some(number))
            .cloned()
            .collect();
        let (whens, _) = when::whens(document, &inside, self.published);
        let Some(when) = whens.last() else {
            return;
        };
        let Some(block) = signature.checked_sub(1).map(|at| &document.blocks[at]) else {
            return;
        };
        let first = document
            .sentences
            .iter()
            .rev()
            .skip(document.sentences.len() - number)
            .take_while(|sentence| sentence.block + 1 == signature)
            .last();
        if block.kind == BlockKind::Post
            && let Some(first) = first
        {
            self.push(number, when, trimmed(document, first.tokens.clone()));
        }
    }

    /// Whether a sentence without a date tells something past that stands on its own.
    fn tells_past(&self, tokens: Range<usize>) -> bool {
        let document = self.document;
        let opening = tokens
            .clone()
            .find(|at| document.kind(*at) == Kind::Word)
            .is_some_and(|at| !document.has(at, lexicon::POINTER | lexicon::CONNECTIVE));
        let quoted = document.stretch_of(tokens.start).is_some();
        let mut past = false;
        for at in tokens {
            if words::is(document, at, WILL | BE | HAS) {
                return false;
            }
            let word = document.word(at);
            past |= words::is(document, at, PAST)
                || word.len() > 4
                    && word.ends_with("ed")
                    && document.kind(at) == Kind::Word
                    && !document.tokens[at].capital();
        }
        opening && !quoted && past
    }

    fn push(&mut self, number: usize, when: &When, tokens: Range<usize>) {
        self.events.push(Event {
            first: when.start.first,
            last: when.last().max(when.start.first),
            when: when.start.timex(),
            until: when
                .end
                .as_ref()
                .filter(|end| end.last >= when.start.first)
                .map(when::Point::timex),
            tokens,
            sentence: number,
        });
    }

    /// The entries: the same event once, what says less exactly what its neighbour says left out, in order.
    pub(in crate::parse) fn entries(mut self) -> Vec<TimelineEntry> {
        let mut kept = self.kept().into_iter();
        self.events.retain(|_| kept.next() == Some(true));
        self.events
            .sort_by_key(|event| (event.first, event.last, event.tokens.start));
        self.events
            .into_iter()
            .map(|event| TimelineEntry {
                when: event.when,
                until: event.until,
                text: self.document.slice(event.tokens.clone()).to_owned(),
                at: Some(self.document.span(event.tokens)),
            })
            .collect()
    }

    /// Which of the events are entries.
    fn kept(&self) -> Vec<bool> {
        let mut terms = Terms::new();
        // Content words of the last entries: only near neighbours can say the same at a cost that stays linear.
        let mut known: VecDeque<(&Event, Vec<u32>)> = VecDeque::with_capacity(NEAR);
        let mut out = Vec::with_capacity(self.events.len());
        for event in &self.events {
            if self.vague(event) {
                out.push(false);
                continue;
            }
            let words = self.words(&mut terms, event.tokens.clone());
            let same = known.iter().any(|(other, others)| {
                other.first == event.first
                    && other.last == event.last
                    && share(others, &words) >= SAME
            });
            out.push(!same);
            if same {
                continue;
            }
            if known.len() == NEAR {
                known.pop_front();
            }
            known.push_back((event, words));
        }
        out
    }

    /// Whether an event of some days around today is told by its day nearby.
    fn vague(&self, event: &Event) -> bool {
        let today = event.first <= self.published && self.published <= event.last;
        if event.first == event.last || event.until.is_some() || !today {
            return false;
        }
        let from = self
            .events
            .partition_point(|other| other.sentence + 2 < event.sentence);
        self.events[from..]
            .iter()
            .take_while(|other| other.sentence <= event.sentence + 2)
            .any(|other| {
                other.first == other.last && event.first <= other.first && other.last <= event.last
            })
    }

    /// Content words, sorted, each once.
    fn words(&self, terms: &mut Terms, tokens: Range<usize>) -> Vec<u32> {
        let mut words: Vec<u32> = tokens
            .filter_map(|at| terms.of(self.document, at))
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// What a date is to its sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    /// It dates the clause.
    Own,
    /// It dates only a noun phrase that begins at this token.
    Background(usize),
    /// It is the day on which somebody said so.
    Said,
    /// It dates nothing that was or will be.
    None,
}

/// Whether a verb of speech is what the date belongs to.
fn reported(document: &Document, clause: &Clause, when: &When) -> bool {
    let from = when.tokens.start.saturating_sub(4).max(clause.body.start);
    let said = (from..when.tokens.start)
        .rev()
        .find(|at| words::reports(document, *at));
    said.is_some_and(|said| {
        !(said + 1..when.tokens.start).any(|at| {
            words::is(document, at, EVENT | WILL | PLAN | VERB) || document.is(at, &["to", "that"])
        })
    })
}

/// The first token of a noun phrase with a date of its own: "since [the takeover in 2021]".
fn background(document: &Document, clause: &Clause, when: &When) -> Option<usize> {
    let start = when.tokens.start;
    if !document.is(start.checked_sub(1)?, &["in", "on", "of", "from"]) {
        return None;
    }
    let floor = start.saturating_sub(12).max(clause.body.start);
    let lead = (floor..start - 1).rev().find(|at| {
        verb::finite(document, *at)
            || document.is(
                *at,
                &["since", "after", "following", "during", "before", "despite"],
            )
    })?;
    let leads = document.is(
        lead,
        &["since", "after", "following", "during", "before", "despite"],
    );
    (leads && lead + 2 < start).then_some(lead + 1)
}

/// The tokens without line breaks at their ends.
fn trimmed(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    while start < end && document.kind(start) == Kind::Newline {
        start += 1;
    }
    while start < end && document.kind(end - 1) == Kind::Newline {
        end -= 1;
    }
    start..end
}

/// The share of the shorter list's numbers that stand in both.
fn share(a: &[u32], b: &[u32]) -> f32 {
    let both = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    let least = a.len().min(b.len()).max(1);
    both as f32 / least as f32
}
