//! [`Answer`] → one embed and rows of buttons, within every limit of Discord.
//!
//! The title and the footer are fixed; the entries get what the limits leave, and [`page::fit`] turns the rest into pages.
//! An answer that cannot be turned (a reminder has nobody who asked) says how much it leaves out.

use serenity::builder::{
    CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateEmbedFooter,
    CreateInteractionResponseMessage, CreateMessage, EditInteractionResponse,
};
use serenity::model::application::ButtonStyle;
use serenity::model::id::RoleId;

use super::custom_id;
use super::escape::{self, Markdown, one_line};
use super::limits::{self, shorten, units};
use super::link::{self, Address};
use super::studio::Sketch;
use crate::answer::page::{self, Page, Position, Room};
use crate::answer::{Action, Answer, Button, Entry, Line, LineStyle, Paging, Piece, Tone};

/// A message as Discord takes it.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    embed: CreateEmbed,
    rows: Vec<CreateActionRow>,
    private: bool,
    sketch: Option<Sketch>,
}

/// The most of what stands above the entries on every page: half a page, so that entries always have the other half.
const HEAD: usize = limits::DESCRIPTION / 2;
/// Kept free for the line that tells what is left out.
const LEFT_OUT: usize = 60;
/// Between two entries, and between the lines above them and the first.
const BREAK: &str = "\n\n";
/// Buttons beside the two that turn pages, which have a row of their own.
const BESIDE_PAGING: usize = (limits::ROWS - 1) * limits::ROW;

impl Reply {
    /// Renders an answer.
    pub(super) fn new(answer: &Answer) -> Self {
        Self::marked(answer, None)
    }

    /// Renders an answer with a mark by which the message can be found again: in its buttons, where nobody sees it, else in
    /// its small print.
    pub(super) fn marked(answer: &Answer, mark: Option<&str>) -> Self {
        let mut layout = Layout::of(answer);
        let (rows, carried) = rows(&layout.buttons, &layout.turns, mark);
        if let Some(mark) = mark.filter(|_| !carried) {
            if !layout.footer.is_empty() {
                layout.footer.push_str(" · ");
            }
            layout.footer.push_str(mark);
        }
        let mut embed =
            CreateEmbed::new()
                .description(layout.description)
                .colour(match answer.tone {
                    Tone::Tells => 0x2b_6c_b0_u32,
                    Tone::Done => 0x2f_85_5a,
                    Tone::Problem => 0xb7_79_1f,
                });
        if !layout.title.is_empty() {
            embed = embed.title(layout.title);
            if let Some(address) = answer.url.as_deref().and_then(Address::read) {
                embed = embed.url(address.url);
            }
        }
        if !layout.footer.is_empty() {
            embed = embed.footer(CreateEmbedFooter::new(layout.footer));
        }
        Self {
            embed,
            rows,
            private: answer.private,
            sketch: answer.files.first().map(Sketch::of),
        }
    }

    /// For only the one who asked.
    pub(super) fn private(&self) -> bool {
        self.private
    }

    /// The picture that belongs beside it.
    pub(super) fn sketch(&self) -> Option<Sketch> {
        self.sketch.clone()
    }

    /// As the answer to an interaction.
    pub(super) fn message(self, private: bool) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .embed(self.embed)
            .components(self.rows)
            .ephemeral(private)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a change of the answer that was put off, or of the message that a button stands under.
    pub(super) fn edit(self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .embed(self.embed)
            .components(self.rows)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a message of its own, which pings nobody but the role given.
    pub(super) fn letter(self, role: Option<RoleId>) -> CreateMessage {
        let message = CreateMessage::new().embed(self.embed).components(self.rows);
        match role {
            // A mention inside an embed pings nobody: it stands in the text above.
            Some(role) => message
                .content(format!("<@&{role}>"))
                .allowed_mentions(CreateAllowedMentions::new().roles([role])),
            None => message.allowed_mentions(CreateAllowedMentions::new()),
        }
    }
}

/// The texts of a message and its buttons.
struct Layout {
    title: String,
    description: String,
    footer: String,
    buttons: Vec<Button>,
    turns: Vec<Button>,
}

impl Layout {
    fn of(answer: &Answer) -> Self {
        let (title, heading) = title(answer);
        let footer = answer.footer.as_deref().map(one_line).unwrap_or_default();
        // "1999–2000 of 2000" and what separates it.
        let footer = shorten(&footer, limits::FOOTER - 30);
        let mut entries = answer.entries.clone();
        let mut head = heading;
        let intro = text(&answer.intro);
        let mut space = HEAD.saturating_sub(units(&head));
        if answer.paging.is_none() && units(&intro) > space {
            // Nothing is turned here, so the lines above the entries may be as long as entries.
            entries.insert(
                0,
                Entry {
                    lines: answer.intro.clone(),
                    ..Entry::default()
                },
            );
        } else {
            for line in &answer.intro {
                let line = text(std::slice::from_ref(line));
                let need = units(&line) + 1;
                if need > space {
                    head.push_str("\n…");
                    break;
                }
                space -= need;
                if !head.is_empty() {
                    head.push('\n');
                }
                head.push_str(&line);
            }
        }
        let page = turn(
            answer,
            &entries,
            limits::DESCRIPTION - units(&head) - units(BREAK) - LEFT_OUT,
        );
        let mut parts: Vec<String> = Vec::new();
        if !head.is_empty() {
            parts.push(head);
        }
        parts.extend(page.entries.iter().map(written));
        if answer.paging.is_none()
            && let Some(next) = page.next
        {
            parts.push(match entries.len() - next.entry {
                1 => "-# … and one more that does not fit here.".to_owned(),
                left => format!("-# … and {left} more that do not fit here."),
            });
        }
        let mut description = parts.join(BREAK);
        if units(&description) > limits::DESCRIPTION {
            tracing::error!(title, "an entry was cut: it is too long for a page");
            description = shorten(&description, limits::DESCRIPTION);
        }
        if description.trim().is_empty() && title.is_empty() {
            "Nothing to show.".clone_into(&mut description);
        }
        Self {
            footer: join_footer(footer, answer.paging.as_ref(), &page),
            buttons: buttons(&page, answer),
            turns: answer
                .paging
                .as_ref()
                .map(|paging| turns(paging, &page))
                .unwrap_or_default(),
            title,
            description,
        }
    }
}

/// The title, and what of it stands in the description: all of it, in bold, where it is too long to be a title.
fn title(answer: &Answer) -> (String, String) {
    /// A heading beyond this is no heading; escaped it is at most twice as long.
    const LONGEST: usize = 500;
    let plain = one_line(&answer.title);
    let mut title = Markdown::default();
    title.plain(&plain);
    if units(title.text()) <= limits::TITLE {
        return (title.into_text(), String::new());
    }
    let mut heading = Markdown::default();
    heading.strong(&shorten(&plain, LONGEST));
    if let Some(address) = answer.url.as_deref().and_then(Address::read) {
        heading.raw(&format!(" <{}>", address.url));
    }
    (String::new(), heading.into_text())
}

/// The page of the answer that fits.
fn turn(answer: &Answer, entries: &[Entry], size: usize) -> Page {
    let cost = |entry: &Entry| units(&written(entry)) + units(BREAK);
    let fit = |count: usize| {
        let room = Room {
            size,
            count,
            cost: &cost,
        };
        match &answer.paging {
            Some(paging) => page::fit(entries, paging.first, paging.total, paging.position, &room),
            None => page::fit(entries, 0, entries.len(), Position::default(), &room),
        }
    };
    let Some(paging) = &answer.paging else {
        return fit(usize::MAX);
    };
    // A list that is here whole is shown whole where it fits: turning a page for one more line is a nuisance.
    let mut count = if paging.total == entries.len() {
        entries.len().max(1)
    } else {
        Answer::PAGE
    };
    // Fewer entries where their buttons would not have the room.
    loop {
        let page = fit(count);
        let own: usize = page.entries.iter().map(|entry| entry.buttons.len()).sum();
        if count == 1 || own + answer.buttons.len() <= BESIDE_PAGING {
            return page;
        }
        count -= 1;
    }
}

fn join_footer(footer: String, paging: Option<&Paging>, page: &Page) -> String {
    let several = page.next.is_some() || page.previous.is_some();
    let place = paging
        .zip(page.shown)
        .filter(|_| several)
        .map(|(paging, (first, last))| {
            if first == last {
                format!("{} of {}", first + 1, paging.total)
            } else {
                format!("{}–{} of {}", first + 1, last + 1, paging.total)
            }
        });
    match place {
        Some(place) if footer.is_empty() => place,
        Some(place) => format!("{footer} · {place}"),
        None => footer,
    }
}

/// The buttons of the entries shown, then the answer's.
fn buttons(page: &Page, answer: &Answer) -> Vec<Button> {
    page.entries
        .iter()
        .flat_map(|entry| &entry.buttons)
        .chain(&answer.buttons)
        .cloned()
        .collect()
}

/// The buttons that turn pages.
fn turns(paging: &Paging, page: &Page) -> Vec<Button> {
    let turn = |label: &str, to: Option<Position>| {
        to.map(|position| Button {
            label: label.to_owned(),
            action: Action::Turn(paging.invocation.clone().with("page", position)),
        })
    };
    [turn("‹ Back", page.previous), turn("Next ›", page.next)]
        .into_iter()
        .flatten()
        .collect()
}

/// The rows of buttons, and whether one of them carries the mark.
fn rows(buttons: &[Button], turns: &[Button], mark: Option<&str>) -> (Vec<CreateActionRow>, bool) {
    let mut seen = Vec::new();
    let mut carried = false;
    let mut make = |buttons: &[Button], most: usize| -> Vec<CreateButton> {
        buttons
            .iter()
            .filter_map(|button| pressable(button, &mut seen, mark, &mut carried))
            .take(most)
            .collect()
    };
    let turns = make(turns, limits::ROW);
    let most = if turns.is_empty() {
        limits::ROWS * limits::ROW
    } else {
        BESIDE_PAGING
    };
    let rows = make(buttons, most)
        .chunks(limits::ROW)
        .map(<[CreateButton]>::to_vec)
        .chain((!turns.is_empty()).then_some(turns))
        .map(CreateActionRow::Buttons)
        .collect();
    (rows, carried)
}

/// The button as Discord takes it; none where the message has the same already, or where it cannot be carried.
fn pressable(
    button: &Button,
    seen: &mut Vec<String>,
    mark: Option<&str>,
    carried: &mut bool,
) -> Option<CreateButton> {
    let label = one_line(&button.label);
    let label = if label.is_empty() {
        "Open".to_owned()
    } else {
        shorten(&label, limits::LABEL)
    };
    if let Action::Open(url) = &button.action {
        let url = Address::read(url)?.url;
        return (units(&url) <= limits::BUTTON_URL)
            .then(|| CreateButton::new_link(url).label(label));
    }
    let mut id = custom_id::write(&button.action)?;
    if let Some(marked) = mark.and_then(|mark| custom_id::marked(&id, mark)) {
        id = marked;
        *carried = true;
    }
    if seen.contains(&id) {
        return None;
    }
    seen.push(id.clone());
    let style = match button.action {
        Action::Undo(_) => ButtonStyle::Danger,
        _ => ButtonStyle::Secondary,
    };
    Some(CreateButton::new(id).label(label).style(style))
}

/// An entry in Markdown.
fn written(entry: &Entry) -> String {
    let mut markdown = Markdown::default();
    for line in &entry.lines {
        write(&mut markdown, line);
    }
    for source in &entry.sources {
        markdown.line("-# ");
        link::cite(&mut markdown, source);
    }
    markdown.into_text()
}

/// Lines in Markdown.
fn text(lines: &[Line]) -> String {
    let mut markdown = Markdown::default();
    for line in lines {
        write(&mut markdown, line);
    }
    markdown.into_text()
}

/// A line, with its mark before every physical line.
fn write(markdown: &mut Markdown, line: &Line) {
    let (first, further) = match line.style {
        LineStyle::Plain => ("", ""),
        LineStyle::Bullet => ("- ", "  "),
        LineStyle::Quote => ("> ", "> "),
        LineStyle::Small => ("-# ", "-# "),
    };
    markdown.line(first);
    for piece in &line.text {
        match piece {
            Piece::Plain(words) => each(markdown, further, words, Markdown::plain),
            Piece::Strong(words) | Piece::Marked(words) => {
                each(markdown, further, words, Markdown::strong)
            }
            Piece::Soft(words) => each(markdown, further, words, Markdown::soft),
            Piece::Command(words) => markdown.code(&shorten(&one_line(words), limits::TITLE)),
            Piece::Instant(moment) => markdown.raw(&format!("<t:{}:F>", moment.timestamp())),
            Piece::Countdown(moment) => markdown.raw(&format!("<t:{}:R>", moment.timestamp())),
            Piece::Day(day) => markdown.plain(&day.format("%-d %b %Y").to_string()),
            Piece::Channel(channel) => markdown.raw(&format!("<#{channel}>")),
            Piece::Role(role) => markdown.raw(&format!("<@&{role}>")),
            Piece::User(user) => markdown.raw(&format!("<@{user}>")),
        }
    }
}

fn each(markdown: &mut Markdown, further: &str, words: &str, put: fn(&mut Markdown, &str)) {
    for (number, words) in escape::lines(words).enumerate() {
        if number > 0 {
            markdown.wrap(further);
        }
        put(markdown, words);
    }
}

#[cfg(test)]
mod tests;
