//! `newsdesk load`: parsed articles, or raw ones, into the store.
//!
//! Each file is taken on its own: a bad one is told with its place and the fix, the others go in.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::outside::Outside;
use super::{Exit, Failure, complain, log, open};
use crate::article::Article;
use crate::commands::count;
use crate::config::{Config, LogLevel};
use crate::intake::text;
use crate::seed::{self, BadArticle, Contents};
use crate::store::moving::{Moving, Taken};
use crate::store::{Loaded, Scope, Store};

pub(super) const EXAMPLES: &str = "\
Takes parsed articles (.json: what parse or export writes) and raw ones (.txt, .md); - reads standard input. The same \
article again changes nothing. Of an export it takes settings and reminders too: what was sent is not sent again, and what may \
have been sent since is looked for in its channel first. A bad file is named with the place and the fix, the others are taken, and the exit code is 1.

Examples:
  newsdesk load seeds/*.json
  newsdesk load --published 2026-03-14 --source 'Coast Wire' harbour.txt
  newsdesk load --server 1042 local-news.json
  newsdesk export | newsdesk --store copy.db load -";

/// What `newsdesk load` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only this server sees them (its number); else every server does.
    #[arg(long, value_name = "ID")]
    server: Option<u64>,
    /// Start the clock at this moment, such as 2025-09-29T09:00:00+05:00: that of the bot beside it, where it has another.
    #[arg(long, value_name = "MOMENT")]
    pub(super) now: Option<String>,
    #[command(flatten, next_help_heading = "Of raw articles")]
    outside: Outside,
}

pub(super) fn run(config: &Config, args: &Args) -> Result<Exit, Failure> {
    log::start(config, LogLevel::Warn);
    if args.files.len() > 1 && (args.outside.title.is_some() || args.outside.url.is_some()) {
        return Err(Failure::new(
            Exit::Usage,
            "--title and --url belong to one article: load that file on its own.",
        ));
    }
    let store = open::store(config)?;
    let (seeds, _) = seed::gather(config.seeds.as_deref());
    let mut output = io::stdout();
    let mut exit = Exit::Done;
    let bar = bar(args.files.len());
    for file in &args.files {
        match read(file, args) {
            Ok(contents) => {
                let exported = !contents.servers.is_empty();
                for (scope, article) in contents.articles {
                    let scope = args.server.map(Scope).or(scope).unwrap_or(Scope::EVERYONE);
                    let seed = seeds.iter().find(|seed| seed.id == article.id);
                    let other = seed.filter(|seed| scope == Scope::EVERYONE && **seed != article);
                    if let Some(seed) = other
                        && exported
                    {
                        // Of another Newsdesk's seed this one has its own edition.
                        store.load(scope, seed)?;
                        continue;
                    }
                    if other.is_some() {
                        exit = Exit::Failed;
                        let sentence = format!(
                            "{}: “{}” is the id of a seed, which would take its place again at the next start; give it another id, or put the file into your folder of seeds (“seeds” in the settings).",
                            file.display(),
                            article.id
                        );
                        bar.suspend(|| complain(&sentence));
                        continue;
                    }
                    let loaded = store.load(scope, &article)?;
                    let line = format!("{}: {}", file.display(), took(&article, loaded));
                    bar.suspend(|| writeln!(output, "{line}"))?;
                }
                if exported && args.server.is_none() {
                    let taken = store.take(&contents.servers, config.clock.now())?;
                    for left_out in &taken.left_out {
                        exit = Exit::Failed;
                        bar.suspend(|| complain(&format!("{}: {left_out}", file.display())));
                    }
                    let line = format!("{}: {}", file.display(), moved(&taken));
                    bar.suspend(|| writeln!(output, "{line}"))?;
                }
            }
            Err(bad) => {
                exit = Exit::Failed;
                bar.suspend(|| complain(&bad.0));
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(exit)
}

/// How far it is, under the lines, on a terminal with several files; elsewhere nothing is drawn.
fn bar(files: usize) -> ProgressBar {
    if files < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} files");
    ProgressBar::new(files as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn read(file: &Path, args: &Args) -> Result<Contents, BadArticle> {
    let name = file.display().to_string();
    let extension = file
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    let pipe = name == "-";
    let known = matches!(extension.as_deref(), Some("json" | "txt" | "md"));
    if !pipe && !known {
        return Err(BadArticle(format!(
            "{name}: only .json, .txt and .md are taken; save the article as one of them."
        )));
    }
    let mut bytes = Vec::new();
    let read = if pipe {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(file).map(|read| bytes = read)
    };
    read.map_err(|error| {
        BadArticle(format!(
            "{name} cannot be read ({error}); correct the path."
        ))
    })?;
    let raw = if pipe {
        !bytes.trim_ascii_start().starts_with(b"{") && !bytes.trim_ascii_start().starts_with(b"[")
    } else {
        extension.as_deref() != Some("json")
    };
    let mut page = text::page(bytes).map_err(|error| BadArticle(format!("{name}: {error}.")))?;
    if !raw {
        return seed::read_all(&name, &page.text);
    }
    args.outside.tell(&mut page);
    let article = crate::parse::parse(&page);
    seed::check(&name, &article)?;
    Ok(Contents::of(vec![article]))
}

/// `2 reminders and 5 messages are new; 1 message was sent elsewhere.`
fn moved(taken: &Taken) -> String {
    if (taken.reminders, taken.deliveries, taken.done) == (0, 0, 0) {
        return "settings and reminders were there, the same.".to_owned();
    }
    let mut line = format!(
        "{} and {} are new",
        count(taken.reminders, "reminder"),
        count(taken.deliveries, "message")
    );
    if taken.done > 0 {
        line.push_str(&format!(
            "; {} to be sent here had been sent elsewhere",
            count(taken.done, "message")
        ));
    }
    line.push('.');
    line
}

/// `“Harbour vote put off” is new: 3 summary lines, 4 dates, 2 quotes, 1 session.`
fn took(article: &Article, loaded: Loaded) -> String {
    let loaded = match loaded {
        Loaded::New => "is new",
        Loaded::Changed => "is changed",
        Loaded::Same => "was there, the same",
    };
    format!(
        "“{}” ({}) {loaded}: {}, {}, {}, {}.",
        article.title,
        article.id,
        count(article.summary.len(), "summary line"),
        count(article.timeline.len(), "event"),
        count(article.quotes.len(), "quote"),
        count(article.sessions.len(), "session"),
    )
}
