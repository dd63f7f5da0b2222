//! Every sentence of a page comes from the catalogue.

use crate::support::page::Page;
use cas_forms::{CasForm, English, FormError, German, Limits, Messages, Reason, Text};

#[derive(CasForm, Clone, Debug)]
struct Offer {
    #[cas(required, label = "Titel")]
    title: String,
    #[cas(min = 10, max = 20, step = 2, label = "Anzahl")]
    count: i32,
    #[cas(label = "Frei")]
    free: bool,
    #[cas(widget = radio, label = "Neu")]
    new: Option<bool>,
    #[cas(label = "Sofort")]
    now: Option<bool>,
    #[cas(widget = radio, choices("a" = "A", "b" = "B"), label = "Art")]
    kind: Option<String>,
}

fn stored() -> Offer {
    Offer { title: "Rad".into(), count: 12, free: false, new: None, now: None, kind: None }
}

fn sentence(text: Text) -> String {
    let text = German.text(text);
    text.split('{').next().unwrap_or_default().to_owned()
}

#[test]
fn a_fresh_form_has_its_words_from_the_catalogue() {
    let html = Offer::at(()).messages(&German).form(stored()).as_p();
    for word in [">Ja</option>", ">Nein</option>", "> Ja</label>", "> Nein</label>"] {
        assert!(html.contains(word), "{word} in {html}");
    }
    assert_eq!(html.matches("> Keine Angabe</label>").count(), 2);
    let html = Offer::at(()).form(stored()).as_p();
    for word in [">Yes</option>", ">No</option>", "> Yes</label>", "> No</label>", "> None</label>"]
    {
        assert!(html.contains(word), "{word} in {html}");
    }
}

#[test]
fn choices_with_labels_of_their_own_keep_them() {
    #[derive(CasForm)]
    struct Switch {
        #[cas(choices(true = "An", false = "Aus"))]
        on: bool,
    }
    let html = Switch::at(()).messages(&German).form(Switch { on: true }).as_p();
    assert!(html.contains(">An</option>") && !html.contains("Ja"), "{html}");
}

#[test]
fn a_conflict_page_has_its_sentences_from_the_catalogue() {
    let at = Offer::at(()).messages(&German);
    let mut page = Page::new(at.form(stored()).as_p());
    let body = page.set("title", "Auto").set("count", "11").check("free", true).body();
    let current = Offer {
        title: String::new(),
        free: true,
        now: Some(true),
        kind: Some("b".into()),
        ..stored()
    };
    let refused = at.submit(&body).clean(&current).expect_err("stale");
    assert_eq!(refused.sentence(), German.reason(Reason::Stale));
    let html = refused.form().as_p();
    for expected in [
        "<p>Noch wurde nichts gespeichert: Inzwischen hat das jemand anders geändert.",
        "Titel</a>: Auch jemand anders hat das geändert; bitte wählen Sie.",
        "Art</a>: Jemand anders hat das geändert; der neue Wert wird gezeigt.",
        "Das hat inzwischen jemand anders geändert. Welcher Wert soll gelten?",
        "Als Sie die Seite geöffnet haben: <q>Rad</q>",
        "Behalten, was jetzt dort steht: <em>nichts</em>",
        "Speichern, was ich eingegeben habe: <q>Auto</q>",
        "Das hat inzwischen jemand anders von <q>Nein</q> in <q>Ja</q> geändert.",
        "Das hat inzwischen jemand anders von <em>nichts</em> in <q>Ja</q> geändert.",
        "Das hat inzwischen jemand anders von <em>nichts</em> in <q>B</q> geändert.",
        "Der Wert muss ein Vielfaches von 2 sein, gezählt ab 10.",
    ] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    let english = [
        "omebody",
        "lease",
        "Keep what",
        "Save what",
        "When you",
        "nothing",
        "Yes",
        ">No<",
        "value must",
    ];
    for word in english {
        assert!(!html.contains(word), "{word} in {html}");
    }
    let field = refused.form().field(Offer::FIELDS.free);
    assert_eq!(field.value_label(), "Ja");
}

#[test]
fn an_incomplete_page_and_a_stored_value_that_does_not_fit_are_told_in_german() {
    let at = Offer::at(()).messages(&German);
    let html = at.form(Offer { count: 99, ..stored() }).as_p();
    assert!(html.contains(&sentence(Text::KeptBreaksRule)), "{html}");
    let mut page = Page::new(at.form(stored()).as_p());
    let body = page.set("title", "Auto").remove("original-title").body();
    let refused = at.submit(&body).clean(&stored()).expect_err("incomplete");
    let html = refused.form().as_p();
    assert!(html.contains(&sentence(Text::AskDiffers)), "{html}");
    assert!(html.contains("Die Seite hat nicht gesagt"), "{html}");
    let mut page = Page::new(at.form(stored()).as_p());
    let body = page.body().replace("&count=12", "&count=zwei");
    let refused = at.submit(&body).validate().expect_err("no number");
    let html = refused.form().as_p();
    assert!(html.contains("Bitte geben Sie eine ganze Zahl ein."), "{html}");
    page.set("title", "");
    let limits = Limits { pairs: 3, ..Limits::default() };
    let at = Offer::at(()).limits(limits).messages(&German);
    let refused = at.submit(&body).validate().expect_err("too large");
    let error = FormError::TooManyPairs(3);
    assert_eq!(refused.form().form_errors(), std::slice::from_ref(&error));
    assert!(refused.form().summary().contains(&*German.form_error(&error)));
}

#[test]
fn codes_themselves_print_in_english() {
    let at = Offer::at(()).messages(&German);
    let body = Page::new(at.form(stored()).as_p()).set("title", "").body();
    let refused = at.submit(&body).validate().expect_err("required");
    assert_eq!(refused.to_string(), English.reason(Reason::Invalid));
    let (_, code) = refused.form().errors().next().expect("an error");
    assert_eq!(code.to_string(), "Please fill in this field.");
}

#[test]
fn the_module_has_the_sentences_that_the_server_says() {
    let module = Offer::module(&German).body;
    for line in [
        "valueMissing: \"Bitte füllen Sie dieses Feld aus.\",",
        "rangeUnderflow: \"Der Wert muss mindestens 10 sein.\",",
        "stepMismatch: \"Der Wert muss ein Vielfaches von 2 sein, gezählt ab 10.\",",
        "badInput: \"Bitte geben Sie eine ganze Zahl ein.\",",
        "yes: \"Ja\",",
    ] {
        assert!(module.contains(line), "{line} in {module}");
    }
}
