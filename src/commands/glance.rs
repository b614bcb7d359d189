//! A glance: the desk's answer at once, or none.
//!
//! Most questions are found by key in less time than it takes to hand them to another thread and their answer back. They may be
//! asked where they arrive, on a thread that must not wait: nothing that writes, searches or draws is done here, and what
//! takes longer than a moment is given up.

use super::{Asker, Desk, Invocation, Problem, handler, manifest, told};
use crate::answer::Answer;
use crate::store::StoreError;

impl Desk {
    /// The answer that [`Self::answer`] gives; none where it takes time, and then nothing has happened.
    pub(crate) fn glance(&self, asker: &Asker, invocation: &Invocation) -> Option<Answer> {
        let manifest = manifest(&invocation.command)?;
        let handler = handler(&invocation.command)?;
        let glancing = Self {
            store: self.store.glance()?,
            ..self.clone()
        };
        match glancing.handle(manifest, handler, asker, invocation) {
            Err(Problem::Store(StoreError::NotAtOnce)) => None,
            answered => Some(told(manifest, answered)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::manifests;
    use super::*;
    use crate::clock::Clock;
    use crate::commands::Defaults;
    use crate::folder::Folder;
    use crate::seed;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Scope, Whose};

    /// A desk before the first article's session, on a file.
    fn desk() -> (Folder, Desk) {
        let folder = Folder::new();
        let clock = Clock::standing("2025-09-29T09:00:00+05:00".parse().expect("a moment"));
        let store = SqliteStore::open(&folder.path().join("newsdesk.db"))
            .expect("opens")
            .with_clock(clock.clone());
        seed::load(&store, None).expect("the seeds load");
        let desk = Desk::new(Arc::new(store), clock, Defaults::default());
        (folder, desk)
    }

    fn ask(line: &str) -> Invocation {
        Invocation::parse(line, manifests()).expect("a command")
    }

    #[test]
    fn what_is_told_at_once_is_what_the_desk_tells() {
        let (_folder, desk) = desk();
        let _ = desk.answer(&Asker::CONSOLE, &ask("/quote koofi"));
        for (line, at_once) in [
            ("/quote koofi", true),
            ("/quote nobody", true),
            ("/quote", true),
            ("/summary", true),
            ("/timeline", true),
            ("/people koofi", true),
            ("/sessions", true),
            ("/reminders", true),
            ("/settings", true),
            ("/help", true),
            ("/quote koofi about:women", false),
            ("/timeline about:session", false),
            ("/summary islamabad", false),
            ("/search women", false),
            ("/remind joint before:1h", false),
            ("/settings timezone:Kabul", false),
        ] {
            let invocation = ask(line);
            let told = desk.glance(&Asker::CONSOLE, &invocation);
            assert_eq!(told.is_some(), at_once, "{line}");
            if let Some(told) = told {
                assert_eq!(told, desk.answer(&Asker::CONSOLE, &invocation), "{line}");
            }
        }
    }

    #[test]
    fn nothing_is_written_at_a_glance() {
        let (_folder, desk) = desk();
        let kept = || desk.store.kept(Whose::Server(Scope::EVERYONE));
        let before = kept().expect("it is read");
        for line in [
            "/remind joint before:1h",
            "/settings timezone:Kabul",
            "/remind all before:1h",
        ] {
            assert_eq!(desk.glance(&Asker::CONSOLE, &ask(line)), None, "{line}");
        }
        assert_eq!(kept().expect("it is read"), before);
    }

    #[test]
    fn what_was_loaded_since_takes_time_once() {
        let (_folder, desk) = desk();
        let koofi = ask("/quote koofi");
        assert_eq!(desk.glance(&Asker::CONSOLE, &koofi), None);
        let _ = desk.answer(&Asker::CONSOLE, &koofi);
        assert!(desk.glance(&Asker::CONSOLE, &koofi).is_some());
    }
}
