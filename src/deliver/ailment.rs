//! What fails at every look, so that it is logged once and not every second.

use crate::store::StoreError;

/// The failure that was told last; none while all is well.
#[derive(Default)]
pub(super) struct Ailment(Option<String>);

impl Ailment {
    /// The failure in words, where it is another than the one that was told.
    pub(super) fn news(&mut self, error: &StoreError) -> Option<String> {
        let error = error.to_string();
        if self.0.as_ref() == Some(&error) {
            return None;
        }
        self.0 = Some(error.clone());
        Some(error)
    }

    /// All is well; whether it was not before.
    pub(super) fn over(&mut self) -> bool {
        self.0.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_news_once_until_another_comes_or_all_is_well() {
        let full = || StoreError::Unusable("the disk is full".to_owned());
        let locked = StoreError::Unusable("another holds it".to_owned());
        let mut ailment = Ailment::default();
        assert!(!ailment.over());
        assert_eq!(ailment.news(&full()).as_deref(), Some("the disk is full"));
        assert_eq!(ailment.news(&full()), None);
        assert!(ailment.news(&locked).is_some() && ailment.news(&full()).is_some());
        assert!(ailment.over() && !ailment.over());
        assert!(ailment.news(&full()).is_some());
    }
}
