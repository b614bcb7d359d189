//! Pages: which entries of a list are shown at once, and where the next and the previous page begin.
//!
//! A page is cut by size, not by count, so the place of "page 3" is not known without laying out pages 1 and 2. The state
//! of a page is therefore a [`Position`] in the list and a direction: forward pages begin there, backward pages end there.
//! Going forward or back shows every entry once, whatever the medium's size is.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Entry, Line, Piece};

/// A place in a list: an entry, and a part of it where it is too long for one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The entry's number, counted from 0.
    pub entry: usize,
    /// The part's number within the entry, counted from 0.
    pub part: usize,
    /// The page ends just before this place instead of beginning at it.
    pub backward: bool,
}

impl Position {
    /// The number of the first entry that a page here may need, when at most `page` entries are shown.
    #[must_use]
    pub fn first(self, page: usize) -> usize {
        if self.backward {
            // The entry at the position itself is needed too when the page ends inside it.
            (self.entry + usize::from(self.part > 0)).saturating_sub(page)
        } else {
            self.entry
        }
    }
}

/// `12`, `12.3`, and `-12` for a backward page.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.backward {
            f.write_str("-")?;
        }
        write!(f, "{}", self.entry)?;
        if self.part > 0 {
            write!(f, ".{}", self.part)?;
        }
        Ok(())
    }
}

/// A string that is no position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no page: leave it out to begin at the first")]
pub struct NotPosition(String);

impl FromStr for Position {
    type Err = NotPosition;

    fn from_str(text: &str) -> Result<Self, NotPosition> {
        let wrong = || NotPosition(text.to_owned());
        let (backward, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (entry, part) = rest.split_once('.').unwrap_or((rest, "0"));
        let number = |digits: &str| match digits.len() {
            1..=9 if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().map_err(|_| wrong())
            }
            _ => Err(wrong()),
        };
        Ok(Self {
            entry: number(entry)?,
            part: number(part)?,
            backward,
        })
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What one page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The entries, or parts of an entry, in order.
    pub entries: Vec<Entry>,
    /// The numbers of the first and the last entry shown, counted from 0; none for an empty page.
    pub shown: Option<(usize, usize)>,
    /// Where the next page begins; none at the end.
    pub next: Option<Position>,
    /// Where the previous page ends; none at the beginning.
    pub previous: Option<Position>,
}

/// How much a medium can show, and what an entry costs there.
pub struct Room<'a> {
    /// The most that the entries of one page may cost.
    pub size: usize,
    /// The most entries on one page.
    pub count: usize,
    /// What an entry costs, with what separates it from the next.
    pub cost: &'a dyn Fn(&Entry) -> usize,
}

/// What a page shows whole or not at all.
struct Part {
    at: Position,
    entry: Entry,
    cost: usize,
}

/// Lays out the page at `position` of a list of `total` entries, of which `entries` are those from number `first` on.
#[must_use]
pub fn fit(entries: &[Entry], first: usize, total: usize, position: Position, room: &Room) -> Page {
    let parts: Vec<Part> = entries
        .iter()
        .enumerate()
        .flat_map(|(i, entry)| {
            parts(entry, room)
                .into_iter()
                .enumerate()
                .map(move |(part, (entry, cost))| Part {
                    at: at(first + i, part),
                    entry,
                    cost,
                })
        })
        .collect();
    let place = at(position.entry, position.part);
    let border = parts.partition_point(|part| part.at < place);
    let fits = |candidates: &mut dyn Iterator<Item = &Part>| {
        let mut size = 0;
        candidates
            .take(room.count)
            .take_while(|part| {
                size += part.cost;
                size <= room.size
            })
            .count()
            // A part that is still too large (one endless word) is shown all the same: the medium cuts it, the list goes on.
            .max(1)
    };
    let range = if position.backward {
        let count = fits(&mut parts[..border].iter().rev());
        border.saturating_sub(count)..border
    } else {
        let count = fits(&mut parts[border..].iter());
        border..(border + count).min(parts.len())
    };
    let shown = &parts[range.clone()];
    let next = match parts.get(range.end) {
        Some(part) => Some(part.at),
        None if first + entries.len() < total => Some(at(first + entries.len(), 0)),
        None => None,
    };
    let previous = shown
        .first()
        .filter(|part| part.at.entry > 0 || part.at.part > 0)
        .map(|part| Position {
            backward: true,
            ..part.at
        });
    Page {
        shown: shown
            .first()
            .zip(shown.last())
            .map(|(a, b)| (a.at.entry, b.at.entry)),
        entries: shown.iter().map(|part| part.entry.clone()).collect(),
        next,
        previous,
    }
}

fn at(entry: usize, part: usize) -> Position {
    Position {
        entry,
        part,
        backward: false,
    }
}

/// The entry whole where it fits, else in parts that each repeat nothing but the sources; the last has the buttons. Each with
/// what it costs.
fn parts(entry: &Entry, room: &Room) -> Vec<(Entry, usize)> {
    let cost = (room.cost)(entry);
    if cost <= room.size {
        return vec![(entry.clone(), cost)];
    }
    let mut done: Vec<Entry> = Vec::new();
    let blank = || Entry {
        sources: entry.sources.clone(),
        ..Entry::default()
    };
    let mut part = blank();
    let fits = |part: &Entry, line: &Line| {
        let mut with = part.clone();
        with.lines.push(line.clone());
        (room.cost)(&with) <= room.size
    };
    for line in &entry.lines {
        let mut rest = line.clone();
        while !fits(&part, &rest) {
            let pieces = words(&rest);
            let mut head = Line::of(line.style, Vec::new());
            // The longest run of whole words that fits, found by halving: the cost grows with the words.
            let (mut low, mut high) = (0, pieces.len());
            while low < high {
                let middle = (low + high).div_ceil(2);
                head.text = join(&pieces[..middle]);
                if fits(&part, &head) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            if low == 0 && part.lines.is_empty() {
                // One word longer than a page: nothing can be done for it here.
                break;
            }
            if low > 0 {
                head.text = join(&pieces[..low]);
                part.lines.push(head);
                rest.text = join(&pieces[low..]);
            }
            done.push(std::mem::replace(&mut part, blank()));
        }
        if !rest.text.is_empty() {
            part.lines.push(rest);
        }
    }
    if !part.lines.is_empty() {
        done.push(part);
    }
    if let Some(last) = done.last_mut() {
        last.buttons.clone_from(&entry.buttons);
    }
    let cost = |part: Entry| {
        let cost = (room.cost)(&part);
        (part, cost)
    };
    done.into_iter().map(cost).collect()
}

/// The line in pieces that may be parted: words with the white space after them.
fn words(line: &Line) -> Vec<Piece> {
    let cut = |text: &str, make: fn(String) -> Piece| -> Vec<Piece> {
        text.split_inclusive(char::is_whitespace)
            .flat_map(chunks)
            .map(|word| make(word.to_owned()))
            .collect()
    };
    line.text
        .iter()
        .flat_map(|piece| match piece {
            Piece::Plain(text) => cut(text, Piece::Plain),
            Piece::Strong(text) => cut(text, Piece::Strong),
            Piece::Marked(text) => cut(text, Piece::Marked),
            Piece::Soft(text) => cut(text, Piece::Soft),
            whole => vec![whole.clone()],
        })
        .collect()
}

/// A word as it is; what is longer than any word (an address, text without spaces) in lengths that a page can hold.
fn chunks(word: &str) -> Vec<&str> {
    const LONGEST: usize = 200;
    let mut rest = word;
    let mut done = Vec::new();
    while let Some((at, _)) = rest.char_indices().nth(LONGEST) {
        let (head, tail) = rest.split_at(at);
        done.push(head);
        rest = tail;
    }
    done.push(rest);
    done
}

/// Pieces of the same kind side by side become one again.
fn join(pieces: &[Piece]) -> Vec<Piece> {
    let mut done: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (done.last_mut(), piece) {
            (Some(Piece::Plain(text)), Piece::Plain(more))
            | (Some(Piece::Strong(text)), Piece::Strong(more))
            | (Some(Piece::Marked(text)), Piece::Marked(more))
            | (Some(Piece::Soft(text)), Piece::Soft(more)) => text.push_str(more),
            _ => done.push(piece.clone()),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;

    fn entry(text: &str) -> Entry {
        Entry {
            lines: vec![Line::plain(text)],
            ..Entry::default()
        }
    }

    fn said(entry: &Entry) -> String {
        entry
            .lines
            .iter()
            .flat_map(|line| &line.text)
            .map(|piece| match piece {
                Piece::Plain(text) => text.as_str(),
                _ => "",
            })
            .collect()
    }

    fn room(size: usize, count: usize) -> Room<'static> {
        Room {
            size,
            count,
            cost: &|entry| said(entry).chars().count(),
        }
    }

    /// Turns every page forward, then every page back, as a reader would, and returns what was read each way.
    fn read(list: &[Entry], room: &Room) -> (Vec<String>, Vec<String>) {
        let look = |position: Position| {
            let first = position.first(Answer::PAGE);
            let end = (first + Answer::PAGE).min(list.len());
            fit(
                &list[first.min(end)..end],
                first,
                list.len(),
                position,
                room,
            )
        };
        let mut forward = Vec::new();
        let mut page = look(Position::default());
        loop {
            forward.push(page.entries.iter().map(said).collect::<String>());
            match page.next {
                Some(next) => page = look(next),
                None => break,
            }
        }
        let mut back = vec![page.entries.iter().map(said).collect::<String>()];
        while let Some(previous) = page.previous {
            page = look(previous);
            back.push(page.entries.iter().map(said).collect::<String>());
        }
        back.reverse();
        (forward, back)
    }

    #[test]
    fn every_entry_is_shown_once_forward_and_back() {
        let long = "many words make a long entry that no page can hold at once, so it is parted between words ".repeat(3);
        let list: Vec<Entry> = (0..37)
            .map(|i| match i {
                5 | 6 | 30 | 36 => entry(&format!("<{i}> {long}")),
                _ => entry(&format!("<{i}> short. ")),
            })
            .collect();
        let whole: String = list.iter().map(said).collect();
        for size in [40, 64, 100, 1000] {
            for count in [1, 3, 10] {
                let (forward, back) = read(&list, &room(size, count));
                assert_eq!(forward.concat(), whole, "forward, {size} {count}");
                assert_eq!(back.concat(), whole, "back, {size} {count}");
                assert!(
                    forward
                        .iter()
                        .chain(&back)
                        .all(|page| page.chars().count() <= size)
                );
            }
        }
    }

    #[test]
    fn a_part_ends_between_words() {
        let list = [entry("one two three four five six seven")];
        let (forward, _) = read(&list, &room(10, 10));
        assert_eq!(forward, ["one two ", "three ", "four five ", "six seven"]);
    }

    #[test]
    fn text_without_spaces_is_parted_too() {
        let (forward, _) = read(&[entry(&"字".repeat(1000))], &room(450, 10));
        assert_eq!(
            forward
                .iter()
                .map(|p| p.chars().count())
                .collect::<Vec<_>>(),
            [400, 400, 200]
        );
    }

    #[test]
    fn an_empty_list_is_one_empty_page() {
        let page = fit(&[], 0, 0, Position::default(), &room(10, 10));
        assert_eq!((page.shown, page.next, page.previous), (None, None, None));
    }

    #[test]
    fn a_position_reads_as_it_is_written() {
        for text in ["0", "12", "12.3", "-12", "-1.2"] {
            assert_eq!(text.parse::<Position>().expect(text).to_string(), text);
        }
        for text in ["", "-", "x", "1.", "1.x", "+1", "99999999999999999999"] {
            assert!(text.parse::<Position>().is_err(), "{text}");
        }
    }
}
