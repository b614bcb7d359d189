//! Reminders as the channel gets them: at their time, once, late but told, and never lost.

use std::time::Duration;

use crate::local::Discord;
use crate::local::bot::Bot;
use crate::local::fault::{Fault, Hold, POST};
use crate::local::reply::{Reply, text};
use crate::local::world::{Message, VIEW_CHANNEL};
use crate::moments::{DUE, EARLY};

/// A bot in a server of Pakistan's time zone.
pub(crate) async fn bot(d: &Discord) -> Bot {
    let bot = d.start_bot(d.bot().now(EARLY)).await;
    let set = d
        .slash(
            "mona",
            "general",
            "settings",
            &[("timezone", "Asia/Karachi")],
        )
        .await;
    assert!(set.shows("Asia/Karachi"), "{}", set.text());
    bot
}

pub(crate) async fn remind(
    d: &Discord,
    user: &str,
    channel: &str,
    options: &[(&str, &str)],
) -> Reply {
    let options = [&[("session", "joint pak")], options].concat();
    let reply = d.slash(user, channel, "remind", &options).await;
    assert!(
        reply.private || channel.starts_with('@'),
        "{}",
        reply.text()
    );
    reply
}

/// What was sent unasked.
pub(crate) fn letters(d: &Discord, channel: &str) -> Vec<Message> {
    let mut found = d.messages(channel);
    found.retain(|m| m.nonce.is_some());
    found
}

#[tokio::test]
async fn a_reminder_comes_once_at_its_time_with_a_nonce_and_without_a_ping() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let reply = remind(&d, "alice", "general", &[("before", "1d,start")]).await;
    assert!(
        reply.shows("1d before") && reply.shows("on its day"),
        "{}",
        reply.text()
    );
    // Due two seconds after this start: it falls due while the bot runs.
    let running = d.restart(running, "2025-09-29T08:59:58+05:00").await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    assert!(!text(&came.wire).contains("Late"), "{}", text(&came.wire));
    let sent = &d.requested(POST, 1).await[0].body;
    assert_eq!(sent["enforce_nonce"], true);
    assert!(
        sent["nonce"]
            .as_str()
            .is_some_and(|nonce| (1..=25).contains(&nonce.len())),
        "{}",
        sent["nonce"]
    );
    assert_eq!(came.pings, Vec::<String>::new());
    // The second, due a day later, shows that the first is not sent again by then.
    let _running = d.restart(running, "2025-09-30T09:00:01+05:00").await;
    d.requested(POST, 2).await;
    let letters = letters(&d, "general");
    assert_eq!(letters.len(), 2);
    assert_ne!(letters[0].nonce, letters[1].nonce);
    let summary = d.press("bob", letters[0].id, "Summary").await;
    assert!(
        summary.private && summary.shows("Islamabad"),
        "{}",
        summary.text()
    );
}

#[tokio::test]
async fn killed_between_sending_and_noting_it_sends_the_same_nonce_and_one_message() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let hold = Hold::default();
    d.fault(POST, hold.fault());
    let running = d.restart(running, DUE).await;
    hold.arrived().await;
    let _running = d.restart(running, "2025-09-29T09:00:20+05:00").await;
    let sent = d.requested(POST, 2).await;
    hold.release();
    assert_eq!(sent[0].body["nonce"], sent[1].body["nonce"]);
    assert_eq!(letters(&d, "general").len(), 1);
}

#[tokio::test]
async fn reminders_of_several_channels_come_together() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let own = [("timezone", "Asia/Karachi")];
    d.slash("hana", "@hana", "settings", &own).await;
    for (user, channel) in [
        ("alice", "general"),
        ("bob", "general"),
        ("alice", "news"),
        ("hana", "@hana"),
    ] {
        remind(&d, user, channel, &[("before", "1d")]).await;
    }
    let _running = d.restart(running, DUE).await;
    let sent = d.requested(POST, 4).await;
    let mut nonces: Vec<&str> = sent
        .iter()
        .filter_map(|r| r.body["nonce"].as_str())
        .collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "each has its own");
    assert_eq!(
        [
            letters(&d, "general").len(),
            letters(&d, "news").len(),
            letters(&d, "@hana").len()
        ],
        [2, 1, 1]
    );
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_message() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    d.fault(POST, Fault::drop_after());
    let _running = d.restart(running, DUE).await;
    let sent = d.requested(POST, 2).await;
    assert_eq!(sent[0].body["nonce"], sent[1].body["nonce"]);
    assert_eq!(letters(&d, "general").len(), 1);
}

#[tokio::test]
async fn a_failed_send_keeps_the_reminder() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    d.fault(POST, Fault::status(503));
    let _running = d.restart(running, DUE).await;
    d.message("general", "Reminder: Joint Pak").await;
    d.faults_struck().await;
    assert_eq!(d.requests(POST).len(), 2);
    assert_eq!(letters(&d, "general").len(), 1);
}

#[tokio::test]
async fn an_overdue_reminder_is_marked_late() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let _running = d.restart(running, "2025-09-29T11:30:00+05:00").await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    assert!(
        text(&came.wire).contains("Late: this was due <t:1759118400"),
        "{}",
        text(&came.wire)
    );
}

#[tokio::test]
async fn what_is_too_late_is_told_in_one_message() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d,start")]).await;
    let _running = d.restart(running, "2025-09-30T17:00:00+05:00").await;
    let told = d.message("general", "did not come").await;
    assert_eq!(
        text(&told.wire).matches("Joint Pak").count(),
        2,
        "{}",
        text(&told.wire)
    );
    assert_eq!(letters(&d, "general").len(), 1);
}

#[tokio::test]
async fn a_reminder_may_come_by_direct_message() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d"), ("where", "dm")]).await;
    let _running = d.restart(running, DUE).await;
    d.message("@alice", "Reminder: Joint Pak").await;
    assert_eq!(letters(&d, "general").len(), 0);
}

#[tokio::test]
async fn only_a_managers_choice_of_role_pings() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let refused = remind(
        &d,
        "alice",
        "general",
        &[("before", "1d"), ("role", "briefing")],
    )
    .await;
    assert!(refused.shows("manage the server"), "{}", refused.text());
    remind(
        &d,
        "mona",
        "general",
        &[("before", "1d"), ("role", "briefing")],
    )
    .await;
    let ping = format!("role {}", d.role("briefing"));
    d.welcome_ping(&ping);
    let _running = d.restart(running, DUE).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    assert_eq!(came.pings, [ping]);
}

#[tokio::test]
async fn a_missing_permission_is_said_once_with_the_fix() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "news", &[("before", "1d")]).await;
    remind(&d, "alice", "general", &[("before", "start")]).await;
    d.bot_may("news", VIEW_CHANNEL);
    let first = d.restart(running, DUE).await;
    let refused = d.requested(POST, 1).await;
    assert_eq!(refused[0].status, 403);
    // Others still get theirs, and the refused one is not tried for ever.
    let running = d.restart(first, "2025-09-30T09:00:01+05:00").await;
    d.message("general", "Reminder: Joint Pak").await;
    let ended = running.terminate().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert!(d.requests(POST).len() <= 3);
}

#[tokio::test]
async fn a_closed_inbox_does_not_stop_the_others() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    d.close_dms("alice");
    remind(&d, "alice", "general", &[("before", "1d"), ("where", "dm")]).await;
    remind(&d, "bob", "general", &[("before", "1d")]).await;
    let running = d.restart(running, DUE).await;
    d.message("general", "Reminder: Joint Pak").await;
    d.requested(POST, 2).await;
    let ended = running.terminate().await;
    assert!(ended.log.contains("allow direct messages"), "{}", ended.log);
}

#[tokio::test]
async fn a_reminder_is_cancelled_by_its_button_and_does_not_come() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d,start")]).await;
    let list = d.slash("alice", "general", "reminders", &[]).await;
    let label = list
        .buttons()
        .into_iter()
        .map(|b| b.label)
        .find(|l| l.starts_with("Cancel 1d"))
        .unwrap_or_else(|| {
            panic!("no button to cancel: {}", list.text());
        });
    let gone = d.click("alice", &list, &label).await;
    assert!(gone.shows("Cancelled: "), "{}", gone.text());
    let _running = d.restart(running, "2025-09-30T09:00:01+05:00").await;
    d.requested(POST, 1).await;
    let letters = letters(&d, "general");
    assert_eq!(letters.len(), 1);
    assert!(
        !text(&letters[0].wire).contains("Late"),
        "only the second came"
    );
}

#[tokio::test]
async fn deletion_takes_the_reminders_along() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    remind(&d, "bob", "general", &[("before", "start")]).await;
    let shown = d.slash("alice", "general", "privacy", &[]).await;
    assert!(shown.shows("1 reminder"), "{}", shown.text());
    let sure = d.click("alice", &shown, "Delete it").await;
    let deleted = d.click("alice", &sure, "Delete").await;
    assert!(deleted.shows("Deleted"), "{}", deleted.text());
    let _running = d.restart(running, "2025-09-30T09:00:01+05:00").await;
    d.requested(POST, 1).await;
    assert_eq!(letters(&d, "general").len(), 1, "bob's alone");
}

#[tokio::test]
async fn the_end_waits_for_a_message_that_is_under_way() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let hold = Hold::default();
    d.fault(POST, hold.fault());
    let running = d.restart(running, DUE).await;
    hold.arrived().await;
    running.signal();
    hold.release();
    let ended = running.ended().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    // The row is settled: long after Discord has forgotten the nonce nothing is sent again.
    d.nonce_window(Duration::ZERO);
    remind_after(&d, running).await;
    assert_eq!(letters(&d, "general").len(), 2);
}

/// Starts again, sets one more reminder that is due soon, and waits for it: what else was due has come by then.
async fn remind_after(d: &Discord, bot: Bot) {
    let running = d
        .start_bot(bot.setup.clone().now("2025-09-29T09:10:00+05:00"))
        .await;
    remind(d, "bob", "general", &[("before", "start")]).await;
    let _running = d.restart(running, "2025-09-30T09:00:01+05:00").await;
    d.requested(POST, 2).await;
}
