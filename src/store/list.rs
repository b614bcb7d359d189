//! Lists of which a part is wanted at a time.

/// Some items of a longer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// How many there are in all. Never over [`Found::MOST`]: what lies beyond is not counted.
    pub total: usize,
    /// The items of the window.
    pub items: Vec<T>,
}

impl<T> Found<T> {
    /// As far as totals are counted and lists can be turned.
    pub const MOST: usize = 2000;
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            total: 0,
            items: Vec::new(),
        }
    }
}

/// Which items of a list are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The number of the first, counted from 0.
    pub from: usize,
    /// How many at most.
    pub count: usize,
}
