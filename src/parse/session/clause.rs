//! Clauses: a sentence cut where one statement ends and the next begins, each with its subject.
//!
//! "Early voting starts on Monday and polls close at 8 p.m." has two, and so has "The talks, which began on Tuesday, run
//! until Friday", whose second one has the first words as its subject. What a minister "said on Friday" is cut off, since
//! that Friday is no plan; what follows "denied that" is marked.

use std::ops::Range;

/// One statement.
#[derive(Clone, Debug)]
pub(in crate::parse) struct Clause {
    /// What it speaks of, where that stands apart from its body.
    pub(in crate::parse) subject: Option<Range<usize>>,
    /// Words between subject and body, between commas.
    pub(in crate::parse) aside: Option<Range<usize>>,
    pub(in crate::parse) body: Range<usize>,
    /// Somebody said that it is not so.
    pub(in crate::parse) denied: bool,
    /// It hangs on another: which, who, that.
    pub(in crate::parse) relative: bool,
    /// It shares the subject of the clause before it.
    pub(in crate::parse) shared: bool,
    /// It hangs on a plan with "with" or "followed by", without a verb of its own, and is as planned.
    pub(in crate::parse) attached: bool,
    /// Who says so, where that stands right before it.
    pub(in crate::parse) reporter: Option<Range<usize>>,
}

impl Clause {
    /// Whether the token stands in it.
    pub(in crate::parse) fn holds(&self, token: usize) -> bool {
        self.body.contains(&token)
            || self
                .aside
                .as_ref()
                .is_some_and(|aside| aside.contains(&token))
    }

    /// Its own tokens: aside and body.
    pub(in crate::parse) fn tokens(&self) -> impl Iterator<Item = usize> + '_ {
        self.aside
            .clone()
            .into_iter()
            .flatten()
            .chain(self.body.clone())
    }
}
