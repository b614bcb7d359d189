//! Cues: the verbs of speech of a sentence, each with its subject and with what is said.
//!
//! A [`Frame`] is one cue. Its subject stands before it (`Koofi said`), with an apposition between (`Khalilzad, the
//! former envoy, said`), after it (`said Koofi`), or is that of the cue or clause before (`…, adding that`, `and said`).

use super::lexicon::{
    self, AUXILIARY, CONJUNCTION, CUE, CUE_ASK, CUE_CALL, CUE_CALL_ING, CUE_ING, CUE_NOUN, CUE_SAY,
    CUE_TELL, DETERMINER, PREPOSITION, PRONOUN, ROLE, SUBORDINATOR, TIME,
};
use super::view::{ItemKind, Run, View};

/// How a cue's subject was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before the cue.
    Before,
    /// After it.
    After,
    /// The subject of the cue or clause before.
    Shared,
}

/// A cue with its subject.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The verb; for "according to", its first word.
    pub cue: usize,
    /// Where its verb group begins: `has also said`.
    pub group: usize,
    /// Its subject.
    pub subject: Option<Run>,
    /// How the subject was found.
    pub side: Side,
    /// The first item of what is said, as far as it stands after the cue.
    pub content: usize,
    /// `that` stands before the content.
    pub that: bool,
    /// It can bring a clause without marks.
    pub reports: bool,
    /// "according to".
    pub according: bool,
    /// It can only bring words in marks.
    pub call: bool,
    /// `as X said`: the clause stands on the other side of the comma.
    pub as_clause: bool,
    /// It stands in a clause with `when`, `while`, `who` and the like, which ends at the next comma.
    pub dependent: bool,
    /// The verb is a form of say.
    pub say: bool,
    /// Denied, asked or passive: `did not say`, `was told`.
    pub weak: bool,
}

const ANY: u64 = CUE | CUE_CALL | CUE_ING | CUE_CALL_ING;

/// All cues of a sentence, in order.
#[must_use]
pub fn frames(view: &View) -> Vec<Frame> {
    let mut out: Vec<Frame> = Vec::new();
    for at in 0..view.len() {
        if view.is(at, &["according"]) && view.is(at + 1, &["to"]) {
            if let Some(subject) = source_phrase(view, at + 2) {
                out.push(Frame {
                    cue: at,
                    group: at,
                    content: subject.end,
                    subject: Some(subject),
                    side: Side::After,
                    that: false,
                    reports: true,
                    according: true,
                    call: false,
                    say: false,
                    as_clause: false,
                    dependent: false,
                    weak: false,
                });
            }
            continue;
        }
        if view.has(at, ANY)
            && !(view.capital(at) && at > 0)
            && let Some(frame) = frame(view, at, &out)
        {
            out.push(frame);
        }
    }
    out
}

fn source_phrase(view: &View, start: usize) -> Option<Run> {
    view.phrase(start)
}

/// The start of the verb group that ends with the cue, and whether it is passive, denied or an infinitive.
fn group(view: &View, cue: usize) -> (usize, bool, bool, bool) {
    let mut at = cue;
    let (mut be, mut not, mut to) = (false, false, false);
    let mut auxiliary = false;
    while at > 0 {
        let before = at - 1;
        if view.has(before, AUXILIARY) {
            let text = view.text(before);
            if !auxiliary {
                be = view.is(
                    before,
                    &[
                        "is", "are", "was", "were", "be", "been", "being", "isn't", "wasn't",
                        "weren't", "aren't",
                    ],
                );
            }
            auxiliary = true;
            not |= text.ends_with("n't") || text.ends_with("n’t") || view.is(before, &["cannot"]);
        } else if view.adverb(before) && !(before == 0 && view.capital(0)) {
            not |= view.is(before, &["not", "never"]);
        } else if before > 0
            && (view.has(before, lexicon::CALENDAR)
                || view.is(
                    before,
                    &[
                        "week",
                        "month",
                        "year",
                        "morning",
                        "night",
                        "afternoon",
                        "evening",
                    ],
                ) && view.is(
                    before - 1,
                    &[
                        "this",
                        "last",
                        "saturday",
                        "sunday",
                        "monday",
                        "tuesday",
                        "wednesday",
                        "thursday",
                        "friday",
                    ],
                )
                || view.is(before, &["this", "last", "on"]) && at < cue && view.has(at, TIME))
        {
            // `Koofi on Tuesday said`
        } else if view.is(before, &["to"]) {
            to = true;
        } else if view.kind(before) == ItemKind::Possessive && view.text(cue).ends_with("ing") {
            // `Koofi's saying`: a short form of "is".
        } else {
            break;
        }
        at = before;
    }
    (at, be, not, to)
}

fn frame(view: &View, cue: usize, earlier: &[Frame]) -> Option<Frame> {
    let ing = view.has(cue, CUE_ING | CUE_CALL_ING) && !view.has(cue, CUE | CUE_CALL);
    let (group, be, not, to) = group(view, cue);
    let passive = be && !ing;
    let bound = earlier.last().map_or(0, |frame| {
        if frame.according {
            frame.content
        } else {
            frame.cue + 1
        }
    });
    let mut bound = bound.min(group);
    let relative = earlier.last().is_some_and(|frame| {
        frame
            .subject
            .as_ref()
            .is_none_or(|run| view.is(run.start, &["who", "which"]))
    });
    if relative && group > 0 && view.kind(group - 1) == ItemKind::Comma {
        // `Koofi, who has told aides …, said`
        bound = 0;
    }
    let noun = view.has(cue, CUE_NOUN);
    if noun && !noun_is_verb(view, cue, group) {
        return None;
    }
    // `the called`, `his saying`: no verb right after a determiner.
    if group == cue
        && cue > 0
        && view.has(cue - 1, DETERMINER)
        && !view.is(
            cue - 1,
            &[
                "that", "this", "some", "many", "most", "others", "all", "both", "one", "those",
                "these", "each", "another", "his", "few", "several", "more",
            ],
        )
        && !ing
    {
        return None;
    }
    if group == cue && cue > 0 && matches!(view.kind(cue - 1), ItemKind::Hyphen) {
        return None;
    }
    let call = !view.has(cue, CUE | CUE_ING);
    let say = view.is(cue, &["said", "says", "say", "saying"]);
    let mut side = Side::Before;
    let mut subject = None;
    let mut after = cue + 1;
    let shared = |end: usize| {
        earlier
            .iter()
            .rev()
            .find(|frame| frame.subject.is_some() && !frame.according && frame.cue < end)
            .and_then(|frame| frame.subject.clone())
    };
    let previous = group.checked_sub(1).map(|at| (at, view.kind(at)));
    match previous {
        _ if ing && !be => {
            // `…, adding that`: the subject of the clause before. `Speaking …` has none.
            side = Side::Shared;
            subject = match previous {
                Some((at, ItemKind::Word)) if view.capital(at) || view.has(at, PRONOUN) => {
                    // `with Trump saying`, `one poster writing`.
                    view.phrase_before(group, bound)
                }
                Some((at, ItemKind::Word))
                    if !view.has(
                        at,
                        PREPOSITION | CONJUNCTION | SUBORDINATOR | lexicon::VERB | AUXILIARY,
                    ) && at > bound
                        && with_before(view, at, bound) =>
                {
                    view.phrase_before(group, bound)
                }
                _ => shared(group).or_else(|| clause_subject(view, 0, group)),
            };
        }
        None | Some((_, ItemKind::Quote(_))) => {
            (subject, after) = inverted(view, cue);
            side = Side::After;
        }
        Some((at, ItemKind::Comma)) => {
            let quote_before = at > 0 && view.quote(at - 1).is_some();
            let tail = inverted(view, cue);
            let opens = (bound..at)
                .rev()
                .find(|i| view.quote(*i).is_some())
                .is_some_and(|i| {
                    view.kind(i + 1) == ItemKind::Word || view.kind(i + 2) == ItemKind::Word
                });
            let inverts = tail.0.is_some()
                && (quote_before || !opens && !view.has(cue, CUE_TELL))
                && (quote_before
                    || inverted_ends(view, tail.1)
                    || !view.capital(at.saturating_sub(1)) && inverted_name(view, &tail.0));
            if inverts {
                (subject, after) = tail;
                side = Side::After;
            } else {
                subject = before_commas(view, at, bound).or_else(|| {
                    side = Side::Shared;
                    shared(group)
                });
            }
        }
        Some((at, ItemKind::Dash)) => {
            subject = before_commas(view, at, bound);
        }
        Some((at, ItemKind::Word | ItemKind::Number | ItemKind::Possessive)) => {
            if to
                && view.has(cue, CUE)
                && view.kind(at) == ItemKind::Word
                && !view.finite_verb(at)
                && !view.adverb(at)
                && !view.has(at, PREPOSITION | CONJUNCTION)
                && let Some(run) = view.phrase_before(group, bound)
                && run.start > bound
                && view.finite_verb(run.start - 1)
                && !view.has(run.start - 1, AUXILIARY)
            {
                // `prompted some users to argue that`
                subject = Some(run);
            } else if view.has(at, CONJUNCTION) || to {
                side = Side::Shared;
                // `so much that she was moved to say`: the clause's own subject.
                let clause = (bound..group)
                    .rfind(|i| to && view.has(*i, SUBORDINATOR) && !view.has(*i, PREPOSITION))
                    .map(|opener| opener + 1);
                subject = clause
                    .and_then(|start| clause_subject(view, start, group))
                    .or_else(|| shared(group))
                    .or_else(|| clause_subject(view, bound, group));
            } else if view.is(at, &["which", "that", "who"]) {
                if view.is(at, &["who"]) {
                    subject = Some(at..at + 1);
                }
            } else if view.is(at, &["as", "than"]) {
                (subject, after) = inverted(view, cue);
                side = Side::After;
            } else {
                subject = before_word(view, group, bound);
            }
        }
        Some((_, ItemKind::Semicolon)) => {
            side = Side::Shared;
            subject = shared(group);
        }
        Some(_) => {}
    }
    if let Some(run) = &subject
        && not_a_speaker(view, run)
    {
        subject = None;
    }
    let (content, that) = content(view, after, cue);
    let marks = view.quote(content).is_some() || view.quote(content + 1).is_some();
    let opener = match (&subject, side) {
        (Some(run), Side::Before) => run.start.checked_sub(1),
        (_, Side::After) => group.checked_sub(1),
        _ => None,
    };
    let as_clause = !that && opener.is_some_and(|at| view.is(at, &["as"]));
    let dependent = opener.is_some_and(|at| {
        view.is(
            at,
            &[
                "when", "while", "after", "although", "though", "if", "because", "since", "before",
                "until", "whereas", "as",
            ],
        )
    }) || subject.as_ref().is_some_and(|run| {
        view.is(run.start, &["who", "which"])
            && run.start > 0
            && view.kind(run.start - 1) == ItemKind::Comma
    });
    Some(Frame {
        as_clause,
        dependent,
        cue,
        group,
        subject,
        side,
        content,
        that,
        reports: !call && !view.has(cue, CUE_ASK),
        according: false,
        call,
        say,
        weak: passive || not || to && !that && !marks,
    })
}

fn with_before(view: &View, at: usize, bound: usize) -> bool {
    (bound..at).rev().take(6).any(|i| view.is(i, &["with"]))
}

/// Whether a form such as `reports` is a verb here: a subject of the right number before it, content after it.
fn noun_is_verb(view: &View, cue: usize, group: usize) -> bool {
    if group < cue {
        return view.has(cue - 1, AUXILIARY) || view.adverb(cue - 1) || view.is(cue - 1, &["to"]);
    }
    let Some(at) = cue.checked_sub(1) else {
        return false;
    };
    let subject = match view.kind(at) {
        ItemKind::Comma | ItemKind::Quote(_) => true,
        ItemKind::Word => {
            view.has(at, PRONOUN | CONJUNCTION)
                || !view.has(
                    at,
                    DETERMINER | PREPOSITION | AUXILIARY | SUBORDINATOR | lexicon::VERB,
                ) && (view.capital(at)
                    || view.text(at).ends_with('s') != view.text(cue).ends_with('s'))
        }
        _ => false,
    };
    let next = cue + 1;
    subject
        && match view.kind(next) {
            ItemKind::Quote(_) | ItemKind::Colon => true,
            ItemKind::Comma => view.quote(next + 1).is_some(),
            ItemKind::Word => {
                view.has(next, DETERMINER | PRONOUN | TIME)
                    || view.capital(next)
                    || view.is(next, &["it", "there"])
            }
            _ => false,
        }
}

/// `said Koofi`: the phrase after the cue, if one can stand there as its subject; and the item after it.
fn inverted(view: &View, cue: usize) -> (Option<Run>, usize) {
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
            let end = run.end;
            (Some(run), end)
        }
        None => (None, next),
    }
}

/// Whether the phrase after an inverted cue is closed by what follows.
fn inverted_ends(view: &View, at: usize) -> bool {
    matches!(
        view.kind(at),
        ItemKind::Comma | ItemKind::Stop | ItemKind::Semicolon | ItemKind::Dash | ItemKind::Colon
    ) || view.is(at, &["of", "who", "in", "on", "at", "from", "with"])
}

fn inverted_name(view: &View, run: &Option<Run>) -> bool {
    run.as_ref().is_some_and(|run| {
        run.clone().any(|i| view.has(i, ROLE | lexicon::TITLE)) && !view.finite_verb(run.end)
    })
}

/// The subject whose last word stands right before the verb group.
fn before_word(view: &View, group: usize, bound: usize) -> Option<Run> {
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
        && (start..group).any(|i| view.has(i, lexicon::VERB | AUXILIARY))
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
    }
    near
}

/// The subject before a comma that closes an apposition: the first chunk of the clause that can be one.
fn before_commas(view: &View, comma: usize, bound: usize) -> Option<Run> {
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
            // `The secretary general of the union, Nadia Haas, said`: the name says more.
            let named = run
                .clone()
                .any(|i| view.capital(i) && i > 0 && !view.has(i, lexicon::FUNCTION));
            let last = starts.last().copied().unwrap_or(start);
            if !named
                && last > start
                && !view.has(last, DETERMINER | PREPOSITION | SUBORDINATOR)
                && let Some(name) = view.phrase(last)
                && name.end == comma
                && view.capital(comma - 1)
                && (name.len() == 1
                    || view.capital(comma - 2)
                    || view.kind(comma - 2) == ItemKind::Hyphen)
            {
                return Some(name);
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
fn not_a_speaker(view: &View, run: &Run) -> bool {
    let last = run.end - 1;
    run.len() == 1 && view.is(last, &["there", "this", "what", "nothing", "lot"])
        || run
            .clone()
            .all(|i| view.has(i, lexicon::CALENDAR) || view.kind(i) == ItemKind::Number)
        || view.is(last, &["yesterday", "today", "tonight", "tomorrow"])
}

/// Where what is said begins after a cue: behind the hearer, the time, the place and `that`.
fn content(view: &View, after: usize, cue: usize) -> (usize, bool) {
    let mut at = after;
    if (view.has(cue, CUE_TELL)
        || view.is(
            cue,
            &[
                "telling",
                "reminding",
                "assuring",
                "informing",
                "asked",
                "asking",
            ],
        ))
        && let Some(run) = view
            .phrase(at)
            .filter(|_| view.begins_phrase(at) || view.is(at, &["him", "them", "us", "me", "her"]))
    {
        let mut end = run.end;
        // `told a crowd of supporters in Ohio (that)`: only if the content still has its `that` or marks.
        let mut look = end;
        while view.has(look, PREPOSITION) && !view.is(look, &["that"]) {
            match view.phrase(look + 1) {
                Some(run) => look = run.end,
                None => break,
            }
        }
        if look > end && opens_content(view, look) {
            end = look;
        }
        at = end;
    }
    let mut look = at;
    let mut steps = 0;
    loop {
        steps += 1;
        if steps > 8 {
            break;
        }
        if opens_content(view, look) {
            at = look;
            break;
        }
        if view.has(look, TIME)
            && !view.has(look, PRONOUN)
            && !view.is(look, &["may", "this", "last", "next"])
            || view.adverb(look)
        {
            look += 1;
            if view.kind(look) == ItemKind::Number && view.has(look - 1, lexicon::CALENDAR) {
                look += 1;
            }
            if view.begins_phrase(look) && !view.has(look, TIME) {
                at = look;
            }
            continue;
        }
        if view.is(look, &["this", "last", "next"]) && view.has(look + 1, TIME) {
            look += 2;
            if view.begins_phrase(look) {
                at = look;
            }
            continue;
        }
        if view.has(look, PREPOSITION)
            && !view.is(look, &["that", "than", "as", "because", "since"])
        {
            match view.phrase(look + 1) {
                Some(run) => {
                    look = run.end;
                    if view.kind(look) == ItemKind::Possessive {
                        break;
                    }
                    if view.begins_phrase(look) && (view.has(look, PRONOUN | DETERMINER)) {
                        at = look;
                        break;
                    }
                }
                None => break,
            }
            continue;
        }
        break;
    }
    // `saying, for the first time, that …`
    if view.kind(at) == ItemKind::Comma {
        let that = (at + 1..view.len().min(at + 12))
            .find(|i| view.is(*i, &["that"]) && view.kind(i - 1) == ItemKind::Comma);
        if let Some(that) = that {
            return (that + 1, true);
        }
    }
    if matches!(view.kind(at), ItemKind::Comma | ItemKind::Colon) && view.quote(at + 1).is_some() {
        return (at + 1, false);
    }
    if view.is(at, &["that"]) {
        return (at + 1, true);
    }
    (at, false)
}

fn opens_content(view: &View, at: usize) -> bool {
    matches!(
        view.kind(at),
        ItemKind::Quote(_) | ItemKind::Colon | ItemKind::Comma | ItemKind::Stop
    ) || view.is(at, &["that"])
}

/// Whether the frame's verb is one of saying or telling in a finite form.
#[must_use]
pub fn finite(view: &View, frame: &Frame) -> bool {
    frame.according || view.has(frame.cue, CUE_SAY | CUE_TELL)
}
