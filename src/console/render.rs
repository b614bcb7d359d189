//! An answer as lines of a terminal: wrapped, quotes set off, each entry's source under it, buttons as numbers.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::words;
use super::wrap::{Paint, Span, wrap};
use crate::answer::page::Page;
use crate::answer::{
    Action, Answer, Button, Citation, Content, Entry, File, Line, LineStyle, Piece, Tone,
};

/// How it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Columns.
    pub(super) width: usize,
    /// Colours may be used.
    pub(super) colour: bool,
    /// The zone that moments are told in.
    pub(super) zone: Tz,
    /// What countdowns count from.
    pub(super) now: DateTime<Utc>,
}

/// An answer on the terminal, and what its numbers press.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) buttons: Vec<Action>,
}

/// Writes the page of an answer.
pub(super) fn answer(answer: &Answer, page: &Page, total: usize, look: &Look) -> Shown {
    let mut writer = Writer {
        look,
        lines: Vec::new(),
        buttons: Vec::new(),
    };
    writer.head(answer);
    let mut before: Option<&Entry> = None;
    for entry in &page.entries {
        if before.is_none_or(|before| apart(before, entry)) {
            writer.gap();
        }
        writer.entry(entry, answer.url.as_deref());
        before = Some(entry);
    }
    if answer.footer.is_some() || page.next.is_some() || page.previous.is_some() {
        writer.gap();
    }
    if let Some(footer) = &answer.footer {
        writer.block(&[(Paint::Soft, footer.clone())], "", "");
    }
    writer.paging(page, total);
    for file in &answer.files {
        writer.file(file);
    }
    if answer.buttons.iter().any(pressable) {
        writer.gap();
        writer.buttons(&answer.buttons, "", answer.url.as_deref());
    }
    writer.lines.push(String::new());
    Shown {
        text: writer.lines.join("\n"),
        buttons: writer.buttons,
    }
}

/// The lines that an entry takes, with the blank one that may stand before it.
pub(super) fn height(entry: &Entry, look: &Look) -> usize {
    let mut writer = Writer {
        look,
        lines: Vec::new(),
        buttons: Vec::new(),
    };
    writer.entry(entry, None);
    writer.lines.len() + usize::from(apart(entry, entry))
}

/// Whether a blank line stands between two entries: items of a list stand close, what has several lines does not.
fn apart(above: &Entry, below: &Entry) -> bool {
    let style = |entry: &Entry| entry.lines.first().map(|line| line.style);
    let item = |entry: &Entry| entry.lines.len() <= 1 && style(entry) != Some(LineStyle::Quote);
    !item(above) || !item(below) || style(above) != style(below)
}

/// Whether a button does something here, where nothing is drawn.
fn pressable(button: &Button) -> bool {
    !matches!(button.action, Action::Draw(_))
}

struct Writer<'a> {
    look: &'a Look,
    lines: Vec<String>,
    buttons: Vec<Action>,
}

impl Writer<'_> {
    fn head(&mut self, answer: &Answer) {
        let paint = match answer.tone {
            Tone::Tells => Paint::Heading,
            Tone::Done => Paint::Good,
            Tone::Problem => Paint::Bad,
        };
        if !answer.title.is_empty() {
            self.block(&[(paint, answer.title.clone())], "", "");
        }
        if let Some(url) = &answer.url {
            self.block(&[(Paint::Soft, url.clone())], "", "");
        }
        for line in &answer.intro {
            let mut spans = self.spans(line);
            if answer.tone != Tone::Tells {
                for span in &mut spans {
                    if span.0 == Paint::Plain {
                        span.0 = paint;
                    }
                }
            }
            self.line(line.style, &spans);
        }
    }

    /// `known` is the address that stands in the heading: it is not told again.
    fn entry(&mut self, entry: &Entry, known: Option<&str>) {
        for line in &entry.lines {
            let spans = self.spans(line);
            self.line(line.style, &spans);
        }
        for source in &entry.sources {
            self.source(source, known);
        }
        self.buttons(&entry.buttons, "  ", known);
    }

    fn source(&mut self, source: &Citation, known: Option<&str>) {
        self.block(&[(Paint::Soft, source.label.clone())], "  ↳ ", "    ");
        if let Some(url) = source.url.as_deref().filter(|url| Some(*url) != known) {
            self.block(&[(Paint::Soft, url.to_owned())], "    ", "    ");
        }
    }

    /// How to get a file that a terminal does not show. A picture only says again what the lines say.
    fn file(&mut self, file: &File) {
        if matches!(file.content, Content::Calendar(_)) {
            let how = format!("For your calendar: newsdesk export --ics {}", file.name);
            self.gap();
            self.block(&[(Paint::Soft, how)], "", "");
        }
    }

    fn paging(&mut self, page: &Page, total: usize) {
        let Some((first, last)) = page.shown else {
            return;
        };
        let turn = match (&page.next, &page.previous) {
            (None, None) => return,
            (Some(_), None) => "more: the next",
            (None, Some(_)) => "back: the ones before",
            (Some(_), Some(_)) => "more: the next, back: the ones before",
        };
        let range = match (first + 1, last + 1) {
            (first, last) if first == last => format!("{first}"),
            (first, last) => format!("{first}–{last}"),
        };
        self.block(
            &[(Paint::Soft, format!("{range} of {total} · {turn}"))],
            "",
            "",
        );
    }

    /// `[1] Timeline  [2] Quotes`; a page is given with its address, since a terminal opens none.
    fn buttons(&mut self, buttons: &[Button], margin: &str, known: Option<&str>) {
        let mut row = Vec::new();
        for button in buttons.iter().filter(|button| pressable(button)) {
            // Held together by spaces that are no place for a break.
            let label = words::safe(&button.label).replace(' ', "\u{a0}");
            if let Action::Open(url) = &button.action {
                if Some(url.as_str()) == known {
                    continue;
                }
                row.push((Paint::Plain, format!("{label}:\u{a0}{} ", words::safe(url))));
                continue;
            }
            self.buttons.push(button.action.clone());
            let number = format!("[{}]", self.buttons.len());
            let paint = match button.action {
                Action::Undo(_) => Paint::Bad,
                _ => Paint::Command,
            };
            row.push((paint, number));
            row.push((Paint::Plain, format!("\u{a0}{label}\u{a0} ")));
        }
        if !row.is_empty() {
            let margin = (Paint::Plain, margin.to_owned());
            let made = wrap(&row, self.look.width, &margin, &margin, self.look.colour);
            self.lines.extend(
                made.into_iter()
                    .map(|line| line.replace('\u{a0}', " ").trim_end().to_owned()),
            );
        }
    }

    fn line(&mut self, style: LineStyle, spans: &[Span]) {
        match style {
            LineStyle::Plain => self.block(spans, "", ""),
            LineStyle::Bullet => self.block(spans, "• ", "  "),
            LineStyle::Quote => self.block(spans, "  │ ", "  │ "),
            LineStyle::Small => {
                let soft: Vec<Span> = spans
                    .iter()
                    .map(|(paint, text)| match paint {
                        Paint::Plain => (Paint::Soft, text.clone()),
                        paint => (*paint, text.clone()),
                    })
                    .collect();
                self.block(&soft, "", "");
            }
        }
    }

    fn block(&mut self, spans: &[Span], first: &str, rest: &str) {
        let safe: Vec<Span> = spans
            .iter()
            .map(|(paint, text)| (*paint, words::safe(text)))
            .collect();
        let margin = |text: &str| (Paint::Soft, text.to_owned());
        self.lines.extend(wrap(
            &safe,
            self.look.width,
            &margin(first),
            &margin(rest),
            self.look.colour,
        ));
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn spans(&self, line: &Line) -> Vec<Span> {
        let look = self.look;
        line.text
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) => (Paint::Plain, text.clone()),
                Piece::Strong(text) => (Paint::Strong, text.clone()),
                Piece::Marked(text) if look.colour => (Paint::Strong, text.clone()),
                Piece::Marked(text) => (Paint::Strong, format!("›{text}‹")),
                Piece::Soft(text) => (Paint::Soft, text.clone()),
                Piece::Command(text) => (Paint::Command, text.clone()),
                Piece::Instant(at) => (Paint::Strong, words::moment(*at, look.zone)),
                Piece::Countdown(at) => (Paint::Plain, words::countdown(*at, look.now)),
                Piece::Day(day) => (Paint::Strong, words::day(*day)),
                Piece::Channel(number) => (Paint::Plain, format!("channel {number}")),
                Piece::Role(number) => (Paint::Plain, format!("role {number}")),
                Piece::User(number) => (Paint::Plain, format!("member {number}")),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::page::{Position, Room, fit};
    use crate::commands::Invocation;

    const LOOK: Look = Look {
        width: 40,
        colour: false,
        zone: chrono_tz::Asia::Kabul,
        now: DateTime::UNIX_EPOCH,
    };

    fn show(given: &Answer, look: &Look, count: usize) -> Shown {
        let room = Room {
            size: usize::MAX,
            count,
            cost: &|entry| height(entry, look),
        };
        let total = given.entries.len();
        let page = fit(&given.entries, 0, total, Position::default(), &room);
        answer(given, &page, total, look)
    }

    fn quote() -> Answer {
        Answer {
            title: "Mara Lind".to_owned(),
            entries: vec![
                Entry {
                    lines: vec![
                        Line::of(
                            LineStyle::Quote,
                            vec![Piece::plain("We will wait for the harbour, however long.")]
                        ),
                        Line::of(
                            LineStyle::Plain,
                            vec![Piece::strong("Mara Lind"), Piece::plain(", pilot")],
                        ),
                    ],
                    sources: vec![Citation {
                        label: "Coast Wire, 14 Mar 2026".to_owned(),
                        url: Some("https://coast.example/#:~:text=We%20will".to_owned()),
                    }],
                    buttons: Vec::new(),
                };
                2
            ],
            buttons: vec![
                Button::ask("Timeline", Invocation::new("timeline")),
                Button::draw("As picture", Invocation::new("quote")),
                Button::undo("Delete it all", Invocation::new("privacy")),
            ],
            ..Answer::default()
        }
    }

    #[test]
    fn a_quote_is_set_off_with_its_source_under_it_and_buttons_as_numbers() {
        let shown = show(&quote(), &LOOK, 1);
        assert_eq!(
            shown.text,
            "\
Mara Lind

  │ We will wait for the harbour,
  │ however long.
Mara Lind, pilot
  ↳ Coast Wire, 14 Mar 2026
    https://coast.example/#:~:text=We%20will

1 of 2 · more: the next

[1] Timeline  [2] Delete it all
"
        );
        assert_eq!(shown.buttons.len(), 2);
    }

    #[test]
    fn without_colours_there_is_no_escape_and_with_them_the_same_words() {
        let plain = show(&quote(), &LOOK, 10).text;
        let painted = show(
            &quote(),
            &Look {
                colour: true,
                ..LOOK
            },
            10,
        )
        .text;
        assert!(!plain.contains('\u{1b}'));
        let mut words = String::new();
        let mut rest = painted.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            words.push_str(before);
            rest = after.split_once('m').expect("a code ends in m").1;
        }
        words.push_str(rest);
        // A code at a line's end keeps the space before it.
        let trimmed: Vec<&str> = words.split('\n').map(str::trim_end).collect();
        assert_eq!(trimmed.join("\n"), plain);
    }

    #[test]
    fn an_articles_escape_codes_do_not_reach_the_terminal() {
        let mut answer = quote();
        answer.title = "\u{1b}]0;title\u{7}".to_owned();
        answer.entries[0].lines[0] = Line::plain("\u{1b}[2J");
        answer.buttons[0].label = "\u{1b}[2J".to_owned();
        assert!(!show(&answer, &LOOK, 10).text.contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn entries_of_one_line_stand_close() {
        let answer = Answer {
            entries: ["One.", "Two."]
                .map(|text| Entry {
                    lines: vec![Line::of(LineStyle::Bullet, vec![Piece::plain(text)])],
                    ..Entry::default()
                })
                .to_vec(),
            ..Answer::default()
        };
        assert_eq!(show(&answer, &LOOK, 10).text, "• One.\n• Two.\n");
    }

    #[test]
    fn moments_are_told_in_the_zone_and_counted_from_now() {
        let at = DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(26);
        let answer = Answer {
            intro: vec![Line::of(
                LineStyle::Plain,
                vec![Piece::Instant(at), Piece::plain(", "), Piece::Countdown(at)],
            )],
            ..Answer::default()
        };
        let look = Look { width: 80, ..LOOK };
        assert_eq!(
            show(&answer, &look, 10).text,
            "Friday 2 January 1970, 06:30 (Asia/Kabul), in 1 day and 2 hours\n"
        );
    }
}
