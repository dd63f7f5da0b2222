//! Only tests live here, and for them the translator of patterns: crates of macros export nothing
//! else.

#[path = "../../cas-forms-derive/src"]
mod derive {
    #[allow(dead_code, reason = "the macro reports errors in full")]
    pub(super) mod pattern;
}

use derive::pattern::{Kind, translate};
use regex::Regex;

/// Why a pattern was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no regular expression under the `v` flag: a browser ignores it.
    Invalid,
    /// The server could not run it.
    Untranslatable,
    /// The server would not run it.
    TooLarge,
}

/// A `pattern` attribute as the server runs it: whether a whole value matches.
///
/// # Errors
///
/// Why there is none.
///
/// # Panics
///
/// If the translation is no expression of the `regex` crate.
pub fn compile(pattern: &str) -> Result<impl Fn(&str) -> bool + Send + Sync + use<>, Fault> {
    let translated = translate(pattern).map_err(|error| match error.kind {
        Kind::Invalid => Fault::Invalid,
        Kind::Untranslatable => Fault::Untranslatable,
        Kind::TooLarge => Fault::TooLarge,
    })?;
    let compile = |source: &String| Regex::new(source).expect("translate has compiled it before");
    let all: Vec<_> = translated.all.iter().map(compile).collect();
    let none: Vec<_> = translated.none.iter().map(compile).collect();
    Ok(move |value: &str| {
        all.iter().all(|regex| regex.is_match(value))
            && !none.iter().any(|regex| regex.is_match(value))
    })
}
