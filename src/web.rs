//! Addresses on the web, as articles, settings and links have them.

use reqwest::Url;

/// Reads one: `http` or `https`, with a host. None for anything else.
pub(crate) fn address(text: &str) -> Option<Url> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_what_a_browser_asks_a_host_for_is_one() {
        for text in ["https://gazette.example/a?b#c", "http://127.0.0.1:8090"] {
            assert!(address(text).is_some(), "{text}");
        }
        for text in [
            "gazette.example",
            "ftp://gazette.example",
            "javascript:alert(1)",
            "https://",
            "",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
