//! The `pattern` attribute of HTML, carried over to the `regex` crate.
//!
//! A pattern is a JavaScript regular expression under the `v` flag that has to match the whole
//! value, as if written `^(?:…)$` (HTML, "The `pattern` attribute"). A browser ignores an invalid
//! one without a word, so here it is parsed by the whole grammar (ECMA-262, "Patterns", with
//! modifiers and duplicate named groups), and its early errors are errors of the build. What is
//! valid is written anew for the linear-time `regex` crate such that both say the same of every
//! string of Unicode scalar values:
//!
//! * Only whether a value matches counts, not where: groups capture nothing, lazy quantifiers are
//!   ordinary ones.
//! * Shorthands are spelled out, since JavaScript's `\d`, `\w` and `\b` know ASCII only and its
//!   `\s` and `.` have lists of their own.
//! * `(?i:…)` is the `regex` crate's: both compare by simple case folding, and both fold each
//!   operand of a class before they combine or complement it. Apart are `\b`, which folds too in
//!   JavaScript, and `\p{ASCII}` and `\q{…}`, which browsers do not fold though ECMA-262 has it so.
//! * Lookaheads at the start become expressions of their own, see [`Translated`].
//!
//! Whatever cannot be had exactly (backreferences, other lookarounds, strings in classes, lone
//! surrogates, `^` and `$` under `m`) is an error of [`Kind::Untranslatable`]. Which patterns are
//! valid is decided down to a fixed nesting; beyond it they are [`Kind::TooLarge`].
//!
//! # Unicode versions
//!
//! `\p{…}` and case folding go by the tables at hand: those of the browser, and those of the
//! `regex` crate, which up to 1.13 are Unicode 16. A character is judged differently where only one
//! side knows it, or where its property changed. With a browser at Unicode 17 that is:
//!
//! * the 4,803 characters new in it, 4,644 of them letters (most are CJK Extension J,
//!   U+323B0..=U+33479): `\p{L}` takes them in the browser and not on the server, `\P{L}` the other
//!   way round;
//! * U+0295, which went from `Ll` to `Lo`; U+A7D3 and U+A7D5, which got capitals; 39 characters
//!   that became `Diacritic`; 672 that left `Extended_Pictographic`; `Script_Extensions` of some
//!   combining marks.
//!
//! Properties that the `regex` crate does not know at all (the scripts of Unicode 17, `Unknown`,
//! `Surrogate`, `Changes_When_NFKC_Casefolded`) are an error of [`Kind::Untranslatable`].

mod ast;
mod class;
mod escape;
mod fault;
#[cfg(test)]
mod grammar_tests;
mod parse;
mod property;
#[cfg(test)]
mod tests;
mod translate;

use std::fmt::Write as _;

/// A pattern carried over to the `regex` crate: a value matches if each of `all` matches it and
/// none of `none` does.
#[derive(Debug)]
pub(crate) struct Translated {
    /// The pattern itself, `\A(?:…)\z`, and what its leading lookaheads ask for, `\A(?:…)`.
    pub all: Vec<String>,
    /// What its leading negative lookaheads forbid, `\A(?:…)`.
    pub none: Vec<String>,
}

/// Why a pattern was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not a regular expression under the `v` flag: a browser would ignore it.
    Invalid,
    /// Valid, but beyond what the `regex` crate can express.
    Untranslatable,
    /// Too deep, or too large an automaton.
    TooLarge,
}

/// What is wrong with a pattern, where, and what to do about it.
#[derive(Debug)]
pub(crate) struct PatternError {
    pub kind: Kind,
    /// Where in the pattern, in bytes.
    pub offset: usize,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The remedy.
    pub help: String,
}

impl PatternError {
    /// The pattern with a caret under the offending place, between the message and the help.
    pub(crate) fn render(&self, pattern: &str) -> String {
        // Control characters would break the line or move the caret.
        let show = |part: &str| {
            part.chars().fold(String::new(), |mut line, c| {
                if c.is_control() {
                    line.extend(c.escape_default());
                } else {
                    line.push(c);
                }
                line
            })
        };
        let start = pattern.get(..self.offset).unwrap_or(pattern);
        let verdict = match self.kind {
            Kind::Invalid => "not a valid pattern, a browser would ignore it",
            Kind::Untranslatable => "the server cannot check this pattern",
            Kind::TooLarge => "this pattern is too large",
        };
        let mut text = format!("{verdict}: {}\n\n    {}\n", self.message, show(pattern));
        let _ = writeln!(text, "    {:width$}^\n", "", width = show(start).chars().count());
        let _ = write!(text, "help: {}", self.help);
        text
    }
}

/// Carries `pattern` over to the `regex` crate.
///
/// # Errors
///
/// If it is not valid under the `v` flag, if the `regex` crate cannot express it, or if its
/// automaton exceeds that crate's default limit: compiling the result with `Regex::new` cannot fail.
pub(crate) fn translate(pattern: &str) -> Result<Translated, PatternError> {
    let body = parse::parse(pattern).map_err(|fault| fault.explain(pattern))?;
    translate::translate(&body)
}
