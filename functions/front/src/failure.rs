//! Why there is no answer. A [`crate::Door`] turns it into one, in the words of its function.

use store::{DbError, StoreError};

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// Nobody is signed in.
    SignInFirst,
    /// It does not exist, or not for this officer.
    NotFound,
    /// The officer's role does not do this.
    Forbidden(String),
    /// It was not sent by a page of this site.
    Foreign,
    /// What was sent cannot be read.
    Invalid(&'static str),
    /// More was sent at once than is read at all.
    TooLarge,
    /// Too often in too little time; seconds until the next time.
    TooMany(u32),
    /// The database is of another version than this program, or keeps no transactions; the sentence says what is done about it.
    Unready(&'static str),
    /// The methods the address takes.
    Method(&'static str),
    /// Something that passes; nothing was written. What to do, in words.
    Unavailable(&'static str),
    /// A defect, or a damaged file; the detail goes to the log.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Refused(refusal) => Self::Forbidden(refusal.message()),
            StoreError::Db(error) => error.into(),
            StoreError::Stale { .. } | StoreError::StaleFile { .. } => Self::Broken(error.to_string()),
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        error.passing().map_or_else(|| Self::Broken(error.to_string()), Self::Unavailable)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_store_refuses_is_told_and_what_failed_is_not() {
        let refused = |error: StoreError| Failure::from(error);
        assert!(matches!(refused(StoreError::NotFound), Failure::NotFound));
        let hidden = StoreError::from(domain::case::Refusal::Hidden);
        assert!(matches!(refused(hidden), Failure::NotFound), "what may not be known is not forbidden but absent");
        let field = domain::case::FieldError::new("kind", "Chọn loại tài liệu.");
        let refusal = domain::case::Refusal::Fields { errors: vec![field] };
        let words = refusal.message();
        assert!(matches!(refused(StoreError::Refused(refusal)), Failure::Forbidden(told) if told == words));
        for error in [
            StoreError::Stale { current: 2, since: Vec::new() },
            StoreError::StaleFile { code: "33-01/2026-0001".to_owned(), since: Vec::new() },
            StoreError::Db(DbError::Engine("disk I/O error".to_owned())),
        ] {
            assert!(matches!(refused(error), Failure::Broken(_)));
        }
        for error in [DbError::Busy, DbError::Full] {
            let words = error.passing().unwrap();
            assert!(matches!(refused(StoreError::Db(error)), Failure::Unavailable(told) if told == words));
        }
        assert!(matches!(Failure::from(std::io::Error::other("gone")), Failure::Broken(detail) if detail == "gone"));
    }
}
