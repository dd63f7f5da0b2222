//! A small web application for the tests of locked pages: one row, which different people open under
//! leases of different lengths, `/Ann/long/1`.

#![allow(dead_code, reason = "the forms are laid out by one function for all")]

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use cas_forms::{
    Asset, At, CasForm, English, Enhance, Form, Held, Holder, Lease, LeaseCall, Leased, Locking,
    Presented, assets,
};
use cas_forms_diesel::sync::{Keep as _, Lock as _, Open as _, Save as _};
use cas_forms_diesel::{CasBackend as _, Database, Savable};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::time::Duration;

diesel::table! {
    rooms (id) {
        id -> Integer,
        name -> Text,
        notes -> Nullable<Text>,
    }
}

macro_rules! form {
    ($(#[$about:meta])* $name:ident, $path:literal, $($lock:tt)*) => {
        $(#[$about])*
        #[derive(CasForm, Clone, Debug)]
        #[diesel(table_name = rooms)]
        #[lockable($($lock)*)]
        pub(crate) struct $name {
            #[cas(required)]
            name: String,
            notes: Option<String>,
        }

        impl Locked for $name {
            const PATH: &'static str = $path;
            fn script() -> &'static Asset {
                static MODULE: LazyLock<Asset> = LazyLock::new(|| $name::module(&English));
                &MODULE
            }
        }
    };
}

/// What the application needs of its forms.
trait Locked: CasForm<Key = i32, Context = (), Lock = Leased, Seal = ()> + Savable<Sqlite> {
    const PATH: &'static str;
    fn script() -> &'static Asset;

    fn place(user: &str) -> At<Self> {
        let enhance = Enhance::module(format!("/assets/{}", Self::script().path));
        let lease = format!("/{user}/{}/1/lease", Self::PATH);
        Self::at(1).enhance(enhance.lease(lease)).viewer(user)
    }
}

form! {
    /// Of which nobody sees the end.
    Long, "long", ttl = "10m"
}
form! {
    /// Which ends while a test waits, unless it is renewed.
    Short, "short", ttl = "3s"
}
form! {
    /// Which is given up by a page that nobody touches.
    Idle, "idle", ttl = "2s", idle = "8s"
}

struct Desk {
    connection: Mutex<SqliteConnection>,
    /// What was posted: the address and the body.
    seen: Mutex<Vec<(String, String)>>,
    /// Addresses that end so are not answered.
    down: Mutex<&'static str>,
    /// Whoever asks to take over waits on.
    strict: AtomicBool,
    /// Pages arrive when their leases have ended.
    late: AtomicBool,
}

/// The running application; it ends with the value.
pub(crate) struct Office {
    address: String,
    desk: Arc<Desk>,
    _runtime: tokio::runtime::Runtime,
}

#[derive(diesel::QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

impl Office {
    /// Starts the application on a free port.
    pub(crate) fn start() -> Self {
        let mut connection = SqliteConnection::establish(":memory:").expect("a database");
        let leases = include_str!(
            "../../cas-forms-diesel/migrations/sqlite/2026-01-02-000000_cas_leases/up.sql"
        );
        for sql in [
            leases,
            "CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT NOT NULL, notes TEXT); \
             INSERT INTO rooms VALUES (1, 'Attic', NULL)",
        ] {
            connection.batch_execute(sql).expect("a table");
        }
        let desk = Arc::new(Desk {
            connection: Mutex::new(connection),
            seen: Mutex::default(),
            down: Mutex::default(),
            strict: AtomicBool::default(),
            late: AtomicBool::default(),
        });
        let app = Router::new()
            .route("/", get(async || page(StatusCode::OK, "<h1>All rooms</h1>")))
            .merge(routes::<Long>())
            .merge(routes::<Short>())
            .merge(routes::<Idle>())
            .route(
                "/assets/cas-forms.css",
                get(async || ([(header::CONTENT_TYPE, "text/css")], cas_forms::CSS)),
            )
            .route("/policy", post(async || StatusCode::NO_CONTENT))
            .merge(asset(assets::script()))
            .layer(axum::middleware::from_fn_with_state(Arc::clone(&desk), note))
            .with_state(Arc::clone(&desk));
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Office { address, desk, _runtime: runtime }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// What is stored.
    pub(crate) fn notes(&self) -> String {
        self.ask("SELECT coalesce(notes, '') AS answer FROM rooms")
    }

    /// What the database says to a query whose one column is a text, called `answer`.
    pub(crate) fn ask(&self, sql: &str) -> String {
        let answer: Answer = diesel::sql_query(sql)
            .get_result(&mut *self.desk.connection())
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        answer.answer
    }

    /// Who holds the lease now, if anybody does.
    pub(crate) fn holder(&self) -> Option<String> {
        let held = Long::place("").holder(&Database, &mut *self.desk.connection()).expect("a row");
        held.map(|held| held.holder.user().to_owned())
    }

    /// How often it has changed hands.
    pub(crate) fn fence(&self) -> String {
        self.ask("SELECT CAST(fence AS TEXT) AS answer FROM cas_leases")
    }

    /// Somebody else who has it open, and never renews it.
    pub(crate) fn lock_for(&self, user: &str) {
        let locking = Long::place("").take_over(
            &Database,
            &Holder::new(user),
            |_| true,
            &mut *self.desk.connection(),
        );
        assert!(locking.expect("a row").lease().is_some());
    }

    /// As if the lease had lasted for its time.
    pub(crate) fn end_lease(&self) {
        let now = Sqlite::NOW_US;
        self.desk
            .connection()
            .batch_execute(&format!("UPDATE cas_leases SET expires_us = {now}"))
            .expect("a table");
    }

    /// Answers nothing to POSTs to addresses that end so; nothing ends with `-`.
    pub(crate) fn fail(&self, end: &'static str) {
        *self.desk.down.lock().expect("not poisoned") = end;
    }

    /// From now on who asks to take over gets the page that waits.
    pub(crate) fn forbid_taking_over(&self) {
        self.desk.strict.store(true, Ordering::Relaxed);
    }

    /// From now on pages arrive so late that no time is left.
    pub(crate) fn arrive_late(&self) {
        self.desk.late.store(true, Ordering::Relaxed);
    }

    /// The bodies that were posted to addresses that end so.
    pub(crate) fn seen(&self, end: &str) -> Vec<String> {
        let seen = self.desk.seen.lock().expect("not poisoned");
        let bodies = seen.iter().filter(|(path, _)| path.ends_with(end));
        bodies.map(|(_, body)| body.clone()).collect()
    }

    /// How often the scripts asked this.
    pub(crate) fn calls(&self, call: &str) -> usize {
        let call = format!("cas-call={call}");
        self.seen("/lease").iter().filter(|body| body.starts_with(&call)).count()
    }
}

impl Desk {
    fn connection(&self) -> MutexGuard<'_, SqliteConnection> {
        self.connection.lock().expect("not poisoned")
    }
}

fn routes<F: Locked>() -> Router<Arc<Desk>> {
    let path = |end: &str| format!("/{{user}}/{}/1{end}", F::PATH);
    Router::new()
        .route(&path(""), get(show::<F>).post(save::<F>))
        .route(&path("/take-over"), get(show::<F>).post(take_over::<F>))
        .route(&path("/lease"), post(keep::<F>))
        .merge(asset(F::script()))
}

fn asset(asset: &'static Asset) -> Router<Arc<Desk>> {
    let headers = [(header::CONTENT_TYPE, asset.content_type)];
    Router::new()
        .route(&format!("/assets/{}", asset.path), get(async move || (headers, &*asset.body)))
}

async fn note(
    State(desk): State<Arc<Desk>>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    if parts.method == "POST" {
        let (path, text) = (parts.uri.path().to_owned(), String::from_utf8_lossy(&body).into());
        let down = *desk.down.lock().expect("not poisoned");
        if !down.is_empty() && path.ends_with(down) {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        desk.seen.lock().expect("not poisoned").push((path, text));
    }
    next.run(axum::extract::Request::from_parts(parts, body.into())).await
}

async fn show<F: Locked>(State(desk): State<Arc<Desk>>, Path(user): Path<String>) -> Response {
    let (at, connection) = (F::place(&user), &mut *desk.connection());
    let locking = at.lock(&Database, &Holder::new(&user), connection).expect("it answers");
    let locking = match locking {
        Locking::Mine(lease) if desk.late.load(Ordering::Relaxed) => {
            let held = Held { remaining: Duration::ZERO, ..lease.held().clone() };
            Locking::Mine(Lease::new(lease.secret().clone(), held))
        }
        locking => locking,
    };
    let form = at.open(connection).expect("the row").with_lease(&locking);
    answer(StatusCode::OK, &form, &user)
}

async fn take_over<F: Locked>(State(desk): State<Arc<Desk>>, Path(user): Path<String>) -> Response {
    let (at, connection) = (F::place(&user), &mut *desk.connection());
    let holder = Holder::new(&user);
    let locking = if desk.strict.load(Ordering::Relaxed) {
        at.lock(&Database, &holder, connection)
    } else {
        at.take_over(&Database, &holder, |_| true, connection)
    };
    let form = at.open(connection).expect("the row").with_lease(&locking.expect("it answers"));
    answer(StatusCode::OK, &form, &user)
}

async fn save<F: Locked>(
    State(desk): State<Arc<Desk>>,
    Path(user): Path<String>,
    body: Bytes,
) -> Response {
    let connection = &mut *desk.connection();
    let mut presented = Presented::of_body(&body);
    if presented.secret().is_none() {
        // The page has lost its lease, and is saved again.
        let locking = F::place(&user).lock(&Database, &Holder::new(&user), connection);
        presented = Presented::from(&locking.expect("it answers"));
    }
    let at = F::place(&user).lease(&presented);
    match at.submit(&body).save(connection) {
        Ok(done) => {
            at.unlock(&Database, &presented, connection).expect("it answers");
            Redirect::to(&format!("/?{:?}", done.kind())).into_response()
        }
        Err(refused) => {
            let status = StatusCode::from_u16(refused.status()).expect("a status");
            answer(status, refused.form(), &user)
        }
    }
}

async fn keep<F: Locked>(
    State(desk): State<Arc<Desk>>,
    Path(user): Path<String>,
    body: Bytes,
) -> Response {
    let call = LeaseCall::of_body(&body);
    let connection = &mut *desk.connection();
    match F::place(&user).keep(&Database, &call, &Holder::new(&user), connection) {
        Ok(news) => {
            let status = StatusCode::from_u16(news.status()).expect("a status");
            let headers =
                [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
            (status, headers, news.to_json()).into_response()
        }
        Err(error) => StatusCode::from_u16(error.status()).expect("a status").into_response(),
    }
}

fn answer<F: Locked>(status: StatusCode, form: &Form<F>, user: &str) -> Response {
    let is_waiting = form.taken().is_some() && status == StatusCode::OK;
    let (disabled, take_over) = match form.taken() {
        Some(_) => (
            if is_waiting { " disabled" } else { "" },
            format!(
                "<button formaction=\"/{user}/{}/1/take-over\" formnovalidate>Take over</button>",
                F::PATH
            ),
        ),
        None => ("", String::new()),
    };
    let (summary, notice) = (form.summary(), form.lease());
    let fields: String = form.fields().map(|field| field.as_div().into_string()).collect();
    page(
        status,
        &format!(
            "{summary}{notice}<form action=\"/{user}/{path}/1\"{attrs}>\
             <fieldset{disabled}>{fields}<button type=\"submit\">Save</button></fieldset>\
             <input type=\"hidden\" name=\"csrf\" value=\"ours\">{take_over}</form>\
             <nav><a href=\"/\">All rooms</a></nav>",
            path = F::PATH,
            attrs = form.attrs(),
        ),
    )
}

/// A page under a strict policy that may be kept by the browser.
fn page(status: StatusCode, body: &str) -> Response {
    let policy = "default-src 'self'; form-action 'self'; report-uri /policy";
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{}</title>\
         <link rel=stylesheet href=/assets/cas-forms.css>\
         <script type=module src=/assets/{}></script><main>{body}</main></html>",
        status.as_u16(),
        assets::script().path
    );
    (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}
