//! The rules of a field as attributes of its control.

use crate::spec::{FieldSpec, Widget};
use crate::value::Kind;
use std::borrow::Cow;

/// A name and a value.
pub(crate) type Attribute = (&'static str, Cow<'static, str>);

/// The attributes by which a browser judges what is entered, besides `required` and `type`.
pub(crate) fn attributes(spec: &FieldSpec) -> Vec<Attribute> {
    if spec.widget.is_ordered() {
        of_number(spec)
    } else if spec.kind == Kind::Text {
        of_text(spec)
    } else {
        Vec::new()
    }
}

/// Everything that a control lacks which shows a stored value that breaks a rule.
pub(crate) fn left_off(spec: &FieldSpec) -> Vec<Attribute> {
    if spec.readonly {
        return Vec::new();
    }
    let mut rules = attributes(spec);
    if spec.required && !spec.widget.is_never_empty() && !spec.secret {
        rules.push(("required", "".into()));
    }
    match spec.widget {
        Widget::Email => rules.push(("type", "email".into())),
        Widget::Url => rules.push(("type", "url".into())),
        _ => {}
    }
    rules
}

fn of_text(spec: &FieldSpec) -> Vec<Attribute> {
    let mut rules = Vec::new();
    if let Some(min) = spec.min_length {
        rules.push(("minlength", min.to_string().into()));
    }
    if let Some(max) = spec.max_length {
        rules.push(("maxlength", max.to_string().into()));
    }
    // A textarea knows no pattern; the server's check is the only one there.
    if let Some(pattern) = &spec.pattern
        && !matches!(spec.widget, Widget::Textarea { .. })
    {
        rules.push(("pattern", pattern.source.into()));
        rules.push(("title", pattern.message.into()));
    }
    rules
}

fn of_number(spec: &FieldSpec) -> Vec<Attribute> {
    // Browsers count the steps from `min`, and beyond 2^53 of them every number is one to them.
    let counts = |min: &&str| spec.kind != Kind::Integer || spec.step.is_some() || min.len() <= 17;
    let bounds = [("min", spec.min.filter(counts)), ("max", spec.max)];
    let mut rules: Vec<Attribute> =
        bounds.into_iter().filter_map(|(name, bound)| Some((name, bound?.into()))).collect();
    match spec.step {
        Some(step) => rules.push(("step", step.into())),
        None if spec.kind == Kind::Integer => {}
        None if matches!(spec.widget, Widget::Date | Widget::Month | Widget::Week) => {}
        // Without a step these would take whole numbers or whole minutes only.
        None => rules.push(("step", ANY_STEP.into())),
    }
    rules
}

/// The `step` that takes every value.
pub(crate) const ANY_STEP: &str = "any";
