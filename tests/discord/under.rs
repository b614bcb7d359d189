//! What stands under a reminder, and the command on messages: snooze, done, remind me.

use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{Carrier, Store};
use rusqlite::Connection;
use serde_json::json;

use crate::harbour;
use crate::local::Discord;
use crate::local::fault::{Fault, POST, READ};
use crate::local::reply::{Kind, buttons, text};
use crate::local::world::Message;
use crate::moments::DUE;
use crate::reminding::{bot, letters, remind};

fn labels(message: &Message) -> Vec<String> {
    let seen = buttons(&message.wire).into_iter();
    seen.map(|button| button.label).collect()
}

#[tokio::test]
async fn a_snoozed_reminder_comes_once_more_to_the_one_who_pressed() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let running = d.restart(running, DUE).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    let first = d.press("bob", came.id, "Snooze 1 h").await;
    assert!(
        first.kind == Kind::Message && first.private && first.shows("your direct messages"),
        "{}",
        first.text()
    );
    let again = d.press("bob", came.id, "Snooze 10 min").await;
    assert!(again.shows("snoozed already"), "{}", again.text());
    let list = d.slash("bob", "general", "reminders", &[]).await;
    assert!(
        list.offers("Cancel snoozed: Joint Pak-Afghan Session"),
        "{:?}",
        list.buttons()
    );
    // It survives the restart, and comes once, to bob alone.
    let running = d.restart(running, "2025-09-29T09:11:00+05:00").await;
    let own = d.message("@bob", "Reminder: Joint Pak").await;
    assert!(!labels(&own).contains(&"Remind me".to_owned()));
    let more = d.press("bob", own.id, "Snooze 10 min").await;
    assert!(more.shows("Snoozed: "), "{}", more.text());
    let gone = d.click("bob", &more, "Cancel").await;
    assert!(gone.shows("Cancelled: "), "{}", gone.text());
    let other = d.press("hana", came.id, "Snooze 1 h").await;
    assert!(other.shows("Snoozed: "), "{}", other.text());
    let _running = d.restart(running, "2025-09-29T10:16:00+05:00").await;
    d.message("@hana", "Reminder: Joint Pak").await;
    assert_eq!(letters(&d, "@bob").len(), 1);
    assert_eq!(letters(&d, "general").len(), 1);
}

#[tokio::test]
async fn a_snooze_of_a_reminder_that_is_gone_is_told_in_one_sentence() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let _running = d.restart(running, DUE).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    let shown = d.slash("alice", "general", "privacy", &[]).await;
    let sure = d.click("alice", &shown, "Delete it").await;
    d.click("alice", &sure, "Delete").await;
    for button in ["Snooze 10 min", "Done"] {
        let told = d.press("alice", came.id, button).await;
        assert!(
            told.private && told.shows("no longer keeps that reminder"),
            "{button}: {}",
            told.text()
        );
    }
}

#[tokio::test]
async fn a_reminder_is_closed_in_its_place_by_the_one_who_set_it_or_a_manager() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let own = [("timezone", "Asia/Karachi")];
    d.slash("hana", "@hana", "settings", &own).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    remind(&d, "alice", "news", &[("before", "1d")]).await;
    remind(&d, "hana", "@hana", &[("before", "1d")]).await;
    let running = d.restart(running, DUE).await;
    let general = d.message("general", "Reminder: Joint Pak").await;
    let news = d.message("news", "Reminder: Joint Pak").await;
    let direct = d.message("@hana", "Reminder: Joint Pak").await;
    let refused = d.press("bob", general.id, "Done").await;
    assert_eq!((refused.kind, refused.private), (Kind::Message, true));
    assert!(
        refused.shows("Only the one who set this reminder, or a manager"),
        "{}",
        refused.text()
    );
    // What stands under it works after a restart too.
    running.terminate().await;
    let setup = running.setup.clone().now("2025-09-29T09:05:00+05:00");
    let _running = d.start_bot(setup).await;
    d.press("hana", direct.id, "Snooze 10 min").await;
    for (user, message) in [("alice", &general), ("mona", &news), ("hana", &direct)] {
        assert!(labels(message).contains(&"Done".to_owned()));
        let done = d.press(user, message.id, "Done").await;
        assert_eq!(done.kind, Kind::Update, "{}", done.text());
        assert_eq!(done.message, Some(message.id));
        assert!(
            done.shows("Done: Joint Pak") && done.shows("Closed by <@"),
            "{}",
            done.text()
        );
        assert!(done.offers("Summary") && !done.offers("Done") && !done.offers("Snooze 1 h"));
    }
    let list = d.slash("hana", "@hana", "reminders", &[]).await;
    assert!(
        list.shows("None is set"),
        "what is done is not snoozed: {}",
        list.text()
    );
}

#[tokio::test]
async fn a_reminder_that_was_closed_is_found_again_while_it_is_in_doubt() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    // It stands there, and the bot never hears of it.
    d.fault(POST, Fault::drop_after());
    let running = d.restart(running, DUE).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    let done = d.press("alice", came.id, "Done").await;
    assert!(done.shows("Done: Joint Pak"), "{}", done.text());
    running.kill().await;
    d.forget_nonces();
    let setup = running.setup.clone().now("2025-09-29T09:30:00+05:00");
    let running = d.start_bot(setup).await;
    d.requested(READ, 1).await;
    running.terminate().await;
    let store = SqliteStore::open(&running.setup.store()).expect("opens");
    let left = store.next_due(Carrier::Discord).expect("asked");
    assert_eq!(left, None, "it was found:\n{}", running.log());
    assert_eq!(d.messages("general").len(), 1);
}

#[tokio::test]
async fn whoever_reads_a_reminder_in_a_channel_may_be_reminded_too() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let running = d.restart(running, DUE).await;
    let came = d.message("general", "Reminder: Joint Pak").await;
    let too = d.press("bob", came.id, "Remind me").await;
    assert!(
        too.private && too.shows("your direct messages") && too.shows("on its day"),
        "{}",
        too.text()
    );
    let _running = d.restart(running, "2025-09-30T09:00:01+05:00").await;
    d.message("@bob", "Reminder: Joint Pak").await;
    assert_eq!(letters(&d, "general").len(), 1);
}

#[tokio::test]
async fn remind_me_works_on_every_briefing() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    for (name, options) in [
        ("summary", &[][..]),
        ("timeline", &[("article", "islamabad")]),
        ("timeline", &[]),
        ("sessions", &[]),
        ("quote", &[("person", "koofi")]),
        ("quote", &[("about", "trust")]),
        ("quote", &[("article", "islamabad")]),
    ] {
        let briefing = d.slash("alice", "general", name, options).await;
        let message = briefing.message.expect("a message");
        let set = d.on_message("bob", "Remind me", message).await;
        assert!(
            set.private && set.shows("your direct messages") && set.shows("Joint Pak"),
            "/{name} {options:?}: {}",
            set.text()
        );
    }
    // Of several sessions one chooses, or all.
    harbour::load(&running.setup);
    let briefing = d.slash("alice", "general", "sessions", &[]).await;
    let message = briefing.message.expect("a message");
    let which = d.on_message("hana", "Remind me", message).await;
    assert!(
        which.private && which.shows("2 sessions to choose from"),
        "{}",
        which.text()
    );
    let label = which.buttons()[1].label.clone();
    let one = d.click("hana", &which, &label).await;
    assert!(
        one.shows("your direct messages") && one.shows("Quay vote"),
        "{}",
        one.text()
    );
    let all = d
        .click("hana", &which, "Every session, and those that come later")
        .await;
    assert!(
        all.shows("every session") && all.shows("your direct messages"),
        "{}",
        all.text()
    );
    let running = d.restart(running, DUE).await;
    let came = d.message("@bob", "Reminder: Joint Pak").await;
    let on_letter = d.on_message("bob", "Remind me", came.id).await;
    assert!(on_letter.shows("on its day"), "{}", on_letter.text());
    // When the usual times are over, what is left is its start; then nothing is.
    let summary = [("article", "harbour")];
    let _running = d.restart(running, "2025-10-14T09:30:00+02:00").await;
    let briefing = d.slash("alice", "general", "summary", &summary).await;
    let message = briefing.message.expect("a message");
    let late = d.on_message("carol", "Remind me", message).await;
    assert!(late.shows("at its start"), "{}", late.text());
}

#[tokio::test]
async fn on_another_message_remind_me_says_what_it_works_on() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    let button = |kind: u64| {
        json!({"content": "hello", "components": [{"type": 1, "components": [
            {"type": kind, "style": 1, "label": "Vote", "custom_id": "vote:7"}]}]})
    };
    // The last has a part in a row that no client of today knows.
    for body in [json!({"content": "hello"}), button(2), button(99)] {
        let message = d.say("hana", "general", &body);
        let told = d.on_message("bob", "Remind me", message).await;
        assert!(
            told.private && told.shows("works on what Newsdesk posts"),
            "{body}: {}",
            told.text()
        );
    }
    let briefing = d.slash("alice", "general", "summary", &[]).await;
    let _running = d.restart(running, "2025-10-05T09:00:00+05:00").await;
    let message = briefing.message.expect("a message");
    let over = d.on_message("bob", "Remind me", message).await;
    assert!(over.shows("No session in this message"), "{}", over.text());
}

#[tokio::test]
async fn what_goes_wrong_late_leaves_the_message_as_it_is() {
    let d = Discord::start().await;
    let running = bot(&d).await;
    remind(&d, "alice", "general", &[("before", "1d")]).await;
    let list = d.slash("alice", "general", "reminders", &[]).await;
    let label = list.buttons()[0].label.clone();
    // While another process writes, both presses are put off; then the second finds nothing to cancel.
    let store = Connection::open(running.setup.store()).expect("opens");
    store.execute_batch("BEGIN IMMEDIATE").expect("is free");
    let put_off = d.hub.until("both presses to be put off", |w| {
        let waits = |deed: &&crate::local::world::Interaction| {
            deed.kind == 3 && deed.first.is_some_and(|(kind, _)| kind == 6)
        };
        (w.interactions.values().filter(waits).count() == 2).then_some(())
    });
    let free = async {
        put_off.await;
        store.execute_batch("ROLLBACK").expect("ends");
    };
    let (first, second, ()) = tokio::join!(
        d.click("alice", &list, &label),
        d.click("alice", &list, &label),
        free
    );
    for reply in [&first, &second] {
        assert_eq!(reply.kind, Kind::DeferredUpdate);
    }
    let aside: Vec<String> = d.hub.with(|w| {
        let private = w.messages.iter().filter(|m| m.only.is_some());
        private.map(|m| text(&m.wire)).collect()
    });
    let told = |words: &str| aside.iter().filter(|text| text.contains(words)).count();
    assert_eq!(told("Cancelled: "), 1, "{aside:?}");
    assert_eq!(told("no longer set"), 1, "{aside:?}");
}
