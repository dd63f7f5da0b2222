use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = 0, step = 0)]
    age: i32,
    #[cas(min = 0, step = -1)]
    count: i32,
    #[cas(min = "10:00", step = "00:05")]
    time: String,
}

fn main() {}
