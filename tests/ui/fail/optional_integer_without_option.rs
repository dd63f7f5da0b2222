use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(required = false)]
    age: i32,
}

fn main() {}
