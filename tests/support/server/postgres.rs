//! PostgreSQL.

use diesel::{Connection as _, PgConnection};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Debug)]
pub(crate) enum Program {}

impl super::Program for Program {
    const PACKAGE: &'static str = "postgresql";
    const USER: &'static str = "postgres";

    fn create(folder: &Path) -> Command {
        let mut command = Command::new(program("initdb"));
        command.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        command.arg("--no-sync").arg("-D").arg(folder.join("data"));
        command
    }

    fn serve(folder: &Path, port: u16) -> Command {
        let mut command = Command::new(program("postgres"));
        command.arg("-D").arg(folder.join("data"));
        for setting in [
            "listen_addresses=127.0.0.1",
            &format!("port={port}"),
            "unix_socket_directories=",
            // What a killed process has written is in the system's hands. Only a system that
            // breaks down loses it.
            "fsync=off",
            "full_page_writes=off",
            "shared_buffers=32MB",
            "max_connections=200",
        ] {
            command.arg("-c").arg(setting);
        }
        command
    }

    fn url(port: u16) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/postgres")
    }

    fn answers(url: &str) -> bool {
        PgConnection::establish(url).is_ok()
    }
}

/// Of the newest version that is installed.
fn program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    super::program::<Program>(name, versions.into_iter().rev().map(|(_, folder)| folder))
}
