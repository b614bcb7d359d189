//! The command line and the settings: help, exit codes, and what is said of what is wrong or missing.

use std::net::TcpListener;

use crate::home::Home;

#[test]
fn every_subcommand_has_help_with_an_example() {
    let home = Home::new();
    for name in [
        "run", "console", "parse", "load", "doctor", "health", "invite", "backup", "export",
    ] {
        let help = home.run(&[name, "--help"]);
        assert_eq!(help.code, 0, "{name}");
        let example = help.output.split_once("Examples:").map(|(_, after)| after);
        assert!(
            example.is_some_and(|example| example.contains(&format!("newsdesk {name}"))
                || example.contains(&format!(" {name} "))),
            "{name}: {}",
            help.output
        );
    }
    let help = home.run(&["--help"]);
    for code in ["0  ", "1  ", "2  ", "3  ", "4  "] {
        assert!(help.output.contains(&format!("\n  {code}")), "{help:?}");
    }
}

#[test]
fn a_wrong_command_line_ends_with_two() {
    let home = Home::new();
    for arguments in [
        &["serve"][..],
        &["load"],
        &["console", "--now"],
        &["--colour"],
    ] {
        assert_eq!(home.run(arguments).code, 2, "{arguments:?}");
    }
    let done = home.run(&["console", "--now", "tomorrow"]);
    assert_eq!(done.code, 2);
    assert_eq!(
        done.errors,
        "newsdesk: --now: “tomorrow” is no moment: write one like 2025-09-29T09:00:00+05:00.\n"
    );
}

#[test]
fn a_wrong_setting_is_one_sentence_with_its_place() {
    let home = Home::new();
    let file = home.write("newsdesk.toml", "\n[log]\nlevle = \"info\"\n");
    let done = home.run(&["--config", &file]);
    assert_eq!((done.code, done.output.as_str()), (2, ""));
    assert_eq!(
        done.errors,
        format!("newsdesk: {file}, line 3: there is no setting “log.levle”; did you mean level?\n")
    );
    let doctor = home.run(&["doctor", "--config", &file]);
    assert_eq!(doctor.code, 2);
    assert!(doctor.output.starts_with("FIX   settings"), "{doctor:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn the_settings_file_is_found_in_the_folder_for_settings() {
    let home = Home::new();
    home.write(".config/newsdesk/newsdesk.toml", "store = \"mine.db\"\n");
    home.pipe(&[], "/help\n");
    assert!(home.path(".config/newsdesk/mine.db").exists());
}

#[test]
fn without_a_token_run_says_what_to_set() {
    let home = Home::new();
    let done = home.run(&["run"]);
    assert_eq!(done.code, 2);
    assert!(done.errors.contains("DISCORD_TOKEN"), "{done:?}");
}

#[test]
fn where_discord_cannot_be_reached_it_says_so_and_never_shows_the_token() {
    let home = Home::new();
    let closed = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let api = format!("http://{}", closed.local_addr().expect("has an address"));
    drop(closed);
    let token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gaaaaa.not-a-secret";
    let environment = [("DISCORD_TOKEN", token), ("NEWSDESK_DISCORD_API", &api)];
    let done = home.with(&environment, &["doctor"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.output.contains("\nFIX   discord"), "{done:?}");
    assert!(!format!("{done:?}").contains("not-a-secret"), "{done:?}");
}

#[test]
fn the_invite_link_comes_from_the_token_or_the_number() {
    let home = Home::new();
    let done = home.run(&["invite", "--application", "1042"]);
    assert_eq!(done.code, 0);
    assert!(done.output.starts_with(
        "https://discord.com/oauth2/authorize?client_id=1042&scope=bot+applications.commands&permissions=117760\n"
    ));
    assert_eq!(home.run(&["invite"]).code, 2);
}

#[test]
fn a_fresh_machine_has_nothing_to_fix() {
    let home = Home::new();
    let done = home.run(&["doctor"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(!done.output.contains("FIX"), "{done:?}");
    home.pipe(&[], "/help\n");
    let done = home.run(&["doctor"]);
    assert!(done.output.contains("ok    store"), "{done:?}");
}
