//! What a sentence is judged by. Each feature is a plain figure, most of them between 0 and 1, and has a name by which the
//! weights file calls it.

/// How many features there are.
pub(super) const COUNT: usize = 14;

/// One sentence's features, in the order of [`NAMES`].
pub(super) type Features = [f32; COUNT];

/// The features' names, in order:
///
/// - `early`: the logarithm of one plus the number of sentences before it; `opening`: one over one plus that number;
/// - `title`: the share of the headline's content words (at most eight) that it has;
/// - `first`: the share of its content words that the first sentence has too;
/// - `central`: how often, on a logarithmic scale, its content words come up in the rest of the article, on average;
/// - `length`: words, at most 50, over 25; `longer`: the square of that;
/// - `names`: capitalised words inside it, at most six, over six; `numbers`: at most three, over three;
/// - `date`: a month, a weekday or a year stands in it; `quote`: it has quotation marks; `question`: it asks;
/// - `connective`: it opens with `But`, `Meanwhile` and the like; `self`: it has `I`, `we` or `you`.
pub const NAMES: [&str; COUNT] = [
    "early",
    "title",
    "first",
    "central",
    "length",
    "longer",
    "names",
    "numbers",
    "date",
    "quote",
    "question",
    "connective",
    "self",
    "opening",
];

/// What a sentence's words tell, before they are made into figures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Sentences of the body before it.
    pub(super) before: usize,
    /// Share of the headline's words.
    pub(super) title: f32,
    /// Share of its words that the first sentence has; 0 for the first itself.
    pub(super) first: f32,
    /// Mean logarithm of its words' counts elsewhere.
    pub(super) central: f32,
    pub(super) words: usize,
    pub(super) names: usize,
    pub(super) numbers: usize,
    pub(super) date: bool,
    pub(super) quote: bool,
    pub(super) question: bool,
    pub(super) connective: bool,
    pub(super) selves: bool,
}

impl Facts {
    pub(super) fn features(&self) -> Features {
        let length = small(self.words, 50) / 25.0;
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        let before = small(self.before, 100_000);
        [
            before.ln_1p(),
            self.title,
            self.first,
            self.central,
            length,
            length * length,
            small(self.names, 6) / 6.0,
            small(self.numbers, 3) / 3.0,
            flag(self.date),
            flag(self.quote),
            flag(self.question),
            flag(self.connective),
            flag(self.selves),
            1.0 / (1.0 + before),
        ]
    }
}

/// A count as a figure, cut at `most`.
pub(super) fn small(count: usize, most: u32) -> f32 {
    u32::try_from(count).map_or(most, |count| count.min(most)) as f32
}
