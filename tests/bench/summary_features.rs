//! Prints what the summary's fitting script needs: JSON Lines in (`{"id", "text", "title", …}`, the rest is kept as it is),
//! the same lines out with `"candidates"`: `[{"text", "features", "dangling", "led_by", "words"}]`.
//!
//! `cargo run --release --example summary_features < set.jsonl`; see `fit_summary.py` next to this file.

use std::io::{BufRead, Write};

use newsdesk::parse::document::Document;
use newsdesk::parse::summary;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let mut record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default().to_owned();
        let title = record["title"].as_str().map(str::to_owned);
        let title = title.as_deref().filter(|title| !title.trim().is_empty());
        let document = Document::new(&text, title);
        let mut rows = Vec::new();
        summary::rows(&document, title, |row| {
            rows.push(json!({
                "text": row.text,
                "features": row.features,
                "dangling": row.dangling,
                "led_by": row.led_by,
                "words": row.words,
            }));
        });
        record["candidates"] = Value::Array(rows);
        record["names"] = json!(summary::NAMES);
        serde_json::to_writer(&mut out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
