//! What the doctor found, line by line: for a person as it is found, for a script as one object at the end.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cli::Exit;

/// How a finding is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Ok,
    Note,
    Fix,
}

/// One finding.
#[derive(Serialize)]
struct Finding {
    level: Level,
    what: &'static str,
    sentence: String,
    /// The same in parts, where there is more than a sentence to it.
    #[serde(flatten)]
    parts: Map<String, Value>,
}

/// All of them so far, and the exit code of the first that needs fixing.
pub(super) struct Findings {
    json: bool,
    all: Vec<Finding>,
    exit: Exit,
}

impl Findings {
    /// None yet. As JSON they are printed at the end.
    pub(super) fn new(json: bool) -> Self {
        Self {
            json,
            all: Vec::new(),
            exit: Exit::Done,
        }
    }

    /// Something is as it should be.
    pub(super) fn good(&mut self, what: &'static str, sentence: &str) -> io::Result<()> {
        self.add(Level::Ok, what, sentence, &json!({}))
    }

    /// The same, in parts.
    pub(super) fn good_in(
        &mut self,
        what: &'static str,
        sentence: &str,
        parts: &Value,
    ) -> io::Result<()> {
        self.add(Level::Ok, what, sentence, parts)
    }

    /// Something is worth knowing.
    pub(super) fn note(&mut self, what: &'static str, sentence: &str) -> io::Result<()> {
        self.add(Level::Note, what, sentence, &json!({}))
    }

    /// The same, in parts.
    pub(super) fn note_in(
        &mut self,
        what: &'static str,
        sentence: &str,
        parts: &Value,
    ) -> io::Result<()> {
        self.add(Level::Note, what, sentence, parts)
    }

    /// Something must be done.
    pub(super) fn fix(&mut self, what: &'static str, exit: Exit, sentence: &str) -> io::Result<()> {
        self.fix_in(what, exit, sentence, &json!({}))
    }

    /// The same, in parts.
    pub(super) fn fix_in(
        &mut self,
        what: &'static str,
        exit: Exit,
        sentence: &str,
        parts: &Value,
    ) -> io::Result<()> {
        if self.exit == Exit::Done {
            self.exit = exit;
        }
        self.add(Level::Fix, what, sentence, parts)
    }

    fn add(
        &mut self,
        level: Level,
        what: &'static str,
        sentence: &str,
        parts: &Value,
    ) -> io::Result<()> {
        if !self.json {
            let level = match level {
                Level::Ok => "ok",
                Level::Note => "note",
                Level::Fix => "FIX",
            };
            writeln!(io::stdout(), "{level:<4}  {what:<9} {sentence}")?;
        }
        self.all.push(Finding {
            level,
            what,
            sentence: sentence.to_owned(),
            parts: parts.as_object().cloned().unwrap_or_default(),
        });
        Ok(())
    }

    /// Prints what is left to print, and says how the program ends.
    pub(super) fn end(self) -> io::Result<Exit> {
        if self.json {
            let found = json!({"findings": self.all, "exit": self.exit as u8});
            writeln!(io::stdout(), "{found:#}")?;
        }
        Ok(self.exit)
    }
}
