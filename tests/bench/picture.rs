//! How long a picture takes and how large it is: `cargo bench --bench picture`; `-- FOLDER` also writes the PNGs.

#[expect(dead_code, reason = "the other benchmarks use the rest")]
mod meter;

use std::path::PathBuf;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use meter::quantile;
use newsdesk::picture::{Card, Entry, Saying, Standing, Theme, Timeline, draw};

const TEXTS: [&str; 3] = [
    "The ferry sails again.",
    "The harbour office publishes the soundings that it took in the winter, and the two companies read them in different \
     ways; the council wants a third opinion before it says anything about the dredging, the quay or the price of either.",
    "Mayor Żukowska asks the pilots to come back to the table before the ice goes.",
];

fn timeline(count: u64, theme: Theme) -> Timeline {
    let first = NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day");
    let today = first + Days::new(count * 8);
    let entries = (0..count).map(|number| {
        let day = first + Days::new(number * number % 17 + number * 10);
        Entry {
            when: day.format("%-d %b %Y").to_string(),
            days: Some((day, day)),
            text: TEXTS[usize::try_from(number % 3).expect("below 3")].to_owned(),
            source: ["Coast Wire, 12 Mar 2026", "Island Post, 20 Feb 2026"]
                [usize::from(number % 4 == 0)]
            .to_owned(),
            standing: if day > today {
                Standing::ToCome
            } else {
                Standing::Past
            },
        }
    });
    let total = usize::try_from(count).expect("a small number");
    Timeline::new(
        "What the harbour of Lindholm went through in a year",
        entries,
        (0, total),
        today,
        theme,
    )
    .expect("it can be drawn")
}

fn card(words: &str, theme: Theme) -> Card {
    let saying = Saying {
        words: format!("“{}”", words.trim()),
        own: true,
        speaker: "Marta Ødegård".to_owned(),
        role: Some("chair of the harbour council".to_owned()),
        source: "Coast Wire, 12 Mar 2026".to_owned(),
        ..Saying::default()
    };
    Card::new(&saying, theme).expect("it can be drawn")
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if !words.iter().any(|word| word == "--bench") {
        println!("run it with cargo bench --bench picture");
        return;
    }
    let folder = words
        .iter()
        .find(|word| !word.starts_with('-'))
        .map(PathBuf::from);
    println!("| picture | median ms | 95 in 100 below | kB |");
    println!("| --- | --- | --- | --- |");
    for (count, theme) in [
        (6, Theme::Dark),
        (6, Theme::Light),
        (15, Theme::Dark),
        (40, Theme::Light),
    ] {
        let timeline = timeline(count, theme);
        let name = format!("{count} entries, {theme:?}").to_lowercase();
        measure(&name, &|| timeline.svg(), folder.as_ref());
    }
    for (name, count) in [("a short card", 1), ("the longest card", 13)] {
        let card = card(
            &"Nobody sails until the channel is sounded. ".repeat(count),
            Theme::Dark,
        );
        measure(name, &|| card.svg(), folder.as_ref());
    }
}

/// Lays out and draws fifty times.
fn measure(name: &str, svg: &dyn Fn() -> String, folder: Option<&PathBuf>) {
    let bytes = draw(&svg()).expect("it is drawn");
    let mut millis: Vec<f64> = (0..50)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(draw(&svg()).expect("it is drawn"));
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let (median, most) = (quantile(&mut millis, 0.5), quantile(&mut millis, 0.95));
    println!(
        "| {name} | {median:.1} | {most:.1} | {} |",
        bytes.len() / 1000
    );
    if let Some(folder) = folder {
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("the picture is written");
    }
}
