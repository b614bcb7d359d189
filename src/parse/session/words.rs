//! The words that tell of sessions, as bits by part; the list is `words.txt`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::{Kind, hash};

/// A set of parts.
pub(in crate::parse) type Parts = u32;

macro_rules! parts {
    ($($name:ident = $text:literal $bit:literal $doc:literal;)*) => {
        $(#[doc = $doc] pub(in crate::parse) const $name: Parts = 1 << $bit;)*
        const NAMES: &[(&str, Parts)] = &[$(($text, $name)),*];
    };
}

parts! {
    EVENT = "event" 0 "A noun for what can be on a calendar.";
    VERB = "verb" 1 "A verb, present or infinitive, for what is put on a calendar.";
    PLAIN = "plain" 2 "A verb that says only that its subject happens.";
    END = "end" 3 "A verb that ends something.";
    BEGUN = "begun" 4 "Says that something has begun.";
    INERT = "inert" 5 "A verb that puts nothing on a calendar.";
    PLAN = "plan" 6 "Names a plan: due, set, scheduled.";
    WILL = "will" 7 "A future.";
    BE = "be" 8 "A present of be.";
    PAST = "past" 9 "A past of be, have or do.";
    HAS = "has" 10 "A present of have.";
    NOT = "not" 11 "A negation.";
    CANCEL = "cancel" 12 "Says that something will not take place.";
    PUTOFF = "putoff" 13 "Says that something was moved.";
    DENY = "deny" 14 "Says that what follows is not so.";
    MAYBE = "maybe" 15 "Makes a plan uncertain.";
    FORMER = "former" 16 "Points at an earlier plan.";
    FEATURE = "feature" 17 "What follows is on the programme.";
    JOINT = "joint" 18 "Begins a clause that hangs on another.";
    WHERE = "where" 19 "A place may follow.";
    GLUE = "glue" 20 "May stand between a date and its words.";
    MAKER = "maker" 21 "Counts the parts of an event.";
    PART = "part" 22 "A part of an event.";
    DEAD = "dead" 23 "Looks back: an anniversary.";
    BEGIN = "begin" 24 "A verb that begins something.";
    UNDONE = "undone" 26 "Says that an earlier plan came to nothing.";
    EXTEND = "extend" 27 "Says that what was to end goes on, or later: adjourned, extended.";
    TERM = "term" 28 "What runs out without being on a calendar while it runs.";
    TURN = "turn" 29 "One clause may end and another begin here, beside the joints: that, who, and.";
    REPORT = "report" 25 "A verb of speech in the past or present.";
}

/// The keys are hashes of words already: hashing them again is most of what a look-up would cost.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, hash: u32) {
        // The table takes its place from the low bits and its tag from the high ones.
        self.0 = u64::from(hash) << 32 | u64::from(hash);
    }
}

static WORDS: LazyLock<HashMap<u32, Parts, BuildHasherDefault<Hashed>>> = LazyLock::new(|| {
    let mut words = HashMap::with_capacity_and_hasher(2048, BuildHasherDefault::default());
    for line in include_str!("words.txt").lines() {
        let Some((part, list)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let bit = NAMES
            .iter()
            .find(|(name, _)| *name == part)
            .map_or(0, |(_, bit)| *bit);
        for word in list.split_ascii_whitespace() {
            *words.entry(hash(word)).or_insert(0) |= bit;
        }
    }
    words
});

/// The longest text, in tokens, whose words are all looked up at once: beyond it memory counts more than time.
const AT_ONCE: usize = 500_000;

/// The parts that a token plays.
pub(in crate::parse) fn parts(document: &Document, token: usize) -> Parts {
    if document.tokens.len() > AT_ONCE {
        return document
            .tokens
            .get(token)
            .map_or(0, |_| listed(document, token));
    }
    let all = document.calendar(|document| {
        (0..document.tokens.len())
            .map(|at| listed(document, at))
            .collect()
    });
    all.get(token).copied().unwrap_or(0)
}

/// The parts that the list gives a token.
fn listed(document: &Document, at: usize) -> Parts {
    let token = &document.tokens[at];
    // The month of May is no verb, that of March no demonstration.
    if token.kind != Kind::Word || token.capital() && document.is(at, &["may", "march"]) {
        return 0;
    }
    // "a run-off", "a play-off": what is one word elsewhere.
    let joined = || {
        let particle = document.kind(at + 1) == Kind::Hyphen
            && document.is(at + 2, &["off", "out", "in", "up", "over", "down"]);
        particle
            .then(|| format!("{}{}", document.word(at), document.word(at + 2)).to_lowercase())
            .and_then(|word| WORDS.get(&hash(&word)).copied())
    };
    joined()
        .or_else(|| WORDS.get(&token.hash).copied())
        .unwrap_or(0)
}

/// Whether a regular participle is of a verb that plays one of the parts: "published", "debated", "carried".
pub(in crate::parse) fn of_verb(document: &Document, token: usize, wanted: Parts) -> bool {
    let word = document.word(token);
    let plays = |word: &str| {
        WORDS
            .get(&hash(word))
            .is_some_and(|parts| parts & wanted != 0)
    };
    is(document, token, wanted)
        || word.strip_suffix("ed").is_some_and(|stem| {
            plays(stem)
                || stem
                    .strip_suffix('i')
                    .is_some_and(|stem| plays(&format!("{stem}y")))
        })
        || word.strip_suffix('d').is_some_and(plays)
}

/// Whether a token is a verb of speech; behind an article it is none: "the states", "a claim".
pub(in crate::parse) fn reports(document: &Document, token: usize) -> bool {
    (document.has(token, lexicon::CUE) || is(document, token, REPORT))
        && !document.is(token.wrapping_sub(1), &["the", "a", "an"])
}

/// Whether a token plays one of the parts.
pub(in crate::parse) fn is(document: &Document, token: usize, wanted: Parts) -> bool {
    parts(document, token) & wanted != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_known_part() {
        for line in include_str!("words.txt").lines() {
            if let Some((part, _)) = line.split_once(": ").filter(|_| !line.starts_with('#')) {
                assert!(NAMES.iter().any(|(name, _)| *name == part), "{line}");
            }
        }
    }

    #[test]
    fn a_word_may_play_several_parts() {
        let document = Document::new("Members vote", None);
        assert_eq!(parts(&document, 1) & (EVENT | VERB), EVENT | VERB);
        assert!(!is(&document, 0, EVENT));
    }
}
