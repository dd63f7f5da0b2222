//! What the attributes of a field may say once its type is known. The derive sees no types, so
//! the compiler asks here while it makes the table.

use super::{Choice, Widget};
use crate::value::Kind;

/// Refuses a control that cannot edit values of this kind.
#[track_caller]
pub(super) const fn widget(kind: Kind, nullable: bool, widget: Widget) {
    match widget {
        Widget::Text | Widget::Search => assert!(
            !matches!(kind, Kind::Bool | Kind::Choice | Kind::Set | Kind::Json),
            "nobody types values of this type into a line of text: leave `widget` out, or use one with choices"
        ),
        Widget::Textarea { .. } => assert!(
            matches!(kind, Kind::Text | Kind::Json),
            "this widget edits text: use it on a String, or leave `widget` out"
        ),
        Widget::Email | Widget::Tel | Widget::Url | Widget::Password => assert!(
            matches!(kind, Kind::Text),
            "this widget edits text: use it on a String, or leave `widget` out"
        ),
        Widget::Number | Widget::Range => assert!(
            kind.is_number(),
            "this widget edits numbers: use it on an integer, float or decimal, or leave `widget` out"
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
            matches!(kind, Kind::DateTime | Kind::Instant),
            "this widget edits dates with times: use it on a NaiveDateTime or DateTime<Utc>, or leave `widget` out"
        ),
        Widget::Month | Widget::Week | Widget::Color => assert!(
            matches!(kind, Kind::Text),
            "this widget edits a text of its own form (\"2024-05\", \"2024-W20\", \"#aabbcc\"): use it on a String"
        ),
        Widget::Radio | Widget::Select | Widget::Checkboxes | Widget::SelectMultiple => {}
    }
    assert!(
        !(nullable && widget.is_never_empty()),
        "this widget cannot be empty, so nobody could enter null: leave the Option out, or use another widget"
    );
}

/// Refuses a control that offers values where there are none, or one of them where there may be
/// several.
#[track_caller]
pub(super) const fn offer(kind: Kind, has_choices: bool, widget: Widget) {
    if !widget.has_choices() {
        assert!(!has_choices, "this widget offers no choices: leave it or the choices out");
        return;
    }
    assert!(
        widget.is_set() || !matches!(kind, Kind::Set),
        "this widget holds one value: use `checkboxes` or `select_multiple` for a set"
    );
    assert!(
        !widget.is_set() || matches!(kind, Kind::Set),
        "this widget holds several values: use it on a BTreeSet, or use `select` or `radio`"
    );
    assert!(
        matches!(kind, Kind::Bool) || has_choices,
        "this widget offers fixed values, and the field's type lists none: add `choices(...)`"
    );
}

/// Refuses a password control that shows what it holds, and a secret in one that is not for typing.
#[track_caller]
pub(super) const fn secret(secret: bool, widget: Widget) {
    assert!(
        secret || !matches!(widget, Widget::Password),
        "a password is never sent back to the page: say `secret`, which makes the widget a password as well"
    );
    assert!(
        !secret || widget.is_text(),
        "a secret is typed into a text control: leave `widget` out"
    );
}

/// What offers choices by itself.
pub(super) const fn widget_of_choices(kind: Kind) -> Widget {
    if matches!(kind, Kind::Set) { Widget::Checkboxes } else { Widget::Select }
}

/// Refuses choices that no value of this kind is shown as: they could never be selected. `all` are
/// those that the type has, if it lists them.
#[track_caller]
pub(super) const fn choices(kind: Kind, all: &[Choice], mut choices: &[Choice]) {
    assert!(
        !matches!(kind, Kind::Float | Kind::Decimal | Kind::Json),
        "a value of this type has many spellings, so it has no choices: use an integer or text"
    );
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
            Kind::Choice => {
                assert!(
                    is_among(value, all),
                    "the field's type has no such value: spell it as the type does, or leave it out"
                );
            }
            _ => {}
        }
        choices = rest;
    }
}

/// Whether one of the choices has this value.
const fn is_among(value: &str, mut choices: &[Choice]) -> bool {
    while let [choice, rest @ ..] = choices {
        if is_same(value.as_bytes(), choice.value.as_bytes()) {
            return true;
        }
        choices = rest;
    }
    false
}

const fn is_same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    a.is_empty() && b.is_empty()
}

/// Refuses a bound that is spelled as one of another kind.
#[track_caller]
pub(super) const fn bound(kind: Kind, widget: Widget, text: &str) {
    assert!(
        kind.is_number() || widget.is_moment() || kind.is_moment(),
        "this needs a number, date or time; for the length of a text use `min_length` and `max_length`"
    );
    assert!(
        widget.is_ordered(),
        "browsers know no bounds on this widget: leave the bounds or `widget` out"
    );
    let bytes = text.as_bytes();
    match widget {
        Widget::Date => assert!(
            matches!(bytes, [_, _, _, _, b'-', _, _, b'-', _, _]),
            "the bounds of a date are dates: \"2024-12-31\""
        ),
        Widget::Month => assert!(
            matches!(bytes, [_, _, _, _, b'-', b'0' | b'1', _]),
            "the bounds of a month are months: \"2024-12\""
        ),
        Widget::Week => assert!(
            matches!(bytes, [_, _, _, _, b'-', b'W', _, _]),
            "the bounds of a week are weeks: \"2024-W51\""
        ),
        Widget::Time => assert!(
            matches!(bytes, [_, _, b':', _, _, ..]),
            "the bounds of a time are times: \"18:30\""
        ),
        Widget::DateTimeLocal => assert!(
            matches!(bytes, [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', ..]),
            "the bounds of a date with a time are such: \"2024-12-31T18:30\""
        ),
        _ if matches!(kind, Kind::Integer) => {
            assert!(
                is_whole(text),
                "the bounds of an integer are whole numbers, without quotes or fraction: `min = 0`"
            );
        }
        _ => assert!(
            !matches!(bytes, [_, _, b':', ..] | [_, _, _, _, b'-', ..]),
            "the bounds of a number are numbers: `min = 0.5`"
        ),
    }
}

/// Refuses a bound of an integer beyond what its type holds: the browser would accept numbers
/// that the server cannot.
#[track_caller]
pub(super) const fn within(kind: Kind, lesser: Option<&str>, greater: Option<&str>) {
    if let (Kind::Integer, Some(lesser), Some(greater)) = (kind, lesser, greater) {
        assert!(
            !exceeds(lesser, greater),
            "this bound is beyond what the field's type holds, whose own bound counts anyway: leave it out"
        );
    }
}

/// Refuses steps that values of this kind cannot take.
#[track_caller]
pub(super) const fn step(kind: Kind, widget: Widget, step: &str) {
    assert!(
        kind.is_number() || widget.is_moment() || kind.is_moment(),
        "`step` needs a number, date or time: leave it out"
    );
    assert!(
        widget.is_ordered(),
        "browsers know no bounds on this widget: leave the bounds or `widget` out"
    );
    let whole = matches!(kind, Kind::Integer)
        || matches!(widget, Widget::Date | Widget::Month | Widget::Week);
    assert!(
        !whole || is_whole(step),
        "the step of a whole number, or of a date in days, is a whole number: `step = 5`"
    );
}

/// Refuses what only controls with free text have.
#[track_caller]
pub(super) const fn length(kind: Kind, widget: Widget) {
    assert!(
        matches!(kind, Kind::Text),
        "a length needs a text field: use `min` and `max` for numbers, dates and times"
    );
    assert!(widget.is_text(), "browsers know no length on this widget: leave it out");
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
