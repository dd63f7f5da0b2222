use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = range)]
    none: i32,
    #[cas(widget = range, min = 0)]
    one: i32,
}

fn main() {}
