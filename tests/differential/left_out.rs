//! What is left out of the comparison, by name: where the library says that it knows no better, and
//! where a browser is known to go another way than the standards.

use crate::support::browser::Browser;
use crate::support::cases::{Case, year_of};
use crate::support::patterns::PatternCase;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

type Class = Option<&'static str>;

fn expression(source: &str) -> Regex {
    Regex::new(source).expect("an expression")
}

/// What this side's Unicode version does not know.
static UNASSIGNED: LazyLock<Regex> = LazyLock::new(|| expression(r"\p{Cn}"));
static ESCAPED_LETTER: LazyLock<Regex> = LazyLock::new(|| expression(r"\\[^\x00-\x7F]"));
/// A class with another in it, with strings, operators or a hyphen that is no range's.
static CLASS_OF_THE_V_FLAG: LazyLock<Regex> =
    LazyLock::new(|| expression(r"\[[^\]]*(\[|\\q|--|&&|\\-|-\])"));

/// Controls that need not agree.
pub(crate) fn control(browser: Browser, case: &Case, answer: &Value) -> Class {
    if case.kind == "url" && has_disputed_host(&case.text) {
        return Some("URLs with a host on which URL parsers differ");
    }
    match browser {
        Browser::Chromium => None,
        Browser::Firefox => firefox_control(case, answer),
        Browser::WebKit => webkit_control(case),
    }
}

fn firefox_control(case: &Case, answer: &Value) -> Class {
    let text = case.text.as_str();
    let attribute = |name| {
        let found = case.attributes.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.as_str())
    };
    // No browser reads a plus sign.
    let number = |name| {
        let text = attribute(name).filter(|text| !text.starts_with('+'))?;
        text.parse::<f64>().ok()
    };
    let texts = || case.attributes.iter().map(|(_, value)| value.as_str()).chain([text]);
    match case.kind {
        "month" | "week" if answer[3] == "text" => Some("controls of a type that it does not know"),
        "url" if text.trim().starts_with("view-source:") => Some("URLs of its own scheme"),
        "email" if !text.is_ascii() || text.contains("xn--") => {
            Some("addresses beyond ASCII, which it judges as their ASCII")
        }
        "email" if text.split(['@', '.', ',']).any(|label| label.trim().len() > 63) => {
            Some("addresses with too long a label, which are bad input as well")
        }
        "number" if attribute("value").is_some_and(|value| !value.is_ascii()) => {
            Some("rendered numbers with other digits, which it reads")
        }
        "number" | "range" if texts().any(has_bare_point) => {
            Some("numbers with a point before nothing")
        }
        "number" if is_almost_a_step(text, number("min").or(number("value")), number("step")) => {
            Some("numbers that miss a step by less than 2^-23 of it")
        }
        "range" if number("max").unwrap_or(100.0) < number("min").unwrap_or(0.0) => {
            Some("sliders that end before they begin")
        }
        "date" | "datetime-local" if year_of(text).is_some_and(|year| year >= 275_760) => {
            Some("days after 275760-09-13")
        }
        "datetime-local" if text.starts_with('0') || has_needless_zeros(text) => {
            Some("times that are not as short as can be")
        }
        "color" if text.trim() != text => Some("names of colours between blanks"),
        "color" if text.to_lowercase().starts_with('h') => {
            Some("colours by hue, where it cuts all beyond 100%")
        }
        _ => None,
    }
}

fn webkit_control(case: &Case) -> Class {
    let is_simple = case.text.len() == 7 && case.text.starts_with('#');
    match case.kind {
        "color" if !is_simple => Some("colours that are no six digits"),
        "range" if has_bare_point(&case.text) => Some("numbers with a point before nothing"),
        _ => None,
    }
}

/// Patterns that need not agree.
pub(crate) fn pattern(browser: Browser, case: &PatternCase, answer: &Value) -> Class {
    let all = format!("{}{}", case.text, case.pattern);
    let unknown: String =
        all.chars().filter(|c| UNASSIGNED.is_match(c.encode_utf8(&mut [0; 4]))).collect();
    if answer[2] != unknown {
        return Some("with letters that only one side's Unicode version knows");
    }
    let has = |part| case.pattern.contains(part);
    match browser {
        Browser::Firefox if has("(?i:") && has("\\P{") => {
            Some("with a complement beside a modifier, which it takes for one under it")
        }
        Browser::WebKit if has("(?i:") && has("\\p{") => {
            Some("with a property beside a modifier, which it takes for none under it")
        }
        Browser::WebKit if ESCAPED_LETTER.is_match(&case.pattern) => {
            Some("that escape a letter beyond ASCII, which it always allows")
        }
        Browser::WebKit if has("\\1") => Some("that refer back, which it always allows"),
        Browser::WebKit if CLASS_OF_THE_V_FLAG.is_match(&case.pattern) => {
            Some("with a class as only the v flag has it, which it reads in its own way")
        }
        _ => None,
    }
}

/// Selects and the like, as markup and what is chosen, that need not agree.
pub(crate) fn choice(browser: Browser, question: &Value) -> Class {
    let markup = question[0].as_str().unwrap_or_default();
    let is_one = browser == Browser::WebKit
        && markup.starts_with("<select")
        && markup.contains(" disabled>")
        && question[1].is_null();
    is_one.then_some("selects with a disabled option, which it chooses if it is the first")
}

fn has_needless_zeros(time: &str) -> bool {
    time.matches(':').count() > 1 && time.trim().ends_with('0')
}

fn has_bare_point(text: &str) -> bool {
    text.ends_with('.') || text.to_lowercase().contains(".e")
}

/// Whether a number is off the steps, but by less than one can see.
fn is_almost_a_step(text: &str, base: Option<f64>, step: Option<f64>) -> bool {
    let step = step.filter(|step| *step > 0.0).unwrap_or(1.0);
    let Ok(number) = text.parse::<f64>() else { return false };
    let steps = (number - base.unwrap_or(0.0)) / step;
    let miss = (steps - steps.round()).abs();
    // A double rounds away what is behind the seventeenth digit.
    let is_rounded = text.len() > 17 || text.ends_with("e-8");
    (miss > steps.abs() * 1e-15 || is_rounded) && miss < 2.0_f64.powi(-23)
}

/// Whether the host has something that parsers disagree about: blanks, punycode that is none, a
/// backslash, and in `file:` anything.
fn has_disputed_host(url: &str) -> bool {
    let Some((scheme, rest)) = url.trim().split_once(':') else { return false };
    let rest = rest.trim_start_matches(['/', '\\']);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("file")
        || host.contains(|c: char| c.is_whitespace() || c == '\\')
        || host.contains("%20")
        || host.contains("xn--")
}
