//! The embedded font: which characters it has, how wide a text is, and the fonts as resvg wants them.
//!
//! Inter in two weights, cut down to Latin, Greek and Cyrillic letters (`config/fonts/README.md` says how). Widths add up
//! the glyphs' advances without kerning, which makes a line at most a little shorter than it was taken for.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use skrifa::charmap::Charmap;
use skrifa::metrics::GlyphMetrics;
use skrifa::prelude::{FontRef, LocationRef, Size};
use skrifa::{GlyphId, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("../../config/fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../config/fonts/Inter-SemiBold.otf");

/// The name of the family in the font files.
pub(super) const FAMILY: &str = "Inter";

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// For running text.
    Regular,
    /// For what stands out.
    SemiBold,
}

impl Weight {
    /// As CSS counts it.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }
}

struct Face {
    glyphs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("the embedded font is a font");
        Self {
            glyphs: font.charmap(),
            metrics: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
        }
    }

    fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.glyphs
            .map(letter)
            .filter(|glyph| *glyph != GlyphId::NOTDEF)
    }
}

static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| [Face::read(REGULAR), Face::read(SEMI_BOLD)]);

fn face(weight: Weight) -> &'static Face {
    &FACES[usize::from(weight == Weight::SemiBold)]
}

/// Whether both weights have every letter of the text.
pub(super) fn covers(text: &str) -> bool {
    text.chars()
        .all(|letter| FACES.iter().all(|face| face.glyph(letter).is_some()))
}

/// The width of a text set at `size` pixels, in pixels.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let face = face(weight);
    let advance = |letter| {
        face.glyph(letter)
            .and_then(|glyph| face.metrics.advance_width(glyph))
    };
    // A letter that the font lacks is never drawn; it counts as a wide one.
    text.chars()
        .map(|letter| advance(letter).unwrap_or(1.0))
        .sum::<f32>()
        * size
}

/// The fonts for resvg; the system's are not asked.
pub(super) fn database() -> Arc<Database> {
    static READ: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        for bytes in [REGULAR, SEMI_BOLD] {
            database.load_font_data(bytes.to_vec());
        }
        Arc::new(database)
    });
    Arc::clone(&READ)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_are_of_one_family() {
        let database = database();
        let weights: Vec<(String, u16)> = database
            .faces()
            .map(|face| (face.families[0].0.clone(), face.weight.0))
            .collect();
        assert_eq!(
            weights,
            [(FAMILY.to_owned(), 400), (FAMILY.to_owned(), 600)]
        );
    }

    #[test]
    fn it_has_the_letters_of_europe_and_no_others() {
        for text in [
            "Ødegård & Żukowska – “ça” €5 №1",
            "Ελλάδα",
            "Україна",
            "Việt Nam",
            "12→13 ½",
        ] {
            assert!(covers(text), "{text}");
        }
        for text in ["کابل", "שלום", "字", "🙂", "\u{0}"] {
            assert!(!covers(text), "{text}");
        }
    }

    #[test]
    fn heavier_letters_are_wider_and_size_scales() {
        let text = "Harbour";
        let regular = width(text, 10.0, Weight::Regular);
        assert!(width(text, 10.0, Weight::SemiBold) > regular);
        assert!((width(text, 20.0, Weight::Regular) - 2.0 * regular).abs() < 0.01);
    }
}
