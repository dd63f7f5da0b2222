//! The demonstration, running: `Demo::start()` on a file of its own, `Demo::on(place)` elsewhere.
#![allow(dead_code, reason = "each test target uses a part")]

use customers::Place;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection as _, MysqlConnection, PgConnection, RunQueryDsl as _, SqliteConnection};
use tempfile::TempDir;

#[derive(diesel::QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

/// It ends with the value.
#[derive(Debug)]
pub(crate) struct Demo {
    address: String,
    place: Place,
    // It goes first: what it runs writes to the folder.
    _runtime: tokio::runtime::Runtime,
    folder: Option<TempDir>,
}

/// The same on a connection to whichever database it is.
macro_rules! connected {
    ($place:expr, $connection:ident => $action:expr) => {
        match $place {
            Place::File(file) => {
                let file = file.to_str().expect("a plain name");
                let mut $connection = SqliteConnection::establish(file).expect("the file");
                $connection.batch_execute("PRAGMA busy_timeout = 5000").expect("a number");
                $action
            }
            Place::Postgres(url) => {
                let mut $connection = PgConnection::establish(url).expect("the server answers");
                $action
            }
            Place::Mysql(url) => {
                let mut $connection = MysqlConnection::establish(url).expect("the server answers");
                $action
            }
        }
    };
}

impl Demo {
    /// On a new file.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::File(folder.path().join("customers.sqlite"));
        let mut demo = Demo::on(place);
        demo.folder = Some(folder);
        demo
    }

    /// On this database.
    pub(crate) fn on(place: Place) -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let app = runtime.block_on(customers::app(&place));
        let app = app.unwrap_or_else(|error| panic!("{place}: {error}"));
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Demo { address, place, _runtime: runtime, folder: None }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Somebody else's write.
    pub(crate) fn run(&self, sql: &str) {
        connected!(&self.place, connection => connection.batch_execute(sql))
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// What the database says to a query whose one column is a text, called `answer`.
    pub(crate) fn ask(&self, sql: &str) -> String {
        let answer: Answer =
            connected!(&self.place, connection => diesel::sql_query(sql).get_result(&mut connection))
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
        answer.answer
    }

    /// How many customers there are that satisfy the condition.
    pub(crate) fn count(&self, condition: &str) -> usize {
        self.rows(&format!("customers WHERE {condition}"))
    }

    /// How many leases there are or have been.
    pub(crate) fn leases(&self) -> usize {
        self.rows("cas_leases")
    }

    fn rows(&self, from: &str) -> usize {
        let sql = format!("SELECT CAST(count(*) AS CHAR(9)) AS answer FROM {from}");
        self.ask(&sql).trim().parse().expect("a number")
    }
}
