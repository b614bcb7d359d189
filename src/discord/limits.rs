//! Discord's limits, and how long a text is in Discord's eyes.
//!
//! The documentation says "characters" and does not say which. [`units`] counts UTF-16 code units, which are never fewer
//! than characters, so what fits here fits whichever is meant. Sources: the pages "Message", "Embed limits", "Component
//! reference" and "Application commands" of Discord's API documentation.

/// The most of an embed's title.
pub(super) const TITLE: usize = 256;
/// The most of an embed's description.
pub(super) const DESCRIPTION: usize = 4096;
/// The most of an embed's footer that we use; Discord allows 2048.
pub(super) const FOOTER: usize = 1000;
/// The most over title, description and footer of all embeds of a message.
pub(super) const EMBEDS: usize = 6000;
const _: () = assert!(
    TITLE + DESCRIPTION + FOOTER <= EMBEDS,
    "the parts of one embed fit a message"
);
/// The most of a button's label.
pub(super) const LABEL: usize = 80;
/// The most of a button's `custom_id`.
pub(super) const CUSTOM_ID: usize = 100;
/// The most of the address that a button opens.
pub(super) const BUTTON_URL: usize = 512;
/// Rows of buttons under a message.
pub(super) const ROWS: usize = 5;
/// Buttons in a row.
pub(super) const ROW: usize = 5;
/// Suggestions of an autocompletion.
pub(super) const CHOICES: usize = 25;
/// The most of a suggestion's name and of its value.
pub(super) const CHOICE: usize = 100;
/// The most of the text that describes a file.
pub(super) const FILE_DESCRIPTION: usize = 1024;
/// The most of a scheduled event's name.
pub(super) const EVENT_NAME: usize = 100;
/// The most of what a scheduled event says.
pub(super) const EVENT_DESCRIPTION: usize = 1000;
/// The most of the place of a scheduled event.
pub(super) const EVENT_PLACE: usize = 100;
/// The most of a message's nonce.
pub(super) const NONCE: usize = 25;

/// The length of a text in UTF-16 code units.
pub(super) fn units(text: &str) -> usize {
    // Every character begins with one byte that is no continuation; one of four bytes is two units.
    let of = |byte: u8| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
    text.bytes().map(of).sum()
}

/// The text where it fits; else its first whole words and `…`. One word that is too long is parted.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let mut length = 1;
    let room = text
        .char_indices()
        .find(|(_, c)| {
            length += c.len_utf16();
            length > most
        })
        .map_or(text.len(), |(at, _)| at);
    // The word that the room ends in goes, unless it ends just there.
    let words = if text[room..].starts_with(char::is_whitespace) {
        &text[..room]
    } else {
        text[..room]
            .rfind(char::is_whitespace)
            .map_or("", |space| &text[..space])
    };
    let kept = match words.trim_end() {
        "" => &text[..room],
        words => words,
    };
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, most: usize, short: &str) {
        assert_eq!(shorten(text, most), short);
    }

    #[test]
    fn a_text_is_shortened_between_words() {
        check("two words", 9, "two words");
        check("two words", 8, "two…");
        check("two words more", 10, "two words…");
        check("two  words more", 6, "two…");
    }

    #[test]
    fn one_long_word_is_parted() {
        check("Donaudampfschiff", 6, "Donau…");
        check("𝒟𝒟𝒟", 4, "𝒟…");
    }

    proptest! {
        #[test]
        fn units_are_those_of_utf_16(text in any::<String>()) {
            prop_assert_eq!(units(&text), text.encode_utf16().count());
        }

        #[test]
        fn shortened_fits_and_is_never_empty(text in "\\PC{1,60}", most in 2usize..40) {
            let short = shorten(&text, most);
            prop_assert!(units(&short) <= most && !short.is_empty());
        }
    }
}
