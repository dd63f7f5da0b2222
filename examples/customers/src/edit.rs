//! The page of a customer: what a GET and the POSTs do.

use crate::customer::{CustomerForm, SECTIONS};
use crate::database::Pool;
use crate::news::{How, News};
use crate::page::{self, Notice, Sections};
use crate::request::{Body, Id};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_csrf::CsrfToken;
use cas_forms::{Asset, At, CasForm, English, Enhance, Form, Reason, Refused};
use cas_forms_diesel::asynchronous::{Check, Delete, Open, Save};
use std::sync::LazyLock;

/// The sentences and scripts of the form, for its script.
pub(crate) static MODULE: LazyLock<Asset> = LazyLock::new(|| CustomerForm::module(&English));

/// Where a customer is edited: the same for the GET, the POSTs and what comes between.
fn at(id: i32) -> At<CustomerForm> {
    let module = page::address(&MODULE);
    CustomerForm::at(id).enhance(Enhance::module(module).check(format!("/customers/{id}/check")))
}

pub(crate) async fn show(State(pool): State<Pool>, Id(id): Id, token: CsrfToken) -> Response {
    let Ok(mut client) = pool.get().await else { return page::unavailable() };
    match at(id).open(&mut client).await {
        Ok(form) => answer(StatusCode::OK, None, id, &form, token),
        Err(error) => page::not_opened(&error),
    }
}

pub(crate) async fn save(
    State(pool): State<Pool>,
    Id(id): Id,
    token: CsrfToken,
    body: Body,
) -> Response {
    let at = at(id);
    let submission = at.submit(&body.0);
    if !body.is_from_our_page(&token) {
        return foreign(id, submission.refuse(Reason::Retry), token);
    }
    let result = match pool.get().await {
        Ok(mut client) => submission.save(&mut client).await,
        Err(_) => Err(submission.refuse(Reason::Unavailable)),
    };
    match result {
        Ok(done) => Redirect::to(&format!("/{}", News::of(id, &done))).into_response(),
        Err(refused) => not_done(id, &refused, token),
    }
}

pub(crate) async fn delete(
    State(pool): State<Pool>,
    Id(id): Id,
    token: CsrfToken,
    body: Body,
) -> Response {
    let at = at(id);
    let submission = at.submit(&body.0);
    if !body.is_from_our_page(&token) {
        return foreign(id, submission.refuse(Reason::Retry), token);
    }
    let result = match pool.get().await {
        Ok(mut client) => submission.delete(&mut client).await,
        Err(_) => Err(submission.refuse(Reason::Unavailable)),
    };
    match result {
        // Deleted just now or before: the second click of a double click is told the same.
        Ok(_) => Redirect::to(&format!("/{}", News::about(id, How::Deleted))).into_response(),
        Err(refused) => not_done(id, &refused, token),
    }
}

/// What saving would say, while somebody is still typing.
pub(crate) async fn check(
    State(pool): State<Pool>,
    Id(id): Id,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match pool.get().await {
        Ok(mut client) => page::provisional(&at(id).submit(&body.0).check(&mut client).await),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage<'f> {
    id: i32,
    notice: Option<Notice>,
    form: &'f Form<CustomerForm>,
    sections: Sections<'f, CustomerForm>,
    number: String,
    token: String,
    is_gone: bool,
}

fn answer(
    status: StatusCode,
    notice: Option<Notice>,
    id: i32,
    form: &Form<CustomerForm>,
    token: CsrfToken,
) -> Response {
    let page = EditPage {
        id,
        notice,
        form,
        sections: page::sections(form, &SECTIONS),
        number: form.field(CustomerForm::FIELDS.number).value(),
        token: token.authenticity_token().unwrap_or_default(),
        is_gone: status == StatusCode::GONE,
    };
    (token, page::show(status, &page)).into_response()
}

fn not_done(id: i32, refused: &Refused<CustomerForm>, token: CsrfToken) -> Response {
    let notice = Notice::refused(refused.reason());
    answer(page::status(refused), Some(notice), id, refused.form(), token)
}

fn foreign(id: i32, refused: Refused<CustomerForm>, token: CsrfToken) -> Response {
    answer(StatusCode::FORBIDDEN, Some(Notice::FOREIGN), id, &refused.into_form(), token)
}
