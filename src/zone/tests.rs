//! What people type, and the zones that it means.

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

/// `typed` means the zones, in this order; one alone is sure.
fn check(typed: &str, zones: &[&str]) {
    let found = find(typed);
    let names: Vec<&str> = found.iter().map(|named| named.zone.name()).collect();
    assert_eq!(names, zones, "{typed}");
    let sure = found.iter().all(|named| named.exact);
    assert_eq!(sure, zones.len() < 2, "{typed}");
}

#[test]
fn a_zone_is_found_by_the_name_people_know() {
    for (typed, zone) in [
        ("Kabul", "Asia/Kabul"),
        (" kabul ", "Asia/Kabul"),
        ("Islamabad", "Asia/Karachi"),
        ("Eastern", "America/New_York"),
        ("eastern time", "America/New_York"),
        ("EST", "America/New_York"),
        ("CET", "Europe/Brussels"),
        ("cest", "Europe/Brussels"),
        ("Central European Time", "Europe/Brussels"),
        ("new york", "America/New_York"),
        ("NYC", "America/New_York"),
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("asia/kathmandu", "Asia/Kathmandu"),
        ("Delhi", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("Zulu", "UTC"),
        ("US/Eastern", "US/Eastern"),
        ("Etc/GMT-5", "Etc/GMT-5"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ] {
        check(typed, &[zone]);
    }
}

#[test]
fn a_country_means_its_zone_and_one_with_several_gives_them() {
    for (typed, zone) in [
        ("Afghanistan", "Asia/Kabul"),
        ("germany", "Europe/Berlin"),
        ("Britain", "Europe/London"),
        ("Côte d’Ivoire", "Africa/Abidjan"),
        ("Türkiye", "Europe/Istanbul"),
        ("Spain", "Europe/Madrid"),
    ] {
        check(typed, &[zone]);
    }
    check(
        "USA",
        &[
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Anchorage",
        ],
    );
    check("Georgia", &["Asia/Tbilisi", "America/New_York"]);
}

#[test]
fn a_city_is_found_in_its_other_spellings() {
    for (typed, zone) in [
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Kiev", "Europe/Kyiv"),
        ("Kyiv", "Europe/Kyiv"),
        ("Bombay", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Peking", "Asia/Shanghai"),
        ("München", "Europe/Berlin"),
        ("Munchen", "Europe/Berlin"),
        ("ZÜRICH", "Europe/Zurich"),
        ("Wien", "Europe/Vienna"),
        ("Teheran", "Asia/Tehran"),
        ("Mazar-e-Sharif", "Asia/Kabul"),
        ("mazar i sharif", "Asia/Kabul"),
        ("St. Petersburg", "Europe/Moscow"),
    ] {
        check(typed, &[zone]);
    }
}

#[test]
fn letters_of_several_zones_give_them_all() {
    check("IST", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]);
    check(
        "cst",
        &["America/Chicago", "Asia/Shanghai", "America/Havana"],
    );
    check("BST", &["Europe/London", "Asia/Dhaka"]);
    check("AST", &["America/Halifax", "Asia/Riyadh"]);
}

#[test]
fn the_beginning_of_a_name_finds_it_and_rubbish_nothing() {
    assert_eq!(
        find("kath").first().map(|named| named.zone.name()),
        Some("Asia/Kathmandu")
    );
    for rubbish in ["Atlantis", "", " ", "!!", "\u{1f4f0}", "Nowhere"] {
        assert!(find(rubbish).is_empty(), "{rubbish}");
    }
}

#[test]
fn a_slip_finds_the_nearest_names() {
    for (typed, zone) in [
        ("Kabull", "Asia/Kabul"),
        ("Karatchi", "Asia/Karachi"),
        ("Belrin", "Europe/Berlin"),
        ("Afganistan", "Asia/Kabul"),
        ("Islambad", "Asia/Karachi"),
    ] {
        let near = nearest(typed, 3);
        assert_eq!(
            near.first().map(|named| named.zone.name()),
            Some(zone),
            "{typed}: {near:?}"
        );
    }
    for rubbish in ["xqzzw", "", "qq", "42"] {
        assert_eq!(nearest(rubbish, 3), [], "{rubbish}");
    }
}

#[test]
fn an_offset_is_read_as_people_write_it() {
    for (typed, minutes) in [
        ("UTC+5", Some(300)),
        ("utc +05:30", Some(330)),
        ("GMT-3", Some(-180)),
        ("GMT−3", Some(-180)),
        ("+0430", Some(270)),
        ("+5", Some(300)),
        ("UTC+5.45", Some(345)),
        ("UTC-0", Some(0)),
        ("UTC+14", Some(840)),
        ("UTC", None),
        ("UTC+15", None),
        ("UTC+5:60", None),
        ("UTC+five", None),
        ("UTC+", None),
        ("UTC+1:2:3", None),
        ("5", None),
        ("Etc/GMT-5", None),
        ("+−5", None),
    ] {
        assert_eq!(offset(typed), minutes, "{typed}");
    }
}

#[test]
fn an_offset_gives_the_places_where_it_holds_now() {
    let at = |minutes, now: &str| -> Vec<String> {
        let found = at_offset(minutes, now.parse().expect("a moment"));
        found
            .iter()
            .map(|named| format!("{} {}", named.name, named.zone))
            .collect()
    };
    let five = at(300, "2026-03-10T09:00:00Z");
    assert_eq!(five[0], "always UTC+5 Etc/GMT-5");
    assert!(
        five.contains(&"Karachi Asia/Karachi".to_owned()),
        "{five:?}"
    );
    assert_eq!(
        at(270, "2026-03-10T09:00:00Z"),
        ["Kabul Asia/Kabul"],
        "no zone of the database stands for half an hour"
    );
    // Two hours east: Berlin in summer, not in winter.
    let berlin = "Berlin Europe/Berlin".to_owned();
    assert!(at(120, "2026-07-10T09:00:00Z").contains(&berlin));
    assert!(!at(120, "2026-01-10T09:00:00Z").contains(&berlin));
}
