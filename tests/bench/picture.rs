//! How long a picture takes and how large it is: `cargo bench --bench picture [FOLDER]` also writes the PNGs.

use std::path::PathBuf;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use newsdesk::picture::{Entry, Standing, Theme, Timeline, draw};

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

fn main() {
    let folder = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with('-'))
        .map(PathBuf::from);
    for (count, theme) in [
        (6, Theme::Dark),
        (6, Theme::Light),
        (15, Theme::Dark),
        (40, Theme::Light),
    ] {
        let timeline = timeline(count, theme);
        let bytes = draw(&timeline.svg()).expect("it is drawn");
        let mut times: Vec<_> = (0..50)
            .map(|_| {
                let begun = Instant::now();
                std::hint::black_box(draw(&timeline.svg()).expect("it is drawn"));
                begun.elapsed()
            })
            .collect();
        times.sort();
        println!(
            "{count} entries, {theme:?}: median {:?}, 95 in 100 below {:?}, {} kB",
            times[25],
            times[47],
            bytes.len() / 1000
        );
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{count}-{theme:?}.png")), bytes)
                .expect("the picture is written");
        }
    }
}
