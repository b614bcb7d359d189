//! Properties that hold for any text, checked on texts made of the words that the matchers start at.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{DateMention, RangeEnd, expressions, read};
use crate::article::TimexType;
use crate::parse::document::Document;
use crate::timex::Timex;

/// Every word of the list, numbers of all lengths, marks, and what is foreign to all of them.
fn vocabulary() -> Vec<String> {
    let mut words: Vec<String> = include_str!("../lexicon/dates.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split_ascii_whitespace().skip(2))
        .map(str::to_owned)
        .collect();
    let capital: Vec<String> = words
        .iter()
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect();
    words.extend(capital);
    for more in [
        "0",
        "1",
        "2",
        "7",
        "12",
        "13",
        "24",
        "29",
        "30",
        "31",
        "60",
        "99",
        "100",
        "1404",
        "1709",
        "1999",
        "2000",
        "2024",
        "2025",
        "9999",
        "123456789012",
        "1st",
        "25th",
        "31st",
        "99th",
        "1990s",
        "90s",
        "10am",
        "a.m.",
        "p.m.",
        "GMT",
        "ET",
        "½",
        "o'clock",
        "'99",
        "’80s",
        ".",
        ",",
        "-",
        "–",
        "—",
        "/",
        ":",
        "(",
        ")",
        "\n",
        "\"",
        "“",
        "‘",
        "%",
        "$",
        "\u{a0}",
        "é",
        "日",
        "مرحبا",
        "\u{200d}",
        "February",
        "29",
        "Harbour",
        "pilots",
        "U.S.",
        "2025-10-15",
        "9/30/2025",
        "10:30",
        "T09:30",
    ] {
        words.push(more.to_owned());
    }
    words
}

fn text() -> impl Strategy<Value = String> {
    // Half of the words come from a short list, so that expressions meet their neighbours.
    let core = "1 3 5 12 25 31 25th 1999 2025 17 May June October Aug. Monday Friday - – and to from between of , the a last next two \
                days years week month year ago later end early quarter third 9 a.m. at until since until : / . ended";
    let core: Vec<String> = core
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let word = prop_oneof![
        prop::sample::select(vocabulary()),
        prop::sample::select(core)
    ];
    let joint = prop::sample::select(vec![" ", " ", " ", " ", "", "-"]);
    prop::collection::vec((word, joint), 0..40).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(word, joint)| word + joint)
            .collect()
    })
}

fn published() -> impl Strategy<Value = Option<NaiveDate>> {
    let first = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar");
    prop::option::of((0_u64..80_000).prop_map(move |days| first + Days::new(days)))
}

fn mentions(text: &str, published: Option<NaiveDate>) -> Vec<DateMention> {
    read(&Document::new(text, None), published).mentions
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_mention_is_a_valid_value_at_its_place(text in text(), published in published()) {
        let document = Document::new(&text, None);
        let found = read(&document, published).mentions;
        let chars: Vec<char> = text.chars().collect();
        let mut end = 0;
        for mention in &found {
            prop_assert!(mention.bytes.start >= end, "{:?} overlaps in {text:?}", &text[mention.bytes.clone()]);
            end = mention.bytes.end;
            prop_assert!(mention.bytes.start < mention.bytes.end);
            prop_assert!(Timex::new(mention.value.as_str()).is_ok());
            prop_assert_eq!(mention.days, mention.value.days());
            if let Some((first, last)) = mention.days {
                prop_assert!(first <= last, "{}", mention.value);
            }
            if mention.kind == TimexType::Time {
                prop_assert!(mention.value.as_str().contains('T'), "{}", mention.value);
            }
        }
        for expression in expressions(&document, &found) {
            let cut: String = chars[expression.at.start..expression.at.end].iter().collect();
            prop_assert_eq!(cut, expression.text);
        }
    }

    #[test]
    fn a_range_does_not_end_before_it_starts(text in text(), published in published()) {
        let found = mentions(&text, published);
        for pair in found.windows(2) {
            if let (Some(RangeEnd::First), Some(RangeEnd::Last)) = (pair[0].range, pair[1].range)
                && let (Some(first), Some(last)) = (pair[0].days, pair[1].days)
            {
                prop_assert!(first.0 <= last.1, "{} to {} in {text:?}", pair[0].value, pair[1].value);
            }
        }
    }

    #[test]
    fn the_same_text_gives_the_same_dates(text in text(), published in published()) {
        let once = format!("{:?}", mentions(&text, published));
        prop_assert_eq!(once, format!("{:?}", mentions(&text, published)));
    }

    #[test]
    fn any_text_can_be_read(text in any::<String>(), published in published()) {
        let _ = mentions(&text, published);
    }
}

#[test]
fn work_grows_with_the_text_and_no_faster() {
    let sentence = "On Monday, August 25th and 26th, 2025, two weeks before the end of the third quarter, at 9 a.m. ET. ";
    let few = mentions(&sentence.repeat(50), None).len();
    let many = mentions(&sentence.repeat(100), None).len();
    assert_eq!(many, 2 * few);
}
