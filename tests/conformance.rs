//! Verdicts of a real browser (`conformance/README.md` says which) that the library has to agree with.

#[path = "support/page.rs"]
mod page;

use cas_forms::constraint::{
    Control, ControlType, Flaw, Radio, Select, SelectOption, Source, Validity, radio_group,
};
use cas_forms::{CasForm, Form};
use cas_forms_tests::{Fault, compile};
use page::Page;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn rows(file: &str) -> Vec<Value> {
    let path = format!("{}/conformance/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Texts {
    text: String,
    #[cas(widget = textarea)]
    textarea: String,
    #[cas(widget = select, choices("other" = "Other"))]
    select: String,
}

/// The body that the browser sent for a page that showed the value in these three controls,
/// beside the originals that we rendered. A text area is rendered with one more line break, as in
/// the columns `textarea_nl`.
fn sent(row: &Value, encoding: &str, originals: &Page) -> Vec<(String, String)> {
    let recorded = |control: &str| {
        let key = format!("{control}_{encoding}");
        row[&key].as_str().unwrap_or_else(|| panic!("{key} in {}", row["id"])).to_owned()
    };
    let mut pairs = Vec::new();
    for (field, control) in [("text", "text"), ("textarea", "textarea_nl"), ("select", "select")] {
        pairs.push((field.to_owned(), recorded(control)));
        pairs.push((format!("original-{field}"), originals.original(field).to_owned()));
    }
    pairs
}

#[test]
fn roundtrip_every_value_survives_render_browser_and_parse() {
    let rows = rows("roundtrip.jsonl");
    let (mut agreeing, mut disagreeing, mut apart) = (0, 0, 0);
    for row in &rows {
        if let (Some(raw), Some(decoded)) =
            (row["hidden_urlencoded_raw"].as_str(), row["hidden_urlencoded"].as_str())
        {
            // Our decoder reads the browser's own encoding.
            let at = Texts::at(());
            let body = format!("textarea={raw}");
            let refused = at.submit(&body).validate().expect_err("no originals");
            let kept = refused.form().field(Texts::FIELDS.textarea).value();
            assert_eq!(kept.replace("\r\n", "\n"), decoded.replace("\r\n", "\n"), "{}", row["id"]);
        }
        let Some(value) = row["value"].as_str() else {
            // Markup and lone surrogates that no Rust string holds.
            apart += 1;
            continue;
        };
        let stored = Texts { text: value.into(), textarea: value.into(), select: value.into() };
        let page = Page::new(Form::new(stored.clone()).as_p());
        let mut agrees = true;
        for encoding in ["urlencoded", "multipart"] {
            let pairs = sent(row, encoding, &page);
            let at = Texts::at(());
            let by_pairs = at.submit_pairs(&pairs).clean(&stored);
            let mut body = form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(&pairs);
            for cleaned in [by_pairs, at.submit(&body.finish()).clean(&stored)] {
                let untouched = cleaned.as_ref().is_ok_and(|cleaned| cleaned.set().is_empty());
                if !untouched {
                    println!("{} {encoding}: {cleaned:?}", row["id"]);
                }
                agrees &= untouched && cleaned.is_ok_and(|cleaned| cleaned.into_value() == stored);
            }
        }
        if agrees {
            agreeing += 1;
        } else {
            disagreeing += 1;
        }
    }
    println!(
        "roundtrip.jsonl: {} rows, {agreeing} agreeing, {disagreeing} disagreeing, {apart} apart",
        rows.len()
    );
    assert_eq!(disagreeing, 0);
}

/// The attributes of a row, named as in HTML.
fn attributes(row: &Value) -> Vec<(&str, &str)> {
    let attributes = row["attrs"].as_object().expect("attributes");
    attributes.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or(""))).collect()
}

/// Flags as the browser's are recorded.
fn flags(validity: Validity) -> Value {
    let mut flags = json!({ "valid": validity.is_valid() });
    for flaw in Flaw::ALL {
        flags[flaw.name()] = validity.has(flaw).into();
    }
    flags
}

/// What the library says of a row, in the words of the file.
fn verdict(row: &Value) -> Result<Value, Fault> {
    Ok(match row["type"].as_str().expect("a type") {
        "radio" => radio_verdict(row),
        "select" => select_verdict(row),
        kind => control_verdict(kind, row)?,
    })
}

fn control_verdict(kind: &str, row: &Value) -> Result<Value, Fault> {
    let attributes = attributes(row);
    let kind = match kind {
        "textarea" => ControlType::Textarea,
        kind => ControlType::from_attribute(kind),
    };
    let mut control = Control::new(kind, &attributes);
    if let Some((_, pattern)) = attributes.iter().find(|(name, _)| *name == "pattern") {
        match compile(pattern) {
            Ok(matches) => control = control.with_pattern(matches),
            // A browser ignores it.
            Err(Fault::Invalid) => {}
            Err(fault) => return Err(fault),
        }
    }
    let source = match (row["via"].as_str(), row["edit"].as_str()) {
        (Some(_), _) => Source::Rendered,
        (None, Some("user")) => Source::Edited,
        (None, Some(_)) => Source::Typed,
        (None, None) => Source::Script,
    };
    let text = row["value"].as_str().expect("a value");
    let checked = control.check(text, source);
    let validity = match row["checked"].as_bool() {
        Some(is_checked) => control.judge(if is_checked { text } else { "" }, source),
        None => checked.validity,
    };
    Ok(json!({
        "sanitized": checked.value,
        "validity": flags(validity),
        "willValidate": !control.is_barred(),
    }))
}

fn radio_verdict(row: &Value) -> Value {
    let members = row["group"].as_array().expect("a group");
    let buttons: Vec<_> = members
        .iter()
        .map(|member| Radio {
            // Null is no name.
            name: member.get("name").map_or("group", |name| name.as_str().unwrap_or_default()),
            value: member["value"].as_str().expect("a value"),
            required: member["required"] == true,
            checked: member["checked"] == true,
            disabled: member["disabled"] == true,
        })
        .collect();
    let judged = radio_group(&buttons);
    let pairs = || buttons.iter().zip(&judged);
    let submitted = pairs().filter(|(button, judged)| judged.checked && !button.disabled);
    let validities: Vec<_> = judged.iter().map(|button| flags(button.validity)).collect();
    json!({
        "submitted": submitted.map(|(button, _)| button.value).collect::<Vec<_>>(),
        "validity": validities[0],
        "group_validity": validities,
        "group_willValidate": judged.iter().map(|button| !button.is_barred).collect::<Vec<_>>(),
        "formValid": judged.iter().all(|button| button.is_barred || button.validity.is_valid()),
    })
}

fn select_verdict(row: &Value) -> Value {
    let options = row["options"].as_array().expect("options");
    let options: Vec<_> = options
        .iter()
        .map(|option| SelectOption {
            value: option["value"].as_str(),
            text: option["text"].as_str().expect("a text"),
            selected: option["selected"] == true,
            disabled: option["disabled"] == true || option["groupDisabled"] == true,
            in_group: option["optgroup"].is_string(),
        })
        .collect();
    let attributes = attributes(row);
    let mut select = Select::new(&attributes, &options);
    if let Some(value) = row["value"].as_str() {
        select.choose(value);
    }
    let selected: Vec<_> = select.values().collect();
    json!({
        "sanitized": selected.first().map_or("", String::as_str),
        "selected": selected,
        "validity": flags(select.validity()),
        "willValidate": !attributes.iter().any(|(name, _)| *name == "disabled"),
    })
}

#[test]
fn constraints_every_verdict_is_the_browsers() {
    let rows = rows("constraints.jsonl");
    let (mut agreeing, mut disagreeing, mut apart) = (0, 0, 0);
    for row in &rows {
        // Elsewhere the choice, written down beside the library's rules, is the browser's verdict.
        let is_apart = row["spec_differs"] == "url-parser";
        let Ok(verdict) = verdict(row) else {
            // The derive refuses the pattern, and says so.
            apart += 1;
            continue;
        };
        let verdict = verdict.as_object().expect("an object");
        let differing: Vec<_> = verdict.iter().filter(|(key, ours)| row[*key] != **ours).collect();
        match (differing.is_empty(), is_apart) {
            (_, true) => apart += 1,
            (true, false) => agreeing += 1,
            (false, false) => {
                disagreeing += 1;
                println!("{row}\n  but here {differing:?}");
            }
        }
    }
    println!(
        "constraints.jsonl: {} rows, {agreeing} agreeing, {disagreeing} disagreeing, {apart} apart",
        rows.len()
    );
    assert_eq!(disagreeing, 0);
}

#[test]
fn patterns_every_verdict_is_the_browsers() {
    let rows = rows("patterns.jsonl");
    let (mut agreeing, mut disagreeing, mut apart) = (0, 0, 0);
    // What the server refuses at build time, by the file's categories.
    let mut kinds = BTreeMap::new();
    for row in &rows {
        let compiled = compile(row["pattern"].as_str().expect("a pattern"));
        let agrees = match (&compiled, row["invalid"] == true) {
            (Err(Fault::Untranslatable), false) => {
                apart += 1;
                *kinds.entry(row["category"].as_str().unwrap_or_default()).or_insert(0) += 1;
                continue;
            }
            (Ok(matches), false) => row["matches"] == matches(row["value"].as_str().expect("text")),
            (Err(fault), true) => *fault == Fault::Invalid,
            _ => false,
        };
        if agrees {
            agreeing += 1;
        } else {
            disagreeing += 1;
            println!("{row}\n  but here {:?}", compiled.err());
        }
    }
    println!(
        "patterns.jsonl: {} rows, {agreeing} agreeing, {disagreeing} disagreeing, {apart} apart: \
         {kinds:?}",
        rows.len()
    );
    assert_eq!(disagreeing, 0);
}
