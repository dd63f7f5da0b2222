//! Entering values as a user does, by keys and clicks.

use serde_json::{Value, json};

use super::window::{Window, reference};
use super::{Browser, dates};

/// Keys that have no character.
pub(super) mod key {
    pub(in super::super) const RIGHT: char = '\u{E014}';
    pub(in super::super) const LEFT: char = '\u{E012}';
    pub(in super::super) const DELETE: char = '\u{E017}';
    pub(super) const END: char = '\u{E010}';
    pub(super) const CONTROL: char = '\u{E009}';
    pub(super) const RELEASE: char = '\u{E000}';
}

impl Window {
    /// Enters a value into a control of any kind and makes sure that it is there: the text, the
    /// value of an option or of one of a group's radio buttons, `true` or `false` for a checkbox, and
    /// a date or time as HTML writes it. For what a control will not take, use
    /// [`type_text`](Self::type_text).
    #[track_caller]
    pub fn enter(&self, css: &str, value: &str) {
        let having = format!("[value='{}']", value.replace('\\', r"\\").replace('\'', r"\'"));
        match self.kind(css).as_str() {
            "select-one" => self.click(&format!("{css} option{having}")),
            "radio" => self.click(&format!("{css}{having}")),
            "checkbox" if self.value(css) != value => self.click(css),
            "checkbox" => {}
            "date" | "time" | "datetime-local" if self.browser() == Browser::WebKit => {
                self.put(css, value);
            }
            "date" | "time" | "datetime-local" => return self.enter_date(css, value),
            _ => {
                self.clear(css);
                self.type_text(css, value);
            }
        }
        let is = self.value(css);
        if is != value {
            self.fail(format_args!("{css} was to be {value:?} and is {is:?}"));
        }
    }

    /// Puts a value into a control whose keys are not known, and says so as a key would.
    #[track_caller]
    pub fn put(&self, css: &str, value: &str) {
        let script = "const [control, value] = arguments;
            control.focus();
            control.value = value;
            for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }))";
        self.with(css, |element| self.script(script, &[reference(element), value.into()]));
    }

    /// Types at the end of what is there already.
    #[track_caller]
    pub fn type_text(&self, css: &str, text: &str) {
        if self.browser() == Browser::Chromium && text.chars().any(|c| c.len_utf16() > 1) {
            // Its driver has no keys for these; this is what an input method sends.
            self.focus(css);
            let body = json!({ "cmd": "Input.insertText", "params": { "text": text } });
            self.expect(self.post("/goog/cdp/execute", &body), css);
        } else {
            // WebKit begins at the start, and takes no line break for the key.
            let text = match self.browser() {
                Browser::WebKit => format!("{}{}", key::END, text.replace('\n', "\u{E007}")),
                _ => text.to_owned(),
            };
            let body = json!({ "text": text });
            self.with(css, |element| self.post(&format!("{element}/value"), &body));
        }
    }

    /// Empties a control.
    #[track_caller]
    pub fn clear(&self, css: &str) {
        match self.kind(css).as_str() {
            "date" | "time" | "datetime-local" if self.browser() == Browser::WebKit => {
                self.put(css, "");
            }
            "date" | "time" | "datetime-local" => {
                self.focus(css);
                self.press(&dates::clearing());
            }
            _ => {
                let all = String::from_iter([key::CONTROL, 'a', key::RELEASE, key::DELETE]);
                self.type_text(css, &all);
            }
        }
    }

    /// Presses keys on whatever has the focus.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let presses: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keys", "actions": presses }] });
        self.expect(self.post("/actions", &body), "pressing keys");
    }

    /// Puts the focus on an element.
    #[track_caller]
    pub fn focus(&self, css: &str) {
        self.with(css, |element| self.script("arguments[0].focus()", &[reference(element)]));
    }

    /// A date is typed part by part, and which parts a control has only shows by trying.
    #[track_caller]
    fn enter_date(&self, css: &str, value: &str) {
        for keys in dates::attempts(self.browser(), value) {
            self.focus(css);
            self.press(&keys);
            if dates::same(&self.value(css), value) {
                return;
            }
        }
        let is = self.value(css);
        self.fail(format_args!(
            "{css} cannot be set to {value:?}, it is {is:?}: does its step allow it?"
        ));
    }
}
