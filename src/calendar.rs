//! Sessions → an iCalendar file (RFC 5545), which Google, Apple and Outlook take alike.
//!
//! A day without an hour is an all-day event, which ends on the next day (DTEND is the first day that is no longer part of
//! it). An hour is written as an instant in UTC: each calendar shows it in its owner's zone, and none has to find out what a
//! zone of ours means (Outlook knows other names, and a file would have to bring each zone's rules). Where the article gives
//! no end, none is written. The same sessions are the same bytes: DTSTAMP is when a session changed, not when it is written.

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Component, EventLike, EventStatus};
use uuid::Uuid;

/// Events for a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The events, in the order of the file.
    pub events: Vec<Event>,
}

/// A session as a calendar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// By which a calendar knows it again.
    pub uid: Uuid,
    /// Grows with every change.
    pub revision: u32,
    /// When it changed last.
    pub changed: DateTime<Utc>,
    /// What it is called.
    pub title: String,
    /// When it is.
    pub when: When,
    /// Whether it will take place.
    pub standing: Standing,
    /// Where.
    pub place: Option<String>,
    /// What else there is to know, a line each: a postponement, a doubt.
    pub notes: Vec<String>,
    /// The publisher and the day.
    pub source: String,
    /// The address of the sentence that tells of it.
    pub url: Option<String>,
}

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On these days, the last one included.
    Days {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
    /// From an instant on.
    Hours {
        /// The beginning.
        starts: DateTime<Utc>,
        /// The end, where the article gives it.
        ends: Option<DateTime<Utc>>,
    },
}

/// Whether an event will take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As planned.
    Confirmed,
    /// The article says may, could, is expected.
    Tentative,
    /// It will not.
    Cancelled,
}

/// Who wrote the file, in the form that RFC 5545 asks for.
const MAKER: &str = concat!("-//Newsdesk//newsdesk ", env!("CARGO_PKG_VERSION"), "//EN");

impl Calendar {
    /// The file's text, in lines of at most 75 octets that end in CR LF.
    #[must_use]
    pub fn ics(&self) -> String {
        let mut calendar = icalendar::Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", MAKER),
            ("CALSCALE", "GREGORIAN"),
            ("X-WR-CALNAME", "Newsdesk sessions"),
        ] {
            calendar.append_property((key, value));
        }
        for event in &self.events {
            calendar.push(event.written());
        }
        folded(&calendar.to_string())
    }

    /// The same in words, a line an event, for those who do not open the file.
    #[must_use]
    pub fn description(&self) -> String {
        let head = match self.events.len() {
            1 => "A calendar file with this session:".to_owned(),
            more => format!("A calendar file with these {more} sessions:"),
        };
        let lines = self.events.iter().map(|event| {
            let day = match event.when {
                When::Days { first, .. } => first,
                When::Hours { starts, .. } => starts.date_naive(),
            };
            format!("{}, {}", event.summary(), day.format("%-d %b %Y"))
        });
        std::iter::once(head)
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Event {
    fn written(&self) -> icalendar::Event {
        let mut event = icalendar::Event::new();
        event
            .uid(&self.uid.to_string())
            .sequence(self.revision)
            .timestamp(self.changed)
            .last_modified(self.changed)
            .summary(&self.summary())
            .description(&self.description())
            .status(match self.standing {
                Standing::Confirmed => EventStatus::Confirmed,
                Standing::Tentative => EventStatus::Tentative,
                Standing::Cancelled => EventStatus::Cancelled,
            })
            // News of others' meetings: nobody is busy for them.
            .add_property("TRANSP", "TRANSPARENT");
        match self.when {
            When::Days { first, last } => {
                event.starts(first);
                event.ends(last.checked_add_days(Days::new(1)).unwrap_or(last));
            }
            When::Hours { starts, ends } => {
                event.starts(starts);
                if let Some(ends) = ends {
                    event.ends(ends);
                }
            }
        }
        if let Some(place) = self.place.as_deref().map(line).filter(|p| !p.is_empty()) {
            event.location(&place);
        }
        if let Some(url) = self.address() {
            event.url(url);
        }
        event.done()
    }

    /// The title. That it is called off stands there too: not every calendar shows a status.
    fn summary(&self) -> String {
        let title = line(&self.title);
        match self.standing {
            Standing::Cancelled => format!("Cancelled: {title}"),
            _ => title,
        }
    }

    fn description(&self) -> String {
        let mut lines: Vec<String> = self.notes.iter().map(|note| line(note)).collect();
        lines.push(line(&self.source));
        lines.extend(self.address().map(str::to_owned));
        lines.join("\n")
    }

    /// The address, where it is one: it is written as it is, so nothing in it may end its line.
    fn address(&self) -> Option<&str> {
        self.url.as_deref().filter(|url| {
            let web = url.starts_with("https://") || url.starts_with("http://");
            web && !url.contains(|c: char| c.is_whitespace() || c.is_control())
        })
    }
}

/// The octets of a line, its end left out (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// The file with its lines folded anew: the crate gives the last part of a long line 76 octets, the space before it included.
fn folded(ics: &str) -> String {
    let mut folded = String::with_capacity(ics.len() + ics.len() / LONGEST);
    for line in ics.replace("\r\n ", "").split_inclusive("\r\n") {
        let mut length = 0;
        for c in line.chars() {
            if c != '\r' && c != '\n' && length + c.len_utf8() > LONGEST {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(c);
            length += c.len_utf8();
        }
    }
    folded
}

/// The text in one line, without control characters.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
