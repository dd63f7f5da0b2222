use cas_forms::CasForm;

#[derive(CasForm)]
#[lockable(ttl = 180, idle = "5 days", fallback = none, resource = "", gaurd, table = forms)]
struct Malformed {
    name: String,
}

#[derive(CasForm)]
#[lockable(ttl = "1ms", guard)]
struct Short {
    #[lockable]
    name: String,
}

#[derive(CasForm)]
#[lockable(ttl = "3m", idle = "1m")]
struct Idle {
    name: String,
}

#[derive(CasForm)]
#[lockable]
#[lockable(ttl = "1h")]
struct Twice {
    name: String,
}

#[derive(CasForm)]
#[cas(lockable)]
struct Misplaced {
    name: String,
}

fn main() {}
