//! Terms: content words as small numbers, so that overlaps are comparisons of sorted lists.
//!
//! A word counts by its first six letters, lower-cased, which joins most forms of a word (`minister`, `ministers`,
//! `ministry`) without a stemmer. Function words are no terms.

use super::document::Document;
use super::lexicon;
use super::token::Kind;

/// Letters of a word that count.
const STEM: usize = 6;
const EMPTY: u32 = u32::MAX;

/// The terms of one text.
#[derive(Debug)]
pub(super) struct Terms {
    /// Open addressing over stems; the length is a power of two. A place holds the stem's hash and its number. It grows with
    /// the terms: a long text has far fewer of them than words.
    table: Vec<(u32, u32)>,
    len: u32,
}

/// How many places the table begins with; an article seldom needs more.
const PLACES: usize = 1024;

impl Terms {
    pub(super) fn new() -> Self {
        Self {
            table: vec![(0, EMPTY); PLACES],
            len: 0,
        }
    }

    /// How many different terms were met.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// The term of a token; none for function words and signs.
    pub(super) fn of(&mut self, document: &Document, token: usize) -> Option<u32> {
        let kind = document.kind(token);
        if !matches!(kind, Kind::Word | Kind::Number | Kind::Ordinal)
            || document.has(token, lexicon::COMMON)
        {
            return None;
        }
        Some(self.number(stem(document.word(token))))
    }

    fn number(&mut self, hash: u32) -> u32 {
        // A quarter of the places stays free, so a free one always ends the search.
        if self.len() >= self.table.len() / 4 * 3 {
            self.grow();
        }
        let at = self.place(hash);
        if self.table[at].1 == EMPTY {
            self.table[at] = (hash, self.len);
            self.len += 1;
        }
        self.table[at].1
    }

    /// Where the stem stands, or would.
    fn place(&self, hash: u32) -> usize {
        let mask = self.table.len() - 1;
        let mut at = (hash ^ (hash >> 15)) as usize & mask;
        while self.table[at].1 != EMPTY && self.table[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let twice = vec![(0, EMPTY); self.table.len() * 2];
        for (hash, number) in std::mem::replace(&mut self.table, twice) {
            if number != EMPTY {
                let at = self.place(hash);
                self.table[at] = (hash, number);
            }
        }
    }
}

/// FNV-1a over the first letters, as in the tokens' own hash.
fn stem(word: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    if word.is_ascii() {
        return word
            .bytes()
            .take(STEM)
            .map(|b| b.to_ascii_lowercase())
            .fold(0x811c_9dc5, step);
    }
    word.chars()
        .flat_map(char::to_lowercase)
        .take(STEM)
        .flat_map(|c| (c as u32).to_le_bytes().into_iter().filter(|b| *b != 0))
        .fold(0x811c_9dc5, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_term_and_function_words_none() {
        let document = Document::new("Ministers met the minister of ÉCOLES and écoles", None);
        let mut terms = Terms::new();
        let got: Vec<Option<u32>> = (0..document.tokens.len())
            .map(|at| terms.of(&document, at))
            .collect();
        assert_eq!(got[0], got[3]);
        assert_eq!(got[2], None);
        assert_eq!(got[5], got[7]);
        assert!(got[5].is_some());
    }

    #[test]
    fn terms_keep_their_numbers_when_the_table_grows() {
        let text: Vec<String> = (0..4000).map(|i| format!("x{i}")).collect();
        let text = text.join(" ");
        let document = Document::new(&text, None);
        let mut terms = Terms::new();
        let mut of = || -> Vec<u32> {
            (0..document.tokens.len())
                .filter_map(|at| terms.of(&document, at))
                .collect()
        };
        let (first, again) = (of(), of());
        assert_eq!(first, again);
        assert_eq!(first, (0..4000).collect::<Vec<u32>>());
    }
}
