//! Links that show where they lead: a source under a line, and the address of a heading.
//!
//! The address of an article is text from outside too. Only web addresses become links, without a name and password that
//! could pass for a host, and in letters that cannot end the link early. The host stands beside every label that does not
//! name it already.

use super::escape::{Markdown, one_line};
use super::limits::{shorten, units};
use crate::answer::Citation;
use crate::web;

/// An address that is safe to link to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The address, in letters that mean nothing in Markdown's link targets.
    pub(super) url: String,
    /// Its host, in the form that a browser asks for (punycode).
    pub(super) host: String,
}

/// The most of an address; beyond it, the part after `#` goes, and then the link.
const LONGEST: usize = 800;
/// The most of a label.
const LABEL: usize = 150;

impl Address {
    /// Reads an address; none where it is no web address, or one that hides where it leads.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut url = web::address(text.trim())?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let host = url
            .host_str()
            .filter(|host| !host.contains('['))?
            .to_owned();
        let mut written = encoded(url.as_str());
        if written.len() > LONGEST {
            url.set_fragment(None);
            written = encoded(url.as_str());
        }
        (written.len() <= LONGEST && host.len() <= LABEL).then_some(Self { url: written, host })
    }
}

/// With everything percent-encoded that could end a link in Markdown.
fn encoded(url: &str) -> String {
    let mut done = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,;=%*".contains(&byte) {
            done.push(char::from(byte));
        } else {
            done.push_str(&format!("%{byte:02X}"));
        }
    }
    done
}

/// Writes where a line comes from: its label, linked where there is an address.
pub(super) fn cite(markdown: &mut Markdown, citation: &Citation) {
    let label = shorten(&one_line(&citation.label), LABEL);
    let Some(address) = citation.url.as_deref().and_then(Address::read) else {
        markdown.plain(&label);
        return;
    };
    let named = label.to_lowercase().contains(&address.host);
    if label.is_empty() || label.contains(['[', ']', '<', '>']) || (names_address(&label) && !named)
    {
        // A label that brackets would break, or that names another address, stands beside the link instead of on it.
        markdown.plain(&label);
        markdown.raw(&format!(" <{}>", address.url));
        return;
    }
    markdown.raw("[");
    markdown.plain(&label);
    markdown.raw(&format!("](<{}>)", address.url));
    if !named {
        markdown.plain(&format!(" · {}", address.host));
    }
}

/// Whether a text has something that reads like an address: `https://…`, `www.…`, `example.org`.
fn names_address(text: &str) -> bool {
    text.contains("://")
        || text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
            .any(|word| {
                let mut labels = word.trim_end_matches(['.', ':', '/']).rsplit('.');
                let end = labels.next().unwrap_or_default();
                units(end) >= 2
                    && end.chars().all(char::is_alphabetic)
                    && labels
                        .next()
                        .is_some_and(|label| label.ends_with(char::is_alphanumeric))
            })
}

#[cfg(test)]
mod tests {
    use super::super::reader::{self, Seen};
    use super::*;

    fn check(label: &str, url: &str, markdown: &str) {
        let mut written = Markdown::default();
        cite(
            &mut written,
            &Citation {
                label: label.to_owned(),
                url: Some(url.to_owned()),
            },
        );
        assert_eq!(written.into_text(), markdown, "{label} {url}");
    }

    #[test]
    fn a_link_shows_its_host() {
        check(
            "The Courier, 3 May 2026",
            "https://courier.example/a",
            "[The Courier, 3 May 2026](<https://courier.example/a>) · courier.example",
        );
        check(
            "courier.example, 3 May",
            "https://courier.example/a",
            "[courier.example, 3 May](<https://courier.example/a>)",
        );
        check(
            "Bücher",
            "https://bücher.example/",
            "[Bücher](<https://xn--bcher-kva.example/>) · xn--bcher-kva.example",
        );
    }

    #[test]
    fn a_label_that_names_another_address_is_no_link() {
        check(
            "bank.example, 3 May",
            "https://evil.example/",
            "bank.example, 3 May <https://evil.example/>",
        );
        check(
            "https://bank.example",
            "https://evil.example/",
            "https\\://bank.example <https://evil.example/>",
        );
        check(
            "[x](https://a.example)",
            "https://evil.example/",
            "\\[x\\](https\\://a.example) <https://evil.example/>",
        );
        check(
            "No. 5, 3.5 points",
            "https://a.example/",
            "[No. 5, 3.5 points](<https://a.example/>) · a.example",
        );
    }

    #[test]
    fn only_web_addresses_are_links() {
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://bank.example@evil.example/",
            "nonsense",
            "",
            "http://[::1]/",
        ] {
            check("The Courier", url, "The Courier");
        }
    }

    #[test]
    fn an_address_cannot_end_its_link() {
        for url in [
            "https://a.example/x)y>z<b (c) \"d\" `e` |f|[g]",
            "https://a.example/#:~:text=a)b,c>d",
        ] {
            let mut written = Markdown::default();
            cite(
                &mut written,
                &Citation {
                    label: "The Courier".to_owned(),
                    url: Some(url.to_owned()),
                },
            );
            let read = reader::read(written.text());
            assert_eq!(read.words, "The Courier · a.example");
            assert!(
                matches!(read.seen.as_slice(), [Seen::Link { .. }]),
                "{:?}",
                read.seen
            );
        }
    }

    #[test]
    fn a_long_address_loses_the_part_after_the_hash_first() {
        let long = format!("https://a.example/b#{}", "c".repeat(2000));
        assert_eq!(
            Address::read(&long).map(|address| address.url).as_deref(),
            Some("https://a.example/b")
        );
        assert_eq!(
            Address::read(&format!("https://a.example/{}", "c".repeat(2000))),
            None
        );
    }
}
