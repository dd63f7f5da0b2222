//! What a save would say, for a form that is still being filled in.

use crate::cell::Cell;
use crate::error::ErrorCode;
use crate::form::{CasForm, Form};
use crate::outcome::{Reason, Refused};
use crate::render::FieldView;
use serde_json::{Map, Value, json};
use std::fmt;

/// The answer to a form as it stands: what a save would say, without anything being saved.
///
/// [`Submission::provisional`](super::Submission::provisional) gives it, and `check` of
/// cas-forms-diesel.
pub struct Provisional<F: CasForm> {
    reason: Option<Reason>,
    form: Option<Form<F>>,
}

impl<F: CasForm> Provisional<F> {
    /// A save would be done.
    pub const FINE: Self = Provisional { reason: None, form: None };

    /// Why a save would be refused, if it would.
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// The form as a refused save would show it; none if it would be done.
    pub fn form(&self) -> Option<&Form<F>> {
        self.form.as_ref()
    }

    /// What the form's script reads: a JSON object with
    ///
    /// * `errors`: for each field that something is wrong with, its sentences;
    /// * `changes`: for each field that somebody else changed, `now`, the value as people read it;
    /// * `form`: the sentences about the form as a whole;
    /// * `reason`: [`Reason::name`], or null.
    ///
    /// The sentences come from the catalogue of [`At::messages`](crate::At::messages). Answer it
    /// with the status 200 and the content type `application/json`.
    pub fn to_json(&self) -> String {
        let (mut errors, mut changes, mut whole) = (Map::new(), Map::new(), Vec::new());
        if let Some(form) = &self.form {
            let messages = form.setting.messages;
            // The page stays: what was typed into it need not be typed again.
            let lasting = form.errors().filter(|(_, error)| **error != ErrorCode::Reenter);
            for (spec, error) in lasting {
                let list = errors.entry(spec.name()).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(messages.error(error).into());
                }
            }
            form.visit(&mut |cells| changes = changed(form, cells));
            whole.extend(form.errors.iter().map(|error| messages.form_error(error)));
            // What no field explains.
            if let Some(reason @ (Reason::Gone | Reason::Locked)) = self.reason {
                whole.push(form.head(reason));
            }
        }
        let reason = self.reason.map(Reason::name);
        json!({ "errors": errors, "changes": changes, "form": whole, "reason": reason }).to_string()
    }
}

fn changed<F: CasForm>(form: &Form<F>, cells: &[&dyn Cell]) -> Map<String, Value> {
    let mut changes = Map::new();
    for (index, (cell, state)) in cells.iter().zip(&form.states).enumerate() {
        let view = FieldView::new(F::spec(), index, *cell, Some(state), &form.setting);
        if let (Some(view), Some(_)) = (view, &state.change) {
            changes.insert(view.spec.name().to_owned(), json!({ "now": view.theirs() }));
        }
    }
    changes
}

impl<F: CasForm> From<Refused<F>> for Provisional<F> {
    fn from(refused: Refused<F>) -> Self {
        Provisional { reason: Some(refused.reason()), form: Some(refused.into_form()) }
    }
}

/// Of [`validate`](super::Submission::validate), for something that does not exist yet; of
/// [`clean`](super::Submission::clean).
impl<F: CasForm, T> From<Result<T, Refused<F>>> for Provisional<F> {
    fn from(result: Result<T, Refused<F>>) -> Self {
        result.map_or_else(Provisional::from, |_| Provisional::FINE)
    }
}

impl<F: CasForm> fmt::Debug for Provisional<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provisional")
            .field("reason", &self.reason)
            .field("form", &self.form)
            .finish()
    }
}
