//! Everything that a member sees, on a local Discord that the real client connects to.

mod asking;
mod bulk;
mod harbour;
mod local;
mod ping;
mod reminding;
mod stand;
mod weathering;
