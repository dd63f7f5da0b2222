//! What a widget's control makes of a value: [`constraint`](crate::constraint)'s sanitization.

use crate::constraint::{self, Source};
use crate::spec::Widget;
use std::borrow::Cow;

/// The text that a control submits when it is given `text` and left alone, with every line break
/// as one `\n`.
///
/// Applied to what is submitted as well, it makes the two comparable.
pub(crate) fn sanitize(widget: Widget, text: &str) -> Cow<'_, str> {
    constraint::sanitize(widget.control_type(), text, Source::Rendered)
}

/// [`sanitize`], for a text without control characters.
pub(crate) fn sanitize_plain(widget: Widget, text: &str) -> Cow<'_, str> {
    constraint::refine(widget.control_type(), text, Source::Rendered)
}
