//! JSON documents.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use crate::constraint::Decimal;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

/// Shown indented and edited as text.
///
/// Two documents are the same if they differ in white space or in the order of an object's keys
/// only; numbers are compared to the last bit, and `1` is not `1.0`.
///
/// Of a typed document nothing is dropped in silence: a key that stands twice in an object, and a
/// number of more digits than a [`Value`] keeps, are errors. What is *stored* has been through a
/// `Value` when it is loaded; cas-forms-diesel does not load what that would change.
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
        let at = |error: serde_json::Error| ErrorCode::Json {
            line: error.line(),
            column: error.column(),
        };
        let value = serde_json::from_str(text).map_err(at)?;
        // What would be another document once it is stored.
        let Once = serde_json::from_str(text).map_err(at)?;
        if let Some(before) = inexact_number(text) {
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, str::len) + 1;
            return Err(ErrorCode::Json { line, column });
        }
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

/// A document in which no object has a key twice.
struct Once;

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Once)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON document")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_str<E>(self, _: &str) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Once, A::Error> {
        while items.next_element::<Once>()?.is_some() {}
        Ok(Once)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Once, A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = members.next_key::<String>()? {
            if !keys.insert(key) {
                return Err(A::Error::custom("a key stands there twice"));
            }
            members.next_value::<Once>()?;
        }
        Ok(Once)
    }
}

/// What stands before the first number of a document that comes back as another one: it has more
/// digits than a double.
fn inexact_number(json: &str) -> Option<&str> {
    let mut rest = json;
    while let Some(at) = rest.find(['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
        let found = &rest[at..];
        let length = if let Some(text) = found.strip_prefix('"') {
            let mut is_escaped = false;
            let is_end = |c| {
                let is_end = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                is_end
            };
            text.find(is_end).map_or(found.len(), |end| end + 2)
        } else {
            let is_over = |c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c);
            let length = found.find(is_over).unwrap_or(found.len());
            if !is_exact(&found[..length]) {
                return Some(&json[..json.len() - found.len()]);
            }
            length
        };
        rest = &found[length..];
    }
    None
}

fn is_exact(number: &str) -> bool {
    let (Some(typed), Ok(kept)) = (Decimal::parse(number), serde_json::from_str::<Value>(number))
    else {
        return false;
    };
    Decimal::parse(&kept.to_string()).is_some_and(|kept| kept.compare(&typed) == Ordering::Equal)
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
