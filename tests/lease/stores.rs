//! Every store keeps the same contract.

use super::contract::{Way, contract};
use super::databases::Place;
use cas_forms::{LeaseStore, Memory};
use cas_forms_diesel::{Database, Fenced};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use std::sync::LazyLock;

/// Through a connection of its own.
fn way<C: Place + Send>(store: impl LeaseStore<C> + Send + 'static, url: &str) -> Way {
    let mut connection = C::connect(url);
    Box::new(move |ask| store.ask(ask, &mut connection))
}

static SQLITE: LazyLock<String> = LazyLock::new(SqliteConnection::make);
static POSTGRES: LazyLock<String> = LazyLock::new(PgConnection::make);
static MARIADB: LazyLock<String> = LazyLock::new(MysqlConnection::make);

static MEMORY: LazyLock<Memory> = LazyLock::new(Memory::default);

fn memory() -> Memory {
    MEMORY.clone()
}

contract! {
    sqlite: || way::<SqliteConnection>(Database, &SQLITE);
    postgres: || way::<PgConnection>(Database, &POSTGRES);
    mariadb: || way::<MysqlConnection>(Database, &MARIADB);
    memory_alone: || { let store = memory(); Box::new(move |ask| store.ask(ask, &mut ())) };
    memory_fenced_by_sqlite: || way::<SqliteConnection>(Fenced::new(memory()), &SQLITE);
    memory_fenced_by_postgres: || way::<PgConnection>(Fenced::new(memory()), &POSTGRES);
    memory_fenced_by_mariadb: || way::<MysqlConnection>(Fenced::new(memory()), &MARIADB);
}
