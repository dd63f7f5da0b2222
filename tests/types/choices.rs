//! Enums.

use crate::*;
use cas_forms::{CasChoice, FieldValue, Kind, Widget};
use std::collections::BTreeSet;

#[derive(CasChoice, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    #[cas(value = "s", label = "Small")]
    Small,
    #[cas(value = "l")]
    Large,
    #[cas(label = "Made to measure")]
    MadeToMeasure,
}

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Shirt {
    size: Size,
    #[cas(widget = radio, choices("s" = "Small", "l" = "Large"))]
    spare: Option<Size>,
    others: BTreeSet<Size>,
}

fn shirt() -> Shirt {
    Shirt { size: Size::Small, spare: None, others: [Size::Large].into() }
}

#[test]
fn the_variants_are_the_choices() {
    let choices: Vec<_> = Size::CHOICES.iter().map(|choice| (choice.value, choice.label)).collect();
    assert_eq!(choices, [("s", "Small"), ("l", "Large"), ("made_to_measure", "Made to measure")]);
    assert_eq!(Size::KIND, Kind::Choice);
    assert_eq!(spec::<Shirt>("size").widget(), Widget::Select);
    assert_eq!(spec::<Shirt>("others").widget(), Widget::Checkboxes);
    let page = page(&shirt());
    assert_eq!((page.value("size"), page.original("size")), ("s", "\"s\""));
    assert!(page.html.contains("<option value=\"l\">Large</option>"), "{}", page.html);
    // A field may offer fewer than there are.
    assert_eq!(spec::<Shirt>("spare").choices().len(), 2);
}

#[test]
fn a_variant_returns_from_its_text_and_nothing_else_does() {
    for size in [Size::Small, Size::Large, Size::MadeToMeasure] {
        assert_eq!(Size::read(size.write(&mut String::new())), Some(size));
    }
    for text in ["", "S", "small", "Large", " s"] {
        assert_eq!(Size::read(text), None, "{text}");
    }
}

#[test]
fn another_variant_is_chosen_and_none_that_is_not_there() {
    let saved = save(&shirt(), |page| {
        page.set("size", "made_to_measure").choose("spare", "l").pick("others", &["s", "l"])
    });
    let edited = Shirt {
        size: Size::MadeToMeasure,
        spare: Some(Size::Large),
        others: [Size::Small, Size::Large].into(),
    };
    assert_eq!(saved.expect("done"), (DoneKind::Written, edited));
    for (text, code) in [("xl", ErrorCode::Choice), ("", ErrorCode::Required)] {
        let refused = save(&shirt(), |page| page.set("size", text)).expect_err(text);
        assert_eq!(errors(&refused), [("size", code)]);
    }
}

#[test]
fn a_stored_variant_that_a_field_does_not_offer_stays() {
    let row = Shirt { spare: Some(Size::MadeToMeasure), ..shirt() };
    let (kind, after) = save(&row, untouched).expect("done");
    assert_eq!((kind, after), (DoneKind::Unchanged, row));
}

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Order {
    size: Size,
    #[cas(widget = radio, required)]
    spare: Option<Size>,
}

#[test]
fn a_required_choice_is_one_that_the_browser_asks_for_too() {
    let html = Order::at(()).blank().as_p().into_string();
    // HTML section 4.10.7: an empty first option is what a required select is empty with.
    let select = html.split_once("<select ").expect("a select").1;
    let (tag, options) = select.split_once('>').expect("a tag");
    assert!(tag.contains(" required"), "{tag}");
    assert!(options.starts_with("<option value=\"\" selected>—</option><option"), "{options}");
    // A radio button for nothing would count as chosen.
    let radios = html.split_once("role=\"radiogroup\"").expect("a group").1;
    let radios = radios.split_once("</span>").expect("its end").0;
    assert!(radios.contains(" required") && !radios.contains("value=\"\""), "{radios}");
}
