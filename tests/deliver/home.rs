//! A store in a file of its own with reminders in it, and a deliverer on a standing clock.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use newsdesk::answer::{Answer, Line, Piece};
use newsdesk::article::{Article, Precision, Session, SessionStatus};
use newsdesk::clock::{Clock, resolve};
use newsdesk::deliver::{Deliverer, Did};
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{
    Carrier, NewReminder, Scope, SessionQuery, Store, StoreError, Target, When, Window,
};
use newsdesk::timex::Timex;
use tokio::runtime::Runtime;

use crate::channel::Channel;
use crate::folder::Folder;

pub(crate) struct Home(Folder);

impl Home {
    pub(crate) fn new() -> Self {
        Self(Folder::new())
    }

    /// The store's file.
    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("newsdesk.db")
    }

    pub(crate) fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.path()).expect("the store opens"))
    }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

pub(crate) fn article(sessions: usize) -> Article {
    let session = |i: usize| Session {
        title: format!("Harbour hearing {i}"),
        starts: Timex::new("2026-03-10T10:00").expect("a value"),
        ends: None,
        precision: Precision::Minute,
        zone: Some(chrono_tz::Europe::Lisbon),
        place: Some("Vila Serena".to_owned()),
        status: SessionStatus::Scheduled,
        was: None,
        tentative: false,
        at: None,
    };
    Article {
        id: "harbour".to_owned(),
        title: "The harbour board meets".to_owned(),
        language: "en".to_owned(),
        sessions: (0..sessions).map(session).collect(),
        ..Article::default()
    }
}

/// Two channels.
pub(crate) const CHANNEL: Target = Target::Channel(77);
pub(crate) const OTHER: Target = Target::Channel(78);

/// A store with one reminder for each of so many sessions, all due at 09:00 UTC on 10 March 2026, in the same channel.
pub(crate) fn set(home: &Home, count: usize) -> Arc<dyn Store> {
    let store = home.open();
    remind(store.as_ref(), &vec![CHANNEL; count]);
    store
}

/// One reminder for each of these targets, each of a session of its own, all due at [`DUE`].
pub(crate) fn remind(store: &dyn Store, targets: &[Target]) {
    store
        .load(Scope::EVERYONE, &article(targets.len()))
        .expect("the article loads");
    let query = SessionQuery {
        when: When::All,
        article: None,
        now: at("2026-03-01T00:00:00Z"),
    };
    let window = Window {
        from: 0,
        count: 1000,
    };
    let sessions = store
        .sessions(Scope::EVERYONE, &query, window)
        .expect("it answers")
        .items;
    for (found, target) in sessions.iter().zip(targets) {
        let wall = at(DUE).naive_utc();
        let reminder = NewReminder {
            scope: Scope(5),
            user: 6,
            session: found.no,
            before: 60,
            target: *target,
            role: None,
            wall,
            zone: Tz::UTC,
            due: resolve(wall, Tz::UTC),
            asked_in: None,
        };
        store.remind(&reminder).expect("it is set");
    }
}

pub(crate) const DUE: &str = "2026-03-10T09:00:00Z";

/// A deliverer and the threads of its process.
pub(crate) struct Process {
    pub(crate) deliverer: Deliverer<Channel>,
    /// Dropped last: a write that has begun is finished, as the disk would.
    pub(crate) runtime: Runtime,
}

pub(crate) fn deliverer(store: Arc<dyn Store>, now: &str, channel: &Channel) -> (Process, Clock) {
    let clock = Clock::standing(at(now));
    let process = Process::new(store, &clock, Carrier::Discord, channel);
    (process, clock)
}

impl Process {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: &Clock,
        carrier: Carrier,
        channel: &Channel,
    ) -> Self {
        channel.keep_time(clock);
        let grace = TimeDelta::hours(6);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        Self {
            deliverer: Deliverer::new(store, clock.clone(), carrier, channel.clone(), grace),
            runtime: runtime.expect("a runtime"),
        }
    }
}

/// Steps until nothing more is due. A sender that crashes never answers: the step is dropped where it stands.
pub(crate) fn steps(process: &mut Process, channel: &Channel) {
    let deliverer = &mut process.deliverer;
    process.runtime.block_on(async {
        tokio::select! {
            biased;
            () = channel.crashed.notified() => {}
            step = deliverer.step() => {
                step.expect("the store works");
            }
        }
    });
}

/// One step; none where the process ends in it. A sender in which it ends never answers: the step is dropped where it stands.
pub(crate) fn advance(process: &mut Process, channel: &Channel) -> Option<Did> {
    try_advance(process, channel).map(|did| did.expect("the store works"))
}

/// The same where the store may fail. An answer is waited for where nothing else is to be done.
pub(crate) fn try_advance(
    process: &mut Process,
    channel: &Channel,
) -> Option<Result<Did, StoreError>> {
    let deliverer = &mut process.deliverer;
    process.runtime.block_on(async {
        let step = async {
            match deliverer.advance().await {
                Ok(Did::Nothing) if deliverer.under_way() > 0 => {
                    deliverer.hear().await;
                    Ok(Did::Heard)
                }
                did => did,
            }
        };
        tokio::select! {
            biased;
            () = channel.crashed.notified() => None,
            did = step => Some(did),
        }
    })
}

/// Each of so many hearings was told exactly once: by itself, or in a list of missed ones.
pub(crate) fn told_once(channel: &Channel, hearings: usize, life: &dyn std::fmt::Debug) {
    let messages = channel.messages();
    let told: Vec<String> = messages
        .iter()
        .map(|letter| words(&letter.answer))
        .collect();
    for hearing in 0..hearings {
        let name = format!("Harbour hearing {hearing}");
        let tellings = told.iter().filter(|words| {
            words.contains(&name)
                && (words.starts_with("Reminder: ") || words.contains("did not come"))
        });
        assert_eq!(tellings.count(), 1, "{life:?}: {name}\n{told:#?}");
    }
}

/// The words of an answer, without how they are set.
pub(crate) fn words(answer: &Answer) -> String {
    let lines = answer
        .intro
        .iter()
        .chain(answer.entries.iter().flat_map(|entry| &entry.lines));
    let text = lines
        .flat_map(|Line { text, .. }| text)
        .map(|piece| match piece {
            Piece::Plain(text) | Piece::Strong(text) | Piece::Soft(text) | Piece::Command(text) => {
                text.clone()
            }
            Piece::Instant(at) => at.to_rfc3339(),
            _ => String::new(),
        });
    std::iter::once(answer.title.clone())
        .chain(text)
        .collect::<Vec<_>>()
        .join(" ")
}
