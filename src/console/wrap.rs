//! Styled text in lines of a width: broken between words, the style kept over the break.
//!
//! A word may change its style inside (a name in bold with a plain comma). What is longer than a line stays whole, so that
//! a web address can still be copied.

use unicode_width::UnicodeWidthStr;

/// How a stretch of text is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Paint {
    #[default]
    Plain,
    Strong,
    Soft,
    Command,
    Heading,
    Good,
    Bad,
}

impl Paint {
    /// The text in this paint, or as it is without colours.
    pub(super) fn on(self, text: &str, colour: bool) -> String {
        let code = match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Soft => "2",
            Self::Command => "36",
            Self::Heading => "1;34",
            Self::Good => "32",
            Self::Bad => "31",
        };
        if !colour || code.is_empty() || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A stretch of text in one paint.
pub(super) type Span = (Paint, String);

/// A word with what goes before it.
struct Word {
    spans: Vec<Span>,
    width: usize,
    before: Before,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// So many; gone where a line ends in them.
    Spaces(usize),
    Break,
}

/// The lines, each at most `width` columns wide where its words allow; `first` begins the first, `rest` the others.
pub(super) fn wrap(
    spans: &[Span],
    width: usize,
    first: &Span,
    rest: &Span,
    colour: bool,
) -> Vec<String> {
    let mut lines = Vec::new();
    let start = |margin: &Span| (vec![margin.clone()], margin.1.width());
    let (mut line, mut used) = start(first);
    let mut empty = true;
    for word in words(spans) {
        let spaces = match word.before {
            Before::Spaces(spaces) if !empty => spaces,
            _ => 0,
        };
        let full = spaces > 0 && used + spaces + word.width > width;
        if full || word.before == Before::Break {
            lines.push(paint(&line, colour));
            (line, used) = start(rest);
            empty = true;
        } else if spaces > 0 {
            // Spaces inside one paint stay in it, so that the codes are few.
            let plain = match (line.last(), word.spans.first()) {
                (Some((a, _)), Some((b, _))) if a == b && line.len() > 1 => *a,
                _ => Paint::Plain,
            };
            line.push((plain, " ".repeat(spaces)));
            used += spaces;
        }
        used += word.width;
        empty = empty && word.spans.is_empty();
        line.extend(word.spans);
    }
    lines.push(paint(&line, colour));
    lines
}

fn paint(line: &[Span], colour: bool) -> String {
    let mut joined: Vec<Span> = Vec::new();
    for (paint, text) in line {
        match joined.last_mut() {
            Some((last, before)) if last == paint => before.push_str(text),
            _ => joined.push((*paint, text.clone())),
        }
    }
    let painted: String = joined
        .iter()
        .map(|(paint, text)| paint.on(text, colour))
        .collect();
    painted.trim_end().to_owned()
}

fn words(spans: &[Span]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before = Before::Nothing;
    let mut open = false;
    for (paint, text) in spans {
        for part in text.split_inclusive([' ', '\n']) {
            let (word, end) = match part.char_indices().next_back() {
                Some((at, c @ (' ' | '\n'))) => (&part[..at], Some(c)),
                _ => (part, None),
            };
            if !word.is_empty() {
                let span = (*paint, word.to_owned());
                match words.last_mut().filter(|_| open) {
                    Some(last) => {
                        last.width += word.width();
                        last.spans.push(span);
                    }
                    None => words.push(Word {
                        spans: vec![span],
                        width: word.width(),
                        before,
                    }),
                }
                open = true;
                before = Before::Nothing;
            }
            match end {
                Some('\n') if before == Before::Break => {
                    // An empty line of the text stays one.
                    words.push(Word {
                        spans: Vec::new(),
                        width: 0,
                        before,
                    });
                    open = false;
                }
                Some('\n') => (before, open) = (Before::Break, false),
                Some(_) => {
                    before = match before {
                        Before::Nothing => Before::Spaces(1),
                        Before::Spaces(spaces) => Before::Spaces(spaces + 1),
                        Before::Break => Before::Break,
                    };
                    open = false;
                }
                None => {}
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Span {
        (Paint::Plain, text.to_owned())
    }

    fn check(text: &str, width: usize, lines: &[&str]) {
        let made = wrap(&[plain(text)], width, &plain("> "), &plain(": "), false);
        assert_eq!(made, lines, "{text}");
    }

    #[test]
    fn lines_break_between_words() {
        check("one two three", 9, &["> one two", ": three"]);
        check("one two  three ", 80, &["> one two  three"]);
        check("one two  three", 9, &["> one two", ": three"]);
        check("", 9, &[">"]);
    }

    #[test]
    fn a_word_longer_than_a_line_stays_whole() {
        check(
            "see https://coast.example/harbour now",
            10,
            &["> see", ": https://coast.example/harbour", ": now"],
        );
    }

    #[test]
    fn breaks_of_the_text_stay() {
        check("one\ntwo\n\nthree", 80, &["> one", ": two", ":", ": three"]);
    }

    #[test]
    fn wide_letters_count_twice_and_marks_not_at_all() {
        check("日本 日本", 8, &["> 日本", ": 日本"]);
        check("é\u{301}é é", 6, &["> é\u{301}é é"]);
    }

    #[test]
    fn a_word_may_change_its_paint_and_is_not_parted() {
        let spans = [
            plain("said "),
            (Paint::Strong, "Mara Lind".to_owned()),
            plain(", who"),
        ];
        let none = plain("");
        assert_eq!(
            wrap(&spans, 10, &none, &none, true),
            ["said \u{1b}[1mMara\u{1b}[0m", "\u{1b}[1mLind\u{1b}[0m, who"]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost_or_parted(
            texts in proptest::collection::vec("[a-c日 \n]{0,12}", 0..6),
            width in 1_usize..20,
        ) {
            let paints = [Paint::Plain, Paint::Strong, Paint::Soft];
            let spans: Vec<Span> = texts
                .iter()
                .enumerate()
                .map(|(i, text)| (paints[i % 3], text.clone()))
                .collect();
            let none = plain("");
            let lines = wrap(&spans, width, &none, &none, false);
            let made: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            let whole = texts.concat();
            let given: Vec<&str> = whole.split_whitespace().collect();
            proptest::prop_assert_eq!(made, given);
            for line in &lines {
                proptest::prop_assert!(line.width() <= width || !line.contains(' '), "{}", line);
            }
        }
    }
}
