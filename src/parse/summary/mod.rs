//! The summary: three to five whole sentences of the article, chosen by features that one can read in the code.
//!
//! Every candidate gets a score, the weighted sum of its features (`features.rs`); the best are taken one at a time, and a sentence that
//! shares its words with one already taken loses by it. What a reader could not follow is no candidate at all: captions,
//! headings, posts, pieces of a quotation, and a sentence that points back ("He …", "This …"), unless the sentence before
//! it, which has the name, is already in. The weights are fitted (`tests/bench/fit_summary.py`) and kept as data.

mod candidate;
mod features;

use std::sync::LazyLock;

use super::document::Document;
use crate::article::SummaryLine;
use candidate::Candidate;
pub use features::NAMES;
use features::{COUNT, Features};

/// The fewest lines of a summary, where the article has as many.
const FEWEST: usize = 3;
/// The most lines of a summary.
const MOST: usize = 5;
/// From this many candidates on, a summary has one line more, and at twice as many another.
const LONG: usize = 14;
/// Two lines say the same when this share of the shorter one's content words stands in the other.
const SAME: f32 = 0.6;

/// What each feature counts for, and how much an overlap with a chosen line costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    features: [f32; COUNT],
    overlap: f32,
}

impl Weights {
    /// Reads lines of `name value`; a `#` opens a comment. A feature that is not named counts nothing.
    ///
    /// # Errors
    /// The first line that is no weight.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut weights = Self {
            features: [0.0; COUNT],
            overlap: 0.0,
        };
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let wrong = || format!("“{line}” is no weight: write a feature's name and a number");
            let (name, value) = line.split_once(' ').ok_or_else(wrong)?;
            let value: f32 = value.trim().parse().map_err(|_| wrong())?;
            if name == "overlap" {
                weights.overlap = value;
            } else {
                let at = NAMES.iter().position(|n| *n == name).ok_or_else(wrong)?;
                weights.features[at] = value;
            }
        }
        Ok(weights)
    }

    /// The weights that the parser uses.
    #[must_use]
    pub fn fitted() -> &'static Self {
        static FITTED: LazyLock<Weights> = LazyLock::new(|| {
            Weights::read(include_str!("weights.txt")).expect("the weights file is well formed")
        });
        &FITTED
    }

    fn score(&self, features: &Features) -> f32 {
        self.features
            .iter()
            .zip(features)
            .map(|(weight, feature)| weight * feature)
            .sum()
    }
}

/// Chooses the lines. `title` is the headline where the page gives one.
#[must_use]
pub fn summary(document: &Document, title: Option<&str>) -> Vec<SummaryLine> {
    let candidates = candidate::candidates(document, title);
    let lines = match candidates.len() {
        n if n >= 2 * LONG => MOST,
        n if n >= LONG => FEWEST + 1,
        _ => FEWEST,
    };
    let mut chosen: Vec<(usize, u32)> = choose(&candidates, Weights::fitted(), lines)
        .into_iter()
        .zip(1..)
        .collect();
    chosen.sort_unstable();
    chosen
        .into_iter()
        .map(|(at, rank)| {
            let tokens = candidates[at].tokens.clone();
            SummaryLine {
                text: document.slice(tokens.clone()).to_owned(),
                at: Some(document.span(tokens)),
                rank,
            }
        })
        .collect()
}

/// The numbers of the chosen candidates, the weightiest first.
fn choose(candidates: &[Candidate], weights: &Weights, lines: usize) -> Vec<usize> {
    let scores: Vec<f32> = candidates
        .iter()
        .map(|c| weights.score(&c.features))
        .collect();
    let mut overlaps = vec![0f32; candidates.len()];
    let mut taken = vec![false; candidates.len()];
    let mut chosen = Vec::with_capacity(lines);
    while chosen.len() < lines {
        let mut best: Option<(f32, usize)> = None;
        for (at, candidate) in candidates.iter().enumerate() {
            let led = candidate
                .follows
                .is_some_and(|before| taken[before] && candidates[before].named);
            if taken[at] || overlaps[at] >= SAME || candidate.dangling && !led {
                continue;
            }
            let score = scores[at] - weights.overlap * overlaps[at];
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, at));
            }
        }
        let Some((_, at)) = best else {
            break;
        };
        taken[at] = true;
        chosen.push(at);
        for (other, candidate) in candidates.iter().enumerate() {
            overlaps[other] = overlaps[other].max(candidates[at].overlap(candidate));
        }
    }
    chosen
}

/// One candidate as the fitting script reads it.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Its features, in the order of [`NAMES`].
    pub features: [f32; COUNT],
    /// Whether it points back to the sentence before it.
    pub dangling: bool,
    /// The number of the candidate just before it in the text, if there is one and it has a name.
    pub led_by: Option<usize>,
    /// Its content words, as sorted numbers.
    pub words: &'a [u32],
}

/// Calls `each` for every candidate of a text; only the fitting script's tool needs it.
pub fn rows(document: &Document, title: Option<&str>, mut each: impl FnMut(&Row)) {
    let candidates = candidate::candidates(document, title);
    for candidate in &candidates {
        each(&Row {
            text: document.slice(candidate.tokens.clone()),
            features: candidate.features,
            dangling: candidate.dangling,
            led_by: candidate.follows.filter(|at| candidates[*at].named),
            words: &candidate.words,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_named_numbers() {
        assert!(Weights::read("early -1.5\noverlap 2 # more").is_ok());
        for wrong in ["early", "speed 1", "early much"] {
            assert!(Weights::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_headline_weighs() {
        assert!(Weights::fitted().features[1] > 0.0, "{}", NAMES[1]);
    }
}
