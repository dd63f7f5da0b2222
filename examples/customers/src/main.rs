//! `customers [--port N] [--file PATH | --database URL]`: see the crate's documentation.

use customers::{Error, Place};
use std::net::Ipv4Addr;
use std::process::ExitCode;
use tokio::net::TcpListener;

const USAGE: &str = "\
usage: customers [--port N] [--file PATH | --database URL]

  --port N        listen on this port of 127.0.0.1; 0 picks a free one (default: $PORT, or 3000)
  --file PATH     the SQLite database, made if it is not there (default: customers.sqlite)
  --database URL  a database on a server, in which the table is made if it is not there:
                  postgres://user:password@host/name or mysql://user:password@host/name (MariaDB)";

struct Options {
    port: u16,
    place: Place,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let options = match options(&arguments) {
        Ok(options) => options,
        Err(wrong) => {
            eprintln!("customers: {wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match serve(&options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = format!("customers: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                let said = error.to_string();
                // Some repeat what lies below them.
                if !text.contains(&said) {
                    text = format!("{text}: {said}");
                }
                cause = error.source();
            }
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// What the arguments and `$PORT` say, or what is wrong with them.
fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options { port: 3000, place: Place::File("customers.sqlite".into()) };
    if let Ok(value) = std::env::var("PORT") {
        options.port = port(&value)?;
    }
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if name == "--port" => options.port = port(value)?,
            [name, value] if name == "--file" => options.place = Place::File(value.into()),
            [name, value] if name == "--database" => options.place = value.parse()?,
            [name, ..] => return Err(format!("{name} is no option, or lacks its value")),
            [] => {}
        }
    }
    Ok(options)
}

fn port(value: &str) -> Result<u16, String> {
    value.parse().map_err(|_| format!("{value} is no port"))
}

async fn serve(Options { port, place }: &Options) -> Result<(), Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await.map_err(|error| {
        format!("port {port} cannot be used ({error}); choose another with --port, or 0 for any")
    })?;
    let app = customers::app(place).await.map_err(|error| format!("{place}: {error}"))?;
    println!("database: {place}");
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}
