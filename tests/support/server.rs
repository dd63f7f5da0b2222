//! Servers of a test process's own: `Postgres::start()`, `MariaDb::start()` and `RedisServer::start()`.
//! They listen on 127.0.0.1, keep their data in a temporary folder, and end with the process.
#![allow(dead_code, reason = "each test target uses a part")]

use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::marker::PhantomData;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

mod mariadb;
mod postgres;
mod redis;

pub(crate) type Postgres = Server<postgres::Program>;
pub(crate) type MariaDb = Server<mariadb::Program>;
pub(crate) type RedisServer = Server<redis::Program>;

/// What the servers do differently.
pub(crate) trait Program {
    /// The Debian package.
    const PACKAGE: &'static str;
    /// Whom to run it as where the tests run as root.
    const USER: &'static str;

    /// Creates a database in the folder.
    fn create(folder: &Path) -> Command;
    /// Serves it.
    fn serve(folder: &Path, port: u16) -> Command;
    /// Where Diesel connects to.
    fn url(port: u16) -> String;
    /// Whether a connection succeeds.
    fn answers(url: &str) -> bool;
}

/// A running server; dropping it ends it and removes its data.
#[derive(Debug)]
pub(crate) struct Server<P: Program> {
    process: Child,
    port: u16,
    folder: TempDir,
    /// Ends with its input, which is ours.
    _janitor: Child,
    program: PhantomData<fn() -> P>,
}

impl<P: Program> Server<P> {
    /// Starts one with an empty database.
    pub(crate) fn start() -> Self {
        let folder =
            tempfile::Builder::new().prefix("server-").tempdir().expect("a temporary folder");
        if is_root() {
            run::<P>(Command::new("chown").arg(P::USER).arg(folder.path()), folder.path());
        }
        run::<P>(&mut as_user::<P>(&P::create(folder.path())), folder.path());
        let janitor = janitor(folder.path());
        let (process, port) = loop {
            let port = free_port();
            if let Some(process) = serve::<P>(folder.path(), port) {
                break (process, port);
            }
            assert!(!is_free(port), "{}", complaint::<P>("does not start", folder.path()));
        };
        Server { process, port, folder, _janitor: janitor, program: PhantomData }
    }

    /// For `establish`.
    pub(crate) fn url(&self) -> String {
        P::url(self.port)
    }

    /// Kills it at once, with all of its processes.
    pub(crate) fn kill(&mut self) {
        if self.process.try_wait().expect("our own child").is_some() {
            return;
        }
        let pid = self.process.id();
        // While it stands still it starts no further ones.
        send(pid, Signal::STOP);
        let helpers = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let helpers: Vec<u32> = helpers
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|helper| helper.parse().ok())
            .collect();
        for pid in helpers.iter().copied().chain([pid]) {
            send(pid, Signal::KILL);
        }
        self.process.wait().expect("our own child");
        until("its processes end", || helpers.iter().all(|helper| has_ended(*helper)));
    }

    /// Lets it stand still: it accepts connections, and answers nothing.
    pub(crate) fn pause(&self) {
        send(self.process.id(), Signal::STOP);
    }

    /// Lets it go on.
    pub(crate) fn resume(&self) {
        send(self.process.id(), Signal::CONT);
    }

    /// Starts it again, killed or not, with the same data at the same port.
    pub(crate) fn restart(&mut self) {
        self.kill();
        let (folder, port) = (self.folder.path(), self.port);
        self.process = serve::<P>(folder, port)
            .unwrap_or_else(|| panic!("{}", complaint::<P>("does not start again", folder)));
    }
}

impl<P: Program> Drop for Server<P> {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Starts the server and waits until it answers; `None` if it ends instead.
fn serve<P: Program>(folder: &Path, port: u16) -> Option<Child> {
    let mut command = as_user::<P>(&P::serve(folder, port));
    log_to(&mut command, folder);
    let mut process = spawn_for_good::<P>(command);
    let mut lives = true;
    until("the server answers", || {
        lives = process.try_wait().expect("our own child").is_none();
        !lives || P::answers(&P::url(port))
    });
    lives.then_some(process)
}

/// Starts a process that dies with this one: the kernel sees to it, but by the thread that started
/// it, and those of tests end early.
fn spawn_for_good<P: Program>(mut command: Command) -> Child {
    let (give, take) = mpsc::channel();
    thread::spawn(move || {
        give.send(command.spawn()).expect("it is waited for");
        loop {
            thread::park();
        }
    });
    started::<P, _>(take.recv().expect("the thread is parked"))
}

/// Removes the folder once this process has ended, however: what is static is never dropped.
fn janitor(folder: &Path) -> Child {
    Command::new("sh")
        .args([
            "-c",
            "trap '' INT TERM HUP; read -r _; until rm -rf \"$1\"; do sleep 0.1; done",
            "janitor",
        ])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell")
}

/// The command with the server's own user, who alone may run it, and with the end of the process
/// tied to the thread that starts it.
fn as_user<P: Program>(command: &Command) -> Command {
    let mut wrapped = Command::new("setpriv");
    wrapped.args(["--pdeathsig", "KILL"]);
    if is_root() {
        wrapped.arg(format!("--reuid={}", P::USER)).arg(format!("--regid={}", P::USER));
        wrapped.arg("--init-groups");
    }
    wrapped.arg(command.get_program()).args(command.get_args());
    wrapped
}

/// Runs a command to its end.
fn run<P: Program>(command: &mut Command, folder: &Path) {
    log_to(command, folder);
    let status = started::<P, _>(command.status());
    assert!(status.success(), "{}", complaint::<P>("cannot create a database", folder));
}

fn log_to(command: &mut Command, folder: &Path) {
    let log = File::options().create(true).append(true).open(folder.join("log"));
    let log = log.expect("a log file");
    command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log file")).stderr(log);
    // Its own user may write there, and perhaps nowhere else.
    command.env("TMPDIR", folder).current_dir("/");
}

fn started<P: Program, T>(result: std::io::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{} cannot be run: {error}", P::PACKAGE))
}

fn complaint<P: Program>(what: &str, folder: &Path) -> String {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    format!("{} {what}:\n{log}", P::PACKAGE)
}

/// The program in one of these folders, which are not all in everybody's `PATH`.
fn program<P: Program>(name: &str, folders: impl IntoIterator<Item = PathBuf>) -> PathBuf {
    let mut programs = folders.into_iter().map(|folder| folder.join(name));
    programs.find(|program| program.is_file()).unwrap_or_else(|| {
        panic!("there is no {name}: the tests need a server (apt-get install {})", P::PACKAGE)
    })
}

/// Below the ports that systems give to clients: while the server is down, nobody else's connection
/// takes the port.
fn free_port() -> u16 {
    let random = RandomState::new();
    let mut ports = (20_000_u16..30_000).collect::<Vec<_>>();
    ports.sort_by_key(|port| random.hash_one(port));
    ports.into_iter().find(|port| is_free(*port)).expect("a free port")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn send(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).expect("a process has an id");
    // It may have ended by itself.
    let _ = kill_process(pid, signal);
}

/// Whether the process is gone, or waits for nothing but its parent's look.
fn has_ended(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(") ").next().is_none_or(|rest| rest.is_empty() || rest.starts_with('Z'))
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_mins(2), "waited in vain until {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
