//! Rate limits, with the headers that Discord sends: fifty requests a second over all, and a bucket for each channel's messages.
//!
//! The fifty are documented, and that answers to interactions do not count among them. The size of a bucket is not: Discord
//! asks to read it from the headers, and five in five seconds is what bots commonly see for messages.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::fault::{POST, glob};

/// A number of requests in a stretch of time, counted from the first.
#[derive(Clone, Copy)]
struct Size {
    most: u32,
    per: Duration,
}

struct Window {
    begun: Instant,
    taken: u32,
}

/// What is limited; nothing unless [`Limits::real`].
#[derive(Default)]
pub(crate) struct Limits {
    global: Option<(Size, Window)>,
    routes: Vec<(&'static str, Size)>,
    windows: HashMap<String, Window>,
    /// How many requests were refused.
    pub(crate) refused: usize,
}

/// What a request gets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Turn {
    /// It is not limited.
    Free,
    /// It is let through; what the headers tell.
    Passed {
        bucket: String,
        most: u32,
        left: u32,
        reset: Duration,
    },
    /// It comes too early.
    Refused { wait: Duration, global: bool },
}

impl Limits {
    /// The limits of Discord.
    pub(crate) fn real() -> Self {
        let size = |most, seconds| Size {
            most,
            per: Duration::from_secs(seconds),
        };
        let window = Window {
            begun: Instant::now(),
            taken: 0,
        };
        Self {
            global: Some((size(50, 1), window)),
            routes: vec![
                (POST, size(5, 5)),
                ("PATCH /channels/*/messages/*", size(5, 5)),
                ("PATCH /webhooks/*", size(5, 2)),
                ("POST /webhooks/*", size(5, 2)),
            ],
            ..Self::default()
        }
    }

    /// Counts a request.
    pub(crate) fn take(&mut self, method: &str, path: &str, now: Instant) -> Turn {
        let interaction = path.starts_with("/interactions/") || path.starts_with("/webhooks/");
        if let Some((size, window)) = self.global.as_mut().filter(|_| !interaction)
            && let Err(wait) = window.take(*size, now)
        {
            self.refused += 1;
            return Turn::Refused { wait, global: true };
        }
        let call = format!("{method} {path}");
        let Some((route, size)) = self.routes.iter().find(|(route, _)| glob(route, &call)) else {
            return Turn::Free;
        };
        // A channel, or an interaction's token, has a bucket of its own.
        let own = if interaction { 3 } else { 2 };
        let major: Vec<&str> = path.trim_start_matches('/').split('/').take(own).collect();
        let bucket = format!("{route} {}", major.join("/"));
        let window = self.windows.entry(bucket.clone()).or_insert(Window {
            begun: now,
            taken: 0,
        });
        match window.take(*size, now) {
            Ok(reset) => Turn::Passed {
                bucket,
                most: size.most,
                left: size.most - window.taken,
                reset,
            },
            Err(wait) => {
                self.refused += 1;
                Turn::Refused {
                    wait,
                    global: false,
                }
            }
        }
    }
}

impl Window {
    /// How long until it begins anew; an error where it is full.
    fn take(&mut self, size: Size, now: Instant) -> Result<Duration, Duration> {
        if now.duration_since(self.begun) >= size.per {
            *self = Self {
                begun: now,
                taken: 0,
            };
        }
        let reset = size.per - now.duration_since(self.begun);
        if self.taken == size.most {
            return Err(reset);
        }
        self.taken += 1;
        Ok(reset)
    }
}

impl Turn {
    /// Whether it comes too early.
    pub(crate) fn refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Writes the headers.
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        let mut put = |name: &'static str, value: String| {
            let value = HeaderValue::from_str(&value).expect("numbers and plain words");
            headers.insert(HeaderName::from_static(name), value);
        };
        match self {
            Self::Free => {}
            Self::Passed {
                bucket,
                most,
                left,
                reset,
            } => {
                let at = chrono::Utc::now().timestamp_millis() as f64 / 1e3 + reset.as_secs_f64();
                put("x-ratelimit-limit", most.to_string());
                put("x-ratelimit-remaining", left.to_string());
                put("x-ratelimit-reset", format!("{at:.3}"));
                put(
                    "x-ratelimit-reset-after",
                    format!("{:.3}", reset.as_secs_f64()),
                );
                put("x-ratelimit-bucket", bucket.replace([' ', '/', '*'], "-"));
            }
            Self::Refused { global, .. } => {
                if *global {
                    put("x-ratelimit-global", "true".to_owned());
                }
                let scope = if *global { "global" } else { "user" };
                put("x-ratelimit-scope", scope.to_owned());
            }
        }
    }
}
