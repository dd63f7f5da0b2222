//! The address of a database.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where the customers are kept.
#[derive(Clone)]
pub enum Place {
    /// An SQLite file.
    File(PathBuf),
    /// The URL of a database on a PostgreSQL server.
    Postgres(String),
    /// The URL of a database on a MariaDB server.
    Mysql(String),
}

impl FromStr for Place {
    type Err = String;

    /// Reads the URL of a database.
    fn from_str(url: &str) -> Result<Self, String> {
        match url.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Place::Postgres(url.to_owned())),
            Some(("mysql", _)) => Ok(Place::Mysql(url.to_owned())),
            Some((scheme, _)) => Err(format!(
                "there is no driver for {scheme}://; there are postgres:// and mysql:// (MariaDB), \
                 and --file for SQLite"
            )),
            None => Err("a database is given as postgres://user:password@host/name or \
                         mysql://user:password@host/name, an SQLite file by --file"
                .to_owned()),
        }
    }
}

impl fmt::Display for Place {
    /// The place, without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(file) => {
                write!(f, "{}", file.canonicalize().as_ref().unwrap_or(file).display())
            }
            Place::Postgres(url) | Place::Mysql(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A query may hold a password as well, so it is left out with it.
fn without_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else { return String::new() };
    match rest.rsplit_once('@') {
        Some((account, host)) => {
            let user = account.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    fn shown(url: &str) -> String {
        url.parse::<Place>().map_or_else(|error| error, |place| place.to_string())
    }

    #[test]
    fn a_password_is_never_shown() {
        for (url, safe) in [
            ("postgres://ann:secret@host:5432/shop", "postgres://ann@host:5432/shop"),
            ("mysql://ann:se:cr@et@host/shop", "mysql://ann@host/shop"),
            ("postgresql://host/shop?password=secret", "postgresql://host/shop"),
            ("mysql://host/shop", "mysql://host/shop"),
        ] {
            assert_eq!(shown(url), safe);
        }
    }

    #[test]
    fn an_unknown_scheme_is_told_what_is_known() {
        for url in ["oracle://ann:secret@host/shop", "customers.sqlite", ""] {
            let told = shown(url);
            assert!(told.contains("postgres://") && told.contains("mysql://"), "{told}");
            assert!(told.contains("--file") && !told.contains("secret"), "{told}");
        }
    }
}
