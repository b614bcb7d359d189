//! The limits of Discord hold whatever an answer says, and what it says is there.

use chrono::DateTime;
use proptest::prelude::*;
use serde_json::Value;

use super::super::reader::{self, Seen};
use super::*;
use crate::answer::Citation;
use crate::commands::Invocation;

/// The message as Discord gets it.
fn json(answer: &Answer) -> Value {
    serde_json::to_value(Reply::new(answer).message(answer.private)).expect("a message is JSON")
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn description(answer: &Answer) -> String {
    said(&json(answer)["embeds"][0]["description"]).to_owned()
}

fn all_buttons(message: &Value) -> Vec<Value> {
    let rows = message["components"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    rows.iter()
        .flat_map(|row| row["components"].as_array().cloned().unwrap_or_default())
        .collect()
}

fn labels(answer: &Answer) -> Vec<String> {
    all_buttons(&json(answer))
        .iter()
        .map(|button| said(&button["label"]).to_owned())
        .collect()
}

/// Every rule of Discord's that a message of ours could break.
fn holds(message: &Value) {
    let embeds = message["embeds"].as_array().expect("embeds");
    let mut total = 0;
    for embed in embeds {
        for (text, most) in [
            (said(&embed["title"]), 256),
            (said(&embed["description"]), 4096),
            (said(&embed["footer"]["text"]), 2048),
        ] {
            assert!(units(text) <= most, "{} of {most}", units(text));
            total += units(text);
        }
        assert!(
            !said(&embed["title"]).trim().is_empty()
                || !said(&embed["description"]).trim().is_empty(),
            "empty"
        );
        let url = said(&embed["url"]);
        assert!(
            url.is_empty() || url.starts_with("https://") || url.starts_with("http://"),
            "{url}"
        );
    }
    assert!(total <= 6000, "{total} in all embeds");
    let rows = message["components"].as_array().expect("rows");
    assert!(rows.len() <= 5, "{} rows", rows.len());
    for row in rows {
        assert!(
            (1..=5).contains(&row["components"].as_array().map_or(0, Vec::len)),
            "a row"
        );
    }
    let mut ids = std::collections::HashSet::new();
    for button in all_buttons(message) {
        let label = said(&button["label"]);
        assert!(
            !label.trim().is_empty() && units(label) <= 80,
            "label {label}"
        );
        match button["custom_id"].as_str() {
            Some(id) => assert!(
                (1..=100).contains(&units(id)) && ids.insert(id.to_owned()),
                "id {id}"
            ),
            None => assert!((1..=512).contains(&units(said(&button["url"]))), "url"),
        }
    }
    assert_eq!(message["allowed_mentions"]["parse"], serde_json::json!([]));
}

fn entry(text: &str) -> Entry {
    Entry {
        lines: vec![Line::plain(text)],
        ..Entry::default()
    }
}

fn list(entries: Vec<Entry>) -> Answer {
    let total = entries.len();
    Answer {
        entries,
        paging: Some(Paging {
            invocation: Invocation::new("timeline"),
            position: Position::default(),
            first: 0,
            total,
        }),
        ..Answer::default()
    }
}

#[test]
fn a_list_that_is_here_whole_is_shown_whole_where_it_fits() {
    let short = |i: usize| entry(&format!("command {i}"));
    let layout = Layout::of(&list((0..14).map(short).collect()));
    assert!(layout.turns.is_empty(), "{:?}", layout.turns);
    assert!(layout.description.ends_with("command 13"));
    let long = |i: usize| entry(&format!("{i} {}", "word ".repeat(100)));
    let layout = Layout::of(&list((0..14).map(long).collect()));
    assert_eq!(layout.turns.len(), 1, "what does not fit is turned to");
}

#[test]
fn a_quote_is_a_block_on_every_line_with_its_source_under_it() {
    let quote = Entry {
        lines: vec![
            Line::of(
                LineStyle::Quote,
                vec![Piece::plain("“We *will*\nmeet again.”")],
            ),
            Line::of(
                LineStyle::Plain,
                vec![
                    Piece::plain("— "),
                    Piece::strong("Farah Rahimi"),
                    Piece::plain(", "),
                    Piece::soft("mayor"),
                ],
            ),
        ],
        sources: vec![Citation {
            label: "The Courier, 3 May 2026".to_owned(),
            url: Some("https://courier.example/a".to_owned()),
        }],
        ..Entry::default()
    };
    let answer = Answer {
        entries: vec![quote],
        ..Answer::default()
    };
    assert_eq!(
        description(&answer),
        "> “We \\*will\\*\n> meet again.”\n— **Farah Rahimi**, *mayor*\n-# [The Courier, 3 May 2026](<https://courier.example/a>) · courier.example"
    );
}

#[test]
fn every_piece_has_its_form() {
    let moment = DateTime::from_timestamp(1_777_800_000, 0).expect("in range");
    let answer = Answer {
        intro: vec![Line::of(
            LineStyle::Bullet,
            vec![
                Piece::Instant(moment),
                Piece::plain(" "),
                Piece::Countdown(moment),
                Piece::plain(" "),
                Piece::Day(moment.date_naive()),
                Piece::plain(" "),
                Piece::Command("/remind x".to_owned()),
                Piece::plain(" "),
                Piece::Channel(1),
                Piece::Role(2),
                Piece::User(3),
            ],
        )],
        ..Answer::default()
    };
    assert_eq!(
        description(&answer),
        "- <t:1777800000:F> <t:1777800000:R> 3 May 2026 `/remind x` <#1><@&2><@3>"
    );
}

#[test]
fn nothing_from_outside_is_more_than_letters() {
    let bad = "@everyone <@1> # x https://a.example :a: <t:1:R> **b** [c](https://d.example)";
    let answer = Answer {
        title: bad.to_owned(),
        intro: vec![Line::plain(bad)],
        entries: vec![entry(bad)],
        ..Answer::default()
    };
    let message = json(&answer);
    for text in [
        &message["embeds"][0]["title"],
        &message["embeds"][0]["description"],
    ] {
        let read = reader::read(said(text));
        assert_eq!(read.seen, []);
        assert!(read.words.starts_with(bad));
    }
}

#[test]
fn a_title_that_is_too_long_stands_above_the_text_whole() {
    let title = "word ".repeat(60).trim().to_owned();
    let answer = Answer {
        title: title.clone(),
        entries: vec![entry("text")],
        ..Answer::default()
    };
    let message = json(&answer);
    assert!(message["embeds"][0]["title"].is_null());
    assert_eq!(description(&answer), format!("**{title}**\n\ntext"));
}

#[test]
fn pages_show_every_entry_once() {
    let long = "Many words that make a page full before ten entries stand on it. ".repeat(12);
    let entries: Vec<Entry> = (0..25)
        .map(|number| entry(&format!("<{number}> {long}")))
        .collect();
    let mut answer = list(entries);
    let (mut read, mut turned) = (String::new(), 0);
    loop {
        let message = json(&answer);
        holds(&message);
        read.push_str(&reader::read(said(&message["embeds"][0]["description"])).words);
        let next = all_buttons(&message)
            .into_iter()
            .find(|button| said(&button["label"]).starts_with("Next"));
        let Some(next) = next else { break };
        let state = said(&next["custom_id"]).to_owned();
        let custom_id::Press::Turn(invocation) = custom_id::read(&state).expect(&state) else {
            panic!("{state} does not turn")
        };
        let position = invocation
            .get("page")
            .expect("a page")
            .parse()
            .expect("a position");
        answer.paging.as_mut().expect("paging").position = position;
        turned += 1;
    }
    assert!(turned > 3, "{turned} pages");
    for number in 0..25 {
        assert_eq!(
            read.matches(&format!("<{number}>")).count(),
            1,
            "entry {number}"
        );
    }
}

#[test]
fn the_footer_tells_where_in_the_list_one_is() {
    let some = |numbers: std::ops::Range<usize>| numbers.map(|i| entry(&i.to_string())).collect();
    let mut answer = list(some(0..10));
    answer.footer = Some("Newest first".to_owned());
    answer.paging.as_mut().expect("paging").total = 25;
    assert_eq!(
        said(&json(&answer)["embeds"][0]["footer"]["text"]),
        "Newest first · 1–10 of 25"
    );
    assert_eq!(labels(&answer), ["Next ›"]);
    answer.entries = some(10..20);
    let paging = answer.paging.as_mut().expect("paging");
    paging.position = "-20".parse().expect("a position");
    paging.first = 10;
    assert_eq!(
        said(&json(&answer)["embeds"][0]["footer"]["text"]),
        "Newest first · 11–20 of 25"
    );
    assert_eq!(labels(&answer), ["‹ Back", "Next ›"]);
}

#[test]
fn what_cannot_be_turned_says_what_it_leaves_out() {
    let answer = Answer {
        entries: (0..40).map(|_| entry(&"word ".repeat(50))).collect(),
        ..Answer::default()
    };
    let text = description(&answer);
    let shown = text.matches("\n\n").count();
    assert!(
        text.ends_with(&format!(
            "-# … and {} more that do not fit here.",
            40 - shown
        )),
        "{text}"
    );
}

#[test]
fn a_long_introduction_that_cannot_be_turned_is_shown_too() {
    let answer = Answer {
        intro: (0..60)
            .map(|n| Line::plain(format!("Line {n} of many that stand above.")))
            .collect(),
        ..Answer::default()
    };
    let text = description(&answer);
    assert!(text.contains("Line 59"), "{text}");
}

#[test]
fn buttons_of_entries_stand_before_those_of_the_answer() {
    let ask = |name: &str| Button::ask(name, Invocation::new("quote").with("person", name));
    let mut first = entry("a");
    first.buttons = vec![ask("One")];
    let answer = Answer {
        entries: vec![first],
        buttons: vec![ask("Two"), ask("One")],
        ..Answer::default()
    };
    assert_eq!(
        labels(&answer),
        ["One", "Two"],
        "the same button stands once"
    );
}

#[test]
fn a_page_has_no_more_entries_than_its_buttons_have_room() {
    let entries: Vec<Entry> = (0..10)
        .map(|number| Entry {
            buttons: (0..4)
                .map(|own| {
                    Button::ask(
                        "x",
                        Invocation::new("quote").with("person", format!("{number} {own}")),
                    )
                })
                .collect(),
            ..entry(&number.to_string())
        })
        .collect();
    let message = json(&list(entries));
    holds(&message);
    assert_eq!(said(&message["embeds"][0]["footer"]["text"]), "1–5 of 10");
    assert_eq!(all_buttons(&message).len(), 21);
}

#[test]
fn only_the_chosen_role_is_pinged() {
    let answer = Answer::problem("@everyone");
    let letter = |role| serde_json::to_value(Reply::new(&answer).letter(role)).expect("JSON");
    let silent = letter(None);
    assert_eq!(silent["allowed_mentions"]["parse"], serde_json::json!([]));
    assert!(silent["content"].is_null());
    let loud = letter(Some(RoleId::new(7)));
    assert_eq!(loud["content"], "<@&7>");
    assert_eq!(loud["allowed_mentions"]["parse"], serde_json::json!([]));
    assert_eq!(loud["allowed_mentions"]["roles"], serde_json::json!(["7"]));
}

#[test]
fn an_answer_that_says_nothing_is_still_a_message() {
    holds(&json(&Answer::default()));
    holds(&json(&list(vec![Entry::default()])));
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[*_#>`|@:<\\[\\]()~ \n-]{0,40}",
        (1usize..400).prop_map(|times| "word *x* ".repeat(times)),
        (1usize..2500).prop_map(|times| "𝒳".repeat(times)),
        (1usize..2500).prop_map(|times| "*".repeat(times)),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    let style = prop_oneof![
        Just(LineStyle::Plain),
        Just(LineStyle::Bullet),
        Just(LineStyle::Quote),
        Just(LineStyle::Small)
    ];
    let piece = prop_oneof![
        words().prop_map(Piece::Plain),
        words().prop_map(Piece::Strong),
        words().prop_map(Piece::Marked),
        words().prop_map(Piece::Soft),
        words().prop_map(Piece::Command),
        any::<u64>().prop_map(Piece::User),
    ];
    (style, prop::collection::vec(piece, 0..4)).prop_map(|(style, text)| Line { style, text })
}

fn button() -> impl Strategy<Value = Button> {
    (words(), words(), 0..4u8).prop_map(|(label, value, kind)| {
        let invocation =
            Invocation::new("quote").with("person", value.chars().take(120).collect::<String>());
        let action = match kind {
            0 => Action::Ask(invocation),
            1 => Action::Turn(invocation),
            2 => Action::Undo(invocation),
            _ => Action::Open(format!("https://a.example/{value}")),
        };
        Button { label, action }
    })
}

fn an_entry() -> impl Strategy<Value = Entry> {
    let source = (words(), prop::option::of(words())).prop_map(|(label, path)| Citation {
        label,
        url: path.map(|path| format!("https://a.example/{path}")),
    });
    (
        prop::collection::vec(line(), 0..4),
        prop::collection::vec(source, 0..3),
        prop::collection::vec(button(), 0..4),
    )
        .prop_map(|(lines, sources, buttons)| Entry {
            lines,
            sources,
            buttons,
        })
}

fn answer() -> impl Strategy<Value = Answer> {
    (
        words(),
        prop::collection::vec(line(), 0..4),
        prop::collection::vec(an_entry(), 0..12),
        prop::option::of(words()),
        prop::collection::vec(button(), 0..30),
        prop::option::of((0usize..20, 0usize..4, any::<bool>())),
    )
        .prop_map(|(title, intro, entries, footer, buttons, paging)| Answer {
            url: Some(format!("https://a.example/{title}")),
            paging: paging.map(|(entry, part, backward)| Paging {
                invocation: Invocation::new("timeline"),
                position: Position {
                    entry,
                    part,
                    backward,
                },
                first: 0,
                total: entries.len(),
            }),
            title,
            intro,
            entries,
            footer,
            buttons,
            ..Answer::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_answer_breaks_a_limit(answer in answer()) {
        holds(&json(&answer));
    }

    #[test]
    fn no_words_make_a_mention_a_time_or_an_emoji(mut answer in answer()) {
        for line in answer.entries.iter_mut().flat_map(|entry| &mut entry.lines).chain(&mut answer.intro) {
            line.text.retain(|piece| !matches!(piece, Piece::User(_)));
        }
        let message = json(&answer);
        for text in [&message["embeds"][0]["title"], &message["embeds"][0]["description"]] {
            for seen in reader::read(said(text)).seen {
                prop_assert!(!matches!(seen, Seen::Mention(_) | Seen::Time(_) | Seen::Emoji(_) | Seen::Spoiler(_) | Seen::Heading), "{seen:?}");
            }
        }
    }
}
