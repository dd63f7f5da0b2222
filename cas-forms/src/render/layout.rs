//! What is computed once for each form: pieces of fresh markup, compiled patterns and bounds.

use super::markup::{self, Look, Part};
use super::pieces::Pieces;
use crate::rule::Bounds;
use crate::spec::{FieldSpec, Pattern};
use regex::Regex;
use std::sync::OnceLock;

/// The layout of a form.
#[derive(Debug)]
pub(crate) struct Layout {
    fields: Vec<FieldLayout>,
}

impl Layout {
    pub(crate) fn new(fields: &'static [FieldSpec]) -> Self {
        Layout { fields: fields.iter().map(|_| FieldLayout::default()).collect() }
    }

    /// The layout of a field. There is one for each field of the table.
    pub(crate) fn field(&self, index: usize) -> &FieldLayout {
        &self.fields[index]
    }
}

/// The layout of a field.
#[derive(Debug, Default)]
pub(crate) struct FieldLayout {
    parts: [OnceLock<Pieces>; Part::COUNT],
    pattern: OnceLock<Option<Compiled>>,
    bounds: OnceLock<Bounds>,
}

#[derive(Debug)]
struct Compiled {
    all: Vec<Regex>,
    none: Vec<Regex>,
}

impl Compiled {
    fn new(pattern: &Pattern) -> Result<Self, regex::Error> {
        let compile = |sources: &[&str]| -> Result<Vec<Regex>, regex::Error> {
            sources.iter().map(|source| Regex::new(source)).collect()
        };
        Ok(Compiled { all: compile(pattern.all)?, none: compile(pattern.none)? })
    }
}

impl FieldLayout {
    /// The pieces of a part of a fresh field.
    pub(crate) fn part(&self, form: &'static str, spec: &'static FieldSpec, part: Part) -> &Pieces {
        self.parts[part as usize].get_or_init(|| markup::build(form, spec, part, &Look::FRESH))
    }

    /// The field's rules on numbers.
    pub(crate) fn bounds(&self, spec: &FieldSpec) -> &Bounds {
        self.bounds.get_or_init(|| Bounds::new(spec))
    }

    /// Whether the text matches the field's pattern.
    pub(crate) fn pattern_matches(&self, pattern: &Pattern, text: &str) -> bool {
        // The derive compiles each pattern at build time; one written by hand that is no
        // expression matches nothing.
        let compiled = self.pattern.get_or_init(|| Compiled::new(pattern).ok());
        compiled.as_ref().is_some_and(|compiled| {
            compiled.all.iter().all(|regex| regex.is_match(text))
                && !compiled.none.iter().any(|regex| regex.is_match(text))
        })
    }
}
