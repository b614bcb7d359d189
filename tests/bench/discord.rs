//! `/quote koofi` against the floor: a bare serenity bot that answers `/ping`, both on the same local Discord.
//!
//! `cargo bench --bench discord` runs both bots in turn, several rounds, one user who asks again as soon as the answer is there.
//! Latency from the deed to the first answer, processor time and memory from `/proc`. Ratios are what counts: what the
//! machine does besides strikes both. The floor is this very program, started again as `ping`.

#[path = "../discord/local/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of the local Discord")]
mod local;
mod meter;
#[path = "../discord/ping.rs"]
mod ping;

use local::Discord;
use local::bot::Setup;
use meter::{processor, quantile, resident};

/// Rounds of both bots.
const ROUNDS: usize = 15;
/// Interactions that are measured in a round.
const ASKED: usize = 1500;
/// Interactions before that.
const WARM: usize = 200;

/// What was measured of one bot.
#[derive(Default)]
struct Measured {
    millis: Vec<f64>,
    /// Processor seconds of each round.
    cpu: Vec<f64>,
    /// Resident megabytes when it has just started, and after its work.
    idle: Vec<f64>,
    after: Vec<f64>,
}

fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime without options builds");
    match mode.as_str() {
        "ping" => {
            let get = |key: &str| std::env::var(key).expect("the bench sets it");
            if let Err(error) = runtime.block_on(ping::run(
                &get("NEWSDESK_DISCORD_API"),
                &get("DISCORD_TOKEN"),
            )) {
                eprintln!("the floor bot ended: {error}");
            }
        }
        "--bench" => runtime.block_on(compare()),
        // Run as a test, there is nothing to hold it against.
        _ => println!("run it with cargo bench --bench discord"),
    }
}

async fn compare() {
    let d = Discord::start().await;
    d.hub.with(|w| w.forgetful = true);
    let this = std::env::current_exe().expect("a running program has a path");
    let (mut floor, mut desk) = (Measured::default(), Measured::default());
    for _ in 0..ROUNDS {
        let setup = Setup::new(&this, &["ping"])
            .env("DISCORD_TOKEN", &d.token())
            .env("NEWSDESK_DISCORD_API", &d.api());
        round(&d, setup, "ping", &[], "pong", &mut floor).await;
        round(
            &d,
            d.bot(),
            "quote",
            &[("person", "koofi")],
            "Koofi",
            &mut desk,
        )
        .await;
    }
    report(&mut floor, &mut desk);
}

async fn round(
    d: &Discord,
    setup: Setup,
    name: &str,
    options: &[(&str, &str)],
    expected: &str,
    into: &mut Measured,
) {
    d.hub.with(|w| w.commands.clear());
    let bot = d.start_bot(setup).await;
    into.idle.push(resident(bot.pid));
    for _ in 0..WARM {
        let reply = d.slash("alice", "general", name, options).await;
        assert!(reply.shows(expected), "{}", reply.text());
    }
    let before = processor(bot.pid);
    for _ in 0..ASKED {
        into.millis
            .push(d.slash("alice", "general", name, options).await.first_ms);
    }
    into.cpu.push(processor(bot.pid) - before);
    into.after.push(resident(bot.pid));
    bot.terminate().await;
}

fn report(floor: &mut Measured, desk: &mut Measured) {
    let asked = f64::from(u32::try_from(ROUNDS * ASKED).expect("a small number"));
    let micros = |m: &Measured| m.cpu.iter().sum::<f64>() / asked * 1e6;
    let rows = [
        (
            "median ms",
            quantile(&mut floor.millis, 0.5),
            quantile(&mut desk.millis, 0.5),
            Some(1.3),
        ),
        (
            "p99 ms",
            quantile(&mut floor.millis, 0.99),
            quantile(&mut desk.millis, 0.99),
            None,
        ),
        ("CPU us per answer", micros(floor), micros(desk), Some(1.5)),
        (
            "idle MB",
            quantile(&mut floor.idle, 0.5),
            quantile(&mut desk.idle, 0.5),
            None,
        ),
        (
            "MB after the work",
            quantile(&mut floor.after, 0.5),
            quantile(&mut desk.after, 0.5),
            None,
        ),
    ];
    println!("{} answers each, one user\n", ROUNDS * ASKED);
    println!("| | /ping, bare bot | /quote koofi | ratio | at most |");
    println!("| --- | --- | --- | --- | --- |");
    for (name, floor, desk, most) in rows {
        let most = match (name, most) {
            ("idle MB", _) => "30 MB".to_owned(),
            (_, Some(most)) => format!("{most}"),
            _ => String::new(),
        };
        println!(
            "| {name} | {floor:.2} | {desk:.2} | {:.2} | {most} |",
            desk / floor
        );
    }
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_newsdesk")).map_or(0, |m| m.len());
    println!("\nThe binary has {:.1} MB.", size as f64 / 1e6);
}
