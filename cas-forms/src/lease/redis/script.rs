//! The scripts, one for each question.
//!
//! A lease is a hash: `t` the digest of the secret, empty where it was released; `f` the fencing
//! token; `e` when it ends, in microseconds since 1970 by the clock of the server; `p` the page; `h`
//! the holder. Lua's numbers have 53 bits, and lose some of them unless they are written by `%.0f`.

use crate::lease::{Answer, Ask, FencingToken, Held, Holder};
use redis::{Script, ScriptInvocation};
use std::sync::LazyLock;
use std::time::Duration;

/// Reads the lease and the clock; the key is `KEYS[1]`, the digest `ARGV[1]`.
macro_rules! script {
    ($rest:literal) => {
        LazyLock::new(|| {
            Script::new(concat!(
                "local key, mine = KEYS[1], ARGV[1] \
                local was = redis.call('HMGET', key, 't', 'f', 'e', 'p', 'h') \
                local fence, ends = tonumber(was[2]) or 0, tonumber(was[3]) or 0 \
                local clock = redis.call('TIME') \
                local now = clock[1] * 1000000 + clock[2] \
                local function refused() \
                    return {0, fence, math.max(ends - now, 0), was[4] or '', was[5] or ''} \
                end \
                local function given(ttl, page, holder) \
                    redis.call('HSET', key, 't', mine, 'f', string.format('%.0f', fence), \
                        'e', string.format('%.0f', now + ttl), 'p', page, 'h', holder) \
                    return {1, fence, tonumber(ttl), page, holder} \
                end ",
                $rest
            ))
        })
    };
}

/// `ARGV`: digest, microseconds, page, holder.
static ACQUIRE: LazyLock<Script> = script!(
    "if was[1] ~= mine then \
        if ends > now then return refused() end \
        fence = math.max(fence + 1, now) \
    end \
    return given(ARGV[2], ARGV[3], ARGV[4])"
);

/// `ARGV`: digest, microseconds, page, holder, the fencing token that was seen. Who is not remembered
/// does not hold it.
static TAKE_OVER: LazyLock<Script> = script!(
    "if was[1] ~= mine then \
        if was[1] and fence ~= tonumber(ARGV[5]) then return refused() end \
        fence = math.max(fence + 1, now) \
    end \
    return given(ARGV[2], ARGV[3], ARGV[4])"
);

/// `ARGV`: digest, microseconds.
static RENEW: LazyLock<Script> = script!(
    "if was[1] ~= mine then return refused() end \
    return given(ARGV[2], was[4], was[5])"
);

/// `ARGV`: digest.
static RELEASE: LazyLock<Script> = script!(
    "if was[1] ~= mine then return refused() end \
    redis.call('HSET', key, 't', '', 'e', '0', 'p', '', 'h', '') \
    return {1, fence, 0, '', ''}"
);

static HOLDER: LazyLock<Script> = script!("return refused()");

/// A script with its values.
pub(super) struct Call(ScriptInvocation<'static>);

impl Call {
    pub(super) fn new(ask: Ask<'_>, prefix: &str) -> Self {
        let (script, secret, ttl): (&'static Script, _, _) = match ask {
            Ask::Acquire(claim) => (&ACQUIRE, Some(claim.secret), Some(claim.ttl)),
            Ask::TakeOver(claim, _) => (&TAKE_OVER, Some(claim.secret), Some(claim.ttl)),
            Ask::Renew { secret, ttl, .. } => (&RENEW, Some(secret), Some(ttl)),
            Ask::Release { secret, .. } => (&RELEASE, Some(secret), None),
            Ask::Holder { .. } => (&HOLDER, None, None),
        };
        let mut call = script.key(key(prefix, ask.key().as_str()));
        if let Some(secret) = secret {
            call.arg(secret.digest());
        }
        if let Some(ttl) = ttl {
            call.arg(micros(ttl));
        }
        if let Ask::Acquire(claim) | Ask::TakeOver(claim, _) = ask {
            call.arg(claim.holder.instance()).arg(claim.holder.user());
        }
        if let Ask::TakeOver(_, seen) = ask {
            call.arg(seen.0);
        }
        Call(call)
    }

    pub(super) fn invocation(&self) -> &ScriptInvocation<'static> {
        &self.0
    }
}

/// A century is for ever, and Lua's numbers are exact up to it.
fn micros(ttl: Duration) -> u64 {
    const CENTURY: Duration = Duration::from_secs(100 * 366 * 24 * 3600);
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

fn without_braces(text: &str) -> String {
    text.replace('%', "%25").replace('{', "%7B")
}

/// What scripts answer: whether it was done, the fencing token, microseconds, page, holder.
pub(super) type Told = (bool, i64, u64, String, String);

pub(super) fn answer((is_done, fence, micros, page, holder): Told) -> Answer {
    let remaining = Duration::from_micros(micros);
    let holder = Holder::of_page(holder, page);
    let held = Held { holder, fence: FencingToken(fence), remaining };
    Answer { is_done, held: (micros > 0).then_some(held) }
}

#[cfg(test)]
mod tests {
    use super::{escaped_prefix, key};
    use proptest::prelude::*;

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
