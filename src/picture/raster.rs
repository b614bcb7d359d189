//! SVG text → PNG, with resvg.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::font::{FAMILY, database};

/// Why there is no picture; for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a picture could not be drawn: {0}")]
pub struct DrawError(String);

impl DrawError {
    pub(super) fn new(why: &str) -> Self {
        Self(why.to_owned())
    }
}

/// Draws an SVG as PNG. Takes some tens of milliseconds: not for a thread that others wait for.
///
/// # Errors
/// [`DrawError`] for what is no SVG or too large.
pub fn draw(svg: &str) -> Result<Vec<u8>, DrawError> {
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: database(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| DrawError(error.to_string()))?;
    let size = tree.size().to_int_size();
    let mut pixmap = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| DrawError("no room for its pixels".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    // The ground covers everything, so no pixel is see-through and the fourth byte tells nothing.
    let mut colours = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    for pixel in pixmap.data().chunks_exact(4) {
        colours.extend_from_slice(&pixel[..3]);
    }
    encode(&colours, size.width(), size.height()).map_err(|error| DrawError(error.to_string()))
}

fn encode(colours: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // A fifth of the time of the balanced setting for twice the bytes, and somebody waits.
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(colours)?;
    writer.finish()?;
    Ok(bytes)
}
