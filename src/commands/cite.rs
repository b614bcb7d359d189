//! Where a line comes from: the publisher, the day, and a link to the very sentence.
//!
//! The link is a text fragment (<https://wicg.github.io/scroll-to-text-fragment/>): a browser that opens it scrolls to the
//! words and marks them. It is only made from words that stand in the article; a line in other words links to the page.

use crate::answer::Citation;
use crate::article::Source;
use crate::store::{ArticleHead, SessionFound};

use super::words::short_day;

/// The article a line comes from, with a link to `verbatim` in it.
pub(super) fn cite(article: &ArticleHead, verbatim: Option<&str>) -> Citation {
    Citation {
        label: label(article),
        url: article
            .source
            .url
            .as_deref()
            .and_then(|url| link(url, verbatim)),
    }
}

/// The article that tells of a session, with a link to the sentence.
pub(crate) fn cite_session(found: &SessionFound) -> Citation {
    cite(&found.article, found.sentence.as_deref())
}

/// `Oxus, 29 Sep 2025`.
pub(super) fn label(article: &ArticleHead) -> String {
    let Source { name, .. } = &article.source;
    match (name, article.published) {
        (Some(name), Some(day)) => format!("{name}, {}", short_day(day)),
        (Some(name), None) => name.clone(),
        (None, Some(day)) => format!("{}, {}", article.title, short_day(day)),
        (None, None) => article.title.clone(),
    }
}

/// The page's address with the words to scroll to; none for what is no web address.
fn link(url: &str, verbatim: Option<&str>) -> Option<String> {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let page = url.split('#').next().unwrap_or(url);
    let Some(fragment) = verbatim.and_then(fragment) else {
        return Some(page.to_owned());
    };
    Some(format!("{page}#:~:text={fragment}"))
}

/// `first words,last words` for a long passage, all of a short one. A browser matches a passage within one paragraph, or
/// from a first to a last part over several.
fn fragment(verbatim: &str) -> Option<String> {
    const WHOLE: usize = 8;
    const ENDS: usize = 4;
    let words: Vec<&str> = verbatim.split_whitespace().collect();
    match words.len() {
        0 => None,
        n if n <= WHOLE => Some(encode(&words.join(" "))),
        n => Some(format!(
            "{},{}",
            encode(&words[..ENDS].join(" ")),
            encode(&words[n - ENDS..].join(" "))
        )),
    }
}

/// Percent-encoded; the hyphen and the comma mean something in a text fragment.
fn encode(text: &str) -> String {
    let mut done = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' => {
                done.push(char::from(byte))
            }
            other => done.push_str(&format!("%{other:02X}")),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_passage_is_linked_whole_and_a_long_one_by_its_ends() {
        for (words, expected) in [
            (
                Some("peace between people"),
                "https://oxus.example/a?b=1#:~:text=peace%20between%20people",
            ),
            (
                Some("one, two-three"),
                "https://oxus.example/a?b=1#:~:text=one%2C%20two%2Dthree",
            ),
            (
                Some("a b c d e f g h i j"),
                "https://oxus.example/a?b=1#:~:text=a%20b%20c%20d,g%20h%20i%20j",
            ),
            (Some("  "), "https://oxus.example/a?b=1"),
            (None, "https://oxus.example/a?b=1"),
        ] {
            assert_eq!(
                link("https://oxus.example/a?b=1#top", words).as_deref(),
                Some(expected)
            );
        }
        assert_eq!(link("javascript:alert(1)", Some("x")), None);
    }
}
