//! The driver's process and everything that it starts: one process group, killed as one.

use std::env;
use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::{Browser, until};

/// A running driver; dropping it kills it together with its browser.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    pub(super) port: u16,
}

impl Driver {
    /// Starts the driver of `browser` on a free port, with `home` as its only place to write to.
    pub(super) fn start(browser: Browser, home: &Path) -> Self {
        let (name, arguments, remedy): (_, &[_], _) = match browser {
            Browser::Chromium => ("chromedriver", &["--port=0"], "apt-get install chromium-driver"),
            Browser::Firefox => (
                "geckodriver",
                // System access: a user's reload and a prompt session save are out of a page's reach.
                &["--port=0", "--allow-system-access"],
                "cargo install geckodriver --locked",
            ),
        };
        let log = home.join("driver.log");
        let output = File::create(&log).expect("the temporary folder takes a log file");
        let process = Command::new(program(name, remedy))
            .args(arguments)
            // The texts and the order of a date's parts must not depend on who runs the tests.
            .envs([("LC_ALL", "C.UTF-8"), ("LANGUAGE", "en_US")])
            .envs([("HOME", home), ("TMPDIR", home)])
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a file handle can be cloned"))
            .stderr(output)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let mut driver = Self { process, port: 0 };
        let said = || fs::read_to_string(&log).unwrap_or_default();
        driver.port = until(Duration::from_secs(30), || port_in(&said()))
            .unwrap_or_else(|| panic!("{name} did not say on which port it listens:\n{}", said()));
        driver
    }

    /// Kills driver and browser with SIGKILL and waits until nothing of them is left.
    pub(super) fn kill(&mut self) {
        let group = self.process.id();
        let Some(id) = i32::try_from(group).ok().and_then(Pid::from_raw) else { return };
        // Again and again: a process may start another one while its group is being killed.
        until(Duration::from_secs(10), || {
            let _ = kill_process_group(id, Signal::KILL);
            let _ = self.process.try_wait();
            (!alive(group)).then_some(())
        });
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The port in chromedriver's `... on port 4711.` or geckodriver's `Listening on 127.0.0.1:4711`.
fn port_in(log: &str) -> Option<u16> {
    let said = ["started successfully on port ", "Listening on 127.0.0.1:"];
    let rest = said.iter().find_map(|text| Some(log.split_once(text)?.1))?;
    let (port, _) = rest.split_once(|c: char| !c.is_ascii_digit())?;
    port.parse().ok()
}

/// Whether a process of the group still runs; a dead one that nobody has reaped does not count.
fn alive(group: u32) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    processes.flatten().any(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        // `pid (name) state parent group ...`, where the name may hold anything.
        let Some((_, rest)) = stat.rsplit_once(") ") else { return false };
        let mut rest = rest.split(' ');
        rest.next() != Some("Z") && rest.nth(1) == Some(group.to_string().as_str())
    })
}

/// The path of an installed program.
pub(super) fn program(name: &str, remedy: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let cargo = env::home_dir().unwrap_or_default().join(".cargo/bin");
    env::split_paths(&path)
        .chain(["/usr/bin".into(), cargo])
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .unwrap_or_else(|| {
            panic!("{name} is neither on PATH nor in /usr/bin or ~/.cargo/bin: {remedy}")
        })
}
