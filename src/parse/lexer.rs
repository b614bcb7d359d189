//! The lexer: one pass over the bytes that makes the [tokens](super::token).

use super::lexicon::{self, Lexicon};
use super::token::{
    ABBREVIATION, BREAK, CAPITAL, Kind, LIMIT, SEED, SPACE_BEFORE, Token, UPPER, step,
};

/// Cuts `text` into tokens.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        lexicon: lexicon::get(),
        // More than prose needs: room that is never written costs nothing, and growing moves it all.
        out: Vec::with_capacity((text.len() / 3 + 8).min(LIMIT)),
    };
    lexer.run();
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    lexicon: &'static Lexicon,
    out: Vec<Token>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut space = true;
        // One place is left for a possessive, which comes with its word.
        while at < self.bytes.len() && self.out.len() + 1 < LIMIT {
            let byte = self.bytes[at];
            match byte {
                b' ' | b'\t' | b'\r' | 0x0b | 0x0c => {
                    at += 1;
                    space = true;
                }
                b'\n' => {
                    at = self.newline(at);
                    space = true;
                }
                b'a'..=b'z' | b'A'..=b'Z' => {
                    at = self.word(at, space);
                    space = false;
                }
                b'0'..=b'9' => {
                    at = self.number(at, space);
                    space = false;
                }
                _ => {
                    let c = self.char_at(at);
                    if byte >= 0x80 && c.is_whitespace() {
                        space = true;
                        at += c.len_utf8();
                        continue;
                    }
                    at = if byte >= 0x80 && c.is_alphabetic() {
                        self.word(at, space)
                    } else {
                        self.sign(at, c, space)
                    };
                    space = false;
                }
            }
        }
    }

    fn char_at(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or('\0')
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, flags: u8) {
        // A text of more than 4 GiB does not fit `u32`; the command line reads articles, so the cut is never seen.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.out.push(Token {
            start: place(start),
            end: place(end),
            hash: 0,
            word: 0,
            kind,
            flags,
        });
    }

    fn newline(&mut self, start: usize) -> usize {
        let mut at = start;
        let mut lines = 0;
        let mut end = start;
        while let b' ' | b'\t' | b'\r' | b'\n' = self.byte(at) {
            if self.byte(at) == b'\n' {
                lines += 1;
                end = at + 1;
            }
            at += 1;
        }
        self.push(start, end, Kind::Newline, if lines > 1 { BREAK } else { 0 });
        end
    }

    /// One past the last letter or digit of the run at `at`, and the run's hash.
    fn letters(&self, mut at: usize, mut hash: u32, upper: &mut bool) -> (usize, u32) {
        loop {
            let byte = self.byte(at);
            match byte {
                b'a'..=b'z' | b'0'..=b'9' => {
                    *upper &= byte.is_ascii_digit();
                    hash = step(hash, byte);
                    at += 1;
                }
                b'A'..=b'Z' => {
                    hash = step(hash, byte | 0x20);
                    at += 1;
                }
                0x80.. => {
                    let c = self.char_at(at);
                    // Combining marks and joiners keep a word together.
                    let joins = matches!(
                        c,
                        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}'
                    );
                    if !c.is_alphanumeric() && !joins {
                        return (at, hash);
                    }
                    *upper &= !c.is_lowercase();
                    for low in c.to_lowercase() {
                        for b in low.encode_utf8(&mut [0; 4]).bytes() {
                            hash = step(hash, b);
                        }
                    }
                    at += c.len_utf8();
                }
                _ => return (at, hash),
            }
        }
    }

    fn word(&mut self, start: usize, space: bool) -> usize {
        if self.is_link(start) {
            return self.link(start, space);
        }
        let first = self.char_at(start);
        let mut upper = true;
        let mut single = first.len_utf8();
        let (mut end, mut hash) = self.letters(start, SEED, &mut upper);
        let mut flags = 0;
        let mut possessive = None;
        loop {
            let (mark, width) = self.apostrophe(end);
            if mark {
                let after = self.byte(end + width);
                let next = self.byte(end + width + 1);
                let s_only = (after == b's' || after == b'S')
                    && !next.is_ascii_alphanumeric()
                    && (next < 0x80 || !self.char_at(end + width + 1).is_alphabetic());
                if s_only {
                    possessive = Some(end + width + 1);
                    break;
                }
                if after.is_ascii_alphabetic()
                    || (after >= 0x80 && self.char_at(end + width).is_alphabetic())
                {
                    hash = step(hash, b'\'');
                    (end, hash) = self.letters(end + width, hash, &mut upper);
                    single = 0;
                    continue;
                }
                break;
            }
            if self.byte(end) == b'.' {
                let after = self.byte(end + 1);
                // `U.S.`, `a.m.`, `J.`: single letters, each with its stop.
                if end - start == single && single > 0 {
                    if after.is_ascii_alphabetic() && self.byte(end + 2) == b'.' {
                        hash = step(hash, b'.');
                        let from = end + 1;
                        (end, hash) = self.letters(from, hash, &mut upper);
                        single = end - start;
                        continue;
                    }
                    if first.is_uppercase() || end - start > 1 {
                        flags |= ABBREVIATION;
                        end += 1;
                    }
                    break;
                }
                // `Gawker.com`: no blank, and small letters go on.
                if after.is_ascii_lowercase() && end - start > 1 {
                    hash = step(hash, b'.');
                    (end, hash) = self.letters(end + 1, hash, &mut upper);
                    single = 0;
                    continue;
                }
            }
            break;
        }
        let text = &self.text[start..end];
        let bare = if flags & ABBREVIATION != 0 {
            &text[..text.len() - 1]
        } else {
            text
        };
        let word = self.lexicon.find(hash, bare);
        if flags & ABBREVIATION == 0
            && word != 0
            && self.byte(end) == b'.'
            && self.lexicon.is(word, lexicon::ABBREVIATION)
            && (first.is_uppercase() || !self.lexicon.is(word, lexicon::ABBREVIATION_CAPITAL))
        {
            flags |= ABBREVIATION;
            end += 1;
        }
        if space {
            flags |= SPACE_BEFORE;
        }
        if first.is_uppercase() {
            flags |= CAPITAL;
            if upper && bare.len() > 1 {
                flags |= UPPER;
            }
        }
        self.push(start, end, Kind::Word, flags);
        if let Some(token) = self.out.last_mut() {
            token.hash = hash;
            token.word = word;
        }
        if let Some(last) = possessive {
            self.push(end, last, Kind::Possessive, 0);
            return last;
        }
        end
    }

    fn apostrophe(&self, at: usize) -> (bool, usize) {
        match self.byte(at) {
            b'\'' => (true, 1),
            0xe2 if self.bytes[at..].starts_with("’".as_bytes()) => (true, 3),
            _ => (false, 0),
        }
    }

    fn is_link(&self, at: usize) -> bool {
        let rest = &self.bytes[at..];
        match rest[0] {
            b'h' => rest.starts_with(b"http://") || rest.starts_with(b"https://"),
            b'w' => rest.starts_with(b"www."),
            b'p' => rest.starts_with(b"pic.twitter.com/"),
            _ => false,
        }
    }

    fn link(&mut self, start: usize, space: bool) -> usize {
        let mut end = start;
        while end < self.bytes.len() {
            let c = self.char_at(end);
            if c.is_whitespace() || matches!(c, '"' | '”' | '“' | '<' | '>' | ')') {
                break;
            }
            end += c.len_utf8();
        }
        while end > start && matches!(self.bytes[end - 1], b'.' | b',' | b';' | b':') {
            end -= 1;
        }
        self.push(start, end, Kind::Link, if space { SPACE_BEFORE } else { 0 });
        end
    }

    fn number(&mut self, start: usize, space: bool) -> usize {
        let digits = |mut at: usize| {
            while self.byte(at).is_ascii_digit() {
                at += 1;
            }
            at
        };
        let mut end = digits(start);
        while self.byte(end) == b',' && end - start <= 3 + 4 * ((end - start) / 4) {
            let group = digits(end + 1);
            if group != end + 4 {
                break;
            }
            end = group;
        }
        // A decimal, but not the dots of `30.09.2025`.
        if self.byte(end) == b'.' && self.byte(end + 1).is_ascii_digit() {
            let fraction = digits(end + 1);
            let dotted = self.byte(fraction) == b'.' && self.byte(fraction + 1).is_ascii_digit();
            let after_dot = start > 1
                && self.bytes[start - 1] == b'.'
                && self.bytes[start - 2].is_ascii_digit();
            if !dotted && !after_dot {
                end = fraction;
            }
        }
        let mut upper = true;
        let (last, hash) = self.letters(end, SEED, &mut upper);
        let flags = if space { SPACE_BEFORE } else { 0 };
        if last == end {
            self.push(start, end, Kind::Number, flags);
        } else {
            self.push(start, last, Kind::Ordinal, flags);
        }
        if let Some(token) = self.out.last_mut() {
            token.hash = hash;
        }
        last
    }

    fn sign(&mut self, start: usize, c: char, space: bool) -> usize {
        let mut end = start + c.len_utf8();
        let next = self.byte(end);
        let space_after = end >= self.bytes.len()
            || next.is_ascii_whitespace()
            || self.char_at(end).is_whitespace();
        let kind = match c {
            '.' | '!' | '?' | '…' => {
                while matches!(self.byte(end), b'.' | b'!' | b'?') {
                    end += 1;
                }
                Kind::Stop
            }
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            ';' => Kind::Semicolon,
            '-' => {
                if next == b'-' {
                    while self.byte(end) == b'-' {
                        end += 1;
                    }
                    Kind::Dash
                } else if space && space_after {
                    Kind::Dash
                } else {
                    Kind::Hyphen
                }
            }
            '\u{2010}' | '\u{2011}' => Kind::Hyphen,
            '–' | '—' | '―' => Kind::Dash,
            '"' => Kind::StraightMark,
            '“' | '„' | '«' => Kind::OpenMark,
            '”' | '»' => Kind::CloseMark,
            '`' if next == b'`' => {
                end += 1;
                Kind::OpenMark
            }
            '`' => Kind::SingleOpen,
            '\'' if next == b'\'' => {
                end += 1;
                if space && !self.byte(end).is_ascii_whitespace() {
                    Kind::OpenMark
                } else {
                    Kind::CloseMark
                }
            }
            '‘' if self.bytes[end..].starts_with("‘".as_bytes()) => {
                end += 3;
                Kind::OpenMark
            }
            '’' if self.bytes[end..].starts_with("’".as_bytes()) => {
                end += 3;
                Kind::CloseMark
            }
            '‘' => Kind::SingleOpen,
            '\'' if space && !space_after => Kind::SingleOpen,
            '\'' | '’' => Kind::SingleClose,
            '(' | '[' | '{' => Kind::OpenBracket,
            ')' | ']' | '}' => Kind::CloseBracket,
            '@' if next.is_ascii_alphanumeric() || next == b'_' => {
                while self.byte(end).is_ascii_alphanumeric() || self.byte(end) == b'_' {
                    end += 1;
                }
                Kind::Handle
            }
            _ => Kind::Sign,
        };
        let mut flags = if space { SPACE_BEFORE } else { 0 };
        if c == '…' || end - start > 1 && kind == Kind::Stop && self.bytes[start] == b'.' {
            flags |= ABBREVIATION;
        }
        self.push(start, end, kind, flags);
        end
    }
}
