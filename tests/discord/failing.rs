//! What goes wrong on the way to a channel: looked for after a crash, paused where it is refused, and seen in `/status`.

use std::time::{Duration, Instant};

use crate::local::Discord;
use crate::local::bot::Bot;
use crate::local::fault::{Fault, Hold, POST, READ};
use crate::local::reply::text;
use crate::local::world::{BOT, Message, READ_HISTORY, VIEW_CHANNEL};
use crate::moments::{DUE, EARLY, LATER};

const REMINDER: &str = "Reminder: Joint Pak";

/// A bot with a reminder for each member and channel, all due at the same time.
async fn set(d: &Discord, reminders: &[(&str, &str, &str)]) -> Bot {
    let bot = d.start_bot(d.bot().now(EARLY)).await;
    let zone = [("timezone", "Karachi")];
    d.slash("mona", "general", "settings", &zone).await;
    for (user, channel, _) in reminders.iter().filter(|(_, c, _)| c.starts_with('@')) {
        d.slash(user, channel, "settings", &zone).await;
    }
    for (user, channel, place) in reminders {
        let options = [("session", "joint pak"), ("before", "1d"), ("where", place)];
        let reply = d.slash(user, channel, "remind", &options).await;
        assert!(reply.shows("1d before"), "{}", reply.text());
    }
    bot
}

fn reminders(d: &Discord, channel: &str) -> Vec<Message> {
    let mut found = d.messages(channel);
    found.retain(|m| text(&m.wire).contains(REMINDER));
    found
}

/// What `/status` tells the manager.
async fn status(d: &Discord) -> String {
    let reply = d.slash("mona", "general", "status", &[]).await;
    assert!(reply.private, "{}", reply.text());
    reply.text()
}

/// Kills the bot while the answer to its first message is held back; starts it again when the nonce is forgotten.
async fn cut_off(d: &Discord, bot: Bot, meanwhile: impl FnOnce()) -> Bot {
    let hold = Hold::default();
    d.fault(POST, hold.fault());
    let bot = d.restart(bot, DUE).await;
    hold.arrived().await;
    bot.kill().await;
    hold.release();
    d.forget_nonces();
    meanwhile();
    d.start_bot(bot.setup.clone().now(LATER)).await
}

#[tokio::test]
async fn after_a_long_crash_it_finds_its_message_and_sends_none() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "general", "here")]).await;
    let bot = cut_off(&d, bot, || ()).await;
    d.requested(READ, 1).await;
    let ended = bot.terminate().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert_eq!(d.requests(POST).len(), 1, "nothing was sent again");
    let _bot = d.start_bot(bot.setup.clone().now(LATER)).await;
    let status = status(&d).await;
    assert!(
        status.contains("All is well") && status.contains("one message was sent"),
        "{status}"
    );
    assert_eq!(d.requests(READ).len(), 1, "it is settled");
}

#[tokio::test]
async fn it_reads_on_through_what_others_wrote_since() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "general", "here")]).await;
    let bot = cut_off(&d, bot, || d.chatter("general", 250)).await;
    d.requested(READ, 3).await;
    bot.terminate().await;
    assert_eq!(d.requests(POST).len(), 1);
    assert_eq!(reminders(&d, "general").len(), 1);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_is_read_again() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "general", "here")]).await;
    // An answer, but no list.
    let bot = cut_off(&d, bot, || d.fault(READ, Fault::status(200))).await;
    bot.logged("it is no list").await;
    let bot = d.restart(bot, "2025-09-29T10:20:00+05:00").await;
    d.requested(READ, 2).await;
    bot.terminate().await;
    assert_eq!(d.requests(POST).len(), 1);
    assert_eq!(
        d.messages("general").len(),
        1,
        "nobody was told anything else"
    );
}

#[tokio::test]
async fn what_it_does_not_find_it_sends() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "general", "here")]).await;
    d.chatter("general", 3);
    d.fault(POST, Fault::drop_before());
    let bot = d.restart(bot, DUE).await;
    d.faults_struck().await;
    let _bot = d.restart(bot, LATER).await;
    d.message("general", REMINDER).await;
    assert_eq!(d.requests(READ).len(), 1);
    assert_eq!(reminders(&d, "general").len(), 1);
}

#[tokio::test]
async fn an_empty_channel_has_nothing_to_find() {
    let d = Discord::start().await;
    let bot = set(
        &d,
        &[("alice", "@alice", "here"), ("alice", "news", "here")],
    )
    .await;
    d.fault(POST, Fault::drop_before().times(2));
    let bot = d.restart(bot, DUE).await;
    d.faults_struck().await;
    let _bot = d.restart(bot, LATER).await;
    d.message("@alice", REMINDER).await;
    d.message("news", REMINDER).await;
}

#[tokio::test]
async fn where_it_may_not_read_back_it_says_so_and_sends_nothing_twice() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "general", "here")]).await;
    let bot = cut_off(&d, bot, || d.bot_may("general", BOT & !READ_HISTORY)).await;
    let told = d.message("general", "may not have come").await;
    assert!(
        text(&told.wire).contains("Joint Pak"),
        "{}",
        text(&told.wire)
    );
    let held = status(&d).await;
    assert!(
        held.contains("may have come") && held.contains("Read Message History"),
        "{held}"
    );
    d.bot_may("general", BOT);
    let before = d.requests(READ).len();
    let list = d.slash("mona", "general", "status", &[]).await;
    let again = d.click("mona", &list, "Try again").await;
    assert!(again.shows("Trying again: 1 message"), "{}", again.text());
    d.requested(READ, before + 1).await;
    bot.terminate().await;
    assert_eq!(reminders(&d, "general").len(), 1);
    let _bot = d.start_bot(bot.setup.clone().now(LATER)).await;
    let status = status(&d).await;
    assert!(status.contains("All is well"), "{status}");
}

#[tokio::test]
async fn a_channel_that_refuses_is_paused_its_managers_told_and_all_comes_later() {
    let d = Discord::start().await;
    let asked = [
        ("alice", "news", "here"),
        ("bob", "news", "here"),
        ("carol", "news", "here"),
        ("alice", "general", "here"),
    ];
    let bot = set(&d, &asked).await;
    d.bot_may("news", 0);
    let bot = d.restart(bot, DUE).await;
    let told = d.message("general", "cannot write in a channel").await;
    let words = text(&told.wire);
    assert!(words.contains("View Channel"), "{words}");
    assert!(words.contains("3 messages wait"), "{words}");
    let refused = |d: &Discord| {
        let mut all = d.requests(POST);
        all.retain(|r| r.status == 403);
        all.len()
    };
    assert_eq!(refused(&d), 1, "one refusal is enough");
    let list = status(&d).await;
    assert!(
        list.contains("View Channel") && list.contains("next try"),
        "{list}"
    );
    // A start does not try it again, and nobody is told again.
    let _bot = d.restart(bot, LATER).await;
    assert!(!status(&d).await.contains("All is well"));
    assert_eq!(refused(&d), 1);
    d.bot_may("news", BOT);
    let pressed = d.press("alice", told.id, "Try again").await;
    assert!(pressed.shows("may manage the server"), "{}", pressed.text());
    let pressed = d.press("mona", told.id, "Try again").await;
    assert!(
        pressed.shows("Trying again: 3 messages and 1 channel"),
        "{}",
        pressed.text()
    );
    d.requested(POST, 6).await;
    assert_eq!(reminders(&d, "news").len(), 3);
    let notices = d.messages("general");
    let notices = notices
        .iter()
        .filter(|m| text(&m.wire).contains("cannot write"));
    assert_eq!(notices.count(), 1);
}

#[tokio::test]
async fn a_new_reminder_tries_a_paused_channel() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "news", "here")]).await;
    d.bot_may("news", VIEW_CHANNEL);
    let bot = d.restart(bot, DUE).await;
    // Nothing was ever sent in another channel: whoever set it is told.
    let told = d.message("@alice", "cannot write in a channel").await;
    assert!(
        text(&told.wire).contains("Send Messages"),
        "{}",
        text(&told.wire)
    );
    d.bot_may("news", BOT);
    let again = [("session", "joint pak"), ("before", "start")];
    d.slash("bob", "news", "remind", &again).await;
    d.message("news", REMINDER).await;
    drop(bot);
}

#[tokio::test]
async fn closed_direct_messages_are_told_where_it_was_asked() {
    let d = Discord::start().await;
    let bot = set(&d, &[("alice", "news", "dm"), ("bob", "news", "dm")]).await;
    d.close_dms("alice");
    let _bot = d.restart(bot, DUE).await;
    d.message("@bob", REMINDER).await;
    let told = d.message("news", "cannot write to a member").await;
    assert!(
        text(&told.wire).contains("allow direct messages"),
        "{}",
        text(&told.wire)
    );
    assert_eq!(told.pings, Vec::<String>::new());
    assert_eq!(d.messages("general").len(), 0);
}

#[tokio::test]
async fn a_refused_message_is_kept_with_its_reason() {
    let d = Discord::start().await;
    let asked = [("alice", "general", "here"), ("bob", "general", "here")];
    let bot = set(&d, &asked).await;
    d.fault(POST, Fault::status(400));
    let _bot = d.restart(bot, DUE).await;
    d.message("general", REMINDER).await;
    let list = d.slash("mona", "general", "status", &[]).await;
    assert!(
        list.shows("refused as it is") && list.shows("status 400"),
        "{}",
        list.text()
    );
    d.click("mona", &list, "Try again").await;
    d.requested(POST, 3).await;
    assert_eq!(reminders(&d, "general").len(), 2);
}

#[tokio::test]
async fn a_busy_channel_waits_as_told_and_alone() {
    let d = Discord::start().await;
    let asked = [("alice", "general", "here"), ("bob", "news", "here")];
    let bot = set(&d, &asked).await;
    let general = d.hub.with(|w| w.channel("general").id);
    d.fault(
        &format!("POST /channels/{general}/messages"),
        Fault::busy(2.0),
    );
    let _bot = d.restart(bot, DUE).await;
    d.faults_struck().await;
    let told = Instant::now();
    let news = d.message("news", REMINDER).await;
    let general = d.message("general", REMINDER).await;
    assert!(news.at < general.at);
    assert!(
        general.at.saturating_duration_since(told) > Duration::from_millis(1500),
        "not before two seconds are over"
    );
    assert!(status(&d).await.contains("All is well"));
}

#[tokio::test]
async fn where_discord_takes_nothing_at_all_everything_waits() {
    let d = Discord::start().await;
    let asked = [("alice", "general", "here"), ("bob", "news", "here")];
    let bot = set(&d, &asked).await;
    // Both are under way together.
    d.fault(POST, Fault::busy_everywhere(2.0).times(2));
    let _bot = d.restart(bot, DUE).await;
    d.faults_struck().await;
    let told = Instant::now();
    for channel in ["general", "news"] {
        let came = d.message(channel, REMINDER).await;
        assert!(
            came.at.saturating_duration_since(told) > Duration::from_millis(1500),
            "{channel}"
        );
    }
    assert_eq!(d.requests(POST).len(), 4);
}

#[tokio::test]
async fn where_all_is_well_status_says_so() {
    let d = Discord::start().await;
    let _bot = set(&d, &[]).await;
    let status = status(&d).await;
    assert!(
        status.contains("All is well") && status.contains("0 messages were sent"),
        "{status}"
    );
}
