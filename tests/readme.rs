//! The README's table of commands is made from the manifests. `NEWSDESK_GOLDEN=write cargo test --test readme` writes it anew.

use std::fmt::Write;
use std::path::Path;

use newsdesk::commands::{OptionManifest, Who, manifests};

const BEGIN: &str =
    "<!-- commands: made from commands/*.toml; a test holds this table to them -->\n";
const END: &str = "<!-- /commands -->";

fn option(option: &OptionManifest) -> String {
    let values: Vec<&str> = option
        .choices
        .iter()
        .map(|choice| choice.value.as_str())
        .collect();
    let values = if values.is_empty() {
        String::new()
    } else {
        format!(" ({})", values.join(", "))
    };
    let needed = if option.required { ", needed" } else { "" };
    format!("`{}`{values}{needed}", option.name)
}

fn table() -> String {
    let mut table = String::from("| command | tells | options |\n| --- | --- | --- |\n");
    for manifest in manifests() {
        let options: Vec<String> = manifest.typed().map(option).collect();
        let who = match manifest.who {
            Who::Everyone => "",
            Who::Managers => " (managers)",
        };
        writeln!(
            table,
            "| `/{}` | {}{who} | {} |",
            manifest.name,
            manifest.description,
            options.join(", ")
        )
        .expect("a string takes it");
    }
    table
}

#[test]
fn the_readme_lists_every_command_as_its_manifest_has_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("there is a README");
    let begin = readme.find(BEGIN).expect("the table begins") + BEGIN.len();
    let end = readme.find(END).expect("the table ends");
    let table = table();
    if std::env::var_os("NEWSDESK_GOLDEN").is_some_and(|value| value == "write") {
        let written = format!("{}{table}{}", &readme[..begin], &readme[end..]);
        std::fs::write(&path, written).expect("it is written");
        return;
    }
    assert_eq!(&readme[begin..end], table);
}
