use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = text, min = 0, max = 10, step = 2)]
    age: i32,
}

fn main() {}
