//! `newsdesk parse`: an article in, a parsed article as JSON out.
//!
//! With `--lines` there are many, each a line (`lines.rs`).

mod lines;

use std::fs;
use std::io::{self, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::outside::Outside;
use super::{Exit, Failure};
use crate::article::Article;
use crate::intake::{Page, text};
use crate::parse::parse;

pub(super) const EXAMPLES: &str = "\
Examples:
  newsdesk parse --published 2026-03-14 --source 'Coast Wire' article.txt
  newsdesk parse --lines --jobs 2 < articles.jsonl > parsed.jsonl";

/// What `newsdesk parse` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The article's file; `-` or nothing reads standard input.
    file: Option<PathBuf>,
    #[command(flatten)]
    outside: Outside,
    /// Put the text that the offsets refer to into the output.
    #[arg(long)]
    with_text: bool,
    /// Read JSON Lines ({"id","text","published","title","source","url"}) and print one parsed article a line.
    #[arg(long, conflicts_with_all = ["published", "title", "source", "url"])]
    lines: bool,
    /// Worker threads for --lines.
    #[arg(long, value_name = "N", requires = "lines", default_value = "1")]
    jobs: NonZeroUsize,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let name = match &args.file {
        Some(file) if file.as_os_str() != "-" => Some(file.as_path()),
        _ => None,
    };
    let reading = |error: io::Error| {
        let sentence = match name {
            Some(file) => format!("cannot read {}: {error}", file.display()),
            None => format!("cannot read standard input: {error}"),
        };
        Failure::new(Exit::Failed, sentence)
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.lines {
        let good = match name {
            Some(file) => {
                let input = fs::File::open(file).map_err(reading)?;
                lines::run(io::BufReader::new(input), &mut out, args)
            }
            None => lines::run(io::stdin().lock(), &mut out, args),
        }
        .and_then(|good| out.flush().map(|()| good))
        .map_err(|error| writing("parse --lines stopped", error))?;
        return Ok(if good { Exit::Done } else { Exit::Failed });
    }
    let mut bytes = Vec::new();
    match name {
        Some(file) => bytes = fs::read(file).map_err(reading)?,
        None => {
            io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(reading)?;
        }
    }
    let article = article(page(bytes, name, &args.outside)?, args.with_text);
    serde_json::to_writer_pretty(&mut out, &article)
        .map_err(io::Error::from)
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
        .map_err(|error| writing("cannot write the article", error))?;
    Ok(Exit::Done)
}

/// What follows from output that fails: nothing where it was closed, as whoever read has what they wanted.
fn writing(what: &str, error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => error.into(),
        _ => Failure::new(Exit::Failed, format!("{what}: {error}")),
    }
}

/// An article's page; without a title its file gives it an id.
fn page(bytes: Vec<u8>, file: Option<&Path>, outside: &Outside) -> Result<Page, Failure> {
    let mut page = text::page(bytes).map_err(|error| {
        let sentence = match file {
            Some(file) => format!("{}: {error}", file.display()),
            None => error.to_string(),
        };
        Failure::new(Exit::Failed, sentence)
    })?;
    outside.tell(&mut page);
    if outside.title.is_none()
        && let Some(stem) = file.and_then(|file| file.file_stem())
    {
        page.id = Some(stem.to_string_lossy().into_owned());
    }
    Ok(page)
}

fn article(page: Page, with_text: bool) -> Article {
    let mut article = parse(&page);
    if with_text {
        article.text = Some(page.text);
    }
    article
}
