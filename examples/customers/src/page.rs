//! What people see: the templates and their words, the assets, the headers.

use crate::customer::{CustomerForm, SECTIONS};
use crate::widgets;
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum_csrf::CsrfToken;
use cas_forms::{
    Asset, BoundField, CasForm, Done, DoneKind, English, Field, FieldSpec, Form, Provisional,
    Reason, Refused, assets as cas_assets,
};
use cas_forms_diesel::Unreadable;
use serde::Deserialize;
use std::sync::LazyLock;

/// The name of the hidden input that holds the CSRF token.
pub(crate) const CSRF: &str = "csrf-token";

/// The sentences and scripts of the form, for its script.
pub(crate) static CUSTOMER_MODULE: LazyLock<Asset> =
    LazyLock::new(|| CustomerForm::module(&English));

/// The library's script.
pub(crate) fn script() -> String {
    address(cas_assets::script())
}

/// Where an asset is served.
pub(crate) fn address(asset: &Asset) -> String {
    format!("/assets/{}", asset.path)
}

/// What the script is told about a form that is still being filled in.
pub(crate) fn provisional<F: CasForm>(answer: &Provisional<F>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], answer.to_json()).into_response()
}

/// A row of the list: id, number of orders, and what can be edited.
pub(crate) type Row = (i32, i32, CustomerForm);

/// What happened, and the way forward.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notice {
    pub(crate) heading: &'static str,
    /// What the heading and the form do not say.
    pub(crate) what: &'static str,
    pub(crate) then: &'static str,
}

impl Notice {
    /// A submission that does not carry its visitor's token.
    pub(crate) const FOREIGN: Notice = Notice {
        heading: "This page was open for too long",
        what: "It no longer belongs to your browser's cookie. If cookies are switched off, please \
               switch them on for this site.",
        then: "What you typed is still here.",
    };

    /// Something is wrong with what was entered.
    pub(crate) const CHECK: Notice = Notice::refused(Reason::Invalid);

    /// Why a save was refused: the heading over what the form says itself.
    const fn refused(reason: Reason) -> Self {
        let heading = match reason {
            Reason::Invalid => "Please check your entries",
            Reason::Stale => "Somebody else changed this customer",
            Reason::Gone => "This customer was deleted",
            Reason::Originals => "This page arrived incomplete",
            Reason::TooLarge => "This is more than the form takes",
            _ => "The database does not answer",
        };
        Notice { heading, what: "", then: "" }
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage<'f> {
    notice: Option<Notice>,
    form: &'f Form<CustomerForm>,
    sections: Vec<(&'static str, Vec<BoundField<'f, CustomerForm>>)>,
    number: String,
    token: String,
    is_gone: bool,
}

/// The edit page.
pub(crate) fn edit(
    status: StatusCode,
    notice: Option<Notice>,
    form: &Form<CustomerForm>,
    token: CsrfToken,
) -> Response {
    let section = |(title, fields): (_, &[Field<_>])| {
        (title, fields.iter().map(|field| form.field(*field)).collect())
    };
    let page = EditPage {
        notice,
        form,
        sections: SECTIONS.map(section).into(),
        number: form.field(CustomerForm::FIELDS.number).value(),
        token: token.authenticity_token().unwrap_or_default(),
        is_gone: status == StatusCode::GONE,
    };
    (token, show(status, &page)).into_response()
}

/// The edit page after a refusal.
pub(crate) fn refused(refused: &Refused<CustomerForm>, token: CsrfToken) -> Response {
    let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
    edit(status, Some(Notice::refused(refused.reason())), refused.form(), token)
}

/// How a save was done, as the list is told in its address.
#[derive(Debug, Deserialize)]
pub(crate) struct Saved {
    customer: i32,
    how: How,
    #[serde(default)]
    fields: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum How {
    Written,
    Unchanged,
    Already,
}

impl Saved {
    /// The address of the list, with the news.
    pub(crate) fn address(id: i32, done: &Done<CustomerForm>) -> String {
        let how = match done.kind() {
            DoneKind::Unchanged => "unchanged",
            DoneKind::AlreadyApplied => "already",
            _ => "written",
        };
        let fields: Vec<_> = done.written().map(FieldSpec::name).collect();
        format!("/?customer={id}&how={how}&fields={}", fields.join(","))
    }

    /// What was written, in the words of the page. Names that are no field's are left out.
    fn labels(&self) -> String {
        let named = |name| CustomerForm::spec().fields().iter().find(|spec| spec.name() == name);
        let labels: Vec<_> =
            self.fields.split(',').filter_map(named).map(FieldSpec::label).collect();
        labels.join(", ")
    }
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'r> {
    rows: &'r [Row],
    /// The name of the customer that was saved, and how.
    news: Option<(&'r str, Saved)>,
}

/// The list.
pub(crate) fn list(rows: &[Row], saved: Option<Saved>) -> Response {
    let news = saved.and_then(|saved| {
        let (.., row) = rows.iter().find(|(id, ..)| *id == saved.customer)?;
        Some((row.name.as_str(), saved))
    });
    show(StatusCode::OK, &ListPage { rows, news })
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage {
    notice: Notice,
}

fn notice(
    status: StatusCode,
    heading: &'static str,
    what: &'static str,
    then: &'static str,
) -> Response {
    show(status, &NoticePage { notice: Notice { heading, what, then } })
}

/// There is no such page.
pub(crate) fn not_found() -> Response {
    notice(
        StatusCode::NOT_FOUND,
        "There is nothing here",
        "Either the address is wrong, or the customer was deleted.",
        "The list has all customers there are.",
    )
}

/// The database failed, and nobody had typed anything.
pub(crate) fn unavailable() -> Response {
    notice(
        StatusCode::SERVICE_UNAVAILABLE,
        "The database does not answer",
        "This page cannot be shown at the moment.",
        "Please reload it in a moment.",
    )
}

/// A stored value cannot be shown.
pub(crate) fn unreadable(error: &Unreadable) -> Response {
    eprintln!("{error}");
    notice(
        StatusCode::INTERNAL_SERVER_ERROR,
        "This customer cannot be shown",
        "The database holds a value that does not fit its field.",
        "It has to be corrected there; the server's output names the field.",
    )
}

/// A body that was not even read: far too large, or broken off.
pub(crate) fn unread(status: StatusCode) -> Response {
    notice(
        status,
        "This could not be read",
        "Nothing was saved: what your browser sent is too large, or did not arrive in full.",
        "Go back to the form, shorten what you typed, and save again.",
    )
}

pub(crate) fn show(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
        Err(error) => {
            eprintln!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// For files whose name holds their hash.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Everything that a page refers to.
pub(crate) fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let asset = |content_type: &'static str, content: &'static str| {
        get(async move || ([(header::CONTENT_TYPE, content_type)], content))
    };
    // Their names change with what they hold.
    let module = |asset: &'static Asset| {
        let headers =
            [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, FOR_EVER)];
        get(async move || (headers, &*asset.body))
    };
    let modules = [cas_assets::script(), &*CUSTOMER_MODULE, &*widgets::MODULE];
    modules
        .into_iter()
        .fold(Router::new(), |router, asset| router.route(&address(asset), module(asset)))
        .route("/cas-forms.css", asset("text/css; charset=utf-8", cas_forms::CSS))
        .route("/style.css", asset("text/css; charset=utf-8", include_str!("../assets/style.css")))
        .route("/icon.svg", asset("image/svg+xml", include_str!("../assets/icon.svg")))
}

/// Nothing from elsewhere, nothing inline, no frame around the page.
pub(crate) async fn with_security_headers(response: Response) -> impl IntoResponse {
    const HEADERS: [(HeaderName, &str); 6] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    (HEADERS, response)
}
