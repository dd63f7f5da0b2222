use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(default = "x")]
    name: String,
    #[cas(initial = 5)]
    count: i32,
    #[cas(hidden)]
    secret: String,
    #[cas(disabled)]
    fixed: String,
}

fn main() {}
