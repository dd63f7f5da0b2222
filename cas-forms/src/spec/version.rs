//! The field that tells any two versions of a row apart.

use super::FieldSpec;
use crate::value::Kind;

/// Who changes the version of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Every save adds one.
    Counted,
    /// The database itself, by a trigger or as PostgreSQL's `xmin`.
    Database,
}

impl FieldSpec {
    /// Whether it is the version of the row, and who changes that.
    pub const fn version(&self) -> Option<Version> {
        self.version
    }

    /// The version of the row: compared and never shown, so that a row which changed and changed back
    /// is told from one that did not change.
    ///
    /// # Panics
    ///
    /// At compile time, if versions are to be counted and the field is no whole number, or if its type
    /// is none that a version could have.
    #[track_caller]
    pub const fn with_version(mut self, version: Version) -> Self {
        assert!(
            matches!(version, Version::Database)
                || matches!(self.kind, Kind::Integer) && !self.nullable,
            "only a whole number that is never null can be counted: use an integer, or \
             `version = database` where the database changes it by itself"
        );
        assert!(
            !matches!(self.kind, Kind::Bool | Kind::Set | Kind::Json),
            "no database keeps its versions in such a type"
        );
        self.version = Some(version);
        self.readonly = true;
        self
    }
}
