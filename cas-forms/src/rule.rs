//! The rules of a field, judged on the server as the browser judges them (HTML section 4.10.18.5
//! and the controls' own sections).

use crate::ErrorCode;
use crate::control;
use crate::decimal::Decimal;
use crate::render::FieldLayout;
use crate::spec::{FieldSpec, Widget};
use crate::temporal;
use crate::value::Kind;
use std::cmp::Ordering;

/// The number that a control's text stands for: itself, milliseconds of a time, days of a date.
fn number(kind: Kind, text: &str) -> Option<Decimal> {
    const DAY: i64 = 86_400_000;
    match kind {
        Kind::Integer | Kind::Float => Decimal::parse(text),
        Kind::Date => temporal::date(text).map(|date| Decimal::from_i64(temporal::days(date))),
        Kind::Time => temporal::time(text).map(|time| Decimal::from_i64(temporal::millis(time))),
        Kind::DateTime => temporal::date_time(text).map(|(date, time)| {
            Decimal::from_i64(temporal::days(date) * DAY + temporal::millis(time))
        }),
        Kind::Text | Kind::Bool => None,
    }
}

/// `step` in the unit of [`number`]: seconds become milliseconds, days and numbers stay.
fn step_size(kind: Kind, step: &str) -> Option<Decimal> {
    let step = Decimal::parse(step)?;
    Some(if matches!(kind, Kind::Time | Kind::DateTime) { step.times_ten_to(3) } else { step })
}

/// Where no `min` says otherwise, steps are counted from zero: of numbers, of the day, of 1970.
const BASE: &str = "0";

/// The first rule that `text`, the sanitized text of a control, breaks.
///
/// # Errors
///
/// The code of that rule.
pub(crate) fn judge(spec: &FieldSpec, layout: &FieldLayout, text: &str) -> Result<(), ErrorCode> {
    if text.is_empty() || (spec.widget == Widget::Checkbox && text == "false") {
        return if spec.required { Err(ErrorCode::Required) } else { Ok(()) };
    }
    if spec.kind == Kind::Text {
        judge_text(spec, layout, text)?;
    } else if spec.min.is_some() || spec.max.is_some() || spec.step.is_some() {
        judge_number(spec, layout.bounds(spec), text)?;
    }
    if matches!(spec.widget, Widget::Select | Widget::Radio)
        && !spec.choices.iter().any(|choice| choice.value == text)
    {
        return Err(ErrorCode::Choice);
    }
    Ok(())
}

fn judge_text(spec: &FieldSpec, layout: &FieldLayout, text: &str) -> Result<(), ErrorCode> {
    // UTF-8 has at least as many bytes as UTF-16 has units, and at most three times as many.
    let units = || text.encode_utf16().count();
    if let Some(max) = spec.max_length
        && text.len() > max as usize
        && units() > max as usize
    {
        return Err(ErrorCode::TooLong(max));
    }
    if let Some(min) = spec.min_length
        && (text.len() < min as usize || units() < min as usize)
    {
        return Err(ErrorCode::TooShort(min));
    }
    if spec.widget == Widget::Email && !control::is_email(text) {
        return Err(ErrorCode::Email);
    }
    match &spec.pattern {
        Some(pattern) if !layout.pattern_matches(pattern, text) => {
            Err(ErrorCode::Pattern(pattern.message))
        }
        _ => Ok(()),
    }
}

/// What a value is compared with: `min`, `max`, `step` and where steps begin, as numbers.
#[derive(Debug)]
pub(crate) struct Bounds {
    min: Option<Decimal>,
    max: Option<Decimal>,
    step: Option<Decimal>,
    origin: Decimal,
}

impl Bounds {
    pub(crate) fn new(spec: &FieldSpec) -> Self {
        let number = |text| number(spec.kind, text);
        Bounds {
            min: spec.min.and_then(number),
            max: spec.max.and_then(number),
            step: spec.step.and_then(|step| step_size(spec.kind, step)),
            origin: number(spec.min.unwrap_or(BASE)).unwrap_or(Decimal::from_i64(0)),
        }
    }
}

fn judge_number(spec: &FieldSpec, bounds: &Bounds, text: &str) -> Result<(), ErrorCode> {
    let value = number(spec.kind, text).ok_or_else(|| spec.bad_input())?;
    let is = |bound: &Option<Decimal>, order| {
        bound.as_ref().is_some_and(|bound| value.compare(bound) == order)
    };
    match (spec.min, spec.max, spec.step) {
        (Some(min), ..) if is(&bounds.min, Ordering::Less) => Err(ErrorCode::Min(min)),
        (_, Some(max), _) if is(&bounds.max, Ordering::Greater) => Err(ErrorCode::Max(max)),
        (_, _, Some(step))
            if bounds.step.is_some_and(|size| !value.matches_step(bounds.origin, size)) =>
        {
            Err(ErrorCode::Step { step, base: spec.min.unwrap_or(BASE) })
        }
        _ => Ok(()),
    }
}
