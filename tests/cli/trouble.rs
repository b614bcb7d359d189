//! What cannot work at the start is one sentence with what to do, and nothing else.

use std::fs;

use rusqlite::Connection;

use crate::home::{Done, Home};

/// One line that says all of this.
fn one_sentence(done: &Done, words: &[&str]) {
    assert_eq!(done.code, 1, "{done:?}");
    assert_eq!(done.output, "", "{done:?}");
    assert_eq!(done.errors.lines().count(), 1, "{done:?}");
    for word in words {
        assert!(done.errors.contains(word), "{word}: {done:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk() {
    let home = Home::new();
    for blocks in [1, 8, 64] {
        let start = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --store of-{blocks}.db </dev/null"
        );
        let done = home.shell(&start);
        one_sentence(&done, &["disk", "full"]);
        assert!(!done.errors.contains("panicked"), "{done:?}");
    }
}

#[test]
fn a_store_that_may_not_be_written() {
    let home = Home::new();
    home.pipe(&["--store", "store.db"], "/help\n");
    let path = home.path("store.db");
    let mut rights = fs::metadata(&path).expect("is there").permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).expect("its owner may");
    let done = home.pipe(&["--store", "store.db"], "/help\n");
    one_sentence(&done, &["store.db", "read-only", "make this one writable"]);
}

#[test]
fn a_store_that_another_program_holds() {
    let home = Home::new();
    home.pipe(&["--store", "store.db"], "/help\n");
    let holder = Connection::open(home.path("store.db")).expect("opens");
    holder.execute_batch("BEGIN IMMEDIATE").expect("is free");
    let done = home.pipe(&["--store", "store.db"], "/help\n");
    one_sentence(
        &done,
        &["store.db", "held by another program", "end that one"],
    );
    holder.execute_batch("COMMIT").expect("gives it back");
    assert_eq!(home.pipe(&["--store", "store.db"], "/help\n").code, 0);
}

#[test]
fn a_store_that_is_damaged() {
    let home = Home::new();
    home.pipe(&["--store", "store.db"], "/help\n");
    let path = home.path("store.db");
    let mut bytes = fs::read(&path).expect("is there");
    for byte in &mut bytes[4096..] {
        *byte = 0x5a;
    }
    fs::write(&path, bytes).expect("can be written");
    let done = home.pipe(&["--store", "store.db"], "/quote koofi\n");
    one_sentence(&done, &["store.db"]);
    let doctor = home.run(&["--store", "store.db", "doctor"]);
    assert_eq!(doctor.code, 1, "{doctor:?}");
    assert!(doctor.output.contains("FIX   store"), "{doctor:?}");
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
fn a_folder_in_place_of_a_store() {
    let home = Home::new();
    fs::create_dir(home.path("store.db")).expect("a folder");
    let done = home.pipe(&["--store", "store.db"], "/help\n");
    one_sentence(&done, &["store.db", "cannot be used"]);
}

#[test]
fn what_the_unit_and_the_container_set_is_what_newsdesk_reads() {
    let home = Home::new();
    let help = home.run(&["--help"]).output;
    for file in ["newsdesk.service", "Containerfile"] {
        let path = format!("{}/config/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).expect("is there");
        let mut known = 0;
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let set = word.starts_with("NEWSDESK_") || word.starts_with("DISCORD_");
            if set {
                known += 1;
                assert!(
                    help.contains(word),
                    "{file}: {word} is nothing that Newsdesk reads"
                );
            }
        }
        assert!(known >= 3, "{file}");
    }
}
