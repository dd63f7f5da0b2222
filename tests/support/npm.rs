//! Packages of npm that tests need, in a folder of the build's own.
#![allow(dead_code, reason = "each test target uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Once at a time.
static INSTALLING: Mutex<()> = Mutex::new(());

/// The folder of a package, which is fetched if it is not there yet.
pub(crate) fn package(name: &str, version: &str) -> PathBuf {
    let _guard = INSTALLING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("npm-{name}-{version}"));
    let package = home.join("node_modules").join(name);
    if !package.join("package.json").is_file() {
        fs::create_dir_all(&home).expect("the folder of the build is ours");
        let install = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix"])
            .arg(&home)
            .arg(format!("{name}@{version}"))
            .output();
        let done =
            install.unwrap_or_else(|error| panic!("npm is needed (apt-get install npm): {error}"));
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "npm cannot fetch {name}@{version}:\n{said}");
    }
    package
}
