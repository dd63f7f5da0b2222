//! Where the customers are kept: the tables, made and filled on first run, and a pool of connections.

mod client;
mod place;

use crate::Error;
use crate::customer::customers;
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::asynchronous::purge_nonces;
pub(crate) use client::{Client, on};
use deadpool::Runtime;
use deadpool::managed::{self, BuildError, Manager, Timeouts};
use diesel::QueryDsl;
use diesel::dsl::{exists, select};
use diesel::mysql::Mysql;
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_async::pooled_connection::deadpool::PoolError;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{
    AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
};
pub use place::Place;
use std::time::Duration;

/// SQLite blocks; the wrapper runs it on threads where that is allowed.
type SqliteClient = SyncConnectionWrapper<diesel::SqliteConnection>;

type PoolOf<C> = diesel_async::pooled_connection::deadpool::Pool<C>;

/// One second for another writer to finish: a save tries five times before it gives up. Readers wait for
/// nobody.
const FILE: &str = "PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL";

/// Locking a row waits for whoever is writing it: a transaction that somebody forgot about holds up a
/// page for so long, and not for ever.
const POSTGRES: &str = "SET lock_timeout = '2s'";
const MYSQL: &str = "SET SESSION innodb_lock_wait_timeout = 2, SESSION lock_wait_timeout = 2";

/// As many pages as may wait for the database at once.
const CONNECTIONS: usize = 8;

const WEEK: Duration = Duration::from_hours(7 * 24);

/// Better a page that says so, with everything typed, than none.
const TIMEOUTS: Timeouts = Timeouts {
    wait: Some(Duration::from_secs(2)),
    create: Some(Duration::from_secs(5)),
    recycle: Some(Duration::from_secs(5)),
};

/// The connections to the one database that was chosen.
#[derive(Clone)]
pub(crate) enum Pool {
    Sqlite(PoolOf<SqliteClient>),
    Postgres(PoolOf<AsyncPgConnection>),
    Mysql(PoolOf<AsyncMysqlConnection>),
}

impl Pool {
    /// Opens the place, with some customers in it if there are none.
    pub(crate) async fn open(place: &Place) -> Result<Self, Error> {
        let pool = match place {
            Place::File(file) => {
                let url = file.to_str().ok_or("the name of the database is not UTF-8")?;
                let manager = AsyncDieselConnectionManager::new_with_config(url, set_up(FILE));
                Pool::Sqlite(pool(manager)?)
            }
            Place::Postgres(url) => {
                let config = set_up(POSTGRES);
                Pool::Postgres(pool(AsyncDieselConnectionManager::new_with_config(url, config))?)
            }
            Place::Mysql(url) => {
                let config = set_up(MYSQL);
                Pool::Mysql(pool(AsyncDieselConnectionManager::new_with_config(url, config))?)
            }
        };
        pool.prepare().await?;
        Ok(pool)
    }

    /// A connection that answers.
    pub(crate) async fn get(&self) -> Result<Client, PoolError> {
        Ok(match self {
            Pool::Sqlite(pool) => Client::Sqlite(pool.get().await?),
            Pool::Postgres(pool) => Client::Postgres(pool.get().await?),
            Pool::Mysql(pool) => Client::Mysql(pool.get().await?),
        })
    }

    /// Makes and fills what is missing.
    async fn prepare(&self) -> Result<(), Error> {
        let mut client = self.get().await.map_err(|error| match error {
            // Without what the pool says of itself.
            PoolError::Backend(error) => Error::from(error),
            PoolError::Timeout(_) => "there is no answer".into(),
            error => error.into(),
        })?;
        let tables = match client {
            Client::Sqlite(_) => {
                [include_str!("../assets/sql/sqlite.sql"), Sqlite::NONCE_TABLE, Sqlite::LEASE_TABLE]
            }
            Client::Postgres(_) => {
                [include_str!("../assets/sql/postgres.sql"), Pg::NONCE_TABLE, Pg::LEASE_TABLE]
            }
            Client::Mysql(_) => {
                [include_str!("../assets/sql/mysql.sql"), Mysql::NONCE_TABLE, Mysql::LEASE_TABLE]
            }
        };
        for sql in tables {
            client.run(sql).await?;
        }
        // Nobody sends a page again after a week.
        on!(&mut client, connection => purge_nonces(connection, WEEK).await)?;
        // It names every column, and so finds a table that is not ours.
        let any = select(exists(customers::table.select(customers::all_columns)));
        let has_customers: bool = on!(&mut client, connection => any.get_result(connection).await)?;
        if !has_customers {
            client.run(include_str!("../assets/sql/customers.sql")).await?;
        }
        Ok(())
    }
}

fn pool<M: Manager>(manager: M) -> Result<managed::Pool<M>, BuildError> {
    managed::Pool::builder(manager)
        .max_size(CONNECTIONS)
        .timeouts(TIMEOUTS)
        .runtime(Runtime::Tokio1)
        .build()
}

/// Connections on which this was run.
fn set_up<C: AsyncConnection + SimpleAsyncConnection + 'static>(
    sql: &'static str,
) -> ManagerConfig<C> {
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(move |url| {
        let url = url.to_owned();
        Box::pin(async move {
            let mut client = C::establish(&url).await?;
            let done = client.batch_execute(sql).await;
            done.map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(client)
        })
    });
    config
}
