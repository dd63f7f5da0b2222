use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = 10, max = 5)]
    age: i32,
    #[cas(min = "2024-12-31", max = "2024-01-01")]
    day: String,
    #[cas(min = "22:00", max = "06:00")]
    night: String,
    #[cas(min = 1, max = "2024-01-01")]
    mixed: i32,
}

fn main() {}
