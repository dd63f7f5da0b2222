//! The row of eight fields, with a column that counts versions for those who want one.

use crate::support::Customer;
use cas_forms::CasForm;
use chrono::NaiveDate;
use diesel::prelude::*;

diesel::table! {
    customers (id) {
        id -> Integer,
        name -> Text,
        company -> Text,
        email -> Text,
        notes -> Text,
        credit -> Integer,
        discount -> Double,
        active -> Bool,
        since -> Nullable<Date>,
        version -> Integer,
    }
}

/// The form of [`Customer`], in a table.
#[derive(CasForm, Queryable, Selectable, AsChangeset, Clone, Debug, PartialEq)]
#[diesel(table_name = customers, treat_none_as_null = true)]
pub(crate) struct Row {
    #[pattern(r"\p{Lu}[\p{L} '.\-]*", "Start with a capital letter")]
    #[cas(max_length = 80, required)]
    pub(crate) name: String,
    #[cas(max_length = 120)]
    pub(crate) company: String,
    #[cas(widget = email, max_length = 120, required)]
    pub(crate) email: String,
    #[cas(widget = textarea(rows = 4), max_length = 2000)]
    pub(crate) notes: String,
    #[cas(min = 0, max = 10_000)]
    pub(crate) credit: i32,
    #[cas(min = 0, max = 100)]
    pub(crate) discount: f64,
    pub(crate) active: bool,
    pub(crate) since: Option<NaiveDate>,
}

impl From<&Customer> for Row {
    fn from(row: &Customer) -> Self {
        let Customer { name, company, email, notes, credit, discount, active, since } = row.clone();
        Row { name, company, email, notes, credit, discount, active, since }
    }
}
