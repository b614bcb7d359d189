//! The text as cells: words with their part in expressions of time, numbers and marks.
//!
//! Finer than the reader's tokens: `third-quarter` is three cells, `1990s` one, so that the matchers see the same
//! shapes however a text joins its words. Made in one pass without any allocation per word.

use super::lexicon::{self, Term};

/// A word, number or mark of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Byte offset of its first character.
    pub(super) start: u32,
    /// Byte offset past its last character.
    pub(super) end: u32,
    /// What it is.
    pub(super) term: Term,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// Nothing stands between it and the cell before.
    pub(super) joined: bool,
    /// It looks like a past tense: `announced`, `took`.
    pub(super) past: bool,
}

/// Cuts a piece of text that begins at the byte `base` into cells. A line's end is a mark too, unless the text is one that is broken at a fixed width.
pub(super) fn cells(text: &str, base: usize) -> Vec<Cell> {
    let bytes = text.as_bytes();
    let mut cells: Vec<Cell> = Vec::with_capacity(bytes.len() / 5 + 4);
    let mut at = 0;
    let mut last_end = usize::MAX;
    let mut line = 0;
    while at < bytes.len() {
        let start = at;
        let first = bytes[at];
        let (term, end) = match first {
            b'\n' => {
                let soft = soft_break(bytes, line, at);
                line = at + 1;
                at += 1;
                if soft {
                    continue;
                }
                (Term::Mark(b'\n'), at)
            }
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'0'..=b'9' => digits(bytes, at),
            b'a'..=b'z' | b'A'..=b'Z' => word(bytes, at),
            0..=0x7F => (Term::Mark(first), at + 1),
            _ => match folded(&bytes[at..]) {
                Some((b' ', len)) => {
                    at += len;
                    continue;
                }
                Some((mark, len)) => (Term::Mark(mark), at + len),
                None => word(bytes, at),
            },
        };
        let past = match term {
            Term::Went | Term::Was => true,
            // The United States is no past tense.
            Term::Other | Term::Said | Term::Began | Term::Plan => {
                end - start > 4 && bytes[..end].ends_with(b"ed") && first.is_ascii_lowercase()
            }
            _ => false,
        };
        let term = if term == Term::Went {
            Term::Other
        } else {
            term
        };
        cells.push(Cell {
            start: offset(base + start),
            end: offset(base + end),
            term,
            capital: first.is_ascii_uppercase(),
            joined: last_end == start,
            past,
        });
        last_end = end;
        at = end;
    }
    cells
}

/// Offsets are kept in 32 bits; what lies beyond 4 GB of text is not read.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Marks beyond ASCII that stand for an ASCII one, with their length in bytes.
fn folded(rest: &[u8]) -> Option<(u8, usize)> {
    Some(match rest {
        [0xC2, 0xA0, ..] => (b' ', 2),
        [0xC2, 0xAB | 0xBB, ..] => (b'"', 2),
        [0xC2, 0xBD, ..] => (b'%', 2),
        [0xC2, ..] => (b'*', 2),
        [0xE2, 0x80, 0x80..=0x8A | 0xAF, ..] => (b' ', 3),
        [0xE2, 0x80, 0x90..=0x93, ..] => (b'-', 3),
        [0xE2, 0x80, 0x94 | 0x95, ..] => (b'_', 3),
        [0xE2, 0x80, 0x98 | 0x99, ..] => (b'\'', 3),
        [0xE2, 0x80, 0x9C | 0x9D, ..] => (b'"', 3),
        [0xE2, 0x80, ..] => (b'*', 3),
        [0xE2, 0x88, 0x92, ..] => (b'-', 3),
        _ => return None,
    })
}

/// A line that is long, ends inside a sentence and goes on with a small letter or a digit was broken by a machine.
fn soft_break(bytes: &[u8], line: usize, at: usize) -> bool {
    let before = bytes[line..at].trim_ascii_end();
    (50..=100).contains(&before.len())
        && before
            .last()
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b',')
        && bytes
            .get(at + 1)
            .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn word(bytes: &[u8], start: usize) -> (Term, usize) {
    let mut end = start;
    let mut plain = true;
    while let Some(&byte) = bytes.get(end) {
        if byte.is_ascii_alphabetic() {
            end += 1;
        } else if byte.is_ascii_digit() || (byte >= 0x80 && folded(&bytes[end..]).is_none()) {
            plain = false;
            end += 1;
        } else {
            break;
        }
    }
    // The T of 2025-10-14T09:30 parts its date and its time.
    if bytes[start] == b'T' && end > start + 1 && start > 0 && bytes[start - 1].is_ascii_digit() {
        return (Term::Other, start + 1);
    }
    let word = &bytes[start..end];
    // a.m. and p.m. are one cell, with the last stop.
    if let [half @ (b'a' | b'p' | b'A' | b'P')] = word
        && let [b'.', b'm' | b'M', rest @ ..] = &bytes[end..]
        && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    {
        let stop = usize::from(rest.first() == Some(&b'.'));
        let hours = if half.eq_ignore_ascii_case(&b'p') {
            12
        } else {
            0
        };
        return (Term::Meridiem(hours), end + 2 + stop);
    }
    let term = if plain {
        lexicon::look_up(word)
    } else {
        Term::Other
    };
    (term, end)
}

/// `25`, `25th`, `1990s`; digits that run into other letters are a word, except before `am`, `pm` and `h`.
fn digits(bytes: &[u8], start: usize) -> (Term, usize) {
    let mut end = start;
    let mut value: u32 = 0;
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_digit()) {
        value = value
            .saturating_mul(10)
            .saturating_add(u32::from(byte - b'0'));
        end += 1;
    }
    let len = u8::try_from(end - start).unwrap_or(u8::MAX);
    let number = if len > 9 {
        Term::Digits {
            value: u32::MAX,
            len,
        }
    } else {
        Term::Digits { value, len }
    };
    let letters = bytes[end..]
        .iter()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let suffix = &bytes[end..end + letters];
    if suffix.is_empty() {
        return (number, end);
    }
    let same = |word: &[u8]| suffix.eq_ignore_ascii_case(word);
    if same(b"th") || same(b"st") || same(b"nd") || same(b"rd") {
        return (Term::Ordinal(value), end + letters);
    }
    if suffix == b"s" && value.is_multiple_of(10) && (len == 4 || len == 2) {
        return (Term::Tens(value), end + letters);
    }
    if same(b"am")
        || same(b"pm")
        || same(b"p")
        || same(b"a")
        || same(b"bc")
        || same(b"gmt")
        || same(b"utc")
        || suffix == b"T"
        || suffix == b"Z"
    {
        return (number, end);
    }
    let (_, end) = word(bytes, end);
    (Term::Other, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = cells(text, 0)
            .iter()
            .map(|cell| &text[cell.start as usize..cell.end as usize])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_numbers_and_marks_are_cells() {
        check(
            "third-quarter, Aug. 25th",
            &["third", "-", "quarter", ",", "Aug", ".", "25th"],
        );
        check("10 a.m., 5pm", &["10", "a.m.", ",", "5", "pm"]);
        check("the 1990s’ A320", &["the", "1990s", "’", "A320"]);
        check("déjà 3.5", &["déjà", "3", ".", "5"]);
    }

    #[test]
    fn a_line_end_parts_and_a_fold_does_not() {
        check("2005\nJune", &["2005", "\n", "June"]);
        let folded = format!("{} August\n25", "x".repeat(60));
        assert_eq!(cells(&folded, 0).len(), 3);
    }
}
