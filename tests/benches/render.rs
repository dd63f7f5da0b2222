//! Rendering the form of eight fields with its hidden originals, against writing it by hand,
//! askama and maud. Ours also judges the rules, so that a stored value that breaks one does not
//! block the form; the others do not.
//!
//! The yardstick has `serde_json` write the originals, as the templates do. Beside it stands the
//! fastest that we could write: the originals escaped as JSON and as HTML by one table of their own.

#[path = "support/render_by_hand.rs"]
mod by_hand;
mod support;

use by_hand::digest;
use cas_forms::{CasForm as _, Form};
use maud::{PreEscaped, html};
use std::fmt::Write as _;
use std::hint::black_box;
use support::stopwatch::{self, Contestant};
use support::{Customer, Json};

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"<p class="cas-field"><label for="id_name">Name</label> <input type="text" name="name" id="id_name" autocomplete="off" required maxlength="80" pattern="\p{Lu}[\p{L} '.\-]*" title="Start with a capital letter" value="{{ row.name }}"><input type="hidden" name="original-name" autocomplete="off" value="{{ Json(row.name) }}"></p>
<p class="cas-field"><label for="id_company">Company</label> <input type="text" name="company" id="id_company" autocomplete="off" maxlength="120" value="{{ row.company }}"><input type="hidden" name="original-company" autocomplete="off" value="{{ Json(row.company) }}"></p>
<p class="cas-field"><label for="id_email">Email</label> <input type="email" name="email" id="id_email" autocomplete="off" required maxlength="120" value="{{ row.email }}"><input type="hidden" name="original-email" autocomplete="off" value="{{ Json(row.email) }}"></p>
<p class="cas-field"><label for="id_notes">Notes</label> <textarea rows="4" name="notes--{{ digests.0 }}" id="id_notes" autocomplete="off" maxlength="2000">
{{ row.notes }}</textarea><input type="hidden" name="original-notes" autocomplete="off" value="{{ Json(row.notes) }}"></p>
<p class="cas-field"><label for="id_credit">Credit</label> <input type="number" name="credit" id="id_credit" autocomplete="off" required aria-describedby="id_credit-help" min="0" max="10000" value="{{ row.credit }}"> <small class="cas-help" id="id_credit-help">In euro</small><input type="hidden" name="original-credit" autocomplete="off" value="{{ row.credit }}"></p>
<p class="cas-field"><label for="id_discount">Discount</label> <input type="number" name="discount" id="id_discount" autocomplete="off" required min="0" max="100" step="any" value="{{ row.discount }}"><input type="hidden" name="original-discount" autocomplete="off" value="{{ row.discount }}"></p>
<p class="cas-field"><label for="id_active--{{ digests.1 }}">Active</label> <input type="checkbox" value="true" name="active" id="id_active--{{ digests.1 }}" autocomplete="off"{% if row.active %} checked{% endif %}><input type="hidden" name="original-active" autocomplete="off" value="{{ row.active }}"></p>
<p class="cas-field"><label for="id_since">Since</label> <input type="date" name="since" id="id_since" autocomplete="off" max="9999-12-31" value="{% if let Some(since) = row.since %}{{ since }}{% endif %}"><input type="hidden" name="original-since" autocomplete="off" value="{{ row.since_json() }}"></p>
"#
)]
struct Page<'r> {
    row: &'r Customer,
    digests: (String, String),
}

/// Of the notes and of the checkbox.
fn digests(row: &Customer) -> (String, String) {
    let active = if row.active { "true" } else { "false" };
    let text = |json: &str| format!("{:012x}", digest(json));
    (text(&Json(&row.notes).to_string()), text(active))
}

fn by_askama(row: &Customer) -> String {
    let page = Page { row, digests: digests(row) };
    askama::Template::render(&page).expect("writes to a string")
}

fn by_maud(row: &Customer) -> String {
    let (notes, active) = digests(row);
    let since = row.since.map(|since| since.to_string());
    let json = |text: &str| Json(text).to_string();
    html! {
        p class="cas-field" {
            label for="id_name" { "Name" } " "
            input type="text" name="name" id="id_name" autocomplete="off" required maxlength="80" pattern="\\p{Lu}[\\p{L} '.\\-]*" title="Start with a capital letter" value=(row.name);
            input type="hidden" name="original-name" autocomplete="off" value=(json(&row.name));
        }
        p class="cas-field" {
            label for="id_company" { "Company" } " "
            input type="text" name="company" id="id_company" autocomplete="off" maxlength="120" value=(row.company);
            input type="hidden" name="original-company" autocomplete="off" value=(json(&row.company));
        }
        p class="cas-field" {
            label for="id_email" { "Email" } " "
            input type="email" name="email" id="id_email" autocomplete="off" required maxlength="120" value=(row.email);
            input type="hidden" name="original-email" autocomplete="off" value=(json(&row.email));
        }
        p class="cas-field" {
            label for="id_notes" { "Notes" } " "
            textarea rows="4" name={ "notes--" (notes) } id="id_notes" autocomplete="off" maxlength="2000" { (PreEscaped("\n")) (row.notes) }
            input type="hidden" name="original-notes" autocomplete="off" value=(json(&row.notes));
        }
        p class="cas-field" {
            label for="id_credit" { "Credit" } " "
            input type="number" name="credit" id="id_credit" autocomplete="off" required aria-describedby="id_credit-help" min="0" max="10000" value=(row.credit); " "
            small class="cas-help" id="id_credit-help" { "In euro" }
            input type="hidden" name="original-credit" autocomplete="off" value=(row.credit);
        }
        p class="cas-field" {
            label for="id_discount" { "Discount" } " "
            input type="number" name="discount" id="id_discount" autocomplete="off" required min="0" max="100" step="any" value=(row.discount);
            input type="hidden" name="original-discount" autocomplete="off" value=(row.discount);
        }
        p class="cas-field" {
            label for={ "id_active--" (active) } { "Active" } " "
            input type="checkbox" value="true" name="active" id={ "id_active--" (active) } autocomplete="off" checked[row.active];
            input type="hidden" name="original-active" autocomplete="off" value=(if row.active { "true" } else { "false" });
        }
        p class="cas-field" {
            label for="id_since" { "Since" } " "
            input type="date" name="since" id="id_since" autocomplete="off" max="9999-12-31" value=(since.as_deref().unwrap_or_default());
            input type="hidden" name="original-since" autocomplete="off" value=(row.since_json());
        }
    }
    .into_string()
}

/// The page without blanks, and with one spelling for each escaped character: askama writes the
/// quotation mark as a number and escapes the apostrophe too.
fn normal(page: &str) -> String {
    let mut page = page.replace(char::is_whitespace, "");
    for (number, name) in [
        ("&#34;", "&quot;"),
        ("&#38;", "&amp;"),
        ("&#39;", "'"),
        ("&#60;", "&lt;"),
        ("&#62;", "&gt;"),
    ] {
        page = page.replace(number, name);
    }
    page
}

fn main() {
    let rows = support::rows();
    // `Form::new` moves the row, as it does where the row comes from a query; clones would be ours
    // alone to pay.
    let forms: Vec<_> = rows.iter().cloned().map(|row| Customer::at(()).form(row)).collect();
    let room = Form::new(rows[1].clone()).as_p().into_string().capacity();
    for (row, form) in rows.iter().zip(&forms) {
        let page = form.as_p();
        assert_eq!(by_hand::render(row, room, by_hand::in_one_pass), page.as_str());
        assert_eq!(by_hand::render(row, room, by_hand::by_serde_json), page.as_str());
        assert_eq!(normal(&by_askama(row)), normal(&page));
        assert_eq!(normal(&by_maud(row)), normal(&page));
    }
    let bytes: usize = forms.iter().map(|form| form.as_p().len()).sum();
    let mut title = String::from("Render 8 fields with originals");
    let _ = write!(title, ", {} bytes on average, by page:", bytes / forms.len());

    let all = |render: &dyn Fn(&Customer) -> String| {
        black_box(&rows).iter().map(|row| render(row).len()).sum()
    };
    let mut contestants = [
        Contestant {
            name: "by hand",
            run: &mut || all(&|row| by_hand::render(row, room, by_hand::by_serde_json)),
        },
        Contestant {
            name: "by hand, JSON too",
            run: &mut || all(&|row| by_hand::render(row, room, by_hand::in_one_pass)),
        },
        Contestant { name: "askama", run: &mut || all(&by_askama) },
        Contestant { name: "maud", run: &mut || all(&by_maud) },
        Contestant {
            name: "cas-forms",
            run: &mut || black_box(&forms).iter().map(|form| form.as_p().len()).sum(),
        },
    ];
    let figures = stopwatch::race(4, &mut contestants);
    stopwatch::print(&title, &contestants, &figures);
    let [_, json_too, askama, maud, ours] = figures[..] else { unreachable!("there are five") };
    stopwatch::bar("cas-forms", ours.ratio, 1.0);
    for (name, other) in [("askama", askama), ("maud", maud)] {
        stopwatch::bar(&format!("cas-forms over {name}"), ours.ratio / other.ratio, 1.0);
    }
    println!("  cas-forms over the fastest by hand: {:.2}", ours.ratio / json_too.ratio);
}
