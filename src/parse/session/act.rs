//! Acts: what is done, where one word does not say it: `plans to`, `agreed to`, `put back`, `moved to Tuesday`.

use super::super::document::Document;
use super::super::lexicon;
use super::super::token::Kind;
use super::when::When;
use super::words::{self, EVENT};

/// "agreed to", "voted to", "decided to": what follows is settled.
pub(super) fn settled(document: &Document, at: usize) -> bool {
    let new = document.is(at + 2, &["new", "further", "more", "fresh"])
        && (at + 3..at + 5).any(|i| words::is(document, i, EVENT));
    settled_word(document, at)
        && !document.is(at.wrapping_sub(1), &["been", "be", "was", "were", "had"])
        && document.is(at + 1, &["to"])
        && (new
            || !document.has(at + 2, lexicon::DETERMINER)
                && document
                    .tokens
                    .get(at + 2)
                    .is_some_and(|next| !next.capital()))
}

/// Whether somebody was told to come on the date, or it has been fixed: "was ordered to appear on 20 March", "were
/// summoned to the palace for Thursday", "a repeat has been added on 14 May".
pub(super) fn bidden(document: &Document, at: usize, when: &When) -> bool {
    let date = when.tokens.start;
    let before = at.wrapping_sub(1);
    if at >= date {
        return false;
    }
    let been = words::is(document, at.wrapping_sub(2), words::HAS | words::PAST)
        && document.is(before, &["been"]);
    let was = || {
        words::is(document, before, words::BE | words::PAST)
            && document.is(before, &["was", "were", "is", "are"])
    };
    // "told jurors to come back on Monday"
    let active = || {
        words::is(document, at, words::REPORT | words::TURN)
            && document.is(at, &["told", "ordered", "asked"])
            && (at + 2..at + 5).any(|i| {
                document.is(i, &["to"])
                    && document.is(
                        i + 1,
                        &["appear", "return", "attend", "come", "report", "testify"],
                    )
            })
            && document.is(date - 1, &["on"])
    };
    if !been && !was() {
        return active();
    }
    let told = document.is(
        at,
        &[
            "told",
            "ordered",
            "summoned",
            "asked",
            "instructed",
            "required",
            "invited",
            "remanded",
            "bailed",
            "called",
        ],
    );
    let day = when.start.weekday.is_none() && !when.relative && !when.clock_only;
    let appears = document.is(at + 1, &["to"])
        && (document.is(
            at + 2,
            &["appear", "return", "attend", "testify", "surrender", "face"],
        ) || day && words::is(document, at + 2, words::VERB));
    let tied = document.is(date - 1, &["for", "on"]);
    let bid = told && (appears && tied || document.is(date - 1, &["for"]) && !appears);
    // A day that has a date of its own and lies ahead cannot be when something "has been" done.
    let fixed = been
        && day
        && tied
        && words::is(document, at.wrapping_sub(2), words::HAS)
        && participle(document.word(at))
        && !document.is(at + 1, &["to"])
        && !words::is(document, at, words::CANCEL | words::PUTOFF | words::EXTEND)
        && !document.is(at, &["called"]);
    // "was remanded in custody until 15 April" is heard again then.
    let held = was()
        && document.is(at, &["remanded", "bailed"])
        && document.is(date - 1, &["until", "till"]);
    bid || fixed || held
}

/// "has its first night on 4 September", "has a hearing on Monday"
pub(super) fn has_its(document: &Document, at: usize, when: &When) -> bool {
    let date = when.tokens.start;
    at + 2 < date
        && date - at <= 8
        && document.is(at + 1, &["a", "an", "its", "his", "her", "their"])
        && document.is(date - 1, &["on", "in"])
        && (at + 2..date - 1).all(|i| document.kind(i) == Kind::Word)
        && (at + 2..date - 1).any(|i| {
            words::is(document, i, EVENT)
                || words::is(document, i, words::PART) && words::is(document, i - 1, words::MAKER)
        })
}

/// "The strike is off", "is off after the firm gave way": not the ship that "is off the coast". `is` stands at `at`.
pub(super) fn is_off(document: &Document, at: usize) -> bool {
    document.is(at + 1, &["off"])
        && (document.kind(at + 2) != Kind::Word
            || document.is(
                at + 2,
                &["after", "because", "as", "again", "and", "but", "for"],
            ))
}

/// "will be back in court", "will be in Lund": a person at a place. `be` stands at `at`.
pub(super) fn attends(document: &Document, at: usize) -> bool {
    let back = usize::from(document.is(at + 1, &["back", "again"]));
    let place = at + 1 + back;
    document.is(at, &["be"])
        && document.is(place, &["in", "at", "before"])
        && (place + 1..place + 5)
            .take_while(|i| document.kind(*i) == Kind::Word)
            .any(|i| {
                document.tokens[i].capital() && !document.has(i, lexicon::DATE_WORD)
                    || document.is(
                        i,
                        &["court", "parliament", "dock", "tribunal", "magistrates"],
                    )
            })
}

/// "will make a statement", "is to have a hearing"
pub(super) fn makes(document: &Document, at: usize) -> bool {
    document.is(at, &["make", "have", "get", "receive"])
        && (at + 1..at + 6)
            .take_while(|i| document.kind(*i) == Kind::Word)
            .any(|i| {
                words::is(document, i, EVENT)
                    || document.is(
                        i,
                        &["statement", "appearance", "request", "offer", "proposal"],
                    )
            })
}

/// "voted to scrap the race", "agreed to call off the march"
pub(super) fn scraps(document: &Document, at: usize) -> bool {
    document.is(
        at,
        &[
            "scrap", "cancel", "abandon", "axe", "ditch", "drop", "shelve",
        ],
    ) || document.is(at, &["call"]) && (at + 1..at + 6).any(|i| document.is(i, &["off"]))
}

/// A word that settles what "to" leads in.
pub(super) fn settled_word(document: &Document, at: usize) -> bool {
    document.is(
        at,
        &[
            "agreed", "agree", "voted", "decided", "pledged", "promised", "resolved", "arranged",
            "opted",
        ],
    )
}

/// Whether a word is the verb "plan": not in "its plan to …", "a previously announced plan to …".
pub(super) fn plans(document: &Document, at: usize) -> bool {
    let small = document
        .tokens
        .get(at)
        .is_some_and(|token| !token.capital());
    let noun = |at: usize| {
        document.kind(at) == Kind::Word
            && !document.has(at, lexicon::DETERMINER | lexicon::PREPOSITION)
            && !document.is(at, &["his", "her", "its", "their", "this"])
            // "has scrapped plans to visit Lund"
            && !words::is(document, at, words::CANCEL | words::UNDONE | words::PUTOFF)
    };
    let plural = |at: usize| noun(at) && document.word(at).ends_with('s');
    // "Porters at Kerrow Infirmary plan to": the name only says which porters.
    let named = at.saturating_sub(4)..at;
    let name = named
        .clone()
        .rev()
        .take_while(|i| document.tokens[*i].capital())
        .last();
    let before = match name {
        Some(name) if document.has(name.wrapping_sub(1), lexicon::PREPOSITION) => {
            name.wrapping_sub(2)
        }
        _ => at.wrapping_sub(1),
    };
    small
        && (planned(document, at)
            || document.is(at, &["plan", "intend", "expect", "aim", "hope"])
                && (plural(before)
                    || document.is(before, &["also", "still", "now", "there"])
                        && plural(before.wrapping_sub(1)))
            || document.is(at, &["plans", "intends", "expects", "aims", "hopes"]) && noun(before))
}

/// "said she planned to …": as good as "she plans to".
pub(super) fn planned(document: &Document, at: usize) -> bool {
    words::is(document, at, words::PLAN | words::MAYBE)
        && document.is(at, &["planned", "expected", "hoped"])
        && document.is(at.wrapping_sub(1), &["he", "she", "it", "they"])
        && document.is(at + 1, &["to"])
}

pub(super) fn participle(word: &str) -> bool {
    /// The irregular ones that no ending tells.
    const IRREGULAR: [&str; 29] = [
        "read", "put", "set", "cut", "shut", "sent", "spent", "built", "met", "kept", "taught",
        "brought", "bought", "fought", "lost", "won", "made", "heard", "led", "run", "begun",
        "sung", "sworn", "rung", "lit", "hung", "struck", "torn", "done",
    ];
    IRREGULAR.contains(&word)
        || word.ends_with("ed")
        || word.ends_with("id")
        || word.ends_with("en")
        || word.ends_with("ld")
        || word.ends_with("wn")
}

/// A regular past: a small word in -ed after a subject.
pub(super) fn past_form(document: &Document, at: usize) -> bool {
    let word = document.word(at);
    word.len() > 4
        && word.ends_with("ed")
        && document.kind(at) == Kind::Word
        && !document.tokens[at].capital()
        && !document.is(at + 1, &["for", "to", "by"])
}

/// Whether a word that may say "moved" does: put back, pushed off, postponed.
pub(super) fn moves(document: &Document, at: usize) -> bool {
    if document.is(at, &["put", "pushed"]) {
        let away = |i: usize| document.is(i, &["back", "off"]);
        // "pushed to Friday", "put its meeting, which was to be on Monday, back to Friday"
        return (at + 1..at + 5).any(away)
            || document.is(at, &["pushed"]) && document.is(at + 1, &["to", "into"])
            || (at + 5..at + 24).any(|i| away(i) && document.kind(i - 1) == Kind::Comma);
    }
    if document.is(at, &["brought", "bring", "brings"]) {
        return (at + 1..at + 9).any(|i| document.is(i, &["forward"]));
    }
    if document.is(at, &["moved", "shifted", "switched", "slipped", "slips"]) {
        return (at + 1..at + 12)
            .any(|i| document.is(i, &["to", "until", "from", "forward", "back"]));
    }
    !document.is(at, &["adjourned"])
}

/// "moved to a larger room": to another place, not to another day.
pub(super) fn elsewhere(document: &Document, at: usize, dated: impl Fn(usize) -> bool) -> bool {
    if !document.is(at, &["moved", "shifted", "switched", "pushed"]) {
        return false;
    }
    let to = (at + 1..at + 12).find(|i| document.is(*i, &["to"]));
    let between = |i: usize| {
        words::is(document, i, words::GLUE | words::MAKER) || document.is(i, &["week", "half"])
    };
    let back = (at + 1..at + 12)
        .any(|i| document.is(i, &["from", "until", "forward", "back", "off"]) || dated(i));
    !back
        || to.is_some_and(|to| {
            let day = (to + 1..to + 8).find(|i| !between(*i) || dated(*i));
            !day.is_some_and(&dated) && !document.is(at + 1, &["from", "forward", "back", "off"])
        })
}
