//! Entering values as a user does, by keys and clicks.

use serde_json::{Value, json};

use super::window::{Window, reference};
use super::{Browser, dates};

/// Keys that have no character.
pub(super) mod key {
    pub(in super::super) const RIGHT: char = '\u{E014}';
    pub(in super::super) const LEFT: char = '\u{E012}';
    pub(in super::super) const DELETE: char = '\u{E017}';
    pub(super) const CONTROL: char = '\u{E009}';
    pub(super) const RELEASE: char = '\u{E000}';
}

impl Window {
    /// Enters a value into a control of any kind: the text, the value of an option or of a radio
    /// button of the group, `true` or `false` for a checkbox, and a date or time as HTML writes it.
    #[track_caller]
    pub fn enter(&self, css: &str, value: &str) {
        match self.kind(css).as_str() {
            "select-one" | "select-multiple" => {
                self.click(&format!("{css} option[value='{value}']"));
            }
            "radio" => self.click(&format!("{css}[value='{value}']")),
            "checkbox" => {
                if self.value(css) != value {
                    self.click(css);
                }
            }
            "date" | "time" | "datetime-local" => self.enter_date(css, value),
            _ => {
                self.clear(css);
                self.type_text(css, value);
            }
        }
        let entered = self.value(css);
        if entered != value && !dates::same(&entered, value) && !value.contains(['\n', '\r']) {
            // Said, not refused: a number field drops what is no number, and tests want to do that.
            eprintln!("{css} was to be {value:?} and is {entered:?}");
        }
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
            let body = json!({ "text": text });
            self.with(css, |element| self.post(&format!("{element}/value"), &body));
        }
    }

    /// Empties a control.
    #[track_caller]
    pub fn clear(&self, css: &str) {
        match self.kind(css).as_str() {
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
