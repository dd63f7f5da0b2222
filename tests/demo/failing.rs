//! What is left where the database is not there.

use crate::Visitor;
use crate::support::demo::Demo;
use crate::support::server::{MariaDb, Postgres, Program, Server};
use diesel::connection::SimpleConnection;
use diesel::{Connection, MysqlConnection, PgConnection};
use std::sync::mpsc;

fn nothing_typed_is_lost_while_the_server_is_down<P: Program>(mut server: Server<P>) {
    let demo = Demo::on(server.url().parse().expect("a URL"));
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/1");
    page.set("notes", "Typed in vain?");
    let mut delivery = visitor.open("/customers/1/delivery");
    delivery.set("city", "Lyon");
    let mut new = visitor.open("/new");
    new.set("number", "C-1007").set("name", "Ann").set("email", "ann@example.org");
    new.choose("plan", "team").set("since", "2026-01-31");
    server.kill();
    for path in ["/customers/1", "/customers/1/delete"] {
        let answer = visitor.post(path, &page);
        assert_eq!(answer.status, 503, "{path}: {}", answer.html);
        assert_eq!(answer.page().value("notes"), "Typed in vain?", "{path}");
    }
    let answer = visitor.post("/customers/1/delivery", &delivery);
    assert_eq!((answer.status, answer.page().value("city")), (503, "Lyon"));
    let answer = visitor.post("/new", &new);
    assert_eq!((answer.status, answer.page().value("name")), (503, "Ann"));
    let new = answer.page();
    for path in ["/", "/customers/1", "/customers/1/delivery"] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 503, "{path}");
        answer.says(&["The database does not answer"]);
    }
    server.restart();
    let again = visitor.post("/customers/1", &page);
    assert_eq!(again.status, 303, "{}", again.html);
    assert_eq!(visitor.post("/new", &new).status, 303);
    assert_eq!(demo.count("notes = 'Typed in vain?' OR number = 'C-1007'"), 2);
}

#[test]
fn nothing_typed_is_lost_while_postgresql_is_down() {
    nothing_typed_is_lost_while_the_server_is_down(Postgres::start());
}

#[test]
fn nothing_typed_is_lost_while_mariadb_is_down() {
    nothing_typed_is_lost_while_the_server_is_down(MariaDb::start());
}

#[test]
fn nothing_typed_is_lost_while_all_connections_are_taken() {
    let server = Postgres::start();
    let demo = Demo::on(server.url().parse().expect("a URL"));
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/1");
    page.set("notes", "Typed in vain?");
    let mut lock = PgConnection::establish(&server.url()).expect("the server answers");
    lock.batch_execute("BEGIN; LOCK TABLE customers").expect("a lock");
    std::thread::scope(|scope| {
        // More than there are connections: those who get one wait for the lock, all others in vain.
        let (give, take) = mpsc::channel();
        for _ in 0..20 {
            let (give, demo) = (give.clone(), &demo);
            scope.spawn(move || give.send(Visitor::new(demo).get("/").status));
        }
        assert_eq!(take.recv(), Ok(503));
        let answer = visitor.post("/customers/1", &page);
        assert_eq!(answer.status, 503, "{}", answer.html);
        assert_eq!(answer.page().value("notes"), "Typed in vain?");
        lock.batch_execute("COMMIT").expect("the lock is ours");
    });
    assert_eq!(visitor.post("/customers/1", &page).status, 303);
}

/// The writer goes on only when the page has been answered.
fn a_page_does_not_wait_for_ever<P: Program, C: Connection + SimpleConnection>(server: &Server<P>) {
    let demo = Demo::on(server.url().parse().expect("a URL"));
    let mut visitor = Visitor::new(&demo);
    let mut writer = C::establish(&server.url()).expect("the server answers");
    let write = "UPDATE customers SET notes = 'Forgotten' WHERE id = 1";
    writer.batch_execute("BEGIN").expect("a transaction");
    writer.batch_execute(write).expect("the row is free");
    let answer = visitor.get("/customers/1");
    assert_eq!(answer.status, 503, "{}", answer.html);
    writer.batch_execute("COMMIT").expect("the transaction is open");
    assert_eq!(visitor.open("/customers/1").value("notes"), "Forgotten");
}

#[test]
fn a_page_does_not_wait_for_ever_for_a_transaction_on_postgresql() {
    a_page_does_not_wait_for_ever::<_, PgConnection>(&Postgres::start());
}

#[test]
fn a_page_does_not_wait_for_ever_for_a_transaction_on_mariadb() {
    a_page_does_not_wait_for_ever::<_, MysqlConnection>(&MariaDb::start());
}
