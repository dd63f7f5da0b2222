//! What the attributes of a field may say once its type is known. The derive sees no types, so
//! the compiler asks here while it makes the table.

use super::{Choice, Widget};
use crate::value::Kind;

/// Refuses a control that cannot edit values of this kind.
#[track_caller]
pub(super) const fn widget(kind: Kind, nullable: bool, choices: &[Choice], widget: Widget) {
    match widget {
        Widget::Text => assert!(
            !matches!(kind, Kind::Bool),
            "a bool has no text control: use checkbox, radio or select"
        ),
        Widget::Textarea { .. } | Widget::Email => assert!(
            matches!(kind, Kind::Text),
            "this widget edits text: use it on a String, or leave `widget` out"
        ),
        Widget::Number => assert!(
            matches!(kind, Kind::Integer | Kind::Float),
            "this widget edits numbers: use it on an integer or float, or leave `widget` out"
        ),
        Widget::Checkbox => assert!(
            matches!(kind, Kind::Bool) && !nullable,
            "a checkbox edits a bool that is not null: use select or radio for Option<bool>"
        ),
        Widget::Date => assert!(
            matches!(kind, Kind::Date),
            "this widget edits dates: use it on a NaiveDate, or leave `widget` out"
        ),
        Widget::Time => assert!(
            matches!(kind, Kind::Time),
            "this widget edits times: use it on a NaiveTime, or leave `widget` out"
        ),
        Widget::DateTimeLocal => assert!(
            matches!(kind, Kind::DateTime),
            "this widget edits dates with times: use it on a NaiveDateTime or DateTime<Utc>, or leave `widget` out"
        ),
        Widget::Radio | Widget::Select => assert!(
            matches!(kind, Kind::Bool) || !choices.is_empty(),
            "this widget offers fixed values, and only a bool has its own: add `choices(...)`"
        ),
    }
}

/// Refuses choices that no value of this kind is shown as: they could never be selected.
#[track_caller]
pub(super) const fn choices(kind: Kind, mut choices: &[Choice]) {
    while let [Choice { value, .. }, rest @ ..] = choices {
        match kind {
            Kind::Bool => assert!(
                matches!(value.as_bytes(), b"true" | b"false"),
                "the choices of a bool are true and false: `choices(true = \"Yes\", false = \"No\")`"
            ),
            Kind::Integer => assert!(
                is_whole(value) && is_canonical(value),
                "the choices of an integer are whole numbers: `choices(1 = \"One\", 2 = \"Two\")`"
            ),
            Kind::Float => panic!("a float has no choices: use an integer or text"),
            Kind::Text | Kind::Date | Kind::Time | Kind::DateTime => {}
        }
        choices = rest;
    }
}

/// Refuses a bound that is spelled as one of another kind.
#[track_caller]
pub(super) const fn bound(kind: Kind, widget: Widget, text: &str) {
    assert!(
        !matches!(kind, Kind::Text | Kind::Bool),
        "this needs a number, date or time; for the length of a text use `min_length` and `max_length`"
    );
    ordered(widget);
    match kind {
        Kind::Date => assert!(
            matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]),
            "the bounds of a date are dates: \"2024-12-31\""
        ),
        Kind::Time => assert!(
            matches!(text.as_bytes(), [_, _, b':', _, _, ..]),
            "the bounds of a time are times: \"18:30\""
        ),
        Kind::DateTime => assert!(
            matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', ..]),
            "the bounds of a date with a time are such: \"2024-12-31T18:30\""
        ),
        Kind::Integer => assert!(is_whole(text), "the bounds of an integer are whole numbers"),
        Kind::Float | Kind::Text | Kind::Bool => assert!(
            !matches!(text.as_bytes(), [_, _, b':', ..] | [_, _, _, _, b'-', ..]),
            "the bounds of a number are numbers"
        ),
    }
}

/// Refuses bounds on a control that knows none: the browser would not enforce them.
#[track_caller]
const fn ordered(widget: Widget) {
    assert!(
        matches!(widget, Widget::Number | Widget::Date | Widget::Time | Widget::DateTimeLocal),
        "browsers know no bounds on this widget: leave the bounds or `widget` out"
    );
}

/// Refuses a bound of an integer beyond what its type holds: the browser would accept numbers
/// that the server cannot.
#[track_caller]
pub(super) const fn within(kind: Kind, lesser: Option<&str>, greater: Option<&str>) {
    if let (Kind::Integer, Some(lesser), Some(greater)) = (kind, lesser, greater) {
        assert!(!exceeds(lesser, greater), "this bound is beyond what the field's type holds");
    }
}

/// Refuses steps that values of this kind cannot take.
#[track_caller]
pub(super) const fn step(kind: Kind, widget: Widget, step: &str) {
    assert!(!matches!(kind, Kind::Text | Kind::Bool), "`step` needs a number, date or time");
    ordered(widget);
    assert!(
        !matches!(kind, Kind::Integer | Kind::Date) || is_whole(step),
        "the step of a whole number, or of a date in days, is a whole number"
    );
}

/// Refuses what only controls with free text have.
#[track_caller]
pub(super) const fn length(kind: Kind, widget: Widget) {
    assert!(
        matches!(kind, Kind::Text),
        "a length needs a text field: use `min` and `max` for numbers, dates and times"
    );
    assert!(
        matches!(widget, Widget::Text | Widget::Textarea { .. } | Widget::Email),
        "browsers know no length on this widget: leave it out"
    );
}

/// Whether the text is a whole number without an exponent.
const fn is_whole(text: &str) -> bool {
    let mut digits = text.as_bytes();
    if let [b'-', rest @ ..] = digits {
        digits = rest;
    }
    if digits.is_empty() {
        return false;
    }
    while let [digit, rest @ ..] = digits {
        if !digit.is_ascii_digit() {
            return false;
        }
        digits = rest;
    }
    true
}

/// Whether a whole number is spelled as one is shown: no zero in front, no negative zero.
const fn is_canonical(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'] | [b'1'..=b'9', ..] | [b'-', b'1'..=b'9', ..])
}

/// Whether one canonical whole number is greater than another. Some exceed every integer type,
/// so they are compared as text.
const fn exceeds(a: &str, b: &str) -> bool {
    match (a.as_bytes(), b.as_bytes()) {
        ([b'-', a @ ..], [b'-', b @ ..]) => longer_or_later(b, a),
        ([b'-', ..], _) => false,
        (_, [b'-', ..]) => true,
        (a, b) => longer_or_later(a, b),
    }
}

const fn longer_or_later(mut a: &[u8], mut b: &[u8]) -> bool {
    if a.len() != b.len() {
        return a.len() > b.len();
    }
    while let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) {
        if *x != *y {
            return *x > *y;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_compare_beyond_every_integer_type() {
        let rising = [
            "-340282366920938463463374607431768211456",
            "-10",
            "-9",
            "0",
            "9",
            "10",
            "99999999999999999999",
        ];
        for (i, a) in rising.iter().enumerate() {
            for (j, b) in rising.iter().enumerate() {
                assert_eq!(exceeds(a, b), i > j, "{a} {b}");
            }
        }
    }

    #[test]
    fn whole_numbers_have_no_point_and_no_exponent() {
        assert!(is_whole("0") && is_whole("-12") && is_whole("007"));
        assert!(!is_whole("") && !is_whole("-") && !is_whole("1.0") && !is_whole("1e3"));
    }

    #[test]
    fn a_shown_number_has_no_zero_in_front() {
        assert!(is_canonical("0") && is_canonical("-1") && is_canonical("10"));
        assert!(!is_canonical("007") && !is_canonical("-0") && !is_canonical(""));
    }
}
