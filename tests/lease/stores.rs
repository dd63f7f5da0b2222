//! Every store keeps the same contract, asked on a thread or awaited.

use super::contract::{Way, contract};
use super::databases::{Place, run};
use crate::support::server::RedisServer;
use cas_forms::{AsyncLeaseStore, LeaseStore, Memory, Redis};
use cas_forms_diesel::{Database, Fenced};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection};
use std::sync::LazyLock;

static SQLITE: LazyLock<String> = LazyLock::new(SqliteConnection::make);
static POSTGRES: LazyLock<String> = LazyLock::new(PgConnection::make);
static MARIADB: LazyLock<String> = LazyLock::new(MysqlConnection::make);
static REDIS: LazyLock<RedisServer> = LazyLock::new(RedisServer::start);
static MEMORY: LazyLock<Memory> = LazyLock::new(Memory::default);

/// Leases of this process.
fn memory() -> Memory {
    MEMORY.clone()
}

/// A way of its own to the one Redis.
fn redis() -> Redis {
    Redis::open(&REDIS.url(), "test").expect("an address")
}

/// Through a connection of its own.
fn way<C: Place + Send>(store: impl LeaseStore<C> + Send + 'static, url: &str) -> Way {
    way_at("SELECT 1", store, url)
}

/// Through a connection of its own, with this setting.
pub(super) fn way_at<C: Place + Send>(
    setting: &str,
    store: impl LeaseStore<C> + Send + 'static,
    url: &str,
) -> Way {
    let mut connection = C::connect(url);
    run(&mut connection, setting);
    Box::new(move |ask| store.ask(ask, &mut connection))
}

fn alone(store: impl LeaseStore<()> + Send + 'static) -> Way {
    Box::new(move |ask| store.ask(ask, &mut ()))
}

/// Through a connection that is awaited.
pub(super) fn awaited<C: AsyncConnection + 'static>(
    store: impl AsyncLeaseStore<C> + Send + 'static,
    start: &'static str,
    url: &str,
) -> Way {
    let threads = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = threads.expect("a runtime");
    let connection = async {
        let mut connection = C::establish(url).await.expect("the database answers");
        connection.batch_execute(start).await.expect("a setting");
        connection
    };
    let mut connection = runtime.block_on(connection);
    Box::new(move |ask| runtime.block_on(store.ask(ask, &mut connection)))
}

fn awaited_alone(store: impl AsyncLeaseStore<()> + Send + 'static) -> Way {
    let threads = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = threads.expect("a runtime");
    Box::new(move |ask| runtime.block_on(store.ask(ask, &mut ())))
}

fn awaited_sqlite(
    store: impl AsyncLeaseStore<SyncConnectionWrapper<SqliteConnection>> + Send + 'static,
) -> Way {
    awaited(store, SqliteConnection::START, &SQLITE)
}

fn awaited_postgres(store: impl AsyncLeaseStore<AsyncPgConnection> + Send + 'static) -> Way {
    awaited(store, PgConnection::START, &POSTGRES)
}

fn awaited_mariadb(store: impl AsyncLeaseStore<AsyncMysqlConnection> + Send + 'static) -> Way {
    awaited(store, MysqlConnection::START, &MARIADB)
}

const REPEATABLE: &str =
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ";
const COMMITTED: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
/// Whoever sets the clock of a session does not set that of leases.
const ELSEWHERE: &str = "SET SESSION time_zone = '-09:30', timestamp = 1";

contract! {
    sqlite: || way::<SqliteConnection>(Database, &SQLITE);
    postgres: || way::<PgConnection>(Database, &POSTGRES);
    mariadb: || way::<MysqlConnection>(Database, &MARIADB);
    postgres_at_repeatable_read: || way_at::<PgConnection>(REPEATABLE, Database, &POSTGRES);
    mariadb_at_read_committed: || way_at::<MysqlConnection>(COMMITTED, Database, &MARIADB);
    mariadb_by_another_time: || way_at::<MysqlConnection>(ELSEWHERE, Database, &MARIADB);
    sqlite_awaited: || awaited_sqlite(Database);
    postgres_awaited: || awaited_postgres(Database);
    mariadb_awaited: || awaited_mariadb(Database);
    memory_alone: || alone(memory());
    memory_awaited: || awaited_alone(memory());
    memory_fenced_by_sqlite: || way::<SqliteConnection>(Fenced::new(memory()), &SQLITE);
    memory_fenced_by_postgres: || way::<PgConnection>(Fenced::new(memory()), &POSTGRES);
    memory_fenced_by_mariadb: || way::<MysqlConnection>(Fenced::new(memory()), &MARIADB);
    memory_fenced_by_sqlite_awaited: || awaited_sqlite(Fenced::new(memory()));
    memory_fenced_by_postgres_awaited: || awaited_postgres(Fenced::new(memory()));
    memory_fenced_by_mariadb_awaited: || awaited_mariadb(Fenced::new(memory()));
    redis_alone: || alone(redis());
    redis_awaited: || awaited_alone(redis());
    redis_fenced_by_sqlite: || way::<SqliteConnection>(Fenced::new(redis()), &SQLITE);
    redis_fenced_by_postgres: || way::<PgConnection>(Fenced::new(redis()), &POSTGRES);
    redis_fenced_by_mariadb: || way::<MysqlConnection>(Fenced::new(redis()), &MARIADB);
    redis_fenced_by_sqlite_awaited: || awaited_sqlite(Fenced::new(redis()));
    redis_fenced_by_postgres_awaited: || awaited_postgres(Fenced::new(redis()));
    redis_fenced_by_mariadb_awaited: || awaited_mariadb(Fenced::new(redis()));
}
