//! Constraints of the database: broken, they are errors at the fields that they belong to.
#![allow(missing_docs, reason = "`table!` makes public items")]
#![allow(clippy::duplicate_mod, reason = "the same cases, with another database")]

#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
    pub(crate) mod stage;
}

#[path = "violation"]
mod sqlite {
    pub(crate) use crate::support::stage::Sqlite as Stage;
    pub(crate) type Backend = diesel::sqlite::Sqlite;
    /// It names nothing.
    pub(crate) const NAMES_REFERENCES: bool = false;
    pub(crate) const TRIGGER: &str = "CREATE TRIGGER noted AFTER UPDATE ON goods BEGIN \
                                      INSERT INTO notes VALUES ('once'); END";
    mod cases;
}

#[path = "violation"]
mod postgres {
    pub(crate) use crate::support::stage::Pg as Stage;
    pub(crate) type Backend = diesel::pg::Pg;
    pub(crate) const NAMES_REFERENCES: bool = true;
    pub(crate) const TRIGGER: &str = "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS \
        $$ BEGIN INSERT INTO notes VALUES ('once'); RETURN NEW; END $$; \
        CREATE TRIGGER noted AFTER UPDATE ON goods FOR EACH ROW EXECUTE FUNCTION note()";
    /// Not of a value without room.
    pub(crate) const NAMES_COLUMNS: bool = false;
    mod cases;
    mod room;
}

#[path = "violation"]
mod mariadb {
    pub(crate) use crate::support::stage::Maria as Stage;
    pub(crate) type Backend = diesel::mysql::Mysql;
    pub(crate) const NAMES_REFERENCES: bool = true;
    pub(crate) const TRIGGER: &str = "CREATE TRIGGER noted AFTER UPDATE ON goods FOR EACH ROW \
                                      INSERT INTO notes VALUES ('once')";
    pub(crate) const NAMES_COLUMNS: bool = true;
    mod cases;
    mod room;
}

use cas_forms::{CasForm, ErrorCode, FormError, Refused};
use support::page::Page;

diesel::table! {
    goods (id) {
        id -> Integer,
        name -> Text,
        shelf -> Integer,
        mail -> Text,
        notes -> Nullable<Text>,
        credit -> Integer,
        parent -> Nullable<Integer>,
        nick -> Nullable<Text>,
        low -> Integer,
        high -> Integer,
    }
}

#[derive(CasForm)]
#[diesel(table_name = goods)]
struct Good {
    name: String,
    shelf: i32,
    #[cas(column = mail)]
    address: String,
    #[cas(constraint = "no_gap")]
    notes: Option<String>,
    credit: i32,
    parent: Option<i32>,
    nick: Option<String>,
    low: i32,
    #[cas(constraint = "in_order")]
    high: i32,
}

const TABLES: &str = "CREATE TABLE goods (id SERIAL, name VARCHAR(10) NOT NULL, \
    shelf INTEGER NOT NULL, mail VARCHAR(40) NOT NULL UNIQUE, notes VARCHAR(40), \
    credit INTEGER NOT NULL CHECK (credit <= 1000), parent INTEGER, nick VARCHAR(40) NOT NULL, \
    low INTEGER NOT NULL, high INTEGER NOT NULL, \
    UNIQUE (name, shelf), FOREIGN KEY (parent) REFERENCES goods (id), \
    CONSTRAINT no_gap CHECK (notes <> 'gap'), CONSTRAINT in_order CHECK (low <= high)); \
    CREATE TABLE notes (name VARCHAR(40), CONSTRAINT notes_once UNIQUE (name)); \
    INSERT INTO goods (name, shelf, mail, credit, nick, low, high) VALUES \
    ('hammer', 1, 'one@example.org', 1, 'h', 1, 2), ('nail', 2, 'two@example.org', 1, 'n', 1, 2);";

/// What a page says is wrong.
type Wrong = (Vec<(&'static str, ErrorCode)>, Vec<FormError>);

fn wrong(refused: &Refused<Good>) -> Wrong {
    assert_eq!(refused.status(), 422, "{refused:?}");
    let html = refused.form().as_form("Save").to_string();
    for word in ["onstraint", "goods_", "Key (", "uplicate", "no_gap", "in_order", "notes_once"] {
        assert!(!html.contains(word), "{word} of the server's words is in the page: {html}");
    }
    let errors = refused.form().errors().map(|(spec, code)| (spec.name(), code.clone()));
    (errors.collect(), refused.form().form_errors().to_vec())
}

/// A page for something new, filled in.
fn page() -> Page {
    let mut page = Page::new(Good::create().blank().as_form("Create"));
    page.set("name", "saw").set("shelf", "3").set("address", "three@example.org");
    page.set("credit", "1").set("nick", "s").set("low", "1").set("high", "2");
    page
}
