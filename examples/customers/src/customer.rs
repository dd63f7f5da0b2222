//! The table, and the form on it.

use cas_forms::{CasForm, Field, Problems};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use diesel::prelude::*;

diesel::table! {
    customers (id) {
        id -> Integer,
        number -> Text,
        name -> Text,
        employees -> Nullable<Integer>,
        notes -> Nullable<Text>,
        email -> Text,
        phone -> Nullable<Text>,
        call_at -> Nullable<Time>,
        visit -> Nullable<Timestamp>,
        newsletter -> Bool,
        plan -> Text,
        country -> Nullable<Text>,
        since -> Date,
        credit -> Integer,
        discount -> Double,
        // Not on the page: orders come in while somebody edits, and disturb nobody.
        orders -> Integer,
        // On a page of their own: see `delivery.rs`.
        street -> Nullable<Text>,
        postcode -> Nullable<Text>,
        city -> Nullable<Text>,
        opens -> Nullable<Time>,
        closes -> Nullable<Time>,
        instructions -> Nullable<Text>,
    }
}

/// What can be edited of a customer: one annotation for the control, for the browser's rules and
/// for the server's.
#[derive(CasForm, Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = customers)]
#[cas(check = is_within_reason)]
#[lockable(ttl = "180s", idle = "15m")]
pub(crate) struct CustomerForm {
    /// Given by the bookkeeping.
    #[cas(label = "Customer number", readonly, help = "Given by the bookkeeping; it stays.")]
    pub(crate) number: String,
    /// A person or a company.
    #[pattern(
        r"\p{Lu}[\p{L}\p{N} .&'\-]*",
        "Start with a capital letter; then letters, digits, spaces and . & ' -"
    )]
    #[cas(required, max_length = 60, help = "A person or a company, with a capital letter.")]
    pub(crate) name: String,
    /// How many people work there.
    #[cas(min = 1, max = 500_000, placeholder = "unknown")]
    pub(crate) employees: Option<i32>,
    /// Free text.
    #[cas(
        widget = textarea(rows = 4),
        max_length = 1000,
        placeholder = "What the next person on the phone should know"
    )]
    pub(crate) notes: Option<String>,
    /// Where invoices go.
    #[cas(
        label = "E-mail",
        widget = email,
        required,
        max_length = 120,
        autocomplete = "email",
        placeholder = "name@example.org",
        help = "Invoices go here."
    )]
    pub(crate) email: String,
    /// With the country's code.
    #[pattern(
        r"\+[0-9][0-9 ]{5,20}",
        "Start with + and the country's code; then digits and spaces"
    )]
    #[cas(placeholder = "e.g. +49 30 901820")]
    pub(crate) phone: Option<String>,
    /// The time of day for a call.
    #[cas(
        label = "Best time to call",
        min = "07:00",
        max = "20:00",
        step = 900,
        help = "In quarters of an hour, from 7:00 to 20:00."
    )]
    pub(crate) call_at: Option<NaiveTime>,
    /// The next appointment.
    #[cas(
        label = "Next visit",
        check = is_no_sunday,
        script = "new Date(value).getDay() === 0 && 'Nobody is visited on a Sunday.'"
    )]
    pub(crate) visit: Option<NaiveDateTime>,
    /// Whether they agreed to it.
    #[cas(help = "They agreed to receive it.")]
    pub(crate) newsletter: bool,
    /// What they pay for.
    #[cas(
        widget = radio,
        required,
        choices("free" = "Free", "team" = "Team", "enterprise" = "Enterprise")
    )]
    pub(crate) plan: String,
    /// Where they are, as far as known.
    #[cas(
        widget = select,
        choices(
            "Austria", "France", "Germany", "Ireland", "Netherlands", "Nigeria", "Sweden", "Switzerland",
        )
    )]
    pub(crate) country: Option<String>,
    /// The first contract.
    #[cas(label = "Customer since", min = "1990-01-01")]
    pub(crate) since: NaiveDate,
    /// How much may be owed.
    #[cas(
        label = "Credit limit",
        min = 0,
        max = 10_000,
        step = 50,
        help = "In euro, in steps of 50."
    )]
    pub(crate) credit: i32,
    /// Off the list price.
    #[cas(min = 0, max = 40, step = 0.5, help = "In percent of the list price.")]
    pub(crate) discount: f64,
}

/// The same as the script of the field says while it is typed.
fn is_no_sunday(visit: &NaiveDateTime, (): &()) -> Result<(), &'static str> {
    if visit.weekday() == Weekday::Sun { Err("Nobody is visited on a Sunday.") } else { Ok(()) }
}

/// Judged by the server alone, while it is typed as well: see `check` in `edit.rs`.
fn is_within_reason(form: &CustomerForm, (): &(), problems: &mut Problems<CustomerForm>) {
    let limit = match form.plan.as_str() {
        "free" => 0.0,
        "team" => 20.0,
        _ => return,
    };
    let edited = [CustomerForm::FIELDS.discount, CustomerForm::FIELDS.plan];
    if form.discount > limit && edited.into_iter().any(|field| problems.is_edited(field)) {
        let message =
            format!("The plan \u{201C}{}\u{201D} allows {limit} percent at most.", form.plan);
        problems.field(CustomerForm::FIELDS.discount, message);
    }
}

/// How the page groups the fields.
pub(crate) const SECTIONS: [(&str, &[Field<CustomerForm>]); 3] = {
    let f = CustomerForm::FIELDS;
    [
        ("Customer", &[f.number, f.name, f.employees, f.notes]),
        ("Contact", &[f.email, f.phone, f.call_at, f.visit, f.newsletter]),
        ("Contract", &[f.plan, f.country, f.since, f.credit, f.discount]),
    ]
};
