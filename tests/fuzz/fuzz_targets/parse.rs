//! Any bytes through intake and parser: no panic, and every place holds the words that are said to stand there.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz parse`

#![no_main]

use libfuzzer_sys::fuzz_target;
use newsdesk::intake::text;
use newsdesk::parse::parse;

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = text::page(bytes.to_vec()) else {
        return;
    };
    let chars: Vec<char> = page.text.chars().collect();
    for quote in parse(&page).quotes {
        let at = quote.at.expect("a quote read from text has a place");
        assert!(chars[at.start..at.end].iter().copied().eq(quote.text.chars()));
        if let (Some(mention), Some(at)) = (quote.mention, quote.mention_at) {
            assert!(chars[at.start..at.end].iter().copied().eq(mention.chars()));
        }
    }
});
