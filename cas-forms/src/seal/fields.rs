//! The list of a page's fields: only what it names may be written.

use crate::spec::FieldSpec;

/// No Rust identifier holds one.
const SEPARATOR: &str = ",";

/// The list's text.
pub(super) fn write(fields: &[FieldSpec]) -> String {
    fields.iter().map(FieldSpec::name).collect::<Vec<_>>().join(SEPARATOR)
}

/// A list that arrived.
pub(super) struct Listed {
    /// As it arrived, with its seal.
    pub(super) text: String,
    names: String,
}

impl Listed {
    pub(super) fn new(seal: &str, names: &str) -> Self {
        Listed { text: [seal, names].concat(), names: names.to_owned() }
    }

    pub(super) fn is_same(&self, other: &Listed) -> bool {
        self.names == other.names
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        self.names.split(SEPARATOR)
    }

    pub(super) fn names(&self, field: &str) -> bool {
        self.each().any(|name| name == field)
    }

    /// The fields of the page that the form has no more.
    pub(super) fn beyond(&self, fields: &[FieldSpec]) -> impl Iterator<Item = &str> {
        self.each().filter(|name| !fields.iter().any(|field| field.name() == *name))
    }
}
