//! A database that fails keeps the form.

use crate::run;
use crate::support::page::Page;
use crate::support::server::{MariaDb, Postgres};
use cas_forms::{CasForm, DoneKind, Reason};
use cas_forms_diesel::OpenError;
use cas_forms_diesel::sync::{Check as _, Delete as _, Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    notes (id) {
        id -> Integer,
        title -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = notes)]
struct Note {
    title: String,
}

macro_rules! a_server_that_is_killed_loses_nothing_that_was_typed {
    ($($test:ident: $server:ident, $connection:ident;)*) => {$(
        #[test]
        fn $test() {
            let mut server = $server::start();
            let connect = |url: &str| $connection::establish(url).expect("the server answers");
            let mut db = connect(&server.url());
            run(&mut db, "CREATE TABLE notes (id INTEGER PRIMARY KEY, title VARCHAR(99) NOT NULL)");
            run(&mut db, "INSERT INTO notes VALUES (1, 'old')");
            let at = Note::at(1);
            let body = Page::new(at.open(&mut db).expect("the row").as_p()).set("title", "new").body();
            server.kill();
            let refused = at.submit(&body).save(&mut db).expect_err("nobody answers");
            assert_eq!((refused.reason(), refused.status()), (Reason::Unavailable, 503));
            assert!(std::error::Error::source(&refused).is_some(), "the log wants to know");
            let body = Page::new(refused.form().as_p()).body();
            let refused = at.submit(&body).delete(&mut db).expect_err("nobody answers");
            assert_eq!(refused.reason(), Reason::Unavailable);
            let body = Page::new(refused.form().as_p()).body();
            let checked = at.submit(&body).check(&mut db);
            assert_eq!(checked.reason(), Some(Reason::Unavailable));
            let opened = at.open(&mut db).map(drop);
            assert!(matches!(opened, Err(OpenError::Database(_))));
            server.restart();
            // The page that came back is saved through a new connection.
            let done = at.submit(&body).save(&mut connect(&server.url())).expect("saved");
            assert_eq!(done.kind(), DoneKind::Written);
        }
    )*};
}

a_server_that_is_killed_loses_nothing_that_was_typed! {
    a_postgres_that_is_killed_loses_nothing_that_was_typed: Postgres, PgConnection;
    a_mariadb_that_is_killed_loses_nothing_that_was_typed: MariaDb, MysqlConnection;
}

/// Where a pool has no connection, there is nothing to save on.
#[test]
fn without_any_connection_the_form_comes_back_with_what_was_typed() {
    let body = "title=new&original-title=%22old%22";
    let refused = Note::at(1).submit(body).refuse(Reason::Unavailable);
    assert_eq!(refused.status(), 503);
    let page = Page::new(refused.form().as_p());
    assert_eq!((page.value("title"), page.original("title")), ("new", "\"old\""));
}
