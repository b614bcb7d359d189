//! Properties of the summary, the timeline and the sessions that hold for every text.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::parse;
use crate::article::Article;
use crate::intake::Page;

/// Pieces that news is made of, so that random texts meet many rules.
const PIECES: &[&str] = &[
    "The council",
    "will meet",
    "on Friday",
    "on 12 May",
    "at 10 a.m. GMT",
    "and",
    "until Thursday",
    "was postponed from",
    "to",
    "the hearing",
    "in Tolmin",
    ", which began on Monday,",
    "has been called off",
    "said on Tuesday",
    "that",
    "by a week",
    ".",
    "\n",
    "She",
    "\u{201c}",
    "\u{201d}",
    "two-day",
    "from 3 to 5 June",
    "in March",
    "2027",
    "is due",
    "the vote",
    ";",
    "5 p.m.",
    "not",
    "é",
    "closes",
    "originally set for",
    "in a fortnight",
    "90 days from today",
    "(",
    ")",
    "\u{2014}",
    "Lena Strand",
    "the next day",
    "gave the bank",
    "have",
    "ten days",
    "to file",
    ", followed by",
    ", with talks likely",
    "the second Saturday of July",
    "at 3 p.m. New York time",
    "in its third day",
    "because of the cold",
    "no vote",
    "(0200 GMT)",
    "brought forward",
    "has slipped",
];

fn article(text: &str) -> Article {
    parse(&Page {
        text: text.to_owned(),
        published: NaiveDate::from_ymd_opt(2026, 5, 7),
        ..Page::default()
    })
}

proptest! {
    #[test]
    fn lines_stand_where_they_say(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.join(" ");
        let article = article(&text);
        let cut = |span: crate::article::Span| text.chars().skip(span.start).take(span.end - span.start).collect::<String>();
        for line in &article.summary {
            prop_assert_eq!(cut(line.at.expect("a place")), line.text.as_str());
        }
        for entry in &article.timeline {
            prop_assert_eq!(cut(entry.at.expect("a place")), entry.text.as_str());
        }
        prop_assert!(article.summary.len() <= 5);
        let mut ranks: Vec<u32> = article.summary.iter().map(|line| line.rank).collect();
        ranks.sort_unstable();
        prop_assert!(ranks.iter().zip(1..).all(|(rank, wanted)| *rank == wanted));
    }

    #[test]
    fn an_end_is_not_before_its_start(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let article = article(&pieces.join(" "));
        for session in &article.sessions {
            let (first, _) = session.starts.days().expect("a session starts on a day");
            prop_assert!(!session.title.is_empty());
            if let Some(end) = &session.ends {
                let (_, last) = end.days().expect("a session ends on a day");
                prop_assert!(last >= first, "{session:?}");
                if let (Some(from), Some(to), true) = (session.starts.time(), end.time(), first == last) {
                    prop_assert!(to >= from, "{session:?}");
                }
            }
        }
        for pair in article.timeline.windows(2) {
            prop_assert!(pair[0].when.days().map(|days| days.0) <= pair[1].when.days().map(|days| days.0));
        }
        for entry in &article.timeline {
            if let (Some((first, _)), Some((_, last))) = (entry.when.days(), entry.until.as_ref().and_then(crate::timex::Timex::days)) {
                prop_assert!(last >= first, "{entry:?}");
            }
        }
    }

    #[test]
    fn the_same_text_gives_the_same_article(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        let text = pieces.join(" ");
        prop_assert_eq!(article(&text), article(&text));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        article(&text);
    }
}
