//! Time zones by the names that people know: cities, countries, and the letters on a clock.
//!
//! The IANA database names a zone after its largest city; `zone/names.txt` adds what people type instead (Islamabad,
//! Eastern, CET). Letters that stand for several zones (IST, CST, BST) give them all. An offset (UTC+5) is no place and knows
//! no summer time: [`offset`] reads it, and [`at_offset`] gives the places where it holds now.

use std::sync::LazyLock;

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::fold::fold;

/// A zone under one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name, as people write it.
    pub name: String,
    /// The zone.
    pub zone: Tz,
    /// The name is the one that was typed, and no other zone has it.
    pub exact: bool,
}

struct Row {
    name: String,
    folded: String,
    zone: Tz,
    known: bool,
}

/// The data: `name = zone` a line, `#` begins a comment. Written for this project from the IANA database's own comments.
const NAMES: &str = include_str!("zone/names.txt");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |name: &str, zone: Tz, known: bool| Row {
        name: name.to_owned(),
        folded: fold(name),
        zone,
        known,
    };
    let known = NAMES
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter_map(|(name, zone)| Some(row(name.trim(), zone.trim().parse().ok()?, true)));
    // `Asia/Kabul` also as Kabul; `America/Argentina/Ushuaia` as Ushuaia. Links such as `US/Eastern` keep their whole name only.
    let regions = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    let cities = TZ_VARIANTS.iter().filter_map(|zone| {
        let (region, rest) = zone.name().split_once('/')?;
        let city = rest.rsplit('/').next()?;
        regions
            .contains(&region)
            .then(|| row(&city.replace('_', " "), *zone, false))
    });
    let whole = TZ_VARIANTS
        .iter()
        .map(|zone| row(zone.name(), *zone, false));
    known.chain(cities).chain(whole).collect()
});

/// The zones that a name may mean, best first, each zone once.
#[must_use]
pub fn find(typed: &str) -> Vec<Named> {
    let written = typed.trim();
    let typed = fold(typed);
    if typed.is_empty() {
        return Vec::new();
    }
    let of = |fits: &dyn Fn(&Row) -> bool| -> Vec<&Row> {
        ROWS.iter().filter(|row| fits(row)).collect()
    };
    let mut whole = of(&|row| row.folded == typed);
    // The database has a zone named CET too, kept for old programs: what people mean is in our list.
    if whole.iter().any(|row| row.known) {
        whole.retain(|row| row.known);
    } else if let Some(row) = whole
        .iter()
        .find(|row| row.zone.name().eq_ignore_ascii_case(written))
    {
        // Folded, `Etc/GMT+5` and `Etc/GMT-5` are the same words.
        whole = vec![*row];
    }
    let mut found: Vec<Named> = Vec::new();
    let mut add = |rows: &[&Row], exact: bool| {
        for row in rows {
            if !found.iter().any(|named| named.zone == row.zone) {
                found.push(Named {
                    name: row.name.clone(),
                    zone: row.zone,
                    exact,
                });
            }
        }
    };
    let one = whole
        .first()
        .is_some_and(|first| whole.iter().all(|row| row.zone == first.zone));
    add(&whole, one);
    if whole.is_empty() {
        add(&of(&|row| row.folded.starts_with(&typed)), false);
        add(
            &of(&|row| row.folded.split(' ').any(|word| word.starts_with(&typed))),
            false,
        );
    }
    found
}

/// The names most like what was typed, the nearest first, each zone once; none where nothing is near.
#[must_use]
pub fn nearest(typed: &str, most: usize) -> Vec<Named> {
    let typed = fold(typed);
    // One letter of four may be wrong, two at most: beyond that it is another word.
    let slips = typed.chars().count().div_ceil(4).min(2);
    let mut near: Vec<(usize, bool, &Row)> = ROWS
        .iter()
        .filter(|row| row.folded.chars().count() > 3 && !row.name.contains('/'))
        .map(|row| {
            let slips = strsim::damerau_levenshtein(&row.folded, &typed);
            (slips, !row.known, row)
        })
        .filter(|(distance, ..)| *distance <= slips)
        .collect();
    near.sort_by(|(a, plain_a, x), (b, plain_b, y)| {
        (a, plain_a, &x.name).cmp(&(b, plain_b, &y.name))
    });
    let mut found: Vec<Named> = Vec::new();
    for (_, _, row) in near {
        if found.len() < most && found.iter().all(|named| named.zone != row.zone) {
            found.push(Named {
                name: row.name.clone(),
                zone: row.zone,
                exact: false,
            });
        }
    }
    found
}

/// The minutes east of UTC that an offset says: `UTC+5`, `GMT-3:30`, `+0530`. None for what is no offset.
#[must_use]
pub fn offset(typed: &str) -> Option<i32> {
    let typed: String = typed
        .to_ascii_uppercase()
        .replace(['−', '–'], "-")
        .split_whitespace()
        .collect();
    let rest = typed
        .strip_prefix("UTC")
        .or_else(|| typed.strip_prefix("GMT"))
        .unwrap_or(&typed);
    let (sign, digits) = match rest.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, rest.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.split_once([':', '.']) {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// The places of our list whose clocks are so many minutes east of UTC at `now`, and first the offset itself where the IANA
/// database has it as a zone (whole hours).
#[must_use]
pub fn at_offset(minutes: i32, now: DateTime<Utc>) -> Vec<Named> {
    let named = |name: String, zone| Named {
        name,
        zone,
        exact: false,
    };
    // The names of these zones count westwards.
    let fixed = match (minutes % 60, minutes / 60) {
        (0, 0) => Some(("UTC".to_owned(), Tz::UTC)),
        (0, hours) => format!("Etc/GMT{:+}", -hours)
            .parse()
            .ok()
            .map(|zone| (format!("always UTC{hours:+}"), zone)),
        _ => None,
    };
    let mut found: Vec<Named> = fixed
        .into_iter()
        .map(|(name, zone)| named(name, zone))
        .collect();
    // The more names of our list a zone has, the more people live by it.
    let mut places: Vec<(usize, &Row)> = Vec::new();
    for row in ROWS.iter().filter(|row| !row.name.contains('/')) {
        let there = row.zone.offset_from_utc_datetime(&now.naive_utc()).fix();
        let city = row.zone.name().ends_with(&row.name.replace(' ', "_"));
        if city && there.local_minus_utc() == minutes * 60 {
            let names = ROWS
                .iter()
                .filter(|other| other.known && other.zone == row.zone);
            places.push((names.count(), row));
        }
    }
    places.retain(|(names, _)| *names > 0);
    places.sort_by_key(|(names, _)| std::cmp::Reverse(*names));
    for (_, row) in places {
        if found.iter().all(|known| known.zone != row.zone) {
            found.push(named(row.name.clone(), row.zone));
        }
    }
    found
}

#[cfg(test)]
mod tests;
