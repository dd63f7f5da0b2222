use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[pattern(r"(.)\1", "The same twice")]
    pair: String,
    #[pattern(r".*(?<!\d)", "No digit at the end")]
    name: String,
}

fn main() {}
