//! Whether two articles tell of the same thing: the same event on the same day, the same session under nearly the same name.
//!
//! Judged by the words that carry meaning, so it errs on the side of two: one event listed twice is a blemish, two events
//! merged, or a reminder moved to the wrong meeting, is a fault.

use std::collections::HashSet;

use crate::article::{Session, SessionStatus};
use crate::fold::fold;
use crate::timex::Timex;

/// Words that stand in every headline and tell nothing apart.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has",
    "have", "he", "her", "his", "in", "into", "is", "it", "its", "new", "not", "of", "on", "or",
    "over", "said", "says", "she", "that", "the", "their", "they", "this", "to", "was", "were",
    "which", "who", "will", "with", "would",
];

/// The words that carry meaning, folded, without a plural's s.
fn words(text: &str) -> HashSet<String> {
    fold(text)
        .split(' ')
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() >= 3 && !stem.ends_with('s') => stem.to_owned(),
            _ => word.to_owned(),
        })
        .collect()
}

/// How much of their words two texts share, of those that either has: 0 to 1; and how many.
fn shared(a: &str, b: &str) -> (f64, usize) {
    let (a, b) = (words(a), words(b));
    let both = a.intersection(&b).count();
    let either = a.union(&b).count();
    #[allow(clippy::cast_precision_loss)] // A sentence has no 2^52 words.
    let share = if either == 0 {
        0.0
    } else {
        both as f64 / either as f64
    };
    (share, both)
}

/// Whether two lines about the same day tell of the same event.
#[must_use]
pub fn same_event(a: &str, b: &str) -> bool {
    let (share, both) = shared(a, b);
    share >= 0.5 && both >= 3
}

/// Whether `later`, told by a later article, is the session `known`: reported again, moved, or called off. A session of
/// the same name on another day is another session (a board meets every month), unless the later article says that it was
/// put off or called off.
#[must_use]
pub fn same_session(known: &Session, later: &Session) -> bool {
    let (share, both) = shared(&known.title, &later.title);
    // "Harbour board hearing" and "school board hearing" share half of their words.
    let alike = share > 0.5 && both >= 2 || share >= 0.99;
    let nearly = share >= 0.34 && both >= 2;
    let places = known.place.as_deref().zip(later.place.as_deref());
    if places.is_some_and(|(a, b)| shared(a, b).1 == 0) {
        return false;
    }
    if let Some(was) = &later.was {
        return (alike || nearly) && meet(was, &known.starts);
    }
    let same_day = meet(&later.starts, &known.starts);
    match later.status {
        SessionStatus::Cancelled => (alike || nearly) && same_day,
        // "The hearing was postponed", without the old date: the name must do.
        SessionStatus::Postponed => alike && share >= 0.6,
        _ => alike && same_day,
    }
}

/// Whether two dates have a day in common.
fn meet(a: &Timex, b: &Timex) -> bool {
    match (a.days(), b.days()) {
        (Some((a, b)), Some((c, d))) => a <= d && c <= b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Precision;

    fn session(title: &str, starts: &str, status: SessionStatus, was: Option<&str>) -> Session {
        Session {
            title: title.to_owned(),
            starts: Timex::new(starts).expect(starts),
            ends: None,
            precision: Precision::Day,
            zone: None,
            place: None,
            status,
            was: was.map(|was| Timex::new(was).expect(was)),
            tentative: false,
            at: None,
        }
    }

    #[test]
    fn the_same_event_in_other_words_is_one() {
        assert!(same_event(
            "The harbour board voted to close the north quay.",
            "Harbour board votes to close north quay for repairs"
        ));
        assert!(!same_event(
            "The harbour board voted to close the north quay.",
            "The mayor opened a school in the north of the town."
        ));
        assert!(!same_event("", ""));
    }

    #[test]
    fn a_session_is_known_again_when_it_is_reported_moved_or_called_off() {
        use SessionStatus::{Cancelled, Postponed, Scheduled};
        let known = session("Harbour board hearing", "2026-03-10", Scheduled, None);
        let check = |title, starts, status, was, same| {
            assert_eq!(
                same_session(&known, &session(title, starts, status, was)),
                same,
                "{title} {starts} {status:?}"
            );
        };
        check(
            "hearing of the harbour board",
            "2026-03-10",
            Scheduled,
            None,
            true,
        );
        check(
            "hearing of the harbour board",
            "2026-03-17",
            Postponed,
            Some("2026-03-10"),
            true,
        );
        check("harbour board hearing", "2026-03-17", Postponed, None, true);
        check("Harbour board hearing", "2026-03-10", Cancelled, None, true);
        // A board meets every week.
        check(
            "Harbour board hearing",
            "2026-03-17",
            Scheduled,
            None,
            false,
        );
        check("School board hearing", "2026-03-10", Scheduled, None, false);
        check(
            "Vote on the tram line",
            "2026-03-10",
            Scheduled,
            None,
            false,
        );
        check(
            "Vote on the tram line",
            "2026-03-17",
            Postponed,
            Some("2026-03-10"),
            false,
        );
    }

    #[test]
    fn another_place_is_another_session() {
        let mut known = session(
            "Climate summit",
            "2026-03-10",
            SessionStatus::Scheduled,
            None,
        );
        let mut later = known.clone();
        known.place = Some("Vila Serena".to_owned());
        later.place = Some("Port Amaro".to_owned());
        assert!(!same_session(&known, &later));
    }
}
