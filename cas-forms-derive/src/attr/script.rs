//! `script = "..."`: JavaScript that is carried over as it is. Of its grammar only what begins and
//! ends it is looked at, which is where it meets ours.

use super::value;
use crate::ctxt::Ctxt;
use crate::symbol;
use proc_macro2::Ident;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// Reads `= "script"`.
pub(super) fn script(ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let script: LitStr = value(name, input, Parse::parse)?;
    if let Some(fault) = fault(&script.value()) {
        ctxt.error_at(script.span(), fault);
    }
    Ok(script)
}

/// Words that begin a statement and no expression.
const STATEMENTS: &[&str] = &[
    "break", "const", "continue", "debugger", "do", "export", "for", "if", "let", "return",
    "switch", "throw", "try", "var", "while", "with",
];

/// What keeps a text from being what stands behind the arrow of a function, as far as its ends
/// tell.
fn fault(script: &str) -> Option<String> {
    let text = script.trim();
    let first_word = text.split(|c: char| !is_name(c)).next().unwrap_or_default();
    if text.is_empty() {
        let name = symbol::SCRIPT;
        Some(format!("`{name}` is empty: give it a text, or leave it out"))
    } else if text.to_ascii_lowercase().contains("</script") {
        // It would end the element of a page that has it inside.
        Some("`</script` would end the script on a page: write `<\\/script`".to_owned())
    } else if STATEMENTS.contains(&first_word) {
        Some(format!(
            "a script is what stands behind `=>`, and `{first_word}` begins a statement: \
             put it into braces, `{{ {first_word} ... }}`"
        ))
    } else if is_function(text, first_word) {
        Some(
            "a script is what stands behind `=>`: leave the function's head out. On a field there \
             are `value`, `form` and `input`, on the struct there is `form`"
                .to_owned(),
        )
    } else if text.starts_with('{') && !text.ends_with('}') {
        Some("a script in braces ends with its brace: leave out what follows it".to_owned())
    } else if text.starts_with('{') && !text.contains("return") {
        let message =
            "a script in braces says nothing without `return`; write an object as `({ ... })`";
        Some(message.to_owned())
    } else {
        None
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Whether it is a function itself: a function is no message.
fn is_function(text: &str, first_word: &str) -> bool {
    let arrow = text.split_once("=>").is_some_and(|(head, _)| {
        let head = head.trim();
        let list = head.strip_prefix('(').and_then(|head| head.strip_suffix(')'));
        list.unwrap_or(head).chars().all(|c| is_name(c) || matches!(c, ' ' | ','))
    });
    arrow || matches!(first_word, "function" | "async")
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn expressions_and_bodies_are_scripts() {
        for script in [
            "value === 'x' && 'Not x'",
            "{ if (value) return 'No' }",
            "\n  {\n    return form.a ? 'a' : undefined\n  }\n",
            "({ end: 'Too early' })",
            "form.end < form.start ? { end: 'Too early' } : undefined",
            "[...value].some(c => c === '<') && 'No angles'",
            "(() => { let x = 1; return x > 2 ? 'a' : '' })()",
            "iffy(value)",
            "$if",
            "'please return it' && null",
        ] {
            assert_eq!(fault(script), None, "{script}");
        }
    }

    #[test]
    fn what_cannot_stand_behind_an_arrow_is_a_fault() {
        for script in [
            "",
            " \n",
            "if (value) return 'No'",
            "return 'No'",
            "let x = 1; x",
            "value => 'No'",
            "(value, form) => 'No'",
            "() => 'No'",
            "function (value) { return 'No' }",
            "{ return 'No' };",
            "{ end: 'Too early' }",
            "'</SCRIPT>'",
        ] {
            assert!(fault(script).is_some(), "{script}");
        }
    }
}
