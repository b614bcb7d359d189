//! From what was found to mentions: each expression's value, in the text's order, and what is settled only at the end.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::anchor::Anchors;
use super::lexicon::{self, Shift, Unit};
use super::scan::Scan;
use super::sense::{DayTime, Found, Sense, Year};
use super::{DateMention, RangeEnd, resolve, settle};
use crate::article::TimexType;
use crate::parse::document::Document;
use crate::timex::Timex;

/// Resolves what was found, in order.
pub(super) fn mentions(
    document: &Document,
    scan: &Scan,
    published: Option<NaiveDate>,
) -> Vec<DateMention> {
    let found = &scan.found;
    let mut anchors = Anchors::new(published, found);
    anchors.month_first = order(found).or(scan.month_first);
    let mut mentions: Vec<DateMention> = Vec::with_capacity(found.len());
    let mut waiting: Vec<(usize, &Found)> = Vec::new();
    let mut numeric = Vec::new();
    for found in found {
        let mut frame = found.around.frame;
        // "will leave at 4 a.m. Thursday": with an hour, a future verb means a day to come.
        frame.forward |=
            frame.future && !frame.told && matches!(found.time, Some(DayTime::Clock(_)));
        let Some(mut mention) = place(document, found) else {
            continue;
        };
        match found.sense {
            Sense::Clock | Sense::Beside(_) => {
                waiting.push((mentions.len(), found));
                mentions.push(mention);
                continue;
            }
            _ => {}
        }
        anchors.place = found.around.cell;
        let Some(value) = resolve::value(&found.sense, frame, &mut anchors) else {
            continue;
        };
        let Some(value) = timed(value, found) else {
            continue;
        };
        if let Sense::Numeric(first, second, year) = found.sense
            && value.as_str().len() == 4
        {
            numeric.push((mentions.len(), first, second, year));
        }
        mention.days = value.days();
        mention.value = value;
        if let Some((first, last)) = mention.days {
            mention.past = published.is_some_and(|published| last < published);
            if mention.kind == TimexType::Date || mention.kind == TimexType::Time {
                if first == last && found.around.opens {
                    anchors.opening = Some(first);
                }
                if !(anchors.narrative && from_publication(&found.sense)) {
                    let back = frame.had && anchors.near().is_some_and(|near| last < near);
                    let aside = anchors.narrative
                        && (frame.since && matches!(found.sense, Sense::Year(_)) || back);
                    if !aside {
                        anchors.note(first, last, says_year(&found.sense));
                    }
                }
            }
        }
        mentions.push(mention);
    }
    settle::numeric(&mut mentions, &numeric);
    settle::ranges(document, &mut mentions, published);
    settle::clocks(document, &mut mentions, &waiting, published);
    mentions
}

/// A mention whose value is not known yet.
fn place(document: &Document, found: &Found) -> Option<DateMention> {
    let around = &found.around;
    let bytes = around.start as usize..around.end as usize;
    let from = document
        .tokens
        .partition_point(|token| token.end as usize <= bytes.start);
    let to = document
        .tokens
        .partition_point(|token| (token.start as usize) < bytes.end);
    let zone = around.zone.0 as usize..around.zone.1 as usize;
    Some(DateMention {
        tokens: from..to.max(from + 1),
        sentence: document.sentence_of(from),
        kind: found.kind,
        value: Timex::new("PRESENT_REF").ok()?,
        days: None,
        clock: match found.time {
            Some(DayTime::Clock(time)) => Some(time),
            Some(DayTime::Midnight) => NaiveTime::from_hms_opt(0, 0, 0),
            _ => None,
        },
        zone: (!zone.is_empty()).then(|| document.text[zone].to_owned()),
        tz: found.zone.and_then(lexicon::zone),
        forward: around.frame.forward,
        future: around.frame.future,
        past: false,
        range: match found.pair {
            -1 => Some(RangeEnd::First),
            1 => Some(RangeEnd::Last),
            _ => None,
        },
        bytes,
    })
}

/// The value with its time of day.
fn timed(value: String, found: &Found) -> Option<Timex> {
    let value = match found.time {
        None => value,
        Some(time) => format!("{value}T{}", time_text(time, found.zone)),
    };
    Timex::new(value).ok()
}

pub(super) fn time_text(time: DayTime, zone: Option<u16>) -> String {
    let zulu = zone.and_then(lexicon::zone) == Some(Tz::UTC);
    let mut text = match time {
        DayTime::Part(part) => return part.to_owned(),
        DayTime::Midnight => "24:00".to_owned(),
        DayTime::Clock(time) => {
            use chrono::Timelike;
            let form = if time.second() == 0 {
                "%H:%M"
            } else {
                "%H:%M:%S"
            };
            time.format(form).to_string()
        }
    };
    if zulu {
        text.push('Z');
    }
    text
}

/// Whether the words have the year.
fn says_year(sense: &Sense) -> bool {
    matches!(
        sense,
        Sense::Year(_)
            | Sense::Day {
                year: Year::Is(_),
                ..
            }
            | Sense::Month {
                year: Year::Is(_),
                ..
            }
            | Sense::Season {
                year: Year::Is(_),
                ..
            }
    )
}

/// Whether a sense counts from the publication: in a history it is an aside.
fn from_publication(sense: &Sense) -> bool {
    match sense {
        Sense::Deictic(_) | Sense::Weekend(_) | Sense::ShiftedMonth { .. } | Sense::YearEnd => true,
        Sense::Away { from_text, .. } => !from_text,
        Sense::Unit { shift, unit } => {
            !matches!(shift, Shift::Following | Shift::Current)
                || *unit == Unit::Year && *shift != Shift::Following
        }
        _ => false,
    }
}

/// Whether numeric dates have their month first, as those show that can be read in one way only.
fn order(found: &[Found]) -> Option<bool> {
    let mut votes = found.iter().filter_map(|found| match found.sense {
        Sense::Numeric(first, second, _) if first > 12 || second > 12 => Some(second > 12),
        _ => None,
    });
    let first = votes.next()?;
    votes.all(|vote| vote == first).then_some(first)
}
