//! The markup of a field: one function for each part and each kind of control.
//!
//! Everything inside a field is phrasing content, so that it may stand in a `<p>`.

use super::carried::Carried;
use super::fold::FoldLook;
use super::pieces::{Piece, Pieces};
use super::rules;
use crate::error::ErrorCode;
use crate::form::Change;
use crate::messages::{English, Messages, Text};
use crate::seal::PageSeal;
use crate::spec::{FieldSpec, Offer, Widget};

/// What can be rendered of a field by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Paragraph,
    Division,
    ListItem,
    TableRow,
    Label,
    /// The control and the original.
    Control,
    /// The control alone.
    Bare,
    /// The original and, on a conflict page, the question: without it the next Save would
    /// overwrite what the new original says.
    Original,
    Help,
    Errors,
}

impl Part {
    pub(crate) const COUNT: usize = Part::Errors as usize + 1;
}

/// Why a control stands without its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// The stored value breaks one of them.
    BreaksRule,
    /// The control cannot show the stored value.
    NotShown,
}

/// What makes a field look other than fresh.
pub(crate) struct Look<'a> {
    pub(crate) messages: &'a dyn Messages,
    pub(crate) errors: &'a [ErrorCode],
    /// The text in the control is no value of its type, which would empty it: the text then stands in
    /// a plain one, to be corrected.
    pub(crate) is_no_value: bool,
    pub(crate) change: Option<ChangeLook<'a>>,
    pub(crate) kept: Option<Kept>,
    pub(crate) has_original: bool,
    /// Whether the page is made for something that does not exist yet.
    pub(crate) is_blank: bool,
    /// What the control offers, where that is known at run time only.
    pub(crate) offer: Option<Offer<'a>>,
    pub(crate) fold: Option<FoldLook>,
    pub(crate) carried: Carried<'a>,
    /// It lists the fields of the page, with the first of them.
    pub(crate) seal: Option<&'a PageSeal>,
}

/// A change by somebody else, in words.
#[derive(Debug)]
pub(crate) struct ChangeLook<'a> {
    pub(crate) change: &'a Change,
    pub(crate) was: Option<String>,
    pub(crate) theirs: String,
    pub(crate) mine: String,
}

impl ChangeLook<'_> {
    /// Whether the field is as it was shown, and asks for another one of its group.
    pub(crate) fn is_of_group(&self) -> bool {
        self.was.as_ref() == Some(&self.theirs)
    }
}

impl Look<'_> {
    pub(crate) const FRESH: Look<'static> = Look {
        messages: &English,
        errors: &[],
        is_no_value: false,
        change: None,
        kept: None,
        has_original: true,
        is_blank: false,
        offer: None,
        fold: None,
        carried: Carried::NOTHING,
        seal: None,
    };
}

/// Whether the id carries a digest of the original, so that what a browser restores finds its
/// control only while the original is the same. Where `autocomplete="off"` is enough, plain ids and
/// names are kept. Firefox finds checkboxes and radio buttons by their ids.
pub(crate) fn has_digest_in_id(spec: &FieldSpec) -> bool {
    asks_for_autofill(spec) || spec.widget == Widget::Checkbox || spec.widget.is_group()
}

/// The same of the name. WebKit restores text areas and selects by their names, and asks only the
/// form tag whether it may; that may be a hand-written one.
pub(crate) fn has_digest_in_name(spec: &FieldSpec) -> bool {
    use Widget::{Select, SelectMultiple, Textarea};
    asks_for_autofill(spec) || matches!(spec.widget, Textarea { .. } | Select | SelectMultiple)
}

pub(crate) fn asks_for_autofill(spec: &FieldSpec) -> bool {
    spec.autocomplete != "off"
}

/// The id of the form tag, which fields that ask for autofill name as their owner.
pub(crate) fn form_id(form: &str) -> String {
    format!("cas-{form}")
}

/// Builds the pieces of a part.
pub(crate) fn build(
    form: &'static str,
    spec: &'static FieldSpec,
    part: Part,
    look: &Look<'_>,
) -> Pieces {
    let mut builder = Builder { form, spec, look, out: Pieces::default() };
    builder.part(part);
    builder.out
}

pub(super) struct Builder<'a> {
    form: &'static str,
    pub(super) spec: &'static FieldSpec,
    pub(super) look: &'a Look<'a>,
    pub(super) out: Pieces,
}

impl Builder<'_> {
    fn part(&mut self, part: Part) {
        if self.spec.version.is_some() {
            return self.unseen(part);
        }
        let class = match (self.look.change.is_some(), self.look.errors.is_empty()) {
            (true, _) => " class=\"cas-field cas-stale\">",
            (false, false) => " class=\"cas-field cas-invalid\">",
            (false, true) => " class=\"cas-field\">",
        };
        match part {
            Part::Paragraph => self.wrapped(&["<p", class], " ", "</p>"),
            Part::Division => self.wrapped(&["<div", class], " ", "</div>"),
            Part::ListItem => self.wrapped(&["<li", class], " ", "</li>"),
            Part::TableRow => self.wrapped(&["<tr", class, "<th>"], "</th><td>", "</td></tr>"),
            Part::Label => self.label(),
            Part::Bare => self.control(),
            Part::Control => {
                self.control();
                self.part(Part::Original);
            }
            Part::Original => {
                self.carried();
                self.list();
                self.original();
                self.which_time();
                self.question();
            }
            Part::Help => self.help(),
            Part::Errors => self.errors(),
        }
    }

    /// Nothing to be seen, and the original: what a version looks like.
    fn unseen(&mut self, part: Part) {
        let (open, close) = match part {
            Part::Paragraph => ("<p hidden>", "</p>"),
            Part::Division => ("<div hidden>", "</div>"),
            Part::ListItem => ("<li hidden>", "</li>"),
            Part::TableRow => ("<tr hidden><th></th><td>", "</td></tr>"),
            Part::Control | Part::Original => ("", ""),
            Part::Label | Part::Bare | Part::Help | Part::Errors => return,
        };
        self.out.text(open);
        self.carried();
        self.list();
        self.original();
        self.out.text(close);
    }

    fn wrapped(&mut self, open: &[&str], between: &str, close: &str) {
        self.out.texts(open);
        self.label();
        self.out.text(between);
        self.control();
        self.help();
        self.errors();
        // The question comes last: help and errors belong to the control.
        self.part(Part::Original);
        self.out.text(close);
    }

    /// `id_NAME`, with the digest where the field has one.
    fn id(&mut self) {
        self.out.texts(&["id_", self.spec.name]);
        self.digest_if(has_digest_in_id(self.spec));
    }

    pub(super) fn digest_if(&mut self, is_wanted: bool) {
        if is_wanted {
            self.out.text("--").hole(Piece::Digest);
        }
    }

    fn label(&mut self) {
        let name = self.spec.name;
        if self.spec.widget.is_group() {
            // A group is labelled by reference: `for` means one control.
            self.out.texts(&["<span class=\"cas-label\" id=\"id_", name, "-label\">"]);
            self.out.escaped(self.spec.label).text("</span>");
        } else {
            self.out.text("<label for=\"");
            self.id();
            self.out.text("\">").escaped(self.spec.label).text("</label>");
        }
    }

    fn help(&mut self) {
        let name = self.spec.name;
        if !self.spec.help.is_empty() {
            self.out.texts(&[" <small class=\"cas-help\" id=\"id_", name, "-help\">"]);
            self.out.escaped(self.spec.help).text("</small>");
        }
        if let Some(kept) = self.look.kept {
            self.out.texts(&[" <small class=\"cas-kept\" id=\"id_", name, "-kept\">"]);
            self.said(match kept {
                Kept::BreaksRule => Text::KeptBreaksRule,
                Kept::NotShown => Text::KeptNotShown,
            });
            self.out.text("</small>");
        }
    }

    fn errors(&mut self) {
        if self.look.errors.is_empty() {
            return;
        }
        self.out.texts(&[" <strong class=\"cas-errors\" id=\"id_", self.spec.name, "-errors\">"]);
        for (index, error) in self.look.errors.iter().enumerate() {
            let sentence = self.look.messages.error(error);
            self.out.text(if index == 0 { "" } else { "<br>" }).escaped(&sentence);
        }
        self.out.text("</strong>");
    }

    /// `aria-describedby` and `aria-invalid`.
    pub(super) fn aria(&mut self) {
        let described = [
            (!self.spec.help.is_empty(), "-help"),
            (self.look.kept.is_some(), "-kept"),
            (!self.look.errors.is_empty(), "-errors"),
            (self.look.change.is_some(), "-change"),
        ];
        let mut separator = " aria-describedby=\"";
        for (_, suffix) in described.iter().filter(|(is, _)| *is) {
            self.out.texts(&[separator, "id_", self.spec.name, suffix]);
            separator = " ";
        }
        if separator == " " {
            self.out.text("\"");
        }
        if !self.look.errors.is_empty() {
            self.out.text(" aria-invalid=\"true\"");
        }
    }

    /// Whether the rules stand on the control. Not beside a question: who keeps what is there now need
    /// not first correct what they had typed.
    fn has_rules(&self) -> bool {
        let is_asked = self.look.change.as_ref().is_some_and(|look| look.change.asked);
        self.look.kept.is_none() && !is_asked
    }

    fn control(&mut self) {
        match self.spec.widget {
            Widget::Textarea { rows } => {
                self.out.text("<textarea");
                self.out.attribute("rows", &rows.to_string());
                self.common();
                self.rules();
                // The parser drops one line break here, so that the value's own survives.
                self.out.text(">\n").hole(Piece::Value).text("</textarea>");
            }
            Widget::Select | Widget::SelectMultiple => self.select(),
            Widget::Radio | Widget::Checkboxes => self.group(),
            Widget::Checkbox => {
                self.out.text("<input type=\"checkbox\" value=\"true\"");
                self.common();
                self.out.hole(Piece::IfValue("true".to_owned(), " checked")).text(">");
            }
            _ => self.input(),
        }
    }

    fn input(&mut self) {
        let kind = match self.spec.widget {
            _ if self.look.is_no_value => "text",
            // The type itself is a rule.
            Widget::Email if !self.has_rules() => "text\" inputmode=\"email",
            Widget::Url if !self.has_rules() => "text\" inputmode=\"url",
            Widget::Search => "search",
            Widget::Tel => "tel",
            Widget::Url => "url",
            Widget::Email => "email",
            Widget::Password => "password",
            Widget::Number => "number",
            Widget::Range => "range",
            Widget::Date => "date",
            Widget::Month => "month",
            Widget::Week => "week",
            Widget::Time => "time",
            Widget::DateTimeLocal => "datetime-local",
            Widget::Color => "color",
            _ => "text",
        };
        self.out.texts(&["<input type=\"", kind, "\""]);
        self.common();
        self.rules();
        self.out.text(" value=\"").hole(Piece::Value).text("\">");
    }

    /// What every control has: name, id, owner, autofill, required, readonly, placeholder, aria.
    pub(super) fn common(&mut self) {
        self.out.texts(&[" name=\"", self.spec.name]);
        self.digest_if(has_digest_in_name(self.spec));
        self.out.text("\" id=\"");
        self.id();
        self.out.text("\"");
        self.owner();
        self.out.attribute("autocomplete", self.spec.autocomplete);
        if self.requires() {
            self.out.text(" required");
        }
        if self.spec.readonly {
            let disabled = self.spec.widget.knows_no_readonly();
            self.out.text(if disabled { " disabled" } else { " readonly" });
        }
        if !self.spec.placeholder.is_empty() {
            self.out.attribute("placeholder", self.spec.placeholder);
        }
        self.aria();
    }

    /// Whether `required` stands on the control. A secret that is stored need not be typed.
    pub(super) fn requires(&self) -> bool {
        let is_stored = self.spec.secret && !self.look.is_blank;
        let can_be_empty = !self.spec.widget.is_never_empty();
        self.spec.required && self.has_rules() && !self.spec.readonly && can_be_empty && !is_stored
    }

    /// A field that asks for autofill belongs to the form tag with our attributes and to no other:
    /// in a plain one, a reload in Firefox would bring back old text beside a fresh original. There
    /// the field is not submitted, and the submission is refused.
    pub(super) fn owner(&mut self) {
        if asks_for_autofill(self.spec) {
            self.out.attribute("form", &form_id(self.form));
        }
    }

    /// What judges an entry, if the control takes values of the field's type.
    fn rules(&mut self) {
        if self.look.is_no_value && self.spec.widget.is_ordered() {
            return;
        }
        // What a slider shows depends on its ends, and is never against them.
        let has_rules = self.has_rules() || self.spec.widget == Widget::Range;
        for (name, value) in rules::attributes(self.spec) {
            if has_rules {
                self.out.attribute(name, &value);
            } else if name == "step" {
                self.out.attribute(name, rules::ANY_STEP);
            }
        }
    }

    fn original(&mut self) {
        if !self.look.has_original {
            return;
        }
        self.out.texts(&["<input type=\"hidden\" name=\"original-", self.spec.name, "\""]);
        self.owner();
        self.out.text(" autocomplete=\"off\" value=\"").hole(Piece::Original).text("\">");
    }
}
