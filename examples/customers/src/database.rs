//! The file: made and filled on first run, then served by a pool.

use crate::Error;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Integer;
use diesel::{Connection, SqliteConnection};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, deadpool};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use std::path::Path;

/// SQLite blocks; the wrapper runs it on threads where that is allowed.
type Client = SyncConnectionWrapper<SqliteConnection>;
pub(crate) type Pool = deadpool::Pool<Client>;

/// One second for another writer to finish: a save tries five times before it gives up.
const PATIENCE: &str = "PRAGMA busy_timeout = 1000";

/// Opens the file, with some customers in it if it is new.
pub(crate) fn open(file: &Path) -> Result<Pool, Error> {
    let url = file.to_str().ok_or("the name of the database is not UTF-8")?;
    let mut connection = SqliteConnection::establish(url)?;
    connection.batch_execute(PATIENCE)?;
    connection.batch_execute("PRAGMA journal_mode = WAL")?;
    connection.immediate_transaction(|connection| {
        let tables = sql::<Integer>("SELECT count(*) FROM sqlite_schema WHERE name = 'customers'");
        match diesel::RunQueryDsl::get_result::<i32>(tables, connection)? {
            0 => connection.batch_execute(include_str!("../assets/first-run.sql")),
            _ => Ok(()),
        }
    })?;
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(|url| {
        let url = url.to_owned();
        Box::pin(async move {
            let mut client = Client::establish(&url).await?;
            client
                .batch_execute(PATIENCE)
                .await
                .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(client)
        })
    });
    Ok(Pool::builder(AsyncDieselConnectionManager::new_with_config(url, config)).build()?)
}
