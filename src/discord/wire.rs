//! The way of what is sent unasked: one request, one answer, with what Discord says about waiting.
//!
//! serenity's own client keeps no headers of a refusal, so with its rate limiter off nobody learns how long to wait; with it
//! on, one busy channel would hold up every other. So letters go this way, towards Discord and towards any other server
//! alike: serenity makes the request, [`Pace`] keeps to Discord's number a second, and all other waiting is the deliverer's, a
//! channel at a time.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use serde_json::Value;
use serenity::http::Request;

use super::http::{Fault, innermost};
use super::pace::Pace;

/// The way.
pub(super) struct Wire {
    client: reqwest::Client,
    token: String,
    api: Option<String>,
    pace: Pace,
}

/// What Discord answers.
#[derive(Debug)]
pub(super) struct Answered {
    /// The JSON.
    pub(super) body: Value,
    /// Discord's time, which is the one that its numbers count by.
    pub(super) date: DateTime<Utc>,
    /// The next request of this kind would be too many for so long.
    pub(super) spent: Option<Duration>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Too many requests, or none are taken at all: nothing was done.
    Busy {
        /// How long to wait.
        after: Duration,
        /// With everything, not with this route alone.
        everywhere: bool,
    },
    /// Everything else.
    Fault(Fault),
}

/// The wait where Discord asks for one and does not say how long.
const UNTOLD: Duration = Duration::from_secs(5);
/// The wait after something before Discord (its shield against floods, a proxy) turns the bot away.
const SHIELD: Duration = Duration::from_secs(600);
/// The wait with a token that is not taken: only the operator can set it right.
const TOKEN: Duration = Duration::from_secs(60);

impl Wire {
    /// Through `client`, to Discord or to the server at `api`.
    pub(super) fn new(client: reqwest::Client, token: &str, api: Option<&str>) -> Self {
        Self {
            client,
            token: format!("Bot {token}"),
            api: api.map(str::to_owned),
            pace: Pace::new(),
        }
    }

    /// Makes a request, once, when it has its place in Discord's number a second.
    pub(super) async fn ask(&self, request: Request<'_>) -> Result<Answered, Trouble> {
        let busy = |after| Trouble::Busy {
            after,
            everywhere: true,
        };
        let place = self.pace.place().await.map_err(busy)?;
        let answered = self.make(request).await;
        drop(place);
        if let Err(Trouble::Busy {
            after,
            everywhere: true,
        }) = &answered
        {
            self.pace.refuse(*after);
        }
        answered
    }

    async fn make(&self, request: Request<'_>) -> Result<Answered, Trouble> {
        let lost = |error: reqwest::Error| Trouble::Fault(Fault::Lost(innermost(&error)));
        let request = request
            .build(&self.client, &self.token, self.api.as_deref())
            .map_err(|error| Trouble::Fault(Fault::Odd(innermost(&error))))?;
        let response = request.send().await.map_err(lost)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.map_err(lost)?;
        let body = serde_json::from_slice::<Value>(&bytes).ok();
        if !status.is_success() {
            return Err(trouble(status.as_u16(), &headers, body.as_ref()));
        }
        let body = body
            .ok_or_else(|| Trouble::Fault(Fault::Odd("what was answered is no JSON".to_owned())))?;
        Ok(Answered {
            body,
            date: date(&headers).unwrap_or_else(Utc::now),
            spent: spent(&headers),
        })
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<f64> {
    let number: f64 = headers.get(name)?.to_str().ok()?.trim().parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(SHIELD)
}

fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE)?.to_str().ok()?;
    Some(DateTime::parse_from_rfc2822(date).ok()?.to_utc())
}

/// How long the bucket of this route stays empty, where this request was the last that it takes.
fn spent(headers: &HeaderMap) -> Option<Duration> {
    let left = number(headers, "x-ratelimit-remaining")?;
    let reset = number(headers, "x-ratelimit-reset-after")?;
    (left < 1.0).then(|| seconds(reset))
}

fn trouble(status: u16, headers: &HeaderMap, body: Option<&Value>) -> Trouble {
    // Discord's own refusals are JSON with a message; what stands before it answers in HTML.
    let own = body.filter(|body| body["message"].is_string());
    let header = number(headers, RETRY_AFTER.as_str());
    match (status, own) {
        (429, Some(body)) => {
            let told = [header, body["retry_after"].as_f64()]
                .into_iter()
                .flatten()
                .fold(None, |most: Option<f64>, wait| {
                    Some(most.map_or(wait, |most| most.max(wait)))
                });
            Trouble::Busy {
                after: told.map_or(UNTOLD, seconds),
                everywhere: body["global"] == true || headers.contains_key("x-ratelimit-global"),
            }
        }
        (429 | 403, None) => Trouble::Busy {
            after: header.map_or(SHIELD, seconds),
            everywhere: true,
        },
        (401, _) => Trouble::Busy {
            after: TOKEN,
            everywhere: true,
        },
        (500..=599, _) => Trouble::Fault(Fault::Down(status)),
        (_, own) => Trouble::Fault(Fault::Refused {
            status,
            code: own
                .and_then(|body| body["code"].as_i64())
                .and_then(|code| isize::try_from(code).ok())
                .unwrap_or_default(),
            message: own
                .and_then(|body| body["message"].as_str())
                .unwrap_or("no reason given")
                .trim_end_matches('.')
                .to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    reqwest::header::HeaderName::from_static(name),
                    value.parse().expect("a header's value"),
                )
            })
            .collect()
    }

    fn check(status: u16, pairs: &[(&'static str, &str)], body: Option<Value>, expected: &str) {
        let found = trouble(status, &headers(pairs), body.as_ref());
        let found = match found {
            Trouble::Busy { after, everywhere } => format!("busy {after:?} {everywhere}"),
            Trouble::Fault(fault) => fault.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_pause_is_as_long_as_told_and_as_wide() {
        let told = |wait: f64, global: bool| json!({"message": "You are being rate limited.", "retry_after": wait, "global": global});
        check(
            429,
            &[("retry-after", "2")],
            Some(told(1.5, false)),
            "busy 2s false",
        );
        check(429, &[], Some(told(0.25, false)), "busy 250ms false");
        check(
            429,
            &[("retry-after", "3")],
            Some(told(3.0, true)),
            "busy 3s true",
        );
        check(
            429,
            &[("x-ratelimit-global", "true")],
            Some(told(1.0, false)),
            "busy 1s true",
        );
        check(
            429,
            &[],
            Some(json!({"message": "Slow down"})),
            "busy 5s false",
        );
        check(
            429,
            &[("retry-after", "nonsense")],
            Some(told(1.0, false)),
            "busy 1s false",
        );
    }

    #[test]
    fn what_stands_before_discord_is_not_taken_for_it() {
        check(429, &[("retry-after", "90")], None, "busy 90s true");
        check(403, &[], None, "busy 600s true");
        check(
            401,
            &[],
            Some(json!({"message": "401: Unauthorized", "code": 0})),
            "busy 60s true",
        );
    }

    #[test]
    fn a_refusal_carries_discords_number_and_words() {
        check(
            403,
            &[],
            Some(json!({"message": "Missing Access", "code": 50001})),
            "Discord refuses: Missing Access (status 403, code 50001)",
        );
        check(502, &[], None, "Discord is in trouble (status 502)");
    }

    #[test]
    fn an_empty_bucket_is_seen_before_it_refuses() {
        let left = |left| {
            headers(&[
                ("x-ratelimit-remaining", left),
                ("x-ratelimit-reset-after", "4.5"),
            ])
        };
        assert_eq!(spent(&left("0")), Some(Duration::from_millis(4500)));
        assert_eq!(spent(&left("1")), None);
        assert_eq!(spent(&headers(&[])), None);
    }
}
