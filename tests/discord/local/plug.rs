//! The plug is pulled: the real binary killed at random moments while reminders fall due, and the messages counted.
//!
//! Each start shows the clock a little later, so that more falls due; now and then the absence is longer than Discord
//! remembers a nonce. Six fall due in the same second, each in a channel of its own, so that several are under way when the plug
//! is pulled. A kill comes when a random request arrives, with or without its answer, so that every moment of a
//! start, a claim, a message and its note is hit. The seed is printed: the same seed makes the same plan.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use newsdesk::article::{Article, Precision, Session, SessionStatus};
use newsdesk::clock::resolve;
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{Carrier, NewReminder, Scope, SessionQuery, Store, Target, When, Window};
use newsdesk::timex::Timex;

use super::Discord;
use super::fault::{Fault, Hold, POST, READ};
use super::reply::text;
use super::world::World;

/// How much.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) kills: usize,
    pub(crate) reminders: usize,
    pub(crate) seed: u64,
}

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Reminders that stand in the channels.
    pub(crate) messages: usize,
    /// Of those, how many stand there more than once.
    pub(crate) doubled: usize,
    /// Reminders that stand nowhere.
    pub(crate) missing: usize,
    /// How many stood there before the last start, which is not killed.
    pub(crate) between: usize,
    /// How many messages the bot asked for in all.
    pub(crate) posts: usize,
    /// How often the bot read a channel back.
    pub(crate) searches: usize,
    /// How often it was killed.
    pub(crate) kills: usize,
}

const CHANNELS: [&str; 6] = ["pier", "quay", "lock", "weir", "mole", "dock"];
const BEGIN: &str = "2026-03-10T09:00:00Z";

/// A small generator of numbers (xorshift): the plan must be the same wherever it runs.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// Pulls the plug as planned.
pub(crate) async fn pull(d: &Discord, plan: Plan) -> Counts {
    let mut dice = Dice(plan.seed.max(1));
    d.add_guild("harbour", &CHANNELS);
    let begin: DateTime<Utc> = BEGIN.parse().expect("a moment");
    let setup = d.bot();
    let store = setup.store();
    fill(d, &store, begin, plan.reminders);
    let mut counts = Counts::default();
    // As many fall due between two starts as leave some for each.
    let step = TimeDelta::seconds(i64::try_from(plan.reminders / plan.kills + 1).expect("small"));
    let mut now = begin;
    for _ in 0..plan.kills {
        let bot = setup.clone().now(&now.to_rfc3339()).spawn();
        match dice.below(4) {
            // At any request of the start or after it, before or after it is answered.
            0 => {
                let wanted = d.hub.with(|w| w.requests.len()) + 1 + dice.below(6) as usize;
                d.hub
                    .within(SOON, |w| (w.requests.len() >= wanted).then_some(()))
                    .await;
            }
            // When so many messages more stand there.
            1 => {
                let wanted = d.hub.with(|w| w.messages.len()) + 1 + dice.below(3) as usize;
                d.hub
                    .within(SOON, |w| (w.messages.len() >= wanted).then_some(()))
                    .await;
            }
            // When a message stands there and its answer is held back.
            2 => {
                let hold = Hold::default();
                d.fault(POST, hold.fault());
                d.hub.within(SOON, struck).await;
                bot.kill().await;
                hold.release();
            }
            // When the connection was cut before the message was made.
            _ => {
                d.fault(POST, Fault::drop_before());
                d.hub.within(SOON, struck).await;
            }
        }
        // A few turns of the loop, so that not every kill is at the edge of an event.
        for _ in 0..dice.below(200) {
            tokio::task::yield_now().await;
        }
        bot.kill().await;
        counts.kills += 1;
        d.hub.with(|w| w.faults.clear());
        now += step;
        if dice.below(10) == 0 {
            now += TimeDelta::minutes(3);
            d.forget_nonces();
        }
    }
    counts.between = d.hub.with(|w| standing(w).len());
    let end = now.max(due(begin, plan.reminders));
    let bot = setup.clone().now(&end.to_rfc3339()).spawn();
    let all = |w: &mut World| (standing(w).len() >= plan.reminders).then_some(());
    d.hub.within(Duration::from_secs(120), all).await;
    bot.terminate().await;
    // What was in doubt to the last is settled, and nothing is left to be sent again.
    let left = SqliteStore::open(&store).expect("the store opens");
    let left = left.next_due(Carrier::Discord).expect("the store answers");
    assert_eq!(left, None, "something is still to be sent:\n{}", bot.log());
    let standing = d.hub.with(|w| standing(w));
    counts.messages = standing.values().sum();
    counts.doubled = standing.values().filter(|times| **times > 1).count();
    counts.missing = plan.reminders.saturating_sub(standing.len());
    counts.posts = d.requests(POST).len();
    counts.searches = d.requests(READ).len();
    counts
}

/// Longer than any of these events takes to come; where one cannot come any more, the kill comes then.
const SOON: Duration = Duration::from_secs(2);

fn struck(w: &mut World) -> Option<()> {
    w.faults.iter().all(|fault| !fault.waits()).then_some(())
}

/// How often each reminder stands there, by its session's title.
fn standing(w: &World) -> HashMap<String, usize> {
    let mut standing = HashMap::new();
    for message in &w.messages {
        let words = text(&message.wire);
        if let Some((_, rest)) = words.split_once("Reminder: ") {
            let title = rest.lines().next().unwrap_or_default().to_owned();
            *standing.entry(title).or_insert(0) += 1;
        }
    }
    standing
}

/// When the reminder of that number is due: one a second in the long run, one for each channel at once.
fn due(begin: DateTime<Utc>, number: usize) -> DateTime<Utc> {
    let first = number - number % CHANNELS.len();
    begin + TimeDelta::seconds(i64::try_from(first).expect("small"))
}

/// A store with so many sessions, each with a reminder.
fn fill(d: &Discord, path: &Path, begin: DateTime<Utc>, reminders: usize) {
    let store = SqliteStore::open(path).expect("the store opens");
    let session = |number: usize| Session {
        title: format!("Hearing {number} of the lock keepers"),
        starts: Timex::new("2026-03-10T12:00").expect("a value"),
        ends: None,
        precision: Precision::Minute,
        zone: Some(chrono_tz::UTC),
        place: None,
        status: SessionStatus::Scheduled,
        was: None,
        tentative: false,
        at: None,
    };
    let article = Article {
        id: "lock-keepers".to_owned(),
        title: "The lock keepers are heard".to_owned(),
        language: "en".to_owned(),
        sessions: (0..reminders).map(session).collect(),
        ..Article::default()
    };
    let channels: Vec<u64> = CHANNELS
        .iter()
        .map(|name| d.hub.with(|w| w.channel(name).id))
        .collect();
    let harbour = |w: &mut World| w.guilds.iter().find(|g| g.name == "harbour").map(|g| g.id);
    let scope = Scope(d.hub.with(harbour).expect("was added"));
    store.load(scope, &article).expect("it loads");
    let query = SessionQuery {
        when: When::All,
        article: None,
        now: begin,
    };
    let window = Window {
        from: 0,
        count: reminders,
    };
    let sessions = store.sessions(scope, &query, window).expect("it answers");
    assert_eq!(sessions.items.len(), reminders);
    for (number, found) in sessions.items.iter().enumerate() {
        let due = due(begin, number);
        let wall = due.naive_utc();
        let reminder = NewReminder {
            scope,
            user: 6,
            session: found.no,
            before: 60,
            target: Target::Channel(channels[number % channels.len()]),
            role: None,
            wall,
            zone: chrono_tz::UTC,
            due: resolve(wall, chrono_tz::UTC),
            asked_in: None,
        };
        store.remind(&reminder).expect("it is set");
    }
}
