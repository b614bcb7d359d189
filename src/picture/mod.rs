//! Pictures of what an answer says: a timeline, or somebody's words as a card → SVG text → PNG.
//!
//! [`Timeline`] and [`Card`] take the content and refuse what the embedded font cannot set, their `svg` lays it out as text
//! that can be compared letter for letter, and [`draw`] turns that into a PNG. Nothing here reads, writes or looks at a clock,
//! so the same content gives the same bytes. SVG because shaping, kerning and antialiasing then are resvg's business.

mod card;
mod font;
mod letters;
mod proof;
mod rail;
mod raster;
mod sheet;
mod strip;
mod theme;
mod timeline;
mod wrap;

pub use card::{Card, Saying};
pub use letters::NoPicture;
pub use proof::proof;
pub use raster::{DrawError, draw};
pub use theme::Theme;
pub use timeline::{Entry, Standing, Timeline};

#[cfg(test)]
mod tests;
