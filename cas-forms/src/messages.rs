//! The sentences of the library: errors and answers are data, what people read comes from a
//! catalogue that can be replaced.

mod german;
#[cfg(test)]
mod tests;
mod text;

pub use german::German;
pub use text::Text;

use crate::error::{ErrorCode, FormError};
use crate::outcome::Reason;
use std::borrow::Cow;

/// A catalogue of sentences, given to [`At::messages`](crate::At::messages).
///
/// Every method has the English sentence as its default, so that a catalogue may replace one
/// sentence or all of them. [`German`] is a complete one.
///
/// ```
/// use cas_forms::{CasForm, ErrorCode, Messages};
/// use std::borrow::Cow;
///
/// /// English, but shorter.
/// struct Terse;
///
/// impl Messages for Terse {
///     fn error<'m>(&'m self, error: &'m ErrorCode) -> Cow<'m, str> {
///         match error {
///             ErrorCode::Required => "Required.".into(),
///             error => error.to_string().into(),
///         }
///     }
/// }
///
/// #[derive(CasForm)]
/// struct Login {
///     #[cas(required)]
///     name: String,
/// }
///
/// let at = Login::at(()).messages(&Terse);
/// let refused = at.submit("name=&original-name=").validate().err().unwrap();
/// assert!(refused.form().as_p().contains("Required."));
/// ```
pub trait Messages: Send + Sync {
    /// What is wrong with a field.
    fn error<'m>(&'m self, error: &'m ErrorCode) -> Cow<'m, str> {
        error.to_string().into()
    }

    /// What is wrong with a submission as a whole.
    fn form_error<'m>(&'m self, error: &'m FormError) -> Cow<'m, str> {
        error.to_string().into()
    }

    /// Why a submission was refused, for the top of the page.
    fn reason(&self, reason: Reason) -> Cow<'_, str> {
        reason.sentence().into()
    }

    /// How long something lasts: seconds, or what is easier to read, rounded.
    fn lasting(&self, seconds: u64) -> Cow<'_, str> {
        let (count, unit) = rounded(seconds);
        let one = if count == 1 { "" } else { "s" };
        format!("{count} {}{one}", ["second", "minute", "hour"][unit]).into()
    }

    /// A sentence or word beside a control. What stands in braces in the English text is filled
    /// in when it is shown, and may stand anywhere in its translation.
    fn text(&self, text: Text) -> Cow<'_, str> {
        text.english().into()
    }
}

/// The catalogue that is used where none is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct English;

impl Messages for English {}

/// So many seconds (0), minutes (1) or hours (2).
fn rounded(seconds: u64) -> (u64, usize) {
    let rounded = |unit| seconds.saturating_add(unit / 2) / unit;
    match seconds {
        0..90 => (seconds, 0),
        90..5400 => (rounded(60), 1),
        _ => (rounded(3600), 2),
    }
}

/// A text cut at its holes: what stands before each, its name, and the end.
pub(crate) fn holes(text: &str) -> (Vec<(&str, &str)>, &str) {
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        parts.push((before, name));
        rest = after;
    }
    (parts, rest)
}
