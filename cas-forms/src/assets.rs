//! What the browser is served: the library's script, and for each form a module with its own
//! scripts and sentences.
//!
//! Both are files with a digest of their content in their name, so that browsers may keep them
//! forever, and none of it stands in the page: `Content-Security-Policy: default-src 'self'` holds.
//!
//! ```
//! use cas_forms::{Asset, CasForm, English, Enhance, assets};
//! use std::sync::LazyLock;
//!
//! #[derive(CasForm)]
//! struct Login {
//!     #[cas(required, script = "value.includes('@') && 'Your name, not your address'")]
//!     name: String,
//! }
//!
//! static MODULE: LazyLock<Asset> = LazyLock::new(|| Login::module(&English));
//!
//! /// GET /assets/{path}, with `Cache-Control: public, max-age=31536000, immutable`.
//! fn asset(path: &str) -> Option<&'static Asset> {
//!     [assets::script(), &MODULE].into_iter().find(|asset| asset.path == path)
//! }
//!
//! let at = Login::at(()).enhance(Enhance::module(format!("/assets/{}", MODULE.path)));
//! let form = at.blank();
//! let page = format!(
//!     "<script type=\"module\" src=\"/assets/{}\"></script>{}",
//!     assets::script().path,
//!     form.as_form("Log in"),
//! );
//! assert!(page.contains(" data-cas-module=\"/assets/Login-"));
//! assert!(asset(&MODULE.path).unwrap().body.contains("Please fill in this field."));
//! ```
//!
//! # Scripts
//!
//! `script = "..."` is what stands behind the arrow of a JavaScript function: an expression, or
//! statements in braces with a `return`.
//!
//! | on | is | gives |
//! | --- | --- | --- |
//! | a field | `(value, form, input) => ...` | a message, or nothing |
//! | the struct | `form => ...` | an object of messages by field name, a message, or nothing |
//!
//! `value` is the control's text, `form` an object of all controls' texts by field name, `input`
//! the control. A message that the struct's script gives alone, or under a name that is no field's, is
//! about the form as a whole. Whatever is no text that says something counts as nothing: `false`, `null`,
//! `undefined`, `""`. A script judges before the server does, and never instead of it.
//!
//! The script is taken as it is: Rust does not read it, and a mistake in it keeps the whole module
//! from being loaded. The page then works as it does without scripts.
//!
//! # Sending
//!
//! A form is sent once: until the next page is shown, further attempts are held back. Where none
//! follows, since the answer is a file or empty, the page says that the form may be sent again:
//! `form.dispatchEvent(new Event("cas-again"))`.

use crate::constraint::Flaw;
use crate::error::ErrorCode;
use crate::messages::{Messages, Text};
use crate::render::{digest_text, rules};
use crate::rule;
use crate::spec::{FieldSpec, FormSpec, Widget};
use crate::value::Kind;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A file to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asset {
    /// The file's name, with a digest of its content.
    pub path: String,
    /// What `Content-Type` says.
    pub content_type: &'static str,
    /// The content.
    pub body: Cow<'static, str>,
}

impl Asset {
    fn javascript(name: &str, body: Cow<'static, str>) -> Self {
        let path = format!("{name}-{}.js", digest_text(&body));
        Asset { path, content_type: "text/javascript; charset=utf-8", body }
    }
}

/// The library's own script. A page names it once, whatever forms are on it:
/// `<script type="module" src="..."></script>`.
pub fn script() -> &'static Asset {
    /// Each before those that import from it.
    const PARTS: [&str; 4] = [
        include_str!("../assets/field.js"),
        include_str!("../assets/lease.js"),
        include_str!("../assets/form.js"),
        include_str!("../assets/cas-forms.js"),
    ];
    static SCRIPT: LazyLock<Asset> =
        LazyLock::new(|| Asset::javascript("cas-forms", joined(&PARTS).into()));
    &SCRIPT
}

/// Modules that import from each other as one, without their comments and indentation: a third less
/// to send. None of their texts is longer than a line.
fn joined(parts: &[&str]) -> String {
    let mut is_inside = false;
    let lines = parts.iter().flat_map(|part| part.lines());
    let code = lines.map(|line| without_comment(line.trim(), &mut is_inside));
    let code = code.filter(|line| !line.is_empty() && !line.starts_with("import "));
    code.flat_map(|line| [line.trim_start_matches("export "), "\n"]).collect()
}

/// The line without the comments that it begins with; `is_inside` one as it begins, and as it ends.
fn without_comment<'l>(line: &'l str, is_inside: &mut bool) -> &'l str {
    let comment = if *is_inside { Some(line) } else { line.strip_prefix("/*") };
    match comment.map(|comment| comment.split_once("*/")) {
        None if line.starts_with("//") => "",
        None => line,
        Some(end) => {
            *is_inside = end.is_none();
            end.map_or("", |(_, rest)| without_comment(rest.trim_start(), is_inside))
        }
    }
}

/// The module of a form.
pub(crate) fn module(form: &FormSpec, messages: &dyn Messages) -> Asset {
    let mut out = format!("export default {{\n  name: {},\n  fields: {{\n", literal(form.name));
    for field in form.fields {
        let _ = write!(out, "    {}: {{\n      messages: {{", literal(field.name));
        for (key, code) in validity(field) {
            let _ = write!(out, "\n        {key}: {},", literal(&messages.error(&code)));
        }
        out.push_str("},\n");
        if let rules @ [_, ..] = &*rules::left_off(field) {
            out.push_str("      rules: {");
            for (name, value) in rules {
                let _ = write!(out, " {name}: {},", literal(value));
            }
            out.push_str(" },\n");
        }
        function(&mut out, "(value, form, input)", field.script);
        out.push_str("    },\n");
    }
    out.push_str("  },\n");
    function(&mut out, "(form)", form.script);
    out.push_str("  texts: {\n");
    for text in Text::ALL {
        let _ = writeln!(out, "    {}: {},", text.key(), literal(&messages.text(*text)));
    }
    let unanswered = messages.error(&ErrorCode::Unanswered);
    let _ = writeln!(out, "    unanswered: {},", literal(&unanswered));
    out.push_str("  },\n};\n");
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = form.name.chars().map(plain).collect();
    Asset::javascript(&name, out.into())
}

/// A text as JavaScript and JSON both write it, and HTML would leave alone.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}

/// `script: (...) => ...,`; nothing without a script.
fn function(out: &mut String, parameters: &str, script: Option<&str>) {
    let Some(script) = script.map(str::trim) else { return };
    // On lines of its own, a comment at the script's end ends with it.
    let _ = if script.starts_with('{') {
        writeln!(out, "  script: {parameters} => {script}\n  ,")
    } else {
        let script = script.trim_end_matches([';', ' ', '\n', '\t']);
        writeln!(out, "  script: {parameters} => (\n{script}\n  ),")
    };
}

/// What a browser may find wrong with a control, by the names of its `ValidityState`, and what it
/// is called here.
fn validity(field: &FieldSpec) -> Vec<(&'static str, ErrorCode)> {
    if field.readonly {
        return Vec::new();
    }
    let attributes = rules::attributes(field);
    let has =
        |name| attributes.iter().any(|(rule, value)| *rule == name && value != rules::ANY_STEP);
    let widget = field.widget;
    let can = |flaw| match flaw {
        Flaw::ValueMissing => {
            field.required && !widget.is_never_empty() && widget != Widget::Checkboxes
        }
        Flaw::TypeMismatch => matches!(widget, Widget::Email | Widget::Url),
        Flaw::PatternMismatch => has("pattern"),
        Flaw::TooLong => has("maxlength"),
        Flaw::TooShort => has("minlength"),
        Flaw::RangeUnderflow => has("min"),
        Flaw::RangeOverflow => has("max"),
        // Without a step, a number control takes whole numbers.
        Flaw::StepMismatch => {
            has("step") || widget == Widget::Number && field.kind == Kind::Integer
        }
        Flaw::BadInput => widget.is_ordered() && !widget.is_never_empty(),
    };
    let code = |flaw| match flaw {
        Flaw::StepMismatch if field.step.is_none() => field.bad_input(),
        flaw => rule::code(field, flaw),
    };
    let flaws = Flaw::ALL.into_iter().filter(|flaw| can(*flaw));
    flaws.map(|flaw| (flaw.name(), code(flaw))).collect()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn code_beside_a_comment_is_served() {
        let part = "\
/**
 * About it.
 */
/** @type {number} */ let a = 1;
/* one */ /* two */ let b = 2; // three
/*/ not yet at its end */ export let c = 3;
  /* over
  lines */ let d = 4;
let e = /** @type {string} */ (f);
// alone
import { g } from \"./g.js\";
";
        let code = "\
let a = 1;
let b = 2; // three
let c = 3;
let d = 4;
let e = /** @type {string} */ (f);
";
        assert_eq!(joined(&[part]), code);
    }
}
