//! What comes back from a page of the form of eight fields.
#![allow(dead_code, reason = "one bench only renders")]

use super::{Customer, Json};
use chrono::NaiveDate;

/// What a browser sends for a page of `row` when the user has made `edited` of it. The name of the
/// notes is the page's own.
pub(crate) fn body(row: &Customer, edited: &Customer, notes: &str) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    let mut text = |name: &str, value: &str, original: &str| {
        body.append_pair(if name == "notes" { notes } else { name }, &value.replace('\n', "\r\n"));
        body.append_pair(&format!("original-{name}"), original);
    };
    text("name", &edited.name, &Json(&row.name).to_string());
    text("company", &edited.company, &Json(&row.company).to_string());
    text("email", &edited.email, &Json(&row.email).to_string());
    text("notes", &edited.notes, &Json(&row.notes).to_string());
    text("credit", &edited.credit.to_string(), &row.credit.to_string());
    text("discount", &edited.discount.to_string(), &row.discount.to_string());
    if edited.active {
        body.append_pair("active", "true");
    }
    body.append_pair("original-active", &row.active.to_string());
    let since = edited.since.map(|since| since.to_string()).unwrap_or_default();
    body.append_pair("since", &since);
    body.append_pair("original-since", &row.since_json());
    body.finish()
}

pub(crate) fn edited(row: &Customer) -> Customer {
    Customer {
        name: format!("{} the Second", row.name),
        company: format!("{} & Co", row.company),
        email: format!("new.{}", row.email),
        notes: format!("{}\nCalled back on Monday: all is well.", row.notes),
        credit: row.credit / 2 + 10,
        discount: row.discount + 1.25,
        active: !row.active,
        since: NaiveDate::from_ymd_opt(2024, 2, 29),
    }
}
