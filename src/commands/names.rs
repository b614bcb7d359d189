//! From what a person types to the person meant: a full name, a surname, an alias, a part, a typo.
//!
//! Matches come in classes, the surest first; a surer class hides the others. Within a class the most quoted stands first.
//! Folding thousands of names for every key stroke would cost more than the rest of an answer, so an index of folded names
//! is kept as long as the store hands out the same list.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::fold::fold;
use crate::store::{PersonHead, Scope};

/// How surely a name was meant; smaller is surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// The full name or an alias.
    Whole,
    /// The last word of the name.
    Surname,
    /// Words of the name.
    Words,
    /// The beginnings of words of the name.
    Beginnings,
    /// Letters within the name.
    Inside,
    /// A word of the name but for a slip or two.
    Slip,
}

/// The people of one scope with their names folded.
pub(super) struct Index {
    people: Arc<Vec<PersonHead>>,
    folded: Vec<Folded>,
}

struct Folded {
    name: String,
    aliases: Vec<String>,
}

impl Index {
    fn new(people: Arc<Vec<PersonHead>>) -> Self {
        let folded = people
            .iter()
            .map(|person| Folded {
                name: fold(&person.name),
                aliases: person.aliases.iter().map(|alias| fold(alias)).collect(),
            })
            .collect();
        Self { people, folded }
    }

    /// Who may be meant, the surest and then the most quoted first.
    pub(super) fn matches(&self, typed: &str) -> Vec<(Sureness, &PersonHead)> {
        let typed = fold(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let all = |judge: &dyn Fn(&Folded) -> Option<Sureness>| -> Vec<(Sureness, &PersonHead)> {
            self.folded
                .iter()
                .zip(self.people.iter())
                .filter_map(|(folded, person)| Some((judge(folded)?, person)))
                .collect()
        };
        let mut found = all(&|folded| contained(&typed, folded));
        if found.is_empty() {
            found = all(&|folded| slip(&typed, folded));
        }
        // Stable: the store's order, the most quoted first, holds within a class.
        found.sort_by_key(|(sureness, _)| *sureness);
        found
    }

    /// The names most like what was typed, for "did you mean".
    pub(super) fn nearest(&self, typed: &str, most: usize) -> Vec<&PersonHead> {
        let typed = fold(typed);
        let likeness = |folded: &Folded| {
            folded
                .name
                .split(' ')
                .chain([folded.name.as_str()])
                .chain(folded.aliases.iter().map(String::as_str))
                .map(|word| strsim::jaro_winkler(&typed, word))
                .fold(0.0, f64::max)
        };
        let mut near: Vec<(f64, &PersonHead)> = self
            .folded
            .iter()
            .map(likeness)
            .zip(self.people.iter())
            .collect();
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        near.into_iter()
            .take(most)
            .map(|(_, person)| person)
            .collect()
    }
}

fn contained(typed: &str, folded: &Folded) -> Option<Sureness> {
    let Folded { name, aliases } = folded;
    // Every class has each word in a name at least as a part of it: most names are out at once.
    let first = typed.split(' ').next().unwrap_or_default();
    if !name.contains(first) && !aliases.iter().any(|alias| alias.contains(first)) {
        return None;
    }
    if name == typed || aliases.iter().any(|alias| alias == typed) {
        return Some(Sureness::Whole);
    }
    if name.rsplit(' ').next() == Some(typed) {
        return Some(Sureness::Surname);
    }
    let of = |names: &str, fits: &dyn Fn(&str, &str) -> bool| {
        typed
            .split(' ')
            .all(|word| names.split(' ').any(|part| fits(part, word)))
    };
    let any = |fits: &dyn Fn(&str, &str) -> bool| {
        of(name, fits) || aliases.iter().any(|alias| of(alias, fits))
    };
    if any(&|part, word| part == word) {
        return Some(Sureness::Words);
    }
    if any(&|part, word| part.starts_with(word)) {
        return Some(Sureness::Beginnings);
    }
    (typed.chars().count() >= 3
        && (name.contains(typed) || aliases.iter().any(|alias| alias.contains(typed))))
    .then_some(Sureness::Inside)
}

fn slip(typed: &str, folded: &Folded) -> Option<Sureness> {
    let near = |word: &str, part: &str| {
        let length = word.chars().count();
        let slips = match length {
            0..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        part.chars().count().abs_diff(length) <= slips
            && strsim::damerau_levenshtein(word, part) <= slips
    };
    let of = |names: &str| {
        typed
            .split(' ')
            .all(|word| names.split(' ').any(|part| near(word, part)))
    };
    (of(&folded.name) || folded.aliases.iter().any(|alias| of(alias))).then_some(Sureness::Slip)
}

/// The indices of the scopes that asked lately.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<Scope, Arc<Index>>>);

impl Cache {
    /// As many scopes as keep an index; beyond that all are made anew.
    const SCOPES: usize = 64;

    /// The index of a scope's people, made anew when the store hands out another list.
    pub(super) fn index(&self, scope: Scope, people: Arc<Vec<PersonHead>>) -> Arc<Index> {
        let of_the_same = |index: &&Arc<Index>| Arc::ptr_eq(&index.people, &people);
        if let Some(index) = self.kept().get(&scope).filter(of_the_same) {
            return Arc::clone(index);
        }
        // Nobody waits meanwhile, least of all a glance: folding many names takes its time.
        let index = Arc::new(Index::new(people));
        let mut kept = self.kept();
        if kept.len() >= Self::SCOPES {
            kept.clear();
        }
        kept.insert(scope, Arc::clone(&index));
        index
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Scope, Arc<Index>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::PersonKind;
    use crate::store::PersonNo;

    fn index() -> Index {
        let people = [
            ("Mirela Ostrova", vec!["Ostrova"], 9),
            ("Anders Lindqvist", vec!["Lindqvist", "@anderslq"], 7),
            ("Petra Lindqvist", vec![], 2),
            ("Women for Harbours", vec!["WFH"], 1),
            ("Élodie d’Arsac", vec![], 1),
        ];
        Index::new(Arc::new(
            people
                .into_iter()
                .zip(1..)
                .map(|((name, aliases, quotes), no)| PersonHead {
                    no: PersonNo(no),
                    name: name.to_owned(),
                    aliases: aliases.into_iter().map(str::to_owned).collect(),
                    role: None,
                    kind: PersonKind::Person,
                    quotes,
                })
                .collect(),
        ))
    }

    fn check(typed: &str, expected: &[(Sureness, &str)]) {
        let index = index();
        let found: Vec<(Sureness, &str)> = index
            .matches(typed)
            .into_iter()
            .map(|(sureness, person)| (sureness, person.name.as_str()))
            .collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        use Sureness::{Beginnings, Inside, Slip, Surname, Whole, Words};
        check("Mirela Ostrova", &[(Whole, "Mirela Ostrova")]);
        check("OSTROVA", &[(Whole, "Mirela Ostrova")]);
        check("wfh", &[(Whole, "Women for Harbours")]);
        check(
            "lindqvist",
            &[(Whole, "Anders Lindqvist"), (Surname, "Petra Lindqvist")],
        );
        check("lindqvist petra", &[(Words, "Petra Lindqvist")]);
        check(
            "lind",
            &[
                (Beginnings, "Anders Lindqvist"),
                (Beginnings, "Petra Lindqvist"),
            ],
        );
        check("harb wom", &[(Beginnings, "Women for Harbours")]);
        check("trov", &[(Inside, "Mirela Ostrova")]);
        check("ostorva", &[(Slip, "Mirela Ostrova")]);
        check("elodie darsac", &[(Whole, "Élodie d’Arsac")]);
        check("nobody", &[]);
        check("", &[]);
    }

    #[test]
    fn the_nearest_names_are_offered_when_none_fits() {
        assert_eq!(
            index()
                .nearest("lidkvst", 2)
                .iter()
                .map(|person| person.name.as_str())
                .collect::<Vec<_>>(),
            ["Anders Lindqvist", "Petra Lindqvist"]
        );
    }
}
