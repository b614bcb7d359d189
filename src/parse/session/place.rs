//! Places and the zones of their clocks.
//!
//! A zone written beside a clock time wins; else the place that the clause names tells it, else the date line. `IST`,
//! `CST` and `BST` mean different clocks in different countries, so the place decides, and without one the commonest.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{NaiveDate, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::verb;
use super::words::{self, WHERE};

/// The most words of a place's name.
const WORDS: usize = 4;

/// Places in small letters, without a final stop, with their zones.
static PLACES: LazyLock<HashMap<String, Tz>> = LazyLock::new(|| {
    let mut places = HashMap::with_capacity(2 * TZ_VARIANTS.len());
    for zone in TZ_VARIANTS {
        let (region, city) = zone.name().split_once('/').unwrap_or_default();
        if matches!(
            region,
            "Africa" | "America" | "Asia" | "Australia" | "Europe"
        ) && !city.contains('/')
            && !DIRECTIONS.contains(&city)
        {
            places.insert(city.replace('_', " ").to_lowercase(), zone);
        }
    }
    for line in include_str!("places.txt").lines() {
        let Some((zone, names)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        if let Ok(zone) = zone.parse() {
            for name in names.split("; ") {
                places.insert(name.to_owned(), zone);
            }
        }
    }
    places
});

/// Names under the regions that are no cities.
const DIRECTIONS: [&str; 9] = [
    "North", "South", "West", "East", "Central", "Eastern", "Mountain", "Pacific", "Center",
];

/// A place as the text writes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) zone: Option<Tz>,
}

/// The place that the tokens name after "in" or "at": one of the list, or a capitalised name.
pub(super) fn named(document: &Document, tokens: Range<usize>) -> Option<Place> {
    let mut unknown = None;
    for at in tokens.clone() {
        let in_or_at = words::is(document, at, WHERE) || document.is(at, &["to"]);
        if !in_or_at || document.tokens[at].capital() && at > tokens.start {
            continue;
        }
        let mut from = at + 1;
        if let Some(place) = known(document, from, tokens.end) {
            return Some(place);
        }
        if document.is(from, &["the"]) {
            from += 1;
            if let Some(place) = known(document, from, tokens.end) {
                return Some(place);
            }
        }
        let end = (from..tokens.end)
            .find(|i| !(document.kind(*i) == Kind::Word && document.tokens[*i].capital()))
            .unwrap_or(tokens.end)
            .max(from);
        let meant = document.is(at, &["in"]) || end - from > 1 && document.is(at, &["at"]);
        let calendar = document.has(from, lexicon::DATE_WORD);
        // "at St. Olav's church", but not "in the Kestrel Bank fraud case": there the name only qualifies a noun.
        let small = |at: usize| {
            document.kind(at) == Kind::Word
                && !document.tokens[at].capital()
                && !document.has(at, lexicon::COMMON | lexicon::DATE_WORD)
                && !document.is(at, &["today", "tonight", "tomorrow", "yesterday"])
                && !words::is(document, at, words::GLUE)
                && !verb::finite(document, at)
                && !words::reports(document, at)
        };
        let owner = document.kind(end) == Kind::Possessive;
        let to = end + 2 * usize::from(owner && small(end + 1));
        if owner && to == end || !owner && small(end) {
            continue;
        }
        if unknown.is_none() && meant && end > from && !calendar {
            unknown = Some(Place {
                name: document.slice(from..to).to_owned(),
                zone: None,
            });
        }
    }
    unknown
}

/// The place at the head of a date line.
pub(super) fn of_dateline(document: &Document) -> Option<Place> {
    let block = document
        .blocks
        .iter()
        .take(8)
        .find(|block| !block.dateline.is_empty())?;
    let start = block.dateline.start;
    if let Some(place) = known(document, start, block.dateline.end) {
        return Some(place);
    }
    let end = block
        .dateline
        .clone()
        .find(|at| document.kind(*at) != Kind::Word)
        .unwrap_or(block.dateline.end);
    let name = document.slice(start..end);
    let name = if name.chars().any(char::is_lowercase) {
        name.to_owned()
    } else {
        title_case(name)
    };
    (!name.is_empty()).then_some(Place { name, zone: None })
}

/// The longest listed place that begins at a token.
fn known(document: &Document, from: usize, end: usize) -> Option<Place> {
    if !document.tokens.get(from)?.capital() {
        return None;
    }
    let last = end.min(from + 2 * WORDS);
    (from + 1..=last).rev().find_map(|to| {
        let name = document.slice(from..to);
        let zone = PLACES.get(name.to_lowercase().trim_end_matches('.'))?;
        let shown = if name.len() > 3 && !name.chars().any(char::is_lowercase) {
            title_case(name)
        } else {
            name.to_owned()
        };
        // A sentence's stop is no part of the name; "D.C." keeps its own.
        let stop = shown.ends_with('.') && !shown[..shown.len() - 1].contains('.');
        Some(Place {
            name: if stop {
                shown.trim_end_matches('.').to_owned()
            } else {
                shown
            },
            zone: Some(*zone),
        })
    })
}

fn title_case(name: &str) -> String {
    let mut start = true;
    name.chars()
        .flat_map(|c| {
            let shown: String = if start {
                c.to_uppercase().collect()
            } else {
                c.to_lowercase().collect()
            };
            start = !c.is_alphabetic();
            shown.chars().collect::<Vec<_>>()
        })
        .collect()
}

/// The place's own zone instead of a fixed number of hours from Greenwich, where both show the same clock on that day.
pub(super) fn own(said: Tz, near: Option<Tz>, day: NaiveDate) -> Tz {
    let fixed = said.name().starts_with("Etc/GMT");
    let seconds = |zone: Tz| {
        let noon = day.and_hms_opt(12, 0, 0)?;
        Some(zone.offset_from_utc_datetime(&noon).fix().local_minus_utc())
    };
    near.filter(|near| {
        // A clock cannot tell twelve hours ahead from twelve behind.
        let apart = seconds(*near).zip(seconds(said)).map(|(a, b)| a - b);
        fixed && apart.is_some_and(|apart| apart.rem_euclid(24 * 3600) == 0)
    })
    .unwrap_or(said)
}

/// The zone that letters stand for, seen from a place. `read` is what they mean without one.
///
/// Letters that are an IANA name themselves (`GMT`, `EST`) stay as written while they show the same clock on that day as
/// `read`: "EST" in June is a slip for New York's own time.
pub(super) fn letters(
    letters: &str,
    near: Option<Tz>,
    read: Option<Tz>,
    day: NaiveDate,
) -> Option<Tz> {
    let near = near.map_or("", |zone| zone.name());
    let letters = letters.replace('.', "").to_ascii_uppercase();
    Some(match letters.as_str() {
        "IST" if near == "Europe/Dublin" => Tz::Europe__Dublin,
        "IST" if matches!(near, "Asia/Jerusalem" | "Asia/Gaza" | "Asia/Hebron") => {
            Tz::Asia__Jerusalem
        }
        "IST" => Tz::Asia__Kolkata,
        "CST" if near == "Asia/Taipei" => Tz::Asia__Taipei,
        "CST" if near.starts_with("Asia/") => Tz::Asia__Shanghai,
        "CST" if near == "America/Havana" => Tz::America__Havana,
        "CST" => Tz::America__Chicago,
        "BST" if near == "Asia/Dhaka" => Tz::Asia__Dhaka,
        "BST" => Tz::Europe__London,
        _ => {
            let own: Tz = letters.parse().ok()?;
            let noon = day.and_hms_opt(12, 0, 0)?;
            let seconds =
                |zone: Tz| Some(zone.offset_from_utc_datetime(&noon).fix().local_minus_utc());
            if read.is_some_and(|read| seconds(read) != seconds(own)) {
                return read;
            }
            own
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_names_a_zone() {
        for line in include_str!("places.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            let zone = line
                .split_once(": ")
                .map(|(zone, _)| zone)
                .unwrap_or_default();
            assert!(zone.parse::<Tz>().is_ok(), "{line}");
        }
    }

    #[test]
    fn the_longest_name_wins() {
        let document = Document::new("They meet in New York City on Friday.", None);
        let place = named(&document, 0..document.tokens.len()).expect("there is one");
        assert_eq!(place.name, "New York City");
        assert_eq!(place.zone, Some(Tz::America__New_York));
    }

    #[test]
    fn letters_mean_what_the_country_means() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 15).expect("there is one");
        assert_eq!(
            letters("IST", Some(Tz::Europe__Dublin), None, day),
            Some(Tz::Europe__Dublin)
        );
        assert_eq!(
            letters("IST", Some(Tz::Asia__Jerusalem), None, day),
            Some(Tz::Asia__Jerusalem)
        );
        assert_eq!(letters("IST", None, None, day), Some(Tz::Asia__Kolkata));
        assert_eq!(
            letters("CST", Some(Tz::Asia__Shanghai), None, day),
            Some(Tz::Asia__Shanghai)
        );
        assert_eq!(
            letters("BST", Some(Tz::Asia__Dhaka), None, day),
            Some(Tz::Asia__Dhaka)
        );
        assert_eq!(letters("XYZ", None, None, day), None);
        assert_eq!(
            letters("EST", None, Some(Tz::America__New_York), day),
            Some(Tz::EST)
        );
        let june = NaiveDate::from_ymd_opt(2026, 6, 15).expect("there is one");
        assert_eq!(
            letters("EST", None, Some(Tz::America__New_York), june),
            Some(Tz::America__New_York)
        );
    }
}
