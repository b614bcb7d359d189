//! Tokens: the text cut once into words, numbers and marks.
//!
//! Every reader works on these and none goes back to letters, which is what makes the parser fast. A token is 16 bytes:
//! its place, a hash of its lower-cased letters, the number of its entry in the word lists, its kind and a few flags.
//! A possessive `'s` is a token of its own, hyphens split words (`two`, `-`, `day`), the full stop of an abbreviation
//! belongs to its word (`Mr.`, `U.S.`), and a decimal or grouped number is one token (`3.5`, `10,000`).

pub use super::lexer::tokens;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters, also with apostrophes inside: `minister`, `don't`, `U.S.`, `Gawker.com`.
    Word,
    /// Digits: `25`, `3.5`, `10,000`.
    Number,
    /// Digits and then letters: `25th`, `1990s`, `10am`, `18B`.
    Ordinal,
    /// A possessive ending: `'s`, or `'` after an s.
    Possessive,
    /// `@name`.
    Handle,
    /// A web address.
    Link,
    /// `.` `!` `?` `…` as the end of a sentence may look.
    Stop,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `-` glued to a word, as in `two-day`.
    Hyphen,
    /// A dash between words: `–`, `—`, `--`, or a hyphen with blanks around it.
    Dash,
    /// An opening double mark: `“` `„` `«` and two grave accents.
    OpenMark,
    /// A closing double mark: `”` `»` and two apostrophes.
    CloseMark,
    /// `"`, which may open or close.
    StraightMark,
    /// `‘`, or `'` before a word.
    SingleOpen,
    /// `’` or `'` that is no apostrophe inside a word.
    SingleClose,
    /// `(` `[` `{`
    OpenBracket,
    /// `)` `]` `}`
    CloseBracket,
    /// Line breaks: one token for each run of blanks with at least one line break in it.
    Newline,
    /// Any other sign.
    Sign,
}

/// One token; see the [module](self).
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The first byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// A hash of the lower-cased letters without a final full stop; equal words have equal hashes.
    pub hash: u32,
    /// The entry in the word lists, 0 for a word that they do not have.
    pub word: u16,
    /// What it is.
    pub kind: Kind,
    pub(super) flags: u8,
}

pub(super) const SPACE_BEFORE: u8 = 1;
pub(super) const CAPITAL: u8 = 2;
pub(super) const UPPER: u8 = 4;
pub(super) const ABBREVIATION: u8 = 8;
pub(super) const BREAK: u8 = 16;

impl Token {
    /// Whether a blank or a line break stands before it (or nothing at all).
    #[must_use]
    pub fn space_before(&self) -> bool {
        self.flags & SPACE_BEFORE != 0
    }
    /// Whether it begins with a capital letter.
    #[must_use]
    pub fn capital(&self) -> bool {
        self.flags & CAPITAL != 0
    }
    /// Whether it has two letters or more, all of them capitals.
    #[must_use]
    pub fn upper(&self) -> bool {
        self.flags & UPPER != 0
    }
    /// Whether it ends in the full stop of an abbreviation or an initial.
    #[must_use]
    pub fn abbreviation(&self) -> bool {
        self.flags & ABBREVIATION != 0
    }
    /// For [`Kind::Newline`]: whether an empty line is in it.
    #[must_use]
    pub fn blank_line(&self) -> bool {
        self.flags & BREAK != 0
    }
    /// Its place in the text in bytes.
    #[must_use]
    pub fn bytes(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
    /// Whether it is a word.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// The most tokens that are read, which bounds the memory (40 MB). Ten megabytes of prose have about two million; what
/// has more is no article, and its rest stays unread.
pub const LIMIT: usize = 2_500_000;

pub(super) const SEED: u32 = 0x811c_9dc5;

/// One step of the FNV-1a hash (Fowler, Noll and Vo): small, good enough for words, the same on every machine.
pub(super) fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The hash of a lower-cased word, as [`Token::hash`] has it.
#[must_use]
pub fn hash(word: &str) -> u32 {
    word.bytes().fold(SEED, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = tokens(text).iter().map(|t| &text[t.bytes()]).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn words_numbers_and_marks_are_cut() {
        check(
            "Mr. Daud's two-day visit cost $3.5m, or 10,000 euros.",
            &[
                "Mr.", "Daud", "'s", "two", "-", "day", "visit", "cost", "$", "3.5m", ",", "or",
                "10,000", "euros", ".",
            ],
        );
    }

    #[test]
    fn initials_and_abbreviations_keep_their_stop() {
        check(
            "J. K. Adeyemi of the U.S. spoke at 10 a.m. He left.",
            &[
                "J.", "K.", "Adeyemi", "of", "the", "U.S.", "spoke", "at", "10", "a.m.", "He",
                "left", ".",
            ],
        );
    }

    #[test]
    fn numeric_dates_stay_in_parts() {
        check(
            "30.09.2025 10:30",
            &["30", ".", "09", ".", "2025", "10", ":", "30"],
        );
    }

    #[test]
    fn apostrophes_hold_a_word_together() {
        check("don’t ‘go’ O'Hara", &["don’t", "‘", "go", "’", "O'Hara"]);
    }

    #[test]
    fn addresses_and_handles_are_whole() {
        check(
            "See pic.twitter.com/abC1 (@desk_news), Gawker.com.",
            &[
                "See",
                "pic.twitter.com/abC1",
                "(",
                "@desk_news",
                ")",
                ",",
                "Gawker.com",
                ".",
            ],
        );
    }
}
