//! Rendering a form: whole, field by field, or in parts.

use super::escape;
use super::fill::{self, FieldView, Scratch};
use super::html::Html;
use super::markup::{self, Part};
use crate::cell::Cell;
use crate::error::{ErrorCode, FormError};
use crate::form::{CasForm, Change, Field, FieldState, Form};
use crate::messages::{Messages, Text};
use crate::spec::FieldSpec;
use std::borrow::Borrow;
use std::fmt::Write as _;

impl<F: CasForm> Form<F> {
    /// All fields, each in a `<p>`, after the error summary and the [`lease`](Self::lease). Put it into a `<form>` with
    /// [`attrs`](Self::attrs).
    pub fn as_p(&self) -> Html {
        self.whole(Part::Paragraph, "", "")
    }

    /// All fields, each in a `<div>`, after the error summary.
    pub fn as_div(&self) -> Html {
        self.whole(Part::Division, "", "")
    }

    /// All fields, each in a `<li>`, after the error summary. Put it into a `<ul>`.
    pub fn as_ul(&self) -> Html {
        self.whole(Part::ListItem, "<li>", "</li>")
    }

    /// All fields, each in a `<tr>`, after the error summary. Put it into a `<table>`.
    pub fn as_table(&self) -> Html {
        self.whole(Part::TableRow, "<tr><td colspan=\"2\">", "</td></tr>")
    }

    /// The whole form with its tag and a button of this text. It is sent to the page's own address.
    pub fn as_form(&self, button: &str) -> Html {
        self.as_form_with(button, &Html::default())
    }

    /// The whole form, with more inside: a CSRF token, a hidden field, another button.
    pub fn as_form_with(&self, button: &str, more: &Html) -> Html {
        let mut out = String::with_capacity(Self::size_hint(Part::Division));
        out.push_str("<form");
        out.push_str(&self.attrs());
        out.push('>');
        out.push_str(more);
        self.write_whole(Part::Division, "", "", &mut out);
        out.push_str("<button type=\"submit\">");
        escape::push(&mut out, button);
        out.push_str("</button></form>");
        Html(out)
    }

    /// The attributes of the form tag: `<form{{ form.attrs() }}>`.
    ///
    /// They belong to the protection: `autocomplete="off"` keeps browsers from bringing back old
    /// text beside fresh originals, and fields that ask for autofill are sent with this tag only.
    pub fn attrs(&self) -> Html {
        let id = markup::form_id(F::spec().name());
        let mut out =
            format!(" method=\"post\" accept-charset=\"utf-8\" autocomplete=\"off\" id=\"{id}\"");
        if let Some(enhance) = &self.setting.enhance {
            attribute(&mut out, "data-cas-module", &enhance.module);
            if let Some(check) = &enhance.check {
                attribute(&mut out, "data-cas-check", check);
            }
        }
        self.write_lease_attributes(&mut out);
        Html(out)
    }

    /// What is wrong and what changed, each with a link to its field. Empty for a fresh form.
    pub fn summary(&self) -> Html {
        let mut out = String::new();
        self.write_summary("", "", &mut out);
        Html(out)
    }

    /// The form tag around markup of one's own, which holds the fields.
    pub fn wrap(&self, content: &Html) -> Html {
        Html(format!("<form{}>{content}</form>", self.attrs()))
    }

    /// One field, to be placed by hand. Templates may lend the constant.
    pub fn field(&self, field: impl Borrow<Field<F>>) -> BoundField<'_, F> {
        BoundField { form: self, index: field.borrow().index() }
    }

    /// All fields in declaration order.
    pub fn fields(&self) -> impl Iterator<Item = BoundField<'_, F>> {
        (0..F::spec().fields().len()).map(|index| BoundField { form: self, index })
    }

    fn state(&self, index: usize) -> Option<&FieldState> {
        self.states.get(index)
    }

    fn view<'a>(&'a self, index: usize, cell: &'a dyn Cell) -> Option<FieldView<'a>> {
        FieldView::new(F::spec(), index, cell, self.state(index), &self.setting)
    }

    fn whole(&self, part: Part, open: &str, close: &str) -> Html {
        let mut out = String::with_capacity(Self::size_hint(part));
        self.write_whole(part, open, close, &mut out);
        Html(out)
    }

    /// Room enough for the buffer to grow but seldom.
    fn size_hint(part: Part) -> usize {
        F::spec().layout().size(F::spec(), part)
    }

    fn write_whole(&self, part: Part, open: &str, close: &str, out: &mut String) {
        self.write_summary(open, close, out);
        self.write_lease(open, close, out);
        self.visit(&mut |cells| {
            fill::write_all(F::spec(), cells, &self.states, &self.setting, part, out);
        });
    }

    fn write_summary(&self, open: &str, close: &str, out: &mut String) {
        let Some(reason) = self.reason else { return };
        out.push_str(open);
        out.push_str("<div class=\"cas-summary\" role=\"alert\"><p>");
        escape::push(out, &self.head(reason));
        out.push_str("</p>");
        let start = out.len();
        out.push_str("<ul>");
        let empty = out.len();
        for error in self.errors.iter().filter(|error| **error != FormError::NotDeleted) {
            out.push_str("<li>");
            escape::push(out, &self.setting.messages.form_error(error));
            out.push_str("</li>");
        }
        self.visit(&mut |cells| {
            for (index, cell) in cells.iter().enumerate() {
                if let Some(view) = self.view(index, *cell) {
                    write_problems(&view, self.setting.messages, out);
                }
            }
        });
        // A list of nothing would be announced as a list.
        if out.len() == empty {
            out.truncate(start);
        } else {
            out.push_str("</ul>");
        }
        out.push_str("</div>");
        out.push_str(close);
    }
}

pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.extend([" ", name, "=\""]);
    escape::push(out, value);
    out.push('"');
}

fn write_problems(view: &FieldView<'_>, messages: &dyn Messages, out: &mut String) {
    let Some(state) = view.state else { return };
    let is_asked = state.change.as_ref().is_some_and(Change::is_conflict);
    let mut item = |text: &str, is_question: bool| {
        if view.spec.version().is_some() {
            // There is nothing on the page to go to.
            out.push_str("<li>");
            escape::push(out, view.spec.label());
            out.push_str(": ");
        } else {
            let _ = write!(out, "<li><a href=\"#{}\">", view.link_id(is_question && is_asked));
            escape::push(out, view.spec.label());
            out.push_str("</a>: ");
        }
        escape::push(out, text);
        out.push_str("</li>");
    };
    for error in &state.errors {
        item(&messages.error(error), error.is_question());
    }
    // An error that asks the same question has said it.
    let is_said = state.errors.iter().any(ErrorCode::is_question);
    match &state.change {
        Some(_) if is_said => {}
        Some(change) if change.is_conflict() => {
            let was = change.was().map(|was| view.in_words(was));
            let is_of_group = was == Some(view.theirs());
            let text = if is_of_group { Text::SummaryAskGroup } else { Text::SummaryAsk };
            item(&messages.text(text), true);
        }
        Some(_) => item(&messages.text(Text::SummaryChanged), false),
        None => {}
    }
}

/// One field of a form, ready to be rendered in parts.
#[derive(Clone, Copy, Debug)]
pub struct BoundField<'f, F: CasForm> {
    form: &'f Form<F>,
    index: usize,
}

impl<'f, F: CasForm> BoundField<'f, F> {
    /// Calls with the field's view; an index that is none gives the default.
    fn with<T: Default>(&self, see: impl FnOnce(&FieldView<'_>) -> T) -> T {
        let (mut see, mut result) = (Some(see), T::default());
        self.form.visit(&mut |cells: &[&dyn Cell]| {
            let Some(cell) = cells.get(self.index) else { return };
            let view = self.form.view(self.index, *cell);
            if let (Some(view), Some(see)) = (view, see.take()) {
                result = see(&view);
            }
        });
        result
    }

    fn part(&self, part: Part) -> Html {
        self.with(|view| {
            let mut out = String::new();
            view.write(part, &mut out, &mut Scratch::default());
            Html(out)
        })
    }

    /// The label.
    pub fn label(&self) -> Html {
        self.part(Part::Label)
    }

    /// The control together with its hidden original and, on a conflict page, the question which
    /// value to keep. What is rendered is protected by construction.
    pub fn control(&self) -> Html {
        self.part(Part::Control)
    }

    /// The control alone. The form then needs [`original`](Self::original) as well, or the
    /// submission is refused.
    pub fn bare_control(&self) -> Html {
        self.part(Part::Bare)
    }

    /// The hidden original and, on a conflict page, the question, for
    /// [`bare_control`](Self::bare_control).
    ///
    /// Never without the control: an unchecked checkbox is not sent, so that a page which says what it
    /// was, and has no box for it, unchecks it.
    pub fn original(&self) -> Html {
        self.part(Part::Original)
    }

    /// The help text, and the note on a stored value that the control cannot take as it is.
    pub fn help(&self) -> Html {
        self.part(Part::Help)
    }

    /// What is wrong with the field; empty if nothing is.
    pub fn errors(&self) -> Html {
        self.part(Part::Errors)
    }

    /// The whole field in a `<div>`.
    pub fn as_div(&self) -> Html {
        self.part(Part::Division)
    }

    /// The whole field in a `<p>`.
    pub fn as_p(&self) -> Html {
        self.part(Part::Paragraph)
    }

    /// The name that the control submits, for controls of one's own.
    pub fn name(&self) -> String {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the path has one lifetime only"
        )]
        self.with(|view| view.control_name())
    }

    /// The id of the control, or of the group for radio buttons.
    pub fn id(&self) -> String {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the path has one lifetime only"
        )]
        self.with(|view| view.target_id())
    }

    /// The text in the control, for controls of one's own: not escaped.
    pub fn value(&self) -> String {
        let state = self.form.state(self.index);
        if let Some(text) = state.and_then(|state| state.text.as_ref()) {
            return text.clone();
        }
        self.with(|view| {
            let mut scratch = String::new();
            let value = view.value;
            value
                .map(|value| view.sanitize(view.show(value, &mut scratch)).into_owned())
                .unwrap_or_default()
        })
    }

    /// The text in the control as people read it: the label of a choice, "Yes" or "No" of a
    /// checkbox. Not escaped.
    pub fn value_label(&self) -> String {
        let value = self.value();
        self.with(|view| view.in_words(&value))
    }

    /// The errors as data.
    pub fn error_codes(&self) -> &'f [ErrorCode] {
        self.form.state(self.index).map_or(&[], |state| &state.errors)
    }

    /// What somebody else changed meanwhile, if anything.
    pub fn change(&self) -> Option<&'f Change> {
        self.form.state(self.index).and_then(|state| state.change.as_ref())
    }

    /// The field's entry in the table.
    pub fn spec(&self) -> Option<&'static FieldSpec> {
        F::spec().fields().get(self.index)
    }
}
