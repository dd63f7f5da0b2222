//! diesel-async's connections.

use super::{Answer, Desk, opened, verbs};
use crate::race::model::{Action, Sheet};
use crate::support::page::Page;
use crate::{Doc, Draft};
use cas_forms::CasForm as _;
use cas_forms_diesel::asynchronous::{Delete as _, Insert as _, Open as _, Save as _};
use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl as _};
use tokio::runtime::{Builder, Runtime};

/// A connection whose futures its worker waits for.
pub(crate) struct Awaited<C> {
    connection: C,
    runtime: Runtime,
}

impl<C: AsyncConnection> Awaited<C> {
    /// Connects, and sets the connection up.
    pub(crate) fn establish(url: &str, settings: &str) -> Result<Self, String> {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let connection = runtime.block_on(async {
            let mut connection = C::establish(url).await.map_err(|error| error.to_string())?;
            connection.batch_execute(settings).await.map_err(|error| error.to_string())?;
            Ok::<_, String>(connection)
        })?;
        Ok(Awaited { connection, runtime })
    }
}

type SqliteWrapper = SyncConnectionWrapper<SqliteConnection>;

macro_rules! desks {
    ($($module:ident: $connection:ident;)*) => {$(
        mod $module {
            use super::*;

            verbs! { $connection, async await }
        }

        impl Desk for Awaited<$connection> {
            fn open(&mut self, doc: i32, action: Action) -> Result<Option<Page>, String> {
                self.runtime.block_on($module::open(&mut self.connection, doc, action))
            }
            fn send(&mut self, sheet: &Sheet, body: &str) -> Answer {
                self.runtime.block_on($module::send(&mut self.connection, sheet, body))
            }
            fn run(&mut self, sql: &str) -> Result<usize, String> {
                self.runtime.block_on($module::run(&mut self.connection, sql))
            }
        }
    )*};
}

desks! {
    sqlite: SqliteWrapper;
    postgres: AsyncPgConnection;
    mysql: AsyncMysqlConnection;
}
