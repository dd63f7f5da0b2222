//! The script itself: its types hold, and it is small.

use crate::support::npm;
use cas_forms::{Text, assets};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What everything together may weigh, with room for what is still to come.
const LIMIT: usize = 10 * 1024;

#[test]
fn its_types_hold_for_the_typescript_compiler() {
    let compiler = npm::package("typescript", "7.0.2").join("bin/tsc");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../cas-forms/assets/cas-forms.js");
    let checked = Command::new("node")
        .arg(compiler)
        .args(["--allowJs", "--checkJs", "--noEmit", "--strict", "--noUnusedLocals"])
        .args([
            "--target",
            "es2022",
            "--module",
            "es2022",
            "--lib",
            "es2022,dom,dom.iterable",
            source,
        ])
        .output()
        .unwrap_or_else(|error| panic!("node is needed (apt-get install nodejs): {error}"));
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn it_is_small() {
    let served = &assets::script().body;
    let size = gzip(served.as_bytes());
    println!("cas-forms.js: {} bytes, {size} compressed", served.len());
    assert!(size < LIMIT, "{size} bytes, compressed");
}

#[test]
fn its_words_are_the_librarys() {
    use Text::{ChangedTo, Marked, Nothing, Restored, Sending};
    use Text::{LeaseIdle, LeaseKeep, LeaseOpen, LeaseRested, LeaseUnsure};
    for text in [
        Nothing,
        ChangedTo,
        Restored,
        Marked,
        Sending,
        LeaseIdle,
        LeaseKeep,
        LeaseOpen,
        LeaseRested,
        LeaseUnsure,
    ] {
        let line = format!("{}: {:?},", text.key(), text.english());
        assert!(assets::script().body.lines().any(|code| code == line), "{line}");
    }
}

fn gzip(bytes: &[u8]) -> usize {
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "--stdout"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut gzip = gzip.spawn().expect("gzip runs");
    gzip.stdin.take().expect("a pipe").write_all(bytes).expect("gzip reads");
    gzip.wait_with_output().expect("gzip ends").stdout.len()
}
