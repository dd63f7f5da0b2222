//! Leases in Redis.

#[cfg(feature = "redis-async")]
mod asynchronous;
mod script;

use self::script::Call;
use super::{Answer, Ask, LeaseError, LeaseStore};
use redis::io::tcp::TcpSettings;
use redis::{Client, Connection, ConnectionInfo, IntoConnectionInfo as _, RedisResult};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A store of leases in Redis, for applications of many processes; a clone is the same store.
///
/// Each question is one script, one round trip, and decided by the clock of the Redis server. A lease
/// is a hash at one key, `prefix:resource/key`, and no script touches a second one; but connections go to
/// one server and follow no `MOVED`, so that behind a cluster a proxy is needed. The hashes stay: who had a
/// lease that has ended resumes it unless somebody took it.
///
/// Connections are made when they are needed, also after the server was restarted or became another
/// one, and whatever a question waits for, it waits for [a bounded time](Self::with_timeout).
///
/// Redis may lose what it holds: by a failover, `FLUSHALL`, a restart without persistence, or a
/// `maxmemory-policy` other than `noeviction`, which throws away leases that are still held. Fencing
/// tokens grow all the same, unless the server's clock is set back besides: they are microseconds
/// since 1970 at least. Only a table of the database remembers for sure, and `cas_forms_diesel::Fenced`
/// keeps it beside: no lease that Redis has lost is given away while it is held.
///
/// ```no_run
/// use cas_forms::Redis;
///
/// let leases = Redis::open("redis://127.0.0.1/", "shop")?;
/// # Ok::<(), cas_forms::LeaseError>(())
/// ```
#[derive(Clone)]
pub struct Redis {
    server: Arc<Server>,
    /// What keys begin with, escaped.
    prefix: Arc<str>,
    timeout: Duration,
}

/// Where the server is, and the connections to it that nobody uses now.
struct Server {
    locate: Box<dyn Fn() -> RedisResult<Client> + Send + Sync>,
    idle: Mutex<Vec<Connection>>,
    #[cfg(feature = "redis-async")]
    shared: asynchronous::Shared,
}

/// So many connections are kept for later.
const MOST_IDLE: usize = 64;

const TIMEOUT: Duration = Duration::from_secs(1);

impl Redis {
    /// Leases in the server at this address. Applications that share it have prefixes of their own.
    ///
    /// Nothing is connected yet: the application starts whether the server answers or not.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Unavailable`], if that is no address.
    pub fn open(url: &str, prefix: &str) -> Result<Self, LeaseError> {
        let info = url.into_connection_info().map_err(unavailable)?;
        let tcp = TcpSettings::default().set_nodelay(true);
        let client =
            Client::open(ConnectionInfo::set_tcp_settings(info, tcp)).map_err(unavailable)?;
        Ok(Redis::locating(prefix, move || Ok(client.clone())))
    }

    /// Leases in a server that may become another one, as with Sentinel, or that is reached in a way
    /// of its own: the closure says which it is now, each time that a connection is made. A server
    /// that refuses to write, since it is no master any more, is left for the one that the closure
    /// names.
    ///
    /// The client is one of the crate `redis`, version 1.
    pub fn locating(
        prefix: &str,
        locate: impl Fn() -> RedisResult<Client> + Send + Sync + 'static,
    ) -> Self {
        let server = Server {
            locate: Box::new(locate),
            idle: Mutex::default(),
            #[cfg(feature = "redis-async")]
            shared: Mutex::default(),
        };
        let prefix = script::escaped_prefix(prefix).into();
        Redis { server: Arc::new(server), prefix, timeout: TIMEOUT }
    }

    /// How long to wait for a connection, and for each answer: a second, unless this says otherwise.
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Redis { timeout, ..self }
    }

    /// Asks on a connection that is kept and, unless it succeeds or is silent, on a new one. What was
    /// done although no answer came is done once: asked again, the secret is known.
    fn answer(&self, call: &Call<'_>) -> RedisResult<Answer> {
        let kept = self.server.idle().pop();
        if let Some(connection) = kept {
            match self.answer_on(connection, call) {
                Err(error) if !error.is_timeout() => self.server.idle().clear(),
                end => return end,
            }
        }
        let client = (self.server.locate)()?;
        let connection = client.get_connection_with_timeout(self.timeout)?;
        connection.set_read_timeout(Some(self.timeout))?;
        connection.set_write_timeout(Some(self.timeout))?;
        self.answer_on(connection, call)
    }

    /// Keeps the connection if it answers. One that failed might give the answer to another question.
    fn answer_on(&self, mut connection: Connection, call: &Call<'_>) -> RedisResult<Answer> {
        let told: String = match call.command.query(&mut connection) {
            Err(error) if script::is_forgotten(&error) => {
                call.script.load(&mut connection)?;
                call.command.query(&mut connection)?
            }
            told => told?,
        };
        let mut idle = self.server.idle();
        if idle.len() < MOST_IDLE {
            idle.push(connection);
        }
        call.answer(&told)
    }
}

impl Server {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C> LeaseStore<C> for Redis {
    fn ask(&self, ask: Ask<'_>, _: &mut C) -> Result<Answer, LeaseError> {
        self.answer(&Call::new(ask, &self.prefix)).map_err(unavailable)
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

fn unavailable(error: redis::RedisError) -> LeaseError {
    LeaseError::Unavailable(error.into())
}
