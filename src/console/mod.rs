//! The same commands in a terminal, no Discord account needed.
//!
//! A command a line, from a keyboard or a pipe; the answers on standard output, as text or as JSON. A keyboard gets a
//! prompt, history, completion and colours; a pipe gets none of these, and tells by the exit code whether a line was wrong.

mod complete;
mod notices;
mod render;
mod sitting;
mod words;
mod wrap;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{ColorMode, CompletionType, Config, Editor};

use crate::commands::{Asker, Desk};
use crate::store::Window;
use complete::Typing;
use notices::Notices;
pub use sitting::{Medium, Said, Sitting};

/// The columns of a page where there is no terminal.
const WIDTH: usize = 80;

/// What the console is told at its start.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// One answer a line as JSON.
    pub json: bool,
    /// The file that keeps what was typed at a keyboard.
    pub history: Option<PathBuf>,
    /// How late a reminder is still shown.
    pub grace: TimeDelta,
}

/// Reads commands until the input ends or a line says `quit`. Gives `false` if a line from a pipe was wrong; at a keyboard
/// the person has seen it.
///
/// # Errors
/// Standard input cannot be read, or standard output not written to; [`io::ErrorKind::BrokenPipe`] where the reader of the
/// answers has gone.
pub fn run(desk: Desk, options: &Options) -> io::Result<bool> {
    let desk = Arc::new(desk);
    if io::stdin().is_terminal() && io::stdout().is_terminal() && !options.json {
        keyboard(&desk, options).map(|()| true)
    } else {
        pipe(&desk, options)
    }
}

/// What standard output can show now: the window of a terminal may change.
fn medium(options: &Options, screen: bool) -> Medium {
    let terminal = io::stdout().is_terminal();
    let size = terminal.then(terminal_size::terminal_size).flatten();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    Medium {
        json: options.json,
        width: size
            .map(|(width, _)| usize::from(width.0))
            .or(columns)
            .unwrap_or(WIDTH)
            .max(20),
        height: size
            .filter(|_| screen)
            .map(|(_, height)| usize::from(height.0)),
        colour: terminal && !plain,
    }
}

fn pipe(desk: &Arc<Desk>, options: &Options) -> io::Result<bool> {
    let mut sitting = Sitting::new(Arc::clone(desk));
    let medium = medium(options, false);
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut good = true;
    let mut first = true;
    let mut bytes = Vec::new();
    let mut notices = Notices::new(desk, options.grace, medium)?;
    loop {
        if let Some(notices) = &mut notices {
            notices.print();
        }
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(good);
        }
        // A broken letter is shown as such in the sentence about the line.
        let line = String::from_utf8_lossy(&bytes);
        let text = match sitting.line(&line, &medium) {
            Said::Nothing => continue,
            Said::Goodbye => return Ok(good),
            Said::Shown(text) => text,
            Said::Problem(text) => {
                good = false;
                text
            }
        };
        if !first && !medium.json {
            output.write_all(b"\n")?;
        }
        first = false;
        output.write_all(text.as_bytes())?;
        output.flush()?;
    }
}

fn keyboard(desk: &Arc<Desk>, options: &Options) -> io::Result<()> {
    let colour = medium(options, true).colour;
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .color_mode(if colour {
            ColorMode::Enabled
        } else {
            ColorMode::Disabled
        })
        .auto_add_history(true)
        .build();
    let mut editor: Editor<Typing, FileHistory> =
        Editor::with_config(config).map_err(io::Error::other)?;
    editor.set_helper(Some(Typing {
        desk: Arc::clone(desk),
    }));
    if let Some(history) = &options.history {
        // The first time there is none.
        let _ = editor.load_history(history);
    }
    let mut sitting = Sitting::new(Arc::clone(desk));
    let mut output = io::stdout();
    output.write_all(greeting(desk).as_bytes())?;
    let mut notices = Notices::new(desk, options.grace, medium(options, true))?;
    let ended = loop {
        if let Some(notices) = &mut notices {
            notices.print();
        }
        let line = match editor.readline("\nnewsdesk> ") {
            Ok(line) => line,
            // Ctrl-C drops the line, as in a shell.
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break Ok(()),
            Err(error) => break Err(io::Error::other(error)),
        };
        match sitting.line(&line, &medium(options, true)) {
            Said::Nothing => {}
            Said::Goodbye => break Ok(()),
            Said::Shown(text) | Said::Problem(text) => output.write_all(text.as_bytes())?,
        }
    };
    if let Some(history) = &options.history {
        // Not worth a word: the answers were given.
        let _ = editor.save_history(history);
    }
    ended
}

/// Two lines for whoever sits down: what there is, and how to ask.
fn greeting(desk: &Desk) -> String {
    let newest = Window { from: 0, count: 1 };
    let articles = desk.store.articles(Asker::CONSOLE.scope, "", newest);
    let there = match articles {
        Ok(found) => match (found.total, found.items.first()) {
            (0, _) | (_, None) => "no article yet; load one with newsdesk load FILE".to_owned(),
            (1, Some(newest)) => format!("one article, “{}”", words::safe(&newest.title)),
            (total, Some(newest)) => {
                let title = words::safe(&newest.title);
                format!("{total} articles, the newest “{title}”")
            }
        },
        Err(_) => "the store cannot be read; newsdesk doctor says why".to_owned(),
    };
    format!(
        "Newsdesk: {there}.\nTry /summary or /quote koofi; Tab completes, /help lists all, Ctrl-D leaves.\n"
    )
}
