//! Generated controls: a type, attributes, and a text for them; most are almost right.

use super::random::Random;

mod values;

pub(crate) use values::year_of;

/// Whence the control has its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Markup,
    Script,
    Edit,
}

/// A control to be judged by both sides.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The `type` of an input, or `textarea`.
    pub(crate) kind: &'static str,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) text: String,
    pub(crate) from: From,
}

const KINDS: [&str; 20] = [
    "text",
    "search",
    "tel",
    "url",
    "email",
    "password",
    "textarea",
    "number",
    "number",
    "range",
    "date",
    "month",
    "week",
    "time",
    "datetime-local",
    "color",
    "hidden",
    "unknown",
    "url",
    "email",
];

pub(crate) fn pick<T: Copy>(random: &mut Random, from: &[T]) -> T {
    from[random.below(from.len())]
}

/// True once in so many times.
pub(crate) fn once_in(random: &mut Random, times: usize) -> bool {
    random.below(times) == 0
}

impl Case {
    pub(crate) fn new(random: &mut Random) -> Self {
        let kind = pick(random, &KINDS);
        let mut attributes = Vec::new();
        for name in ["required", "readonly", "disabled", "multiple"] {
            let times = match (kind, name) {
                ("email", "multiple") => 2,
                (_, "required") => 3,
                _ => 20,
            };
            if once_in(random, times) {
                attributes.push((name, String::new()));
            }
        }
        for name in ["minlength", "maxlength"] {
            if once_in(random, 4) {
                attributes.push((name, length(random)));
            }
        }
        for name in ["min", "max", "value"] {
            if once_in(random, 3) {
                attributes.push((name, values::value(random, kind)));
            }
        }
        if once_in(random, 2) {
            attributes.push(("step", step(random)));
        }
        let mut text = values::value(random, kind);
        if kind == "number" && once_in(random, 20) {
            text = pick(random, &["5.9e-8", "6e-8", "1e400", "5.e1", "0.30000000000000004"]).into();
        }
        let from = match random.below(3) {
            0 => From::Markup,
            1 if is_editable(kind, &attributes) => From::Edit,
            _ => From::Script,
        };
        if from == From::Markup {
            // What the parser makes of NUL depends on where the markup comes from; that of a page
            // is in `roundtrip.jsonl`.
            text.retain(|c| c != '\0');
            attributes.retain(|(name, _)| *name != "value");
            if kind != "textarea" {
                attributes.push(("value", text.clone()));
            }
        }
        if once_in(random, 12) {
            text.clear();
        }
        if from == From::Markup && kind != "textarea" {
            attributes.last_mut().expect("there is one").1.clone_from(&text);
        }
        if kind == "range" && from == From::Script {
            // Below a base, Chromium takes the lesser of two steps, the standard the greater.
            attributes.retain(|(name, _)| *name != "value");
        }
        if from == From::Edit {
            // When blanks around a text that is being edited go is a browser's own affair.
            text = text.trim().to_owned();
        }
        Case { kind, attributes, text, from }
    }
}

/// Whether the test can change the control as a user does: by deleting the last letter.
fn is_editable(kind: &str, attributes: &[(&str, String)]) -> bool {
    matches!(kind, "text" | "search" | "tel" | "url" | "email" | "password" | "textarea")
        && !attributes.iter().any(|(name, _)| matches!(*name, "readonly" | "disabled"))
}

fn length(random: &mut Random) -> String {
    match random.below(10) {
        0 => {
            (pick(random, &["", "abc", "-1", "+3", " 4", "5px", "2147483648", "1e1", "-0"])).into()
        }
        _ => random.below(14).to_string(),
    }
}

fn step(random: &mut Random) -> String {
    let steps = [
        "any", "ANY", "0", "-1", "", "abc", " 2", "1", "2", "3", "7", "10", "0.1", "0.01", "0.25",
        "0.3", "1.5", "2.5", "60", "90", "900", "3600", "86400", "0.001", "0.5", "1e2", "1e-3",
        "12",
    ];
    (pick(random, &steps)).into()
}
