//! Cues: the verbs of speech of a sentence, each with its subject and with what is said.
//!
//! A [`Frame`] is one cue. Its subject stands before it (`Koofi said`), with an apposition between (`Khalilzad, the
//! former envoy, said`), after it (`said Koofi`), or is that of the cue or clause before (`…, adding that`, `and said`).

mod content;
mod subject;
mod verb;

pub use subject::clause_subject;

use crate::parse::lexicon::{
    self, AUXILIARY, CONJUNCTION, CUE, CUE_ASK, CUE_CALL, CUE_CALL_ING, CUE_ING, CUE_NOUN,
    CUE_TELL, CUE_THAT, PREPOSITION, PRONOUN, SUBORDINATOR,
};
use crate::parse::view::{ItemKind, Run, View};
use content::content;
use subject::{before_commas, before_word, inverted, inverted_ends, inverted_name, not_a_speaker};
use verb::{adjective, continues, group, noun_is_verb};

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

const ANY: u64 = CUE | CUE_CALL | CUE_THAT | CUE_ING | CUE_CALL_ING;

/// All cues of a sentence, in order.
#[must_use]
pub fn frames(view: &View) -> Vec<Frame> {
    let mut out: Vec<Frame> = Vec::new();
    for at in 0..view.len() {
        if view.is(at, &["according"]) && view.is(at + 1, &["to"]) {
            let mut source = at + 2;
            // `according to early results`
            while view.adverb(source) {
                source += 1;
            }
            if let Some(subject) = view.phrase(source).map(|run| at + 2..run.end) {
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
    if relative && group > 0 && matches!(view.kind(group - 1), ItemKind::Comma | ItemKind::Quote(_))
    {
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
        && view.is(
            cue - 1,
            &[
                "the", "a", "an", "its", "their", "our", "my", "your", "no", "every", "her",
            ],
        )
        && !ing
    {
        return None;
    }
    if group == cue && cue > 0 && matches!(view.kind(cue - 1), ItemKind::Hyphen) {
        return None;
    }
    // `her reported income`
    if group == cue && adjective(view, cue) {
        return None;
    }
    // `pointed out that`
    let out = view.is(cue, &["point", "points", "pointed"]) && view.is(cue + 1, &["out"]);
    let call = !out && !view.has(cue, CUE | CUE_ING);
    let say = view.is(cue, &["said", "says", "say", "saying"]);
    let mut side = Side::Before;
    let mut subject = None;
    let mut after = if out { cue + 2 } else { cue + 1 };
    let shared = |end: usize| {
        let last = earlier
            .iter()
            .rev()
            .find(|frame| frame.subject.is_some() && !frame.according && frame.cue < end)?;
        let run = last.subject.clone()?;
        // `Haas, who said …, issued a statement saying`: the relative clause is closed.
        if view.is(run.start, &["who", "which"])
            && run.start > 0
            && view.kind(run.start - 1) == ItemKind::Comma
            && (last.cue..end).any(|i| view.kind(i) == ItemKind::Comma && view.finite_verb(i + 1))
        {
            return clause_subject(view, 0, run.start);
        }
        Some(run)
    };
    let previous = group.checked_sub(1).map(|at| (at, view.kind(at)));
    match previous {
        _ if ing && !be => {
            // `…, adding that`: the subject of the clause before. `Speaking …` has none.
            side = Side::Shared;
            subject = match previous {
                Some((at, ItemKind::Word)) if view.capital(at) || view.has(at, PRONOUN) => {
                    // `with Trump saying`, `one poster writing`, but `answered on Facebook writing`.
                    view.phrase_before(group, bound)
                        .filter(|run| {
                            view.has(at, PRONOUN)
                                || run.start == 0
                                || !view.has(run.start - 1, PREPOSITION)
                                || view.is(run.start - 1, &["with", "of", "from", "by"])
                        })
                        .or_else(|| shared(group))
                        .or_else(|| clause_subject(view, 0, group))
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
            if let Some((at, _)) = previous
                && subject.as_ref().is_none_or(|run| goes_on(view, run.end))
                && let Some(run) = before_commas(view, at, bound)
                    .filter(|run| view.kind(run.end) == ItemKind::Comma)
            {
                // `Haas, who calls it “odd,” said she would …`
                subject = Some(run);
                after = cue + 1;
                side = Side::Before;
            } else if subject.is_none()
                && let Some(stretch) = previous.and_then(|(at, _)| view.quote(at))
                && view.document.stretches[stretch].inner.len() <= 4
            {
                // `critics of the “ghost rule” say`
                subject = before_word(view, group, bound);
                side = Side::Before;
            }
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
                && (quote_before
                    || !relative
                        && !goes_on(view, tail.1)
                        && (view.has(cue, CUE) || view.capital(cue + 1)))
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
        Some((at, _)) if view.is_percent(at) => {
            subject = before_word(view, group, bound);
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
                    .filter(|opener| !(*opener..group).any(|i| view.is(i, &["and", "but"])))
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
            // `The changes, which officials said would come soon, …`
            || !that
                && at > 0
                && view.is(at, &["which", "that", "whom"])
                && view.kind(at - 1) == ItemKind::Comma
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
        reports: !call && !view.has(cue, CUE_ASK) || that && view.has(cue, CUE_THAT),
        according: false,
        call,
        say,
        weak: passive || not || to && !that && !marks && !continues(view, group, cue),
    })
}

/// Whether a clause goes on at `at`: what stands before is its subject.
fn goes_on(view: &View, at: usize) -> bool {
    view.finite_verb(at) || view.has(at, PRONOUN) && !view.is(at, &["who"])
}

fn with_before(view: &View, at: usize, bound: usize) -> bool {
    (bound..at).rev().take(6).any(|i| view.is(i, &["with"]))
}
