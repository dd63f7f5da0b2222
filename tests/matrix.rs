//! The databases that the tests run on.

#[path = "support"]
mod support {
    pub(crate) mod server;
}

use diesel::prelude::*;
use support::server::{MariaDb, Postgres};

#[test]
fn a_killed_server_comes_back_with_its_data() {
    let mut postgres = Postgres::start();
    let mut mariadb = MariaDb::start();
    let connect = |postgres: &Postgres, mariadb: &MariaDb| {
        let one = PgConnection::establish(&postgres.url()).expect("PostgreSQL answers");
        (one, MysqlConnection::establish(&mariadb.url()).expect("MariaDB answers"))
    };
    let (mut one, mut other) = connect(&postgres, &mariadb);
    let sql = "CREATE TABLE kept (a INTEGER)";
    diesel::sql_query(sql).execute(&mut one).expect("a table");
    diesel::sql_query(sql).execute(&mut other).expect("a table");
    postgres.kill();
    mariadb.kill();
    let sql = "INSERT INTO kept VALUES (1)";
    diesel::sql_query(sql).execute(&mut one).expect_err("killed");
    diesel::sql_query(sql).execute(&mut other).expect_err("killed");
    postgres.restart();
    mariadb.restart();
    let (mut one, mut other) = connect(&postgres, &mariadb);
    assert_eq!(diesel::sql_query(sql).execute(&mut one), Ok(1));
    assert_eq!(diesel::sql_query(sql).execute(&mut other), Ok(1));
}
