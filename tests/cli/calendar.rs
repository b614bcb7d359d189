//! Calendar files: written to a file or a pipe, the same on another machine, and as text in JSON.

use crate::VOTE;
use crate::home::Home;

#[test]
fn the_sessions_are_a_calendar_file_that_stays_the_same() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    home.run(&["load", &file]);
    let printed = home.run(&["export", "--ics"]);
    assert_eq!((printed.code, printed.errors.as_str()), (0, ""));
    let ics = &printed.output;
    assert!(ics.starts_with("BEGIN:VCALENDAR\r\n") && ics.ends_with("END:VCALENDAR\r\n"));
    for line in [
        "SUMMARY:Harbour vote",
        "DTSTART:20260319T170000Z",
        "LOCATION:Town Hall\\, Lindholm",
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
    ] {
        assert!(ics.contains(&format!("\r\n{line}\r\n")), "{line}: {ics}");
    }
    assert!(!ics.contains("Dredging"), "of it only the month is known");
    let written = home.run(&["export", "--ics", "sessions.ics"]);
    assert_eq!(written.code, 0, "{written:?}");
    assert!(
        written.output.starts_with("sessions.ics has "),
        "{written:?}"
    );
    let read = std::fs::read_to_string(home.path("sessions.ics")).expect("is there");
    assert_eq!(read, *ics);
    // On another machine, from an export, it is the same to the byte.
    let export = home.run(&["export"]);
    let exported = home.write("export.json", &export.output);
    let new = home.path("new.db").display().to_string();
    home.run(&["--store", &new, "load", &exported]);
    let there = home.run(&["--store", &new, "export", "--ics"]);
    assert_eq!(there.output, *ics);
    let nowhere = home.run(&["export", "--ics", "no/folder/sessions.ics"]);
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere
            .errors
            .contains("no/folder/sessions.ics cannot be written"),
        "{nowhere:?}"
    );
}

#[test]
fn a_calendar_file_stands_in_json_as_its_text() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    home.run(&["load", &file]);
    let now = ["console", "--json", "--now", "2026-03-13T09:00:00+01:00"];
    let done = home.pipe(&now, "/sessions\n/timeline\n");
    let lines: Vec<serde_json::Value> = done
        .output
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let file = &lines[0]["files"][0];
    assert_eq!(file["name"], "sessions.ics");
    let text = file["text"].as_str().expect("a text");
    assert!(text.contains("SUMMARY:Harbour vote\r\n"), "{text}");
    let said = file["description"].as_str().expect("words");
    assert!(said.ends_with("Harbour vote, 19 Mar 2026"), "{said}");
    assert!(lines[1]["files"][0]["text"].is_null(), "a picture has none");
}
