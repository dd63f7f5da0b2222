//! Bounds are spelled as their control spells values.

use cas_forms::CasForm;

#[derive(CasForm)]
struct Month {
    #[cas(widget = month, min = "2024-05-01")]
    month: String,
}

#[derive(CasForm)]
struct Week {
    #[cas(widget = week, max = "2024-12")]
    week: String,
}

#[derive(CasForm)]
struct Time {
    #[cas(min = "2024-05-01")]
    time: chrono::NaiveTime,
}

#[derive(CasForm)]
struct DateTime {
    #[cas(max = "2024-05-01")]
    moment: chrono::NaiveDateTime,
}

fn main() {}
