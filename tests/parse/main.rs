//! The parser on any input: properties that hold for every text, odd texts, and the command line around it.

mod promises;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use newsdesk::article::{Article, QuoteKind};
use newsdesk::intake::Page;
use newsdesk::parse::parse;
use proptest::prelude::*;

fn article(text: &str) -> Article {
    parse(&page(text))
}

fn page(text: &str) -> Page {
    Page {
        text: text.to_owned(),
        ..Page::default()
    }
}

/// A page of a known day.
fn dated(text: &str) -> Page {
    Page {
        published: "2026-05-07".parse().ok(),
        ..page(text)
    }
}

/// Words, marks and signs as articles have them, in any order.
fn newsy() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "''",
        "``",
        "«",
        "»",
        ",",
        ".",
        "?",
        "!",
        "…",
        ":",
        ";",
        " – ",
        "—",
        "-",
        "(",
        ")",
        "\n",
        "\n\n",
        " said ",
        " said that ",
        " told ",
        " adding ",
        " according to ",
        "Koofi",
        "Dr. Ana Lind",
        "the minister",
        " she ",
        " he ",
        " who ",
        " and ",
        " but ",
        " the ",
        "Mr.",
        "U.S.",
        "3.5",
        "10,000",
        "@desk",
        "(@desk)",
        "— Ana Lind (@ana) May 4, 2024",
        "https://example.org/a",
        "said",
        "says",
        "Zoë",
        "قال",
        "é",
        "\u{301}",
        "\u{200d}",
        "\u{0}",
        "\u{feff}",
        "🙂",
        " ",
        "\t",
        "\r\n",
        "called",
        "is",
        "According to",
        "\u{a0}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Pieces that news of plans is made of, so that random texts meet many rules of dates and sessions.
const PLANS: &[&str] = &[
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

fn plans() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PLANS), 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promises_hold_for_any_text(text in any::<String>()) {
        promises::check(&page(&text));
    }

    #[test]
    fn promises_hold_for_text_like_news(text in newsy()) {
        promises::check(&page(&text));
    }

    #[test]
    fn promises_hold_for_plans(text in plans()) {
        promises::check(&dated(&text));
        promises::check(&page(&text));
    }
}

#[test]
fn odd_texts_are_read() {
    let long = "word ".repeat(40_000) + "“so it goes,” said Ana Lind.";
    let marks = "\"“”''’‘".repeat(3000);
    let lines = "\n".repeat(5000);
    for text in [
        "",
        " ",
        "\n",
        "word",
        "Koofi",
        ", Koofi",
        ", Koofi, mayor of Osk, said so.",
        "said",
        "“",
        "”",
        "\"",
        "\"\"",
        "“”",
        "'",
        "— (@a)",
        "قال الوزير: «سنعود غدا».",
        "\u{0}\u{1}\u{7f}\u{202e}said\u{202c}",
        "“\u{0}” said \u{0}.",
        "🙂🙂🙂 said 🙂",
        &long,
        &marks,
        &lines,
    ] {
        promises::check(&page(text));
    }
}

#[test]
fn a_quote_at_the_end_of_a_very_long_paragraph_is_found() {
    let text = "Work went on by the river. ".repeat(20_000) + "“So it goes,” said Ana Lind.";
    let got = article(&text);
    let quote = got.quotes.last().expect("the quote is found");
    assert_eq!(quote.text, "So it goes");
    assert_eq!(quote.speaker.as_deref(), Some("Ana Lind"));
}

#[test]
fn text_in_another_script_gives_its_marks() {
    let text = "قال الوزير: «سنعود غدا إلى المدينة».";
    promises::check(&page(text));
    assert_eq!(article(text).quotes.len(), 1);
}

#[test]
fn a_paraphrase_is_never_a_quote_in_marks() {
    let got = article("Ana Lind said the harbour was closed. “Come back,” she said.");
    let kinds: Vec<QuoteKind> = got.quotes.iter().map(|quote| quote.kind).collect();
    assert_eq!(kinds, [QuoteKind::Reported, QuoteKind::Direct]);
}

fn newsdesk(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsdesk"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("newsdesk starts");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A program that stops early closes the pipe; its output tells the rest.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("newsdesk ends");
    writer.join().expect("the input is written");
    output
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

#[test]
fn parse_lines_keeps_order_and_goes_on_after_a_bad_line() {
    let mut input = String::new();
    for number in 0..600 {
        if number == 300 {
            input.push_str("{\"id\": \"bad\", \"text\": 5}\n\n");
        }
        let filler = "The river rose. ".repeat(number % 40 * 10);
        let _ = writeln!(
            input,
            "{{\"id\": \"a{number}\", \"text\": \"{filler}Ana Lind said the road was closed.\", \"published\": \"2025-03-04T10:00:00Z\"}}"
        );
    }
    let one = newsdesk(&["parse", "--lines"], input.as_bytes());
    let four = newsdesk(&["parse", "--lines", "--jobs", "4"], input.as_bytes());
    assert_eq!(one.status.code(), Some(1), "one line was bad");
    assert_eq!(one.stdout, four.stdout, "jobs do not change the output");
    let got = lines(&one);
    assert_eq!(got.len(), 601);
    assert_eq!(got[300]["id"], "bad");
    assert!(got[300]["error"].is_string());
    assert_eq!(got[301]["id"], "a300");
    assert_eq!(got[301]["published"], "2025-03-04");
    assert_eq!(got[301]["quotes"][0]["speaker"], "Ana Lind");
}

#[test]
fn parse_lines_says_what_is_wrong_with_a_line() {
    let input = b"{\"id\": 7}\nnot json\n{\"id\": \"x\", \"text\": \"\", \"published\": \"May\"}\n";
    let output = newsdesk(&["parse", "--lines"], input);
    let got = lines(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(got[0]["id"], 7);
    for (line, words) in got.iter().zip(["no \"text\"", "line 2", "2025-09-29"]) {
        let error = line["error"].as_str().expect("an error");
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn parse_takes_what_is_known_from_outside() {
    let output = newsdesk(
        &[
            "parse",
            "-",
            "--published",
            "2025-03-04",
            "--title",
            "River closed",
            "--source",
            "Desk",
            "--url",
            "https://example.org/river",
            "--with-text",
        ],
        "\u{feff}Ana Lind said the road was closed.".as_bytes(),
    );
    assert!(output.status.success());
    let got: Article = serde_json::from_slice(&output.stdout).expect("an article");
    assert_eq!(got.id, "river-closed");
    assert_eq!(got.source.name.as_deref(), Some("Desk"));
    assert_eq!(
        got.text.as_deref(),
        Some("Ana Lind said the road was closed.")
    );
    assert_eq!(
        got.published.map(|day| day.to_string()).as_deref(),
        Some("2025-03-04")
    );
}

#[test]
fn parse_names_the_byte_that_is_no_utf_8() {
    let output = newsdesk(&["parse", "-"], b"Ana said\nso \xff.");
    assert!(!output.status.success());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains("0xff") && error.contains("offset 12") && error.contains("line 2"),
        "{error}"
    );
}
