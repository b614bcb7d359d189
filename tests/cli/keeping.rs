//! Copies of the store: the whole of it as a file, and as JSON.

use std::io::{BufRead, BufReader, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::VOTE;
use crate::home::Home;

#[test]
fn an_export_is_taken_back_by_load() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    home.run(&["load", "--server", "1042", &file]);
    let export = home.run(&["export"]);
    assert_eq!(export.code, 0, "{export:?}");
    let written = home.write("export.json", &export.output);
    let new = home.path("new.db").display().to_string();
    let loaded = home.run(&["--store", &new, "load", &written]);
    assert_eq!(loaded.code, 0, "{loaded:?}");
    let again = home.run(&["--store", &new, "export"]);
    assert_eq!(again.output, export.output);
    let piped = home.pipe(&["--store", &new, "load", "-"], &export.output);
    assert!(piped.output.contains("was there, the same"), "{piped:?}");
    assert!(export.output.contains("\"server\": 1042"), "{export:?}");
}

#[test]
fn a_session_that_is_gone_moves_with_its_reminder() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    let now = "2026-03-14T12:00:00+01:00";
    home.run(&["load", &file]);
    let set = home.pipe(
        &["console", "--now", now],
        "/settings timezone:Europe/Oslo\n/remind harbour vote before:1h\n",
    );
    assert_eq!(set.code, 0, "{set:?}");
    let mut article: serde_json::Value = serde_json::from_str(VOTE).expect("is JSON");
    article["sessions"] = serde_json::json!([]);
    let file = home.write("harbour.json", &article.to_string());
    assert!(home.run(&["load", &file]).output.contains("is changed"));
    let export = home.run(&["export"]).output;
    assert!(
        export.contains("\"cancelled\"") && export.contains("\"moved\""),
        "{export}"
    );
    let written = home.write("export.json", &export);
    let loaded = home.run(&["--store", "new.db", "load", &written]);
    assert_eq!(loaded.code, 0, "{loaded:?}");
    assert_eq!(home.run(&["--store", "new.db", "export"]).output, export);
    let told = home.pipe(&["--store", "new.db", "console", "--now", now], "/help\n");
    assert!(told.output.contains("Cancelled: Harbour vote"), "{told:?}");
}

#[test]
fn of_a_seed_the_newsdesk_that_loads_has_its_own_edition() {
    let home = Home::new();
    home.pipe(&["console"], "/settings timezone:Asia/Kabul\n");
    let export = home.run(&["export"]).output;
    let title = "Afghan opposition figures meet";
    assert!(export.contains(title), "{export}");
    let older = export.replacen(title, "Opposition figures meet", 1);
    let written = home.write("older.json", &older);
    let loaded = home.run(&["--store", "new.db", "load", &written]);
    assert_eq!(loaded.code, 0, "{loaded:?}");
    assert_eq!(home.run(&["--store", "new.db", "export"]).output, export);
}

#[test]
fn what_an_export_lacks_is_told_and_the_rest_is_taken() {
    let home = Home::new();
    let file = home.write("harbour.json", VOTE);
    home.run(&["load", &file]);
    let typed = "/settings timezone:Europe/Oslo\n/remind harbour vote before:1h\n";
    home.pipe(&["console", "--now", "2026-03-14T12:00:00+01:00"], typed);
    let export = home.run(&["export"]).output;
    let mut read: serde_json::Value = serde_json::from_str(&export).expect("is JSON");
    read["servers"][0]["articles"] = serde_json::json!([]);
    let written = home.write("export.json", &read.to_string());
    let loaded = home.run(&["--store", "new.db", "load", &written]);
    assert_eq!(loaded.code, 1, "{loaded:?}");
    assert!(
        loaded
            .errors
            .contains("its article “harbour-vote” is not in the store; load it first"),
        "{loaded:?}"
    );
    let set = home.pipe(&["--store", "new.db"], "/settings\n");
    assert!(set.output.contains("Europe/Oslo"), "{set:?}");
    let broken = export
        .replace("\"waiting\"", "\"due\"")
        .replace("\"attempts\": 0", "\"attempts\": \"none\"");
    let written = home.write("broken.json", &broken);
    let refused = home.run(&["--store", "third.db", "load", &written]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.errors.contains("broken.json, line ")
            && refused.errors.contains("deliveries[0].attempts"),
        "{refused:?}"
    );
}

#[test]
fn a_backup_is_a_store_and_never_overwrites() {
    let home = Home::new();
    let none = home.run(&["backup", "copy.db"]);
    assert_eq!(none.code, 1);
    assert!(none.errors.contains("there is no store at"), "{none:?}");
    home.pipe(&[], "/help\n");
    let copy = home.path("copy.db").display().to_string();
    let done = home.run(&["backup", &copy]);
    assert_eq!(done.code, 0, "{done:?}");
    let asked = home.pipe(&["--store", &copy], "/quote koofi\n");
    assert_eq!(asked.code, 0, "{asked:?}");
    let nowhere = home.run(&["backup", "no/folder/copy.db"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.errors.contains("cannot be written"), "{nowhere:?}");
    let again = home.run(&["backup", &copy]);
    assert_eq!(again.code, 1);
    assert!(again.errors.contains("is there already"), "{again:?}");
}

#[test]
fn a_backup_replaces_a_file_only_when_told_and_never_the_store() {
    let home = Home::new();
    home.pipe(&["--store", "store.db"], "/help\n");
    let old = home.write("copy.db", "an older copy");
    let done = home.run(&["--store", "store.db", "backup", "--force", &old]);
    assert_eq!(done.code, 0, "{done:?}");
    let asked = home.pipe(&["--store", &old], "/quote koofi\n");
    assert!(asked.output.contains("Fawzia Koofi"), "{asked:?}");
    let itself = home.run(&["--store", "store.db", "backup", "--force", "./store.db"]);
    assert_eq!(itself.code, 1);
    assert!(itself.errors.contains("is the store itself"), "{itself:?}");
}

#[test]
fn a_backup_is_whole_while_another_process_writes() {
    let home = Home::new();
    home.pipe(&["--store", "store.db"], "/settings timezone:Asia/Kabul\n");
    let mut writer = home.spawn(&["--store", "store.db", "console", "--json"]);
    let mut typed = writer.stdin.take().expect("is piped");
    let mut answers = BufReader::new(writer.stdout.take().expect("is piped"));
    let enough = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Every answer is waited for, so that each line was a write of its own.
            let mut answer = String::new();
            for zone in ["Asia/Kabul", "Asia/Karachi"].iter().cycle() {
                if enough.load(Ordering::SeqCst) {
                    break;
                }
                writeln!(typed, "/settings timezone:{zone}").expect("is read");
                answer.clear();
                answers.read_line(&mut answer).expect("is answered");
                assert!(answer.contains(zone), "{answer}");
            }
            drop(typed);
        });
        for number in 0..5 {
            let name = format!("copy-{number}.db");
            let done = home.run(&["--store", "store.db", "backup", &name]);
            assert_eq!(done.code, 0, "{done:?}");
        }
        enough.store(true, Ordering::SeqCst);
    });
    assert!(writer.wait().expect("ends").success());
    for number in 0..5 {
        let name = format!("copy-{number}.db");
        let set = home.pipe(&["--store", &name], "/settings\n");
        assert!(
            set.output.contains("Asia/Kabul") || set.output.contains("Asia/Karachi"),
            "{set:?}"
        );
    }
}

#[test]
#[cfg(unix)]
fn a_backup_that_breaks_leaves_nothing_under_its_name() {
    let home = Home::new();
    home.pipe(&["--store", "store.db"], "/help\n");
    // No file may become larger than this many blocks: the copy cannot be written to its end.
    let cut =
        |trap: &str| format!("{trap} ulimit -f 128; exec \"$0\" --store store.db backup copy.db");
    let full = home.shell(&cut("trap '' XFSZ;"));
    assert_eq!(full.code, 1, "{full:?}");
    assert!(
        full.errors.contains("copy.db cannot be written"),
        "{full:?}"
    );
    assert_eq!(full.errors.lines().count(), 1, "{full:?}");
    assert!(!home.path("copy.db").exists() && !home.path("copy.db.part").exists());
    // Here the limit kills the program in the middle.
    let killed = home.shell(&cut(""));
    assert_eq!(killed.code, -1, "{killed:?}");
    assert!(!home.path("copy.db").exists());
    let done = home.run(&["--store", "store.db", "backup", "copy.db"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(!home.path("copy.db.part").exists());
}
