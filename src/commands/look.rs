//! Dark or light: how a member chooses what a picture looks like.
//!
//! Discord does not tell a bot which of the two a member has. So a picture is dark, as most have it, unless the option says
//! otherwise, and a button under it changes it in place (for somebody else's answer, in one of one's own).

use super::Invocation;
use crate::answer::Button;
use crate::picture::Theme;

/// The option that asks for a look.
pub(super) const OPTION: &str = "picture";

/// The look that is asked for; dark where none is.
pub(super) fn theme(invocation: &Invocation) -> Theme {
    match invocation.get(OPTION) {
        Some("light") => Theme::Light,
        _ => Theme::Dark,
    }
}

/// A button for the same in the other look.
pub(super) fn other(invocation: &Invocation) -> Button {
    let (label, value) = match theme(invocation) {
        Theme::Dark => ("Light picture", "light"),
        Theme::Light => ("Dark picture", "dark"),
    };
    Button::draw(label, invocation.clone().with(OPTION, value))
}
