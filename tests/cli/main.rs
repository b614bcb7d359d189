//! The program as a person and a script meet it: what it prints, and how it ends.

mod calendar;
#[path = "../folder/mod.rs"]
mod folder;
mod golden;
mod home;
mod keeping;
mod trouble;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;

use home::Home;

/// A parsed article, one of those of the golden transcripts.
const VOTE: &str = include_str!("../golden/console/articles/harbour-vote.json");

#[test]
fn the_two_commands_of_the_readme_answer_from_the_seeds() {
    let home = Home::new();
    let done = home.pipe(&[], "/summary\n/quote koofi\n");
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(done.errors, "");
    assert!(done.output.contains("Oxus, 29 Sep 2025"), "{done:?}");
    assert!(done.output.contains("Fawzia Koofi"), "{done:?}");
    assert!(!done.output.contains('\u{1b}'), "colours in a pipe");
}

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
fn a_wrong_line_gets_one_sentence_and_the_next_is_answered() {
    let home = Home::new();
    let done = home.pipe(&[], "/qoute koofi\n\n/quote person:\u{fffd}: \nhelp\n");
    assert_eq!(done.code, 1, "{done:?}");
    assert!(
        done.output
            .starts_with("There is no command /qoute: did you mean /quote?")
    );
    assert!(done.output.contains("/summary"), "{done:?}");
    let mut bytes = b"/summary \xff\n".to_vec();
    bytes.extend(b"/help\nquit\n/summary\n");
    let done = home.bytes(&[], &bytes);
    assert!(done.output.contains("/summary"), "{done:?}");
}

#[test]
fn json_is_one_answer_a_line() {
    let home = Home::new();
    let done = home.pipe(
        &["console", "--json"],
        "/summary\n/quote koofi\nnonsense\n/timeline\nmore\n",
    );
    assert_eq!(done.code, 1);
    let lines: Vec<serde_json::Value> = done
        .output
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["tone"], "tells");
    assert!(lines[1]["entries"][0]["sources"][0]["label"].is_string());
    assert_eq!(lines[2]["tone"], "problem");
}

#[test]
fn a_bad_seed_is_named_and_the_others_load() {
    let home = Home::new();
    let seeds = home.path("seeds");
    home.write("seeds/harbour.json", VOTE);
    let bad = VOTE
        .replace("harbour-vote\"", "harbour-again\"")
        .replace("\"direct\"", "\"loud\"");
    home.write("seeds/loud.json", &bad);
    let file = home.write(
        "newsdesk.toml",
        &format!("seeds = {:?}\n", seeds.display().to_string()),
    );
    let done = home.pipe(&["--config", &file], "/quote mara lind\n");
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.output.contains("We will not bring a ship"), "{done:?}");
    assert!(
        done.errors.contains("loud.json, line ") && done.errors.contains("quotes[0].kind"),
        "{done:?}"
    );
}

#[test]
fn load_says_what_it_took_and_goes_on_after_a_bad_file() {
    let home = Home::new();
    let good = home.write("harbour.json", VOTE);
    let bad = home.write("bad.json", &VOTE.replace("2026-03-19T18:00", "soon"));
    let none = home.path("none.json").display().to_string();
    let done = home.run(&["load", &bad, &none, &good]);
    assert_eq!(done.code, 1);
    assert_eq!(
        done.output,
        format!(
            "{good}: “Lindholm council puts off harbour vote after pilots walk out” (harbour-vote) is new: 4 summary lines, 6 events, 5 quotes, 2 sessions.\n"
        )
    );
    assert!(
        done.errors
            .contains("bad.json, line 37, sessions[0].starts: “soon”"),
        "{done:?}"
    );
    assert!(done.errors.contains("none.json cannot be read"), "{done:?}");
    let again = home.run(&["load", &good]);
    assert_eq!(again.code, 0);
    assert!(again.output.contains("was there, the same"), "{again:?}");
}

#[test]
fn an_article_that_a_seed_would_replace_is_refused() {
    let home = Home::new();
    let seed = include_str!("../../seeds/islamabad-dialogue.json");
    let same = home.write("same.json", seed);
    assert_eq!(home.run(&["load", &same]).code, 0);
    let title = "\"title\": \"";
    let changed = seed.replacen(title, &format!("{title}Corrected: "), 1);
    let changed = home.write("changed.json", &changed);
    let done = home.run(&["load", &changed]);
    assert_eq!(done.code, 1);
    assert!(done.errors.contains("is the id of a seed"), "{done:?}");
}

#[test]
fn what_is_loaded_for_one_server_the_others_do_not_see() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    assert_eq!(home.run(&["load", "--server", "1042", &file]).code, 0);
    let done = home.pipe(&["console", "--json"], "/quote lind\n");
    assert!(!done.output.contains("We will not bring"), "{done:?}");
}

#[test]
fn a_raw_article_is_taken_apart_and_loaded() {
    let home = Home::new();
    let file = home.write(
        "tram.txt",
        "Tram returns to Varnes\n\nThe tram to Varnes runs again on Sunday, the company said on Friday.\n",
    );
    let done = home.run(&[
        "load",
        "--published",
        "2026-03-13",
        "--source",
        "Island Post",
        &file,
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.output.contains("“Tram returns to Varnes”"), "{done:?}");
    let other = home.write("tram.pdf", "%PDF");
    let done = home.run(&["load", &other]);
    assert_eq!(done.code, 1);
    assert!(done.errors.contains("only .json, .txt and .md"), "{done:?}");
}

#[test]
fn a_file_that_is_no_store_is_refused_with_the_fix() {
    let home = Home::new();
    let file = home.write("notes.db", "Dear diary, this is no database at all.\n");
    let done = home.pipe(&["--store", &file], "/help\n");
    assert_eq!(done.code, 1);
    assert!(done.errors.contains(&file), "{done:?}");
    assert_eq!(done.errors.lines().count(), 1, "{done:?}");
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

#[test]
fn now_moves_the_clock_and_a_reminder_falls_due_before_the_next_line() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    home.run(&["load", &file]);
    let set = home.pipe(
        &["console", "--now", "2026-03-18T12:00:00+01:00"],
        "/remind harbour vote before:1h\n",
    );
    assert_eq!(set.code, 0, "{set:?}");
    let due = home.pipe(
        &["console", "--now", "2026-03-19T17:00:30+01:00"],
        "/reminders\n",
    );
    assert!(due.output.contains("Reminder: Harbour vote"), "{due:?}");
    let again = home.pipe(
        &["console", "--now", "2026-03-19T17:01:00+01:00"],
        "/reminders\n",
    );
    assert!(
        !again.output.contains("Reminder: Harbour vote"),
        "{again:?}"
    );
}

#[test]
fn a_standing_reminder_is_told_in_the_console_of_what_another_process_loads() {
    let home = Home::new();
    let set = home.pipe(
        &["console", "--now", "2026-03-18T12:00:00+01:00"],
        "/remind all before:1h\n",
    );
    assert!(set.output.contains("every session"), "{set:?}");
    let file = home.write("harbour.json", VOTE);
    let loaded = home.run(&["load", "--now", "2026-03-18T13:00:00+01:00", &file]);
    assert_eq!(loaded.code, 0, "{loaded:?}");
    let exported = home.run(&["export"]);
    let exported: serde_json::Value =
        serde_json::from_str(&exported.output).expect("export prints JSON");
    let standing = &exported["servers"][0]["standing"][0];
    assert_eq!(standing["before"], serde_json::json!(["1h"]), "{standing}");
    assert_eq!(standing["target"], "console");
    let due = home.pipe(
        &["console", "--now", "2026-03-19T17:00:30+01:00"],
        "/reminders\n",
    );
    assert!(due.output.contains("Reminder: Harbour vote"), "{due:?}");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let home = Home::new();
    let mut child = home.spawn(&["console", "--json"]);
    let mut input = child.stdin.take().expect("is piped");
    let mut output = BufReader::new(child.stdout.take().expect("is piped"));
    input.write_all(b"/summary\n").expect("is read");
    let mut line = String::new();
    output.read_line(&mut line).expect("is written");
    drop(output);
    for _ in 0..100 {
        // Once the program has ended, its input is closed.
        if input.write_all(b"/summary\n").is_err() {
            break;
        }
    }
    drop(input);
    let mut errors = String::new();
    let mut stderr = child.stderr.take().expect("is piped");
    stderr.read_to_string(&mut errors).expect("is text");
    let status = child.wait().expect("ends");
    assert_eq!((status.code(), errors.as_str()), (Some(0), ""));
}

#[test]
#[cfg(unix)]
fn a_reader_that_leaves_parse_is_no_failure() {
    let home = Home::new();
    let line = "{\"text\":\"The ferry sails again on Sunday, the company said on Friday.\"}\n";
    home.write("articles.jsonl", &line.repeat(2000));
    for jobs in ["1", "2"] {
        let done = home.shell(&format!(
            "{{ \"$0\" parse --lines --jobs {jobs} articles.jsonl; echo $? >&2; }} | head -n 1"
        ));
        assert_eq!(done.output.lines().count(), 1, "{done:?}");
        assert_eq!(done.errors, "0\n");
    }
}

#[test]
fn two_times_before_that_come_to_one_instant_are_one_reminder() {
    let home = Home::new();
    let at = ["console", "--now", "2025-09-28T09:00:00+05:00"];
    home.pipe(&at, "/remind joint pak before:2h\n");
    let again = home.pipe(&at, "/remind joint pak before:start\n");
    assert!(again.output.contains("was set already"), "{again:?}");
    let listed = home.pipe(&at, "/reminders\n");
    assert_eq!(listed.output.matches("Cancel").count(), 1, "{listed:?}");
}
