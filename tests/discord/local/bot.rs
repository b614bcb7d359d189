//! The bot as a process of its own: the real binary, started, stopped, killed and started again on the same store.
//!
//! It gets a clean environment (no proxy, no token but the local one) and a folder of its own. What it prints is kept and shown
//! when a test fails.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::Discord;
use super::folder::Folder;
use super::world::PATIENCE;

/// How to start a bot.
#[derive(Clone)]
pub(crate) struct Setup {
    program: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    folder: Arc<Folder>,
}

/// A bot that was started.
pub(crate) struct Bot {
    pub(crate) setup: Setup,
    child: Arc<Mutex<Child>>,
    log: Log,
    ended: watch::Receiver<Option<ExitStatus>>,
    pub(crate) pid: u32,
}

/// What a bot prints, as it grows.
type Log = watch::Sender<String>;

/// How a bot ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code; None where a signal ended it.
    pub(crate) code: Option<i32>,
    /// All that it printed.
    pub(crate) log: String,
}

impl Discord {
    /// The real binary with a store of its own, on the morning before the first article's session.
    pub(crate) fn bot(&self) -> Setup {
        Setup::new(Path::new(env!("CARGO_BIN_EXE_newsdesk")), &["run"])
            .env("DISCORD_TOKEN", &self.token())
            .env("NEWSDESK_DISCORD_API", &self.api())
            .now("2025-09-29T09:00:00+05:00")
    }

    /// Starts it and waits until it listens and its commands are there.
    pub(crate) async fn start_bot(&self, setup: Setup) -> Bot {
        let before = self.hub.with(|w| w.identified);
        let bot = setup.spawn();
        self.ready(&bot, before).await;
        bot
    }

    /// Kills a bot where it stands, and starts it again on the same store at `now`.
    pub(crate) async fn restart(&self, bot: Bot, now: &str) -> Bot {
        bot.kill().await;
        let setup = bot.setup.clone().now(now);
        self.start_bot(setup).await
    }

    async fn ready(&self, bot: &Bot, before: usize) {
        let mut ended = bot.ended.clone();
        tokio::select! {
            () = self.hub.until("the bot to be ready", |w| {
                (w.identified > before && !w.commands.is_empty()).then_some(())
            }) => {}
            _ = ended.wait_for(Option::is_some) => panic!("the bot ended at once:\n{}", bot.log()),
        }
    }
}

impl Setup {
    /// A program with an empty environment and a folder of its own.
    pub(crate) fn new(program: &Path, arguments: &[&str]) -> Self {
        let folder = Folder::new();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let environment = vec![
            ("PATH".to_owned(), std::env::var("PATH").unwrap_or_default()),
            ("HOME".to_owned(), folder.path().display().to_string()),
            ("NEWSDESK_STORE".to_owned(), at("newsdesk.db")),
        ];
        let arguments = arguments.iter().map(|a| (*a).to_owned()).collect();
        Self {
            program: program.to_owned(),
            arguments,
            environment,
            folder: Arc::new(folder),
        }
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub(crate) fn env(self, key: &str, value: &str) -> Self {
        let mut setup = self.without(key);
        setup.environment.push((key.into(), value.into()));
        setup
    }

    /// Takes a variable out of its environment.
    #[must_use]
    pub(crate) fn without(mut self, key: &str) -> Self {
        self.environment.retain(|(k, _)| k != key);
        self
    }

    /// Lets it write no file beyond so many blocks of 1,024 bytes: to the program that is a disk that takes nothing more.
    #[must_use]
    pub(crate) fn full_after(mut self, blocks: usize) -> Self {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let program = self.program.display().to_string();
        self.arguments = [vec!["-c".to_owned(), script, program], self.arguments].concat();
        self.program = PathBuf::from("bash");
        self
    }

    /// Sets its clock.
    #[must_use]
    pub(crate) fn now(self, now: &str) -> Self {
        self.env("NEWSDESK_NOW", now)
    }

    /// Where its store is.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("newsdesk.db")
    }

    /// Writes a file into its folder; gives its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("the bot's folder can be written");
        path.display().to_string()
    }

    fn command(&self, arguments: &[String]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.folder.path());
        command.stdin(Stdio::null());
        command
    }

    /// Runs another subcommand on the same store to its end, such as `load`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let arguments: Vec<String> = arguments.iter().map(|a| (*a).to_owned()).collect();
        self.command(&arguments)
            .output()
            .expect("the binary starts")
    }

    /// Puts an article, or an export, into its store by the file's name; gives what was said.
    pub(crate) fn load(&self, name: &str, text: &str) -> String {
        let file = self.file(name, text);
        let done = self.run(&["load", &file]);
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).expect("UTF-8")
    }

    /// Starts it without waiting for anything.
    pub(crate) fn spawn(self) -> Bot {
        let mut command = self.command(&self.arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let pid = child.id();
        let log = Log::new(String::new());
        let out = child.stdout.take().expect("piped above");
        let err = child.stderr.take().expect("piped above");
        let child = Arc::new(Mutex::new(child));
        let (end, ended) = watch::channel(None);
        let reader = gather(out, log.clone());
        let (last, waited) = (log.clone(), child.clone());
        std::thread::spawn(move || {
            let _ = gather(err, last).join();
            let _ = reader.join();
            // Both pipes are closed: the process is ending or has ended.
            let status = waited.lock().unwrap_or_else(PoisonError::into_inner).wait();
            end.send_replace(status.ok());
        });
        Bot {
            setup: self,
            child,
            log,
            ended,
            pid,
        }
    }
}

fn gather(pipe: impl Read + Send + 'static, log: Log) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            log.send_modify(|log| {
                log.push_str(&line);
                log.push('\n');
            });
        }
    })
}

impl Bot {
    /// What it printed so far.
    pub(crate) fn log(&self) -> String {
        self.log.borrow().clone()
    }

    /// Waits until it prints a line with these words; gives the line.
    pub(crate) async fn logged(&self, words: &str) -> String {
        let mut log = self.log.subscribe();
        let line = |log: &str| {
            log.lines()
                .find(|line| line.contains(words))
                .map(str::to_owned)
        };
        let waiting = log.wait_for(|log| line(log).is_some());
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(Ok(log)) => line(&log).expect("it was waited for"),
            _ => panic!("the bot does not say {words:?}:\n{}", self.log()),
        }
    }

    /// Where it serves health and metrics, once it does.
    pub(crate) async fn address(&self) -> String {
        let line = self.logged("health and metrics are served").await;
        let address = line.split_once("address=").expect("the line names it").1;
        address.trim().to_owned()
    }

    /// Waits for its end.
    pub(crate) async fn ended(&self) -> Ended {
        let mut ended = self.ended.clone();
        let waiting = ended.wait_for(Option::is_some);
        let status = tokio::time::timeout(PATIENCE, waiting).await;
        let status = status.unwrap_or_else(|_| panic!("the bot does not end:\n{}", self.log()));
        let code = status.ok().and_then(|s| s.and_then(|s| s.code()));
        Ended {
            code,
            log: self.log(),
        }
    }

    /// Asks it to end (SIGTERM).
    pub(crate) fn signal(&self) {
        let sent = Command::new("kill")
            .args(["-TERM", &self.pid.to_string()])
            .status();
        assert!(
            sent.is_ok_and(|s| s.success()),
            "the signal reaches the bot"
        );
    }

    /// Asks it to end (SIGTERM) and waits.
    pub(crate) async fn terminate(&self) -> Ended {
        self.signal();
        self.ended().await
    }

    /// Ends it at once (SIGKILL) and waits.
    pub(crate) async fn kill(&self) {
        let _ = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .kill();
        self.ended().await;
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .kill();
        if std::thread::panicking() {
            eprintln!("--- the bot printed ---\n{}---", self.log());
        }
    }
}
