//! The subject of a cue: before it, after it, or that of its clause.
//!
//! Subjects are found by where a clause can begin and what a noun phrase cannot contain. What stands between a name and
//! its verb (appositions, ages, relative clauses) is stepped over by its commas.

use crate::parse::lexicon::{
    self, AUXILIARY, CONJUNCTION, CUE, DETERMINER, PREPOSITION, PRONOUN, ROLE, SUBORDINATOR, TIME,
};
use crate::parse::view::{ItemKind, Run, View};

/// `said Koofi`: the phrase after the cue, if one can stand there as its subject; and the item after it.
pub(super) fn inverted(view: &View, cue: usize) -> (Option<Run>, usize) {
    let next = cue + 1;
    let starts = view.kind(next) == ItemKind::Word
        && !view.is(
            next,
            &["that", "there", "it", "this", "if", "they", "no", "yes"],
        )
        && view.begins_phrase(next)
        && (!view.has(next, TIME) || view.capital(next))
        && !view.has(next, lexicon::CALENDAR);
    if !starts {
        return (None, next);
    }
    match view.phrase(next) {
        Some(run) => {
            // `said the club's lawyer, Dario Conti`
            let described = view.has(run.end - 1, ROLE)
                && !view.capital(run.end - 1)
                && view.kind(run.end) == ItemKind::Comma
                && view.capital(run.end + 1)
                && view.capital(run.end + 2);
            let run = match view.phrase(run.end + 1).filter(|_| described) {
                Some(name) => run.start..name.end,
                None => run,
            };
            let end = run.end;
            (Some(run), end)
        }
        None => (None, next),
    }
}

/// Whether the phrase after an inverted cue is closed by what follows.
pub(super) fn inverted_ends(view: &View, at: usize) -> bool {
    matches!(
        view.kind(at),
        ItemKind::Comma | ItemKind::Stop | ItemKind::Semicolon | ItemKind::Dash | ItemKind::Colon
    ) || view.is(at, &["of", "who", "in", "on", "at", "from", "with"])
}

pub(super) fn inverted_name(view: &View, run: &Option<Run>) -> bool {
    run.as_ref().is_some_and(|run| {
        run.clone().any(|i| view.has(i, ROLE | lexicon::TITLE)) && !view.finite_verb(run.end)
    })
}

/// The subject whose last word stands right before the verb group.
pub(super) fn before_word(view: &View, group: usize, bound: usize) -> Option<Run> {
    if group > bound && view.has(group - 1, PRONOUN) {
        return Some(group - 1..group);
    }
    // The chunk: back to the nearest sign, conjunction or subordinator.
    let mut start = group;
    while start > bound {
        let at = start - 1;
        match view.kind(at) {
            ItemKind::Word => {
                let stops = view.has(at, SUBORDINATOR | CONJUNCTION)
                    && !view.has(at, PREPOSITION)
                    && view.kind(at + 1) != ItemKind::Hyphen
                    && !(view.is(at, &["and", "or"])
                        && view.capital(at + 1)
                        && at > bound
                        && view.capital(at - 1))
                    && !(view.is(at, &["that"]) && view.has(at + 1, lexicon::ORGANISATION));
                if stops {
                    break;
                }
            }
            ItemKind::Number | ItemKind::Possessive | ItemKind::Hyphen => {}
            ItemKind::Other if view.is_percent(at) => {}
            ItemKind::Quote(stretch) => {
                let s = &view.document.stretches[stretch];
                if s.inner.len() > 4 {
                    break;
                }
            }
            _ => break,
        }
        start = at;
    }
    while start < group
        && (view.adverb(start) || view.has(start, CONJUNCTION))
        && !view.has(start, DETERMINER)
    {
        start += 1;
    }
    // `executives who run news organizations say`: the phrase before the relative clause.
    let relative = start > bound
        && view.is(start - 1, &["who", "which", "whom"])
        && (start..group).any(|i| view.has(i, lexicon::VERB) || view.finite_verb(i))
        || start > bound + 1
            && view.is(start - 1, &["and", "or", "that", "what", "to"])
            && (start..group).any(|i| view.finite_verb(i))
            && (bound..start).any(|i| view.is(i, &["who"]));
    if relative && let Some(run) = clause_subject(view, bound, start) {
        return Some(run);
    }
    // `Nadia Haas, president of the union said`: the closing comma is missing.
    let mut comma = start;
    while comma > bound && comma + 4 > start && view.kind(comma - 1) != ItemKind::Comma {
        comma -= 1;
    }
    if comma > bound + 1
        && view.kind(comma - 1) == ItemKind::Comma
        && view.capital(comma - 2)
        && !view.capital(comma)
        && (comma..group.min(comma + 3)).any(|i| view.has(i, ROLE))
        && !view.has(group - 1, ROLE)
        && let Some(run) = before_commas(view, comma - 1, bound)
        && run.clone().any(|i| view.capital(i))
    {
        return Some(run);
    }
    let near = view.phrase_before(group, start);
    if start >= group {
        return near;
    }
    if !view.has(start, PREPOSITION | SUBORDINATOR)
        && view.begins_phrase(start)
        && let Some(run) = view.phrase(start)
    {
        if run.end >= group {
            // A long run of capitals and modifiers is the phrase itself.
            return Some(run);
        }
        let rest = run.end;
        let postmodified = view.has(rest, PREPOSITION)
            || view.is(rest, &["who", "that", "which", "and"])
            || view.text(rest).ends_with("ing")
            || view.text(rest).ends_with("ed") && !view.has(rest, lexicon::VERB | CUE);
        if postmodified && !view.has(start, TIME) {
            let plain = view.has(rest, PREPOSITION)
                && group - start <= 10
                && !(rest..group).any(|i| {
                    view.has(i, AUXILIARY | lexicon::VERB | SUBORDINATOR & !PREPOSITION)
                        || view.kind(i) != ItemKind::Word
                            && view.kind(i) != ItemKind::Possessive
                            && view.kind(i) != ItemKind::Hyphen
                        || view.text(i).ends_with("ing")
                });
            if plain {
                return Some(start..group);
            }
            return Some(run);
        }
        if near.is_none() && view.text(rest).ends_with("ed") {
            // `a document filed Thursday says`
            return Some(run);
        }
    }
    near
}

/// The subject before a comma that closes an apposition: the first chunk of the clause that can be one.
pub(super) fn before_commas(view: &View, comma: usize, bound: usize) -> Option<Run> {
    let mut starts = vec![];
    let mut at = comma;
    while at > bound {
        match view.kind(at - 1) {
            ItemKind::Comma | ItemKind::Dash => starts.push(at),
            ItemKind::Semicolon | ItemKind::Colon | ItemKind::Stop => break,
            ItemKind::Quote(stretch) => {
                let s = &view.document.stretches[stretch];
                let ends_clause = s.inner.len() > 4 || view.kind(at) == ItemKind::Comma;
                if ends_clause {
                    break;
                }
            }
            _ => {}
        }
        at -= 1;
    }
    starts.push(at);
    starts.reverse();
    // After `, but` or `, and` a new clause begins.
    let restart = starts
        .iter()
        .rposition(|s| {
            view.is(*s, &["but", "while"])
                || view.is(*s, &["and"])
                    && view.begins_phrase(s + 1)
                    && view.kind(s + 1) == ItemKind::Word
        })
        .unwrap_or(0);
    for start in &starts[restart..] {
        let mut start = *start;
        while start < comma
            && (view.adverb(start) || view.has(start, CONJUNCTION) || view.is(start, &["while"]))
            && !view.has(start, DETERMINER)
        {
            start += 1;
        }
        if start >= comma
            || view.has(start, PREPOSITION | SUBORDINATOR | lexicon::VERB)
                && !view.has(start, DETERMINER)
            || view.text(start).ends_with("ing")
            || !view.begins_phrase(start)
        {
            continue;
        }
        if let Some(run) = view.phrase(start) {
            // `Last week, Haas, the envoy, said`
            if view.has(run.end - 1, TIME) && run.end < comma {
                continue;
            }
            // `The secretary general of the union, Nadia Haas, said`: the name says more.
            let named = run
                .clone()
                .any(|i| view.capital(i) && i > 0 && !view.has(i, lexicon::FUNCTION));
            let last = starts.last().copied().unwrap_or(start);
            // `The Minister of Water, Mr Tunde Osho, said`, `his old partner, Ada Haas, said`
            let described = !named
                || view.has(run.start, DETERMINER)
                    && run.clone().any(|i| view.has(i, ROLE | lexicon::TITLE))
                || view.has(run.end - 1, ROLE) && !view.capital(run.end - 1);
            if described
                && last > start
                && !view.has(last, DETERMINER | PREPOSITION | SUBORDINATOR)
                && let Some(name) = view.phrase(last)
                && name.end == comma
                && view.capital(comma - 1)
                && (name.len() == 1
                    || view.capital(comma - 2)
                    || view.kind(comma - 2) == ItemKind::Hyphen)
            {
                // The description and the name, if nothing else stands between them.
                return Some(if run.end + 1 == last {
                    run.start..name.end
                } else {
                    name
                });
            }
            return Some(run);
        }
    }
    None
}

/// The subject of a clause that begins at `start`: its first noun phrase after openers such as "On Monday,".
#[must_use]
pub fn clause_subject(view: &View, start: usize, end: usize) -> Option<Run> {
    let mut at = start;
    while at < end {
        let gerund = at == start
            && view.text(at).len() > 5
            && view.text(at).ends_with("ing")
            && !view.has(at, DETERMINER | PRONOUN);
        if gerund || view.has(at, PREPOSITION | SUBORDINATOR) && !view.has(at, DETERMINER | PRONOUN)
        {
            // An opener with a preposition or subordinator: to its comma, else over its noun phrase.
            let comma = (at..end.min(at + 40)).find(|i| view.kind(*i) == ItemKind::Comma);
            if let Some(comma) = comma {
                at = comma + 1;
                continue;
            }
            at = view.phrase(at + 1).map_or(at + 1, |run| run.end);
            continue;
        }
        if view.begins_phrase(at)
            && let Some(run) = view.phrase(at)
        {
            let mut after = run.end;
            while after < end && view.adverb(after) {
                after += 1;
            }
            let time = run
                .clone()
                .all(|i| view.has(i, TIME | DETERMINER) || view.kind(i) == ItemKind::Number)
                || view.has(run.end - 1, TIME) && !view.has(run.end - 1, lexicon::CALENDAR);
            if time && after < end && view.kind(after) == ItemKind::Comma {
                at = after + 1;
                continue;
            }
            return Some(run);
        }
        at += 1;
    }
    None
}

/// Time words and empty subjects say nothing.
pub(super) fn not_a_speaker(view: &View, run: &Run) -> bool {
    let last = run.end - 1;
    run.len() == 1 && view.is(last, &["there", "this", "what", "nothing", "lot"])
        || run.clone().all(|i| {
            view.has(i, lexicon::CALENDAR)
                || view.kind(i) == ItemKind::Number && view.text(i).len() > 2
        })
        || view.is(last, &["yesterday", "today", "tonight", "tomorrow"])
}
