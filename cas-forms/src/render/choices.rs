//! Controls that offer values: selects, and groups of radio buttons or checkboxes.

use super::markup::Builder;
use super::pieces::{Piece, Pieces};
use crate::messages::Text;
use crate::spec::{FieldSpec, Offer, Widget};

/// What tells the first button of a group from the others, if it has one.
pub(super) fn first_button(spec: &FieldSpec, offer: Offer<'_>) -> Option<&'static str> {
    if begins_with_none(spec, offer) { Some("none") } else { offer.iter().next().map(|_| "0") }
}

/// Whether a group of radio buttons begins with one for "nothing".
fn begins_with_none(spec: &FieldSpec, offer: Offer<'_>) -> bool {
    !spec.widget.is_set() && spec.nullable && !spec.required && !offer.has("")
}

impl<'a> Builder<'a> {
    fn offer(&self) -> Offer<'a> {
        self.look.offer.unwrap_or(Offer::Fixed(self.spec.choices))
    }

    pub(super) fn select(&mut self) {
        let (offer, is_set) = (self.offer(), self.spec.widget.is_set());
        self.out.text(if is_set { "<select multiple" } else { "<select" });
        self.common();
        self.out.text(">");
        // A required select needs it as well: the placeholder label option of section 4.10.7, without
        // which the first choice would count as made.
        if !is_set && !offer.has("") {
            self.option("", "—", None);
        }
        for (value, label) in offer.iter() {
            self.option(value, label, self.spec.text_of_choice(value));
        }
        let mut stored = Pieces::default();
        stored.text("<option value=\"").hole(Piece::Value).text("\" selected>");
        stored.hole(Piece::Value).text("</option>");
        self.out.hole(Piece::IfStored(stored)).text("</select>");
    }

    fn option(&mut self, value: &str, label: &str, word: Option<Text>) {
        self.out.text("<option").attribute("value", value);
        self.out.hole(Piece::IfValue(value.to_owned(), " selected")).text(">");
        self.choice_label(label, word);
        self.out.text("</option>");
    }

    /// The label: a word of the catalogue, or the choice's own.
    fn choice_label(&mut self, label: &str, word: Option<Text>) {
        match word {
            Some(word) => self.out.hole(Piece::Word(word)),
            None => self.out.escaped(label),
        };
    }

    /// Radio buttons, or checkboxes of a set.
    pub(super) fn group(&mut self) {
        let (name, offer, is_set) = (self.spec.name, self.offer(), self.spec.widget.is_set());
        let (class, role) = if is_set { ("checkboxes", "group") } else { ("radios", "radiogroup") };
        self.out.texts(&["<span class=\"cas-", class, "\" role=\"", role, "\" id=\"id_", name]);
        self.out.texts(&["\" aria-labelledby=\"id_", name, "-label\""]);
        self.aria();
        self.out.text(">");
        if begins_with_none(self.spec, offer) {
            self.button("none", "", "", Some(Text::None));
        }
        for (index, (value, label)) in offer.iter().enumerate() {
            self.button(&index.to_string(), value, label, self.spec.text_of_choice(value));
        }
        let before = std::mem::take(&mut self.out);
        self.out.text("<label>");
        self.button_start("stored");
        self.out.text(" value=\"").hole(Piece::Value).text("\" checked> ");
        self.out.hole(Piece::Value).text("</label>");
        let stored = std::mem::replace(&mut self.out, before);
        self.out.hole(Piece::IfStored(stored)).text("</span>");
    }

    fn button(&mut self, suffix: &str, value: &str, label: &str, word: Option<Text>) {
        self.out.text("<label>");
        self.button_start(suffix);
        self.out.attribute("value", value);
        self.out.hole(Piece::IfValue(value.to_owned(), " checked")).text("> ");
        self.choice_label(label, word);
        self.out.text("</label>");
    }

    fn button_start(&mut self, suffix: &str) {
        let (name, is_set) = (self.spec.name, self.spec.widget == Widget::Checkboxes);
        let kind = if is_set { "checkbox" } else { "radio" };
        self.out.texts(&["<input type=\"", kind, "\" name=\"", name]);
        self.out.texts(&["\" id=\"id_", name, "-", suffix]);
        if is_set && suffix == "stored" {
            // There may be several.
            self.out.text("-").hole(Piece::Count);
        }
        self.digest_if(true);
        self.out.text("\" autocomplete=\"off\"");
        // Of checkboxes each would be required.
        if !is_set && self.requires() {
            self.out.text(" required");
        }
        if self.spec.readonly {
            self.out.text(" disabled");
        }
    }
}
