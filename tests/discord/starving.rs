//! The real binary on a store that cannot be written: one sentence, and every reminder once when it can.

use std::fs;

use crate::local::Discord;
use crate::local::bot::{Bot, Setup};
use crate::local::fault::POST;
use crate::local::reply::text;
use crate::moments::{DUE, EARLY, LATER};

const MEMBERS: [&str; 8] = ["ann", "ben", "cal", "dan", "eve", "fay", "gil", "hal"];

/// A store with a reminder of each member, all in one channel and due at the same time.
async fn set(d: &Discord) -> Setup {
    let bot = d.start_bot(d.bot().now(EARLY)).await;
    d.slash("mona", "general", "settings", &[("timezone", "Karachi")])
        .await;
    for member in MEMBERS {
        let options = [("session", "joint pak"), ("before", "1d")];
        let reply = d.slash(member, "general", "remind", &options).await;
        assert!(reply.shows("1d before"), "{}", reply.text());
    }
    bot.terminate().await;
    bot.setup.clone()
}

/// Starts it well again, and counts what stands there when all has come.
async fn well(d: &Discord, setup: &Setup) -> (Bot, usize) {
    d.forget_nonces();
    let bot = d.start_bot(setup.clone().now(LATER)).await;
    d.hub
        .until("all reminders", |w| {
            let standing = w.messages.iter().filter(|m| m.only.is_none());
            (standing.count() >= MEMBERS.len()).then_some(())
        })
        .await;
    bot.terminate().await;
    let standing = d.messages("general");
    let reminders = standing
        .iter()
        .filter(|m| text(&m.wire).contains("Reminder: Joint Pak"));
    let count = reminders.count();
    (bot, count)
}

#[tokio::test]
async fn a_full_disk_is_said_once_and_each_reminder_comes_once() {
    let d = Discord::start().await;
    let setup = set(&d).await;
    // Room for a claim and little more in the write-ahead log.
    let full = setup.clone().full_after(40).now(DUE);
    let bot = d.start_bot(full).await;
    d.requested(POST, 1).await;
    let ended = bot.terminate().await;
    let said = ended.log.matches("reminders wait for the store").count();
    assert_eq!(said, 1, "{}", ended.log);
    assert!(ended.log.contains("its disk"), "{}", ended.log);
    assert!(d.messages("general").len() < MEMBERS.len());
    let (_bot, reminders) = well(&d, &setup).await;
    assert_eq!(reminders, MEMBERS.len());
}

#[tokio::test]
async fn a_read_only_file_is_refused_and_each_reminder_comes_once() {
    let d = Discord::start().await;
    let setup = set(&d).await;
    let file = setup.store();
    let writable = |writable: bool| {
        let mut rights = fs::metadata(&file).expect("there").permissions();
        rights.set_readonly(true);
        if writable {
            std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o600);
        }
        fs::set_permissions(&file, rights).expect("set");
    };
    writable(false);
    let ended = setup.clone().now(DUE).spawn().ended().await;
    assert_eq!(ended.code, Some(1), "{}", ended.log);
    assert!(
        ended.log.contains("newsdesk.db") && ended.log.contains("make this one writable"),
        "{}",
        ended.log
    );
    writable(true);
    let (_bot, reminders) = well(&d, &setup).await;
    assert_eq!(reminders, MEMBERS.len());
}
