use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = 0, step = 0.5)]
    age: i32,
}

fn main() {}
