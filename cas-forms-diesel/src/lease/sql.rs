//! The statements of leases, one for each question. Words that begin with a colon stand for values.
//!
//! Each of them answers with one text, since a function of MariaDB has no more to give, and only a
//! function of MariaDB does it all in one round trip: whether it was done, the fencing token, how
//! many microseconds are left, the number of letters of the page's name, that name, the holder's.
//!
//! Nothing computes a time before it waits for a lock and uses it afterwards: clocks are read anew
//! wherever a lease is compared with them or extended.

/// The statements of one backend.
#[derive(Clone, Copy, Debug)]
pub struct LeaseSql {
    pub(crate) acquire: &'static str,
    pub(crate) take_over: &'static str,
    pub(crate) renew: &'static str,
    pub(crate) release: &'static str,
    pub(crate) holder: &'static str,
}

/// For databases whose `INSERT` and `UPDATE` give back columns.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const RETURNING: LeaseSql = LeaseSql {
    acquire: "INSERT INTO cas_leases (resource, token, holder, page, fence, expires_us) \
        VALUES (:resource, :token, :holder, :page, :floor, :now + :ttl) \
        ON CONFLICT (resource) DO UPDATE SET token = excluded.token, holder = excluded.holder, \
        page = excluded.page, fence = CASE WHEN cas_leases.token = excluded.token \
        THEN cas_leases.fence WHEN cas_leases.fence < excluded.fence THEN excluded.fence \
        ELSE cas_leases.fence + 1 END, expires_us = :now + :ttl \
        WHERE cas_leases.token = excluded.token OR cas_leases.expires_us <= :now \
        RETURNING '1 ' || fence || ' ' || (expires_us - :now) || ' ' || length(page) || ' ' \
        || page || holder AS answer",
    take_over: "UPDATE cas_leases SET token = :token, holder = :holder, page = :page, \
        fence = fence + 1, expires_us = :now + :ttl WHERE resource = :resource AND fence = :seen \
        RETURNING '1 ' || fence || ' ' || (expires_us - :now) || ' ' || length(page) || ' ' \
        || page || holder AS answer",
    renew: "UPDATE cas_leases SET expires_us = :now + :ttl \
        WHERE resource = :resource AND token = :token \
        RETURNING '1 ' || fence || ' ' || (expires_us - :now) || ' ' || length(page) || ' ' \
        || page || holder AS answer",
    release: "UPDATE cas_leases SET token = NULL, holder = '', page = '', expires_us = 0 \
        WHERE resource = :resource AND token = :token RETURNING '1 ' || fence || ' 0 0 ' AS answer",
    holder: "SELECT '0 ' || fence || ' ' || (expires_us - :now) || ' ' || length(page) || ' ' \
        || page || holder AS answer FROM cas_leases \
        WHERE resource = :resource AND expires_us > :now",
};

/// For MariaDB: its functions are in the migration. Where a session has a time zone with daylight saving, its
/// clock would be put back once a year.
///
/// A function is called in a derived table, which is filled before the result begins. Where it fails to
/// get a lock while rows are sent already, MariaDB's client library waits for the rest of them for ever as
/// soon as the statement is used again.
#[cfg(feature = "mysql")]
pub(crate) const FUNCTIONS: LeaseSql = LeaseSql {
    acquire: "SET STATEMENT time_zone = '+00:00' FOR SELECT answer FROM (SELECT CAST(\
        cas_lease_acquire(:resource, :token, :holder, :page, :floor, :ttl) \
        AS CHAR(512)) AS answer LIMIT 1) AS told",
    take_over: "SET STATEMENT time_zone = '+00:00' FOR SELECT answer FROM (SELECT CAST(\
        cas_lease_take_over(:resource, :token, :holder, :page, :seen, :ttl) \
        AS CHAR(512)) AS answer LIMIT 1) AS told",
    renew: "SET STATEMENT time_zone = '+00:00' FOR SELECT answer FROM (SELECT CAST(\
        cas_lease_renew(:resource, :token, :ttl) AS CHAR(512)) AS answer LIMIT 1) AS told",
    release: "SELECT answer FROM (SELECT CAST(\
        cas_lease_release(:resource, :token) AS CHAR(512)) AS answer LIMIT 1) AS told",
    holder: "SET STATEMENT time_zone = '+00:00' FOR \
        SELECT CONCAT('0 ', fence, ' ', expires_us - :now, ' ', CHAR_LENGTH(page), ' ', page, \
        holder) AS answer FROM cas_leases WHERE resource = :resource AND expires_us > :now",
};
