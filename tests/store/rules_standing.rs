//! Rules of every engine: standing reminders, and reminders that came and are snoozed.
//!
//! The store's clock stands at 8 in the morning of 10 March 2026, UTC. Lisbon is on UTC until 29 March.

use chrono::TimeDelta;
use chrono_tz::Tz;
use newsdesk::article::{Article, SessionStatus};
use newsdesk::store::{
    ArticleNo, Carrier, Delivery, NewStanding, Notice, Outcome, Reminder, Scope, Settings, Snooze,
    StandingReminder, Store, Target, Whose,
};
use newsdesk::timex::Timex;

use crate::news::{ALL, NORTH, SOUTH, at, ferry, harbour, meeting, timex};
use crate::steps::{HOUR, drain, reminder, send, session, settle};

const DAY: u32 = 24 * 60;
const CHANNEL: Target = Target::Channel(7010);

/// One that NORTH's manager 5 sets in a channel: a day and an hour before.
fn every(article: Option<ArticleNo>) -> NewStanding {
    NewStanding {
        scope: NORTH,
        user: 5,
        article,
        before: vec![DAY, HOUR],
        target: CHANNEL,
        role: None,
        zone: Tz::Europe__Lisbon,
        morning: 8 * 60,
        asked_in: None,
    }
}

fn stand(store: &dyn Store, asked: &NewStanding) -> StandingReminder {
    store.stand(asked).expect("set").0
}

fn list(store: &dyn Store, scope: Scope) -> Vec<StandingReminder> {
    store.standings(scope, None, ALL).expect("asked").items
}

/// All that is still to be sent, as title and instant; it stays to be sent.
fn coming(store: &dyn Store) -> Vec<String> {
    claim(store, "2027-01-01T00:00:00Z")
        .iter()
        .map(|delivery| match &delivery.notice {
            Notice::Reminder(told) => {
                let due = delivery.due.format("%m-%dT%H:%M");
                format!("{} {due}", told.session.session.title)
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

/// Claims what is due by then, and puts it back.
fn claim(store: &dyn Store, now: &str) -> Vec<Delivery> {
    let away = Outcome::Waiting {
        until: at("2030-01-01T00:00:00Z"),
        error: "put away".to_owned(),
        doubt: None,
    };
    let claimed = drain(store, at(now), &away);
    // The last first, so that each waits for its own time again.
    for delivery in claimed.iter().rev() {
        store
            .hurry(Carrier::Discord, delivery.due)
            .expect("hurried");
    }
    claimed
}

/// The reminder of a delivery.
fn told(delivery: &Delivery) -> &Reminder {
    match &delivery.notice {
        Notice::Reminder(reminder) => reminder,
        other => panic!("{other:?}"),
    }
}

fn moved(mut article: Article, starts: &str) -> Article {
    article.sessions[0].starts = timex(starts);
    article
}

const OF_HARBOUR: [&str; 4] = [
    "Public hearing 03-19T08:00",
    "Public hearing 03-20T08:00",
    "Harbour vote 03-23T10:00",
    "Harbour vote 03-24T09:00",
];

pub(crate) fn a_standing_reminder_covers_what_is_there_and_what_comes(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    let (standing, new) = store.stand(&every(None)).expect("set");
    assert!(new);
    assert_eq!((standing.sessions, standing.reminders), (2, 4));
    let next: Vec<String> = standing
        .next
        .iter()
        .map(|coming| format!("{} {}", coming.session.session.title, coming.before))
        .collect();
    assert_eq!(
        next,
        [
            "Public hearing 1440",
            "Public hearing 60",
            "Harbour vote 1440"
        ]
    );
    assert_eq!(coming(store), OF_HARBOUR);
    // What everyone sees comes in, what another server adds does not.
    store.load(Scope::EVERYONE, &ferry()).expect("loads");
    store
        .load(SOUTH, &meeting("south", "2026-03-15T10:00"))
        .expect("loads");
    let all = coming(store);
    assert_eq!(all.len(), 6, "{all:?}");
    assert_eq!(all[5], "First crossing 05-02T07:00");
    assert_eq!(list(store, NORTH)[0].sessions, 3);
    assert!(list(store, SOUTH).is_empty());
    // The reminders that it made are its own, not to be listed or cancelled one by one.
    assert_eq!(store.reminders(NORTH, None, ALL).expect("asked").total, 0);
}

pub(crate) fn a_standing_reminder_may_be_of_one_article(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    store.load(NORTH, &ferry()).expect("loads");
    let article = session(store, NORTH, "Harbour vote").article.no;
    let standing = stand(store, &every(Some(article)));
    assert_eq!(standing.article.map(|article| article.no), Some(article));
    assert_eq!(coming(store), OF_HARBOUR);
    let mut more = harbour();
    more.sessions
        .push(meeting("x", "2026-03-30T18:00").sessions[0].clone());
    store.load(NORTH, &more).expect("loads");
    store
        .load(NORTH, &meeting("other", "2026-04-15T10:00"))
        .expect("loads");
    assert_eq!(coming(store).len(), 6);
    // A later article tells of the same session: it is still the article's.
    let mut later = moved(harbour(), "2026-03-26T10:00");
    later.id = "harbour-again".to_owned();
    later.published = Some("2026-03-11".parse().expect("a day"));
    later.sessions.truncate(1);
    later.sessions[0].status = SessionStatus::Postponed;
    later.sessions[0].was = Some(Timex::new("2026-03-24").expect("a day"));
    store.load(NORTH, &later).expect("loads");
    assert_eq!(
        send(store, "2026-03-10T08:00:00Z").len(),
        1,
        "told that it moved"
    );
    assert!(coming(store).contains(&"Harbour vote 03-25T10:00".to_owned()));
    assert_eq!(list(store, NORTH)[0].sessions, 3);
}

pub(crate) fn what_is_over_called_off_or_too_near_is_left_out(store: &dyn Store) {
    stand(store, &every(None));
    let mut article = harbour();
    article.sessions[0].status = SessionStatus::Cancelled;
    article.sessions[1].starts = Timex::new("2026-03-09").expect("a day");
    store.load(NORTH, &article).expect("loads");
    assert!(coming(store).is_empty());
    // An hour ahead is still to come, a day is not.
    store
        .load(NORTH, &meeting("soon", "2026-03-10T15:00"))
        .expect("loads");
    assert_eq!(coming(store), ["Ward meeting 03-10T14:00"]);
    assert_eq!(list(store, NORTH)[0].reminders, 1);
    // Put off, both are, and called on again, so is the other.
    store
        .load(NORTH, &meeting("soon", "2026-03-17T15:00"))
        .expect("loads");
    assert_eq!(
        send(store, "2026-03-10T08:00:00Z").len(),
        1,
        "told that it moved"
    );
    assert_eq!(
        coming(store),
        ["Ward meeting 03-16T15:00", "Ward meeting 03-17T14:00"]
    );
    article.sessions[0].status = SessionStatus::Scheduled;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(coming(store).len(), 4);
}

pub(crate) fn a_target_is_told_once_at_one_instant(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    let vote = session(store, NORTH, "Harbour vote");
    let mut single = reminder(NORTH, 6, &vote, DAY);
    single.target = CHANNEL;
    let (set, _) = store.remind(&single).expect("set");
    let all = stand(store, &every(None));
    let one = stand(store, &every(Some(vote.article.no)));
    let mut elsewhere = every(None);
    elsewhere.scope = SOUTH;
    let other = stand(store, &elsewhere);
    assert_eq!(coming(store), OF_HARBOUR);
    // When the first one goes, another takes the instant up.
    assert!(store.cancel(NORTH, set.no).expect("asked"));
    assert_eq!(coming(store), OF_HARBOUR);
    assert!(store.end(NORTH, all.no).expect("asked"));
    assert_eq!(coming(store), OF_HARBOUR);
    // What is asked for by name takes the place of what stands, and gives it back.
    single.user = 5;
    let (set, new) = store.remind(&single).expect("set");
    assert!(new);
    assert_eq!(coming(store), OF_HARBOUR);
    let listed = store.reminders(NORTH, Some(5), ALL).expect("asked").items;
    assert_eq!(listed, std::slice::from_ref(&set));
    store.delete(Whose::User(6)).expect("deleted");
    assert!(store.cancel(NORTH, set.no).expect("asked"));
    assert_eq!(coming(store), OF_HARBOUR);
    assert!(store.end(NORTH, one.no).expect("asked"));
    assert!(!store.end(NORTH, one.no).expect("asked"));
    assert!(
        !store.end(NORTH, other.no).expect("asked"),
        "another server's"
    );
    assert!(coming(store).is_empty());
}

pub(crate) fn instants_that_a_move_brings_together_are_one(store: &dyn Store) {
    let ward = |starts: &str| meeting("ward", starts);
    store.load(NORTH, &ward("2026-03-20T10:00")).expect("loads");
    let mut asked = every(None);
    asked.before = vec![DAY, 23 * HOUR];
    stand(store, &asked);
    let apart = ["Ward meeting 03-19T10:00", "Ward meeting 03-19T11:00"];
    assert_eq!(coming(store), apart);
    // The clocks go forward in that night: a day before is 23 hours before.
    store.load(NORTH, &ward("2026-03-29T10:00")).expect("loads");
    send(store, "2026-03-10T08:00:00Z");
    assert_eq!(coming(store), ["Ward meeting 03-28T10:00"]);
    store.load(NORTH, &ward("2026-03-20T10:00")).expect("loads");
    send(store, "2026-03-10T08:00:00Z");
    assert_eq!(coming(store), apart);
}

pub(crate) fn set_again_it_has_the_new_times(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    let first = stand(store, &every(None));
    let mut asked = every(None);
    asked.before = vec![2 * DAY];
    asked.user = 6;
    asked.role = Some(99);
    let (again, new) = store.stand(&asked).expect("set");
    assert!(!new);
    assert_eq!((again.no, &again.asked), (first.no, &asked));
    assert_eq!(
        coming(store),
        ["Public hearing 03-18T08:00", "Harbour vote 03-22T10:00"]
    );
    let claimed = claim(store, "2026-03-18T08:00:00Z");
    assert_eq!(told(&claimed[0]).asked.role, Some(99));
    // One that is on its way is neither lost nor doubled by new times.
    let late = store
        .claim(Carrier::Discord, at("2026-03-18T08:00:00Z"), 10)
        .expect("claimed");
    asked.before = vec![DAY];
    stand(store, &asked);
    settle(store, &late[0], &Outcome::Sent(1));
    assert_eq!(
        coming(store),
        ["Public hearing 03-19T08:00", "Harbour vote 03-23T10:00"]
    );
}

pub(crate) fn ended_it_brings_nothing_more(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    let standing = stand(store, &every(None));
    let mut direct = every(None);
    direct.target = Target::Direct(6);
    direct.user = 6;
    let direct = stand(store, &direct);
    assert_eq!(list(store, NORTH).len(), 2);
    // It is listed where it comes, too.
    assert_eq!(list(store, Scope(6)), std::slice::from_ref(&direct));
    assert_eq!(send(store, "2026-03-19T08:00:00Z").len(), 2);
    assert!(store.end(NORTH, standing.no).expect("asked"));
    assert_eq!(coming(store).len(), 3, "the other's alone");
    // Even one that was told is not told again, nor of the move, once nobody stands for it.
    store
        .load(NORTH, &moved(harbour(), "2026-04-24T10:00"))
        .expect("loads");
    let notices = send(store, "2026-03-10T08:00:00Z");
    let targets: Vec<Target> = notices.iter().map(|delivery| delivery.target).collect();
    assert_eq!(targets, [Target::Direct(6)]);
    assert!(store.end(Scope(6), direct.no).expect("asked"));
    assert!(coming(store).is_empty());
}

pub(crate) fn a_move_is_told_once_for_each_target_with_what_was(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    stand(store, &every(None));
    for user in [5, 6] {
        let mut single = reminder(
            NORTH,
            user,
            &session(store, NORTH, "Harbour vote"),
            2 * HOUR,
        );
        single.target = CHANNEL;
        store.remind(&single).expect("set");
    }
    let mut article = moved(harbour(), "2026-03-25T11:30");
    for _ in 0..2 {
        store.load(NORTH, &article).expect("loads");
    }
    let notices = send(store, "2026-03-10T08:00:00Z");
    assert_eq!(notices.len(), 1);
    let Notice::Moved { was, now, zone } = &notices[0].notice else {
        panic!("{:?}", notices[0].notice)
    };
    assert_eq!(was.starts.as_str(), "2026-03-24T10:00");
    assert_eq!(now.session.starts.as_str(), "2026-03-25T11:30");
    assert_eq!(*zone, Tz::Europe__Lisbon, "the reminders' own");
    assert_eq!(notices[0].target, CHANNEL);
    assert_eq!(
        coming(store)[2..],
        [
            "Harbour vote 03-24T11:30",
            "Harbour vote 03-25T09:30",
            "Harbour vote 03-25T09:30",
            "Harbour vote 03-25T10:30"
        ],
        "two members asked for the same by name"
    );
    article.sessions[0].status = SessionStatus::Cancelled;
    store.load(NORTH, &article).expect("loads");
    assert_eq!(send(store, "2026-03-10T08:00:00Z").len(), 1);
}

pub(crate) fn mornings_keep_to_the_servers_settings(store: &dyn Store) {
    store.load(NORTH, &harbour()).expect("loads");
    stand(store, &every(None));
    let settings = Settings {
        zone: Some(Tz::Asia__Kabul),
        morning: Some(10 * 60),
        before: None,
        events: None,
    };
    store.set_settings(NORTH, &settings).expect("set");
    let kabul = [
        "Public hearing 03-19T05:30",
        "Public hearing 03-20T05:30",
        "Harbour vote 03-23T10:00",
        "Harbour vote 03-24T09:00",
    ];
    assert_eq!(coming(store), kabul);
    assert_eq!(
        list(store, NORTH)[0].next[0].due,
        at("2026-03-19T05:30:00Z")
    );
    store.load(NORTH, &ferry()).expect("loads");
    assert_eq!(coming(store)[5], "First crossing 05-02T05:30");
}

/// A reminder in the channel that was sent an hour before the vote.
fn sent(store: &dyn Store) -> Reminder {
    store.load(NORTH, &harbour()).expect("loads");
    let mut asked = reminder(NORTH, 5, &session(store, NORTH, "Harbour vote"), HOUR);
    asked.target = CHANNEL;
    let made = store.remind(&asked).expect("set").0;
    assert_eq!(send(store, "2026-03-24T09:00:00Z").len(), 1);
    made
}

fn snooze(store: &dyn Store, of: &Reminder, due: &str) -> (Reminder, bool) {
    let snooze = Snooze {
        of: of.no,
        user: 6,
        target: Target::Direct(6),
        due: at(due),
        asked_in: None,
    };
    store.snooze(&snooze).expect("asked").expect("is kept")
}

pub(crate) fn a_snoozed_reminder_comes_once_to_its_member(store: &dyn Store) {
    let made = sent(store);
    assert_eq!(store.reminder(NORTH, made.no).expect("asked"), None);
    let recalled = store.recall(NORTH, made.no).expect("asked");
    assert_eq!(recalled.as_ref(), Some(&made));
    assert_eq!(store.recall(SOUTH, made.no).expect("asked"), None);
    let (first, new) = snooze(store, &made, "2026-03-24T09:11:00Z");
    assert!(new && first.snoozed && !made.snoozed);
    // Asked for again it moves: by another of its kind, and in whatever zone it was.
    let (again, new) = snooze(store, &made, "2026-03-24T10:01:00Z");
    assert_eq!((again.no, new), (first.no, false));
    assert_eq!(again.asked.due, at("2026-03-24T10:01:00Z"));
    // It is listed where it was asked for and where it comes.
    for scope in [NORTH, Scope(6)] {
        let listed = store.reminders(scope, Some(6), ALL).expect("asked").items;
        assert_eq!(listed, std::slice::from_ref(&again));
    }
    assert!(claim(store, "2026-03-24T10:00:59Z").is_empty());
    let came = send(store, "2026-03-24T10:01:00Z");
    assert_eq!(came.len(), 1);
    assert_eq!(came[0].target, Target::Direct(6));
    // From the direct conversation it is snoozed once more, and taken away there.
    let own = store
        .recall(Scope(6), again.no)
        .expect("asked")
        .expect("came there");
    let (more, new) = snooze(store, &own, "2026-03-24T10:11:00Z");
    assert_eq!((more.no, new), (again.no, true));
    assert!(store.cancel(Scope(6), more.no).expect("asked"));
    assert!(claim(store, "2026-03-25T00:00:00Z").is_empty());
    let gone = Snooze {
        of: more.no,
        user: 6,
        target: Target::Direct(6),
        due: more.asked.due + TimeDelta::hours(1),
        asked_in: None,
    };
    assert_eq!(store.snooze(&gone).expect("asked"), None);
}

pub(crate) fn a_snoozed_reminder_keeps_its_instant_when_its_session_moves(store: &dyn Store) {
    let made = sent(store);
    let (snoozed, _) = snooze(store, &made, "2026-03-24T09:11:00Z");
    store
        .load(NORTH, &moved(harbour(), "2026-03-26T10:00"))
        .expect("loads");
    let mut targets: Vec<Target> = send(store, "2026-03-10T08:00:00Z")
        .iter()
        .map(|delivery| delivery.target)
        .collect();
    targets.sort_by_key(|target| *target == CHANNEL);
    assert_eq!(
        targets,
        [Target::Direct(6), CHANNEL],
        "who still waits is told"
    );
    let came = send(store, "2026-03-24T09:11:00Z");
    assert_eq!(told(&came[0]).no, snoozed.no);
    assert_eq!(
        told(&came[0]).session.session.starts.as_str(),
        "2026-03-26T10:00"
    );
    assert_eq!(
        send(store, "2026-03-26T09:00:00Z").len(),
        1,
        "the channel's"
    );
    // Who got it again asked for no more.
    store
        .load(NORTH, &moved(harbour(), "2026-03-28T10:00"))
        .expect("loads");
    let targets: Vec<Target> = send(store, "2026-03-10T08:00:00Z")
        .iter()
        .map(|delivery| delivery.target)
        .collect();
    assert_eq!(targets, [CHANNEL]);
    assert_eq!(coming(store), ["Harbour vote 03-28T09:00"]);
}

pub(crate) fn what_a_member_deletes_includes_what_stands_and_what_is_snoozed(store: &dyn Store) {
    let made = sent(store);
    snooze(store, &made, "2026-03-24T09:11:00Z");
    let mut own = every(None);
    own.user = 6;
    own.target = Target::Direct(6);
    stand(store, &own);
    stand(store, &every(None));
    let kept = store.kept(Whose::User(6)).expect("asked");
    assert_eq!((kept.reminders, kept.standing), (5, 1));
    assert_eq!(store.kept(Whose::Server(NORTH)).expect("asked").standing, 2);
    assert_eq!(store.delete(Whose::User(6)).expect("deleted"), kept);
    assert_eq!(list(store, NORTH).len(), 1);
    assert_eq!(
        store.kept(Whose::User(6)).expect("asked"),
        newsdesk::store::Kept::default()
    );
    assert!(store.scopes().expect("asked").contains(&NORTH));
    store.delete(Whose::Server(NORTH)).expect("deleted");
    assert!(list(store, NORTH).is_empty());
    assert!(coming(store).is_empty());
    assert_eq!(store.scopes().expect("asked"), [Scope::EVERYONE]);
}
