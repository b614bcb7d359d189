//! What each question costs with 100,000 quotes in the store: `cargo bench --bench store`.
//!
//! The articles are made by a fixed recipe, the same at every run: half are everyone's, the other half one server's; a
//! third server has a single article. Each question is asked many times by the three; the median and the 99th percentile
//! are printed. The limit is 5 ms a command.

#[path = "../folder/mod.rs"]
mod folder;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, Utc};
use newsdesk::article::Article;
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{
    ArticleNo, Carrier, EventQuery, NewReminder, Outcome, QuoteQuery, Scope, SessionQuery, Store,
    Target, When, Window,
};
use serde_json::json;

use folder::Folder;

const ARTICLES: usize = 12_500;
const QUOTES: usize = 8;
const PEOPLE: usize = 4_000;
const ROUNDS: usize = 200;

const BUSY: Scope = Scope(41);
const QUIET: Scope = Scope(42);

const PAGE: Window = Window { from: 0, count: 6 };
const DEEP: Window = Window {
    from: 1_900,
    count: 6,
};

/// Words of which the first are common and the last rare, as in any language.
const WORDS: [&str; 40] = [
    "the",
    "council",
    "said",
    "harbour",
    "vote",
    "city",
    "plan",
    "water",
    "school",
    "bridge",
    "mayor",
    "union",
    "ferry",
    "budget",
    "hospital",
    "market",
    "river",
    "strike",
    "island",
    "court",
    "election",
    "minister",
    "quarry",
    "railway",
    "orchard",
    "festival",
    "museum",
    "pension",
    "reservoir",
    "lighthouse",
    "glacier",
    "vineyard",
    "observatory",
    "tannery",
    "aqueduct",
    "cormorant",
    "ropeway",
    "saltworks",
    "almanac",
    "zephyr",
];

/// Numbers without end, the same at every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    /// Small numbers far more often than large ones.
    fn skewed(&mut self, limit: usize) -> usize {
        let (first, second) = (self.below(limit) + 1, self.below(limit) + 1);
        first * second / (limit + 1) * self.below(limit) / limit
    }

    fn sentence(&mut self) -> String {
        let mut sentence = String::from("We");
        for _ in 0..8 + self.below(14) {
            let word = self.skewed(WORDS.len());
            let _ = write!(sentence, " {}", WORDS[word]);
        }
        sentence
    }

    fn name(&mut self) -> String {
        let number = self.skewed(PEOPLE);
        let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to"];
        let mut name = String::new();
        for (place, digit) in format!("{number:04o}").bytes().enumerate() {
            let syllable = syllables[usize::from(digit - b'0')];
            if place == 0 || place == 2 {
                let _ = write!(
                    name,
                    "{}{}{}",
                    if place == 2 { " " } else { "" },
                    syllable[..1].to_uppercase(),
                    &syllable[1..]
                );
            } else {
                name.push_str(syllable);
            }
        }
        format!("{name}son")
    }
}

fn article(number: usize, dice: &mut Dice) -> Article {
    let day = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day") + Days::new((number / 6) as u64);
    let speakers: Vec<String> = (0..4).map(|_| dice.name()).collect();
    let lines =
        |dice: &mut Dice, count: usize| (0..count).map(|_| dice.sentence()).collect::<Vec<_>>();
    let summary: Vec<_> = (1..)
        .zip(lines(dice, 4))
        .map(|(rank, text)| json!({"text": text, "rank": rank}))
        .collect();
    let timeline: Vec<_> = (0..)
        .zip(lines(dice, 4))
        .map(|(nth, text)| json!({"when": (day - Days::new(40) + Days::new(nth * 20)).to_string(), "text": text}))
        .collect();
    let quotes: Vec<_> = (0..)
        .zip(lines(dice, QUOTES))
        .map(|(nth, text): (usize, String)| json!({"text": text, "kind": "direct", "speaker": speakers[nth % 4], "said": (day - Days::new(nth as u64 % 3)).to_string()}))
        .collect();
    let people: Vec<_> = speakers.iter().map(|name| json!({"name": name, "role": "councillor", "aliases": [name.split(' ').next_back()]})).collect();
    let title = dice.sentence();
    serde_json::from_value(json!({
        "id": format!("story-{number}"), "title": title, "published": day.to_string(), "source": {"name": "Merrow Ledger"},
        "people": people, "summary": summary, "timeline": timeline, "quotes": quotes,
        "sessions": [{"title": "Council meeting", "starts": (day + Days::new(9)).to_string(), "precision": "day", "status": "scheduled"}]
    }))
    .expect("an article")
}

/// The time of a share of the calls.
fn at(sorted: &[Duration], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place among a few hundred"
    )]
    let place = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[place].as_secs_f64() * 1e3
}

fn measure(worst: &mut f64, name: &str, mut ask: impl FnMut(Scope, usize)) {
    let mut cells = String::new();
    for scope in [Scope::EVERYONE, BUSY, QUIET] {
        ask(scope, 0);
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|round| {
                let start = Instant::now();
                ask(scope, round);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        *worst = worst.max(at(&times, 0.99));
        let _ = write!(cells, "{:>9.3}{:>9.3}  ", at(&times, 0.5), at(&times, 0.99));
    }
    println!("{name:<34}{cells}");
}

fn main() {
    // `cargo test --benches` only wants to see it run.
    let whole = std::env::args().any(|argument| argument == "--bench");
    let count = if whole { ARTICLES } else { 50 };
    let folder = Folder::new();
    let path = folder.path().join("bench.db");
    let store = SqliteStore::open(&path).expect("opens");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let start = Instant::now();
    for number in 0..count {
        let scope = if number % 2 == 0 {
            Scope::EVERYONE
        } else {
            BUSY
        };
        store
            .load(scope, &article(number, &mut dice))
            .expect("loads");
    }
    store
        .load(QUIET, &article(count, &mut dice))
        .expect("loads");
    let loading = start.elapsed();
    println!(
        "{count} articles, {} quotes: loaded in {:.1} s ({:.2} ms each), {} MB",
        count * QUOTES,
        loading.as_secs_f64(),
        loading.as_secs_f64() * 1e3 / f64::from(u32::try_from(count).unwrap_or(u32::MAX)),
        std::fs::metadata(&path).map_or(0, |file| file.len() / 1_000_000)
    );
    println!(
        "{:<34}{:>20}{:>20}{:>20}",
        "ms: median, 99th percentile", "everyone's", "+ 6,250 own", "+ 1 own"
    );
    ask(&store);
}

fn ask(store: &dyn Store) {
    let now: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().expect("a time");
    let mut worst = 0.0;
    let worst = &mut worst;
    people(worst, store);
    quotes(worst, store);
    words(worst, store);
    articles(worst, store);
    sessions(worst, store, now);
    measure(worst, "settings", |scope, _| {
        drop(store.settings(scope).expect("asked"))
    });
    deliveries(worst, store, now);
    println!("worst 99th percentile: {worst:.3} ms");
}

fn newest(store: &dyn Store, scope: Scope) -> ArticleNo {
    store.articles(scope, "", PAGE).expect("asked").items[0].no
}

fn people(worst: &mut f64, store: &dyn Store) {
    let people = store.people(BUSY).expect("asked");
    let most_quoted = people[0].no;
    measure(worst, "people (kept)", |scope, _| {
        drop(store.people(scope).expect("asked"))
    });
    measure(worst, "speakers", |scope, _| {
        drop(store.speakers(scope, None, PAGE).expect("asked"))
    });
    measure(worst, "speakers of an article", |scope, _| {
        drop(
            store
                .speakers(scope, Some(newest(store, scope)), PAGE)
                .expect("asked"),
        )
    });
    measure(worst, "person, the most quoted", |scope, _| {
        drop(store.person(scope, most_quoted).expect("asked"))
    });
    measure(worst, "person, any", |scope, round| {
        drop(
            store
                .person(scope, people[round % people.len()].no)
                .expect("asked"),
        )
    });
}

fn quotes(worst: &mut f64, store: &dyn Store) {
    let people = store.people(BUSY).expect("asked");
    let most_quoted = people[0].no;
    let of = |person| QuoteQuery {
        person: Some(person),
        ..QuoteQuery::default()
    };
    measure(worst, "quotes of the most quoted", |scope, _| {
        drop(store.quotes(scope, &of(most_quoted), PAGE).expect("asked"))
    });
    measure(worst, "quotes of anybody", |scope, round| {
        drop(
            store
                .quotes(scope, &of(people[round % people.len()].no), PAGE)
                .expect("asked"),
        )
    });
    measure(worst, "quotes, all", |scope, _| {
        drop(
            store
                .quotes(scope, &QuoteQuery::default(), PAGE)
                .expect("asked"),
        )
    });
    measure(worst, "quotes, all, last page", |scope, _| {
        drop(
            store
                .quotes(scope, &QuoteQuery::default(), DEEP)
                .expect("asked"),
        )
    });
    measure(worst, "quotes of an article", |scope, _| {
        let of = QuoteQuery {
            article: Some(newest(store, scope)),
            ..QuoteQuery::default()
        };
        drop(store.quotes(scope, &of, PAGE).expect("asked"));
    });
}

fn words(worst: &mut f64, store: &dyn Store) {
    let most_quoted = store.people(BUSY).expect("asked")[0].no;
    for (name, words) in [
        ("a common word", "council"),
        ("a rare word", "zephyr"),
        ("two common words", "the council"),
        ("a letter", "c"),
        ("a beginning", "co"),
        ("a long beginning", "counc"),
    ] {
        let about = QuoteQuery {
            about: Some(words.to_owned()),
            ..QuoteQuery::default()
        };
        measure(worst, &format!("quotes about {name}"), |scope, _| {
            drop(store.quotes(scope, &about, PAGE).expect("asked"))
        });
        let about = QuoteQuery {
            person: Some(most_quoted),
            ..about
        };
        measure(worst, &format!("quotes of one about {name}"), |scope, _| {
            drop(store.quotes(scope, &about, PAGE).expect("asked"))
        });
        let about = EventQuery {
            about: Some(words.to_owned()),
            ..EventQuery::default()
        };
        measure(worst, &format!("timeline about {name}"), |scope, _| {
            drop(store.events(scope, &about, PAGE).expect("asked"))
        });
        measure(worst, &format!("search for {name}"), |scope, _| {
            drop(store.search(scope, words, PAGE).expect("asked"))
        });
        measure(worst, &format!("articles with {name}"), |scope, _| {
            drop(
                store
                    .articles(scope, words, Window { from: 0, count: 25 })
                    .expect("asked"),
            )
        });
    }
}

fn articles(worst: &mut f64, store: &dyn Store) {
    measure(worst, "articles, newest", |scope, _| {
        drop(store.articles(scope, "", PAGE).expect("asked"))
    });
    measure(worst, "summary", |scope, _| {
        drop(store.summary(scope, newest(store, scope)).expect("asked"))
    });
    measure(worst, "timeline, all", |scope, _| {
        drop(
            store
                .events(scope, &EventQuery::default(), PAGE)
                .expect("asked"),
        )
    });
    let late = EventQuery {
        from: NaiveDate::from_ymd_opt(2024, 1, 1),
        to: NaiveDate::from_ymd_opt(2024, 2, 1),
        ..EventQuery::default()
    };
    measure(worst, "timeline of a month", |scope, _| {
        drop(store.events(scope, &late, PAGE).expect("asked"))
    });
    measure(worst, "timeline of an article", |scope, _| {
        let of = EventQuery {
            article: Some(newest(store, scope)),
            ..EventQuery::default()
        };
        drop(store.events(scope, &of, PAGE).expect("asked"));
    });
}

fn sessions(worst: &mut f64, store: &dyn Store, now: DateTime<Utc>) {
    for when in [When::Upcoming, When::Past, When::All] {
        let query = SessionQuery {
            when,
            article: None,
            now,
        };
        measure(
            worst,
            &format!("sessions {when:?}").to_lowercase(),
            |scope, _| drop(store.sessions(scope, &query, PAGE).expect("asked")),
        );
    }
}

/// Reminders and deliveries write, and each write waits for the disk.
fn deliveries(worst: &mut f64, store: &dyn Store, now: DateTime<Utc>) {
    let query = SessionQuery {
        when: When::Upcoming,
        article: None,
        now,
    };
    let session = store
        .sessions(BUSY, &query, PAGE)
        .expect("asked")
        .items
        .remove(0);
    let mut user = 0;
    let mut writes = 0.0;
    measure(&mut writes, "remind (writes)", |scope, _| {
        user += 1;
        let wall = now.naive_utc();
        let new = NewReminder {
            scope,
            user,
            session: session.no,
            before: 60,
            target: Target::Channel(9),
            role: None,
            wall,
            zone: chrono_tz::UTC,
            due: now,
            asked_in: None,
        };
        store.remind(&new).expect("set");
    });
    measure(worst, "reminders", |scope, _| {
        drop(store.reminders(scope, None, PAGE).expect("asked"))
    });
    measure(worst, "next due", |_, _| {
        store.next_due(Carrier::Discord).expect("asked");
    });
    measure(&mut writes, "claim and settle one (writes)", |_, _| {
        let claimed = store.claim(Carrier::Discord, now, 1).expect("claimed");
        let sent: Vec<_> = claimed
            .iter()
            .map(|delivery| (delivery.no, Outcome::Sent(1)))
            .collect();
        store.settle(&sent).expect("settled");
    });
}
