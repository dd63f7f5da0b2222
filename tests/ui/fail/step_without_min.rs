use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(step = 5)]
    age: i32,
}

fn main() {}
