//! Everything that a member sees, on a local Discord that the real client connects to.

mod local;
mod ping;
mod stand;
