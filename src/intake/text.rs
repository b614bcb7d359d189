//! Plain text: bytes to a [`Page`].
//!
//! The text must be UTF-8, since a guess at another encoding would shift offsets without anybody noticing. A byte order
//! mark at the start is no part of the text and is left out; nothing else is changed.

use super::Page;

/// Bytes that are no UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not UTF-8 text: byte {byte:#04x} at offset {offset} (line {line}); save the file as UTF-8 and try again"
)]
pub struct NotUtf8 {
    /// The place of the first wrong byte, counted from 0.
    pub offset: usize,
    /// The wrong byte.
    pub byte: u8,
    /// The line that it stands in, counted from 1.
    pub line: usize,
}

/// Takes bytes as an article's text.
///
/// # Errors
/// [`NotUtf8`] with the place of the first byte that does not fit.
pub fn page(bytes: Vec<u8>) -> Result<Page, NotUtf8> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        NotUtf8 {
            offset,
            byte: bytes.get(offset).copied().unwrap_or_default(),
            line: 1 + bytes[..offset].iter().filter(|b| **b == b'\n').count(),
        }
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(Page {
        text,
        ..Page::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_utf8_names_the_byte() {
        let error = page(b"one\ntwo \xff three".to_vec()).expect_err("no UTF-8");
        assert_eq!((error.offset, error.byte, error.line), (8, 0xff, 2));
        assert!(error.to_string().contains("offset 8"));
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let page = page("\u{feff}Kabul".into()).expect("UTF-8");
        assert_eq!(page.text, "Kabul");
    }
}
