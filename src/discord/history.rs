//! Whether a letter stands in a channel: the bot's own messages read back, newest first, for the letter's mark.
//!
//! Messages come back without their nonce, so the mark stands where Discord keeps it and nobody sees it: in the `custom_id`
//! of the letter's buttons ([`super::custom_id::marked`]), or in its small print where it has none. Without "Read Message
//! History" Discord gives no messages and no refusal either (its documentation of "Get Channel Messages"), so an empty list is
//! believed only where the channel itself says that nothing was written in it since.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::custom_id;
use super::http::snowflake;

/// The messages of a page, the most that Discord gives.
pub(super) const PAGE: usize = 100;
/// As many pages are read at most; beyond that nobody can see whether the letter stands there.
pub(super) const PAGES: usize = 100;
/// So much further back than the attempt is read: this machine's clock may have been set right since.
const SLACK: TimeDelta = TimeDelta::hours(2);

/// What a page of messages says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The letter stands there, as this message.
    Here(u64),
    /// It does not: the page reaches back beyond the attempt, or to the channel's beginning.
    Absent,
    /// Not on this page, and what is before this message is still to be read.
    Before(u64),
    /// There is nothing to read.
    Empty,
}

/// The moment of a message's number.
fn moment(number: u64) -> DateTime<Utc> {
    /// The first second of 2015, where Discord's numbers begin.
    const EPOCH: u64 = 1_420_070_400_000;
    let millis = i64::try_from((number >> 22) + EPOCH).unwrap_or(i64::MAX);
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// How far back to read: `ago` before `now`, which is Discord's time. None where only the channel's beginning is far enough.
pub(super) fn horizon(now: DateTime<Utc>, ago: Option<TimeDelta>) -> Option<DateTime<Utc>> {
    now.checked_sub_signed(ago?.checked_add(&SLACK)?)
}

/// Whether a message of this number is from before the horizon.
pub(super) fn beyond(number: u64, horizon: Option<DateTime<Utc>>) -> bool {
    horizon.is_some_and(|horizon| moment(number) < horizon)
}

/// Looks through a page of messages for the bot's own with this mark.
pub(super) fn look(
    messages: &[Value],
    me: u64,
    mark: &str,
    horizon: Option<DateTime<Utc>>,
) -> Seen {
    let own = messages
        .iter()
        .find(|message| snowflake(&message["author"]["id"]) == Some(me) && carries(message, mark));
    if let Some(id) = own.and_then(|message| snowflake(&message["id"])) {
        return Seen::Here(id);
    }
    match messages
        .iter()
        .filter_map(|message| snowflake(&message["id"]))
        .min()
    {
        None => Seen::Empty,
        Some(oldest) if messages.len() < PAGE || beyond(oldest, horizon) => Seen::Absent,
        Some(oldest) => Seen::Before(oldest),
    }
}

/// Whether a message has the mark in a button or at the end of its small print.
fn carries(message: &Value, mark: &str) -> bool {
    let foot = message["embeds"].as_array().is_some_and(|embeds| {
        embeds.iter().any(|embed| {
            embed["footer"]["text"]
                .as_str()
                .is_some_and(|text| text == mark || text.ends_with(&format!(" · {mark}")))
        })
    });
    foot || button(&message["components"], mark)
}

fn button(components: &Value, mark: &str) -> bool {
    components.as_array().is_some_and(|components| {
        components.iter().any(|component| {
            component["custom_id"]
                .as_str()
                .is_some_and(|id| custom_id::mark(id) == Some(mark))
                || button(&component["components"], mark)
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ME: u64 = 7;
    /// 10 March 2026, 09:00 UTC.
    const NINE: u64 = (1_773_133_200_000 - 1_420_070_400_000) << 22;
    const MINUTE: u64 = 60_000 << 22;

    fn message(id: u64, author: u64, custom_id: &str, footer: &str) -> Value {
        json!({"id": id.to_string(), "author": {"id": author.to_string()}, "embeds": [{"footer": {"text": footer}}],
            "components": [{"type": 1, "components": [{"type": 2, "custom_id": custom_id}]}]})
    }

    fn nine() -> DateTime<Utc> {
        moment(NINE)
    }

    #[test]
    fn numbers_tell_the_time() {
        assert_eq!(nine().to_rfc3339(), "2026-03-10T09:00:00+00:00");
    }

    #[test]
    fn a_letter_is_known_by_its_mark_and_its_author() {
        let page = [
            message(NINE + 3, ME, "+summary|a#1|~nd2.1", ""),
            message(NINE + 2, 8, "+summary|a#1|~nd1.1", ""),
            message(NINE + 1, ME, "+summary|a#1|~nd1.1", ""),
            message(NINE, ME, "", "1–2 of 3 · nd3.1"),
        ];
        for (mark, seen) in [
            ("nd1.1", Seen::Here(NINE + 1)),
            ("nd2.1", Seen::Here(NINE + 3)),
            ("nd3.1", Seen::Here(NINE)),
            ("nd3.12", Seen::Absent),
            ("d3.1", Seen::Absent),
        ] {
            assert_eq!(look(&page, ME, mark, None), seen, "{mark}");
        }
    }

    #[test]
    fn reading_goes_on_until_it_is_far_enough() {
        let page = |count: u64| -> Vec<Value> {
            (0..count)
                .map(|n| message(NINE - n * MINUTE, ME, "+help", ""))
                .collect()
        };
        let oldest = NINE - 99 * MINUTE;
        let full = page(100);
        let ago = |minutes| horizon(nine(), Some(TimeDelta::minutes(minutes)));
        assert_eq!(look(&full, ME, "nd1.1", None), Seen::Before(oldest));
        assert_eq!(look(&full, ME, "nd1.1", ago(5)), Seen::Before(oldest));
        let late = horizon(nine() + TimeDelta::minutes(60), Some(TimeDelta::minutes(5)));
        assert_eq!(look(&full, ME, "nd1.1", late), Seen::Absent);
        assert_eq!(look(&page(99), ME, "nd1.1", None), Seen::Absent);
        assert_eq!(look(&page(0), ME, "nd1.1", None), Seen::Empty);
    }
}
