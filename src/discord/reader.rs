//! A reader of Discord's Markdown, for the tests: what a member would see, and what would be more than letters.
//!
//! Written from the descriptions of Discord's own help pages and API reference, and stricter than the clients are: where
//! they differ among themselves (numbered lists, a `+` list, an emoji's name that does not exist), this reader takes the
//! reading that changes the text.

/// What a text shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// The letters.
    pub(super) words: String,
    /// Everything that is more than letters, in order.
    pub(super) seen: Vec<Seen>,
}

/// More than letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Bold(String),
    Italic(String),
    Underline(String),
    Strike(String),
    Spoiler(String),
    Code(String),
    Link { label: String, url: String },
    Address(String),
    Mention(String),
    Time(String),
    Emoji(String),
    Heading,
    List,
    Quote,
    Small,
}

/// Reads a whole text, line by line.
pub(super) fn read(markdown: &str) -> Read {
    let mut read = Read::default();
    for (number, line) in markdown.split('\n').enumerate() {
        if number > 0 {
            read.words.push('\n');
        }
        let line = blocks(line, &mut read);
        inline(line, &mut read);
    }
    read
}

/// Takes off what stands at the beginning of a line.
fn blocks<'a>(mut line: &'a str, read: &mut Read) -> &'a str {
    loop {
        let bare = line.trim_start();
        let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let numbered =
            digits > 0 && (bare[digits..].starts_with(". ") || bare[digits..].starts_with(") "));
        let (seen, length) = if bare.starts_with("> ") || bare.starts_with(">>> ") {
            (Seen::Quote, bare.find(' ').unwrap_or_default() + 1)
        } else if bare.starts_with("-# ") {
            (Seen::Small, 3)
        } else if ["# ", "## ", "### "]
            .iter()
            .any(|mark| bare.starts_with(mark))
        {
            (Seen::Heading, bare.find(' ').unwrap_or_default() + 1)
        } else if ["- ", "* ", "+ "].iter().any(|mark| bare.starts_with(mark)) {
            (Seen::List, 2)
        } else if numbered {
            (Seen::List, digits + 2)
        } else {
            return line;
        };
        read.seen.push(seen);
        line = &bare[length..];
    }
}

/// Reads a line's text.
fn inline(mut rest: &str, read: &mut Read) {
    while let Some(first) = rest.chars().next() {
        if let Some(length) = special(rest, read) {
            rest = &rest[length..];
        } else {
            read.words.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
}

/// Reads what is more than a letter at the beginning of `rest`, and gives back its length.
fn special(rest: &str, read: &mut Read) -> Option<usize> {
    if let Some(after) = rest.strip_prefix('\\') {
        let c = after.chars().next().filter(char::is_ascii_punctuation)?;
        read.words.push(c);
        return Some(2);
    }
    if rest.starts_with('`') {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let end = rest[ticks..].find(&rest[..ticks])?;
        let code = &rest[ticks..ticks + end];
        read.words.push_str(code);
        read.seen.push(Seen::Code(code.to_owned()));
        return Some(2 * ticks + end);
    }
    for name in ["@everyone", "@here"] {
        if rest.starts_with(name) {
            read.seen.push(Seen::Mention(name.to_owned()));
            return Some(name.len());
        }
    }
    for scheme in ["https://", "http://"] {
        if rest.starts_with(scheme) {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            read.seen.push(Seen::Address(rest[..end].to_owned()));
            return Some(end);
        }
    }
    if let Some(after) = rest.strip_prefix('<') {
        let end = after.find('>')?;
        let tag = &after[..end];
        let seen = match tag.chars().next()? {
            '@' | '#' | '/' => Seen::Mention(tag.to_owned()),
            't' if tag.starts_with("t:") => Seen::Time(tag.to_owned()),
            ':' | 'a' if tag.split(':').count() == 3 => Seen::Emoji(tag.to_owned()),
            _ if tag.contains(":/") => Seen::Address(tag.to_owned()),
            _ => return None,
        };
        read.seen.push(seen);
        return Some(end + 2);
    }
    if let Some(after) = rest.strip_prefix(':') {
        let end = after
            .find(':')
            .filter(|end| *end > 0 && !after[..*end].contains(char::is_whitespace))?;
        read.seen.push(Seen::Emoji(after[..end].to_owned()));
        return Some(end + 2);
    }
    if let Some(after) = rest.strip_prefix('[') {
        return link(after, read);
    }
    marked(rest, read)
}

/// Reads a link after its first bracket; the length is that with the bracket.
fn link(after: &str, read: &mut Read) -> Option<usize> {
    let close = unescaped(after, "]")?;
    let target = after[close + 1..].strip_prefix('(')?;
    let end = target.find(')')?;
    let mut inner = Read::default();
    inline(&after[..close], &mut inner);
    let url = target[..end]
        .trim_start_matches('<')
        .trim_end_matches('>')
        .to_owned();
    read.words.push_str(&inner.words);
    read.seen.push(Seen::Link {
        label: inner.words,
        url,
    });
    read.seen.extend(inner.seen);
    Some(close + end + 4)
}

/// Reads what stands between two marks, such as `**bold**`.
fn marked(rest: &str, read: &mut Read) -> Option<usize> {
    type Make = fn(String) -> Seen;
    let marks: [(&str, Make); 6] = [
        ("**", Seen::Bold),
        ("__", Seen::Underline),
        ("~~", Seen::Strike),
        ("||", Seen::Spoiler),
        ("*", Seen::Italic),
        ("_", Seen::Italic),
    ];
    for (mark, make) in marks {
        let Some(after) = rest.strip_prefix(mark) else {
            continue;
        };
        // A mark of one sign beside a space is a sign.
        if mark.len() == 1 && after.starts_with(char::is_whitespace) {
            continue;
        }
        let Some(end) = unescaped(after, mark).filter(|end| *end > 0) else {
            continue;
        };
        let mut inner = Read::default();
        inline(&after[..end], &mut inner);
        read.words.push_str(&inner.words);
        read.seen.push(make(inner.words));
        read.seen.extend(inner.seen);
        return Some(2 * mark.len() + end);
    }
    None
}

/// Where `mark` stands without a backslash before it.
fn unescaped(text: &str, mark: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = !escaped && text[at..].starts_with(mark);
        escaped = c == '\\' && !escaped;
        found.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, words: &str, seen: &[Seen]) {
        let read = read(markdown);
        assert_eq!(
            (read.words.as_str(), read.seen.as_slice()),
            (words, seen),
            "{markdown}"
        );
    }

    #[test]
    fn the_reader_sees_what_a_member_would() {
        let text = str::to_owned;
        check(
            "a **b** *c* _d_",
            "a b c d",
            &[
                Seen::Bold(text("b")),
                Seen::Italic(text("c")),
                Seen::Italic(text("d")),
            ],
        );
        check(
            "__a__ ~~b~~ ||c||",
            "a b c",
            &[
                Seen::Underline(text("a")),
                Seen::Strike(text("b")),
                Seen::Spoiler(text("c")),
            ],
        );
        check(
            "`*a*` <t:1:R> <@1>",
            "*a*  ",
            &[
                Seen::Code(text("*a*")),
                Seen::Time(text("t:1:R")),
                Seen::Mention(text("@1")),
            ],
        );
        check(
            "@everyone :a: <:b:1>",
            "  ",
            &[
                Seen::Mention(text("@everyone")),
                Seen::Emoji(text("a")),
                Seen::Emoji(text(":b:1")),
            ],
        );
        check(
            "[a](<https://b.c>) https://d.e",
            "a ",
            &[
                Seen::Link {
                    label: text("a"),
                    url: text("https://b.c"),
                },
                Seen::Address(text("https://d.e")),
            ],
        );
        check(
            "# a\n> - b\n-# c\n1. d",
            "a\nb\nc\nd",
            &[
                Seen::Heading,
                Seen::Quote,
                Seen::List,
                Seen::Small,
                Seen::List,
            ],
        );
        check(r"\*a\* \<t\:1\:R\>", "*a* <t:1:R>", &[]);
    }
}
