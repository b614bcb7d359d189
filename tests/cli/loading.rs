//! Articles on their way in: `load`, the seeds, and `parse`.

use crate::VOTE;
use crate::home::Home;

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
