//! Verdicts of a real browser (`conformance/README.md` says which) that the library has to agree with.

#[path = "support/page.rs"]
mod page;

use cas_forms::{CasForm, Form};
use serde_json::Value;
use page::Page;

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
    let (mut agreeing, mut apart) = (0, 0);
    for row in &rows {
        if let (Some(raw), Some(decoded)) = (row["hidden_urlencoded_raw"].as_str(), row["hidden_urlencoded"].as_str()) {
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
        for encoding in ["urlencoded", "multipart"] {
            let pairs = sent(row, encoding, &page);
            let at = Texts::at(());
            let cleaned = at.submit_pairs(&pairs).clean(&stored);
            let cleaned = cleaned.unwrap_or_else(|refused| panic!("{} {encoding}: {refused:?}", row["id"]));
            assert!(cleaned.set().is_empty(), "{} {encoding}: {cleaned:?}", row["id"]);
            let mut body = form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(&pairs);
            let again = at.submit(&body.finish()).clean(&stored).expect("clean");
            assert_eq!(again.into_value(), stored);
        }
        agreeing += 1;
    }
    println!("roundtrip.jsonl: {} rows, {agreeing} agreeing, 0 disagreeing, {apart} apart", rows.len());
}
