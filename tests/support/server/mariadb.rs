//! MariaDB.

use diesel::{Connection as _, MysqlConnection};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Debug)]
pub(crate) enum Program {}

impl super::Program for Program {
    const PACKAGE: &'static str = "mariadb-server";
    const USER: &'static str = "mysql";

    fn create(folder: &Path) -> Command {
        let mut command = Command::new(program("mariadb-install-db"));
        command.args(["--no-defaults", "--auth-root-authentication-method=normal"]);
        command.args(["--skip-test-db", "--skip-name-resolve"]);
        command.arg(option("--datadir", &folder.join("data")));
        // One that starts removes the temporary tables of the others from a folder that they share.
        command.arg(option("--tmpdir", folder));
        command
    }

    fn serve(folder: &Path, port: u16) -> Command {
        let start = folder.join("start.sql");
        fs::write(
            &start,
            "CREATE DATABASE IF NOT EXISTS cas CHARACTER SET utf8mb4;\n\
             CREATE USER IF NOT EXISTS cas@'127.0.0.1';\n\
             GRANT ALL ON *.* TO cas@'127.0.0.1';\n",
        )
        .expect("the folder is ours");
        let mut command = Command::new(program("mariadbd"));
        command.args(["--no-defaults", "--skip-name-resolve", "--bind-address=127.0.0.1"]);
        command.arg(format!("--port={port}"));
        command.arg(option("--datadir", &folder.join("data"))).arg(option("--tmpdir", folder));
        // Paths of sockets are short.
        command.args(["--socket=socket", "--pid-file=pid", "--skip-log-bin"]);
        command.arg(option("--init-file", &start));
        // What a killed process has written is in the system's hands.
        command.args(["--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M"]);
        command.args(["--innodb-log-file-size=32M", "--max-connections=200"]);
        command.arg("--max-allowed-packet=16M");
        command
    }

    fn url(port: u16) -> String {
        format!("mysql://cas@127.0.0.1:{port}/cas")
    }

    fn answers(url: &str) -> bool {
        MysqlConnection::establish(url).is_ok()
    }
}

fn option(name: &str, path: &Path) -> String {
    format!("{name}={}", path.display())
}

fn program(name: &str) -> PathBuf {
    super::program::<Program>(name, ["/usr/sbin", "/usr/bin"].map(PathBuf::from))
}
