use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = "2023-02-29")]
    day: String,
    #[cas(max = "24:00")]
    time: String,
    #[cas(max = 1e999)]
    huge: f64,
    #[cas(min = true)]
    vip: bool,
    #[cas(min = "5")]
    age: i32,
    #[cas(max = 5u8)]
    count: i32,
    #[cas(max = -"5")]
    odd: i32,
}

fn main() {}
