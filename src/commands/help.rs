//! `/help`: made from the manifests.

use super::{Asker, Desk, Invocation, Manifest, Problem, Who, manifest, manifests};
use crate::answer::{Answer, Button, Entry, Line, LineStyle, Piece};
use crate::fold::fold;

pub(super) fn answer(_: &Desk, _: &Asker, invocation: &Invocation) -> Result<Answer, Problem> {
    match invocation.get("command") {
        None => Ok(list()),
        Some(name) => match manifest(&fold(name)) {
            Some(manifest) => Ok(one(manifest)),
            None => Err(Problem::Asked(format!(
                "There is no command /{}: /help lists what there is.",
                name.trim_start_matches('/')
            ))),
        },
    }
}

fn list() -> Answer {
    let entries = manifests()
        .iter()
        .map(|manifest| {
            let mut text = vec![
                Piece::Command(format!("/{}", manifest.name)),
                Piece::plain(format!("  {}", manifest.description)),
            ];
            if manifest.who == Who::Managers {
                text.push(Piece::soft(" (managers)"));
            }
            Entry {
                lines: vec![Line::of(LineStyle::Bullet, text)],
                ..Entry::default()
            }
        })
        .collect();
    Answer {
        title: "What Newsdesk answers".to_owned(),
        intro: vec![Line::small(
            "Every line comes from an article and names it. /help quote tells more about /quote.",
        )],
        entries,
        ..Answer::default()
    }
}

fn one(manifest: &Manifest) -> Answer {
    let mut intro = vec![Line::plain(manifest.help.trim())];
    if manifest.who == Who::Managers {
        intro.push(Line::small("For those who may manage the server."));
    }
    if let Some(name) = &manifest.message {
        intro.push(Line::small(format!(
            "Also on a message that Newsdesk posted: press and hold or right-click it, then Apps, then {name}."
        )));
    }
    let options = manifest.typed().map(|option| {
        let mut text = vec![
            Piece::Command(format!("{}:", option.name)),
            Piece::plain(format!(" {}", option.description)),
        ];
        if option.required {
            text.push(Piece::soft(" (needed)"));
        }
        if !option.choices.is_empty() {
            let values: Vec<&str> = option
                .choices
                .iter()
                .map(|choice| choice.value.as_str())
                .collect();
            text.push(Piece::soft(format!(": {}", values.join(", "))));
        }
        Entry {
            lines: vec![Line::of(LineStyle::Bullet, text)],
            ..Entry::default()
        }
    });
    let examples = manifest.examples.iter().map(|example| Entry {
        lines: vec![Line::of(
            LineStyle::Bullet,
            vec![Piece::Command(example.clone())],
        )],
        ..Entry::default()
    });
    // What answers in private acts on something: its examples are for reading, not for pressing.
    let harmless = manifest.examples.iter().filter(|_| !manifest.private);
    let buttons = harmless
        .filter_map(|example| {
            Some(Button::ask(
                example,
                Invocation::parse(example, manifests()).ok()?,
            ))
        })
        .collect();
    Answer {
        title: format!("/{}", manifest.name),
        intro,
        entries: options.chain(examples).collect(),
        buttons,
        ..Answer::default()
    }
}
