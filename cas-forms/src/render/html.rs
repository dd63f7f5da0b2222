//! Rendered markup and its way into templates.

use std::fmt;
use std::ops::Deref;

/// Markup that is escaped already. `Display` writes it as it is.
///
/// The features `askama`, `maud` and `minijinja` let it into templates unescaped; with any other
/// engine use its own mark for safe text on `html.as_str()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub(crate) String);

impl Html {
    /// Text of one's own that is markup already, as for
    /// [`Form::as_form_with`](crate::Form::as_form_with). It is not escaped.
    pub fn raw(markup: impl Into<String>) -> Self {
        Html(markup.into())
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, without a copy.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for Html {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Html {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Html> for String {
    fn from(html: Html) -> String {
        html.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "askama")]
impl askama::filters::HtmlSafe for Html {}

#[cfg(feature = "maud")]
impl maud::Render for Html {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(&self.0);
    }
}

#[cfg(feature = "minijinja")]
impl From<Html> for minijinja::Value {
    fn from(html: Html) -> Self {
        minijinja::Value::from_safe_string(html.0)
    }
}
