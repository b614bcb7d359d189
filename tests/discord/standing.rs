//! Standing reminders and moved sessions, as a channel and a member get them.

use chrono::{DateTime, Utc};

use crate::harbour;
use crate::local::Discord;
use crate::local::reply::text;
use crate::moments::DUE;
use crate::reminding::{bot, letters, remind};

/// A day before the quay vote, to the second and one more: 10 in Stockholm.
const DAY_BEFORE_VOTE: &str = "2025-10-13T08:00:01Z";

#[tokio::test]
async fn a_channel_is_reminded_of_every_session_and_of_those_of_later_articles() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let all = [("session", "all"), ("before", "1d"), ("role", "briefing")];
    let set = d.slash("mona", "general", "remind", &all).await;
    for words in [
        "every session",
        "1 reminder of 1 session",
        "<t:1759118400:F>",
        "Joint Pak",
        "come later",
        "A session without an hour is reminded of at 09",
        "time zone Asia/Karachi",
    ] {
        assert!(set.private && set.shows(words), "{words}: {}", set.text());
    }
    // Another process loads an article while the bot runs.
    harbour::load(&running.setup);
    let list = d.slash("mona", "general", "reminders", &[]).await;
    assert!(
        list.shows("2 reminders of 2 sessions") && list.shows("Quay vote"),
        "{}",
        list.text()
    );
    let ping = format!("role {}", d.role("briefing"));
    d.welcome_ping(&ping);
    let running = d.restart(running, DUE).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    assert_eq!(came.pings, std::slice::from_ref(&ping));
    let _running = d.restart(running, DAY_BEFORE_VOTE).await;
    let came = d.message("general", "Reminder: Quay vote").await;
    assert_eq!(came.pings, [ping]);
    assert_eq!(letters(&d, "general").len(), 2);
}

#[tokio::test]
async fn whatever_comes_to_a_channel_is_for_managers_and_to_oneself_for_everyone() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let refused = d
        .slash(
            "alice",
            "general",
            "remind",
            &[("session", "all"), ("before", "1d")],
        )
        .await;
    assert!(
        refused.private
            && refused.shows("may manage the server")
            && refused.shows("to be reminded yourself"),
        "{}",
        refused.text()
    );
    let own = d.click("alice", &refused, "By direct message, to me").await;
    assert!(
        own.shows("your direct messages") && own.shows("every session"),
        "{}",
        own.text()
    );
    let pinged = d
        .slash(
            "alice",
            "general",
            "remind",
            &[("session", "all"), ("where", "dm"), ("role", "briefing")],
        )
        .await;
    assert!(pinged.shows("have a role pinged"), "{}", pinged.text());
    let running = d.restart(running, DUE).await;
    d.message("@alice", "Reminder: Joint Pak").await;
    assert_eq!(letters(&d, "general").len(), 0);
    // Where it comes, it is listed and ended.
    let list = d.slash("alice", "@alice", "reminders", &[]).await;
    let ended = d.click("alice", &list, "Cancel: every session").await;
    assert!(
        ended.shows("Cancelled: **every session**"),
        "{}",
        ended.text()
    );
    harbour::load(&running.setup);
    let quay = [("session", "quay"), ("before", "1d")];
    d.slash("bob", "general", "remind", &quay).await;
    let _running = d.restart(running, DAY_BEFORE_VOTE).await;
    d.message("general", "Reminder: Quay vote").await;
    assert_eq!(letters(&d, "@alice").len(), 1);
}

#[tokio::test]
async fn ended_it_takes_away_what_it_would_have_brought() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let all = [("session", "all"), ("before", "1d,start")];
    d.slash("mona", "general", "remind", &all).await;
    remind(&d, "bob", "news", &[("before", "1d")]).await;
    let list = d
        .slash("mona", "general", "reminders", &[("of", "everyone")])
        .await;
    let ended = d.click("mona", &list, "Cancel: every session").await;
    assert!(
        ended.shows("Cancelled: **every session**") && ended.shows("Joint Pak"),
        "bob's is still there: {}",
        ended.text()
    );
    let _running = d.restart(running, DUE).await;
    d.message("news", "Reminder: Joint Pak").await;
    assert_eq!(letters(&d, "general").len(), 0);
}

#[tokio::test]
async fn the_sessions_to_choose_from_are_offered_and_all_of_them() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    harbour::load(&running.setup);
    let typed = [("session", "")];
    let offered = d.autocomplete("mona", "general", "remind", &typed).await;
    assert_eq!(offered.choices[0].1, "all");
    assert!(offered.choices[0].0.contains("Every session"));
    let typed = [("article", "harbour"), ("session", "")];
    let of_one = d.autocomplete("mona", "general", "remind", &typed).await;
    assert!(
        of_one.choices[0].0.contains("weighs"),
        "{:?}",
        of_one.choices
    );
    assert_eq!(of_one.choices.len(), 2);
    let which = d.slash("mona", "general", "remind", &[]).await;
    assert!(which.shows("2 sessions to choose from"), "{}", which.text());
    let label = which.buttons()[1].label.clone();
    let set = d.click("mona", &which, &label).await;
    assert!(set.shows("Quay vote"), "{}", set.text());
    let of_one = [("session", "all"), ("article", "harbour")];
    let set = d.slash("mona", "general", "remind", &of_one).await;
    assert!(
        set.shows("every session") && set.shows("2 reminders of 1 session"),
        "{}",
        set.text()
    );
}

fn instant(text: &str) -> String {
    let at: DateTime<Utc> = text.parse().expect("a moment");
    format!("<t:{}:F>", at.timestamp())
}

#[tokio::test]
async fn a_move_is_told_once_with_the_old_and_the_new_time_in_the_readers_own_zone() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    harbour::load(&running.setup);
    let all = [("session", "all"), ("before", "1d")];
    d.slash("mona", "general", "remind", &all).await;
    let quay = [("session", "quay"), ("before", "2h")];
    for user in ["alice", "bob"] {
        d.slash(user, "general", "remind", &quay).await;
    }
    let own = [("session", "all"), ("where", "dm")];
    d.slash("hana", "news", "remind", &own).await;
    harbour::load_with(&running.setup, "2025-10-15T11:30");
    for channel in ["general", "@hana"] {
        let told = text(&d.message(channel, "Moved: Quay vote").await.wire);
        let old = told.find(&instant("2025-10-14T08:00:00Z"));
        let new = told.find(&instant("2025-10-15T09:30:00Z"));
        assert!(old.is_some() && old < new, "{told}");
        assert_eq!(letters(&d, channel).len(), 1);
    }
    assert_eq!(letters(&d, "news").len(), 0);
    let list = d.slash("mona", "general", "reminders", &[]).await;
    assert!(
        list.shows(&instant("2025-10-14T09:30:00Z")),
        "{}",
        list.text()
    );
}

#[tokio::test]
async fn a_standing_reminder_counts_as_one_of_those_that_a_member_may_have() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    harbour::load(&running.setup);
    for first in (1..=50).step_by(5) {
        let times: Vec<String> = (first..first + 5).map(|n| format!("{n}h")).collect();
        let options = [("session", "quay"), ("before", &times.join(",")[..])];
        let set = d.slash("alice", "general", "remind", &options).await;
        assert!(set.shows("Reminder set"), "{}", set.text());
    }
    let all = [("session", "all"), ("where", "dm")];
    let refused = d.slash("alice", "general", "remind", &all).await;
    assert!(
        refused.shows("50 are the most there can be"),
        "{}",
        refused.text()
    );
    let list = d.slash("alice", "general", "reminders", &[]).await;
    let label = list.buttons()[0].label.clone();
    d.click("alice", &list, &label).await;
    let set = d.slash("alice", "general", "remind", &all).await;
    assert!(set.shows("every session"), "{}", set.text());
}
