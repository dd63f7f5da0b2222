//! What the parser found wrong, and how it makes a suggestion of it.

use super::ast::{Disjunction, Item, Operator, TermKind};
use super::{Kind, PatternError, parse};
use std::ops::Range;

/// More places to correct than this, and a suggestion is no help.
const MAX_CORRECTIONS: usize = 64;

pub(super) struct Fault {
    kind: Kind,
    at: usize,
    message: String,
    remedy: Remedy,
}

enum Remedy {
    Advice(String),
    /// What most likely was meant, by the reading under the `u` flag or under none.
    Replace(Range<usize>, String),
}

impl Fault {
    /// The pattern is not valid, and no correction is obvious.
    pub(super) fn new(at: usize, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            kind: Kind::Invalid,
            at,
            message: message.into(),
            remedy: Remedy::Advice(advice.into()),
        }
    }

    /// The pattern is not valid; with `range` replaced it would be, or be nearer to it.
    pub(super) fn replace(
        range: Range<usize>,
        message: impl Into<String>,
        with: impl Into<String>,
    ) -> Self {
        let remedy = Remedy::Replace(range.clone(), with.into());
        Self { kind: Kind::Invalid, at: range.start, message: message.into(), remedy }
    }

    /// The ASCII character at `at` would have to be escaped.
    pub(super) fn escape(at: usize, c: char, message: impl Into<String>) -> Self {
        Self::replace(at..at + c.len_utf8(), message, format!("\\{c}"))
    }

    /// The same, shown at another place than the one to correct.
    pub(super) fn at(self, at: usize) -> Self {
        Self { at, ..self }
    }

    pub(super) fn too_deep(at: usize, limit: usize) -> Self {
        Self {
            kind: Kind::TooLarge,
            ..Self::new(
                at,
                format!("more than {limit} levels of nesting"),
                "write it with fewer groups",
            )
        }
    }

    /// The error for the user, with the whole pattern corrected where that makes it valid.
    pub(super) fn explain(self, pattern: &str) -> PatternError {
        let Self { kind, at, message, remedy } = self;
        let help = match remedy {
            Remedy::Advice(advice) => advice,
            Remedy::Replace(range, with) => match corrected(pattern, range, &with) {
                Some(whole) => format!("write `{whole}`"),
                None if pattern.contains("&&") || pattern.contains("--") => format!(
                    r"write `{with}` here, and `\&\&` or `\-\-` in a class where they are characters"
                ),
                None => format!("write `{with}` here"),
            },
        };
        PatternError { kind, offset: at, message, help }
    }
}

/// The pattern with this correction and those that are needed after it. None where it has sets of
/// sets then: `[[]-]` and `[-&&_]` were characters in the older reading, and would mean something
/// else without a word.
fn corrected(pattern: &str, mut range: Range<usize>, with: &str) -> Option<String> {
    let mut text = pattern.to_owned();
    let mut with = with.to_owned();
    for _ in 0..MAX_CORRECTIONS {
        text.replace_range(range, &with);
        match parse::parse(&text) {
            Ok(body) => return (!has_sets_of_sets(&body)).then_some(text),
            Err(Fault { remedy: Remedy::Replace(next, by), .. }) => (range, with) = (next, by),
            Err(_) => return None,
        }
    }
    None
}

fn has_sets_of_sets(body: &Disjunction) -> bool {
    body.iter().flatten().any(|term| is_with_sets_of_sets(&term.kind))
}

fn is_with_sets_of_sets(term: &TermKind) -> bool {
    match term {
        TermKind::Look { body, .. } | TermKind::Group { body, .. } => has_sets_of_sets(body),
        TermKind::Repeat { term, .. } => is_with_sets_of_sets(&term.kind),
        TermKind::Set(Item::Class(class)) => {
            let is_class = |(_, item): &(usize, Item)| matches!(item, Item::Class(_));
            !matches!(class.operator, Operator::Union) || class.operands.iter().any(is_class)
        }
        _ => false,
    }
}
