//! Time zones by the names that people know: cities, countries, and the letters on a clock.
//!
//! The IANA database names a zone after its largest city; `zone/names.txt` adds what people type instead (Islamabad,
//! Eastern, CET). Letters that stand for several zones (IST, CST, BST) give them all.

use std::sync::LazyLock;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_names_a_zone() {
        for line in NAMES
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (name, zone) = line.split_once('=').expect(line);
            assert!(
                !name.trim().is_empty() && zone.trim().parse::<Tz>().is_ok(),
                "{line}"
            );
        }
    }

    #[test]
    fn a_zone_is_found_by_the_name_people_know() {
        for (typed, zone) in [
            ("Kabul", "Asia/Kabul"),
            ("kabul", "Asia/Kabul"),
            ("Islamabad", "Asia/Karachi"),
            ("Eastern", "America/New_York"),
            ("CET", "Europe/Brussels"),
            ("new york", "America/New_York"),
            ("Asia/Kathmandu", "Asia/Kathmandu"),
            ("Delhi", "Asia/Kolkata"),
            ("germany", "Europe/Berlin"),
            ("UTC", "UTC"),
            ("São Paulo", "America/Sao_Paulo"),
        ] {
            let found = find(typed);
            assert_eq!(
                found.first().map(|named| (named.zone.name(), named.exact)),
                Some((zone, true)),
                "{typed}: {found:?}"
            );
        }
    }

    #[test]
    fn letters_of_several_zones_give_them_all() {
        let zones: Vec<&str> = find("IST").iter().map(|named| named.zone.name()).collect();
        assert_eq!(zones, ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]);
        assert!(find("IST").iter().all(|named| !named.exact));
        assert!(find("Atlantis").is_empty());
        assert_eq!(
            find("kath").first().map(|named| named.zone.name()),
            Some("Asia/Kathmandu")
        );
    }
}
