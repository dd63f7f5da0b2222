//! UUIDs, decimals and JSON.

use crate::*;
use bigdecimal::BigDecimal;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Offer {
    id_of_article: Uuid,
    #[cas(min = 0, max = 1000, step = 0.05)]
    price: Decimal,
    weight: Option<BigDecimal>,
    more: Value,
    notes: Option<Value>,
}

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

fn offer() -> Offer {
    Offer {
        id_of_article: ID.parse().expect("a UUID"),
        price: "10.50".parse().expect("a number"),
        weight: Some("123456789012345678901234567890.10".parse().expect("a number")),
        more: json!({"b": [1, 2.5, "x"], "a": null}),
        notes: None,
    }
}

#[test]
fn each_is_shown_as_people_write_it() {
    let page = page(&offer());
    assert_eq!((page.value("id_of_article"), page.value("price")), (ID, "10.50"));
    assert_eq!(page.value("weight"), "123456789012345678901234567890.10");
    assert_eq!(
        page.value("more"),
        "{\n  \"a\": null,\n  \"b\": [\n    1,\n    2.5,\n    \"x\"\n  ]\n}"
    );
    assert_eq!((page.value("notes"), page.original("notes")), ("", "null"));
    assert_eq!(page.original("price"), "10.50");
    let kind =
        |name: &str| page.controls.iter().find(|c| c.field() == name).map(|c| c.kind.clone());
    assert_eq!(kind("price").as_deref(), Some("number"));
    assert_eq!(kind("more").as_deref(), Some("textarea"));
    assert_eq!(kind("id_of_article").as_deref(), Some("text"));
}

#[test]
fn an_untouched_page_changes_nothing() {
    assert_eq!(save(&offer(), untouched).expect("done"), (DoneKind::Unchanged, offer()));
}

#[test]
fn another_spelling_is_no_edit() {
    for (name, text) in [
        ("id_of_article", "67E5504410B1426F9247BB680E5FE0C8"),
        ("price", "10.5"),
        ("price", "1.05e1"),
        ("more", r#"{"a":null,"b":[1,2.50,"x"]}"#),
        ("more", "{\"b\" : [1, 2.5, \"\\u0078\"],\r\n\"a\":null}"),
    ] {
        let (kind, after) = save(&offer(), |page| page.set(name, text)).expect(text);
        assert_eq!((kind, after), (DoneKind::Unchanged, offer()), "{name}={text}");
    }
}

#[test]
fn another_scale_in_the_row_is_no_change() {
    let body = page(&offer()).set("notes", "[]").body();
    let moved = Offer { price: "10.5000".parse().expect("a number"), ..offer() };
    let at = Offer::at(());
    let cleaned = at.submit(&body).clean(&moved).expect("done");
    // What was not edited keeps its spelling too.
    assert_eq!(cleaned.value().price.scale(), 4);
}

#[test]
fn each_can_be_edited() {
    let (kind, after) = save(&offer(), |page| {
        page.set("id_of_article", "00000000-0000-0000-0000-000000000001").set("price", "0.05");
        page.set("weight", "").set("more", "[1.0]").set("notes", " null ")
    })
    .expect("done");
    let edited = Offer {
        id_of_article: Uuid::from_u128(1),
        price: "0.05".parse().expect("a number"),
        weight: None,
        more: json!([1.0]),
        notes: Some(Value::Null),
    };
    assert_eq!((kind, after), (DoneKind::Written, edited));
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_the_type() {
    for (name, text, code) in [
        ("id_of_article", "67e55044", ErrorCode::Uuid),
        ("id_of_article", "", ErrorCode::Required),
        ("price", "10.51", ErrorCode::Step { step: "0.05", base: "0" }),
        ("price", "1000.05", ErrorCode::Max("1000")),
        ("price", "1,5", ErrorCode::Number),
        ("weight", "1e-300000", ErrorCode::Digits),
        ("more", "{\"a\":\n}", ErrorCode::Json { line: 2, column: 1 }),
        ("more", "", ErrorCode::Required),
        ("more", "\"\\u0000\"", ErrorCode::Nul),
    ] {
        let refused = save(&offer(), |page| page.set(name, text)).expect_err(text);
        assert_eq!(errors(&refused), [(name, code)], "{name}={text}");
        assert_eq!(Page::new(refused.form().as_p()).value(name), text);
    }
}

#[test]
fn the_least_of_all_numbers_is_no_beginning_of_steps() {
    #[derive(CasForm, Clone)]
    struct Counts {
        small: i32,
        great: i64,
    }
    let page = page(&Counts { small: 1, great: 1 });
    assert!(page.html.contains("min=\"-2147483648\""), "{}", page.html);
    // More than 2^53 steps above it, browsers take every fraction for a step.
    assert!(!page.html.contains("min=\"-9223372036854775808\""), "{}", page.html);
    let at = Counts::at(());
    let body = "small=1&original-small=1&great=1.5&original-great=1";
    assert_eq!(
        errors(&at.submit(body).validate().err().expect("refused")),
        [("great", ErrorCode::Integer)]
    );
}

#[test]
fn a_slider_shows_a_decimal_in_another_spelling() {
    #[derive(CasForm, Clone, Debug, PartialEq)]
    struct Price {
        #[cas(widget = range, min = 0, max = 10, step = 0.01)]
        price: Decimal,
    }
    let row = Price { price: "1.50".parse().expect("a number") };
    let page = page(&row);
    assert_eq!((page.value("price"), page.html.contains("cas-kept")), ("1.5", false));
    assert_eq!(save(&row, untouched).expect("done"), (DoneKind::Unchanged, row));
}
