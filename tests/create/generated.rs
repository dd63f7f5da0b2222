//! Keys that MariaDB makes otherwise than by counting.

use super::{Backend, Stage};
use crate::support::page::Page;
use crate::{Client, TABLES, filled};
use cas_forms::CasForm;
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::sync::Insert as _;
use diesel::prelude::*;

diesel::table! {
    tickets (id) { id -> Integer, title -> Text, }
}

#[derive(CasForm)]
#[diesel(table_name = tickets)]
struct Ticket {
    title: String,
}

#[test]
fn a_key_that_nobody_can_know_is_refused_and_no_other_rows_is_taken_for_it() {
    let tables = "CREATE SEQUENCE numbers START WITH 7; CREATE TABLE tickets \
                  (id INTEGER PRIMARY KEY DEFAULT NEXTVAL(numbers), title VARCHAR(40) NOT NULL); \
                  INSERT INTO tickets VALUES (1, 'old');";
    let stage = Stage::with(&format!("{TABLES}{tables}{}", Backend::NONCE_TABLE));
    let mut connection = stage.connect();
    let client =
        Client::create().submit(&filled().body()).insert(&mut connection).expect("created");
    assert_eq!(*client.key(), 1, "the number that was given last is also an old ticket's");
    let create = Ticket::create();
    let mut page = Page::new(create.blank().as_form("Create"));
    let body = page.set("title", "new").body();
    let refused = create.submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(refused.status(), 503);
    assert_eq!(tickets::table.count().get_result(&mut connection), Ok(1_i64));
    let create = Ticket::create().with(tickets::id.eq(8));
    let created = create.submit(&body).insert(&mut connection).expect("created");
    assert_eq!(*created.key(), 8);
}

#[test]
fn the_number_of_another_column_is_not_taken_for_the_key() {
    let tables = "CREATE SEQUENCE numbers START WITH 100; CREATE TABLE tickets \
                  (id INTEGER PRIMARY KEY DEFAULT NEXTVAL(numbers), title VARCHAR(40) NOT NULL, \
                  count INTEGER AUTO_INCREMENT UNIQUE); \
                  INSERT INTO tickets VALUES (2, 'old', 1);";
    let stage = Stage::with(&format!("{tables}{}", Backend::NONCE_TABLE));
    let mut connection = stage.connect();
    let create = Ticket::create();
    let mut page = Page::new(create.blank().as_form("Create"));
    let refused = create.submit(&page.set("title", "new").body()).insert(&mut connection);
    assert_eq!(refused.expect_err("its key is unknown").status(), 503);
    assert_eq!(tickets::table.count().get_result(&mut connection), Ok(1_i64));
}
