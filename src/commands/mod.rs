//! The commands: options in, [`Answer`] out. One file a manifest of `commands/`, same name.
//!
//! A handler is a plain function of the desk (store, clock, defaults), the one who asks, and the invocation. It knows
//! nothing of Discord or of terminals, blocks on the store, and runs on a thread for that.

mod card;
mod cite;
mod complete;
mod event;
mod find;
mod glance;
mod help;
mod invocation;
mod look;
mod manifest;
mod message;
mod names;
mod people;
mod privacy;
mod quote;
mod remind;
mod reminders;
mod search;
mod sessions;
mod settings;
mod standing;
mod status;
mod summary;
mod timeline;
mod under;
mod words;

use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use chrono_tz::Tz;

pub(crate) use cite::cite_session;
pub(crate) use event::{calendar, event};
pub use invocation::{BadInvocation, Invocation};
pub use manifest::{Choice, Completion, Manifest, OptionManifest, OptionType, Who};
pub(crate) use under::buttons as under_reminder;
pub(crate) use words::{count, message, waiting, when};

use crate::answer::page::Position;
use crate::answer::{Answer, Paging};
use crate::clock::Clock;
use crate::store::{Found, Scope, Store, StoreError, Target, Window};

/// One word a command: its manifest and its handler, under one name, in the order of `/help`.
macro_rules! commands {
    ($($name:ident),+ $(,)?) => {
        const MANIFESTS: &[(&str, &str)] = &[$((stringify!($name), include_str!(concat!("../../commands/", stringify!($name), ".toml")))),+];

        fn handler(name: &str) -> Option<Handler> {
            match name {
                $(stringify!($name) => Some($name::answer),)+
                _ => None,
            }
        }
    };
}

commands!(
    summary, timeline, quote, people, sessions, remind, reminders, search, settings, status,
    privacy, help
);

/// The handler on a message, of the command whose manifest offers it there.
fn message_handler(name: &str) -> Option<MessageHandler> {
    (name == "remind").then_some(message::answer)
}

/// Everything that answering needs.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Clock,
    /// What holds where a server has set nothing.
    pub defaults: Defaults,
    names: Arc<names::Cache>,
}

/// What holds where a server has set nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The zone for what people write and for mornings.
    pub zone: Tz,
    /// How long before a session to remind of it: minutes, longest first.
    pub before: Vec<u32>,
    /// When to remind of a session without an hour: minutes after midnight.
    pub morning: u16,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            zone: Tz::UTC,
            before: vec![24 * 60, 60],
            morning: 9 * 60,
        }
    }
}

/// The one who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The member's number; 0 in the console.
    pub user: u64,
    /// What the asker sees: the server's number, in a direct conversation the member's, in the console everyone's.
    pub scope: Scope,
    /// Where an answer for all would stand.
    pub here: Target,
    /// May manage the server. True in a direct conversation and in the console.
    pub manager: bool,
}

impl Asker {
    /// The one at the terminal.
    pub const CONSOLE: Self = Self {
        user: 0,
        scope: Scope::EVERYONE,
        here: Target::Console,
        manager: true,
    };
}

/// Why a command gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// One sentence for the person: what is wrong, where, and what to do.
    #[error("{0}")]
    Asked(String),
    /// Something for the log; the person is told that it failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<BadInvocation> for Problem {
    fn from(bad: BadInvocation) -> Self {
        Self::Asked(bad.0)
    }
}

/// One suggestion of a completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What a person reads, at most 100 characters.
    pub label: String,
    /// What is filled in, at most 100 characters.
    pub value: String,
}

/// What a command on a message gets besides the desk and the asker: what the message's buttons ask.
type MessageHandler = fn(&Desk, &Asker, &[Invocation]) -> Result<Answer, Problem>;

type Handler = fn(&Desk, &Asker, &Invocation) -> Result<Answer, Problem>;

/// The manifests, in the order of `/help`.
///
/// # Panics
/// Never: a test reads every manifest that is built in.
#[must_use]
pub fn manifests() -> &'static [Manifest] {
    static READ: LazyLock<Vec<Manifest>> = LazyLock::new(|| {
        let read = |(name, toml): &(&str, &str)| {
            Manifest::read(toml).unwrap_or_else(|error| panic!("commands/{name}.toml: {error}"))
        };
        MANIFESTS.iter().map(read).collect()
    });
    &READ
}

/// The manifest of that name.
#[must_use]
pub fn manifest(name: &str) -> Option<&'static Manifest> {
    manifests().iter().find(|manifest| manifest.name == name)
}

/// The manifest that gives this name to a command on messages.
#[must_use]
pub fn on_message(name: &str) -> Option<&'static Manifest> {
    manifests()
        .iter()
        .find(|manifest| manifest.message.as_deref() == Some(name))
}

/// The items of one page of a list.
struct Paged<T> {
    items: Vec<T>,
    paging: Option<Paging>,
}

impl Desk {
    /// A desk that answers from a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Clock, defaults: Defaults) -> Self {
        Self {
            store,
            clock,
            defaults,
            names: Arc::default(),
        }
    }

    /// Answers. What goes wrong becomes an answer too; what is not the asker's doing is logged, once, here.
    #[must_use]
    pub fn answer(&self, asker: &Asker, invocation: &Invocation) -> Answer {
        match manifest(&invocation.command).zip(handler(&invocation.command)) {
            None => Answer::problem(format!(
                "There is no command /{}: /help lists what there is.",
                invocation.command
            )),
            Some((manifest, handler)) => {
                told(manifest, self.handle(manifest, handler, asker, invocation))
            }
        }
    }

    fn handle(
        &self,
        manifest: &Manifest,
        handler: Handler,
        asker: &Asker,
        invocation: &Invocation,
    ) -> Result<Answer, Problem> {
        if manifest.who == Who::Managers && !asker.manager {
            return Err(Problem::Asked(format!(
                "/{} is for those who may manage the server.",
                manifest.name
            )));
        }
        invocation.check(manifest)?;
        let mut answer = handler(self, asker, invocation)?;
        if answer.paging.is_none()
            && !answer.entries.is_empty()
            && manifest.option("page").is_some()
        {
            // The whole list is here; a medium that cannot show it at once turns its pages all the same.
            answer.paging = Some(Paging {
                position: position(invocation).unwrap_or_default(),
                invocation: without_page(invocation),
                first: 0,
                total: answer.entries.len(),
            });
        }
        Ok(answer)
    }

    /// Answers a command on a message, of the name that a manifest gives it there, from what the message's buttons ask; of a
    /// message that is not Newsdesk's there are none.
    #[must_use]
    pub fn answer_on_message(&self, asker: &Asker, name: &str, buttons: &[Invocation]) -> Answer {
        let offered = on_message(name)
            .and_then(|manifest| Some((manifest, message_handler(&manifest.name)?)));
        match offered {
            Some((manifest, handler)) => told(manifest, handler(self, asker, buttons)),
            None => Answer::problem(format!(
                "“{name}” is from another version of Newsdesk: /help lists what there is."
            )),
        }
    }

    /// Suggests values for the option that is being typed, best first, at most 25.
    #[must_use]
    pub fn complete(
        &self,
        asker: &Asker,
        invocation: &Invocation,
        option: &str,
    ) -> Vec<Suggestion> {
        complete::suggest(self, asker, invocation, option).unwrap_or_else(|error| {
            tracing::error!(command = invocation.command, option, %error, "a completion failed");
            Vec::new()
        })
    }

    /// The zone in which the asker's server lives.
    fn zone(&self, asker: &Asker) -> Result<Tz, Problem> {
        Ok(self
            .store
            .settings(asker.scope)?
            .zone
            .unwrap_or(self.defaults.zone))
    }

    fn names(&self, scope: Scope) -> Result<Arc<names::Index>, Problem> {
        Ok(self.names.index(scope, self.store.people(scope)?))
    }

    /// The page of a list that the invocation asks for.
    fn page<T>(
        &self,
        invocation: &Invocation,
        list: impl Fn(Window) -> crate::store::Result<Found<T>>,
    ) -> Result<Paged<T>, Problem> {
        self.page_of(Answer::PAGE, invocation, list)
    }

    /// Like [`Self::page`], with at most so many items.
    fn page_of<T>(
        &self,
        most: usize,
        invocation: &Invocation,
        list: impl Fn(Window) -> crate::store::Result<Found<T>>,
    ) -> Result<Paged<T>, Problem> {
        let look = |position: Position| {
            let first = position.first(most);
            // A backward page ends where the next one began: nothing from there on is needed.
            let end = if position.backward {
                position.entry + usize::from(position.part > 0)
            } else {
                first + most
            };
            list(Window {
                from: first,
                count: end - first,
            })
            .map(|found| (first, found))
        };
        let mut position = position(invocation)?;
        let (mut first, mut found) = look(position)?;
        if found.items.is_empty() && found.total > 0 {
            // The list has become shorter since the button was made: its last page.
            position = Position {
                entry: found.total,
                part: 0,
                backward: true,
            };
            (first, found) = look(position)?;
        }
        let paging = (found.total > 0).then(|| Paging {
            invocation: without_page(invocation),
            position,
            first,
            total: found.total,
        });
        Ok(Paged {
            items: found.items,
            paging,
        })
    }
}

/// The answer, or what keeps a command from giving one. What is not the asker's doing is logged here.
fn told(manifest: &Manifest, answered: Result<Answer, Problem>) -> Answer {
    let mut answer = answered.unwrap_or_else(|problem| match problem {
        Problem::Asked(sentence) => Answer::problem(sentence),
        Problem::Store(error) => {
            tracing::error!(command = manifest.name, %error, "a command failed");
            Answer::problem("Newsdesk could not read its store just now: try again in a minute; if it stays so, tell the operator.")
        }
    });
    answer.private |= manifest.private;
    answer
}

fn position(invocation: &Invocation) -> Result<Position, Problem> {
    let page = invocation.get("page").map(Position::from_str).transpose();
    Ok(page
        .map_err(|wrong| Problem::Asked(wrong.to_string()))?
        .unwrap_or_default())
}

fn without_page(invocation: &Invocation) -> Invocation {
    let mut bare = invocation.clone();
    bare.options.remove("page");
    bare
}

#[cfg(test)]
mod tests;
