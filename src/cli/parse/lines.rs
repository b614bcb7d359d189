//! Articles as JSON Lines, in and out, in their order.
//!
//! Batches of lines go to worker threads and come back with a number, so the output is the same for any number of jobs. At
//! most a few batches are under way at once, which bounds the memory however long the input is.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::sync::{Arc, Mutex, mpsc};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Args, article};
use crate::article::{Article, PublishedFrom};
use crate::intake::Page;

/// One line of the input.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

/// The answer to a bad line.
#[derive(Debug, Serialize)]
struct Bad {
    id: Value,
    error: String,
}

/// How many bytes of input make a batch, about.
const BATCH: usize = 256 * 1024;

struct Batch {
    number: usize,
    /// The number of its first line, from 1.
    line: usize,
    text: Vec<u8>,
}

/// The input in batches.
struct Batches<R> {
    input: R,
    /// The number of the next batch, from 0.
    number: usize,
    /// The number of its first line, from 1.
    line: usize,
}

impl<R: BufRead> Batches<R> {
    fn next(&mut self) -> io::Result<Option<Batch>> {
        let mut batch = Batch {
            number: self.number,
            line: self.line,
            text: Vec::new(),
        };
        while batch.text.len() < BATCH && self.input.read_until(b'\n', &mut batch.text)? > 0 {
            self.line += 1;
        }
        self.number += 1;
        Ok((!batch.text.is_empty()).then_some(batch))
    }
}

/// Reads all lines, writes all answers; whether every line was good.
pub(super) fn run(input: impl BufRead, out: &mut impl Write, args: &Args) -> io::Result<bool> {
    let mut batches = Batches {
        input,
        number: 0,
        line: 1,
    };
    if args.jobs.get() > 1 {
        return abreast(batches, out, args);
    }
    let mut good = true;
    while let Some(batch) = batches.next()? {
        let (answer, fine) = answers(&batch, args.with_text);
        good &= fine;
        out.write_all(&answer)?;
    }
    Ok(good)
}

/// The same with several workers.
fn abreast(
    mut batches: Batches<impl BufRead>,
    out: &mut impl Write,
    args: &Args,
) -> io::Result<bool> {
    let mut good = true;
    let jobs = args.jobs.get().min(256);
    let (work, queue) = mpsc::sync_channel::<Batch>(jobs);
    let (done, results) = mpsc::channel();
    // The workers alone hold the queue: should all of them stop, sending fails instead of waiting for ever.
    let queue = Arc::new(Mutex::new(queue));
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (queue, done) = (Arc::clone(&queue), done.clone());
            scope.spawn(move || {
                loop {
                    let batch = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    let Ok(batch) = batch else { return };
                    if done
                        .send((batch.number, answers(&batch, args.with_text)))
                        .is_err()
                    {
                        return;
                    }
                }
            });
        }
        drop(done);
        drop(queue);
        let work = work;
        let mut waiting = BTreeMap::new();
        let mut written = 0;
        let mut sent = 0;
        let mut write = |waiting: &mut BTreeMap<usize, (Vec<u8>, bool)>| -> io::Result<usize> {
            while let Some((answer, fine)) = waiting.remove(&written) {
                good &= fine;
                out.write_all(&answer)?;
                written += 1;
            }
            Ok(written)
        };
        while let Some(batch) = batches.next()? {
            sent += 1;
            if work.send(batch).is_err() {
                return Err(io::Error::other("a worker stopped"));
            }
            for (number, answer) in results.try_iter() {
                waiting.insert(number, answer);
            }
            // A slow batch must not let the others pile up behind it.
            while sent - write(&mut waiting)? > 4 * jobs {
                let Ok((number, answer)) = results.recv() else {
                    break;
                };
                waiting.insert(number, answer);
            }
        }
        drop(work);
        for (number, answer) in &results {
            waiting.insert(number, answer);
            write(&mut waiting)?;
        }
        if write(&mut waiting)? < sent {
            return Err(io::Error::other(
                "a worker stopped before its work was done",
            ));
        }
        Ok(())
    })?;
    Ok(good)
}

fn answers(batch: &Batch, with_text: bool) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(batch.text.len());
    let mut good = true;
    for (at, line) in batch.text.split(|b| *b == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let start = out.len();
        let written = match answer(line, with_text) {
            Ok((id, article)) => write_article(&mut out, id, article),
            Err(mut bad) => {
                good = false;
                bad.error = format!("line {}: {}", batch.line + at, bad.error);
                serde_json::to_writer(&mut out, &bad)
            }
        };
        if let Err(error) = written {
            good = false;
            out.truncate(start);
            out.extend_from_slice(
                format!(
                    r#"{{"id":null,"error":"line {}: cannot be written: {error}"}}"#,
                    batch.line + at
                )
                .as_bytes(),
            );
        }
        out.push(b'\n');
    }
    (out, good)
}

fn write_article(out: &mut Vec<u8>, id: Value, mut article: Article) -> serde_json::Result<()> {
    match id {
        Value::Null => serde_json::to_writer(out, &article),
        Value::String(id) => {
            article.id = id;
            serde_json::to_writer(out, &article)
        }
        // A number and the like stays what it is.
        other => {
            let mut value = serde_json::to_value(&article)?;
            value["id"] = other;
            serde_json::to_writer(out, &value)
        }
    }
}

fn answer(line: &[u8], with_text: bool) -> Result<(Value, Article), Bad> {
    let record: Record = serde_json::from_slice(line).map_err(|error| Bad {
        id: serde_json::from_slice::<Value>(line)
            .ok()
            .and_then(|value| value.get("id").cloned())
            .unwrap_or_default(),
        error: error.to_string(),
    })?;
    let Record {
        id,
        text,
        published,
        title,
        source,
        url,
    } = record;
    let Some(text) = text else {
        return Err(Bad {
            id,
            error: "no \"text\"".to_owned(),
        });
    };
    let published = match published.as_deref().map(day) {
        None => None,
        Some(Some(day)) => Some(day),
        Some(None) => {
            return Err(Bad {
                id,
                error: format!(
                    "\"published\" is {:?}: write a day as 2025-09-29 or a time as 2025-09-29T08:00:00Z",
                    published.unwrap_or_default()
                ),
            });
        }
    };
    let page = Page {
        text,
        id: None,
        title,
        source,
        url,
        published,
        published_from: published.map(|_| PublishedFrom::Given),
    };
    Ok((id, article(page, with_text)))
}

/// The day of a date or a date-time, in the zone that it is written in.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let head = text.get(..10)?;
    let rest = &text[10..];
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    NaiveDate::parse_from_str(head, "%Y-%m-%d").ok()
}
