//! x
mod render;
mod words;
mod wrap;
