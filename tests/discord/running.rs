//! The bot as those see it who run it: health, metrics, and what a service manager is told.

use crate::local::bot::Setup;
use crate::local::fault::{Fault, POST};
use crate::local::{Back, Discord};
use crate::moments::EARLY;

/// A bot that serves health and metrics somewhere on loopback.
fn watched(d: &Discord) -> Setup {
    d.bot().env("NEWSDESK_METRICS", "127.0.0.1:0")
}

async fn get(address: &str, path: &str) -> (u16, String) {
    let client = reqwest::Client::builder().no_proxy().build();
    let client = client.expect("a client");
    let answer = client.get(format!("http://{address}{path}")).send().await;
    let answer = answer.expect("it answers");
    let status = answer.status().as_u16();
    (status, answer.text().await.expect("is text"))
}

/// The number of a figure, whose labels are a part of its name.
fn figure(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.unwrap_or_else(|| panic!("{name} in\n{text}"));
    number.trim().parse().expect("a number")
}

#[tokio::test]
async fn a_well_bot_says_so_and_counts_what_it_does() {
    let d = Discord::start().await;
    let bot = d.start_bot(watched(&d)).await;
    let address = bot.address().await;
    let koofi = [("person", "koofi")];
    for _ in 0..3 {
        d.slash("alice", "general", "quote", &koofi).await;
    }
    d.slash("alice", "general", "quote", &[("person", "#99")])
        .await;
    d.autocomplete("alice", "general", "quote", &[("person", "k")])
        .await;
    d.send_event("SOMETHING_NEW", &serde_json::json!({"a": 1}));
    let broken = d.drop_gateway(4000);
    assert_eq!(d.back(broken).await, Back::Resumed);
    bot.logged("was resumed").await;
    assert_eq!(
        get(&address, "/healthz").await,
        (200, "Newsdesk is well.\n".to_owned())
    );
    let (status, text) = get(&address, "/metrics").await;
    assert_eq!(status, 200);
    for (name, number) in [
        (
            "newsdesk_commands_total{command=\"quote\",outcome=\"told\"}",
            3.0,
        ),
        (
            "newsdesk_commands_total{command=\"quote\",outcome=\"problem\"}",
            1.0,
        ),
        ("newsdesk_answer_seconds_count{kind=\"command\"}", 4.0),
        ("newsdesk_answer_seconds_count{kind=\"completion\"}", 1.0),
        ("newsdesk_events_unread_total{event=\"other\"}", 1.0),
        ("newsdesk_gateway_reconnects_total{how=\"resumed\"}", 1.0),
        ("newsdesk_gateway_connected", 1.0),
        ("newsdesk_channels_paused", 0.0),
    ] {
        let found = figure(&text, name);
        assert!((found - number).abs() < 0.5, "{name} {found}");
    }
    assert!(figure(&text, "newsdesk_store_size_bytes") > 4096.0);
    assert!(figure(&text, "process_resident_memory_bytes") > 1e6);
    assert!(!text.contains("koofi") && !text.contains("alice"), "{text}");
    assert_eq!(get(&address, "/").await.0, 404);
    let health = bot.setup.run(&["health", "--metrics", &address]);
    assert_eq!(health.status.code(), Some(0), "{health:?}");
    assert_eq!(
        String::from_utf8_lossy(&health.stdout),
        "Newsdesk is well.\n"
    );
    let ended = bot.terminate().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    let health = bot.setup.run(&["health", "--metrics", &address]);
    assert_eq!(health.status.code(), Some(1), "{health:?}");
    let said = String::from_utf8_lossy(&health.stderr).into_owned();
    assert!(said.contains("No Newsdesk answers at"), "{said}");
}

#[tokio::test]
async fn what_is_delivered_is_counted_with_its_lateness() {
    let d = Discord::start().await;
    let setup = watched(&d).now(EARLY);
    let bot = d.start_bot(setup).await;
    for options in [("before", "1d"), ("before", "start")] {
        let options = [("session", "joint pak"), options];
        d.slash("alice", "general", "remind", &options).await;
    }
    d.fault(POST, Fault::status(503));
    // UTC's morning of the day before is at 14:00 in Karachi: one is due, half a minute late, and waits once.
    let bot = d.restart(bot, "2025-09-29T14:00:30+05:00").await;
    let address = bot.address().await;
    d.message("general", "Reminder: Joint Pak").await;
    let text = loop {
        let text = get(&address, "/metrics").await.1;
        // The message is there a moment before the row says so.
        if figure(&text, "newsdesk_deliveries_total{outcome=\"sent\"}") > 0.5 {
            break text;
        }
    };
    let near = |name: &str, number: f64, by: f64| {
        let found = figure(&text, name);
        assert!((found - number).abs() < by, "{name} {found}");
    };
    near("newsdesk_deliveries_total{outcome=\"waiting\"}", 1.0, 0.5);
    near("newsdesk_delivery_lateness_seconds_count", 1.0, 0.5);
    near("newsdesk_delivery_lateness_seconds_sum", 40.0, 15.0);
    near("newsdesk_deliveries_kept{state=\"due\"}", 1.0, 0.5);
    near("newsdesk_deliveries_kept{state=\"sent\"}", 1.0, 0.5);
}

#[tokio::test]
async fn a_bot_without_its_gateway_is_not_well() {
    let d = Discord::start().await;
    // It is not let in at all, and then let in and cut off for good.
    d.refuse_gateway(1);
    let bot = watched(&d).spawn();
    let first = bot.address().await;
    let (status, said) = get(&first, "/healthz").await;
    assert_eq!(status, 503);
    assert!(said.contains("gateway has not been connected"), "{said}");
    let health = bot.setup.run(&["health", "--metrics", &first]);
    assert_eq!(health.status.code(), Some(1), "{health:?}");
    assert!(String::from_utf8_lossy(&health.stdout).contains("gateway"));
    bot.logged("connected to Discord").await;
    assert_eq!(get(&first, "/healthz").await.0, 200);
    d.refuse_gateway(usize::MAX);
    d.cut_gateway();
    bot.logged("the connection to Discord is lost").await;
    assert_eq!(get(&first, "/healthz").await.0, 503);
}

#[tokio::test]
async fn an_address_that_is_taken_is_one_sentence() {
    let d = Discord::start().await;
    let taken = d.hub.address.to_string();
    let ended = d
        .bot()
        .env("NEWSDESK_METRICS", &taken)
        .spawn()
        .ended()
        .await;
    assert_eq!(ended.code, Some(2), "{}", ended.log);
    assert!(
        ended.log.contains(&taken) && ended.log.contains("metrics.address"),
        "{}",
        ended.log
    );
}

#[cfg(unix)]
mod systemd {
    use tokio::net::UnixDatagram;
    use tokio::time::timeout;

    use crate::local::Discord;
    use crate::local::folder::Folder;
    use crate::local::world::PATIENCE;

    /// The next thing that a service manager is told.
    async fn told(socket: &UnixDatagram) -> String {
        let mut room = [0; 1024];
        let size = timeout(PATIENCE, socket.recv(&mut room)).await;
        let size = size.expect("it is told in time").expect("it is told");
        String::from_utf8_lossy(&room[..size]).into_owned()
    }

    #[tokio::test]
    async fn it_is_told_when_the_bot_is_ready_lives_and_ends() {
        let d = Discord::start().await;
        let folder = Folder::new();
        let path = folder.path().join("notify");
        let socket = UnixDatagram::bind(&path).expect("a socket");
        let setup = d
            .bot()
            .env("NOTIFY_SOCKET", &path.display().to_string())
            .env("WATCHDOG_USEC", "200000");
        let bot = d.start_bot(setup).await;
        let ready = told(&socket).await;
        assert!(ready.starts_with("READY=1\n"), "{ready}");
        for _ in 0..3 {
            assert_eq!(told(&socket).await, "WATCHDOG=1\n");
        }
        bot.signal();
        let mut last = told(&socket).await;
        while last == "WATCHDOG=1\n" {
            last = told(&socket).await;
        }
        assert_eq!(last, "STOPPING=1\n");
        assert_eq!(bot.ended().await.code, Some(0));
    }
}
