//! What can go wrong between a form and its row, and which errors pass.

use crate::guard::LEASED;
use crate::violation::Violation;
use diesel::result::{DatabaseErrorKind, Error};
use std::fmt;

/// A stored value that does not fit the type of its field: it does not load, or only with loss (a
/// wide integer in an `i32`). It has to be corrected in the database.
#[derive(Debug)]
pub struct Unreadable {
    pub(crate) field: &'static str,
    pub(crate) source: Box<dyn std::error::Error + Send + Sync>,
}

impl Unreadable {
    /// The field.
    pub fn field(&self) -> &'static str {
        self.field
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the stored value of the field `{}` does not fit its type", self.field)
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// A stored text that is none of the choices of an enum with `#[derive(CasChoice)]`: the
/// [source](std::error::Error::source) of [`Unreadable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownChoice {
    text: String,
    choices: Vec<&'static str>,
}

impl UnknownChoice {
    pub(crate) fn new<T: cas_forms::FieldValue>(text: String) -> Self {
        UnknownChoice { text, choices: T::CHOICES.iter().map(|choice| choice.value).collect() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The texts that would be choices.
    pub fn choices(&self) -> &[&'static str] {
        &self.choices
    }
}

impl fmt::Display for UnknownChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is none of the choices {:?}", self.text, self.choices)
    }
}

impl std::error::Error for UnknownChoice {}

/// Why a row could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// No such row, or it is out of scope: 404.
    NotFound,
    /// A value cannot be shown.
    Unreadable(Unreadable),
    /// The database failed.
    Database(Error),
}

impl OpenError {
    /// The HTTP status: 404, 500 or 503.
    pub fn status(&self) -> u16 {
        match self {
            OpenError::NotFound => 404,
            OpenError::Unreadable(_) => 500,
            OpenError::Database(_) => 503,
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::NotFound => f.write_str("no such row"),
            OpenError::Unreadable(error) => error.fmt(f),
            OpenError::Database(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OpenError::NotFound => None,
            OpenError::Unreadable(error) => error.source(),
            OpenError::Database(error) => Some(error),
        }
    }
}

/// What a database error means for a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Another try may succeed: serialization, deadlock, busy.
    Passing,
    /// The values break a constraint of the database, or a column has no room for them.
    Rejected,
    /// A guard trigger knows of somebody else's lease.
    Guarded,
    /// Anything else.
    Lasting,
}

impl Failure {
    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Failure::Passing,
            error if Violation::of(error).is_some() => Failure::Rejected,
            Error::DatabaseError(DatabaseErrorKind::Unknown, information)
                if is_of_a_guard(information.message()) =>
            {
                Failure::Guarded
            }
            // Diesel has no kind for these; the texts are fixed in the servers' sources.
            Error::DatabaseError(DatabaseErrorKind::Unknown, information)
                if [
                    "database is locked",
                    "database table is locked",
                    "deadlock detected",
                    "Deadlock found",
                    "could not obtain lock",
                    "canceling statement due to lock timeout",
                    "Record has changed since last read",
                    "Lock wait timeout exceeded",
                ]
                .iter()
                .any(|text| information.message().contains(text)) =>
            {
                Failure::Passing
            }
            _ => Failure::Lasting,
        }
    }
}

/// Whether a guard said it: other errors quote what people typed, but only after words of their own.
fn is_of_a_guard(message: &str) -> bool {
    // SQLite's guard speaks by the error of a function, which quotes what it was given.
    let quoting = ["bad JSON path: '", "JSON path error near '"];
    let said = quoting.iter().find_map(|words| message.strip_prefix(words));
    said.unwrap_or(message).starts_with(LEASED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_with_a_guards_words_is_a_guards() {
        for said in ["leased to Ann for 9 s: papers/1", "bad JSON path: 'leased to Ann for 9 s'"] {
            assert!(is_of_a_guard(said), "{said}");
        }
        for said in [
            "Incorrect date value: 'leased to Ann' for column 'day'",
            "Duplicate entry 'leased to Ann' for key 'title'",
            "bad JSON path: 'title leased to Ann'",
        ] {
            assert!(!is_of_a_guard(said), "{said}");
        }
    }
}
