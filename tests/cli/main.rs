//! The program as a person and a script meet it: what it prints, and how it ends.

mod calendar;
#[path = "../folder/mod.rs"]
mod folder;
mod golden;
mod home;
mod keeping;
mod loading;
mod settings;
mod sitting;
mod trouble;

/// A parsed article, one of those of the golden transcripts.
const VOTE: &str = include_str!("../golden/console/articles/harbour-vote.json");
