//! The file as calendars read it: a golden text, and its rules on any words.

use icalendar::parser::{read_calendar, unfold};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn event(title: &str) -> Event {
    Event {
        uid: Uuid::from_u128(7),
        revision: 0,
        changed: at("2026-03-12T08:00:00Z"),
        title: title.to_owned(),
        when: When::Days {
            first: day("2026-03-19"),
            last: day("2026-03-19"),
        },
        standing: Standing::Confirmed,
        place: None,
        notes: Vec::new(),
        source: "Coast Wire, 12 Mar 2026".to_owned(),
        url: None,
    }
}

/// The values of a property, in the order of the events.
fn values(ics: &str, name: &str) -> Vec<String> {
    let unfolded = unfold(ics);
    let calendar = read_calendar(&unfolded).expect("reads");
    let values = calendar.components.iter().flat_map(|component| {
        let of = component.properties.iter().filter(|p| p.name == name);
        of.map(|property| property.val.to_string())
    });
    values.collect()
}

#[test]
fn the_file_is_written_as_the_golden_text_has_it() {
    let calendar = Calendar {
        events: vec![
            Event {
                revision: 2,
                when: When::Hours {
                    starts: at("2026-03-19T17:00:00Z"),
                    ends: Some(at("2026-03-19T18:30:00Z")),
                },
                place: Some("Town Hall, Lindholm".to_owned()),
                notes: vec!["It was put off from 12 Mar 2026.".to_owned()],
                url: Some(
                    "https://coast.example/news/harbour-vote#:~:text=The%20council%20will,vote%20on%20the%20quay"
                        .to_owned(),
                ),
                ..event("Harbour vote; quay, north \\ south")
            },
            Event {
                when: When::Days {
                    first: day("2026-12-30"),
                    last: day("2027-01-01"),
                },
                standing: Standing::Tentative,
                uid: Uuid::from_u128(8),
                ..event("Days of the sea: a festival with a name that is long enough to be folded, 老虎 and all")
            },
            Event {
                standing: Standing::Cancelled,
                uid: Uuid::from_u128(9),
                ..event("Ward\r\nmeeting")
            },
            Event {
                when: When::Hours {
                    starts: at("2026-03-29T00:30:00Z"),
                    ends: None,
                },
                uid: Uuid::from_u128(10),
                ..event("First crossing")
            },
        ],
    };
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/calendar/sessions.ics"
    );
    let ics = calendar.ics();
    if std::env::var_os("NEWSDESK_GOLDEN").is_some_and(|value| value == "write") {
        std::fs::write(path, &ics).expect("is written");
    }
    assert_eq!(ics, std::fs::read_to_string(path).expect("is there"));
}

#[test]
fn an_event_of_days_ends_on_the_day_after_its_last() {
    for (first, last, end) in [
        ("2026-03-19", "2026-03-19", "20260320"),
        ("2026-02-28", "2026-02-28", "20260301"),
        ("2028-02-28", "2028-02-28", "20280229"),
        ("2026-12-30", "2026-12-31", "20270101"),
    ] {
        let (first, last) = (day(first), day(last));
        let events = vec![Event {
            when: When::Days { first, last },
            ..event("Fair")
        }];
        let ics = Calendar { events }.ics();
        assert_eq!(values(&ics, "DTEND"), [end], "{ics}");
        assert!(
            ics.contains(&format!("DTEND;VALUE=DATE:{end}\r\n")),
            "{ics}"
        );
    }
}

#[test]
fn an_address_that_would_add_a_line_is_left_out() {
    for url in [
        "https://a.example/\r\nATTENDEE:mailto:x@b.example",
        "https://a.example/ b",
        "javascript:alert(1)",
        "https://a.example/\u{b}x",
    ] {
        let events = vec![Event {
            url: Some(url.to_owned()),
            ..event("Fair")
        }];
        let ics = Calendar { events }.ics();
        assert!(
            !ics.contains("URL:") && !ics.contains("ATTENDEE"),
            "{url}: {ics}"
        );
    }
}

proptest! {
    #[test]
    fn any_words_come_back_whole_in_lines_of_75_octets(
        title in "\\PC{1,200}|[\\\\,;:\"\n\r ]{1,30}|[é老\u{1f4f0} ]{1,90}",
        place in "\\PC{0,120}",
    ) {
        let events = vec![Event { place: Some(place.clone()), ..event(&title) }, event("The next")];
        let ics = Calendar { events }.ics();
        for physical in ics.split("\r\n") {
            prop_assert!(physical.len() <= 75, "{} octets: {physical}", physical.len());
            prop_assert!(!physical.contains(['\r', '\n']), "{physical:?}");
        }
        let unfolded = ics.replace("\r\n ", "");
        let written = |name: &str| {
            let at = unfolded.find(&format!("\r\n{name}:")).map(|at| at + name.len() + 3);
            at.map(|at| {
                let value = unfolded[at..].split("\r\n").next().unwrap_or_default();
                let mut read = String::new();
                let mut chars = value.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => match chars.next() {
                            Some('n') => read.push('\n'),
                            Some(c) => read.push(c),
                            None => {}
                        },
                        c => read.push(c),
                    }
                }
                read
            })
        };
        prop_assert_eq!(written("SUMMARY"), Some(line(&title)));
        prop_assert_eq!(written("LOCATION").unwrap_or_default(), line(&place));
        prop_assert_eq!(unfolded.matches("\r\nBEGIN:VEVENT\r\n").count(), 2);
    }
}
