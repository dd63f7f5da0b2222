//! The demonstration on each database, through its HTTP interface.
#![allow(clippy::duplicate_mod, reason = "the same tests run on each database")]

#[path = "support"]
mod support {
    pub(crate) mod demo;
    pub(crate) mod page;
    pub(crate) mod server;
}
#[path = "demo"]
mod demo {
    mod failing;
    mod starting;
    pub(crate) mod visitor;
}

use demo::visitor::Visitor;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, MysqlConnection, PgConnection};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::demo::Demo;
use support::server::{MariaDb, Postgres};

static POSTGRES: OnceLock<Postgres> = OnceLock::new();
static MARIADB: OnceLock<MariaDb> = OnceLock::new();
static NAMES: AtomicUsize = AtomicUsize::new(0);

/// A database of this server's that no other test uses.
macro_rules! unused {
    ($connection:ty, $url:expr) => {{
        let url: String = $url;
        let name = format!("demo_{}", NAMES.fetch_add(1, Ordering::Relaxed));
        let mut connection = <$connection>::establish(&url).expect("the server answers");
        connection.batch_execute(&format!("CREATE DATABASE {name}")).expect("a new name");
        let (server, _) = url.rsplit_once('/').expect("a path");
        format!("{server}/{name}")
    }};
}

#[path = "demo"]
mod sqlite {
    use super::*;

    fn demo() -> Demo {
        Demo::start()
    }

    mod locked;
    mod pages;
}

#[path = "demo"]
mod postgres {
    use super::*;

    fn demo() -> Demo {
        let url = unused!(PgConnection, POSTGRES.get_or_init(Postgres::start).url());
        Demo::on(url.parse().expect("a URL"))
    }

    mod locked;
    mod pages;
}

#[path = "demo"]
mod mariadb {
    use super::*;

    fn demo() -> Demo {
        let url = unused!(MysqlConnection, MARIADB.get_or_init(MariaDb::start).url());
        Demo::on(url.parse().expect("a URL"))
    }

    mod locked;
    mod pages;
}
