//! Tables by either attribute, renamed columns, keys of one and of two columns.

use cas_forms::CasForm;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

mod schema {
    diesel::table! {
        customers (id) {
            id -> Integer,
            first_name -> Text,
            #[sql_name = "type"]
            type_ -> Nullable<Text>,
        }
    }
    diesel::table! {
        lines (order_id, line) {
            order_id -> Integer,
            line -> Integer,
            text -> Text,
        }
    }
    diesel::table! {
        #[sql_name = "lines"]
        lines_by_text (text) {
            line -> Integer,
            text -> Text,
        }
    }
}
use schema::{lines, lines_by_text};

#[derive(CasForm, Queryable, Selectable)]
#[diesel(table_name = schema::customers, check_for_backend(diesel::sqlite::Sqlite))]
struct CustomerForm {
    #[diesel(column_name = first_name)]
    name: String,
    #[cas(column = type_)]
    #[diesel(column_name = type_)]
    r#type: Option<String>,
}

#[derive(CasForm)]
#[cas(table = lines)]
struct LineForm {
    text: String,
}

/// Found by its text, which a table of its own calls the key.
#[derive(CasForm)]
#[cas(table = lines_by_text)]
struct TextForm {
    line: i32,
}

#[derive(CasForm)]
#[cas(table = lines, key = (i32, i32))]
#[diesel(primary_key(order_id, line))]
struct NamedForm {
    text: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    connection
        .batch_execute(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, type TEXT);
             CREATE TABLE lines (order_id INTEGER, line INTEGER, text TEXT NOT NULL, PRIMARY KEY (order_id, line));
             INSERT INTO customers VALUES (1, 'Ada', NULL);
             INSERT INTO lines VALUES (1, 2, 'Nuts');",
        )
        .unwrap();

    let at = CustomerForm::at(1);
    assert!(at.open(&mut connection).unwrap().as_p().contains("Ada"));
    let body = "name=Bea&original-name=%22Ada%22&type=&original-type=null";
    assert!(at.submit(body).save(&mut connection).is_ok());
    assert!(at.open(&mut connection).unwrap().as_p().contains("Bea"));

    assert!(LineForm::at((1, 2)).open(&mut connection).unwrap().as_p().contains("Nuts"));
    assert!(NamedForm::at((1, 2)).open(&mut connection).unwrap().as_p().contains("Nuts"));
    let by_text = TextForm::at("Nuts".to_owned());
    assert!(by_text.open(&mut connection).unwrap().as_p().contains("value=\"2\""));

    let selected = customers_by_diesel(&mut connection);
    assert_eq!((selected.name.as_str(), selected.r#type), ("Bea", None));
}

fn customers_by_diesel(connection: &mut SqliteConnection) -> CustomerForm {
    schema::customers::table.select(CustomerForm::as_select()).first(connection).unwrap()
}
