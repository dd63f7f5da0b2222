//! `Option` is known by its trait, so aliases, newtypes and a user's own types are as good.

use cas_forms::{CasForm, FieldValue, Kind};

type Maybe<T> = Option<T>;
type Text = String;

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
struct Account {
    #[cas(max_length = 34)]
    iban: Iban,
    other: Maybe<Iban>,
    owner: Text,
    limit: Maybe<u64>,
}

fn main() {
    let account =
        Account { iban: Iban("DE00".to_owned()), other: None, owner: Text::new(), limit: Some(5) };
    assert!(Account::at(()).form(account).as_p().contains("DE00"));
}
