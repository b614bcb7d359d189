//! Asking a running bot how it is, from another process of the same machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a running bot says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whether it is well.
    pub well: bool,
    /// In a sentence.
    pub sentence: String,
    /// How many events of Discord it could not read, where it says.
    pub unread: Option<u64>,
}

/// Asks the bot that serves health and metrics at `address`.
///
/// # Errors
/// One sentence where nobody answers there, or somebody else does.
pub async fn ask(address: SocketAddr) -> Result<Told, String> {
    let address = reachable(address);
    let nobody = |error: &dyn std::fmt::Display| {
        format!(
            "No Newsdesk answers at {address} ({error}): start it with metrics.address set to this."
        )
    };
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .no_proxy()
        .build()
        .map_err(|error| nobody(&error))?;
    let get = async |path: &str| {
        let response = client.get(format!("http://{address}{path}")).send().await?;
        let status = response.status().as_u16();
        Ok::<_, reqwest::Error>((status, response.text().await?))
    };
    let (status, sentence) = get("/healthz")
        .await
        .map_err(|error| nobody(&plain(&error)))?;
    if !matches!(status, 200 | 503) {
        return Err(nobody(&format!("status {status}")));
    }
    let metrics = get("/metrics").await.map(|(_, text)| text);
    Ok(Told {
        well: status == 200,
        sentence: sentence.trim().to_owned(),
        unread: metrics.ok().and_then(|text| unread(&text)),
    })
}

/// An address that stands for all of this machine's is reached on its loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn plain(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "nothing within 5 s"
    } else if error.is_connect() {
        "nobody listens there"
    } else {
        "it speaks no HTTP"
    }
}

fn unread(metrics: &str) -> Option<u64> {
    let mut counted = metrics
        .lines()
        .filter(|line| line.starts_with("newsdesk_events_unread_total{"))
        .filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok())
        .peekable();
    counted.peek()?;
    Some(counted.sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::Vitals;

    #[test]
    fn the_events_that_could_not_be_read_are_added_up() {
        let vitals = Vitals::default();
        vitals.figures.unread(true);
        vitals.figures.unread(false);
        assert_eq!(unread(&vitals.figures.text(true, None, 0)), Some(2));
        assert_eq!(unread("something else"), None);
    }

    #[test]
    fn every_address_of_a_machine_is_reached_on_its_loopback() {
        for (set, asked) in [
            ("0.0.0.0:9187", "127.0.0.1:9187"),
            ("[::]:9187", "[::1]:9187"),
            ("10.0.0.7:9187", "10.0.0.7:9187"),
        ] {
            let address: SocketAddr = set.parse().expect(set);
            assert_eq!(reachable(address).to_string(), asked);
        }
    }
}
