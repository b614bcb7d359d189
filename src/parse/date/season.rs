//! Seasons: `the summer of 1994`, `summer 2006`, `in the spring`, `a winter offensive`.

use super::lexicon::{Glue, Shift, Term};
use super::reader::Reader;
use super::sense::{Sense, Year};

impl Reader<'_> {
    /// Seasons: `the summer of 1994`, `summer 2006`, `this fall`, `the spring`.
    pub(super) fn season(&mut self, from: usize, at: usize) -> Option<usize> {
        let Term::Season(name) = self.term(at) else {
            return None;
        };
        let fall = self.says(at, "fall");
        let next =
            at + 1 + usize::from(self.is(at + 1, Glue::Of)) + usize::from(self.mark(at + 1, b','));
        if let Some((year, end)) = self.year_in_words(next) {
            return Some(self.keep_date(
                from,
                end,
                Sense::Season {
                    name,
                    year: Year::Is(year),
                },
            ));
        }
        if let Some(year) = self.year_number(next) {
            // "the winter of 1941-42" has two years and is named by the first.
            let mut end = next + 1;
            if self.mark(end, b'-')
                && self.joined(end + 1)
                && matches!(self.term(end + 1), Term::Digits { len: 2 | 4, .. })
            {
                end += 2;
            }
            return Some(self.keep_date(
                from,
                end,
                Sense::Season {
                    name,
                    year: Year::Is(year),
                },
            ));
        }
        if self.is(at + 1, Glue::Of)
            && let Term::Shift(Shift::That | Shift::Same) = self.term(at + 2)
            && self.says(at + 3, "year")
        {
            return Some(self.keep_date(
                from,
                at + 4,
                Sense::Season {
                    name,
                    year: Year::That,
                },
            ));
        }
        if fall || self.says(at, "winters") || self.capital(at) && !self.opens_sentence(at) {
            return None;
        }
        let prepared = from < at && !matches!(self.term(at + 1), Term::Glue(Glue::Of))
            || matches!(
                self.before(from),
                Term::Glue(
                    Glue::In | Glue::By | Glue::Since | Glue::Until | Glue::Through | Glue::During
                ) | Term::Limit(_)
            );
        let followed = matches!(self.term(at + 1), Term::Other) && !self.is(at + 1, Glue::Of);
        let adjective = followed && !self.capital(at);
        if !prepared && !adjective {
            return None;
        }
        let (from, year) = if followed && !self.is(at + 1, Glue::Of) {
            (at, Year::Loose)
        } else {
            (from, Year::Open)
        };
        Some(self.keep_date(from, at + 1, Sense::Season { name, year }))
    }
}
