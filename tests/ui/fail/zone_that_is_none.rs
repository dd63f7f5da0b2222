use cas_forms::CasForm;
use chrono::{DateTime, Utc};

#[derive(CasForm)]
struct Form {
    #[cas(zone = name)]
    name: DateTime<Utc>,
    #[cas(zone = of_a_user)]
    user: DateTime<Utc>,
    #[cas(zone = nowhere)]
    nowhere: DateTime<Utc>,
}

struct User;

fn name((): &()) -> &'static str {
    "Europe/Berlin"
}

fn of_a_user(_: &User) -> chrono_tz::Tz {
    chrono_tz::UTC
}

fn main() {}
