//! JSON documents.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use serde_json::Value;

/// Shown indented and edited as text.
///
/// Two documents are the same if they differ in white space or in the order of an object's keys
/// only; numbers are compared to the last bit, and `1` is not `1.0`.
impl FieldValue for Value {
    const KIND: Kind = Kind::Json;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        // `Display` of a value cannot fail.
        *scratch = self.to_string();
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        *scratch = format!("{self:#}");
        scratch
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        let value = serde_json::from_str(text)
            .map_err(|error| ErrorCode::Json { line: error.line(), column: error.column() })?;
        if has_nul(&value) { Err(ErrorCode::Nul) } else { Ok(value) }
    }
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| FieldValue::same(a, b))
            }
            (Value::Object(a), Value::Object(b)) => {
                let same =
                    |(key, a): (_, &Value)| b.get(key).is_some_and(|b| FieldValue::same(a, b));
                a.len() == b.len() && a.iter().all(same)
            }
            // As text: the two zeros are equal as floats.
            (Value::Number(a), Value::Number(b)) => a.to_string() == b.to_string(),
            (a, b) => a == b,
        }
    }
}

/// Whether a text in it holds the character that databases cannot store.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(values) => {
            values.iter().any(|(key, value)| key.contains('\0') || has_nul(value))
        }
        _ => false,
    }
}
