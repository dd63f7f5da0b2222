//! A form without a database: render it, read a submission, say what is wrong with it.

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use cas_forms::{CasForm, Form};

#[derive(CasForm)]
struct Booking {
    #[pattern(r"\p{Lu}[\p{L} '\-]*", "Start with a capital letter")]
    #[cas(required, max_length = 60, help = "As on your ticket")]
    name: String,
    #[cas(widget = email, required, autocomplete = "email")]
    email: String,
    #[cas(min = 1, max = 8, help = "Up to eight")]
    seats: u8,
    #[cas(widget = textarea(rows = 3), placeholder = "Anything we should know?")]
    wishes: Option<String>,
}

/// `Form::new(row)` would show something that exists.
async fn show() -> Html<String> {
    page(&Form::<Booking>::blank())
}

/// Whatever arrives, there is a form to show again, with all that was typed.
async fn book(body: Bytes) -> (StatusCode, Html<String>) {
    match Booking::at(()).submit(&body).validate() {
        Ok(Booking { name, email, seats, wishes }) => {
            println!("{name} <{email}>: {seats} seats, wishes: {wishes:?}");
            (StatusCode::OK, Html("<!DOCTYPE html><title>Booked</title><p>Thank you!</p>".into()))
        }
        Err(refused) => {
            let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
            (status, page(refused.form()))
        }
    }
}

fn page(form: &Form<Booking>) -> Html<String> {
    let form = form.as_form("Book");
    Html(format!("<!DOCTYPE html><html lang=\"en\"><title>Booking</title><h1>Booking</h1>{form}"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = "127.0.0.1:3000";
    let listener = tokio::net::TcpListener::bind(address).await.unwrap_or_else(|error| {
        eprintln!("{address} cannot be listened on: {error}");
        std::process::exit(1)
    });
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", get(show).post(book))).await
}
