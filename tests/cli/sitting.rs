//! The console in a pipe: its answers, its clock and its end.

use std::io::{BufRead, BufReader, Read, Write};

use crate::VOTE;
use crate::home::Home;

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
fn two_times_before_that_come_to_one_instant_are_one_reminder() {
    let home = Home::new();
    let at = ["console", "--now", "2025-09-28T09:00:00+05:00"];
    home.pipe(&at, "/remind joint pak before:2h\n");
    let again = home.pipe(&at, "/remind joint pak before:start\n");
    assert!(again.output.contains("was set already"), "{again:?}");
    let listed = home.pipe(&at, "/reminders\n");
    assert_eq!(listed.output.matches("Cancel").count(), 1, "{listed:?}");
}
