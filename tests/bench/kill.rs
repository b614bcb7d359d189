//! 500 reminders fall due while the bot is killed 300 times: how many come, twice, or not at all.
//!
//! `cargo bench --bench kill` prints the counts; `-- KILLS REMINDERS SEED` takes others. The exit code is 1 where one is
//! doubled or missing.

#[path = "../discord/local/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of the local Discord")]
mod local;

use local::Discord;
use local::plug::{Plan, pull};

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("run it with cargo bench --bench kill");
        return std::process::ExitCode::SUCCESS;
    }
    let number = |place: usize, usual: u64| {
        let mut given = arguments
            .iter()
            .filter_map(|argument| argument.parse().ok());
        given.nth(place).unwrap_or(usual)
    };
    let clock = || {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(1, |since| since.as_secs())
    };
    let count = |place, usual| usize::try_from(number(place, usual)).expect("a small number");
    let plan = Plan {
        kills: count(0, 300),
        reminders: count(1, 500),
        seed: number(2, clock()),
    };
    println!(
        "{} reminders, {} kills, seed {}",
        plan.reminders, plan.kills, plan.seed
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime without options builds");
    let begun = std::time::Instant::now();
    let counts = runtime.block_on(async { pull(&Discord::start().await, plan).await });
    println!(
        "{} messages, {} doubled, {} missing; {} kills, {} of them came between those, {} posts, {} searches, {} s",
        counts.messages,
        counts.doubled,
        counts.missing,
        counts.kills,
        counts.between,
        counts.posts,
        counts.searches,
        begun.elapsed().as_secs()
    );
    u8::from(counts.doubled + counts.missing > 0).into()
}
