use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(zone = zone)]
    start: chrono::NaiveDateTime,
}

fn zone((): &()) -> chrono_tz::Tz {
    chrono_tz::UTC
}

fn main() {}
