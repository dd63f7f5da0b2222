use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[pattern("[a-z]+")]
    name: String,
    #[pattern("[a-z]+",)]
    code: String,
    #[pattern()]
    city: String,
    #[pattern(5, "Five")]
    street: String,
    #[pattern("[a-z]+", 5)]
    email: String,
    #[pattern("[a-z]+", "Letters", "More")]
    notes: String,
}

fn main() {}
