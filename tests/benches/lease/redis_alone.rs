//! Redis.

use crate::contest::{BAR, Beyond, Named, Page, print};
use cas_forms::Redis;
use redis::{Connection, Script};
use std::cell::RefCell;

const BARE: &str = "three smallest scripts";
const OURS: &str = "cas-forms, Redis";
const SET: &str = "SET NX PX, PEXPIRE, DEL";
const PINGS: &str = "three PINGs";

fn run_command<T: redis::FromRedisValue>(connection: &RefCell<Connection>, words: &[&str]) -> T {
    let mut command = redis::cmd(words[0]);
    for word in &words[1..] {
        command.arg(*word);
    }
    command.query(&mut *connection.borrow_mut()).expect("the server answers")
}

/// A connection that is made as the store's are.
fn connect(url: &str) -> RefCell<Connection> {
    let info = redis::IntoConnectionInfo::into_connection_info(url).expect("an address");
    let info = info.set_tcp_settings(redis::io::tcp::TcpSettings::default().set_nodelay(true));
    let client = redis::Client::open(info).expect("an address");
    RefCell::new(client.get_connection().expect("the server answers"))
}

pub(crate) fn run(url: &str, store: &Redis) {
    let connection = connect(url);
    let acquire = Script::new(
        "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', 90000) then return 1 end return 0",
    );
    let renew = Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then \
         return redis.call('PEXPIRE', KEYS[1], 90000) end return 0",
    );
    let release = Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0",
    );
    let (bare, ours) = (Page::new("bare"), Page::new("ours"));
    let token = bare.secret.digest();
    let invoke = |script: &Script| -> usize {
        let mut call = script.key(bare.key.as_str());
        let done = call.arg(&token).invoke(&mut *connection.borrow_mut()).expect("an answer");
        assert_eq!(done, 1);
        done
    };
    let mut contestants: Vec<Named<'_>> = vec![
        (BARE, Box::new(|| invoke(&acquire) + invoke(&renew) + invoke(&release))),
        (OURS, Box::new(|| ours.thrice(store, &mut ()))),
        (
            SET,
            Box::new(|| {
                let set = ["SET", "floor", &token, "NX", "PX", "90000"];
                let () = run_command(&connection, &set);
                let renewed: usize = run_command(&connection, &["PEXPIRE", "floor", "90000"]);
                let deleted: usize = run_command(&connection, &["DEL", "floor"]);
                renewed + deleted
            }),
        ),
        (
            PINGS,
            Box::new(|| {
                (0..3).for_each(|_| run_command(&connection, &["PING"]));
                3
            }),
        ),
    ];
    let beyond = [Beyond { what: "cas-forms beyond the PINGs", whole: OURS, part: PINGS }];
    print("Redis", &mut contestants, &beyond, Some(BAR));
}
