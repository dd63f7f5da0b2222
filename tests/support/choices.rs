//! Generated controls that offer values: selects, checkboxes and groups of radio buttons.

use super::cases::{once_in, pick};
use super::random::Random;
use cas_forms::constraint::{
    Control, ControlType, Flaw, Radio, Select, SelectOption, Source, Validity, radio_group,
};
use serde_json::{Value, json};

/// Makes the controls of each form from their markup, and tells the chosen values, and of each
/// control whether its value is missing and whether it is validated.
pub(crate) const CHOICES: &str = r"
    return arguments[0].map(([markup, value]) => {
        const form = document.createElement('form');
        document.body.replaceChildren(form);
        form.innerHTML = markup;
        const controls = [...form.querySelectorAll('select, input')];
        if (value !== null) controls[0].value = value;
        const chosen = [...form.querySelectorAll('option:checked, input:checked')];
        return [chosen.map(one => one.value), controls.map(({ validity, willValidate }) =>
            [validity.valueMissing, validity.valid, willValidate])];
    });
";

/// What a browser is asked, and what the library says.
pub(crate) struct ChoiceCase {
    pub(crate) question: Value,
    pub(crate) verdict: Value,
}

impl ChoiceCase {
    pub(crate) fn new(random: &mut Random) -> Self {
        match random.below(5) {
            0 => checkbox(random),
            1 | 2 => radios(random),
            _ => select(random),
        }
    }
}

fn flags(validity: Validity, is_barred: bool) -> Value {
    json!([validity.has(Flaw::ValueMissing), validity.is_valid(), !is_barred])
}

fn attribute(is_there: bool, name: &str) -> String {
    if is_there { format!(" {name}") } else { String::new() }
}

fn checkbox(random: &mut Random) -> ChoiceCase {
    let names = ["required", "readonly", "disabled", "checked", "minlength"];
    let attributes: Vec<_> = names.into_iter().filter(|_| once_in(random, 2)).collect();
    let pairs: Vec<_> = attributes.iter().map(|name| (*name, "")).collect();
    let control = Control::new(ControlType::Checkbox, &pairs);
    let chosen: &[&str] = if attributes.contains(&"checked") { &["a"] } else { &[] };
    let validity = control.judge(chosen.first().unwrap_or(&""), Source::Rendered);
    ChoiceCase {
        question: json!([format!("<input type=checkbox value=a {}>", attributes.join(" ")), null]),
        verdict: json!([chosen, [flags(validity, control.is_barred())]]),
    }
}

fn radios(random: &mut Random) -> ChoiceCase {
    let buttons: Vec<_> = (0..=random.below(5))
        .map(|_| Radio {
            name: pick(random, &["g", "g", "g", "G", "é", ""]),
            value: pick(random, &["a", "b", "c", ""]),
            required: once_in(random, 4),
            checked: once_in(random, 4),
            disabled: once_in(random, 6),
        })
        .collect();
    let markup: Vec<_> = buttons
        .iter()
        .map(|button| {
            let name = attribute(!button.name.is_empty(), &format!("name={}", button.name));
            format!(
                "<input type=radio{name} value='{}'{}{}{}>",
                button.value,
                attribute(button.required, "required"),
                attribute(button.checked, "checked"),
                attribute(button.disabled, "disabled"),
            )
        })
        .collect();
    let judged = radio_group(&buttons);
    let chosen = buttons.iter().zip(&judged).filter(|(_, judged)| judged.checked);
    let chosen: Vec<_> = chosen.map(|(button, _)| button.value).collect();
    let flags: Vec<_> = judged.iter().map(|one| flags(one.validity, one.is_barred)).collect();
    ChoiceCase { question: json!([markup.concat(), null]), verdict: json!([chosen, flags]) }
}

fn select(random: &mut Random) -> ChoiceCase {
    let options: Vec<_> = (0..random.below(5))
        .map(|_| SelectOption {
            value: pick(random, &[None, Some(""), Some(""), Some("a"), Some("b"), Some("é b")]),
            text: pick(random, &["a", " b  c\n", "", "é b"]),
            selected: once_in(random, 4),
            disabled: once_in(random, 4),
            in_group: once_in(random, 5),
        })
        .collect();
    let size = pick(random, &["0", "1", "2", "+1", "x", "-1", " 3", "1px"]);
    let attributes: Vec<_> = [("required", ""), ("multiple", ""), ("disabled", ""), ("size", size)]
        .into_iter()
        .zip([2, 4, 8, 3])
        .filter(|(_, times)| once_in(random, *times))
        .map(|(attribute, _)| attribute)
        .collect();
    let shown: Vec<_> = attributes.iter().map(|(name, text)| format!(" {name}='{text}'")).collect();
    let shown = shown.concat();
    let markup: String = options
        .iter()
        .map(|option| {
            let value = option.value.map(|value| format!(" value='{value}'")).unwrap_or_default();
            let selected = attribute(option.selected, "selected");
            // A disabled group disables its options.
            let disabled = attribute(option.disabled, "disabled");
            let (group, own) =
                if option.in_group { (disabled, String::new()) } else { (String::new(), disabled) };
            let option_markup = format!("<option{value}{selected}{own}>{}</option>", option.text);
            if option.in_group {
                format!("<optgroup label=g{group}>{option_markup}</optgroup>")
            } else {
                option_markup
            }
        })
        .collect();
    let mut select = Select::new(&attributes, &options);
    let value = once_in(random, 2).then(|| pick(random, &["a", "", "b", "b c", "x"]));
    if let Some(value) = value {
        select.choose(value);
    }
    let is_disabled = attributes.iter().any(|(name, _)| *name == "disabled");
    let chosen: Vec<_> = select.values().collect();
    ChoiceCase {
        question: json!([format!("<select{shown}>{markup}</select>"), value]),
        verdict: json!([chosen, [flags(select.validity(), is_disabled)]]),
    }
}
