//! Text → Discord's Markdown, so that what came from outside is shown letter for letter.
//!
//! Discord's clients read more than Markdown: mentions, times, custom emoji, `:names:` of emoji, bare addresses. All of it
//! begins with a punctuation mark, and a backslash before a punctuation mark shows the mark itself. What is special only at
//! the beginning of a line (headings, lists, quotes, small print) is escaped only there, so that prose stays readable where
//! Markdown is not read, such as in a notification. Signs that cannot be seen but turn the order of the letters around, or
//! that no client shows, are left out.

/// Markdown in the making.
#[derive(Clone, Debug)]
pub(super) struct Markdown {
    text: String,
    at: Place,
}

/// Where on its line the next letter stands, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At the beginning, with nothing but space before it.
    Start,
    /// After digits that are the first on the line: a full stop would make a numbered list.
    Number,
    /// Further on.
    Middle,
    /// Just after a closing mark: another mark of the same kind would run together with it.
    Mark(char),
}

/// Between two marks that must not run together: a space without width.
const GAP: char = '\u{200b}';

impl Default for Markdown {
    fn default() -> Self {
        Self {
            text: String::new(),
            at: Place::Start,
        }
    }
}

impl Markdown {
    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// What was written so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Begins a new line with Markdown of ours, such as `> `; the first line needs no break before it.
    pub(super) fn line(&mut self, prefix: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(prefix);
        self.at = Place::Start;
    }

    /// Goes on with a new physical line.
    pub(super) fn wrap(&mut self, prefix: &str) {
        self.text.push('\n');
        self.text.push_str(prefix);
        self.at = Place::Start;
    }

    /// Markdown of ours, as it is.
    pub(super) fn raw(&mut self, markdown: &str) {
        self.text.push_str(markdown);
        self.at = Place::Middle;
    }

    /// Words to be shown letter for letter, without line breaks.
    pub(super) fn plain(&mut self, words: &str) {
        let mut rest = words;
        loop {
            if self.at == Place::Middle {
                // Most of a text is nothing but itself, and is taken over a stretch at a time.
                let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',');
                let stretch = rest.bytes().take_while(plain).count();
                let (before, after) = rest.split_at(stretch);
                self.text.push_str(before);
                rest = after;
            }
            let mut letters = rest.chars();
            let Some(c) = letters.next() else {
                return;
            };
            rest = letters.as_str();
            if shown(c) {
                self.letter(c, letters.find(|next| shown(*next)));
            }
        }
    }

    /// One letter of a text, and the one after it.
    fn letter(&mut self, c: char, next: Option<char>) {
        let special = match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '@' => true,
            // ":name:" is an emoji and "https:" the beginning of a link; "Kabul: the" is neither.
            ':' => !next.is_some_and(char::is_whitespace),
            '#' | '-' | '+' => self.at == Place::Start,
            '.' | ')' => self.at == Place::Number,
            _ => false,
        };
        self.at = match self.at {
            Place::Start if c.is_whitespace() => Place::Start,
            Place::Start | Place::Number if c.is_ascii_digit() => Place::Number,
            _ => Place::Middle,
        };
        if special {
            self.text.push('\\');
        }
        self.text.push(c);
    }

    /// Words in bold.
    pub(super) fn strong(&mut self, words: &str) {
        self.marked("**", words);
    }

    /// Words in italics.
    pub(super) fn soft(&mut self, words: &str) {
        self.marked("*", words);
    }

    /// Words as one types them.
    pub(super) fn code(&mut self, words: &str) {
        let words: String = words.chars().filter(|c| shown(*c)).collect();
        let words = words.trim();
        // Nothing can be escaped inside code, so what has a backtick is set in bold instead.
        if words.contains('`') {
            self.strong(words);
        } else if !words.is_empty() {
            self.gap('`');
            self.text.push('`');
            self.text.push_str(words);
            self.text.push('`');
            self.at = Place::Mark('`');
        }
    }

    /// Words between marks. Space at either end stays outside: a mark beside a space is no mark.
    fn marked(&mut self, mark: &str, words: &str) {
        let words: String = words.chars().filter(|c| shown(*c)).collect();
        let core = words.trim();
        if core.is_empty() {
            self.plain(&words);
            return;
        }
        let begin = words.len() - words.trim_start().len();
        self.plain(&words[..begin]);
        self.gap('*');
        self.text.push_str(mark);
        self.at = Place::Middle;
        self.plain(core);
        self.text.push_str(mark);
        self.at = Place::Mark('*');
        self.plain(&words[begin + core.len()..]);
    }

    fn gap(&mut self, mark: char) {
        if self.at == Place::Mark(mark) {
            self.text.push(GAP);
        }
    }
}

/// Whether a letter is shown: no control signs, none that turn the order around.
fn shown(c: char) -> bool {
    (!c.is_control() || c == '\t')
        && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The physical lines of a text, whatever ends them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    // "\r\n" is one end, not two.
    text.split(['\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
        .flat_map(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            line.split('\r')
        })
}

/// The text in one line, as titles, footers and labels need it: without control signs, and a space for every stretch of space.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.chars() {
        if c.is_whitespace() {
            apart = !line.is_empty();
        } else if shown(c) {
            if std::mem::take(&mut apart) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::{self, Seen};
    use super::*;

    fn escaped(text: &str) -> String {
        let mut markdown = Markdown::default();
        for (number, line) in lines(text).enumerate() {
            if number > 0 {
                markdown.wrap("");
            }
            markdown.plain(line);
        }
        markdown.into_text()
    }

    fn check(text: &str, markdown: &str) {
        assert_eq!(escaped(text), markdown, "{text}");
        let seen = reader::read(markdown);
        assert_eq!(
            (seen.words.as_str(), seen.seen.as_slice()),
            (text, [].as_slice()),
            "{markdown}"
        );
    }

    #[test]
    fn prose_stays_as_it_is() {
        check(
            "On Monday, 3.5% said “yes” - and no. (See above.)",
            "On Monday, 3.5% said “yes” - and no. (See above.)",
        );
        check("Kabul: the talks", "Kabul: the talks");
        check("C# and a # b", "C# and a # b");
    }

    #[test]
    fn format_is_shown_as_letters() {
        check(
            "*a* _b_ ~~c~~ `d` ||e||",
            r"\*a\* \_b\_ \~\~c\~\~ \`d\` \|\|e\|\|",
        );
        check(r"a\*b", r"a\\\*b");
        check("snake_case_name", r"snake\_case\_name");
    }

    #[test]
    fn nothing_mentions_or_counts_down() {
        check("@everyone @here", r"\@everyone \@here");
        check("<@1> <@&2> <#3>", r"\<\@1\> \<\@&2\> \<#3\>");
        check(
            "<t:0:R> <:n:1> </quote:1>",
            r"\<t\:0\:R\> \<\:n\:1\> \</quote\:1\>",
        );
        check("10:30 :tada: a:", r"10\:30 \:tada: a\:");
    }

    #[test]
    fn nothing_links() {
        check("https://example.org/a_b", r"https\://example.org/a\_b");
        check(
            "[news](https://example.org)",
            r"\[news\](https\://example.org)",
        );
    }

    #[test]
    fn the_beginning_of_a_line_is_guarded() {
        check("# a\n## b\n-# c", "\\# a\n\\## b\n\\-# c");
        check("- a\n* b\n+ c\n  - d", "\\- a\n\\* b\n\\+ c\n  \\- d");
        check("1. a\n12) b\n3.5", "1\\. a\n12\\) b\n3\\.5");
        check("> a\n>>> b", "\\> a\n\\>\\>\\> b");
    }

    #[test]
    fn what_turns_letters_around_is_left_out() {
        assert_eq!(escaped("a\u{202e}gpj\u{2069}\0b"), "agpjb");
    }

    #[test]
    fn every_end_of_line_is_one() {
        assert_eq!(
            lines("a\r\nb\rc\u{2028}d\n\ne").collect::<Vec<_>>(),
            ["a", "b", "c", "d", "", "e"]
        );
    }

    #[test]
    fn marks_side_by_side_do_not_run_together() {
        let mut markdown = Markdown::default();
        markdown.strong(" a* ");
        markdown.soft("b c");
        markdown.strong("d");
        markdown.code("/quote x");
        markdown.code("y`z");
        let text = markdown.into_text();
        let read = reader::read(&text);
        assert_eq!(read.words.replace(GAP, ""), " a* b cd/quote xy`z", "{text}");
        assert_eq!(
            read.seen,
            [
                Seen::Bold("a*".to_owned()),
                Seen::Italic("b c".to_owned()),
                Seen::Bold("d".to_owned()),
                Seen::Code("/quote x".to_owned()),
                Seen::Bold("y`z".to_owned()),
            ],
            "{text}"
        );
    }

    #[test]
    fn one_line_has_no_breaks() {
        assert_eq!(one_line(" a\n b\u{2028}\u{202e}c\t "), "a b c");
    }

    /// Text that looks like Discord's Markdown more often than chance would have it.
    fn hostile() -> impl Strategy<Value = String> {
        let bit = prop_oneof![
            Just("*".to_owned()),
            Just("**".to_owned()),
            Just("_".to_owned()),
            Just("`".to_owned()),
            Just("```".to_owned()),
            Just("||".to_owned()),
            Just("~~".to_owned()),
            Just("\n".to_owned()),
            Just("> ".to_owned()),
            Just("# ".to_owned()),
            Just("-# ".to_owned()),
            Just("- ".to_owned()),
            Just("1. ".to_owned()),
            Just("\\".to_owned()),
            Just(":".to_owned()),
            Just("<@1>".to_owned()),
            Just("<@&1>".to_owned()),
            Just("<#1>".to_owned()),
            Just("<t:1:R>".to_owned()),
            Just("<:a:1>".to_owned()),
            Just("@everyone".to_owned()),
            Just("@here".to_owned()),
            Just("[a](".to_owned()),
            Just("https://a.b/c".to_owned()),
            Just(")".to_owned()),
            Just("]".to_owned()),
            Just(" ".to_owned()),
            "[a-z0-9]{1,4}",
            "\\PC{1,3}",
        ];
        prop::collection::vec(bit, 0..12).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn escaped_text_reads_as_it_was(text in hostile()) {
            let seen = reader::read(&escaped(&text));
            let wanted: Vec<String> = lines(&text).map(|line| line.chars().filter(|c| shown(*c)).collect()).collect();
            prop_assert_eq!(seen.words, wanted.join("\n"));
            prop_assert_eq!(seen.seen, vec![]);
        }

        #[test]
        fn marked_text_reads_as_it_was(text in hostile().prop_map(|text| one_line(&text)).prop_filter("empty", |text| !text.is_empty())) {
            for bold in [true, false] {
                let mut markdown = Markdown::default();
                if bold { markdown.strong(&text) } else { markdown.soft(&text) }
                let seen = reader::read(markdown.text());
                prop_assert_eq!(&seen.words, &text);
                prop_assert_eq!(seen.seen, vec![if bold { Seen::Bold(text.clone()) } else { Seen::Italic(text.clone()) }]);
            }
        }
    }
}
