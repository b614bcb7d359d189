//! Deliveries, driven step by step on a standing clock: sent once, whatever fails and wherever it crashes.

mod abreast;
mod channel;
mod crash;
mod due;
#[path = "../folder/mod.rs"]
mod folder;
mod home;
mod mirror;
#[path = "../quay/mod.rs"]
mod quay;
mod trouble;
mod wall;
