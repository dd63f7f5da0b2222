//! Names that break a form in the browser or on the wire.

use crate::ast::{Field, Form};
use crate::ctxt::Ctxt;

/// Members of the form element that whoever sends forms by script reads or calls: cas-forms, htmx and
/// Turbo alike. In the DOM a control hides the form's member of the same name (HTML section 4.10.3,
/// `LegacyOverrideBuiltIns`): with a control named `submit` nobody can call `form.submit()`, with one
/// named `action` nobody finds the address to send to.
///
/// Of the form's own members `name`, `rel`, `relList` and `autocomplete` are missing: nothing needs
/// them to send a form, and a field called `name` is in every second one.
const MEMBERS: &[&str] = &[
    "acceptCharset",
    "action",
    "addEventListener",
    "append",
    "attributes",
    "checkValidity",
    "classList",
    "closest",
    "contains",
    "dataset",
    "dispatchEvent",
    "elements",
    "encoding",
    "enctype",
    "getAttribute",
    "hasAttribute",
    "id",
    "length",
    "matches",
    "method",
    "noValidate",
    "parentNode",
    "prepend",
    "querySelector",
    "querySelectorAll",
    "removeAttribute",
    "reportValidity",
    "requestSubmit",
    "reset",
    "setAttribute",
    "submit",
    "target",
];

/// Our own controls are named `original-NAME`, `resolve-NAME` and `cas-NAME`; one of these words
/// by itself would meet them where a name is followed by a hyphen: `NAME--DIGEST`, `NAME-0-KEY`.
const OURS: &[&str] = &["original", "resolve", "cas"];

/// The name goes over the wire and into the document.
pub(super) fn is_free(ctxt: &Ctxt, form: &Form, field: &Field) {
    let name = field.name.as_str();
    let Some(reason) = taken(name) else { return };
    let column = if form.table.is_some() && field.column.ident == field.ident {
        format!("; `#[cas(column = {name})]` keeps the column")
    } else {
        String::new()
    };
    let message = format!("a field cannot be named `{name}`: {reason}. Rename it{column}");
    ctxt.error_on(&field.ident, message);
}

fn taken(name: &str) -> Option<String> {
    if name.eq_ignore_ascii_case("_charset_") {
        // HTML section 4.10.22.4.
        Some("browsers replace its value by the name of the encoding".to_owned())
    } else if name.eq_ignore_ascii_case("isindex") {
        // HTML section 4.10.18.1 forbids it; older browsers send the bare value.
        Some("HTML does not allow it, since old browsers send it without its name".to_owned())
    } else if name == "id" {
        // Scripts find forms by `form.id`. Besides, the key of a row is nothing to be edited.
        Some(
            "it would hide `form.id`, and the row's key is given to `at(...)`, not edited"
                .to_owned(),
        )
    } else if MEMBERS.contains(&name) {
        Some(format!("it would hide `form.{name}` from every script that sends the form"))
    } else if OURS.contains(&name) {
        Some(format!("cas-forms has controls of its own whose names begin with `{name}-`"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::taken;

    #[test]
    fn what_breaks_forms_is_taken() {
        for name in
            ["_charset_", "_CharSet_", "isindex", "id", "submit", "action", "original", "cas"]
        {
            assert!(taken(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_our_scripts_ask_of_a_form_is_taken() {
        let form = include_str!("../../../cas-forms/assets/form.js");
        let field = include_str!("../../../cas-forms/assets/field.js");
        let members = |script: &'static str, form: &'static str| {
            let uses = script.split(form).skip(1);
            uses.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
        };
        // `make` and `set` of field.js call their parameter `element`.
        let used = members(form, "element.").chain(members(field, "element."));
        let used: Vec<&str> = used.chain(members(field, "form.")).collect();
        // Most are called by way of the prototype, where no control is in the way.
        assert!(!used.is_empty());
        for member in used {
            assert!(taken(member).is_some(), "{member}");
        }
    }

    #[test]
    fn what_merely_resembles_it_is_free() {
        for name in ["name", "title", "cas_number", "original_price", "identity", "Submit", "rel"] {
            assert_eq!(taken(name), None, "{name}");
        }
    }
}
