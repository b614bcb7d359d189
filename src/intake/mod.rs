//! Intake: from bytes to a [`Page`], the one form that `parse` takes.
//!
//! Each kind of source has a module that makes a page of it. A page's text is what every offset of the parsed article
//! refers to, so nothing after this point may change it.

pub mod text;

use chrono::NaiveDate;

use crate::article::PublishedFrom;

/// An article before it is taken apart: its text and what is known about it from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The text. Offsets in the parsed article count its characters.
    pub text: String,
    /// A slug for the article; without one it is made from the title or the first words.
    pub id: Option<String>,
    /// The headline, where it is given apart from the text.
    pub title: Option<String>,
    /// The publisher's name.
    pub source: Option<String>,
    /// The article's own address.
    pub url: Option<String>,
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// How [`Page::published`] is known.
    pub published_from: Option<PublishedFrom>,
}
