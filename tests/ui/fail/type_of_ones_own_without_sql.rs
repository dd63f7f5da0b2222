//! A type of one's own in a column needs what Diesel needs.

use cas_forms::{CasForm, FieldValue, Kind};

diesel::table! { accounts (id) { id -> Integer, iban -> Text } }

#[derive(Clone)]
struct Iban(String);

impl FieldValue for Iban {
    const KIND: Kind = Kind::Text;
    fn write<'a>(&'a self, _: &'a mut String) -> &'a str {
        &self.0
    }
    fn read(text: &str) -> Option<Self> {
        Some(Iban(text.to_owned()))
    }
}

#[derive(CasForm)]
#[diesel(table_name = accounts)]
struct Form {
    iban: Iban,
}

fn main() {}
