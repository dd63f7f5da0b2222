//! The driver's process and everything that it starts, killed as one.

use std::env;
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::{Browser, until};

/// The variable by which everything that a driver starts is known.
const MARK: &str = "TEST_BROWSER";

static STARTED: AtomicU32 = AtomicU32::new(0);

/// A running driver; dropping it kills it together with its browser.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    pub(super) port: u16,
    /// In the environment of everything that was started here, and of nothing else.
    mark: Vec<u8>,
}

impl Driver {
    /// Starts the driver of `browser` on a free port, with `home` as its only place to write to.
    pub(super) fn start(browser: Browser, home: &Path) -> Self {
        // Two of them take any free port, and say which.
        let port = if browser == Browser::WebKit { free_port() } else { 0 };
        let (name, arguments, remedy): (_, &[_], _) = match browser {
            Browser::Chromium => ("chromedriver", &[], "apt-get install chromium-driver"),
            Browser::Firefox => (
                "geckodriver",
                // System access: a user's reload and a prompt session save are out of a page's reach.
                &["--allow-system-access"],
                "cargo install geckodriver --locked",
            ),
            Browser::WebKit => (
                "xvfb-run",
                &["--auto-servernum", "WebKitWebDriver"],
                "apt-get install webkit2gtk-driver xvfb xauth",
            ),
        };
        let log = home.join("driver.log");
        let start = || {
            let output = File::create(&log).expect("the temporary folder takes a log file");
            let mark = format!("{}-{}", process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
            let process = Command::new(program(name, remedy))
                .args(arguments)
                .arg(format!("--port={port}"))
                // The texts and the order of a date's parts must not depend on who runs the tests.
                .envs([("LC_ALL", "C.UTF-8"), ("LANGUAGE", "en_US")])
                .envs([("HOME", home), ("TMPDIR", home), ("XDG_RUNTIME_DIR", home)])
                // Its processes cannot be shut in where the tests run as root.
                .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
                .env(MARK, &mark)
                .stdin(Stdio::null())
                .stdout(output.try_clone().expect("a file handle can be cloned"))
                .stderr(output)
                .process_group(0)
                .spawn()
                .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
            Self { process, port: 0, mark: format!("{MARK}={mark}").into() }
        };
        let said = || fs::read_to_string(&log).unwrap_or_default();
        let listens = || TcpStream::connect(("127.0.0.1", port)).is_ok().then_some(port);
        let answer = || if port == 0 { port_in(&said()) } else { listens() };
        loop {
            let mut driver = start();
            let ended = until(Duration::from_secs(30), || match answer() {
                Some(port) => Some(Ok(port)),
                None => driver.process.try_wait().ok().flatten().map(Err),
            });
            match ended {
                Some(Ok(port)) => {
                    driver.port = port;
                    return driver;
                }
                // chromedriver takes a port that is free in IPv6 and then wants the same one in
                // IPv4, where somebody may have it.
                Some(Err(_)) if said().contains("port not available") => {}
                _ => panic!("{name} did not say on which port it listens:\n{}", said()),
            }
        }
    }

    /// Kills driver and browser with SIGKILL and waits until nothing of them is left.
    pub(super) fn kill(&mut self) {
        // Again and again: a process may start another one while the others are being killed.
        until(Duration::from_secs(10), || {
            let alive: Vec<_> = self.family().collect();
            for &process in &alive {
                let _ = kill_process(process, Signal::KILL);
            }
            let _ = self.process.try_wait();
            alive.is_empty().then_some(())
        });
    }

    /// The living processes of the driver's group, and those that left it but kept its environment
    /// (a crash reporter does). Neither alone would do: a browser writes its titles over the latter.
    fn family(&self) -> impl Iterator<Item = Pid> {
        let group = self.process.id().to_string();
        fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(move |entry| {
            let id = entry.file_name().to_str()?.parse().ok().and_then(Pid::from_raw)?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // `pid (name) state parent group ...`, where the name may hold anything.
            let (state, rest) = stat.rsplit_once(") ")?.1.split_once(' ')?;
            let in_group = rest.split(' ').nth(1)? == group;
            let marked = || {
                let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
                environment.split(|&byte| byte == 0).any(|variable| variable == self.mark)
            };
            // A dead process that nobody has reaped is as good as gone.
            (state != "Z" && (in_group || marked())).then_some(id)
        })
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

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

/// The browser that comes with the driver of `WebKit`.
pub(super) fn mini_browser() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    folders
        .map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"))
        .find(|program| program.is_file())
        .expect("webkit2gtk-driver is needed: apt-get install webkit2gtk-driver")
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
