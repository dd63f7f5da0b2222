//! A small web application for the tests of the script: a form with checks and scripts over one
//! SQLite table, served under a strict policy, which counts what reaches it and answers when it is
//! told to.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use cas_forms::{
    Asset, At, CasForm, English, Enhance, Form, Problems, Provisional, Refused, assets,
};
use cas_forms_diesel::sync::{Check as _, Open as _, Save as _};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use tokio::sync::watch;

diesel::table! {
    visits (id) {
        id -> Integer,
        name -> Text,
        email -> Text,
        code -> Text,
        begins -> Date,
        ends -> Date,
        guests -> Integer,
        room -> Text,
        notes -> Nullable<Text>,
    }
}

/// What scripts, rules and checks judge.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = visits)]
#[cas(check = in_order)]
#[cas(script = "form.notes === 'bad' ? 'Together this is wrong.'
    : form.ends && form.ends < form.begins && { ends: 'Too early.' }")]
pub(crate) struct Visit {
    #[pattern(r"\p{Lu}.*", "Start with a capital letter.")]
    #[cas(required, max_length = 20, help = "Yours.")]
    #[cas(script = "value.includes('!') && 'Not so loud.'")]
    name: String,
    #[cas(required, widget = email)]
    email: String,
    // The test answers, when it likes.
    #[cas(check = is_free, script = "new Promise(say => addEventListener(`asked ${value}`, () => say(`${value}?`)))")]
    code: String,
    begins: chrono::NaiveDate,
    ends: chrono::NaiveDate,
    #[cas(min = 1, max = 10)]
    guests: i32,
    #[cas(widget = radio, choices("attic" = "Attic", "cellar" = "Cellar"))]
    room: String,
    #[cas(widget = textarea)]
    notes: Option<String>,
}

fn is_free(code: &str, (): &()) -> Result<(), &'static str> {
    if code == "taken" { Err("This code is taken.") } else { Ok(()) }
}

fn in_order(visit: &Visit, (): &(), problems: &mut Problems<Visit>) {
    if visit.guests == 7 {
        problems.form("Seven is one too many.");
    }
    if visit.ends < visit.begins {
        problems.field(Visit::FIELDS.ends, "Too early.");
    }
}

static MODULE: LazyLock<Asset> = LazyLock::new(|| Visit::module(&English));

/// A request, and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) body: String,
    /// What was answered; nothing if it is still waited for, or was given up.
    pub(crate) answer: Option<String>,
    /// How many others of its path were waiting when it came.
    pub(crate) others: usize,
    is_over: bool,
}

struct Desk {
    connection: Mutex<SqliteConnection>,
    seen: Mutex<Vec<Seen>>,
    /// How the addresses end to which POSTs have to wait.
    held: watch::Sender<&'static str>,
}

/// The running application; it ends with the value.
pub(crate) struct Server {
    address: String,
    desk: Arc<Desk>,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    /// Starts the application on a free port, with one row of id 1.
    pub(crate) fn start() -> Self {
        let mut connection = SqliteConnection::establish(":memory:").expect("a database");
        connection
            .batch_execute(
                "CREATE TABLE visits (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, \
                 code TEXT NOT NULL, begins DATE NOT NULL, ends DATE NOT NULL, guests INTEGER NOT NULL, \
                 room TEXT NOT NULL, notes TEXT); \
                 INSERT INTO visits VALUES (1, 'Ann', 'ann@example.org', 'free', '2030-01-01', '2030-01-08', 2, \
                 'attic', NULL)",
            )
            .expect("a table");
        let desk = Arc::new(Desk {
            connection: Mutex::new(connection),
            seen: Mutex::default(),
            held: watch::Sender::new(""),
        });
        let app = Router::new()
            .route("/", get(async || page(200, "<h1>All visits</h1>", &HashMap::new())))
            .route("/later", get(async || page(200, "<h1>Nothing yet</h1>", &HashMap::new())))
            .route("/loud", get(async || page(200, "<script>1</script>", &HashMap::new())))
            .route("/visits/{id}", get(show).post(save))
            .route("/visits/{id}/check", post(check))
            .route("/plain", get(plain))
            .route("/plain/check", post(check_plain))
            .route("/new", get(blank).post(create))
            .route("/new/check", post(check_new))
            .route("/assets/{path}", get(asset))
            .route("/policy", post(async || StatusCode::NO_CONTENT))
            .route("/open", post(open))
            .layer(axum::middleware::from_fn_with_state(Arc::clone(&desk), note))
            .with_state(Arc::clone(&desk));
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let listener =
            runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Server { address, desk, _runtime: runtime }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Somebody else's write.
    pub(crate) fn run(&self, sql: &str) {
        self.desk.connection().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Lets POSTs to addresses that end so wait for their answers.
    pub(crate) fn hold(&self, end: &'static str) {
        self.desk.held.send_replace(end);
    }

    /// Lets nothing wait any longer.
    pub(crate) fn release(&self) {
        self.desk.held.send_replace("");
    }

    /// The POSTs to addresses that end so, up to now.
    pub(crate) fn seen(&self, end: &str) -> Vec<Seen> {
        self.desk.seen().iter().filter(|seen| seen.path.ends_with(end)).cloned().collect()
    }
}

impl Seen {
    /// Whether the browser has hung up.
    pub(crate) fn is_given_up(&self) -> bool {
        self.is_over && self.answer.is_none()
    }
}

impl Desk {
    fn connection(&self) -> MutexGuard<'_, SqliteConnection> {
        self.connection.lock().expect("not poisoned")
    }

    fn seen(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().expect("not poisoned")
    }
}

/// Marks a request as over: answered, or dropped because the browser has hung up.
struct Waiting {
    desk: Arc<Desk>,
    index: usize,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.desk.seen()[self.index].is_over = true;
    }
}

/// Notes POSTs, and lets them wait.
async fn note(
    State(desk): State<Arc<Desk>>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    if parts.method != "POST" {
        return next.run(axum::extract::Request::from_parts(parts, body)).await;
    }
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    let waiting = {
        let mut seen = desk.seen();
        let others = seen.iter().filter(|other| other.path == path && !other.is_over).count();
        let text = String::from_utf8_lossy(&body).into_owned();
        seen.push(Seen { path: path.clone(), body: text, answer: None, others, is_over: false });
        Waiting { desk: Arc::clone(&desk), index: seen.len() - 1 }
    };
    let may_go = |held: &&str| held.is_empty() || !path.ends_with(held);
    let _ = desk.held.subscribe().wait_for(may_go).await;
    let response = next.run(axum::extract::Request::from_parts(parts, body.into())).await;
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    desk.seen()[waiting.index].answer = Some(String::from_utf8_lossy(&body).into_owned());
    Response::from_parts(parts, body.into())
}

async fn open(State(desk): State<Arc<Desk>>) -> StatusCode {
    desk.held.send_replace("");
    StatusCode::NO_CONTENT
}

async fn asset(Path(path): Path<String>) -> Response {
    if path == "cas-forms.css" {
        return ([(header::CONTENT_TYPE, "text/css")], cas_forms::CSS).into_response();
    }
    match [assets::script(), &MODULE].into_iter().find(|asset| asset.path == path) {
        Some(asset) => {
            ([(header::CONTENT_TYPE, asset.content_type)], asset.body.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The query of a page: `script=off` leaves the script out, `cache` is its `Cache-Control`, and
/// `restore=on` lets browsers bring back what they like.
type Options = Query<HashMap<String, String>>;

fn page(status: u16, body: &str, options: &HashMap<String, String>) -> Response {
    let option = |name: &str| options.get(name).map_or("", String::as_str);
    let script = format!("<script type=module src=\"/assets/{}\"></script>", assets::script().path);
    let script = if option("script") == "off" { "" } else { &script };
    let body = match option("restore") {
        "on" => body.replace(" autocomplete=\"off\"", ""),
        _ => body.to_owned(),
    };
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{status}</title>\
         <link rel=stylesheet href=/assets/cas-forms.css>{script}<main>{body}</main>\
         <nav><a href=/>Leave</a></nav>"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'self'; report-uri /policy"),
        (header::CACHE_CONTROL, option("cache")),
    ];
    (StatusCode::from_u16(status).expect("a status"), headers, Html(html)).into_response()
}

fn at(id: i32) -> At<Visit> {
    let module = format!("/assets/{}", MODULE.path);
    let check = if id == 0 { "/new/check".to_owned() } else { format!("/visits/{id}/check") };
    Visit::at(id).enhance(Enhance::module(module).check(check))
}

fn shown(status: u16, form: &Form<Visit>, options: &HashMap<String, String>) -> Response {
    page(status, &form.as_form("Save"), options)
}

fn refused(refused: &Refused<Visit>) -> Response {
    shown(refused.status(), refused.form(), &HashMap::new())
}

fn answer(provisional: &Provisional<Visit>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], provisional.to_json()).into_response()
}

async fn show(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<i32>,
    Query(options): Options,
) -> Response {
    shown(200, &at(id).open(&mut *desk.connection()).expect("the row is there"), &options)
}

async fn save(State(desk): State<Arc<Desk>>, Path(id): Path<i32>, body: Bytes) -> Response {
    match at(id).submit(&body).save(&mut *desk.connection()) {
        Ok(done) => Redirect::to(&format!("/?{:?}", done.kind())).into_response(),
        Err(error) => refused(&error),
    }
}

async fn check(State(desk): State<Arc<Desk>>, Path(id): Path<i32>, body: Bytes) -> Response {
    answer(&at(id).submit(&body).check(&mut *desk.connection()))
}

/// Names of controls that mean something to scripts; not all of them can be a Rust field's.
pub(crate) const NAMES: [&str; 16] = [
    "append",
    "prepend",
    "querySelector",
    "dataset",
    "elements",
    "getAttribute",
    "setAttribute",
    "removeAttribute",
    "reset",
    "closest",
    "tagName",
    "children",
    "constructor",
    "toString",
    "hasOwnProperty",
    "__proto__",
];

/// A form written by hand, whose own module cannot be had.
async fn plain(Query(options): Options) -> Response {
    let controls = NAMES.map(|name| {
        format!(
            "<div class=cas-field><label for=id_{name}>{name}</label> \
             <input id=id_{name} name={name}></div>"
        )
    });
    let body = format!(
        "<form method=post data-cas-module=/assets/gone.js data-cas-check=/plain/check \
         autocomplete=off>{}<button type=submit>Save</button></form>",
        controls.concat()
    );
    page(200, &body, &options)
}

async fn check_plain() -> Response {
    let answer = r#"{"errors":{"prepend":["Not so."]},"changes":{"append":{"now":"theirs"}},
        "form":["Not at all."]}"#;
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

async fn blank(Query(options): Options) -> Response {
    shown(200, &at(0).blank(), &options)
}

async fn create(body: Bytes) -> Response {
    match at(0).submit(&body).validate() {
        Ok(_) => Redirect::to("/?Created").into_response(),
        Err(error) => refused(&error),
    }
}

async fn check_new(body: Bytes) -> Response {
    answer(&at(0).submit(&body).validate().into())
}
