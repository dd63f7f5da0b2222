//! Reading a submission of eight fields with their originals: parsed, compared, validated, made a
//! struct; against writing it by hand, and `serde_urlencoded` with garde.

#[path = "support/submit_by_hand.rs"]
mod by_hand;
mod support;

use by_hand::NAME;
use cas_forms::{CasForm as _, Form};
use chrono::NaiveDate;
use garde::Validate as _;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::hint::black_box;
use support::Customer;
use support::stopwatch::{self, Contestant};
use support::submitted::{body, edited};

fn by_cas_forms(body: &str) -> Option<Customer> {
    Customer::at(()).submit(body).validate().ok()
}

#[derive(Deserialize, garde::Validate)]
#[garde(allow_unvalidated)]
struct Posted {
    #[garde(length(utf16, min = 1, max = 80), pattern(NAME))]
    name: String,
    #[garde(length(utf16, max = 120))]
    company: String,
    #[garde(length(utf16, max = 120), email)]
    email: String,
    #[garde(length(utf16, max = 2000))]
    #[serde(deserialize_with = "folded")]
    notes: String,
    #[garde(range(min = 0, max = 10_000))]
    credit: i32,
    #[garde(range(min = 0.0, max = 100.0))]
    discount: f64,
    #[serde(default)]
    active: bool,
    #[serde(deserialize_with = "date")]
    since: Option<NaiveDate>,
    #[serde(rename = "original-name")]
    original_name: String,
    #[serde(rename = "original-company")]
    original_company: String,
    #[serde(rename = "original-email")]
    original_email: String,
    #[serde(rename = "original-notes")]
    original_notes: String,
    #[serde(rename = "original-credit")]
    original_credit: i32,
    #[serde(rename = "original-discount")]
    original_discount: f64,
    #[serde(rename = "original-active")]
    original_active: bool,
    #[serde(rename = "original-since")]
    original_since: String,
}

fn folded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| text.replace("\r\n", "\n"))
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    if text.is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some).map_err(serde::de::Error::custom)
    }
}

/// The row and whether anything was changed.
fn by_garde(body: &str) -> Option<(Customer, bool)> {
    let posted: Posted = serde_urlencoded::from_str(body).ok()?;
    posted.validate().ok()?;
    let text = |json: &str| serde_json::from_str::<String>(json).ok();
    let since = by_hand::date_original(&posted.original_since)?;
    let changed = (text(&posted.original_name)? != posted.name)
        || (text(&posted.original_company)? != posted.company)
        || (text(&posted.original_email)? != posted.email)
        || (text(&posted.original_notes)? != posted.notes)
        || (posted.original_credit != posted.credit)
        || (posted.original_discount.to_bits() != posted.discount.to_bits())
        || (posted.original_active != posted.active)
        || (since != posted.since);
    let Posted { name, company, email, notes, credit, discount, active, since, .. } = posted;
    Some((Customer { name, company, email, notes, credit, discount, active, since }, changed))
}

fn main() {
    let rows = support::rows();
    println!("Submit 8 fields with originals, by submission:");
    let mut ratios = Vec::new();
    for (title, edit) in [
        ("untouched", Customer::clone as fn(&Customer) -> Customer),
        ("one field edited", |row| Customer { credit: row.credit / 2 + 10, ..row.clone() }),
        ("all edited", edited),
    ] {
        let bodies: Vec<_> = rows.iter().map(|row| body(row, &edit(row), "notes")).collect();
        // Our pages have a digest in the name of a text area.
        let ours = |row: &Customer| {
            let form = Form::new(row.clone());
            body(row, &edit(row), &form.field(Customer::FIELDS.notes).name())
        };
        let our_bodies: Vec<_> = rows.iter().map(ours).collect();
        for (row, (body, our_body)) in rows.iter().zip(bodies.iter().zip(&our_bodies)) {
            let expected = edit(row);
            let changed = expected != *row;
            let by_hand = by_hand::submit(body.as_bytes()).expect("by hand");
            assert_eq!((&by_hand.0, by_hand.1 != 0), (&expected, changed));
            assert_eq!(by_garde(body), Some((expected.clone(), changed)));
            assert_eq!(by_cas_forms(our_body), Some(expected));
        }
        let all = |bodies: &[String], submit: &dyn Fn(&str) -> usize| {
            black_box(bodies).iter().map(|body| submit(body)).sum()
        };
        let mut contestants = [
            Contestant {
                name: "by hand",
                run: &mut || {
                    all(&bodies, &|body| {
                        by_hand::submit(body.as_bytes()).map_or(0, |(row, _)| row.name.len())
                    })
                },
            },
            Contestant {
                name: "serde_urlencoded + garde",
                run: &mut || {
                    all(&bodies, &|body| by_garde(body).map_or(0, |(row, _)| row.name.len()))
                },
            },
            Contestant {
                name: "cas-forms",
                run: &mut || {
                    all(&our_bodies, &|body| by_cas_forms(body).map_or(0, |row| row.name.len()))
                },
            },
        ];
        let figures = stopwatch::race(4, &mut contestants);
        stopwatch::print(title, &contestants, &figures);
        stopwatch::bar("cas-forms", figures[2].ratio, 1.4);
        ratios.push(figures[2].ratio);
    }
    #[expect(clippy::cast_precision_loss, reason = "three")]
    let mean = ratios.iter().product::<f64>().powf(1.0 / ratios.len() as f64);
    stopwatch::bar("the geometric mean", mean, 1.4);
}
