//! Pictures of what an answer says: a timeline → SVG text → PNG.
//!
//! [`Timeline`] takes the entries and refuses what the embedded font cannot set, [`Timeline::svg`] lays them out as text that
//! can be compared letter for letter, and [`draw`] turns that into a PNG. Nothing here reads, writes or looks at a clock, so
//! the same entries give the same bytes. SVG because shaping, kerning and antialiasing then are resvg's business, not ours.

mod font;
mod proof;
mod raster;
mod svg;
mod theme;
mod timeline;
mod wrap;

pub use proof::proof;
pub use raster::{DrawError, draw};
pub use theme::Theme;
pub use timeline::{Entry, Standing, Timeline};

#[cfg(test)]
mod tests;
