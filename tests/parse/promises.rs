//! What an article promises of itself, whatever the text was. The property tests and the fuzzer both ask it.

use newsdesk::article::{Article, Span};
use newsdesk::intake::Page;
use newsdesk::parse::parse;
use newsdesk::timex::Timex;

/// Parses the page twice and checks everything that holds for every text.
///
/// # Panics
/// Where a promise is broken.
pub(crate) fn check(page: &Page) {
    let article = parse(page);
    assert_eq!(
        article,
        parse(page),
        "the same input gives the same article"
    );
    let text = Text(page.text.chars().collect());
    text.quotes(&article);
    text.dates(&article);
    text.timeline(&article);
    text.summary(&article);
    sessions(&article, text.0.len());
}

/// The text's characters.
struct Text(Vec<char>);

impl Text {
    /// The words at the place are these.
    fn holds(&self, at: Span, words: &str) {
        assert!(at.start <= at.end && at.end <= self.0.len(), "{at:?}");
        let there: String = self.0[at.start..at.end].iter().collect();
        assert_eq!(there, words, "{at:?}");
    }

    fn quotes(&self, article: &Article) {
        let mut before = 0;
        for quote in &article.quotes {
            let at = quote.at.expect("a quote has a place");
            self.holds(at, &quote.text);
            assert!(!quote.text.is_empty());
            assert!(at.start >= before, "quotes stand in order and apart");
            before = at.end;
            assert_eq!(quote.mention.is_some(), quote.mention_at.is_some());
            if let (Some(mention), Some(at)) = (&quote.mention, quote.mention_at) {
                self.holds(at, mention);
            }
            assert!((0.0..=1.0).contains(&quote.confidence));
            assert!(quote.speaker.is_none() || quote.mention.is_some());
        }
        for person in &article.people {
            assert!(!person.name.trim().is_empty());
        }
    }

    fn dates(&self, article: &Article) {
        let mut before = 0;
        for date in &article.dates {
            self.holds(date.at, &date.text);
            assert!(date.at.start >= before, "dates stand in order and apart");
            before = date.at.end;
            valid(&date.value);
        }
    }

    fn timeline(&self, article: &Article) {
        for entry in &article.timeline {
            self.holds(entry.at.expect("an entry has a place"), &entry.text);
            valid(&entry.when);
            let (first, _) = entry.when.days().expect("an entry is on a day");
            if let Some(until) = &entry.until {
                valid(until);
                let (_, last) = until.days().expect("an entry ends on a day");
                assert!(last >= first, "{entry:?}");
            }
        }
        for pair in article.timeline.windows(2) {
            let first = |at: usize| pair[at].when.days().map(|days| days.0);
            assert!(first(0) <= first(1), "the oldest entry stands first");
        }
    }

    fn summary(&self, article: &Article) {
        assert!(article.summary.len() <= 5);
        let mut before = 0;
        for line in &article.summary {
            let at = line.at.expect("a line has a place");
            self.holds(at, &line.text);
            assert!(at.start >= before, "lines stand in reading order");
            before = at.end;
        }
        let mut ranks: Vec<u32> = article.summary.iter().map(|line| line.rank).collect();
        ranks.sort_unstable();
        assert!(ranks.iter().zip(1..).all(|(rank, wanted)| *rank == wanted));
    }
}

fn sessions(article: &Article, characters: usize) {
    for session in &article.sessions {
        assert!(!session.title.trim().is_empty());
        let at = session.at.expect("a session has a place");
        assert!(at.start < at.end && at.end <= characters);
        valid(&session.starts);
        let (first, _) = session.starts.days().expect("a session starts on a day");
        let Some(end) = &session.ends else { continue };
        valid(end);
        let (_, last) = end.days().expect("a session ends on a day");
        assert!(last >= first, "{session:?}");
        if let (Some(from), Some(to), true) = (session.starts.time(), end.time(), first == last) {
            assert!(to >= from, "{session:?}");
        }
    }
}

fn valid(value: &Timex) {
    assert!(Timex::new(value.as_str()).is_ok(), "{value}");
}
