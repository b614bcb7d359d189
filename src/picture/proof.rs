//! Whether pictures can be drawn here: the embedded font loads, and a letter of it leaves ink.

use super::font::FAMILY;
use super::raster::{DrawError, draw};

/// Draws a letter.
///
/// # Errors
/// [`DrawError`] where that fails, or where the letter leaves nothing.
pub fn proof() -> Result<(), DrawError> {
    let sheet = |letters: &str| {
        draw(&format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><rect width="32" height="32" fill="#fff"/><text x="4" y="26" font-family="{FAMILY}" font-size="24" fill="#000">{letters}</text></svg>"##
        ))
    };
    if sheet("N")? == sheet("")? {
        return Err(DrawError::new("the embedded font draws no letter"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_font_leaves_ink() {
        assert_eq!(super::proof(), Ok(()));
    }
}
