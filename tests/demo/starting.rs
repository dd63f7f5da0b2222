//! What keeps the demonstration from starting is said in one sentence.

use crate::support::demo::Demo;
use crate::support::server::{MariaDb, Postgres};
use customers::Place;

/// Why it does not start.
fn complaint(place: &str) -> String {
    let place: Place = place.parse().expect("a URL");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let error = runtime.block_on(customers::app(&place)).expect_err("nothing to start on");
    error.to_string()
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    // Nobody may listen on this port.
    for url in ["postgres://ann:secret@127.0.0.1:1/shop", "mysql://ann:secret@127.0.0.1:1/shop"] {
        let said = complaint(url);
        assert!(said.to_lowercase().contains("connect"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_malformed_url_is_an_error() {
    for url in ["postgres://ann:secret@host:port/shop", "mysql://ann:secret@host:port/shop"] {
        let said = complaint(url);
        assert!(said.contains("invalid"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_database_that_is_not_there_is_an_error() {
    let (postgres, mariadb) = (Postgres::start(), MariaDb::start());
    for url in [postgres.url(), mariadb.url()] {
        let (server, _) = url.rsplit_once('/').expect("a path");
        let said = complaint(&format!("{server}/nowhere"));
        assert!(said.contains("nowhere"), "{said}");
    }
}

#[test]
fn a_table_of_the_same_name_that_is_another_is_left_alone() {
    let demo = Demo::start();
    demo.run("DROP TABLE customers; CREATE TABLE customers (id INTEGER PRIMARY KEY)");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let error = runtime.block_on(customers::app(demo.place())).expect_err("a column is missing");
    assert!(error.to_string().contains("customers.number"), "{error}");
    assert_eq!(demo.count("1 = 1"), 0);
}
