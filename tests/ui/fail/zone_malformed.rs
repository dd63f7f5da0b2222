use cas_forms::CasForm;
use chrono::{DateTime, Utc};

#[derive(CasForm)]
struct Form {
    #[cas(zone = "Europe/Berlin")]
    named: DateTime<Utc>,
    #[cas(zone)]
    nothing: DateTime<Utc>,
    #[cas(zone = a, zone = b)]
    twice: DateTime<Utc>,
    #[cas(zone = |user| user.zone)]
    closure: DateTime<Utc>,
    #[cas(zone = utc, choices("2024-01-01T00:00"))]
    chosen: DateTime<Utc>,
    #[cas(skip, zone = utc)]
    skipped: DateTime<Utc>,
}

fn main() {}
