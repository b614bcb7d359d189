//! The word lists, and one table over all of them.
//!
//! Lists are data files next to this one. A line starting with `#` is a comment (the first says where the words come from
//! and under which licence); the other lines hold words separated by blanks, each with an optional value: `march=3`.
//! All lists are compiled once into one table, so that a token costs one look-up however many lists there are. A
//! word's classes are bits: the quote reader has bits 0 to 31 and 63, dates 32 to 47, sessions and summary 48 to 62.
//! To add a list: put the file here, a constant below, and a line in `LISTS`.

use std::sync::LazyLock;

use super::token::hash;

/// A set of word classes.
pub type Classes = u64;

/// A word that may end in a full stop within a sentence: `Mr.`, `Sen.`, `Inc.`.
pub const ABBREVIATION: Classes = 1;
/// Such a word only with a capital: `Jan.`, `Art.`, `No.`.
pub const ABBREVIATION_CAPITAL: Classes = 1 << 1;
/// A title before a name: `Mr.`, `Senator`, `President`.
pub const TITLE: Classes = 1 << 2;
/// A man's first name; the value is the name's rank in the census list.
pub const MALE: Classes = 1 << 3;
/// A woman's first name; the value is the name's rank in the census list.
pub const FEMALE: Classes = 1 << 4;
/// A word that often begins a sentence and is no name: `The`, `However`, `In`.
pub const FUNCTION: Classes = 1 << 5;
/// A verb of speech that takes a clause, in a finite form: `said`, `noted`.
pub const CUE_SAY: Classes = 1 << 6;
/// A verb of speech whose first object is the hearer: `told`.
pub const CUE_TELL: Classes = 1 << 7;
/// A verb of asking: `asked`.
pub const CUE_ASK: Classes = 1 << 8;
/// A verb that goes with quoted words, not with a reported clause: `called`, `praised`.
pub const CUE_CALL: Classes = 1 << 9;
/// A form that is a noun as often as a verb of speech: `reports`, `claims`.
pub const CUE_NOUN: Classes = 1 << 10;
/// A participle of speech: `saying`, `adding`.
pub const CUE_ING: Classes = 1 << 11;
/// A participle that goes with quoted words: `calling`.
pub const CUE_CALL_ING: Classes = 1 << 12;
/// A preposition.
pub const PREPOSITION: Classes = 1 << 13;
/// A determiner, possessive or quantifier.
pub const DETERMINER: Classes = 1 << 14;
/// An auxiliary verb.
pub const AUXILIARY: Classes = 1 << 15;
/// A conjunction.
pub const CONJUNCTION: Classes = 1 << 16;
/// A word that opens a dependent clause.
pub const SUBORDINATOR: Classes = 1 << 17;
/// A personal pronoun as a subject, or `who`.
pub const PRONOUN: Classes = 1 << 18;
/// An adverb that is not made with -ly.
pub const ADVERB: Classes = 1 << 19;
/// A word of time: `Monday`, `last`, `week`.
pub const TIME: Classes = 1 << 20;
/// The name of a month, a weekday or a feast.
pub const CALENDAR: Classes = 1 << 21;
/// A word that makes a name an organisation.
pub const ORGANISATION: Classes = 1 << 22;
/// A noun for what somebody is: `spokesman`, `director`; [`TO_ANOTHER`] and [`LAWMAKER`] are values of it.
pub const ROLE: Classes = 1 << 23;
/// The value of a [`ROLE`] that is one to another person: `neighbour`.
pub const TO_ANOTHER: i32 = 1;
/// The value of a [`ROLE`] in a parliament: `senator`.
pub const LAWMAKER: i32 = 2;
/// A common finite verb that is no verb of speech.
pub const VERB: Classes = 1 << 24;
/// A verb that brings a clause of speech only with `that`: `pledged that`.
pub const CUE_THAT: Classes = 1 << 25;
/// A form of address or a rank of birth, faith or tribe: before a name, but no post.
pub const HONORIFIC: Classes = 1 << 26;
/// A title or noun that tells a man.
pub const HE: Classes = 1 << 27;
/// A title or noun that tells a woman.
pub const SHE: Classes = 1 << 28;
/// A family name that stands before the given name.
pub const SURNAME_FIRST: Classes = 1 << 29;
/// A small word inside a name: `van`, `bin`, `al`.
pub const PARTICLE: Classes = 1 << 30;
/// A noun for anybody, whatever their post: `man`, `pensioner`, `Swede`.
pub const PERSON_NOUN: Classes = 1 << 31;
/// A participle or adjective that stands in a role; with 1 also before a role in capitals.
pub const ROLE_MODIFIER: Classes = 1 << 63;
/// Any finite verb of speech that takes words or a clause.
pub const CUE: Classes = CUE_SAY | CUE_TELL | CUE_ASK;

/// A word too common to say what a sentence is about.
pub const COMMON: Classes = 1 << 48;
/// A word that, at the head of a sentence, points back to the one before it.
pub const POINTER: Classes = 1 << 49;
/// A pronoun that stands for one person.
pub const PERSONAL: Classes = 1 << 50;
/// A word that joins a sentence to the one before it.
pub const CONNECTIVE: Classes = 1 << 51;
/// The writer, the speaker and the reader: `I`, `our`, `you`.
pub const SELF: Classes = 1 << 52;
/// Months, weekdays and units of the calendar.
pub const DATE_WORD: Classes = 1 << 53;
/// The first word of what is no part of the story: `Click`, `Photo`.
pub const BOILERPLATE: Classes = 1 << 54;

/// Every list with the class that it gives.
const LISTS: &[(Classes, &str)] = &[
    (ABBREVIATION, include_str!("abbreviations.txt")),
    (
        ABBREVIATION | ABBREVIATION_CAPITAL,
        include_str!("abbreviations_capital.txt"),
    ),
    (TITLE, include_str!("titles.txt")),
    // The census stands behind: where both have a name, its share counts.
    (MALE, include_str!("names_male_world.txt")),
    (FEMALE, include_str!("names_female_world.txt")),
    (MALE, include_str!("names_male.txt")),
    (FEMALE, include_str!("names_female.txt")),
    (FUNCTION, include_str!("function.txt")),
    (COMMON, include_str!("common.txt")),
    (POINTER, include_str!("pointers.txt")),
    (PERSONAL, include_str!("personal.txt")),
    (CONNECTIVE, include_str!("connectives.txt")),
    (SELF, include_str!("selves.txt")),
    (DATE_WORD, include_str!("date_words.txt")),
    (BOILERPLATE, include_str!("boilerplate.txt")),
    (CUE_SAY, include_str!("cue_say.txt")),
    (CUE_TELL, include_str!("cue_tell.txt")),
    (CUE_ASK, include_str!("cue_ask.txt")),
    (CUE_CALL, include_str!("cue_call.txt")),
    (CUE_NOUN, include_str!("cue_noun.txt")),
    (CUE_THAT, include_str!("cue_that.txt")),
    (CUE_ING, include_str!("cue_ing.txt")),
    (CUE_CALL_ING, include_str!("cue_call_ing.txt")),
    (PREPOSITION, include_str!("preposition.txt")),
    (DETERMINER, include_str!("determiner.txt")),
    (AUXILIARY, include_str!("auxiliary.txt")),
    (CONJUNCTION, include_str!("conjunction.txt")),
    (SUBORDINATOR, include_str!("subordinator.txt")),
    (PRONOUN, include_str!("pronoun.txt")),
    (ADVERB, include_str!("adverb.txt")),
    (TIME, include_str!("time.txt")),
    (CALENDAR, include_str!("months_days.txt")),
    (ORGANISATION, include_str!("organisation.txt")),
    (ROLE, include_str!("role.txt")),
    (VERB, include_str!("verb.txt")),
    (HONORIFIC, include_str!("honorific.txt")),
    (HE, include_str!("he.txt")),
    (SHE, include_str!("she.txt")),
    (SURNAME_FIRST, include_str!("surname_first.txt")),
    (PARTICLE, include_str!("particle.txt")),
    (PERSON_NOUN, include_str!("person_noun.txt")),
    (ROLE_MODIFIER, include_str!("role_modifier.txt")),
];

/// All lists as one table.
#[derive(Debug)]
pub struct Lexicon {
    /// Open addressing: entries of `words`, 0 for an empty place. The length is a power of two.
    table: Vec<u16>,
    /// Entry 0 is the word that no list has.
    words: Vec<Entry>,
    /// Chains, one for each entry: hashing them would be half of what a start costs. Value 0 ends a chain.
    values: Vec<Value>,
}

#[derive(Debug)]
struct Value {
    class: Classes,
    value: i32,
    /// The value of the same word that was read before.
    before: u16,
}

/// Room for all listed words, so that the table need not grow.
const WORDS: usize = 12_000;

#[derive(Debug)]
struct Entry {
    text: &'static str,
    hash: u32,
    classes: Classes,
    /// The last of its values.
    value: u16,
}

/// The lexicon, compiled at the first call.
#[must_use]
pub fn get() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(LISTS));
    &LEXICON
}

impl Lexicon {
    fn new(lists: &[(Classes, &'static str)]) -> Self {
        let mut lexicon = Self {
            table: vec![0; 1 << 15],
            words: Vec::with_capacity(WORDS),
            values: Vec::with_capacity(WORDS / 2),
        };
        lexicon.words.push(Entry {
            text: "",
            hash: 0,
            classes: 0,
            value: 0,
        });
        lexicon.values.push(Value {
            class: 0,
            value: 0,
            before: 0,
        });
        for (class, list) in lists {
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                for item in line.split_ascii_whitespace() {
                    let (word, value) = match item.bytes().position(|byte| byte == b'=') {
                        Some(at) => (&item[..at], item[at + 1..].parse().ok()),
                        None => (item, None),
                    };
                    let entry = lexicon.entry(word);
                    lexicon.set(entry, *class, value);
                }
            }
        }
        lexicon
    }

    fn set(&mut self, entry: u16, class: Classes, value: Option<i32>) {
        let word = &mut self.words[usize::from(entry)];
        word.classes |= class;
        if let Some(value) = value {
            self.values.push(Value {
                class,
                value,
                before: word.value,
            });
            word.value =
                u16::try_from(self.values.len() - 1).expect("fewer than 65,536 listed values");
        }
    }

    fn slot(&self, hash: u32, text: &str) -> usize {
        let mask = self.table.len() - 1;
        let mut at = (hash ^ (hash >> 15)) as usize & mask;
        loop {
            let entry = &self.words[usize::from(self.table[at])];
            if self.table[at] == 0 || entry.hash == hash && same(entry.text, text) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn entry(&mut self, word: &'static str) -> u16 {
        let hash = hash(word);
        let at = self.slot(hash, word);
        if self.table[at] == 0 {
            self.table[at] =
                u16::try_from(self.words.len()).expect("fewer than 65,536 listed words");
            self.words.push(Entry {
                text: word,
                hash,
                classes: 0,
                value: 0,
            });
        }
        self.table[at]
    }

    /// The entry of a word (in any case) with its hash, or 0.
    #[must_use]
    pub fn find(&self, hash: u32, text: &str) -> u16 {
        self.table[self.slot(hash, text)]
    }

    /// The entry of a lower-cased word, or 0.
    #[must_use]
    pub fn word(&self, word: &str) -> u16 {
        self.find(hash(word), word)
    }

    /// The classes of an entry; none for entry 0.
    #[must_use]
    pub fn classes(&self, entry: u16) -> Classes {
        self.words[usize::from(entry)].classes
    }

    /// Whether an entry has one of the classes.
    #[must_use]
    pub fn is(&self, entry: u16, classes: Classes) -> bool {
        self.classes(entry) & classes != 0
    }

    /// The value that the list of `class` gives the entry.
    #[must_use]
    pub fn value(&self, class: Classes, entry: u16) -> Option<i32> {
        let mut at = self.words[usize::from(entry)].value;
        while at != 0 {
            let known = &self.values[usize::from(at)];
            if known.class == class {
                return Some(known.value);
            }
            at = known.before;
        }
        None
    }

    /// The entry's word, lower-cased.
    #[must_use]
    pub fn text(&self, entry: u16) -> &'static str {
        self.words[usize::from(entry)].text
    }
}

/// Whether a listed (lower-cased) word is this text. Curly apostrophes count as straight ones.
fn same(listed: &str, text: &str) -> bool {
    listed.eq_ignore_ascii_case(text)
        || !text.is_ascii() && text.to_lowercase().replace('’', "'") == listed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_classes_of_all_its_lists() {
        let lexicon = Lexicon::new(&[(1, "# test\nmay=5 march=3"), (2, "may can")]);
        let may = lexicon.word("may");
        assert_eq!(lexicon.classes(may), 3);
        assert_eq!(lexicon.value(1, may), Some(5));
        assert_eq!(lexicon.value(2, may), None);
        assert_eq!(lexicon.word("april"), 0);
    }

    #[test]
    fn every_list_says_where_it_comes_from() {
        for (class, list) in LISTS {
            let head = list.lines().next().unwrap_or_default();
            assert!(
                head.starts_with('#') && head.to_lowercase().contains("licence"),
                "list of class {class:#x}: {head}"
            );
        }
    }
}
