//! `/settings`: the server's time zone, its reminder defaults, and whether sessions stand as its events.

use chrono::NaiveTime;

use super::{Asker, Desk, Invocation, Problem, words};
use crate::answer::{Answer, Button, Line, LineStyle, Piece, Tone};
use crate::reminder::{read_before, write_before};
use crate::store::{Settings, Target};
use crate::zone;

/// The word that goes back to the default.
const DEFAULT: &str = "default";

pub(super) fn answer(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
) -> Result<Answer, Problem> {
    let before = desk.store.settings(asker.scope)?;
    let mut settings = before.clone();
    if let Some(value) = invocation.get("timezone") {
        settings.zone = match (value, zone::find(value).as_slice()) {
            (DEFAULT, _) => None,
            (_, [one, ..]) if one.exact => Some(one.zone),
            (_, [one]) => Some(one.zone),
            (_, []) => return Ok(unknown(desk, value)),
            (_, several) => {
                let sentence = format!("“{value}” may be any of these: which one?");
                return Ok(which(&sentence, several));
            }
        };
    }
    if let Some(value) = invocation.get("remind") {
        settings.before = if value == DEFAULT {
            None
        } else {
            Some(read_before(value).map_err(|bad| Problem::Asked(bad.to_string()))?)
        };
    }
    if let Some(value) = invocation.get("morning") {
        settings.morning = if value == DEFAULT {
            None
        } else {
            Some(morning(value)?)
        };
    }
    let events = invocation.get("events");
    if let Some(value) = events {
        let Target::Channel(here) = asker.here else {
            return Err(Problem::Asked(
                "Scheduled events belong to a server: ask /settings events:on in one.".to_owned(),
            ));
        };
        settings.events = (value == "on").then_some(here);
        // Asked for again, it is tried again at once.
        desk.store.set_pause(asker.scope, None)?;
    }
    let changed = settings != before;
    if changed {
        desk.store.set_settings(asker.scope, &settings)?;
    }
    let mut answer = show(desk, asker, &settings, changed)?;
    answer.intro.extend(match events {
        Some("on") => Some(Line::small(
            "Every session to come whose day is known becomes an event of this server, and moves or is called off with it. Newsdesk needs the permission “Create Events” for it; if it is missing, it is told here and in /settings.",
        )),
        Some(_) if before.events.is_some() => Some(Line::small(
            "The events that Newsdesk made and that have not begun are taken away: nobody would keep them right.",
        )),
        _ => None,
    });
    Ok(answer)
}

/// As many zones as are offered.
const OFFERED: usize = 5;

/// Why a value is no zone, and what it may have meant.
fn unknown(desk: &Desk, value: &str) -> Answer {
    if let Some(minutes) = zone::offset(value) {
        let places = zone::at_offset(minutes, desk.clock.now());
        if !places.is_empty() {
            let sentence = format!(
                "“{value}” is an offset, which knows no summer time: choose a place where it holds now, or write another city."
            );
            return which(&sentence, &places);
        }
    }
    let near = zone::nearest(value, OFFERED);
    let names: Vec<&str> = near.iter().map(|named| named.name.as_str()).collect();
    let hint = if names.is_empty() {
        String::new()
    } else {
        format!("did you mean {}? Else ", names.join(", "))
    };
    let sentence = format!(
        "“{value}” is no time zone that Newsdesk knows: {hint}write a large city near you, such as Kabul, or a zone such as CET."
    );
    which(&sentence, &near)
}

fn which(sentence: &str, several: &[zone::Named]) -> Answer {
    let buttons = several
        .iter()
        .take(OFFERED)
        .map(|named| {
            Button::ask(
                format!("{} ({})", named.name, named.zone),
                Invocation::new("settings").with("timezone", named.zone),
            )
        })
        .collect();
    Answer {
        buttons,
        ..Answer::problem(sentence)
    }
}

/// Minutes after midnight of `9`, `9:00`, `08:30`, `8.30 am`, `9pm`.
fn morning(value: &str) -> Result<u16, Problem> {
    let wrong = || Problem::Asked(format!("“{value}” is no time of day: write it as 09:00."));
    let lower = value.to_lowercase();
    let (clock, shift) = match lower
        .strip_suffix("am")
        .or_else(|| lower.strip_suffix("pm"))
    {
        Some(clock) => (clock.trim(), if lower.ends_with("pm") { 12 } else { 0 }),
        None => (lower.trim(), 24),
    };
    let (hour, minute) = clock.split_once([':', '.']).unwrap_or((clock, "0"));
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.len() <= 2);
    let (hour, minute) = (
        number(hour).ok_or_else(wrong)?,
        number(minute).ok_or_else(wrong)?,
    );
    let hour = match shift {
        24 => hour,
        _ if (1..=12).contains(&hour) => hour % 12 + shift,
        _ => return Err(wrong()),
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(wrong)?;
    u16::try_from(hour * 60 + minute).map_err(|_| wrong())
}

fn show(desk: &Desk, asker: &Asker, settings: &Settings, changed: bool) -> Result<Answer, Problem> {
    let line = |name: &str, value: String, set: bool| {
        let mut text = vec![Piece::plain(format!("{name}: ")), Piece::Strong(value)];
        if !set {
            text.push(Piece::soft(" (default)"));
        }
        Line::of(LineStyle::Bullet, text)
    };
    let zone = settings.zone.unwrap_or(desk.defaults.zone);
    let before = settings.before.as_ref().unwrap_or(&desk.defaults.before);
    let morning = settings.morning.unwrap_or(desk.defaults.morning);
    let now = desk.clock.now().with_timezone(&zone);
    let mut events = Vec::new();
    if matches!(asker.here, Target::Channel(_)) {
        let pause = desk
            .store
            .pause(asker.scope)?
            .filter(|pause| settings.events.is_some() && pause.until > desk.clock.now());
        let standing = match (settings.events.is_some(), &pause) {
            (false, _) => "off",
            (true, None) => "on",
            (true, Some(_)) => "on, but paused",
        };
        events.push(line(
            "Sessions as events of this server",
            standing.to_owned(),
            settings.events.is_some(),
        ));
        events.extend(pause.map(|pause| Line::small(pause.error)));
    }
    let mut answer = Answer {
        tone: if changed { Tone::Done } else { Tone::Tells },
        private: true,
        title: if changed {
            "Settings, as changed".to_owned()
        } else {
            "Settings".to_owned()
        },
        intro: vec![
            line(
                "Time zone",
                format!("{zone}, where it is {}", now.format("%H:%M")),
                settings.zone.is_some(),
            ),
            line(
                "Remind before a session",
                before
                    .iter()
                    .map(|minutes| write_before(*minutes))
                    .collect::<Vec<_>>()
                    .join(", "),
                settings.before.is_some(),
            ),
            line(
                "Remind of a session without an hour at",
                words::hour(morning),
                settings.morning.is_some(),
            ),
        ],
        ..Answer::default()
    };
    answer.intro.extend(events);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::morning;

    #[test]
    fn a_time_of_day_is_read_as_people_write_it() {
        for (value, minutes) in [
            ("9", 540),
            ("09:00", 540),
            ("8.30", 510),
            ("8:30 am", 510),
            ("9pm", 1260),
            ("12am", 0),
            ("12 pm", 720),
            ("23:59", 1439),
            ("0:00", 0),
        ] {
            assert_eq!(morning(value).ok(), Some(minutes), "{value}");
        }
        for value in ["24:00", "9:60", "13pm", "0am", "noon", "", "9:0:0", "-1"] {
            assert!(morning(value).is_err(), "{value}");
        }
    }
}
