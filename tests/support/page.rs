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
        let selector = Selector::parse("input, textarea, select").expect("a selector");
        let controls = document.select(&selector).map(control).collect();
        Page { html, controls }
    }

    fn find(&mut self, name: &str) -> &mut Control {
        let is = |control: &&mut Control| {
            control.kind != "hidden" && control.name.split("--").next() == Some(name)
        };
        self.controls.iter_mut().find(is).unwrap_or_else(|| panic!("no control {name}"))
    }

    /// Types into a control.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        value.clone_into(&mut self.find(name).value);
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

    /// Takes every input of this name off the page.
    pub(crate) fn remove(&mut self, name: &str) -> &mut Self {
        self.controls.retain(|control| control.name != name);
        self
    }

    /// What stands in a control.
    pub(crate) fn value(&self, name: &str) -> &str {
        let control =
            self.controls.iter().find(|control| control.name.split("--").next() == Some(name));
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
            let unchecked =
                matches!(control.kind.as_str(), "radio" | "checkbox") && !control.checked;
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
