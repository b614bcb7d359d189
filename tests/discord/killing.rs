//! SIGKILL at random moments: every reminder comes once. `cargo bench --bench kill` does the same thirty times over.

use crate::local::Discord;
use crate::local::plug::{Counts, Plan, pull};

#[tokio::test]
async fn killed_at_random_moments_each_reminder_comes_once() {
    let plan = Plan {
        kills: 10,
        reminders: 40,
        seed: 0x6e65_7773,
    };
    println!("seed {:#x}", plan.seed);
    let d = Discord::start().await;
    let counts = pull(&d, plan).await;
    let expected = Counts {
        messages: 40,
        doubled: 0,
        missing: 0,
        kills: 10,
        ..counts
    };
    assert_eq!(counts, expected);
}
