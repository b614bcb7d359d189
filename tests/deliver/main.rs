//! Deliveries, driven step by step on a standing clock: sent once, whatever fails and wherever it crashes.

mod mirror;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use newsdesk::answer::{Answer, Line, Piece};
use newsdesk::article::{Article, Precision, Session, SessionStatus};
use newsdesk::clock::{Clock, resolve};
use newsdesk::deliver::{Deliverer, Letter, Refusal, Search, Sender};
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{Carrier, NewReminder, Scope, SessionQuery, Store, Target, When, Window};
use newsdesk::timex::Timex;

/// What the other side does with the next letter.
#[derive(Clone, Debug)]
enum Next {
    /// Takes it and says so.
    Takes,
    /// Takes it; the answer is lost and the sender hears nothing but an error.
    TakesSilently,
    /// Takes it, and the process ends before the answer is read.
    TakesAndWeCrash,
    /// The process ends before the letter is out.
    WeCrash,
    /// Does not take it now.
    Later(Option<u64>),
    /// Will not take it.
    Never,
}

/// A channel that keeps what Discord keeps: one message a nonce.
#[derive(Clone, Default)]
struct Channel {
    messages: Arc<Mutex<Vec<Letter>>>,
    script: Arc<Mutex<VecDeque<Next>>>,
    crashed: Arc<tokio::sync::Notify>,
}

impl Channel {
    fn then(self, next: Next) -> Self {
        self.script.lock().expect("not poisoned").push_back(next);
        self
    }

    fn messages(&self) -> Vec<Letter> {
        self.messages.lock().expect("not poisoned").clone()
    }

    fn take(&self, letter: &Letter) -> u64 {
        let mut messages = self.messages.lock().expect("not poisoned");
        let known = messages
            .iter()
            .position(|message| message.nonce == letter.nonce);
        let at = known.unwrap_or_else(|| {
            messages.push(letter.clone());
            messages.len() - 1
        });
        1000 + at as u64
    }
}

impl Sender for Channel {
    async fn send(&self, letter: &Letter) -> Result<u64, Refusal> {
        let next = self.script.lock().expect("not poisoned").pop_front();
        match next.unwrap_or(Next::Takes) {
            Next::Takes => Ok(self.take(letter)),
            Next::TakesSilently => {
                self.take(letter);
                Err(lost())
            }
            Next::TakesAndWeCrash => {
                self.take(letter);
                self.crashed.notify_one();
                std::future::pending().await
            }
            Next::WeCrash => {
                self.crashed.notify_one();
                std::future::pending().await
            }
            Next::Later(None) => Err(lost()),
            Next::Later(Some(seconds)) => Err(Refusal::Busy {
                after: Duration::from_secs(seconds),
                everywhere: false,
                error: "too many".to_owned(),
            }),
            Next::Never => Err(Refusal::Never {
                error: "the message is refused".to_owned(),
                payload: None,
            }),
        }
    }

    async fn find(&self, search: &Search) -> Result<Option<u64>, Refusal> {
        let messages = self.messages();
        let at = messages.iter().position(|m| m.nonce == search.mark);
        Ok(at.map(|at| 1000 + at as u64))
    }
}

fn lost() -> Refusal {
    Refusal::Lost {
        error: "no answer".to_owned(),
    }
}

/// A store in a file of its own, gone when the test ends.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("newsdesk-deliver-{}-{test}.db", std::process::id()));
        let home = Self(path);
        home.clean();
        home
    }

    fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0).expect("the store opens"))
    }

    fn clean(&self) {
        for end in ["", "-wal", "-shm"] {
            let mut file = self.0.clone().into_os_string();
            file.push(end);
            let _ = std::fs::remove_file(Path::new(&file));
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.clean();
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

fn article(sessions: usize) -> Article {
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

const CHANNEL: Target = Target::Channel(77);

/// A store with one reminder for each of so many sessions, all due at 09:00 UTC on 10 March 2026.
fn set(home: &Home, count: usize) -> Arc<dyn Store> {
    let store = home.open();
    store
        .load(Scope::EVERYONE, &article(count))
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
    for found in store
        .sessions(Scope::EVERYONE, &query, window)
        .expect("it answers")
        .items
    {
        let wall = at("2026-03-10T09:00:00Z").naive_utc();
        let reminder = NewReminder {
            scope: Scope(5),
            user: 6,
            session: found.no,
            before: 60,
            target: CHANNEL,
            role: None,
            wall,
            zone: Tz::UTC,
            due: resolve(wall, Tz::UTC),
            asked_in: None,
        };
        store.remind(&reminder).expect("it is set");
    }
    store
}

const DUE: &str = "2026-03-10T09:00:00Z";

fn deliverer(store: Arc<dyn Store>, now: &str, channel: &Channel) -> (Deliverer<Channel>, Clock) {
    let clock = Clock::standing(at(now));
    let grace = TimeDelta::hours(6);
    (
        Deliverer::new(
            store,
            clock.clone(),
            Carrier::Discord,
            channel.clone(),
            grace,
        ),
        clock,
    )
}

/// Steps until nothing more is due. A sender that crashes never answers: the step is dropped where it stands.
fn steps(deliverer: &mut Deliverer<Channel>, channel: &Channel) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        loop {
            tokio::select! {
                biased;
                () = channel.crashed.notified() => return,
                step = deliverer.step() => {
                    if step.expect("the store works") == 0 {
                        return;
                    }
                }
            }
        }
    });
}

/// The words of an answer, without how they are set.
fn words(answer: &Answer) -> String {
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

#[test]
fn nothing_is_sent_before_it_is_due_and_once_after() {
    let home = Home::new("due");
    let store = set(&home, 1);
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(store, "2026-03-10T08:59:59Z", &channel);
    steps(&mut deliverer, &channel);
    assert_eq!(channel.messages().len(), 0);
    clock.set(at(DUE));
    steps(&mut deliverer, &channel);
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].target, CHANNEL);
    assert!(
        (1..=25).contains(&messages[0].nonce.len()),
        "{}",
        messages[0].nonce
    );
    assert!(words(&messages[0].answer).contains("Reminder: Harbour hearing 0"));
    assert!(!words(&messages[0].answer).contains("Late"));
}

#[test]
fn a_crash_at_any_step_leaves_exactly_one_message() {
    for crash in [Next::WeCrash, Next::TakesAndWeCrash] {
        for victim in 0..3 {
            let home = Home::new(&format!("crash-{crash:?}-{victim}"));
            let mut channel = Channel::default();
            for _ in 0..victim {
                channel = channel.then(Next::Takes);
            }
            channel = channel.then(crash.clone());
            let (mut first, _) = deliverer(set(&home, 3), DUE, &channel);
            steps(&mut first, &channel);
            drop(first);
            let (mut second, _) = deliverer(home.open(), "2026-03-10T09:01:00Z", &channel);
            steps(&mut second, &channel);
            assert_eq!(channel.messages().len(), 3, "{crash:?} at letter {victim}");
        }
    }
}

#[test]
fn a_crash_again_and_again_still_leaves_one() {
    let home = Home::new("again");
    drop(set(&home, 1));
    let channel = Channel::default()
        .then(Next::WeCrash)
        .then(Next::TakesAndWeCrash)
        .then(Next::TakesAndWeCrash)
        .then(Next::WeCrash);
    for _ in 0..6 {
        let (mut deliverer, _) = deliverer(home.open(), DUE, &channel);
        steps(&mut deliverer, &channel);
    }
    assert_eq!(channel.messages().len(), 1);
}

#[test]
fn a_failure_waits_longer_each_time_and_keeps_the_row() {
    let home = Home::new("waits");
    let store = set(&home, 1);
    let channel = Channel::default()
        .then(Next::Later(None))
        .then(Next::TakesSilently)
        .then(Next::Later(Some(3600)));
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    let mut waits = Vec::new();
    for _ in 0..3 {
        steps(&mut deliverer, &channel);
        let next = store
            .next_due(Carrier::Discord)
            .expect("the store works")
            .expect("it is still to be sent");
        waits.push((next - clock.now()).num_seconds());
        clock.set(next);
    }
    assert_eq!(waits, [5, 10, 3600]);
    steps(&mut deliverer, &channel);
    assert_eq!(
        store.next_due(Carrier::Discord).expect("the store works"),
        None
    );
    assert_eq!(
        channel.messages().len(),
        1,
        "the silent one and the last are the same"
    );
}

#[test]
fn a_wait_is_never_over_a_quarter_of_an_hour() {
    let home = Home::new("longest");
    let store = set(&home, 1);
    let mut channel = Channel::default();
    for _ in 0..20 {
        channel = channel.then(Next::Later(None));
    }
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    let mut longest = 0;
    for _ in 0..20 {
        steps(&mut deliverer, &channel);
        let next = store
            .next_due(Carrier::Discord)
            .expect("the store works")
            .expect("it is still to be sent");
        longest = longest.max((next - clock.now()).num_seconds());
        clock.set(next);
    }
    assert_eq!(longest, 900);
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    let home = Home::new("never");
    let store = set(&home, 2);
    let channel = Channel::default().then(Next::Never);
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), DUE, &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-10T12:00:00Z"));
    steps(&mut deliverer, &channel);
    assert_eq!(channel.messages().len(), 1, "the other one went through");
}

#[test]
fn within_the_grace_it_is_sent_late_and_says_so() {
    let home = Home::new("late");
    let channel = Channel::default();
    let (mut deliverer, _) = deliverer(set(&home, 1), "2026-03-10T14:59:00Z", &channel);
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 1);
    assert!(
        words(&messages[0].answer).contains("Late: this was due  2026-03-10T09:00:00+00:00"),
        "{}",
        words(&messages[0].answer)
    );
}

#[test]
fn beyond_the_grace_one_message_lists_them_all() {
    let home = Home::new("missed");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(set(&home, 13), "2026-03-10T15:00:01Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-11T15:00:01Z"));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 1);
    let words = words(&messages[0].answer);
    assert!(words.contains("Reminders that did not come"), "{words}");
    assert_eq!(words.matches("Harbour hearing").count(), 10);
    assert!(words.contains("and 3 more."), "{words}");
}

#[test]
fn the_console_and_the_bot_leave_each_others_letters_alone() {
    let home = Home::new("carriers");
    let store = set(&home, 1);
    let channel = Channel::default();
    let mut console = Deliverer::new(
        Arc::clone(&store),
        Clock::standing(at(DUE)),
        Carrier::Console,
        channel.clone(),
        TimeDelta::hours(6),
    );
    steps(&mut console, &channel);
    assert_eq!(channel.messages().len(), 0);
    let (mut bot, _) = deliverer(store, DUE, &channel);
    steps(&mut bot, &channel);
    assert_eq!(channel.messages().len(), 1);
}

/// A later article about the first hearing.
fn later_article(change: impl FnOnce(&mut Session)) -> Article {
    let mut article = article(1);
    article.id = "harbour-again".to_owned();
    article.published = Some("2026-03-05".parse().expect("a day"));
    article.sessions[0].title = "hearing 0 of the harbour".to_owned();
    change(&mut article.sessions[0]);
    article
}

#[test]
fn a_later_article_moves_the_session_and_whoever_asked_is_told_once() {
    let home = Home::new("moved");
    let store = set(&home, 1);
    let moved = later_article(|session| {
        session.status = SessionStatus::Postponed;
        session.was = Some(Timex::new("2026-03-10").expect("a value"));
        session.starts = Timex::new("2026-03-24T10:00").expect("a value");
    });
    store.load(Scope::EVERYONE, &moved).expect("it loads");
    store.load(Scope::EVERYONE, &moved).expect("it loads again");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(Arc::clone(&store), "2026-03-05T12:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    let told = words(&channel.messages()[0].answer);
    assert!(
        told.starts_with("Moved: hearing 0 of the harbour"),
        "{told}"
    );
    assert!(
        told.contains("2026-03-10T10:00:00+00:00") && told.contains("2026-03-24T10:00:00+00:00"),
        "{told}"
    );
    // The reminder comes at the new time and not at the old one.
    clock.set(at("2026-03-10T09:30:00Z"));
    steps(&mut deliverer, &channel);
    assert_eq!(channel.messages().len(), 1);
    clock.set(at("2026-03-24T09:00:00Z"));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 2);
    assert!(words(&messages[1].answer).contains("Reminder: hearing 0 of the harbour"));
    let query = SessionQuery {
        when: When::All,
        article: None,
        now: clock.now(),
    };
    let all = store
        .sessions(Scope::EVERYONE, &query, Window { from: 0, count: 10 })
        .expect("it answers");
    assert_eq!(all.total, 1, "two articles, one session");
}

#[test]
fn a_session_called_off_is_told_at_once_and_by_its_reminders() {
    let home = Home::new("cancelled");
    let store = set(&home, 1);
    let off = later_article(|session| session.status = SessionStatus::Cancelled);
    store.load(Scope::EVERYONE, &off).expect("it loads");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(store, "2026-03-05T12:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at(DUE));
    steps(&mut deliverer, &channel);
    let messages = channel.messages();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].answer.title.starts_with("Cancelled: "));
    assert!(words(&messages[1].answer).contains("It is cancelled."));
}

#[test]
fn the_same_article_changed_moves_its_session_too() {
    let home = Home::new("changed");
    let store = set(&home, 2);
    let mut changed = article(2);
    changed.sessions[0].starts = Timex::new("2026-03-10T15:00").expect("a value");
    // The second one is gone from the article, and somebody counts on it.
    changed.sessions.truncate(1);
    store.load(Scope::EVERYONE, &changed).expect("it loads");
    let channel = Channel::default();
    let (mut deliverer, clock) = deliverer(store, "2026-03-05T12:00:00Z", &channel);
    steps(&mut deliverer, &channel);
    clock.set(at("2026-03-10T14:00:00Z"));
    steps(&mut deliverer, &channel);
    let mut titles: Vec<String> = channel
        .messages()
        .iter()
        .map(|letter| letter.answer.title.clone())
        .collect();
    titles.sort();
    assert_eq!(
        titles,
        [
            "Cancelled: Harbour hearing 1",
            "Moved: Harbour hearing 0",
            "Reminder: Harbour hearing 0",
            "Reminder: Harbour hearing 1"
        ]
    );
}
