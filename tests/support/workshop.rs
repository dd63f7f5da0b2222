//! A small web application for the browser tests: every widget over one SQLite table, in a form tag
//! with our attributes or in a plain one.
#![allow(dead_code, reason = "each test target uses a part")]

mod tags;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use cas_forms::{CasForm, Form};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tags::Tags;
use tempfile::TempDir;

diesel::table! {
    things (id) {
        id -> Integer,
        line -> Text,
        maybe -> Nullable<Text>,
        address -> Text,
        contact -> Text,
        note -> Text,
        amount -> Integer,
        big -> BigInt,
        rate -> Double,
        flag -> Bool,
        size -> Text,
        country -> Text,
        day -> Date,
        clock -> Time,
        moment -> Timestamp,
        elsewhere -> Text,
    }
}

/// Every widget; `elsewhere` is not on the page.
macro_rules! form {
    ($(#[$attribute:meta])* $name:ident { $($contact:tt)* }) => {
        $(#[$attribute])*
        #[derive(CasForm, Clone, Debug)]
        #[diesel(table_name = things)]
        pub(crate) struct $name {
            #[cas(max_length = 40, check = is_free)]
            line: String,
            maybe: Option<String>,
            #[cas(widget = email)]
            address: String,
            $($contact)*
            #[cas(widget = textarea)]
            note: String,
            #[cas(min = 0, max = 1000)]
            amount: i32,
            big: i64,
            rate: f64,
            flag: bool,
            #[cas(widget = radio, choices("s" = "Small", "m" = "Medium", "l" = "Large"))]
            size: String,
            #[cas(widget = select, choices("de" = "Germany", "at" = "Austria", "fr" = "France"))]
            country: String,
            day: chrono::NaiveDate,
            clock: chrono::NaiveTime,
            moment: chrono::NaiveDateTime,
        }
    };
}

form! {
    /// With a field that asks the browser for autofill.
    Thing {
        #[cas(widget = email, autocomplete = "email")]
        contact: String,
    }
}

form! {
    /// Without one, so that a plain form tag will do.
    PlainThing {}
}

diesel::table! {
    others (id) {
        id -> Integer,
        tags -> Text,
        several -> Text,
        perhaps -> Nullable<Bool>,
        sure -> Nullable<Bool>,
        level -> Integer,
        tint -> Text,
    }
}

/// The widgets that [`Thing`] has not.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = others)]
pub(crate) struct Other {
    #[cas(choices("a", "b", "c"))]
    tags: Tags,
    #[cas(widget = select_multiple, choices("a", "b", "c"))]
    several: Tags,
    #[cas(widget = radio)]
    perhaps: Option<bool>,
    #[cas(widget = select)]
    sure: Option<bool>,
    #[cas(widget = range, min = 0, max = 100)]
    level: i32,
    #[cas(widget = color)]
    tint: String,
}

/// A rule that no browser knows.
fn is_free(line: &str, (): &()) -> Result<(), &'static str> {
    if line == "taken" { Err("This line is taken.") } else { Ok(()) }
}

/// A value for each field that differs from the first row's.
pub(crate) const EDITS: [(&str, &str); 14] = [
    ("line", "edited"),
    ("maybe", "some"),
    ("address", "b@example.org"),
    ("contact", "d@example.org"),
    ("note", "x"),
    ("amount", "11"),
    ("big", "21"),
    ("rate", "-7.5"),
    ("flag", "true"),
    ("size", "l"),
    ("country", "fr"),
    ("day", "2025-02-03"),
    ("clock", "11:22"),
    ("moment", "2025-02-03T11:22"),
];

struct Shop {
    connection: Mutex<SqliteConnection>,
    served: AtomicUsize,
}

/// The running application; it ends with the value.
pub(crate) struct Workshop {
    address: String,
    shop: Arc<Shop>,
    _runtime: tokio::runtime::Runtime,
    folder: TempDir,
}

const FILE: &str = "things.sqlite";

impl Workshop {
    /// Starts the application on a free port, with one ordinary row of id 1.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE).display().to_string();
        let mut connection = SqliteConnection::establish(&file).expect("the database");
        connection
            .batch_execute(
                "CREATE TABLE things (id INTEGER PRIMARY KEY, line TEXT NOT NULL, maybe TEXT, \
                 address TEXT NOT NULL, contact TEXT NOT NULL, note TEXT NOT NULL, amount INTEGER NOT NULL, \
                 big BIGINT NOT NULL, rate DOUBLE NOT NULL, flag BOOLEAN NOT NULL, size TEXT NOT NULL, \
                 country TEXT NOT NULL, day DATE NOT NULL, clock TIME NOT NULL, moment TIMESTAMP NOT NULL, \
                 elsewhere TEXT NOT NULL DEFAULT ''); \
                 CREATE TABLE others (id INTEGER PRIMARY KEY, tags TEXT NOT NULL, several TEXT NOT NULL, \
                 perhaps BOOLEAN, sure BOOLEAN, level INTEGER NOT NULL, tint TEXT NOT NULL)",
            )
            .expect("the table");
        let shop =
            Arc::new(Shop { connection: Mutex::new(connection), served: AtomicUsize::new(0) });
        let app = Router::new()
            .route("/", get(async || page(StatusCode::OK, "<h1>Elsewhere</h1>", "")))
            .route("/things/{id}", get(thing::show).post(thing::save))
            .route("/others/{id}", get(other::show).post(other::save))
            .route("/plain/{id}", get(plain_thing::show).post(plain_thing::save))
            .with_state(Arc::clone(&shop));
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        runtime.spawn(async move { axum::serve(listener, app).await });
        let workshop = Workshop { address, shop, _runtime: runtime, folder };
        workshop.run(
            "INSERT INTO things VALUES (1, 'first', NULL, 'a@example.org', 'c@example.org', 'note', 10, 20, 0.5, \
             0, 's', 'de', '2024-01-01', '10:00:00', '2024-01-01 10:00:00', ''); \
             INSERT INTO others VALUES (1, '[\"a\"]', '[\"a\"]', NULL, NULL, 10, '#ff0000')",
        );
        workshop
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Somebody else's write.
    pub(crate) fn run(&self, sql: &str) {
        let mut connection = self.shop.connection.lock().expect("not poisoned");
        connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Another program's connection.
    pub(crate) fn connect(&self) -> Elsewhere {
        let file = self.folder.path().join(FILE).display().to_string();
        Elsewhere(SqliteConnection::establish(&file).expect("the database"))
    }

    /// Every column of a row as SQLite writes it, one a line.
    pub(crate) fn row(&self, id: i32) -> String {
        self.columns(id, "quote")
    }

    /// The bytes of every column of a row, one a line.
    pub(crate) fn bytes(&self, id: i32) -> String {
        self.columns(id, "hex")
    }

    fn columns(&self, id: i32, function: &str) -> String {
        let of = |(column, _): (&str, _)| {
            format!("'{column} ' || typeof({column}) || {function}({column})")
        };
        let columns: Vec<String> = EDITS.into_iter().chain([("elsewhere", "")]).map(of).collect();
        let columns = columns.join(" || char(10) || ");
        self.ask(&format!("SELECT {columns} AS answer FROM things WHERE id = {id}"))
    }

    /// One text that SQLite answers.
    pub(crate) fn ask(&self, sql: &str) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            answer: String,
        }
        let mut connection = self.shop.connection.lock().expect("not poisoned");
        let row: Row = diesel::sql_query(sql).get_result(&mut *connection).expect(sql);
        row.answer
    }

    /// Inserts a row through Diesel, so that every value arrives as it is.
    pub(crate) fn insert(&self, id: i32, thing: &Thing) {
        let thing = thing.clone();
        let mut connection = self.shop.connection.lock().expect("not poisoned");
        diesel::insert_into(things::table)
            .values((
                things::id.eq(id),
                things::line.eq(thing.line),
                things::maybe.eq(thing.maybe),
                things::address.eq(thing.address),
                things::contact.eq(thing.contact),
                things::note.eq(thing.note),
                things::amount.eq(thing.amount),
                things::big.eq(thing.big),
                things::rate.eq(thing.rate),
                things::flag.eq(thing.flag),
                things::size.eq(thing.size),
                things::country.eq(thing.country),
                things::day.eq(thing.day),
                things::clock.eq(thing.clock),
                things::moment.eq(thing.moment),
                things::elsewhere.eq(""),
            ))
            .execute(&mut *connection)
            .expect("the row");
    }
}

/// A connection that is not the application's.
pub(crate) struct Elsewhere(SqliteConnection);

impl Elsewhere {
    pub(crate) fn run(&mut self, sql: &str) {
        self.0.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

impl Thing {
    /// An ordinary row.
    pub(crate) fn ordinary() -> Self {
        Thing {
            line: "first".into(),
            maybe: None,
            address: "a@example.org".into(),
            contact: "c@example.org".into(),
            note: "note".into(),
            amount: 10,
            big: 20,
            rate: 0.5,
            flag: false,
            size: "s".into(),
            country: "de".into(),
            day: chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date"),
            clock: chrono::NaiveTime::MIN,
            moment: chrono::NaiveDateTime::default(),
        }
    }

    /// A row with this text in every field that holds any.
    pub(crate) fn of_text(text: &str) -> Self {
        let text = text.to_owned();
        Thing {
            line: text.clone(),
            maybe: Some(text.clone()),
            address: text.clone(),
            contact: text.clone(),
            note: text.clone(),
            size: text.clone(),
            country: text,
            ..Thing::ordinary()
        }
    }

    pub(crate) fn with_numbers(self, amount: i32, big: i64, rate: f64) -> Self {
        Thing { amount, big, rate, ..self }
    }

    pub(crate) fn with_times(self, moment: chrono::NaiveDateTime) -> Self {
        Thing { day: moment.date(), clock: moment.time(), moment, ..self }
    }
}

/// The query of a page: `tag=plain` writes the form tag by hand, `cache` is its `Cache-Control`.
type Options = Query<HashMap<String, String>>;

fn page(status: StatusCode, body: &str, cache: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{}</title><main>{body}</main>\
         <form><input name=unprotected id=unprotected></form><nav><a href=/>Leave</a></nav>",
        status.as_u16()
    );
    (status, [(header::CACHE_CONTROL, cache.to_owned())], Html(html)).into_response()
}

impl Shop {
    fn answer<F: CasForm>(
        &self,
        status: StatusCode,
        form: &Form<F>,
        options: &HashMap<String, String>,
    ) -> Response {
        let served = self.served.fetch_add(1, Ordering::Relaxed);
        let form = if options.contains_key("tag") {
            format!("<form method=post>{}<button type=submit>Save</button></form>", form.as_p())
        } else {
            form.as_form("Save").into_string()
        };
        let cache = options.get("cache").map_or("no-cache", String::as_str);
        page(status, &format!("<p id=served>{served}</p>{form}"), cache)
    }
}

macro_rules! handlers {
    ($($module:ident $form:ident;)*) => {$(
        mod $module {
            use super::*;

            pub(super) async fn show(
                State(shop): State<Arc<Shop>>,
                Path(id): Path<i32>,
                Query(options): Options,
            ) -> Response {
                let mut connection = shop.connection.lock().expect("not poisoned");
                match $form::at(id).open(&mut *connection) {
                    Ok(form) => shop.answer(StatusCode::OK, &form, &options),
                    Err(error) => page(StatusCode::NOT_FOUND, &error.to_string(), "no-cache"),
                }
            }

            pub(super) async fn save(
                State(shop): State<Arc<Shop>>,
                Path(id): Path<i32>,
                Query(options): Options,
                body: Bytes,
            ) -> Response {
                let mut connection = shop.connection.lock().expect("not poisoned");
                let at = $form::at(id);
                match at.submit(&body).save(&mut *connection) {
                    Ok(done) => Redirect::to(&format!("/?{:?}", done.kind())).into_response(),
                    Err(refused) => {
                        let status = StatusCode::from_u16(refused.status()).expect("a status");
                        shop.answer(status, refused.form(), &options)
                    }
                }
            }
        }
    )*};
}

handlers! {
    thing Thing;
    other Other;
    plain_thing PlainThing;
}
