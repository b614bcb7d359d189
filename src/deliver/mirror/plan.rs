//! What is to be done in a server, from what should stand there and what does: pure, so every case is a line of a test.

use chrono::{DateTime, TimeDelta, Utc};

use super::poster::Poster;
use crate::store::calendar::Origin;
use crate::store::mirror::{PinState, Pinned};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask for an event, or find the one that was asked for.
    Make(Origin, Poster),
    /// Write an event anew; `begun` leaves its beginning alone, which Discord would refuse.
    Change(Pinned, Poster, Begun),
    /// Call an event off.
    Cancel(Pinned, Begun),
    /// Take an event away.
    Remove(Pinned),
    /// Forget a row; its event is left as it is.
    Forget(Pinned),
}

/// Whether an event has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Not yet.
    No,
    /// It is under way.
    Yes,
}

/// What a session should be in the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An event.
    Event(Poster),
    /// It is called off.
    CalledOff,
    /// None: its day is not known any more, it is over, or it is gone.
    Nothing,
}

/// An event must begin in the future, and the request takes its time.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// Discord takes no event that begins later; what lies further off waits.
const FARTHEST: TimeDelta = TimeDelta::days(5 * 365 - 1);

/// What is to be done at `now`: first what stands there, then what is missing, in the order of `wanted`. Rows that wait for
/// their time are passed over. `on` is false where the server wants no events any more.
pub(super) fn plan(
    now: DateTime<Utc>,
    on: bool,
    rows: &[Pinned],
    wanted: &[(Origin, Wanted)],
) -> Vec<Step> {
    let mut steps = Vec::new();
    for row in rows {
        let is = wanted
            .iter()
            .find(|(origin, _)| *origin == row.origin)
            .map_or(&Wanted::Nothing, |(_, wanted)| wanted);
        let is = if on { is } else { &Wanted::Nothing };
        steps.extend(row_step(now, row, is).filter(|_| row.not_before <= now));
    }
    let missing = wanted
        .iter()
        .filter(|(origin, _)| on && rows.iter().all(|row| row.origin != *origin));
    for (origin, wanted) in missing {
        if let Wanted::Event(poster) = wanted
            && ahead(now, poster)
        {
            steps.push(Step::Make(origin.clone(), poster.clone()));
        }
    }
    steps
}

fn ahead(now: DateTime<Utc>, poster: &Poster) -> bool {
    poster.starts > now + AHEAD && poster.starts < now + FARTHEST
}

fn row_step(now: DateTime<Utc>, row: &Pinned, wanted: &Wanted) -> Option<Step> {
    let shown: Option<Poster> = serde_json::from_str(&row.shown).ok();
    let over = shown.as_ref().is_some_and(|shown| shown.ends <= now);
    let begun = match &shown {
        Some(shown) if shown.starts <= now => Begun::Yes,
        _ => Begun::No,
    };
    let row_of = || row.clone();
    match (row.state, wanted) {
        (PinState::There(_) | PinState::Gone | PinState::Refused, _) if over => {
            Some(Step::Forget(row_of()))
        }
        (PinState::There(_), Wanted::Event(poster)) if shown.as_ref() == Some(poster) => None,
        (PinState::There(_), Wanted::Event(poster)) => match begun {
            // Put off while it was under way: this one ends, and the next look makes another.
            Begun::Yes if poster.starts > now => Some(Step::Cancel(row_of(), begun)),
            Begun::No if poster.starts <= now + AHEAD => Some(Step::Remove(row_of())),
            _ => Some(Step::Change(row_of(), poster.clone(), begun)),
        },
        (PinState::There(_), Wanted::CalledOff) => Some(Step::Cancel(row_of(), begun)),
        (PinState::There(_), Wanted::Nothing) => Some(match begun {
            // Members are there: it is left to end by itself.
            Begun::Yes => Step::Forget(row_of()),
            Begun::No => Step::Remove(row_of()),
        }),
        (PinState::Making, Wanted::Event(poster)) if ahead(now, poster) => {
            Some(Step::Make(row.origin.clone(), poster.clone()))
        }
        (PinState::Making, _) => Some(Step::Remove(row_of())),
        (PinState::Refused, Wanted::Event(poster)) if shown.as_ref() == Some(poster) => None,
        (PinState::Refused, Wanted::Event(poster)) if ahead(now, poster) => {
            Some(Step::Make(row.origin.clone(), poster.clone()))
        }
        (PinState::Refused, _) => Some(Step::Forget(row_of())),
        (PinState::Gone, Wanted::Event(_)) => None,
        (PinState::Gone, _) => Some(Step::Forget(row_of())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect(text)
    }

    /// An event from 10 to 11 on 20 March, unless `starts` says another hour.
    fn poster(starts: &str) -> Poster {
        let starts = at(starts);
        Poster {
            title: "Quay hearing".to_owned(),
            starts,
            ends: starts + TimeDelta::hours(1),
            place: None,
            notes: Vec::new(),
            source: "Coast Wire, 12 Mar 2026".to_owned(),
            url: None,
            mark: "nd-1".to_owned(),
        }
    }

    const TEN: &str = "2026-03-20T10:00:00Z";
    const LATER: &str = "2026-03-27T10:00:00Z";

    fn row(state: PinState) -> Pinned {
        Pinned {
            no: 1,
            origin: Origin("0/quay/hearing".to_owned()),
            mark: "nd-1".to_owned(),
            state,
            shown: serde_json::to_string(&poster(TEN)).expect("JSON"),
            attempts: 1,
            not_before: DateTime::UNIX_EPOCH,
        }
    }

    /// The step, in a word.
    fn check(now: &str, on: bool, state: Option<PinState>, wanted: Wanted, step: &str) {
        let rows: Vec<Pinned> = state.map(row).into_iter().collect();
        let is = format!("{now} {state:?} {wanted:?}");
        let wanted = [(Origin("0/quay/hearing".to_owned()), wanted)];
        let steps = plan(at(now), on, &rows, &wanted);
        let words: Vec<String> = steps
            .iter()
            .map(|step| match step {
                Step::Make(_, poster) => format!("make {}", poster.starts.format("%d")),
                Step::Change(_, poster, Begun::No) => {
                    format!("change {}", poster.starts.format("%d"))
                }
                Step::Change(_, _, Begun::Yes) => "change while under way".to_owned(),
                Step::Cancel(_, Begun::No) => "cancel".to_owned(),
                Step::Cancel(_, Begun::Yes) => "end".to_owned(),
                Step::Remove(_) => "remove".to_owned(),
                Step::Forget(_) => "forget".to_owned(),
            })
            .collect();
        assert_eq!(words.join(", "), step, "{is}");
    }

    #[test]
    fn what_is_to_come_is_made_and_what_is_past_never() {
        let event = || Wanted::Event(poster(TEN));
        check("2026-03-10T10:00:00Z", true, None, event(), "make 20");
        check("2026-03-20T09:58:59Z", true, None, event(), "make 20");
        for past in ["2026-03-20T09:59:00Z", TEN, "2026-03-20T10:30:00Z", LATER] {
            check(past, true, None, event(), "");
        }
        check("2021-01-01T00:00:00Z", true, None, event(), "");
        check("2026-03-10T10:00:00Z", true, None, Wanted::CalledOff, "");
        check("2026-03-10T10:00:00Z", false, None, event(), "");
    }

    #[test]
    fn what_stands_there_follows_its_session() {
        let there = Some(PinState::There(7));
        let before = "2026-03-10T10:00:00Z";
        let under_way = "2026-03-20T10:30:00Z";
        let longer = || {
            let mut longer = poster(TEN);
            longer.ends += TimeDelta::hours(1);
            Wanted::Event(longer)
        };
        for (now, wanted, step) in [
            (before, Wanted::Event(poster(TEN)), ""),
            (before, Wanted::Event(poster(LATER)), "change 27"),
            (
                before,
                Wanted::Event(poster("2026-03-09T10:00:00Z")),
                "remove",
            ),
            (before, Wanted::CalledOff, "cancel"),
            (before, Wanted::Nothing, "remove"),
            (under_way, Wanted::Event(poster(TEN)), ""),
            (under_way, longer(), "change while under way"),
            (under_way, Wanted::Event(poster(LATER)), "end"),
            (under_way, Wanted::CalledOff, "end"),
            (under_way, Wanted::Nothing, "forget"),
            (LATER, Wanted::Nothing, "forget"),
            (LATER, Wanted::Event(poster(TEN)), "forget"),
        ] {
            check(now, true, there, wanted, step);
        }
    }

    #[test]
    fn what_may_be_there_is_looked_for_before_it_is_made_or_left() {
        let making = Some(PinState::Making);
        let before = "2026-03-10T10:00:00Z";
        check(before, true, making, Wanted::Event(poster(TEN)), "make 20");
        check(
            before,
            true,
            making,
            Wanted::Event(poster(LATER)),
            "make 27",
        );
        for wanted in [Wanted::CalledOff, Wanted::Nothing] {
            check(before, true, making, wanted, "remove");
        }
        check(LATER, true, making, Wanted::Event(poster(TEN)), "remove");
    }

    #[test]
    fn what_discord_or_a_manager_does_not_want_is_not_made_again() {
        let before = "2026-03-10T10:00:00Z";
        let refused = Some(PinState::Refused);
        check(before, true, refused, Wanted::Event(poster(TEN)), "");
        check(
            before,
            true,
            refused,
            Wanted::Event(poster(LATER)),
            "make 27",
        );
        check(before, true, refused, Wanted::CalledOff, "forget");
        let gone = Some(PinState::Gone);
        check(before, true, gone, Wanted::Event(poster(TEN)), "");
        check(before, true, gone, Wanted::Event(poster(LATER)), "");
        check(before, true, gone, Wanted::Nothing, "forget");
        check(LATER, true, gone, Wanted::Event(poster(TEN)), "forget");
    }

    #[test]
    fn a_server_that_wants_no_events_any_more_keeps_those_under_way() {
        let event = || Wanted::Event(poster(TEN));
        let before = "2026-03-10T10:00:00Z";
        check(before, false, Some(PinState::There(7)), event(), "remove");
        check(before, false, Some(PinState::Making), event(), "remove");
        check(before, false, Some(PinState::Refused), event(), "forget");
        let under_way = "2026-03-20T10:30:00Z";
        check(
            under_way,
            false,
            Some(PinState::There(7)),
            event(),
            "forget",
        );
    }

    #[test]
    fn a_row_that_waits_is_passed_over() {
        let mut row = row(PinState::Making);
        row.not_before = at("2026-03-10T10:00:30Z");
        let wanted = [(row.origin.clone(), Wanted::Event(poster(TEN)))];
        let steps = |now| plan(at(now), true, std::slice::from_ref(&row), &wanted).len();
        assert_eq!(steps("2026-03-10T10:00:29Z"), 0);
        assert_eq!(steps("2026-03-10T10:00:30Z"), 1);
    }
}
