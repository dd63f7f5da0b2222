//! The page for a new customer. It carries a nonce: sent twice, by a double click or after a lost
//! answer, it makes one customer.

use crate::customer::customers;
use crate::database::Pool;
use crate::news::{How, News};
use crate::page::{self, Notice, Sections};
use crate::request::Body;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_csrf::CsrfToken;
use cas_forms::{
    Asset, At, CasForm, English, Enhance, Field, Form, New, NoContext, NoLease, Reason, Unscoped,
    Unsealed,
};
use cas_forms_diesel::asynchronous::Insert;
use chrono::NaiveDate;
use std::sync::LazyLock;

/// What has to be known of a new customer; the columns that are not here have defaults.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = customers)]
pub(crate) struct NewCustomer {
    /// Given by the bookkeeping.
    #[pattern(r"C-\d{4}", "C, a hyphen and four digits")]
    #[cas(
        label = "Customer number",
        required,
        placeholder = "C-1007",
        help = "Given by the bookkeeping; it stays."
    )]
    number: String,
    /// A person or a company.
    #[pattern(
        r"\p{Lu}[\p{L}\p{N} .&'\-]*",
        "Start with a capital letter; then letters, digits, spaces and . & ' -"
    )]
    #[cas(required, max_length = 60, help = "A person or a company, with a capital letter.")]
    name: String,
    /// Where invoices go.
    #[cas(
        label = "E-mail",
        widget = email,
        required,
        max_length = 120,
        placeholder = "name@example.org",
        help = "Invoices go here. No two customers share one."
    )]
    email: String,
    /// What they pay for.
    #[cas(
        widget = radio,
        required,
        choices("free" = "Free", "team" = "Team", "enterprise" = "Enterprise")
    )]
    plan: String,
    /// The first contract.
    #[cas(label = "Customer since", min = "1990-01-01")]
    since: NaiveDate,
    /// Free text.
    #[cas(widget = textarea(rows = 4), max_length = 1000)]
    notes: Option<String>,
}

const SECTIONS: [(&str, &[Field<NewCustomer>]); 2] = {
    let f = NewCustomer::FIELDS;
    [("Customer", &[f.number, f.name, f.email]), ("Contract", &[f.plan, f.since, f.notes])]
};

/// The sentences of the form, for its script.
pub(crate) static MODULE: LazyLock<Asset> = LazyLock::new(|| NewCustomer::module(&English));

/// Where a customer is created: the same for the GET and the POST.
fn at() -> At<NewCustomer, Unscoped, NoLease, Unsealed, NoContext, New> {
    NewCustomer::create().enhance(Enhance::module(page::address(&MODULE)).check("/new/check"))
}

pub(crate) async fn show(token: CsrfToken) -> Response {
    answer(StatusCode::OK, None, &at().blank(), token)
}

pub(crate) async fn create(State(pool): State<Pool>, token: CsrfToken, body: Body) -> Response {
    let at = at();
    let submission = at.submit(&body.0);
    if !body.is_from_our_page(&token) {
        let form = submission.refuse(Reason::Retry).into_form();
        return answer(StatusCode::FORBIDDEN, Some(Notice::FOREIGN), &form, token);
    }
    let result = match pool.get().await {
        Ok(mut client) => submission.insert(&mut client).await,
        Err(_) => Err(submission.refuse(Reason::Unavailable)),
    };
    match result {
        // Created just now or before: the second click of a double click is told the same.
        Ok(created) => {
            Redirect::to(&format!("/{}", News::about(*created.key(), How::Created))).into_response()
        }
        Err(refused) => {
            let notice = Notice::refused(refused.reason());
            answer(page::status(refused.status()), Some(notice), refused.form(), token)
        }
    }
}

/// What can be said without the database, while somebody is still typing.
pub(crate) async fn check(token: CsrfToken, body: Body) -> Response {
    if !body.is_from_our_page(&token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    page::provisional(&at().submit(&body.0).foresee())
}

#[derive(Template)]
#[template(path = "create.html")]
struct CreatePage<'f> {
    notice: Option<Notice>,
    form: &'f Form<NewCustomer>,
    sections: Sections<'f, NewCustomer>,
    token: String,
}

fn answer(
    status: StatusCode,
    notice: Option<Notice>,
    form: &Form<NewCustomer>,
    token: CsrfToken,
) -> Response {
    let page = CreatePage {
        notice,
        form,
        sections: page::sections(form, &SECTIONS),
        token: token.authenticity_token().unwrap_or_default(),
    };
    (token, page::show(status, &page)).into_response()
}
