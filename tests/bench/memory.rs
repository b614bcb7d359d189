//! Whether memory stays flat while the bot answers: 200 commands a second, of every kind, with pictures.
//!
//! `cargo bench --bench memory` runs 30 seconds, `cargo bench --bench memory -- 3600` an hour. Commands come at their time
//! whether the one before is answered or not, as members send them. A bare bot that answers `/ping` does the same for at
//! most a minute: what serenity itself keeps is no leak of ours. Growth is the line through the second half.

#[path = "../discord/local/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of the local Discord")]
mod local;
mod meter;
#[path = "../discord/ping.rs"]
mod ping;

use std::sync::Arc;
use std::time::{Duration, Instant};

use local::Discord;
use local::bot::{Bot, Setup};
use local::reply::Kind;
use meter::{processor, quantile, resident};

/// Commands a second.
const RATE: u32 = 200;
/// How long, unless told.
const SECONDS: u64 = 30;
/// The bare bot's longest run.
const FLOOR: u64 = 60;
/// How often memory is read in a run.
const READINGS: u64 = 24;

/// What members ask, in turn. One in eight is a timeline, whose picture is some hundred kilobytes.
const ASKED: [(&str, &[(&str, &str)]); 8] = [
    ("quote", &[("person", "koofi")]),
    ("summary", &[]),
    ("timeline", &[]),
    ("sessions", &[("when", "all")]),
    ("search", &[("words", "peace")]),
    ("people", &[]),
    (
        "quote",
        &[("person", "kofi"), ("about", "nothing of the kind")],
    ),
    ("help", &[("command", "quote")]),
];

/// What was seen of a run.
struct Run {
    /// Seconds since its beginning, resident megabytes.
    readings: Vec<(f64, f64)>,
    millis: Vec<f64>,
    unanswered: usize,
    /// Processor seconds an answer.
    cpu: f64,
    /// Answers a second.
    rate: f64,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime without options builds");
    if words.first().is_some_and(|word| word == "ping") {
        let get = |key: &str| std::env::var(key).expect("the bench sets it");
        let (api, token) = (get("NEWSDESK_DISCORD_API"), get("DISCORD_TOKEN"));
        if let Err(error) = runtime.block_on(ping::run(&api, &token)) {
            eprintln!("the floor bot ended: {error}");
        }
    } else if words.iter().any(|word| word == "--bench") {
        let seconds = words.iter().find_map(|word| word.parse().ok());
        runtime.block_on(compare(seconds.unwrap_or(SECONDS)));
    } else {
        println!("run it with cargo bench --bench memory");
    }
}

async fn compare(seconds: u64) {
    let d = Arc::new(Discord::start().await);
    d.hub.with(|w| w.forgetful = true);
    let this = std::env::current_exe().expect("a running program has a path");
    let ping = Setup::new(&this, &["ping"])
        .env("DISCORD_TOKEN", &d.token())
        .env("NEWSDESK_DISCORD_API", &d.api());
    let bot = d.start_bot(ping).await;
    let floor = run(&d, &bot, &[("ping", &[])], seconds.min(FLOOR)).await;
    bot.terminate().await;
    d.hub.with(|w| w.commands.clear());
    let bot = d.start_bot(d.bot()).await;
    let desk = run(&d, &bot, &ASKED, seconds).await;
    bot.terminate().await;
    report(floor, desk, seconds);
}

/// Asks at the rate for so long.
async fn run(
    d: &Arc<Discord>,
    bot: &Bot,
    asked: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    seconds: u64,
) -> Run {
    let (begun, before) = (Instant::now(), processor(bot.pid));
    let mut readings = vec![(0.0, resident(bot.pid))];
    let mut millis = Vec::new();
    let mut unanswered = 0;
    let mut running = tokio::task::JoinSet::new();
    let mut turn = tokio::time::interval(Duration::from_secs(1) / RATE);
    let part = Duration::from_secs(seconds) / u32::try_from(READINGS).unwrap_or(1);
    for number in 0..u64::from(RATE) * seconds {
        turn.tick().await;
        let at = usize::try_from(number).unwrap_or_default();
        let (name, options) = asked[at % asked.len()];
        let d = Arc::clone(d);
        running.spawn(async move {
            let user = format!("member{}", number % 97);
            d.slash(&user, "general", name, options).await
        });
        while let Some(done) = running.try_join_next() {
            match done.expect("the local Discord goes on") {
                reply if reply.kind == Kind::Nothing => unanswered += 1,
                reply => millis.push(reply.first_ms),
            }
        }
        if begun.elapsed() > part * u32::try_from(readings.len()).unwrap_or(u32::MAX) {
            readings.push((begun.elapsed().as_secs_f64(), resident(bot.pid)));
        }
    }
    for reply in running.join_all().await {
        millis.push(reply.first_ms);
    }
    let took = begun.elapsed().as_secs_f64();
    readings.push((took, resident(bot.pid)));
    #[expect(clippy::cast_precision_loss, reason = "far below what 52 bits count")]
    let count = millis.len() as f64;
    Run {
        readings,
        unanswered,
        cpu: (processor(bot.pid) - before) / count,
        rate: count / took,
        millis,
    }
}

impl Run {
    /// Megabytes an hour, by the line of least squares through the second half.
    fn growth(&self) -> f64 {
        let half = &self.readings[self.readings.len() / 2..];
        #[expect(clippy::cast_precision_loss, reason = "a few readings")]
        let mean =
            |of: &dyn Fn(&(f64, f64)) -> f64| half.iter().map(of).sum::<f64>() / half.len() as f64;
        let (at, mb) = (mean(&|r| r.0), mean(&|r| r.1));
        let both: f64 = half.iter().map(|r| (r.0 - at) * (r.1 - mb)).sum();
        let spread: f64 = half.iter().map(|r| (r.0 - at).powi(2)).sum();
        both / spread * 3600.0
    }

    fn most(&self) -> f64 {
        self.readings.iter().map(|r| r.1).fold(0.0, f64::max)
    }

    fn last(&self) -> f64 {
        self.readings.last().map_or(0.0, |r| r.1)
    }
}

fn report(mut floor: Run, mut desk: Run, seconds: u64) {
    println!("Resident megabytes of Newsdesk, at {RATE} commands a second:");
    for (at, mb) in &desk.readings {
        println!("{at:>7.0} s {mb:>7.1}");
    }
    println!(
        "\n{seconds} s ({} s the bare bot); {} and {} answers, {} and {} not answered in 3 s\n",
        seconds.min(FLOOR),
        desk.millis.len(),
        floor.millis.len(),
        desk.unanswered,
        floor.unanswered
    );
    println!("| | /ping, bare bot | every command | ratio |");
    println!("| --- | --- | --- | --- |");
    let rows = [
        ("answers a second", floor.rate, desk.rate),
        ("CPU us per answer", floor.cpu * 1e6, desk.cpu * 1e6),
        (
            "median ms",
            quantile(&mut floor.millis, 0.5),
            quantile(&mut desk.millis, 0.5),
        ),
        (
            "p99 ms",
            quantile(&mut floor.millis, 0.99),
            quantile(&mut desk.millis, 0.99),
        ),
        ("MB at the start", floor.readings[0].1, desk.readings[0].1),
        ("most MB", floor.most(), desk.most()),
        ("MB at the end", floor.last(), desk.last()),
        (
            "MB more an hour, second half",
            floor.growth(),
            desk.growth(),
        ),
    ];
    for (name, floor, desk) in rows {
        println!("| {name} | {floor:.2} | {desk:.2} | {:.2} |", desk / floor);
    }
}
