//! What the databases do differently, apart from comparing.

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
use crate::compare::{Compare, Operands};
use crate::demand::Unlogged;
use crate::guard::Dialect;
use crate::lease::LeaseSql;
use diesel::QueryResult;
use diesel::backend::{Backend, DieselReserveSpecialization};
use diesel::deserialize;
use diesel::query_builder::AstPass;
use diesel::row::NamedRow;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

/// A backend that forms can be saved on.
#[diagnostic::on_unimplemented(
    message = "forms cannot be saved on the backend `{Self}`",
    note = "enable the feature `sqlite`, `postgres` or `mysql` of cas-forms-diesel",
    note = "a `MultiConnection` has a backend of its own, which cannot say how to compare exactly: \
            match on it and save on the connection inside"
)]
pub trait CasBackend:
    Backend<QueryBuilder: Default> + DieselReserveSpecialization + Dialect + Default + 'static
{
    /// How a row is kept from others until the transaction ends.
    const LOCK: Lock;
    /// What names are enclosed in.
    const QUOTE: &'static str;

    /// Whether a `SELECT` may read what is not committed.
    const READS_UNCOMMITTED: bool;

    /// Whether a statement that fails undoes the transaction that it is in.
    const UNDOES_ALL: bool;

    /// Whether a statement may get the answer to one whose future was dropped.
    const MIXES_ANSWERS: bool;

    /// What a comparison in the select list came to.
    ///
    /// # Errors
    ///
    /// A column that is not there.
    fn flag<'r>(row: &impl NamedRow<'r, Self>, column: &str) -> deserialize::Result<bool>;

    /// Creates the table `cas_nonces`, which [`insert`](crate::sync::Insert::insert) needs, unless it
    /// is there: the text of `migrations/*/*_cas_nonces/up.sql`, for applications without the
    /// migrations tool.
    ///
    /// ```
    /// use cas_forms_diesel::CasBackend as _;
    /// use diesel::connection::{Connection as _, SimpleConnection as _};
    ///
    /// let mut connection = diesel::SqliteConnection::establish(":memory:")?;
    /// connection.batch_execute(diesel::sqlite::Sqlite::NONCE_TABLE)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    const NONCE_TABLE: &'static str;

    /// Creates the table `cas_leases`, which locking needs, unless it is there: the text of
    /// `migrations/*/*_cas_leases/up.sql`.
    const LEASE_TABLE: &'static str;

    /// What the table of leases is asked.
    #[doc(hidden)]
    const LEASES: LeaseSql;

    /// The time now, at this very moment of a transaction: microseconds since 1970, as an expression.
    const NOW_US: &'static str;

    /// What lets an `INSERT` pass by a row that is there already; empty where nothing does that and
    /// no more, so that a [unique violation](diesel::result::DatabaseErrorKind) says so.
    const OR_NOTHING: &'static str;

    /// What makes a `SELECT` read the newest row and keep it; empty where there are no row locks.
    const FOR_SHARE: &'static str;

    /// Whether an `INSERT` gives back columns. Of MariaDB's Diesel's own connections cannot read them.
    const RETURNS: bool;

    /// What a nonce is taken with for a key: none.
    const NO_KEY: &'static str = "NULL";

    /// The time so many seconds ago, as an expression of the type of `cas_nonces.made_at`.
    fn ago(seconds: u64) -> String;

    /// Binds a text.
    ///
    /// # Errors
    ///
    /// Those of its serialization.
    fn push_text<'b>(out: &mut AstPass<'_, 'b, Self>, text: &'b str) -> QueryResult<()>;

    /// Binds what proves a lease.
    ///
    /// # Errors
    ///
    /// Those of its serialization.
    #[doc(hidden)]
    fn push_secret<'b>(out: &mut AstPass<'_, 'b, Self>, secret: &'b Unlogged) -> QueryResult<()>;

    /// Binds a whole number.
    ///
    /// # Errors
    ///
    /// Those of its serialization.
    fn push_number<'b>(out: &mut AstPass<'_, 'b, Self>, number: &'b i64) -> QueryResult<()>;

    /// Writes that a column holds exactly this text, whatever its collation calls equal.
    ///
    /// # Errors
    ///
    /// Those of the text's serialization.
    fn push_exactly<'b>(out: AstPass<'_, 'b, Self>, column: &str, text: &'b str)
    -> QueryResult<()>;

    /// A text of the select list.
    ///
    /// # Errors
    ///
    /// A column that is not there, or holds no text.
    fn text<'r>(row: &impl NamedRow<'r, Self>, column: &str)
    -> deserialize::Result<Option<String>>;
}

/// A way to lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// `SELECT ... FOR UPDATE`
    ForUpdate,
    /// A first statement that writes nothing, but takes the lock of the whole database: SQLite has
    /// no row locks, and `BEGIN IMMEDIATE` is out of reach for a generic connection.
    EmptyWrite,
}

/// Binding and loading is the same on all of them, but for the compiler.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
macro_rules! values {
    () => {
        fn flag<'r>(row: &impl NamedRow<'r, Self>, column: &str) -> deserialize::Result<bool> {
            NamedRow::get::<Bool, bool>(row, column)
        }

        fn push_text<'b>(out: &mut AstPass<'_, 'b, Self>, text: &'b str) -> QueryResult<()> {
            out.push_bind_param::<Text, str>(text)
        }

        fn push_secret<'b>(
            out: &mut AstPass<'_, 'b, Self>,
            secret: &'b Unlogged,
        ) -> QueryResult<()> {
            out.push_bind_param::<Text, Unlogged>(secret)
        }

        fn push_number<'b>(out: &mut AstPass<'_, 'b, Self>, number: &'b i64) -> QueryResult<()> {
            out.push_bind_param::<BigInt, i64>(number)
        }

        fn push_exactly<'b>(
            out: AstPass<'_, 'b, Self>,
            column: &str,
            value: &'b str,
        ) -> QueryResult<()> {
            let sql_type = std::marker::PhantomData::<fn() -> Text>;
            let mut sides = Operands { out, column, is_plain: false, value, sql_type };
            <Text as Compare<Self>>::same(&mut sides)
        }

        fn text<'r>(
            row: &impl NamedRow<'r, Self>,
            column: &str,
        ) -> deserialize::Result<Option<String>> {
            NamedRow::get::<Nullable<Text>, Option<String>>(row, column)
        }
    };
}

#[cfg(feature = "sqlite")]
impl CasBackend for diesel::sqlite::Sqlite {
    const LOCK: Lock = Lock::EmptyWrite;
    const QUOTE: &'static str = "`";
    const READS_UNCOMMITTED: bool = false;
    const UNDOES_ALL: bool = false;
    const MIXES_ANSWERS: bool = false;
    const NONCE_TABLE: &'static str =
        include_str!("../migrations/sqlite/2026-01-01-000000_cas_nonces/up.sql");
    const LEASE_TABLE: &'static str =
        include_str!("../migrations/sqlite/2026-01-02-000000_cas_leases/up.sql");
    const LEASES: LeaseSql = crate::lease::RETURNING;
    const NOW_US: &'static str =
        "CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER) * 1000";
    const OR_NOTHING: &'static str = " ON CONFLICT DO NOTHING";
    const FOR_SHARE: &'static str = "";
    const RETURNS: bool = true;

    fn ago(seconds: u64) -> String {
        format!("datetime('now', '-{seconds} seconds')")
    }

    values!();
}

#[cfg(feature = "postgres")]
impl CasBackend for diesel::pg::Pg {
    const LOCK: Lock = Lock::ForUpdate;
    const QUOTE: &'static str = "\"";
    const READS_UNCOMMITTED: bool = false;
    const UNDOES_ALL: bool = true;
    const MIXES_ANSWERS: bool = false;
    const NONCE_TABLE: &'static str =
        include_str!("../migrations/postgres/2026-01-01-000000_cas_nonces/up.sql");
    const LEASE_TABLE: &'static str =
        include_str!("../migrations/postgres/2026-01-02-000000_cas_leases/up.sql");
    const LEASES: LeaseSql = crate::lease::RETURNING;
    const NOW_US: &'static str = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";
    const OR_NOTHING: &'static str = " ON CONFLICT DO NOTHING";
    const FOR_SHARE: &'static str = " FOR SHARE";
    const RETURNS: bool = true;

    fn ago(seconds: u64) -> String {
        format!("now() - INTERVAL '{seconds} seconds'")
    }

    values!();
}

#[cfg(feature = "mysql")]
impl CasBackend for diesel::mysql::Mysql {
    const LOCK: Lock = Lock::ForUpdate;
    const QUOTE: &'static str = "`";
    const READS_UNCOMMITTED: bool = true;
    const UNDOES_ALL: bool = false;
    const MIXES_ANSWERS: bool = true;
    const NONCE_TABLE: &'static str =
        include_str!("../migrations/mysql/2026-01-01-000000_cas_nonces/up.sql");
    const LEASE_TABLE: &'static str =
        include_str!("../migrations/mysql/2026-01-02-000000_cas_leases/up.sql");
    const LEASES: LeaseSql = crate::lease::FUNCTIONS;
    const NOW_US: &'static str = "CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)";
    const OR_NOTHING: &'static str = "";
    const FOR_SHARE: &'static str = " LOCK IN SHARE MODE";
    const RETURNS: bool = false;
    // Whatever number was given before is forgotten: it would be taken for the new row's.
    const NO_KEY: &'static str = "NULLIF(LAST_INSERT_ID(0), 0)";

    fn ago(seconds: u64) -> String {
        format!("NOW() - INTERVAL {seconds} SECOND")
    }

    values!();
}
