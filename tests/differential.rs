//! Generated controls and patterns, judged by real browsers and by the library: the verdicts and
//! the values are the same. `CAS_LONG=1` asks for more of them, `CAS_SEED=7` for others; what was
//! compared is printed, one line a browser and kind (`cargo test ... -- --nocapture`).

#[path = "support"]
mod support {
    #[allow(unused_imports, reason = "no field is looked for here")]
    pub(crate) mod browser;
    pub(crate) mod cases;
    pub(crate) mod choices;
    pub(crate) mod patterns;
    pub(crate) mod random;
}
#[path = "differential"]
mod differential {
    pub(crate) mod left_out;
    pub(crate) mod rendered;
}

use cas_forms::constraint::{Control, ControlType, Flaw, Source};
use cas_forms_tests::{Fault, compile};
use differential::{left_out, rendered};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use support::browser::{Browser, Scripts};
use support::cases::{Case, From};
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
        let differing = self.differing.len();
        let agreeing = self.compared - differing;
        let mut line = format!(
            "{browser:?}, {what} of seed {}: {} compared, {agreeing} agreeing, {differing} differing",
            seed(),
            self.compared,
        );
        let mut separator = "; left out: ";
        for (class, count) in &self.left_out {
            let _ = write!(line, "{separator}{count} {class}");
            separator = ", ";
        }
        println!("{line}");
        for differing in self.differing.iter().take(60) {
            println!("  {differing}");
        }
        assert_eq!(differing, 0);
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
        if let Some(class) = left_out::control(browser, case, answer) {
            tally.leave_out(class);
            continue;
        }
        tally.compared += 1;
        let ours = verdict(case, answer);
        if !same(case, &ours, answer) {
            tally.differing.push(format!("{case:?}\n    ours {ours}\n    browser {answer}"));
        }
    }
    assert!(tally.compared >= 2000);
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

/// Pairs that the library judges, and patterns that are errors of the build.
fn pattern_cases() -> (Vec<PatternCase>, Vec<PatternCase>) {
    let (mut random, mut judged, mut refused) = (random(), Vec::new(), Vec::new());
    while judged.len() < count() {
        let case = PatternCase::new(&mut random);
        match compile(&case.pattern) {
            Ok(_) | Err(Fault::Invalid) => judged.push(case),
            Err(Fault::Untranslatable | Fault::TooLarge) => refused.push(case),
        }
    }
    (judged, refused)
}

fn patterns_agree(browser: Browser) {
    let (judged, refused) = pattern_cases();
    let session = browser.start(Scripts::On);
    let window = session.window();
    window.go(PAGE);
    let ask = |cases: &[PatternCase]| -> Vec<Value> {
        let sent: Vec<_> = cases.iter().map(|case| json!([case.pattern, case.text])).collect();
        let answers = sent.chunks(500).flat_map(|sent| {
            let answers = array(window.execute(PATTERNS, &[sent.into()]));
            assert_eq!(answers.len(), sent.len());
            answers
        });
        answers.collect()
    };

    let mut tally = Tally::default();
    for (case, answer) in judged.iter().zip(ask(&judged)) {
        if let Some(class) = left_out::pattern(browser, case, &answer) {
            tally.leave_out(class);
            continue;
        }
        tally.compared += 1;
        let ours = match compile(&case.pattern) {
            Ok(matches) => json!([true, !matches(&case.text)]),
            Err(_) => json!([false, false]),
        };
        if ours != json!([answer[0], answer[1]]) {
            tally
                .differing
                .push(format!("`{}` {:?}: ours {ours}, browser {answer}", case.pattern, case.text));
        }
    }
    assert!(tally.compared >= if browser == Browser::WebKit { 1000 } else { 2000 });
    tally.finish(browser, "patterns");

    // The server never judges by these, but says rightly that they are valid.
    let mut tally = Tally::default();
    for (case, answer) in refused.iter().zip(ask(&refused)) {
        // What letters it knows makes no difference here.
        let answer = json!([answer[0], null, ""]);
        if browser == Browser::WebKit
            && let Some(class) = left_out::pattern(browser, case, &answer)
        {
            tally.leave_out(class);
            continue;
        }
        tally.compared += 1;
        if answer[0] != true {
            tally.differing.push(case.pattern.clone());
        }
    }
    tally.finish(browser, "valid patterns that are errors of the build");
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
            if let Some(class) = left_out::choice(browser, question) {
                tally.leave_out(class);
                continue;
            }
            tally.compared += 1;
            if verdict != answer {
                tally.differing.push(format!("{question}: ours {verdict}, browser {answer}"));
            }
        }
    }
    assert!(tally.compared >= 2000);
    tally.finish(browser, "choices");
}

#[test]
fn browsers_judge_generated_choices_as_the_library_does() {
    Browser::all().into_iter().for_each(choices_agree);
}

#[test]
fn browsers_judge_generated_controls_as_the_library_does() {
    Browser::all().into_iter().for_each(controls_agree);
}

#[test]
fn browsers_judge_generated_patterns_as_the_library_does() {
    Browser::all().into_iter().for_each(patterns_agree);
}

#[test]
fn browsers_let_pass_what_a_rendered_form_accepts() {
    Browser::all().into_iter().for_each(rendered::agree);
}
