//! Types and row structs of one's own.

use crate::*;

#[test]
fn a_newtype_is_a_field_in_a_few_lines_and_an_alias_is_its_type() {
    #[derive(Clone, Debug, PartialEq)]
    struct Cents(i64);
    impl FieldValue for Cents {
        const KIND: Kind = Kind::Integer;
        fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
            FieldValue::write(&self.0, scratch)
        }
        fn read(text: &str) -> Option<Self> {
            <i64 as FieldValue>::read(text).map(Cents)
        }
    }
    type Maybe<T> = Option<T>;
    #[derive(CasForm, Clone, Debug, PartialEq)]
    struct Price {
        cents: Cents,
        reduced: Maybe<Cents>,
    }
    let row = Price { cents: Cents(5), reduced: None };
    let at = Price::at(());
    let mut page = Page::new(Form::new(row.clone()).as_p());
    let cleaned =
        at.submit(&page.set("reduced", "4").body()).clean(&row).expect("clean").into_value();
    assert_eq!(cleaned, Price { reduced: Some(Cents(4)), ..row });
}

#[test]
fn a_row_struct_of_its_own_is_compared_through_from() {
    struct Row {
        title: String,
        secret: u8,
    }
    #[derive(CasForm, Debug, PartialEq)]
    #[cas(row = Row)]
    struct Title {
        title: String,
        #[cas(skip)]
        length: usize,
    }
    impl From<&Row> for Title {
        fn from(row: &Row) -> Self {
            Title { title: row.title.clone(), length: row.title.len() }
        }
    }
    let row = Row { title: "a".into(), secret: 1 };
    let at = Title::at(());
    let mut page = Page::new(Form::new(Title::from(&row)).as_p());
    let body = page.set("title", "b").body();
    assert_eq!(at.submit(&body).clean(&row).expect("clean").into_value().title, "b");
    let moved = Row { title: "c".into(), ..row };
    assert_eq!(at.submit(&body).clean(&moved).expect_err("stale").reason(), Reason::Stale);
    assert_eq!(moved.secret, 1);
}

#[test]
fn a_newtype_that_shows_another_text_than_it_stores_loses_no_edit() {
    /// Stored in cents, shown and typed in euro.
    #[derive(Clone, Debug, PartialEq)]
    struct Euro(i64);
    impl FieldValue for Euro {
        const KIND: Kind = Kind::Integer;
        fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
            FieldValue::write(&self.0, scratch)
        }
        fn read(text: &str) -> Option<Self> {
            <i64 as FieldValue>::read(text).map(Euro)
        }
        fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
            *scratch = (self.0 / 100).to_string();
            scratch
        }
        fn parse(text: &str) -> Result<Self, ErrorCode> {
            <i64 as FieldValue>::parse(text).map(|euro| Euro(euro * 100))
        }
    }
    #[derive(CasForm, Clone, Debug, PartialEq)]
    struct Price {
        price: Euro,
    }
    let row = Price { price: Euro(500) };
    let at = Price::at(());
    let mut page = Page::new(Form::new(row.clone()).as_p());
    assert_eq!(page.value("price"), "5");
    let body = page.set("price", "500").body();
    assert_eq!(at.submit(&body).clean(&row).expect("clean").into_value().price, Euro(50_000));
}
