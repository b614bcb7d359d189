//! Every command, what is offered while typing, and what is under the answers.

use crate::harbour;
use crate::local::Discord;
use crate::local::reply::{Kind, Reply};

async fn ask(d: &Discord, name: &str, options: &[(&str, &str)]) -> Reply {
    let reply = d.slash("alice", "general", name, options).await;
    assert_eq!(reply.kind, Kind::Message, "/{name}: answers at once");
    reply
}

#[tokio::test]
async fn every_command_answers_at_once_and_within_the_limits() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    for (name, options, shows) in [
        ("summary", &[][..], "Islamabad"),
        ("summary", &[("length", "full")], "Women for Afghanistan"),
        ("timeline", &[], "2021"),
        ("timeline", &[("about", "railway")], "railway"),
        ("quote", &[("person", "koofi")], "craft what is good for us"),
        ("quote", &[("person", "kofi")], "Fawzia Koofi"),
        ("quote", &[], "quoted most"),
        ("people", &[], "Zalmay Khalilzad"),
        ("people", &[("person", "Bakhshi")], "human rights defender"),
        ("sessions", &[], "Joint Pak"),
        ("search", &[("words", "trust")], "trust"),
        ("help", &[], "/quote"),
        ("help", &[("command", "remind")], "/remind"),
        ("reminders", &[], "reminders"),
        ("privacy", &[], "keeps"),
    ] {
        let reply = ask(&d, name, options).await;
        assert!(
            reply.shows(shows),
            "/{name} {options:?} shows no {shows:?}:\n{}",
            reply.text()
        );
        assert_eq!(reply.embeds().len(), 1, "/{name}");
        let private = ["reminders", "privacy", "help"].contains(&name);
        assert!(private || !reply.private, "/{name}");
    }
    let settings = d
        .slash("mona", "general", "settings", &[("timezone", "Kabul")])
        .await;
    assert!(
        settings.private && settings.shows("Asia/Kabul"),
        "{}",
        settings.text()
    );
    assert_eq!(d.intents(), 1, "GUILDS is the only intent");
    let named: Vec<String> = d
        .commands()
        .iter()
        .filter_map(|c| c["name"].as_str().map(str::to_owned))
        .collect();
    // The last is the one on messages.
    assert_eq!(named.len(), 13, "a command without a case here: {named:?}");
}

#[tokio::test]
async fn commands_work_in_direct_messages() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let reply = d
        .slash("alice", "@alice", "quote", &[("person", "koofi")])
        .await;
    assert!(reply.shows("craft what is good for us"));
    let set = d
        .slash("alice", "@alice", "settings", &[("timezone", "Kabul")])
        .await;
    assert!(set.shows("Asia/Kabul"), "{}", set.text());
}

#[tokio::test]
async fn settings_are_shown_to_managers_only() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    assert!(d.sees("mona", "general", "settings"));
    assert!(!d.sees("alice", "general", "settings"));
    assert!(d.sees("alice", "general", "quote"));
}

#[tokio::test]
async fn options_complete_themselves_best_first() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    for (name, typed, first) in [
        ("quote", ("person", "koo"), "Koofi"),
        ("people", ("person", "khal"), "Khalilzad"),
        ("summary", ("article", "opposition"), "opposition figures"),
        ("remind", ("session", "joint"), "Joint Pak-Afghan Session"),
    ] {
        let reply = d.autocomplete("alice", "general", name, &[typed]).await;
        assert_eq!(reply.kind, Kind::Choices);
        let choices = &reply.choices;
        assert!(
            choices
                .first()
                .is_some_and(|(label, _)| label.contains(first)),
            "/{name} {typed:?}: {choices:?}"
        );
    }
    let zones = d
        .autocomplete("mona", "general", "settings", &[("timezone", "kab")])
        .await
        .choices;
    assert!(
        zones
            .first()
            .is_some_and(|(label, _)| label.contains("Kabul")),
        "{zones:?}"
    );
    let all = d
        .autocomplete("alice", "general", "quote", &[("person", "")])
        .await
        .choices;
    assert!((3..=25).contains(&all.len()), "{all:?}");
    let chosen = &all[0].1;
    assert!(ask(&d, "quote", &[("person", chosen)]).await.embeds().len() == 1);
}

#[tokio::test]
async fn a_typo_beyond_repair_offers_names_as_buttons() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let lost = ask(&d, "quote", &[("person", "Zulmey Khallizadeh")]).await;
    let buttons = lost.buttons();
    let label = buttons
        .iter()
        .map(|b| b.label.clone())
        .find(|l| l.contains("Khalilzad"))
        .unwrap_or_else(|| {
            panic!("no name offered: {} {buttons:?}", lost.text());
        });
    let found = d.click("alice", &lost, &label).await;
    assert!(found.shows("unwise"), "{}", found.text());
}

#[tokio::test]
async fn the_buttons_of_a_summary_lead_on() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let summary = ask(&d, "summary", &[]).await;
    for (label, shows) in [
        ("Timeline", "2021"),
        ("Quotes", "unwise"),
        ("Sessions", "Joint Pak"),
    ] {
        let reply = d.click("bob", &summary, label).await;
        assert!(
            reply.private && reply.shows(shows),
            "{label}:\n{}",
            reply.text()
        );
    }
    assert_eq!(
        d.messages("general").len(),
        1,
        "what a button tells one member fills no channel"
    );
}

#[tokio::test]
async fn pages_turn_to_the_end_and_back_and_show_each_quote_once() {
    let d = Discord::start().await;
    let setup = d.bot();
    harbour::load(&setup);
    let _bot = d.start_bot(setup).await;
    let points = |reply: &Reply| -> Vec<usize> {
        let text = reply.text();
        let after = text.split("Point ").skip(1);
        after
            .map(|rest| rest[..2].parse().expect("two digits"))
            .collect()
    };
    let mut page = ask(&d, "quote", &[("person", "lindqvist")]).await;
    let first = points(&page);
    let mut forth = first.clone();
    let mut turns = 0;
    while page.offers("Next ›") {
        page = d.click("alice", &page, "Next ›").await;
        assert_eq!(page.kind, Kind::Update);
        forth.extend(points(&page));
        turns += 1;
    }
    assert!(turns >= 2, "the article is long enough for three pages");
    let mut seen = forth.clone();
    seen.sort_unstable();
    assert_eq!(seen, (1..=harbour::QUOTES).collect::<Vec<_>>());
    let mut back = points(&page);
    while page.offers("‹ Back") {
        page = d.click("alice", &page, "‹ Back").await;
        let mut before = points(&page);
        before.retain(|point| !back.contains(point));
        before.extend(back);
        back = before;
    }
    assert_eq!(back, forth);
    assert!(points(&page).starts_with(&first[..1]));
}

#[tokio::test]
async fn a_page_turns_after_a_restart_and_for_its_asker_only() {
    let d = Discord::start().await;
    let setup = d.bot();
    harbour::load(&setup);
    let bot = d.start_bot(setup).await;
    let page = ask(&d, "quote", &[("person", "lindqvist")]).await;
    let _bot = d.restart(bot, "2025-09-29T12:00:00+05:00").await;
    let other = d.click("bob", &page, "Next ›").await;
    assert_eq!(
        (other.kind, other.private),
        (Kind::Message, true),
        "another's page stays where it is"
    );
    let next = d.click("alice", &page, "Next ›").await;
    assert_eq!(next.kind, Kind::Update);
    assert_eq!(next.text(), other.text());
    assert_ne!(next.text(), page.text());
}

#[tokio::test]
async fn a_button_of_another_version_is_told_in_one_sentence() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let summary = ask(&d, "summary", &[]).await;
    let message = summary.message.expect("a message");
    d.hub.with(|w| {
        let old = w
            .messages
            .iter_mut()
            .find(|m| m.id == message)
            .expect("there");
        old.wire["components"][0]["components"][0]["custom_id"] = "of-long-ago:7".into();
    });
    let reply = d.press("alice", message, "of-long-ago:7").await;
    assert!(
        reply.private && reply.shows("another version"),
        "{}",
        reply.text()
    );
}

#[tokio::test]
async fn nothing_from_outside_pings_or_formats() {
    let d = Discord::start().await;
    let setup = d.bot();
    harbour::load(&setup);
    let _bot = d.start_bot(setup).await;
    let nasty = "@everyone **zz** <@&5>";
    for (name, options) in [
        ("quote", &[("person", "vael")][..]),
        ("search", &[("words", "wall")]),
        ("search", &[("words", nasty)]),
        ("quote", &[("person", nasty)]),
        ("summary", &[("article", "harbour")]),
        ("summary", &[("article", nasty)]),
        ("timeline", &[("about", nasty)]),
        ("sessions", &[]),
        ("people", &[("person", nasty)]),
    ] {
        let reply = ask(&d, name, options).await;
        for sign in harbour::NASTY
            .into_iter()
            .chain(["**zz**", "*weighs*", "](https://elsewhere"])
        {
            assert!(
                !bare(&reply.text(), sign),
                "/{name} {options:?} shows {sign} bare:\n{}",
                reply.text()
            );
        }
        assert!(
            reply.wire["content"]
                .as_str()
                .unwrap_or_default()
                .is_empty(),
            "/{name}"
        );
    }
    let pinged: Vec<String> = d
        .hub
        .with(|w| w.messages.iter().flat_map(|m| m.pings.clone()).collect());
    assert_eq!(pinged, Vec::<String>::new());
}

/// Whether the sign stands there as Discord would read it: without a backslash before it.
fn bare(text: &str, sign: &str) -> bool {
    let mut found = text.match_indices(sign);
    found.any(|(at, _)| !text[..at].ends_with('\\'))
}

#[tokio::test]
async fn a_timeline_has_its_picture_beside_the_list() {
    let d = Discord::start().await;
    let _bot = d.start_bot(d.bot()).await;
    let reply = ask(&d, "timeline", &[]).await;
    assert!(reply.shows("2021"), "the list is there: {}", reply.text());
    let id = reply.message.expect("a message");
    let files = || d.hub.with(|w| w.message_files(id));
    let wait = async {
        // On a slow machine the picture comes as an edit.
        while files().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let came = tokio::time::timeout(std::time::Duration::from_secs(30), wait).await;
    assert!(came.is_ok(), "no picture came");
    assert_eq!(files(), ["timeline.png"]);
    let again = ask(&d, "timeline", &[]).await.message.expect("a message");
    let kept = d.hub.with(|w| w.message_files(again));
    assert_eq!(
        kept,
        ["timeline.png"],
        "a picture that is kept comes with the answer"
    );
    let plain = ask(&d, "quote", &[("person", "koofi")])
        .await
        .message
        .expect("a message");
    assert!(d.hub.with(|w| w.message_files(plain)).is_empty());
}
