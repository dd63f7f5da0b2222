//! `customers [--port N] [--file PATH]`: see the crate's documentation.

use customers::Error;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::net::TcpListener;

const USAGE: &str = "\
usage: customers [--port N] [--file PATH]

  --port N     listen on this port of 127.0.0.1; 0 picks a free one (default: $PORT, or 3000)
  --file PATH  the SQLite database, made and filled if it is not there (default: customers.sqlite)";

struct Options {
    port: u16,
    file: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let Some(options) = options(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match serve(&options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("customers: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `None` for arguments, or a `$PORT`, that make no sense.
fn options(arguments: &[String]) -> Option<Options> {
    let port = std::env::var("PORT").map_or(Some(3000), |port| port.parse().ok())?;
    let mut options = Options { port, file: "customers.sqlite".into() };
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if name == "--port" => options.port = value.parse().ok()?,
            [name, value] if name == "--file" => options.file = value.into(),
            _ => return None,
        }
    }
    Some(options)
}

async fn serve(Options { port, file }: &Options) -> Result<(), Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await.map_err(|error| {
        format!("port {port} cannot be used ({error}); choose another with --port, or 0 for any")
    })?;
    let app = customers::app(file).map_err(|error| format!("{}: {error}", file.display()))?;
    println!("database: {}", absolute(file).display());
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

fn absolute(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| file.to_owned())
}
