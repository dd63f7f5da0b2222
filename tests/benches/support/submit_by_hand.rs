//! What a careful engineer writes for this one form: one pass over the body, nothing decoded that
//! needs no decoding, one allocation for each text.

use crate::support::Customer;
use chrono::NaiveDate;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The pattern as the server has it, for those who write the rules by hand.
pub(crate) static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:\p{Lu}[\p{L} '.\-]*)$").expect("a valid expression"));

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Problem {
    Missing,
    NotUtf8,
    Original,
    Required,
    TooLong,
    Pattern,
    Email,
    Number,
    Range,
    Date,
}

/// A control with its original, as they arrived.
#[derive(Clone, Copy, Default)]
struct Sent<'b> {
    control: Option<&'b [u8]>,
    original: Option<&'b [u8]>,
}

impl<'b> Sent<'b> {
    fn control(self) -> Result<Cow<'b, str>, Problem> {
        decode(self.control.ok_or(Problem::Missing)?)
    }
    fn original(self) -> Result<Cow<'b, str>, Problem> {
        decode(self.original.ok_or(Problem::Original)?)
    }
}

fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
    let Some(first) = bytes.iter().position(|&byte| byte == b'%' || byte == b'+') else {
        return str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| Problem::NotUtf8);
    };
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..first]);
    let mut at = first;
    while at < bytes.len() {
        match bytes[at] {
            b'+' => out.push(b' '),
            b'%' if at + 2 < bytes.len() => match (hex(bytes[at + 1]), hex(bytes[at + 2])) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).map(Cow::Owned).map_err(|_| Problem::NotUtf8)
}

/// The text in a JSON string.
fn unquote(json: &str) -> Result<Cow<'_, str>, Problem> {
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.bytes().any(|byte| matches!(byte, b'\\' | b'"')) => {
            Ok(Cow::Borrowed(inner))
        }
        Some(_) => serde_json::from_str(json).map(Cow::Owned).map_err(|_| Problem::Original),
        None => Err(Problem::Original),
    }
}

/// The date in a hidden original.
#[expect(clippy::option_option, reason = "malformed, null and a date are three things")]
pub(crate) fn date_original(json: &str) -> Option<Option<NaiveDate>> {
    if json == "null" {
        return Some(None);
    }
    unquote(json).ok()?.parse().ok().map(Some)
}

/// The standard's address.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty()
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
        && domain.split('.').all(label)
}

fn fits(text: &str, max: usize) -> bool {
    text.len() <= max || text.encode_utf16().count() <= max
}

/// The row with a bit for each field that was changed, or all that is wrong.
#[expect(clippy::too_many_lines, reason = "one form, field by field")]
pub(crate) fn submit(body: &[u8]) -> Result<(Customer, u32), Vec<(&'static str, Problem)>> {
    const FIELDS: [&str; 8] =
        ["name", "company", "email", "notes", "credit", "discount", "active", "since"];
    let mut sent = [Sent::default(); 8];
    for pair in body.split(|&byte| byte == b'&') {
        let equals = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        let (key, value) = (&pair[..equals], pair.get(equals + 1..).unwrap_or_default());
        let (key, is_original) = match key.strip_prefix(b"original-") {
            Some(key) => (key, true),
            None => (key, false),
        };
        let index = match key {
            b"name" => 0,
            b"company" => 1,
            b"email" => 2,
            b"notes" => 3,
            b"credit" => 4,
            b"discount" => 5,
            b"active" => 6,
            b"since" => 7,
            _ => continue,
        };
        let slot = if is_original { &mut sent[index].original } else { &mut sent[index].control };
        *slot = Some(value);
    }

    let mut changed = 0;
    let mut problems = Vec::new();
    let mut text = |index: usize, check: &dyn Fn(&str) -> Result<(), Problem>| {
        let read = || {
            let mut value = sent[index].control()?;
            if value.contains('\r') {
                value = Cow::Owned(value.replace("\r\n", "\n"));
            }
            let original = sent[index].original()?;
            let differs = value != unquote(&original)?;
            check(&value)?;
            Ok((value.into_owned(), differs))
        };
        match read() {
            Ok((value, differs)) => {
                changed |= u32::from(differs) << index;
                value
            }
            Err(problem) => {
                problems.push((FIELDS[index], problem));
                String::new()
            }
        }
    };
    let name = text(0, &|value| match value {
        "" => Err(Problem::Required),
        value if !fits(value, 80) => Err(Problem::TooLong),
        value if !NAME.is_match(value) => Err(Problem::Pattern),
        _ => Ok(()),
    });
    let company = text(1, &|value| if fits(value, 120) { Ok(()) } else { Err(Problem::TooLong) });
    let email = text(2, &|value| match value {
        "" => Err(Problem::Required),
        value if !fits(value, 120) => Err(Problem::TooLong),
        value if !is_email(value) => Err(Problem::Email),
        _ => Ok(()),
    });
    let notes = text(3, &|value| if fits(value, 2000) { Ok(()) } else { Err(Problem::TooLong) });

    let credit = || -> Result<(i32, bool), Problem> {
        let value: i32 = sent[4].control()?.parse().map_err(|_| Problem::Number)?;
        let original: i32 = sent[4].original()?.parse().map_err(|_| Problem::Original)?;
        if !(0..=10_000).contains(&value) {
            return Err(Problem::Range);
        }
        Ok((value, value != original))
    };
    let discount = || -> Result<(f64, bool), Problem> {
        let value: f64 = sent[5].control()?.parse().map_err(|_| Problem::Number)?;
        let original: f64 = sent[5].original()?.parse().map_err(|_| Problem::Original)?;
        if !(0.0..=100.0).contains(&value) {
            return Err(Problem::Range);
        }
        Ok((value, value.to_bits() != original.to_bits()))
    };
    let active = || -> Result<(bool, bool), Problem> {
        let value = sent[6].control.is_some();
        let original = match &*sent[6].original()? {
            "true" => true,
            "false" => false,
            _ => return Err(Problem::Original),
        };
        Ok((value, value != original))
    };
    let since = || -> Result<(Option<NaiveDate>, bool), Problem> {
        let value = sent[7].control()?;
        let value = match &*value {
            "" => None,
            value => Some(value.parse().map_err(|_| Problem::Date)?),
        };
        let original = date_original(&sent[7].original()?).ok_or(Problem::Original)?;
        Ok((value, value != original))
    };
    let (credit, discount, active, since) = (credit(), discount(), active(), since());
    for (index, result) in [
        (4, credit.map(|(_, differs)| differs)),
        (5, discount.map(|(_, differs)| differs)),
        (6, active.map(|(_, differs)| differs)),
        (7, since.map(|(_, differs)| differs)),
    ] {
        match result {
            Ok(differs) => changed |= u32::from(differs) << index,
            Err(problem) => problems.push((FIELDS[index], problem)),
        }
    }
    match (credit, discount, active, since) {
        (Ok((credit, _)), Ok((discount, _)), Ok((active, _)), Ok((since, _)))
            if problems.is_empty() =>
        {
            Ok((Customer { name, company, email, notes, credit, discount, active, since }, changed))
        }
        _ => Err(problems),
    }
}
