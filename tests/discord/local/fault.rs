//! Faults: what goes wrong on the way, on order.
//!
//! `d.fault("POST /interactions/*", Fault::status(500))` strikes the next request of that shape. Nothing here waits for
//! a time: a slow answer is one that is held until the test lets it go.

use std::sync::Arc;

use tokio::sync::Notify;

/// The route that posts a message.
pub(crate) const POST: &str = "POST /channels/*/messages";
/// The route that reads a channel back.
pub(crate) const READ: &str = "GET /channels/*/messages";

/// What happens to a request.
#[derive(Clone)]
pub(crate) struct Fault {
    pub(crate) effect: Effect,
    times: usize,
}

/// The kind of fault.
#[derive(Clone)]
pub(crate) enum Effect {
    /// Answered with this status; nothing is done.
    Status {
        status: u16,
        retry_after: Option<f64>,
        /// The wait is for everything, not for this route alone.
        global: bool,
    },
    /// The connection is cut before the request is read: nothing is done.
    DropBefore,
    /// All is done, and the connection is cut instead of an answer.
    DropAfter,
    /// All is done, and the answer waits for [`Hold::release`].
    Hold(Hold),
}

impl Fault {
    /// Answers with an error.
    pub(crate) fn status(status: u16) -> Self {
        Self::of(Effect::Status {
            status,
            retry_after: None,
            global: false,
        })
    }

    /// Answers 429 with that many seconds to wait.
    pub(crate) fn busy(retry_after: f64) -> Self {
        Self::of(Effect::Status {
            status: 429,
            retry_after: Some(retry_after),
            global: false,
        })
    }

    /// Answers 429 with that many seconds in which nothing at all is taken.
    pub(crate) fn busy_everywhere(retry_after: f64) -> Self {
        Self::of(Effect::Status {
            status: 429,
            retry_after: Some(retry_after),
            global: true,
        })
    }

    /// Cuts the connection before anything is done.
    pub(crate) fn drop_before() -> Self {
        Self::of(Effect::DropBefore)
    }

    /// Cuts the connection after all is done.
    pub(crate) fn drop_after() -> Self {
        Self::of(Effect::DropAfter)
    }

    /// Strikes that many requests; one unless told.
    pub(crate) fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    fn of(effect: Effect) -> Self {
        Self { effect, times: 1 }
    }
}

/// An answer that is held back until the test lets it go.
#[derive(Clone, Default)]
pub(crate) struct Hold(Arc<Gate>);

#[derive(Default)]
struct Gate {
    arrived: Notify,
    released: Notify,
}

impl Hold {
    /// The fault that holds the next request's answer.
    pub(crate) fn fault(&self) -> Fault {
        Fault::of(Effect::Hold(self.clone()))
    }

    /// Waits until a request is being held.
    pub(crate) async fn arrived(&self) {
        tokio::time::timeout(super::world::PATIENCE, self.0.arrived.notified())
            .await
            .expect("the request that the test holds must come");
    }

    /// Lets the answer go.
    pub(crate) fn release(&self) {
        self.0.released.notify_one();
    }

    pub(super) async fn wait(&self) {
        self.0.arrived.notify_one();
        self.0.released.notified().await;
    }
}

/// A fault that waits for its request.
pub(crate) struct Armed {
    method: String,
    path: String,
    fault: Fault,
    /// How many it has struck.
    pub(crate) struck: usize,
}

impl Armed {
    /// `route` is a method and a path in which `*` stands for anything, such as `POST /channels/*/messages`.
    pub(crate) fn new(route: &str, fault: Fault) -> Self {
        let (method, path) = route
            .split_once(' ')
            .expect("a fault names a method and a path");
        Self {
            method: method.into(),
            path: path.into(),
            fault,
            struck: 0,
        }
    }

    /// Whether it still waits for a request.
    pub(crate) fn waits(&self) -> bool {
        self.struck < self.fault.times
    }

    /// What happens to this request, if anything; counts it.
    pub(crate) fn strike(&mut self, method: &str, path: &str) -> Option<Effect> {
        let fits = self.waits() && self.method == method && glob(&self.path, path);
        fits.then(|| {
            self.struck += 1;
            self.fault.effect.clone()
        })
    }
}

/// Whether `path` has the shape of `pattern`, in which `*` stands for any characters.
pub(crate) fn glob(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((head, rest)) => path.strip_prefix(head).is_some_and(|tail| {
            (0..=tail.len()).any(|i| tail.is_char_boundary(i) && glob(rest, &tail[i..]))
        }),
    }
}
