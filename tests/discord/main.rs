//! Everything that a member sees, on a local Discord that the real client connects to.

mod asking;
mod bulk;
mod discretion;
mod doctoring;
mod events;
mod failing;
mod harbour;
mod killing;
mod local;
mod moments;
mod moving;
mod outside;
mod picturing;
mod ping;
#[path = "../quay/mod.rs"]
mod quay;
mod reminding;
mod running;
mod stand;
mod standing;
mod starving;
mod under;
mod weathering;
