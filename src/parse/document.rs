//! The document: one pass over a page's text, shared by every reader.
//!
//! It holds the tokens, the blocks that they form (paragraphs, headings, posts), the stretches in quotation marks and
//! the sentences. Readers get a `&Document` and never scan the text again. All places are token numbers; bytes and
//! characters come back at the very end, through [`Document::span`].

use std::cell::OnceCell;
use std::ops::Range;

use super::block::{self, Block};
use super::lexicon::{self, Classes, Lexicon};
use super::marks::{self, Stretch};
use super::sentence::{self, Sentence};
use super::token::{self, Kind, Token};
use super::work;
use crate::article::Span;

/// How many bytes lie between two known character counts.
const STEP: usize = 256;

/// A text taken apart; see the [module](self).
#[derive(Debug)]
pub struct Document<'a> {
    /// The text.
    pub text: &'a str,
    /// The text's tokens, line breaks included.
    pub tokens: Vec<Token>,
    /// Paragraphs, headings, posts and the like, in order. They cover all tokens but line breaks between them.
    pub blocks: Vec<Block>,
    /// Stretches in double quotation marks, in order.
    pub stretches: Vec<Stretch>,
    /// Sentences, in order. A sentence never crosses a block.
    pub sentences: Vec<Sentence>,
    lexicon: &'static Lexicon,
    /// Characters before each multiple of [`STEP`] bytes; empty for pure ASCII.
    counts: Vec<u32>,
    /// What each token is to a calendar; see [`Document::calendar`].
    calendar: OnceCell<Vec<u32>>,
}

impl<'a> Document<'a> {
    /// Takes a text apart. `title` is the headline where it is known, so that its line is not taken for a paragraph.
    #[must_use]
    pub fn new(text: &'a str, title: Option<&str>) -> Self {
        let mut document = Self {
            text,
            tokens: token::tokens(text),
            blocks: Vec::new(),
            stretches: Vec::new(),
            sentences: Vec::new(),
            lexicon: lexicon::get(),
            counts: counts(text),
            calendar: OnceCell::new(),
        };
        document.blocks = block::blocks(&document, title);
        document.stretches = marks::stretches(&document);
        document.sentences = sentence::sentences(&document);
        document
    }

    /// The characters before the byte `at`.
    fn characters(&self, at: usize) -> usize {
        if self.counts.is_empty() {
            return at;
        }
        let step = at / STEP;
        self.counts[step] as usize + starts(&self.text.as_bytes()[step * STEP..at])
    }

    /// A place in characters from one in bytes.
    #[must_use]
    pub fn span_of_bytes(&self, bytes: Range<usize>) -> Span {
        Span {
            start: self.characters(bytes.start),
            end: self.characters(bytes.end),
        }
    }

    /// The bytes that the tokens cover, from the first one's start to the last one's end.
    #[must_use]
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            let at = self
                .tokens
                .get(tokens.start)
                .map_or(0, |t| t.start as usize);
            return at..at;
        }
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    /// The characters that the tokens cover.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.span_of_bytes(self.bytes(tokens))
    }

    /// The text that the tokens cover.
    #[must_use]
    pub fn slice(&self, tokens: Range<usize>) -> &'a str {
        &self.text[self.bytes(tokens)]
    }

    /// One token's text.
    #[must_use]
    pub fn word(&self, token: usize) -> &'a str {
        work::step();
        self.tokens
            .get(token)
            .map_or("", |token| &self.text[token.bytes()])
    }

    /// One token's kind; [`Kind::Newline`] outside the text.
    #[must_use]
    pub fn kind(&self, token: usize) -> Kind {
        work::step();
        self.tokens.get(token).map_or(Kind::Newline, |t| t.kind)
    }

    /// Whether the token is one of these lower-cased words or signs, whatever its case.
    #[must_use]
    #[inline(always)]
    pub fn is(&self, token: usize, words: &[&str]) -> bool {
        work::step();
        let Some(token) = self.tokens.get(token) else {
            return false;
        };
        let text = &self.text.as_bytes()[token.bytes()];
        let Some(first) = text.first().map(|byte| byte | 0x20) else {
            return false;
        };
        // Most words differ in length or in their first letter already. In line, these are constants: the reader asks so often
        // that all of it is a tenth faster.
        words.iter().any(|word| {
            let word = word.as_bytes();
            word.len() == text.len() && word[0] | 0x20 == first && word.eq_ignore_ascii_case(text)
        })
    }

    /// Bits for each token that tell what it is to a calendar: made at first need, for they are asked for again and again.
    pub(super) fn calendar(&self, make: impl FnOnce(&Self) -> Vec<u32>) -> &[u32] {
        self.calendar.get_or_init(|| make(self))
    }

    /// The token's classes in the word lists.
    #[must_use]
    pub fn classes(&self, token: usize) -> Classes {
        work::step();
        self.tokens
            .get(token)
            .map_or(0, |token| self.lexicon.classes(token.word))
    }

    /// Whether the token has one of the classes.
    #[must_use]
    pub fn has(&self, token: usize, classes: Classes) -> bool {
        self.classes(token) & classes != 0
    }

    /// The value that the word list of `class` gives the token.
    #[must_use]
    pub fn value(&self, token: usize, class: Classes) -> Option<i32> {
        self.lexicon.value(class, self.tokens.get(token)?.word)
    }

    /// The number of the sentence that holds the token.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.tokens.end <= token);
        (self.sentences.get(at)?.tokens.start <= token).then_some(at)
    }

    /// The number of the block that holds the token.
    #[must_use]
    pub fn block_of(&self, token: usize) -> Option<usize> {
        let at = self.blocks.partition_point(|b| b.tokens.end <= token);
        (self.blocks.get(at)?.tokens.start <= token).then_some(at)
    }

    /// The stretch in marks that holds the token (its marks included), if any.
    #[must_use]
    pub fn stretch_of(&self, token: usize) -> Option<&Stretch> {
        let at = self.stretches.partition_point(|s| s.tokens.end <= token);
        self.stretches.get(at).filter(|s| s.tokens.start <= token)
    }
}

fn starts(bytes: &[u8]) -> usize {
    // A continuation byte of UTF-8 is 0b10xxxxxx; every other byte starts a character.
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count()
}

fn counts(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut out = vec![0];
    let mut sum = 0u32;
    for chunk in text.as_bytes().chunks(STEP) {
        sum += u32::try_from(starts(chunk)).unwrap_or(0);
        out.push(sum);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters() {
        let text = "Zoë “said” it. ".repeat(60);
        let document = Document::new(&text, None);
        let chars: Vec<char> = text.chars().collect();
        for at in 0..document.tokens.len() {
            let span = document.span(at..at + 1);
            let cut: String = chars[span.start..span.end].iter().collect();
            assert_eq!(cut, document.word(at));
        }
    }
}
