//! Where files are made: a calendar is written at once, a picture is drawn on a thread for it and kept for whoever asks the
//! same next.
//!
//! Drawing takes a core for some tens of milliseconds. One at a time keeps the other core for answers; what has been drawn
//! is found by its whole SVG, so the same content is the same picture and a new day is another.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serenity::builder::CreateAttachment;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout_at};

use super::escape::one_line;
use super::limits::{self, shorten, units};
use crate::answer::{Content, File};
use crate::picture;

/// How many pictures are kept; one has some tens of kilobytes, the longest half a megabyte.
const KEPT: usize = 16;
/// Kept free for the line that tells what is left out.
const LEFT_OUT: usize = 50;

/// SVG and PNG, the one asked for last in front.
type Kept = VecDeque<(String, Vec<u8>)>;

/// A picture that is being drawn.
pub(super) type Drawing = JoinHandle<Option<CreateAttachment>>;

/// Draws and keeps pictures.
#[derive(Clone)]
pub(super) struct Studio {
    kept: Arc<Mutex<Kept>>,
    one: Arc<Semaphore>,
}

/// A file to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch {
    name: String,
    description: String,
    form: Form,
}

/// What it is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// A picture, as SVG.
    Drawing(String),
    /// The text that it is.
    Text(String),
}

impl Sketch {
    /// Lays out what a file is made of.
    pub(super) fn of(file: &File) -> Self {
        Self {
            name: file.name.clone(),
            description: description(&file.description),
            form: match &file.content {
                Content::Timeline(timeline) => Form::Drawing(timeline.svg()),
                Content::Card(card) => Form::Drawing(card.svg()),
                Content::Calendar(calendar) => Form::Text(calendar.ics()),
            },
        }
    }
}

impl Studio {
    pub(super) fn new() -> Self {
        Self {
            kept: Arc::default(),
            one: Arc::new(Semaphore::new(1)),
        }
    }

    /// The picture if it is there in time, else the drawing that goes on.
    pub(super) async fn within(
        &self,
        sketch: Sketch,
        by: Instant,
    ) -> (Option<CreateAttachment>, Option<Drawing>) {
        let mut drawing = self.start(sketch);
        match timeout_at(by, &mut drawing).await {
            Ok(done) => (done.ok().flatten(), None),
            Err(_) => (None, Some(drawing)),
        }
    }

    /// Begins to draw.
    pub(super) fn start(&self, sketch: Sketch) -> Drawing {
        tokio::spawn(self.clone().draw(sketch))
    }

    /// The file; none where it cannot be drawn, which the log tells.
    async fn draw(self, sketch: Sketch) -> Option<CreateAttachment> {
        let bytes = match sketch.form {
            Form::Text(text) => text.into_bytes(),
            Form::Drawing(svg) => match self.kept(&svg) {
                Some(bytes) => bytes,
                None => self.drawn(svg).await?,
            },
        };
        Some(CreateAttachment::bytes(bytes, sketch.name).description(sketch.description))
    }

    async fn drawn(&self, svg: String) -> Option<Vec<u8>> {
        let turn = Arc::clone(&self.one).acquire_owned().await.ok()?;
        // Somebody before in the row may have asked for the same.
        if let Some(bytes) = self.kept(&svg) {
            return Some(bytes);
        }
        let drawn = spawn_blocking(move || {
            let _turn = turn;
            (picture::draw(&svg), svg)
        });
        match drawn.await {
            Ok((Ok(bytes), svg)) => {
                self.keep(svg, bytes.clone());
                Some(bytes)
            }
            Ok((Err(error), _)) => {
                tracing::error!(%error, "an answer stays without its picture");
                None
            }
            Err(error) => {
                tracing::error!(%error, "drawing broke; an answer stays without its picture");
                None
            }
        }
    }

    fn kept(&self, svg: &str) -> Option<Vec<u8>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(known, _)| known == svg)?;
        // The one asked for last goes to the front.
        let found = kept.remove(place)?;
        let bytes = found.1.clone();
        kept.push_front(found);
        Some(bytes)
    }

    fn keep(&self, svg: String, bytes: Vec<u8>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((svg, bytes));
        kept.truncate(KEPT);
    }
}

/// The description within Discord's limit: whole lines, and how many more there are.
fn description(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(one_line).collect();
    if units(&lines.join("\n")) <= limits::FILE_DESCRIPTION {
        return lines.join("\n");
    }
    let mut room = limits::FILE_DESCRIPTION - LEFT_OUT;
    let mut shown = Vec::new();
    for line in &lines {
        let need = units(line) + 1;
        if need > room {
            break;
        }
        room -= need;
        shown.push(line.clone());
    }
    if shown.len() < 2
        && let Some(line) = lines.get(shown.len())
    {
        // One line alone is too long: the beginning of it says more than nothing.
        shown.push(shorten(line, room));
    }
    let left = lines.len() - shown.len();
    shown.push(format!("… and {left} more in the text."));
    shown.join("\n")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn sketch(colour: &str) -> Sketch {
        Sketch {
            name: "a.png".to_owned(),
            description: "A square".to_owned(),
            form: Form::Drawing(svg(colour)),
        }
    }

    fn svg(colour: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\" fill=\"{colour}\"/></svg>"
        )
    }

    #[tokio::test]
    async fn a_picture_is_drawn_once_and_the_oldest_are_forgotten() {
        let studio = Studio::new();
        let first = studio
            .clone()
            .draw(sketch("#000"))
            .await
            .expect("a picture");
        assert!(first.data.starts_with(b"\x89PNG"));
        for _ in 0..3 {
            assert_eq!(
                studio.clone().draw(sketch("#000")).await.as_ref(),
                Some(&first)
            );
        }
        let number = || studio.kept.lock().expect("unbroken").len();
        assert_eq!(number(), 1);
        for shade in 100..100 + KEPT {
            assert!(
                studio
                    .clone()
                    .draw(sketch(&format!("#{shade}")))
                    .await
                    .is_some()
            );
        }
        assert_eq!(number(), KEPT);
        assert!(studio.kept(&svg("#000")).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_picture_is_not_waited_for_and_comes_after() {
        let studio = Studio::new();
        let busy = Arc::clone(&studio.one).acquire_owned().await;
        let begun = Instant::now();
        let by = begun + Duration::from_millis(900);
        let (ready, late) = studio.within(sketch("#000"), by).await;
        assert_eq!((ready, begun.elapsed()), (None, by - begun));
        drop(busy);
        let late = late.expect("it goes on").await.expect("it is drawn");
        let by = Instant::now() + Duration::from_secs(60);
        let (kept, none) = studio.within(sketch("#000"), by).await;
        assert!(late.is_some() && kept == late && none.is_none());
    }

    #[tokio::test]
    async fn what_cannot_be_drawn_is_none() {
        let broken = Sketch {
            form: Form::Drawing("no svg".to_owned()),
            ..sketch("#000")
        };
        assert_eq!(Studio::new().draw(broken).await, None);
    }

    #[test]
    fn a_description_is_cut_between_lines() {
        assert_eq!(description("one\ntwo"), "one\ntwo");
        let line = "word ".repeat(20);
        let many = vec![line.trim(); 30].join("\n");
        let said = description(&many);
        assert!(units(&said) <= limits::FILE_DESCRIPTION);
        assert!(said.ends_with("word\n… and 21 more in the text."), "{said}");
        let long = "word ".repeat(400);
        let said = description(&long);
        assert!(
            units(&said) <= limits::FILE_DESCRIPTION && said.starts_with("word word"),
            "{said}"
        );
    }
}
