use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[pattern("[0-9]+", "Digits")]
    age: i32,
}

fn main() {}
