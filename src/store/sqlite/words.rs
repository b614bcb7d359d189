//! Words as FTS5 is asked for them.
//!
//! What a person types is words, never FTS5's query language: each word is quoted and its beginning is enough. Case and
//! accents are the tokenizer's to drop. What is asked for is narrowed to what a scope sees inside the index, by keys that
//! stand beside each line.
//!
//! FTS5 walks the rows of a word from the newest on and stops when there are enough, but gathers all rows of a beginning
//! (`"coun"*`) first, unless it keeps an index of beginnings so long. So a longer beginning is spelled out: `"council" OR
//! "country"`, by the index's own list of words.

use rusqlite::{Connection, OptionalExtension};
use unicode_normalization::char::decompose_canonical;

use super::Raw;
use crate::store::{ArticleNo, Found, PersonNo, Scope};

/// As many words as are looked for, and as long as each may be.
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 64;

/// The tables keep an index of beginnings up to so many characters.
const INDEXED: usize = 3;

/// As many words as a beginning is spelled out by. Each costs a look into every segment of the index; where so many words begin
/// alike and so late, gathering their rows is quick enough.
const MOST_SPELLED: usize = 16;

/// Words as a person typed them; at least one.
pub(super) struct Words(Vec<String>);

/// What is looked through.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Lines of summaries, quotes and timelines.
    Line,
    /// Quotes.
    Quote,
    /// Timeline entries, by their headlines too.
    Event,
    /// Headlines.
    Headline,
}

/// What a search is narrowed to.
#[derive(Clone, Copy)]
pub(super) struct Narrow {
    pub(super) kind: Kind,
    /// What this scope sees.
    pub(super) scope: Scope,
    /// Of this article only.
    pub(super) article: Option<ArticleNo>,
    /// Said by this person only; of quotes.
    pub(super) person: Option<PersonNo>,
}

impl Kind {
    fn table(self) -> &'static str {
        match self {
            Self::Line | Self::Quote | Self::Event => "lines",
            Self::Headline => "headlines",
        }
    }

    fn columns(self) -> &'static str {
        match self {
            Self::Line | Self::Quote => "text",
            Self::Event => "text heading",
            Self::Headline => "title folded",
        }
    }

    /// The letter of its keys.
    fn letter(self) -> char {
        match self {
            Self::Line => 's',
            Self::Quote => 'q',
            Self::Event => 't',
            Self::Headline => 'h',
        }
    }

    /// The rows that a query finds, the newest first, as a table to be joined: its columns are `hit`, and others of the
    /// table that are asked for.
    pub(super) fn hits(self, others: &str) -> String {
        let (table, most) = (self.table(), Found::<()>::MOST);
        format!(
            "(SELECT rowid AS hit{others} FROM {table} WHERE {table} MATCH ?1 ORDER BY rowid DESC LIMIT {most})"
        )
    }
}

impl Words {
    /// None where there is no word.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let words: Vec<String> = typed
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(MOST_WORDS)
            .map(|word| word.chars().take(LONGEST_WORD).collect())
            .collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// The query for the words side by side; none for a single one.
    pub(super) fn together(&self, narrow: &Narrow) -> Option<String> {
        (self.0.len() > 1).then(|| narrow.query(&format!("\"{}\"", self.0.join(" "))))
    }

    /// The query for the whole words.
    pub(super) fn whole(&self, narrow: &Narrow) -> String {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        narrow.query(&quoted.join(" AND "))
    }

    /// The query for words that begin so.
    pub(super) fn beginnings(&self, connection: &Connection, narrow: &Narrow) -> Raw<String> {
        let mut each = Vec::new();
        for word in &self.0 {
            each.push(match spelled(connection, narrow.kind, word)? {
                None => format!("\"{word}\"*"),
                // No line has it: so does the query say.
                Some(terms) if terms.is_empty() => format!("\"{word}\""),
                Some(terms) if terms.len() == 1 => format!("\"{}\"", terms[0]),
                Some(terms) => format!("(\"{}\")", terms.join("\" OR \"")),
            });
        }
        Ok(narrow.query(&each.join(" AND ")))
    }
}

impl Narrow {
    fn query(&self, words: &str) -> String {
        let Self { kind, scope, .. } = self;
        let said_by = self
            .person
            .map_or_else(String::new, |person| format!("p{}", person.0));
        let key = |scope: u64| format!("{}{scope}{said_by}", kind.letter());
        let mut query = format!("{{{}}} : ({words}) AND keys : ({}", kind.columns(), key(0));
        if *scope != Scope::EVERYONE {
            query = format!("{query} OR {}", key(scope.0));
        }
        query.push(')');
        if let Some(article) = self.article {
            query = format!("{query} AND keys : a{}", article.0);
        }
        query
    }
}

/// The words of the index that begin so. None where FTS5 finds the beginning as quickly, or the tokenizer may read it otherwise.
fn spelled(connection: &Connection, kind: Kind, beginning: &str) -> Raw<Option<Vec<String>>> {
    let beginning: Option<String> = beginning.chars().map(folded).collect();
    let Some(beginning) = beginning.filter(|word| word.chars().count() > INDEXED) else {
        return Ok(None);
    };
    // The first occurrence of each word: to pass over the others one by one would take as long as to gather them.
    let mut next = connection.prepare_cached(&format!(
        "SELECT term FROM {}_words WHERE term >= ? LIMIT 1",
        kind.table()
    ))?;
    let mut terms: Vec<String> = Vec::new();
    let mut from = beginning.clone();
    while let Some(term) = next
        .query_row([&from], |row| row.get::<_, String>(0))
        .optional()?
        .filter(|term| term.starts_with(&beginning))
    {
        if terms.len() == MOST_SPELLED {
            return Ok(None);
        }
        from = format!("{term}\0");
        terms.push(term);
    }
    Ok(Some(terms))
}

/// The character as the tokenizer keeps it: in lower case, and a Latin letter without its marks. None where it is not known to be
/// so: its tables are older than Rust's, and of letters with two small forms it keeps one.
fn folded(c: char) -> Option<char> {
    let letter = match c {
        'a'..='z' | '0'..='9' => return Some(c),
        'A'..='Z' => return Some(c.to_ascii_lowercase()),
        'À'..='ž' | 'Ḁ'..='ỹ' => unmarked(c),
        // Greek and Cyrillic; Hebrew and Arabic.
        'Ά'..='ԣ' | 'א'..='ת' | 'ؠ'..='ي' | 'ٱ'..='ۓ' => c,
        _ => return None,
    };
    let small = single(letter.to_lowercase())?;
    match single(small.to_uppercase()) {
        Some(great) if single(great.to_lowercase()) != Some(small) => None,
        _ => Some(small),
    }
}

/// A marked Latin letter without its marks.
fn unmarked(c: char) -> char {
    let mut parts = Vec::new();
    decompose_canonical(c, |part| parts.push(part));
    match parts.first() {
        Some(letter) if letter.is_ascii() => *letter,
        _ => c,
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let one = chars.next();
    one.filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::schema::prepare;

    fn tables() -> Connection {
        let mut connection = Connection::open_in_memory().expect("opens");
        assert!(prepare(&mut connection, false).is_ok());
        connection
    }

    fn narrow(kind: Kind) -> Narrow {
        Narrow {
            kind,
            scope: Scope(12),
            article: None,
            person: None,
        }
    }

    #[test]
    fn words_are_never_a_query() {
        let whole = |typed: &str| Words::new(typed).map(|words| words.whole(&narrow(Kind::Line)));
        let quoted = |words: &str| Some(format!("{{text}} : ({words}) AND keys : (s0 OR s12)"));
        assert_eq!(whole("peace talks"), quoted("\"peace\" AND \"talks\""));
        assert_eq!(whole("\"a\" OR b*"), quoted("\"a\" AND \"OR\" AND \"b\""));
        assert_eq!(whole(" — \"\" "), None);
        assert_eq!(whole(&"a ".repeat(50)), whole(&"a ".repeat(12)));
    }

    #[test]
    fn a_search_is_narrowed_by_keys() {
        let words = Words::new("quay").expect("a word");
        for (narrow, expected) in [
            (
                narrow(Kind::Event),
                "{text heading} : (\"quay\") AND keys : (t0 OR t12)",
            ),
            (
                Narrow {
                    scope: Scope::EVERYONE,
                    ..narrow(Kind::Headline)
                },
                "{title folded} : (\"quay\") AND keys : (h0)",
            ),
            (
                Narrow {
                    article: Some(ArticleNo(7)),
                    person: Some(PersonNo(9)),
                    ..narrow(Kind::Quote)
                },
                "{text} : (\"quay\") AND keys : (q0p9 OR q12p9) AND keys : a7",
            ),
        ] {
            assert_eq!(words.whole(&narrow), expected);
        }
    }

    #[test]
    fn a_character_is_folded_as_the_tokenizer_does_or_not_at_all() {
        let tables = tables();
        let known: Vec<char> = ('\0'..=char::MAX)
            .filter(|c| c.is_alphanumeric() && folded(*c).is_some())
            .collect();
        assert!(known.len() > 1000);
        let mut line = tables
            .prepare("INSERT INTO lines (rowid, text) VALUES (?, ?)")
            .expect("prepared");
        tables.execute_batch("BEGIN").expect("begun");
        for c in known {
            line.execute((u32::from(c), format!("x{c}y")))
                .expect("there");
        }
        tables.execute_batch("COMMIT").expect("done");
        let mut kept = tables
            .prepare("SELECT doc, group_concat(term, ' ') FROM lines_words GROUP BY doc")
            .expect("prepared");
        let kept = kept
            .query_map([], |row| {
                Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?))
            })
            .expect("asked");
        for row in kept {
            let (c, kept) = row.expect("read");
            let c = char::from_u32(c).expect("a character");
            assert_eq!(folded(c).map(|c| format!("x{c}y")), Some(kept), "{c}");
        }
    }

    #[test]
    fn what_is_spelled_out_finds_the_lines_that_the_beginning_finds() {
        let tables = tables();
        let words = [
            "council",
            "Councillor",
            "counsel",
            "COUNT",
            "county",
            "Köln",
            "kolner",
            "Кёльн",
            "кельн",
            "Совет",
            "СОВЕТА",
            "Αθήνα",
            "αθηνα",
            "Straße",
            "strasse",
            "İstanbul",
            "istanbullu",
            "médiation",
            "Mediator",
            "naïve",
            "l’eau",
            "d'ici",
            "x1919",
            "1919er",
            "فوزیه",
            "فوزی",
            "ประชุม",
            "회의실",
            "q12p9",
            "s12",
        ];
        // Every word with every other, and one beginning with more words than are spelled out.
        let mut texts: Vec<String> = words
            .iter()
            .flat_map(|one| words.iter().map(move |other| format!("{one} and {other}")))
            .collect();
        texts.extend((0..40).map(|n| format!("motion{n} council")));
        tables.execute_batch("BEGIN").expect("begun");
        for (no, text) in (1..).zip(&texts) {
            tables
                .execute(
                    "INSERT INTO lines (rowid, text, heading, keys) VALUES (?, ?, '', ?)",
                    (
                        no,
                        text,
                        if no % 3 == 0 {
                            "s12 a1"
                        } else {
                            "s12 q12 q12p9 a2"
                        },
                    ),
                )
                .expect("there");
        }
        tables.execute_batch("COMMIT").expect("done");
        let rows = |query: &str| -> Vec<i64> {
            let sql = format!("SELECT hit FROM {}", Kind::Line.hits(""));
            super::super::keys(&tables, &sql, [query]).expect("asked")
        };
        let mut spelled_out = 0;
        for typed in words
            .iter()
            .chain(&["motion", "motion1", "no such", "coun cou", "1919 x19"])
        {
            for length in 1..=typed.chars().count() {
                let typed: String = typed.chars().take(length).collect();
                let Some(words) = Words::new(&typed) else {
                    continue;
                };
                for kind in [Kind::Line, Kind::Quote] {
                    let starred: Vec<String> =
                        words.0.iter().map(|word| format!("\"{word}\"*")).collect();
                    let starred = narrow(kind).query(&starred.join(" AND "));
                    let spelled = words.beginnings(&tables, &narrow(kind)).expect("asked");
                    assert_eq!(rows(&spelled), rows(&starred), "{typed}: {spelled}");
                    spelled_out += usize::from(spelled != starred);
                }
            }
        }
        assert!(spelled_out > 100, "{spelled_out}");
    }
}
