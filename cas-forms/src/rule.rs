//! The rules of a field, judged on the server as the browser judges them: [`constraint`](crate::constraint)'s
//! verdict in the words of the form's errors.

use crate::ErrorCode;
use crate::constraint::{Control, ControlType, Flaw, Source};
use crate::render::FieldLayout;
use crate::spec::{FieldSpec, Offer, Pattern, Widget};
use crate::value::{Kind, set};
use regex::Regex;
use std::collections::HashSet;

/// Where no `min` says otherwise, steps are counted from zero: of numbers, of the day, of 1970.
const BASE: &str = "0";

/// The first rule that `text`, the sanitized text of a control, breaks.
///
/// # Errors
///
/// The code of that rule.
pub(crate) fn judge(
    spec: &FieldSpec,
    layout: &FieldLayout,
    offer: Offer<'_>,
    text: &str,
) -> Result<(), ErrorCode> {
    if text.is_empty() || (spec.widget == Widget::Checkbox && text == "false") {
        return if spec.required { Err(ErrorCode::Required) } else { Ok(()) };
    }
    if let Some(flaw) = layout.control(spec).judge(text, Source::Edited).first() {
        return Err(code(spec, flaw));
    }
    match spec.widget {
        Widget::Select | Widget::Radio if !offer.has(text) => Err(not_offered(spec)),
        _ => Ok(()),
    }
}

/// Judges a set. What it held when the page was made may stay, whether or not it is offered still.
///
/// # Errors
///
/// The code of the rule that it breaks.
pub(crate) fn judge_set(
    spec: &FieldSpec,
    offer: Offer<'_>,
    text: &str,
    shown: &str,
) -> Result<(), ErrorCode> {
    let chosen = set::split(text).unwrap_or_default();
    let stored: HashSet<_> = set::split(shown).unwrap_or_default().into_iter().collect();
    if spec.required && chosen.is_empty() {
        Err(ErrorCode::Required)
    } else if chosen.iter().all(|text| offer.has(text) || stored.contains(text)) {
        Ok(())
    } else {
        Err(not_offered(spec))
    }
}

/// The error for a value that is none of the choices: of those that change it was one, most likely.
fn not_offered(spec: &FieldSpec) -> ErrorCode {
    if spec.listed { ErrorCode::ChoiceGone } else { ErrorCode::Choice }
}

/// What a flaw is called here.
pub(crate) fn code(spec: &FieldSpec, flaw: Flaw) -> ErrorCode {
    let pattern = spec.pattern.as_ref().map_or("", |pattern| pattern.message);
    match flaw {
        Flaw::ValueMissing => ErrorCode::Required,
        Flaw::BadInput => spec.bad_input(),
        Flaw::TooLong => ErrorCode::TooLong(spec.max_length.unwrap_or_default()),
        Flaw::TooShort => ErrorCode::TooShort(spec.min_length.unwrap_or_default()),
        Flaw::TypeMismatch if spec.widget == Widget::Url => ErrorCode::Url,
        Flaw::TypeMismatch => ErrorCode::Email,
        Flaw::PatternMismatch => ErrorCode::Pattern(pattern),
        Flaw::RangeUnderflow => ErrorCode::Min(spec.min.unwrap_or_default()),
        Flaw::RangeOverflow => ErrorCode::Max(spec.max.unwrap_or_default()),
        Flaw::StepMismatch => {
            ErrorCode::Step { step: spec.step.unwrap_or_default(), base: spec.min.unwrap_or(BASE) }
        }
    }
}

/// The control of a field, for its rules: a number has those of a number in a text control too.
pub(crate) fn control(spec: &FieldSpec) -> Control {
    let kind = match (spec.kind, spec.widget) {
        (Kind::Text, widget) | (_, widget @ Widget::Range) => widget.control_type(),
        (Kind::Bool, _) => ControlType::Checkbox,
        (Kind::Integer | Kind::Float | Kind::Decimal, _) => ControlType::Number,
        (Kind::Date, _) => ControlType::Date,
        (Kind::Time, _) => ControlType::Time,
        (Kind::DateTime | Kind::Instant, _) => ControlType::DateTimeLocal,
        // Their type or their choices are all the rules.
        (Kind::Choice | Kind::Code | Kind::Json | Kind::Set, _) => ControlType::Hidden,
    };
    let counts_whole = spec.widget == Widget::Range && spec.kind == Kind::Integer;
    let lengths = [spec.min_length, spec.max_length].map(|length| length.map(|n| n.to_string()));
    let rules = [
        ("minlength", lengths[0].as_deref()),
        ("maxlength", lengths[1].as_deref()),
        ("min", spec.min),
        ("max", spec.max),
        // Whether a number is whole is for its type to say, unless its control rounds.
        ("step", Some(spec.step.unwrap_or(if counts_whole { "1" } else { "any" }))),
    ];
    let rules: Vec<_> = rules.into_iter().filter_map(|(name, rule)| Some((name, rule?))).collect();
    let control = Control::new(kind, &rules);
    match &spec.pattern {
        Some(pattern) => control.with_pattern(compile(pattern)),
        None => control,
    }
}

/// The derive compiles each pattern at build time; one written by hand that is no expression
/// matches nothing.
fn compile(pattern: &Pattern) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    let compile = |sources: &[&str]| -> Result<Vec<Regex>, regex::Error> {
        sources.iter().map(|source| Regex::new(source)).collect()
    };
    let compiled = compile(pattern.all).and_then(|all| Ok((all, compile(pattern.none)?)));
    move |text| {
        compiled.as_ref().is_ok_and(|(all, none)| {
            all.iter().all(|regex| regex.is_match(text))
                && !none.iter().any(|regex| regex.is_match(text))
        })
    }
}
