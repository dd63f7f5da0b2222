//! A parsed pattern, no more of it than translation asks for.

use super::property::Property;

/// Alternatives, each a sequence of terms; one at least.
pub(super) type Disjunction = Vec<Vec<Term>>;

pub(super) struct Term {
    /// Where it starts, in bytes.
    pub at: usize,
    pub kind: TermKind,
}

pub(super) enum TermKind {
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`, negated `\B`
    Boundary {
        negated: bool,
    },
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    Look {
        ahead: bool,
        negated: bool,
        body: Disjunction,
    },
    /// `\1`, `\k<name>`
    Reference,
    /// `.`
    Dot,
    /// A character or a set of characters.
    Set(Item),
    /// A group of any kind: none of them has to capture.
    Group {
        modifiers: Modifiers,
        body: Disjunction,
    },
    Repeat {
        term: Box<Term>,
        min: u32,
        max: Option<u32>,
    },
}

/// What stands for one character, in a class and outside.
pub(super) enum Item {
    /// A code point, which may be a lone surrogate.
    Char(u32),
    /// Only in a class.
    Range(u32, u32),
    /// `\d`, `\s`, `\w`; negated `\D`, `\S`, `\W`
    Shorthand {
        set: Shorthand,
        negated: bool,
    },
    /// `\p{…}`, negated `\P{…}`
    Property {
        property: Property,
        negated: bool,
    },
    /// `\q{…|…}`, only in a class.
    Strings(Vec<Vec<u32>>),
    Class(Class),
}

#[derive(Clone, Copy)]
pub(super) enum Shorthand {
    Digit,
    Space,
    Word,
}

pub(super) struct Class {
    pub negated: bool,
    pub operator: Operator,
    /// Each with its place.
    pub operands: Vec<(usize, Item)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Union,
    /// `&&`
    Intersection,
    /// `--`
    Subtraction,
}

/// The flags that a pattern can change for a part of itself.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags {
    pub ignore_case: bool,
    pub multiline: bool,
    pub dot_all: bool,
}

/// `(?on-off:…)`
#[derive(Clone, Copy, Default)]
pub(super) struct Modifiers {
    pub on: Flags,
    pub off: Flags,
}

impl Modifiers {
    pub(super) fn apply(self, to: Flags) -> Flags {
        Flags {
            ignore_case: (to.ignore_case || self.on.ignore_case) && !self.off.ignore_case,
            multiline: (to.multiline || self.on.multiline) && !self.off.multiline,
            dot_all: (to.dot_all || self.on.dot_all) && !self.off.dot_all,
        }
    }
}

impl Item {
    /// Static Semantics: `MayContainStrings`.
    pub(super) fn may_contain_strings(&self) -> bool {
        match self {
            Self::Strings(strings) => strings.iter().any(|string| string.len() != 1),
            Self::Property { property, .. } => matches!(property, Property::Strings),
            Self::Class(class) => !class.negated && class.contents_may_contain_strings(),
            Self::Char(_) | Self::Range(..) | Self::Shorthand { .. } => false,
        }
    }
}

impl Class {
    /// Static Semantics: `MayContainStrings`, of what stands between the brackets.
    pub(super) fn contents_may_contain_strings(&self) -> bool {
        let mut operands = self.operands.iter().map(|(_, operand)| operand.may_contain_strings());
        match self.operator {
            Operator::Union => operands.any(|may| may),
            Operator::Intersection => operands.all(|may| may),
            Operator::Subtraction => operands.next().unwrap_or(false),
        }
    }
}
