//! The picture as a whole: its SVG against golden files, its PNG by size and some pixels.

use std::path::PathBuf;

use chrono::NaiveDate;
use proptest::prelude::*;
use resvg::tiny_skia::Pixmap;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn entry(when: &str, from: &str, to: &str, text: &str, source: &str) -> Entry {
    let (from, to) = (day(from), day(to));
    let standing = if from > day("2026-03-12") {
        Standing::ToCome
    } else {
        Standing::Past
    };
    Entry {
        when: when.to_owned(),
        days: Some((from, to)),
        text: text.to_owned(),
        source: source.to_owned(),
        standing,
    }
}

fn timeline(entries: Vec<Entry>, theme: Theme) -> Timeline {
    let total = entries.len();
    Timeline::new(
        "Lindholm council puts off harbour vote",
        entries,
        (0, total),
        day("2026-03-12"),
        theme,
    )
    .expect("it can be drawn")
}

fn harbour() -> Vec<Entry> {
    let wire = "Coast Wire, 12 Mar 2026";
    let mut entries = vec![
        entry(
            "2024",
            "2024-01-01",
            "2024-12-31",
            "The council orders a first survey of the north channel.",
            wire,
        ),
        entry(
            "November 2025",
            "2025-11-01",
            "2025-11-30",
            "A freighter runs aground off the north quay, and judge Ødegård is asked to find out why <within a month> & tell the council, the pilots, the port and everybody else who had warned of the shallow water for years without being heard by anyone in the hall or in the capital.",
            wire,
        ),
        entry(
            "9 to 11 Mar 2026",
            "2026-03-09",
            "2026-03-11",
            "Pilots, council and company talk for three days.",
            wire,
        ),
        entry(
            "12 Mar 2026",
            "2026-03-12",
            "2026-03-12",
            "The pilots leave the hall and the vote is put off.",
            wire,
        ),
        entry(
            "19 Mar 2026",
            "2026-03-19",
            "2026-03-19",
            "The council is to vote.",
            wire,
        ),
        entry(
            "June 2026",
            "2026-06-01",
            "2026-06-30",
            "Dredging could begin, if the council agrees.",
            wire,
        ),
    ];
    entries[3].standing = Standing::Today;
    entries
}

fn many(count: u64) -> Vec<Entry> {
    let texts = [
        "The ferry sails again.",
        "The harbour office publishes the soundings that it took in the winter, and the two companies read them in different ways.",
        "Mayor Żukowska asks the pilots to come back to the table before the ice goes.",
    ];
    (0..count)
        .map(|number| {
            let from = day("2025-06-01") + chrono::Days::new(number * 11);
            let source = ["Coast Wire, 12 Mar 2026", "Island Post, 20 Feb 2026"]
                [usize::from(number % 3 == 0)];
            let when = from.format("%-d %b %Y").to_string();
            let from = from.to_string();
            entry(
                &when,
                &from,
                &from,
                texts[usize::try_from(number % 3).expect("below 3")],
                source,
            )
        })
        .collect()
}

/// Held against a golden file; `NEWSDESK_GOLDEN=write` writes it anew.
fn golden(name: &str, svg: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/picture")
        .join(name);
    if std::env::var_os("NEWSDESK_GOLDEN").is_some_and(|wish| wish == "write") {
        std::fs::write(&file, svg).expect("the golden file is written");
    }
    let known = std::fs::read_to_string(&file).expect("the golden file is read");
    assert!(
        known == svg,
        "{name} differs: look at the new picture, then write it with NEWSDESK_GOLDEN=write"
    );
}

fn pixels(svg: &str) -> Pixmap {
    Pixmap::decode_png(&draw(svg).expect("it is drawn")).expect("it is a PNG")
}

#[test]
fn the_svg_is_the_golden_one() {
    golden("six-dark.svg", &timeline(harbour(), Theme::Dark).svg());
    golden("six-light.svg", &timeline(harbour(), Theme::Light).svg());
    golden("fifteen-dark.svg", &timeline(many(15), Theme::Dark).svg());
}

fn saying(words: &str) -> Saying {
    Saying {
        words: words.to_owned(),
        own: true,
        speaker: "Marta Ødegård".to_owned(),
        role: Some("chair of the harbour council and former head of the pilots’ guild".to_owned()),
        day: Some("12 Mar 2026".to_owned()),
        kind: None,
        source: "Coast Wire, 12 Mar 2026".to_owned(),
    }
}

fn card(saying: &Saying, theme: Theme) -> Card {
    Card::new(saying, theme).expect("it can be drawn")
}

#[test]
fn a_cards_svg_is_the_golden_one() {
    let short = saying("“Nobody sails until the channel is sounded.”");
    golden("card-dark.svg", &card(&short, Theme::Dark).svg());
    let clause = "the council would ask both companies for their soundings of the last ten winters, and for the names of those \
        who took them, before anybody was asked to vote on the dredging";
    let reported = Saying {
        own: false,
        kind: Some("as reported, without quotation marks".to_owned()),
        role: None,
        ..saying(clause)
    };
    golden("card-light.svg", &card(&reported, Theme::Light).svg());
}

#[test]
fn a_card_says_the_same_in_words() {
    let post = Saying {
        kind: Some("post".to_owned()),
        ..saying("Nobody sails.")
    };
    assert_eq!(
        card(&post, Theme::Dark).description(),
        "Nobody sails.\n— Marta Ødegård, chair of the harbour council and former head of the pilots’ guild, 12 Mar 2026 (post)\n\
         Source: Coast Wire, 12 Mar 2026"
    );
}

#[test]
fn a_card_is_refused_where_it_would_not_be_read() {
    let long = saying(&"Nobody sails until the channel is sounded. ".repeat(20));
    assert_eq!(Card::new(&long, Theme::Dark), Err(NoPicture::TooLong));
    for (words, speaker) in [("ما می‌مانیم", "Omid Sahar"), ("We stay.", "امید")] {
        let foreign = Saying {
            speaker: speaker.to_owned(),
            ..saying(words)
        };
        assert_eq!(Card::new(&foreign, Theme::Dark), Err(NoPicture::Letters));
    }
    assert_eq!(
        Card::new(&saying(" "), Theme::Dark),
        Err(NoPicture::Nothing)
    );
}

#[test]
fn a_cards_png_is_as_wide_as_a_timelines_and_not_taller_than_a_phone() {
    for count in [1, 4, 8, 14] {
        let words = "Nobody sails until the channel is sounded. ".repeat(count);
        let picture = pixels(&card(&saying(&words), Theme::Light).svg());
        assert_eq!(picture.width(), 960);
        assert!(picture.height() < 1400, "{count}: {}", picture.height());
    }
}

#[test]
fn the_png_has_the_svgs_size_its_ground_and_its_dots() {
    for (theme, ground, past) in [
        (Theme::Dark, (0x1e, 0x1f, 0x23), (0x94, 0x9c, 0xf7)),
        (Theme::Light, (0xff, 0xff, 0xff), (0x47, 0x52, 0xc4)),
    ] {
        let svg = timeline(harbour(), theme).svg();
        let picture = pixels(&svg);
        let height = svg
            .split("height=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("a height");
        assert_eq!(
            (picture.width(), picture.height().to_string().as_str()),
            (960, height)
        );
        let at = |x: u32, y: u32| picture.pixel(x, y).map(|p| (p.red(), p.green(), p.blue()));
        assert_eq!(at(2, 2), Some(ground));
        let rail: Vec<_> = (0..picture.height()).filter_map(|y| at(70, y)).collect();
        assert!(rail.contains(&past), "{theme:?}: no dot on the rail");
        // Letters: something but the ground where the heading stands.
        let letters = (56..500)
            .flat_map(|x| (50..100).map(move |y| (x, y)))
            .filter(|(x, y)| at(*x, *y) != Some(ground))
            .count();
        assert!(letters > 2_000, "{theme:?}: {letters}");
    }
}

#[test]
fn both_weights_are_drawn_with_letters_of_their_own() {
    let drawn = |weight: u16| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"60\" font-family=\"Inter\"><rect width=\"300\" height=\"60\" fill=\"#fff\"/><text x=\"5\" y=\"40\" font-size=\"40\" font-weight=\"{weight}\">Harbour</text></svg>"
        );
        pixels(&svg)
            .pixels()
            .iter()
            .map(|p| u64::from(255 - p.red()))
            .sum::<u64>()
    };
    assert!(
        drawn(600) > drawn(400) * 11 / 10,
        "{} {}",
        drawn(600),
        drawn(400)
    );
}

#[test]
fn what_cannot_be_set_is_no_picture() {
    let make = |title: &str, text: &str| {
        let entries = [entry(
            "2024",
            "2024-01-01",
            "2024-12-31",
            text,
            "Coast Wire",
        )];
        Timeline::new(title, entries, (0, 1), day("2026-03-12"), Theme::Dark)
    };
    assert!(make("Harbour", "A vote.").is_ok());
    assert_eq!(make("Harbour", "رأی گیری"), Err(NoPicture::Letters));
    assert_eq!(make("港", "A vote."), Err(NoPicture::Letters));
    let empty = Timeline::new("Harbour", [], (0, 0), day("2026-03-12"), Theme::Dark);
    assert_eq!(empty, Err(NoPicture::Nothing));
}

#[test]
fn forty_entries_are_the_most_and_the_rest_is_told() {
    let forty = Timeline::new("Harbour", many(57), (0, 57), day("2026-03-12"), Theme::Dark)
        .expect("it can be drawn");
    assert!(forty.svg().contains("Events 1 to 40 of 57"));
    assert_eq!(forty.description().lines().count(), 42);
    assert!(forty.description().contains("Events 1 to 40 of 57"));
    assert!(pixels(&forty.svg()).height() < 10_000);
}

#[test]
fn the_description_says_what_the_picture_shows() {
    let said = timeline(harbour(), Theme::Dark).description();
    assert!(
        said.starts_with("Lindholm council puts off harbour vote\n6 dated events · as of 12 Mar 2026\n2024: The council orders"),
        "{said}"
    );
    assert!(
        said.ends_with("June 2026 (to come): Dredging could begin, if the council agrees."),
        "{said}"
    );
    assert!(said.contains("12 Mar 2026 (today): "), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_a_valid_svg_or_none(title in any::<String>(), text in "[ -~\u{a0}-\u{24f}\u{400}-\u{45f}\n]{0,400}", year in 1..9999_i32) {
        let from = NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
        let with = |title: &str| Timeline::new(title, [Entry {
            when: text.clone(), days: Some((from, day("2026-01-01").max(from))), text: text.clone(), source: text.clone(), standing: Standing::Past,
        }], (0, 1), day("2026-03-12"), Theme::Dark);
        for made in [with(&title), with(&text)].into_iter().flatten() {
            let read = resvg::usvg::roxmltree::Document::parse(&made.svg()).map(|_| ()).map_err(|error| error.to_string());
            prop_assert_eq!(read, Ok(()));
        }
    }
}
