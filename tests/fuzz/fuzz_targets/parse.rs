//! Any bytes through intake and parser: no panic, and everything holds that an article promises of itself.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz parse`

#![no_main]

#[path = "../../parse/promises.rs"]
mod promises;

use libfuzzer_sys::fuzz_target;
use newsdesk::intake::text;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut page) = text::page(bytes.to_vec()) else {
        return;
    };
    // Every other text is of a known day.
    if page.text.len() % 2 == 0 {
        page.published = "2026-05-07".parse().ok();
    }
    promises::check(&page);
});
