//! What a button carries in its `custom_id`: one sign for what it does, and the invocation itself.
//!
//! So a button of years ago still works after any restart, and there is no table of buttons. The sign tells whom the
//! answer is for, which must be known before the command has answered.

use super::limits;
use crate::answer::Action;
use crate::commands::{BadInvocation, Invocation, manifest, manifests};

/// What pressing a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// Answers the one who pressed, privately.
    Ask(Invocation),
    /// Shows the answer in place of the message, if it is the presser's own; else as [`Press::Ask`].
    Turn(Invocation),
    /// Shows the answer in place of the message, whoever pressed; what goes wrong is told to the presser.
    Mark(Invocation),
}

const ASK: char = '+';
const TURN: char = '=';
const UNDO: char = '!';
const FOR_ALL: char = '*';

/// The `custom_id` of an action. None where it opens a page, or where the state would be too long to carry.
pub(super) fn write(action: &Action) -> Option<String> {
    let (sign, invocation) = match action {
        Action::Ask(invocation) => (ASK, invocation),
        Action::Turn(invocation) | Action::Draw(invocation) => (TURN, invocation),
        Action::Undo(invocation) => (UNDO, invocation),
        Action::Mark(invocation) => (FOR_ALL, invocation),
        Action::Open(_) => return None,
    };
    let id = format!("{sign}{}", invocation.state(manifest(&invocation.command)?));
    if limits::units(&id) > limits::CUSTOM_ID {
        tracing::error!(
            id,
            "a button was left out: its state is too long for Discord"
        );
        return None;
    }
    Some(id)
}

/// Before the mark of the letter that a button stands under. No value holds a bar, and no option has this sign for its key.
const MARK: &str = "|~";

/// The `custom_id` with a letter's mark, where there is room for it. Pressing the button does the same with or without.
pub(super) fn marked(id: &str, mark: &str) -> Option<String> {
    let marked = format!("{id}{MARK}{mark}");
    (limits::units(&marked) <= limits::CUSTOM_ID).then_some(marked)
}

/// The mark that a `custom_id` has.
pub(super) fn mark(id: &str) -> Option<&str> {
    id.rsplit_once(MARK).map(|(_, mark)| mark)
}

/// Reads a `custom_id`.
///
/// # Errors
/// One sentence for whoever pressed a button that this version did not make.
pub(super) fn read(id: &str) -> Result<Press, BadInvocation> {
    let id = id.rsplit_once(MARK).map_or(id, |(id, _)| id);
    let mut chars = id.chars();
    let sign = chars.next();
    let state = chars.as_str();
    match sign {
        Some(ASK) => Invocation::from_state(state, manifests()).map(Press::Ask),
        Some(TURN | UNDO) => Invocation::from_state(state, manifests()).map(Press::Turn),
        Some(FOR_ALL) => Invocation::from_state(state, manifests()).map(Press::Mark),
        // An empty state is no command: its sentence is the one for buttons of another version.
        _ => Invocation::from_state("", manifests()).map(Press::Ask),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote() -> Invocation {
        Invocation::new("quote")
            .with("person", "Farah Rahimi")
            .with("page", "-12.3")
    }

    #[test]
    fn a_button_reads_as_it_was_written() {
        for (action, press) in [
            (Action::Ask(quote()), Press::Ask(quote())),
            (Action::Turn(quote()), Press::Turn(quote())),
            (Action::Undo(quote()), Press::Turn(quote())),
            (Action::Mark(quote()), Press::Mark(quote())),
            (Action::Draw(quote()), Press::Turn(quote())),
        ] {
            let id = write(&action).expect("short enough");
            assert_eq!(read(&id), Ok(press), "{id}");
        }
    }

    #[test]
    fn the_signs_never_change() {
        let id = |action: Action| write(&action).expect("short enough");
        assert_eq!(id(Action::Ask(quote())), "+quote|pFarah Rahimi|@-12.3");
        assert_eq!(id(Action::Turn(quote())), "=quote|pFarah Rahimi|@-12.3");
        assert_eq!(id(Action::Undo(quote())), "!quote|pFarah Rahimi|@-12.3");
        assert_eq!(id(Action::Mark(quote())), "*quote|pFarah Rahimi|@-12.3");
    }

    #[test]
    fn a_mark_is_found_and_changes_nothing() {
        let id = write(&Action::Ask(quote())).expect("short enough");
        let marked = marked(&id, "nd1f.68da");
        let marked = marked.expect("there is room");
        assert_eq!(marked, "+quote|pFarah Rahimi|@-12.3|~nd1f.68da");
        assert_eq!(read(&marked), Ok(Press::Ask(quote())));
        assert_eq!(mark(&marked), Some("nd1f.68da"));
        assert_eq!(mark(&id), None);
        assert_eq!(super::marked(&"x".repeat(90), "nd1f.68da"), None);
    }

    #[test]
    fn a_foreign_button_is_told_in_one_sentence() {
        for id in [
            "",
            "+",
            "quote",
            "+nonsense",
            "=quote|?x",
            "?quote",
            "*",
            "remind:12",
            "+quote|",
        ] {
            let BadInvocation(sentence) = read(id).expect_err(id);
            assert!(sentence.contains("another version"), "{id}: {sentence}");
        }
    }

    #[test]
    fn what_would_be_too_long_makes_no_button() {
        let long = Invocation::new("quote").with("person", "x".repeat(120));
        assert_eq!(write(&Action::Ask(long)), None);
        assert_eq!(write(&Action::Open("https://example.org".to_owned())), None);
    }
}
