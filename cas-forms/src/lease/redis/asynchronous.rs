//! The same store, awaited on tokio.

use super::script::{self, Call};
use super::{Redis, unavailable};
use crate::lease::{Answer, Ask, AsyncLeaseStore, LeaseError};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, ErrorKind, RedisError, RedisResult};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

/// One connection for all questions, as long as it lives.
pub(super) type Shared = Mutex<Option<MultiplexedConnection>>;

impl Redis {
    async fn await_answer(&self, call: &Call<'_>) -> RedisResult<Answer> {
        if let Some(connection) = self.kept() {
            match self.await_answer_on(connection, call).await {
                Err(error) if !error.is_timeout() => {}
                end => return end,
            }
        }
        let server = Arc::clone(&self.server);
        // The closure is not ours, and may wait.
        let located = tokio::task::spawn_blocking(move || (server.locate)());
        let client = located.await.map_err(|error| {
            RedisError::from((ErrorKind::Io, "no server was named", error.to_string()))
        })??;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout));
        let connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        self.keep(Some(connection.clone()));
        self.await_answer_on(connection, call).await
    }

    /// A connection that fails is not asked again: others still may get their answers from it.
    async fn await_answer_on(
        &self,
        mut connection: MultiplexedConnection,
        call: &Call<'_>,
    ) -> RedisResult<Answer> {
        let told: RedisResult<String> = match call.command.query_async(&mut connection).await {
            Err(error) if script::is_forgotten(&error) => {
                match call.script.load_async(&mut connection).await {
                    Ok(_) => call.command.query_async(&mut connection).await,
                    Err(error) => Err(error),
                }
            }
            told => told,
        };
        if told.is_err() {
            self.keep(None);
        }
        call.answer(&told?)
    }

    fn kept(&self) -> Option<MultiplexedConnection> {
        self.server.shared.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, connection: Option<MultiplexedConnection>) {
        *self.server.shared.lock().unwrap_or_else(PoisonError::into_inner) = connection;
    }
}

impl<C> AsyncLeaseStore<C> for Redis {
    fn ask<'f>(
        &'f self,
        ask: Ask<'f>,
        _: &'f mut C,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, LeaseError>> + Send + 'f>> {
        let call = Call::new(ask, &self.prefix);
        Box::pin(async move { self.await_answer(&call).await.map_err(unavailable) })
    }
}
