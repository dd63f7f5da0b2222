//! What people see: the templates and their words, the assets, the headers.

use crate::{create, delivery, edit, widgets};
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use cas_forms::{
    Asset, BoundField, CasForm, Field, Form, Provisional, Reason, assets as cas_assets,
};
use cas_forms_diesel::{OpenError, Unreadable};

/// The name of the button that takes a lease over; its value says from whom.
pub(crate) const FROM: &str = "from";

/// The name of the hidden input that holds the CSRF token.
pub(crate) const CSRF: &str = "csrf-token";

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

    /// The lease was lost, and nobody else has it.
    pub(crate) const UNLOCKED: Notice =
        Notice { heading: "This customer was not locked for you any more", what: "", then: "" };

    /// Why a save was refused: the heading over what the form says itself.
    pub(crate) const fn refused(reason: Reason) -> Self {
        let heading = match reason {
            Reason::Invalid => "Please check your entries",
            Reason::Stale => "Somebody else changed this customer",
            Reason::Locked => "Somebody else is editing this customer",
            Reason::Gone => "This customer was deleted",
            Reason::Created => "This customer was created already",
            Reason::Originals => "This page arrived incomplete",
            Reason::TooLarge => "This is more than the form takes",
            _ => "The database does not answer",
        };
        Notice { heading, what: "", then: "" }
    }
}

/// The fields of a form in the sections of its page.
pub(crate) type Sections<'f, F> = Vec<(&'static str, Vec<BoundField<'f, F>>)>;

/// Binds the sections of a page to its form.
pub(crate) fn sections<'f, F: CasForm>(
    form: &'f Form<F>,
    sections: &[(&'static str, &[Field<F>])],
) -> Sections<'f, F> {
    let bound = |fields: &[Field<F>]| fields.iter().map(|field| form.field(*field)).collect();
    sections.iter().map(|(title, fields)| (*title, bound(fields))).collect()
}

/// The status of an answer of the library's.
pub(crate) fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
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

/// A row that was asked for does not come.
pub(crate) fn not_opened(error: &OpenError) -> Response {
    match error {
        OpenError::NotFound => not_found(),
        OpenError::Unreadable(error) => unreadable(error),
        _ => unavailable(),
    }
}

/// A stored value cannot be shown.
fn unreadable(error: &Unreadable) -> Response {
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
    let modules = [
        cas_assets::script(),
        &*edit::MODULE,
        &*create::MODULE,
        &*delivery::MODULE,
        &*widgets::MODULE,
    ];
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
