//! Text → lines of a width, broken between words; what is too long ends in an ellipsis after a whole word.

use super::font::{Weight, width};

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// In pixels.
    pub(super) size: f32,
    pub(super) weight: Weight,
    /// The longest line, in pixels.
    pub(super) width: f32,
    /// The most lines.
    pub(super) lines: usize,
}

impl Measure {
    fn fits(&self, text: &str) -> bool {
        width(text, self.size, self.weight) <= self.width
    }
}

/// The lines of a text. Only a word that is longer than a line is broken within.
pub(super) fn wrap(text: &str, measure: &Measure) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text
        .split_whitespace()
        .flat_map(|word| pieces(word, measure))
    {
        let full = lines.len() == measure.lines;
        let line = lines.last_mut().expect("there is always a line");
        let joined = if line.is_empty() {
            word.clone()
        } else {
            format!("{line} {word}")
        };
        if measure.fits(&joined) {
            *line = joined;
        } else if !full {
            lines.push(word);
        } else {
            *line = ellipsis(line, measure);
            break;
        }
    }
    lines
}

/// Whether [`wrap`] breaks no word of the text.
pub(super) fn whole(text: &str, measure: &Measure) -> bool {
    text.split_whitespace()
        .all(|word| pieces(word, measure).len() == 1)
}

/// The line with an ellipsis, without the words that leave no room for it.
fn ellipsis(line: &str, measure: &Measure) -> String {
    let mut kept = line;
    loop {
        let ended = format!(
            "{}…",
            kept.trim_end_matches([',', ';', ':', '–', '—', '-', ' '])
        );
        match kept.rsplit_once(' ') {
            Some((shorter, _)) if !measure.fits(&ended) => kept = shorter,
            _ => return ended,
        }
    }
}

/// A word that fits a line, or the pieces that do; each leaves room for an ellipsis, should it be the last.
fn pieces(word: &str, measure: &Measure) -> Vec<String> {
    let room = Measure {
        width: measure.width - measure.size,
        ..*measure
    };
    if room.fits(word) {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let piece = pieces.last_mut().expect("there is always a piece");
        piece.push(letter);
        if !room.fits(piece) && piece.chars().count() > 1 {
            piece.pop();
            let mut next = piece.split_off(joint(piece));
            next.push(letter);
            pieces.push(next);
        }
    }
    pieces
}

/// Where a word is best parted: after the last sign of an address or a compound in its second half, else at its end.
fn joint(piece: &str) -> usize {
    let half = piece.len() / 2;
    piece
        .char_indices()
        .rev()
        .map(|(at, letter)| (at + letter.len_utf8(), letter))
        .take_while(|(end, _)| *end > half)
        .find(|(_, letter)| matches!(letter, '/' | '-' | '–' | '_' | '.' | '&' | '=' | '?' | ','))
        .map_or(piece.len(), |(end, _)| end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn measure(width: f32, lines: usize) -> Measure {
        Measure {
            size: 20.0,
            weight: Weight::Regular,
            width,
            lines,
        }
    }

    #[test]
    fn lines_break_between_words() {
        let lines = wrap("The ferry sails again in the morning", &measure(160.0, 9));
        assert_eq!(lines.join(" "), "The ferry sails again in the morning");
        assert_eq!(lines.len(), 3, "{lines:?}");
    }

    #[test]
    fn an_ellipsis_follows_a_whole_word() {
        let lines = wrap(
            "The ferry, sails, again, in, the, morning, light",
            &measure(160.0, 1),
        );
        assert_eq!(lines, ["The ferry, sails…"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        let word = "x".repeat(100);
        let lines = wrap(&word, &measure(160.0, 99));
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), word);
    }

    #[test]
    fn an_address_is_parted_at_its_joints() {
        let address = "https://lindholm.example/council/minutes-of-the-meeting";
        let lines = wrap(address, &measure(300.0, 9));
        assert_eq!(lines.concat(), address);
        assert!(lines[0].ends_with(['/', '-', '.']), "{lines:?}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_whole_is_lost(text in "[a-zA-Z,.éß –-]{0,300}", most in 1_usize..6) {
            let measure = measure(220.0, most);
            let lines = wrap(&text, &measure);
            prop_assert!(lines.len() <= most);
            for line in &lines {
                prop_assert!(measure.fits(line), "{line}");
            }
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let shown = squeezed(&lines.concat());
            match shown.strip_suffix('…') {
                Some(begun) => prop_assert!(squeezed(&text).starts_with(begun)),
                None => prop_assert_eq!(shown, squeezed(&text)),
            }
        }
    }
}
