//! The scripts, one for each question.
//!
//! A lease is a hash: `t` the digest of the secret, empty where it was released; `f` the fencing
//! token; `e` when it ends, in microseconds since 1970 by the clock of the server; `h` the names of the
//! page and its user. Lua's numbers have 53 bits, and lose some of them unless they are written by
//! `%.0f`.
//!
//! A script answers with one text: `0` if it did nothing, with the fencing token, the microseconds that
//! are left and the names, where somebody has the lease; otherwise `1` with the fencing token, and with
//! the names unless the question had them. Most of what a script costs is what it says and hears.

use crate::lease::{Answer, Ask, Claim, FencingToken, Held, Holder};
use redis::{Cmd, ErrorKind, RedisError, RedisResult, Script, ServerErrorKind};
use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::Duration;

/// The key is `KEYS[1]`, the digest `ARGV[1]`.
macro_rules! read {
    () => {
        "local was = redis.call('HMGET', KEYS[1], 't', 'f', 'e') \
        local clock = redis.call('TIME') \
        local now = clock[1] * 1000000 + clock[2] \
        local left = (was[3] or 0) - now "
    };
}

macro_rules! refuse {
    () => {
        "if left > 0 then \
            return '0 ' .. was[2] .. string.format(' %.0f ', left) \
                .. redis.call('HGET', KEYS[1], 'h') \
        end \
        return '0' "
    };
}

macro_rules! script {
    ($($piece:expr),*) => {
        LazyLock::new(|| Script::new(concat!($($piece),*)))
    };
}

/// `ARGV`: digest, microseconds, names.
macro_rules! give {
    ($unless:literal) => {
        concat!(
            read!(),
            "local fence = was[2] \
            if was[1] ~= ARGV[1] then ",
            $unless,
            refuse!(),
            "end \
            fence = string.format('%.0f', math.max((fence or 0) + 1, now)) end \
            redis.call('HSET', KEYS[1], 't', ARGV[1], 'f', fence, \
                'e', string.format('%.0f', now + ARGV[2]), 'h', ARGV[3]) \
            return '1 ' .. fence"
        )
    };
}

static ACQUIRE: LazyLock<Script> = script!(give!("if left > 0 then "));

/// `ARGV[4]`: the fencing token that was seen. Who is not remembered does not hold it.
static TAKE_OVER: LazyLock<Script> = script!(give!("if fence and fence ~= ARGV[4] then "));

/// `ARGV`: digest, microseconds.
static RENEW: LazyLock<Script> = script!(
    "local was = redis.call('HMGET', KEYS[1], 't', 'f', 'h') \
    if was[1] == ARGV[1] then \
        local clock = redis.call('TIME') \
        local ends = clock[1] * 1000000 + clock[2] + ARGV[2] \
        redis.call('HSET', KEYS[1], 'e', string.format('%.0f', ends)) \
        return '1 ' .. was[2] .. ' ' .. was[3] \
    end ",
    read!(),
    refuse!()
);

/// `ARGV`: digest.
static RELEASE: LazyLock<Script> = script!(
    "if redis.call('HGET', KEYS[1], 't') == ARGV[1] then \
        redis.call('HSET', KEYS[1], 't', '', 'e', '0') \
        return '1' \
    end ",
    read!(),
    refuse!()
);

static HOLDER: LazyLock<Script> = script!(read!(), refuse!());

/// A question, as a script with its values.
pub(super) struct Call<'a> {
    ask: Ask<'a>,
    /// The server may have forgotten it, and is told it again then.
    pub(super) script: &'static Script,
    pub(super) command: Cmd,
}

impl<'a> Call<'a> {
    pub(super) fn new(ask: Ask<'a>, prefix: &str) -> Self {
        let (script, secret): (&'static Script, _) = match ask {
            Ask::Acquire(claim) => (&ACQUIRE, Some(claim.secret)),
            Ask::TakeOver(claim, _) => (&TAKE_OVER, Some(claim.secret)),
            Ask::Renew { secret, .. } => (&RENEW, Some(secret)),
            Ask::Release { secret, .. } => (&RELEASE, Some(secret)),
            Ask::Holder { .. } => (&HOLDER, None),
        };
        let mut command = redis::cmd("EVALSHA");
        command.arg(script.get_hash()).arg(1).arg(key(prefix, ask.key().as_str()));
        if let Some(secret) = secret {
            command.arg(secret.digest());
        }
        if let Ask::Acquire(Claim { ttl, .. })
        | Ask::TakeOver(Claim { ttl, .. }, _)
        | Ask::Renew { ttl, .. } = ask
        {
            command.arg(micros(ttl));
        }
        if let Ask::Acquire(claim) | Ask::TakeOver(claim, _) = ask {
            command.arg(names(claim.holder));
        }
        if let Ask::TakeOver(_, seen) = ask {
            command.arg(seen.0);
        }
        Call { ask, script, command }
    }

    /// Reads what the script said.
    pub(super) fn answer(&self, told: &str) -> RedisResult<Answer> {
        self.read(told)
            .ok_or_else(|| (ErrorKind::UnexpectedReturnType, "no answer about a lease").into())
    }

    fn read(&self, told: &str) -> Option<Answer> {
        let (is_done, told) = match told.split_at_checked(1)? {
            ("1", told) => (true, told),
            ("0", told) => (false, told),
            _ => return None,
        };
        let held = match (is_done, self.ask, told.strip_prefix(' ')) {
            (true, Ask::Acquire(claim) | Ask::TakeOver(claim, _), Some(fence)) => {
                Some((fence, claim.ttl, claim.holder.clone()))
            }
            (true, Ask::Renew { ttl, .. }, Some(told)) => {
                let (fence, names) = told.split_once(' ')?;
                Some((fence, ttl, holder(names)?))
            }
            (false, _, Some(told)) => {
                let (fence, told) = told.split_once(' ')?;
                let (left, names) = told.split_once(' ')?;
                Some((fence, Duration::from_micros(left.parse().ok()?), holder(names)?))
            }
            _ => None,
        };
        let Some((fence, remaining, holder)) =
            held.filter(|(_, remaining, _)| !remaining.is_zero())
        else {
            return Some(Answer { is_done, held: None });
        };
        let fence = FencingToken(fence.parse().ok()?);
        Some(Answer { is_done, held: Some(Held { holder, fence, remaining }) })
    }
}

pub(super) fn is_forgotten(error: &RedisError) -> bool {
    error.kind() == ErrorKind::Server(ServerErrorKind::NoScript)
}

/// The names in one: how long the page's is, that one, the user's.
fn names(holder: &Holder) -> String {
    format!("{} {}{}", holder.instance().len(), holder.instance(), holder.user())
}

fn holder(names: &str) -> Option<Holder> {
    let (length, names) = names.split_once(' ')?;
    let (page, user) = names.split_at_checked(length.parse().ok()?)?;
    Some(Holder::of_page(user, page))
}

/// A century is for ever, and Lua's numbers are exact up to it.
fn micros(ttl: Duration) -> u64 {
    const CENTURY: Duration = Duration::from_hours(100 * 366 * 24);
    ttl.min(CENTURY).as_micros().try_into().unwrap_or(0)
}

/// Different keys stay different. Without `{` a cluster looks at all of the key, and nobody who
/// chooses keys chooses the slot.
fn key(prefix: &str, key: &str) -> String {
    format!("{prefix}:{}", without_braces(key))
}

/// The prefix ends at the first colon.
pub(super) fn escaped_prefix(prefix: &str) -> String {
    without_braces(prefix).replace(':', "%3A")
}

fn without_braces(text: &str) -> Cow<'_, str> {
    if text.contains(['%', '{']) {
        text.replace('%', "%25").replace('{', "%7B").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::{Holder, escaped_prefix, holder, key, names};
    use proptest::prelude::*;

    #[test]
    fn names_of_any_letters_come_out_as_they_went_in() {
        for (user, page) in [("", ""), ("Zoë 3", "1 2"), ("10 9", "ä"), (" ", "5 ")] {
            let one = Holder::of_page(user, page);
            assert_eq!(holder(&names(&one)), Some(one));
        }
    }

    #[test]
    fn no_part_of_a_key_decides_about_its_slot() {
        assert_eq!(key(&escaped_prefix("{a}:b"), "rows/{x}%7B"), "%7Ba}%3Ab:rows/%7Bx}%257B");
    }

    proptest! {
        #[test]
        fn different_prefixes_and_keys_have_different_names(
            one in ("[:%{}3AB7]{0,4}", "[:%{}3AB7]{0,4}"),
            other in ("[:%{}3AB7]{0,4}", "[:%{}3AB7]{0,4}"),
        ) {
            let name = |(prefix, text): &(String, String)| key(&escaped_prefix(prefix), text);
            prop_assert_eq!(name(&one) == name(&other), one == other);
        }
    }
}
