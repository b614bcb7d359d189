//! How fast reminders go out, and how late they are, on the local Discord with its real rate limits.
//!
//! `cargo bench --bench deliver` sets 1,000 reminders for the same second, in 1,000 channels, and counts what arrives a second;
//! then it sets 10,000 of which ten a second fall due, and measures how late those come. `-- 10000` makes it 10,000 at once.
//! The floor of the first is Discord's own limit of 50 requests a second, of the second the moment that was asked for.

#[path = "../discord/local/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of the local Discord")]
mod local;
mod meter;

use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use local::Discord;
use local::bot::{Bot, Setup};
use meter::{processor, quantile, resident};
use newsdesk::article::Article;
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{NewReminder, Scope, SessionNo, SessionQuery, Store, Target, When, Window};
use serde_json::json;

/// Reminders due in the same second, unless told.
const BURST: usize = 1000;
/// Reminders that wait while others fall due.
const WAITING: usize = 10_000;
/// How many of them fall due, at [`PACE`].
const DUE: usize = 300;
/// How many fall due in a second.
const PACE: usize = 10;
/// What Discord lets through in a second.
const LIMIT: f64 = 50.0;
/// Channels of one server: as many as Discord allows.
const CHANNELS: usize = 500;
/// From the setting to the first that is due: the bot must have started by then.
const AHEAD: TimeDelta = TimeDelta::seconds(5);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if !words.iter().any(|word| word == "--bench") {
        println!("run it with cargo bench --bench deliver");
        return;
    }
    let burst = words.iter().find_map(|word| word.parse().ok());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime without options builds");
    runtime.block_on(async {
        at_once(burst.unwrap_or(BURST)).await;
        while_others_wait().await;
    });
}

/// A Discord with so many channels in servers of 500; their numbers.
async fn servers(channels: usize) -> (Discord, Vec<u64>) {
    let d = Discord::start().await;
    let names: Vec<String> = (0..channels).map(|n| format!("desk-{n}")).collect();
    for (nth, names) in names.chunks(CHANNELS).enumerate() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        d.add_guild(&format!("server {nth}"), &names);
    }
    d.rate_limits();
    let numbers = d
        .hub
        .with(|w| names.iter().map(|name| w.channel(name).id).collect());
    (d, numbers)
}

/// Newsdesk on the machine's own clock, and its store before it starts.
struct Desk {
    setup: Setup,
    store: SqliteStore,
    session: SessionNo,
    channels: Vec<u64>,
}

impl Desk {
    fn new(d: &Discord, channels: Vec<u64>) -> Self {
        let setup = Setup::new(Path::new(env!("CARGO_BIN_EXE_newsdesk")), &["run"])
            .env("DISCORD_TOKEN", &d.token())
            .env("NEWSDESK_DISCORD_API", &d.api());
        let path = setup.file("reminders.db", "");
        let store = SqliteStore::open(Path::new(&path)).expect("the store opens");
        let now = Utc::now();
        let day = (now + TimeDelta::days(30)).date_naive();
        let article: Article = serde_json::from_value(json!({
            "id": "harbour", "title": "Lindholm council meets on the harbour", "published": now.date_naive().to_string(),
            "source": {"name": "Coast Wire"},
            "sessions": [{"title": "Council meeting", "starts": day.to_string(), "precision": "day", "status": "scheduled"}]
        }))
        .expect("an article");
        store.load(Scope::EVERYONE, &article).expect("it is loaded");
        let query = SessionQuery {
            when: When::Upcoming,
            article: None,
            now,
        };
        let one = Window { from: 0, count: 1 };
        let sessions = store.sessions(Scope::EVERYONE, &query, one).expect("asked");
        Self {
            session: sessions.items[0].no,
            setup: setup.env("NEWSDESK_STORE", &path),
            store,
            channels,
        }
    }

    /// Sets the reminder of that number.
    fn remind(&self, number: usize, due: DateTime<Utc>) {
        let new = NewReminder {
            scope: Scope(1),
            user: 1 + u64::try_from(number).expect("a small number"),
            session: self.session,
            before: 60,
            target: Target::Channel(self.channels[number % self.channels.len()]),
            role: None,
            wall: due.naive_utc(),
            zone: chrono_tz::UTC,
            due,
            asked_in: None,
        };
        self.store.remind(&new).expect("it is set");
    }

    /// Sets those that are to wait, and tells how long one took.
    fn fill(&self, numbers: Range<usize>) -> TimeDelta {
        let begun = Instant::now();
        let far = Utc::now() + TimeDelta::hours(2);
        let count = u32::try_from(numbers.len()).expect("a small number");
        for number in numbers {
            self.remind(number, far);
        }
        TimeDelta::from_std(begun.elapsed() / count).expect("a short time")
    }

    /// The whole second by which so many more can be set and the bot be started; the store counts in seconds.
    fn soon(&self, count: usize, each: TimeDelta) -> DateTime<Utc> {
        let soon = Utc::now() + AHEAD + each * 2 * i32::try_from(count).expect("a small number");
        DateTime::from_timestamp(soon.timestamp() + 1, 0).expect("a moment of this century")
    }

    /// Starts the bot, which must be there before `due`.
    async fn start(self, d: &Discord, due: DateTime<Utc>) -> Bot {
        drop(self.store);
        let bot = d.start_bot(self.setup).await;
        assert!(Utc::now() < due, "the bot was started too late");
        bot
    }
}

/// Waits for so many letters; when each came, in order.
async fn letters(d: &Discord, count: usize, limit: Duration) -> Vec<Instant> {
    let all = |w: &mut local::world::World| {
        let came = w.messages.iter().filter(|m| m.nonce.is_some());
        let came: Vec<Instant> = came.map(|m| m.at).collect();
        (came.len() >= count).then_some(came)
    };
    d.hub
        .within(limit, all)
        .await
        .unwrap_or_else(|| panic!("not all {count} came within {limit:?}"))
}

async fn at_once(count: usize) {
    let (d, channels) = servers(count).await;
    let desk = Desk::new(&d, channels);
    let each = desk.fill(count..count + 100);
    let due = desk.soon(count, each);
    for number in 0..count {
        desk.remind(number, due);
    }
    let bot = desk.start(&d, due).await;
    let (started, at) = (resident(bot.pid), instant(due));
    let before = processor(bot.pid);
    let limit = Duration::from_secs(120 + u64::try_from(count).expect("small") / 5);
    let came = letters(&d, count, limit).await;
    let cpu = processor(bot.pid) - before;
    let (most, refused) = (resident(bot.pid), d.hub.with(|w| w.limits.refused));
    bot.terminate().await;
    let mut late: Vec<f64> = came
        .iter()
        .map(|came| came.saturating_duration_since(at).as_secs_f64())
        .collect();
    let last = quantile(&mut late, 1.0);
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let count = count as f64;
    // Fifty go at once, and fifty at each further second.
    let fastest = ((count - 1.0) / LIMIT).floor();
    println!("{count} reminders due in the same second\n");
    println!("| | Discord's limit | Newsdesk | ratio |");
    println!("| --- | --- | --- | --- |");
    println!(
        "| sent a second | {LIMIT:.1} | {:.1} | {:.2} |",
        count / last,
        count / last / LIMIT
    );
    println!(
        "| the last came after s | {fastest:.1} | {last:.1} | {:.2} |",
        last / fastest
    );
    println!(
        "| half came after s | {:.1} | {:.1} | |",
        fastest / 2.0,
        quantile(&mut late, 0.5)
    );
    println!("| refused with 429 | | {refused} | |");
    println!("| CPU us a reminder | | {:.0} | |", cpu / count * 1e6);
    println!("| MB before and after | | {started:.1}, {most:.1} | |");
}

async fn while_others_wait() {
    let (d, channels) = servers(WAITING / 4).await;
    let desk = Desk::new(&d, channels);
    let each = desk.fill(DUE..WAITING);
    let first = desk.soon(DUE, each);
    let due =
        |number: usize| first + TimeDelta::seconds(i64::try_from(number / PACE).expect("small"));
    for number in 0..DUE {
        desk.remind(number, due(number));
    }
    let bot = desk.start(&d, first).await;
    let came = letters(&d, DUE, Duration::from_secs(120)).await;
    bot.terminate().await;
    let mut late: Vec<f64> = came
        .iter()
        .enumerate()
        .map(|(nth, came)| {
            came.saturating_duration_since(instant(due(nth)))
                .as_secs_f64()
                * 1e3
        })
        .collect();
    println!("\n{WAITING} reminders wait, {PACE} a second fall due, {DUE} of them\n");
    println!("| lateness | ms |");
    println!("| --- | --- |");
    for (name, share) in [("median", 0.5), ("p99", 0.99), ("worst", 1.0)] {
        println!("| {name} | {:.1} |", quantile(&mut late, share));
    }
}

/// The moment on the clock that only goes forward.
fn instant(at: DateTime<Utc>) -> Instant {
    let (now, then) = (Utc::now(), Instant::now());
    match (at - now).to_std() {
        Ok(ahead) => then + ahead,
        Err(_) => then - (now - at).to_std().unwrap_or_default(),
    }
}
