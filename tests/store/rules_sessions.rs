//! Rules of every engine: sessions, and the reminders that follow them.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use newsdesk::article::{SessionStatus, Span};
use newsdesk::store::{Carrier, Notice, Outcome, Scope, Store, When};

use crate::news::{NORTH, SOUTH, at, ferry, harbour, meeting, timex};
use crate::steps::{
    HOUR, claim, open, reminder, send, session, sessions, set_vote, settle, titles,
};

pub(crate) fn sessions_are_upcoming_until_their_last_day_is_over(store: &dyn Store) {
    store.load(Scope::EVERYONE, &ferry()).expect("loads");
    let mut article = harbour();
    article.sessions[0].starts = timex("2026-03-09T10:00");
    article.sessions[1].starts = timex("2026-03-10");
    store.load(NORTH, &article).expect("loads");
    // The now of these lists is 8 in the morning of 10 March, UTC.
    assert_eq!(
        titles(store, NORTH, When::Upcoming),
        ["Public hearing", "First crossing"]
    );
    assert_eq!(titles(store, NORTH, When::Past), ["Harbour vote"]);
    assert_eq!(
        titles(store, NORTH, When::All),
        ["First crossing", "Public hearing", "Harbour vote"]
    );
    assert_eq!(titles(store, SOUTH, When::All), ["First crossing"]);
    let hidden = session(store, NORTH, "Harbour vote").no;
    assert_eq!(store.session(SOUTH, hidden).expect("asked"), None);
    article.sessions[1].status = SessionStatus::Cancelled;
    article.sessions[0].ends = Some(timex("2026-03-11"));
    store.load(NORTH, &article).expect("loads");
    assert_eq!(
        titles(store, NORTH, When::Upcoming),
        ["Harbour vote", "First crossing"]
    );
    article.sessions[0].status = SessionStatus::Past;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(titles(store, NORTH, When::Upcoming), ["First crossing"]);
    assert_eq!(titles(store, NORTH, When::Past), ["Harbour vote"]);
}

pub(crate) fn a_session_has_the_sentence_that_tells_of_it(store: &dyn Store) {
    let span = |start, end| Some(Span { start, end });
    let mut article = harbour();
    let told = |store: &dyn Store| session(store, NORTH, "Harbour vote").sentence;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(told(store), None);
    article.sessions[0].at = span(20, 40);
    article.timeline[0].at = span(0, 20);
    article.timeline[1].at = span(18, 44);
    store.load(NORTH, &article).expect("loads");
    assert_eq!(told(store).as_ref(), Some(&article.timeline[1].text));
    article.sessions[0].at = span(50, 60);
    article.summary[0].at = span(50, 60);
    store.load(NORTH, &article).expect("loads");
    assert_eq!(told(store).as_ref(), Some(&article.summary[0].text));
    article.sessions[0].at = None;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(told(store), None);
}

pub(crate) fn a_session_without_a_known_day_is_neither_to_come_nor_over(store: &dyn Store) {
    let mut article = meeting("someday", "FUTURE_REF");
    store.load(NORTH, &article).expect("loads");
    assert_eq!(titles(store, NORTH, When::Upcoming), [""; 0]);
    assert_eq!(titles(store, NORTH, When::Past), [""; 0]);
    assert_eq!(titles(store, NORTH, When::All), ["Ward meeting"]);
    article.sessions[0].status = SessionStatus::Past;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(titles(store, NORTH, When::Past), ["Ward meeting"]);
}

/// Takes the notices of moved sessions that are waiting, as sent.
fn told(store: &dyn Store) -> usize {
    let notices = send(store, "2026-03-01T00:00:00Z");
    for delivery in &notices {
        assert!(matches!(delivery.notice, Notice::Moved { .. }));
    }
    notices.len()
}

pub(crate) fn a_session_that_moves_keeps_its_number_and_its_reminders_follow(store: &dyn Store) {
    let (asked, made) = set_vote(store);
    assert_eq!(made.asked.due, at("2026-03-24T09:00:00Z"));
    // The morning of the hearing, of which only the day is known.
    let hearing = reminder(NORTH, 5, &session(store, NORTH, "Public hearing"), 0);
    let hearing = store.remind(&hearing).expect("set").0;
    assert_eq!(hearing.asked.due, at("2026-03-20T08:00:00Z"));
    let mut moved = harbour();
    // After the clocks have changed.
    moved.sessions[0].starts = timex("2026-04-02T11:30");
    moved.sessions[1].starts = timex("2026-04-01");
    store.load(NORTH, &moved).expect("loads");
    assert_eq!(told(store), 2);
    let now = store
        .reminder(NORTH, made.no)
        .expect("asked")
        .expect("still set");
    assert_eq!(now.session.no, asked.session);
    assert_eq!(now.session.session.starts, timex("2026-04-02T11:30"));
    assert_eq!(now.asked.wall.to_string(), "2026-04-02 10:30:00");
    assert_eq!(now.asked.due, at("2026-04-02T09:30:00Z"));
    let hearing = store
        .reminder(NORTH, hearing.no)
        .expect("asked")
        .expect("still set");
    assert_eq!(hearing.asked.due, at("2026-04-01T07:00:00Z"));
    assert!(claim(store, at("2026-03-31T23:00:00Z")).is_empty());
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(hearing.asked.due)
    );
    assert_eq!(send(store, "2026-04-01T07:00:00Z").len(), 1);
    assert_eq!(send(store, "2026-04-02T09:30:00Z").len(), 1);
}

pub(crate) fn a_session_that_moves_there_and_back_is_reminded_of_again(store: &dyn Store) {
    let (_, made) = set_vote(store);
    let sent = claim(store, at("2026-03-24T09:00:00Z"));
    settle(store, &sent[0], &Outcome::Sent(1));
    let mut moved = harbour();
    moved.sessions[0].starts = timex("2026-03-26T10:00");
    store.load(NORTH, &moved).expect("loads");
    assert_eq!(told(store), 1);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("asked"),
        Some(at("2026-03-26T10:00:00Z") - TimeDelta::hours(1))
    );
    assert_eq!(open(store, NORTH)[0].no, made.no);
    // Back to the time for which it was sent: loading works, and it is not sent for that time again.
    store.load(NORTH, &harbour()).expect("loads");
    assert_eq!(told(store), 1);
    assert!(claim(store, at("2026-04-30T00:00:00Z")).is_empty());
}

pub(crate) fn a_correction_of_what_is_long_over_sends_nothing(store: &dyn Store) {
    set_vote(store);
    let sent = claim(store, at("2026-03-24T09:00:00Z"));
    settle(store, &sent[0], &Outcome::Sent(1));
    let mut corrected = harbour();
    corrected.sessions[0].starts = timex("2026-03-23T10:00");
    store.load(NORTH, &corrected).expect("loads");
    corrected.sessions[0].starts = timex("2026-03-25T10:00");
    corrected.sessions[0].status = SessionStatus::Past;
    store.load(NORTH, &corrected).expect("loads");
    assert_eq!(store.next_due(Carrier::Discord).expect("asked"), None);
}

pub(crate) fn a_session_that_is_gone_stays_as_cancelled_for_those_who_asked(store: &dyn Store) {
    let (asked, made) = set_vote(store);
    let mut gone = harbour();
    gone.sessions.clear();
    store.load(NORTH, &gone).expect("loads");
    let kept = store
        .session(NORTH, asked.session)
        .expect("asked")
        .expect("kept");
    assert_eq!(kept.session.status, SessionStatus::Cancelled);
    assert_eq!(titles(store, NORTH, When::All), ["Harbour vote"]);
    assert_eq!(store.whole(NORTH).expect("asked"), [gone]);
    assert_eq!(open(store, NORTH)[0].no, made.no);
    assert_eq!(told(store), 1);
    let delivery = claim(store, at("2026-03-24T09:00:00Z")).remove(0);
    let Notice::Reminder(told) = delivery.notice else {
        panic!("a reminder")
    };
    assert_eq!(told.session.session.status, SessionStatus::Cancelled);
    // It comes back as it was.
    store.load(NORTH, &harbour()).expect("loads");
    let back = session(store, NORTH, "Harbour vote");
    assert_eq!(
        (back.no, back.session.status),
        (asked.session, SessionStatus::Scheduled)
    );
}

pub(crate) fn of_sessions_with_one_title_the_date_tells_which_is_gone(store: &dyn Store) {
    let mut article = meeting("series", "2026-03-20T10:00");
    for starts in ["2026-03-27T10:00", "2026-04-03T10:00"] {
        let mut next = article.sessions[0].clone();
        next.starts = timex(starts);
        article.sessions.push(next);
    }
    let mut second = article.sessions[0].clone();
    second.title = "Ward meeting 2".to_owned();
    article.sessions.push(second);
    store.load(NORTH, &article).expect("loads");
    assert_eq!(sessions(store, NORTH, When::All).len(), 4);
    let nos = |store: &dyn Store| -> Vec<(String, i64)> {
        let all = sessions(store, NORTH, When::All);
        let mut all: Vec<(String, i64)> = all
            .iter()
            .filter(|found| found.session.title == "Ward meeting")
            .map(|found| (found.session.starts.to_string(), found.no.0))
            .collect();
        all.sort();
        all
    };
    let before = nos(store);
    for found in sessions(store, NORTH, When::All) {
        store
            .remind(&reminder(NORTH, 5, &found, HOUR))
            .expect("set");
    }
    article.sessions.remove(0);
    store.load(NORTH, &article).expect("loads");
    assert_eq!(nos(store), before);
    let first = sessions(store, NORTH, When::All)
        .into_iter()
        .find(|found| found.no.0 == before[0].1)
        .expect("kept");
    assert_eq!(first.session.status, SessionStatus::Cancelled);
    let due: HashSet<DateTime<Utc>> = open(store, NORTH)
        .iter()
        .map(|reminder| reminder.asked.due)
        .collect();
    assert_eq!(due.len(), 3);
}
