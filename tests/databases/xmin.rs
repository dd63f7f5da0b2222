//! PostgreSQL's own version of a row.

use crate::postgres::{Db, database};
use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, DoneKind, FormError, Reason};
use cas_forms_diesel::Xid;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use cas_forms_diesel::sql_types::Xid;

    docs (id) {
        id -> Integer,
        title -> Text,
        xmin -> Xid,
    }
}

#[derive(CasForm)]
#[diesel(table_name = docs)]
struct Doc {
    title: String,
    #[cas(version = database)]
    xmin: Xid,
}

fn docs() -> Db {
    database(
        "CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT NOT NULL, views INTEGER DEFAULT 0); \
         INSERT INTO docs (id, title) VALUES (1, 'old')",
    )
}

#[test]
fn whatever_was_written_to_the_row_meanwhile_refuses_the_save() {
    let mut db = docs();
    let body =
        Page::new(Doc::at(1).open(&mut db).expect("the row").as_p()).set("title", "mine").body();
    run(&mut db, "UPDATE docs SET views = 1");
    let refused = Doc::at(1).submit(&body).save(&mut db).expect_err("it was written");
    assert_eq!(refused.reason(), Reason::Stale);
    assert_eq!(refused.form().form_errors(), [FormError::Version]);
    let body = Page::new(refused.form().as_p()).body();
    let done = Doc::at(1).submit(&body).save(&mut db).expect("saved");
    assert_eq!(done.kind(), DoneKind::Written);
    let title: String = docs::table.select(docs::title).first(&mut db).expect("the row");
    assert_eq!(title, "mine");
}
