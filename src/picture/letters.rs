//! Which texts can be drawn: those of letters that the embedded font has and that run from left to right.

use unicode_normalization::UnicodeNormalization;

use super::font;

/// Why there is no picture, in a sentence for whoever asked for it; the text stands all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// A letter that the font lacks, or a text from right to left.
    #[error("There is no picture of this: it has letters that the picture's font lacks.")]
    Letters,
    /// More words than a card has room for.
    #[error("These words are too long for a picture: here they stand in full.")]
    TooLong,
    /// Nothing to draw.
    #[error("There is nothing to draw.")]
    Nothing,
}

/// The text in one line of letters that the font has.
pub(super) fn clean(text: &str) -> Result<String, NoPicture> {
    // Marks for line breaking and for how the next letter looks; nothing is lost without them.
    let unseen = |letter: &char| {
        matches!(
            letter,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}'
        )
    };
    let composed: String = text
        .chars()
        .filter(|letter| !unseen(letter))
        .nfc()
        .collect();
    let words: Vec<&str> = composed
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    if font::covers(&line) {
        Ok(line)
    } else {
        Err(NoPicture::Letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_of_known_letters() {
        for (text, cleaned) in [
            ("two\n lines\tand\u{0}more", Some("two lines and more")),
            ("co\u{ad}operate", Some("cooperate")),
            ("e\u{301}tude", Some("étude")),
            ("peace, صلح", None),
            ("turned \u{202e}round", None),
            ("done 🙂", None),
            ("", Some("")),
        ] {
            assert_eq!(clean(text).ok().as_deref(), cleaned, "{text:?}");
        }
    }
}
