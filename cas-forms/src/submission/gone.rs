//! What was typed into a field that the form has no more: the page is of another version of the
//! program. Nothing of it can be saved, and nothing typed gets lost in silence.

use super::arrived::Pair;
use crate::canonical;
use crate::error::FormError;
use crate::pairs::Raw;
use serde_json::Value;

/// The original of a field, among what arrived for nobody.
pub(crate) fn original<'b>(field: &str, others: &[Pair<'b>]) -> Option<Raw<'b>> {
    let is = |(name, _): &&Pair<'b>| {
        name.bytes().strip_prefix(b"original-").is_some_and(|rest| rest == field.as_bytes())
    };
    others.iter().find(is).map(|(_, value)| *value)
}

/// The fields that others than this form have an original of: nobody else's names begin so. What has
/// a hyphen is of a form within the form.
pub(super) fn named(others: &[Pair<'_>]) -> impl Iterator<Item = String> {
    others.iter().filter_map(|(name, _)| {
        let name = name.bytes();
        let field = str::from_utf8(name.strip_prefix(b"original-")?).ok()?;
        (!field.is_empty() && !field.contains('-')).then(|| field.to_owned())
    })
}

/// What is to be said of a field that is gone; nothing, where it was left as it was.
pub(crate) fn gone(
    field: &str,
    others: &[Pair<'_>],
    original: Option<Raw<'_>>,
) -> Option<FormError> {
    let text = |raw: &Raw<'_>| raw.text().map_or_else(|lossy| lossy, Into::into).replace('\r', "");
    let typed: Vec<String> = (others.iter())
        .filter(|(name, _)| is_control(field, &name.bytes()))
        .map(|(_, value)| text(value))
        .collect();
    let json = original.as_ref().map(text);
    if typed.is_empty() || json.as_deref().and_then(shown).is_some_and(|shown| shown == typed) {
        return None;
    }
    let field = field.to_owned();
    if json.as_deref() == Some(canonical::SECRET) {
        // What may be a password is shown to nobody.
        let is_typed = typed.iter().any(|text| !text.is_empty());
        return is_typed.then_some(FormError::FieldGone { field, text: None });
    }
    Some(FormError::FieldGone { field, text: Some(typed.join(", ")) })
}

/// `NAME` or `NAME--DIGEST`.
fn is_control(field: &str, name: &[u8]) -> bool {
    let rest = name.strip_prefix(field.as_bytes());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"--"))
}

/// What most controls would have sent of an original, had nobody touched them.
fn shown(json: &str) -> Option<Vec<String>> {
    Some(match serde_json::from_str(json).ok()? {
        Value::Null => vec![String::new()],
        Value::String(text) => vec![text.replace('\r', "")],
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
        }
        _ => vec![json.to_owned()],
    })
}
