use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = "2024-01-01")]
    age: i32,
}

fn main() {}
