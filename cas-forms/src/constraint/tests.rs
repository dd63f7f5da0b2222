//! What the rows of the conformance suite leave open.

use super::*;

fn check<'t>(kind: ControlType, attributes: &[(&str, &str)], text: &'t str) -> Checked<'t> {
    Control::new(kind, attributes).check(text, Source::Edited)
}

#[test]
fn attributes_that_do_not_count_on_a_type_change_nothing() {
    let all = [("minlength", "9"), ("maxlength", "1"), ("min", "5"), ("max", "5"), ("step", "3")];
    for kind in
        [ControlType::Checkbox, ControlType::Radio, ControlType::Select, ControlType::Hidden]
    {
        assert!(check(kind, &all, "4,5").validity.is_valid(), "{kind:?}");
    }
    assert!(check(ControlType::Date, &[("maxlength", "1")], "2024-02-29").validity.is_valid());
    assert!(check(ControlType::Text, &[("max", "1"), ("step", "5")], "7").validity.is_valid());
}

#[test]
fn lengths_bind_edits_only() {
    let control = Control::new(ControlType::Text, &[("maxlength", "2")]);
    let is_valid = |source| control.check("abc", source).validity.is_valid();
    assert!(is_valid(Source::Rendered) && is_valid(Source::Script) && !is_valid(Source::Edited));
    // What is typed never gets too long.
    assert_eq!(control.check("abc", Source::Typed).value, "ab");
    assert_eq!(control.check("a💩", Source::Typed).value, "a");
}

#[test]
fn of_two_attributes_the_first_counts_and_letter_case_does_not() {
    let checked = check(ControlType::Number, &[("MIN", "5"), ("min", "1")], "3");
    assert_eq!(checked.validity.flaws().collect::<Vec<_>>(), [Flaw::RangeUnderflow]);
}

#[test]
fn a_span_of_times_may_include_midnight() {
    let night = [("min", "22:00"), ("max", "06:00")];
    let flaws = |text| check(ControlType::Time, &night, text).validity;
    assert!(flaws("23:00").is_valid() && flaws("06:00").is_valid() && flaws("22:00").is_valid());
    assert!(flaws("12:00").has(Flaw::RangeUnderflow) && flaws("12:00").has(Flaw::RangeOverflow));
}

#[test]
fn what_is_no_value_of_the_control_is_bad_input() {
    let number = Control::new(ControlType::Number, &[("max", "5")]);
    assert!(number.judge("five", Source::Edited).has(Flaw::BadInput));
    assert!(number.check("five", Source::Typed).validity.has(Flaw::BadInput));
    assert!(number.check("five", Source::Edited).validity.is_valid());
}

#[test]
fn no_type_panics_on_any_text() {
    let texts = [
        "",
        "\0",
        "é",
        "💩",
        "-",
        "+",
        ".",
        "#",
        "@",
        "W",
        "T",
        ",",
        "1e99999999999",
        "0000000000-01-01",
    ];
    let kinds = [
        "hidden",
        "text",
        "url",
        "email",
        "date",
        "month",
        "week",
        "time",
        "datetime-local",
        "number",
        "range",
        "color",
        "x",
    ];
    let attributes =
        ["min", "max", "step", "value", "minlength", "maxlength", "multiple", "required"];
    for kind in kinds {
        for name in attributes {
            for (of, text) in texts.iter().flat_map(|of| texts.iter().map(move |text| (of, text))) {
                let control = Control::new(ControlType::from_attribute(kind), &[(name, of)]);
                for source in [Source::Rendered, Source::Script, Source::Edited, Source::Typed] {
                    let _ = control.check(text, source);
                }
            }
        }
    }
}
