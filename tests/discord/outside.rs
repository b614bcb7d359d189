//! The bot as it runs for members: towards discord.com, through TLS, with serenity's rate limiter on.

use crate::local::Discord;
use crate::local::fault::{Fault, POST};

#[tokio::test]
async fn the_bot_answers_and_reminds_on_the_way_that_members_use() {
    let d = Discord::start().await;
    let tunnel = d.tunnel().await;
    let bot = d.start_bot(tunnel.through(d.bot())).await;
    let koofi = d
        .slash("alice", "general", "quote", &[("person", "koofi")])
        .await;
    assert!(koofi.shows("craft what is good for us"), "{}", koofi.text());
    let set = [("session", "joint pak"), ("before", "start")];
    let set = d.slash("alice", "general", "remind", &set).await;
    assert!(set.shows("on its day"), "{}", set.text());
    // The limiter waits as told, and the reminder is there once.
    d.fault(POST, Fault::busy(0.05));
    let _bot = d.restart(bot, "2025-09-30T14:00:01+05:00").await;
    d.message("general", "Reminder: Joint Pak").await;
    d.faults_struck().await;
    let sent = d.requested(POST, 2).await;
    assert_eq!(
        sent.iter().map(|r| r.status).collect::<Vec<_>>(),
        [429, 200]
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let d = Discord::start().await;
    let tunnel = d.tunnel().await;
    let setup = tunnel.through(d.bot()).without("SSL_CERT_FILE");
    let ended = setup.spawn().ended().await;
    assert_eq!(ended.code, Some(4), "{}", ended.log);
    assert!(ended.log.contains("certificate"), "{}", ended.log);
}
