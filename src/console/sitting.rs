//! One sitting at the console: a line in, what to show out; it remembers the last answer for its pages and buttons.
//!
//! Neither terminal nor pipe is known here, so that tests and the golden answers read the same as a person does.

use std::sync::Arc;

use super::render::{self, Look};
use crate::answer::page::{Page, Position, Room, fit};
use crate::answer::{Action, Answer, Entry, Tone};
use crate::commands::{Asker, Desk, Invocation, manifests};

/// How answers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Medium {
    /// One JSON object a line instead of text.
    pub json: bool,
    /// Columns.
    pub width: usize,
    /// Lines of the screen; none where there is no screen to fill.
    pub height: Option<usize>,
    /// Colours may be used.
    pub colour: bool,
}

/// What a line led to.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing to show.
    Nothing,
    /// This, which ends with a line break.
    Shown(String),
    /// This, which tells what is wrong.
    Problem(String),
    /// The end.
    Goodbye,
}

/// What is typed besides commands.
pub(super) const WORDS: [&str; 3] = ["more", "back", "quit"];

/// A sitting.
pub struct Sitting {
    desk: Arc<Desk>,
    last: Option<Last>,
}

/// The answer that stands last.
struct Last {
    answer: Answer,
    next: Option<Position>,
    previous: Option<Position>,
    buttons: Vec<Action>,
}

impl Sitting {
    /// Begins.
    #[must_use]
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, last: None }
    }

    /// Does what a line says.
    pub fn line(&mut self, line: &str, medium: &Medium) -> Said {
        let line = line.trim();
        let word = line.strip_prefix('/').unwrap_or(line);
        match word.to_ascii_lowercase().as_str() {
            "" => Said::Nothing,
            "quit" | "exit" => Said::Goodbye,
            "more" | "next" => self.turn(medium, true),
            "back" => self.turn(medium, false),
            "?" => self.ask(&Invocation::new("help"), medium),
            number if number.bytes().all(|b| b.is_ascii_digit()) => self.press(number, medium),
            _ => match Invocation::parse(line, manifests()) {
                Ok(invocation) => self.ask(&invocation, medium),
                Err(bad) => self.wrong(bad.0, medium),
            },
        }
    }

    fn ask(&mut self, invocation: &Invocation, medium: &Medium) -> Said {
        let answer = self.desk.answer(&Asker::CONSOLE, invocation);
        let position = answer
            .paging
            .as_ref()
            .map_or_else(Position::default, |paging| paging.position);
        self.put(answer, position, medium)
    }

    fn press(&mut self, number: &str, medium: &Medium) -> Said {
        let buttons = self.last.as_ref().map_or(&[][..], |last| &last.buttons);
        let action = number
            .parse::<usize>()
            .ok()
            .and_then(|number| buttons.get(number.checked_sub(1)?));
        match action {
            Some(
                Action::Ask(asked)
                | Action::Turn(asked)
                | Action::Undo(asked)
                | Action::Mark(asked)
                | Action::Draw(asked),
            ) => {
                let asked = asked.clone();
                self.ask(&asked, medium)
            }
            // The renderer gives pages that open elsewhere no number.
            Some(Action::Open(url)) => Said::Shown(format!("{url}\n")),
            None => {
                let sentence = match buttons.len() {
                    0 => "There is nothing to press here: ask something first, such as /summary."
                        .to_owned(),
                    1 => format!("There is no [{number}] here, only [1]."),
                    most => format!("There is no [{number}] here: press 1 to {most}."),
                };
                self.wrong(sentence, medium)
            }
        }
    }

    fn turn(&mut self, medium: &Medium, forward: bool) -> Said {
        let there = self
            .last
            .as_ref()
            .and_then(|last| if forward { last.next } else { last.previous });
        let (Some(position), Some(last)) = (there, &self.last) else {
            let sentence = match (&self.last, forward) {
                (None, _) => "There is no list to turn: ask something first, such as /timeline.",
                (_, true) => "That was all: there is no more.",
                (_, false) => "This is the beginning: there is nothing before it.",
            };
            return self.wrong(sentence.to_owned(), medium);
        };
        match &last.answer.paging {
            Some(paging) => {
                let asked = paging.invocation.clone().with("page", position);
                self.ask(&asked, medium)
            }
            None => {
                let answer = last.answer.clone();
                self.put(answer, position, medium)
            }
        }
    }

    /// Tells what is wrong with the line; what stood before can still be turned and pressed.
    fn wrong(&self, sentence: String, medium: &Medium) -> Said {
        let (text, _) = show(
            &self.desk,
            Answer::problem(sentence),
            Position::default(),
            medium,
        );
        Said::Problem(text)
    }

    fn put(&mut self, answer: Answer, position: Position, medium: &Medium) -> Said {
        let problem = answer.tone == Tone::Problem;
        let (text, last) = show(&self.desk, answer, position, medium);
        self.last = Some(last);
        if problem {
            Said::Problem(text)
        } else {
            Said::Shown(text)
        }
    }
}

/// What nobody asked for, such as a reminder. Its buttons are left out: numbers press those of the last answer.
pub(super) fn unasked(desk: &Desk, answer: &Answer, medium: &Medium) -> String {
    let mut bare = answer.clone();
    bare.buttons.clear();
    for entry in &mut bare.entries {
        entry.buttons.clear();
    }
    show(desk, bare, Position::default(), medium).0
}

/// The answer's page at a place, and what is kept of it.
fn show(desk: &Desk, answer: Answer, position: Position, medium: &Medium) -> (String, Last) {
    let look = look(desk, medium);
    let (first, total) = match &answer.paging {
        Some(paging) => (paging.first, paging.total),
        None => (0, answer.entries.len()),
    };
    let page = fit(
        &answer.entries,
        first,
        total,
        position,
        &room(&answer, &look, medium, &|entry| {
            render::height(entry, &look)
        }),
    );
    let (text, buttons) = if medium.json {
        json(&answer, &page)
    } else {
        let shown = render::answer(&answer, &page, total, &look);
        (shown.text, shown.buttons)
    };
    let last = Last {
        answer,
        next: page.next,
        previous: page.previous,
        buttons,
    };
    (text, last)
}

fn look(desk: &Desk, medium: &Medium) -> Look {
    let set = desk.store.settings(Asker::CONSOLE.scope);
    Look {
        width: medium.width,
        colour: medium.colour,
        zone: set
            .ok()
            .and_then(|set| set.zone)
            .unwrap_or(desk.defaults.zone),
        now: desk.clock.now(),
    }
}

/// What fits on the screen, for a list that has pages; without a screen, what the command handed over. Other answers are
/// shown whole: a terminal can be scrolled.
fn room<'a>(
    answer: &Answer,
    look: &Look,
    medium: &Medium,
    cost: &'a dyn Fn(&Entry) -> usize,
) -> Room<'a> {
    let count = answer.entries.len().max(Answer::PAGE);
    let screen = medium
        .height
        .filter(|_| answer.paging.is_some() && !medium.json);
    let size = screen.map_or(usize::MAX, |height| {
        let bare = Answer {
            entries: Vec::new(),
            ..answer.clone()
        };
        let nothing = Page {
            entries: Vec::new(),
            shown: None,
            next: None,
            previous: None,
        };
        let frame = render::answer(&bare, &nothing, 0, look)
            .text
            .lines()
            .count();
        // The paging line, and the prompt, each with a blank line.
        height.saturating_sub(frame + 4).max(6)
    });
    Room { size, count, cost }
}

/// The answer with the page's entries, and the buttons in the order in which a person sees them.
fn json(answer: &Answer, page: &Page) -> (String, Vec<Action>) {
    let mut shown = Answer {
        entries: page.entries.clone(),
        ..answer.clone()
    };
    if let (Some(paging), Some((first, _))) = (&mut shown.paging, page.shown) {
        paging.first = first;
    }
    let buttons = shown
        .entries
        .iter()
        .flat_map(|entry| &entry.buttons)
        .chain(&shown.buttons)
        .map(|button| button.action.clone())
        .filter(|action| !matches!(action, Action::Open(_)))
        .collect();
    let line = serde_json::to_string(&shown).expect("an answer holds strings and numbers only");
    (format!("{line}\n"), buttons)
}
