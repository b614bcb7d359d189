//! The rules of a parsed article beyond its types, each broken one with its JSON path and the fix.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::article::{Article, Precision, Quote, Session, Span};
use crate::timex::Timex;
use crate::web::address;

/// Where, and what to do.
type Broken = (String, String);

/// The longest slug: as much as an option of a command takes.
const LONGEST_SLUG: usize = 60;

/// Holds an article against the rules; gives the first that it breaks.
pub(super) fn check(article: &Article) -> Result<(), Broken> {
    slug(&article.id)?;
    filled("title", &article.title, "give the headline")?;
    if let Some(url) = &article.source.url {
        web("source.url", url)?;
    }
    for (i, person) in article.people.iter().enumerate() {
        let path = |key| format!("people[{i}].{key}");
        filled(&path("name"), &person.name, "give the full name")?;
        for (a, alias) in person.aliases.iter().enumerate() {
            filled(&format!("people[{i}].aliases[{a}]"), alias, "take it away")?;
        }
    }
    for (i, line) in article.summary.iter().enumerate() {
        let path = |key| format!("summary[{i}].{key}");
        filled(&path("text"), &line.text, "give the sentence")?;
        span(&path("at"), line.at)?;
        if line.rank == 0 {
            return broken(path("rank"), "0 is no rank; 1 is the weightiest line");
        }
    }
    for (i, date) in article.dates.iter().enumerate() {
        span(&format!("dates[{i}].at"), Some(date.at))?;
    }
    for (i, entry) in article.timeline.iter().enumerate() {
        let path = |key| format!("timeline[{i}].{key}");
        filled(&path("text"), &entry.text, "say what happened")?;
        calendar(&path("when"), &entry.when)?;
        later(&path("until"), &entry.when, entry.until.as_ref())?;
        span(&path("at"), entry.at)?;
    }
    let text: Option<Vec<char>> = article.text.as_ref().map(|text| text.chars().collect());
    for (i, one) in article.quotes.iter().enumerate() {
        quote(i, one, text.as_deref())?;
    }
    for (i, one) in article.sessions.iter().enumerate() {
        session(i, one)?;
    }
    Ok(())
}

/// A quote, held against the article's text where that is given.
fn quote(i: usize, quote: &Quote, text: Option<&[char]>) -> Result<(), Broken> {
    let path = |key| format!("quotes[{i}].{key}");
    let empty = "give the words or take the quote away";
    filled(&path("text"), &quote.text, empty)?;
    span(&path("at"), quote.at)?;
    if let (Some(text), Some(at)) = (text, quote.at) {
        // No paraphrase is ever shown as a quote.
        let there = text.get(at.start..at.end).map(String::from_iter);
        if there.as_ref() != Some(&quote.text) {
            return broken(
                path("at"),
                "the text there has other words than the quote; give the place of these words",
            );
        }
    }
    span(&path("mention_at"), quote.mention_at)?;
    if let Some(speaker) = &quote.speaker {
        filled(
            &path("speaker"),
            speaker,
            "write null where nobody is named",
        )?;
    }
    if let Some(said) = &quote.said {
        calendar(&path("said"), said)?;
    }
    if !(0.0..=1.0).contains(&quote.confidence) {
        let problem = format!(
            "{} is not between 0 and 1; write such a number",
            quote.confidence
        );
        return broken(path("confidence"), problem);
    }
    Ok(())
}

fn session(i: usize, session: &Session) -> Result<(), Broken> {
    let path = |key| format!("sessions[{i}].{key}");
    filled(&path("title"), &session.title, "say what it is called")?;
    calendar(&path("starts"), &session.starts)?;
    later(&path("ends"), &session.starts, session.ends.as_ref())?;
    if let Some(was) = &session.was {
        calendar(&path("was"), was)?;
    }
    if let Some(exact) = session.starts.precision()
        && exact != session.precision
    {
        let (said, exact) = (name(session.precision), name(exact));
        let problem = format!(
            "it says {said}, but {} is exact to the {exact}; write {exact}",
            session.starts
        );
        return broken(path("precision"), problem);
    }
    span(&path("at"), session.at)?;
    Ok(())
}

fn broken(path: impl Into<String>, problem: impl Into<String>) -> Result<(), Broken> {
    Err((path.into(), problem.into()))
}

fn slug(id: &str) -> Result<(), Broken> {
    let good = id.len() <= LONGEST_SLUG
        && id.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
    if good {
        return Ok(());
    }
    if id.len() > LONGEST_SLUG {
        let problem = format!(
            "{} characters are too many; use at most {LONGEST_SLUG}",
            id.chars().count()
        );
        return broken("id", problem);
    }
    broken(
        "id",
        format!(
            "“{id}” is no slug; write lower-case letters, digits and single hyphens, such as harbour-vote"
        ),
    )
}

fn filled(path: &str, text: &str, fix: &str) -> Result<(), Broken> {
    if text.trim().is_empty() {
        return broken(path, format!("it is empty; {fix}"));
    }
    Ok(())
}

fn web(path: &str, url: &str) -> Result<(), Broken> {
    if address(url).is_some() {
        return Ok(());
    }
    broken(
        path,
        format!("“{url}” is no web address; begin it with https:// or http://"),
    )
}

fn span(path: &str, at: Option<Span>) -> Result<(), Broken> {
    match at {
        Some(at) if at.start > at.end => broken(
            path,
            format!(
                "it ends ({}) before it begins ({}); write [start, end]",
                at.end, at.start
            ),
        ),
        _ => Ok(()),
    }
}

fn calendar(path: &str, value: &Timex) -> Result<(), Broken> {
    if value.days().is_some() {
        return Ok(());
    }
    broken(
        path,
        format!("“{value}” is no date of the calendar; write one such as 2025-09-30 or 2025-09"),
    )
}

/// The last day is not before the first.
fn later(path: &str, first: &Timex, last: Option<&Timex>) -> Result<(), Broken> {
    let Some(last) = last else { return Ok(()) };
    calendar(path, last)?;
    let early = first
        .days()
        .zip(last.days())
        .is_some_and(|((first, _), (_, last))| last < first);
    if early {
        return broken(path, format!("{last} is before {first}; give the last day"));
    }
    Ok(())
}

fn name(precision: Precision) -> &'static str {
    match precision {
        Precision::Minute => "minute",
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Season => "season",
        Precision::Year => "year",
    }
}

/// The line, counted from 1, of the value at `path` (such as `quotes[3].text`); of what is nearest above it where the file
/// leaves it out.
pub(super) fn line(json: &str, path: &str) -> Option<usize> {
    let steps: Vec<&str> = path
        .split(['.', '['])
        .map(|step| step.trim_end_matches(']'))
        .filter(|step| !step.is_empty())
        .collect();
    let json = json.trim_start_matches('\u{feff}');
    let error = Walk(&steps)
        .deserialize(&mut serde_json::Deserializer::from_str(json))
        .err()?;
    Some(error.line())
}

/// Goes down to a value and fails there: the reader's error then knows the line.
struct Walk<'a>(&'a [&'a str]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        if self.0.is_empty() {
            return Err(D::Error::custom("here"));
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == self.0[0] {
                return map.next_value_seed(Walk(&self.0[1..]));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::custom("left out"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let number: usize = self.0[0].parse().map_err(A::Error::custom)?;
        for _ in 0..number {
            list.next_element::<IgnoredAny>()?;
        }
        list.next_element_seed(Walk(&self.0[1..]))?;
        Err(A::Error::custom("left out"))
    }
}
