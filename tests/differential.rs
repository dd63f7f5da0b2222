//! Generated controls and patterns, judged by real browsers and by the library: the verdicts and
//! the values are the same. `CAS_LONG=1` asks for more of them, `CAS_SEED=7` for others.

mod support {
    #[allow(unused_imports, reason = "no field is looked for here")]
    pub(crate) mod browser;
    pub(crate) mod cases;
    pub(crate) mod choices;
    pub(crate) mod patterns;
    pub(crate) mod random;
}

use cas_forms::constraint::{Control, ControlType, Flaw, Source};
use cas_forms_tests::{Fault, compile};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::browser::{Browser, Scripts};
use support::cases::{Case, From, year_of};
use support::choices::{CHOICES, ChoiceCase};
use support::patterns::PatternCase;
use support::random::Random;

/// How many of each.
fn count() -> usize {
    if std::env::var_os("CAS_LONG").is_some() { 30_000 } else { 3_000 }
}

fn seed() -> u64 {
    std::env::var("CAS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// Neighbouring seeds give neighbouring numbers.
fn random() -> Random {
    println!("seed {}", seed());
    Random::new(seed() << 32)
}

/// Makes the controls. Those that a user shall change have one letter too many, and the first of
/// them the focus.
const MAKE: &str = r"
    const quoted = text => text.replace(/&/g, '&amp;').replace(/\x22/g, '&quot;').replace(/</g, '&lt;');
    window.controls = arguments[0].map(({ kind, attributes, text, from }) => {
        const tag = kind === 'textarea' ? 'textarea' : 'input';
        const place = document.createElement('div');
        if (from === 'Markup') {
            const type = tag === 'input' ? ` type=${kind}` : '';
            const rest = attributes.map(([name, value]) => ` ${name}=\x22${quoted(value)}\x22`).join('');
            const content = tag === 'textarea' ? `\n${quoted(text)}</textarea>` : '';
            place.innerHTML = `<${tag}${type}${rest}>${content}`;
        } else {
            const control = document.createElement(tag);
            if (tag === 'input') control.setAttribute('type', kind);
            for (const [name, value] of attributes) control.setAttribute(name, value);
            control.value = from === 'Edit' ? text + 'x' : text;
            place.append(control);
        }
        const control = place.firstChild;
        control.tabIndex = from === 'Edit' ? 0 : -1;
        return control;
    });
    document.body.replaceChildren(...controls.map(control => control.parentNode));
    controls.find(control => control.tabIndex === 0)?.focus();
";

/// What the user presses to delete the last letter and go to the next control: End, Backspace, Tab.
const EDIT: &str = "\u{E010}\u{E003}\u{E004}";

/// Tells of each control its value, its flaws, and whether it is validated.
const JUDGE: &str = r"
    return controls.map(control => {
        const flaws = [];
        for (const name in control.validity) if (name !== 'valid' && control.validity[name]) flaws.push(name);
        return [control.value, flaws.sort(), control.willValidate, control.type];
    });
";

/// Says of each pattern whether it is valid, whether the control with the text mismatches, and
/// which characters of the text the browser does not know.
const PATTERNS: &str = r"
    const control = document.createElement('input');
    document.body.replaceChildren(control);
    const isValid = pattern => { try { new RegExp(pattern, 'v'); return true } catch { return false } };
    return arguments[0].map(([pattern, text]) => {
        control.pattern = pattern;
        control.value = text;
        const unknown = [...text + pattern].filter(c => /\p{Cn}/v.test(c)).join('');
        return [isValid(pattern), control.validity.patternMismatch, unknown];
    });
";

/// What was compared, and what was left out, by name.
#[derive(Debug, Default)]
struct Tally {
    compared: usize,
    left_out: BTreeMap<&'static str, usize>,
    differing: Vec<String>,
}

impl Tally {
    fn leave_out(&mut self, class: &'static str) {
        *self.left_out.entry(class).or_default() += 1;
    }

    fn finish(self, browser: Browser, what: &str) {
        println!(
            "{browser:?}, {what}: {} compared, {} differ",
            self.compared,
            self.differing.len()
        );
        for (class, count) in &self.left_out {
            println!("  left out: {count} {class}");
        }
        for differing in self.differing.iter().take(60) {
            println!("  {differing}");
        }
        assert!(self.differing.is_empty());
        assert!(self.compared >= 2000);
    }
}

/// A page to make controls in.
const PAGE: &str = "data:text/html,<!DOCTYPE html><title>Controls</title><body>";

fn array(value: Value) -> Vec<Value> {
    if let Value::Array(values) = value { values } else { panic!("an answer for each: {value}") }
}

fn controls_agree(browser: Browser) {
    let mut random = random();
    let cases: Vec<_> = (0..count()).map(|_| Case::new(&mut random)).collect();
    let sent: Vec<_> = cases
        .iter()
        .map(|case| {
            json!({
                "kind": case.kind,
                "attributes": case.attributes,
                "text": case.text,
                "from": format!("{:?}", case.from),
            })
        })
        .collect();
    let session = browser.start(Scripts::On);
    let window = session.window();
    window.go(PAGE);
    let mut answers = Vec::new();
    for (cases, sent) in cases.chunks(300).zip(sent.chunks(300)) {
        window.execute(MAKE, &[sent.into()]);
        let edits = cases.iter().filter(|case| case.from == From::Edit).count();
        window.press(&EDIT.repeat(edits));
        answers.extend(array(window.execute(JUDGE, &[])));
    }
    let mut tally = Tally::default();
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(&answers) {
        if let Some(class) = left_out(browser, case, answer) {
            tally.leave_out(class);
            continue;
        }
        tally.compared += 1;
        let ours = verdict(case, answer);
        if !same(case, &ours, answer) {
            tally.differing.push(format!("{case:?}\n    ours {ours}\n    browser {answer}"));
        }
    }
    tally.finish(browser, "controls");
}

/// What the library says of a case, in the browser's words.
fn verdict(case: &Case, answer: &Value) -> Value {
    let kind = match case.kind {
        "textarea" => ControlType::Textarea,
        kind => ControlType::from_attribute(kind),
    };
    let attributes: Vec<_> =
        case.attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let control = Control::new(kind, &attributes);
    let checked = match (case.from, &answer[0]) {
        // What is edited may become another text at once.
        (From::Edit, Value::String(held)) => control.check(held, Source::Edited),
        (From::Markup, _) => control.check(&case.text, Source::Rendered),
        _ => control.check(&case.text, Source::Script),
    };
    let mut flaws: Vec<_> = checked.validity.flaws().map(Flaw::name).collect();
    flaws.sort_unstable();
    json!([checked.value, flaws, !control.is_barred()])
}

/// The same verdict; numbers of sliders may be spelled otherwise.
fn same(case: &Case, ours: &Value, browser: &Value) -> bool {
    let number = |answer: &Value| answer[0].as_str().and_then(|text| text.parse::<f64>().ok());
    let is_same_value = match case.kind {
        "range" => number(ours) == number(browser),
        _ => ours[0] == browser[0],
    };
    is_same_value && ours[1] == browser[1] && ours[2] == browser[2]
}

/// The class of cases that cannot agree.
fn left_out(browser: Browser, case: &Case, answer: &Value) -> Option<&'static str> {
    if case.kind == "url" && has_disputed_host(&case.text) {
        return Some("URLs with a host on which URL parsers differ");
    }
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
    if browser == Browser::Chromium {
        let is_late = |text| year_of(text).is_some_and(|year| year > 2999);
        let is_miscounted = case.kind == "datetime-local" && texts().any(is_late);
        return is_miscounted.then_some("moments so late that it is off by a millisecond");
    }
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

fn patterns_agree(browser: Browser) {
    let mut random = random();
    let cases: Vec<_> = (0..count()).map(|_| PatternCase::new(&mut random)).collect();
    let sent: Vec<_> = cases.iter().map(|case| json!([case.pattern, case.text])).collect();
    let session = browser.start(Scripts::On);
    let window = session.window();
    window.go(PAGE);
    let answers: Vec<_> =
        sent.chunks(500).flat_map(|sent| array(window.execute(PATTERNS, &[sent.into()]))).collect();
    assert_eq!(answers.len(), cases.len());
    let unassigned = Regex::new(r"\p{Cn}").expect("an expression");
    let mut tally = Tally::default();
    let (mut matching, mut invalid) = (0, 0);
    for (case, answer) in cases.iter().zip(&answers) {
        let all = format!("{}{}", case.text, case.pattern);
        let unknown: String =
            all.chars().filter(|c| unassigned.is_match(c.encode_utf8(&mut [0; 4]))).collect();
        if answer[2] != unknown {
            tally.leave_out("with letters that only one side's Unicode version knows");
            continue;
        }
        let has = |part| case.pattern.contains(part);
        if browser == Browser::Firefox && has("(?i:") && has("\\P{") {
            tally.leave_out("with a complement beside a modifier, which it takes for one under it");
            continue;
        }
        let ours = match compile(&case.pattern) {
            Ok(matches) => json!([true, !matches(&case.text)]),
            Err(Fault::Invalid) => json!([false, false]),
            Err(_) => {
                // The server never judges by it.
                assert_eq!(answer[0], true, "{}", case.pattern);
                tally.leave_out("whose pattern is an error of the build");
                continue;
            }
        };
        tally.compared += 1;
        matching += usize::from(ours == json!([true, false]));
        invalid += usize::from(ours[0] == false);
        if ours != json!([answer[0], answer[1]]) {
            tally
                .differing
                .push(format!("`{}` {:?}: ours {ours}, browser {answer}", case.pattern, case.text));
        }
    }
    println!("{matching} match, {invalid} are invalid");
    tally.finish(browser, "patterns");
}

fn choices_agree(browser: Browser) {
    let mut random = random();
    let cases: Vec<_> = (0..count()).map(|_| ChoiceCase::new(&mut random)).collect();
    let session = browser.start(Scripts::On);
    let window = session.window();
    window.go(PAGE);
    let mut tally = Tally::default();
    for cases in cases.chunks(500) {
        let questions: Vec<_> = cases.iter().map(|case| case.question.clone()).collect();
        let answers = array(window.execute(CHOICES, &[questions.into()]));
        assert_eq!(answers.len(), cases.len());
        for (ChoiceCase { question, verdict }, answer) in cases.iter().zip(&answers) {
            tally.compared += 1;
            if verdict != answer {
                tally.differing.push(format!("{question}: ours {verdict}, browser {answer}"));
            }
        }
    }
    tally.finish(browser, "choices");
}

#[test]
fn chromium_judges_generated_choices_as_the_library_does() {
    choices_agree(Browser::Chromium);
}

#[test]
fn firefox_judges_generated_choices_as_the_library_does() {
    choices_agree(Browser::Firefox);
}

#[test]
fn chromium_judges_generated_controls_as_the_library_does() {
    controls_agree(Browser::Chromium);
}

#[test]
fn firefox_judges_generated_controls_as_the_library_does() {
    controls_agree(Browser::Firefox);
}

#[test]
fn chromium_judges_generated_patterns_as_the_library_does() {
    patterns_agree(Browser::Chromium);
}

#[test]
fn firefox_judges_generated_patterns_as_the_library_does() {
    patterns_agree(Browser::Firefox);
}
