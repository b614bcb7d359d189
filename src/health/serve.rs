//! `/healthz` and `/metrics` over HTTP, on an address of this machine.
//!
//! `/healthz` answers 200 where the gateway is connected, what is due was looked at lately, and the store answers; else 503
//! and the reason in a sentence. Nothing is served unless an address is set, and nothing that is served is about anybody.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::{Vitals, machine};
use crate::store::{Store, Tally};

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// OpenMetrics, as its specification names it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is asked when somebody asks.
#[derive(Clone)]
pub struct Desk {
    /// The signs of life.
    pub vitals: Arc<Vitals>,
    /// The store.
    pub store: Arc<dyn Store>,
    /// Its file.
    pub path: PathBuf,
}

/// Listens on an address.
///
/// # Errors
/// One sentence where it cannot be had.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| {
        format!("{address}, where health and metrics should be served, cannot be had ({error}): set metrics.address to a free one of this machine, or unset it.")
    })
}

/// Serves until the program ends.
pub async fn serve(listener: TcpListener, desk: Desk) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "health and metrics are served");
    }
    let routes = Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .with_state(desk);
    if let Err(error) = axum::serve(listener, routes).await {
        tracing::error!(%error, "health and metrics are no longer served");
    }
}

async fn health(State(desk): State<Desk>) -> Response {
    let store = desk.tally().await.map(drop);
    match desk.vitals.complaint(store) {
        None => (StatusCode::OK, "Newsdesk is well.\n").into_response(),
        Some(complaint) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("{complaint}\n")).into_response()
        }
    }
}

async fn metrics(State(desk): State<Desk>) -> Response {
    let tally = desk.tally().await.ok();
    let size = machine::store_size(&desk.path);
    let text = desk
        .vitals
        .figures
        .text(desk.vitals.connected(), tally.as_ref(), size);
    ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response()
}

impl Desk {
    async fn tally(&self) -> Result<Tally, String> {
        let store = Arc::clone(&self.store);
        let asked = spawn_blocking(move || store.tally());
        match timeout(PATIENCE, asked).await {
            Ok(Ok(Ok(tally))) => Ok(tally),
            Ok(Ok(Err(error))) => Err(error.to_string()),
            Ok(Err(_)) => Err("it broke; the log says how".to_owned()),
            Err(_) => Err(format!("nothing within {} s", PATIENCE.as_secs())),
        }
    }
}
