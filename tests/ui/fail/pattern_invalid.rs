use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[pattern(r"[\w-]+", "Letters, digits and hyphens")]
    name: String,
    #[pattern("(", "A parenthesis")]
    code: String,
}

fn main() {}
