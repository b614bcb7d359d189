//! A home of its own for each test: its files, its store, and nothing of the machine's environment.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::folder::Folder;

/// A folder in which the program runs.
pub(crate) struct Home(Folder);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Home {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(Folder::new())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        let folder = path.parent().expect("lies in the home");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(&path, text).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    }

    /// Starts the program with pipes.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        self.spawn_with(arguments, &[])
    }

    fn spawn_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_newsdesk"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    /// Runs it without input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        self.bytes(arguments, b"")
    }

    /// Runs it with a pipe.
    pub(crate) fn pipe(&self, arguments: &[&str], input: &str) -> Done {
        self.bytes(arguments, input.as_bytes())
    }

    /// Runs it with a pipe of any bytes.
    pub(crate) fn bytes(&self, arguments: &[&str], input: &[u8]) -> Done {
        finish(self.spawn(arguments), input)
    }

    /// Runs a line of the shell in which `$0` is the program.
    #[cfg(unix)]
    pub(crate) fn shell(&self, line: &str) -> Done {
        let child = Command::new("sh")
            .args(["-c", line, env!("CARGO_BIN_EXE_newsdesk")])
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("there is a shell");
        finish(child, b"")
    }

    /// Runs it with more in its environment.
    pub(crate) fn with(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Done {
        finish(self.spawn_with(arguments, environment), b"")
    }
}

fn finish(mut child: Child, input: &[u8]) -> Done {
    // Whoever does not read its input closes it.
    let _ = child.stdin.take().expect("is piped").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Done {
        code: output.status.code().unwrap_or(-1),
        output: String::from_utf8(output.stdout).expect("UTF-8"),
        errors: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
