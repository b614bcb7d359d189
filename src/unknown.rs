//! What serde says of a name that it does not know, read for the person who wrote it: the name, the known ones, the nearest.

/// A key or a value that is none, with those that are.
#[derive(Debug)]
pub(crate) struct Unknown<'a> {
    /// What was written.
    pub(crate) name: &'a str,
    /// What may stand there.
    pub(crate) known: Vec<&'a str>,
}

impl<'a> Unknown<'a> {
    /// From "unknown field `lvl`, expected `level` or `format`".
    pub(crate) fn field(message: &'a str) -> Option<Self> {
        let mut names = message
            .strip_prefix("unknown field ")?
            .split('`')
            .skip(1)
            .step_by(2);
        Some(Self {
            name: names.next()?,
            known: names.collect(),
        })
    }

    /// "did you mean level?", or else "here stand level, format.", to end a sentence with.
    pub(crate) fn meant(&self) -> String {
        let near = self
            .known
            .iter()
            .map(|known| (strsim::damerau_levenshtein(self.name, known), known))
            .filter(|(distance, known)| *distance <= 3 && *distance < known.chars().count())
            .min();
        match near {
            Some((_, near)) => format!("did you mean {near}?"),
            None => format!("here stand {}.", self.known.join(", ")),
        }
    }
}
