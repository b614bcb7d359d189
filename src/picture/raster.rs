//! SVG text → PNG, with resvg.

use std::collections::HashMap;

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
    encode(&pixmap).map_err(|error| DrawError(error.to_string()))
}

/// The PNG: one byte a pixel where the picture has at most 256 colours, as ours have, else three.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_depth(png::BitDepth::Eight);
    // A tenth of the time of the balanced setting for twice the bytes, and somebody waits.
    encoder.set_compression(png::Compression::Fast);
    let data = match indexed(pixmap.data()) {
        Some((palette, places)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette);
            // Rows are mostly as the row above: a third smaller in the same time.
            encoder.set_filter(png::Filter::Up);
            places
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            let colours = pixmap.data().chunks_exact(4);
            colours.flat_map(|pixel| &pixel[..3]).copied().collect()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}

/// The colours in the order in which they are met, and each pixel's place among them; none where there are more than 256.
/// The ground covers everything, so no pixel is see-through and the fourth byte tells nothing.
fn indexed(pixels: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut known: HashMap<[u8; 3], u8> = HashMap::new();
    let mut palette = Vec::new();
    let mut places = Vec::with_capacity(pixels.len() / 4);
    // Most pixels are as the one before.
    let mut last = None;
    for pixel in pixels.chunks_exact(4) {
        let colour = [pixel[0], pixel[1], pixel[2]];
        let place = match last {
            Some((before, place)) if before == colour => place,
            _ => match known.get(&colour) {
                Some(place) => *place,
                None => {
                    let place = u8::try_from(known.len()).ok()?;
                    known.insert(colour, place);
                    palette.extend_from_slice(&colour);
                    place
                }
            },
        };
        last = Some((colour, place));
        places.push(place);
    }
    Some((palette, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_are_a_palette_and_many_are_not_and_both_read_back() {
        for colours in [2_u16, 256, 257, 900] {
            let mut pixmap = Pixmap::new(30, 30).expect("room");
            for (number, pixel) in (0..).zip(pixmap.data_mut().chunks_exact_mut(4)) {
                let [high, low] = (number % colours).to_be_bytes();
                pixel.copy_from_slice(&[high, low, 7, 255]);
            }
            assert_eq!(indexed(pixmap.data()).is_some(), colours <= 256);
            let read = Pixmap::decode_png(&encode(&pixmap).expect("a PNG")).expect("a PNG");
            assert!(read == pixmap, "{colours}");
        }
    }
}
