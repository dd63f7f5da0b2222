//! MariaDB's `TIMESTAMP`, which ends in 2038.

use crate::mariadb::database;
use crate::support::page::Page;
use cas_forms::{CasForm, Reason};
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::sync::{Insert as _, Open as _, Save as _};
use diesel::mysql::Mysql;
use diesel::prelude::*;

diesel::table! {
    visits (id) {
        id -> Integer,
        at -> Timestamp,
        ended -> Nullable<Timestamp>,
    }
}

#[derive(CasForm)]
#[diesel(table_name = visits)]
struct Visit {
    at: chrono::NaiveDateTime,
    ended: Option<chrono::NaiveDateTime>,
}

const VISITS: &str = "CREATE TABLE visits (id INTEGER AUTO_INCREMENT PRIMARY KEY, \
     at TIMESTAMP NOT NULL DEFAULT '2001-01-01', ended TIMESTAMP NULL DEFAULT NULL); \
     INSERT INTO visits VALUES (1, '2024-05-06 07:08', NULL)";

type Times = (String, Option<String>);

fn times(db: &mut MysqlConnection) -> Vec<Times> {
    use diesel::dsl::sql;
    use diesel::sql_types::{Nullable, Text};
    let columns = (sql::<Text>("CAST(at AS CHAR)"), sql::<Nullable<Text>>("CAST(ended AS CHAR)"));
    visits::table.select(columns).load(db).expect("the rows")
}

#[test]
fn a_time_beyond_its_range_is_refused_at_its_field_and_never_replaced() {
    let mut db = database(VISITS);
    let before = times(&mut db);
    for field in ["at", "ended"] {
        for typed in ["2040-01-01T00:00", "2038-01-19T03:15", "1960-01-01T00:00"] {
            let page = Visit::at(1).open(&mut db).expect("the row").as_p();
            let body = Page::new(page).set(field, typed).body();
            let refused = Visit::at(1).submit(&body).save(&mut db).expect_err("no such time");
            assert_eq!(refused.reason(), Reason::Invalid, "{field} {typed}");
            let at: Vec<_> = refused.form().errors().map(|(field, _)| field.name()).collect();
            assert_eq!(at, [field], "{typed}");
            assert_eq!(Page::new(refused.form().as_p()).value(field), typed);
            assert_eq!(times(&mut db), before, "{field} {typed}");
        }
    }
}

#[test]
fn a_time_of_its_range_is_stored_as_typed() {
    let mut db = database(VISITS);
    let page = Visit::at(1).open(&mut db).expect("the row").as_p();
    let body =
        Page::new(page).set("at", "2038-01-19T03:14").set("ended", "1999-12-31T23:59").body();
    Visit::at(1).submit(&body).save(&mut db).expect("saved");
    let both = ("2038-01-19 03:14:00".to_owned(), Some("1999-12-31 23:59:00".to_owned()));
    assert_eq!(times(&mut db), [both]);
}

#[test]
fn a_time_beyond_its_range_is_not_inserted_either() {
    let mut db = database(VISITS);
    crate::run(&mut db, Mysql::NONCE_TABLE);
    let create = Visit::create();
    let body = Page::new(create.blank().as_p())
        .set("at", "2024-01-01T00:00")
        .set("ended", "2040-01-01T00:00")
        .body();
    let refused = create.submit(&body).insert(&mut db).expect_err("no such time");
    assert_eq!((refused.reason(), times(&mut db).len()), (Reason::Invalid, 1));
}
