//! A count of steps, for the test that the work grows in proportion to the text.
//!
//! Seconds differ from run to run and from machine to machine; looks at a token do not. Outside of tests the count is
//! compiled away.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts one look at a token.
#[inline]
pub(super) fn step() {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// The steps that `job` takes.
#[cfg(test)]
pub(super) fn count(job: impl FnOnce()) -> u64 {
    let before = STEPS.with(std::cell::Cell::get);
    job();
    STEPS.with(std::cell::Cell::get) - before
}
