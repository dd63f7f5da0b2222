//! Redis, which forgets everything when it ends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum Program {}

impl super::Program for Program {
    const PACKAGE: &'static str = "redis-server";
    const USER: &'static str = "redis";

    /// There is nothing to create.
    fn create(_: &Path) -> Command {
        Command::new("true")
    }

    fn serve(folder: &Path, port: u16) -> Command {
        let folders = ["/usr/bin", "/usr/local/bin"].map(PathBuf::from);
        let mut command = Command::new(super::program::<Program>("redis-server", folders));
        command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--daemonize", "no"]);
        command.args(["--save", "", "--appendonly", "no", "--dir"]).arg(folder);
        command
    }

    fn url(port: u16) -> String {
        format!("redis://127.0.0.1:{port}/")
    }

    fn answers(url: &str) -> bool {
        ping(url).is_ok_and(|answer| answer == *b"+PONG")
    }
}

fn ping(url: &str) -> std::io::Result<[u8; 5]> {
    let mut answer = [0; 5];
    let address = url.trim_start_matches("redis://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    stream.write_all(b"PING\r\n")?;
    stream.read_exact(&mut answer)?;
    Ok(answer)
}
