//! A page as a browser has it, without the browser: parsed by an HTML parser, filled in, and sent
//! by the rules of the HTML standard (4.10.5.1 value sanitization, 4.10.22.4 form data). The browser
//! tests check that real browsers do the same.
#![allow(dead_code, reason = "each test target uses a part")]

use scraper::{ElementRef, Html, Selector};

/// A control that can be sent.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    /// `text`, `hidden`, `radio`, `select`, `textarea`, ...
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) checked: bool,
    pub(crate) required: bool,
    pub(crate) disabled: bool,
}

impl Control {
    /// The name without the digest of an original that it may end in.
    pub(crate) fn field(&self) -> &str {
        self.name.split("--").next().unwrap_or_default()
    }
}

/// The controls of a form.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) html: String,
    pub(crate) controls: Vec<Control>,
}

impl Page {
    /// Parses markup into a page.
    pub(crate) fn new(markup: impl std::fmt::Display) -> Self {
        let html = format!("<!doctype html><form>{markup}</form>");
        let document = Html::parse_document(&html);
        // Of a list of several choices each option is sent by itself, as a checkbox is.
        let selector =
            Selector::parse("input, textarea, select:not([multiple]), select[multiple] option")
                .expect("a selector");
        let controls = document.select(&selector).map(control).collect();
        Page { html, controls }
    }

    fn find(&mut self, name: &str) -> &mut Control {
        let is = |control: &&mut Control| control.kind != "hidden" && control.field() == name;
        self.controls.iter_mut().find(is).unwrap_or_else(|| panic!("no control {name}"))
    }

    /// Types into a control.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        value.clone_into(&mut self.find(name).value);
        self
    }

    /// Forges a hidden input.
    pub(crate) fn hide(&mut self, name: &str, value: &str) -> &mut Self {
        let is = |control: &&mut Control| control.kind == "hidden" && control.name == name;
        let control = self.controls.iter_mut().find(is);
        value.clone_into(&mut control.unwrap_or_else(|| panic!("no {name}")).value);
        self
    }

    /// Checks or unchecks a checkbox.
    pub(crate) fn check(&mut self, name: &str, checked: bool) -> &mut Self {
        self.find(name).checked = checked;
        self
    }

    /// Chooses a radio button.
    pub(crate) fn choose(&mut self, name: &str, value: &str) -> &mut Self {
        let mut found = false;
        for control in &mut self.controls {
            if control.kind == "radio" && control.name == name {
                control.checked = control.value == value;
                found |= control.checked;
            }
        }
        assert!(found, "no choice {name}={value}");
        self
    }

    /// Chooses these of a group of checkboxes or a list of several choices, and no others.
    pub(crate) fn pick(&mut self, name: &str, values: &[&str]) -> &mut Self {
        let mut found = 0;
        for control in &mut self.controls {
            if matches!(control.kind.as_str(), "checkbox" | "option") && control.field() == name {
                control.checked = values.contains(&control.value.as_str());
                found += usize::from(control.checked);
            }
        }
        assert_eq!(found, values.len(), "{name}={values:?}");
        self
    }

    /// What is chosen of a group of checkboxes or a list of several choices.
    pub(crate) fn picked(&self, name: &str) -> Vec<&str> {
        let is_picked = |control: &&Control| {
            matches!(control.kind.as_str(), "checkbox" | "option")
                && control.field() == name
                && control.checked
        };
        self.controls.iter().filter(is_picked).map(|control| control.value.as_str()).collect()
    }

    /// Takes every input of this name off the page.
    pub(crate) fn remove(&mut self, name: &str) -> &mut Self {
        self.controls.retain(|control| control.field() != name);
        self
    }

    /// What stands in a control.
    pub(crate) fn value(&self, name: &str) -> &str {
        let control = self.controls.iter().find(|control| control.field() == name);
        &control.unwrap_or_else(|| panic!("no control {name}")).value
    }

    /// The hidden original of a field.
    pub(crate) fn original(&self, name: &str) -> &str {
        let wanted = format!("original-{name}");
        let control = self.controls.iter().find(|control| control.name == wanted);
        &control.unwrap_or_else(|| panic!("no original of {name}")).value
    }

    /// Whether the browser would send the form: a required radio group has a choice, a required
    /// text is not empty.
    pub(crate) fn is_sendable(&self) -> bool {
        self.controls.iter().filter(|control| control.required && !control.disabled).all(
            |control| match control.kind.as_str() {
                "radio" => self.controls.iter().any(|c| c.name == control.name && c.checked),
                "checkbox" => control.checked,
                _ => !control.value.is_empty(),
            },
        )
    }

    /// The body that is sent, whether or not the browser would let it.
    pub(crate) fn body(&self) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for control in &self.controls {
            let unchecked = matches!(control.kind.as_str(), "radio" | "checkbox" | "option")
                && !control.checked;
            if control.name.is_empty() || control.disabled || unchecked {
                continue;
            }
            let folded = control.value.replace("\r\n", "\n").replace('\r', "\n");
            body.append_pair(&control.name, &folded.replace('\n', "\r\n"));
        }
        body.finish()
    }
}

fn control(element: ElementRef<'_>) -> Control {
    if let ("option", Some(option)) = (element.value().name(), option(element)) {
        return option;
    }
    let tag = element.value();
    let attribute = |name| tag.attr(name).unwrap_or_default();
    let kind = match tag.name() {
        "input" => attribute("type").to_lowercase(),
        other => other.to_owned(),
    };
    let raw = match kind.as_str() {
        "textarea" => element.text().collect(),
        "select" => selected(element),
        _ => attribute("value").to_owned(),
    };
    Control {
        value: sanitized(&kind, &raw),
        name: attribute("name").to_owned(),
        checked: tag.attr("checked").is_some(),
        required: tag.attr("required").is_some(),
        disabled: tag.attr("disabled").is_some(),
        kind,
    }
}

/// An option of a list of several choices.
fn option(option: ElementRef<'_>) -> Option<Control> {
    let select =
        option.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "select")?;
    let (tag, list) = (option.value(), select.value());
    Some(Control {
        kind: "option".to_owned(),
        name: list.attr("name").unwrap_or_default().to_owned(),
        value: tag.attr("value").map_or_else(|| option.text().collect(), ToOwned::to_owned),
        checked: tag.attr("selected").is_some(),
        // Of the list as a whole.
        required: false,
        disabled: list.attr("disabled").is_some(),
    })
}

fn selected(select: ElementRef<'_>) -> String {
    let options = Selector::parse("option").expect("a selector");
    let mut options: Vec<_> = select.select(&options).collect();
    let chosen = options.iter().rposition(|option| option.value().attr("selected").is_some());
    if options.is_empty() {
        return String::new();
    }
    let option = options.swap_remove(chosen.unwrap_or(0));
    option.value().attr("value").map_or_else(|| option.text().collect(), ToOwned::to_owned)
}

fn sanitized(kind: &str, value: &str) -> String {
    let stripped: String = value.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    match kind {
        "text" | "password" | "search" | "tel" => stripped,
        "email" | "url" => stripped.trim_matches([' ', '\t', '\x0C']).to_owned(),
        "number" if value.parse::<f64>().is_ok_and(f64::is_finite) && !value.starts_with('+') => {
            value.to_owned()
        }
        "number" => String::new(),
        _ => value.to_owned(),
    }
}
