use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(max_length = 3)]
    age: i32,
}

fn main() {}
